"""The solver benchmark on a tiny size: what it says about each solver is so. Never timed."""

import pytest

from benchmarks import rivals, solver, synthetic
from regio_xl.allocation import optimise

TINY = (4, 12, 2)


def test_the_same_number_gives_the_same_problem():
    assert synthetic.problem(4, 12, 3) == synthetic.problem(4, 12, 3)
    assert synthetic.problem(4, 12, 3) != synthetic.problem(4, 12, 4)


def test_our_line_tells_of_package_and_reasons_and_that_all_is_proven():
    line = solver.ours(*TINY)
    plans = [solver.plan_of(problem) for problem in solver.problems(*TINY)]
    asked = [
        [i for i in plan.problem.items if not (i.barred or (i.gaat_voor and i.nr in plan.uren))]
        for plan in plans
    ]
    assert line.split()[:3] == ["4", "x", "12"]
    assert line.endswith(f"{max(map(len, asked))} keer, bewezen")
    for plan, items in zip(plans, asked, strict=True):
        gevolgen = solver.explain(plan)
        assert gevolgen.keys() == {item.nr for item in items}
        assert all(gevolg.bewezen for gevolg in gevolgen.values())


def test_every_solver_that_is_there_is_compared_and_right():
    lines = [*solver.compare(*TINY)]
    assert len(lines) == len(rivals.RIVALS)
    assert all(line.endswith(("2 juist", "niet geïnstalleerd")) for line in lines)
    assert lines[0].endswith("2 juist")


def test_a_missing_solver_is_named_not_missed(monkeypatch):
    absent = rivals.Rival("Niets", "no_such_solver", rivals.highs)
    monkeypatch.setattr(rivals, "RIVALS", (absent,))
    (line,) = solver.compare(*TINY)
    assert line.split(maxsplit=4)[3:] == ["Niets", "niet geïnstalleerd"]


@pytest.mark.parametrize(
    ("answer", "verdict"), [(None, "niet klaar"), ({}, "FOUT"), ({1: 10**6}, "FOUT")]
)
def test_a_wrong_answer_is_called_wrong(answer, verdict):
    made = synthetic.problem(4, 12)
    optimum = optimise(made)
    assert rivals.judge(made, optimum, optimum.uren) == "juist"
    assert rivals.judge(made, optimum, answer) == verdict
