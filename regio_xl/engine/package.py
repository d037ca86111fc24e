"""The workbook as a zip of parts: look up, replace, and put right what other programs did wrong.

Knows which part is what; nothing of what is in a sheet but its inline texts.
"""

from __future__ import annotations

import html
import io
import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from urllib.parse import unquote
from xml.etree import ElementTree

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_ID = f"{{{_OFFICE}}}id"
_TYPES = "[Content_Types].xml"
_ROOT = "_rels/.rels"

RIBBON_PART = "customUI/customUI14.xml"
RIBBON_TYPE = "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"
"""The ribbon for Excel 2010 and later, and its relationship, from the package as a whole."""


def part_names(data: bytes) -> set[str]:
    """List the parts of a package."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return set(package.namelist())


def read_parts(data: bytes, names: set[str]) -> dict[str, bytes]:
    """Read some parts of a package; names that are absent are left out."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist() if name in names}


def replace_parts(data: bytes, changed: Mapping[str, bytes]) -> bytes:
    """Return a package with other content in some parts; new parts come last."""
    if not changed:
        return data
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as package,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as copy,
    ):
        for entry in package.infolist():
            content = changed.get(entry.filename)
            copy.writestr(entry, package.read(entry) if content is None else content)
        for name in changed.keys() - set(package.namelist()):
            copy.writestr(zipfile.ZipInfo(name), changed[name], zipfile.ZIP_DEFLATED)
    return out.getvalue()


# Python's expat (2.4.1 and later) limits entity expansion by itself, and neither it nor
# ElementTree loads anything from outside, so plain ElementTree is safe for these small parts.


def relations(data: bytes, part: str) -> dict[str, tuple[str, str]]:
    """Return the relationships of a part, of the package when "": id -> (type, target part)."""
    folder, base = posixpath.split(part)
    name = posixpath.join(folder, "_rels", f"{base}.rels")
    found = read_parts(data, {name}).get(name)
    if found is None:
        return {}
    targets: dict[str, tuple[str, str]] = {}
    for item in ElementTree.fromstring(found).iter(_RELATIONS):  # noqa: S314 - see the note above
        if item.get("TargetMode") == "External":
            continue
        target = item.get("Target", "")
        full = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
        targets[item.get("Id", "")] = (item.get("Type", ""), posixpath.normpath(full))
    return targets


def _related(data: bytes, part: str, kind: str) -> str | None:
    found = relations(data, part).values()
    return next((target for name, target in found if name.endswith(kind)), None)


def main_part(data: bytes) -> str:
    """Return the name of the workbook part."""
    return _related(data, "", "/officeDocument") or "xl/workbook.xml"


def sheet_parts(data: bytes) -> dict[str, str]:
    """Return the sheets of a workbook: title -> name of the part."""
    main = main_part(data)
    targets = relations(data, main)
    tree = ElementTree.fromstring(read_parts(data, {main})[main])  # noqa: S314
    return {
        element.get("name", ""): targets[element.get(_ID, "")][1]
        for element in tree.iter()
        if element.tag.endswith("}sheet") and element.get(_ID, "") in targets
    }


def styles_part(data: bytes) -> str | None:
    """Return the name of the styles part, None when the workbook has none."""
    return _related(data, main_part(data), "/styles")


def has_ribbon(data: bytes) -> bool:
    """Tell whether Excel finds a ribbon of this workbook's own ([MS-CUSTOMUI] 2.2.2)."""
    return _related(data, "", RIBBON_TYPE) in part_names(data)


# Mistakes that make Excel complain or the calculator refuse. None of them holds anything that a
# person made, and the file on disk is only changed when the workbook is saved.

_PLAIN = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_MACRO = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
_NAME = re.compile(rb"<definedName\b([^>]*)>.*?</definedName>", re.DOTALL)
_KEYS = re.compile(rb'\b(name|localSheetId)="([^"]*)"')
_RELATION = re.compile(rb"<Relationship\b[^>]*?/>|<Relationship\b[^>]*>\s*</Relationship>")
_TOTALS = re.compile(rb'\btotalsRowCount="[1-9]')
_NOT_SHOWN = re.compile(rb'\stotalsRowShown="(?:0|false)"')
_TARGET = re.compile(r'\bTarget="([^"]*)"')


