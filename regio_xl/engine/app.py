"""The engine, its apps and their books, as xlwings' main classes expect them.

An app is a set of open books and a few settings; there is no program behind it.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from xlwings import base_classes

from regio_xl.engine import values
from regio_xl.engine.book import Book
from regio_xl.engine.document import Document

_DEFAULT_BUTTONS = {
    "ok": "ok",
    "ok_cancel": "ok",
    "yes_no": "yes",
    "yes_no_cancel": "yes",
}
_numbers = itertools.count(1)


class Engine:
    """What ``xw.Engine`` wraps."""

    name = "openpyxl"
    type = "desktop"  # xlwings then hands over whole values and fills, as to Excel

    def __init__(self) -> None:
        self.apps = Apps(self)

    @staticmethod
    def prepare_xl_data_element(x: Any, options: Any) -> Any:  # noqa: ARG004 - xlwings' signature
        """Turn one value into what a cell can hold."""
        return values.prepare(x)

    @staticmethod
    def clean_value_data(
        data: Sequence[Sequence[Any]],
        datetime_builder: Any,
        empty_as: Any,
        number_builder: Any,
        err_to_str: bool,
    ) -> list[list[Any]]:
        """Apply xlwings' read options to raw values."""
        if (
            datetime_builder is dt.datetime
            and empty_as is None
            and number_builder is None
            and not err_to_str
        ):
            error = values.ErrorText
            return [[None if type(x) is error else x for x in row] for row in data]
        return [
            [values.clean(x, datetime_builder, empty_as, number_builder, err_to_str) for x in row]
            for row in data
        ]


class Apps(base_classes.Apps):
    """The apps of this engine, the newest first."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._apps: dict[int, App] = {}

    def keys(self) -> list[int]:
        """List the numbers of the apps."""
        return list(self._apps)

    def add(
        self,
        spec: Any = None,
        add_book: bool | None = None,
        xl: Any = None,
        visible: bool | None = None,
    ) -> App:
        """Start an app. It has no books: pass ``add_book=False``."""
        if add_book:
            raise NotImplementedError("Een nieuwe, lege werkmap maken kan niet met deze engine.")
        del spec, xl, visible
        app = App(self._engine, self, next(_numbers))
        self._apps = {app.pid: app, **self._apps}
        return app

    def remove(self, pid: int) -> None:
        """Forget an app that quit."""
        self._apps.pop(pid, None)

    @staticmethod
    def cleanup() -> None:
        """Do nothing: there are no processes to clean up."""

    def __iter__(self) -> Iterator[App]:
        return iter(list(self._apps.values()))

    def __len__(self) -> int:
        return len(self._apps)

    def __getitem__(self, pid: int) -> App:
        return self._apps[pid]


class App(base_classes.App):
    """A set of open books."""

    screen_updating = True
    display_alerts = True
    enable_events = True
    interactive = True
    calculation = "automatic"
    visible = False
    status_bar: Any = False
    cut_copy_mode: Any = False
    version = "16.0"
    path = ""
    selection = None

    def __init__(self, engine: Engine, apps: Apps, pid: int) -> None:
        self.engine = engine
        self.alerts: list[tuple[str, str | None]] = []  # (prompt, title) of every alert so far
        self._pid = pid
        self._apps = apps
        self._books = Books(self)

    @property
    def pid(self) -> int:
        """Return the number of the app; there is no process."""
        return self._pid

    @property
    def books(self) -> Books:
        """Return the open books."""
        return self._books

    @property
    def api(self) -> Any:
        """Raise: there is no Excel behind this app."""
        raise NotImplementedError("Er is geen Excel achter deze engine (app.api).")

    def activate(self, steal_focus: bool = False) -> None:
        """Raise: xlwings would check this against the globally active engine, never this one."""
        raise NotImplementedError("Activeren en selecteren kan niet met deze engine.")

    def calculate(self) -> None:
        """Calculate all open books. Values that are read are always up to date anyway."""
        for book in self.books:
            book.document.flush()
            book.document.calculation.calculate()

    def alert(self, prompt: str, title: str | None, buttons: str, mode: str, callback: Any) -> str:
        """Keep a message in ``alerts``, show nothing, and answer with the default button."""
        del mode, callback
        self.alerts.append((prompt, title))
        return _DEFAULT_BUTTONS.get(buttons or "ok", "ok")

    def quit(self) -> None:
        """Close all books without saving."""
        for book in list(self.books):
            book.close()
        self._apps.remove(self.pid)

    def kill(self) -> None:
        """Do the same as ``quit``."""
        self.quit()


class Books(base_classes.Books):
    """The open books of an app."""

    def __init__(self, app: App) -> None:
        self.app = app
        self._books: list[Book] = []
        self._active: Book | None = None

    @property
    def api(self) -> Any:
        """Raise: there is no Excel behind this collection."""
        raise NotImplementedError("Er is geen Excel achter deze engine (books.api).")

    @property
    def active(self) -> Book:
        """Return the book that was opened or activated last."""
        if self._active is None:
            raise KeyError("Er is geen werkmap open.")
        return self._active

    def activate(self, book: Book) -> None:
        """Make a book the active one."""
        self._active = book

    def __call__(self, name_or_index: int | str) -> Book:
        """Return a book by position from 1, or by file name in any case."""
        if isinstance(name_or_index, int):
            return self._books[name_or_index - 1]
        for book in self._books:
            if book.name.casefold() == str(name_or_index).casefold():
                return book
        raise KeyError(name_or_index)

    def __len__(self) -> int:
        return len(self._books)

    def __iter__(self) -> Iterator[Book]:
        return iter(list(self._books))

    def open(self, fullname: str, *options: Any) -> Book:
        """Open a file.

        Raises:
            OpenError: The file cannot be opened; it is left untouched.
        """
        if any(option for option in options if option is not None):
            raise NotImplementedError("books.open kent bij deze engine alleen de bestandsnaam.")
        book = Book(self, Document(Path(fullname)))
        self._books.append(book)
        self._active = book
        return book

    def remove(self, book: Book) -> None:
        """Forget a book that was closed."""
        if book in self._books:
            self._books.remove(book)
        if self._active is book:
            self._active = self._books[-1] if self._books else None
