"""What XlsxWriter does not write itself, set in the package: the ribbon and the language.

Only whole parts are rewritten here, in a fixed order and with a fixed date, so that the same
input gives the same bytes.
"""

import io
import re
import zipfile

from regio_xl.builder import ribbonxml

RIBBON_PART = "customUI/customUI14.xml"
RIBBON_TYPE = "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"
"""Relationship of the ribbon for Excel 2010 and later, from the package as a whole."""

LANGUAGE = "nl-NL"
OWN_HEIGHT = re.compile(rb'(<row [^>]*ht="[^"]*") customHeight="1"')
"""A height that is marked as the user's own no longer follows the text when it is edited."""

FIXED_DATE = (1980, 1, 1, 0, 0, 0)


def finish(package: bytes, *, macro_enabled: bool) -> bytes:
    """Return the package with its language set, and with the ribbon where macros may be.

    Args:
        package: Bytes of a workbook as XlsxWriter wrote it.
        macro_enabled: Whether the file will be called ``.xlsm``.

    Raises:
        ValueError: A part does not look as expected, so nothing was changed.
    """
    parts: list[tuple[str, bytes]] = []
    with zipfile.ZipFile(io.BytesIO(package)) as source:
        for name in source.namelist():
            data = source.read(name)
            if name.startswith("xl/worksheets/sheet"):
                data = OWN_HEIGHT.sub(rb"\1", data)
            if name == "docProps/core.xml":
                end = "</cp:coreProperties>"
                data = _replace(data, end, f"<dc:language>{LANGUAGE}</dc:language>{end}")
            if name == "_rels/.rels" and macro_enabled:
                end = "</Relationships>"
                ribbon = f'<Relationship Id="rIdLint" Type="{RIBBON_TYPE}" Target="{RIBBON_PART}"/>'
                data = _replace(data, end, ribbon + end)
            parts.append((name, data))
    if macro_enabled:
        parts.append((RIBBON_PART, ribbonxml.ribbon_xml()))
    return _pack(parts)


def normalised(package: bytes) -> bytes:
    """Return the same parts packed with fixed dates, so that equal parts give equal bytes."""
    with zipfile.ZipFile(io.BytesIO(package)) as source:
        return _pack([(name, source.read(name)) for name in source.namelist()])


def _replace(data: bytes, old: str, new: str) -> bytes:
    text = data.decode("utf-8")
    if text.count(old) != 1:
        raise ValueError(f"expected {old!r} exactly once")
    return text.replace(old, new).encode("utf-8")


def _pack(parts: list[tuple[str, bytes]]) -> bytes:
    target = io.BytesIO()
    # Stored, not deflated: what deflate makes differs between builds of zlib.
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, data in parts:
            info = zipfile.ZipInfo(name, FIXED_DATE)
            info.create_system = 3
            info.external_attr = 0o600 << 16
            archive.writestr(info, data)
    return target.getvalue()
