"""The part of a table: found, added, and given its columns (ECMA-376 part 1, 18.5)."""

from __future__ import annotations

import re
from collections.abc import Collection
from html import escape

from regio_xl.renewal import areas
from regio_xl.renewal.areas import Area
from regio_xl.renewal.layout import Ours
from regio_xl.renewal.parts import Parts, attributes, link, with_attribute
from regio_xl.renewal.styles import Styles

_HEAD = re.compile(r"<table\b[^>]*>")
_COLUMN = re.compile(r"<tableColumn\b[^>]*?/>|<tableColumn\b.*?</tableColumn>", re.DOTALL)
_FORMULA = re.compile(r"<calculatedColumnFormula\b.*?</calculatedColumnFormula>", re.DOTALL)


def part_of(parts: Parts, sheet: str, name: str) -> str:
    """Return the part of a table on a sheet, by its name in any case."""
    for target in parts.targets(sheet, "table").values():
        head = _HEAD.search(parts[target])
        if head and attributes(head[0])["displayName"].casefold() == name.casefold():
            return target
    raise KeyError(name)


def copied(into: Parts, new: Parts, source: str, styles: Styles, ref: str = "") -> str:
    """Add the part of a table of a new workbook, with a number of its own, and return its name.

    ``ref`` is where it comes to stand, when that is elsewhere.
    """
    part, text = into.fresh_name(source), new[source]
    used = [
        int(attributes(found)["id"])
        for name in into.names("xl/tables/")
        for found in _HEAD.findall(into[name])
    ]
    number = max(used, default=0) + 1
    text = _HEAD.sub(lambda match: with_attribute(match[0], "id", number), text, count=1)
    if ref:
        text = re.sub(r'\bref="[^"]*"', f'ref="{ref}"', text)
    into[part] = _with_looks(text, styles)
    into.declare(part, new.type_of(source))
    return part


def add(into: Parts, sheet: str, part: str) -> None:
    """Let a sheet have a table of which the part is there."""
    xml = into[sheet]
    place = link(xml, into.relate(sheet, "table", part))
    every = [*re.findall(r"<tablePart\b[^>]*/>", xml), f"<tablePart {place}/>"]
    text = f'<tableParts count="{len(every)}">{"".join(every)}</tableParts>'
    into[sheet] = areas.with_element(xml, "tableParts", text)


def with_ref(text: str, box: Area) -> str:
    """Return a table with other cells; its filter keeps off a totals row."""
    head = _HEAD.search(text)
    assert head is not None  # noqa: S101 - it was found by this very pattern
    (was,) = areas.areas(attributes(head[0])["ref"])
    if was == box:
        return text

    def filtered(match: re.Match[str]) -> str:
        (area,) = areas.areas(attributes(match[0])["ref"])
        bottom = area.bottom + box.bottom - was.bottom
        return with_attribute(match[0], "ref", box._replace(bottom=bottom))

    new = with_attribute(head[0], "ref", box)
    rest = re.sub(r"<autoFilter\b[^>]*>", filtered, text[head.end() :], count=1)
    return text[: head.start()] + new + rest


def with_columns(
    text: str, fresh: str, table: Ours, changed: Collection[str], styles: Styles
) -> str:
    """Return a table with the columns that it lacks, and formulas of this version in others.

    ``fresh`` is the same table in a new workbook; ``changed`` are the headers of columns in which
    a formula of an earlier version stood.
    """
    theirs = {attributes(tag)["name"]: tag for tag in _COLUMN.findall(fresh)}
    mine: list[str] = _COLUMN.findall(text)
    last = max(int(attributes(tag)["id"]) for tag in mine)
    for column in table.spec.columns:
        if column.header in changed and not column.looks_above:
            place = table.keys.index(column.key)
            mine[place] = _with_formula(mine[place], str(column.formula))
    for number, column in enumerate(table.lacking, last + 1):
        tag = re.sub(r'\bid="\d+"', f'id="{number}"', theirs[escape(column.header)], count=1)
        mine.append(_with_looks(tag, styles))
    if mine == _COLUMN.findall(text):
        return text
    new = f'<tableColumns count="{len(mine)}">{"".join(mine)}</tableColumns>'
    return re.sub(r"<tableColumns\b.*?</tableColumns>", lambda _: new, text, flags=re.DOTALL)


def _with_looks(text: str, styles: Styles) -> str:
    """Return (part of) a table with the numbers that its looks have in the older workbook."""
    return re.sub(
        r'(\b\w*[dD]xfId=")(\d+)"', lambda m: f'{m[1]}{styles.difference(int(m[2]))}"', text
    )


def _with_formula(tag: str, formula: str) -> str:
    new = f"<calculatedColumnFormula>{escape(formula, False)}</calculatedColumnFormula>"
    if _FORMULA.search(tag):
        return _FORMULA.sub(lambda _: new, tag)
    if tag.endswith("/>"):
        return f"{tag[:-2]}>{new}</tableColumn>"
    return tag.replace("</tableColumn>", f"{new}</tableColumn>")
