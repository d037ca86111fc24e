"""Formats: what a new cell inherits, what a date or a quoted text adds, and that the rest stays."""

import datetime as dt

import openpyxl
import pytest
from openpyxl.styles import Border, Side

MORNING = dt.datetime(2026, 5, 1, 8)


def cell(path, address, sheet="Data"):
    return openpyxl.load_workbook(path)[sheet][address]


@pytest.mark.parametrize(
    ("address", "bold", "locked", "code"),
    [
        ("B30", False, False, "0.00"),
        ("A11", True, False, "General"),
        ("B11", True, False, "General"),
    ],
)
def test_a_new_cell_takes_the_style_of_its_row_else_its_column(
    simple, open_book, address, bold, locked, code
):
    book = open_book(simple)
    book.sheets["Data"][address].value = 5
    book.save()
    saved = cell(simple, address)
    assert (bool(saved.font.b), saved.protection.locked) == (bold, locked)
    assert saved.number_format == code


def test_a_number_format_is_read_and_given_and_nothing_else_of_the_style(simple, open_book):
    book = open_book(simple)
    area = book.sheets["Data"]["B11:B12"]
    area.number_format = "@"
    assert area.number_format == "@"
    book.sheets["Data"]["B12"].number_format = "0.00"
    assert area.number_format is None
    book.sheets["Data"]["B11"].value = "'12"
    book.save()
    saved = cell(simple, "B11")
    assert (saved.number_format, saved.value, saved.font.b) == ("@", "12", True)


def test_a_new_cell_that_gets_a_format_keeps_the_rest_of_its_columns_style(simple, open_book):
    book = open_book(simple)
    book.sheets["Data"]["B40"].value = "'007"
    book.save()
    saved = cell(simple, "B40")
    assert (saved.quotePrefix, saved.protection.locked, saved.number_format) == (
        *(True, False),
        "0.00",
    )
    assert saved.fill.fgColor.rgb == "FFFFFFCC"


def test_an_emptied_cell_stays_unlocked(simple, open_book):
    book = open_book(simple)
    book.sheets["Data"]["B2"].value = None
    book.save()
    saved = cell(simple, "B2")
    assert (saved.value, saved.protection.locked, saved.number_format) == (None, False, "0.00")


def test_borders_and_other_properties_survive_a_change_of_format(tmp_path, open_book):
    path = tmp_path / "rand.xlsx"
    book = openpyxl.Workbook()
    book.active["A1"].border = Border(left=Side("thick", color="FF00FF00"))
    book.active["A1"].alignment = openpyxl.styles.Alignment(indent=2, textRotation=45)
    book.save(path)
    opened_book = open_book(path)
    opened_book.sheets[0]["A1"].value = MORNING
    opened_book.sheets[0]["B1"].value = "x"
    opened_book.save()
    saved = cell(path, "A1", "Sheet")
    assert (saved.border.left.style, saved.border.left.color.rgb) == ("thick", "FF00FF00")
    assert (saved.alignment.indent, saved.alignment.textRotation) == (2, 45)
    assert (saved.value, saved.number_format) == (MORNING, "m/d/yy h:mm")


def test_styles_that_are_already_there_are_used_again(simple, open_book, parts):
    before = parts(simple)["xl/styles.xml"]
    book = open_book(simple)
    book.sheets["Data"]["J1"].value = MORNING.date()
    book.save()
    assert parts(simple)["xl/styles.xml"] == before
    assert cell(simple, "J1").number_format == "mm-dd-yy"


def test_a_thousand_cells_of_one_format_add_one_style(simple, open_book, parts):
    before = parts(simple)["xl/styles.xml"].count(b"<xf ")
    book = open_book(simple)
    book.sheets["Data"]["J20:S119"].value = MORNING
    book.save()
    assert parts(simple)["xl/styles.xml"].count(b"<xf ") == before + 1
    assert cell(simple, "S119").value == MORNING
