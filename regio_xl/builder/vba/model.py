"""What a project consists of: its names and its sources, checked before anything is written."""

import re
from collections import Counter
from enum import Enum
from typing import Self
from uuid import UUID

from pydantic import field_validator, model_validator

from regio_xl.domain.model import Model

CODE_PAGE = "cp1252"
LONGEST_NAME, LONGEST_LINE, LONGEST_DESCRIPTION = 31, 1023, 2000
TAKEN = {"dir", "vba", "excel", "office", "stdole"}
"""Names of a stream beside the modules, and of the libraries that the project refers to."""

_IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_LINE_END = re.compile(r"\r\n|\r|\n")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_NAME_LINE = re.compile(r'Attribute VB_Name = "([^"]*)"')
_HEADER_LINE = re.compile(r"(Attribute\s+VB_\w+\s*=|VERSION \d)", re.IGNORECASE)


class ModuleKind(Enum):
    """What a module belongs to; the value is its VB_Base, which tells Excel the same."""

    WORKBOOK = "0{00020819-0000-0000-C000-000000000046}"
    SHEET = "0{00020820-0000-0000-C000-000000000046}"
    STANDARD = ""

    @property
    def document(self) -> bool:
        """Whether the module is the code behind the workbook or a sheet."""
        return self is not ModuleKind.STANDARD


class Module(Model):
    """One module of a project.

    Attributes:
        name: VBA identifier of at most 31 characters; for the workbook and for a sheet it is the
            codeName in the workbook file.
        kind: What it belongs to.
        source: The code. For the workbook and for a sheet without the header of Attribute lines,
            which is made from the kind; for a standard module the whole .bas text, of which the
            first line is ``Attribute VB_Name = "..."`` with the same name.

    Raises:
        ValueError: The name or the source cannot be put in a project; the message says why.
    """

    name: str
    kind: ModuleKind
    source: str

    @field_validator("name")
    @classmethod
    def _name_is_usable(cls, name: str) -> str:
        return _identifier(name, "module")

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
        lines = (*self._header(), *body, "")
        return "\r\n".join(lines).encode(CODE_PAGE, errors="strict")

    def _header(self) -> tuple[str, ...]:
        """Return the Attribute lines that Excel itself writes for a document (MS-OVBA 2.3.4.3)."""
        if not self.kind.document:
            return ()
        values = {
            "Name": f'"{self.name}"',
            "Base": f'"{self.kind.value}"',
            "GlobalNameSpace": "False",
            "Creatable": "False",
            "PredeclaredId": "True",
            "Exposed": "True",
            "TemplateDerived": "False",
            "Customizable": "True",
        }
        return tuple(f"Attribute VB_{key} = {value}" for key, value in values.items())


class Project(Model):
    """A whole macro project.

    Attributes:
        name: Name of the project, a VBA identifier; no module may carry it.
        guid: Identity of the project; fixed, so that the bytes are. The protection fields are
            keyed to it.
        description: One line that the object browser shows; may be empty.
        modules: All modules, in the order in which every list of the project names them.

    Raises:
        ValueError: The parts do not make one project; the message says why.
    """

    name: str
    guid: UUID
    description: str
    modules: tuple[Module, ...]

    @property
    def identity(self) -> str:
        """The GUID as the project text has it: uppercase, in braces."""
        return f"{{{str(self.guid).upper()}}}"

    @field_validator("name")
    @classmethod
    def _name_is_usable(cls, name: str) -> str:
        return _identifier(name, "project")

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


def _identifier(name: str, what: str) -> str:
    """Return a name that VBA and the container both take; letters outside ASCII are not used."""
    if not _IDENTIFIER.fullmatch(name) or len(name) > LONGEST_NAME:
        raise ValueError(
            f"{what} name {name!r}: a letter, then letters, digits or _;"
            f" at most {LONGEST_NAME} characters"
        )
    if name.lower() in TAKEN:
        raise ValueError(f"{what} name {name!r} is taken by a stream or a library")
    return name


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
