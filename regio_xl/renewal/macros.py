"""The macros and the ribbon of this version in an older workbook, unless people have their own.

Whether a module holds code of people is read from its source, which a project keeps compressed
(MS-OVBA 2.4.1) behind its compiled form. A module begins with its attributes, so its source is
found by them, without reading the rest of the project.
"""

from __future__ import annotations

import io
import re
import struct

import olefile

from regio_xl.builder import macros
from regio_xl.builder.book import ribbon_xml
from regio_xl.engine.package import RIBBON_PART, RIBBON_TYPE
from regio_xl.renewal.parts import TYPES, Parts, with_attribute

PROJECT = "xl/vbaProject.bin"
PROJECT_TYPE = "application/vnd.ms-office.vbaProject"
PROJECT_KIND = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
KEPT = (
    "In de werkmap staan eigen macro’s ({}); die blijven staan, en de macro’s van regio-xl zijn "
    "daarom niet vernieuwd. De stappen op een bestand werken gewoon."
)
_SOURCE = b"\x00Attribut"
_LITERALS = 3  # bytes before it: signature, header of the chunk
_PROCEDURE = re.compile(
    r"^(?:Public |Private |Friend )?(?:Static )?(?:Sub|Function|Property \w+) (\w+)", re.MULTILINE
)
_CODE = re.compile(r"^(?!Attribute |Option |'|\s*$)", re.MULTILINE)


def renew(parts: Parts, sheets: dict[str, str]) -> list[str]:
    """Give a workbook this version's macros and ribbon, and return what is to be told.

    ``sheets`` are the names of our sheets in the macro project, by the part of each.
    """
    found = parts.targets(parts.main, "vbaProject")
    project = next(iter(found.values()), PROJECT)
    own = own_modules(parts.read(project)) if found else []
    if own:
        return [KEPT.format(", ".join(own))]
    parts.put(project, macros.compiled())
    parts.relate(parts.main, PROJECT_KIND, project)
    parts.declare(project, PROJECT_TYPE)
    parts.put(RIBBON_PART, ribbon_xml())
    if RIBBON_PART not in parts.targets("", RIBBON_TYPE.rpartition("/")[2]).values():
        parts.relate("", RIBBON_TYPE, RIBBON_PART)
    if not re.search(r'<Default\b[^>]*Extension="xml"', parts[TYPES]):
        parts.declare(RIBBON_PART, "application/xml")
    parts[parts.main] = _named(parts[parts.main], "workbookPr", macros.BOOK)
    for part in parts.sheets.values():
        parts[part] = _named(parts[part], "sheetPr", sheets.get(part))
    return []


def present(parts: Parts) -> bool:
    """Tell whether a workbook has macros and a ribbon at all."""
    ribbons = parts.targets("", RIBBON_TYPE.rpartition("/")[2])
    return bool(parts.targets(parts.main, "vbaProject")) and bool(ribbons)


def own_modules(project: bytes) -> list[str]:
    """Return the names of modules with code that people wrote, also in a module of ours."""
    ours = _sources(macros.compiled())
    return sorted(
        name
        for name, source in _sources(project).items()
        if _CODE.search(source) and _adds(name, source, ours.get(name, ""))
    )


def _adds(name: str, source: str, ours: str) -> bool:
    """Tell whether a module has procedures that ours has not; no version ever dropped one.

    ‘Import Functions’ of xlwings makes its own module anew.
    """
    if not _CODE.search(ours):
        return True
    return name != macros.MODULE and bool(
        {*_PROCEDURE.findall(source)} - {*_PROCEDURE.findall(ours)}
    )


def _sources(project: bytes) -> dict[str, str]:
    """Return the source of each module by its name; one that cannot be read is left out."""
    found: dict[str, str] = {}
    with olefile.OleFileIO(io.BytesIO(project)) as container:
        for path in container.listdir():
            data = container.openstream(path).read()
            at = data.rfind(_SOURCE)
            if len(path) > 1 and at >= _LITERALS:
                text = decompressed(data[at - _LITERALS :])
                found[path[-1]] = text.decode("cp1252", errors="replace").replace("\r\n", "\n")
    return found


def decompressed(data: bytes) -> bytes:
    """Return what a CompressedContainer holds.

    >>> decompressed(bytes.fromhex("01 03 b0 02 61 08 00"))
    b'aaaaaaaaaaaa'
    """
    out, at = bytearray(), 1
    while at + 2 <= len(data):
        (header,) = struct.unpack_from("<H", data, at)
        end, start = at + (header & 0x0FFF) + 3, len(out)
        at += 2
        if not header & 0x8000:
            out += data[at:end]
            at = end
        while at < min(end, len(data)):
            flags, at = data[at], at + 1
            for bit in range(8):
                if at >= min(end, len(data)):
                    break
                if not flags >> bit & 1:
                    out.append(data[at])
                    at += 1
                    continue
                (token,) = struct.unpack_from("<H", data, at)
                at += 2
                bits = max(4, (len(out) - start - 1).bit_length())
                length, offset = (token & (0xFFFF >> bits)) + 3, (token >> (16 - bits)) + 1
                for _ in range(length):
                    out.append(out[-offset])
    return bytes(out)


def _named(xml: str, element: str, name: str | None) -> str:
    """Give a workbook or sheet its name in the macro project; None takes a name away.

    A sheet of people has none there: Excel makes one when it opens the workbook.
    """
    found = re.search(rf"<{element}\b[^>]*>", xml)
    if found is None:
        if name is None:
            return xml
        new = f'<{element} codeName="{name}"/>'
        return re.sub(r"(<(?:worksheet|chartsheet)\b[^>]*>)", lambda m: m[1] + new, xml, count=1)
    tag = re.sub(r'\scodeName="[^"]*"', "", found[0])
    tag = tag if name is None else with_attribute(tag, "codeName", name)
    return xml[: found.start()] + tag + xml[found.end() :]
