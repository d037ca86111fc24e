"""From votes to a frozen package in a real file: freeze once, never overwrite, say what differs."""

from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from regio_xl.cli.files import run_on_file
from regio_xl.domain import Ernst, Uitkomst
from regio_xl.engine import opened
from regio_xl.steps import STEPS
from tests.e2e.year import Year, mended
from tests.support.edit import typed
from tests.support.made import Made
from tests.support.shared import Shared
from tests.support.view import values

NUMMER, DATUM = ("Stemming", "B5"), ("Stemming", "B6")
KETENTOEZICHT = ("Kader", "C26")
DECISION = {NUMMER: "AB-2025-41", DATUM: datetime(2025, 12, 11)}
FIRST_VOTE, VOTES = 24, 27


@pytest.fixture
def file(made: Made, shared: Shared, tmp_path: Path) -> Path:
    def propose(path: Path) -> None:
        made.copy("voorbeeld", path)
        mended(path)
        run(path, "selectie")

    return shared.copy("voorgesteld.xlsm", propose, tmp_path / "jaar.xlsm")


@pytest.fixture
def adopted(file: Path) -> Path:
    typed(file, DECISION)
    run(file, "stemming")
    return file


def run(path: Path, step: str = "stemming") -> tuple[Uitkomst, bool]:
    uitkomst, _, changed = run_on_file(step, STEPS[step].run, path, None)
    return uitkomst, changed


def frozen(path: Path) -> list[tuple[Any, ...]]:
    """Return the frozen package as it stands on the sheet."""
    sheet = values(path)["Stemming"]
    area = sheet[sheet.tables["tblBesluit"].ref]
    rows = [tuple(cell.value for cell in row) for row in area[1:]]
    return [row for row in rows if any(row)]


def cells(path: Path, sheet: str, *names: str) -> list[Any]:
    book = values(path)
    places = [book.defined_names[name].attr_text.split("!")[1] for name in names]
    return [book[sheet][place.replace("$", "")].value for place in places]


def on(uitkomst: Uitkomst, *sheets: str) -> list[str]:
    return [item.melding for item in uitkomst.bevindingen if item.blad in sheets]


def project(path: Path) -> tuple[int, int]:
    """Return row and hours of the first project on sheet Selectie."""
    sheet = values(path)["Selectie"]
    row = next(row for row in range(6, 60) if sheet.cell(row, 10).value)
    return row, sheet.cell(row, 10).value


def test_f3_5_without_number_and_date_nothing_is_frozen(file: Path) -> None:
    uitkomst, _ = run(file)
    assert uitkomst.data["aangenomen"]
    assert uitkomst.data["besluit"] is None
    assert frozen(file) == []
    assert any(
        "ontbreekt het nummer en een bruikbare datum" in line for line in uitkomst.samenvatting
    )


def test_f3_5_the_json_says_who_voted_what(file: Path) -> None:
    data = run(file)[0].data
    counted = [data[key] for key in ("voor", "tegen", "onthouding", "afwezig", "geen_stem")]
    assert sum(counted) == len(data["stemmen"]) == 27
    votes = [item["stem"] for item in data["stemmen"]]
    assert [votes.count(w) for w in ("voor", "tegen", "onthouding", "afwezig", None)] == counted
    assert data["nodig"] == 14
    assert all(item["uren"] > 0 for item in data["pakket"])


def test_u2_4_the_summary_counts_who_agrees_and_names_who_objects_and_why(file: Path) -> None:
    aoo = run(file)[0].data["aoo"]
    assert [item["code"] for item in aoo["bezwaar"]] == ["BAA", "VHL"]
    (text,) = cells(file, "AOO", "aoo_samenvatting")
    assert text == aoo["samenvatting"]
    assert text.startswith("22 van de 27 deelnemers zijn akkoord met het pakket als geheel")
    for item in aoo["bezwaar"]:
        assert f"{item['deelnemer']} ({item['reden'].rstrip('.')})" in text


def test_f3_5_number_and_date_freeze_the_adopted_package(adopted: Path) -> None:
    uitkomst, changed = run(adopted)
    assert not changed
    data = uitkomst.data
    assert (data["besluit"]["nummer"], data["besluit"]["datum"]) == ("AB-2025-41", "2025-12-11")
    assert frozen(adopted) == [(i["nr"], i["titel"], i["uren"]) for i in data["pakket"]]
    marks = cells(adopted, "Stemming", "besluit_kenmerk", "besluit_ketentoezicht")
    assert marks == [data["besluit"]["kenmerk"], 900]
    assert on(uitkomst, "Stemming") == []


def test_rule_24_a_second_run_of_any_step_leaves_the_decision_alone(adopted: Path) -> None:
    before = frozen(adopted)
    for step in ("valideren", "selectie", "bijwerken", "stemming"):
        run(adopted, step)
    assert frozen(adopted) == before
    assert not run(adopted)[1]


