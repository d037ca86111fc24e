"""Every later difference with the adopted package is a finding; what is the same is none."""

from decimal import Decimal

import pytest

from regio_xl.domain import Ernst
from regio_xl.domain.dossier import Besluit, Besluitvorming, UitgebrachteStem
from regio_xl.domain.woorden import Stem
from regio_xl.sheets.besluit import compute_kenmerk, compute_kenmerk_parameters
from regio_xl.steps.opgeslagen import hours_on_selectie
from regio_xl.steps.pakket import compute
from regio_xl.steps.vastgesteld import PLACES, find_differences

PAKKET = {1: 100, 2: 80}
KETEN = 30


@pytest.fixture
def frozen(maak):
    """Return a function that sets a year of two adopted projects against what it is given."""

    def make(*voorstellen, selectie=None, made=None, kader=None, uren=None):
        adopted = uren or PAKKET
        frame = maak.kader(ketentoezicht_besloten=KETEN, stemmen_nodig=2)
        of_parameters = compute_kenmerk_parameters(frame)
        besluit = Besluit(
            pakket=adopted,
            titels={nr: f"Project {nr}" for nr in adopted},
            ketentoezicht=KETEN,
            kenmerk=compute_kenmerk(adopted, KETEN, of_parameters),
            kenmerk_parameters=of_parameters,
        )
        stemmen = tuple(
            UitgebrachteStem(rij=row, code=code, stem=Stem.VOOR)
            for row, code in enumerate(("PU", "UTR"), start=21)
        )
        decision = {"besluit": besluit, "nummer": "AB-1", "stemmen": stemmen} | (made or {})
        dossier = maak.dossier(
            *(voorstellen or (maak.voorstel(1), maak.voorstel(2, uren=80))),
            kader=kader or frame,
            besluitvorming=Besluitvorming(**decision),
        )
        shown = PAKKET if selectie is None else selectie
        rows = [
            {"nr": float(nr), "stand": "opgenomen", "toegewezen": uren}
            for nr, uren in shown.items()
        ]
        places = dict.fromkeys(PLACES[1:])
        tables = (maak.table("tblSelectie", *rows), maak.table("tblBesluit"), *maak.invoer())
        jaar = maak.jaar(*tables, cells=places)
        done = compute(jaar, dossier)
        return list(find_differences(done))

    return make


def test_f3_5_what_is_still_as_adopted_gives_no_finding(frozen):
    assert frozen() == []


def test_f3_5_without_a_decision_there_is_nothing_to_differ_from(frozen):
    assert frozen(selectie={1: 7.0}, made={"besluit": None}) == []


def test_u8_2_other_hours_on_selectie_name_the_project_and_both_numbers(frozen):
    (found,) = frozen(selectie={1: 107.0, 2: 80.0})
    assert (found.ernst, found.regel, found.blad, found.rij) == (Ernst.FOUT, "U8.2", "Selectie", 6)
    assert found.kolom == "Toegewezen uren"
    assert found.melding == (
        "Project 1 (Project 1) heeft op Selectie 107 uur; vastgesteld is 100 uur."
    )


def test_u8_2_half_an_hour_is_a_difference_too(frozen):
    assert [item.nr for item in frozen(selectie={1: 100.5, 2: 80.0})] == [1]


def test_f3_5_a_project_that_is_gone_and_one_that_came_are_both_named(frozen):
    gone, came = frozen(selectie={2: 80.0, 9: 100.0, 1: 0.0})
    assert "Project 1 (Project 1) is vastgesteld met 100 uur" in gone.melding
    assert "Project 9 heeft 100 uur op Selectie" in came.melding
    assert {gone.regel, came.regel} == {"F3.5"}


def test_f3_5_a_project_that_moves_to_another_with_the_same_total_is_seen(frozen):
    assert [item.nr for item in frozen(selectie={1: 80.0, 2: 100.0})] == [1, 2]


def test_f3_5_hours_as_text_are_no_hours(frozen):
    (found,) = frozen(selectie={1: "100", 2: 80.0})
    assert "geen getal" in found.melding


def test_f3_5_a_selectie_without_any_package_is_said_once(frozen):
    (found,) = frozen(selectie={})
    assert found.ernst is Ernst.WAARSCHUWING
    assert "toont geen pakket" in found.melding


def test_u8_1_a_project_on_two_rows_counts_twice(maak):
    rows = ({"nr": 1.0, "stand": "opgenomen", "toegewezen": 60.0},) * 2
    assert hours_on_selectie(maak.jaar(maak.table("tblSelectie", *rows))) == {1: Decimal(120)}


