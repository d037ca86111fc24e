"""Ranges, sheets and names through xlwings' own classes, as its documentation shows them."""

import openpyxl
import pandas as pd
import pytest
import xlwings as xw
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.table import Table

from regio_xl.engine.errors import ContentError


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
        ("a$1:B$2", "$A$1:$B$2"),
        ((1, 1), "$A$1"),
    ],
)
def test_a_range_by_its_address_or_cell(sheet, argument, address):
    assert sheet.range(argument).address == address


def test_ranges_by_corners_slices_and_cells(sheet):
    assert sheet.range((1, 1), (3, 3)).address == "$A$1:$C$3"
    assert sheet.range("C3", "A1").address == "$A$1:$C$3"
    assert sheet.range(sheet["A1"], sheet["B9"]).address == "$A$1:$B$9"
    assert sheet["A1:C3"][0, 1].address == "$B$1"
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


@pytest.mark.parametrize("bad", ["A0", "XFE1", "A1:A1048577"])
def test_an_address_outside_the_sheet(sheet, bad):
    with pytest.raises((KeyError, ValueError)):
        sheet.range(bad)


@pytest.mark.parametrize("other", ["totaal", "tblX[V]", "Data!A1", "A:C", "2:3", "A1,C3", ""])
def test_a_reference_that_is_no_address_is_refused(sheet, other):
    with pytest.raises(NotImplementedError):
        sheet.range(other)


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
    back = area["N1:O3"].options(pd.DataFrame, index=False).value
    assert back.to_dict("list") == {"x": [1.0, 2.0], "y": ["p", "q"]}


def test_the_used_range(book):
    assert book.sheets["Leeg"].used_range.address == "$A$1"
    assert book.sheets["Data"].used_range.last_cell.address == "$H$4"


def test_merged_cells(plain, open_book):
    book = openpyxl.load_workbook(plain)
    book["Data"].merge_cells("D1:E2")
    book["Data"]["D1"] = "samen"
    book.save(plain)
    sheet = open_book(plain).sheets["Data"]
    assert sheet["D1:E2"].value == [["samen", None], [None, None]]
    with pytest.raises(ContentError, match="linksboven"):
        sheet["E2"].value = 1


def test_sheets(book):
    assert [sheet.name for sheet in book.sheets] == ["Data", "Leeg"]
    assert book.sheets["dATA"].name == book.sheets[0].name == "Data"
    assert (len(book.sheets), book.sheets.count) == (2, 2)
    assert "Data" in book.sheets
    assert "Nee" not in [sheet.name for sheet in book.sheets]
    assert book.sheets["Data"].book == book
    assert book.sheets.active.name == "Data"
    with pytest.raises(KeyError):
        book.sheets["Nee"]


@pytest.fixture
def named(plain, open_book):
    """A workbook with names of the workbook and of a sheet, and one that is no range."""
    book = openpyxl.load_workbook(plain)
    book["Data"].add_table(Table(displayName="tblX", ref="A1:B3"))
    book["Data"].defined_names["lokaal"] = DefinedName("lokaal", attr_text="Data!$A$1:$B$2")
    book["Data"].print_title_rows = "1:1"
    for name, text in {"totaal": "Data!$B$4", "kolom": "tblX[uren]", "getal": "42"}.items():
        book.defined_names[name] = DefinedName(name, attr_text=text)
    book.save(plain)
    return open_book(plain)


def test_names(named):
    assert [name.name for name in named.names] == ["Data!lokaal", "getal", "kolom", "totaal"]
    assert named.names["TOTAAL"].refers_to == "=Data!$B$4"
    assert named.names["totaal"].refers_to_range.value == 30
    assert named.names["kolom"].refers_to_range.address == "$B$2:$B$3"
    assert named.names["Data!lokaal"].refers_to_range.address == "$A$1:$B$2"
    assert "totaal" in named.names
    assert "nee" not in named.names
    with pytest.raises(KeyError):
        named.names["nee"]


def test_a_name_that_is_no_range(named):
    with pytest.raises(ContentError):
        named.names["getal"].refers_to_range  # noqa: B018


def test_the_app(book):
    app: xw.App = book.app
    assert app.engine.name == "openpyxl"
    assert app.books.active.name == app.books["simpel.xlsx"].name == "simpel.xlsx"
    with app.properties(screen_updating=False, calculation="manual", status_bar="bezig"):
        assert (app.screen_updating, app.calculation, app.status_bar) == (False, "manual", "bezig")
    assert app.screen_updating is True
    assert app.alert("Klaar", title="Regio", buttons="yes_no_cancel") == "yes"
    assert app.impl.alerts == [("Klaar", "Regio")]
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
        lambda sheet: sheet.book.names.add("nieuw", "=Data!$A$1"),
        lambda sheet: sheet.book.names["totaal"].delete(),
        lambda sheet: setattr(sheet.book.names["totaal"], "refers_to", "=Data!$A$1"),
        lambda sheet: setattr(sheet, "visible", False),
        lambda sheet: sheet.delete(),
        lambda sheet: sheet.book.sheets.add("Nieuw"),
        lambda sheet: sheet["A1"].options(numbers=int).value,
        lambda sheet: sheet["A1"].options(empty="leeg").value,
        lambda sheet: sheet["A1"].clear(),
        lambda sheet: sheet["A1"].clear_contents(),
        lambda sheet: sheet["A1"].end("down"),
        lambda sheet: sheet["A1"].current_region,
        lambda sheet: sheet["A1"].merge_area,
        lambda sheet: sheet["A1"].font.bold,
        lambda sheet: sheet["A1"].note,
        lambda sheet: setattr(sheet["A1"], "formula2", "=A2"),
        lambda sheet: setattr(sheet["A1"], "formula_array", "=A2"),
        lambda sheet: setattr(sheet["A1"], "color", (1, 2, 3)),
        lambda sheet: setattr(sheet["A1"], "wrap_text", True),
        lambda sheet: setattr(sheet["A1"], "column_width", 9),
        lambda sheet: setattr(sheet["A1"], "row_height", 9),
        lambda sheet: setattr(sheet["A1"], "name", "blok"),
        lambda sheet: setattr(sheet.tables["tblX"], "name", "tblY"),
        lambda sheet: setattr(sheet.tables["tblX"], "table_style", "TableStyleLight1"),
        lambda sheet: setattr(sheet.book.app, "visible", True),
        lambda sheet: setattr(sheet.book.app, "enable_events", False),
        lambda sheet: sheet.book.app.calculate(),
    ],
)
def test_what_the_engine_cannot_do_it_says(sheet, use):
    with pytest.raises(NotImplementedError):
        use(sheet)
