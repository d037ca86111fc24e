"""Properties of the contribution, the score, the costs and the coverage."""

from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from hypothesis import given
from hypothesis import strategies as st

from regio_xl.domain import Deelnemer
from regio_xl.rules import (
    compute_bijdrage,
    compute_dekking,
    compute_kosten_uren,
    compute_score,
)

hours = st.decimals(0, 100_000_000, allow_nan=False, allow_infinity=False, places=8)
signed = st.decimals(-1_000_000, 100_000_000, allow_nan=False, allow_infinity=False)
fractions = st.decimals(0, 1, allow_nan=False, allow_infinity=False)
whole = st.integers(0, 100_000).map(Decimal)


@given(signed, fractions, whole)
def test_u1_1_o1_equals_a_straightforward_fraction(dvo, percentage, maximum):
    share = max(Fraction(0), min(Fraction(dvo) * Fraction(percentage), Fraction(maximum)))
    assert compute_bijdrage(dvo, percentage, maximum).uren == floor(share + Fraction(1, 2))


@given(signed, fractions, whole)
def test_u1_1_stays_between_zero_and_the_maximum(dvo, percentage, maximum):
    bijdrage = compute_bijdrage(dvo, percentage, maximum)
    assert 0 <= bijdrage.uren <= maximum
    assert (bijdrage.gebonden_door == "maximum") == (bijdrage.berekend > maximum)


@given(hours, hours, fractions, whole)
def test_u1_1_more_dvo_hours_never_give_less(first, second, percentage, maximum):
    low, high = sorted([first, second])
    assert (
        compute_bijdrage(low, percentage, maximum).uren
        <= compute_bijdrage(high, percentage, maximum).uren
    )


@given(hours, fractions, whole, whole)
def test_u1_1_a_higher_maximum_never_gives_less(dvo, percentage, first, second):
    low, high = sorted([first, second])
    assert compute_bijdrage(dvo, percentage, low).uren <= (
        compute_bijdrage(dvo, percentage, high).uren
    )


@given(
    st.decimals(0, 10_000_000, places=2),
    st.decimals(Decimal("0.01"), 10_000, places=2),
)
def test_o5_costs_are_covered_by_the_fewest_whole_hours(kosten, tarief):
    uren = compute_kosten_uren(kosten, tarief)
    assert uren == ceil(Fraction(kosten) / Fraction(tarief))


@given(
    st.lists(st.integers(1, 5), min_size=3, max_size=3), st.integers(0, 100), st.integers(0, 100)
)
def test_f3_1_the_score_lies_within_its_scores(scores, first, second):
    low, high = sorted([first, second])
    percents = (low, high - low, 100 - high)
    keys = ("toegevoegde_waarde", "relevantie", "draagvlak")
    weights = {key: Decimal(part) / 100 for key, part in zip(keys, percents, strict=True)}
    score = compute_score(dict(zip(keys, scores, strict=True)), weights)
    assert min(scores) <= score.totaal <= max(scores)
    assert score.totaal == sum(score.delen.values())


@given(
    st.dictionaries(st.integers(1, 9), st.integers(0, 500)),
    st.dictionaries(st.integers(1, 9), st.dictionaries(st.sampled_from("ABC"), st.integers(0, 3))),
    st.integers(1, 3),
)
def test_o10_coverage_is_having_hours_that_matter(toegewezen, belang, drempel):
    people = [
        Deelnemer(rij=6, code=code, naam=code, type="gemeente", dvo_uren=Decimal(0))
        for code in "ABC"
    ]
    for item in compute_dekking(people, {"A": 100}, toegewezen, belang, drempel):
        expected = [
            uren
            for nr, uren in toegewezen.items()
            if uren and belang.get(nr, {}).get(item.code, 0) >= drempel
        ]
        assert item.belang_uren == sum(expected)
        assert item.gedekt == bool(expected)
        assert (item.verhouding is None) == (item.code != "A")
