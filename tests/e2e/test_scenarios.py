"""Scenarios on a real file: compare, choose, keep, edit by hand; nothing of people's is lost."""

from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from regio_xl.cli.files import run_on_file
from regio_xl.domain import Bevinding, Ernst, Uitkomst
from regio_xl.steps import STEPS
from tests.e2e.year import Year, mended, silent
from tests.support.edit import typed
from tests.support.made import Made
from tests.support.shared import Shared
from tests.support.view import values

CHOSEN, REASON = ("Vergelijking", "B5"), ("Vergelijking", "B6")
NAMES = [("Vergelijking", f"B{row}") for row in (18, 19, 20)]
BY_HAND = "Met de hand, tot "


@pytest.fixture
def file(made: Made, shared: Shared, tmp_path: Path) -> Path:
    def divide(path: Path) -> None:
        made.copy("voorbeeld", path)
        silent(mended(path))
        run(path)

    return shared.copy("verdeeld_zonder_stem.xlsm", divide, tmp_path / "jaar.xlsm")


def run(path: Path, step: str = "toewijzen") -> tuple[Uitkomst, bool]:
    uitkomst, _, changed = run_on_file(step, STEPS[step].run, path, None)
    return uitkomst, changed


def table(path: Path, sheet: str, name: str) -> dict[Any, dict[str, Any]]:
    """Return the rows of a table by the value of their first column, with their row number."""
    page = values(path)[sheet]
    head, *rows = page[page.tables[name].ref]
    titles = [cell.value for cell in head]
    return {
        row[0].value: {"rij": row[0].row, **dict(zip(titles, (c.value for c in row), strict=True))}
        for row in rows
    }


def package(path: Path) -> dict[int, float]:
    rows = table(path, "Selectie", "tblSelectie")
    return {nr: row["Toegewezen uren"] for nr, row in rows.items() if row["Toegewezen uren"]}


def hours(path: Path, scenario: str) -> dict[int, float]:
    rows = table(path, "Vergelijking", "tblPakketten")
    return {nr: row[f"Uren {scenario}"] for nr, row in rows.items() if row[f"Uren {scenario}"]}


def edit(path: Path, nr: int, uren: float | str | None) -> int:
    """Type other hours on sheet Selectie; return the row."""
    rij = int(table(path, "Selectie", "tblSelectie")[nr]["rij"])
    typed(path, {("Selectie", f"J{rij}"): uren})
    return rij


def about(found: Uitkomst, blad: str) -> list[Bevinding]:
    return [item for item in found.bevindingen if item.blad == blad]


def test_every_scenario_stands_beside_the_others_with_its_worth_f3_2(file):
    data = run(file)[0].data
    rows = table(file, "Vergelijking", "tblScenarios")
    assert list(rows) == [
        *("optimaal", "optimaal met bonus", "rangorde", "evenredig"),
        *("eigen 1", "eigen 2", "eigen 3"),
    ]
    assert [item["scenario"] for item in data["scenarios"]] == list(rows)[:4]
    for item in data["scenarios"]:
        row = rows[item["scenario"]]
        assert (row["Toegewezen uren"], row["Gedekt"]) == (item["uren"], item["gedekt"])
        assert row["Score"] == pytest.approx(item["score"])
        assert hours(file, item["scenario"]) == {p["nr"]: p["uren"] for p in item["pakket"]}
    assert rows["optimaal"]["Oordeel"] == "bewezen best"
    assert rows["rangorde"]["Gedekt"] < rows["optimaal"]["Gedekt"] == 27
    assert rows["optimaal met bonus"]["Score"] > rows["rangorde"]["Score"]
    assert rows["eigen 1"]["Toegewezen uren"] is None


def test_each_participant_sees_what_it_brings_in_and_gets_back_u4_3(file):
    row = table(file, "Vergelijking", "tblVerhoudingen")["EEM"]
    assert (row["Van belang: optimaal"], row["Van belang: rangorde"]) == (110, 0)
    assert row["Verhouding: optimaal"] == pytest.approx(110 / row["Bijdrage"], abs=0.005)


def test_the_package_is_that_of_the_best_scenario_and_a_second_run_changes_nothing(file):
    assert package(file) == hours(file, "optimaal")
    assert run(file)[1] is False


