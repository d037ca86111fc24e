"""Ranges, sheets and names through xlwings' own classes, as its documentation shows them."""

import openpyxl
import pandas as pd
import pytest
import xlwings as xw

from regio_xl.engine import ContentError, opened


@pytest.fixture
def area(book):
    sheet = book.sheets["Leeg"]
    sheet["B2"].value = [["a", "b", "c"], [1, 2, 3], [4, None, 6], [7, 8, 9]]
    return sheet


@pytest.mark.parametrize(
    ("argument", "address"),
    [
        ("A1", "$A$1"),
        ("b2:d4", "$B$2:$D$4"),
        ("$B$2", "$B$2"),
        ("A:C", "$A:$C"),
        ("2:3", "$2:$3"),
        ((1, 1), "$A$1"),
        ("totaal", "$E$1"),
        ("Data!B3", "$B$3"),
        ("'Data'!B3", "$B$3"),
        ("lokaal", "$A$1:$B$2"),
    ],
)
def test_a_range_by_any_kind_of_reference(sheet, argument, address):
    assert sheet.range(argument).address == address


def test_ranges_by_corners_slices_and_cells(sheet):
    assert sheet.range((1, 1), (3, 3)).address == "$A$1:$C$3"
    assert sheet.range("C3", "A1").address == "$A$1:$C$3"
    assert sheet.range(sheet["A1"], sheet["B9"]).address == "$A$1:$B$9"
    assert sheet["A1:C3"][0, 1].address == "$B$1"
    assert sheet[0:2, 1:3].address == "$B$1:$C$2"
    assert sheet["A1:C3"][1:, :].address == "$A$2:$C$3"
    assert sheet["A1:C3"](2, 2).address == "$B$2"
    assert sheet["A1"].resize(4, 2).address == "$A$1:$B$4"
    assert sheet["A1"].offset(1, 2).address == "$C$2"
    assert [row.address for row in sheet["A1:B2"].rows] == ["$A$1:$B$1", "$A$2:$B$2"]
    assert [c.address for c in sheet["A1:B2"].columns] == ["$A$1:$A$2", "$B$1:$B$2"]
    assert [cell.address for cell in sheet["A1:B2"]] == ["$A$1", "$B$1", "$A$2", "$B$2"]
    assert (sheet["A1:C3"].size, sheet["A1:C3"].count, sheet["B2:C3"].last_cell.address) == (
        *(9, 9),
        "$C$3",
    )


def test_addresses(sheet):
    assert sheet["A1:B2"].get_address(False, False) == "A1:B2"
    assert sheet["A1"].get_address(True, False) == "A$1"
    assert sheet["A1"].get_address(external=True) == "[simpel.xlsx]Data!$A$1"
    assert sheet["A1"].get_address(include_sheetname=True) == "Data!$A$1"


@pytest.mark.parametrize("bad", ["nergens", "A0", "tblX[Nee]", "Nee!A1", "XFE1"])
def test_a_reference_that_means_nothing(sheet, bad):
    with pytest.raises((KeyError, ValueError)):
        sheet.range(bad)


def test_shapes_of_values(area):
    assert area["B2"].value == "a"
    assert area["B2:D2"].value == ["a", "b", "c"]
    assert area["B2:B4"].value == ["a", 1, 4]
    assert area["B2:C3"].value == [["a", "b"], [1, 2]]
    assert area["A1:A2"].value == [None, None]


def test_writing_lists_scalars_columns_and_frames(area):
    area["G1"].value = [1, 2, 3]
    assert area["G1:I1"].value == [1, 2, 3]
    area["G2"].options(transpose=True).value = [4, 5]
    assert area["G2:G3"].value == [4, 5]
    area["K1:L2"].value = 9
    assert area["K1:L2"].value == [[9, 9], [9, 9]]
    frame = pd.DataFrame({"x": [1.0, 2.0], "y": ["p", "q"]})
    area["N1"].options(index=False).value = frame
    back = area["N1"].options(pd.DataFrame, index=False, expand="table").value
    assert back.to_dict("list") == {"x": [1.0, 2.0], "y": ["p", "q"]}


def test_expand_stops_at_the_first_empty_cell(area):
    assert area["B2"].expand().address == "$B$2:$D$5"
    assert area["C2"].expand("down").address == "$C$2:$C$3"
    assert area["B4"].expand("right").address == "$B$4"
    assert area["F9"].expand().address == "$F$9"


def test_end_goes_where_control_and_an_arrow_go(area):
    assert area["B2"].end("down").address == "$B$5"
    assert area["C2"].end("down").address == "$C$3"
    assert area["C3"].end("down").address == "$C$5"
    assert area["A2"].end("right").address == "$B$2"
    assert area["B5"].end("down").address == "$B$1048576"
    assert area["B5"].end("up").address == "$B$2"
    assert area["D2"].end("left").address == "$B$2"
    assert area["A1"].end("left").address == "$A$1"
    assert area["F1"].end("right").address == "$XFD$1"


def test_the_current_region_is_bounded_by_emptiness(area):
    assert area["C4"].current_region.address == "$B$2:$D$5"
    area["E6"].value = "schuin"
    assert area["B2"].current_region.address == "$B$2:$E$6"
    assert area["K9"].current_region.address == "$K$9"


def test_the_used_range(book):
    assert book.sheets["Leeg"].used_range.address == "$A$1"
    assert book.sheets["Data"].used_range.last_cell.address == "$H$4"


