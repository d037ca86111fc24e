"""Small mistakes that other programs make in a package, put right before it is read.

Each of them makes Excel complain or the calculator refuse, and none of them holds anything that
a person made. The file on disk is only changed when the workbook is saved.
"""

from __future__ import annotations

import html
import posixpath
import re
from urllib.parse import unquote

from regio_xl.engine import package

_TYPES = "[Content_Types].xml"
_PLAIN = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_MACRO = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
_NAME = re.compile(rb"<definedName\b([^>]*)>.*?</definedName>", re.DOTALL)
_KEYS = re.compile(rb'\b(name|localSheetId)="([^"]*)"')
_RELATION = re.compile(rb"<Relationship\b[^>]*?/>|<Relationship\b[^>]*>\s*</Relationship>")
_TOTALS = re.compile(rb'\btotalsRowCount="[1-9]')
_NOT_SHOWN = re.compile(rb'\stotalsRowShown="(?:0|false)"')
_TARGET = re.compile(r'\bTarget="([^"]*)"')


def mended(data: bytes, suffix: str) -> bytes:
    """Return the package without these mistakes; the same bytes when it has none.

    * openpyxl saves a macro-enabled workbook without macros under the plain content type, or
      with a relationship to a VBA project that is not there.
    * openpyxl says of a table with a totals row that it was never shown.
    * LibreOffice writes print titles of a sheet twice.

    Args:
        data: A package that could be unpacked.
        suffix: Extension of the file, ``.xlsm`` or ``.xlsx``.
    """
    names = package.part_names(data)
    main = package.main_part(data)
    relations = {name for name in names if name.endswith(".rels")}
    tables = {name for name in names if name.startswith("xl/tables/")} - relations
    parts = package.read_parts(data, {_TYPES, main} | relations | tables)
    changed: dict[str, bytes] = {}
    if _TYPES in parts:
        changed[_TYPES] = _content_type(parts[_TYPES], suffix, names)
    if main in parts:
        changed[main] = _without_double_names(parts[main])
    for name in relations:
        changed[name] = _without_dangling(parts[name], name, names)
    for name in tables:
        if _TOTALS.search(parts[name]):
            changed[name] = _NOT_SHOWN.sub(b"", parts[name], count=1)
    return package.replace_parts(
        data, {name: new for name, new in changed.items() if new != parts[name]}
    )


def _content_type(xml: bytes, suffix: str, names: set[str]) -> bytes:
    """Let the main content type fit the extension, unless there are macros to lose."""
    if suffix == ".xlsm":
        return xml.replace(_PLAIN, _MACRO)
    if not any(name.endswith("vbaProject.bin") for name in names):
        return xml.replace(_MACRO, _PLAIN)
    return xml


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
