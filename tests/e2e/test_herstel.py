"""Step ``herstel`` on a file and on an open workbook: what is plain is mended, all else stays."""

from datetime import datetime
from pathlib import Path

import pytest

from regio_xl.cli.files import run_on_file
from regio_xl.domain import Ernst, Jaar
from regio_xl.engine import opened
from regio_xl.excel import click as clicking
from regio_xl.excel import failure
from regio_xl.steps import STEPS
from regio_xl.workbook import writer
from regio_xl.workbook.reader import read_jaar
from tests.support.edit import typed

NOW = datetime(2025, 11, 20, 10, 0)
NBSP = "\u00a0"
MENDED = {
    ("Voorstellen", "F7"): (" Doorlopend", "doorlopend"),
    ("Voorstellen", "G7"): (f"{NBSP}120 ", 120.0),
    ("Voorstellen", "I7"): ("1.200,5", 1200.5),
    ("Voorstellen", "T7"): ("2025-09-01", datetime(2025, 9, 1)),
    ("Deelnemers", "D7"): ("3.554,7", 3554.7),
    ("Deelnemers", "D8"): ("120", 120.0),
    ("Deelnemers", "E7"): ("1 november 2025", datetime(2025, 11, 1)),
    ("Kader", "C21"): ("4%", 0.04),
    ("Kader", "B6"): ("Besluit ", "besluit"),
    ("Belang", "B6"): ("2", 2.0),
    ("AOO", "A17"): (" amf", "AMF"),
}
"""Cells by what was typed and what must stand there."""

STAYS = {
    ("Voorstellen", "B7"): "  Een titel met spaties  ",
    ("Voorstellen", "G8"): "120 uur",
    ("Voorstellen", "G9"): "1200.5",
    ("Voorstellen", "I8"): "1,200",
    ("Voorstellen", "T8"): "3/4/2025",
    ("Deelnemers", "D9"): "ongeveer 100",
    ("Kader", "C22"): "350 u",
}
"""Text of people, and what could mean two things."""


def cells(path: Path) -> dict[tuple[str, str], object]:
    with opened(path) as book:
        places = (*MENDED, *STAYS)
        return {(sheet, cell): book.sheets[sheet].range(cell).value for sheet, cell in places}


def read(path: Path) -> Jaar:
    with opened(path) as book:
        return read_jaar(book, now=NOW, user="test")


@pytest.fixture
def file(made, tmp_path):
    path = made.copy("voorbeeld", tmp_path / "werkmap.xlsm")
    typed(path, {place: old for place, (old, _) in MENDED.items()} | STAYS)
    return path


def told(path: Path):
    return [
        item for item in STEPS["valideren"].run(read(path)).bevindingen if "herstel" in item.herstel
    ]


def test_what_is_plain_is_put_right_and_all_else_stays(file):
    assert told(file)
    uitkomst, _, changed = run_on_file("herstel", STEPS["herstel"].run, file, None)
    assert changed
    found = cells(file)
    assert {place: found[place] for place in MENDED} == {
        place: new for place, (_, new) in MENDED.items()
    }
    assert {place: found[place] for place in STAYS} == STAYS
    assert uitkomst.samenvatting[0] == (
        "Hersteld: 11 cellen; elke wijziging staat op blad Logboek."
    )
    assert "Voorstellen, rij 7, Uren: ‘\u00a0120 ’ is nu 120." in uitkomst.samenvatting


def test_after_it_its_meldingen_are_gone_and_a_second_run_changes_nothing(file):
    run_on_file("herstel", STEPS["herstel"].run, file, None)
    assert told(file) == []
    before = file.read_bytes()
    uitkomst, _, changed = run_on_file("herstel", STEPS["herstel"].run, file, None)
    assert (changed, file.read_bytes()) == (False, before)
    assert uitkomst.samenvatting[0] == "Er was niets te herstellen."


def test_controle_shows_the_year_as_it_is_afterwards(file):
    uitkomst, *_ = run_on_file("herstel", STEPS["herstel"].run, file, None)
    after, *_ = run_on_file("valideren", STEPS["valideren"].run, file, None)
    assert uitkomst.bevindingen == after.bevindingen


