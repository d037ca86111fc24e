"""Tables grow, shrink and are updated as Excel does it."""

import zipfile

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.table import Table

from regio_xl.engine import opened
from regio_xl.engine.errors import ContentError


@pytest.fixture
def table(sheet):
    return sheet.tables["tblX"]


def saved_table(path):
    sheet = openpyxl.load_workbook(path)["Data"]
    return sheet.tables["tblX"], sheet


def test_a_table_knows_its_areas(sheet, table):
    assert table.range.address == "$A$1:$C$4"
    assert (table.name, table.show_totals) == ("tblX", False)


def test_tables_are_found_by_name_in_any_case_and_by_index(sheet):
    assert len(sheet.tables) == 1
    assert [table.name for table in sheet.tables] == ["tblX"]
    assert sheet.tables["TBLx"].name == sheet.tables[0].name == "tblX"
    assert "tblx" in sheet.tables
    assert "tblY" not in sheet.tables
    with pytest.raises(KeyError):
        sheet.tables["tblY"]


def test_new_rows_get_the_style_the_formula_and_the_rules_of_the_column(simple, open_book, audit):
    book = open_book(simple)
    sheet = book.sheets["Data"]
    sheet.tables["tblX"].resize(sheet["A1:C7"])
    assert sheet["C5:C7"].value == [0, 0, 0]
    sheet["A5:B7"].value = [["d", 6], ["e", 7], ["f", 8]]
    assert sheet["C5:C7"].value == [12, 14, 16]
    assert sheet["C7"].formula == "=[@V]*2"
    assert sheet["E1"].value == 33
    book.save()
    saved, cells = saved_table(simple)
    assert saved.ref == saved.autoFilter.ref == "A1:C7"
    for row in (5, 6, 7):
        cell = cells.cell(row, 2)
        assert (cell.number_format, cell.protection.locked) == ("0.00", False)
        assert cell.fill.fgColor.rgb == "FFFFFFCC"
    assert str(cells.data_validations.dataValidation[0].sqref) == "B2:B7"
    assert [str(area.sqref) for area in cells.conditional_formatting] == ["B2:B7"]
    assert audit(simple) == []


def test_rows_that_leave_the_table_keep_their_contents(simple, open_book, audit):
    book = open_book(simple)
    sheet = book.sheets["Data"]
    sheet.tables["tblX"].resize(sheet["A1:C2"])
    assert sheet["A3:B4"].value == [["b", 4], ["c", 5]]
    assert sheet["E1"].value == 3
    book.save()
    assert saved_table(simple)[0].ref == "A1:C2"
    assert audit(simple) == []


def test_headers_and_columns_stay_as_they_are(simple, open_book):
    sheet = open_book(simple).sheets["Data"]
    table = sheet.tables["tblX"]
    with pytest.raises(NotImplementedError, match="kolommen"):
        table.resize(sheet["A1:D5"])
    with pytest.raises(NotImplementedError, match="kop"):
        sheet["B1"].value = "Uren"
    sheet["A1:C1"].value = ["K", "V", "F"]
    assert table.range.address == "$A$1:$C$4"
    assert sheet["A1:C1"].value == ["K", "V", "F"]


def test_a_table_never_moves_its_header_nor_overlaps_another(simple, open_book):
    book = openpyxl.load_workbook(simple)
    book["Data"]["A20"], book["Data"]["B20"] = "x", "y"
    book["Data"].add_table(Table(displayName="tblY", ref="A20:B22"))
    book.save(simple)
    sheet = open_book(simple).sheets["Data"]
    table = sheet.tables["tblX"]
    with pytest.raises(ContentError, match="kopregel"):
        table.resize(sheet["A2:C9"])
    with pytest.raises(ContentError, match="overlappen"):
        table.resize(sheet["A1:C20"])
    assert table.range.address == "$A$1:$C$4"


def test_a_table_that_was_empty_is_not_marked_so_once_it_holds_something(simple, parts, open_book):
    everything = parts(simple)
    name = "xl/tables/table1.xml"
    everything[name] = everything[name].replace(b'ref="A1:C4"', b'ref="A1:C2"')
    everything[name] = everything[name].replace(
        b" totalsRowShown", b' insertRow="1" totalsRowShown'
    )
    with zipfile.ZipFile(simple, "w") as package:
        for part, data in everything.items():
            package.writestr(part, data)
    with opened(simple) as book:
        sheet = book.sheets["Data"]
        sheet["A2:C2"].value = None
        sheet["A2"].value = "x"
        book.save()
    assert b"insertRow" not in parts(simple)[name]


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(sizes=st.lists(st.integers(1, 12), min_size=1, max_size=5))
def test_any_row_of_resizes_leaves_table_and_formulas_consistent(simple, sizes):
    with opened(simple) as book:
        sheet = book.sheets["Data"]
        for size in sizes:
            sheet.tables["tblX"].resize(sheet["A1"].resize(size + 1, 3))
            body = sheet["A2"].resize(size, 3)
            body.columns[1].value = [[float(n)] for n in range(size)]
            assert body.columns[2].options(ndim=1).value == [2.0 * n for n in range(size)]
            assert sheet["E1"].value == sum(range(size))
