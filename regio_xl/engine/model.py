"""The workbook in memory: openpyxl's cells and styles, and what changed in them since the file.

Every write goes through ``Model.put`` or ``Model.restyle``, which keep, per cell, how it was in
the file. That is what "changed" means; writing an equal value is no change. Nothing is ever saved
through openpyxl. No calculation and no file access here.
"""

from __future__ import annotations

import io
import math
import re
import warnings
from collections import defaultdict
from collections.abc import Iterable, Mapping
from copy import copy
from typing import Any, NamedTuple

import openpyxl
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles.cell_style import StyleArray
from openpyxl.styles.numbers import is_date_format, is_timedelta_format
from openpyxl.utils import column_index_from_string, get_column_letter, range_boundaries
from openpyxl.utils.datetime import from_excel, to_excel
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula

from regio_xl.engine.errors import ContentError
from regio_xl.engine.values import EMPTY, Content, interpret, must_quote

Key = tuple[int, int]
MAX_ROWS, MAX_COLUMNS = 1_048_576, 16_384
DATE_FORMAT = "mm-dd-yy"  # built-in 14: shown as the reader's own short date
DATE_TIME_FORMAT = "m/d/yy h:mm"  # built-in 22
_PLAIN = StyleArray()
_EXACT = 2**53  # up to here a double holds every whole number
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


def address(row: int, column: int) -> str:
    """Return the A1 address of a cell, counting from 1."""
    return f"{get_column_letter(column)}{row}"


class Before(NamedTuple):
    """A cell as it is in the file; ``style`` is None when the file has no such cell."""

    content: Content
    style: Any


class Model:
    """An openpyxl workbook that remembers which cells differ from the file."""

    def __init__(self, data: bytes) -> None:
        with warnings.catch_warnings():
            # openpyxl warns about extensions that it would lose on save. We never save through it.
            warnings.simplefilter("ignore")
            self.book = openpyxl.load_workbook(io.BytesIO(data), keep_vba=False, keep_links=False)
        for sheet in self.book.worksheets:
            _repair(sheet)
        # All by the title of a sheet: cells to bring to the calculator, in the order of their last
        # write; cells that were written, as they are in the file; new heights of rows in points.
        self.pending: dict[str, dict[Key, None]] = {}
        self.before: dict[str, dict[Key, Before]] = {}
        self.heights: dict[str, dict[int, float]] = {}
        # Rows that were made as high as their text, by sheet: what their formulas give counts too
        self.fitted: dict[str, set[int]] = {}
        self._spans: dict[str, dict[Key, Key]] = {}
        self._column_styles: dict[str, list[tuple[int, int, Any]]] = {}
        self._formats: dict[int, tuple[bool, bool]] = {}

    # Cells

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
            found = sheet._cells[row, column] = Cell(sheet, row=row, column=column)
            found._style = copy(self.inherited(sheet, row, column))
        return found

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

    # Writing

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

    def put(self, sheet: Any, row: int, column: int, content: Content) -> bool:
        """Store content in a cell, and say whether it differs from what was there."""
        was = self.content(sheet._cells.get((row, column)))
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
                cell._value, cell.data_type = self.serial(content.value), "n"
        elif content.kind == "n" and content.value is not None and self.is_date(cell):
            self._store_serial(cell, content.value)
        if not same:
            pending = self.pending.setdefault(sheet.title, {})
            pending.pop((row, column), None)
            pending[row, column] = None
        return True

    def restyle(self, sheet: Any, row: int, column: int, style: Any) -> None:
        """Give a cell another style; the stored number stays, only how it is read differs."""
        cell = self.remember(sheet, row, column)
        was_date = self.is_date(cell)
        cell._style = copy(style)
        if was_date == self.is_date(cell):
            return
        if was_date and cell.data_type == "d":
            cell._value, cell.data_type = self.serial(cell._value), "n"
        elif not was_date and cell.data_type == "n" and cell._value is not None:
            self._store_serial(cell, float(cell._value))

    def reformat(self, sheet: Any, row: int, column: int, code: str) -> None:
        """Give a cell another number format."""
        like = Cell(sheet, row=row, column=column)
        like._style = copy(self.cell(sheet, row, column)._style)
        like.number_format = code
        self.restyle(sheet, row, column, like._style)

    def _store_serial(self, cell: Any, number: float) -> None:
        """Keep a number in a date cell as the date that it stands for, as a reader sees it."""
        try:
            value = from_excel(number, self.book.epoch, self.is_elapsed(cell))
        except (ValueError, OverflowError):
            return
        cell._value, cell.data_type = value, "d"

    # Number formats

    def number_format(self, cell: Any) -> str:
        """Return the format code of a cell."""
        return "General" if not cell._style.numFmtId else str(cell.number_format)

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

    # Formulas

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

    def formula_cells(self, sheet: Any) -> list[Key]:
        """List every cell whose value is calculated, spilled cells included."""
        spans = self.spans(sheet)
        formulas = (key for key, cell in sheet._cells.items() if cell.data_type == "f")
        return [*spans, *(key for key in formulas if key not in spans)]

    # Heights of rows

    def fit_rows(self, sheet: Any, rows: range) -> None:
        """Make rows that hold any cell as high as their wrapped text."""
        texts: dict[int, list[tuple[str, float]]] = defaultdict(list)
        widths: dict[int, float] = {}
        for (row, column), cell in sheet._cells.items():
            if row not in rows:
                continue
            found = texts[row]
            if isinstance(cell._value, str) and cell.data_type == "s" and cell.alignment.wrap_text:
                if column not in widths:
                    widths[column] = _width(sheet, column)
                found.append((cell._value, widths[column]))
        for row, found in texts.items():
            height = row_height(found)
            self._set_height(sheet, row, height)
        self.fitted.setdefault(sheet.title, set()).update(texts)

    def fit_formulas(self, sheet: Any, results: Mapping[Key, Any]) -> None:
        """Make rows that were fitted higher where the text of a formula needs that.

        ``results`` holds what the formulas in those rows give.
        """
        for (row, column), text in results.items():
            wraps = sheet._cells[row, column].alignment.wrap_text
            if isinstance(text, str) and wraps:
                height = row_height([(text, _width(sheet, column))])
                if height > (sheet.row_dimensions[row].height or 0):
                    self._set_height(sheet, row, height)

    def _set_height(self, sheet: Any, row: int, height: float) -> None:
        if row not in sheet.row_dimensions or sheet.row_dimensions[row].height != height:
            self.heights.setdefault(sheet.title, {})[row] = height
            sheet.row_dimensions[row].height = height

    # Saving

    def changed(self) -> bool:
        """Say whether any cell or row differs from the file."""
        if self.heights:
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
        self.heights.clear()
        self.fitted.clear()
        self.pending.clear()


