"""Calculated columns: is the formula still there, and does it show what is recomputed (F1.2)."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from regio_xl.domain import Bevinding, CellValue, Column, Row, Table
from regio_xl.domain.tekst import format_uren, quote
from regio_xl.rules.numbers import NOISE, to_decimal
from regio_xl.rules.structuur import clause_of

MOST_ALONE = 3
"""More rows than this with the same trouble have one cause, and get one finding."""

Should = Decimal | str
"""What a calculated cell should show: hours, or a word."""

Expected = Mapping[tuple[int, str], Should]
"""What is recomputed, by row number and column key."""


def check_formulas(table: Table, expected: Expected | None = None) -> Iterator[Bevinding]:
    """Find calculated cells that hold no formula any more, or show another number.

    Only where the reader looked: a row that has no key in ``Row.formulas`` is not known. An
    empty cell in a row below the table is no error, because the same run fills it; nor is one
    in an empty row, which is just room to type.
    """
    found = list(_check_cells(table, expected))
    for column in table.columns:
        own = [item for item in found if item.kolom == column.header]
        if len(own) > MOST_ALONE and len(own) * 2 > len(table.rows):
            yield _common_cause(table, column, len(own))
        else:
            yield from own


def _common_cause(table: Table, column: Column, number: int) -> Bevinding:
    """Say once what is wrong in most rows: then the cause is not in the rows."""
    return table.bevinding(
        None,
        column.key,
        f"{column.header} klopt niet in {number} van de {len(table.rows)} rijen.",
        "De oorzaak ligt waarschijnlijk op blad Kader (jaar, eerste dag of een waarde) of blad "
        "Berekening: kijk of daar een formule is overschreven, en laat Excel herrekenen (F9).",
        regel=_clause(table, column),
    )


def _check_cells(table: Table, expected: Expected | None) -> Iterator[Bevinding]:
    calculated = [
        column
        for column in table.columns
        if column.owner == "formula" and column.key in table.present
    ]
    keys = {column.key for column in calculated}
    joining = _joining(table)
    for row in sorted(table.rows, key=lambda row: row.number):
        unused = row.is_empty(tuple(key for key in row.values if key not in keys))
        for column in calculated:
            formula = row.formulas.get(column.key)
            should = (expected or {}).get((row.number, column.key))
            if formula is None:
                continue
            if formula.lstrip("{").startswith("="):
                yield from _check_value(table, row, column, should)
            elif not row.is_empty((column.key,)) or not (unused or row.number in joining):
                yield _overwritten(table, row, column, should)


def _joining(table: Table) -> frozenset[int]:
    """Return the numbers of the rows below the table, which join it in this run."""
    numbers = sorted(row.number for row in table.rows)
    return frozenset(numbers[len(numbers) - table.beyond :])


def _overwritten(table: Table, row: Row, column: Column, should: Should | None) -> Bevinding:
    empty = row.is_empty((column.key,))
    value = row.values.get(column.key)
    what = "mist de formule" if empty else f"bevat {quote(value)} in plaats van een formule"
    return table.bevinding(
        row,
        column.key,
        f"{column.header} {what}.{_recomputed(should)}",
        f"Kopieer de cel {column.header} uit een andere rij naar deze cel.",
        regel=_clause(table, column),
    )


def _check_value(
    table: Table, row: Row, column: Column, should: Should | None
) -> Iterator[Bevinding]:
    value = row.values.get(column.key)
    if should is None or row.is_empty((column.key,)):
        return
    if not _equal(value, should):
        yield table.bevinding(
            row,
            column.key,
            f"{column.header} toont {quote(value)}.{_recomputed(should)}",
            "Laat Excel herrekenen (F9). Blijft het verschil, kopieer dan de formule uit een "
            "andere rij.",
            regel=_clause(table, column),
        )


def _equal(value: CellValue, should: Should) -> bool:
    if isinstance(should, str):
        return value == should
    number = None if isinstance(value, bool) else to_decimal(value)
    return number is not None and abs(number - should) <= NOISE * max(Decimal(1), abs(should))


def _recomputed(should: Should | None) -> str:
    if should is None:
        return ""
    shown = quote(should) if isinstance(should, str) else format_uren(should)
    return f" Herrekend is het {shown}."


def _clause(table: Table, column: Column) -> str:
    return table.clause or column.clause or clause_of(table.sheet)