def test_clearing(area):
    area["B2:C3"].clear_contents()
    assert area["B2:D3"].value == [[None, None, "c"], [None, None, 3]]
    area.clear_contents()
    assert area["D5"].value is None


def test_merged_cells(plain, open_book):
    book = openpyxl.load_workbook(plain)
    book["Data"].merge_cells("D1:E2")
    book["Data"]["D1"] = "samen"
    book.save(plain)
    sheet = open_book(plain).sheets["Data"]
    assert sheet["D1"].merge_area.address == "$D$1:$E$2"
    assert (sheet["E2"].merge_cells, sheet["F1"].merge_cells) == (True, False)
    assert sheet["D1:E2"].value == [["samen", None], [None, None]]
    with pytest.raises(ContentError, match="linksboven"):
        sheet["E2"].value = 1


def test_sheets(book):
    assert [sheet.name for sheet in book.sheets] == ["Data", "Leeg"]
    assert book.sheets["dATA"].index == book.sheets[0].index == 1
    assert (len(book.sheets), book.sheets.count) == (2, 2)
    assert "Data" in book.sheets
    assert "Nee" not in [sheet.name for sheet in book.sheets]
    assert book.sheets.active.name == "Data"
    assert book.sheets["Data"].book == book
    with pytest.raises(KeyError):
        book.sheets["Nee"]


def test_sheets_come_and_go(simple, open_book, audit):
    book = open_book(simple)
    new = book.sheets.add("Nieuw", after="Data")
    new["A1"].value = "=totaal+1"
    assert new["A1"].value == 13
    book.sheets["Leeg"].delete()
    book.sheets["Nieuw"].visible = False
    book.save()
    with opened(simple) as again:
        assert [(sheet.name, sheet.visible) for sheet in again.sheets] == [
            ("Data", True),
            ("Nieuw", False),
        ]
        assert again.sheets["Nieuw"]["A1"].value == 13
    assert audit(simple) == []


@pytest.mark.parametrize("name", ["a" * 32, "a/b", "'a", "[x]"])
def test_a_sheet_name_that_excel_refuses(book, name):
    with pytest.raises(ContentError):
        book.sheets.add(name)
    assert len(book.sheets) == 2


def test_names(simple, open_book, audit):
    book = open_book(simple)
    sheet = book.sheets["Data"]
    assert [name.name for name in book.names] == ["Data!lokaal", "totaal"]
    assert [name.name for name in sheet.names] == ["Data!lokaal"]
    assert book.names["TOTAAL"].refers_to == "=Data!$E$1"
    assert book.names["totaal"].refers_to_range.value == 12
    assert "totaal" in book.names
    assert "nee" not in book.names
    book.names.add("nieuw", "=Data!$B$2:$B$4")
    sheet["J1"].value = "=SUM(nieuw)"
    assert sheet["J1"].value == 12
    sheet["K1:K2"].name = "blok"
    assert (sheet["K1:K2"].name.name, sheet["K1"].name) == ("blok", None)
    book.names["nieuw"].refers_to = "=Data!$B$2"
    assert sheet["J1"].value == 3
    book.names.add("kolom", "=tblX[V]")
    assert book.names["kolom"].refers_to_range.address == "$B$2:$B$4"
    book.names["blok"].delete()
    book.save()
    with opened(simple) as again:
        found = [name.name for name in again.names]
        assert found == ["Data!lokaal", "kolom", "nieuw", "totaal"]
        assert again.names["nieuw"].refers_to_range.value == 3
    assert audit(simple) == []


@pytest.mark.parametrize("name", ["A1", "R1C1", "R", "met spatie", "1e", ""])
def test_a_name_that_excel_refuses(book, name):
    with pytest.raises(ContentError):
        book.names.add(name, "=Data!$A$1")


def test_a_name_that_is_no_range(book):
    book.names.add("getal", "=42")
    with pytest.raises(ContentError):
        book.names["getal"].refers_to_range  # noqa: B018


def test_the_app(book):
    app: xw.App = book.app
    assert app.engine.name == "openpyxl"
    assert app.books.active.name == app.books["simpel.xlsx"].name == "simpel.xlsx"
    with app.properties(screen_updating=False, calculation="manual", status_bar="bezig"):
        assert (app.screen_updating, app.calculation, app.status_bar) == (False, "manual", "bezig")
    assert app.screen_updating is True
    assert app.alert("Klaar", title="Regio", buttons="yes_no_cancel") == "yes"
    assert app.impl.alerts == [("Klaar", "Regio")]
    app.calculate()
    assert app.version.major == 16
    assert app.selection is None


@pytest.mark.parametrize(
    "use",
    [
        lambda sheet: sheet.api,
        lambda sheet: sheet.charts,
        lambda sheet: sheet.activate(),
        lambda sheet: sheet.select(),
        lambda sheet: sheet.book.activate(),
        lambda sheet: sheet["A1"].insert("down"),
        lambda sheet: sheet["A1"].merge(),
        lambda sheet: sheet["A1"].add_hyperlink("x"),
        lambda sheet: sheet.book.macro("x")(),
        lambda sheet: sheet.book.app.books.add(),
        lambda sheet: sheet.copy(),
        lambda sheet: setattr(sheet, "name", "x"),
        lambda sheet: sheet.tables["tblX"].api,
        lambda sheet: setattr(sheet.tables["tblX"], "show_totals", True),
        lambda sheet: sheet["A1,C3"].value,
    ],
)
def test_what_the_engine_cannot_do_it_says(sheet, use):
    with pytest.raises(NotImplementedError):
        use(sheet)
