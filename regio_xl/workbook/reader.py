"""Read a whole workbook in bulk, through ``xw.Book`` only, into a frozen ``Jaar``.

One read per sheet, whatever the number of rows. Nothing is interpreted here: what is wrong
with a value is for the sheets to say.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from datetime import datetime

import xlwings as xw

from regio_xl.domain import CellValue, Column, Jaar, Missing, Row, Table
from regio_xl.domain.dossier import LostFormula
from regio_xl.domain.table import EXTRA
from regio_xl.sheets import schema
from regio_xl.sheets.declare import RECEIPT_ROW, SheetSpec, SheetType, TableSpec
from regio_xl.workbook.cells import formula_grid, formulas_of, is_blank, knows_arrays, normalise
from regio_xl.workbook.merge import header_keys

Place = tuple[str, int, int]
"""Sheet name, row and column (1-based)."""

REFERENCE = re.compile(r"=?'?(?P<sheet>.+?)'?!\$?(?P<letters>[A-Z]{1,3})\$?(?P<row>\d+)$")
HASH_LENGTH = 12
HASHED_CELLS = ("jaar", "fase", "aoo_datum", "besluit_nummer", "besluit_datum")


def read_jaar(book: xw.Book, *, now: datetime, user: str) -> Jaar:
    """Return everything that the steps need from ``book``, an open workbook on any host."""
    present = {normalise(sheet.name): sheet for sheet in book.sheets}
    arrays = knows_arrays(book)
    places, nameless = find_places(book)
    readings = {
        key: SheetReading(present[key], spec, arrays=arrays)
        for spec in schema.sheets(())
        if (key := normalise(spec.name)) in present
    }
    missing = [
        Missing(sheet=spec.name)
        for spec in schema.sheets(())
        if normalise(spec.name) not in present
    ]
    tables = {name: table for item in readings.values() for name, table in item.tables.items()}
    cells = {
        name: readings[normalise(sheet)].cell(row, col)
        for name, (sheet, row, col) in places.items()
        if normalise(sheet) in readings
    }
    missing += [item for reading in readings.values() for item in reading.missing]
    missing += [item for item in nameless if normalise(item.sheet) in readings]
    return Jaar(
        tables=tables,
        cells=cells,
        formula_cells=frozenset(
            name
            for name, (sheet, row, col) in places.items()
            if name in cells and readings[normalise(sheet)].formula(row, col)
        ),
        cell_places={name: place for name, place in places.items() if name in cells},
        reports={
            item.spec.name: item.report() for item in readings.values() if item.spec.report_columns
        },
        receipts={
            item.spec.name: item.cell(RECEIPT_ROW, 1)
            for item in readings.values()
            if item.spec.receipt
        },
        lost_formulas={
            item.spec.name: lost
            for key, item in readings.items()
            if (lost := item.lost(present[key]))
        },
        used_rows={item.spec.name: item.last_row for item in readings.values()},
        missing=tuple(missing),
        read_at=now,
        user=user,
        source_hash=_hash(_inputs(tables.values()), cells),
        kader_hash=_hash([table for table in tables.values() if table.name == "tblKader"], {}),
    )


def find_places(book: xw.Book) -> tuple[dict[str, Place], list[Missing]]:
    """Return where each declared name is, and the names that lead nowhere.

    The name decides, not the place where we built it. The number of calls depends on the number
    of names, never on the number of rows.
    """
    names = {item.name.casefold(): item for item in book.names}
    places: dict[str, Place] = {}
    missing: list[Missing] = []
    for name, (spec, _, _) in schema.fields().items():
        item = names.get(name.casefold())
        place = parse_reference(item.refers_to) if item is not None else None
        if place is None:
            missing.append(Missing(sheet=spec.name, name=name))
        else:
            places[name] = place
    return places, missing


def parse_reference(text: str | None) -> Place | None:
    """Return the place that a name refers to, or None when it is not one cell.

    >>> parse_reference("='Over dit jaar'!$B$5")
    ('Over dit jaar', 5, 2)
    >>> parse_reference("=#REF!") is None
    True
    """
    found = REFERENCE.match(text or "")
    if found is None:
        return None
    col = 0
    for letter in found["letters"]:
        col = col * 26 + ord(letter) - ord("A") + 1
    return found["sheet"].replace("''", "'"), int(found["row"]), col


class SheetReading:
    """One sheet, read in one call, cut up into what is declared on it."""

    def __init__(self, sheet: xw.Sheet, spec: SheetSpec, *, arrays: bool) -> None:
        self._arrays = arrays
        self.spec = spec
        # From A1 to the end of the used range.
        end = sheet.used_range.last_cell
        area = sheet.range((1, 1), (end.row, end.column))
        self.grid: list[list[CellValue]] = area.options(ndim=2, err_to_str=True).value
        # Where people type all over, one call tells which cells hold a formula of theirs: those
        # are never written, see ``Uitkomst.repairs``.
        typed = spec.type is SheetType.INVOER
        self._typed_formulas = (
            formulas_of(formula_grid(area, arrays=False), self.grid) if typed else []
        )
        self.tables: dict[str, Table] = {}
        self.missing: list[Missing] = []
        places = {normalise(table.name): table for table in sheet.tables}
        for declared in spec.tables:
            place = places.get(normalise(declared.name))
            if place is None:
                self.missing.append(Missing(sheet=spec.name, table=declared.name))
                continue
            self.tables[declared.name] = self._table(sheet, declared, place)

    def lost(self, sheet: xw.Sheet) -> tuple[LostFormula, ...]:
        """Return the labelled cells that should hold a formula and do not: label, row and value.

        Where a label stands elsewhere than it was built, nothing is said of its cell.
        """
        places = [
            (block.row + bool(block.title) + offset, field.label)
            for block in self.spec.blocks
            for offset, field in enumerate(block.fields)
            if field.formula
        ]
        placed = [(row, label) for row, label in places if self.cell(row, 1) == label]
        formulas = self._in_b(sheet, [row for row, _ in placed])
        return tuple(
            LostFormula(row=row, label=label, value=self.cell(row, 2))
            for row, label in placed
            if not formulas[row]
        )

    def _in_b(self, sheet: xw.Sheet, rows: Sequence[int]) -> dict[int, str]:
        """Return the formulas in column B; where people type all over they were read already."""
        if self._typed_formulas or not rows:
            return {row: self.formula(row, 2) for row in rows}
        first, last = min(rows), max(rows)
        texts = formula_grid(sheet.range((first, 2), (last, 2)), arrays=False)
        values = [self.line(row, 2, 1) for row in range(first, last + 1)]
        found = formulas_of(texts, values)
        return {row: found[row - first][0] for row in rows}

    @property
    def last_row(self) -> int:
        """Last row that holds anything (1-based)."""
        return len(self.grid)

    def cell(self, row: int, col: int) -> CellValue:
        """Return a cell by its 1-based place; None outside the used range."""
        if row <= len(self.grid) and col <= len(self.grid[row - 1]):
            return self.grid[row - 1][col - 1]
        return None

    def formula(self, row: int, col: int) -> str:
        """Return the formula of a cell on a sheet where people type, "" for a plain value."""
        formulas = self._typed_formulas
        within = row <= len(formulas) and col <= len(formulas[row - 1])
        return formulas[row - 1][col - 1] if within else ""

    def line(self, row: int, first: int, count: int) -> list[CellValue]:
        """Return ``count`` cells of a row, from column ``first`` on."""
        return [self.cell(row, col) for col in range(first, first + count)]

    def report(self) -> tuple[tuple[CellValue, ...], ...]:
        """Return the lines below the table, in the columns that steps write."""
        if not self.tables:
            return ()
        end = max(table.header_row + max(1, len(table.rows)) for table in self.tables.values())
        rows = range(end + 2, self.last_row + 1)
        return tuple(tuple(self.line(row, 1, self.spec.report_columns)) for row in rows)

    def _table(self, sheet: xw.Sheet, declared: TableSpec, found: xw.main.Table) -> Table:
        place, totals = found.range, bool(found.show_totals)
        height, width = place.shape
        top, left = place.row, place.column
        headers = ["" if item is None else str(item) for item in self.line(top, left, width)]
        columns = columns_of(declared, headers)
        keys = header_keys(columns, headers)
        bottom = top + height - 1 - totals
        last = bottom if totals else self._extent(declared, bottom, left, width)
        formulas = self._formulas(sheet, declared, keys, (top + 1, last, left))
        generated = not self._typed(declared) and not self.spec.report_columns
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
            columns=columns,
            present=frozenset(key for key in keys if not key.startswith(EXTRA)),
            rows=rows,
            beyond=last - bottom,
            loose=self._loose(declared, keys, last + totals, left),
            extra=tuple(key.removeprefix(EXTRA) for key in keys if key.startswith(EXTRA)),
            headers=tuple(headers),
            first_col=left,
            totals=totals,
            below=self._below(last + totals, left, width) if generated else (),
        )

    def _typed(self, declared: TableSpec) -> bool:
        """Tell whether rows that people type below a table belong to it."""
        return self.spec.type is SheetType.INVOER and not declared.generated

    def _below(self, last: int, left: int, width: int) -> tuple[tuple[CellValue, ...], ...]:
        """Return what people wrote under a generated table, without empty lines at the end."""
        lines = [self.line(row, left, width) for row in range(last + 1, self.last_row + 1)]
        while lines and all(is_blank(value) for value in lines[-1]):
            lines.pop()
        return tuple(tuple(line) for line in lines)

    def _extent(self, declared: TableSpec, bottom: int, left: int, width: int) -> int:
        """Return the last row that belongs to the table.

        Rows typed directly below an input table belong to it, as Excel itself would have
        it; LibreOffice and openpyxl do not extend a table by themselves.
        """
        last = bottom
        if self._typed(declared) and declared.grows:
            while any(not is_blank(value) for value in self.line(last + 1, left, width)):
                last += 1
        return last

    def _loose(
        self, declared: TableSpec, keys: Sequence[str], last: int, left: int
    ) -> tuple[int, ...]:
        """Return the rows below that somebody meant for the table, after an empty row.

        A note is a cell or so; a row that has its key and one more cell filled is a row.
        """
        key = declared.numbered_by
        if not self._typed(declared) or not declared.grows or key not in keys:
            return ()
        place = keys.index(key)
        found: list[int] = []
        for row in range(last + 1, self.last_row + 1):
            line = self.line(row, left, len(keys))
            if not is_blank(line[place]) and sum(not is_blank(value) for value in line) > 1:
                found.append(row)
        return tuple(found)

    def _formulas(
        self,
        sheet: xw.Sheet,
        declared: TableSpec,
        keys: Sequence[str],
        place: tuple[int, int, int],
    ) -> dict[str, list[str]]:
        """Read the formula texts of the columns in which one matters.

        Those are the calculated columns, which people could overwrite, and the columns that they
        fill in; on generated sheets those that they added too, where a formula of theirs must
        survive. There it takes a call per column.
        """
        first, last, left = place
        owners = {column.key: column.owner for column in declared.columns}
        if self._typed_formulas:
            return {
                key: [self.formula(row, left + offset) for row in range(first, last + 1)]
                for offset, key in enumerate(keys)
                if not key.startswith(EXTRA) and owners.get(key, "input") != "output"
            }
        found: dict[str, list[str]] = {}
        for offset, key in enumerate(keys):
            if owners.get(key, "input") != "output":
                col = left + offset
                # The workbook's own formulas are compared with the declared text, which is the
                # classic one; those of people must come back as they typed them.
                arrays = self._arrays and owners.get(key) != "formula"
                area = sheet.range((first, col), (last, col))
                values = [self.line(row, col, 1) for row in range(first, last + 1)]
                formulas = formulas_of(formula_grid(area, arrays=arrays), values)
                found[key] = [formula for (formula,) in formulas]
        return found


def columns_of(declared: TableSpec, headers: Iterable[str]) -> tuple[Column, ...]:
    """Return the columns of a table; sheet Belang has one for each participant code it shows."""
    if declared.name != "tblBelang":
        return declared.columns
    skip = {normalise(column.header) for column in declared.columns}
    codes = tuple(header for header in headers if header and normalise(header) not in skip)
    return schema.tables(codes)["tblBelang"][1].columns


def _inputs(tables: Iterable[Table]) -> list[Table]:
    declared = schema.tables()
    return [
        table
        for table in tables
        if declared[table.name][0].type is SheetType.INVOER
        and not declared[table.name][1].generated
    ]


def _calculated(table: Table) -> set[str]:
    """Return the columns that nobody types in, such as the stand of the timeline on Kader."""
    return {column.key for column in table.columns if column.owner != "input"}


def _typed(table: Table) -> tuple[str, list[str], list[list[tuple[str, str]]]]:
    """Return the name of a table, its columns that people fill in, and what stands there.

    A row that waits as a step made it says nothing yet.
    """
    calculated = _calculated(table)
    prepared = schema.tables()[table.name][1].prepared
    own = tuple(key for key in table.input_keys if key not in prepared)
    rows = [
        [(key, str(value)) for key, value in sorted(row.values.items()) if key not in calculated]
        for row in table.rows
        if not (prepared and row.is_empty(own))
    ]
    return table.name, sorted(table.present - calculated), rows


def _hash(tables: Iterable[Table], cells: dict[str, CellValue]) -> str:
    """Return a short hash over typed input; calculated columns follow from it."""
    content = [_typed(table) for table in tables]
    named = [(name, str(cells.get(name))) for name in HASHED_CELLS if name in cells]
    text = json.dumps([content, named], ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()[:HASH_LENGTH]