def test_another_scenario_is_chosen_with_a_reason_f3_4(file):
    typed(file, {CHOSEN: "rangorde"})
    found = run(file)[0]
    (warning,) = about(found, "Vergelijking")
    assert (warning.ernst, warning.rij, warning.kolom) == (
        *(Ernst.WAARSCHUWING, 6),
        "Reden van de keuze",
    )
    assert package(file) == hours(file, "rangorde") != hours(file, "optimaal")
    assert (found.data["scenario"], found.data["status"]) == ("rangorde", "haalbaar")
    typed(file, {REASON: "Zo besproken in het AOO van 9 oktober."})
    assert about(run(file)[0], "Vergelijking") == []


def test_the_score_with_a_bonus_is_called_that_o7(file):
    chosen = {("Vergelijking", "B5"): "optimaal met bonus", ("Vergelijking", "B6"): "Keuze AOO"}
    typed(file, chosen)
    (line,) = [line for line in run(file)[0].samenvatting if line.startswith("Scenario ‘optimaal")]
    assert "; score met bonus: " in line
    assert "; score: " not in line


def test_a_word_that_is_no_scenario_is_a_finding_and_the_usual_one_counts_f3_2(file):
    typed(file, {CHOSEN: "beste"})
    found = run(file)[0]
    (fout,) = about(found, "Vergelijking")
    assert (fout.ernst, fout.rij) == (Ernst.FOUT, 5)
    assert "‘beste’ is geen scenario" in fout.melding
    assert found.data["scenario"] == "optimaal"


def test_a_name_keeps_the_package_and_it_can_be_chosen_later_f3_4(file):
    typed(file, {NAMES[0]: "Zoals besproken"})
    found = run(file)[0]
    assert "Bewaard op blad Vergelijking als ‘eigen 1’: Zoals besproken." in found.samenvatting
    kept = hours(file, "eigen 1")
    assert kept == package(file)
    assert run(file)[1] is False
    typed(file, {CHOSEN: "eigen 1", REASON: "Besproken in het AOO.", ("Kader", "B6"): "bespreking"})
    row = table(file, "Vergelijking", "tblPakketten")[28]["rij"]
    typed(file, {("Vergelijking", f"G{row}"): None})
    found = run(file)[0]
    assert package(file) == {nr: uren for nr, uren in kept.items() if nr != 28}
    assert found.data["scenario"] == "eigen 1"
    assert "‘Zoals besproken’" in found.data["geselecteerd"][0]["reden"]


def test_a_kept_package_that_breaks_a_condition_is_a_finding_at_its_cell_u8_2(file):
    typed(file, {NAMES[0]: "Te veel"})
    run(file)
    row = table(file, "Vergelijking", "tblPakketten")[25]["rij"]
    typed(file, {CHOSEN: "eigen 1", REASON: "proef", ("Vergelijking", f"G{row}"): 100.0})
    found = run(file)[0]
    broken = {item.regel: item for item in about(found, "Vergelijking")}
    assert broken["U8.2"].ernst is broken["F3.4"].ernst is Ernst.FOUT
    assert (broken["F3.4"].rij, broken["F3.4"].kolom) == (row, "Uren eigen 1")
    assert found.data["status"] == "voldoet niet"
    assert table(file, "Vergelijking", "tblScenarios")["eigen 1"]["Oordeel"] == "voldoet niet"


def test_an_empty_place_cannot_be_chosen_f3_4(file):
    typed(file, {CHOSEN: "eigen 2", REASON: "proef"})
    found = run(file)[0]
    assert [item.ernst for item in about(found, "Vergelijking")] == [Ernst.FOUT]
    assert package(file) == hours(file, "optimaal")


def test_a_package_edited_by_hand_is_judged_by_valideren_o6(file):
    rij = edit(file, 21, 405.0)
    found = run(file, "valideren")[0]
    fout, silent_edit, melding = about(found, "Selectie")
    assert "met de hand gewijzigd, zonder reden: 21." in silent_edit.melding
    assert (fout.regel, fout.ernst, fout.rij, fout.kolom) == (
        *("O6", Ernst.FOUT, rij),
        "Toegewezen uren",
    )
    assert "405 uur van de 410 uur" in fout.melding
    assert melding.ernst is Ernst.MELDING
    assert package(file)[21] == 405


