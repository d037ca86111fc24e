"""On small random problems every what-if is what trying every package gives."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regio_xl.allocation import Plan, Problem, Reweigh, consequences, optimise
from regio_xl.domain.woorden import Scenario
from tests.support import brute, random_problems

FREE = 10**6


def answers(problem: Problem, numbers: list[int]) -> dict[int, tuple[object, ...]]:
    again = Reweigh(problem, optimise(problem))
    return {
        nr: (
            again.forced(nr, inside=True),
            again.forced(nr, inside=False),
            again.extra_budget(nr),
            again.extra_maximum(nr),
            again.fewer_hours(nr),
        )
        for nr in numbers
    }


def numbers_of(problem: Problem) -> list[int]:
    return [item.nr for item in problem.items]


@pytest.mark.parametrize("hundred", range(10))
def test_the_package_made_again_is_the_best_and_most_like_the_chosen_one(hundred: int) -> None:
    for seed in range(100 * hundred, 100 * hundred + 100):
        problem = random_problems.make(random.Random(seed), largest=7)
        optimum = optimise(problem)
        again = Reweigh(problem, optimum)
        for nr in numbers_of(problem):
            for inside in (True, False):
                found = again.forced(nr, inside=inside)
                best = brute.forced(problem, dict(optimum.uren), nr, inside=inside)
                assert (found is None) == (best is None), (seed, nr, inside)
                if found is not None:
                    assert dict(found.uren) == best, (seed, nr, inside)
                    assert found.proven, (seed, nr, inside)
                    values = [level.value for level in found.levels[:-2]]
                    assert values == list(brute.goals(problem, best)), (seed, nr, inside)


@pytest.mark.parametrize("hundred", range(6))
def test_what_it_would_take_is_the_least_that_is_enough(hundred: int) -> None:
    for seed in range(100 * hundred, 100 * hundred + 100):
        problem = random_problems.make(random.Random(seed), largest=6)
        chosen = dict(optimise(problem).uren)
        again = Reweigh(problem, optimise(problem))
        for nr in numbers_of(problem):
            everything = set(numbers_of(problem))
            nieuw = {item.nr for item in problem.items if not item.doorlopend}
            hours = brute.fewest(problem, chosen, nr, everything, budget=FREE)
            short = None if hours is None else max(0, hours - problem.budget)
            assert again.extra_budget(nr) == short, (seed, nr)
            assert again.fewer_hours(nr) == brute.fewer_hours(problem, chosen, nr), (seed, nr)
            if problem.maximum_nieuw is not None:
                wide = {"budget": FREE, "maximum_nieuw": FREE}
                hours = brute.fewest(problem, chosen, nr, nieuw, **wide)
                short = None if hours is None else max(0, hours - problem.maximum_nieuw)
                assert again.extra_maximum(nr) == short, (seed, nr)


@pytest.mark.parametrize("hundred", range(4))
def test_who_makes_place_is_told_of_the_package_most_like_the_chosen_one(hundred: int) -> None:
    seen = 0
    for seed in range(100 * hundred, 100 * hundred + 100):
        problem = random_problems.make(random.Random(seed), largest=6)
        plan = Plan(scenario=Scenario.OPTIMAAL, problem=problem, uren={}, optimum=optimise(problem))
        plan = plan.model_copy(update={"uren": plan.optimum.uren})
        for nr, gevolg in consequences(plan, cpu_seconds=1e9).items():
            told = {"budget_meer", "uren_minder"} if gevolg.budget_meer else {*FIELDS}
            assert set(gevolg.erbij) == {name for name in told if getattr(gevolg, name)}, seed
            for field, uren in gevolg.erbij.items():
                wide = brute.let_in(problem, nr, field, getattr(gevolg, field))
                best = brute.most_like(problem, wide, dict(plan.uren), nr)
                assert changed(plan.uren, uren, nr) == changed(plan.uren, best, nr), (seed, nr)
                seen += bool(changed(plan.uren, uren, nr))
    assert seen > 5


FIELDS = ("budget_meer", "maximum_meer", "uren_minder")


def changed(now: dict[int, int], then: dict[int, int], nr: int) -> dict[int, int]:
    """Return the hours of what is not as it was, the proposal itself left out."""
    numbers = {*now, *then} - {nr}
    return {one: then.get(one, 0) for one in numbers if then.get(one) != now.get(one)}


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**9))
def test_neither_the_order_of_rows_nor_that_of_questions_matters(seed: int) -> None:
    rng = random.Random(seed)
    problem = random_problems.make(rng)
    fields = ("items", "aandelen", "vereist", "sluit_uit")
    given_rows = {name: getattr(problem, name) for name in fields}
    mixed = {name: tuple(rng.sample(rows, len(rows))) for name, rows in given_rows.items()}
    other = problem.model_copy(update=mixed)
    numbers = numbers_of(problem)
    assert answers(other, rng.sample(numbers, len(numbers))) == answers(problem, numbers)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**9))
def test_forcing_what_is_so_already_changes_nothing(seed: int) -> None:
    problem = random_problems.make(random.Random(seed))
    problem = problem.model_copy(update={"volgorde": problem.volgorde[:1]})
    optimum = optimise(problem)
    again = Reweigh(problem, optimum)
    for nr in numbers_of(problem):
        found = again.forced(nr, inside=nr in optimum.uren)
        assert found is not None
        assert found.uren == optimum.uren
