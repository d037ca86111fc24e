"""Where our cells and tables are in an older workbook, and where room is made for what it lacks.

Nothing is declared per version: what is declared now is looked for, and what is not found gets the
place that it has in a new workbook, relative to what is there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from openpyxl.utils import range_boundaries

from regio_xl.domain import Column
from regio_xl.engine.model import MAX_ROWS, Key, address
from regio_xl.renewal.areas import Area
from regio_xl.sheets.declare import Block, Field, SheetSpec, TableSpec
from regio_xl.workbook import WorkbookError
from regio_xl.workbook.cells import normalise
from regio_xl.workbook.merge import header_keys
from regio_xl.workbook.reader import columns_of, parse_reference

Change = dict[str, Any]


class InTheWayError(WorkbookError):
    """Something of people stands where a column must come, and cannot move aside."""

    def __init__(self, sheet: str, table: str, place: str) -> None:
        super().__init__(
            f"Op blad {sheet} staat iets rechts van tabel {table}, in de weg van nieuwe kolommen. "
            f"Maak de cellen vanaf {place} leeg of verplaats ze, en probeer het opnieuw; er is "
            "niets veranderd."
        )


def key_of(sheet: SheetSpec, field: Field) -> str:
    """Return what identifies a labelled cell: its name, or its label where it has none."""
    return field.name or f"{sheet.name}!{field.label}"


def row_of(block: Block, place: int) -> int:
    """Return the row of a labelled cell in a new workbook, by its place in the block."""
    return block.row + bool(block.title) + place


class Ours(NamedTuple):
    """A table of ours in the older workbook."""

    spec: TableSpec
    headers: tuple[str, ...]
    keys: tuple[str, ...]  # of each column; those of people begin with ``EXTRA``
    box: Area  # as it is in the file, headers included
    totals: int = 0  # rows with totals, at its end

    @property
    def lacking(self) -> tuple[Column, ...]:
        """Columns that are declared and not there."""
        return tuple(column for column in self.spec.columns if column.key not in self.keys)


@dataclass
class Sheet:
    """One sheet of the older workbook, kept in step with the rows and columns that come in."""

    spec: SheetSpec
    title: str  # on the tab
    taken: set[Key]  # cells that hold something
    fields: dict[str, int]  # row of each labelled cell that is there
    tables: dict[str, Area]  # every table on the sheet, also of people
    drawn: int = 0  # last row that a chart or picture covers
    changes: list[Change] = field(default_factory=list)
    inserted: list[tuple[str, int, int]] = field(default_factory=list)
    new: list[str] = field(default_factory=list)  # keys of labelled cells and tables that came
    wider: dict[str, int] = field(default_factory=dict)  # table to its number of new columns

    def insert_rows(self, at: int, count: int) -> None:
        """Insert rows above row ``at``."""
        self._insert("insert_rows", "row", at, count)
        self.taken = {(row + count * (row >= at), column) for row, column in self.taken}
        self.fields = {key: row + count * (row >= at) for key, row in self.fields.items()}
        self.tables = {
            name: Area(
                box.top + count * (box.top >= at),
                box.left,
                box.bottom + count * (box.bottom >= at),
                box.right,
            )
            for name, box in self.tables.items()
        }
        self.drawn += count * (self.drawn >= at)

    def insert_columns(self, at: int, count: int) -> None:
        """Insert columns left of column ``at``."""
        self._insert("insert_columns", "column", at, count)
        self.taken = {(row, column + count * (column >= at)) for row, column in self.taken}
        self.tables = {
            name: Area(
                box.top,
                box.left + count * (box.left >= at),
                box.bottom,
                box.right + count * (box.right >= at),
            )
            for name, box in self.tables.items()
        }

    def _insert(self, kind: str, name: str, at: int, count: int) -> None:
        self.changes.append({"kind": kind, "sheet": self.title, name: at, "count": count})
        self.inserted.append((name, at, count))

    def now(self, row: int, column: int) -> Key:
        """Return where a cell of the file has come to stand."""
        for name, at, count in self.inserted:
            row += count * (name == "row" and row >= at)
            column += count * (name == "column" and column >= at)
        return row, column

    @property
    def end(self) -> int:
        """Last row that holds anything."""
        boxes = (box.bottom for box in self.tables.values())
        return max([self.drawn, *boxes, *(row for row, _ in self.taken)], default=1)

    def free(self, area: Area, but: str = "") -> bool:
        """Tell whether nothing stands in an area."""
        others = (box for name, box in self.tables.items() if name != but)
        if any([*area.less(box)] != [area] for box in others):
            return False
        return not any(
            area.top <= row <= area.bottom and area.left <= column <= area.right
            for row, column in self.taken
        )

    # What is lacking

    def make_room(self, heights: dict[str, int]) -> None:
        """Give each declared cell and table that is not there a place.

        ``heights`` are the rows that a table has in a new workbook, headers included.
        """
        for block in self.spec.blocks:
            if not any(key_of(self.spec, item) in self.fields for item in block.fields):
                first = self._unit(block.row, bool(block.title) + len(block.fields))
                for place, item in enumerate(block.fields):
                    self._came(key_of(self.spec, item), first + bool(block.title) + place)
            else:
                self._missing_fields(block)
        for table in self.spec.tables:
            if table.name not in self.tables:
                self._missing_table(table, heights[table.name])

    def _missing_fields(self, block: Block) -> None:
        """Give a cell the row below the one that it comes after, or above the first."""
        keys = [key_of(self.spec, item) for item in block.fields]
        for place, key in enumerate(keys):
            if key in self.fields:
                continue
            before = [self.fields[other] for other in keys[:place] if other in self.fields]
            after = [self.fields[other] for other in keys[place:] if other in self.fields]
            at = before[-1] + 1 if before else after[0]
            self.insert_rows(at, 1)
            self._came(key, at)

    def _came(self, key: str, row: int) -> None:
        self.fields[key] = row
        self.taken |= {(row, column) for column in (1, 2, 3)}
        self.new.append(key)

    def _missing_table(self, table: TableSpec, height: int) -> None:
        beside = [
            self.tables[other.name]
            for other in self.spec.tables
            if other.row == table.row and other.col < table.col and other.name in self.tables
        ]
        if beside:
            top, left = beside[-1].top, table.col
            room = Area(1, left - 1, MAX_ROWS, left + len(table.columns))
            if not self.free(room):
                boxes = (box.right for box in self.tables.values())
                left = max([*boxes, *(column for _, column in self.taken)]) + 2
        else:
            first = self._unit(table.row - bool(table.title), bool(table.title) + height)
            top, left = first + bool(table.title), table.col
        right = left + len(table.columns) - 1
        self.tables[table.name] = Area(top, left, top + height - 1, right)
        self.new.append(table.name)

    def _unit(self, declared: int, height: int) -> int:
        """Make room for rows that belong together, and return the first of them."""
        below = sorted((at, row) for at, row in self._anchors() if at > declared)
        if not below:
            return self.end + 2
        at, row = below[0]
        self.insert_rows(row, max(at - declared, height))
        return row

    def _anchors(self) -> Iterator[Key]:
        """Yield the row in a new workbook and the row here of what is there."""
        for block in self.spec.blocks:
            for place, item in enumerate(block.fields):
                if (row := self.fields.get(key_of(self.spec, item))) is not None:
                    title = bool(block.title) and place == 0
                    yield row_of(block, place) - title, row - title
        for table in self.spec.tables:
            if table.name in self.tables and table.name not in self.new:
                title = bool(table.title)
                yield table.row - title, self.tables[table.name].top - title

    def widen(self, table: Ours) -> None:
        """Give a table its new columns at the end, behind those that people added."""
        count = len(table.lacking)
        if not count:
            return
        name, box = table.spec.name, self.tables[table.spec.name]
        last = max(self.end, box.bottom)
        if not self.free(Area(box.top, box.right + 1, last, box.right + count + 1), but=name):
            straddling = [
                other
                for key, other in self.tables.items()
                if key != name and other.left <= box.right < other.right
            ]
            if straddling:
                raise InTheWayError(self.title, name, address(box.top, box.right + 1))
            self.insert_columns(box.right + 1, count)
        self.tables[name] = Area(box.top, box.left, box.bottom, box.right + count)
        self.wider[name] = count

    def grow(self, name: str, count: int) -> None:
        """See to it that a table can get more rows at its end."""
        box = self.tables[name]
        if count > 0 and not self.free(
            Area(box.bottom + 1, box.left, box.bottom + count + 1, box.right), but=name
        ):
            self.insert_rows(box.bottom + 1, count)


def found_sheet(spec: SheetSpec, sheet: Any, names: dict[str, str], drawn: int) -> Sheet:
    """Return a sheet of ours as it is in an openpyxl workbook."""
    taken = {key for key, cell in sheet._cells.items() if cell.value is not None}
    fields: dict[str, int] = {}
    for block in spec.blocks:
        for item in block.fields:
            row = _named(spec, item, names) if item.name else _labelled(sheet, item)
            if row is not None:
                fields[key_of(spec, item)] = row
    tables = {str(table.displayName): area_of(table) for table in sheet.tables.values()}
    declared = {normalise(table.name): table.name for table in spec.tables}
    tables = {declared.get(normalise(name), name): box for name, box in tables.items()}
    return Sheet(spec, str(sheet.title), taken, fields, tables, drawn)


def area_of(table: Any) -> Area:
    """Return the rectangle of openpyxl's table."""
    left, top, right, bottom = range_boundaries(table.ref)
    return Area(top, left, bottom, right)


def _named(spec: SheetSpec, item: Field, names: dict[str, str]) -> int | None:
    place = parse_reference(names.get(item.name.casefold()))
    if place is None or normalise(place[0]) != normalise(spec.name):
        return None
    return place[1]


def _labelled(sheet: Any, item: Field) -> int | None:
    """Return the row of a cell without a name: by its label, or else by its formula."""
    for row, column in sorted(sheet._cells):
        value = sheet._cells[row, column].value
        if column == 1 and value == item.label:
            return int(row)
        if column == 2 and item.formula and value == f"={item.formula}":
            return int(row)
    return None


def found_tables(spec: SheetSpec, sheet: Any) -> Iterable[Ours]:
    """Yield our tables on a sheet, as they are in an openpyxl workbook."""
    present = {normalise(str(table.displayName)): table for table in sheet.tables.values()}
    for declared in spec.tables:
        table = present.get(normalise(declared.name))
        if table is not None:
            headers = tuple(str(column.name) for column in table.tableColumns)
            keys = tuple(header_keys(columns_of(declared, headers), headers))
            totals = int(table.totalsRowCount or 0)
            yield Ours(declared, headers, keys, area_of(table), totals)
