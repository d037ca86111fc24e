"""Formats: what a new cell inherits, what is set, and that nothing else changes."""

import openpyxl
import pytest
import xlsxwriter
from openpyxl.styles import Border, Font, Side

from regio_xl.engine import ContentError, opened


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
    target = book.sheets["Data"][address]
    target.value = 5
    assert (target.font.bold, target.number_format) == (bold, code)
    book.save()
    saved = cell(simple, address)
    assert (bool(saved.font.b), saved.protection.locked) == (bold, locked)
    assert saved.number_format == code


def test_a_new_cell_that_gets_a_format_keeps_the_rest_of_its_columns_style(simple, open_book):
    book = open_book(simple)
    book.sheets["Data"]["B40"].font.bold = True
    book.save()
    saved = cell(simple, "B40")
    assert (saved.font.b, saved.protection.locked, saved.number_format) == (True, False, "0.00")
    assert saved.fill.fgColor.rgb == "FFFFFFCC"


def test_an_emptied_cell_stays_unlocked(simple, open_book):
    book = open_book(simple)
    book.sheets["Data"]["B2"].clear_contents()
    book.save()
    saved = cell(simple, "B2")
    assert (saved.value, saved.protection.locked, saved.number_format) == (None, False, "0.00")


def test_every_format_is_set_saved_and_read_back(simple, open_book):
    book = open_book(simple)
    target = book.sheets["Data"]["J1:K2"]
    target.number_format = '#,##0.0 "uur"'
    target.color = (255, 200, 0)
    target.font.bold = target.font.italic = True
    target.font.size, target.font.name, target.font.color = 14, "Arial", "#0000ff"
    target.wrap_text = True
    target.horizontal_alignment, target.vertical_alignment = "center_across_selection", "top"
    target.column_width, target.row_height = 22.5, 31
    book.save()
    with opened(simple) as again:
        read = again.sheets["Data"]["J1:K2"]
        assert read.number_format == '#,##0.0 "uur"'
        assert read.color == (255, 200, 0)
        assert (read.font.bold, read.font.italic, read.font.size) == (True, True, 14)
        assert (read.font.name, read.font.color) == ("Arial", (0, 0, 255))
        assert read.wrap_text is True
        assert read.horizontal_alignment == "center_across_selection"
        assert read.vertical_alignment == "top"
        assert (read.column_width, read.row_height) == (22.5, 31)


def test_what_differs_within_a_range_is_none(sheet):
    assert sheet["A2:B2"].number_format is None
    assert sheet["A1:A2"].font.bold is False
    assert sheet["A1:B1"].column_width is None
    assert sheet["A10:A11"].row_height is None
    assert sheet["A1"].color is None


def test_colors_of_the_theme_are_read(simple, open_book):
    book = openpyxl.load_workbook(simple)
    font = Font(color=openpyxl.styles.colors.Color(theme=4, tint=0.0))
    book["Data"]["J1"].font = font
    book["Data"]["J2"].font = Font(color=openpyxl.styles.colors.Color(theme=1, tint=0.5))
    book["Data"]["J3"].font = Font(color=openpyxl.styles.colors.Color(indexed=2))
    path = simple.with_name("thema.xlsx")
    book.save(path)
    sheet = open_book(path).sheets["Data"]
    assert sheet["J1"].font.color == (79, 129, 189)
    assert sheet["J2"].font.color == (128, 128, 128)
    assert sheet["J3"].font.color == (255, 0, 0)
    assert sheet["A1"].font.color == (0, 0, 0)


def test_borders_and_other_properties_survive_a_change_of_font(tmp_path, open_book):
    path = tmp_path / "rand.xlsx"
    book = openpyxl.Workbook()
    book.active["A1"].border = Border(left=Side("thick", color="FF00FF00"))
    book.active["A1"].alignment = openpyxl.styles.Alignment(indent=2, textRotation=45)
    book.save(path)
    opened_book = open_book(path)
    opened_book.sheets[0]["A1"].font.size = 20
    opened_book.sheets[0]["B1"].value = "x"
    opened_book.save()
    saved = cell(path, "A1", "Sheet")
    assert (saved.border.left.style, saved.border.left.color.rgb) == ("thick", "FF00FF00")
    assert (saved.alignment.indent, saved.alignment.textRotation) == (2, 45)
    assert saved.font.sz == 20


def test_styles_that_are_already_there_are_used_again(simple, open_book, parts):
    before = parts(simple)["xl/styles.xml"]
    book = open_book(simple)
    sheet = book.sheets["Data"]
    sheet["J1"].number_format = "@"
    book.save()
    assert parts(simple)["xl/styles.xml"] == before


def test_a_thousand_cells_of_one_format_add_one_style(simple, open_book, parts):
    before = parts(simple)["xl/styles.xml"].count(b"<xf ")
    book = open_book(simple)
    book.sheets["Data"]["J20:S100"].number_format = "0.000"
    book.save()
    assert parts(simple)["xl/styles.xml"].count(b"<xf ") == before + 1


def test_clear_formats_keeps_values_and_clear_does_not(sheet):
    sheet["B2"].clear_formats()
    assert (sheet["B2"].value, sheet["B2"].number_format, sheet["B2"].color) == (3, "General", None)
    sheet["B3"].clear()
    assert (sheet["B3"].value, sheet["B3"].number_format) == (None, "General")
    assert sheet["B4"].number_format == "0.00"


def test_one_column_of_a_group_can_get_another_width(tmp_path, open_book):
    path = tmp_path / "breed.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet().set_column("B:E", 20)
    opened_book = open_book(path)
    sheet = opened_book.sheets[0]
    sheet["C1"].column_width = 5
    widths = [sheet[f"{letter}1"].column_width for letter in "ABCDEF"]
    assert widths == [8.43, 20, 5, 20, 20, 8.43]
    opened_book.save()
    with opened(path) as again:
        sheet = again.sheets[0]
        assert [sheet[f"{letter}1"].column_width for letter in "ABCDEF"] == widths


def test_another_width_keeps_the_style_of_the_column(simple, open_book):
    book = open_book(simple)
    sheet = book.sheets["Data"]
    sheet["A1:C1"].column_width = 30
    sheet["B30"].value = 1
    book.save()
    saved = cell(simple, "B30")
    assert (saved.protection.locked, saved.number_format) == (False, "0.00")
    with opened(simple) as again:
        target = again.sheets["Data"]["B31"]
        target.value = 2
        assert (target.number_format, target.column_width) == ("0.00", 30)


@pytest.mark.parametrize(("name", "value"), [("column_width", 256), ("row_height", 410)])
def test_sizes_that_excel_refuses(sheet, name, value):
    with pytest.raises(ContentError):
        setattr(sheet["J1"], name, value)


def test_whole_columns_are_not_formatted_cell_by_cell(sheet):
    with pytest.raises(NotImplementedError):
        sheet["A:C"].number_format = "0"


def test_notes_are_read(rich, open_book):
    sheet = open_book(rich).sheets["Data"]
    assert sheet["A1"].note.text == "Een notitie"
    assert sheet["A2"].note is None
    with pytest.raises(NotImplementedError):
        sheet["A1"].note.text = "x"
