"""Shared strings for a package that has none.

The calculator writes text inline in the sheet. Excel takes that, but in a package without a table
of shared strings (openpyxl can make one) it rewrites every sheet when it saves, and validators
object. Then all text is moved to a new table (ECMA-376 part 1, 18.4). A package that has a table
stays as it is.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from regio_xl.engine import package

_CELL = re.compile(rb'(<c\b[^>]*?)\st="inlineStr"([^>]*>)<is>(.*?)</is></c>', re.DOTALL)
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
_TYPES = "[Content_Types].xml"


def share(data: bytes) -> dict[str, bytes]:
    """Move inline text to a table of shared strings, if the package has no such table.

    Args:
        data: The package.

    Returns:
        The parts that change, by name; the table and its relationship included.
    """
    main = package.main_part(data)
    if any(kind.endswith("/sharedStrings") for kind, _ in package.relations(data, main).values()):
        return {}
    folder, base = posixpath.split(main)
    links = posixpath.join(folder, "_rels", f"{base}.rels")
    sheets = set(package.sheet_parts(data).values())
    content = package.read_parts(data, sheets | {links, _TYPES})
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
    changed[name] = b"".join(_table(table, uses))
    changed[links] = _before_end(
        content[links],
        f'<Relationship Id="rIdRegioXlStrings" Type="{_RELATION}" Target="/{name}"/>',
        b"</Relationships>",
    )
    changed[_TYPES] = _before_end(
        content[_TYPES], f'<Override PartName="/{name}" ContentType="{_TYPE}"/>', b"</Types>"
    )
    return changed


def _table(table: dict[bytes, int], uses: int) -> Iterator[bytes]:
    yield b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    yield f'<sst xmlns="{_MAIN}" count="{uses}" uniqueCount="{len(table)}">'.encode()
    for text in table:
        yield b"<si>" + text + b"</si>"
    yield b"</sst>"


def _before_end(xml: bytes, item: str, end: bytes) -> bytes:
    return xml.replace(end, item.encode() + end)
