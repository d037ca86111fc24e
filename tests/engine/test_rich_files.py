"""What was not edited stays byte for byte; what was edited still opens without repair."""

import datetime as dt
from pathlib import Path

import pytest

from regio_xl.engine import opened


def test_a_rich_workbook_passes_the_audit_before_anything_is_done(rich, audit):
    assert audit(rich) == []


def test_every_part_that_was_not_edited_is_the_same_bytes(rich, parts, open_book):
    before = parts(rich)
    book = open_book(rich)
    book.sheets["Lijst"]["E1"].value = 5
    book.save()
    after = parts(rich)
    changed = {name for name in before if before[name] != after.get(name)}
    assert changed <= {
        "xl/worksheets/sheet2.xml",
        "xl/worksheets/sheet1.xml",
        "xl/workbook.xml",
        "xl/calcChain.xml",
        "xl/_rels/workbook.xml.rels",
        "[Content_Types].xml",
    }
    assert set(after) - set(before) == set()
    assert set(before) - set(after) <= {"xl/calcChain.xml"}


def test_relationships_and_content_types_stay_complete(rich, parts, open_book):
    before = parts(rich)
    book = open_book(rich)
    book.sheets["Data"]["B2"].value = 10
    book.save()
    after = parts(rich)
    for name in before:
        if not name.endswith(".rels"):
            continue
        for target in before[name].split(b'Target="')[1:]:
            word = target.split(b'"')[0]
            assert word in after[name] or word == b"calcChain.xml", (name, word)
    for override in before["[Content_Types].xml"].split(b"<Override ")[1:]:
        part = override.split(b'PartName="')[1].split(b'"')[0]
        assert part in after["[Content_Types].xml"] or part == b"/xl/calcChain.xml"


def test_an_edited_sheet_keeps_all_its_features(rich, parts, open_book):
    original = parts(rich)
    before = original["xl/worksheets/sheet1.xml"]
    book = open_book(rich)
    sheet = book.sheets["Data"]
    sheet["B2"].value = 10
    sheet["F40"].value = dt.datetime(2026, 1, 2, 8)
    book.save()
    after = parts(rich)["xl/worksheets/sheet1.xml"]
    for mark in (
        b"sparklineGroup",
        b"x14:dataBar",
        b"<dataValidation ",
        b"ignoredError",
        b"&amp;P van &amp;N",
        b"<legacyDrawing ",
        b"<legacyDrawingHF ",
        b"<drawing ",
        b"sheetProtection",
        b"<controls",
    ):
        assert after.count(mark) == before.count(mark), mark
    assert parts(rich)["xl/vbaProject.bin"] == original["xl/vbaProject.bin"]


def test_values_are_right_after_an_edit_of_a_rich_workbook(rich, open_book):
    book = open_book(rich)
    book.sheets["Data"]["B2"].value = 10
    assert book.sheets["Data"]["B5"].value == 15
    assert book.sheets["Lijst"]["C1:C3"].value == ["x", "y", "z"]


def test_rich_text_that_is_written_again_unchanged_keeps_its_looks(rich, parts, open_book):
    book = open_book(rich)
    sheet = book.sheets["Data"]
    sheet["A1:B7"].value = sheet["A1:B7"].options(ndim=2).value
    assert sheet["A6"].value == "gewoon vet"
    assert b"<b/>" in parts(rich)["xl/sharedStrings.xml"]


def test_a_removed_formula_leaves_no_calculation_chain_behind(rich, parts, open_book):
    book = open_book(rich)
    book.sheets["Data"]["B5"].value = None
    book.save()
    chain = parts(rich).get("xl/calcChain.xml", b"")
    assert b'r="B5"' not in chain


@pytest.mark.parametrize("kind", ["simple", "plain", "rich"])
def test_the_audit_finds_nothing_after_many_kinds_of_edits(kind, request, audit):
    path: Path = request.getfixturevalue(kind)
    with opened(path) as book:
        sheet = book.sheets["Data"]
        sheet["B2"].value = 11
        sheet["J1:K2"].value = [["'=1+1", 1.5], ["=SUM(J2,1)", True]]
        sheet["J3:J4"].value = [[dt.date(2026, 1, 2)], [dt.datetime(2026, 1, 2, 8)]]
        sheet["A1:J5"].rows.autofit()
        sheet["A5"].value = None
        book.save()
    assert audit(path) == []


@pytest.mark.libreoffice
def test_a_file_made_by_libreoffice_can_be_edited(simple, tmp_path, libreoffice, audit):
    (path,) = libreoffice([simple], tmp_path / "lo")
    before = audit(path)
    with opened(path) as book:
        book.sheets["Data"]["B2"].value = 30
        book.sheets["Data"]["J1"].value = dt.datetime(2026, 1, 2, 8)
        assert book.sheets["Data"]["E1"].value == 39
        book.save()
    assert audit(path) == before
