"""F3.5: the step that counts the votes and freezes the package, without a file."""

import pytest

from regio_xl.allocation import Breach
from regio_xl.domain import Ernst, Fase
from regio_xl.domain.dossier import Besluit, Besluitvorming, UitgebrachtAdvies, UitgebrachteStem
from regio_xl.domain.woorden import Advies, Stem
from regio_xl.steps import berekening, stemming, vastgesteld
from regio_xl.steps.pakket import Verdeel, compute

CELLS = dict.fromkeys(vastgesteld.PLACES[1:])
READY = {"stemmen_nodig": 2, "ketentoezicht_besloten": 0}


def shown(maak, voorstellen):
    """Return sheet Selectie with every proposal in it."""
    rows = (
        {"nr": float(item.nr), "stand": "opgenomen", "toegewezen": float(item.uren)}
        for item in voorstellen
    )
    return maak.table("tblSelectie", *rows)


def proposal(maak, nr, **more):
    """Return a proposal with all that the AB asks of a project (U5.1, U5.2)."""
    roles = {"intern_opdrachtgever": "A. Baas", "projectleider": "B. Leider"}
    return maak.voorstel(nr, **(roles | more))


@pytest.fixture
def decided(maak):
    """Return a function that runs the step on a small year in which all is filled in."""

    def make(*voorstellen, jaar=None, kader=None, **made):
        stemmen = tuple(
            UitgebrachteStem(rij=row, code=code, stem=Stem.VOOR)
            for row, code in enumerate(("PU", "UTR"), start=21)
        )
        decision = {"stemmen": stemmen, "nummer": "AB-1", "datum": "2025-09-11"} | made
        year = jaar or maak.jaar(maak.table("tblBesluit"), shown(maak, voorstellen), cells=CELLS)
        return stemming.show(
            compute(
                year,
                maak.dossier(
                    *voorstellen,
                    kader=kader or maak.kader(**READY),
                    besluitvorming=Besluitvorming(**decision),
                ),
                verdeel=Verdeel.NOOIT,
            )
        )

    return make


def written(uitkomst):
    return {table.name: table.rows for table in uitkomst.tables}.get("tblBesluit")


def why(uitkomst):
    return [i.melding for i in uitkomst.bevindingen if "is niet vastgelegd" in i.melding]


def test_u8_1_each_project_is_frozen_with_its_title_and_hours(maak, decided):
    uitkomst = decided(proposal(maak, 2), proposal(maak, 1, uren=80))
    assert written(uitkomst) == (
        {"nr": 1.0, "titel": "Project 1", "uren": 80.0},
        {"nr": 2.0, "titel": "Project 2", "uren": 100.0},
    )
    assert uitkomst.cells["besluit_kenmerk"] == uitkomst.data["besluit"]["kenmerk"]


def test_f3_5_freezing_writes_its_own_table_and_cells_beside_the_advice(maak, decided):
    uitkomst = decided(proposal(maak, 1))
    assert [table.name for table in uitkomst.tables] == ["tblBesluit"]
    assert set(uitkomst.cells) == {stemming.ADVICE, "pakket_staat", *vastgesteld.PLACES[1:]}


@pytest.mark.parametrize("lacking", [{"nummer": ""}, {"datum": None}, {"stemmen": ()}])
def test_f3_5_votes_number_and_date_are_all_needed(maak, decided, lacking):
    uitkomst = decided(proposal(maak, 1), **lacking)
    assert written(uitkomst) is None
    assert uitkomst.data["besluit"] is None


def test_u8_1_an_empty_package_is_not_frozen(maak, decided):
    uitkomst = decided(proposal(maak, 1, uren=0))
    assert written(uitkomst) is None
    assert "geen enkel project" in why(uitkomst)[0]


def test_f3_5_without_a_place_for_it_nothing_is_half_frozen(maak, decided):
    for year in (maak.jaar(maak.table("tblBesluit")), maak.jaar(cells=CELLS)):
        uitkomst = decided(proposal(maak, 1), jaar=year)
        assert written(uitkomst) is None
        assert "besluit_kenmerk" not in uitkomst.cells
        assert "ontbreekt" in why(uitkomst)[0]


def test_u8_1_a_package_that_breaks_a_condition_is_not_frozen(maak, decided, monkeypatch):
    breach = Breach(regel="U8.2", nr=1, text="over")
    monkeypatch.setattr(berekening, "find_breaches", lambda *_, **__: (breach,))
    uitkomst = decided(proposal(maak, 1))
    assert written(uitkomst) is None
    assert "voldoet niet aan U8.2 bij voorstel 1" in why(uitkomst)[0]


