"""A package as its parts, edited as text: parts added, relationships and content types with them.

What is not edited stays byte for byte. Nothing here knows what a workbook of ours holds.
"""

from __future__ import annotations

import posixpath
import re
from html import escape, unescape

from regio_xl.engine import package
from regio_xl.engine.errors import ContentError

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = "[Content_Types].xml"
_EMPTY_RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    "</Relationships>"
)
_NUMBER = re.compile(r"(\d+)(\.\w+)$")
_PREFIXED = re.compile(r"<(\w+):(?:worksheet|workbook|styleSheet)\b")


class Parts:
    """The parts of a package; texts are decoded when they are asked for."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.main = package.main_part(data)
        self.sheets = package.sheet_parts(data)
        self._names = package.part_names(data)
        self._cache: dict[str, bytes] = {}
        self.changed: dict[str, bytes] = {}

    def read(self, name: str) -> bytes:
        """Return what a part holds."""
        if name in self.changed:
            return self.changed[name]
        if name not in self._cache:
            self._cache |= package.read_parts(self._data, {name})
        return self._cache[name]

    def __contains__(self, name: str) -> bool:
        return name in self._names

    def __getitem__(self, name: str) -> str:
        text = self.read(name).decode("utf-8")
        if _PREFIXED.search(text[:4000]):
            raise ContentError(
                "Deze werkmap is opgeslagen door een programma dat hem anders schrijft dan Excel. "
                "Open hem in Excel, sla hem op en probeer het opnieuw."
            )
        return text

    def __setitem__(self, name: str, text: str) -> None:
        self.put(name, text.encode("utf-8"))

    def put(self, name: str, data: bytes) -> None:
        """Give a part its content; a new one is added."""
        self.changed[name] = data
        self._names.add(name)

    def names(self, folder: str) -> list[str]:
        """Return the parts in a folder."""
        found = (name for name in self._names if name.startswith(folder))
        return sorted(name for name in found if not name.endswith(".rels"))

    def package(self) -> bytes:
        """Return the package with all that was changed."""
        return package.replace_parts(self._data, self.changed)

    def styles(self) -> str:
        """Return the name of the part with the styles."""
        found = package.styles_part(self._data)
        if found is None:
            raise ContentError("Deze werkmap heeft geen opmaak; sla hem eerst op in Excel.")
        return found

    # Relationships

    def targets(self, part: str, kind: str) -> dict[str, str]:
        """Return the relationships of a part of one kind: id to the part that it leads to."""
        folder, found = posixpath.dirname(part), {}
        links = _links(part)
        for item in self._relationships(links):
            said = attributes(item)
            if said.get("Type", "").endswith(f"/{kind}") and said.get("TargetMode") != "External":
                full = posixpath.join("/" if not part else f"/{folder}", unescape(said["Target"]))
                found[said["Id"]] = posixpath.normpath(full).lstrip("/")
        return found

    def _relationships(self, links: str) -> list[str]:
        return re.findall(r"<Relationship\b[^>]*>", self[links]) if links in self else []

    def relate(self, part: str, kind: str, target: str) -> str:
        """Add a relationship from a part to another, and return its id; once is enough."""
        full = kind if "://" in kind else f"{OFFICE}/{kind}"
        for known, leads in self.targets(part, kind.rpartition("/")[2]).items():
            if leads == target:
                return known
        links = _links(part)
        if links not in self:
            self[links] = _EMPTY_RELATIONS
        text = self[links]
        used = {attributes(item).get("Id") for item in self._relationships(links)}
        name = next(f"rIdRegio{n}" for n in range(1, 10_000) if f"rIdRegio{n}" not in used)
        item = f'<Relationship Id="{name}" Type="{full}" Target="/{escape(target)}"/>'
        self[links] = text.replace("</Relationships>", item + "</Relationships>")
        return name

    def fresh_name(self, like: str) -> str:
        """Return a name that no part has yet, with the next number of those that look like it."""
        match = _NUMBER.search(like)
        stem = like[: match.start()] if match else posixpath.splitext(like)[0]
        end = posixpath.splitext(like)[1]
        known = {name.casefold() for name in self._names}
        return next(
            name for n in range(1, 10_000) if (name := f"{stem}{n}{end}").casefold() not in known
        )

    def declare(self, part: str, content_type: str) -> None:
        """Say of what type a part is."""
        text = self[TYPES]
        text = re.sub(rf'<Override\b[^>]*PartName="/{re.escape(part)}"[^>]*/>', "", text)
        item = f'<Override PartName="/{escape(part)}" ContentType="{content_type}"/>'
        self[TYPES] = text.replace("</Types>", item + "</Types>")

    def type_of(self, part: str) -> str:
        """Return the declared type of a part, "" when it only has that of its extension."""
        for item in re.findall(r"<Override\b[^>]*/>", self[TYPES]):
            said = attributes(item)
            if said["PartName"] == f"/{part}":
                return said["ContentType"]
        return ""


def _links(part: str) -> str:
    folder, base = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{base}.rels")


def attributes(tag: str) -> dict[str, str]:
    """Return the attributes of a tag, as they stand there.

    >>> attributes('<c r="A1" s="3">')
    {'r': 'A1', 's': '3'}
    """
    return dict(re.findall(r"""([\w:]+)="([^"]*)\"""", tag))


def link(xml: str, name: str) -> str:
    """Return the attribute for a relationship; not every program declares its prefix for all.

    >>> link('<workbook xmlns:r="http://...">', "rId3")
    'r:id="rId3"'
    """
    declared = re.search(r'<(?:workbook|worksheet)\b[^>]*\sxmlns:r="', xml)
    return f'r:id="{name}"' if declared else f'xmlns:r="{OFFICE}" r:id="{name}"'


def with_attribute(tag: str, name: str, value: object) -> str:
    """Return a tag with an attribute set.

    >>> with_attribute('<c r="A1"/>', "s", 3), with_attribute('<c s="1">', "s", 3)
    ('<c r="A1" s="3"/>', '<c s="3">')
    """
    item = f'{name}="{value}"'
    if re.search(rf'\s{name}="', tag):
        return re.sub(rf'(\s){name}="[^"]*"', rf"\1{item}", tag, count=1)
    return re.sub(r"\s*(/?)>$", rf" {item}\1>", tag)
