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
