"""What people made themselves in an older workbook is there afterwards, and still right."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import TableColumn
from openxml_audit import OpenXmlValidator

from regio_xl.cli.files import UNKNOWN, run_on_file
from regio_xl.engine import opened
from regio_xl.renewal import renew
from regio_xl.steps import STEPS
from tests.renewal.conftest import fixture
from tests.support.package import problems
from tests.support.parts import Package
from tests.support.shared import Shared
from tests.support.view import values

OWN = "Mijn cijfers"
RESERVE = "reserve"


@pytest.fixture(params=["0.1.0/gevuld", "0.4.0/gevuld"])
def label(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def before(label: str, shared: Shared) -> Path:
    """Return the example year of a version, with all that people may have made in it."""
    return shared(f"rijk_{label.replace('/', '_')}.xlsm", lambda path: enrich(label, path))


@pytest.fixture
def after(label: str, before: Path, shared: Shared) -> Path:
    def make(path: Path) -> None:
        path.write_bytes(renew(before, UNKNOWN).data)

    return shared(f"rijk_vernieuwd_{label.replace('/', '_')}.xlsm", make)


def enrich(label: str, path: Path) -> None:
    book = openpyxl.load_workbook(fixture(label), keep_vba=True)
    kader, reserve = book["Kader"], kader_row(book, RESERVE)
    book.defined_names["mijn_reserve"] = DefinedName(
        "mijn_reserve", attr_text=f"Kader!$C${reserve}"
    )
    _own_sheet(book)
    _own_column(book["Deelnemers"])
    kader.cell(reserve, 3).comment = Comment("Zie het besluit van juni.", "Regievoerder")
    book["Voorstellen"]["B6"].comment = Comment("Bellen met de indiener.", "Regievoerder")
    last = last_row(kader)
    for at, value in enumerate(("mijn_code", "Eigen parameter", 7, "uren"), 1):
        kader.cell(last + 1, at).value = value
    kader.cell(last + 3, 1).value = "Let op: bron controleren"
    kader.cell(last + 3, 3).value = f"=C{reserve}*2"
    book["Financien"]["E5"] = "opmerking van financiën"
    book["Selectie"]["Z40"] = "rechts van de tabellen"
    book["Over"]["A1"] = "Regionale opdrachten, werkmap van team Zuid"
    book.save(path)
    run_on_file("valideren", STEPS["valideren"].run, path, None)  # values beside the formulas


def _own_sheet(book: Any) -> None:
    own = book.create_sheet(OWN, 3)
    dekking = get_column_letter(box(book["Selectie"], "tblDekking")[0])
    formulas = [
        "=totaal_beschikbaar",
        "=Financien!B5",
        "=SUM(tblDeelnemers[Bijdrage])",
        "=SUM(Deelnemers!F6:F32)",
        f"=Kader!C{kader_row(book, RESERVE)}",
        f"=COUNTA(Selectie!{dekking}6:{dekking}32)",
        "=mijn_reserve",
        "=SUM(D1:D2)",
    ]
    if "Knoppen" in book.sheetnames:
        at = box(book["Knoppen"], "tblFasen")[1]
        formulas.append(f"=COUNTA(Knoppen!A{at}:A39)")
    for row, formula in enumerate(formulas, 1):
        own.cell(row, 2).value = formula
    own["A1"], own["D1"], own["D2"] = "Mijn eigen cijfers", 3, 4
    own.column_dimensions["A"].width = 33
    red = PatternFill(bgColor="FF0000", fill_type="solid")
    own.conditional_formatting.add("D1:D2", CellIsRule("greaterThan", ["3"], fill=red))
    rule = DataValidation("list", formula1='"ja,nee"')
    rule.add("F1:F9")
    own.add_data_validation(rule)
    chart = BarChart()
    row = kader_row(book, RESERVE)
    chart.add_data(Reference(book["Kader"], min_col=3, min_row=row, max_row=row))
    own.add_chart(chart, "H2")


def _own_column(sheet: Any) -> None:
    table = sheet.tables["tblDeelnemers"]
    at = len(table.tableColumns) + 1
    sheet.cell(5, at).value = "Contactpersoon"
    for row in range(6, 33):
        sheet.cell(row, at).value = f"Contact {row}"
    table.ref = table.autoFilter.ref = f"A5:{get_column_letter(at)}32"
    table.tableColumns.append(TableColumn(id=at, name="Contactpersoon"))


def box(sheet: Any, table: str) -> tuple[int, int, int, int]:
    left, top, right, bottom = range_boundaries(sheet.tables[table].ref)
    return left, top, right, bottom


def last_row(sheet: Any) -> int:
    return max(row for row in range(1, 99) if sheet.cell(row, 1).value)


def kader_row(book: Any, code: str) -> int:
    return next(row for row in range(20, 99) if book["Kader"].cell(row, 1).value == code)


def own_figures(path: Path) -> list[Any]:
    sheet = values(path)[OWN]
    return [sheet.cell(row, 2).value for row in range(1, 10)]


def test_own_formulas_give_what_they_gave(before: Path, after: Path) -> None:
    figures = own_figures(before)
    assert figures[4] == figures[6] == 500
    assert own_figures(after) == figures


@pytest.mark.libreoffice
def test_own_formulas_give_what_they_gave_in_libreoffice_too(
    before: Path, after: Path, libreoffice: Callable[..., list[Path]], tmp_path: Path
) -> None:
    (made,) = libreoffice([after], tmp_path / "lo")
    assert own_figures(made) == own_figures(before)
    here, there = values(after), values(made)
    names = ("totaal_beschikbaar", "totaal_ketentoezicht", "totaal_flexibel", "totaal_vrij")
    for name in names:
        sheet, _, cell = here.defined_names[name].attr_text.replace("$", "").rpartition("!")
        assert there[sheet.strip("'")][cell].value == here[sheet.strip("'")][cell].value, name


def test_own_sheet_is_the_same_and_where_it_was(before: Path, after: Path) -> None:
    old, new = Package(before), Package(after)
    assert list(new.sheets)[3] == OWN
    ours = new.parts[new.sheets[OWN]].decode()
    for mark in ('width="33"', "<conditionalFormatting", "<dataValidation ", "<drawing "):
        assert ours.count(mark) == old.parts[old.sheets[OWN]].decode().count(mark) == 1, mark


def test_own_chart_follows_the_cell_that_it_shows(after: Path) -> None:
    package = Package(after)
    (drawing,) = package.related(package.sheets[OWN], "drawing")
    (chart,) = package.related(drawing, "chart")
    row = kader_row(values(after), RESERVE)
    assert f"$C${row}" in package.parts[chart].decode()


def test_comments_stay_at_their_cells(after: Path) -> None:
    book = openpyxl.load_workbook(after)
    cell = book["Kader"].cell(kader_row(book, RESERVE), 3)
    assert (cell.value, cell.comment.text) == (500, "Zie het besluit van juni.")
    assert book["Voorstellen"]["B6"].comment.text == "Bellen met de indiener."


def test_own_column_has_its_texts_in_the_same_rows(before: Path, after: Path) -> None:
    old, new = (values(path)["Deelnemers"] for path in (before, after))
    headers = [new.cell(5, at).value for at in range(1, new.max_column + 1)]
    assert headers.index("Contactpersoon") < headers.index("DVO-uren vorig jaar") or (
        "DVO-uren vorig jaar" in [cell.value for cell in old[5]]
    )
    at = headers.index("Contactpersoon") + 1
    assert [new.cell(row, at).value for row in range(6, 33)] == [
        f"Contact {r}" for r in range(6, 33)
    ]
    assert [c.value for c in new["A"][5:32]] == [c.value for c in old["A"][5:32]]


def test_own_row_and_the_note_below_a_table_stay_with_their_formula(after: Path) -> None:
    book = openpyxl.load_workbook(after)
    kader, reserve = book["Kader"], kader_row(book, RESERVE)
    own = kader_row(book, "mijn_code")
    assert [kader.cell(own, at).value for at in range(1, 5)] == [
        *("mijn_code", "Eigen parameter", 7, "uren")
    ]
    note = last_row(kader)
    assert kader.cell(note, 1).value == "Let op: bron controleren"
    assert kader.cell(note, 3).value == f"=C{reserve}*2"
    assert note >= box(kader, "tblKader")[3] + 2


def test_notes_beside_our_cells_and_an_own_title_stay(after: Path) -> None:
    book = values(after)
    assert book["Financien"]["E5"].value == "opmerking van financiën"
    assert "rechts van de tabellen" in [cell.value for cell in book["Selectie"][40]]
    assert book["Over"]["A1"].value == "Regionale opdrachten, werkmap van team Zuid"


def test_excel_would_open_it_without_repairing(before: Path, after: Path) -> None:
    assert [str(error) for error in OpenXmlValidator().validate(after).errors] == []
    # What the program made that people typed with stays, wherever its cells are now
    assert kinds(problems(after)) <= kinds(problems(before))


def kinds(found: list[str]) -> set[str]:
    return {item.partition(": ")[2] for item in found}


def test_protection_of_each_sheet_stays(before: Path, after: Path) -> None:
    old, new = (openpyxl.load_workbook(path) for path in (before, after))
    for sheet in old.worksheets:
        assert new[sheet.title].protection.sheet == sheet.protection.sheet, sheet.title


def test_steps_go_on_with_it(after: Path, tmp_path: Path) -> None:
    path = tmp_path / "jaar.xlsm"
    path.write_bytes(after.read_bytes())
    run_on_file("bijwerken", STEPS["bijwerken"].run, path, None)
    with opened(path, unknown=UNKNOWN) as book:
        assert book.sheets[OWN]["B4"].value == book.sheets["Financien"]["B5"].value
