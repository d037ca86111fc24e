"""What holds for every scenario, whatever people fill in."""

import random
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regio_xl.allocation import Plan, Problem, find_breaches, make_plan, verify_verdicts
from regio_xl.domain.woorden import BEREKEND, Relatie, Scenario
from tests.support import brute, random_problems

BONUS = {Relatie.DIRECT: Decimal("0.5"), Relatie.INDIRECT: Decimal("0.25")}
SEEDS = st.integers(0, 10**9)


def plan_of(kind: Scenario, problem: Problem) -> Plan:
    return make_plan(kind, problem, bonus=BONUS)


@pytest.mark.parametrize("kind", BEREKEND)
def test_every_package_keeps_every_condition(kind: Scenario) -> None:
    for seed in range(250):
        problem = random_problems.make(random.Random(seed))
        plan = plan_of(kind, problem)
        ranked = kind is Scenario.RANGORDE
        assert find_breaches(problem, plan.uren, ranked=ranked) == (), seed
        if plan.pakket is not None:
            verify_verdicts(problem, plan.pakket)
            assert plan.uren == plan.pakket.uren


@settings(max_examples=60, deadline=None)
@given(SEEDS)
def test_no_scenario_beats_the_best_package_in_its_own_order_o7(seed: int) -> None:
    problem = random_problems.make(random.Random(seed))
    best = brute.worth(problem, dict(plan_of(Scenario.OPTIMAAL, problem).uren))
    for kind in BEREKEND:
        assert best >= brute.worth(problem, dict(plan_of(kind, problem).uren))


@settings(max_examples=60, deadline=None)
@given(SEEDS)
def test_the_order_of_items_participants_and_pairs_never_matters(seed: int) -> None:
    rng = random.Random(seed)
    problem = random_problems.make(rng)
    mixed = {
        name: tuple(rng.sample(getattr(problem, name), len(getattr(problem, name))))
        for name in ("items", "aandelen", "vereist", "sluit_uit")
    }
    other = problem.model_copy(update=mixed)
    for kind in BEREKEND:
        one, two = plan_of(kind, problem), plan_of(kind, other)
        assert (one.uren, one.levels, one.pakket) == (two.uren, two.levels, two.pakket)
