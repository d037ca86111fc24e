"""The engine as xlwings sees it: apps, books, sheets and names. Ranges and tables are beside it.

An app is a set of open books and a few settings; there is no program behind it. What an engine
does not have, here and in the other files, raises NotImplementedError in xlwings' base classes.
"""

from __future__ import annotations

import datetime as dt
import itertools
import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Generic, TypeVar

from xlwings import base_classes

from regio_xl.engine import values
from regio_xl.engine.document import Document
from regio_xl.engine.errors import ContentError
from regio_xl.engine.model import MAX_COLUMNS, MAX_ROWS
from regio_xl.engine.range import Box, Range, box_of
from regio_xl.engine.table import Table

T = TypeVar("T")
_DEFAULT_BUTTONS = {"ok": "ok", "ok_cancel": "ok", "yes_no": "yes", "yes_no_cancel": "yes"}
_numbers = itertools.count(1)


class Engine:
    """What ``xw.Engine`` wraps."""

    name = "openpyxl"
    type = "desktop"  # xlwings then hands over whole values and fills, as to Excel

    def __init__(self) -> None:
        self.apps = Apps(self)

    prepare_xl_data_element = staticmethod(values.prepare)  # each value that xlwings writes

    @staticmethod
    def clean_value_data(
        data: Sequence[Sequence[Any]],
        datetime_builder: Any,
        empty_as: Any,
        number_builder: Any,
        err_to_str: bool,
    ) -> list[list[Any]]:
        """Turn raw values into what xlwings returns: an error is None, or its text."""
        if (datetime_builder, empty_as, number_builder) != (dt.datetime, None, None):
            raise NotImplementedError("Alleen ndim en err_to_str kunnen bij deze engine.")
        error = values.ErrorText
        return [
            [(str(x) if err_to_str else None) if type(x) is error else x for x in row]
            for row in data
        ]


