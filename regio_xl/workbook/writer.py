"""Write an ``Uitkomst`` in bulk, through ``xw.Book`` only: a few calls per table.

A table whose contents stay the same is not written, so that a second run changes nothing.
Cells outside our tables and named cells are never touched; of what people typed only the cells
that a step asks to put right (``repair_cells``).
"""

from collections.abc import Iterable, Mapping
from typing import Any

import xlwings as xw

from regio_xl import __version__
from regio_xl.domain import CellValue, Jaar, Repair, Report, Table, TableContent, Uitkomst
from regio_xl.sheets import schema
from regio_xl.sheets.declare import RECEIPT_ROW, SheetSpec
from regio_xl.sheets.receipt import make_receipt
from regio_xl.sheets.rows import plain, split_cards, without_tail
from regio_xl.workbook import WorkbookError, merge
from regio_xl.workbook.cells import (
    formula_grid,
    formulas_of,
    knows_arrays,
    made_way,
    normalise,
    put,
)
from regio_xl.workbook.undo import Undo

Block = list[list[Any]]

TEXT = "@"  # the number format that makes text of all that is typed


class TotalsRowError(WorkbookError):
    """A table with a totals row cannot be made larger or smaller."""

    def __init__(self, table: str, sheet: str) -> None:
        super().__init__(
            f"Tabel {table} op blad {sheet} heeft een totaalrij en kan daardoor niet groeien of "
            "krimpen; zet die uit (Tabelontwerp › Totaalrij) en probeer het opnieuw."
        )


def sheets_of(uitkomst: Uitkomst) -> tuple[SheetSpec, ...]:
    """Return the sheets that an outcome writes on; none for a step that only reads.

    A report needs no mention: it stands below a table of the same outcome.
    """
    fields, declared = schema.fields(), schema.tables()
    specs = [declared[content.name][0] for content in uitkomst.tables]
    specs += [fields[name][0] for name in uitkomst.cells]
    return tuple({spec.name: spec for spec in specs}.values())


