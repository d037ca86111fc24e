"""Tables grow, shrink and are updated as Excel does it."""

import zipfile

import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regio_xl.engine import ContentError, opened


@pytest.fixture
def table(sheet):
    return sheet.tables["tblX"]


def saved_table(path):
    sheet = openpyxl.load_workbook(path)["Data"]
    return sheet.tables["tblX"], sheet


def test_a_table_knows_its_areas(sheet, table):
    assert table.range.address == "$A$1:$C$4"
    assert table.header_row_range.value == ["K", "V", "F"]
    assert table.data_body_range.address == "$A$2:$C$4"
    assert table.totals_row_range is None
    assert (table.name, table.display_name, table.show_headers) == ("tblX", "tblX", True)
    assert (table.show_autofilter, table.table_style) == (True, "TableStyleMedium9")
    assert table.parent == sheet


def test_tables_are_found_by_name_in_any_case_and_by_index(sheet):
    assert len(sheet.tables) == 1
    assert [table.name for table in sheet.tables] == ["tblX"]
    assert sheet.tables["TBLx"].name == sheet.tables[0].name == "tblX"
    assert "tblx" in sheet.tables
    assert "tblY" not in sheet.tables
    with pytest.raises(KeyError):
        sheet.tables["tblY"]


def test_a_table_can_be_addressed_like_in_a_formula(sheet):
    assert sheet["tblX"].address == "$A$2:$C$4"
    assert sheet["tblX[V]"].value == [3, 4, 5]
    assert sheet["tblX[#All]"].address == "$A$1:$C$4"
    assert sheet["tblX[#Headers]"].value == ["K", "V", "F"]
    assert sheet["B3"].table.name == "tblX"
    assert sheet["B5"].table is None


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


def test_a_table_gets_more_and_fewer_columns(simple, open_book, audit):
    book = open_book(simple)
    sheet = book.sheets["Data"]
    sheet.tables["tblX"].resize(sheet["A1:D5"])
    assert sheet["A1:D1"].value == ["K", "V", "F", "Kolom4"]
    sheet["D1"].value = "Nieuw"
    sheet["D2"].value = "=[@V]+1"
    assert sheet["D2"].value == 4
    book.save()
    assert [c.name for c in saved_table(simple)[0].tableColumns] == ["K", "V", "F", "Nieuw"]
    sheet.tables["tblX"].resize(sheet["A1:B5"])
    book.save()
    assert [c.name for c in saved_table(simple)[0].tableColumns] == ["K", "V"]
    assert audit(simple) == []


@pytest.mark.parametrize("rows", [1, 3, 6])
@pytest.mark.parametrize("columns", [2, 3, 4])
def test_a_data_frame_replaces_the_contents(simple, open_book, audit, rows, columns):
    frame = pd.DataFrame({f"k{c}": [float(r * c) for r in range(rows)] for c in range(columns)})
    book = open_book(simple)
    table = book.sheets["Data"].tables["tblX"].update(frame, index=False)
    assert table.range.shape == (rows + 1, columns)
    back = table.range.options(pd.DataFrame, index=False).value
    pd.testing.assert_frame_equal(back.astype(float), frame)
    book.save()
    saved, cells = saved_table(simple)
    assert [c.name for c in saved.tableColumns] == list(frame.columns)
    headers = [cells.cell(1, c).value for c in range(1, columns + 1)]
    assert headers == list(frame.columns)
    assert audit(simple) == []


def test_a_header_is_always_filled_text_and_renames_the_column(simple, open_book):
    book = open_book(simple)
    sheet = book.sheets["Data"]
    sheet["B1"].value = "Uren"
    sheet["A1"].value = 2026
    assert sheet["A1:B1"].value == ["2026", "Uren"]
    assert sheet["E1"].formula == "=SUM(tblX[Uren])"
    assert (sheet["C2"].formula, sheet["C2"].value) == ("=[@Uren]*2", 6)
    sheet["A1"].clear_contents()
    assert sheet["A1"].value == "Kolom1"
    book.save()
    assert [c.name for c in saved_table(simple)[0].tableColumns] == ["Kolom1", "Uren", "F"]


def test_headers_can_swap_names(simple, open_book, audit):
    book = open_book(simple)
    sheet = book.sheets["Data"]
    sheet["A1:B1"].value = ["V", "K"]
    assert sheet["A1:B1"].value == ["V", "K"]
    book.save()
    assert [c.name for c in saved_table(simple)[0].tableColumns] == ["V", "K", "F"]
    assert audit(simple) == []


def test_a_new_table(simple, open_book, audit):
    book = open_book(simple)
    sheet = book.sheets["Leeg"]
    sheet["B2"].value = [["naam", "uren"], ["x", 1], ["y", 2]]
    table = sheet.tables.add(source=sheet["B2"].expand(), name="tblNieuw")
    assert table.data_body_range.value == [["x", 1], ["y", 2]]
    sheet["F1"].value = "=SUM(tblNieuw[uren])"
    assert sheet["F1"].value == 3
    table.resize(sheet["B2:C6"])
    book.save()
    with opened(simple) as again:
        assert again.sheets["Leeg"].tables["tblNieuw"].range.address == "$B$2:$C$6"
    assert audit(simple) == []


@pytest.mark.parametrize("name", ["T1", "R1C1", "tblX", "met spatie", "1e"])
def test_a_table_name_that_excel_refuses(sheet, name):
    with pytest.raises(ContentError):
        sheet.tables.add(source=sheet["J1:K3"], name=name)


def test_a_table_never_moves_its_header_nor_overlaps_another(sheet, table):
    with pytest.raises(ContentError, match="kopregel"):
        table.resize(sheet["A2:C9"])
    sheet.tables.add(source=sheet["A20:B22"], name="tblY")
    with pytest.raises(ContentError, match="overlappen"):
        table.resize(sheet["A1:C20"])
    assert table.range.address == "$A$1:$C$4"


def test_an_empty_table_has_no_data_body_range(simple, parts, open_book):
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
        sheet["A2:C2"].clear_contents()
        assert sheet.tables["tblX"].data_body_range is None
        assert sheet.tables["tblX"].insert_row_range.address == "$A$2:$C$2"
        sheet["A2"].value = "x"
        assert sheet.tables["tblX"].data_body_range.address == "$A$2:$C$2"
        book.save()
    assert b"insertRow" not in parts(simple)[name]


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(sizes=st.lists(st.integers(1, 12), min_size=1, max_size=5))
def test_any_row_of_resizes_leaves_table_and_formulas_consistent(simple, sizes):
    with opened(simple) as book:
        sheet = book.sheets["Data"]
        for size in sizes:
            sheet.tables["tblX"].resize(sheet["A1"].resize(size + 1, 3))
            body = sheet.tables["tblX"].data_body_range
            body.columns[1].value = [[float(n)] for n in range(size)]
            assert body.columns[2].options(ndim=1).value == [2.0 * n for n in range(size)]
            assert sheet["E1"].value == sum(range(size))