def test_u2_1_while_ketentoezicht_is_undecided_nothing_is_frozen(maak, decided):
    uitkomst = decided(proposal(maak, 1), kader=maak.kader(stemmen_nodig=2))
    assert written(uitkomst) is None
    (found,) = [item for item in uitkomst.bevindingen if item.blad == "Stemming"]
    assert (found.regel, found.ernst) == ("U2.1", Ernst.FOUT)
    assert "de uren voor ketentoezicht zijn nog niet besloten" in found.melding
    assert "ketentoezicht_besloten" in found.herstel


def test_u8_1_a_package_that_nobody_has_seen_is_not_frozen(maak, decided):
    year = maak.jaar(maak.table("tblBesluit"), maak.table("tblSelectie"), cells=CELLS)
    uitkomst = decided(proposal(maak, 1), jaar=year)
    assert written(uitkomst) is None
    (found,) = [item for item in uitkomst.bevindingen if item.blad == "Stemming"]
    assert "blad Selectie toont nog geen pakket" in found.melding
    assert found.herstel.startswith("Doe eerst ‘toewijzen’")


def test_f3_5_who_may_not_freeze_is_not_told_to_do_it(maak, decided):
    uitkomst = decided(proposal(maak, 1), kader=maak.kader(stemmen_nodig=2))
    assert why(uitkomst)
    assert not [item for item in uitkomst.bevindingen if "is compleet" in item.melding]


def test_f3_5_a_decision_is_lifted_with_a_reason_that_is_told(maak, decided):
    besluit = Besluit(pakket={1: 100}, ketentoezicht=0, kenmerk="ab")
    empty = {"nummer": "", "nummer_leeg": True, "datum": None, "datum_leeg": True}
    empty["besluit"] = besluit
    reason = {"reden_opheffen": "Verkeerde bijlage"}
    for lacking in ({}, {**reason, "datum_leeg": False}, {**reason, "nummer_leeg": False}):
        kept = decided(proposal(maak, 1), **(empty | lacking))
        assert written(kept) is None
    kept = decided(proposal(maak, 1), **empty)
    assert any("typ daar de reden" in line for line in kept.samenvatting)
    lifted = decided(proposal(maak, 1), **empty, reden_opheffen="Verkeerde bijlage")
    assert written(lifted) == ()
    assert "Reden: Verkeerde bijlage." in lifted.samenvatting[0]


def test_f3_5_before_its_phase_the_step_runs_and_says_that_it_is_early(maak, decided):
    early = decided(proposal(maak, 1))
    later = decided(proposal(maak, 1), kader=maak.kader(**READY, fase=Fase.BESLUIT))
    assert any("nog in fase ‘voorstel’" in line for line in early.samenvatting)
    assert not any("Let op" in line for line in later.samenvatting)


def test_u2_4_without_any_advice_the_summary_says_so(maak):
    assert stemming.advice_summary(maak.dossier()) == (
        "Er zijn nog geen adviezen van het AOO over het pakket."
    )


def test_u2_4_two_participants_of_one_name_are_told_apart(maak):
    given = tuple(
        UitgebrachtAdvies(rij=row, code=code, advies=Advies.BEZWAAR, reden="Te duur.")
        for row, code in enumerate(("PU", "UTR"), start=16)
    )
    text = stemming.advice_summary(maak.dossier(besluitvorming=Besluitvorming(adviezen=given)))
    assert text == (
        "0 van de 3 deelnemers zijn akkoord met het pakket als geheel; 2 bezwaar, 0 geen advies, "
        "1 nog niets. Bezwaar: Utrecht (PU) (Te duur); Utrecht (UTR) (Te duur)."
    )


def test_f3_5_votes_about_an_earlier_package_freeze_nothing_and_that_is_said(maak, decided):
    voorstel = proposal(maak, 1)
    cells = CELLS | {"pakket_kenmerk": "van nu", "stemming_pakket": "van eerder"}
    year = maak.jaar(maak.table("tblBesluit"), shown(maak, (voorstel,)), cells=cells)
    uitkomst = decided(voorstel, jaar=year)
    assert written(uitkomst) is None
    assert (
        "Er is niets vastgelegd: de stemmen op blad Stemming gaan over een eerder pakket."
        in uitkomst.samenvatting
    )
