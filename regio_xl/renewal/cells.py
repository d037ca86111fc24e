"""The cells of a sheet part: read as they stand there, put in another sheet, columns and heights.

A cell is kept as text, so that nothing of a number, text or formula changes on the way.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from html import escape, unescape
from typing import NamedTuple

from openpyxl.utils import range_boundaries

from regio_xl.engine.model import MAX_COLUMNS, Key, address
from regio_xl.renewal.parts import attributes, with_attribute

_DATA = re.compile(r"<sheetData\s*(?:/>|>(.*)</sheetData>)", re.DOTALL)
_ROW = re.compile(r"(<row\b[^>]*?)(?:/>|>(.*?)</row>)", re.DOTALL)
_CELL = re.compile(r"(<c\b[^>]*?)(?:/>|>(.*?)</c>)", re.DOTALL)
_FORMULA = re.compile(r"<f\b[^>]*?(?:/>|>(.*?)</f>)", re.DOTALL)
_COLUMNS = re.compile(r"<cols>(.*?)</cols>", re.DOTALL)
_DIMENSION = re.compile(r'(<dimension ref=")([^"]*)(")')
_STRING = re.compile(r"<si\b[^>]*?(?:/>|>(.*?)</si>)", re.DOTALL)


class Raw(NamedTuple):
    """A cell as it stands in a sheet part; a text is inline, a formula has no value beside it."""

    style: int
    kind: str = ""  # attribute ``t``
    inner: str = ""
    formula: str | None = None  # in file notation, without ``=``

    def xml(self, key: Key) -> str:
        """Return the element at a place."""
        kind = f' t="{self.kind}"' if self.kind else ""
        inner = self.inner if self.formula is None else f"<f>{escape(self.formula, False)}</f>"
        start = f'<c r="{address(*key)}" s="{self.style}"{kind}'
        return f"{start}>{inner}</c>" if inner else f"{start}/>"


def inline(text: str, style: int) -> Raw:
    """Return a cell with a text."""
    return Raw(style, "inlineStr", f'<is><t xml:space="preserve">{escape(text, False)}</t></is>')


def strings(xml: str) -> list[str]:
    """Return what stands in each entry of a table of shared strings, as XML."""
    return [found or "" for found in _STRING.findall(xml)]


def read(xml: str, shared: list[str]) -> dict[Key, Raw]:
    """Return the cells of a sheet part that our own builder made."""
    found: dict[Key, Raw] = {}
    data = _DATA.search(xml)
    for tag, inner in _CELL.findall(data[1] or "" if data else ""):
        said = attributes(tag)
        column, row, *_ = range_boundaries(said["r"])
        kind, style = said.get("t", ""), int(said.get("s", 0))
        formula = _FORMULA.search(inner)
        if formula is not None:
            found[row, column] = Raw(style, formula=unescape(formula[1] or ""))
        elif kind == "s":
            text = shared[int(re.sub(r"<.*?>", "", inner))]
            found[row, column] = Raw(style, "inlineStr", f"<is>{text}</is>")
        else:
            found[row, column] = Raw(style, kind, inner)
    return found


def heights(xml: str) -> dict[int, float]:
    """Return the height of each row that has one."""
    tags = [attributes(tag) for tag, _ in _ROW.findall(xml)]
    return {int(said["r"]): float(said["ht"]) for said in tags if "ht" in said}


def put(xml: str, cells: Mapping[Key, Raw], tall: Mapping[int, float]) -> str:
    """Return a sheet part with cells in it, in place of what stood there, and heights of rows."""
    data = _DATA.search(xml)
    if data is None or not cells:
        return xml
    wanted: dict[int, dict[int, Raw]] = defaultdict(dict)
    for (row, column), cell in cells.items():
        wanted[row][column] = cell
    rows = {
        int(attributes(tag)["r"]): (tag, inner or "") for tag, inner in _ROW.findall(data[1] or "")
    }
    for number, line in wanted.items():
        tag, inner = rows.get(number, (f'<row r="{number}"', ""))
        tag = re.sub(r'\sspans="[^"]*"', "", tag)
        if number in tall:
            tag = with_attribute(tag + ">", "ht", f"{tall[number]:g}")[:-1]
        rows[number] = tag, _line(number, inner, line)
    text = "".join(f"{tag}>{inner}</row>" for _, (tag, inner) in sorted(rows.items()))
    xml = f"{xml[: data.start()]}<sheetData>{text}</sheetData>{xml[data.end() :]}"
    return _covering(xml, cells)


def _line(number: int, inner: str, line: Mapping[int, Raw]) -> str:
    there = {
        range_boundaries(attributes(match[1])["r"])[0]: match[0] for match in _CELL.finditer(inner)
    }
    there |= {column: cell.xml((number, column)) for column, cell in line.items()}
    return "".join(text for _, text in sorted(there.items()))


def _covering(xml: str, cells: Mapping[Key, Raw]) -> str:
    """Let the dimension of the sheet reach the cells."""

    def grown(match: re.Match[str]) -> str:
        left, top, right, bottom = range_boundaries(match[2])
        rows, columns = [row for row, _ in cells], [column for _, column in cells]
        start = address(min(top, *rows, top), min(left, *columns, left))
        end = address(max(bottom, *rows, bottom), max(right, *columns, right))
        return f"{match[1]}{start}:{end}{match[3]}"

    return _DIMENSION.sub(grown, xml, count=1)


def translated(formula: str, row_of: Callable[[int], int]) -> str:
    """Return a formula with other rows in its references to cells of its own sheet.

    >>> translated('COUNTIF(tblA[B1],A6)&"A6"', lambda row: row + 2)
    'COUNTIF(tblA[B1],A8)&"A6"'
    """
    return "".join(
        piece if at % 2 else _REFERENCE.sub(lambda m: f"{m[1]}{row_of(int(m[2]))}", piece)
        for at, piece in enumerate(_APART.split(formula))
    )


# Texts, names of sheets, and what stands in square brackets, which may hold another pair
_APART = re.compile(r"""("[^"]*"|'[^']*'|\[(?:[^\[\]]|\[[^\]]*\])*\])""")
_REFERENCE = re.compile(r"(?<![\w.!$])(\$?[A-Z]{1,3}\$?)(\d+)(?![\w(])")


