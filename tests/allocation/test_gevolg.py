"""What would follow: every figure is what trying every package gives."""

import random

import pytest

from regio_xl.allocation import (
    Again,
    Reweigh,
    Undecided,
    consequences,
    gevolg,
    make_plan,
    measure,
)
from regio_xl.allocation.solver import Answer, Solver
from regio_xl.domain.woorden import Keuze, Scenario
from tests.support import brute, random_problems


def plan_of(problem):
    return make_plan(Scenario.OPTIMAAL, problem, bonus={})


def first_enough(wide, nr, chosen, most):
    """The first number of hours more with which a proposal can be in and nothing is lost."""
    for more in range(most + 1):
        made = wide(more)
        if any(nr in uren and brute.keeps(made, uren, chosen) for uren in brute.packages(made)):
            return more
    return None


@pytest.mark.parametrize("at", range(4))
def test_in_or_out_is_what_trying_every_package_gives_f3_1(at):
    for seed in range(60 * at, 60 * at + 60):
        made = random_problems.make(random.Random(seed), largest=6)
        plan = plan_of(made)
        chosen = dict(plan.uren)
        for nr, found in consequences(plan).items():
            best = brute.forced(made, chosen, nr, inside=nr not in chosen)
            assert (found.nr, found.mogelijk, found.bewezen) == (nr, best is not None, True), seed
            assert dict(found.uren) == (best or {}), seed
            assert found.nu == measure(made, chosen), seed
            assert found.dan == (measure(made, best) if best is not None else found.nu), seed


@pytest.mark.parametrize("at", range(3))
def test_the_hours_it_takes_are_the_fewest_that_are_enough_o4_a26(at):
    answers = set()
    for seed in range(40 * at, 40 * at + 40):
        made = random_problems.make(random.Random(seed), largest=5)
        if made.maximum_nieuw is not None:
            made = made.model_copy(update={"maximum_nieuw": max(0, made.maximum_nieuw)})
        plan = plan_of(made)
        chosen = dict(plan.uren)
        total = sum(item.nodig_uren for item in made.items)
        maximum = made.maximum_nieuw
        for nr, found in consequences(plan).items():
            if nr in chosen:
                assert (found.budget_meer, found.maximum_meer, found.uren_minder) == (None,) * 3
                continue
            budget = first_enough(
                lambda more, m=made: m.model_copy(update={"budget": m.budget + more}),
                nr, chosen, total + 2,
            )  # fmt: skip
            assert found.budget_meer == budget, (seed, nr)
            assert found.uren_minder == brute.fewer_hours(made, chosen, nr), (seed, nr)
            answers |= {type(found.budget_meer), type(found.uren_minder)}
            if maximum is None:
                assert found.maximum_meer is None, (seed, nr)
                continue
            free = made.model_copy(update={"budget": 10**6})
            assert found.maximum_meer == first_enough(
                lambda more, m=free: m.model_copy(update={"maximum_nieuw": m.maximum_nieuw + more}),
                nr, chosen, total + 2,
            ), (seed, nr)  # fmt: skip
    assert answers == {int, type(None)}


def test_what_can_never_be_in_and_what_goes_first_is_not_asked_a26_f3_4(problem, item):
    made = problem(
        400,
        item(1, doorlopend=True), item(2, keuze=Keuze.OPNEMEN), item(3), item(4, score=1),
        item(5, fouten=("F2.2",)), item(6, keuze=Keuze.NIET_OPNEMEN), item(7, 0),
        item(8, 900, doorlopend=True),
    )  # fmt: skip
    assert consequences(plan_of(made)).keys() == {3, 4, 8}


def test_nothing_follows_from_a_scenario_that_proves_nothing(problem, item):
    made = problem(100, item(1), item(2))
    for kind in (Scenario.RANGORDE, Scenario.EVENREDIG):
        assert consequences(make_plan(kind, made, bonus={})) == {}


def test_nothing_follows_from_an_optimum_that_was_not_proven(problem, item, monkeypatch):
    stopped = Answer(values=None, impossible=False, proven=False, bound=10.0**6)
    monkeypatch.setattr(Solver, "maximise", lambda *_, **__: stopped)
    items = tuple(item(nr, 30 + 7 * nr, score=nr) for nr in range(1, 8))
    plan = plan_of(problem(140, *items))
    assert not plan.proven
    assert consequences(plan) == {}


@pytest.mark.parametrize(("size", "asked"), [(1, 1), (6, 1), (17, 2), (24, 4), (100, 6)])
def test_no_more_is_asked_than_takes_minutes(problem, item, monkeypatch, size, asked):
    """Closest calls first: of what is out the highest score, then of what is in the lowest."""
    monkeypatch.setattr(gevolg, "SIZE", size)
    out = [item(nr, 400, score=nr) for nr in (1, 2, 3)]
    inside = [item(nr, 50, score=nr) for nr in (4, 5, 6)]
    plan = plan_of(problem(150, *inside, *out))
    found = consequences(plan)
    assert [*found] == [3, 2, 1, 4, 5, 6][:asked]
    assert asked == 1 or len(found) * len(plan.problem.items) <= size


def test_hours_that_were_not_certain_in_time_are_none_and_it_says_so(problem, item, monkeypatch):
    def stop(*_):
        raise Undecided

    plan = plan_of(problem(100, item(1, score=2), item(2, score=1)))
    assert consequences(plan)[2].bewezen
    monkeypatch.setattr(Reweigh, "fewer_hours", stop)
    found = consequences(plan)[2]
    assert (found.budget_meer, found.uren_minder, found.bewezen) == (100, None, False)
    monkeypatch.setattr(Reweigh, "extra_budget", stop)
    assert consequences(plan)[2].budget_meer is None


def test_a_package_made_again_without_proof_says_so(problem, item, monkeypatch):
    plan = plan_of(problem(100, item(1, score=2), item(2, score=1)))
    monkeypatch.setattr(Again, "proven", property(lambda _: False))
    assert [found.bewezen for found in consequences(plan).values()] == [False, False]
