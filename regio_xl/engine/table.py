"""A table (ListObject): its areas, its look, and its size."""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from typing import TYPE_CHECKING, Any

from openpyxl.utils import range_boundaries
from openpyxl.worksheet.table import TableColumn
from xlwings import base_classes

from regio_xl.engine.addresses import Box, address_of
from regio_xl.engine.cells import Range
from regio_xl.engine.document import Document
from regio_xl.engine.errors import ContentError
from regio_xl.engine.sheetxml import Growth

if TYPE_CHECKING:
    from regio_xl.engine.sheet import Sheet


class Table(base_classes.Table):
    """A table."""

    def __init__(self, sheet: Sheet, model: Any) -> None:
        """Wrap openpyxl's table ``model`` on a sheet."""
        self._sheet = sheet
        self._model = model

    @property
    def api(self) -> Any:
        """Raise: there is no Excel behind this table."""
        raise NotImplementedError("Er is geen Excel achter deze engine (table.api).")

    @property
    def parent(self) -> Sheet:
        """Return the sheet."""
        return self._sheet

    @property
    def name(self) -> str:
        """Return the name."""
        return str(self._model.displayName)

    @name.setter
    def name(self, value: str) -> None:
        raise NotImplementedError("Een tabel hernoemen kan niet met deze engine.")

    @property
    def display_name(self) -> str:
        """Return the name."""
        return self.name

    @display_name.setter
    def display_name(self, value: str) -> None:
        self.name = value

    @property
    def _box(self) -> Box:
        left, top, right, bottom = range_boundaries(self._model.ref)
        return top, left, bottom - top + 1, right - left + 1

    @property
    def _headers(self) -> int:
        count = self._model.headerRowCount
        return 1 if count is None else int(count)

    @property
    def _totals(self) -> int:
        return int(self._model.totalsRowCount or 0)

    @property
    def range(self) -> Range:
        """Return the whole table."""
        return Range(self._sheet, *self._box)

    @property
    def data_body_range(self) -> Range | None:
        """Return the data rows, None for an empty table (one that shows its insert row)."""
        row, column, rows, columns = self._box
        count = rows - self._headers - self._totals
        if count < 1 or (self._model.insertRow and self._is_blank(row + self._headers)):
            return None
        return Range(self._sheet, row + self._headers, column, count, columns)

    def _is_blank(self, row: int) -> bool:
        _, column, _, columns = self._box
        cells = self._sheet.model._cells
        found = (cells.get((row, c)) for c in range_of(column, columns))
        return all(cell is None or cell.value is None for cell in found)

    @property
    def header_row_range(self) -> Range | None:
        """Return the header row, None when it is not shown."""
        row, column, _, columns = self._box
        return Range(self._sheet, row, column, 1, columns) if self._headers else None

    @property
    def insert_row_range(self) -> Range | None:
        """Return the row in which the first data can be entered, for an empty table."""
        if self.data_body_range is not None:
            return None
        row, column, _, columns = self._box
        return Range(self._sheet, row + self._headers, column, 1, columns)

    @property
    def totals_row_range(self) -> Range | None:
        """Return the totals row, None when it is not shown."""
        row, column, rows, columns = self._box
        return Range(self._sheet, row + rows - 1, column, 1, columns) if self._totals else None

    def column_range(self, name: str) -> Range | None:
        """Return the data cells of a column; None when there is no such column or no data."""
        body = self.data_body_range
        for offset, column in enumerate(self._model.tableColumns):
            if column.name.casefold() == name.casefold() and body is not None:
                row, first, rows, _ = body.box
                return Range(self._sheet, row, first + offset, rows, 1)
        return None

    @property
    def show_headers(self) -> bool:
        """Say whether the header row is shown."""
        return bool(self._headers)

    @show_headers.setter
    def show_headers(self, value: Any) -> None:
        raise NotImplementedError("De vorm van een tabel wijzigen kan niet met deze engine.")

    @property
    def show_totals(self) -> bool:
        """Say whether the totals row is shown."""
        return bool(self._totals)

    @show_totals.setter
    def show_totals(self, value: Any) -> None:
        raise NotImplementedError("De vorm van een tabel wijzigen kan niet met deze engine.")

    @property
    def show_autofilter(self) -> bool:
        """Say whether the filter buttons are shown."""
        return self._model.autoFilter is not None

    @show_autofilter.setter
    def show_autofilter(self, value: Any) -> None:
        raise NotImplementedError("De vorm van een tabel wijzigen kan niet met deze engine.")

    @property
    def table_style(self) -> str | None:
        """Return the name of the table style."""
        info = self._model.tableStyleInfo
        return None if info is None else str(info.name)

    @table_style.setter
    def table_style(self, value: Any) -> None:
        raise NotImplementedError("De vorm van een tabel wijzigen kan niet met deze engine.")

    @property
    def show_table_style_row_stripes(self) -> bool:
        """Say whether rows are striped."""
        info = self._model.tableStyleInfo
        return bool(info and info.showRowStripes)

    @show_table_style_row_stripes.setter
    def show_table_style_row_stripes(self, value: Any) -> None:
        raise NotImplementedError("De vorm van een tabel wijzigen kan niet met deze engine.")

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
        new = tuple(range.impl.box)
        old = self._box
        if new == old:
            return
        if new[0] != old[0]:
            raise ContentError(f"De kopregel van tabel {self.name} moet op rij {old[0]} blijven.")
        if new[2] <= self._headers + self._totals:
            new = (new[0], new[1], self._headers + self._totals + 1, new[3])
        if self._totals and new[2] != old[2]:
            raise NotImplementedError("Een tabel met totaalrij van hoogte veranderen kan niet.")
        self._check_overlap(new)
        self._apply(old, new)

    def _check_overlap(self, new: Box) -> None:
        for other in self._sheet.tables:
            if other.name != self.name and _overlap(new, other._box):
                raise ContentError(f"Tabel {self.name} zou tabel {other.name} overlappen.")

    def _apply(self, old: Box, new: Box) -> None:
        document, model = self._sheet.document, self._sheet.model
        table_id = document.calculation.table_id(self.name)
        same_columns = (old[1], old[3]) == (new[1], new[3])
        if not same_columns:
            headers = fill_headers(document, model, new)
            wide = (old[0], new[1], old[2], new[3])
            area = address_of(wide, row_absolute=False, column_absolute=False)
            document.restructure({"kind": "set_table_range", "table_id": table_id, "range": area})
            self._set_columns(headers)
        if old[2] != new[2]:
            first, last = new[0] + self._headers, new[0] + new[2] - 1
            document.restructure(
                {
                    "kind": "resize_table_rows",
                    "table_id": table_id,
                    "first_data_row": first,
                    "last_data_row": last,
                }
            )
        self._model.ref = address_of(new, row_absolute=False, column_absolute=False)
        if self._model.autoFilter is not None:
            self._model.autoFilter.ref = self._model.ref
        document.reshaped()
        if new[2] > old[2]:
            self._format_new_rows(old, new)

    def _set_columns(self, headers: list[str]) -> None:
        known = {column.name: column for column in self._model.tableColumns}
        self._model.tableColumns = [
            known.get(text) or TableColumn(id=number, name=text)
            for number, text in enumerate(headers, 1)
        ]

    def _format_new_rows(self, old: Box, new: Box) -> None:
        document, model = self._sheet.document, self._sheet.model
        last = old[0] + old[2] - 1
        for column in range_of(new[1], new[3]):
            pattern = model._cells.get((last, column))
            if pattern is None:
                continue
            style = copy(pattern._style)
            style.quotePrefix = 0
            for row in range_of(last + 1, new[2] - old[2]):
                cell = model._cells.get((row, column))
                plain = document.model.inherited(model, row, column)
                if cell is None or tuple(cell._style) == tuple(plain):
                    document.model.restyle(model, row, column, _style_setter(style))
        growth = Growth(new[1], new[1] + new[3] - 1, last, new[0] + new[2] - 1)
        document.grew(model, growth)


def _style_setter(style: Any) -> Any:
    def change(cell: Any) -> None:
        cell._style = copy(style)

    return change


def range_of(first: int, count: int) -> Iterator[int]:
    """Yield ``count`` numbers from ``first``."""
    yield from range(first, first + count)


def _overlap(one: Box, other: Box) -> bool:
    rows = one[0] < other[0] + other[2] and other[0] < one[0] + one[2]
    columns = one[1] < other[1] + other[3] and other[1] < one[1] + one[3]
    return rows and columns


def fill_headers(document: Document, model: Any, box: Box) -> list[str]:
    """Make the header cells of a table text that is filled and unique, as Excel does."""
    row, column, _, columns = box
    headers: list[str] = []
    for offset in range(columns):
        cell = model._cells.get((row, column + offset))
        value = None if cell is None else cell.value
        text = f"Kolom{offset + 1}" if value is None else str(value)
        base, number = text, 2
        while text.casefold() in {header.casefold() for header in headers}:
            text, number = f"{base}{number}", number + 1
        if text != value:
            document.write(model, row, column + offset, f"'{text}")
        headers.append(text)
    return headers
