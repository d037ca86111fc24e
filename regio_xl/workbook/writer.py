"""Write an ``Uitkomst`` in bulk, through ``xw.Book`` only: a few calls per table.

A table whose contents stay the same is not written, so that a second run changes nothing.
Cells outside our tables and named cells are never touched.
"""

from collections.abc import Mapping
from typing import Any

import xlwings as xw

from regio_xl import __version__
from regio_xl.domain import CellValue, Jaar, Report, Table, TableContent, Uitkomst
from regio_xl.sheets import schema
from regio_xl.sheets.declare import RECEIPT_ROW, SheetSpec
from regio_xl.workbook import cards, merge
from regio_xl.workbook.arrays import formula_grid, knows_arrays, put
from regio_xl.workbook.errors import TotalsRowError
from regio_xl.workbook.text import formula_of, normalise
from regio_xl.workbook.undo import Undo

Block = list[list[Any]]


def write_uitkomst(
    book: xw.Book, jaar: Jaar, uitkomst: Uitkomst, step: str, undo: Undo | None = None
) -> bool:
    """Write ``uitkomst`` into ``book`` and tell whether anything changed.

    Args:
        book: The workbook that ``jaar`` was read from.
        jaar: The snapshot before the step.
        uitkomst: What the step returned.
        step: Dutch name of the step, for receipts.
        undo: Remembers what is overwritten; None on a file, which is only saved when all is done.
    """
    writing = Writing(book, jaar, undo)
    writing.extend_input_tables()
    for content in uitkomst.tables:
        if not content.append:
            writing.table(content)
    for report in uitkomst.reports:
        writing.report(report)
    writing.named_cells(uitkomst.cells)
    writing.receipts(uitkomst, step)
    if writing.touched:
        for content in uitkomst.tables:
            if content.append:
                writing.append(content)
    return bool(writing.touched)


