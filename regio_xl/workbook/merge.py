"""Bring new rows and what people typed together, before anything is written; pure.

A step gives the columns that it owns. Everything else in a row, a column that people fill in
or one that they added themselves, follows the key of the row to its new place, formulas too.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from regio_xl.domain import CellValue, Column, Repair, Row, Table, TableContent
from regio_xl.domain.table import EXTRA, SOURCE
from regio_xl.workbook.cells import Formula, moved, normalise

Matrix = list[list[CellValue]]

CARD = "Voorstel "
"""How the first line of a card begins, in column A."""

LONGEST = 32_767
"""Most characters that Excel keeps in one cell."""


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


def keys_of(table: Table) -> list[str]:
    """Return the key of each column in sheet order; unknown columns have a key of their own."""
    return header_keys(table.columns, table.headers)


def header_keys(columns: Sequence[Column], headers: Sequence[str]) -> list[str]:
    """Tie headers to columns, one to one: the exact header first, else the leftmost.

    Excel allows ``Materiele kosten`` beside ``Materiële kosten``; then one is somebody's own.
    """
    known = {normalise(column.header): column for column in columns}
    found = [known.get(normalise(header)) for header in headers]
    keys = [EXTRA + header for header in headers]
    exact = [i for i, column in enumerate(found) if column and column.header == headers[i]]
    taken: set[str] = set()
    for i in [*exact, *range(len(headers))]:
        column = found[i]
        if column is not None and column.key not in taken:
            taken.add(column.key)
            keys[i] = column.key
    return keys


def formulas(table: Table) -> Callable[[int], Mapping[str, Formula]]:
    """Return what gives the formula of each calculated column, by key, as it stands in a row."""
    places = {key: at for at, key in enumerate(keys_of(table), table.first_col)}
    calculated = [item for item in table.columns if item.formula and item.key in places]

    def in_row(columns: Iterable[Column], row: int) -> Mapping[str, Formula]:
        found = ((item, item.formula_in(row, table.header_row, places)) for item in columns)
        return {item.key: Formula("=" + text) for item, text in found}

    same = in_row((item for item in calculated if not item.looks_above), 0)
    own = [item for item in calculated if item.looks_above]
    return lambda row: {**same, **in_row(own, row)} if own else same


def merged(table: Table, content: TableContent) -> Matrix:
    """Return the wanted rows in sheet order, with at least one (an empty) row.

    A row that the step no longer gives, but in which somebody filled in a column of their own,
    waits at the end with its key, for the row may come back.
    """
    existing = {_identity(table, content, row.values): row for row in table.rows}
    numbered = {float(row.number): row for row in table.rows}
    keys, formulas_in = keys_of(table), formulas(table)
    wanted: list[tuple[Mapping[str, CellValue], Row | None]] = []
    for row in content.rows:
        given = {key: plain(value) for key, value in row.items()}
        source = given.get(SOURCE)
        old = numbered.get(source) if isinstance(source, float) else None
        wanted.append((given, old or existing.get(_identity(table, content, given))))
    wanted += _waiting(table, content, existing)
    lines: Matrix = []
    for number, (values, old) in enumerate(wanted or [({}, None)], table.header_row + 1):
        calculated = formulas_in(number)
        lines.append([calculated.get(key) or _pick(key, values, old, number) for key in keys])
    return lines


def current(table: Table) -> Matrix:
    """Return the rows as they stand now, comparable with ``merged``.

    A calculated cell of which the formula was not read counts as sound, and so does any formula
    in its place: hosts spell one in several ways.
    """
    keys, formulas_in = keys_of(table), formulas(table)
    lines: Matrix = []
    for row in table.rows:
        calculated = formulas_in(row.number)
        sound = {key for key in calculated if row.formulas.get(key, "=").startswith("=")}
        lines.append([calculated[key] if key in sound else _kept(key, row) for key in keys])
    return lines


def filled(table: Table) -> int:
    """Return how many rows a table has down to the last that holds more than its formulas."""
    calculated = formulas(table)(0)
    keys = tuple(key for key in keys_of(table) if key not in calculated)
    held = [at for at, row in enumerate(table.rows, 1) if not row.is_empty(keys)]
    return max(held, default=0)


def _identity(table: Table, content: TableContent, values: Mapping[str, CellValue]) -> Hashable:
    """Return what identifies a row: its key, or everything that the step wrote in it."""
    if content.key_column is not None:
        return plain(values.get(content.key_column))
    return tuple(plain(values.get(column.key)) for column in table.columns)


def _waiting(
    table: Table, content: TableContent, existing: Mapping[Hashable, Row]
) -> Iterator[tuple[Mapping[str, CellValue], Row]]:
    """Yield rows without a counterpart that hold something in a column of people's own."""
    if content.key_column is None or content.append:
        return
    used = {plain(row.get(content.key_column)) for row in content.rows}
    typed = table.input_keys
    own = [key for key in keys_of(table) if key.startswith(EXTRA) or key in typed]
    for row in existing.values():
        key = plain(row.values.get(content.key_column))
        if key is not None and key not in used and any(_kept(k, row) is not None for k in own):
            blank: dict[str, CellValue] = dict.fromkeys(
                column.key for column in table.columns if column.key not in typed
            )
            yield blank | {content.key_column: key}, row


