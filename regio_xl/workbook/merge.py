"""Bring new rows and what people typed together, before anything is written; pure.

A step gives the columns that it owns. Everything else in a row, a column that people fill in
or one that they added themselves, follows the key of the row to its new place.
"""

from collections.abc import Hashable, Mapping
from datetime import datetime
from decimal import Decimal

from regio_xl.domain import CellValue, Row, Table, TableContent
from regio_xl.domain.table import EXTRA
from regio_xl.workbook.text import literal

Matrix = list[list[CellValue]]


def plain(value: object) -> CellValue:
    """Return a value as a cell holds it: numbers are floats, empty text is empty.

    Raises:
        TypeError: A cell cannot hold such a value.
    """
    if value is None or value == "":
        return None
    if isinstance(value, bool | str | datetime):
        return value
    if isinstance(value, int | float | Decimal):
        return float(value)
    raise TypeError(f"no cell can hold {value!r}")


def written(value: CellValue) -> CellValue:
    """Return a value as it must be written so that text stays text."""
    return literal(value) if isinstance(value, str) else value


def keys_of(table: Table) -> list[str]:
    """Return the key of each column in sheet order; unknown columns have a key of their own."""
    known = {column.header.strip().casefold(): column.key for column in table.columns}
    return [
        known.get(" ".join(header.split()).casefold(), EXTRA + header) for header in table.headers
    ]


def merged(table: Table, content: TableContent) -> Matrix:
    """Return the wanted rows in sheet order, with at least one (an empty) row.

    Cells of a calculated column come back as None; ``formulas`` says what stands there.
    """
    existing = {_identity(table, content, row.values): row for row in table.rows}
    keys = keys_of(table)
    calculated = formulas(table)
    lines: Matrix = []
    for row in content.rows:
        values = {key: plain(value) for key, value in row.items()}
        old = existing.get(_identity(table, content, values))
        lines.append([None if key in calculated else _pick(key, values, old) for key in keys])
    return lines or [[None] * len(keys)]


def formulas(table: Table) -> dict[str, str]:
    """Return the formula of each calculated column by key."""
    return {column.key: "=" + column.formula for column in table.columns if column.formula}


def with_formulas(table: Table, lines: Matrix) -> Matrix:
    """Return the rows ready to be written: formulas in place, text safe.

    A row without a key holds no project, so it holds no formula either.
    """
    keys = keys_of(table)
    calculated = formulas(table)
    return [
        [
            calculated[key] if key in calculated else written(value)
            for key, value in zip(keys, line, strict=True)
        ]
        for line in lines
    ]


def current(table: Table) -> Matrix:
    """Return the rows as they stand now, comparable with ``merged``."""
    keys = keys_of(table)
    calculated = formulas(table)
    return [
        [None if key in calculated else plain(row.values.get(key)) for key in keys]
        for row in table.rows
    ]


def _pick(key: str, values: Mapping[str, CellValue], old: Row | None) -> CellValue:
    if key in values:
        return values[key]
    return plain(old.values.get(key)) if old is not None else None


def _identity(table: Table, content: TableContent, values: Mapping[str, CellValue]) -> Hashable:
    """Return what identifies a row: its key, or everything that the step wrote in it."""
    if content.key_column is not None:
        return plain(values.get(content.key_column))
    return tuple(plain(values.get(column.key)) for column in table.columns)
