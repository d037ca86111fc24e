"""The solver benchmark on a tiny size: what it says about each solver is so. Never timed."""

import pytest

from benchmarks import rivals, solver, synthetic
from regio_xl.allocation import optimise
from regio_xl.allocation.scenario import make_plan
from regio_xl.domain.woorden import Scenario

TINY = (4, 12, 2)


def test_the_same_number_gives_the_same_problem():
    assert synthetic.problem(4, 12, 3) == synthetic.problem(4, 12, 3)
    assert synthetic.problem(4, 12, 3) != synthetic.problem(4, 12, 4)


def test_every_solver_that_is_there_is_compared_and_right():
    first, *others = solver.compare(*TINY)
    assert first.endswith("bewezen")
    assert len(others) == len(rivals.RIVALS)
    assert all(line.endswith(("2 juist", "niet geïnstalleerd")) for line in others)
    assert others[0].endswith("2 juist")


def test_a_missing_solver_is_named_not_missed(monkeypatch):
    absent = rivals.Rival("Niets", "no_such_solver", rivals.highs)
    monkeypatch.setattr(rivals, "RIVALS", (absent,))
    assert solver.compare(*TINY)[1].split(maxsplit=1) == ["Niets", "niet geïnstalleerd"]


@pytest.mark.parametrize(
    ("answer", "verdict"), [(None, "niet klaar"), ({}, "FOUT"), ({1: 10**6}, "FOUT")]
)
def test_a_wrong_answer_is_called_wrong(answer, verdict):
    made = synthetic.problem(4, 12)
    optimum = optimise(made)
    assert rivals.judge(made, optimum, optimum.uren) == "juist"
    assert rivals.judge(made, optimum, answer) == verdict


def test_the_other_tables_have_a_line_per_size():
    assert len(solver.growth((6, 12))) == 2
    assert "x tot " in solver.explanation(*TINY)
    assert solver.explanation(4, 12, 1).endswith("x")
    assert solver.ranking(*TINY).count("%") == 3


def test_all_what_ifs_are_proven():
    plan = make_plan(Scenario.OPTIMAAL, synthetic.problem(4, 12), bonus={})
    gevolgen = solver.explain(plan)
    asked = [i for i in plan.problem.items if not (i.barred or (i.gaat_voor and i.nr in plan.uren))]
    assert gevolgen.keys() == {item.nr for item in asked}
    assert all(gevolg.bewezen for gevolg in gevolgen.values())