def test_a_package_edited_by_hand_stays_in_selectie_until_toewijzen_keeps_it(file):
    best = package(file)
    edit(file, 21, None)
    edited = package(file)
    found, _ = run(file, "selectie")
    assert package(file) == edited
    assert found.data["scenario"] == "met de hand"
    reason = table(file, "Selectie", "tblSelectie")[21]["Reden"]
    assert reason.startswith("Met de hand gewijzigd op blad Selectie: 0 uur in plaats van 410 uur")
    assert run(file, "selectie")[1] is False
    found = run(file)[0]
    assert package(file) == best
    assert hours(file, "eigen 1") == edited
    assert table(file, "Vergelijking", "tblScenarios")["eigen 1"]["Naam"].startswith(BY_HAND)
    assert "Bewaard op blad Vergelijking als ‘eigen 1’" in " ".join(found.samenvatting)
    assert run(file)[1] is False


def test_a_package_edited_by_hand_does_not_make_way_when_it_cannot_be_kept(file):
    typed(file, dict(zip(NAMES, ("een", "twee", "drie"), strict=True)))
    run(file)
    edit(file, 21, None)
    edited = package(file)
    found = run(file)[0]
    assert package(file) == edited
    assert any("niet vernieuwd" in item.melding for item in about(found, "Selectie"))
    assert found.data["scenario"] == "met de hand"


def test_text_where_hours_belong_is_a_finding_and_counts_for_nothing_u8_1(file):
    rij = edit(file, 21, "veel")
    found = run(file, "valideren")[0]
    fout = next(item for item in about(found, "Selectie") if item.regel == "U8.1")
    assert (fout.rij, fout.ernst) == (rij, Ernst.FOUT)
    assert "‘veel’" in fout.melding


def test_changed_input_makes_the_package_old_and_that_is_one_finding_u8_2(file):
    typed(file, {("Kader", "B5"): 2026.0})
    row = next(
        cell.row for cell in openpyxl.load_workbook(file)["Voorstellen"]["A"] if cell.value == 21
    )
    typed(file, {("Voorstellen", f"G{row}"): 390.0})
    found = run(file, "valideren")[0]
    broken, old = about(found, "Selectie")
    assert (broken.ernst, old.ernst) == (Ernst.FOUT, Ernst.WAARSCHUWING)
    assert "niet meer bij de tijd" in old.melding
    assert "Uren van voorstel 21 (blad Voorstellen): 300 → 390" in old.melding
    assert about(run(file)[0], "Selectie") == []


def test_the_adopted_package_is_the_one_that_every_step_shows_f3_5(file):
    adopted = decide(file)
    typed(file, {CHOSEN: "rangorde", REASON: "na het besluit"})
    found = run(file)[0]
    assert package(file) == adopted
    assert (found.data["scenario"], found.data["status"]) == ("vastgesteld", "vastgesteld")
    assert "besluit AB-2025-41 van 11-12-2025" in found.data["geselecteerd"][0]["reden"]
    edit(file, 21, None)
    assert any(
        "vastgesteld" in item.melding for item in about(run(file, "valideren")[0], "Selectie")
    )
    again = run(file)[0]
    assert package(file) == adopted
    assert not [item for item in about(again, "Selectie") if item.ernst is Ernst.FOUT]
    assert len(hours(file, "eigen 1")) == len(adopted) - 1
    assert run(file)[1] is False


def test_a_name_typed_after_an_edit_keeps_what_was_edited_f3_4(file):
    edit(file, 21, None)
    edited = package(file)
    typed(file, {NAMES[1]: "Zonder lozingen"})
    run(file)
    assert hours(file, "eigen 2") == edited
    assert hours(file, "eigen 1") == {}
    assert package(file) == hours(file, "optimaal")


def test_an_adopted_package_is_not_put_back_over_an_edit_that_cannot_be_kept_f3_5(file):
    typed(file, dict(zip(NAMES, ("een", "twee", "drie"), strict=True)))
    run(file)
    decide(file)
    edit(file, 21, None)
    edited = package(file)
    for step in ("toewijzen", "selectie"):
        found = run(file, step)[0]
        assert package(file) == edited
        assert "Blad Selectie is niet vernieuwd" in " ".join(found.samenvatting)
        assert any("vastgesteld" in item.melding for item in about(found, "Selectie"))


