"""Heights of rows that follow their text, and their place in the XML (ECMA-376 part 1, 18.3.1.73).

A height is stored without ``customHeight``, so that Excel goes on fitting the row when somebody
edits it. How high a text is, is in ``heights.py``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from regio_xl.engine.heights import row_height

_ROW = re.compile(rb"<((?:\w+:)?)row\s([^>]*?)(/?)>")
_NUMBER = re.compile(rb'\br="(\d+)"')
_OWN = re.compile(rb'\s?\b(?:ht|customHeight)="[^"]*"')


def fitted(sheet: Any, rows: range, width: Callable[[int], float]) -> dict[int, float]:
    """Return the height that each row needs for its wrapped texts.

    Args:
        sheet: openpyxl's sheet.
        rows: Row numbers.
        width: Gives the width of a column, in characters.

    Returns:
        Row -> height in points, for the rows that hold any cell.
    """
    texts: dict[int, list[tuple[str, float]]] = defaultdict(list)
    widths: dict[int, float] = {}
    for row, column in _cells(sheet, rows):
        cell = sheet._cells[row, column]
        found = texts[row]
        if isinstance(cell._value, str) and cell.data_type == "s" and cell.alignment.wrap_text:
            if column not in widths:
                widths[column] = width(column)
            found.append((cell._value, widths[column]))
    return {row: row_height(found) for row, found in texts.items()}


def _cells(sheet: Any, rows: range) -> Iterable[tuple[int, int]]:
    return [(row, column) for row, column in sheet._cells if row in rows]


def patch_heights(xml: bytes, heights: Mapping[int, float]) -> bytes:
    """Set the height of rows that are in the sheet part; nothing else changes.

    Args:
        xml: The sheet part.
        heights: Row -> height in points.
    """
    if not heights:
        return xml

    def replace(match: re.Match[bytes]) -> bytes:
        number = _NUMBER.search(match[2])
        height = heights.get(int(number[1])) if number else None
        if height is None:
            return match[0]
        attributes = _OWN.sub(b"", match[2]).strip()
        return b'<%srow %s ht="%s"%s>' % (match[1], attributes, b"%g" % height, match[3])

    return _ROW.sub(replace, xml)
