"""Step ``totalen``: the figures for finance, equal to the named cells."""

import json
from decimal import Decimal

from regio_xl.sheets.schema import FINANCE_NAMES
from regio_xl.steps import STEPS, totalen


def test_the_keys_are_those_of_the_design(maak):
    data = totalen.show(maak.berekening(maak.voorstel(1))).data
    assert list(data) == ["jaar", "voorlopig", "deelnemers", *FINANCE_NAMES]
    assert data["jaar"] == 2026
    assert data["voorlopig"] is False
    assert data["deelnemers"][2] == {
        "code": "EEM",
        "deelnemer": "Eemnes",
        "dvo_uren": 2500.5,
        "bijdrage_uren": 100,
        "berekend_uren": 100.02,
        "gebonden_door": "percentage",
    }
    assert isinstance(data["deelnemers"][0]["dvo_uren"], int)


def test_the_calculation_behind_a_contribution_is_shown_f1_2(maak):
    people = totalen.show(maak.berekening()).data["deelnemers"]
    shown = [
        (p["code"], p["bijdrage_uren"], p["berekend_uren"], p["gebonden_door"]) for p in people
    ]
    assert shown == [
        ("PU", 200, 200, "percentage"),
        ("UTR", 350, 800, "maximum"),
        ("EEM", 100, 100.02, "percentage"),
    ]
    assert json.loads(json.dumps(people)) == people


def test_what_cannot_be_read_has_no_total_f1_3(maak):
    jaar = maak.jaar(maak.table("tblProjecten"))
    found = totalen.show(maak.berekening(jaar=jaar, ontbreekt=("Voorstellen",)))
    known = {name for name in FINANCE_NAMES if found.data[name] is not None}
    assert set(FINANCE_NAMES) - known == {"totaal_ketentoezicht", "totaal_vrij"}
    assert found.samenvatting[0].startswith("Blad Voorstellen ontbreekt")
    assert "Ketentoezicht onbekend" in " ".join(found.samenvatting)


def test_what_is_allocated_is_what_stands_in_the_workbook_u8_1(maak):
    jaar = maak.jaar(
        maak.table("tblSelectie", {"toegewezen": 120.0}, {"toegewezen": None}, {"toegewezen": 30.0})
    )
    keten = maak.voorstel(1, soort="ketentoezicht", uren=60)
    data = totalen.show(maak.berekening(keten, maak.voorstel(2), jaar=jaar)).data
    assert data["totaal_beschikbaar"] == 650
    assert data["totaal_ketentoezicht"] == 60
    assert data["totaal_flexibel"] == 50
    assert data["totaal_toegewezen"] == 150
    assert data["totaal_vrij"] == 650 - 60 - 50 - 150


def test_realised_and_forecast_are_those_of_the_projects_u8_2(maak):
    jaar = maak.jaar(
        maak.table(
            "tblProjecten",
            {"nr": 77.0, "gerealiseerd": None, "prognose": 120.0},
            {"nr": 78.0, "gerealiseerd": "veel", "prognose": 80.0},
            {"nr": 79.0, "gerealiseerd": 40.5, "prognose": 40.5},
        )
    )
    data = totalen.show(maak.berekening(jaar=jaar)).data
    assert data["totaal_gerealiseerd"] == 40.5
    assert data["totaal_prognose"] == 120 + 80 + 40.5


def test_a_workbook_that_does_not_follow_the_hours_has_no_totals_of_them_u8_2(maak):
    data = totalen.show(maak.berekening()).data
    assert (data["totaal_gerealiseerd"], data["totaal_prognose"]) == (None, None)


def test_it_writes_nothing(maak):
    found = STEPS["totalen"].run(maak.jaar())
    assert (found.tables, found.reports, dict(found.cells)) == ((), (), {})


def test_without_kader_the_totals_are_unknown_u1_3(maak):
    data = totalen.show(maak.berekening(kader=None)).data
    known = {"totaal_toegewezen": 0}
    assert {name: data[name] for name in FINANCE_NAMES} == {**dict.fromkeys(FINANCE_NAMES), **known}
    for key in ("bijdrage_uren", "berekend_uren", "gebonden_door"):
        assert data["deelnemers"][0][key] is None


def test_the_total_is_provisional_until_all_have_adopted_f1_3(maak):
    first, *rest = maak.deelnemers()
    first = first.model_copy(update={"vastgesteld": None})
    found = totalen.show(maak.berekening(deelnemers=(first, *rest)))
    assert found.data["voorlopig"] is True
    assert found.samenvatting[0] == "Beschikbaar: 650 uur (voorlopig)."


def test_hours_have_dutch_separators(maak):
    people = tuple(
        deelnemer.model_copy(update={"code": f"{deelnemer.code}{nr}", "dvo_uren": Decimal(9999)})
        for deelnemer in maak.deelnemers()
        for nr in range(2)
    )
    found = totalen.show(maak.berekening(deelnemers=people))
    assert found.samenvatting[0] == "Beschikbaar: 2.100 uur (definitief)."
