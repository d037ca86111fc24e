"""The check of a whole workbook finds modules, code names and relationships that do not fit."""

import io

import pytest
from xlsxwriter.workbook import Workbook

from regio_xl.builder.vba import ModuleKind, Project
from tests.support.check_vba import RIBBON_KIND, code_name_problems
from tests.support.parts import Package, packed

ROOT_RELS, UI = "_rels/.rels", "customUI/customUI14.xml"
RIBBON = f'<Relationship Id="rIdUI" Type="{RIBBON_KIND}" Target="{UI}"/></Relationships>'.encode()
END = b"</Relationships>"
Parts = dict[str, bytes]


@pytest.fixture
def parts(project: Project, data: bytes) -> Parts:
    """Return a workbook with the project and a ribbon, part by part."""
    target = io.BytesIO()
    book = Workbook(target, {"in_memory": True})
    book.add_vba_project(io.BytesIO(data), is_stream=True)
    book.set_vba_name("ThisWorkbook")
    for module in project.modules:
        if module.kind is ModuleKind.SHEET:
            book.add_worksheet(module.name.removeprefix("bl")).set_vba_name(module.name)
    book.close()
    found = Package(target.getvalue(), ".xlsm").parts
    found[ROOT_RELS] = found[ROOT_RELS].replace(END, RIBBON)
    found[UI] = b"<customUI/>"
    return found


def test_a_workbook_that_fits_has_no_problems(parts: Parts) -> None:
    assert code_name_problems(packed(parts)) == []


@pytest.mark.parametrize(
    ("part", "old", "new", "sentence"),
    [
        (
            "xl/worksheets/sheet1.xml",
            b"blStart",
            b"blstart",
            "sheet Start has codeName blstart, and no module is called exactly that",
        ),
        (
            "xl/worksheets/sheet1.xml",
            b"blStart",
            b"blKader",
            "codeName blKader is used 2 times",
        ),
        ("xl/worksheets/sheet1.xml", b"blStart", b"blKader", "module blStart belongs to no sheet"),
        (
            "xl/worksheets/sheet1.xml",
            b' codeName="blStart"',
            b"",
            "sheet Start has codeName , and no module is called exactly that",
        ),
        (
            "xl/worksheets/sheet1.xml",
            b"blStart",
            b"ThisWorkbook",
            "sheet Start has codeName ThisWorkbook, a module with VB_Base"
            " 0{00020819-0000-0000-C000-000000000046}",
        ),
        (
            "xl/workbook.xml",
            b'codeName="ThisWorkbook"',
            b'codeName="DezeWerkmap"',
            "the workbook has codeName DezeWerkmap, and no module is called exactly that",
        ),
        (
            "xl/_rels/workbook.xml.rels",
            b"2006/relationships/vbaProject",
            b"2007/relationships/vbaProject",
            "vbaProject: one relationship to a part expected, found []",
        ),
        (
            "[Content_Types].xml",
            b"application/vnd.ms-office.vbaProject",
            b"application/octet-stream",
            "vbaProject: the content type of xl/vbaProject.bin is not"
            " application/vnd.ms-office.vbaProject",
        ),
        (
            "[Content_Types].xml",
            b'Extension="bin"',
            b'Extension="dat"',
            "vbaProject: the content type of xl/vbaProject.bin is not"
            " application/vnd.ms-office.vbaProject",
        ),
        (
            ROOT_RELS,
            b"2007/relationships/ui",
            b"2006/relationships/ui",
            f"no root relationship of the ribbon of 2010 leads to ['{UI}']",
        ),
        (
            ROOT_RELS,
            b"customUI14.xml",
            b"customUI.xml",
            "the ribbon relationship leads to customUI/customUI.xml, which does not exist",
        ),
    ],
)
def test_what_does_not_fit_is_found(
    parts: Parts, part: str, old: bytes, new: bytes, sentence: str
) -> None:
    assert old in parts[part]
    parts[part] = parts[part].replace(old, new)
    assert sentence in code_name_problems(packed(parts))


def test_the_content_type_may_be_given_for_the_part_alone(parts: Parts) -> None:
    types = parts["[Content_Types].xml"]
    old, new = b'Default Extension="bin"', b'Override PartName="/xl/vbaProject.bin"'
    assert old in types
    parts["[Content_Types].xml"] = types.replace(old, new)
    assert code_name_problems(packed(parts)) == []


def test_a_project_that_cannot_be_read_fits_nothing(parts: Parts) -> None:
    parts["xl/vbaProject.bin"] = bytes(512)
    found = code_name_problems(packed(parts))
    assert "sheet Start has codeName blStart, and no module is called exactly that" in found
