"""Where data ends: Ctrl+arrow and the current region. Works on which cells are filled."""

from __future__ import annotations

from typing import Any

from regio_xl.engine.addresses import Box
from regio_xl.engine.model import MAX_COLUMNS, MAX_ROWS

_STEPS = {"up": (-1, 0), "down": (1, 0), "left": (0, -1), "right": (0, 1)}
_LONG = {"u": "up", "d": "down", "l": "left", "r": "right"}


def _filled(sheet: Any, row: int, column: int) -> bool:
    cell = sheet._cells.get((row, column))
    return cell is not None and cell.value is not None


def end(sheet: Any, row: int, column: int, direction: str) -> tuple[int, int]:
    """Return the cell where Ctrl+arrow goes from a cell.

    To the last filled cell of a block, else to the first filled cell after a gap, else to the
    edge of the sheet.
    """
    direction = _LONG.get(direction, direction)
    down, right = _STEPS[direction]
    line = _line(sheet, row, column, vertical=bool(down))
    here, step = (row, down) if down else (column, right)
    edge = (MAX_ROWS if down else MAX_COLUMNS) if step > 0 else 1
    target = _jump(line, here, step, edge)
    return (target, column) if down else (row, target)


def _line(sheet: Any, row: int, column: int, *, vertical: bool) -> set[int]:
    if vertical:
        return {
            r for (r, c), cell in sheet._cells.items() if c == column and cell.value is not None
        }
    return {c for (r, c), cell in sheet._cells.items() if r == row and cell.value is not None}


def _jump(filled: set[int], here: int, step: int, edge: int) -> int:
    if here == edge:
        return here
    if here in filled and here + step in filled:
        while here + step in filled:
            here += step
        return here
    beyond = [place for place in filled if (place - here) * step > 0]
    if not beyond:
        return edge
    return min(beyond) if step > 0 else max(beyond)


def current(sheet: Any, row: int, column: int) -> Box:
    """Return the block around a cell that empty rows and columns, diagonals included, bound."""
    top = bottom = row
    left = right = column
    grown = True
    while grown:
        grown = False
        for side in ("top", "bottom", "left", "right"):
            rows = range(max(1, top - 1), bottom + 2)
            columns = range(max(1, left - 1), right + 2)
            if side == "top" and top > 1 and _any(sheet, [top - 1], columns):
                top, grown = top - 1, True
            elif side == "bottom" and _any(sheet, [bottom + 1], columns):
                bottom, grown = bottom + 1, True
            elif side == "left" and left > 1 and _any(sheet, rows, [left - 1]):
                left, grown = left - 1, True
            elif side == "right" and _any(sheet, rows, [right + 1]):
                right, grown = right + 1, True
    return top, left, bottom - top + 1, right - left + 1


def _any(sheet: Any, rows: Any, columns: Any) -> bool:
    return any(_filled(sheet, r, c) for r in rows for c in columns)
