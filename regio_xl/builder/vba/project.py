"""What a macro project says (MS-OVBA): its modules, checked, and the streams that list them."""

import re
import struct
from collections import Counter
from enum import Enum
from functools import partial
from typing import Annotated, Self
from uuid import UUID

from pydantic import AfterValidator, field_validator, model_validator

from regio_xl.builder.vba.container import compound_file, compress
from regio_xl.domain.model import Model

CODE_PAGE = "cp1252"
LONGEST_NAME, LONGEST_LINE, LONGEST_DESCRIPTION = 31, 1023, 2000
TAKEN = {"dir", "vba", "excel", "office", "stdole"}
"""Names of a stream beside the modules, and of the libraries that the project refers to."""

NO_COMPILED_CODE = bytes.fromhex("CC 61 FF FF 00 00 00")
"""The _VBA_PROJECT stream (2.3.4.1) without a cache, so that Excel compiles the sources."""

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

VBE = "&H00000001={3832D640-CF90-11CF-8E43-00A0C911005A};VBE;&H00000000"
CLOSED_WINDOW = "0, 0, 0, 0, C"

HEADER = """\
Attribute VB_Name = "{}"
Attribute VB_Base = "{}"
Attribute VB_GlobalNameSpace = False
Attribute VB_Creatable = False
Attribute VB_PredeclaredId = True
Attribute VB_Exposed = True
Attribute VB_TemplateDerived = False
Attribute VB_Customizable = True
"""
"""What Excel itself writes above the source of a document (2.3.4.3)."""

SEED = 0x04
"""Any byte will do; a fixed one keeps the bytes of the project the same."""

ENCRYPTION_VERSION = 2
NOT_PROTECTED, NO_PASSWORD, VISIBLE = bytes(4), b"\x00", b"\xff"

_IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_LINE_END = re.compile(r"\r\n|\r|\n")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_NAME_LINE = re.compile(r'Attribute VB_Name = "([^"]*)"')
_HEADER_LINE = re.compile(r"(Attribute\s+VB_\w+\s*=|VERSION \d)", re.IGNORECASE)


def _identifier(what: str, name: str) -> str:
    """Return a name that VBA and the container both take; letters outside ASCII are not used."""
    if not _IDENTIFIER.fullmatch(name) or len(name) > LONGEST_NAME:
        raise ValueError(
            f"{what} name {name!r}: a letter, then letters, digits or _;"
            f" at most {LONGEST_NAME} characters"
        )
    if name.lower() in TAKEN:
        raise ValueError(f"{what} name {name!r} is taken by a stream or a library")
    return name


ModuleName = Annotated[str, AfterValidator(partial(_identifier, "module"))]
ProjectName = Annotated[str, AfterValidator(partial(_identifier, "project"))]


class ModuleKind(Enum):
    """What a module belongs to; the value is its VB_Base, which tells Excel the same."""

    WORKBOOK = "0{00020819-0000-0000-C000-000000000046}"
    SHEET = "0{00020820-0000-0000-C000-000000000046}"
    STANDARD = ""

    @property
    def document(self) -> bool:
        """Whether it is the code behind the workbook or a sheet."""
        return self is not ModuleKind.STANDARD


class Module(Model):
    """One module of a project; a name or source that cannot be put in one is a ``ValueError``.

    The source of a standard module is the whole .bas text, of which the first line is
    ``Attribute VB_Name = "..."`` with its name; that of the workbook and of a sheet is without the
    header of Attribute lines, which is made from the kind.
    """

    name: ModuleName  # for the workbook and for a sheet: the codeName in the workbook file
    kind: ModuleKind
    source: str

    @model_validator(mode="after")
    def _source_is_usable(self) -> Self:
        lines = _LINE_END.split(self.source)
        if self.kind is ModuleKind.STANDARD:
            found = _NAME_LINE.fullmatch(lines.pop(0))
            if found is None:
                raise ValueError(f"module {self.name}: the first line is no Attribute VB_Name")
            if found[1] != self.name:
                raise ValueError(f"module {self.name}: Attribute VB_Name says {found[1]!r}")
        for number, line in enumerate(lines, start=1 + (not self.kind.document)):
            if problem := _line_problem(line):
                raise ValueError(f"module {self.name}, line {number}: {problem}")
        return self

    def text(self) -> bytes:
        """Return the whole text of the module, with its header, in cp1252 with CRLF."""
        body = _LINE_END.split(self.source)
        if body[-1] == "":
            body.pop()
        header = HEADER.format(self.name, self.kind.value).splitlines()
        lines = (*(header if self.kind.document else ()), *body, "")
        return "\r\n".join(lines).encode(CODE_PAGE, errors="strict")


