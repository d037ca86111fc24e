"""What a step gives beside what stands there, row by row and line by line; pure.

The writer merges the two, and step ``controleer`` tells where they differ.
"""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from functools import partial

from regio_xl.domain import CellValue, Row, Table, TableContent
from regio_xl.domain.table import EXTRA, SOURCE

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


Pair = tuple[Mapping[str, CellValue], Row | None]
"""What a step gives for a row, and the row that stands there for it."""


def matched(table: Table, content: TableContent) -> list[Pair]:
    """Return the wanted rows in order, each with the row that it takes the place of.

    A row that the step no longer gives, but in which somebody filled in a column of their own,
    waits at the end with its key, for the row may come back.
    """
    existing = {_identity(table, content, row.values): row for row in table.rows}
    numbered = {float(row.number): row for row in table.rows}
    wanted: list[Pair] = []
    for row in content.rows:
        values = {key: plain(value) for key, value in row.items()}
        source = values.get(SOURCE)
        old = numbered.get(source) if isinstance(source, float) else None
        wanted.append((values, old or existing.get(_identity(table, content, values))))
    return [*wanted, *_waiting(table, content, existing)]


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
    own = [*(EXTRA + header for header in table.extra), *typed]
    for row in existing.values():
        key = plain(row.values.get(content.key_column))
        if key is not None and key not in used and any(map(partial(_holds, row), own)):
            blank: dict[str, CellValue] = dict.fromkeys(
                column.key for column in table.columns if column.key not in typed
            )
            yield blank | {content.key_column: key}, row


def _holds(row: Row, key: str) -> bool:
    return bool(row.formulas.get(key)) or plain(row.values.get(key)) is not None


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
