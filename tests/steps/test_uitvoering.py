"""How each project stands after the decision, and what the sheets of the year are filled with."""

from datetime import datetime
from typing import Any

import pytest

from regio_xl.domain.woorden import Koers
from regio_xl.rules import VRIJ
from regio_xl.sheets.boek import FEWEST_ROWS
from regio_xl.sheets.dossier import read_dossier
from regio_xl.sheets.register import READY_ROWS
from regio_xl.steps.pakket import compute
from regio_xl.steps.uitvoering import Bewaking, book_tables, guard, waiting_rows
from tests.support.boekjaar import CODES, PERIODEN
from tests.support.decided import decided_year

EERSTE, TWEEDE, LAATSTE = PERIODEN
PAKKET = {2: 1500, 3: 400}


def dossier_of(**rows: Any) -> Any:
    people = [{"Code": code, "Deelnemer": code, "DVO-uren": 2500} for code in CODES]
    jaar = decided_year(PAKKET, perioden=PERIODEN, deelnemers=people, **rows)
    dossier = read_dossier(jaar)
    return compute(jaar, dossier)


def stand_of(*reports: tuple[str, int, Any]) -> tuple[int, int, int, Koers]:
    """Return realised, forecast, what is left, and the course of project 3, which has 400 hours."""
    rows = [
        {"Project": 3, "Periode": naam, "Gerealiseerd": spent, "Prognose heel jaar": expected}
        for naam, spent, expected in reports
    ]
    bewaking = dossier_of(voortgang=rows).bewaking
    item = bewaking.projecten[1]
    return item.gerealiseerd, item.prognose, item.verschil, item.koers


@pytest.mark.parametrize(
    ("reports", "expected"),
    [
        ((), (0, 400, 0, Koers.ONBEKEND)),
        (((EERSTE, 100, ""),), (100, 400, 0, Koers.OP_KOERS)),
        (((EERSTE, 100, 360),), (100, 360, 40, Koers.OP_KOERS)),  # a tenth may stay unused
        (((EERSTE, 100, 359),), (100, 359, 41, Koers.OVER)),
        (((EERSTE, 100, 401),), (100, 401, -1, Koers.DREIGT)),
        (((EERSTE, 401, ""),), (401, 401, -1, Koers.OVERSCHREDEN)),
        (((EERSTE, 401, 300),), (401, 401, -1, Koers.OVERSCHREDEN)),
        (((TWEEDE, 200, ""), (EERSTE, 100, 900)), (200, 400, 0, Koers.OP_KOERS)),
        (((LAATSTE, 300, ""),), (300, 300, 100, Koers.OVER)),  # the year is over
        (((LAATSTE, 300, 380),), (300, 300, 100, Koers.OVER)),  # whatever was expected
        (((EERSTE, 0, 0),), (0, 0, 400, Koers.OVER)),
    ],
)
def test_u6_1_u8_2_the_last_report_says_how_a_project_stands(reports, expected) -> None:
    assert stand_of(*reports) == expected


def test_u8_2_without_usable_parameters_there_is_no_book() -> None:
    berekening = dossier_of()
    dossier = berekening.dossier.model_copy(update={"kader": None})
    assert guard(dossier, PAKKET, 2700, 100) == Bewaking()
    assert guard(berekening.dossier, PAKKET, None, 100) == Bewaking()


def test_u8_2_a_package_above_the_total_begins_below_zero_and_gives_nothing_away() -> None:
    move = {"Nr": 1, "Datum": datetime(2026, 5, 1), "Van": "vrij", "Naar": 3, "Uren": 1}
    dossier = dossier_of(verschuivingen=[{**move, "Reden": "x", "Door": "y"}]).dossier
    boek = guard(dossier, {2: 2500, 3: 400}, 2700, 100).boek
    assert (boek.begin[VRIJ], boek.saldo(3)) == (-800, 400)
    assert [regel.uren for regel in boek.regels] == [0]


def test_u8_2_the_book_has_a_place_for_every_row_that_can_be_typed() -> None:
    none = dossier_of().bewaking
    assert len(_rows(none, 0)) == FEWEST_ROWS == 2 * READY_ROWS
    assert len(_rows(none, 200)) == 200


def _rows(bewaking: Bewaking, now: int) -> Any:
    return book_tables(bewaking, now)[1].rows


def test_u6_1_every_project_and_period_gets_a_row_once_however_it_was_written() -> None:
    dossier = dossier_of().dossier
    made = waiting_rows(dossier, [(2, f" {EERSTE.upper()} "), (3, TWEEDE.replace(" ", "  "))])
    assert made is not None
    assert [(row["nr"], row["periode"]) for row in made.rows] == [
        *((3, EERSTE), (2, TWEEDE), (2, LAATSTE), (3, LAATSTE)),
    ]
    every = [(nr, naam) for nr in PAKKET for naam in PERIODEN]
    assert waiting_rows(dossier, every) is None


def test_u6_1_before_the_decision_nobody_is_asked_to_report() -> None:
    dossier = dossier_of().dossier
    nothing = dossier.besluitvorming.model_copy(update={"besluit": None})
    undecided = dossier.model_copy(update={"besluitvorming": nothing})
    assert waiting_rows(undecided, []) is None