class Apps(base_classes.Apps):
    """The apps of this engine, the newest first."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._apps: list[App] = []

    def add(self, *_: Any, **options: Any) -> App:
        """Start an app. It has no books: pass ``add_book=False``."""
        if options.get("add_book", True):
            raise NotImplementedError("Een nieuwe, lege werkmap maken kan niet met deze engine.")
        app = App(self._engine, self._apps)
        self._apps.insert(0, app)
        return app

    def __iter__(self) -> Iterator[App]:
        return iter(list(self._apps))

    def __len__(self) -> int:
        return len(self._apps)


class App(base_classes.App):
    """A set of open books."""

    display_alerts = True  # set by xlwings around a save
    screen_updating = True
    calculation = "automatic"
    status_bar: Any = False
    selection = None

    def __init__(self, engine: Engine, running: list[App]) -> None:
        self.engine = engine
        self.alerts: list[tuple[str, str | None]] = []  # (prompt, title)
        self._number = next(_numbers)
        self._books = Books(self)
        self._running = running

    @property
    def pid(self) -> int:
        """Return the number of the app; there is no process."""
        return self._number

    @property
    def books(self) -> Books:
        """Return the open books."""
        return self._books

    def alert(self, prompt: str, title: str | None, buttons: str, mode: str, callback: Any) -> str:
        """Keep a message in ``alerts``, show nothing, and answer with the default button."""
        del mode, callback
        self.alerts.append((prompt, title))
        return _DEFAULT_BUTTONS.get(buttons or "ok", "ok")

    def quit(self) -> None:
        """Close all books without saving."""
        for book in list(self.books):
            book.close()
        if self in self._running:
            self._running.remove(self)


class Books(base_classes.Books):
    """The open books of an app, the last one that was opened in front."""

    def __init__(self, app: App) -> None:
        self.app = app
        self._books: list[Book] = []

    @property
    def active(self) -> Book:
        """Return the book in front."""
        if not self._books:
            raise KeyError("Er is geen werkmap open.")
        return self._books[-1]

    def __call__(self, name_or_index: int | str) -> Book:
        """Return a book by position from 1, or by file name in any case."""
        if isinstance(name_or_index, int):
            return self._books[name_or_index - 1]
        for book in self._books:
            if book.name.casefold() == name_or_index.casefold():
                return book
        raise KeyError(name_or_index)

    def __len__(self) -> int:
        return len(self._books)

    def __iter__(self) -> Iterator[Book]:
        return iter(list(self._books))

    def open(self, fullname: str, *options: Any) -> Book:
        """Open a file."""
        if any(option for option in options if option is not None):
            raise NotImplementedError("books.open kent bij deze engine alleen de bestandsnaam.")
        book = Book(self, Document(Path(fullname)))
        self._books.append(book)
        return book

    def remove(self, book: Book) -> None:
        """Forget a book that was closed."""
        if book in self._books:
            self._books.remove(book)


class Book(base_classes.Book):
    """An open workbook file."""

    def __init__(self, books: Books, document: Document) -> None:
        self.document = document
        self._books = books

    @property
    def app(self) -> App:
        """Return the app that this book is open in."""
        return self._books.app

    @property
    def name(self) -> str:
        """Return the file name."""
        return self.document.source.path.name

    @property
    def fullname(self) -> str:
        """Return the absolute path of the file."""
        return str(self.document.source.path.absolute())

    @property
    def sheets(self) -> Sheets:
        """Return the sheets."""
        return Sheets(self)

    @property
    def names(self) -> Names:
        """Return all defined names, those of sheets included."""
        return Names(self)

    def save(self, path: str | os.PathLike[str] | None = None, password: str | None = None) -> None:
        """Save atomically, in place or to another file of the same kind."""
        if password is not None:
            raise NotImplementedError("Opslaan met een wachtwoord kan niet met deze engine.")
        self.document.save(None if path is None else Path(path))

    def close(self) -> None:
        """Close without saving."""
        self.document.close()
        self._books.remove(self)


class Listed(Generic[T]):
    """A collection that is found by position or by name, in any case."""

    def _named(self) -> dict[str, T]:
        """Return the objects by name, in order."""
        raise NotImplementedError

    def __call__(self, name_or_index: int | str) -> T:
        """Return an object by position from 1, or by name in any case."""
        named = self._named()
        if isinstance(name_or_index, int):
            return list(named.values())[name_or_index - 1]
        for name, item in named.items():
            if name.casefold() == name_or_index.casefold():
                return item
        raise KeyError(name_or_index)

    def __len__(self) -> int:
        return len(self._named())

    def __iter__(self) -> Iterator[T]:
        return iter(self._named().values())

    def __contains__(self, key: str) -> bool:
        return any(name.casefold() == key.casefold() for name in self._named())


class Sheets(Listed["Sheet"], base_classes.Sheets):
    """The worksheets of a book, in tab order; chart sheets are not among them."""

    def __init__(self, book: Book) -> None:
        self._book = book

    def _named(self) -> dict[str, Sheet]:
        sheets = self._book.document.model.book.worksheets
        return {str(model.title): Sheet(self._book, model) for model in sheets}

    @property
    def active(self) -> Sheet:
        """Return the sheet that was active in the file, the first one if that was a chart."""
        title = str(self._book.document.model.book.active.title)
        return self(title if title in self else 1)

    def add(self, *_: Any) -> Sheet:
        """Raise: the base class has another signature than xlwings uses."""
        raise NotImplementedError("Een blad toevoegen kan niet met deze engine.")


class Sheet(base_classes.Sheet):
    """A worksheet."""

    def __init__(self, book: Book, model: Any) -> None:
        """Wrap openpyxl's worksheet ``model`` of a book."""
        self.model = model
        self.document = book.document
        self._book = book

    @property
    def book(self) -> Book:
        """Return the book."""
        return self._book

    @property
    def name(self) -> str:
        """Return the name on the tab."""
        return str(self.model.title)

    @name.setter
    def name(self, value: str) -> None:
        raise NotImplementedError("Een blad hernoemen kan niet met deze engine.")

    @property
    def tables(self) -> Tables:
        """Return the tables."""
        return Tables(self)

    @property
    def used_range(self) -> Range:
        """Return the rectangle around all cells that hold or held something; A1 if none."""
        keys = self.model._cells or [(1, 1)]
        top, bottom = min(r for r, _ in keys), max(r for r, _ in keys)
        left, right = min(c for _, c in keys), max(c for _, c in keys)
        return Range(self, (top, left, bottom - top + 1, right - left + 1))

    def range(self, arg1: Any, arg2: Any = None) -> Range:
        """Return a range by its address or cell, or by two corners: (row, column) or ranges."""
        if arg2 is None:
            return Range(self, _box(arg1))
        one, other = _box(arg1), _box(arg2)
        top, left = min(one[0], other[0]), min(one[1], other[1])
        bottom = max(one[0] + one[2], other[0] + other[2])
        right = max(one[1] + one[3], other[1] + other[3])
        return Range(self, (top, left, bottom - top, right - left))


