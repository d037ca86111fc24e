"""Validations and conditional formats of a sheet part, as text (ECMA-376 part 1, 18.3.1)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from html import escape, unescape
from typing import NamedTuple

from openpyxl.utils import range_boundaries

from regio_xl.engine.model import Key, address
from regio_xl.renewal.cells import translated
from regio_xl.renewal.parts import attributes, with_attribute

# What may stand behind validations, in the order of the schema
_AFTER = (
    *("hyperlinks", "printOptions", "pageMargins", "pageSetup", "headerFooter", "rowBreaks"),
    *("colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags", "drawing"),
    *("legacyDrawing", "legacyDrawingHF", "picture", "oleObjects", "controls", "webPublishItems"),
    *("tableParts", "extLst"),
)
_RULES = re.compile(r"<dataValidations\b[^>]*>(.*?)</dataValidations>", re.DOTALL)
_RULE = re.compile(r"<dataValidation\b[^>]*?(?:/>|>.*?</dataValidation>)", re.DOTALL)
_FORMAT = re.compile(r"<conditionalFormatting\b[^>]*>.*?</conditionalFormatting>", re.DOTALL)


class Area(NamedTuple):
    """A rectangle of cells."""

    top: int
    left: int
    bottom: int
    right: int

    def within(self, other: Area) -> bool:
        """Tell whether it lies in another one as a whole."""
        return (
            other.top <= self.top
            and self.bottom <= other.bottom
            and other.left <= self.left
            and self.right <= other.right
        )

    def moved(self, rows: int, columns: int) -> Area:
        """Return the area elsewhere."""
        return Area(self.top + rows, self.left + columns, self.bottom + rows, self.right + columns)

    def less(self, hole: Area) -> Iterator[Area]:
        """Yield what is left of it outside another one."""
        if (
            hole.bottom < self.top
            or self.bottom < hole.top
            or hole.right < self.left
            or self.right < hole.left
        ):
            yield self
            return
        top, bottom = max(self.top, hole.top), min(self.bottom, hole.bottom)
        pieces = (
            Area(self.top, self.left, top - 1, self.right),
            Area(bottom + 1, self.left, self.bottom, self.right),
            Area(top, self.left, bottom, hole.left - 1),
            Area(top, hole.right + 1, bottom, self.right),
        )
        for piece in pieces:
            if piece.top <= piece.bottom and piece.left <= piece.right:
                yield piece

    def __str__(self) -> str:
        start, end = address(self.top, self.left), address(self.bottom, self.right)
        return start if start == end else f"{start}:{end}"


Move = tuple[Area, int, int]
"""An area of the other sheet that is taken over, and how far it moves: rows down, columns right."""


def areas(text: str) -> list[Area]:
    """Return the areas in an attribute ``sqref``."""
    found = []
    for item in text.split():
        left, top, right, bottom = range_boundaries(item)
        found.append(Area(top, left, bottom, right))
    return found


def with_rules(xml: str, source: str, moves: Iterable[Move], look: Callable[[int], int]) -> str:
    """Return a sheet part with the validations and conditional formats of areas of another.

    They come in place of what stood on those areas. ``look`` gives the number that a look of
    conditional formats has here.
    """
    moves = list(moves)
    ours = _RULES.search(source)
    rules = list(_moved(_RULE.findall(ours[1] if ours else ""), moves))
    formats = list(_moved(_FORMAT.findall(source), moves))
    covered = [area.moved(rows, columns) for area, rows, columns in moves]
    if rules:
        xml = _with_validations(_without(xml, _RULE, covered), rules)
    if formats:
        xml = _with_formats(_without(xml, _FORMAT, covered), formats, look)
    return xml


def without_rules(xml: str, holes: Iterable[Area]) -> str:
    """Return a sheet part without validation on some areas."""
    holes = list(holes)
    return _without(xml, _RULE, holes) if holes else xml


def _moved(items: Iterable[str], moves: Iterable[Move]) -> Iterator[str]:
    """Yield the items on areas that are taken over, each where it comes to stand.

    In a new workbook the rules of a table that grows go on below it, past the next one.
    """
    for item in items:
        tag = item[: item.index(">") + 1]
        for area in areas(attributes(tag)["sqref"]):
            for within, rows, columns in moves:
                cut = area._replace(bottom=min(area.bottom, within.bottom))
                if cut.top <= cut.bottom and cut.within(within):
                    new = with_attribute(tag, "sqref", cut.moved(rows, columns))
                    yield new + _with_rows(item[len(tag) :], rows)
                    break


def _with_rows(body: str, rows: int) -> str:
    """Return formulas as they are some rows further down."""

    def lower(match: re.Match[str]) -> str:
        text = translated(unescape(match[2]), lambda row: row + rows)
        return f"{match[1]}{escape(text, quote=False)}{match[3]}"

    return re.sub(r"(<formula\d?>)(.*?)(</formula\d?>)", lower, body) if rows else body


def _without(xml: str, kind: re.Pattern[str], holes: Iterable[Area]) -> str:
    """Take areas from the items of a kind; one that has none left goes."""

    def cut(match: re.Match[str]) -> str:
        tag = match[0][: match[0].index(">") + 1]
        left = areas(attributes(tag)["sqref"])
        for hole in holes:
            left = [piece for area in left for piece in area.less(hole)]
        if not left:
            return ""
        return with_attribute(tag, "sqref", " ".join(map(str, left))) + match[0][len(tag) :]

    return _RULES.sub(_counted, kind.sub(cut, xml))


def _counted(match: re.Match[str]) -> str:
    """Return validations with their number, which must be right; none at all when none is left."""
    found = _RULE.findall(match[1])
    tag = match[0][: match[0].index(">") + 1]
    rest = match[0][len(tag) :]
    return with_attribute(tag, "count", len(found)) + rest if found else ""


def _with_validations(xml: str, rules: list[str]) -> str:
    section = _RULES.search(xml)
    known = _RULE.findall(section[1]) if section else []
    every = [*known, *rules]
    new = f'<dataValidations count="{len(every)}">{"".join(every)}</dataValidations>'
    if section is not None:
        return xml[: section.start()] + new + xml[section.end() :]
    at = _place(re.sub(r"<dataValidations\b[^>]*/>", "", xml), _AFTER)
    xml = re.sub(r"<dataValidations\b[^>]*/>", "", xml)
    return xml[:at] + new + xml[at:]


def _with_formats(xml: str, formats: list[str], look: Callable[[int], int]) -> str:
    """Add conditional formats after those that are there, with the lowest priority."""
    last = max([0, *(int(number) for number in re.findall(r'\bpriority="(\d+)"', xml))])

    def rule(match: re.Match[str]) -> str:
        nonlocal last
        last += 1
        new, said = with_attribute(match[0], "priority", last), attributes(match[0])
        return with_attribute(new, "dxfId", look(int(said["dxfId"]))) if "dxfId" in said else new

    text = "".join(re.sub(r"<cfRule\b[^>]*>", rule, item) for item in formats)
    at = _place(xml, ("dataValidations", *_AFTER))
    return xml[:at] + text + xml[at:]


def _place(xml: str, after: Iterable[str]) -> int:
    """Return where something goes that comes before certain elements of a sheet."""
    start: int = xml.rfind("</sheetData>") if "</sheetData>" in xml else xml.index("<sheetData")
    found = re.search(rf"<(?:{'|'.join(after)})\b|</worksheet>", xml[start:])
    assert found is not None  # noqa: S101 - a sheet part ends
    return start + found.start()


def with_element(xml: str, name: str, text: str) -> str:
    """Return a sheet part with an element in its place in the order, instead of the one there."""
    xml = re.sub(rf"<{name}\b[^>]*?(?:/>|>.*?</{name}>)", "", xml, flags=re.DOTALL)
    at = _place(xml, _AFTER[_AFTER.index(name) + 1 :])
    return xml[:at] + text + xml[at:]


def with_lists(xml: str, source: str, pairs: Iterable[tuple[Key, Key]]) -> str:
    """Return a sheet part in which lists of choices have what this version added to them.

    ``pairs`` are cells in the other sheet and here. A list in which people put something of their
    own stays as it is.
    """
    for theirs, ours in pairs:
        new, old = _list_at(source, theirs), _list_at(xml, ours)
        if new and old and _choices(old) < _choices(new):
            where = attributes(old[: old.index(">") + 1])["sqref"]
            tag = new[: new.index(">") + 1]
            xml = xml.replace(old, with_attribute(tag, "sqref", where) + new[len(tag) :])
    return xml


def _list_at(xml: str, key: Key) -> str:
    """Return the validation with a typed list on a cell, "" for none."""
    cell = Area(*key, *key)
    rules: list[str] = _RULE.findall(xml)
    for rule in rules:
        said = attributes(rule[: rule.index(">") + 1])
        if said.get("type") == "list" and any(cell.within(area) for area in areas(said["sqref"])):
            return rule
    return ""


def _choices(rule: str) -> frozenset[str]:
    found = re.search(
        r"<formula1>&quot;(.*?)&quot;</formula1>|<formula1>\"(.*?)\"</formula1>", rule
    )
    return frozenset((found[1] or found[2] or "").split(",")) if found else frozenset()
