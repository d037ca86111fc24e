"""Formulas that people typed, read and written so that they mean the same afterwards.

Excel with dynamic arrays keeps two texts of a formula: ``Formula``, in which it reads implicit
intersection as before 2019, and ``Formula2``, in which a formula may give an array. A text that is
read through one must be written through the same one: ``Formula`` would put an ``@`` in
``=SUM(IF(…))`` (Excel VBA reference, ``Range.Formula2``). The workbook's own formulas are the same
in both.
"""

from typing import Any

import xlwings as xw

from regio_xl.workbook.merge import Formula

Grid = list[list[Any]]


def knows_arrays(book: xw.Book) -> bool:
    """Tell whether a workbook is open in an Excel that has ``Formula2``."""
    if book.app.engine.name != "excel":
        return False
    try:
        return book.sheets[0].range("A1").formula2 is not None
    except Exception:
        return False  # Excel 2019 and before: the property is not there


def formula_grid(area: xw.Range, *, arrays: bool) -> Grid:
    """Return the formula texts of an area as rows; a host gives a single cell or row bare.

    Args:
        area: The cells.
        arrays: Whether the host knows arrays.
    """
    texts: Any = area.formula2 if arrays else area.formula
    if not isinstance(texts, tuple | list):
        return [[texts]]
    rows = [list(row) if isinstance(row, tuple | list) else [row] for row in texts]
    return rows if len(rows) == area.shape[0] else [[cell for row in rows for cell in row]]


def put(area: xw.Range, values: Grid, *, arrays: bool) -> None:
    """Write values and formulas into an area in one call.

    Args:
        area: The cells.
        values: Rows of values as a cell takes them, and of ``Formula``.
        arrays: Whether the host knows arrays.
    """
    if arrays and any(isinstance(value, Formula) for row in values for value in row):
        area.formula2 = values
    else:
        area.value = values