def test_u8_2_an_hour_more_on_selectie_is_an_error_of_valideren(adopted: Path) -> None:
    row, uren = project(adopted)
    typed(adopted, {("Selectie", f"J{row}"): uren + 1})
    uitkomst, _ = run(adopted, "valideren")
    (found,) = [item for item in uitkomst.bevindingen if item.regel == "U8.2"]
    assert (found.ernst, found.blad, found.rij) == (Ernst.FOUT, "Selectie", row)
    assert f"heeft op Selectie {uren + 1} uur; vastgesteld is {uren} uur." in found.melding


def test_f3_5_a_later_package_never_overwrites_what_was_adopted(adopted: Path) -> None:
    before, (row, uren) = frozen(adopted), project(adopted)
    typed(adopted, {("Selectie", f"J{row}"): uren + 1, ("Voorstellen", "G8"): 5.0})
    uitkomst, _ = run(adopted)
    assert frozen(adopted) == before
    assert uitkomst.fouten


def test_f3_5_an_emptied_number_lifts_the_freeze_and_says_so(adopted: Path) -> None:
    typed(adopted, {NUMMER: None, DATUM: None})
    Year(adopted).put(besluit_reden_opheffen="Verkeerde bijlage")
    uitkomst, changed = run(adopted)
    assert changed
    assert uitkomst.samenvatting[0].startswith("Opgeheven: de vastlegging van 22 projecten")
    assert frozen(adopted) == []
    assert cells(adopted, "Stemming", "besluit_kenmerk", "besluit_kenmerk_parameters") == [None] * 2
    assert on(uitkomst, "Stemming") == []
    assert not run(adopted)[1]


def test_f3_5_votes_that_change_afterwards_are_an_error_and_the_package_stays(
    adopted: Path,
) -> None:
    before = frozen(adopted)
    typed(adopted, {("Stemming", f"C{row}"): "tegen" for row in range(FIRST_VOTE, FIRST_VOTE + 9)})
    uitkomst, _ = run(adopted)
    assert not uitkomst.data["aangenomen"]
    assert any("nu niet aangenomen" in text for text in on(uitkomst, "Stemming"))
    assert frozen(adopted) == before
    assert uitkomst.data["besluit"]


@pytest.mark.parametrize("cell", ["H25", "F25", "B14", "B15", "B16"])
def test_f3_5_a_record_edited_by_hand_is_an_error(adopted: Path, cell: str) -> None:
    typed(adopted, {("Stemming", cell): 123.0})
    assert any("met de hand gewijzigd" in text for text in on(run(adopted)[0], "Stemming"))


def test_f3_5_a_parameter_changed_afterwards_is_told_apart(adopted: Path) -> None:
    kader = openpyxl.load_workbook(adopted)["Kader"]
    row = next(row for row in range(21, 60) if kader.cell(row, 1).value == "reserve")
    typed(adopted, {("Kader", f"C{row}"): 499.0})
    found = on(run(adopted, "valideren")[0], "Kader", "Stemming")
    assert "Gewijzigd sinds het besluit: reserve (blad Kader): 500 → 499." in found
    assert not any("met de hand gewijzigd" in text for text in found)


def test_f3_5_thirteen_votes_and_a_number_freeze_nothing(file: Path) -> None:
    voor = {("Stemming", f"C{FIRST_VOTE + i}"): "voor" for i in range(13)}
    rest = {("Stemming", f"C{FIRST_VOTE + i}"): "afwezig" for i in range(13, VOTES)}
    typed(file, {**DECISION, **voor, **rest})
    uitkomst, _ = run(file)
    assert (uitkomst.data["voor"], uitkomst.data["aangenomen"]) == (13, False)
    assert frozen(file) == []
    assert any("13 stemmen voor, 14 nodig" in text for text in on(uitkomst, "Stemming"))


def test_u2_1_with_ketentoezicht_undecided_nothing_is_frozen(file: Path) -> None:
    typed(file, {**DECISION, KETENTOEZICHT: None})
    uitkomst, _ = run(file)
    assert frozen(file) == []
    assert "ketentoezicht zijn nog niet besloten" in " ".join(uitkomst.samenvatting)
    assert any("nog niet besloten" in text for text in on(uitkomst, "Kader"))
    assert not any("nog niet vastgelegd" in text for text in on(uitkomst, "Stemming"))


def test_u8_1_the_package_that_the_sheet_shows_is_frozen_whatever_was_chosen_since(
    file: Path,
) -> None:
    typed(file, {**DECISION, ("Vergelijking", "B5"): "rangorde"})
    said = on(run(file, "valideren")[0], "Selectie")
    assert any("Gekozen is nu scenario ‘rangorde’" in text for text in said)
    run(file)
    assert {nr: uren for nr, _, uren in frozen(file)} == Year(file).package()


def test_u8_1_a_package_edited_by_hand_is_not_frozen_when_it_breaks_a_condition(file: Path) -> None:
    row, uren = project(file)
    typed(file, {**DECISION, ("Selectie", f"J{row}"): uren - 1})
    Year(file).put(stemming_pakket=None)  # the votes are about this package
    uitkomst, _ = run(file)
    assert frozen(file) == []
    assert "het voldoet niet aan O6" in " ".join(uitkomst.samenvatting)
    assert any("en noemt geen minimum" in text for text in on(uitkomst, "Selectie"))


