"""One life of a package, step by step in a real file: what was advised, voted and decided stays so.

Clauses U2.4, F3.4, F3.5, U4.3, U5.1, U5.2, U8.1 and U8.2. The transitions themselves are tested in
``tests/domain/test_levensloop.py``.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from regio_xl.cli import files
from regio_xl.domain import Ernst, Uitkomst
from regio_xl.engine import opened
from tests.e2e.year import MOMENT, NUMBER, OpenYear, Year, sound, told
from tests.support.made import Made
from tests.support.shared import Shared

WRITING = ("valideren", "voorstel", "selectie", "evaluatie", "bijwerken")
UNCHANGED = "Niet gewijzigd. Wat volgt is de reden bij de verdeling, vóór de wijzigingen."
KETEN = 1
ONLY_OPTION = 28
"""The one project in the package that means anything to Eemnes."""


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "moment", lambda: MOMENT)
    monkeypatch.setattr(files, "who", lambda: "tester")


@pytest.fixture
def file_at(made: Made, shared: Shared) -> Callable[[str], Path]:
    """Return a function that gives the file of a year so far in its life, each made once."""

    def divide(path: Path) -> None:
        made.copy("voorbeeld", path)
        sound(path).run("toewijzen")

    def evaluate(path: Path) -> None:
        shared.copy("verdeeld_gezond.xlsm", divide, path)
        Year(path).run("evaluatie")

    def advise(path: Path) -> None:
        shared.copy("verdeeld_gezond.xlsm", divide, path)
        year = Year(path)
        year.run("voorleggen")
        year.advise()
        year.run("valideren")

    def adopt(path: Path) -> None:
        shared.copy("geadviseerd.xlsm", advise, path)
        year = Year(path)
        year.put(fase="besluit")
        year.decide()

    makers = {"verdeeld_gezond": divide, "met_evaluatie": evaluate}
    makers |= {"geadviseerd": advise, "vastgesteld": adopt}
    return lambda name: shared(f"{name}.xlsm", makers[name])


@pytest.fixture
def hold() -> Iterator[Callable[[Path], Year]]:
    """Return a function that holds a file open for the test; nothing is saved."""
    with ExitStack() as stack:
        yield lambda path: OpenYear(stack.enter_context(opened(path, unknown=files.UNKNOWN)))


@pytest.fixture
def at(file_at: Callable[[str], Path], hold: Callable[[Path], Year]) -> Callable[[str], Year]:
    """Return a function that opens a year so far in its life."""
    return lambda name: hold(file_at(name))


@pytest.fixture
def year(at: Callable[[str], Year]) -> Year:
    """Return a sound year in phase bespreking, with a package that nobody was asked about."""
    return at("verdeeld_gezond")


@pytest.fixture
def advised(at: Callable[[str], Year]) -> Year:
    """Return the same, put before the AOO and advised."""
    return at("geadviseerd")


@pytest.fixture
def adopted(at: Callable[[str], Year]) -> Year:
    """Return the same, adopted by the AB."""
    return at("vastgesteld")


def errors(found: Uitkomst) -> list[str]:
    return [item.regel for item in found.bevindingen if item.ernst is Ernst.FOUT]


def one_package(year: Year) -> dict[int, int]:
    """Return the package that all sheets show; they may not differ."""
    shown = year.shown()
    first = shown["Selectie"]
    assert all(package == first for package in shown.values()), shown
    assert year.cell("totaal_toegewezen") in (None, sum(first.values()))
    return first


# What puts a package further in its life


def test_u2_4_voorleggen_puts_the_package_before_the_aoo_and_start_says_what_is_next(year):
    found = year.run("voorleggen")
    assert found.samenvatting[0].startswith("Voorgelegd aan het AOO: 22 projecten")
    assert year.cell("aoo_pakket") == year.cell("pakket_kenmerk")
    assert year.cell("pakket_staat") == "ter advies"
    assert year.cell("start_volgende_stap").startswith("Leg de adviezen over het pakket vast")
    year.run("voorleggen")
    assert not year.changed


def test_u2_4_advice_that_was_typed_puts_the_package_before_the_aoo_by_itself(year):
    year.advise()
    year.run("valideren")
    assert year.cell("aoo_pakket") == year.cell("pakket_kenmerk")
    assert year.cell("pakket_staat") == "ter advies"


def test_f3_5_votes_that_were_typed_put_the_package_before_the_ab_by_themselves(advised):
    advised.vote()
    advised.run("valideren")
    assert advised.cell("stemming_pakket") == advised.cell("pakket_kenmerk")
    assert advised.cell("pakket_staat") == "ter stemming"


# Only a person divides anew


@pytest.mark.parametrize("fase", ["inventarisatie", "voorstel", "besluit", "uitvoering"])
def test_u2_4_another_phase_never_changes_a_package_that_was_advised(advised, fase):
    before = advised.package()
    advised.put(fase=fase)
    for step in ("valideren", "bijwerken", "toewijzen"):
        advised.run(step)
        assert one_package(advised) == before


def test_u5_2_phase_besluit_does_not_throw_out_what_has_no_projectleider(advised):
    before = advised.package()
    for nr in (13, 17, 19):
        advised.proposal(nr, projectleider=None)
    advised.put(fase="besluit")
    found = advised.run("bijwerken")
    assert one_package(advised) == before
    (item,) = [item for item in found.bevindingen if item.regel == "U5.2"]
    assert (item.ernst, item.blad) == (Ernst.FOUT, "Voorstellen")
    assert "Projectleider ontbreekt bij 3 projecten in het pakket (13, 17 en 19)" in item.melding


def test_u5_1_who_is_not_in_the_package_is_not_asked_for_a_leader(year):
    assert 33 not in year.package()
    year.proposal(33, projectleider=None, intern_opdrachtgever=None)
    assert "U5" not in "".join(item.regel for item in year.run("valideren").bevindingen)


def test_f2_1_a_missing_day_of_submission_never_changes_the_division(year):
    before = year.package()
    year.proposal(13, ingediend_op=None)
    year.run("toewijzen")
    assert year.package() == before


@pytest.mark.parametrize("lacking", ["projectleider", "intern_opdrachtgever"])
@pytest.mark.parametrize("fase", ["bespreking", "besluit"])
def test_u5_1_u5_2_a_project_without_leader_is_not_frozen_in_any_phase(advised, lacking, fase):
    advised.proposal(13, **{lacking: None})
    advised.put(fase=fase)
    found = advised.decide()
    assert advised.adopted() == {}
    assert "project 13 is nog niet compleet" in " ".join(found.samenvatting)
    advised.proposal(13, **{lacking: "A. de Vries"})
    advised.run("stemming")
    assert advised.adopted() == advised.package()


@pytest.mark.parametrize("step", ["toewijzen", *WRITING])
def test_f3_4_a_changed_cell_never_changes_a_package_that_was_advised(advised, step):
    before = advised.package()
    advised.proposal(13, uren=10.0)
    advised.at("tblBeoordeling", "relevantie", {24: 1.0})
    found = advised.run(step)
    assert one_package(advised) == before
    said = told(found, "Selectie")
    assert "Uren van voorstel 13 (blad Voorstellen): 215 → 10" in said
    assert "van voorstel 24 (blad Beoordeling): " in said


def test_u2_4_toewijzen_asks_first_and_with_a_yes_keeps_what_was_advised(advised):
    before = advised.package()
    advised.proposal(13, keuze="niet opnemen", reden_keuze="Kan een jaar wachten.")
    asked = advised.run("toewijzen")
    assert asked.vraag
    assert "Opnieuw verdelen?" in asked.vraag
    assert advised.package() == before
    done = advised.run("toewijzen", again=True)
    assert not done.vraag
    assert 13 not in one_package(advised)
    kept = {
        nr: row["eigen_1"] for nr, row in advised.rows("tblPakketten").items() if row["eigen_1"]
    }
    assert kept == before
    assert advised.rows("tblScenarios")["eigen 1"]["naam"].startswith("Ter advies, tot ")


# Votes and advice belong to a package


def _lift(year: Year) -> None:
    year.lift()
    year.proposal(13, uren=200.0)


def _vote_and_change(year: Year) -> None:
    year.put(fase="besluit")
    year.vote()
    year.run("valideren")
    year.proposal(13, uren=200.0)


@pytest.mark.parametrize(
    ("from_", "before"), [("vastgesteld", _lift), ("geadviseerd", _vote_and_change)]
)
def test_f3_5_old_votes_freeze_no_other_package(
    at: Callable[[str], Year], from_: str, before: Callable[[Year], None]
):
    year = at(from_)
    before(year)
    voted = year.cell("stemming_pakket")
    year.run("toewijzen", again=True)
    assert year.cell("pakket_kenmerk") != voted
    year.put(besluit_nummer="AB-2025-44", besluit_datum=datetime(2025, 12, 12))
    found = year.run("stemming")
    assert year.adopted() == {}
    assert "27 stemmen van het AB gaan over een eerder pakket" in told(found, "Stemming")
    assert "27 adviezen van het AOO gaan over een eerder pakket" in told(found, "AOO")
    votes = [row["stem"] for row in year.rows("tblStemming").values()]
    assert (votes.count("voor"), votes.count("tegen")) == (14, 13), "nothing is erased"
    assert year.cell("stemming_pakket") == voted


def test_f3_5_votes_of_now_freeze_once_the_people_say_that_they_are_about_this_package(adopted):
    _lift(adopted)
    adopted.run("toewijzen", again=True)
    adopted.put(stemming_pakket=None, besluit_nummer="AB-2025-44", besluit_datum=MOMENT)
    adopted.put(besluit_reden_opheffen=None)
    adopted.vote(15)
    adopted.run("stemming")
    assert adopted.adopted() == adopted.package()


def test_f3_5_start_never_advises_voorleggen_where_it_would_refuse(adopted):
    _lift(adopted)
    adopted.run("toewijzen", again=True)
    said = adopted.cell("start_volgende_stap")
    assert said == (
        "Maak op blad Stemming kolom Stem leeg: wat daar staat, gaat over een eerder pakket. Lees "
        "het pakket op blad Selectie na en doe ‘voorleggen’: dan ligt het bij het AB."
    )
    adopted.at("tblStemming", "stem", dict.fromkeys(adopted.rows("tblStemming")))
    found = adopted.run("voorleggen")
    assert found.samenvatting[0].startswith("Voorgelegd aan het AB")
    assert adopted.cell("pakket_staat") == "ter stemming"


# After the decision


def _number(year: Year) -> None:
    year.put(besluit_nummer="AB-2025-99")


def _date(year: Year) -> None:
    year.put(besluit_datum=datetime(2025, 12, 4))


def _vote(year: Year) -> None:
    year.at("tblStemming", "stem", {"ZEI": "afwezig"})


def _dvo(year: Year) -> None:
    year.at("tblDeelnemers", "dvo_uren", {"BAA": 7000.0})


def _keten(year: Year) -> None:
    year.parameter("ketentoezicht_besloten", 850.0)


def _reserve(year: Year) -> None:
    year.parameter("reserve", 450.0)


def _title(year: Year) -> None:
    year.proposal(2, titel="Een heel ander project")


@pytest.mark.parametrize(
    ("change", "blad", "old_and_new"),
    [
        (_number, "Stemming", "Nummer van het besluit (blad Stemming): AB-2025-41 → AB-2025-99"),
        (_date, "Stemming", "Datum van het besluit (blad Stemming): 11-12-2025 → 4-12-2025"),
        (_vote, "Stemming", "Stem van ZEI (blad Stemming): tegen → afwezig"),
        (_dvo, "Deelnemers", r"DVO-uren van BAA \(blad Deelnemers\): \d+ → 7000"),
        (_dvo, "Deelnemers", r"Bijdrage van BAA \(blad Deelnemers\): \d+ → 280"),
        (_keten, "Kader", "Ketentoezicht is nu 850 uur; bij het besluit was dat 900 uur."),
        (_reserve, "Kader", "reserve (blad Kader): 500 → 450"),
        (_title, "Voorstellen", "sanering in het weekend → Een heel ander project"),
    ],
    ids=["nummer", "datum", "stem", "DVO", "bijdrage", "ketentoezicht", "parameter", "titel"],
)
def test_f3_5_what_changes_after_the_decision_is_named_old_and_new(
    adopted: Year, change: Callable[[Year], None], blad: str, old_and_new: str
):
    kept = adopted.adopted()
    change(adopted)
    for step in ("valideren", "bijwerken", "valideren"):
        said = told(adopted.run(step), blad)
        assert re.search(old_and_new, said) or old_and_new in said
        assert not re.search(r"\b[0-9a-f]{12,}\b", said), "a hash code says nothing"
        assert one_package(adopted) == kept


def test_f3_5_a_title_that_changes_after_the_decision_is_not_that_of_the_record(adopted):
    _title(adopted)
    adopted.run("bijwerken")
    record = {nr: row["titel"] for nr, row in adopted.rows("tblBesluit").items()}
    assert record[2] == "Asbest: toezicht op sloop en sanering in het weekend"


def test_f3_5_what_is_put_back_is_no_finding_any_more(adopted):
    clean = told(adopted.run("valideren"))
    _reserve(adopted)
    assert told(adopted.run("valideren")) != clean
    adopted.parameter("reserve", 500.0)
    assert told(adopted.run("valideren")) == clean


def test_f3_5_lifting_asks_a_reason_and_the_logbook_tells_it(adopted):
    kept = adopted.adopted()
    adopted.put(besluit_nummer=None, besluit_datum=None)
    asked = adopted.run("stemming")
    assert adopted.adopted() == kept
    assert "nummer en datum leeg en typ daar de reden" in " ".join(asked.samenvatting)
    adopted.put(besluit_reden_opheffen="Verkeerde bijlage, zegt het AB van 18 december")
    adopted.run("stemming")
    assert adopted.adopted() == {}
    assert adopted.cell("pakket_staat") == "ter stemming"
    assert one_package(adopted) == kept
    last = list(adopted.rows("tblLogboek").values())[-1]
    assert last["stap"] == "stemming"
    assert "Reden: Verkeerde bijlage, zegt het AB van 18 december" in last["uitkomst"]


def test_f3_5_a_reason_of_an_earlier_time_lifts_no_later_decision(adopted):
    adopted.lift()
    adopted.put(besluit_nummer="AB-2025-44", besluit_datum=MOMENT)
    found = adopted.run("stemming")
    assert adopted.adopted() == {}
    assert "er staat nog een reden van opheffen" in told(found, "Stemming")
    adopted.put(besluit_reden_opheffen=None)
    adopted.run("stemming")
    kept = adopted.adopted()
    assert kept
    adopted.put(besluit_nummer=None, besluit_datum=None)
    adopted.run("stemming")
    assert adopted.adopted() == kept


def test_f3_5_no_step_divides_after_the_decision(adopted):
    kept = adopted.adopted()
    adopted.proposal(13, uren=10.0)
    for step in ("toewijzen", *WRITING):
        adopted.run(step)
        assert one_package(adopted) == kept
    adopted.run("toewijzen", again=True)
    assert one_package(adopted) == kept


def test_f3_5_start_says_the_decision_once_it_is_there(adopted):
    said = adopted.cell("start_volgende_stap")
    assert said.startswith(f"Vastgesteld met besluit {NUMBER} van 11-12-2025: 22 projecten")


# One verdict


def test_f3_4_valideren_and_toewijzen_agree_on_a_chosen_own_scenario(year):
    year.at("tblScenarios", "naam", {"eigen 1": "Van het AOO"})
    year.run("toewijzen")
    year.put(gekozen_scenario="eigen 1", reden_scenario="Zo besproken in het AOO.")
    assert "Doe ‘toewijzen’ opnieuw" in told(year.run("valideren"), "Selectie")
    followed = year.run("toewijzen")
    for step in ("valideren", "toewijzen", "valideren"):
        assert told(year.run(step)) == told(followed)
        assert not year.changed
    assert "toewijzen" not in told(followed)


def test_f3_4_hours_changed_in_the_chosen_own_scenario_are_found_and_divided(year):
    year.at("tblScenarios", "naam", {"eigen 1": "Van het AOO"})
    year.put(gekozen_scenario="eigen 1", reden_scenario="Zo besproken in het AOO.")
    year.run("toewijzen")
    year.at("tblPakketten", "eigen_1", {13: None})
    said = told(year.run("valideren"), "Selectie")
    assert "Scenario ‘eigen 1’ op blad Vergelijking is gewijzigd bij project 13" in said
    year.run("toewijzen")
    assert 13 not in one_package(year)
    assert "is gewijzigd bij project" not in told(year.run("valideren"))


def test_u2_4_no_step_is_advised_that_would_refuse_once_the_package_lies_before_people(advised):
    advised.put(gekozen_scenario="rangorde", reden_scenario="Zo besproken in het AOO.")
    found = told(advised.run("valideren"), "Selectie")
    assert "Gekozen is nu scenario ‘rangorde’; dit pakket komt uit ‘optimaal’" in found
    assert "‘toewijzen’ met --opnieuw" in found
    advised.run("toewijzen", again=True)
    assert "komt uit" not in told(advised.run("valideren"), "Selectie")


# Reasons


def reasons(year: Year) -> dict[int, str]:
    return {nr: str(row["reden"]) for nr, row in year.rows("tblSelectie").items()}


def test_u8_1_reasons_stay_after_an_edit_by_hand_with_what_was_changed(year):
    before = reasons(year)
    year.hand(ONLY_OPTION, 0, "Het AOO wil wachten; J. Jansen")
    year.run("selectie")
    now = reasons(year)
    changed = now.pop(ONLY_OPTION)
    assert "0 uur in plaats van 110 uur" in changed
    assert changed.endswith(before.pop(ONLY_OPTION))
    assert before.pop(KETEN) == now.pop(KETEN)
    assert now == {nr: f"{UNCHANGED} {text}" for nr, text in before.items()}
    assert year.rows("tblSelectie")[ONLY_OPTION]["wijziging"] == "Het AOO wil wachten; J. Jansen"


def test_f3_4_an_edit_by_hand_without_a_reason_is_asked_about(year):
    year.hand(ONLY_OPTION, 0)
    (item,) = [
        item
        for item in year.run("selectie").bevindingen
        if item.kolom == "Waarom met de hand gewijzigd"
    ]
    assert item.ernst is Ernst.WAARSCHUWING
    year.hand(ONLY_OPTION, 0, "Het AOO wil wachten; J. Jansen")
    assert "zonder reden" not in told(year.run("selectie"))


def test_u8_1_reasons_stay_with_an_own_scenario(year):
    before = reasons(year)
    year.at("tblScenarios", "naam", {"eigen 1": "Van het AOO"})
    year.put(gekozen_scenario="eigen 1", reden_scenario="Zo besproken in het AOO.")
    year.run("toewijzen")
    year.at("tblPakketten", "eigen_1", {ONLY_OPTION: None})
    year.run("toewijzen")
    now = reasons(year)
    for nr in year.package():
        assert now[nr].startswith("Staat in het bewaarde pakket van scenario ‘eigen 1’")
        assert now[nr].endswith(before[nr])
    assert "Staat niet in het bewaarde pakket" in now[ONLY_OPTION]
    assert "Scenario ‘optimaal’ zegt anders: 110 uur" in now[ONLY_OPTION]


def test_f3_5_reasons_stay_after_the_decision(advised):
    before = reasons(advised)
    advised.put(fase="besluit")
    advised.decide()
    for step in ("stemming", "selectie", "bijwerken"):
        advised.run(step)
        now = reasons(advised)
        assert all(now[nr].endswith(text) for nr, text in before.items())
    assert "Door het AB in het pakket vastgesteld in besluit AB-2025-41 van 11-12-2025" in now[13]


# One package on every sheet


@pytest.mark.parametrize("step", ["voorstel", "selectie", "evaluatie", "bijwerken"])
def test_u8_1_a_package_edited_by_hand_is_the_same_on_every_sheet(year, step):
    year.run("evaluatie")
    year.hand(13, None, "Kan een jaar wachten; J. Jansen")
    year.run(step)
    assert 13 not in one_package(year)


@pytest.mark.parametrize("step", ["voorstel", "selectie", "evaluatie", "bijwerken"])
def test_u2_1_after_other_ketentoezicht_every_sheet_shows_one_package(year, step):
    year.run("evaluatie")
    before = year.package()
    year.parameter("ketentoezicht_besloten", 3000.0)
    found = year.run(step)
    assert one_package(year) != before
    assert sum(year.package().values()) <= 7105 - 3000 - 500
    assert "U8.2" not in errors(found)


@pytest.mark.parametrize("step", WRITING)
def test_u2_1_an_advised_package_stays_on_every_sheet_after_other_ketentoezicht(advised, step):
    before = advised.package()
    advised.parameter("ketentoezicht_besloten", 3000.0)
    advised.run(step)
    assert one_package(advised) == before


def test_u8_2_an_overrun_stays_found_with_every_later_step(advised):
    advised.parameter("ketentoezicht_besloten", 3000.0)
    for step in ("valideren", "toewijzen", *WRITING, "stemming", "valideren"):
        found = advised.run(step)
        assert "U8.2" in errors(found), step
        assert "Er is 5.705 uur toegewezen en voor projecten is er 3.605 uur" in told(found)
        assert "U8.2" in [row["regel"] for row in advised.list_of("tblControle")], step
    advised.parameter("ketentoezicht_besloten", 900.0)
    assert "U8.2" not in errors(advised.run("valideren"))


# Who sees nothing of it (U4.3)


def test_u4_3_a_package_that_leaves_participants_uncovered_needs_the_reason_of_the_ab(year):
    year.hand(ONLY_OPTION, None, "Het AOO wil wachten; J. Jansen")
    year.run("selectie")
    assert "U4.3" not in errors(year.run("valideren")), "only a warning before the decision"
    year.put(fase="besluit")
    found = year.decide()
    assert year.adopted() == {}
    why = " ".join(found.samenvatting)
    assert "1 deelnemer ziet er niets van belang in terug (EEM)" in why
    assert "U4.3" in errors(year.run("valideren"))
    year.put(besluit_reden_dekking="Eemnes stemt zelf voor; AB van 11 december.")
    year.run("stemming")
    assert year.adopted() == year.package()


# Input that is missing as a whole


def _rename(sheet: str, address: str) -> Callable[[Workbook], None]:
    def change(book: Workbook) -> None:
        book[sheet][address] = "Iets anders"

    return change


def _without(sheet: str) -> Callable[[Workbook], None]:
    def change(book: Workbook) -> None:
        del book[sheet]

    return change


@pytest.mark.parametrize(
    ("change", "missing"),
    [
        (_rename("Voorstellen", "G5"), "kolom Uren op blad Voorstellen ontbreekt"),
        (_rename("Belang", "A5"), "kolom Nr op blad Belang ontbreekt"),
        (_rename("Deelnemers", "D5"), "kolom DVO-uren op blad Deelnemers ontbreekt"),
        (_without("Belang"), "blad Belang ontbreekt"),
        (_without("Deelnemers"), "blad Deelnemers ontbreekt"),
        (_without("Beoordeling"), "blad Beoordeling ontbreekt"),
    ],
    ids=["Uren", "Nr van Belang", "DVO-uren", "Belang", "Deelnemers", "Beoordeling"],
)
def test_f2_2_input_missing_as_a_whole_overwrites_nothing_that_was_generated(
    file_at: Callable[[str], Path],
    hold: Callable[[Path], Year],
    tmp_path: Path,
    change: Callable[[Workbook], None],
    missing: str,
):
    year = hold(file_at("met_evaluatie"))
    before, texts = year.shown(), reasons(year)
    book = openpyxl.load_workbook(file_at("met_evaluatie"), keep_vba=True)
    change(book)
    book.save(tmp_path / "jaar.xlsm")
    year = hold(tmp_path / "jaar.xlsm")
    for step in ("toewijzen", *WRITING):
        found = year.run(step)
        assert year.shown() == before, step
        assert reasons(year) == texts, step
        if step != "valideren":
            assert missing in " ".join(found.samenvatting), step
            assert "bewezen" not in " ".join(found.samenvatting), step
        assert errors(found), step
        assert len(year.list_of("tblControle")) >= len(found.bevindingen), step
