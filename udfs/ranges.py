"""Ranges as Excel hands them over: their shapes, and what a cell may hold.

Here lives what all worksheet functions share; no rule of the regulation. A range is a list of
rows; as plain Python functions they also take one value, or a flat list for one row.
"""

import inspect
from collections.abc import Callable
from decimal import Decimal
from functools import cache, reduce
from typing import TypeVar

import xlwings as xw

from regio_xl.domain import Column
from regio_xl.rules import EXACT
from regio_xl.sheets.kader_waarden import parameters_by_code
from regio_xl.sheets.numbers import cut_off, parse_number, to_decimal

Rows = list[list[object]]
F = TypeVar("F", bound=Callable[..., object])

UNUSABLE = "#VALUE!"
"""Stands for an error in one cell; the wrapper in VBA makes it a real one, which SUM passes on."""


class UnusableCell(Exception):
    """A cell holds something that does not count; only what depends on it becomes an error."""


def takes_ranges(function: F) -> F:
    """Tell xlwings to hand over every argument as rows, with errors as text.

    Without ``ndim=2`` a column and a row look alike; without ``err_to_str`` a cell with an
    error looks empty. Outside Windows xlwings leaves the function as it is.
    """
    for name in inspect.signature(function).parameters:
        function = xw.arg(name, ndim=2, err_to_str=True)(function)
    return function


def as_rows(value: object) -> Rows:
    """Return an argument as a list of rows.

    >>> as_rows(5.0), as_rows([1.0, 2.0]), as_rows([[1.0], [2.0]])
    ([[5.0]], [[1.0, 2.0]], [[1.0], [2.0]])

    Raises:
        ValueError: The rows are not equally long, or there is no cell at all.
    """
    if not isinstance(value, (list, tuple)):
        return [[value]]
    rows = [list(row) if isinstance(row, (list, tuple)) else None for row in value]
    nested = [row for row in rows if row is not None]
    if not nested:
        nested = [list(value)]
    elif len(nested) < len(rows) or len({len(row) for row in nested}) > 1:
        raise ValueError("De rijen van een bereik zijn niet even lang.")
    if not nested[0]:
        raise ValueError("Een bereik bevat geen enkele cel.")
    return nested


def cells(value: object) -> list[object]:
    """Return all cells of an argument, row by row."""
    return [cell for row in as_rows(value) for cell in row]


def like(value: object, rows: Rows) -> object:
    """Return rows in the form in which ``value`` was given: one value, a flat list or rows."""
    if not isinstance(value, (list, tuple)):
        return rows[0][0]
    return rows if isinstance(value[0], (list, tuple)) else rows[0]


def guarded(function: Callable[..., object], *arguments: object) -> object:
    """Return what a function returns, or the text for an error where a cell is unusable."""
    try:
        return function(*arguments)
    except UnusableCell:
        return UNUSABLE


def elementwise(function: Callable[..., object], *arguments: object) -> object:
    """Call a function for each cell; an argument of one cell goes with every cell.

    Returns:
        The outcomes in the shape of the ranges; of the first argument when all are one cell.

    Raises:
        ValueError: Two ranges differ in shape.
    """
    blocks = [as_rows(argument) for argument in arguments]
    shapes = [(len(block), len(block[0])) for block in blocks]
    large = [index for index, shape in enumerate(shapes) if shape != (1, 1)]
    if len({shapes[index] for index in large}) > 1:
        sizes = ", ".join(f"{shapes[index][0]} x {shapes[index][1]}" for index in large)
        raise ValueError(
            f"De bereiken zijn niet even groot ({sizes}). Geef bereiken met evenveel rijen en "
            "kolommen, of een enkele cel."
        )
    main = large[0] if large else 0
    height, width = shapes[main]
    spread = [
        block if index in large else [block[0] * width] * height
        for index, block in enumerate(blocks)
    ]
    outcome = [
        [guarded(function, *values) for values in zip(*rows, strict=True)]
        for rows in zip(*spread, strict=True)
    ]
    return like(arguments[main], outcome)


def is_empty(cell: object) -> bool:
    """Whether a cell holds nothing; xlwings reads an empty text as empty too."""
    return cell is None or cell == ""


def amount(cell: object) -> Decimal:
    """Return the number in a cell; an empty one counts as 0, as in the formulas of the workbook.

    Raises:
        UnusableCell: Text, a date, WAAR or ONWAAR, or an error.
    """
    if is_empty(cell):
        return Decimal(0)
    number = None if isinstance(cell, bool) else to_decimal(cell)
    if number is None:
        raise UnusableCell
    return number


def add_up(value: object) -> Decimal:
    """Return the sum of an argument.

    Raises:
        UnusableCell: One of the cells is no number.
    """
    return reduce(EXACT.add, map(amount, cells(value)), Decimal(0))


def read(column: Column, cell: object) -> int | Decimal:
    """Return what a column of this kind may hold: int for whole kinds, else Decimal.

    Raises:
        UnusableCell: The cell is empty, or its value does not fit the column.
    """
    if not is_empty(cell):
        found = parse_number(column, cell)
        if found.flaw is None and found.value is not None:
            return found.value
    raise UnusableCell


def read_parameter(code: str, cell: object) -> int | Decimal:
    """Return a value for parameter ``code``; limits and decimals are those of sheet Kader.

    Raises:
        UnusableCell: The cell is empty, or its value does not fit the parameter.
    """
    value, decimals = read(_column_of(code), cell), parameters_by_code()[code].decimals
    return value if decimals is None else cut_off(Decimal(value), decimals)


@cache
def _column_of(code: str) -> Column:
    parameter = parameters_by_code()[code]
    return Column(
        key=code,
        header=parameter.name,
        kind=parameter.kind,
        minimum=parameter.minimum,
        maximum=parameter.maximum,
    )


def newest(code: str) -> Decimal | str:
    """Return the value of a parameter in the last period for which one was set."""
    values = parameters_by_code()[code].values
    known = {item.valid_from: item.value for item in values if item.value is not None}
    return known[max(known)]


def given_or_newest(value: object, code: str) -> object:
    """Return an argument, or the newest value of its parameter when it was left out."""
    return newest(code) if value is None else value


def single(value: object) -> object:
    """Return the only cell of an argument.

    Raises:
        ValueError: It is a range of more cells.
    """
    found = cells(value)
    if len(found) > 1:
        raise ValueError("Hier hoort een enkele cel, geen bereik.")
    return found[0]


def line(value: object, length: int, of: str) -> list[object]:
    """Return the cells of one row or one column.

    Args:
        value: The argument.
        length: Number of cells that it should have.
        of: What there should be one cell for, in Dutch.

    Raises:
        ValueError: It is a block, or has another number of cells.
    """
    rows = as_rows(value)
    found = cells(value)
    if min(len(rows), len(rows[0])) > 1 or len(found) != length:
        raise ValueError(
            f"Hier hoort een kolom met {length} cellen, een per {of}; "
            f"dit bereik is {len(rows)} x {len(rows[0])}."
        )
    return found
