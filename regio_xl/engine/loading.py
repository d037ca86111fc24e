"""Load a package with openpyxl, as the model needs it. Nothing is ever saved through openpyxl."""

from __future__ import annotations

import io
import re
import warnings
from typing import Any

import openpyxl
from openpyxl.cell.cell import MergedCell

_EXACT = 2**53  # up to here a double holds every whole number
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


def load(data: bytes) -> Any:
    """Load a package with openpyxl.

    openpyxl warns about extensions that it would lose on save. We never save through it, so
    those warnings do not apply.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(io.BytesIO(data), keep_vba=False, keep_links=False)
    for sheet in book.worksheets:
        _repair(sheet)
    return book


def _repair(sheet: Any) -> None:
    """Undo two things that openpyxl does on load.

    It leaves characters that XML cannot carry in their ``_xHHHH_`` notation (ECMA-376 part 1,
    22.9.2.19), and reads whole numbers as exact integers, where a cell holds a double.
    """
    for cell in sheet._cells.values():
        if isinstance(cell, MergedCell):
            continue
        value = cell._value
        if cell.data_type == "s" and value is not None and "_x" in value:
            cell._value = _unescaped(value)
        elif cell.data_type == "n" and type(value) is int and abs(value) > _EXACT:
            cell._value = float(value)
    for table in sheet.tables.values():
        for column in table.tableColumns:
            column.name = _unescaped(column.name)


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
