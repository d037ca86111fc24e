"""From a reference in text to a rectangle: A1 addresses, names and table references.

A rectangle is (row, column, rows, columns), counting from 1. No values here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from openpyxl.utils import get_column_letter, range_boundaries

from regio_xl.engine.model import MAX_COLUMNS, MAX_ROWS

if TYPE_CHECKING:
    from regio_xl.engine.sheet import Sheet

Box = tuple[int, int, int, int]
_A1 = re.compile(
    r"\$?[A-Z]{1,3}\$?[0-9]+(:\$?[A-Z]{1,3}\$?[0-9]+)?\Z"
    r"|\$?[A-Z]{1,3}:\$?[A-Z]{1,3}\Z|\$?[0-9]+:\$?[0-9]+\Z",
    re.IGNORECASE,
)
_TABLE = re.compile(r"(?P<table>[\w.\\]+)(\[(?P<part>.*)\])?\Z", re.DOTALL)


def box_of(reference: str) -> Box:
    """Return the rectangle of an A1 reference without sheet, such as ``$B$2:C9`` or ``A:C``."""
    left, top, right, bottom = range_boundaries(reference.replace("$", "").upper())
    left, right = left or 1, right or MAX_COLUMNS
    top, bottom = 1 if top is None else top, bottom or MAX_ROWS
    if top < 1 or bottom > MAX_ROWS or right > MAX_COLUMNS:
        raise KeyError(f"{reference} ligt buiten het werkblad.")
    return top, left, bottom - top + 1, right - left + 1


def address_of(box: Box, *, row_absolute: bool = True, column_absolute: bool = True) -> str:
    """Return the A1 address of a rectangle, in short form for whole columns and rows."""
    row, column, rows, columns = box
    dr, dc = "$" if row_absolute else "", "$" if column_absolute else ""
    first, last = get_column_letter(column), get_column_letter(column + columns - 1)
    if rows == MAX_ROWS:
        return f"{dc}{first}:{dc}{last}"
    if columns == MAX_COLUMNS:
        return f"{dr}{row}:{dr}{row + rows - 1}"
    start = f"{dc}{first}{dr}{row}"
    return start if rows == columns == 1 else f"{start}:{dc}{last}{dr}{row + rows - 1}"


def quoted(title: str) -> str:
    """Return a sheet name as it stands in a reference."""
    if re.fullmatch(r"[^\W\d][\w.]*", title) and not _A1.match(title):
        return title
    return "'" + title.replace("'", "''") + "'"


def split_sheet(reference: str) -> tuple[str | None, str]:
    """Split ``'My sheet'!A1`` into the name of the sheet, if any, and the rest."""
    title, mark, rest = reference.rpartition("!")
    if not mark:
        return None, reference
    if title.startswith("'") and title.endswith("'"):
        title = title[1:-1].replace("''", "'")
    return title, rest


def locate(sheet: Sheet, reference: str) -> tuple[Sheet, Box]:
    """Find the rectangle that a reference means, seen from a sheet.

    Args:
        sheet: Where an address without sheet lies.
        reference: ``B2:C9``, ``Blad!A1``, a defined name, ``tblX``, ``tblX[Kolom]`` and
            ``tblX[#All]``, ``[#Data]``, ``[#Headers]``, ``[#Totals]``.

    Returns:
        The sheet and the rectangle.

    Raises:
        NotImplementedError: More than one area.
        KeyError: It means nothing here.
    """
    title, rest = split_sheet(reference.removeprefix("="))
    if title is not None:
        sheet = sheet.book.sheets(title)
    if _A1.match(rest):
        return sheet, box_of(rest)
    if "," in rest and "[" not in rest:
        raise NotImplementedError("Een bereik van meer dan één gebied kan niet met deze engine.")
    names = sheet.names if rest in sheet.names else sheet.book.names
    if rest in names:
        target = names(rest).refers_to_range
        return target.sheet, target.box
    match = _TABLE.match(rest)
    found = match and _table_box(sheet, match["table"], match["part"])
    if not found:
        raise KeyError(f"{reference} is geen adres, naam of tabel in {sheet.book.name}.")
    return found


def _table_box(sheet: Sheet, name: str, part: str | None) -> tuple[Sheet, Box] | None:
    for candidate in sheet.book.sheets:
        if name not in candidate.tables:
            continue
        table = candidate.tables(name)
        key = (part or "#Data").casefold()
        areas: dict[str, Any] = {
            "#all": table.range,
            "#data": table.data_body_range,
            "#headers": table.header_row_range,
            "#totals": table.totals_row_range,
        }
        area = areas[key] if key in areas else table.column_range(part or "")
        return None if area is None else (candidate, area.box)
    return None
