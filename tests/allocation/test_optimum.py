"""The best package: one test per level and condition, in numbers that fit on a napkin."""

import random
import subprocess
import sys
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from benchmarks import synthetic
from regio_xl.allocation import Aandeel, Problem, find_breaches, optimise
from regio_xl.allocation.solver import Answer, Solver
from regio_xl.domain.woorden import Doel, Keuze, Telling
from tests.support import random_problems


def uren(made, **more):
    found = optimise(made, **more)
    assert found.proven
    assert find_breaches(made, found.uren, ranked=False) == ()
    return dict(found.uren)


def level(made, name):
    return next(level for level in optimise(made).levels if level.name == name)


def aandelen(*belang, bijdrage=100):
    return tuple(
        Aandeel(code=f"D{at}", bijdrage_uren=bijdrage, belang=frozenset(nrs))
        for at, nrs in enumerate(belang)
    )


def test_running_projects_come_first_with_as_many_hours_as_fit_a26(problem, item):
    running = (item(1, 60, doorlopend=True), item(2, 50, doorlopend=True))
    made = problem(100, *running, item(3, 100, uh_rang=0, score=Decimal(5)))
    assert uren(made) == {1: 60}


def test_then_as_many_as_possible_of_what_the_aoo_wants_f3_4(problem, item):
    wanted = [item(nr, 40, keuze=Keuze.OPNEMEN) for nr in (2, 3)]
    large = item(1, 90, keuze=Keuze.OPNEMEN, score=Decimal(5))
    assert uren(problem(100, large, *wanted, item(4, 100, uh_rang=0))) == {2: 40, 3: 40}


def test_covering_a_participant_outweighs_the_uh_strategy_u4_3(problem, item):
    items = (item(1, uh_rang=0, score=Decimal(5)), item(2, score=Decimal(1)))
    assert uren(problem(100, *items, aandelen=aandelen({2}))) == {2: 100}
    assert uren(problem(100, *items)) == {1: 100}


def test_who_can_not_be_covered_by_anything_does_not_weigh_u4_3(problem, item):
    made = problem(200, item(1), item(2), item(3, fouten=("F2.2",)), aandelen=aandelen({3}, {2}))
    assert level(made, "gedekt").value == 1
    assert level(made, "verhouding").value == 1


def test_direct_goes_before_indirect_before_score_f3_2_o7(problem, item):
    direct, indirect = item(1, uh_rang=0, score=Decimal(1)), item(2, uh_rang=1, score=Decimal(3))
    rest = item(3, score=Decimal(5))
    assert uren(problem(100, direct, indirect, rest)) == {1: 100}
    assert uren(problem(100, indirect, rest)) == {2: 100}


@pytest.mark.parametrize(
    ("volgorde", "best"),
    [
        ((Doel.SCORE,), {1: 100}),
        ((Doel.UH, Doel.SCORE), {2: 100}),
        ((Doel.DEKKING, Doel.UH, Doel.SCORE), {3: 50, 4: 50}),
        ((Doel.VERHOUDING, Doel.SCORE, Doel.DEKKING), {3: 50, 4: 50}),
        ((Doel.SCORE, Doel.DEKKING), {1: 100}),
    ],
)
def test_the_goals_weigh_in_the_order_that_is_asked(problem, item, volgorde, best):
    items = (
        item(1, score=Decimal(5)),
        item(2, score=Decimal(3), uh_rang=0),
        item(3, 50, score=Decimal(1)),
        item(4, 50),
    )
    made = problem(100, *items, aandelen=aandelen({3}, {4}), volgorde=volgorde)
    assert uren(made) == best


def test_the_lowest_ratio_is_not_taken_for_zero_before_coverage_was_settled(problem, item):
    """The package it starts from covers one of two; both can be covered."""
    items = (item(1, score=Decimal(5)), item(2, 50), item(3, 50))
    made = problem(100, *items, aandelen=aandelen({1, 2}, {3}), volgorde=(Doel.VERHOUDING,))
    assert level(made, "verhouding").value == Fraction(1, 2)