def _pick(key: str, values: Mapping[str, CellValue], old: Row | None, number: int) -> CellValue:
    """Return what the step gives, else what stood in the row before, moved along with it."""
    if key in values and not (old is not None and old.formulas.get(key)):
        return values[key]
    if old is None:
        return None
    kept = _kept(key, old)
    return moved(kept, number - old.number) if isinstance(kept, Formula) else kept


def _kept(key: str, row: Row) -> CellValue:
    formula = row.formulas.get(key)
    return Formula(formula) if formula else plain(row.values.get(key))


def runs(repairs: Iterable[Repair]) -> Iterator[list[Repair]]:
    """Yield the cells to put right that stand below each other in one column, as one."""
    run: list[Repair] = []
    for repair in sorted(repairs, key=lambda item: (item.sheet, item.table, item.key, item.row)):
        if run and not _follows(run[-1], repair):
            yield run
            run = []
        run.append(repair)
    if run:
        yield run


def _follows(above: Repair, below: Repair) -> bool:
    same = (above.table, above.key, above.layout) == (below.table, below.key, below.layout)
    return same and bool(above.table) and below.row == above.row + 1


def split_cards(lines: Sequence[Sequence[CellValue]]) -> tuple[Matrix, Matrix]:
    """Return the lines of cards, and what people wrote below them without the empty lines between.

    A card is a block of lines between empty ones that begins with its number; the first block
    that does not begin so is somebody's own, and so is all that follows.

    >>> split_cards([["Voorstel 1", "A"], ["Soort", "nieuw"], [None, None], ["let op", None]])
    ([['Voorstel 1', 'A'], ['Soort', 'nieuw']], [['let op', None]])
    """
    ours = 0
    block_start = True
    for number, line in enumerate(lines):
        empty = _is_empty(line)
        if not empty and block_start and not _is_card(line[0]):
            break
        if not empty:
            ours = number + 1
        block_start = empty
    rest = without_tail(lines[ours:])
    while rest and _is_empty(rest[0]):
        rest.pop(0)
    return [list(line) for line in lines[:ours]], rest


def without_tail(lines: Sequence[Sequence[CellValue]]) -> Matrix:
    """Drop empty lines at the end, which a sheet does not remember."""
    count = len(lines)
    while count and _is_empty(lines[count - 1]):
        count -= 1
    return [list(line) for line in lines[:count]]


def _is_empty(line: Sequence[CellValue]) -> bool:
    return all(cell is None or cell == "" for cell in line)


def _is_card(cell: CellValue) -> bool:
    return isinstance(cell, str) and cell.startswith(CARD) and cell.removeprefix(CARD).isdigit()
