"""What the calculator cannot write, put into its output: styles of cells, areas that grow along.

Touches only the styles part and the sheets in which cells were written. They are edited as text,
so that everything else in them (namespaces, extensions, order of attributes) stays byte for byte
what the calculator made of it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

from openpyxl.utils import column_index_from_string, get_column_letter, range_boundaries
from openpyxl.xml.functions import tostring

from regio_xl.engine import package
from regio_xl.engine.errors import ContentError
from regio_xl.engine.model import MAX_COLUMNS, MAX_ROWS, Key, Model, address

Style = tuple[int, ...]
_DISPLAY_NAME = re.compile(rb'\sdisplayName="([^"]*)"')
_INSERT_ROW = re.compile(rb'\sinsertRow="[^"]*"')


@dataclass(frozen=True)
class Growth:
    """Rows that were added under a table; all count from 1."""

    first_column: int
    last_column: int
    old_last: int  # the table's last data row before and after
    new_last: int


def patch(
    data: bytes, model: Model, style_book: StyleBook, growths: Mapping[str, Sequence[Growth]]
) -> bytes:
    """Return the package to save, from the one that the calculator wrote."""
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
        """Return the styles part with all styles in it, and style -> index in ``cellXfs``."""
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
        return b"".join([xml[: group.start()], tag, xml[group.end() : end], inner, xml[end:]])

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

_DATA = re.compile(
    rb"<(?P<prefix>(?:\w+:)?)sheetData\s*(?:/>|>(?P<inner>.*)</(?P=prefix)sheetData>)", re.DOTALL
)
_ROW = re.compile(
    rb"<(?P<prefix>(?:\w+:)?)row\b(?P<tag>[^>]*?)(?:/>|>(?P<inner>.*?)</(?P=prefix)row>)", re.DOTALL
)
_ROW_TAG = re.compile(rb"<((?:\w+:)?)row\s([^>]*?)(/?)>")
_ROW_NUMBER = re.compile(rb"""\br=["'](\d+)""")
_CELL = re.compile(rb"<(?:\w+:)?c\b(?P<tag>[^>]*)>")
_CELL_COLUMN = re.compile(rb"""\br=["']([A-Z]+)""")
_STYLE = re.compile(rb'\ss="[^"]*"|\ss=\'[^\']*\'')
_SPANS = re.compile(rb'\sspans="(\d+):(\d+)"')
_OWN_HEIGHT = re.compile(rb'\s?\b(?:ht|customHeight)="[^"]*"')
_SQREF = re.compile(rb'(\bsqref=")([^"]*)(")|(<(?:\w+:)?sqref>)([^<]*)(</)')


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

    return _ROW_TAG.sub(replace, xml)


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


def patch_cells(xml: bytes, styles: Mapping[Key, int]) -> bytes:
    """Give cells a style number; those that are not there yet are added.

    Also drops a row's ``spans`` hint (ECMA-376 part 1, 18.3.1.73) when its cells lie outside it.
    """
    data = _DATA.search(xml)
    if data is None:
        return xml
    wanted: dict[int, dict[int, int]] = defaultdict(dict)
    for (row, column), style in sorted(styles.items()):
        wanted[row][column] = style
    prefix, inner = data["prefix"], data["inner"] or b""
    last = 0

    def replace(match: re.Match[bytes]) -> bytes:
        nonlocal last
        number = _ROW_NUMBER.search(match["tag"])
        last = int(number[1]) if number else last + 1
        above = _new_rows(prefix, wanted, last)
        return above + _patched_row(match, last, wanted.pop(last, {}))

    rows = _ROW.sub(replace, inner) + _new_rows(prefix, wanted, MAX_ROWS + 1)
    if rows == inner:
        return xml
    filled = b"<%ssheetData>%s</%ssheetData>" % (prefix, rows, prefix)
    return xml[: data.start()] + filled + xml[data.end() :]


def _patched_row(match: re.Match[bytes], row: int, wanted: dict[int, int]) -> bytes:
    prefix, tag, inner = match["prefix"], match["tag"], match["inner"] or b""
    spans = _SPANS.search(tag)
    if not wanted and spans is None:
        return match[0]
    present = set(wanted)
    last = 0

    def replace(cell: re.Match[bytes]) -> bytes:
        nonlocal last
        letters = _CELL_COLUMN.search(cell["tag"])
        last = column_index_from_string(letters[1].decode()) if letters else last + 1
        present.add(last)
        left = _new_cells(prefix, row, wanted, last)
        style = wanted.pop(last, None)
        if style is None:
            return left + cell[0]
        return left + b'<%sc s="%d"%s>' % (prefix, style, _STYLE.sub(b"", cell["tag"]))

    cells = _CELL.sub(replace, inner) + _new_cells(prefix, row, wanted, MAX_COLUMNS + 1)
    low, high = (int(spans[1]), int(spans[2])) if spans else (1, MAX_COLUMNS)
    if not all(low <= column <= high for column in present):
        tag = _SPANS.sub(b"", tag)
    if cells == inner and tag == match["tag"]:
        return match[0]
    return b"<%srow%s>%s</%srow>" % (prefix, tag, cells, prefix)


def _new_rows(prefix: bytes, wanted: dict[int, dict[int, int]], before: int) -> bytes:
    """Write the rows that come before one, and take them from what is wanted."""
    text = b""
    for row in [number for number in wanted if number < before]:
        cells = _new_cells(prefix, row, wanted.pop(row), MAX_COLUMNS + 1)
        text += b'<%srow r="%d">%s</%srow>' % (prefix, row, cells, prefix)
    return text


def _new_cells(prefix: bytes, row: int, wanted: dict[int, int], before: int) -> bytes:
    """Write the cells of a row that come before a column, and take them from what is wanted."""
    text = b""
    for column in [number for number in wanted if number < before]:
        place = address(row, column).encode()
        text += b'<%sc r="%s" s="%d"/>' % (prefix, place, wanted.pop(column))
    return text
