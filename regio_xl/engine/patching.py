"""What the calculator cannot write, put into its output: styles of cells, areas that grow along.

Touches only the styles part and the sheets in which cells were written, at byte offsets that
expat gives, so that everything that is not edited (namespaces, extensions, order of attributes)
stays byte for byte what the calculator made of it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from xml.etree import ElementTree
from xml.parsers import expat

from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string
from openpyxl.xml.functions import tostring

from regio_xl.engine import package
from regio_xl.engine.errors import ContentError
from regio_xl.engine.model import Model, address

Edit = tuple[int, int, bytes]
Style = tuple[int, ...]
_DISPLAY_NAME = re.compile(rb'\sdisplayName="([^"]*)"')
_INSERT_ROW = re.compile(rb'\sinsertRow="[^"]*"')


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


def patch(
    data: bytes, model: Model, style_book: StyleBook, growths: Mapping[str, Sequence[Growth]]
) -> bytes:
    """Patch the package that the calculator wrote.

    Args:
        data: The package.
        model: The cells as they should be, and as they were.
        style_book: Which style stands where in the styles part; new ones are noted in it.
        growths: Per sheet the tables that grew.

    Returns:
        The package to save.
    """
    wanted = {
        sheet.title: found
        for sheet in model.book.worksheets
        if (found := model.style_changes(sheet))
    }
    parts = package.sheet_parts(data)
    titles = {*model.before, *model.heights, *growths} & set(parts)
    styles_name = package.styles_part(data)
    if styles_name is None and wanted:
        raise ContentError("Deze werkmap heeft geen opmaak; sla hem eerst op in Excel.")
    names = {parts[title] for title in titles} | {styles_name or ""}
    content = package.read_parts(data, names)
    changed: dict[str, bytes] = {}
    numbers: dict[Style, int] = {}
    if styles_name is not None:
        every = [style for found in wanted.values() for style in found.values()]
        new, numbers = style_book.number(content[styles_name], every)
        changed[styles_name] = mend_font_order(new)
    for title in titles:
        found = {key: numbers[tuple(style)] for key, style in wanted.get(title, {}).items()}
        sheet = patch_cells(content[parts[title]], found)
        sheet = patch_heights(sheet, model.heights.get(title, {}))
        changed[parts[title]] = extend_areas(sheet, growths.get(title, ()))
        changed |= _filled_insert_rows(data, parts[title], model.book[title])
    changed = {name: new for name, new in changed.items() if content.get(name) != new}
    patched = package.replace_parts(data, changed)
    return package.replace_parts(patched, package.share(patched))


def _filled_insert_rows(data: bytes, part: str, sheet: Any) -> dict[str, bytes]:
    """Take the mark of an empty table (ECMA-376 part 1, 18.5.1.2) from tables with data."""
    filled = {
        str(table.displayName)
        for table in sheet.tables.values()
        if table.insertRow and any(cell.value is not None for cell in sheet[table.ref][1])
    }
    if not filled:
        return {}
    names = {name for kind, name in package.relations(data, part).values() if "/table" in kind}
    changed: dict[str, bytes] = {}
    for name, xml in package.read_parts(data, names).items():
        found = _DISPLAY_NAME.search(xml)
        if found and found[1].decode() in filled:
            changed[name] = _INSERT_ROW.sub(b"", xml, count=1)
    return changed


# The styles part. openpyxl keeps the cell formats of a file, and their fonts, fills and borders, in
# file order: the entries that were there keep their number, and new ones (another number format or
# quotePrefix on a known look) are appended (ECMA-376 part 1, 18.8).

_BUILT_IN = 164  # number formats below this are Excel's own
_COUNT = re.compile(rb'\scount="\d*"')
_FONT_ORDER = [
    "b",
    "i",
    "strike",
    "condense",
    "extend",
    "outline",
    "shadow",
    "u",
    "vertAlign",
    "sz",
    "color",
    "name",
    "family",
    "charset",
    "scheme",
]


class StyleBook:
    """Which style of the model stands where in the file."""

    def __init__(self, book: Any) -> None:
        """Remember what the file holds; call it right after the book was loaded."""
        self._book = book
        self._known: dict[Style, int] = {}
        for index, style in enumerate(book._cell_styles):
            self._known.setdefault(tuple(style), index)
        self._size = len(book._cell_styles)

    def number(self, xml: bytes, wanted: Sequence[Any]) -> tuple[bytes, dict[Style, int]]:
        """Find the number of styles, adding to the styles part what is missing.

        Returns:
            The styles part, and style (as tuple) -> index in ``cellXfs``.
        """
        new = {tuple(style): style for style in wanted if tuple(style) not in self._known}
        if new:
            xml = self._appended(xml, list(new.values()))
            for key in new:
                self._known[key] = self._size
                self._size += 1
        return xml, {tuple(style): self._known[tuple(style)] for style in wanted}

    def _appended(self, xml: bytes, styles: Sequence[Any]) -> bytes:
        group = re.search(rb"<((?:\w+:)?)cellXfs\b[^>]*>", xml)
        assert group is not None  # noqa: S101 - openpyxl could not have loaded it
        prefix = group[1].decode()
        root = ElementTree.fromstring(xml)  # noqa: S314 - see package.py
        formats = {
            item.get("formatCode", ""): int(item.get("numFmtId", 0))
            for item in root.iterfind("{*}numFmts/{*}numFmt")
        }
        inner = "".join(self._xf(style, formats, prefix) for style in styles).encode()
        tag = _COUNT.sub(b"", group[0]).removesuffix(b">")
        tag += b' count="%d">' % (self._size + len(styles))
        end = xml.index(f"</{prefix}cellXfs>".encode())
        return apply_edits(xml, [(*group.span(), tag), (end, end, inner)])

    def _xf(self, style: Any, formats: Mapping[str, int], prefix: str) -> str:
        book, number = self._book, style.numFmtId
        if number >= _BUILT_IN:
            number = formats[book._number_formats[number - _BUILT_IN]]
        ids = {
            "numFmtId": number,
            "fontId": style.fontId,
            "fillId": style.fillId,
            "borderId": style.borderId,
            "xfId": style.xfId,
            "quotePrefix": style.quotePrefix,
            "pivotButton": style.pivotButton,
            "applyNumberFormat": 1,
            "applyFont": 1,
            "applyFill": 1,
            "applyBorder": 1,
            "applyAlignment": int(bool(style.alignmentId)),
            "applyProtection": int(bool(style.protectionId)),
        }
        optional = {"quotePrefix", "pivotButton"}
        text = "".join(f' {k}="{v}"' for k, v in ids.items() if v or k not in optional)
        inner = ""
        if style.alignmentId:
            inner += _xml(book._alignments[style.alignmentId].to_tree("alignment"), prefix)
        if style.protectionId:
            inner += _xml(book._protections[style.protectionId].to_tree("protection"), prefix)
        return f"<{prefix}xf{text}>{inner}</{prefix}xf>"


def _xml(tree: ElementTree.Element, prefix: str) -> str:
    """Write an element of openpyxl with the prefix that the part uses."""
    text = str(tostring(tree), "utf-8")
    return re.sub(r"<(/?)(?=\w)", rf"<\1{prefix}", text) if prefix else text


def mend_font_order(xml: bytes) -> bytes:
    """Put the children of every font in the order of the schema (ECMA-376 part 1, 18.8.22).

    openpyxl writes them in another order; Excel does not mind, validators do.
    """
    return re.sub(
        rb"(<font>)(.*?)(</font>)",
        lambda match: match[1] + _sorted_children(match[2]) + match[3],
        xml,
        flags=re.DOTALL,
    )


def _sorted_children(inner: bytes) -> bytes:
    pieces = re.findall(rb"<\w+[^>]*/>", inner)
    names = [name.decode() for name in re.findall(rb"<(\w+)[^>]*/>", inner)]
    if b"".join(pieces) != inner or any(name not in _FONT_ORDER for name in names):
        return inner
    order = sorted(range(len(names)), key=lambda index: _FONT_ORDER.index(names[index]))
    return b"".join(pieces[index] for index in order)


# A sheet part: heights of rows, areas that grow along, style numbers of cells.

_STYLE = re.compile(rb'\ss="[^"]*"|\ss=\'[^\']*\'')
_SPANS = re.compile(rb'\sspans="[^"]*"')
_SQREF = re.compile(rb'(\bsqref=")([^"]*)(")|(<(?:\w+:)?sqref>)([^<]*)(</)')
_ROW = re.compile(rb"<((?:\w+:)?)row\s([^>]*?)(/?)>")
_ROW_NUMBER = re.compile(rb'\br="(\d+)"')
_OWN_HEIGHT = re.compile(rb'\s?\b(?:ht|customHeight)="[^"]*"')


def patch_heights(xml: bytes, heights: Mapping[int, float]) -> bytes:
    """Set the height, in points, of rows that are in the sheet part; nothing else changes.

    A height is stored without ``customHeight`` (ECMA-376 part 1, 18.3.1.73), so that Excel goes on
    fitting the row when somebody edits it.
    """
    if not heights:
        return xml

    def replace(match: re.Match[bytes]) -> bytes:
        number = _ROW_NUMBER.search(match[2])
        height = heights.get(int(number[1])) if number else None
        if height is None:
            return match[0]
        attributes = _OWN_HEIGHT.sub(b"", match[2]).strip()
        return b'<%srow %s ht="%s"%s>' % (match[1], attributes, b"%g" % height, match[3])

    return _ROW.sub(replace, xml)


def extend_areas(xml: bytes, growths: Sequence[Growth]) -> bytes:
    """Let validations and conditional formats grow along with a table, as Excel does.

    An area that lies in the columns of the table and ends on its old last row is made to end on
    the new one; classic and extension (x14) areas alike. Nothing else changes.
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


