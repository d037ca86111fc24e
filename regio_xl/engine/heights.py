"""How high a row must be for its wrapped text; pure estimates, no files.

Excel works this out itself when it edits a cell, but neither Excel nor LibreOffice does so for
a file that a program wrote. The estimate errs on the high side: a little white, nothing cut off.
"""

import math
from collections.abc import Iterable

LINE = 15.0
"""Points per line of 11-point text (ECMA-376 part 1, 18.3.1.81: the default row height)."""

HIGHEST = 409.0
"""Most points that Excel allows for a row."""

CHARACTERS_PER_UNIT = 1.05
"""Average characters in one unit of column width; a unit is the width of a digit."""

PADDING = 2.0
"""Units of width that the borders of a cell and an indent take."""


def lines_needed(text: str, width: float) -> int:
    r"""Return the number of lines of ``text`` in a wrapped cell.

    Args:
        text: Text of the cell; line breaks in it count.
        width: Column width in characters, as Excel shows it.

    >>> lines_needed("kort", 20), lines_needed("een\ntwee", 20), lines_needed("woord " * 10, 20)
    (1, 2, 4)
    """
    room = max(1, math.floor((width - PADDING) * CHARACTERS_PER_UNIT))
    return sum(_wrapped(part, room) for part in text.split("\n")) or 1


def row_height(cells: Iterable[tuple[str, float]]) -> float:
    """Return the height in points for a row.

    Args:
        cells: Text and column width of each wrapped cell.
    """
    most = max((lines_needed(text, width) for text, width in cells), default=1)
    return min(HIGHEST, LINE * most)


def _wrapped(text: str, room: int) -> int:
    """Count lines as a spreadsheet breaks them: at spaces, and inside words that are too long."""
    lines, used = 1, 0
    for word in text.split(" "):
        length = len(word)
        needed = length if used == 0 else used + 1 + length
        if needed <= room:
            used = needed
            continue
        if used:
            lines += 1
        lines += max(0, math.ceil(length / room) - 1)
        used = length % room if length > room else length
    return lines