def test_each_change_is_on_the_log_with_place_old_and_new(file):
    run_on_file("herstel", STEPS["herstel"].run, file, None)
    rows = read(file).tables["tblLogboek"].rows
    lines = [str(row.values["uitkomst"]) for row in rows if row.values["stap"] == "herstel"]
    assert lines[0].startswith("Hersteld: 11 cellen")
    assert "Deelnemers, DVO-uren: rij 7 ‘3.554,7’ is nu 3554,7; rij 8 ‘120’ is nu 120." in lines
    assert sum(line.count(" is nu ") for line in lines[1:]) == len(MENDED)


def test_a_formula_of_somebody_is_never_replaced(file):
    with opened(file) as book:
        book.sheets["Voorstellen"].range("G7").value = '="12"&"0"'
        book.sheets["Kader"].range("B6").value = '="Besluit"&" "'
        book.save()
    run_on_file("herstel", STEPS["herstel"].run, file, None)
    with opened(file) as book:
        assert book.sheets["Voorstellen"].range("G7").formula == '="12"&"0"'
        assert book.sheets["Kader"].range("B6").formula == '="Besluit"&" "'
    found = STEPS["valideren"].run(read(file)).bevindingen
    about = [
        item for item in found if (item.blad, item.rij, item.kolom) == ("Voorstellen", 7, "Uren")
    ]
    assert [item.ernst for item in about] == [Ernst.MELDING]
    assert about[0].herstel.startswith("In deze cel staat een formule")


def test_a_cell_that_is_text_by_its_format_gets_the_format_of_its_column(file):
    with opened(file) as book:
        book.sheets["Deelnemers"].range("D7:D8").number_format = "@"
        book.save()
    run_on_file("herstel", STEPS["herstel"].run, file, None)
    with opened(file) as book:
        area = book.sheets["Deelnemers"].range("D7:D8")
        assert (area.value, area.number_format) == ([3554.7, 120.0], "#,##0.0")


def test_numbers_pasted_as_text_count_again_in_the_cells_too_f1_3(made, tmp_path):
    path = made.copy("voorbeeld", tmp_path / "tekst.xlsm")
    before = read(path)
    rows = before.tables["tblDeelnemers"].rows
    dvo = {("Deelnemers", f"D{row.number}"): f"{row.values['dvo_uren']:.0f}" for row in rows}
    typed(path, dvo)
    assert read(path).cells["totaal_beschikbaar"] == 0
    run_on_file("herstel", STEPS["herstel"].run, path, None)
    assert read(path).cells["totaal_beschikbaar"] == before.cells["totaal_beschikbaar"]


@pytest.fixture
def own_log(tmp_path, monkeypatch):
    monkeypatch.setattr(failure, "log_file", lambda: tmp_path / "regio-xl.log")
    monkeypatch.setattr(clicking, "copies", lambda: tmp_path)


@pytest.mark.usefixtures("own_log")
def test_a_click_does_the_same_in_an_open_workbook(file):
    with opened(file, unknown="#ONBEKEND!") as book:
        klik = clicking.click("herstel", book)
        assert (klik.ok, klik.changed) == (True, True)
        assert book.sheets["Voorstellen"].range("G7").value == 120
        again = clicking.click("herstel", book)
        assert (again.ok, again.changed) == (True, False)


@pytest.mark.usefixtures("own_log")
def test_a_click_that_fails_puts_every_cell_and_format_back(file, monkeypatch):
    def fail(*_):
        raise RuntimeError

    monkeypatch.setattr(writer.Writing, "receipts", fail)
    with opened(file, unknown="#ONBEKEND!") as book:
        area = book.sheets["Deelnemers"].range("D7:D8")
        area.number_format = "@"
        before = [book.sheets[sheet].range(cell).value for sheet, cell in MENDED]
        klik = clicking.click("herstel", book)
        assert "De werkmap is niet veranderd." in klik.message
        assert [book.sheets[sheet].range(cell).value for sheet, cell in MENDED] == before
        assert area.number_format == "@"
