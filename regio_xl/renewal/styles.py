"""Looks of cells taken over from one styles part into another (ECMA-376 part 1, 18.8)."""

from __future__ import annotations

import re
from html import unescape

from regio_xl.renewal.parts import attributes, with_attribute

_ITEMS = {
    "numFmts": r"<numFmt\b[^>]*/>",
    "fonts": r"<font\b[^>]*?/>|<font\b.*?</font>",
    "fills": r"<fill\b[^>]*?/>|<fill\b.*?</fill>",
    "borders": r"<border\b[^>]*?/>|<border\b.*?</border>",
    "cellXfs": r"<xf\b[^>]*?/>|<xf\b.*?</xf>",
    "dxfs": r"<dxf\b[^>]*?/>|<dxf\b.*?</dxf>",
}
_ORDER = (
    *("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs"),
    "tableStyles",
)
_BUILT_IN = 164  # number formats below this are Excel's own


class Styles:
    """A styles part in which looks of another are found, or added at the end of each list."""

    def __init__(self, into: str, source: str) -> None:
        self.text = into
        self._source = source
        self._mine = {group: _items(into, group) for group in _ITEMS}
        self._theirs = {group: _items(source, group) for group in _ITEMS}
        self._known: dict[tuple[str, int], int] = {}

    def cell(self, index: int) -> int:
        """Return the number of a look of cells, given its number in the other part."""
        return self._taken("cellXfs", index)

    def difference(self, index: int) -> int:
        """The same for a look of conditional formats and tables."""
        return self._taken("dxfs", index)

    def finished(self) -> str:
        """Return the part with all that was added."""
        text = self.text
        for group in _ITEMS:
            items = self._mine[group]
            if len(items) > len(_items(text, group)):
                text = _with_items(text, group, items)
        return text

    def _taken(self, group: str, index: int) -> int:
        if (group, index) not in self._known:
            item = self._theirs[group][index]
            item = self._moved_xf(item) if group == "cellXfs" else item
            item = self._moved_format(item) if group == "dxfs" else item
            mine = self._mine[group]
            if item not in mine:
                mine.append(item)
            self._known[group, index] = mine.index(item)
        return self._known[group, index]

    def _moved_xf(self, item: str) -> str:
        tag = re.match(r"<xf\b[^>]*>", item)
        assert tag is not None  # noqa: S101 - it was found by this very pattern
        new, said = tag[0], attributes(tag[0])
        for name, group in (("fontId", "fonts"), ("fillId", "fills"), ("borderId", "borders")):
            new = with_attribute(new, name, self._taken(group, int(said.get(name, 0))))
        new = with_attribute(new, "numFmtId", self._format(int(said.get("numFmtId", 0))))
        return with_attribute(new, "xfId", 0) + item[tag.end() :]

    def _moved_format(self, item: str) -> str:
        def moved(match: re.Match[str]) -> str:
            number = self._format(int(attributes(match[0])["numFmtId"]))
            return with_attribute(match[0], "numFmtId", number)

        return re.sub(r"<numFmt\b[^>]*/>", moved, item)

    def _format(self, number: int) -> int:
        """Return the number of a number format; the code decides, numbers differ per file."""
        if number < _BUILT_IN:
            return number
        code = next(
            said["formatCode"]
            for said in map(attributes, self._theirs["numFmts"])
            if int(said["numFmtId"]) == number
        )
        mine = [attributes(item) for item in self._mine["numFmts"]]
        for said in mine:
            if unescape(said["formatCode"]) == unescape(code):
                return int(said["numFmtId"])
        new = max([_BUILT_IN - 1, *(int(said["numFmtId"]) for said in mine)]) + 1
        self._mine["numFmts"].append(f'<numFmt numFmtId="{new}" formatCode="{code}"/>')
        return new


def _section(text: str, group: str) -> re.Match[str] | None:
    return re.search(rf"<{group}\b[^>]*?(?:/>|>(.*?)</{group}>)", text, re.DOTALL)


def _items(text: str, group: str) -> list[str]:
    section = _section(text, group)
    inner = section[1] if section else None
    return re.findall(_ITEMS[group], inner, re.DOTALL) if inner else []


def _with_items(text: str, group: str, items: list[str]) -> str:
    new = f'<{group} count="{len(items)}">{"".join(items)}</{group}>'
    section = _section(text, group)
    if section is not None:
        return text[: section.start()] + new + text[section.end() :]
    later = "|".join(_ORDER[_ORDER.index(group) + 1 :])
    after = re.search(rf"<(?:{later}|colors|extLst)\b|</styleSheet>", text)
    assert after is not None  # noqa: S101 - each styles part ends
    return text[: after.start()] + new + text[after.start() :]
