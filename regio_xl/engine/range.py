"""A range: its values, formulas, place and size. The sheet that it is on is handed in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Protocol

from openpyxl.cell.cell import MergedCell
from openpyxl.formula.translate import Translator
from openpyxl.utils import range_boundaries
from openpyxl.utils.cell import absolute_coordinate
from xlwings import base_classes

from regio_xl.engine.document import Document
from regio_xl.engine.errors import ContentError
from regio_xl.engine.model import MAX_COLUMNS, MAX_ROWS, address
from regio_xl.engine.values import is_formula, shown, to_shown

Box = tuple[int, int, int, int]
"""A rectangle: row, column, number of rows and of columns, counting from 1."""

_MAX_READ = 20_000_000  # cells; a whole sheet is 17 billion
_A1 = re.compile(r"[A-Z]{1,3}[0-9]+(:[A-Z]{1,3}[0-9]+)?\Z", re.IGNORECASE)


class Place(Protocol):
    """What a range needs of its sheet."""

    model: Any  # openpyxl's worksheet
    document: Document


def box_of(reference: str) -> Box:
    """Return the rectangle of an A1 address without sheet, such as ``$B$2:C9``."""
    plain = reference.replace("$", "")
    if not _A1.match(plain):
        raise NotImplementedError(
            f"{reference}: een bereik wordt bij deze engine met een adres als A1:C3 aangewezen."
        )
    left, top, right, bottom = range_boundaries(plain.upper())
    if top < 1 or bottom > MAX_ROWS or right > MAX_COLUMNS:
        raise KeyError(f"{reference} ligt buiten het werkblad.")
    return top, left, bottom - top + 1, right - left + 1


class Range(base_classes.Range):
    """A rectangle of cells on one sheet."""

    max_cells_per_read = None  # no limit to stay under, so xlwings need not chunk
    max_cells_per_write = None

    def __init__(self, sheet: Place, box: Box) -> None:
        self.sheet = sheet
        self.box = box
        self.options: dict[str, Any] = {}  # set by xlwings on every range that it makes

    @property
    def api(self) -> Range:
        """Return the range itself: there is no Excel behind it, and xlwings needs something."""
        return self

    @property
    def row(self) -> int:
        """Return the first row, from 1."""
        return self.box[0]

    @property
    def column(self) -> int:
        """Return the first column, from 1."""
        return self.box[1]

    @property
    def shape(self) -> tuple[int, int]:
        """Return (rows, columns)."""
        return self.box[2], self.box[3]

    def __len__(self) -> int:
        return self.box[2] * self.box[3]

    def __call__(self, arg1: int, arg2: int | None = None) -> Range:
        """Return a cell by row and column within the range, or by number, from 1."""
        if arg2 is None:
            row, column = divmod(arg1 - 1, self.box[3])
        else:
            row, column = arg1 - 1, arg2 - 1
        return Range(self.sheet, (self.box[0] + row, self.box[1] + column, 1, 1))

    @property
    def address(self) -> str:
        """Return the absolute address, such as ``$A$1:$C$3``."""
        row, column, rows, columns = self.box
        first = absolute_coordinate(address(row, column))
        last = absolute_coordinate(address(row + rows - 1, column + columns - 1))
        return first if len(self) == 1 else f"{first}:{last}"

    def _rows(self) -> range:
        return range(self.box[0], self.box[0] + self.box[2])

    def _columns(self) -> range:
        return range(self.box[1], self.box[1] + self.box[3])

    # Values

    @property
    def raw_value(self) -> Any:
        """Return a scalar for one cell, else a list of rows, typed as Excel does over COM."""
        if len(self) > _MAX_READ:
            raise ContentError("Dit bereik is te groot om te lezen; gebruik used_range.")
        spans = self.sheet.document.model.spans(self.sheet.model)
        rows = [self._row_values(row, spans) for row in self._rows()]
        if not rows or not rows[0]:
            return None
        return rows[0][0] if len(self) == 1 else rows

    @raw_value.setter
    def raw_value(self, data: Any) -> None:
        rows: Sequence[Any] = data if isinstance(data, (list, tuple)) else self._filled(data)
        if rows and not isinstance(rows[0], (list, tuple)):
            rows = [rows] * self.box[2]
        self.sheet.document.write(self.sheet.model, self._rows(), self._columns(), rows)

    def _row_values(self, row: int, spans: dict[tuple[int, int], Any]) -> list[Any]:
        cells = self.sheet.model._cells
        out: list[Any] = []
        for column in self._columns():
            cell = cells.get((row, column))
            if cell is None or isinstance(cell, MergedCell):
                out.append(None)
            elif cell.data_type == "f" or (spans and (row, column) in spans):
                out.append(self.sheet.document.result(self.sheet.model, row, column))
            else:
                out.append(shown(cell.data_type, cell._value))
        return out

    def _filled(self, value: Any) -> list[list[Any]]:
        """Return rows with the value in each cell; a formula's relative references move along."""
        if not is_formula(value) or len(self) == 1:
            return [[value] * self.box[3]] * self.box[2]
        translate = Translator(value, address(*self.box[:2])).translate_formula
        return [[translate(address(row, col)) for col in self._columns()] for row in self._rows()]

    # Formulas

    @property
    def formula(self) -> Any:
        """Return formulas as Excel shows them, in English; constants as text, empty as ''."""
        rows = [
            tuple(self._formula(row, column) for column in self._columns()) for row in self._rows()
        ]
        return rows[0][0] if len(self) == 1 else tuple(rows)

    @formula.setter
    def formula(self, value: Any) -> None:
        self.raw_value = value

    def _formula(self, row: int, column: int) -> str:
        document, sheet = self.sheet.document, self.sheet.model
        stored = document.formula(sheet, row, column)
        if stored:
            return to_shown(stored, document.table_name(sheet, row, column))
        kind, value, _ = document.model.content(sheet._cells.get((row, column)))
        if value is None:
            return ""
        if kind == "b":
            return "TRUE" if value else "FALSE"
        if kind == "d":
            value = document.model.serial(value)
        return f"{value:.15g}" if isinstance(value, (int, float)) else str(value)

    # Layout

    @property
    def number_format(self) -> str | None:
        """Return the format code of the cells; None when they have several, as in Excel."""
        cells, model = self.sheet.model._cells, self.sheet.document.model
        known = (cells.get((row, col)) for row in self._rows() for col in self._columns())
        found = {"General" if cell is None else model.number_format(cell) for cell in known}
        return found.pop() if len(found) == 1 else None

    @number_format.setter
    def number_format(self, code: str) -> None:
        document, sheet = self.sheet.document, self.sheet.model
        for row in self._rows():
            for column in self._columns():
                document.model.reformat(sheet, row, column, code)

    def autofit(self, axis: str | None = None) -> None:
        """Make rows high enough for their text, axis ``r``; columns cannot be without a screen."""
        if axis not in {"rows", "r"}:
            raise NotImplementedError("Kolombreedtes aanpassen kan niet met deze engine.")
        self.sheet.document.model.fit_rows(self.sheet.model, self._rows())
