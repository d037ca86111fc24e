"""The ``dir`` stream (MS-OVBA 2.3.4.2): records that describe the project and its modules."""

import struct

from regio_xl.builder.vba.model import CODE_PAGE, Module, Project

SYSTEM_WIN64 = 3
"""What Excel writes since 64-bit Office is the default; Excel on other systems takes it too."""

ENGLISH = 0x0409
"""The only language that the specification allows here; it is not that of the texts."""

WRITTEN_COOKIE = 0xFFFF
VERSION = (1, 0)

REFERENCES = {
    "stdole": r"*\G{00020430-0000-0000-C000-000000000046}#2.0#0"
    r"#C:\Windows\System32\stdole2.tlb#OLE Automation",
    "Office": r"*\G{2DF8D04C-5BFA-101B-BDE5-00AA0044DE52}#2.0#0"
    r"#C:\Program Files\Common Files\Microsoft Shared\OFFICE16\MSO.DLL"
    "#Microsoft Office 16.0 Object Library",
}
"""The libraries of every new project in Excel, as Excel writes them.

It finds a library by its GUID; the path is what it tries when that fails.
"""


def dir_stream(project: Project) -> bytes:
    """Return the records, before compression."""
    return b"".join(
        [
            _information(project),
            *(_reference(name, library) for name, library in REFERENCES.items()),
            _number(0x000F, len(project.modules), "H"),
            _number(0x0013, WRITTEN_COOKIE, "H"),
            *(_module(module) for module in project.modules),
            _record(0x0010),
        ]
    )


def _information(project: Project) -> bytes:
    """Return PROJECTINFORMATION (2.3.4.2.1), without the optional compatibility version."""
    return b"".join(
        [
            _number(0x0001, SYSTEM_WIN64),
            _number(0x0002, ENGLISH),
            _number(0x0014, ENGLISH),
            _number(0x0003, int(CODE_PAGE.removeprefix("cp")), "H"),
            _record(0x0004, project.name.encode(CODE_PAGE)),
            _text(0x0005, 0x0040, project.description),
            _text(0x0006, 0x003D, ""),
            _number(0x0007, 0),
            _number(0x0008, 0),
            # The one record whose size leaves out a part of it: the minor version.
            struct.pack("<HIIH", 0x0009, 4, *VERSION),
            _text(0x000C, 0x003C, ""),
        ]
    )


def _reference(name: str, library: str) -> bytes:
    """Return REFERENCENAME and REFERENCEREGISTERED (2.3.4.2.2.2 and 2.3.4.2.2.5)."""
    data = library.encode(CODE_PAGE)
    registered = struct.pack("<I", len(data)) + data + struct.pack("<IH", 0, 0)
    return _text(0x0016, 0x003E, name) + _record(0x000D, registered)


def _module(module: Module) -> bytes:
    """Return a MODULE record (2.3.4.2.3.2); its source starts at the start of its stream."""
    return b"".join(
        [
            _text(0x0019, 0x0047, module.name),
            _text(0x001A, 0x0032, module.name),
            _text(0x001C, 0x0048, ""),
            _number(0x0031, 0),
            _number(0x001E, 0),
            _number(0x002C, WRITTEN_COOKIE, "H"),
            _record(0x0022 if module.kind.document else 0x0021),
            _record(0x002B),
        ]
    )


def _record(identifier: int, data: bytes = b"") -> bytes:
    return struct.pack("<HI", identifier, len(data)) + data


def _number(identifier: int, value: int, size: str = "I") -> bytes:
    return _record(identifier, struct.pack(f"<{size}", value))


def _text(identifier: int, unicode_identifier: int, text: str) -> bytes:
    """Return a text twice, in the code page and in UTF-16."""
    wide = text.encode("utf-16-le")
    return _record(identifier, text.encode(CODE_PAGE)) + _record(unicode_identifier, wide)
