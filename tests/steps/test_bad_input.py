"""Impossible input: each a finding with a remedy at its place, and every step still runs."""

import runpy
from pathlib import Path
from types import SimpleNamespace

import pytest

from regio_xl.domain import Ernst
from regio_xl.sheets.dossier import read_dossier
from regio_xl.steps import pakket
from regio_xl.steps.selectie import proven

RULES = Path(__file__).parents[1] / "sheets" / "maak.py"
HUGE = [1e9, 1e15, 1e300, float("inf"), float("nan")]


@pytest.fixture(scope="module")
def years():
    return SimpleNamespace(**runpy.run_path(str(RULES)))


def compute(year):
    return pakket.compute(year, read_dossier(year))


def errors(year, blad):
    """Return the errors on a sheet after computing the package; each has a remedy."""
    found = [item for item in compute(year).bevindingen if item.ernst is Ernst.FOUT]
    assert all(item.herstel for item in found)
    return [(item.regel, item.kolom) for item in found if item.blad == blad]


def test_bad_input_weights_that_do_not_add_up_f3_1(years):
    for weight in (0, 0.39, 0.41, 1):
        year = years.jaar(kader={"gewicht_toegevoegde_waarde": weight})
        assert errors(year, "Kader") == [("F3.1", "Waarde")]


@pytest.mark.parametrize("weight", [-0.4, 1.01, 40, *HUGE])
def test_bad_input_a_weight_that_is_no_share_f3_1(years, weight):
    year = years.jaar(kader={"gewicht_toegevoegde_waarde": weight})
    assert errors(year, "Kader") == [("F3.1", "Waarde")]


THIRD = 1 / 3
LONG = {
    "thirds": dict.fromkeys(
        ("gewicht_toegevoegde_waarde", "gewicht_relevantie", "gewicht_draagvlak"), THIRD
    ),
    "ten decimals": {
        "gewicht_toegevoegde_waarde": 0.1234567891,
        "gewicht_relevantie": 0.2345678912,
        "gewicht_draagvlak": 0.6419753197,
    },
    "bonus": {"uh_bonus_direct": 0.123456789, "uh_bonus_indirect": 0.1},
    "thirds and a bonus": {
        "gewicht_toegevoegde_waarde": THIRD,
        "gewicht_relevantie": THIRD,
        "gewicht_draagvlak": THIRD,
        "uh_bonus_direct": THIRD,
    },
}


@pytest.mark.parametrize("voorrang", ["strikt", "bonus"])
@pytest.mark.parametrize("uren", [120, 400_000, 90_000_000])
@pytest.mark.parametrize("values", LONG.values(), ids=LONG)
def test_bad_input_more_decimals_than_can_be_compared_f3_1_f3_2(years, values, uren, voorrang):
    proposals = [{"Nr": nr, "Uren": uren, "Minimum uren": 50} for nr in (12, 13)]
    year = years.jaar(kader={**values, "uh_voorrang": voorrang}, voorstellen=proposals)
    computed = compute(year)
    found = [item for item in computed.bevindingen if "cijfers achter de komma" in item.melding]
    assert {item.ernst for item in found} == {Ernst.WAARSCHUWING}
    assert len(found) == sum(len(repr(value)) > 8 for value in values.values())
    assert all(item.herstel.startswith("Typ ") and item.rij for item in found)
    assert errors(year, "Kader") == []
    assert proven(computed.levels)
    assert computed.pakket.totaal == computed.problem.budget


@pytest.mark.parametrize("belang", [-1, 4, 0.5, 2.999, *HUGE])
def test_bad_input_belang_outside_0_to_3_u4_3(years, belang):
    year = years.jaar(belang=[{"Nr": 1}, {"Nr": 12, "AMF": belang}], deelnemers=[{"Code": "AMF"}])
    assert errors(year, "Belang") == [("U4.3", "AMF")]


def test_bad_input_ketentoezicht_over_the_budget_u2_1_u8_2(years):
    computed = compute(years.jaar(kader={"ketentoezicht_besloten": 9000}))
    (item,) = [item for item in computed.bevindingen if item.regel == "U8.2"]
    assert (item.ernst, item.blad) == (Ernst.FOUT, "Kader")
    assert "Ketentoezicht (9.000 uur) en reserve (500 uur)" in item.melding
    assert item.herstel.startswith("Verlaag ketentoezicht of de reserve samen met ")
    assert computed.pakket.totaal == 0


@pytest.mark.parametrize("hours", [-1, 100.5, *HUGE])
def test_bad_input_hours_for_ketentoezicht_that_cannot_be_u2_1(years, hours):
    year = years.jaar(kader={"ketentoezicht_besloten": hours})
    assert errors(year, "Kader") == [("U2.1", "Waarde")]


@pytest.mark.parametrize("reserve", [501, 700, 99_999])
def test_bad_input_a_reserve_over_500_u3_4(years, reserve):
    assert ("U3.4", "Waarde") in errors(years.jaar(kader={"reserve": reserve}), "Kader")


def test_bad_input_a_reserve_of_exactly_500_is_fine_u3_4(years):
    assert errors(years.jaar(kader={"reserve": 500}), "Kader") == []


@pytest.mark.parametrize("code", ["reserve", "reserve_maximum"])
@pytest.mark.parametrize("hours", [-1, 250.5, *HUGE])
def test_bad_input_a_reserve_that_cannot_be_u3_1_u3_4(years, code, hours):
    found = errors(years.jaar(kader={code: hours}), "Kader")
    assert found == [({"reserve": "U3.1", "reserve_maximum": "U3.4"}[code], "Waarde")]


@pytest.mark.parametrize("value", [-12, 0, 12.5, True, "12 en 14", "nr 12", "１２", "#N/B", *HUGE])
@pytest.mark.parametrize("header", ["Vereist", "Sluit uit"])
def test_bad_input_a_pair_that_names_nothing_f3_4(years, header, value):
    computed = compute(years.jaar(voorstellen=[{"Nr": 12, header: value}]))
    (item,) = [item for item in computed.bevindingen if item.regel == "F3.4"]
    assert (item.rij, item.kolom, item.nr) == (6, header, 12)
    assert item.herstel


def test_bad_input_a_cell_full_of_pairs_f3_4_is_one_finding(years):
    numbers = "; ".join(map(str, range(100, 5000)))
    computed = compute(years.jaar(voorstellen=[{"Nr": 12, "Vereist": numbers}]))
    (item,) = [item for item in computed.bevindingen if item.regel == "F3.4"]
    assert len(item.melding) < 300
