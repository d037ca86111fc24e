"""Evaluate each worksheet function in a cell of Excel and compare it with plain Python.

The self-test stands in for Excel here, so it loads ``udfs`` by name at run time, as Excel does,
which the contract that nothing imports ``udfs`` cannot see.
"""

import importlib
from collections.abc import Iterator
from itertools import chain
from typing import Any

import xlwings as xw

from regio_xl.installation.check import Stand
from regio_xl.installation.excel_run import ROUNDING, Line
from regio_xl.installation.shared import MODULE
from regio_xl.installation.system import WINDOWS, System

STEP = "functies in cellen"
Grid = list[list[Any]]

EXAMPLES: tuple[tuple[str, tuple[Grid, ...]], ...] = (
    ("REGIO_BIJDRAGE", ([[3137.5], [21400.0], [250.0]],)),
    ("REGIO_RUIMTE", ([[4000.0], [3100.0]], [[900.0]], [[500.0]], [[3000.0], [2200.0]])),
    ("REGIO_OVERSCHRIJDING", ([[120.0], [80.0]], [[130.5], [80.0]])),
    ("REGIO_SCORE", ([[5.0], [2.0]], [[3.0], [1.0]], [[4.0], [5.0]])),
    ("REGIO_DEKKING", ([[2.0, 0.0, 1.0], [0.0, 0.0, 3.0]], [[120.0], [0.0]])),
    ("REGIO_MEERDERHEID", ([["voor"], ["voor"], ["tegen"]], [[2.0]], [[3.0]])),
)
"""Name and arguments; what must come out is what the same function says in Python."""


def functions(book: xw.Book, system: System) -> Iterator[Line]:
    """Yield whether each function gives in Excel what it gives in Python; Windows only."""
    if system.platform != WINDOWS:
        text = "functies in cellen werken alleen in Excel voor Windows"
        yield Line(stap=STEP, wat="REGIO_…", stand=Stand.NVT, toelichting=text)
        return
    module = importlib.import_module(MODULE)
    sheet = book.sheets.add()
    for name, arguments in EXAMPLES:
        expected = as_grid(getattr(module, name)(*arguments))
        shown = _evaluated(sheet, name, arguments, expected)
        if same(shown, expected):
            yield Line(stap=STEP, wat=name, stand=Stand.GOED)
        else:
            text = f"Excel geeft {shown!r}, Python {expected!r}"
            yield Line(stap=STEP, wat=name, stand=Stand.NIET, toelichting=text)


def as_grid(value: Any) -> Grid:
    """Return what a function gives as rows.

    >>> as_grid(True), as_grid([[1.0], [2.0]])
    ([[True]], [[1.0], [2.0]])
    """
    if not isinstance(value, list):
        return [[value]]
    return value if value and isinstance(value[0], list) else [value]


def same(shown: Grid, expected: Grid) -> bool:
    """Tell whether Excel and Python agree, to the last cell."""
    if [len(row) for row in shown] != [len(row) for row in expected]:
        return False
    cells = zip(chain.from_iterable(shown), chain.from_iterable(expected), strict=True)
    return all(_equal(one, other) for one, other in cells)


def _equal(one: Any, other: Any) -> bool:
    numbers = isinstance(one, int | float) and isinstance(other, int | float)
    if numbers and not isinstance(one, bool) and not isinstance(other, bool):
        return bool(abs(one - other) <= ROUNDING)
    return bool(type(one) is type(other) and one == other)


def _evaluated(sheet: xw.Sheet, name: str, arguments: tuple[Grid, ...], expected: Grid) -> Grid:
    """Put the arguments in cells, the function as an array formula beside them, and read it.

    An array formula works in every version of Excel; a formula that spills does not.
    """
    sheet.clear()
    column, addresses = 1, []
    for grid in arguments:
        area = sheet.range((1, column)).resize(len(grid), len(grid[0]))
        area.value = grid
        addresses.append(area.get_address(row_absolute=False, column_absolute=False))
        column += len(grid[0]) + 1
    target = sheet.range((1, column)).resize(len(expected), len(expected[0]))
    target.formula_array = f"={name}({','.join(addresses)})"
    return target.options(ndim=2, err_to_str=True).value  # type: ignore[no-any-return]
