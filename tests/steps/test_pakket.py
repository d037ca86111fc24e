"""From dossier to package: what the steps put in numbers, and what they find about it."""

from decimal import Decimal

import pytest

from regio_xl.allocation import PackageError, Reden, scenario
from regio_xl.domain import Ernst


def regels(berekening, ernst=None):
    return [b.regel for b in berekening.bevindingen if ernst in (None, b.ernst)]


def test_ketentoezicht_and_reserve_come_off_the_total_first_o2_o4(maak):
    keten = maak.voorstel(1, soort="ketentoezicht", uren=120)
    found = maak.berekening(keten, maak.voorstel(2))
    assert found.totaal == 650
    assert found.problem.budget == 650 - 120 - 50
    assert found.vrij == 380


def test_decided_hours_for_ketentoezicht_replace_the_proposed_ones_u2_1(maak):
    keten = maak.voorstel(1, soort="ketentoezicht", uren=120)
    found = maak.berekening(keten, kader=maak.kader(ketentoezicht_besloten=90))
    assert found.ketentoezicht.uren == 90
    assert found.ketentoezicht.reden == (
        "Vast onderdeel (U2.1): voorgesteld 120 uur, besloten 90 uur. Inhoud: nog niet besloten."
    )


def test_ketentoezicht_that_is_decided_at_zero_takes_no_hours_u2_1(maak):
    keten = maak.voorstel(1, soort="ketentoezicht", uren=120)
    found = maak.berekening(keten, kader=maak.kader(ketentoezicht_besloten=0))
    assert found.problem.budget == 600


def test_ketentoezicht_is_no_project_u2_1(maak):
    found = maak.berekening(maak.voorstel(1, soort="ketentoezicht"))
    assert found.problem.items == ()
    assert found.entries[0].stand == "ketentoezicht"
    assert found.entries[0].toegewezen is None


def test_costs_count_in_whole_hours_rounded_up_o5(maak):
    found = maak.berekening(maak.voorstel(1, materiele_kosten=Decimal("101")))
    assert found.entries[0].kosten_uren == 2
    assert found.pakket.uren == {1: 102}


def test_costs_come_on_top_of_the_minimum_o5_o6(maak):
    voorstel = maak.voorstel(1, uren=800, minimum_uren=590, materiele_kosten=Decimal(1100))
    assert maak.berekening(voorstel).problem.items[0].minimum_uren == 601
    assert maak.berekening(voorstel).pakket.uren == {}
    lower = voorstel.model_copy(update={"minimum_uren": 589})
    assert maak.berekening(lower).pakket.uren == {1: 600}


def test_costs_without_a_tariff_keep_a_proposal_out_u7_3(maak):
    voorstel = maak.voorstel(1, materiele_kosten=Decimal(100))
    found = maak.berekening(voorstel, kader=maak.kader(uurtarief=None))
    assert found.entries[0].verdict.reden is Reden.FOUTEN
    assert "U7.3" in found.entries[0].reden


def test_errors_of_the_rules_keep_a_proposal_out(maak):
    found = maak.berekening(maak.voorstel(1), maak.voorstel(2), bevindingen=(maak.fout(2),))
    assert found.pakket.uren == {1: 100}
    assert found.entries[1].reden == (
        "Telt niet mee zolang er fouten openstaan (F2.2); zie blad Controle. Er is iets mis."
    )


def test_a_warning_keeps_nothing_out(maak):
    warning = maak.fout(1).model_copy(update={"ernst": Ernst.WAARSCHUWING, "weert": False})
    assert maak.berekening(maak.voorstel(1), bevindingen=(warning,)).pakket.uren == {1: 100}


def test_a_proposal_without_hours_is_out_u8_1(maak):
    found = maak.berekening(maak.voorstel(1, uren=0), maak.voorstel(2, uren=-5))
    assert found.pakket.uren == {}
    assert "U8.1" in found.entries[0].reden


def test_a_number_that_stands_twice_is_out_and_breaks_nothing_f2_2(maak):
    found = maak.berekening(maak.voorstel(1), maak.voorstel(1, rij=9, soort="doorlopend"))
    assert found.pakket.uren == {}
    assert [entry.stand for entry in found.entries] == ["niet opgenomen"] * 2