def test_without_goals_only_what_must_be_in_is_in(problem, item):
    items = (item(1, doorlopend=True), item(2, score=Decimal(5), uh_rang=0))
    assert dict(optimise(problem(300, *items, aandelen=aandelen({2}), volgorde=())).uren) == {
        1: 100
    }


def test_a_goal_is_in_the_order_once(problem, item):
    with pytest.raises(ValueError, match="once"):
        problem(100, item(1), volgorde=(Doel.UH, Doel.UH))


def test_the_uh_value_can_be_given_apart_from_the_score_f3_2(problem, item):
    items = (
        item(1, uh_rang=0, score=Decimal(5), uh_waarde=Decimal(1)),
        item(2, uh_rang=0, score=Decimal(1), uh_waarde=Decimal(2)),
    )
    assert uren(problem(100, *items)) == {2: 100}


@pytest.mark.parametrize(
    ("telling", "best", "value"),
    [(Telling.PER_UUR, {1: 100}, Fraction(310)), (Telling.PER_OPDRACHT, {2: 50, 3: 50}, 6)],
)
def test_a_score_counts_per_hour_or_per_assignment_o9(problem, item, telling, best, value):
    small = [item(nr, 50, score=Decimal(3)) for nr in (2, 3)]
    made = problem(100, item(1, score=Decimal("3.1")), *small, telling=telling)
    assert uren(made) == best
    assert level(made, "score").value == value


def test_scores_that_differ_in_the_last_decimal_are_told_apart_f3_1(problem, item):
    items = (item(1, score=Decimal("3.33333332")), item(2, score=Decimal("3.33333333")))
    assert uren(problem(100, *items)) == {2: 100}


def test_scores_that_can_not_be_compared_exactly_are_refused(problem, item):
    with pytest.raises(ValueError, match="too many decimals"):
        optimise(problem(100, item(1, score=Decimal(10) / 3)))


def test_the_lowest_ratio_is_as_high_as_possible_and_exact_u4_3(problem, item):
    items = [item(nr, 10) for nr in range(1, 6)]
    made = problem(30, *items, aandelen=aandelen({1, 2, 3}, {3, 4, 5}, bijdrage=7))
    assert level(made, "verhouding").value == Fraction(20, 7)
    assert 3 in uren(made)


def test_fewest_hours_comes_after_value(problem, item):
    made = problem(100, item(1, 100), item(2, 40), aandelen=aandelen({1, 2}, bijdrage=0))
    assert uren(made) == {2: 40}


def test_of_equal_packages_the_one_with_the_earliest_number_remains(problem, item):
    assert uren(problem(200, *(item(nr, score=Decimal(3)) for nr in (9, 4, 7)))) == {4: 100, 7: 100}


def test_a_part_gets_what_its_score_makes_best_o6(problem, item):
    items = (item(1, minimum_uren=30, score=Decimal(2)), item(2, 60, score=Decimal(3)))
    assert uren(problem(100, *items)) == {1: 40, 2: 60}
    assert uren(problem(89, *items)) == {2: 60}


def test_what_is_required_comes_along_and_what_is_excluded_stays_out_f3_4(problem, item):
    items = (item(1, score=Decimal(5)), item(2, score=Decimal(1)), item(3, score=Decimal(4)))
    assert uren(problem(200, *items, vereist=((1, 2),))) == {1: 100, 2: 100}
    assert uren(problem(100, *items, vereist=((1, 2),))) == {3: 100}
    assert uren(problem(200, *items, sluit_uit=((1, 3),))) == {1: 100, 2: 100}


def test_what_requires_something_flawed_stays_out(problem, item):
    made = problem(200, item(1), item(2, fouten=("F2.2",)), vereist=((1, 2),))
    assert uren(made) == {}


def test_new_projects_stay_within_their_maximum_a26(problem, item):
    made = problem(300, item(1, score=Decimal(3)), item(2, score=Decimal(4)), maximum_nieuw=150)
    assert uren(made) == {2: 100}


@pytest.mark.parametrize("budget", [-50, 0])
def test_no_hours_give_an_empty_package_o4(problem, item, budget):
    assert uren(problem(budget, item(1, doorlopend=True, keuze=Keuze.OPNEMEN))) == {}
    assert uren(Problem(budget=budget)) == {}