class Writing:
    """One run of writing.

    Attributes:
        touched: Names of the sheets that were written.
        ends: Last row of the tables on each sheet after writing.
        moved: Names of the sheets where a table got another number of rows.
    """

    def __init__(self, book: xw.Book, jaar: Jaar, undo: Undo | None = None) -> None:
        self.jaar = jaar
        self._undo = undo
        self._arrays = knows_arrays(book)
        self.touched: set[str] = set()
        self.ends: dict[str, int] = {}
        self.moved: set[str] = set()
        self._sheets = {normalise(sheet.name): sheet for sheet in book.sheets}

    def has(self, sheet: str) -> bool:
        """Tell whether the workbook has this sheet."""
        return normalise(sheet) in self._sheets

    def extend_input_tables(self) -> None:
        """Let a table reach the rows that were typed directly below it."""
        for table in self.jaar.tables.values():
            if table.beyond and self._clear_calculated(table):
                self._resize(table, len(table.rows))
                self.touched.add(table.sheet)

    def _clear_calculated(self, table: Table) -> bool:
        """Make way for the table's own formulas in rows that join it.

        Where somebody typed a number instead the table stays as it is: that is an error, and
        the rules report it.
        """
        joining = table.rows[len(table.rows) - table.beyond :]
        keys = merge.keys_of(table)
        calculated = [key for key in merge.formulas(table) if key in keys]
        for row in joining:
            if any(
                row.values.get(key) is not None and not row.formulas.get(key) for key in calculated
            ):
                return False
        for key in calculated:
            if any(row.formulas.get(key) for row in joining):
                col = table.first_col + keys.index(key)
                self._block(table.sheet, joining[0].number, col, _blank(len(joining), 1))
        return True

    def table(self, content: TableContent) -> None:
        """Replace the rows of a table; the rules report a table that is missing."""
        table = self.jaar.tables.get(content.name)
        if table is None:
            return
        wanted = merge.merged(table, content)
        end = table.header_row + len(wanted)
        self.ends[table.sheet] = max(self.ends.get(table.sheet, 0), end)
        if wanted == merge.current(table):
            return
        self.touched.add(table.sheet)
        if len(wanted) != len(table.rows):
            self._make_room(table, len(wanted))
            self._resize(table, len(wanted))
            self.moved.add(table.sheet)
        self._block(table.sheet, table.header_row + 1, table.first_col, wanted)
        self._fit(table.sheet, table.header_row + 1, len(wanted))
        surplus = len(table.rows) - len(wanted)
        if surplus > 0:
            self._block(table.sheet, end + 1, table.first_col, _blank(surplus, len(table.headers)))

    def append(self, content: TableContent) -> None:
        """Add rows below those of a table; one empty row means an empty table."""
        table = self.jaar.tables.get(content.name)
        if table is None:
            return
        filled = len(_without_tail(merge.current(table)))
        lines = merge.merged(table, content)
        self._make_room(table, filled + len(lines))
        self._resize(table, filled + len(lines))
        self._block(table.sheet, table.header_row + 1 + filled, table.first_col, lines)

    def report(self, report: Report) -> None:
        """Write free lines two rows below the table, in place of those that stood there before.

        What people wrote below the old lines stays, and moves down where the new ones need room.
        """
        end = self.ends.get(report.sheet)
        if end is None or not self.has(report.sheet):
            return
        lines = [[merge.plain(value) for value in line] for line in report.lines]
        old, notes = cards.split(self.jaar.reports[report.sheet])
        if report.sheet not in self.moved and _without_tail(old) == _without_tail(lines):
            return
        self.touched.add(report.sheet)
        width = max((len(line) for line in [*lines, *old]), default=1)
        start, last = end + 2, self.jaar.used_rows[report.sheet]
        block = [*_blank(1, width), *lines]
        if notes:
            block += [*_blank(max(1, last - len(notes) - (end + len(block))), width), *notes]
        block += _blank(max(0, last - (end + len(block))), width)
        self._block(report.sheet, start - 1, 1, block)
        self._fit(report.sheet, start - 1, len(block))

    def _make_room(self, table: Table, rows: int) -> None:
        """Move what people wrote below a generated table down, if it grows over it."""
        growth = max(1, rows) - max(1, len(table.rows))
        notes = [[merge.plain(value) for value in line] for line in table.below]
        if growth <= 0 or not any(cell is not None for line in notes[:growth] for cell in line):
            return
        first = table.header_row + max(1, len(table.rows)) + 1
        sheet = self._sheets[normalise(table.sheet)]
        last = (first + len(notes) - 1, table.first_col + len(table.headers) - 1)
        area = sheet.range((first, table.first_col), last)
        grid = formula_grid(area, arrays=self._arrays)
        block = [
            [
                merge.made_way(text, first, growth) if formula_of(text, value) else value
                for text, value in zip(line, values, strict=True)
            ]
            for line, values in zip(grid, notes, strict=True)
        ]
        self._block(table.sheet, first + growth, table.first_col, block)

    def _fit(self, sheet: str, row: int, count: int) -> None:
        """Make rows as high as their wrapped text, in one call."""
        width = max(len(table.headers) for table in self.jaar.tables.values())
        area = self._sheets[normalise(sheet)].range((row, 1), (row + count - 1, width))
        if self._undo is not None:
            self._undo.before_fit(area)
        area.rows.autofit()

    def named_cells(self, cells: Mapping[str, CellValue]) -> None:
        """Fill labelled cells that a step owns."""
        for name, value in cells.items():
            wanted = merge.plain(value)
            if name in self.jaar.cell_places and merge.plain(self.jaar.cells[name]) != wanted:
                sheet, row, col = self.jaar.cell_places[name]
                self._block(sheet, row, col, [[wanted]])
                self._fit(sheet, row, 1)
                self.touched.add(schema.fields()[name][0].name)

    def receipts(self, uitkomst: Uitkomst, step: str) -> None:
        """Say on each generated sheet when, by which version and from which input it was made."""
        mark = receipt_mark(self.jaar)
        moment = f"{self.jaar.read_at:%d-%m-%Y %H:%M}"
        for spec in _receipt_sheets(uitkomst):
            stands = str(self.jaar.receipts.get(spec.name))
            if not self.has(spec.name) or (spec.name not in self.touched and mark in stands):
                continue
            self.touched.add(spec.name)
            text = f"Gemaakt op {moment} door stap ‘{step}’ · {mark}"
            self._block(spec.name, RECEIPT_ROW, 1, [[text]])

    def _resize(self, table: Table, rows: int) -> None:
        if table.totals:
            raise TotalsRowError(table.name, table.sheet)
        sheet = self._sheets[normalise(table.sheet)]
        last_col = table.first_col + len(table.headers) - 1
        last_row = table.header_row + max(1, rows)
        place = sheet.range((table.header_row, table.first_col), (last_row, last_col))
        found = sheet.tables[table.name]
        if self._undo is not None:
            self._undo.before_resize(found, place)
        found.resize(place)

    def _block(self, sheet: str, row: int, col: int, lines: Block) -> None:
        last = (row + len(lines) - 1, col + len(lines[0]) - 1)
        values = [[merge.written(value) for value in line] for line in lines]
        area = self._sheets[normalise(sheet)].range((row, col), last)
        if self._undo is not None:
            self._undo.before_write(area)
        put(area, values, arrays=self._arrays)


def receipt_mark(jaar: Jaar) -> str:
    """Return the part of a receipt that identifies version, input and parameters."""
    return (
        f"regio-xl {__version__} · kenmerk invoer {jaar.source_hash} · "
        f"kenmerk parameters {jaar.kader_hash}"
    )


def _receipt_sheets(uitkomst: Uitkomst) -> list[SheetSpec]:
    fields, declared = schema.fields(), schema.tables()
    specs = [declared[content.name][0] for content in uitkomst.tables]
    specs += [fields[name][0] for name in uitkomst.cells]
    unique = {spec.name: spec for spec in specs if spec.receipt}
    return list(unique.values())


def _blank(rows: int, cols: int) -> Block:
    return [[None] * cols for _ in range(rows)]


def _without_tail(lines: Block) -> Block:
    """Drop empty lines at the end, which a sheet does not remember."""
    count = len(lines)
    while count and all(cell is None for cell in lines[count - 1]):
        count -= 1
    return lines[:count]
