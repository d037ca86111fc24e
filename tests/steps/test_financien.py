"""Totals against named cells (F1.3), on snapshots made by hand."""

from decimal import Decimal

import pytest

from regio_xl.domain import Ernst
from regio_xl.sheets.schema import FINANCE_NAMES, fields
from regio_xl.steps import totalen
from regio_xl.steps.pakket import compute
from regio_xl.steps.uitvoering import Bewaking

TABLES = (
    *("tblKader", "tblDeelnemers", "tblVoorstellen", "tblSelectie"),
    *("tblInterventies", "tblVerschuivingen", "tblVoortgang", "tblProjecten"),
)
RIGHT = {
    "totaal_beschikbaar": 650.0,
    "totaal_ketentoezicht": 60.0,
    "totaal_flexibel": 50.0,
    "totaal_toegewezen": 120.5,
    "totaal_vrij": 650 - 60 - 50 - 120.5,
    "totaal_gerealiseerd": 40.5,
    "totaal_prognose": 140.5,
}


def snapshot(maak, cells=None, **tables):
    rows = {
        "tblSelectie": ({"toegewezen": 120.5}, {"toegewezen": "nog niets"}),
        "tblProjecten": ({"prognose": 100.0}, {"prognose": 40.5, "gerealiseerd": 40.5}),
    }
    made = {name: maak.table(name, *rows.get(name, ())) for name in TABLES} | tables
    return maak.jaar(
        *(table for table in made.values() if table is not None), cells=RIGHT | (cells or {})
    )


def find(maak, jaar, **more):
    dossier = maak.dossier(maak.voorstel(1, soort="ketentoezicht", uren=60), **more)
    return list(totalen.find_differences(jaar, dossier, Bewaking()))


def test_f1_3_cells_that_are_right_give_no_finding(maak):
    assert find(maak, snapshot(maak)) == []
    noise = snapshot(maak, {"totaal_prognose": 140.49999999999997})
    assert find(maak, noise) == []


@pytest.mark.parametrize("name", FINANCE_NAMES)
def test_f1_3_u2_1_u8_1_u9_2_each_cell_that_differs_is_one_error(maak, name):
    (item,) = find(maak, snapshot(maak, {name: 105379.0}))
    assert (item.ernst, item.blad) == (Ernst.FOUT, "Financien")
    assert (item.regel, item.kolom) == (fields()[name][1].clause, fields()[name][1].label)
    assert item.melding.startswith("Financien toont 105.379 uur, herrekend is het ")
    assert item.herstel


@pytest.mark.parametrize(
    ("value", "shown"), [(None, "niets"), ("#REF!", "‘#REF!’"), (True, "‘WAAR’"), ("12", "‘12’")]
)
def test_f1_3_a_cell_without_a_number_is_shown_as_it_is(maak, value, shown):
    (item,) = find(maak, snapshot(maak, {"totaal_flexibel": value}))
    assert item.melding == f"Financien toont {shown}, herrekend is het 50 uur."


def test_f1_3_the_finding_stands_where_the_cell_is_now(maak):
    jaar = snapshot(maak, {"totaal_vrij": 0.0})
    moved = jaar.model_copy(update={"cell_places": {"totaal_vrij": ("Overzicht", 31, 4)}})
    (item,) = find(maak, moved)
    assert (item.blad, item.rij) == ("Overzicht", 31)


def test_o4_what_is_free_may_just_follow_from_the_others(maak):
    wrong = {"totaal_beschikbaar": 700.0, "totaal_vrij": RIGHT["totaal_vrij"] + 50}
    first, second = find(maak, snapshot(maak, wrong))
    assert "code dubbel" in first.herstel
    assert second.herstel == totalen.FOLLOWS


@pytest.mark.parametrize(
    ("table", "name"),
    [
        ("tblDeelnemers", "totaal_beschikbaar"),
        ("tblVoorstellen", "totaal_ketentoezicht"),
        ("tblKader", "totaal_flexibel"),
        ("tblVoorstellen", "totaal_vrij"),
    ],
)
def test_f1_3_rows_that_join_the_table_in_this_run_make_a_cell_stale(maak, table, name):
    waiting = maak.table(table, {}).model_copy(update={"beyond": 1})
    assert find(maak, snapshot(maak, {name: 1.0}, **{table: waiting})) == []
    assert find(maak, snapshot(maak, {"totaal_prognose": 1.0}, **{table: waiting})) != []


def test_f1_3_a_missing_table_is_an_error_of_its_own(maak):
    jaar = snapshot(maak, {"totaal_toegewezen": "#REF!", "totaal_vrij": "#REF!"}, tblSelectie=None)
    assert find(maak, jaar) == []


def test_u1_3_without_kader_only_what_needs_no_parameter_is_compared(maak):
    found = find(maak, snapshot(maak, dict.fromkeys(FINANCE_NAMES, 1.0)), kader=None)
    assert [item.kolom for item in found] == [
        "Toegewezen aan projecten",
        "Gerealiseerd",
        "Prognose",
    ]


def test_f1_3_every_step_reports_it_and_each_difference_once(maak):
    jaar = snapshot(maak, {"totaal_prognose": 105379.0})
    dossier = maak.dossier(maak.voorstel(1, soort="ketentoezicht", uren=60))
    found = compute(jaar, dossier).bevindingen
    assert [item.kolom for item in found if item.blad == "Financien"] == ["Prognose"]


def test_f1_3_the_package_of_this_run_is_not_what_the_cell_shows_yet(maak):
    """A new proposal gets 100 hours in this run; the cell still sums what stands on Selectie."""
    dossier = maak.dossier(maak.voorstel(1, soort="ketentoezicht", uren=60), maak.voorstel(2))
    berekening = compute(snapshot(maak), dossier)
    assert berekening.pakket.totaal == 100
    assert [item for item in berekening.bevindingen if item.blad == "Financien"] == []
    totals = totalen.compute_totals(berekening.jaar, dossier, Bewaking())
    assert totals["totaal_toegewezen"] == Decimal("120.5")
