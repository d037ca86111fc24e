"""Mistakes of other programs are put right, and only those."""

import io
import zipfile
from pathlib import Path

import pytest

from regio_xl.engine.package import RIBBON_PART, RIBBON_TYPE, has_ribbon, mended

PLAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
MACRO = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
RELATION = '<Relationship Id="{}" Type="{}" Target="{}"/>'
NAMES = (
    '<definedName name="_xlnm.Print_Titles" localSheetId="3">A!$1:$1</definedName>',
    '<definedName name="_xlnm.Print_Titles" localSheetId="4">B!$1:$1</definedName>',
    '<definedName name="_xlnm.Print_Titles" localSheetId="3">A!$A:$B,A!$1:$1</definedName>',
)


def package(content_type: str = MACRO, names: tuple[str, ...] = (), *relations: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", f'<Types><Override ContentType="{content_type}"/>')
        archive.writestr(
            "_rels/.rels",
            "<Relationships>" + RELATION.format("r1", "x/officeDocument", "xl/workbook.xml")
            + "</Relationships>",
        )  # fmt: skip
        archive.writestr("xl/workbook.xml", f"<workbook>{''.join(names)}</workbook>")
        archive.writestr(
            "xl/_rels/workbook.xml.rels", f"<Relationships>{''.join(relations)}</Relationships>"
        )
        archive.writestr("xl/styles.xml", "<styleSheet/>")
    return out.getvalue()


def part(data: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode()


def test_a_sound_package_comes_back_as_it_was() -> None:
    data = package(MACRO, NAMES[:2], RELATION.format("r2", "x/styles", "styles.xml"))
    assert mended(data, ".xlsm") is data


@pytest.mark.parametrize(
    ("given", "suffix", "wanted"),
    [(PLAIN, ".xlsm", MACRO), (MACRO, ".xlsx", PLAIN), (PLAIN, ".xlsx", PLAIN)],
)
def test_the_content_type_follows_the_extension(given: str, suffix: str, wanted: str) -> None:
    assert wanted in part(mended(package(given), suffix), "[Content_Types].xml")


def test_a_relationship_to_a_part_that_is_not_there_is_dropped() -> None:
    kept = RELATION.format("r2", "x/styles", "styles.xml")
    absolute = RELATION.format("r3", "x/styles", "/xl/styles.xml")
    outside = '<Relationship Id="r4" Type="x" Target="http://voorbeeld" TargetMode="External"/>'
    gone = RELATION.format("r5", "x/vbaProject", "vbaProject.bin")
    data = mended(package(MACRO, (), kept, absolute, outside, gone), ".xlsm")
    found = part(data, "xl/_rels/workbook.xml.rels")
    assert all(item in found for item in (kept, absolute, outside))
    assert "vbaProject" not in found


def test_a_name_that_stands_twice_for_one_sheet_is_kept_once() -> None:
    found = part(mended(package(MACRO, NAMES), ".xlsm"), "xl/workbook.xml")
    assert found == f"<workbook>{NAMES[0]}{NAMES[1]}</workbook>"


def test_a_totals_row_that_is_shown_is_not_called_hidden() -> None:
    shown = b'<table ref="A1:B3" totalsRowCount="1" totalsRowShown="0"/>'
    hidden = b'<table ref="A1:B3" totalsRowShown="0"/>'
    out = io.BytesIO(package())
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/tables/table1.xml", shown)
        archive.writestr("xl/tables/table2.xml", hidden)
    found = mended(out.getvalue(), ".xlsm")
    assert part(found, "xl/tables/table1.xml") == '<table ref="A1:B3" totalsRowCount="1"/>'
    assert part(found, "xl/tables/table2.xml") == hidden.decode()


def test_a_target_that_is_written_with_escapes_is_found() -> None:
    ampersand = RELATION.format("r2", "x/image", "media/a&amp;b.png")
    space = RELATION.format("r3", "x/image", "media/kaart%20een.png")
    out = io.BytesIO(package(MACRO, (), ampersand, space))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/media/a&b.png", b"")
        archive.writestr("xl/media/kaart een.png", b"")
    assert mended(out.getvalue(), ".xlsm") == out.getvalue()


LINT = RELATION.format("rIdRegioXlLint", RIBBON_TYPE, RIBBON_PART)


@pytest.mark.parametrize(
    ("parts", "attached"),
    [
        ((RIBBON_PART, "xl/vbaProject.bin"), True),
        ((RIBBON_PART,), False),  # its buttons would call macros that are not there
        (("xl/vbaProject.bin",), False),
    ],
)
def test_a_ribbon_that_lost_its_relationship_is_attached_again(
    parts: tuple[str, ...], attached: bool
) -> None:
    out = io.BytesIO(package())
    with zipfile.ZipFile(out, "a") as archive:
        for name in parts:
            archive.writestr(name, b"")
    found = mended(out.getvalue(), ".xlsm")
    assert (LINT in part(found, "_rels/.rels")) is attached
    assert mended(found, ".xlsm") is found


def test_a_ribbon_that_is_attached_under_another_name_stays_the_only_one(rich: Path) -> None:
    data = rich.read_bytes()
    assert has_ribbon(data)
    assert "rIdRegioXlLint" not in part(mended(data, ".xlsm"), "_rels/.rels")
