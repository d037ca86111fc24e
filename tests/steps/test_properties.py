"""What holds for every step, whatever was filled in."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regio_xl.domain import Fase
from regio_xl.steps import (
    STEPS,
    bijwerken,
    evaluatie,
    stemming,
    toewijzen,
    totalen,
    voorstel,
)
from regio_xl.steps.pakket import compute

SHOWS = (
    bijwerken.show,
    evaluatie.show,
    stemming.show,
    toewijzen.show,
    toewijzen.show_selectie,
    totalen.show,
    voorstel.show,
)

VOORSTEL = st.fixed_dictionaries(
    {
        "nr": st.integers(1, 9),
        "rij": st.integers(6, 60),
        "titel": st.text(max_size=5),
        "indiener": st.sampled_from(["ODU", "PU", "??", ""]),
        "soort": st.sampled_from(["doorlopend", "nieuw", "ketentoezicht", ""]),
        "uren": st.integers(-10, 700),
        "minimum_uren": st.none() | st.integers(-5, 800),
        "materiele_kosten": st.sampled_from([Decimal(-1), Decimal(0), Decimal("99.95")]),
        "uh_relatie": st.sampled_from(["direct", "indirect", "geen", ""]),
        "samenwerkingsverband": st.sampled_from(["", "A", " a", "B"]),
        "keuze": st.sampled_from(["automatisch", "opnemen", "niet opnemen", "misschien"]),
        "reden_keuze": st.text(max_size=5),
    }
)
KADER = st.fixed_dictionaries(
    {
        "fase": st.sampled_from(Fase),
        "ketentoezicht_besloten": st.none() | st.integers(0, 900),
        "reserve": st.integers(0, 900),
        "uurtarief": st.none() | st.sampled_from([Decimal(0), Decimal("87.5")]),
        "maximum_nieuw": st.none() | st.integers(0, 500),
        "belang_drempel": st.integers(1, 3),
    }
)
TYPED = st.fixed_dictionaries(
    {
        "nr": st.none() | st.floats(0, 9) | st.text(max_size=3) | st.integers(1, 9).map(float),
        "verschoven": st.none() | st.floats() | st.text(max_size=3),
        "gerealiseerd": st.none() | st.booleans() | st.floats(),
        "lessen": st.none() | st.text(max_size=3),
    }
)


@pytest.fixture(scope="session")
def year(maak):
    """Return a function that makes a computed year from drawn values."""

    def make(voorstellen, kader, typed=()):
        jaar = maak.jaar(maak.table("tblEvaluatie", *typed), maak.table("tblSelectie", *typed))
        made = tuple(maak.voorstel(**values) for values in voorstellen)
        frame = None if kader is None else maak.kader(**kader)
        return compute(jaar, maak.dossier(*made, kader=frame))

    return make


@settings(deadline=None)
@given(
    voorstellen=st.lists(VOORSTEL, max_size=8),
    kader=st.none() | KADER,
    typed=st.lists(TYPED, max_size=4),
)
def test_no_step_raises_on_an_odd_year(year, voorstellen, kader, typed):
    berekening = year(voorstellen, kader, typed)
    for show in SHOWS:
        assert show(berekening) == show(berekening)


@settings(deadline=None)
@given(voorstellen=st.lists(VOORSTEL, max_size=8), kader=KADER)
def test_every_hour_has_exactly_one_destination_u8_2(year, voorstellen, kader):
    berekening = year(voorstellen, kader)
    data = toewijzen.show(berekening).data
    parts = data["totaal_toegewezen"] + data["ketentoezicht"]["uren"] + berekening.reserve
    assert parts + data["ruimte"] == berekening.totaal
    assert sum(item["uren"] for item in data["geselecteerd"]) == data["totaal_toegewezen"]
    assert (data["status"] == "overschreden") == (data["ruimte"] < 0)


@settings(deadline=None)
@given(voorstellen=st.lists(VOORSTEL, max_size=8), kader=KADER)
def test_each_proposal_stands_once_on_selectie_u8_1(year, voorstellen, kader):
    berekening = year(voorstellen, kader)
    table = next(t for t in toewijzen.show_selectie(berekening).tables if t.name == "tblSelectie")
    assert sorted(row["nr"] for row in table.rows) == sorted(v["nr"] for v in voorstellen)


@settings(deadline=None)
@given(voorstellen=st.lists(VOORSTEL, max_size=8), kader=KADER, data=st.data())
def test_the_order_of_the_rows_does_not_matter(year, voorstellen, kader, data):
    # The same number twice is an error, and then both are out, in either order.
    shuffled = data.draw(st.permutations(voorstellen))
    first, second = year(voorstellen, kader), year(shuffled, kader)
    assert first.pakket == second.pakket
    assert first.bevindingen == second.bevindingen


@settings(deadline=None)
@given(typed=st.lists(TYPED, max_size=6), voorstellen=st.lists(VOORSTEL, max_size=4))
def test_no_typed_lesson_is_ever_lost_u9_2(year, typed, voorstellen):
    berekening = year(voorstellen, {"fase": Fase.UITVOERING}, typed)
    table = next(t for t in evaluatie.show(berekening).tables if t.name == "tblEvaluatie")
    by_nr = {row["nr"]: row for row in table.rows if "lessen" not in row}
    moved = [row["lessen"] for row in table.rows if row.get("lessen")]
    for row in typed:
        if row["lessen"] and row["lessen"].strip():
            assert row["lessen"] in moved or row["nr"] in by_nr


@pytest.mark.parametrize("name", STEPS)
def test_a_step_on_the_same_snapshot_gives_the_same_outcome(maak, name):
    jaar = maak.jaar(maak.table("tblEvaluatie", {"nr": 3.0, "lessen": "Op tijd beginnen."}))
    assert STEPS[name].run(jaar) == STEPS[name].run(jaar)


@pytest.mark.parametrize("name", STEPS)
def test_a_step_on_an_empty_workbook_finds_what_is_missing(maak, name):
    found = STEPS[name].run(maak.jaar())
    assert found.fouten > 0 or name == "controleer"  # it judges sheets, and here it cannot
    assert found.samenvatting
