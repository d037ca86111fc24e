"""Tell the cards that a step wrote below a table from what people wrote below the cards."""

from collections.abc import Sequence

from regio_xl.domain import CellValue

START = "Voorstel "
"""How the first line of a card begins, in column A."""

Lines = list[list[CellValue]]


def split(lines: Sequence[Sequence[CellValue]]) -> tuple[Lines, Lines]:
    """Return the lines of cards, and what stands below them without the empty lines between.

    A card is a block of lines between empty ones that begins with its number; the first block
    that does not begin so is somebody's own, and so is all that follows.

    >>> split([["Voorstel 1", "A"], ["Soort", "nieuw"], [None, None], ["let op", None]])
    ([['Voorstel 1', 'A'], ['Soort', 'nieuw']], [['let op', None]])
    """
    ours = 0
    block_start = True
    for number, line in enumerate(lines):
        empty = all(cell is None or cell == "" for cell in line)
        if not empty and block_start and not _is_start(line[0]):
            break
        if not empty:
            ours = number + 1
        block_start = empty
    rest = [list(line) for line in lines[ours:]]
    while rest and all(cell is None or cell == "" for cell in rest[0]):
        rest.pop(0)
    while rest and all(cell is None or cell == "" for cell in rest[-1]):
        rest.pop()
    return [list(line) for line in lines[:ours]], rest


def _is_start(cell: CellValue) -> bool:
    return isinstance(cell, str) and cell.removeprefix(START).isdigit() and cell.startswith(START)
