"""The mark of a decision: the same for the same decision, another one for any change."""

from decimal import Decimal
from enum import Enum
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from regio_xl.domain import Fase, Kader
from regio_xl.domain.woorden import Doel, Stem, Telling, Voorrang
from regio_xl.rules import compute_uitslag
from regio_xl.sheets.besluit import compute_kenmerk, compute_kenmerk_parameters

PACKAGES = st.dictionaries(st.integers(1, 500), st.integers(1, 2000), min_size=1, max_size=12)
HOURS = st.integers(0, 2000)
NUMBERS = st.decimals(min_value=0, max_value=5000, places=3)
KADERS = st.fixed_dictionaries(
    {
        "jaar": st.integers(2026, 2030),
        "percentage": NUMBERS,
        "maximum": NUMBERS,
        "referentie": st.none() | NUMBERS,
        "tolerantie": NUMBERS,
        "minimum_totaal": st.none() | NUMBERS,
        "ketentoezicht_besloten": st.none() | HOURS,
        "reserve": HOURS,
        "reserve_maximum": HOURS,
        "uurtarief": st.none() | NUMBERS,
        "maximum_nieuw": st.none() | HOURS,
        "belang_drempel": st.integers(1, 3),
        "stemmen_nodig": st.none() | st.integers(1, 30),
        "doelvolgorde": st.permutations(list(Doel)).map(tuple),
        "telling": st.sampled_from(Telling),
        "uh_voorrang": st.sampled_from(Voorrang),
        "uh_bonus_direct": NUMBERS,
        "uh_bonus_indirect": NUMBERS,
        "gewichten": st.fixed_dictionaries({"relevantie": NUMBERS, "draagvlak": NUMBERS}),
    }
)


def kader(values, fase=Fase.BESLUIT):
    return Kader(fase=fase, **values)


@given(pakket=PACKAGES, keten=HOURS, seed=st.integers())
def test_the_order_of_rows_and_the_spelling_of_numbers_do_not_matter(pakket, keten, seed):
    rows = list(pakket.items())
    Random(seed).shuffle(rows)
    spelled = {nr: float(uren) for nr, uren in rows}
    assert compute_kenmerk(pakket, keten, "a") == compute_kenmerk(spelled, float(keten), "a")


@given(pakket=PACKAGES, keten=HOURS, more=st.integers(1, 50), data=st.data())
def test_f3_5_any_other_hour_or_project_gives_another_mark(pakket, keten, more, data):
    nr = data.draw(st.sampled_from(sorted(pakket)))
    mark = compute_kenmerk(pakket, keten, "a")
    others = [
        compute_kenmerk({**pakket, nr: pakket[nr] + more}, keten, "a"),
        compute_kenmerk({k: v for k, v in pakket.items() if k != nr}, keten, "a"),
        compute_kenmerk({**pakket, 999: more}, keten, "a"),
        compute_kenmerk(pakket, keten + more, "a"),
        compute_kenmerk(pakket, None, "a"),
        compute_kenmerk(pakket, keten, "b"),
    ]
    assert mark not in others


@given(values=KADERS)
def test_the_mark_of_the_parameters_knows_no_phase_and_no_trailing_zeros(values):
    mark = compute_kenmerk_parameters(kader(values))
    longer = {
        key: value + Decimal("0.0000") if isinstance(value, Decimal) else value
        for key, value in values.items()
    }
    assert mark == compute_kenmerk_parameters(kader(longer, Fase.UITVOERING))
    turned = {**values, "gewichten": dict(reversed(values["gewichten"].items()))}
    assert mark == compute_kenmerk_parameters(kader(turned))


def other(value):
    """Return another value of the same kind."""
    match value:
        case None:
            return 1
        case dict():
            return {**value, "relevantie": value["relevantie"] + Decimal("0.001")}
        case tuple():
            return (*value[1:], value[0])
        case Enum():
            words = list(type(value))
            return words[(words.index(value) + 1) % len(words)]
    return value + 1


@given(values=KADERS)
def test_f3_5_any_other_parameter_gives_another_mark(values):
    mark = compute_kenmerk_parameters(kader(values))
    for key, value in values.items():
        changed = other(value)
        if key == "ketentoezicht_besloten":  # the record itself holds those hours
            assert compute_kenmerk_parameters(kader({**values, key: changed})) == mark
        elif changed != value:  # a word that has no alternative in this version
            assert compute_kenmerk_parameters(kader({**values, key: changed})) != mark, key


@given(values=KADERS)
def test_no_parameter_is_forgotten_above(values):
    """A new field of Kader must be tried too, or be the phase, or guard the year (U3.3, U8.2)."""
    guards = {"interventie_deelnemers", "onderbesteding"}
    assert {*values, "fase", *guards} == set(Kader.model_fields)


@given(votes=st.lists(st.sampled_from(Stem), max_size=27), nodig=st.integers(0, 30))
def test_o3_only_votes_in_favour_of_all_participants_decide(votes, nodig):
    outcome = compute_uitslag(votes, 27, nodig)
    decides = 14 <= nodig <= 27  # any other number is no majority of all, see U1.4
    assert outcome.aangenomen == (decides and votes.count(Stem.VOOR) >= nodig)
    assert (outcome.woord == "niet bekend") == (not decides)
    assert outcome == compute_uitslag(reversed(votes), 27, nodig)
    parts = (outcome.voor, outcome.tegen, outcome.onthouding, outcome.afwezig, outcome.geen_stem)
    assert sum(parts) == 27