# Columns

Columns = list[tuple[int, int, str]]
"""First and last column, and the other attributes as they stand there."""


def columns(xml: str) -> Columns:
    """Return the columns that have a width or look of their own."""
    section = _COLUMNS.search(xml)
    found: Columns = []
    for tag in re.findall(r"<col\b([^>]*)/>", section[1] if section else ""):
        said = attributes(tag)
        rest = "".join(f' {name}="{said[name]}"' for name in said if name not in ("min", "max"))
        found.append((int(said["min"]), int(said["max"]), rest))
    return found


def without_columns(xml: str) -> str:
    """Return a sheet part without widths of columns."""
    return _COLUMNS.sub("", xml, count=1)


def moved_columns(found: Columns, at: int, count: int) -> Columns:
    """Return the columns once others were inserted before column ``at``.

    >>> moved_columns([(1, 2, " a"), (3, 16384, " b")], 3, 2)
    [(1, 2, ' a'), (5, 16384, ' b')]
    """
    return [
        (first + count * (first >= at), min(last + count * (last >= at), MAX_COLUMNS), rest)
        for first, last, rest in found
        if first + count * (first >= at) <= MAX_COLUMNS
    ]


def with_columns(xml: str, found: Columns, other: Mapping[int, str]) -> str:
    """Return a sheet part with these columns, of which some get other attributes."""
    items: list[tuple[int, int, str]] = [(column, column, rest) for column, rest in other.items()]
    for first, last, rest in found:
        start = first
        for column in sorted(column for column in other if first <= column <= last):
            items.append((start, column - 1, rest))
            start = column + 1
        items.append((start, last, rest))
    text = "".join(
        f'<col min="{first}" max="{last}"{rest}/>'
        for first, last, rest in sorted(items)
        if first <= last
    )
    xml = without_columns(xml)
    if not text:
        return xml
    return re.sub(r"(?=<sheetData\b)", f"<cols>{text}</cols>", xml, count=1)


def restyled(rest: str, look: Callable[[int], int]) -> str:
    """Return attributes of a column or row with the number of its look in another file.

    >>> restyled(' width="9" style="3"', lambda number: number + 4)
    ' width="9" style="7"'
    """
    return re.sub(r'(\s(?:style|s)=")(\d+)"', lambda m: f'{m[1]}{look(int(m[2]))}"', rest)
