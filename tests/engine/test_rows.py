"""Rows become as high as their wrapped text, and stay free to follow it."""

import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.styles import Alignment

from regio_xl.engine import opened
from regio_xl.engine.model import HIGHEST, LINE, lines_needed, row_height
from regio_xl.engine.patching import patch_heights

LONG = "een zin die niet op één regel past "


@pytest.fixture
def path(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.column_dimensions["A"].width = 30
    for row in range(1, 5):
        sheet.cell(row, 1).value = LONG * row
        sheet.cell(row, 1).alignment = Alignment(wrap_text=row != 4)
    sheet.row_dimensions[2].height = 200
    book.save(tmp_path / "rijen.xlsx")
    return tmp_path / "rijen.xlsx"


def stored(path: Path) -> dict[int, str]:
    with zipfile.ZipFile(path) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml").decode()
    return {int(number): tag for tag, number in re.findall(r'(<row r="(\d+)"[^>]*>)', xml)}


def test_a_row_gets_the_height_of_its_text_without_being_fixed_there(path: Path) -> None:
    with opened(path) as book:
        book.sheets[0].range("A1:A4").rows.autofit()
        book.save()
    heights = [float(re.search(r' ht="([\d.]+)"', tag)[1]) for tag in stored(path).values()]
    assert heights[0] < heights[1] < heights[2]
    assert heights[3] == LINE  # does not wrap
    assert all("customHeight" not in tag for tag in stored(path).values())


def test_a_row_is_as_high_as_the_text_that_a_formula_gives(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    for row in (6, 7):
        book.active.cell(row, 1, "=A3&A3").alignment = Alignment(wrap_text=row == 6)
    book.save(path)
    for _ in range(2):  # a height that is right already stays
        with opened(path) as live:
            live.sheets[0].range("A6:A7").rows.autofit()
            live.sheets[0].range("B1").value = 1
            live.save()
        heights = [float(re.search(r' ht="([\d.]+)"', stored(path)[row])[1]) for row in (6, 7)]
        assert heights == [LINE * lines_needed(LONG * 6, 30), LINE]


def test_fitting_again_changes_nothing(path: Path) -> None:
    for _ in range(2):
        with opened(path) as book:
            book.sheets[0].range("A1:A4").rows.autofit()
            book.save()
        before = path.read_bytes()
    assert path.read_bytes() == before


def test_columns_are_not_fitted_in_silence(path: Path) -> None:
    with opened(path) as book, pytest.raises(NotImplementedError):
        book.sheets[0].range("A1").columns.autofit()


def test_only_the_named_rows_of_a_sheet_part_change() -> None:
    first, second = b'<row r="1" ht="9" customHeight="1"/>', b'<row r="2" spans="1:2"><c/></row>'
    xml = b"<sheetData>" + first + second + b"</sheetData>"
    assert patch_heights(xml, {1: 30.0}) == xml.replace(b'ht="9" customHeight="1"', b'ht="30"')
    assert patch_heights(xml, {2: 45.0, 9: 15.0}) == xml.replace(
        b'<row r="2" spans="1:2">', b'<row r="2" spans="1:2" ht="45">'
    )


@given(st.text(max_size=400), st.floats(3, 200))
def test_a_narrower_column_never_needs_fewer_lines(text: str, width: float) -> None:
    assert lines_needed(text, width) <= lines_needed(text, width / 2)
    assert LINE <= row_height([(text, width)]) <= HIGHEST
