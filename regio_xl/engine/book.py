"""A book and its sheets. Cells are in ``cells.py``, tables and names in their own modules."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from regio_xl.engine.document import Document
from regio_xl.engine.errors import ContentError
from regio_xl.engine.listed import Listed
from regio_xl.engine.names import Names
from regio_xl.engine.sheet import Sheet

if TYPE_CHECKING:
    from regio_xl.engine.app import App, Books

_MAX_TITLE = 31
_FORBIDDEN = set("[]:*?/\\")


class Book(base_classes.Book):
    """An open workbook file."""

    def __init__(self, books: Books, document: Document) -> None:
        self._books = books
        self.document = document
        self.active_title = str(document.model.book.active.title)

    @property
    def api(self) -> Any:
        """Raise: there is no Excel behind this book."""
        raise NotImplementedError("Er is geen Excel achter deze engine (book.api).")

    @property
    def name(self) -> str:
        """Return the file name."""
        return self.document.source.path.name

    @property
    def fullname(self) -> str:
        """Return the absolute path of the file."""
        return str(self.document.source.path.absolute())

    @property
    def app(self) -> App:
        """Return the app that this book is open in."""
        return self._books.app

    @property
    def sheets(self) -> Sheets:
        """Return the sheets."""
        return Sheets(self)

    @property
    def names(self) -> Names:
        """Return all defined names, those of sheets included."""
        return Names(self)

    def save(self, path: str | os.PathLike[str] | None = None, password: str | None = None) -> None:
        """Save atomically, in place or to another file of the same kind.

        Raises:
            SaveError: One of its children; nothing was written.
        """
        if password is not None:
            raise NotImplementedError("Opslaan met een wachtwoord kan niet met deze engine.")
        self.document.save(None if path is None else Path(path))

    def close(self) -> None:
        """Close without saving."""
        self.document.close()
        self._books.remove(self)

    def activate(self) -> None:
        """Make this the active book of its app."""
        self._books.activate(self)


class Sheets(Listed[Sheet], base_classes.Sheets):
    """The worksheets of a book, in tab order; chart sheets are not among them."""

    def __init__(self, book: Book) -> None:
        self._book = book

    def _all(self) -> list[Any]:
        return list(self._book.document.model.book.worksheets)

    @property
    def api(self) -> Any:
        """Raise: there is no Excel behind this collection."""
        raise NotImplementedError("Er is geen Excel achter deze engine (sheets.api).")

    @property
    def active(self) -> Sheet:
        """Return the sheet that was active in the file, or was activated since."""
        return self(self._book.active_title if self._book.active_title in self else 1)

    def _name(self, item: Any) -> str:
        return str(item.title)

    def _made(self, item: Any) -> Sheet:
        return Sheet(self._book, item)

    def add(
        self, before: Sheet | None = None, after: Sheet | None = None, name: str | None = None
    ) -> Sheet:
        """Add an empty sheet, before the active one unless told otherwise, and activate it."""
        workbook = self._book.document.model.book
        titles = [sheet.title for sheet in workbook._sheets]
        name = name or self._free_name({title.casefold() for title in titles})
        check_title(name)
        if after is not None:
            position = titles.index(after.name) + 1
        else:
            position = titles.index((before or self.active).name)
        self._book.document.restructure(
            {"kind": "add_sheet", "name": name},
            {"kind": "move_sheet", "sheet": name, "position": position},
        )
        sheet = workbook.create_sheet(name, position)
        self._book.active_title = name
        return Sheet(self._book, sheet)

    @staticmethod
    def _free_name(taken: set[str]) -> str:
        number = 1
        while f"blad{number}" in taken:
            number += 1
        return f"Blad{number}"


def check_title(title: str) -> None:
    """Check the name of a sheet against Excel's rules.

    Raises:
        ContentError: Excel would refuse it.
    """
    bad = not title or len(title) > _MAX_TITLE or _FORBIDDEN & set(title)
    if bad or title.startswith("'") or title.endswith("'"):
        raise ContentError(
            f"De bladnaam {title!r} is ongeldig: 1 tot 31 tekens, zonder [ ] : * ? / of \\."
        )
