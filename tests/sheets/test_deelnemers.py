"""Sheet Deelnemers: what is asked about the DVO hours."""

from decimal import Decimal

import pytest

from regio_xl.builder.content import load
from regio_xl.sheets.dossier import read_dossier


def asked(maak, people):
    found = read_dossier(maak.jaar(deelnemers=people)).bevindingen
    return [item.melding for item in found if item.kolom == "DVO-uren"]


@pytest.mark.parametrize("factor", ["0.5", "1", "2"])
def test_u1_2_the_27_participants_of_the_example_year_give_no_false_alarm(maak, factor):
    """Nor with hours that are all half or twice as many."""
    given = load("voorbeeld/deelnemers.toml")["deelnemer"]
    people = [
        {"Code": item["code"], "DVO-uren": item["dvo_uren"] * Decimal(factor)} for item in given
    ]
    assert len(people) == 27
    assert asked(maak, people) == []


@pytest.mark.parametrize("typed", [5.4, 0, 168_000])
def test_u1_2_a_slip_among_the_27_is_asked_about(maak, typed):
    given = load("voorbeeld/deelnemers.toml")["deelnemer"]
    people = [{"Code": item["code"], "DVO-uren": item["dvo_uren"]} for item in given]
    people[1]["DVO-uren"] = typed
    (melding,) = asked(maak, people)
    assert melding.startswith("AMF heeft ")


@pytest.mark.parametrize("typed", [Decimal("0.03"), 400_000])
def test_u1_2_two_participants_have_no_middle_to_compare_with(maak, typed):
    people = [{"Code": "AMF", "DVO-uren": 5000}, {"Code": "BAA", "DVO-uren": typed}]
    assert asked(maak, people) == []
