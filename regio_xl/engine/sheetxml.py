"""Small, exact edits in the XML of a sheet: style numbers of cells, areas that grow along.

Edits are made on the bytes, at offsets that expat gives, so that everything that is not edited
(namespaces, extensions, order of attributes) stays exactly as it was. No styles are made here.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

Edit = tuple[int, int, bytes]
_STYLE = re.compile(rb'\ss="[^"]*"|\ss=\'[^\']*\'')
_SPANS = re.compile(rb'\sspans="[^"]*"')
_SQREF = re.compile(rb'(\bsqref=")([^"]*)(")|(<(?:\w+:)?sqref>)([^<]*)(</)')


@dataclass(frozen=True)
class Growth:
    """Rows that were added under a table.

    ``first_column`` and ``last_column`` are the table's, ``old_last`` and ``new_last`` its last
    data row before and after; all count from 1.
    """

    first_column: int
    last_column: int
    old_last: int
    new_last: int


def apply_edits(xml: bytes, edits: list[Edit]) -> bytes:
    """Replace parts of a text; edits are (start, end, replacement) and may not overlap."""
    out: list[bytes] = []
    position = 0
    for start, end, replacement in sorted(edits, key=lambda edit: edit[:2]):
        out += [xml[position:start], replacement]
        position = end
    return b"".join([*out, xml[position:]])


def patch_cells(xml: bytes, styles: Mapping[tuple[int, int], int]) -> bytes:
    """Give cells a style number, adding the cells and rows that are not there yet.

    Also drops a row's ``spans`` hint (ECMA-376 part 1, 18.3.1.73) when its cells lie outside it.

    Args:
        xml: The sheet part.
        styles: (row, column) -> index in ``cellXfs``, counting rows and columns from 1.

    Returns:
        The sheet part with nothing else changed.
    """
    return apply_edits(xml, _CellPatch(xml, styles).edits())


@dataclass
class _CellPatch:
    xml: bytes
    styles: Mapping[tuple[int, int], int]
    found: list[Edit] = field(default_factory=list)
    row: int = 0
    row_start: int = 0
    data_start: int = 0
    column: int = 0
    reach: tuple[int, int] | None = None
    prefix: str = ""
    depth: int = 0  # 1 inside sheetData, 2 inside a row

    def edits(self) -> list[Edit]:
        wanted: dict[int, dict[int, int]] = defaultdict(dict)
        for (row, column), style in sorted(self.styles.items()):
            wanted[row][column] = style
        self.wanted = wanted
        self.open_rows = sorted(wanted)
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        self.parser = parser
        parser.Parse(self.xml, True)
        return self.found

    def _tag_end(self, start: int) -> int:
        return self.xml.index(b">", start) + 1

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if self.depth == 0 and not name.endswith("sheetData"):
            return
        local = name.rpartition(":")[2]
        offset = self.parser.CurrentByteIndex
        if local == "sheetData" and self.depth == 0:
            self.prefix, self.depth, self.data_start = name[: -len(local)], 1, offset
        elif local == "row" and self.depth == 1:
            self.depth = 2
            self._start_row(offset, attributes)
        elif local == "c" and self.depth == 2:
            self._start_cell(offset, attributes.get("r"))

    def _start_row(self, offset: int, attributes: dict[str, str]) -> None:
        self.row = int(attributes.get("r", self.row + 1))
        self.row_start, self.column = offset, 0
        span = attributes.get("spans")
        self.reach = None
        if span and " " not in span:
            low, _, high = span.partition(":")
            self.reach = (int(low), int(high))
        self._insert_rows(offset, self.row)

    def _start_cell(self, offset: int, reference: str | None) -> None:
        if reference:
            self.column = column_index_from_string(coordinate_from_string(reference)[0])
        else:
            self.column += 1
        if self.reach and not self.reach[0] <= self.column <= self.reach[1]:
            self._drop_spans()
        wanted = self.wanted.get(self.row)
        if not wanted:
            return
        self._insert_cells(offset, self.column)
        style = wanted.pop(self.column, None)
        if style is None:
            return
        tag = self.xml[offset : self._tag_end(offset)]
        bare = _STYLE.sub(b"", tag)
        cut = len(self.prefix) + 2
        self.found.append(
            (offset, offset + len(tag), bare[:cut] + f' s="{style}"'.encode() + bare[cut:])
        )

    def _drop_spans(self) -> None:
        self.reach = None
        end = self._tag_end(self.row_start)
        match = _SPANS.search(self.xml, self.row_start, end)
        if match and not self._is_empty(self.row_start):
            self.found.append((match.start(), match.end(), b""))

    def _is_empty(self, start: int) -> bool:
        return self.xml[self._tag_end(start) - 2 : self._tag_end(start)] == b"/>"

    def _cell(self, row: int, column: int, style: int) -> bytes:
        return f'<{self.prefix}c r="{get_column_letter(column)}{row}" s="{style}"/>'.encode()

    def _insert_cells(self, offset: int, before: int | None) -> None:
        """Insert, at an offset, the wanted cells of this row that come before a column."""
        wanted = self.wanted[self.row]
        due = [column for column in wanted if before is None or column < before]
        text = b"".join(self._cell(self.row, column, wanted.pop(column)) for column in due)
        if text:
            self.found.append((offset, offset, text))

    def _insert_rows(self, offset: int, before: int | None) -> None:
        text = b""
        while self.open_rows and (before is None or self.open_rows[0] < before):
            row = self.open_rows.pop(0)
            cells = self.wanted.pop(row)
            inner = b"".join(self._cell(row, column, style) for column, style in cells.items())
            text += f'<{self.prefix}row r="{row}">'.encode() + inner
            text += f"</{self.prefix}row>".encode()
        if self.open_rows and self.open_rows[0] == before:
            self.open_rows.pop(0)
        if text:
            self.found.append((offset, offset, text))

    def _end(self, name: str) -> None:
        if self.depth == 2 and name == f"{self.prefix}row":
            self.depth = 1
            self._end_row()
        elif self.depth == 1 and name == f"{self.prefix}sheetData":
            self.depth = -1
            self._end_data()

    def _end_row(self) -> None:
        left = self.wanted.get(self.row)
        if not left:
            return
        if self._is_empty(self.row_start):
            self._fill_empty(self.row_start, f"{self.prefix}row", self._row_cells(left))
        else:
            if self.reach and not self.reach[0] <= max(left) <= self.reach[1]:
                self._drop_spans()
            self._insert_cells(self.parser.CurrentByteIndex, None)

    def _row_cells(self, cells: dict[int, int]) -> bytes:
        return b"".join(self._cell(self.row, column, style) for column, style in cells.items())

    def _fill_empty(self, start: int, name: str, inner: bytes) -> None:
        end = self._tag_end(start)
        tag = _SPANS.sub(b"", self.xml[start : end - 2])
        self.found.append((start, end, tag + b">" + inner + f"</{name}>".encode()))

    def _end_data(self) -> None:
        start = self.data_start
        if not self._is_empty(start):
            self._insert_rows(self.parser.CurrentByteIndex, None)
            return
        self._insert_rows(start, None)
        if self.found:
            self._fill_empty(start, f"{self.prefix}sheetData", self.found.pop()[2])


def extend_areas(xml: bytes, growths: Sequence[Growth]) -> bytes:
    """Let validations and conditional formats grow along with a table, as Excel does.

    An area that lies in the columns of the table and ends on its old last row is made to end on
    the new one; classic and extension (x14) areas alike.

    Args:
        xml: The sheet part.
        growths: The tables that grew.

    Returns:
        The sheet part with only such areas changed.
    """
    if not growths:
        return xml

    def replace(match: re.Match[bytes]) -> bytes:
        groups: tuple[Any, ...] = match.groups()
        before, areas, after = groups[:3] if groups[0] is not None else groups[3:]
        grown = " ".join(_grow(area, growths) for area in areas.decode().split())
        return bytes(before) + grown.encode() + bytes(after)

    start = xml.rfind(b"sheetData")  # the areas stand after the cells
    return xml[:start] + _SQREF.sub(replace, xml[start:])


def _grow(area: str, growths: Sequence[Growth]) -> str:
    left, top, right, bottom = range_boundaries(area)
    if None in (left, top, right, bottom):
        return area
    for growth in growths:
        inside = growth.first_column <= left and right <= growth.last_column
        if inside and bottom == growth.old_last:
            bottom = growth.new_last
            return f"{get_column_letter(left)}{top}:{get_column_letter(right)}{bottom}"
    return area
