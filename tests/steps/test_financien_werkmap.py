"""F1.3: a named cell and the number computed here never differ without a word, in a real file."""

from datetime import datetime
from pathlib import Path

import pytest
from openpyxl.utils import get_column_letter

from regio_xl.cli.files import run_on_file
from regio_xl.domain import Ernst, Fase
from regio_xl.domain.tekst import format_uren
from regio_xl.engine import opened
from regio_xl.sheets.schema import FINANCE_NAMES
from regio_xl.steps import STEPS
from regio_xl.workbook.reader import read_jaar
from tests.support.edit import typed

NOW = datetime(2025, 11, 20, 10, 0)
PHASE = ("Kader", "B6")


@pytest.fixture(scope="module")
def evaluated(made, tmp_path_factory):
    """The example year after ``evaluatie``, so that every total has something in it."""
    folder = tmp_path_factory.mktemp("financien")
    path = made.copy("voorbeeld na bijwerken", folder / "voorbeeld.xlsm")
    run_on_file("evaluatie", STEPS["evaluatie"].run, path, None)
    return path


@pytest.fixture
def file(evaluated, tmp_path):
    path = tmp_path / "werkmap.xlsm"
    path.write_bytes(evaluated.read_bytes())
    return path


def read(path: Path):
    with opened(path) as book:
        return read_jaar(book, now=NOW, user="test")


def on_financien(uitkomst):
    return [item for item in uitkomst.bevindingen if item.blad == "Financien"]


def run(path: Path, step: str = "totalen"):
    return STEPS[step].run(read(path))


@pytest.mark.slow
@pytest.mark.parametrize("fase", Fase)
def test_f1_3_the_example_year_has_no_difference_before_or_after_any_step(fase, made, tmp_path):
    path = made.copy("voorbeeld", tmp_path / "voorbeeld.xlsm")
    typed(path, {PHASE: fase.value})
    for step in (*STEPS, "valideren"):
        jaar = read(path)
        assert jaar.cells["fase"] == fase.value
        assert set(FINANCE_NAMES) <= set(jaar.cells)
        outcomes = [STEPS[name].run(jaar) for name in STEPS]
        assert [item for outcome in outcomes for item in on_financien(outcome)] == []
        if not STEPS[step].read_only:
            run_on_file(step, STEPS[step].run, path, None)


def test_f1_3_the_cells_of_the_file_are_the_json(evaluated):
    jaar = read(evaluated)
    data = STEPS["totalen"].run(jaar).data
    assert {name: data[name] for name in FINANCE_NAMES} == {
        name: jaar.cells[name] for name in FINANCE_NAMES
    }
    assert data["totaal_prognose"] > 0


def difference(path: Path, kolom: str):
    """Return the one finding about a total, the same from every step that tells findings."""
    telling = [step for step in STEPS if step != "controleer"]  # that one tells of sheets
    found = [
        [item for item in on_financien(run(path, step)) if item.kolom == kolom] for step in telling
    ]
    assert all(items == found[0] for items in found)
    (item,) = found[0]
    assert item.ernst is Ernst.FOUT
    return item


def test_u8_2_an_overwritten_forecast_is_reported(file):
    planned = run(file).data["totaal_prognose"]
    table = read(file).tables["tblProjecten"]
    first = next(row for row in table.rows if row.values["vastgesteld"])
    column = get_column_letter(table.first_col + table.headers.index("Prognose"))
    typed(file, {("Voortgang", f"{column}{first.number}"): 99999.0})
    item = difference(file, "Prognose")
    cell = planned - first.values["prognose"] + 99999
    assert item.regel == "U8.2"
    assert item.rij == read(file).cell_places["totaal_prognose"][1]
    assert item.melding == (
        f"Financien toont {format_uren(int(cell))}, herrekend is het {format_uren(planned)}."
    )
    assert "Prognose" in item.herstel
    (overwritten,) = [
        b for b in run(file).bevindingen if b.blad == "Voortgang" and b.kolom == "Prognose"
    ]
    assert (overwritten.rij, overwritten.regel) == (first.number, "U8.2")
    assert "in plaats van een formule" in overwritten.melding


def test_u2_1_a_space_behind_the_word_ketentoezicht_is_reported(file):
    typed(file, {("Voorstellen", "F6"): "ketentoezicht "})
    (item,) = on_financien(run(file))
    assert item.melding == (
        "2 totalen kloppen niet, want de formules tellen geen tekst of woord met een spatie "
        "(Ketentoezicht en Vrij)."
    )
    assert item.herstel == "Doe ‘herstel’; dan kloppen ze weer."
    run_on_file("herstel", STEPS["herstel"].run, file, None)
    assert on_financien(run(file)) == []


def test_u2_1_half_hours_of_ketentoezicht_are_reported(file):
    typed(file, {("Voorstellen", "G6"): 900.5})
    item = difference(file, "Ketentoezicht")
    assert item.melding == "Financien toont 900,5 uur, herrekend is het 0 uur."


def test_f1_3_a_code_that_stands_twice_is_reported(file):
    typed(file, {("Deelnemers", "A7"): "PU"})
    item = difference(file, "Totaal beschikbaar")
    assert item.regel == "F1.3"
    assert "code dubbel" in item.herstel
    assert difference(file, "Vrij").herstel.startswith("Dit verschil volgt uit")


def test_f1_3_an_overwritten_total_is_reported(file):
    _, row, _ = read(file).cell_places["totaal_vrij"]
    typed(file, {("Financien", f"B{row}"): 1.0})
    item = difference(file, "Vrij")
    assert item.rij == row
    assert "de formule in deze cel overschreven" in item.herstel


def test_f1_2_a_new_participant_below_the_table_is_no_error(file):
    last = read(file).tables["tblDeelnemers"].rows[-1].number
    before = run(file, "valideren").fouten
    cells = {"A": "NWE", "B": "Nieuwegracht", "C": "gemeente", "D": 2500.0}
    typed(file, {("Deelnemers", f"{col}{last + 1}"): value for col, value in cells.items()})
    jaar = read(file)
    assert jaar.tables["tblDeelnemers"].beyond == 1
    found = STEPS["valideren"].run(jaar)
    # A 28th participant makes a majority of 15, so that 14 votes no longer are one (U1.4).
    assert [item.regel for item in found.bevindingen if item.ernst is Ernst.FOUT].count("U1.4") == 1
    # And nobody has said what matters to it (U4.3).
    assert found.fouten - 2 == before
    assert on_financien(found) == []
    run_on_file("bijwerken", STEPS["bijwerken"].run, file, None)
    again = run(file, "totalen")
    assert on_financien(again) == []
    assert again.data["deelnemers"][-1]["bijdrage_uren"] == 100
