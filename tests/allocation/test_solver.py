"""The door to HiGHS: sums and conditions, and no answer is never an exception."""

import random
import subprocess
import sys
from math import inf
from pathlib import Path

import pytest

from benchmarks import synthetic
from regio_xl.allocation import Aandeel, Item, Problem, Reweigh, optimise
from regio_xl.allocation.solver import Answer, Column, Solver, Sum, add_up, written
from regio_xl.domain.woorden import Doel, Telling
from tests.support import brute, random_problems

NO_ANSWER = Answer(values=None, impossible=False, proven=False, bound=inf)


def running(nr, nodig, least=None, **more):
    return Item(nr=nr, nodig_uren=nodig, minimum_uren=least, **{"doorlopend": True, **more})


REFUSED = (
    (
        214,
        (running(3, 195, 190), running(19, 125), running(47, 65), running(50, 75)),
        ((263, {47, 50}), (221, {19}), (278, {3}), (350, {47})),
        (),
    ),
    (
        443,
        (running(1, 315), running(11, 130), running(20, 145), running(27, 190)),
        ((241, {11, 27}), (166, {11}), (315, {20}), (201, {1, 11}), (324, {1})),
        (),
    ),
    (
        643,
        (
            running(16, 270),
            running(35, 405),
            running(24, 400, 200),
            running(36, 335, 330),
            running(28, 315, 310, doorlopend=False),
        ),
        ((291, {35}), (232, {28, 36}), (238, {36})),
        ((24, 28),),
    ),
)
"""Budget, proposals, hours contributed and belang, pairs: HiGHS 1.16 ended in an error on these."""

x, y, z = (Sum({at: 1}) for at in range(3))


def test_a_sum_adds_up_and_a_comparison_is_a_row():
    both = add_up([2 * x, y + 3, 4 - x])
    assert (both.terms, both.constant) == ({0: 1, 1: 1}, 7)
    assert both.at([5, 6, 0]) == 18
    assert (both <= 9) == (-inf, 2, {0: 1, 1: 1})
    assert (x >= 2 * y - 1) == (-1, inf, {0: 1, 1: -2})
    assert z.column == 2


def solver(*rows):
    return Solver(written([Column(1), Column(10), Column(10)], rows), None)


def test_it_finds_the_most_of_a_sum_under_conditions():
    model = solver(3 * x + y + z <= 12, y <= 5 * x)
    answer = model.maximise(5 * x + 2 * y + z + 1, None)
    assert (answer.values, answer.proven, answer.whole_bound) == ((1, 5, 4), True, 20)
    model.add([z >= 6])
    assert model.maximise(5 * x + 2 * y + z + 1, [1, 3, 6]).values == (1, 3, 6)
    model.fix(0, 0)
    assert model.maximise(y + z, None).values == (0, 0, 10)
    model.add([y >= 1])
    assert model.maximise(y, None).impossible


@pytest.mark.parametrize(("budget", "items", "aandelen", "vereist"), REFUSED)
def test_what_highs_ends_in_an_error_on_is_asked_again(budget, items, aandelen, vereist):
    """After simplifying it finds "untransformed violations": that is no answer."""
    problem = Problem(
        budget=budget,
        items=items,
        aandelen=tuple(
            Aandeel(code=f"D{at}", bijdrage_uren=hours, belang=frozenset(belang))
            for at, (hours, belang) in enumerate(aandelen)
        ),
        vereist=vereist,
        volgorde=(Doel.DEKKING,),
        telling=Telling.PER_OPDRACHT,
    )
    optimum = optimise(problem)
    assert optimum.proven
    assert dict(optimum.uren) == brute.best(problem)[0]


def test_where_one_way_to_ask_gives_no_answer_the_others_do(monkeypatch):
    """Whatever fails, what is found is the same; where all fails it is not proven."""
    problems = [random_problems.make(random.Random(seed)) for seed in range(40)]
    usual = [optimise(problem) for problem in problems]
    real = Solver.maximise
    ways = {(start, presolve) for start in (True, False) for presolve in (True, False)}
    for fails in ({(True, True)}, ways - {(False, False)}, ways - {(False, True)}):

        def maximise(self, goal, start, *, fine=False, presolve=True, fails=fails):
            if (start is not None, presolve) in fails:
                return NO_ANSWER
            return real(self, goal, start, fine=fine, presolve=presolve)

        monkeypatch.setattr(Solver, "maximise", maximise)
        assert [optimise(problem) for problem in problems] == usual


def test_where_nothing_gives_an_answer_the_package_in_hand_is_not_proven(monkeypatch):
    problems = [random_problems.make(random.Random(seed)) for seed in range(40)]
    optima = [optimise(problem) for problem in problems]
    monkeypatch.setattr(Solver, "maximise", lambda *_, **__: NO_ANSWER)
    proven = 0
    for problem, optimum in zip(problems, optima, strict=True):
        found = optimise(problem)
        assert found.uren in brute.packages(problem)
        assert not found.proven or found == optimum
        proven += found.proven
        again = Reweigh(problem, optimum)
        for item in problem.items:
            made = again.forced(item.nr, inside=item.nr not in optimum.uren)
            assert made is None or made.uren in brute.packages(problem)
    assert proven < 20


def test_another_number_of_threads_in_the_process_before_is_no_matter():
    """In a process of its own: HiGHS has one number of threads per process."""
    code = (
        "import highspy, random\n"
        "other = highspy.Highs()\n"
        "other.setOptionValue('output_flag', False)\n"
        "other.setOptionValue('threads', 2)\n"
        "columns = [other.addBinary() for _ in range(30)]\n"
        "rng = random.Random(1)\n"
        "for _ in range(20):\n"
        "    other.addConstr(sum(rng.randint(1, 9) * each for each in columns) <= 60)\n"
        "other.maximize(sum(rng.randint(1, 9) * each for each in columns))\n"
        "from benchmarks import synthetic; from regio_xl.allocation import optimise\n"
        "found = optimise(synthetic.problem(27, 60))\n"
        "print(found.proven, sorted(found.uren.items()))\n"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root
    )
    usual = optimise(synthetic.problem(27, 60)).uren
    assert done.stdout.splitlines()[-1] == f"True {sorted(usual.items())}"