def _box(arg: Any) -> Box:
    if isinstance(arg, Range):
        return arg.box
    if isinstance(arg, str):
        return box_of(arg)
    row, column, *size = arg  # xlwings adds the size when a range is sliced
    if not (1 <= row <= MAX_ROWS and 1 <= column <= MAX_COLUMNS):
        raise IndexError("Rijen en kolommen tellen vanaf 1.")
    rows, columns = size or (1, 1)
    return row, column, rows, columns


class Tables(Listed[Table], base_classes.Tables):
    """The tables of a sheet."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet

    def _named(self) -> dict[str, Table]:
        tables = self._sheet.model.tables.values()
        return {str(model.displayName): Table(self._sheet, model) for model in tables}


class Names(Listed["Name"], base_classes.Names):
    """The names of a workbook, those of its sheets included.

    Print areas and print titles, which Excel keeps as names too, are not among them.
    """

    def __init__(self, book: Book) -> None:
        self._book = book

    def _named(self) -> dict[str, Name]:
        workbook = self._book.document.model.book
        found = [Name(self._book, None, model) for model in workbook.defined_names.values()]
        for sheet in workbook.worksheets:
            names = sheet.defined_names.values()
            found += [Name(self._book, sheet.title, model) for model in names]
        found = [name for name in found if not name.local.startswith("_xlnm.")]
        return {name.name: name for name in sorted(found, key=lambda name: name.name.casefold())}

    def snapshot(self) -> list[tuple[str, Name]]:
        """List (name, handle) of all names."""
        return list(self._named().items())

    def contains(self, name_or_index: str) -> bool:
        """Say whether there is such a name, in any case."""
        return name_or_index in self


class Name(base_classes.Name):
    """A defined name."""

    def __init__(self, book: Book, sheet: str | None, model: Any) -> None:
        """Wrap openpyxl's name; ``sheet`` is the title of the sheet it belongs to, if any."""
        self._book = book
        self._sheet = sheet
        self._model = model

    @property
    def local(self) -> str:
        """Return the name without its sheet."""
        return str(self._model.name)

    @property
    def name(self) -> str:
        """Return the name, with ``Blad!`` in front for a name of a sheet."""
        return self.local if self._sheet is None else f"{_quoted(self._sheet)}!{self.local}"

    @name.setter
    def name(self, value: str) -> None:
        raise NotImplementedError("Een naam hernoemen kan niet met deze engine.")

    @property
    def refers_to(self) -> str:
        """Return what the name means, with a leading ``=``."""
        return f"={self._model.attr_text}"

    @refers_to.setter
    def refers_to(self, value: str) -> None:
        raise NotImplementedError("Een naam wijzigen kan niet met deze engine.")

    @property
    def refers_to_range(self) -> Range:
        """Return the range that the name means, which must be one rectangle."""
        document = self._book.document
        document.flush()
        seen_from = self._sheet or str(document.model.book.worksheets[0].title)
        target = document.calculation.name_target(self.local, seen_from)
        if target is None:
            raise ContentError(f"De naam {self.name} verwijst niet naar één bereik.")
        return Range(self._book.sheets(target[0]), box_of(target[1]))


def _quoted(title: str) -> str:
    """Return a sheet name as it stands in a reference."""
    looks_like_a_cell = re.fullmatch(r"[A-Z]{1,3}[0-9]+", title, re.IGNORECASE)
    if re.fullmatch(r"[^\W\d][\w.]*", title) and not looks_like_a_cell:
        return title
    return "'" + title.replace("'", "''") + "'"
