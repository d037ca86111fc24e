"""The workbook as a zip of parts: look up, replace, find a sheet's part. No cells, no styles."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Mapping
from xml.etree import ElementTree

_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


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


def relations(data: bytes, part: str) -> dict[str, tuple[str, str]]:
    """Read the relationships of a part.

    Args:
        data: The package.
        part: Name of the part, such as ``xl/workbook.xml``; empty for the package itself.

    Returns:
        Relationship id -> (type, name of the target part).
    """
    folder, base = posixpath.split(part)
    name = posixpath.join(folder, "_rels", f"{base}.rels")
    found = read_parts(data, {name}).get(name)
    if found is None:
        return {}
    targets: dict[str, tuple[str, str]] = {}
    for item in ElementTree.fromstring(found).iter(_RELATIONS):  # noqa: S314 - see note below
        if item.get("TargetMode") == "External":
            continue
        target = item.get("Target", "")
        full = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
        targets[item.get("Id", "")] = (item.get("Type", ""), posixpath.normpath(full))
    return targets


# Python's expat (2.4.1 and later) limits entity expansion by itself, and neither it nor
# ElementTree loads anything from outside, so plain ElementTree is safe for these small parts.


def main_part(data: bytes) -> str:
    """Return the name of the workbook part."""
    for kind, target in relations(data, "").values():
        if kind.endswith("/officeDocument"):
            return target
    return "xl/workbook.xml"


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
    for kind, target in relations(data, main_part(data)).values():
        if kind.endswith("/styles"):
            return target
    return None
