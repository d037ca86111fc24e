"""Read a whole workbook in bulk, through ``xw.Book`` only, into a frozen ``Jaar``.

One read per sheet, whatever the number of rows. Nothing is interpreted here: what is wrong
with a value is for the rules to say.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import xlwings as xw

from regio_xl.domain import CellValue, Column, Jaar, Missing, Row, Table
from regio_xl.domain.table import EXTRA
from regio_xl.workbook import schema
from regio_xl.workbook.declare import RECEIPT_ROW, SheetSpec, SheetType, TableSpec

Grid = list[list[CellValue]]
HASH_LENGTH = 12
HASHED_CELLS = ("jaar", "fase")


def read_jaar(book: xw.Book, *, now: datetime, user: str) -> Jaar:
    """Return everything that the steps need from ``book``.

    Args:
        book: An open workbook on any host.
        now: Moment of the run.
        user: Who runs it.
    """
    tables: dict[str, Table] = {}
    cells: dict[str, CellValue] = {}
    reports: dict[str, tuple[tuple[CellValue, ...], ...]] = {}
    receipts: dict[str, CellValue] = {}
    used_rows: dict[str, int] = {}
    missing: list[Missing] = []
    present = {normalise(sheet.name): sheet for sheet in book.sheets}
    for spec in schema.sheets(()):
        sheet = present.get(normalise(spec.name))
        if sheet is None:
            missing.append(Missing(sheet=spec.name))
            continue
        reading = SheetReading(sheet, spec)
        used_rows[spec.name] = reading.last_row
        missing += reading.missing
        tables |= reading.tables
        cells |= reading.cells()
        if spec.receipt:
            receipts[spec.name] = reading.cell(RECEIPT_ROW, 1)
        if spec.report_columns:
            reports[spec.name] = reading.report()
    kader = [tables[name] for name in ("tblKader",) if name in tables]
    return Jaar(
        tables=tables,
        cells=cells,
        cell_rows={name: row for name, (_, _, row) in schema.fields().items() if name in cells},
        reports=reports,
        receipts=receipts,
        used_rows=used_rows,
        missing=tuple(missing),
        read_at=now,
        user=user,
        source_hash=_hash(_inputs(tables.values()), cells),
        kader_hash=_hash(kader, {}),
    )


class SheetReading:
    """One sheet, read in one call, cut up into what is declared on it.

    Attributes:
        spec: Declaration of the sheet.
        grid: Values of the used range; ``grid[0][0]`` is cell A1.
        tables: Tables found, by name.
        missing: Tables that were declared and not found.
    """

    def __init__(self, sheet: xw.Sheet, spec: SheetSpec) -> None:
        self.spec = spec
        self.grid = _grid(sheet)
        self.tables: dict[str, Table] = {}
        self.missing: list[Missing] = []
        places = {normalise(table.name): table.range for table in sheet.tables}
        for declared in spec.tables:
            place = places.get(normalise(declared.name))
            if place is None:
                self.missing.append(Missing(sheet=spec.name, table=declared.name))
                continue
            self.tables[declared.name] = self._table(sheet, declared, place)

    @property
    def last_row(self) -> int:
        """Last row that holds anything (1-based)."""
        return len(self.grid)

    def cell(self, row: int, col: int) -> CellValue:
        """Return a cell by its 1-based place; None outside the used range."""
        if row <= len(self.grid) and col <= len(self.grid[row - 1]):
            return self.grid[row - 1][col - 1]
        return None

    def line(self, row: int, first: int, count: int) -> list[CellValue]:
        """Return ``count`` cells of a row, from column ``first`` on."""
        return [self.cell(row, col) for col in range(first, first + count)]

    def cells(self) -> dict[str, CellValue]:
        """Return the labelled cells of the sheet by name."""
        return {
            name: self.cell(row, 2)
            for name, (sheet, _, row) in schema.fields().items()
            if sheet.name == self.spec.name
        }

    def report(self) -> tuple[tuple[CellValue, ...], ...]:
        """Return the lines below the table, in the columns that steps write."""
        if not self.tables:
            return ()
        end = max(table.header_row + max(1, len(table.rows)) for table in self.tables.values())
        rows = range(end + 2, self.last_row + 1)
        return tuple(tuple(self.line(row, 1, self.spec.report_columns)) for row in rows)

    def _table(self, sheet: xw.Sheet, declared: TableSpec, place: xw.Range) -> Table:
        height, width = place.shape
        top, left = place.row, place.column
        headers = ["" if item is None else str(item) for item in self.line(top, left, width)]
        known = {normalise(column.header): column for column in columns_of(declared, headers)}
        keys = [
            known[normalise(header)].key if normalise(header) in known else EXTRA + header
            for header in headers
        ]
        bottom = top + height - 1
        last = self._extent(declared, bottom, left, width)
        formulas = self._formulas(sheet, declared, keys, (top + 1, last, left))
        rows = tuple(
            Row(
                number=row,
                values=dict(zip(keys, self.line(row, left, width), strict=True)),
                formulas={key: texts[row - top - 1] for key, texts in formulas.items()},
            )
            for row in range(top + 1, last + 1)
        )
        return Table(
            sheet=self.spec.name,
            name=declared.name,
            clause=declared.clause,
            header_row=top,
            columns=columns_of(declared, headers),
            present=frozenset(key for key in keys if not key.startswith(EXTRA)),
            rows=rows,
            beyond=last - bottom,
            extra=tuple(key.removeprefix(EXTRA) for key in keys if key.startswith(EXTRA)),
            headers=tuple(headers),
            first_col=left,
        )

    def _extent(self, declared: TableSpec, bottom: int, left: int, width: int) -> int:
        """Return the last row that belongs to the table.

        Rows typed directly below an input table belong to it, as Excel itself would have
        it; LibreOffice and openpyxl do not extend a table by themselves.
        """
        last = bottom
        if self.spec.type is SheetType.INVOER and declared.grows:
            while any(not is_blank(value) for value in self.line(last + 1, left, width)):
                last += 1
        return last

    def _formulas(
        self,
        sheet: xw.Sheet,
        declared: TableSpec,
        keys: Sequence[str],
        place: tuple[int, int, int],
    ) -> dict[str, list[str]]:
        """Read the formula texts of calculated columns that people could overwrite."""
        first, last, left = place
        found: dict[str, list[str]] = {}
        if self.spec.type is not SheetType.INVOER:
            return found
        for column in declared.columns:
            if column.formula and column.key in keys:
                col = left + keys.index(column.key)
                texts: Any = sheet.range((first, col), (last, col)).formula
                flat = [texts] if isinstance(texts, str) else [item[0] for item in texts]
                found[column.key] = [str(text or "") for text in flat]
        return found


def columns_of(declared: TableSpec, headers: Iterable[str]) -> tuple[Column, ...]:
    """Return the columns of a table; sheet Belang has one for each participant code it shows."""
    if declared.name != "tblBelang":
        return declared.columns
    skip = {normalise(column.header) for column in declared.columns}
    codes = tuple(header for header in headers if header and normalise(header) not in skip)
    return schema.tables(codes)["tblBelang"][1].columns


def normalise(text: str) -> str:
    """Return a name as compared: without stray spaces, whatever its case.

    >>> normalise("  Minimum   uren ") == normalise("minimum uren")
    True
    """
    return " ".join(str(text).split()).casefold()


def is_blank(value: CellValue) -> bool:
    """Tell whether a cell holds nothing but spaces."""
    return value is None or (isinstance(value, str) and not value.strip())


def _grid(sheet: xw.Sheet) -> Grid:
    """Read from A1 to the end of the used range in one call."""
    end = sheet.used_range.last_cell
    values = sheet.range((1, 1), (end.row, end.column)).options(ndim=2, err_to_str=True).value
    return [list(row) for row in values]


def _inputs(tables: Iterable[Table]) -> list[Table]:
    sheets = {spec.name: spec.type for spec in schema.sheets(())}
    return [table for table in tables if sheets[table.sheet] is SheetType.INVOER]


def _hash(tables: Iterable[Table], cells: dict[str, CellValue]) -> str:
    """Return a short hash over typed input; calculated columns follow from it."""
    content = [
        (
            table.name,
            sorted(table.present),
            [
                [(key, str(value)) for key, value in sorted(row.values.items())]
                for row in table.rows
            ],
        )
        for table in tables
    ]
    named = [(name, str(cells.get(name))) for name in HASHED_CELLS if name in cells]
    text = json.dumps([content, named], ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()[:HASH_LENGTH]
