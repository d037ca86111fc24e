"""A table (ListObject): its areas and its size."""

from __future__ import annotations

from copy import copy
from typing import Any

from openpyxl.utils import range_boundaries
from xlwings import base_classes

from regio_xl.engine.errors import ContentError
from regio_xl.engine.patching import Growth
from regio_xl.engine.range import Box, Place, Range


class Table(base_classes.Table):
    """A table."""

    def __init__(self, sheet: Place, model: Any) -> None:
        """Wrap openpyxl's table ``model`` on a sheet."""
        self._sheet = sheet
        self._model = model

    @property
    def name(self) -> str:
        """Return the name."""
        return str(self._model.displayName)

    @name.setter
    def name(self, value: str) -> None:
        raise NotImplementedError("Een tabel hernoemen kan niet met deze engine.")

    @property
    def parent(self) -> Place:
        """Return the sheet."""
        return self._sheet

    @property
    def _headers(self) -> int:
        count = self._model.headerRowCount
        return 1 if count is None else int(count)

    @property
    def _totals(self) -> int:
        return int(self._model.totalsRowCount or 0)

    @property
    def show_totals(self) -> bool:
        """Say whether the totals row is shown."""
        return bool(self._totals)

    @show_totals.setter
    def show_totals(self, value: Any) -> None:
        raise NotImplementedError("De vorm van een tabel wijzigen kan niet met deze engine.")

    @property
    def range(self) -> Range:
        """Return the whole table."""
        return Range(self._sheet, _box(self._model))

    def resize(self, range: Any) -> None:  # noqa: A002 - xlwings' name
        """Give the table the rows of a range, headers and totals row included.

        Contents stay where they are. New rows get the formats of the last row and the formulas
        of calculated columns, and validations and conditional formats that ended on the last row
        grow along, as in Excel. Rows that leave the table keep what is in them.
        """
        old, new = _box(self._model), tuple(range.impl.box)
        if new == old:
            return
        if new[0] != old[0]:
            raise ContentError(f"De kopregel van tabel {self.name} moet op rij {old[0]} blijven.")
        if (old[1], old[3]) != (new[1], new[3]):
            raise NotImplementedError("Een tabel andere kolommen geven kan niet met deze engine.")
        if self._totals:
            raise NotImplementedError("Een tabel met totaalrij van hoogte veranderen kan niet.")
        new = (new[0], new[1], max(new[2], self._headers + 1), new[3])
        for other in self._sheet.model.tables.values():
            if other is not self._model and _overlap(new, _box(other)):
                raise ContentError(f"Tabel {self.name} zou tabel {other.displayName} overlappen.")
        if new != old:
            self._set_rows(old, new)

    def _set_rows(self, old: Box, new: Box) -> None:
        document = self._sheet.document
        growth = Growth(old[1], old[1] + old[3] - 1, old[0] + old[2] - 1, new[0] + new[2] - 1)
        edit = {
            "kind": "resize_table_rows",
            "table_id": document.calculation.table_id(self.name),
            "first_data_row": new[0] + self._headers,
            "last_data_row": growth.new_last,
        }
        document.resize_table(self._sheet.model, self._model, edit, growth)
        self._format_new_rows(growth)

    def _format_new_rows(self, growth: Growth) -> None:
        model, sheet = self._sheet.document.model, self._sheet.model
        for column in range(growth.first_column, growth.last_column + 1):
            pattern = sheet._cells.get((growth.old_last, column))
            if pattern is None:
                continue
            style = copy(pattern._style)
            style.quotePrefix = 0
            for row in range(growth.old_last + 1, growth.new_last + 1):
                cell = sheet._cells.get((row, column))
                plain = model.inherited(sheet, row, column)
                if cell is None or tuple(cell._style) == tuple(plain):
                    model.restyle(sheet, row, column, style)


def _box(table: Any) -> Box:
    """Return the rectangle of openpyxl's table."""
    left, top, right, bottom = range_boundaries(table.ref)
    return top, left, bottom - top + 1, right - left + 1


def _overlap(one: Box, other: Box) -> bool:
    rows = one[0] < other[0] + other[2] and other[0] < one[0] + one[2]
    columns = one[1] < other[1] + other[3] and other[1] < one[1] + one[3]
    return rows and columns
