"""The styles part: find or add the ``cellXfs`` entry for a style of the model.

openpyxl keeps the fonts, fills, borders and cell formats of a file in file order, so the entries
that were there keep their number, and what the model added since is appended (ECMA-376 part 1,
18.8). No cells here.
"""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from openpyxl.xml.functions import tostring

from regio_xl.engine.sheetxml import Edit, apply_edits

_BUILT_IN = 164  # number formats below this are Excel's own
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
        self._known: dict[tuple[int, ...], int] = {}
        for index, style in enumerate(book._cell_styles):
            self._known.setdefault(tuple(style), index)
        self._size = len(book._cell_styles)
        self._places = {
            "fonts": list(range(len(book._fonts))),
            "fills": list(range(len(book._fills))),
            "borders": list(range(len(book._borders))),
        }

    def number(self, xml: bytes, wanted: list[Any]) -> tuple[bytes, dict[tuple[int, ...], int]]:
        """Find the number of styles, adding to the styles part what is missing.

        Args:
            xml: The styles part.
            wanted: ``StyleArray`` of cells.

        Returns:
            The styles part, and style (as tuple) -> index in ``cellXfs``.
        """
        new = {tuple(style): style for style in wanted if tuple(style) not in self._known}
        if new:
            addition = _Addition(xml)
            for key, style in new.items():
                addition.add("cellXfs", self._xf(style, addition))
                self._known[key] = self._size
                self._size += 1
            xml = addition.result()
        return xml, {tuple(style): self._known[tuple(style)] for style in wanted}

    def _xf(self, style: Any, addition: _Addition) -> str:
        book = self._book
        ids = {
            "numFmtId": self._number_format(style.numFmtId, addition),
            "fontId": self._place("fonts", "font", book._fonts, style.fontId, addition),
            "fillId": self._place("fills", "fill", book._fills, style.fillId, addition),
            "borderId": self._place("borders", "border", book._borders, style.borderId, addition),
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
            inner += addition.text(book._alignments[style.alignmentId].to_tree("alignment"))
        if style.protectionId:
            inner += addition.text(book._protections[style.protectionId].to_tree("protection"))
        return f"<{addition.prefix}xf{text}>{inner}</{addition.prefix}xf>"

    def _place(self, group: str, tag: str, items: Any, index: int, addition: _Addition) -> int:
        places = self._places[group]
        while len(places) <= index:
            tree = items[len(places)].to_tree(tag)
            if tag == "font":
                tree[:] = sorted(tree, key=lambda child: _FONT_ORDER.index(_local(child.tag)))
            places.append(addition.add(group, addition.text(tree)))
        return places[index]

    def _number_format(self, number: int, addition: _Addition) -> int:
        if number < _BUILT_IN:
            return number
        return addition.number_format(self._book._number_formats[number - _BUILT_IN])


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


class _Addition:
    """Children to append to the groups of one styles part."""

    def __init__(self, xml: bytes) -> None:
        self._xml = xml
        self._groups: dict[str, tuple[int, int, int, int]] = {}  # tag, after tag, end, children
        self._new: dict[str, list[str]] = {}
        self._formats: dict[str, int] = {}
        self.prefix = ""
        self._first_group = len(xml)
        self._read()

    def _read(self) -> None:
        parser = expat.ParserCreate()
        stack: list[str] = []
        counts: dict[str, int] = {}
        starts: dict[str, int] = {}

        def start(name: str, attributes: dict[str, str]) -> None:
            local = name.rpartition(":")[2]
            stack.append(local)
            if len(stack) == 1:
                self.prefix = name[: -len(local)]
            elif len(stack) == 2:
                starts[local], counts[local] = parser.CurrentByteIndex, 0
                self._first_group = min(self._first_group, parser.CurrentByteIndex)
            elif len(stack) == 3:
                counts[stack[1]] += 1
                if local == "numFmt":
                    self._formats[attributes["formatCode"]] = int(attributes["numFmtId"])

        def end(name: str) -> None:
            local = name.rpartition(":")[2]
            if len(stack) == 2:
                begin = starts[local]
                after = self._xml.index(b">", begin) + 1
                self._groups[local] = (begin, after, parser.CurrentByteIndex, counts[local])
            stack.pop()

        parser.StartElementHandler = start
        parser.EndElementHandler = end
        parser.Parse(self._xml, True)

    def text(self, tree: ElementTree.Element) -> str:
        """Write an element of openpyxl with the prefix that this part uses."""
        text = str(tostring(tree), "utf-8")
        return re.sub(r"<(/?)(?=\w)", rf"<\1{self.prefix}", text) if self.prefix else text

    def add(self, group: str, text: str) -> int:
        """Append a child to a group and return its index."""
        new = self._new.setdefault(group, [])
        new.append(text)
        return (self._groups[group][3] if group in self._groups else 0) + len(new) - 1

    def number_format(self, code: str) -> int:
        """Return the id of a number format, adding it when the part does not have it."""
        if code not in self._formats:
            number = max([*self._formats.values(), _BUILT_IN - 1]) + 1
            self._formats[code] = number
            attributes = f"numFmtId={quoteattr(str(number))} formatCode={quoteattr(code)}"
            self.add("numFmts", f"<{self.prefix}numFmt {attributes}/>")
        return self._formats[code]

    def result(self) -> bytes:
        """Return the part with the children appended and the counts right."""
        edits: list[Edit] = []
        for group, children in self._new.items():
            inner = "".join(children).encode()
            name = f"{self.prefix}{group}"
            if group not in self._groups:  # only numFmts can be missing
                whole = f'<{name} count="{len(children)}">'.encode() + inner
                edits.append((self._first_group, self._first_group, whole + f"</{name}>".encode()))
                continue
            begin, after, end, count = self._groups[group]
            tag = self._xml[begin:after]
            tag = re.sub(rb'\scount="\d*"', b"", tag).removesuffix(b">")
            empty = tag.endswith(b"/")
            tag = tag.removesuffix(b"/") + f' count="{count + len(children)}">'.encode()
            if empty:
                edits.append((begin, after, tag + inner + f"</{name}>".encode()))
            else:
                edits += [(begin, after, tag), (end, end, inner)]
        return apply_edits(self._xml, edits)


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
    children = re.findall(rb"<(\w+)[^>]*/>", inner)
    pieces = re.findall(rb"<\w+[^>]*/>", inner)
    names = [child.decode() for child in children]
    if b"".join(pieces) != inner or any(name not in _FONT_ORDER for name in names):
        return inner
    order = sorted(range(len(names)), key=lambda index: _FONT_ORDER.index(names[index]))
    return b"".join(pieces[index] for index in order)
