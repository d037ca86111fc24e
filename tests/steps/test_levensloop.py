"""One life of a package: what went wrong once, deed by deed, in the small year (F3.5, U8.1)."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from tests.support.deeds import file_at, live
from tests.support.life import Year, opened_year, told
from tests.support.shared import Shared


@pytest.fixture
def year_at(shared: Shared) -> Iterator[Callable[[str], Year]]:
    """Return a function that opens the small year at a stage of its life."""
    with ExitStack() as stack:
        yield lambda start: stack.enter_context(opened_year(file_at(shared, start)))


def test_u2_4_once_it_was_put_before_the_aoo_the_workbook_says_so(year_at):
    year = year_at("berekend")
    year.step("voorleggen")
    assert year.jaar.cells["pakket_staat"] == "ter advies"
    assert "adviezen" in year.jaar.cells["start_volgende_stap"]


def test_f3_4_an_edited_package_that_was_voted_on_is_only_divided_knowingly(year_at):
    """The message about the edit advised a ‘toewijzen’ that only asks."""
    year = year_at("ter stemming")
    live(year, ("hand", 2, 1300.0), ("over dit pakket", "stemming_pakket"))
    (advice,) = told(year.step("bijwerken"), "met de hand gewijzigd; dat pakket telt")
    assert "--opnieuw" in advice
    assert year.step("toewijzen").vraag
    assert not told(year.step("toewijzen", again=True), "met de hand gewijzigd")


@pytest.mark.parametrize("start", ["berekend", "ter stemming"])
def test_u8_1_sheets_that_still_show_the_package_of_before_an_edit_are_named(year_at, start):
    year = year_at(start)
    live(year, ("hand", 2, 1300.0))
    other = "andere uren dan het pakket dat telt"
    assert told(year.step("valideren"), other) == ["Doe ‘bijwerken’."]
    assert not told(year.step("bijwerken"), other)
    assert not told(year.step("valideren"), other)


def test_f3_5_what_changed_is_told_as_soon_as_the_decision_is_lifted(year_at):
    year = year_at("vastgesteld")
    live(year, ("dvo", 2000.0), ("opheffen", "De raad van Baarn trok zich terug."))
    (advice,) = told(year.step("stemming"), "DVO-uren van BAA (blad Deelnemers): 5400 → 2000")
    assert "--opnieuw" in advice


def test_f3_5_what_keeps_a_package_from_being_frozen_is_said_by_every_step(year_at):
    """Nor does any step advise a ‘stemming’ that will not freeze it."""
    year = year_at("ter stemming")
    live(year, ("leider", 2, None), ("besluit",))
    for step in ("stemming", "valideren", "bijwerken"):
        uitkomst = year.step(step)
        assert len(told(uitkomst, "Projectleider ontbreekt bij project 2")) == 1
        assert not told(uitkomst, "is niet vastgelegd")
        assert not told(uitkomst, "nog niet vastgelegd")
    why = " ".join(year.step("stemming").samenvatting)
    assert "niet vastgelegd: project 2 is nog niet compleet" in why
    assert not year.decided
    live(year, ("leider", 2, "D. Leider"))
    assert told(year.step("valideren"), "nog niet vastgelegd") == [
        "Doe ‘stemming’: dan staat het pakket met zijn uren vast."
    ]
    year.step("stemming")
    assert year.decided == year.selectie


def test_u2_4_start_never_asks_for_a_voorleggen_that_refuses(year_at):
    """After a new package the votes about the earlier one stand in its way, and Start says so."""
    year = year_at("ter stemming")
    live(year, ("nieuw voorstel",), ("opnieuw",))
    asked = year.jaar.cells["start_volgende_stap"]
    assert asked.startswith("Maak op blad Stemming kolom Stem leeg")
    year.follow_start()
    assert year.jaar.cells["pakket_staat"] == "ter stemming"


def test_f3_5_a_package_that_was_just_divided_is_not_said_to_be_missing(year_at):
    year = year_at("leeg")
    live(year, ("stemmen", 20), ("besluit",))
    assert told(year.step("valideren"), "toont nog geen pakket")
    assert not told(year.step("bijwerken"), "toont nog geen pakket")


def test_f3_4_another_chosen_scenario_is_told_of_an_edited_package_too_and_again(year_at):
    """The first step noted that the package was edited, and with that forgot where it came from."""
    year = year_at("berekend")
    live(year, ("hand", 2, None), ("kies", "rangorde"))
    for step in ("selectie", "valideren", "bijwerken"):
        found = told(year.step(step), "Gekozen is nu scenario ‘rangorde’; dit pakket komt uit")
        assert found == ["Doe ‘toewijzen’ opnieuw."]
    assert not told(year.step("toewijzen"), "Gekozen is nu scenario")


EARLIER = "een eerder pakket"
DECIDE = (("stemmen", 20), ("besluit",))


def start_of(year: Year) -> str:
    return str(year.jaar.cells["start_volgende_stap"])


def reasons(year: Year) -> dict[int, str]:
    rows = (row.values for row in year.jaar.tables["tblSelectie"].rows)
    return {int(row["nr"]): str(row["reden"]) for row in rows if row.get("nr")}


# Votes and advice never move to another package


@pytest.mark.parametrize("change", [("uren", 2, 1300.0), ("reserve", 1600.0)])
def test_f3_5_votes_of_an_older_workbook_do_not_count_for_a_new_package(year_at, change):
    """Nothing there says which package they were about."""
    year = year_at("ter stemming")
    live(year, ("zonder vastlegging",), change, ("opnieuw",))
    for cell in ("stemming_pakket", "aoo_pakket"):
        assert year.jaar.cells[cell] == EARLIER
    live(year, ("besluit",))
    uitkomst = year.step("stemming")
    assert uitkomst.data["voor"] == 0
    assert told(uitkomst, f"gaan over een eerder pakket ({EARLIER})")
    assert not year.decided


def test_f3_5_votes_of_an_older_workbook_count_for_the_package_that_stands(year_at):
    year = year_at("ter stemming")
    live(year, ("zonder vastlegging",), ("besluit",), ("stap", "stemming"))
    assert year.decided == year.selectie


def test_f3_5_votes_typed_before_there_was_a_package_are_about_the_first(year_at):
    year = year_at("leeg")
    live(year, ("fase", "besluit"), ("ketentoezicht", 900.0), ("stemmen", 20))
    live(year, ("stap", "valideren"), ("stap", "toewijzen"))
    assert year.jaar.cells["pakket_staat"] == "ter stemming"
    assert year.jaar.cells["stemming_pakket"] == year.jaar.cells["pakket_kenmerk"]


def test_f3_5_a_package_emptied_by_hand_is_not_what_was_put_before_the_ab(year_at):
    year = year_at("ter stemming")
    live(year, ("stemmen", 0), ("stap", "valideren"))
    noted = year.jaar.cells["stemming_pakket"]
    assert noted
    live(year, *(("hand", nr, None) for nr in range(2, 7)), ("stap", "valideren"))
    assert year.jaar.cells["pakket_staat"] == "ter stemming"
    live(year, *DECIDE)
    uitkomst = year.step("stemming")
    assert not year.decided
    assert year.jaar.cells["stemming_pakket"] == noted
    assert year.jaar.cells["pakket_staat"] == "ter stemming"
    assert uitkomst.data["voor"] == 0
    live(year, ("hand terug",), ("stap", "stemming"))
    assert year.decided == year.made


@pytest.mark.parametrize("edit", [(), (("hand", 2, 1300.0),), (("wis selectie",),)])
def test_f3_5_over_a_damaged_record_nothing_is_frozen(year_at, edit):
    year = year_at("ter stemming")
    live(year, ("vastlegging",), *edit, ("stap", "bijwerken"))
    assert told(year.step("valideren"), "Blad Vastlegging is gewijzigd")
    live(year, ("besluit",))
    uitkomst = year.step("stemming")
    assert not year.decided
    assert told(uitkomst, "niet vastgelegd") or told(uitkomst, EARLIER)


@pytest.mark.parametrize(
    ("change", "old_and_new"),
    [
        (("ketentoezicht", 700.0), "ketentoezicht (blad Kader): 900 → 700"),
        (("reserve", 400.0), "reserve (blad Kader): 500 → 400"),
        (("dvo", 9000.0), "DVO-uren van BAA (blad Deelnemers): 5400 → 9000"),
        (("uren", 2, 1400.0), "Uren van voorstel 2 (blad Voorstellen): 1500 → 1400"),
    ],
    ids=["ketentoezicht", "reserve", "dvo", "uren"],
)
def test_f3_5_a_decision_rests_on_the_input_that_was_voted_on(year_at, change, old_and_new):
    year = year_at("ter stemming")
    live(year, change, ("besluit",))
    uitkomst = year.step("stemming")
    assert not year.decided
    assert told(uitkomst, old_and_new)
    assert old_and_new in " ".join(uitkomst.samenvatting)


def test_u8_1_an_emptied_selectie_is_written_back_from_the_record(year_at):
    year = year_at("ter stemming")
    kept, texts, mark = year.selectie, reasons(year), year.jaar.cells["pakket_kenmerk"]
    live(year, ("wis selectie",))
    uitkomst = year.step("bijwerken")
    assert (year.selectie, reasons(year)) == (kept, texts)
    assert year.jaar.cells["pakket_kenmerk"] == year.jaar.cells["stemming_pakket"] == mark
    assert "bewezen" not in str(told(uitkomst, "verdeeld"))
    assert year.jaar.cells["pakket_staat"] == "ter stemming"


# What a decision asks, and what lifts it


@pytest.mark.parametrize("lacking", ["besluit_nummer", "besluit_datum", "besluit_reden_opheffen"])
def test_f3_5_lifting_takes_number_and_day_empty_and_a_reason(year_at, lacking):
    year = year_at("vastgesteld")
    kept, was = year.decided, year.jaar.cells[lacking]
    live(year, ("opheffen", "De raad trok zich terug."))
    year.cell(lacking, was)
    year.step("stemming")
    assert year.decided == kept
    year.cell(lacking, "De raad trok zich terug." if "reden" in lacking else None)
    year.step("stemming")
    assert not year.decided


def test_f3_5_a_reason_that_lifted_one_decision_is_in_the_way_of_the_next(year_at):
    year = year_at("vastgesteld")
    live(year, ("opheffen", "De raad trok zich terug."), ("stap", "stemming"), ("besluit",))
    uitkomst = year.step("stemming")
    assert not year.decided
    assert told(uitkomst, "er staat nog een reden van opheffen") == [
        "Maak die cel op blad Stemming leeg."
    ]
    year.cell("besluit_reden_opheffen", None)
    year.step("stemming")
    assert year.decided == year.selectie


def test_u4_3_the_reason_of_the_ab_is_about_one_package(year_at):
    """Given for a package without what only some see, it says nothing of the next."""
    year = year_at("ter stemming")
    uncovered = "Het pakket heeft geen project van belang"
    live(year, *(("hand", nr, None) for nr in range(3, 7)))
    live(year, ("over dit pakket", "stemming_pakket"), ("reden dekking",), ("besluit",))
    assert not told(year.step("valideren"), uncovered)
    year.step("stemming")
    assert year.decided == {2: 1500}
    live(year, ("opheffen", "Toch anders."), ("stap", "stemming"), ("hand", 2, None))
    live(year, ("hand", 3, 1800.0), ("over dit pakket", "stemming_pakket"))
    assert told(year.step("valideren"), uncovered)
    year.cell("besluit_reden_opheffen", None)
    live(year, ("besluit",), ("stap", "stemming"))
    assert not year.decided


def test_u2_4_dividing_again_with_nothing_changed_says_so(year_at):
    year = year_at("ter stemming")
    live(year, ("opnieuw",))
    mark = year.jaar.cells["pakket_kenmerk"]
    again = year.step("toewijzen", again=True)
    assert year.jaar.cells["pakket_kenmerk"] == mark
    assert again.samenvatting[0].startswith("Opnieuw verdelen geeft hetzelfde pakket")


def test_f3_5_start_says_what_to_do_with_a_package_that_was_rejected(year_at):
    year = year_at("ter stemming")
    for row in year.jaar.tables["tblStemming"].rows:
        year.type("tblStemming", row.values["code"], "stem", "tegen")
    year.step("stemming")
    assert start_of(year).startswith("Het AB nam dit pakket niet aan.")
    assert "‘toewijzen’ met --opnieuw" in start_of(year)


def test_u8_1_what_nobody_edited_never_says_that_it_was(year_at):
    year = year_at("ter stemming")
    live(year, ("zonder vastlegging",), ("besluit",))
    for step in ("stemming", "bijwerken", "selectie"):
        year.step(step)
        assert year.decided
        assert not [text for text in reasons(year).values() if "et de hand" in text]


def test_f3_4_a_package_edited_by_hand_stays_so_after_a_decision_that_was_lifted(year_at):
    year = year_at("ter stemming")
    live(year, ("hand", 2, None), ("over dit pakket", "stemming_pakket"), ("stap", "valideren"))
    live(year, ("reden dekking",), ("besluit",), ("stap", "stemming"))
    assert year.decided
    live(year, ("stap", "bijwerken"), ("opheffen", "Toch anders."), ("stap", "stemming"))
    for step in ("valideren", "bijwerken", "selectie"):
        uitkomst = year.step(step)
        assert told(uitkomst, "Het pakket op blad Selectie is met de hand gewijzigd")
        assert "bewezen het beste pakket" not in " ".join(uitkomst.samenvatting)
    texts = reasons(year)
    assert texts[2].startswith("Met de hand gewijzigd op blad Selectie: 0 uur in plaats van 1.500")
    others = [text for nr, text in texts.items() if nr not in (1, 2)]
    assert others
    assert all(text.startswith("Niet gewijzigd. Wat volgt is de reden bij") for text in others)


@pytest.mark.parametrize("first", ["bijwerken", "selectie", "valideren"])
def test_f3_5_the_step_that_freezes_shows_the_decision_on_every_sheet(year_at, first):
    year = year_at("ter stemming")
    live(year, ("fase", "uitvoering"), ("stap", "bijwerken"), ("besluit",), ("stap", "stemming"))
    assert year.jaar.cells["toegepast_scenario"] == "vastgesteld"
    assert all("Door het AB" in text for nr, text in reasons(year).items() if nr != 1)
    assert dict(year.shown())["Evaluatie"] == year.decided
    shown = {
        name: [row.values for row in year.jaar.tables[name].rows]
        for name in ("tblSelectie", "tblScenarios", "tblPakketten", "tblEvaluatie", "tblVoorstel")
    }
    year.step(first)
    for name, rows in shown.items():
        assert [row.values for row in year.jaar.tables[name].rows] == rows, name


# What may be put before people


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (("uren", 2, 1400.0), "de invoer is gewijzigd sinds de verdeling"),
        (("hand", 6, 9000.0), "het voldoet niet."),
    ],
    ids=["invoer", "regel"],
)
def test_u2_4_what_may_not_stand_is_not_put_before_people(year_at, change, why):
    year = year_at("berekend")
    live(year, change)
    (line, *_) = year.step("voorleggen").samenvatting
    assert line.startswith(f"Er is niets voorgelegd: {why}")
    assert year.jaar.cells["pakket_staat"] == "berekend"
    assert not year.jaar.cells["aoo_pakket"]


def test_u2_4_start_asks_for_a_division_before_a_voorleggen_that_would_refuse(year_at):
    year = year_at("berekend")
    live(year, ("nieuw voorstel",), ("stap", "valideren"))
    assert start_of(year).startswith("De invoer is gewijzigd. Doe ‘bijwerken’")
    year.follow_start()
    assert "voorleggen" in start_of(year)


def test_u2_4_start_asks_for_a_division_of_a_package_without_a_record(year_at):
    year = year_at("berekend")
    live(year, ("zonder vastlegging",), ("stap", "valideren"))
    assert start_of(year).startswith("Van dit pakket is niet vastgelegd")
    year.follow_start()
    assert "voorleggen" in start_of(year)


def test_f3_4_a_name_keeps_the_package_that_comes_back_on_an_emptied_selectie(year_at):
    year = year_at("ter stemming")
    kept = year.selectie
    live(year, ("bewaar", "eigen 2"), ("wis selectie",), ("stap", "bijwerken"))
    assert year.kept()[1] == kept


def test_f3_5_a_decision_taken_while_the_phase_is_uitvoering_is_at_once_in_uitvoering(year_at):
    year = year_at("ter stemming")
    live(year, ("fase", "uitvoering"), ("besluit",), ("stap", "stemming"))
    assert year.jaar.cells["pakket_staat"] == "in uitvoering"


def test_u8_1_what_changed_is_told_by_the_step_that_fills_an_emptied_selectie(year_at):
    year = year_at("ter advies")
    live(year, ("uren", 5, 1300.0), ("wis selectie",))
    uitkomst = year.step("bijwerken")
    assert told(uitkomst, "Uren van voorstel 5 (blad Voorstellen): 1600 → 1300")
    assert told(uitkomst, "Project 5 krijgt 1.600 uur en heeft 1.300 uur nodig.")
