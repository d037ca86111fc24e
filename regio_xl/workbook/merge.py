"""Bring new rows and what people typed together, before anything is written; pure.

A step gives the columns that it owns. Everything else in a row, a column that people fill in
or one that they added themselves, follows the key of the row to its new place, formulas too.
"""

from collections.abc import Hashable, Mapping
from datetime import datetime
from decimal import Decimal

from regio_xl.domain import CellValue, Row, Table, TableContent
from regio_xl.domain.table import EXTRA
from regio_xl.workbook.text import LONGEST, literal, normalise

Matrix = list[list[CellValue]]


class Formula(str):
    """The text of a formula, to be written as it is; any other text must stay text."""

    __slots__ = ()


def plain(value: object) -> CellValue:
    """Return a value as a cell holds it: numbers are floats, empty text is empty.

    Raises:
        TypeError: A cell cannot hold such a value.
    """
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return value[:LONGEST]
    if isinstance(value, bool | datetime):
        return value
    if isinstance(value, int | float | Decimal):
        return float(value)
    raise TypeError(f"no cell can hold {value!r}")


def written(value: CellValue) -> CellValue:
    """Return a value as it must be written so that text stays text."""
    return literal(value) if isinstance(value, str) and not isinstance(value, Formula) else value


def keys_of(table: Table) -> list[str]:
    """Return the key of each column in sheet order; unknown columns have a key of their own."""
    known = {normalise(column.header): column.key for column in table.columns}
    return [known.get(normalise(header), EXTRA + header) for header in table.headers]


def merged(table: Table, content: TableContent) -> Matrix:
    """Return the wanted rows in sheet order, with at least one (an empty) row."""
    existing = {_identity(table, content, row.values): row for row in table.rows}
    keys = keys_of(table)
    calculated = formulas(table)
    lines: Matrix = []
    for number, row in enumerate(content.rows, table.header_row + 1):
        values = {key: plain(value) for key, value in row.items()}
        old = existing.get(_identity(table, content, values))
        lines.append([calculated.get(key) or _pick(key, values, old, number) for key in keys])
    return lines or [[calculated.get(key) for key in keys]]


def current(table: Table) -> Matrix:
    """Return the rows as they stand now, comparable with ``merged``.

    A calculated cell of which the formula was not read counts as sound.
    """
    keys = keys_of(table)
    calculated = formulas(table)
    return [
        [calculated[key] if _sound(key, calculated, row) else _kept(key, row) for key in keys]
        for row in table.rows
    ]


def _sound(key: str, calculated: Mapping[str, Formula], row: Row) -> bool:
    """Tell whether a calculated cell still holds a formula; hosts spell one in several ways."""
    return key in calculated and row.formulas.get(key, "=").startswith("=")


def formulas(table: Table) -> dict[str, Formula]:
    """Return the formula of each calculated column by key."""
    return {column.key: Formula("=" + column.formula) for column in table.columns if column.formula}


def moved(formula: str, rows: int) -> Formula:
    """Return a formula as Excel makes it when its cell moves down by ``rows``."""
    if not rows:
        return Formula(formula)
    from openpyxl.formula.translate import Translator  # noqa: PLC0415 - seldom needed

    origin = max(1, 1 - rows)
    return Formula(Translator(formula, f"A{origin}").translate_formula(f"A{origin + rows}"))


def _pick(key: str, values: Mapping[str, CellValue], old: Row | None, number: int) -> CellValue:
    """Return what the step gives, else what stood in the row before, moved along with it."""
    if key in values:
        return values[key]
    if old is None:
        return None
    kept = _kept(key, old)
    return moved(kept, number - old.number) if isinstance(kept, Formula) else kept


def _kept(key: str, row: Row) -> CellValue:
    formula = row.formulas.get(key)
    return Formula(formula) if formula else plain(row.values.get(key))


def _identity(table: Table, content: TableContent, values: Mapping[str, CellValue]) -> Hashable:
    """Return what identifies a row: its key, or everything that the step wrote in it."""
    if content.key_column is not None:
        return plain(values.get(content.key_column))
    return tuple(plain(values.get(column.key)) for column in table.columns)