def test_u8_1_a_sound_package_edited_by_hand_is_frozen_as_it_stands(file: Path) -> None:
    row, _ = project(file)
    typed(file, {**DECISION, ("Selectie", f"J{row}"): None})
    Year(file).put(stemming_pakket=None)  # the votes are about this package
    run(file)
    shown = [item[0] for item in frozen(file)]
    assert len(shown) == 21


def test_f3_5_the_cells_count_as_python_does_with_two_votes_and_a_stranger(file: Path) -> None:
    last = FIRST_VOTE + VOTES
    typed(
        file,
        {
            ("Stemming", f"A{last}"): "PU",
            ("Stemming", f"C{last}"): "voor",
            ("Stemming", f"A{last + 1}"): "XXX",
            ("Stemming", f"C{last + 1}"): "voor",
        },
    )
    run(file)
    uitkomst, _ = run(file)
    names = [f"stemming_{key}" for key in ("voor", "tegen", "onthouding", "afwezig", "geen_stem")]
    assert cells(file, "Stemming", *names, "stemming_nodig", "stemming_uitslag") == [
        *(uitkomst.data[name.removeprefix("stemming_")] for name in names),
        14,
        "aangenomen",
    ]
    assert uitkomst.data["voor"] == 16
    assert len(on(uitkomst, "Stemming")) == 2


SPACED = {
    ("Stemming", f"C{FIRST_VOTE}"): "voor ",
    ("Stemming", f"C{FIRST_VOTE + 1}"): " Tegen",
    ("Stemming", f"A{FIRST_VOTE + 2}"): "BAA\u00a0",
}
COUNTING = ("stemming_voor", "stemming_tegen", "stemming_geen_stem")


def test_f3_5_a_space_in_a_vote_is_counted_in_the_cells_too_and_is_one_melding(file: Path) -> None:
    run(file)
    before = cells(file, "Stemming", *COUNTING)
    typed(file, SPACED)
    uitkomst, _ = run(file)
    voor, tegen, geen = cells(file, "Stemming", *COUNTING)
    assert (voor + tegen, geen) == (before[0] + before[1], before[2])
    told = [item for item in uitkomst.bevindingen if item.blad == "Stemming" and item.rijen]
    assert [(item.ernst, item.rijen) for item in told] == [(Ernst.MELDING, (24, 25, 26))]
    assert not [item for item in uitkomst.bevindingen if "overschreven" in item.herstel]


def test_f3_5_a_formula_that_does_not_see_a_vote_is_not_accused(file: Path) -> None:
    """A workbook of an earlier version counts words to the letter."""
    with opened(file) as book:
        cell = next(name for name in book.names if name.name == "stemming_voor").refers_to_range
        row = cell.row
        cell.value = f"=SUMPRODUCT((tblStemming[Stem]=A{row})*1)"
        book.save()
    word = cells(file, "Stemming", "stemming_voor")[0]
    first = next(
        number
        for number in range(FIRST_VOTE, FIRST_VOTE + VOTES)
        if values(file)["Stemming"].cell(number, 3).value == "voor"
    )
    typed(file, {("Stemming", f"C{first}"): "voor "})
    uitkomst, _ = run(file, "valideren")
    about = [item for item in uitkomst.bevindingen if "toont Stemming" in item.melding]
    assert [item.ernst for item in about] == [Ernst.WAARSCHUWING] * len(about)
    assert all("Doe ‘herstel’" in item.herstel for item in about)
    assert about
    run(file, "herstel")
    assert cells(file, "Stemming", "stemming_voor") == [word]
    assert "toont Stemming" not in " ".join(on(run(file, "valideren")[0], "Stemming"))


def test_f3_5_a_counting_cell_that_was_overwritten_is_an_error(file: Path) -> None:
    typed(file, {("Stemming", "B7"): 27.0})
    uitkomst, _ = run(file, "valideren")
    assert "Bij ‘Voor’ toont Stemming ‘27’; herteld is het 17." in on(uitkomst, "Stemming")


def test_an_older_workbook_without_the_two_sheets_works_with_two_warnings(file: Path) -> None:
    book = openpyxl.load_workbook(file, keep_vba=True)
    for sheet in ("AOO", "Stemming"):
        del book[sheet]
    for name in [name for name in book.defined_names if name.startswith(("aoo", "stem", "bes"))]:
        del book.defined_names[name]
    book.save(file)
    for step in ("valideren", "stemming", "bijwerken"):
        uitkomst, _ = run(file, step)
        missing = [item for item in uitkomst.bevindingen if item.blad in ("AOO", "Stemming")]
        assert [item.ernst for item in missing] == [Ernst.WAARSCHUWING] * 2
        assert [item.melding for item in missing] == [
            "Blad AOO ontbreekt.",
            "Blad Stemming ontbreekt.",
        ]
