"""What a package is worth, and that it is what the optimum says of its levels."""

import random
from decimal import Decimal
from fractions import Fraction

import pytest

from regio_xl.allocation import Aandeel, measure, optimise
from regio_xl.domain.woorden import Telling
from tests.support import random_problems


@pytest.mark.parametrize("seconds", [None, 1e-9])
def test_it_is_what_the_levels_of_the_optimum_say_u4_3_f3_2_f3_1(seconds):
    seen = set()
    for seed in range(300):
        made = random_problems.make(random.Random(seed))
        found = optimise(made, seconds=seconds)
        waarde = measure(made, found.uren)
        values = {
            "gedekt": len(waarde.gedekt),
            "U&H direct": waarde.uh_direct,
            "U&H indirect": waarde.uh_indirect,
            "score": waarde.score,
            "verhouding": waarde.verhouding or 0,
            "uren": waarde.uren,
        }
        for level in found.levels:
            if level.name in values:
                seen.add(level.name)
                assert level.value == values[level.name], (seed, level.name)
                assert level.proven == (level.gap == 0)
                assert level.gap >= 0
        assert waarde.projecten == len(found.uren)
    assert seen == {"gedekt", "U&H direct", "U&H indirect", "score", "verhouding", "uren"}


def test_a_score_counts_per_hour_or_per_assignment_o9(problem, item):
    items = (item(1, score=Decimal("4.5"), uh_rang=0), item(2, 30, score=Decimal(2), uh_rang=1))
    per_hour = measure(problem(200, *items), {1: 100, 2: 20})
    assert (per_hour.score, per_hour.uh_direct, per_hour.uh_indirect) == (490, 450, 40)
    once = measure(problem(200, *items, telling=Telling.PER_OPDRACHT), {1: 100, 2: 20})
    assert (once.score, once.uh_direct, once.uh_indirect) == (Fraction(13, 2), Fraction(9, 2), 2)


def test_a_proposal_that_was_not_judged_counts_for_nothing_but_its_hours_f3_1(problem, item):
    waarde = measure(problem(200, item(1, uh_rang=0)), {1: 100})
    assert (waarde.score, waarde.uh_direct, waarde.uren, waarde.uh_uren) == (0, 0, 100, 100)


def test_a_value_for_the_uh_strategy_of_its_own_takes_the_place_of_the_score_f3_2(problem, item):
    more = {"score": Decimal(2), "uh_waarde": Decimal(5)}
    waarde = measure(problem(200, item(1, uh_rang=1, **more), item(2, **more)), {1: 100, 2: 100})
    assert (waarde.uh_direct, waarde.uh_indirect, waarde.score) == (0, 500, 400)
    assert waarde.uh_aandeel == Fraction(1, 2)


def test_a_number_that_is_no_item_counts_for_nothing_but_its_hours_u4_3(problem, item):
    aandelen = (
        Aandeel(code="b", bijdrage_uren=50, belang=frozenset({1, 99})),
        Aandeel(code="a", bijdrage_uren=50, belang=frozenset({99})),
    )
    made = problem(200, item(1, score=Decimal(3)), aandelen=aandelen)
    waarde = measure(made, {1: 100, 99: 900})
    assert (waarde.uren, waarde.projecten, waarde.score) == (1000, 2, 300)
    assert (waarde.gedekt, waarde.verhouding) == (("b",), 2)


def test_participants_that_are_covered_come_by_code(problem, item):
    aandelen = tuple(Aandeel(code=code, belang=frozenset({1})) for code in "bca")
    assert measure(problem(200, item(1), aandelen=aandelen), {1: 100}).gedekt == ("a", "b", "c")


def test_an_empty_package_is_worth_nothing(problem, item):
    aandeel = Aandeel(code="a", bijdrage_uren=50, belang=frozenset({1}))
    waarde = measure(problem(200, item(1), aandelen=(aandeel,)), {})
    assert (waarde.uren, waarde.uh_aandeel, waarde.gedekt, waarde.verhouding) == (0, 0, (), 0)


def test_the_lowest_ratio_is_of_those_who_contribute_and_can_be_covered_u4_3(problem, item):
    aandelen = (
        Aandeel(code="a", bijdrage_uren=40, belang=frozenset({1})),
        Aandeel(code="b", bijdrage_uren=0, belang=frozenset({2})),
        Aandeel(code="c", bijdrage_uren=10, belang=frozenset({3})),
    )
    made = problem(500, item(1), item(2), item(3, fouten=("F2.2",)), aandelen=aandelen)
    assert measure(made, {1: 100}).verhouding == Fraction(5, 2)
    assert measure(made.model_copy(update={"aandelen": aandelen[1:]}), {1: 100}).verhouding is None