def write_uitkomst(
    book: xw.Book, jaar: Jaar, uitkomst: Uitkomst, step: str, undo: Undo | None = None
) -> bool:
    """Write ``uitkomst`` into ``book`` and tell whether anything changed.

    Args:
        book: The workbook that ``jaar`` was read from.
        jaar: The snapshot before the step.
        uitkomst: What the step returned; each sheet that it writes on gets a receipt.
        step: Dutch name of the step, for the receipts.
        undo: Remembers what is overwritten; None on a file, which is only saved when all is done.

    Raises:
        TotalsRowError: A table must change size and has a totals row.
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
    if writing.touched or jaar.hersteld:
        for content in uitkomst.tables:
            if content.append:
                writing.append(content)
    return bool(writing.touched)


def repair_cells(
    book: xw.Book, jaar: Jaar, repairs: Iterable[Repair], undo: Undo | None = None
) -> None:
    """Write single cells of people, in as few calls as there are runs of them in a column."""
    writing = Writing(book, jaar, undo)
    for run in merge.runs(repairs):
        writing.repairs(run)


class Writing:
    """One run of writing."""

    def __init__(self, book: xw.Book, jaar: Jaar, undo: Undo | None) -> None:
        self.jaar = jaar
        self._undo = undo
        self._arrays = knows_arrays(book)
        self.touched: set[str] = set()  # sheets that were written
        self.moved: set[str] = set()  # sheets where a table got another number of rows
        self.ends: dict[str, int] = {}  # last row of the tables on each sheet after writing
        self._sheets = {normalise(sheet.name): sheet for sheet in book.sheets}

    def extend_input_tables(self) -> None:
        """Let a table reach the rows that were typed directly below it."""
        for table in self.jaar.tables.values():
            if table.beyond and self._clear_calculated(table):
                self._resize(table, len(table.rows))
                self.touched.add(table.sheet)

    def _clear_calculated(self, table: Table) -> bool:
        """Make way for the table's own formulas in rows that join it.

        Where somebody typed a number instead the table stays as it is: that is an error, and
        the sheets report it.
        """
        joining = table.rows[len(table.rows) - table.beyond :]
        keys = merge.keys_of(table)
        calculated = list(merge.formulas(table)(0))
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
        """Replace the rows of a table; a table that is missing is reported by the sheets."""
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
        filled = merge.filled(table)
        lines = merge.merged(table, content)
        self._make_room(table, filled + len(lines))
        self._resize(table, filled + len(lines))
        self._block(table.sheet, table.header_row + 1 + filled, table.first_col, lines)
        self._fit(table.sheet, table.header_row + 1 + filled, len(lines))

    def report(self, report: Report) -> None:
        """Write free lines two rows below the table, in place of those that stood there before.

        What people wrote below the old lines stays, and moves down where the new ones need room.
        """
        end = self.ends.get(report.sheet)
        if end is None:
            return
        lines = [[plain(value) for value in line] for line in report.lines]
        old, notes = split_cards(self.jaar.reports[report.sheet])
        if report.sheet not in self.moved and old == without_tail(lines):
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
        notes = [[plain(value) for value in line] for line in table.below]
        if growth <= 0 or not any(cell is not None for line in notes[:growth] for cell in line):
            return
        first = table.header_row + max(1, len(table.rows)) + 1
        sheet = self._sheets[normalise(table.sheet)]
        last = (first + len(notes) - 1, table.first_col + len(table.headers) - 1)
        area = sheet.range((first, table.first_col), last)
        formulas = formulas_of(formula_grid(area, arrays=self._arrays), notes)
        block = [
            [
                made_way(formula, first, growth) if formula else value
                for formula, value in zip(line, values, strict=True)
            ]
            for line, values in zip(formulas, notes, strict=True)
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
            wanted = plain(value)
            if name in self.jaar.cell_places and plain(self.jaar.cells[name]) != wanted:
                sheet, row, col = self.jaar.cell_places[name]
                self._block(sheet, row, col, [[wanted]])
                self._fit(sheet, row, 1)
                self.touched.add(schema.fields()[name][0].name)

    def repairs(self, run: list[Repair]) -> None:
        """Write cells below each other; those that hold text by their format get another one.

        Excel would make text again of a number that is written into a cell of format Text.
        """
        first = run[0]
        if first.table:
            table = self.jaar.tables[first.table]
            col = table.first_col + merge.keys_of(table).index(first.key)
        else:
            col = self.jaar.cell_places[first.key][2]
        area = self._sheets[normalise(first.sheet)].range((first.row, col), (run[-1].row, col))
        if not isinstance(first.new, str):
            # Of cells with several formats a host gives no text, and which depends on the host.
            same = isinstance(area.number_format, str)
            for cell in (area,) if same else area:
                self._layout(cell, first.layout)
        self._block(first.sheet, first.row, col, [[repair.new] for repair in run])

    def _layout(self, area: xw.Range, layout: str) -> None:
        old = area.number_format
        if old != TEXT:
            return
        if self._undo is not None:
            self._undo.before_layout(area, old)
        area.number_format = layout

    def receipts(self, uitkomst: Uitkomst, step: str) -> None:
        """Say on each generated sheet when, by which version and from which input it was made."""
        receipt = make_receipt(self.jaar, step, __version__)
        generated = {spec.name for spec in sheets_of(uitkomst)} & self.jaar.receipts.keys()
        for sheet in sorted(generated):
            if sheet in self.touched or receipt.mark not in str(self.jaar.receipts[sheet]):
                self._block(sheet, RECEIPT_ROW, 1, [[receipt.text]])
                self.touched.add(sheet)

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
        area = self._sheets[normalise(sheet)].range((row, col), last)
        if self._undo is not None:
            self._undo.before_write(area)
        put(area, lines, arrays=self._arrays)


def _blank(rows: int, cols: int) -> Block:
    return [[None] * cols for _ in range(rows)]
