"""Sheets of a new workbook that an older one lacks, taken over as a whole.

With their tables, charts, validations, conditional formats and print titles. Cells keep their text
inline, looks get the number that they have in the older workbook.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence

from regio_xl.renewal import cells, tables
from regio_xl.renewal.parts import Parts, attributes, link, with_attribute
from regio_xl.renewal.styles import Styles

_SHEET = re.compile(r"<sheet\b[^>]*/>")
_NAME = re.compile(r"<definedName\b[^>]*>.*?</definedName>", re.DOTALL)
_CELL = re.compile(r"(<c\b[^>]*?)(?:/>|>(.*?)</c>)", re.DOTALL)


class Taker:
    """Takes sheets over from a new workbook into an older one."""

    def __init__(self, into: Parts, new: Parts, styles: Styles, shared: list[str]) -> None:
        self._into = into
        self._new = new
        self._styles = styles
        self._shared = shared

    def take(self, title: str, order: Sequence[str]) -> str:
        """Add a sheet behind the last one that precedes it in ``order``; return its part."""
        source = self._new.sheets[title]
        part = self._copied(source)
        self._into[part] = self._with_looks(self._new[source])
        self._into.sheets[title] = part
        index = self._listed(title, part, order)
        self._print_titles(title, index)
        return part

    def _copied(self, source: str) -> str:
        """Copy a part with all that it leads to, under names that are free."""
        into, new = self._into, self._new
        part = into.fresh_name(source)
        into[part] = new[source]
        into.declare(part, new.type_of(source))
        folder, base = posixpath.split(source)
        links = posixpath.join(folder, "_rels", f"{base}.rels")
        if links not in new:
            return part
        text = new[links]
        for tag in re.findall(r"<Relationship\b[^>]*>", text):
            said = attributes(tag)
            leads = new.targets(source, said["Type"].rpartition("/")[2])[said["Id"]]
            if "/tables/" in leads:
                target = tables.copied(into, new, leads, self._styles)
            else:
                target = self._copied(leads)
            text = text.replace(tag, with_attribute(tag, "Target", f"/{target}"))
        folder, base = posixpath.split(part)
        into[posixpath.join(folder, "_rels", f"{base}.rels")] = text
        return part

    def _with_looks(self, xml: str) -> str:
        look = self._styles.cell

        def cell(match: re.Match[str]) -> str:
            tag, inner = cells.restyled(match[1], look), match[2] or ""
            if attributes(tag).get("t") == "s":
                text = self._shared[int(re.sub(r"<.*?>", "", inner))]
                tag, inner = with_attribute(tag + ">", "t", "inlineStr")[:-1], f"<is>{text}</is>"
            return f"{tag}>{inner}</c>" if inner else f"{tag}/>"

        xml = _CELL.sub(cell, xml)
        xml = re.sub(r"<(?:row|col)\b[^>]*>", lambda m: cells.restyled(m[0], look), xml)
        xml = re.sub(
            r'(<cfRule\b[^>]*\bdxfId=")(\d+)"',
            lambda m: f'{m[1]}{self._styles.difference(int(m[2]))}"',
            xml,
        )
        return re.sub(r'\stabSelected="1"', "", xml)

    def _listed(self, title: str, part: str, order: Sequence[str]) -> int:
        """Put the sheet among the tabs, and return its place from 0."""
        into = self._into
        text = into[into.main]
        tags = _SHEET.findall(text)
        known = [attributes(tag)["name"] for tag in tags]
        before = [name for name in order[: order.index(title)] if name in known]
        index = known.index(before[-1]) + 1 if before else 0
        number = max(int(attributes(tag)["sheetId"]) for tag in tags) + 1
        text = into[into.main]
        place = link(text, into.relate(into.main, "worksheet", part))
        new = f'<sheet name="{title}" sheetId="{number}" {place}/>'
        tags.insert(index, new)
        text = re.sub(
            r"<sheets>.*?</sheets>", lambda _: f"<sheets>{''.join(tags)}</sheets>", text, flags=re.S
        )
        for name in ("localSheetId", "activeTab", "firstSheet"):
            text = re.sub(
                rf'(\b{name}=")(\d+)"',
                lambda m: f'{m[1]}{int(m[2]) + (int(m[2]) >= index)}"',
                text,
            )
        into[into.main] = text
        return index

    def _print_titles(self, title: str, index: int) -> None:
        new = self._new[self._new.main]
        place = [attributes(tag)["name"] for tag in _SHEET.findall(new)].index(title)
        for item in _NAME.findall(new):
            if attributes(item[: item.index(">") + 1]).get("localSheetId") == str(place):
                moved = re.sub(r'localSheetId="\d+"', f'localSheetId="{index}"', item)
                add_name(self._into, moved)


def add_name(into: Parts, item: str) -> None:
    """Add a defined name, in place of one with the same name and sheet."""
    text = into[into.main]
    said = attributes(item[: item.index(">") + 1])
    for known in _NAME.findall(text):
        was = attributes(known[: known.index(">") + 1])
        same = was["name"].casefold() == said["name"].casefold()
        if same and was.get("localSheetId") == said.get("localSheetId"):
            text = text.replace(known, "")
    text = re.sub(r"<definedNames\s*/>", "", text)
    if "</definedNames>" in text:
        text = text.replace("</definedNames>", f"{item}</definedNames>")
    else:
        end = re.search(r"</externalReferences>|</functionGroups>|</sheets>", text)
        last = max(m.end() for m in re.finditer(end.re, text)) if end else 0
        text = f"{text[:last]}<definedNames>{item}</definedNames>{text[last:]}"
    into[into.main] = text
