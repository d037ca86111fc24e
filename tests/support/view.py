"""A workbook file as a reader sees it: declared sheets and tables, cells, formulas and values.

Read with openpyxl and ``parts``, never with the package under test.
"""

from collections.abc import Iterator
from functools import cached_property, lru_cache
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import openpyxl
from openpyxl.cell import Cell
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from regio_xl import builder
from regio_xl.domain import Column
from regio_xl.sheets import schema
from regio_xl.sheets.declare import Field, SheetSpec, TableSpec
from tests.support.parts import Area, Package, area

CODES = builder.template(2026).codes


class Placed(NamedTuple):
    """A declared table and where it stands in the file."""

    sheet: str
    spec: TableSpec
    area: Area

    @property
    def rows(self) -> range:
        return range(self.area.top + 1, self.area.bottom + 1)

    def columns(self) -> Iterator[tuple[int, Column]]:
        yield from enumerate(self.spec.columns, start=self.area.left)


class View:
    """One workbook file.

    Attributes:
        label: What was done to it, for messages.
        path: The file.
    """

    def __init__(self, label: str, path: Path) -> None:
        self.label = label
        self.path = path

    @cached_property
    def package(self) -> Package:
        return Package(self.path)

    @cached_property
    def formulas(self) -> Workbook:
        return openpyxl.load_workbook(self.path)

    @cached_property
    def values(self) -> Workbook:
        return openpyxl.load_workbook(self.path, data_only=True)

    @property
    def specs(self) -> tuple[SheetSpec, ...]:
        return schema.sheets(CODES)

    def sheets(self) -> Iterator[tuple[SheetSpec, Worksheet]]:
        for spec in self.specs:
            yield spec, self.formulas[spec.name]

    def tables(self) -> Iterator[Placed]:
        for spec in self.specs:
            for table in spec.tables:
                found = self.formulas[spec.name].tables[table.name]
                yield Placed(spec.name, table, area(found.ref))

    def table(self, name: str) -> Placed:
        return next(placed for placed in self.tables() if placed.spec.name == name)

    def fields(self) -> Iterator[tuple[SheetSpec, Field, int]]:
        """Return every labelled cell, named or not, with its row."""
        for spec in self.specs:
            for block in spec.blocks:
                for offset, field in enumerate(block.fields):
                    yield spec, field, block.row + bool(block.title) + offset

    def cells(self, sheet: str) -> Iterator[Cell]:
        """Return the cells of a sheet that hold anything."""
        for row in self.formulas[sheet].iter_rows():
            yield from (cell for cell in row if cell.value is not None)

    def all_cells(self) -> Iterator[tuple[str, Cell]]:
        for spec in self.specs:
            for cell in self.cells(spec.name):
                yield spec.name, cell

    def formula_cells(self) -> Iterator[tuple[str, Cell]]:
        for sheet, cell in self.all_cells():
            if cell.data_type == "f":
                yield sheet, cell

    def named(self, name: str) -> object:
        """Return the cached value of a named cell."""
        (target,) = self.values.defined_names[name].destinations
        sheet, address = target
        return self.values[sheet][address.replace("$", "")].value

    def column(self, table: str, key: str) -> list[object]:
        """Return the cached values of one column of a table."""
        placed = self.table(table)
        col = next(number for number, column in placed.columns() if column.key == key)
        return [self.values[placed.sheet].cell(row, col).value for row in placed.rows]

    def records(self, table: str) -> list[dict[str, object]]:
        """Return the rows of a table by column key."""
        placed = self.table(table)
        sheet = self.values[placed.sheet]
        return [
            {column.key: sheet.cell(row, col).value for col, column in placed.columns()}
            for row in placed.rows
        ]

    def everything(self) -> dict[tuple[str, str], object]:
        """Return the cached value of every cell that holds anything."""
        return {
            (sheet.title, cell.coordinate): cell.value
            for sheet in self.values.worksheets
            for row in sheet.iter_rows()
            for cell in row
            if cell.value is not None
        }


def values(path: Path) -> Workbook:
    """Return a file with its cached values, to look at; loaded anew only when it changed."""
    return _loaded(path.read_bytes())


@lru_cache(maxsize=4)
def _loaded(data: bytes) -> Workbook:
    return openpyxl.load_workbook(BytesIO(data), data_only=True)


def is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def total(values: list[object]) -> float:
    """Add up the numbers in a column, as SUM does."""
    return sum(value for value in values if is_number(value))  # type: ignore[misc]
