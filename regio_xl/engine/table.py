"""A table (ListObject): its areas and its size."""

from __future__ import annotations

from copy import copy
from typing import Any

from openpyxl.utils import range_boundaries
from openpyxl.worksheet.table import TableColumn
from xlwings import base_classes

from regio_xl.engine.document import Document
from regio_xl.engine.errors import ContentError
from regio_xl.engine.patching import Growth
from regio_xl.engine.range import Box, Place, Range, address_of


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

    @property
    def data_body_range(self) -> Range | None:
        """Return the data rows, None for an empty table (one that shows its insert row)."""
        row, column, rows, columns = _box(self._model)
        count = rows - self._headers - self._totals
        first = row + self._headers
        if count < 1 or (self._model.insertRow and self._is_blank(first, column, columns)):
            return None
        return Range(self._sheet, (first, column, count, columns))

    def _is_blank(self, row: int, column: int, columns: int) -> bool:
        cells = self._sheet.model._cells
        found = (cells.get((row, column + offset)) for offset in range(columns))
        return all(cell is None or cell.value is None for cell in found)

    def resize(self, range: Any) -> None:  # noqa: A002 - xlwings' name
        """Give the table other rows and columns; the header row stays where it is.

        Contents stay where they are. New rows get the formats of the last row and the formulas
        of calculated columns, and validations and conditional formats that ended on the last row
        grow along, as in Excel. Rows that leave the table keep what is in them.

        Args:
            range: The new range, headers and totals row included.

        Raises:
            ContentError: Excel would refuse it.
        """
        old, new = _box(self._model), tuple(range.impl.box)
        if new == old:
            return
        if new[0] != old[0]:
            raise ContentError(f"De kopregel van tabel {self.name} moet op rij {old[0]} blijven.")
        if new[2] <= self._headers + self._totals:
            new = (new[0], new[1], self._headers + self._totals + 1, new[3])
        if self._totals and new[2] != old[2]:
            raise NotImplementedError("Een tabel met totaalrij van hoogte veranderen kan niet.")
        for other in self._sheet.model.tables.values():
            if other is not self._model and _overlap(new, _box(other)):
                raise ContentError(f"Tabel {self.name} zou tabel {other.displayName} overlappen.")
        self._apply(old, new)

    def _apply(self, old: Box, new: Box) -> None:
        document = self._sheet.document
        table_id = document.calculation.table_id(self.name)
        if (old[1], old[3]) != (new[1], new[3]):
            headers = _fill_headers(document, self._sheet.model, new)
            area = address_of((old[0], new[1], old[2], new[3]), row="", column="")
            edit = {"kind": "set_table_range", "table_id": table_id, "range": area}
            document.reshape_table(self._model, area, edit)
            known = {column.name: column for column in self._model.tableColumns}
            self._model.tableColumns = [
                known.get(text) or TableColumn(id=number, name=text)
                for number, text in enumerate(headers, 1)
            ]
        if old[2] != new[2]:
            edit = {
                "kind": "resize_table_rows",
                "table_id": table_id,
                "first_data_row": new[0] + self._headers,
                "last_data_row": new[0] + new[2] - 1,
            }
            document.reshape_table(self._model, address_of(new, row="", column=""), edit)
        if new[2] > old[2]:
            self._format_new_rows(old, new)

    def _format_new_rows(self, old: Box, new: Box) -> None:
        document, sheet = self._sheet.document, self._sheet.model
        last, end = old[0] + old[2] - 1, new[0] + new[2] - 1
        for column in range(new[1], new[1] + new[3]):
            pattern = sheet._cells.get((last, column))
            if pattern is None:
                continue
            style = copy(pattern._style)
            style.quotePrefix = 0
            for row in range(last + 1, end + 1):
                cell = sheet._cells.get((row, column))
                plain = document.model.inherited(sheet, row, column)
                if cell is None or tuple(cell._style) == tuple(plain):
                    document.model.restyle(sheet, row, column, style)
        document.grew(sheet, Growth(new[1], new[1] + new[3] - 1, last, end))


def _box(table: Any) -> Box:
    """Return the rectangle of openpyxl's table."""
    left, top, right, bottom = range_boundaries(table.ref)
    return top, left, bottom - top + 1, right - left + 1


def _overlap(one: Box, other: Box) -> bool:
    rows = one[0] < other[0] + other[2] and other[0] < one[0] + one[2]
    columns = one[1] < other[1] + other[3] and other[1] < one[1] + one[3]
    return rows and columns


def _fill_headers(document: Document, sheet: Any, box: Box) -> list[str]:
    """Make the header cells of a table text that is filled and unique, as Excel does."""
    row, column, _, columns = box
    headers: list[str] = []
    for offset in range(columns):
        cell = sheet._cells.get((row, column + offset))
        value = None if cell is None else cell.value
        text = f"Kolom{offset + 1}" if value is None else str(value)
        base, number = text, 2
        while text.casefold() in {header.casefold() for header in headers}:
            text, number = f"{base}{number}", number + 1
        if text != value:
            document.write(sheet, row, column + offset, f"'{text}")
        headers.append(text)
    return headers