def mended(data: bytes, suffix: str) -> bytes:
    """Return the package without mistakes of other programs; the same bytes when it has none.

    * openpyxl saves a macro-enabled workbook without macros under the plain content type, or
      with a relationship to a VBA project that is not there.
    * openpyxl says of a table with a totals row that it was never shown.
    * LibreOffice writes print titles of a sheet twice.
    * openpyxl keeps the ribbon and the macros behind it, but not the relationship to the ribbon,
      without which Excel does not show it.

    ``suffix`` is the extension of the file, ``.xlsm`` or ``.xlsx``.
    """
    names = part_names(data)
    main = main_part(data)
    relation_parts = {name for name in names if name.endswith(".rels")}
    tables = {name for name in names if name.startswith("xl/tables/")} - relation_parts
    parts = read_parts(data, {_TYPES, main} | relation_parts | tables)
    changed: dict[str, bytes] = {}
    if _TYPES in parts:
        changed[_TYPES] = _content_type(parts[_TYPES], suffix, names)
    if main in parts:
        changed[main] = _without_double_names(parts[main])
    for name in relation_parts:
        changed[name] = _without_dangling(parts[name], name, names)
    if _ROOT in parts and RIBBON_PART in names and any(map(_is_macros, names)):
        changed[_ROOT] = _with_ribbon(changed[_ROOT])
    for name in tables:
        if _TOTALS.search(parts[name]):
            changed[name] = _NOT_SHOWN.sub(b"", parts[name], count=1)
    return replace_parts(data, {name: new for name, new in changed.items() if new != parts[name]})


def _content_type(xml: bytes, suffix: str, names: set[str]) -> bytes:
    """Let the main content type fit the extension, unless there are macros to lose."""
    if suffix == ".xlsm":
        return xml.replace(_PLAIN, _MACRO)
    if not any(map(_is_macros, names)):
        return xml.replace(_MACRO, _PLAIN)
    return xml


def _is_macros(name: str) -> bool:
    return name.endswith("vbaProject.bin")


def _with_ribbon(xml: bytes) -> bytes:
    """Attach the ribbon, if nothing is attached as ribbon yet."""
    if RIBBON_TYPE.encode() in xml:
        return xml
    return _before_end(
        xml,
        f'<Relationship Id="rIdRegioXlLint" Type="{RIBBON_TYPE}" Target="{RIBBON_PART}"/>',
        b"</Relationships>",
    )


def _without_double_names(xml: bytes) -> bytes:
    seen: set[tuple[tuple[bytes, bytes], ...]] = set()

    def replace(match: re.Match[bytes]) -> bytes:
        key = tuple(sorted((name, value.lower()) for name, value in _KEYS.findall(match[1])))
        if key in seen:
            return b""
        seen.add(key)
        return match[0]

    return _NAME.sub(replace, xml)


def _without_dangling(xml: bytes, name: str, names: set[str]) -> bytes:
    """Drop relationships to parts that are not in the package."""
    folder = posixpath.dirname(posixpath.dirname(name))
    present = {known.casefold() for known in names}

    def replace(match: re.Match[bytes]) -> bytes:
        text = match[0].decode()
        target = _TARGET.search(text)
        if target is None or 'TargetMode="External"' in text:
            return match[0]
        path = html.unescape(target[1]).partition("#")[0]
        full = path.lstrip("/") if path.startswith("/") else posixpath.join(folder, path)
        name = posixpath.normpath(full).casefold()
        inside = {name, unquote(name)} & present
        return match[0] if inside or not path else b""

    return _RELATION.sub(replace, xml)


# The calculator writes text inline in the sheet. Excel takes that, but in a package without a
# table of shared strings (openpyxl can make one) it rewrites every sheet when it saves, and
# validators object.

_CELL = re.compile(rb'(<c\b[^>]*?)\st="inlineStr"([^>]*>)<is>(.*?)</is></c>', re.DOTALL)
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STRINGS = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"


def share(data: bytes) -> dict[str, bytes]:
    """Move inline text to a table of shared strings (ECMA-376 part 1, 18.4).

    Returns the parts that change; none when the package has such a table already.
    """
    main = main_part(data)
    if _related(data, main, "/sharedStrings") is not None:
        return {}
    folder, base = posixpath.split(main)
    links = posixpath.join(folder, "_rels", f"{base}.rels")
    sheets = set(sheet_parts(data).values())
    content = read_parts(data, sheets | {links, _TYPES})
    table: dict[bytes, int] = {}
    uses = 0

    def move(match: re.Match[bytes]) -> bytes:
        nonlocal uses
        uses += 1
        index = table.setdefault(match[3], len(table))
        return match[1] + b' t="s"' + match[2] + f"<v>{index}</v></c>".encode()

    changed = {name: _CELL.sub(move, content[name]) for name in sorted(sheets & set(content))}
    if not table:
        return {}
    name = posixpath.join(folder, "sharedStrings.xml")
    changed[name] = b"".join(_string_table(table, uses))
    changed[links] = _before_end(
        content[links],
        f'<Relationship Id="rIdRegioXlStrings" Type="{_OFFICE}/sharedStrings" Target="/{name}"/>',
        b"</Relationships>",
    )
    changed[_TYPES] = _before_end(
        content[_TYPES], f'<Override PartName="/{name}" ContentType="{_STRINGS}"/>', b"</Types>"
    )
    return changed


def _string_table(table: dict[bytes, int], uses: int) -> Iterator[bytes]:
    yield b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    yield f'<sst xmlns="{_SHEET}" count="{uses}" uniqueCount="{len(table)}">'.encode()
    for text in table:
        yield b"<si>" + text + b"</si>"
    yield b"</sst>"


def _before_end(xml: bytes, item: str, end: bytes) -> bytes:
    return xml.replace(end, item.encode() + end)
