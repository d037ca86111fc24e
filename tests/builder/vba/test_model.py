"""What cannot be a project is refused, with a message that says why."""

import pytest

from regio_xl.builder.vba import Module, ModuleKind, Project

GUID = "{8F3C2B1A-5D4E-4F60-9A7B-1C2D3E4F5A6B}"
NAMED = 'Attribute VB_Name = "Lint"\n'
BOOK = Module(name="ThisWorkbook", kind=ModuleKind.WORKBOOK, source="")


def sheet(name: str, source: str = "") -> Module:
    return Module(name=name, kind=ModuleKind.SHEET, source=source)


def standard(source: str) -> Module:
    return Module(name="Lint", kind=ModuleKind.STANDARD, source=source)


@pytest.mark.parametrize("name", ["", "1Blad", "_Blad", "Blad 1", "Blad-1", "Één", "B" * 32, "B\n"])
def test_a_name_that_vba_does_not_take_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="a letter, then letters, digits or _"):
        sheet(name)


@pytest.mark.parametrize("name", ["dir", "Dir", "VBA", "Excel", "Office", "stdole"])
def test_a_name_of_a_stream_or_library_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="taken by a stream or a library"):
        sheet(name)


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("Option Explicit\n", "the first line is no Attribute VB_Name"),
        ("\n" + NAMED, "the first line is no Attribute VB_Name"),
        ('Attribute VB_Name = "lint"\n', "Attribute VB_Name says 'lint'"),
        (NAMED + NAMED, "line 2: .* belongs to the header"),
        (NAMED + "\n' → kan niet\n", "line 3: '→' is not in cp1252"),
        (NAMED + "' \x81\n", r"'\\x81' is not in cp1252"),
        (NAMED + "' \x00\n", "control character"),
        (NAMED + "'" * 1024 + "\n", "line 2: 1024 characters; VBA takes 1023"),
    ],
)
def test_a_standard_source_that_cannot_be_stored_is_refused(source: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        standard(source)


@pytest.mark.parametrize("line", ['Attribute VB_Name = "Blad"', "VERSION 1.0 CLASS"])
def test_a_document_source_with_a_header_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match=r"line 1: .* made from name and kind"):
        sheet("Blad", line)


def test_attributes_of_procedures_are_kept() -> None:
    line = 'Attribute REGIO_X.VB_Description = "Wat ‘X’ doet"'
    assert line.encode("cp1252") in standard(NAMED + line).text().split(b"\r\n")


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"modules": (BOOK, sheet("Blad"), sheet("BLAD"))}, "names used twice.*blad"),
        ({"modules": (BOOK, sheet("regioxl"))}, "names used twice.*regioxl"),
        ({"modules": (sheet("Blad"),)}, "one module belongs to the workbook, not 0"),
        ({"name": "Regio XL"}, "project name"),
        ({"guid": "{8F3C2B1A}"}, "guid"),
        ({"description": 'Een "naam"'}, "no quotes"),
        ({"description": "twee\nregels"}, "one line"),
        ({"description": "x" * 2001}, "at most 2000"),
        ({"description": "→"}, "not in cp1252"),
    ],
)
def test_parts_that_make_no_project_are_refused(changed: dict[str, object], message: str) -> None:
    sound = {"name": "RegioXL", "guid": GUID, "description": "", "modules": (BOOK,)}
    assert Project.model_validate(sound).identity == GUID
    with pytest.raises(ValueError, match=message):
        Project.model_validate(sound | changed)
