"""The in-memory model: openpyxl's cells and styles, and what changed in them since the file.

Every write goes through ``Model.put`` or ``Model.restyle``, which keep, per cell, how it was in
the file. That is what "changed" means; writing an equal value is no change. No calculation and
no file access here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import copy
from typing import Any, NamedTuple

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles.cell_style import StyleArray
from openpyxl.styles.numbers import is_date_format, is_timedelta_format
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula

from regio_xl.engine.errors import ContentError
from regio_xl.engine.loading import load
from regio_xl.engine.values import (
    DATE_FORMAT,
    DATE_TIME_FORMAT,
    EMPTY,
    Content,
    interpret,
    must_quote,
)

Key = tuple[int, int]
MAX_ROWS, MAX_COLUMNS = 1_048_576, 16_384
_PLAIN = StyleArray()


class Before(NamedTuple):
    """A cell as it is in the file; ``style`` is None when the file has no such cell."""

    content: Content
    style: Any


def address(row: int, column: int) -> str:
    """Return the A1 address of a cell, counting from 1."""
    return f"{get_column_letter(column)}{row}"


class Model:
    """An openpyxl workbook that remembers which cells differ from the file."""

    def __init__(self, data: bytes) -> None:
        """Load a package."""
        self.book = load(data)
        self.pending: dict[str, dict[Key, None]] = {}
        self.before: dict[str, dict[Key, Before]] = {}
        self.widths: dict[str, dict[int, float]] = {}
        self.heights: dict[str, dict[int, float]] = {}
        self._spans: dict[str, dict[Key, Key]] = {}
        self._column_styles: dict[str, list[tuple[int, int, Any]]] = {}
        self._formats: dict[int, tuple[bool, bool]] = {}

    def content(self, cell: Any) -> Content:
        """Return what a cell holds."""
        if cell is None or isinstance(cell, MergedCell):
            return EMPTY
        return Content(cell.data_type, cell._value, bool(cell._style.quotePrefix))

    def cell(self, sheet: Any, row: int, column: int) -> Any:
        """Return a cell, made with the style of its row or else its column, as Excel does."""
        found = sheet._cells.get((row, column))
        if found is None:
            if not (1 <= row <= MAX_ROWS and 1 <= column <= MAX_COLUMNS):
                raise ContentError(
                    "Buiten het werkblad: Excel heeft 1.048.576 rijen, 16.384 kolommen."
                )
            found = sheet._cells[row, column] = self.blank(sheet, row, column)
        return found

    def blank(self, sheet: Any, row: int, column: int) -> Any:
        """Return a cell as it would be made, without adding it to the sheet."""
        cell = Cell(sheet, row=row, column=column)
        cell._style = copy(self.inherited(sheet, row, column))
        return cell

    def inherited(self, sheet: Any, row: int, column: int) -> Any:
        """Return the style that a new cell gets (ECMA-376 part 1, 18.3.1.73 and 18.3.1.13)."""
        if row in sheet.row_dimensions and any(sheet.row_dimensions[row]._style or ()):
            return sheet.row_dimensions[row]._style
        if sheet.title not in self._column_styles:
            self._column_styles[sheet.title] = [
                (dimension.min, dimension.max, dimension._style)
                for dimension in sheet.column_dimensions.values()
                if dimension.min and any(dimension._style or ())
            ]
        for first, last, style in self._column_styles[sheet.title]:
            if first <= column <= last:
                return style
        return _PLAIN

    def remember(self, sheet: Any, row: int, column: int) -> Any:
        """Keep how a cell is in the file, once, and return the cell."""
        memory = self.before.setdefault(sheet.title, {})
        known = sheet._cells.get((row, column))
        if (row, column) not in memory:
            style = None if known is None else copy(known._style)
            memory[row, column] = Before(self.content(known), style)
        return known if known is not None else self.cell(sheet, row, column)

    def write(self, sheet: Any, row: int, column: int, value: Any) -> bool:
        """Assign a value as Excel would take it, and say whether anything changed."""
        cell = sheet._cells.get((row, column))
        if cell is None and value is None:
            return False
        if isinstance(cell, MergedCell):
            if value is None:
                return False
            where = f"{sheet.title}!{address(row, column)}"
            raise ContentError(f"{where} is een samengevoegde cel; schrijf in de cel linksboven.")
        number_format = "General" if cell is None else self.number_format(cell)
        if cell is None and isinstance(value, str):
            number_format = self.number_format(self.cell(sheet, row, column))
        return self.put(sheet, row, column, interpret(value, number_format))

    def number_format(self, cell: Any) -> str:
        """Return the format code of a cell."""
        return "General" if not cell._style.numFmtId else str(cell.number_format)

    def put(self, sheet: Any, row: int, column: int, content: Content) -> bool:
        """Store content in a cell, and say whether it differs from what was there."""
        current = sheet._cells.get((row, column))
        was = self.content(current)
        same = was.kind == content.kind and was.value == content.value
        if same and (was.quoted or not content.quoted or not must_quote(content.value)):
            return False
        if (row, column) in self.spans(sheet):
            self._leave_array(sheet, row, column)
        cell = self.remember(sheet, row, column)
        cell._value, cell.data_type = content.value, content.kind
        if was.quoted != content.quoted:
            cell._style.quotePrefix = int(content.quoted)
        if content.kind == "d" and not self.is_date(cell):
            midnight = content.value.time() == content.value.min.time()
            if self.number_format(cell) == "General":
                cell.number_format = DATE_FORMAT if midnight else DATE_TIME_FORMAT
            else:  # a number format of the user's own stays: the date is then a plain number
                cell._value, cell.data_type = to_excel(content.value, self.book.epoch), "n"
        elif content.kind == "n" and content.value is not None and self.is_date(cell):
            self._store_serial(cell, content.value)
        if not same:
            pending = self.pending.setdefault(sheet.title, {})
            pending.pop((row, column), None)  # in the order of the last write of each cell
            pending[row, column] = None
        return True

    def _store_serial(self, cell: Any, number: float) -> None:
        """Keep a number in a date cell as the date that it stands for, as a reader sees it."""
        from openpyxl.utils.datetime import from_excel  # noqa: PLC0415 - only used here

        try:
            value = from_excel(number, self.book.epoch, self.is_elapsed(cell))
        except (ValueError, OverflowError):
            return
        cell._value, cell.data_type = value, "d"

    def restyle(self, sheet: Any, row: int, column: int, change: Callable[[Any], None]) -> None:
        """Change the style of a cell."""
        cell = self.remember(sheet, row, column)
        was_date = self.is_date(cell)
        change(cell)
        if was_date != self.is_date(cell):
            self._convert(cell, was_date)

    def _convert(self, cell: Any, was_date: bool) -> None:
        # The stored number stays the same; only how a reader takes it differs.
        if was_date and cell.data_type == "d":
            cell._value, cell.data_type = to_excel(cell._value, self.book.epoch), "n"
        elif not was_date and cell.data_type == "n" and cell._value is not None:
            self._store_serial(cell, float(cell._value))

    def is_date(self, cell: Any) -> bool:
        """Say whether a cell shows its number as a date or time."""
        return self._format_kind(cell)[0]

    def is_elapsed(self, cell: Any) -> bool:
        """Say whether a cell shows its number as elapsed time."""
        return self._format_kind(cell)[1]

    def _format_kind(self, cell: Any) -> tuple[bool, bool]:
        number = cell._style.numFmtId
        if number not in self._formats:
            code = cell.number_format
            self._formats[number] = (bool(is_date_format(code)), bool(is_timedelta_format(code)))
        return self._formats[number]

    def serial(self, value: Any) -> float:
        """Return the number that a date is stored as."""
        return float(to_excel(value, self.book.epoch))

    def spans(self, sheet: Any) -> dict[Key, Key]:
        """Return the cells that an array formula fills: cell -> the cell with the formula."""
        if sheet.title not in self._spans:
            spans: dict[Key, Key] = {}
            for key, cell in sheet._cells.items():
                value = getattr(cell, "_value", None)
                if isinstance(value, ArrayFormula | DataTableFormula) and value.ref:
                    left, top, right, bottom = range_boundaries(value.ref)
                    for row in range(top, bottom + 1):
                        for column in range(left, right + 1):
                            spans[row, column] = key
            self._spans[sheet.title] = spans
        return self._spans[sheet.title]

    def _leave_array(self, sheet: Any, row: int, column: int) -> None:
        spans = self.spans(sheet)
        anchor = spans[row, column]
        size = sum(1 for key in spans if spans[key] == anchor)
        if size > 1:
            where = f"{sheet.title}!{address(row, column)}"
            raise ContentError(f"{where} hoort bij een matrixformule; die kan niet deels wijzigen.")
        del spans[row, column]

    def formula_cells(self, sheet: Any) -> Iterator[Key]:
        """Yield every cell whose value is calculated, spilled cells included."""
        spans = self.spans(sheet)
        yield from spans
        for key, cell in sheet._cells.items():
            if cell.data_type == "f" and key not in spans:
                yield key

    def widen(self, title: str, column: int, width: float) -> None:
        """Note the new width of a column, as it is stored."""
        self.widths.setdefault(title, {})[column] = width
        self.forget(title)

    def heighten(self, title: str, heights: dict[int, float]) -> None:
        """Note the new heights of rows, in points."""
        self.heights.setdefault(title, {}).update(heights)

    def changed(self) -> bool:
        """Say whether any cell, column or row differs from the file."""
        if self.widths or self.heights:
            return True
        for title, memory in self.before.items():
            sheet = self.book[title]
            for key, was in memory.items():
                cell = sheet._cells.get(key)
                if self.content(cell) != was.content:
                    return True
                style = was.style if was.style is not None else self.inherited(sheet, *key)
                if cell is not None and tuple(cell._style) != tuple(style):
                    return True
        return False

    def style_changes(self, sheet: Any) -> dict[Key, Any]:
        """Return the cells whose style the calculator would not write: cell -> style.

        It keeps the style of a cell that is in the file, gives a new cell the style of its row or
        column, and drops a cell that becomes empty.
        """
        wanted: dict[Key, Any] = {}
        for key, was in self.before.get(sheet.title, {}).items():
            cell = sheet._cells.get(key)
            if cell is None:
                continue
            dropped = cell._value is None and was.content.value is not None
            fresh = was.style is None or dropped
            written = self.inherited(sheet, *key) if fresh else was.style
            # A cell that is emptied stays in the file with its style: readers that do not look
            # at the style of the row or column would else see another one.
            if tuple(cell._style) != tuple(written) or (dropped and any(cell._style)):
                wanted[key] = cell._style
        return wanted

    def settle(self) -> None:
        """Take the present state as that of the file, after a save."""
        self.before.clear()
        self.widths.clear()
        self.heights.clear()
        self.pending.clear()

    def forget(self, title: str) -> None:
        """Drop what was derived from a sheet, after a change in its structure."""
        self._spans.pop(title, None)
        self._column_styles.pop(title, None)