class Project(Model):
    """A whole macro project; parts that do not make one are a ``ValueError``."""

    name: ProjectName  # no module may carry it
    guid: UUID  # fixed, so that the bytes are; the protection fields are keyed to it
    description: str  # one line that the object browser shows; may be empty
    modules: tuple[Module, ...]  # in the order in which every list of the project names them

    @property
    def identity(self) -> str:
        """The GUID as the project text has it: uppercase, in braces."""
        return f"{{{str(self.guid).upper()}}}"

    @field_validator("description")
    @classmethod
    def _description_is_usable(cls, text: str) -> str:
        if problem := _character_problem(text):
            raise ValueError(f"description: {problem}")
        if '"' in text or _LINE_END.search(text) or len(text) > LONGEST_DESCRIPTION:
            raise ValueError(
                f"description: one line of at most {LONGEST_DESCRIPTION} characters, no quotes"
            )
        return text

    @model_validator(mode="after")
    def _modules_fit_together(self) -> Self:
        names = Counter(name.lower() for name in (self.name, *(m.name for m in self.modules)))
        if twice := [name for name, count in names.items() if count > 1]:
            raise ValueError(f"names used twice, for VBA ignores case: {', '.join(twice)}")
        workbooks = [m.name for m in self.modules if m.kind is ModuleKind.WORKBOOK]
        if len(workbooks) != 1:
            raise ValueError(f"one module belongs to the workbook, not {len(workbooks)}")
        return self


def _line_problem(line: str) -> str | None:
    if len(line) > LONGEST_LINE:
        return f"{len(line)} characters; VBA takes {LONGEST_LINE}"
    if _HEADER_LINE.match(line):
        return f"{line!r} belongs to the header, which is made from name and kind"
    return _character_problem(line)


def _character_problem(text: str) -> str | None:
    if found := _CONTROL.search(text):
        return f"control character {found[0]!r}"
    try:
        text.encode(CODE_PAGE, errors="strict")
    except UnicodeEncodeError as error:
        return f"{text[error.start]!r} is not in {CODE_PAGE}"
    return None


def compile_project(project: Project) -> bytes:
    """Return the bytes of ``vbaProject.bin`` (2.2.1); the same project gives the same bytes."""
    return compound_file(project_streams(project))


def project_streams(project: Project) -> dict[str, bytes]:
    """Return the contents of the file: path of each stream, and its bytes."""
    return {
        **{f"VBA/{module.name}": compress(module.text()) for module in project.modules},
        "VBA/_VBA_PROJECT": NO_COMPILED_CODE,
        "VBA/dir": compress(_dir_stream(project)),
        "PROJECT": _project_stream(project),
        "PROJECTwm": _project_wm_stream(project),
    }


def _dir_stream(project: Project) -> bytes:
    """Return the records of the project and its modules (2.3.4.2), before compression."""
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


def _project_stream(project: Project) -> bytes:
    """Return the text of stream PROJECT (2.3.1)."""
    identity = project.identity
    description = [f'Description="{project.description}"'] if project.description else []
    lines = [
        f'ID="{identity}"',
        *(
            f"Document={m.name}/&H00000000" if m.kind.document else f"Module={m.name}"
            for m in project.modules
        ),
        f'Name="{project.name}"',
        'HelpContextID="0"',
        *description,
        'VersionCompatible32="393222000"',
        f'CMG="{encrypt(NOT_PROTECTED, identity)}"',
        f'DPB="{encrypt(NO_PASSWORD, identity)}"',
        f'GC="{encrypt(VISIBLE, identity)}"',
        "",
        "[Host Extender Info]",
        VBE,
        "",
        "[Workspace]",
        *(f"{module.name}={CLOSED_WINDOW}" for module in project.modules),
        "",
    ]
    return "\r\n".join(lines).encode(CODE_PAGE)


def _project_wm_stream(project: Project) -> bytes:
    """Return the names in the code page and in UTF-16, each ended by a zero (2.3.3)."""
    names = [f"{module.name}\0" for module in project.modules]
    return b"".join(n.encode(CODE_PAGE) + n.encode("utf-16-le") for n in names) + b"\0\0"


def encrypt(data: bytes, identity: str, seed: int = SEED) -> str:
    """Return a protection field (2.4.3) as hexadecimal text, keyed to the GUID of a project.

    It is no protection, but Excel reads the fields and their key must be that of the project.
    ``seed`` is the first byte of the result; it also sets the number of filler bytes.
    """
    key = sum(identity.encode("ascii")) & 0xFF
    head = bytes([seed, seed ^ ENCRYPTION_VERSION, seed ^ key])
    filler = bytes([seed]) * ((seed & 0b110) // 2)
    result = bytearray(head)
    before = key
    for byte in filler + len(data).to_bytes(4, "little") + data:
        # Each byte depends on the one before it and on the two last results (2.4.3.2); at the
        # start those are the key and the encrypted version and key.
        result.append(byte ^ (result[-2] + before & 0xFF))
        before = byte
    return result.hex().upper()