def _repair(sheet: Any) -> None:
    """Undo two things that openpyxl does on load.

    It leaves characters that XML cannot carry in their ``_xHHHH_`` notation (ECMA-376 part 1,
    22.9.2.19), and reads whole numbers as exact integers, where a cell holds a double.
    """
    for cell in sheet._cells.values():
        if isinstance(cell, MergedCell):
            continue
        value = cell._value
        if cell.data_type == "s" and value is not None and "_x" in value:
            cell._value = _unescaped(value)
        elif cell.data_type == "n" and type(value) is int and abs(value) > _EXACT:
            cell._value = float(value)
    for table in sheet.tables.values():
        for column in table.tableColumns:
            column.name = _unescaped(column.name)


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)


# How high a row must be for its wrapped text. Excel works this out itself when it edits a cell, but
# neither Excel nor LibreOffice does so for a file that a program wrote. The estimate errs on the
# high side: a little white, nothing cut off.

LINE = 15.0  # points per line of 11-point text (ECMA-376 part 1, 18.3.1.81)
HIGHEST = 409.0  # most points that Excel allows for a row
CHARACTERS_PER_UNIT = 1.05  # average characters in one unit of column width, which fits a digit
PADDING = 2.0  # units of width that the borders of a cell and an indent take
_PIXELS = 0.7109375  # 5 of 7 pixels: what a file adds to a width (ECMA-376 part 1, 18.3.1.13)
_DEFAULT_WIDTH = 8.43  # characters


def row_height(cells: Iterable[tuple[str, float]]) -> float:
    """Return the height in points for a row: text and column width, in characters, per cell."""
    most = max((lines_needed(text, width) for text, width in cells), default=1)
    return min(HIGHEST, LINE * most)


def lines_needed(text: str, width: float) -> int:
    r"""Return the number of lines of a text in a wrapped cell, its own line breaks included.

    >>> lines_needed("kort", 20), lines_needed("een\ntwee", 20), lines_needed("woord " * 10, 20)
    (1, 2, 4)
    """
    room = max(1, math.floor((width - PADDING) * CHARACTERS_PER_UNIT))
    return sum(_wrapped(part, room) for part in text.split("\n")) or 1


def _wrapped(text: str, room: int) -> int:
    """Count lines as a spreadsheet breaks them: at spaces, and inside words that are too long."""
    lines, used = 1, 0
    for word in text.split(" "):
        length = len(word)
        needed = length if used == 0 else used + 1 + length
        if needed <= room:
            used = needed
            continue
        if used:
            lines += 1
        lines += max(0, math.ceil(length / room) - 1)
        used = length % room if length > room else length
    return lines


def _width(sheet: Any, column: int) -> float:
    """Return the width of a column in characters, as Excel shows it."""
    for dimension in sheet.column_dimensions.values():
        low = dimension.min or column_index_from_string(dimension.index)
        high = dimension.max or low
        if low <= column <= high and dimension.width and dimension.customWidth:
            return round(max(0.0, float(dimension.width) - _PIXELS), 2)
    default = sheet.sheet_format.defaultColWidth
    return _DEFAULT_WIDTH if default is None else round(float(default) - _PIXELS, 2)
