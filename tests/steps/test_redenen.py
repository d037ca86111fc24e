"""Every verdict of every package says why: in a line of twelve words, in sentences of 25."""

import re
from datetime import date

import pytest

from regio_xl.domain.dossier import Besluit, Besluitvorming
from regio_xl.domain.woorden import BEREKEND, Scenario
from regio_xl.sheets.vergelijking import CHOSEN, MARK
from regio_xl.steps.pakket import Verdeel, compute

HOURS = {1: 100, 2: 80, 3: 200}


def year(maak, **cells):
    """Return a year in which sheets Selectie and Vergelijking hold a package already."""
    shown = [
        {"nr": float(nr), "stand": "opgenomen", "toegewezen": float(hours)}
        for nr, hours in HOURS.items()
    ]
    kept = [{"nr": float(nr), "eigen_1": float(hours)} for nr, hours in HOURS.items()]
    tables = (maak.table("tblSelectie", *shown), maak.table("tblPakketten", *kept))
    names = maak.table("tblScenarios", {"scenario": "eigen 1", "naam": "Een eigen pakket"})
    return maak.jaar(*tables, names, cells=cells)


def computed(maak, jaar, **more):
    voorstellen = (
        maak.voorstel(1, soort="doorlopend"),
        maak.voorstel(2, uren=100, minimum_uren=50, uh_relatie="direct"),
        maak.voorstel(3, uren=300, minimum_uren=100, keuze="opnemen", reden_keuze="Dringend."),
        maak.voorstel(4, uren=250),
        maak.voorstel(5, keuze="niet opnemen", reden_keuze="Dubbel."),
        maak.voorstel(6),
        maak.voorstel(7, vereist=(5,)),
    )
    fouten = (maak.fout(6), maak.fout(6, "U7.3"))
    dossier = maak.dossier(*voorstellen, **{"bevindingen": fouten, **more})
    return compute(jaar, dossier, verdeel=Verdeel.ZO_NODIG)


def of_scenario(maak, scenario):
    return computed(maak, year(maak, **{CHOSEN: scenario.value}))


def by_hand(maak):
    return computed(maak, year(maak, **{MARK: "geen kenmerk"}))


def decided(maak):
    besluit = Besluit(pakket=HOURS, kenmerk="x", kenmerk_parameters="y")
    made = {"besluit": besluit, "nummer": "AB-2025-41", "datum": date(2025, 12, 11)}
    return computed(maak, maak.jaar(), besluitvorming=Besluitvorming(**made))


def without_kader(maak):
    return computed(maak, maak.jaar(), kader=None)


def over_the_total(maak):
    return computed(maak, maak.jaar(), kader=maak.kader(ketentoezicht_besloten=9000))


WAYS = {
    **{scenario.value: scenario for scenario in (*BEREKEND, Scenario.EIGEN_1)},
    "met de hand": by_hand,
    "vastgesteld": decided,
    "zonder kader": without_kader,
    "boven het totaal": over_the_total,
}


@pytest.mark.parametrize("way", WAYS)
def test_every_reason_is_short_in_both_forms_u8_1(maak, way):
    make = WAYS[way]
    done = of_scenario(maak, make) if isinstance(make, Scenario) else make(maak)
    assert way not in list(Scenario) or done.pakket.scenario == way
    assert {verdict.nr for verdict in done.pakket.verdicts} == set(range(1, 8))
    for verdict in done.pakket.verdicts:
        assert verdict.kort.endswith(".")
        assert 1 < len(verdict.kort.split()) <= 12, verdict.kort
        for sentence in re.split(r"(?<=\.) (?=[A-Z])", verdict.toelichting):
            assert len(sentence.split()) <= 25, sentence


def test_a_line_about_errors_names_the_columns_f2_2(maak):
    found = computed(maak, maak.jaar()).pakket.by_nr[6]
    assert found.kort == "Fout bij Uren; zie blad Controle."
    assert found.toelichting.startswith("Telt niet mee zolang er fouten openstaan (F2.2, U7.3);")


def test_a_line_about_an_edit_by_hand_says_what_changed_f3_4(maak):
    found = by_hand(maak).pakket.by_nr
    assert found[2].kort == "Met de hand: 80 uur in plaats van 0 uur."


def test_a_wish_that_does_not_fit_is_named_and_told_what_goes_first_a26_f3_4(maak):
    wish = maak.voorstel(2, uren=150, titel="Laadpalen", keuze="opnemen", reden_keuze="Wens.")
    done = compute(maak.jaar(), maak.dossier(maak.voorstel(1, soort="doorlopend", uren=500), wish))
    (found,) = (item for item in done.bevindingen if item.regel == "F3.4")
    assert found.melding == (
        "Voorstel 2 ‘Laadpalen’, dat het AOO wil opnemen, zit niet in het pakket. Geen ruimte "
        "naast doorlopende projecten; past als er 50 uur bij komt."
    )


def test_what_stands_on_selectie_without_a_record_is_not_explained_anew(maak):
    done = compute(year(maak), maak.dossier(maak.voorstel(1)), verdeel=Verdeel.NOOIT)
    assert done.pakket.by_nr[1].kort == "Niet vastgelegd waarom."
