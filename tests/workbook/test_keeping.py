"""What people put in, under and beside our tables stays, also when a table changes size."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from regio_xl.cli.files import run_on_file
from regio_xl.cli.show import NotDone
from regio_xl.steps import STEPS
from tests.e2e.year import Year, silent
from tests.support.made import Made


@pytest.fixture
def path(made: Made, tmp_path: Path) -> Path:
    return made.copy("voorbeeld na bijwerken", tmp_path / "jaar.xlsm")


def run(path: Path, step: str) -> None:
    run_on_file(step, STEPS[step].run, path, None)


def edit(path: Path) -> Any:
    return openpyxl.load_workbook(path, keep_vba=True)


def values(path: Path, sheet: str) -> Any:
    return openpyxl.load_workbook(path, data_only=True)[sheet]


def row_of(sheet: Any, nr: int) -> int:
    return next(row for row in range(6, 60) if sheet.cell(row, 1).value == nr)


def refuse(book: Any, nr: int) -> None:
    """Take a proposal out of the package."""
    sheet = book["Voorstellen"]
    row = row_of(sheet, nr)
    sheet.cell(row, 18).value, sheet.cell(row, 19).value = "niet opnemen", "toch niet"


def test_u9_2_typed_evaluation_text_follows_its_project(path: Path) -> None:
    book = edit(path)
    sheet = book["Evaluatie"]
    sheet.cell(row_of(sheet, 13), 9).value = "resultaat van dertien"
    refuse(book, 3)
    book.save(path)
    run(path, "bijwerken")
    after = values(path, "Evaluatie")
    assert after.cell(row_of(after, 13), 9).value == "resultaat van dertien"


@pytest.mark.parametrize("gone", [3, None])
def test_u9_2_a_formula_that_somebody_typed_stays_a_formula(path: Path, gone: int | None) -> None:
    book = edit(path)
    sheet = book["Evaluatie"]
    row = row_of(sheet, 13)
    sheet.cell(row, 9).value = f"=D{row}+40"
    if gone is not None:
        refuse(book, gone)
    book.save(path)
    run(path, "bijwerken")
    now = row_of(values(path, "Evaluatie"), 13)
    assert edit(path)["Evaluatie"].cell(now, 9).value == f"=D{now}+40"
    assert values(path, "Evaluatie").cell(now, 9).value == 255


def test_a_column_that_somebody_added_follows_its_rows_formulas_too(path: Path) -> None:
    book = edit(path)
    sheet = book["Evaluatie"]
    table = sheet.tables["tblEvaluatie"]
    first, last = 6, int(table.ref.split(":L")[1])
    sheet["M5"] = "Afwijking"
    for row in range(first, last + 1):
        sheet.cell(row, 13).value = f"=D{row}*2"
    table.ref = f"A5:M{last}"
    table.autoFilter.ref = table.ref
    table.tableColumns.append(openpyxl.worksheet.table.TableColumn(id=13, name="Afwijking"))
    refuse(book, 3)
    book.save(path)
    run(path, "bijwerken")
    after = values(path, "Evaluatie")
    row = row_of(after, 36)
    assert edit(path)["Evaluatie"].cell(row, 13).value == f"=D{row}*2"
    assert after.cell(row, 13).value == 166


def test_notes_under_a_table_make_way_when_it_grows(path: Path) -> None:
    book = edit(path)
    last = max(row for row in range(6, 80) if book["Selectie"].cell(row, 1).value)
    book["Selectie"].cell(last + 2, 2).value = "notitie onder het pakket"
    book["Selectie"].cell(last + 3, 7).value = "=SUM(G6:G10)"
    for offset in range(4):
        row = 42 + offset
        for column, value in ((1, 37 + offset), (2, "Extra"), (3, "Tekst."), (4, "ODU")):
            book["Voorstellen"].cell(row, column).value = value
    book.save(path)
    run(path, "bijwerken")
    sheet = edit(path)["Selectie"]
    assert sheet.tables["tblSelectie"].ref == f"A5:M{last + 4}"
    assert sheet.cell(last + 6, 2).value == "notitie onder het pakket"
    assert str(sheet.cell(last + 7, 7).value).startswith("=SUM(")


@pytest.mark.parametrize("gone", [3, None])
def test_notes_under_the_cards_stay(path: Path, gone: int | None) -> None:
    book = edit(path)
    sheet = book["Voorstel"]
    last = max(row for row in range(6, 900) if sheet.cell(row, 1).value)
    sheet.cell(last + 2, 1).value = "Besproken"
    sheet.cell(last + 2, 2).value = "op 9 oktober"
    if gone is not None:
        refuse(book, gone)
    book.save(path)
    run(path, "bijwerken")
    texts = [row[:2] for row in values(path, "Voorstel").iter_rows(values_only=True)]
    assert texts.count(("Besproken", "op 9 oktober")) == 1


def test_a_gap_in_the_log_does_not_cost_a_line(path: Path) -> None:
    book = edit(path)
    sheet = book["Logboek"]
    sheet.tables["tblLogboek"].ref = "A5:F8"
    sheet.tables["tblLogboek"].autoFilter.ref = "A5:F8"
    sheet["F8"] = "zelf toegevoegd"
    book["Deelnemers"]["D8"] = 4000
    book.save(path)
    run(path, "bijwerken")
    lines = [row[5] for row in values(path, "Logboek").iter_rows(min_row=6, values_only=True)]
    assert "zelf toegevoegd" in lines
    assert str(lines[-1]).startswith("Bijgewerkt")


def totals_row(book: Any, sheet: str, table: str, last: int, column: int) -> None:
    """Switch on a totals row, as openpyxl writes one."""
    found = book[sheet].tables[table]
    left, right = found.ref.split(":")
    letters = right.rstrip("0123456789")
    found.ref = f"{left}:{letters}{last + 1}"
    found.totalsRowCount = 1
    found.tableColumns[0].totalsRowLabel = "Totaal"
    found.tableColumns[column - 1].totalsRowFunction = "sum"
    header = found.tableColumns[column - 1].name
    book[sheet].cell(last + 1, 1).value = "Totaal"
    book[sheet].cell(last + 1, column).value = f"=SUBTOTAL(109,{table}[{header}])"


def test_f1_3_a_totals_row_is_not_a_participant(path: Path) -> None:
    book = edit(path)
    totals_row(book, "Deelnemers", "tblDeelnemers", 32, 6)
    book.save(path)
    run(path, "bijwerken")
    assert values(path, "Financien")["B5"].value == 7105
    assert values(path, "Deelnemers")["F33"].value == 7105
    findings = [row[2] for row in values(path, "Controle").iter_rows(min_row=18, values_only=True)]
    assert findings.count("Deelnemers") == 1


def test_a_generated_table_with_a_totals_row_is_refused_in_a_sentence(path: Path) -> None:
    silent(Year(path))
    book = edit(path)
    last = max(row for row in range(6, 80) if book["Evaluatie"].cell(row, 1).value)
    totals_row(book, "Evaluatie", "tblEvaluatie", last, 4)
    for nr in (2, 3, 4, 6, 8, 21, 31):
        refuse(book, nr)
    book.save(path)
    before = path.read_bytes()
    with pytest.raises(NotDone, match="totaalrij"):
        run(path, "bijwerken")
    assert path.read_bytes() == before


def test_text_as_long_as_a_cell_can_hold_changes_nothing_the_second_time(path: Path) -> None:
    book = edit(path)
    book["Voorstellen"]["B8"] = "lang 1 " * 4681
    book.save(path)
    run(path, "bijwerken")
    before = path.read_bytes()
    run(path, "bijwerken")
    assert path.read_bytes() == before


def test_u7_3_a_header_may_have_its_accent(path: Path) -> None:
    before = values(path, "Selectie")
    wanted = [row[7] for row in before.iter_rows(min_row=6, max_row=41, values_only=True)]
    book = edit(path)
    book["Voorstellen"]["I5"] = "Materiële kosten"
    book["Voorstellen"].tables["tblVoorstellen"].tableColumns[8].name = "Materiële kosten"
    book.save(path)
    run(path, "bijwerken")
    after = values(path, "Selectie")
    found = [row[7] for row in after.iter_rows(min_row=6, max_row=41, values_only=True)]
    assert found == wanted
    assert any(found)


def test_u9_2_a_number_that_stands_twice_does_not_cost_what_was_typed(path: Path) -> None:
    book = edit(path)
    sheet = book["Evaluatie"]
    sheet["J6"], sheet["I6"], sheet["A7"] = 123, "goed resultaat", sheet["A6"].value
    book.save(path)
    run(path, "evaluatie")
    rows = list(values(path, "Evaluatie").iter_rows(min_row=6, values_only=True))
    assert [(row[9], row[8]) for row in rows if row[9] == 123] == [(123, "goed resultaat")]


def test_u9_2_formulas_of_a_project_that_dropped_out_stay_formulas(path: Path) -> None:
    book = edit(path)
    book["Evaluatie"]["A6"] = 99
    book["Evaluatie"]["I6"] = '=IF(F6>0,"klaar","")'
    book.save(path)
    run(path, "evaluatie")
    sheet = edit(path)["Evaluatie"]
    row = row_of(sheet, 99)
    assert sheet.cell(row, 9).value == f'=IF(F{row}>0,"klaar","")'


def test_a_total_below_a_table_grows_along_with_it(path: Path) -> None:
    book = edit(path)
    sheet = book["Evaluatie"]
    last = max(row for row in range(6, 80) if sheet.cell(row, 1).value)
    sheet.cell(last + 1, 2).value = "Totaal gepland"
    sheet.cell(last + 1, 4).value = f"=SUM(D6:D{last})"
    sheet["A6"], sheet["I6"] = 99, "van een ander"
    book.save(path)
    run(path, "evaluatie")
    after = values(path, "Evaluatie")
    row = next(row for row in range(6, 90) if after.cell(row, 2).value == "Totaal gepland")
    assert row > last + 1
    assert after.cell(row, 4).value == 5705


def test_a_note_in_an_own_column_waits_for_its_proposal(path: Path) -> None:
    book = edit(path)
    sheet = book["Selectie"]
    last = max(row for row in range(6, 80) if sheet.cell(row, 1).value)
    table = sheet.tables["tblSelectie"]
    sheet["M5"] = "Opmerking"
    table.ref = table.autoFilter.ref = f"A5:M{last}"
    table.tableColumns.append(openpyxl.worksheet.table.TableColumn(id=13, name="Opmerking"))
    sheet.cell(row_of(sheet, 10), 13).value = "notitie bij 10"
    place = row_of(book["Voorstellen"], 10)
    for nr in ("1O", 10):
        book["Voorstellen"].cell(place, 1).value = nr
        book.save(path)
        run(path, "selectie")
        book = edit(path)
    after = values(path, "Selectie")
    assert after.cell(row_of(after, 10), 13).value == "notitie bij 10"
    assert after.cell(row_of(after, 10), 2).value.startswith("Batterijopslag")


def test_a_number_typed_over_a_formula_in_a_new_row_is_reported_not_refused(path: Path) -> None:
    book = edit(path)
    for column, value in enumerate(("NWG", "Nieuwegoed", "gemeente", 4000, None, 350), start=1):
        book["Deelnemers"].cell(33, column).value = value
    book.save(path)
    run(path, "bijwerken")
    assert edit(path)["Deelnemers"]["F33"].value == 350
    rows = values(path, "Controle").iter_rows(min_row=18, values_only=True)
    assert ("fout", "Deelnemers", 33, "Bijdrage") in [(r[0], r[2], r[3], r[4]) for r in rows]
