"""The cells that a sheet of an older workbook gets, for which room was made; with their rules.

Each comes from the same sheet of a new workbook, with its look, its validation and its formula.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from regio_xl.domain import Column
from regio_xl.engine.model import MAX_ROWS, Key
from regio_xl.renewal import areas, cells
from regio_xl.renewal.areas import Area, Move
from regio_xl.renewal.cells import Raw
from regio_xl.renewal.layout import Ours, Sheet, key_of, row_of
from regio_xl.renewal.plan import Plan
from regio_xl.renewal.styles import Styles
from regio_xl.sheets import schema
from regio_xl.sheets.declare import TableSpec


class Rows:
    """Where a row of a new workbook is on this sheet, seen from a cell that is in both."""

    def __init__(self, sheet: Sheet, source: int, here: int) -> None:
        self._rows = {
            row_of(block, place): sheet.fields[key_of(sheet.spec, item)]
            for block in sheet.spec.blocks
            for place, item in enumerate(block.fields)
        }
        self._away = here - source

    def __call__(self, row: int) -> int:
        """Return the row here."""
        return self._rows.get(row, row + self._away)


Copy = tuple[Area, Key, Rows | None]
"""An area of the new workbook, where it goes, and how rows in its formulas change."""


def declared(plan: Plan, sheet: Sheet, key: str, row: int) -> str:
    """Return the formula of this version for a cell that is in a certain row now."""
    for block in sheet.spec.blocks:
        for place, item in enumerate(block.fields):
            if key_of(sheet.spec, item) == key:
                rows = Rows(sheet, row_of(block, place), row)
                return cells.translated(str(item.formula), rows)
    for table in sheet.spec.tables:
        for column in table.columns:
            if f"{table.name}[{column.header}]" == key:
                return in_row(plan.tables[table.name], sheet, column, row)
    raise KeyError(key)


def in_row(table: Ours, sheet: Sheet, column: Column, row: int) -> str:
    """Return the formula of a column as it stands in a row, with the new columns at the end."""
    box = sheet.tables[table.spec.name]
    keys = [*table.keys, *(item.key for item in table.lacking)]
    return column.formula_in(row, box.top, dict(zip(keys, count(box.left), strict=False)))


class Filling:
    """What one sheet gets."""

    def __init__(
        self, plan: Plan, sheet: Sheet, fresh: str, shared: list[str], styles: Styles
    ) -> None:
        """Take the sheet part ``fresh`` of the new workbook, of which ``shared`` are the texts."""
        self._plan = plan
        self._sheet = sheet
        self._fresh = fresh
        self._styles = styles
        self._raw = cells.read(fresh, shared)
        self._found: dict[Key, Raw] = {}
        self._moves: list[Move] = []
        self._widths: dict[int, str] = {}

    def put_on(self, xml: str) -> str:
        """Return the sheet part of the older workbook with all of it."""
        heights = dict(self._copy_all())
        self._copy_texts()
        for table in self._sheet.spec.tables:
            if table.name in self._sheet.new:
                self._take_widths(table)
        for name in self._sheet.wider:
            self._add_columns(self._plan.tables[name])
        xml = cells.put(xml, self._found, heights)
        xml = areas.without_rules(xml, self._stale())
        xml = areas.with_rules(xml, self._fresh, self._moves, self._styles.difference)
        xml = areas.with_lists(xml, self._fresh, list(self._lists()))
        if self._widths:
            xml = cells.with_columns(xml, cells.columns(xml), self._widths)
        return xml

    def _copy_all(self) -> Iterator[tuple[int, float]]:
        """Take the areas over, and yield how high the rows are that they bring."""
        tall = cells.heights(self._fresh)
        for origin, target, rows in self._copies():
            down, right = target[0] - origin.top, target[1] - origin.left
            self._moves.append((origin, down, right))
            for (row, column), cell in self._raw.items():
                if Area(row, column, row, column).within(origin):
                    self._found[row + down, column + right] = self._moved(cell, rows)
                    if row in tall:
                        yield row + down, tall[row]

    def _copy_texts(self) -> None:
        for name, source, target in self._plan.texts:
            if name == self._sheet.spec.name and source in self._raw:
                self._found[self._sheet.now(*target)] = self._moved(self._raw[source], None)

    def _moved(self, cell: Raw, rows: Rows | None) -> Raw:
        formula = cell.formula
        if formula is not None and rows is not None:
            formula = cells.translated(formula, rows)
        return cell._replace(style=self._styles.cell(cell.style), formula=formula)

    def _copies(self) -> Iterator[Copy]:
        """Yield the areas of the new workbook that are taken over, and where they go."""
        yield from self._new_fields()
        yield from self._new_tables()
        for item in (*self._plan.rows, *self._plan.grown):
            if item.table in self._sheet.tables:
                yield from self._row(item.table, item.source, item.row)

    def _new_fields(self) -> Iterator[Copy]:
        spec = self._sheet.spec
        for block in spec.blocks:
            keys = [key_of(spec, item) for item in block.fields]
            for place, key in enumerate(keys):
                if key in self._sheet.new:
                    source, here = row_of(block, place), self._sheet.fields[key]
                    title = bool(block.title) and place == 0 and set(keys) <= set(self._sheet.new)
                    rows = Rows(self._sheet, source, here)
                    yield Area(source - title, 1, source, 3), (here - title, 1), rows

    def _new_tables(self) -> Iterator[Copy]:
        for table in self._sheet.spec.tables:
            if table.name in self._sheet.new:
                box, here = self._plan.boxes[table.name], self._sheet.tables[table.name]
                rows = Rows(self._sheet, box.top, here.top)
                if table.title:
                    line = Area(box.top - 1, box.left, box.top - 1, box.left)
                    yield line, (here.top - 1, here.left), rows
                yield self._reach(table), (here.top, here.left), rows

    def _row(self, name: str, source: int, row: int) -> Iterator[Copy]:
        """Yield the cells of one row, each to the column with the same key."""
        table, box, here = self._plan.tables[name], self._plan.boxes[name], self._sheet.tables[name]
        rows = Rows(self._sheet, source, row)
        for place, column in enumerate(table.spec.columns):
            if column.key in table.keys:
                at = here.left + table.keys.index(column.key)
                cell = Area(source, box.left + place, source, box.left + place)
                yield cell, (row, at), rows

    def _reach(self, table: TableSpec) -> Area:
        """Return a table in a new workbook with all that its rules reach, down to the next one."""
        box = self._plan.boxes[table.name]
        spec, _ = schema.tables()[table.name]
        below = [
            self._plan.boxes[other.name].top - 1 - bool(other.title)
            for other in spec.tables
            if self._plan.boxes[other.name].top > box.top
        ]
        return box._replace(bottom=min([MAX_ROWS - 1000, *below]))

    def _add_columns(self, table: Ours) -> None:
        """Put new columns at the end of a table: header, a cell per row, rules and width."""
        name = table.spec.name
        box, here = self._plan.boxes[name], self._sheet.tables[name]
        bottom = self._reach(table.spec).bottom
        first = here.right - len(table.lacking) + 1
        for to, column in enumerate(table.lacking, first):
            at = box.left + table.spec.columns.index(column)
            self._moves.append((Area(box.top + 1, at, bottom, at), here.top - box.top, to - at))
            self._found[here.top, to] = self._moved(self._raw[box.top, at], None)
            look = Raw(self._styles.cell(self._raw[box.top + 1, at].style))
            for row in range(here.top + 1, here.bottom + 1 - table.totals):
                formula = in_row(table, self._sheet, column, row) if column.formula else None
                self._found[row, to] = look._replace(formula=formula)
            self._width(at, to)

    def _take_widths(self, table: TableSpec) -> None:
        """Take over how wide the columns of a new table are, where no other table has them."""
        box, here = self._plan.boxes[table.name], self._sheet.tables[table.name]
        others = [
            other for name, other in self._sheet.tables.items() if name not in self._sheet.new
        ]
        if not any(other.left <= here.right and here.left <= other.right for other in others):
            for at, to in zip(range(box.left, box.right + 1), count(here.left), strict=False):
                self._width(at, to)

    def _width(self, at: int, to: int) -> None:
        for first, last, rest in cells.columns(self._fresh):
            if first <= at <= last:
                self._widths[to] = cells.restyled(rest, self._styles.cell)

    def _stale(self) -> Iterator[Area]:
        """Yield the columns that do not count any more: nothing invites to type in them."""
        for table in self._plan.tables.values():
            here = self._sheet.tables.get(table.spec.name)
            for place, header in enumerate(table.headers if here else ()):
                if here and (self._sheet.title, header) in self._plan.stale:
                    column = here.left + place
                    yield Area(here.top, column, MAX_ROWS, column)

    def _lists(self) -> Iterator[tuple[Key, Key]]:
        """Yield the cells with a list of choices in both: in the new workbook, and here."""
        sheet = self._sheet
        for block in sheet.spec.blocks:
            for place, item in enumerate(block.fields):
                key = key_of(sheet.spec, item)
                if item.choices and key not in sheet.new:
                    yield (row_of(block, place), 2), (sheet.fields[key], 2)
        for table in sheet.spec.tables:
            if table.name not in sheet.new:
                box, here = self._plan.boxes[table.name], sheet.tables[table.name]
                keys = self._plan.tables[table.name].keys
                for place, column in enumerate(table.columns):
                    if column.choices and column.key in keys:
                        at = here.left + keys.index(column.key)
                        yield (box.top + 1, box.left + place), (here.top + 1, at)
