"""The tables of a sheet: find one, make one. A table itself is in ``table.py``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.table import Table as TableModel
from openpyxl.worksheet.table import TableColumn, TableStyleInfo
from xlwings import base_classes

from regio_xl.engine.addresses import Box, address_of
from regio_xl.engine.errors import ContentError
from regio_xl.engine.listed import Listed
from regio_xl.engine.names import check_name
from regio_xl.engine.table import Table, fill_headers

if TYPE_CHECKING:
    from regio_xl.engine.sheet import Sheet

_STYLE = "TableStyleMedium2"  # what a new table gets, in Excel and in the calculator


class Tables(Listed[Table], base_classes.Tables):
    """The tables of a sheet."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet

    @property
    def api(self) -> Any:
        """Raise: there is no Excel behind this collection."""
        raise NotImplementedError("Er is geen Excel achter deze engine (tables.api).")

    @property
    def parent(self) -> Sheet:
        """Return the sheet."""
        return self._sheet

    def _all(self) -> list[Any]:
        return list(self._sheet.model.tables.values())

    def _name(self, item: Any) -> str:
        return str(item.displayName)

    def _made(self, item: Any) -> Table:
        return Table(self._sheet, item)

    def add(
        self,
        source_type: Any = None,
        source: Any = None,
        link_source: Any = None,
        has_headers: bool = True,
        destination: Any = None,
        table_style_name: str | None = _STYLE,
        name: str | None = None,
    ) -> Table:
        """Make a table of a range that starts with a row of headers.

        Raises:
            ContentError: The name, the headers or the place are not possible in Excel.
        """
        if source_type or link_source or destination or not has_headers:
            raise NotImplementedError("Alleen een tabel met kopteksten kan met deze engine.")
        if table_style_name not in (None, _STYLE):
            raise NotImplementedError(f"Een nieuwe tabel krijgt bij deze engine stijl {_STYLE}.")
        taken = {t.displayName.casefold() for s in self._sheet.book.sheets for t in s.tables._all()}
        name = name or next(f"Tabel{n}" for n in range(1, 9999) if f"tabel{n}" not in taken)
        check_name(name)
        if name.casefold() in taken:
            raise ContentError(f"Er is al een tabel {name}.")
        return self._create(name, source.impl.box)

    def _create(self, name: str, box: Box) -> Table:
        row, column, rows, columns = box
        box = (row, column, max(rows, 2), columns)  # Excel adds an empty row to a lone header
        document, model = self._sheet.document, self._sheet.model
        headers = fill_headers(document, model, box)
        area = address_of(box, row_absolute=False, column_absolute=False)
        document.restructure(
            {"kind": "create_table", "sheet": self._sheet.name, "range": area, "name": name}
        )
        table = TableModel(
            displayName=name,
            name=name,
            ref=area,
            id=document.calculation.table_id(name),
            tableStyleInfo=TableStyleInfo(_STYLE, showRowStripes=True),
            autoFilter=AutoFilter(ref=area),
            tableColumns=[TableColumn(id=n, name=text) for n, text in enumerate(headers, 1)],
        )
        model.tables[name] = table
        document.reshaped()
        return Table(self._sheet, table)