def test_the_package_it_starts_from_does_not_matter(problem, item):
    made = random_problems.make(random.Random(7))
    best = uren(made)
    assert uren(made, start={}) == uren(made, start={1: 10**6}) == uren(made, start=best) == best


def test_pairs_of_unknown_proposals_are_refused(problem, item):
    with pytest.raises(ValueError, match="not two items"):
        problem(100, item(1), vereist=((1, 2),))
    with pytest.raises(ValueError, match="not two items"):
        problem(100, item(1), sluit_uit=((1, 1),))
    with pytest.raises(ValueError, match="code of its own"):
        problem(100, item(1), aandelen=(Aandeel(code="A"), Aandeel(code="A")))


def hard(problem, item):
    """Return a problem in which the ranking is not the best."""
    items = (item(1, 60, score=Decimal(4)), item(2, 50, score=Decimal(3)), item(3, 50))
    return problem(100, *items, item(4, 50, score=Decimal(3)))


def test_where_time_ran_out_it_says_so_with_the_gap(problem, item, monkeypatch):
    made = hard(problem, item)
    assert level(made, "score").value == 300
    stopped = Answer(values=None, impossible=False, proven=False, bound=305.2)
    monkeypatch.setattr(Solver, "maximise", lambda *_, **__: stopped)
    found = optimise(made)
    score = next(level for level in found.levels if level.name == "score")
    assert not found.proven
    assert (score.value, score.proven, score.gap) == (240, False, 65)
    assert find_breaches(made, found.uren, ranked=False) == ()


def test_an_answer_that_breaks_a_condition_is_not_believed(problem, item, monkeypatch):
    made = hard(problem, item)
    monkeypatch.setattr(
        Solver,
        "maximise",
        lambda *_, **__: Answer(values=(1,) * 5, impossible=False, proven=True, bound=300.0),
    )
    found = optimise(made)
    assert dict(found.uren) == {1: 60}
    assert not found.proven


def test_an_optimum_that_is_not_worth_its_own_bound_is_asked_again(monkeypatch):
    """HiGHS 1.16 gives the start back here, beside a higher bound."""
    made = random_problems.make(random.Random(2086))
    assert uren(made)
    asked = []
    real = Solver.maximise

    def count(self, costs, start, **more):
        asked.append(start is None)
        answer = real(self, costs, start, **more)
        return answer if start is None else answer._replace(values=None)

    monkeypatch.setattr(Solver, "maximise", count)
    assert optimise(made).proven
    assert {True, False} <= set(asked)


def test_nothing_is_printed_and_the_solver_is_imported_only_when_asked():
    code = (
        "import sys, regio_xl.allocation as a; from decimal import Decimal\n"
        "assert 'highspy' not in sys.modules and 'numpy' not in sys.modules\n"
        "items = tuple(a.Item(nr=n, nodig_uren=n, score=Decimal(n)) for n in range(3, 9))\n"
        "assert a.optimise(a.Problem(budget=17, items=items)).proven\n"
        "assert 'highspy' in sys.modules\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == done.stderr == ""


def test_the_seed_of_the_solver_does_not_matter(monkeypatch):
    made = [synthetic.problem(27, 60), *(random_problems.make(random.Random(n)) for n in range(40))]
    usual = [optimise(one) for one in made]
    real = Solver._set
    for seed in (1, 12345):

        def other(self, option, value, seed=seed):
            real(self, option, seed if option == "random_seed" else value)

        monkeypatch.setattr(Solver, "_set", other)
        assert [optimise(one) for one in made] == usual


def test_the_number_of_threads_does_not_matter():
    """In a process of its own: HiGHS has one number of threads per process."""
    code = (
        "from benchmarks import synthetic; from regio_xl.allocation import optimise\n"
        "from regio_xl.allocation.solver import Solver\n"
        "real = Solver._set\n"
        "Solver._set = lambda s, o, v: real(s, o, 2 if o == 'threads' else v)\n"
        "print(sorted(optimise(synthetic.problem(27, 60)).uren.items()))\n"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root
    )
    usual = optimise(synthetic.problem(27, 60)).uren
    assert done.stdout.strip() == str(sorted(usual.items()))