def apply_edits(xml: bytes, edits: list[Edit]) -> bytes:
    """Replace parts of a text; edits are (start, end, replacement) and may not overlap."""
    out: list[bytes] = []
    position = 0
    for start, end, replacement in sorted(edits, key=lambda edit: edit[:2]):
        out += [xml[position:start], replacement]
        position = end
    return b"".join([*out, xml[position:]])


def patch_cells(xml: bytes, styles: Mapping[tuple[int, int], int]) -> bytes:
    """Give cells, by (row, column), a style number; those that are not there yet are added.

    Also drops a row's ``spans`` hint (ECMA-376 part 1, 18.3.1.73) when its cells lie outside it.
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
        return f'<{self.prefix}c r="{address(row, column)}" s="{style}"/>'.encode()

    def _row_cells(self, row: int, cells: Mapping[int, int]) -> bytes:
        return b"".join(self._cell(row, column, style) for column, style in cells.items())

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
            text += f'<{self.prefix}row r="{row}">'.encode()
            text += self._row_cells(row, self.wanted.pop(row)) + f"</{self.prefix}row>".encode()
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
            inner = self._row_cells(self.row, left)
            self._fill_empty(self.row_start, f"{self.prefix}row", inner)
        else:
            if self.reach and not self.reach[0] <= max(left) <= self.reach[1]:
                self._drop_spans()
            self._insert_cells(self.parser.CurrentByteIndex, None)

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