def test_fixed_parts_above_the_total_are_an_error_with_the_amount_u8_2(maak):
    keten = maak.voorstel(1, soort="ketentoezicht", uren=700)
    found = maak.berekening(keten, maak.voorstel(2))
    assert found.pakket.uren == {}
    assert found.vrij == -100
    melding = next(b.melding for b in found.bevindingen if b.regel == "U8.2")
    assert "100 uur meer dan het totaal van 650 uur" in melding


def test_participants_without_interest_in_the_package_are_named_u4_3(maak):
    found = maak.berekening(maak.voorstel(1), belang={1: {"UTR": 3, "EEM": 0}})
    bevinding = next(b for b in found.bevindingen if b.regel == "U4.3")
    assert bevinding.ernst is Ernst.WAARSCHUWING
    assert "2 deelnemers: Utrecht (PU) en Eemnes." in bevinding.melding


def test_the_threshold_for_coverage_is_a_parameter_o10(maak):
    found = maak.berekening(maak.voorstel(1), kader=maak.kader(belang_drempel=2))
    assert [item.gedekt for item in found.dekking] == [False, True, True]


def test_when_everyone_is_covered_nothing_is_found_u4_3(maak):
    assert "U4.3" not in regels(maak.berekening(maak.voorstel(1)))


def test_a_running_project_that_does_not_fit_is_a_warning_a26(maak):
    found = maak.berekening(maak.voorstel(1, soort="doorlopend", uren=601))
    bevinding = next(b for b in found.bevindingen if b.regel == "A26")
    assert (bevinding.blad, bevinding.rij, bevinding.kolom) == ("Voorstellen", 6, "Uren")
    assert "past als er 1 uur bij komt" in bevinding.melding


def test_what_the_aoo_wants_but_does_not_fit_is_a_warning_f3_4(maak):
    wanted = maak.voorstel(1, uren=601, keuze="opnemen", reden_keuze="wens")
    assert "F3.4" in regels(maak.berekening(wanted), Ernst.WAARSCHUWING)


def test_costs_of_ketentoezicht_do_not_count_in_hours_u2_1(maak):
    keten = maak.voorstel(1, soort="ketentoezicht", materiele_kosten=Decimal(5000))
    found = maak.berekening(keten)
    assert found.ketentoezicht.uren == 100


def test_without_kader_nothing_is_divided_and_nothing_raises_u1_3(maak):
    found = maak.berekening(maak.voorstel(1), maak.voorstel(2, soort="ketentoezicht"), kader=None)
    assert found.totaal is None
    assert found.pakket.uren == {}
    assert found.entries[0].verdict.reden is Reden.GEEN_KADER
    assert found.dekking == ()
    assert found.bevindingen == ()


def test_without_scores_a_proposal_still_counts_f3_1(maak):
    found = maak.berekening(maak.voorstel(1), beoordelingen={})
    assert found.entries[0].score is None
    assert "Nog niet beoordeeld" in found.entries[0].reden
    assert found.pakket.uren == {1: 100}


def test_the_maximum_for_new_projects_is_a_parameter_a26(maak):
    voorstellen = [maak.voorstel(nr) for nr in range(1, 5)]
    scores = {nr: maak.beoordeling(nr, 3 if nr < 4 else 2) for nr in range(1, 5)}
    kader = maak.kader(maximum_nieuw=250)
    found = maak.berekening(*voorstellen, kader=kader, beoordelingen=scores)
    assert found.pakket.totaal == 200
    last = found.entries[3].verdict
    assert last.reden is Reden.MAXIMUM_NIEUW
    assert "(250 uur) is bereikt (A26)" in last.toelichting
    assert "met een 50 uur hoger maximum" in last.toelichting


def test_a_package_that_breaks_a_condition_never_comes_back(maak, monkeypatch, nothing_known):
    good = scenario.optimise

    def wrong(problem, **more):
        made = good(problem, **more)
        return made.model_copy(update={"uren": {nr: uren + 1 for nr, uren in made.uren.items()}})

    monkeypatch.setattr(scenario, "optimise", wrong)
    with pytest.raises(PackageError):
        maak.berekening(maak.voorstel(1))
