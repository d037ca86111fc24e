"""The parts of a workbook file, as plain as they are: bytes, XML, relationships and ranges."""

import io
import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
PACKAGE_REL = "{http://schemas.openxmlformats.org/package/2006/relationships}"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
CONTENT_TYPES = "[Content_Types].xml"
ADDRESS = re.compile(r"\$?([A-Z]{1,3})\$?([1-9]\d{0,6})")
Element = ElementTree.Element


class Relation(NamedTuple):
    """One relationship; ``target`` is a part name unless it is external."""

    id: str
    kind: str
    target: str
    external: bool


class Area(NamedTuple):
    """A rectangle of cells, 1-based and inclusive."""

    top: int
    left: int
    bottom: int
    right: int

    def holds(self, row: int, col: int) -> bool:
        return self.top <= row <= self.bottom and self.left <= col <= self.right

    def overlaps(self, other: "Area") -> bool:
        return (
            self.top <= other.bottom
            and other.top <= self.bottom
            and self.left <= other.right
            and other.left <= self.right
        )


class Package:
    """A workbook file read from disk or memory, part by part."""

    def __init__(self, source: Path | bytes, extension: str | None = None) -> None:
        data = source if isinstance(source, bytes) else source.read_bytes()
        self.extension = extension or (source.suffix if isinstance(source, Path) else ".xlsx")
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            self.names = archive.namelist()
            self.parts = {name: archive.read(name) for name in self.names}
        self._trees: dict[str, Element] = {}

    def xml(self, part: str) -> Element:
        if part not in self._trees:
            self._trees[part] = ElementTree.fromstring(self.parts[part])
        return self._trees[part]

    def relations(self, part: str) -> list[Relation]:
        """Return the relationships of ``part``; "" stands for the package itself."""
        folder, _, name = part.rpartition("/")
        source = posixpath.join(folder, "_rels", f"{name}.rels")
        if source not in self.parts:
            return []
        found = []
        for item in self.xml(source).iter(f"{PACKAGE_REL}Relationship"):
            external = item.get("TargetMode") == "External"
            target = item.get("Target", "")
            if not external:
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            kind = item.get("Type", "").rpartition("/")[2]
            found.append(Relation(item.get("Id", ""), kind, target, external))
        return found

    def related(self, part: str, kind: str) -> list[str]:
        return [item.target for item in self.relations(part) if item.kind == kind]

    @cached_property
    def workbook(self) -> str:
        return self.related("", "officeDocument")[0]

    @cached_property
    def sheets(self) -> dict[str, str]:
        """Sheet name to part; a dangling sheet is left out."""
        targets = {item.id: item.target for item in self.relations(self.workbook)}
        pairs = [
            (item.get("name", ""), targets.get(item.get(f"{REL}id", ""), ""))
            for item in self.xml(self.workbook).iter(f"{MAIN}sheet")
        ]
        return {name: part for name, part in pairs if part in self.parts}

    @cached_property
    def tables(self) -> list[tuple[str, str]]:
        """Sheet name and part of each table."""
        return [
            (name, table)
            for name, part in self.sheets.items()
            for table in self.related(part, "table")
            if table in self.parts
        ]

    @cached_property
    def strings(self) -> list[str]:
        found = self.related(self.workbook, "sharedStrings")
        if not found or found[0] not in self.parts:
            return []
        return [
            "".join(text.text or "" for text in item.iter(f"{MAIN}t"))
            for item in self.xml(found[0]).iter(f"{MAIN}si")
        ]

    @cached_property
    def styles(self) -> Element:
        return self.xml(self.related(self.workbook, "styles")[0])

    def cells(self, sheet: str) -> Iterator[Element]:
        return self.xml(self.sheets[sheet]).iter(f"{MAIN}c")

    def text(self, cell: Element) -> str | None:
        """Return the text of a cell that holds text as such, else None."""
        if cell.get("t") == "s":
            index = int(cell.findtext(f"{MAIN}v") or -1)
            return self.strings[index] if 0 <= index < len(self.strings) else None
        if cell.get("t") == "inlineStr":
            return "".join(item.text or "" for item in cell.iter(f"{MAIN}t"))
        return None


def repeated(items: Iterable[str | None]) -> list[tuple[str | None, int]]:
    """Return what occurs more than once, with how often."""
    return [(item, count) for item, count in Counter(items).items() if count > 1]


def packed(parts: dict[str, bytes]) -> bytes:
    """Return the parts as the bytes of a file."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return target.getvalue()


def column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def place(reference: str) -> tuple[int, int]:
    """Return row and column of an address such as ``B5``; (0, 0) when it is none."""
    match = ADDRESS.fullmatch(reference)
    return (int(match[2]), column_number(match[1])) if match else (0, 0)


def area(reference: str) -> Area:
    """Return the rectangle of ``A1:B2`` or ``A1``."""
    first, _, last = reference.partition(":")
    return Area(*place(first), *place(last or first))