def test_scores_changed_later_make_the_package_old_and_advice_does_not_u8_1(file):
    typed(file, {("AOO", "C16"): "akkoord"})
    assert about(run(file, "valideren")[0], "Selectie") == []
    typed(file, {("Beoordeling", "B6"): 1.0})
    (old,) = about(run(file, "valideren")[0], "Selectie")
    assert old.ernst is Ernst.WAARSCHUWING
    assert "Toegevoegde waarde van voorstel 2 (blad Beoordeling): 4 → 1" in old.melding
    Year(file).run("toewijzen", again=True)  # advice was typed, so that a person asks for it
    assert about(run(file, "valideren")[0], "Selectie") == []


def test_another_choice_makes_the_package_old_until_it_is_divided_anew_f3_4(file):
    typed(file, {CHOSEN: "evenredig", REASON: "Zo besproken."})
    (old,) = about(run(file, "valideren")[0], "Selectie")
    assert "Gekozen is nu scenario ‘evenredig’; dit pakket komt uit ‘optimaal’." in old.melding


KADER_YEAR = ("Kader", "B5")


@pytest.mark.parametrize("step", ["toewijzen", "selectie", "bijwerken"])
def test_a_slip_on_kader_costs_no_package_that_people_made_u1_3(file, step):
    edit(file, 21, None)
    edited = package(file)
    typed(file, {KADER_YEAR: 2040.0})
    found = run(file, step)[0]
    assert package(file) == edited
    assert "Blad Selectie is niet vernieuwd" in " ".join(found.samenvatting)
    typed(file, {KADER_YEAR: 2026.0})
    run(file, "selectie")
    assert package(file) == edited


def test_a_damaged_decision_does_not_touch_the_last_good_copy_f3_5(file):
    adopted = decide(file)
    typed(file, {("Stemming", "H24"): None, ("Stemming", "G24"): None, ("Stemming", "I24"): None})
    found = run(file, "bijwerken")[0]
    assert package(file) == adopted
    assert any("beschadigd" in item.melding for item in about(found, "Selectie"))


def test_a_reason_never_outlives_the_edit_that_it_is_about(file):
    best = package(file)
    edit(file, 31, None)
    run(file, "selectie")
    edit(file, 31, best[31])
    edit(file, 21, None)
    run(file, "selectie")
    rows = table(file, "Selectie", "tblSelectie")
    assert rows[31]["Reden"].startswith("Niet gewijzigd. Wat volgt is de reden bij de verdeling")
    assert "Hoort bij het beste pakket" in rows[31]["Reden"]
    assert rows[21]["Reden"].startswith("Met de hand gewijzigd op blad Selectie: 0 uur in plaats")


def test_a_finding_points_at_the_row_where_the_project_stands_after_the_step(file):
    edit(file, 2, None)
    found = run(file, "selectie")[0]
    rows = table(file, "Selectie", "tblSelectie")
    (broken,) = [item for item in about(found, "Selectie") if item.regel == "A26"]
    assert broken.rij == rows[2]["rij"]
    assert "Doorlopend project 2 past" in broken.melding
    assert run(file, "selectie")[1] is False


def test_one_thing_that_is_wrong_is_told_once_u4_3(file):
    edit(file, 28, None)
    found = run(file, "valideren")[0]
    assert [item.regel for item in about(found, "Selectie")].count("U4.3") == 1


def test_hours_that_cannot_be_read_stay_until_they_are_put_right_u8_1(file):
    rij = edit(file, 21, "300 uur")
    for step in ("selectie", "toewijzen", "selectie"):
        found = run(file, step)[0]
        assert table(file, "Selectie", "tblSelectie")[21]["Toegewezen uren"] == "300 uur"
        assert any(
            item.rij == rij and item.ernst is Ernst.FOUT for item in about(found, "Selectie")
        )


