"""A sheet: its ranges, tables, names and settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from regio_xl.engine.addresses import locate
from regio_xl.engine.cells import Range
from regio_xl.engine.document import Document
from regio_xl.engine.model import MAX_COLUMNS, MAX_ROWS
from regio_xl.engine.names import Names
from regio_xl.engine.tables import Tables

if TYPE_CHECKING:
    from regio_xl.engine.book import Book

_VISIBILITY = {"visible": "visible", "hidden": "hidden", "veryHidden": "very_hidden"}


class Sheet(base_classes.Sheet):
    """A worksheet."""

    def __init__(self, book: Book, model: Any) -> None:
        """Wrap openpyxl's worksheet ``model`` of a book."""
        self._book = book
        self.model = model

    @property
    def book(self) -> Book:
        """Return the book."""
        return self._book

    @property
    def document(self) -> Document:
        """Return the open workbook that this sheet is part of."""
        return self.book.document

    @property
    def api(self) -> Any:
        """Raise: there is no Excel behind this sheet."""
        raise NotImplementedError("Er is geen Excel achter deze engine (sheet.api).")

    @property
    def name(self) -> str:
        """Return the name on the tab."""
        return str(self.model.title)

    @name.setter
    def name(self, value: str) -> None:
        raise NotImplementedError("Een blad hernoemen kan niet met deze engine.")

    @property
    def names(self) -> Names:
        """Return the names defined in this sheet."""
        return Names(self.book, self)

    @property
    def index(self) -> int:
        """Return the position among the worksheets, from 1."""
        return int(self.document.model.book.worksheets.index(self.model)) + 1

    @property
    def tables(self) -> Tables:
        """Return the tables."""
        return Tables(self)

    @property
    def cells(self) -> Range:
        """Return all cells."""
        return Range(self, 1, 1, MAX_ROWS, MAX_COLUMNS)

    @property
    def used_range(self) -> Range:
        """Return the rectangle around all cells that hold or held something; A1 if none."""
        keys = self.model._cells
        if not keys:
            return Range(self, 1, 1, 1, 1)
        top, bottom = min(r for r, _ in keys), max(r for r, _ in keys)
        left, right = min(c for _, c in keys), max(c for _, c in keys)
        return Range(self, top, left, bottom - top + 1, right - left + 1)

    def range(self, arg1: Any, arg2: Any = None) -> Range:
        """Return a range by address, name, table reference, coordinates or corner ranges."""
        if arg2 is None:
            return self._one(arg1)
        one, other = self._one(arg1), self._one(arg2)
        top, left = min(one.row, other.row), min(one.column, other.column)
        bottom = max(one.row + one.shape[0], other.row + other.shape[0])
        right = max(one.column + one.shape[1], other.column + other.shape[1])
        return Range(self, top, left, bottom - top, right - left)

    def _one(self, arg: Any) -> Range:
        if isinstance(arg, tuple):
            row, column, *size = arg
            if not (1 <= row <= MAX_ROWS and 1 <= column <= MAX_COLUMNS):
                raise IndexError("Rijen en kolommen tellen vanaf 1.")
            rows, columns = size or (1, 1)
            return Range(self, row, column, rows, columns)
        if isinstance(arg, str):
            sheet, box = locate(self, arg)
            return Range(sheet, *box)
        return Range(self, arg.row, arg.column, *arg.shape)

    @property
    def visible(self) -> bool:
        """Say whether the tab is shown."""
        return bool(self.model.sheet_state == "visible")

    @visible.setter
    def visible(self, value: bool) -> None:
        state = "visible" if value else "hidden"
        if self.model.sheet_state == state:
            return
        self.document.restructure(
            {
                "kind": "set_sheet_visibility",
                "sheet": self.name,
                "visibility": _VISIBILITY[state],
            }
        )
        self.model.sheet_state = state

    def clear_contents(self) -> None:
        """Empty all cells; their formats stay."""
        self.used_range.clear_contents()

    def clear_formats(self) -> None:
        """Give all cells the default format."""
        self.used_range.clear_formats()

    def clear(self) -> None:
        """Empty all cells and give them the default format."""
        self.used_range.clear()

    def delete(self) -> None:
        """Delete the sheet; formulas that point to it become #REF!."""
        self.document.restructure({"kind": "delete_sheet", "sheet": self.name})
        title, workbook = self.name, self.document.model.book
        workbook.remove(self.model)
        self.document.model.before.pop(title, None)
        self.document.model.widths.pop(title, None)
        self.document.model.heights.pop(title, None)
        self.document.model.forget(title)
        if self.book.active_title == title:
            self.book.active_title = str(workbook.worksheets[0].title)
