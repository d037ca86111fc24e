"""One life of a package: what went wrong once, deed by deed, in the small year (F3.5, U8.1)."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from regio_xl.domain import Uitkomst
from tests.support.deeds import file_at, live
from tests.support.life import Year, opened_year
from tests.support.shared import Shared


@pytest.fixture
def year_at(shared: Shared) -> Iterator[Callable[[str], Year]]:
    """Return a function that opens the small year at a stage of its life."""
    with ExitStack() as stack:
        yield lambda start: stack.enter_context(opened_year(file_at(shared, start)))


def told(uitkomst: Uitkomst, words: str) -> list[str]:
    return [item.herstel for item in uitkomst.bevindingen if words in item.melding]


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