def test_hours_that_cannot_be_read_where_there_were_none_stay_too_u8_1(file):
    rij = edit(file, 16, "160 uur")
    typed(file, {("Kader", "C26"): 900})
    for step in ("bijwerken", "toewijzen", "selectie"):
        found = run(file, step)[0]
        assert table(file, "Selectie", "tblSelectie")[16]["Toegewezen uren"] == "160 uur"
        assert any("niet vernieuwd" in item.melding for item in about(found, "Selectie"))
        assert any("met de hand gewijzigd" in line for line in found.samenvatting)
    typed(
        file,
        {("Stemming", "B5"): "AB-2025-41", ("Stemming", "B6"): datetime(2025, 12, 11)},
    )
    found = run(file, "stemming")[0]
    assert not any("Vastgelegd met besluit" in line for line in found.samenvatting)
    edit(file, 16, 0)
    assert not any(item.rij == rij for item in about(run(file, "selectie")[0], "Selectie"))


def test_hours_typed_at_ketentoezicht_are_a_finding_u2_1(file):
    rij = edit(file, 1, 700)
    (found,) = [item for item in about(run(file, "valideren")[0], "Selectie") if item.rij == rij]
    assert (found.regel, found.ernst) == ("U2.1", Ernst.FOUT)
    assert found.melding.startswith("Bij ketentoezicht staat ‘700’; die uren tellen niet mee")


def test_a_decision_that_was_tampered_with_is_not_called_that_of_the_ab_f3_5(file):
    decide(file)
    lines = run(file, "bijwerken")[0].samenvatting
    assert any("pakket dat het AB heeft vastgesteld" in line for line in lines)
    typed(file, {("Stemming", "H24"): 1})
    lines = run(file, "bijwerken")[0].samenvatting
    assert not any("pakket dat het AB heeft vastgesteld" in line for line in lines)
    assert any("niet zeker wat het AB vaststelde" in line for line in lines)


def test_lifting_a_decision_leaves_no_error_behind_f3_5(file):
    adopted = decide(file)
    typed(file, {("Stemming", "B5"): None})
    (found,) = [item for item in about(run(file, "valideren")[0], "Stemming") if item.rij == 5]
    assert found.ernst is Ernst.WAARSCHUWING
    assert "maak ook de datum leeg, typ de reden van opheffen en doe dan" in found.herstel
    typed(file, {("Stemming", "B6"): None})
    Year(file).put(besluit_reden_opheffen="Verkeerde bijlage")
    found = run(file, "stemming")[0]
    assert any("Opgeheven" in line for line in found.samenvatting)
    assert not [item for item in about(found, "Stemming") if item.ernst is Ernst.FOUT]
    assert package(file) == adopted


def test_hours_of_what_is_no_proposal_any_more_stay_u8_1(file):
    edit(file, 21, None)
    sheet = openpyxl.load_workbook(file)["Voorstellen"]
    row = next(cell.row for cell in sheet["A"] if cell.value == 28)
    typed(file, {("Voorstellen", f"A{row}"): 280.0})
    for _ in range(2):
        found = run(file, "selectie")[0]
        assert package(file)[28] == 110
        assert any("28 is geen project" in item.melding for item in about(found, "Selectie"))


def test_a_name_and_a_choice_in_one_go_give_the_same_on_the_second_run_f3_4(file):
    typed(file, {NAMES[0]: "Zoals besproken", CHOSEN: "eigen 1", REASON: "AOO van 9 oktober."})
    found = run(file)[0]
    assert about(found, "Vergelijking") == []
    assert found.data["scenario"] == "eigen 1"
    assert hours(file, "eigen 1") == package(file) == hours(file, "optimaal")
    assert run(file)[1] is False


def test_an_adopted_package_that_was_edited_before_needs_no_keeping_f3_5(file):
    typed(file, dict(zip(NAMES, ("een", "twee", "drie"), strict=True)))
    run(file)
    edit(file, 21, None)
    adopted = decide(file)
    found = run(file)[0]
    assert package(file) == adopted
    assert not any("niet vernieuwd" in item.melding for item in found.bevindingen)


def decide(file: Path) -> dict[int, float]:
    """Let the AB adopt the package on sheet Selectie; return it."""
    year = Year(file)
    year.put(stemming_pakket=None, fase="besluit")
    year.decide()
    return year.package()