def test_f3_5_a_changed_parameter_is_told_apart_from_a_changed_package(maak, frozen):
    kader = maak.kader(ketentoezicht_besloten=KETEN, stemmen_nodig=2, reserve=51)
    (found,) = frozen(kader=kader)
    assert (found.regel, found.blad) == ("F3.5", "Kader")
    assert "De waarden op Kader zijn gewijzigd" in found.melding


def test_f3_5_the_phase_moves_on_without_a_finding(maak, frozen):
    kader = maak.kader(ketentoezicht_besloten=KETEN, stemmen_nodig=2, fase="uitvoering")
    assert frozen(kader=kader) == []


def test_u2_1_other_hours_for_ketentoezicht_are_a_finding(maak, frozen):
    kader = maak.kader(ketentoezicht_besloten=KETEN + 1, stemmen_nodig=2)
    (found,) = frozen(kader=kader)
    assert (found.regel, found.blad) == ("U2.1", "Kader")
    assert found.melding == "Ketentoezicht is nu 31 uur; bij het besluit was dat 30 uur."


def test_u2_1_deciding_the_same_hours_afterwards_changes_nothing(maak, frozen):
    voorstel = maak.voorstel(9, soort="ketentoezicht", uren=KETEN)
    rest = (maak.voorstel(1), maak.voorstel(2, uren=80))
    undecided = maak.kader(stemmen_nodig=2)
    assert frozen(voorstel, *rest, kader=undecided) == []


def test_f3_5_an_edited_record_is_one_finding_and_nothing_is_compared_with_it(frozen):
    besluit = Besluit(pakket={1: 5}, kenmerk="0123456789abcdef", gaaf=False)
    (found,) = frozen(made={"besluit": besluit})
    assert found.ernst is Ernst.FOUT
    assert "met de hand gewijzigd" in found.melding
    assert "typ de reden van opheffen" in found.herstel  # without it nothing is lifted


def test_f3_5_votes_that_no_longer_carry_it_are_an_error_and_the_package_stays(frozen):
    (found,) = frozen(made={"stemmen": ()})
    assert found.ernst is Ernst.FOUT
    assert "geen stemmen voor, 2 nodig" in found.melding
    assert "blijft staan" in found.melding


def test_f3_5_an_empty_number_says_how_to_go_on(frozen):
    (found,) = frozen(made={"nummer": "", "nummer_leeg": True})
    assert found.ernst is Ernst.WAARSCHUWING
    assert "stemming" in found.herstel


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"uren": 90}, "vraagt nu 90 uur"),
        ({"uren": 130}, "vraagt nu 130 uur"),
        ({"uren": 130, "minimum_uren": 110}, "vraagt nu 110 uur tot 130 uur"),
        ({"keuze": "niet opnemen", "reden_keuze": "Kan niet."}, "staat nu op ‘niet opnemen’"),
        ({"soort": "ketentoezicht"}, "is nu ketentoezicht"),
        ({"uren": 0}, "heeft nu een fout (U8.1)"),
    ],
)
def test_u8_1_a_proposal_that_no_longer_carries_its_hours(maak, frozen, change, why):
    found = frozen(maak.voorstel(1, **change), maak.voorstel(2, uren=80))
    mine = [item for item in found if item.nr == 1]
    assert [item.blad for item in mine] == ["Voorstellen"]
    assert why in mine[0].melding


def test_o6_a_partly_funded_project_within_its_bounds_is_no_difference(maak, frozen):
    voorstel = maak.voorstel(1, uren=130, minimum_uren=100)
    assert frozen(voorstel, maak.voorstel(2, uren=80)) == []


def test_u8_1_a_proposal_that_was_deleted_is_named(maak, frozen):
    (found,) = frozen(maak.voorstel(2, uren=80))
    assert "Project 1 is vastgesteld met 100 uur, maar staat niet meer" in found.melding


def test_u8_2_a_package_over_the_hours_that_are_left_is_an_error(maak, frozen):
    big = {1: 500, 2: 80}
    found = frozen(maak.voorstel(1, uren=500), maak.voorstel(2, uren=80), selectie=big, uren=big)
    assert [(item.regel, item.blad) for item in found] == [("U8.2", "Stemming")]
    assert "580 uur; voor projecten is er nu 570 uur" in found[0].melding


def test_f3_5_a_complete_decision_that_is_not_frozen_is_only_a_hint(frozen, maak):
    roles = {"intern_opdrachtgever": "A. Manager", "projectleider": "B. Leider"}
    complete = (maak.voorstel(1, **roles), maak.voorstel(2, uren=80, **roles))
    (found,) = frozen(*complete, made={"besluit": None, "datum": "2025-09-11"})
    assert found.ernst is Ernst.MELDING
