"""The same model and levels for other solvers: HiGHS as it comes, CBC through PuLP, CP-SAT.

Each gets the same columns and rows, one level after another, and keeps what was reached as a
condition. What comes before coverage (running projects, what the AOO wants) is given to all of
them as a condition, for free; so is the tie-break, which they need not do.
"""

import time
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from importlib import import_module
from math import isfinite
from typing import NamedTuple

from regio_xl.allocation import Optimum, Problem
from regio_xl.allocation.optimum import Goal, Milp
from regio_xl.allocation.solver import Column, Row

GRAIN = 10**6
"""Parts of one in which CP-SAT, that knows whole numbers only, counts the lowest ratio."""


class Work(NamedTuple):
    """What a rival gets: the model, and one level after another.

    Attributes:
        columns: The columns.
        rows: The conditions.
        goals: The levels that add up.
        ratio: The column of the lowest ratio, the last level.
        milp: What the columns mean.
    """

    columns: Sequence[Column]
    rows: Sequence[Row]
    goals: Sequence[Goal]
    ratio: int
    milp: Milp


Step = Callable[[Mapping[int, int], bool], Sequence[int] | None]
"""Solves one level for costs (and whether it is the ratio); None when it did not finish."""


def work(problem: Problem, optimum: Optimum) -> Work:
    """Return the model of a problem, with the levels before coverage as conditions."""
    milp = Milp(problem)
    values = milp.values(optimum.uren)
    before, goals = goals_of(milp)[:2], goals_of(milp)[2:]
    given = [goal.floor(goal.sum.at(values)) for goal in before]
    meaning = [hours >= each * milp.ratio for each, hours in milp.interest]
    return Work(
        milp.columns,
        [*milp.conditions, *milp.meanings(), *meaning, *given],
        goals,
        milp.ratio.column,
        milp,
    )


def goals_of(milp: Milp) -> list[Goal]:
    """Return the levels that add up; the lowest ratio does not."""
    return [goal for goal in milp.levels if goal is not None]


def judge(problem: Problem, optimum: Optimum, uren: Mapping[int, int] | None) -> str:
    """Return whether an answer is the optimum, checked in whole numbers."""
    if uren is None:
        return "niet klaar"
    milp = Milp(problem)
    if not milp.fits(uren):
        return "FOUT"
    found, best = milp.values(uren), milp.values(optimum.uren)
    right = all(goal.sum.at(found) == goal.sum.at(best) for goal in goals_of(milp))
    # The ratio is a fraction; they work with decimals, so a millionth is forgiven.
    short = milp.lowest_ratio(best) - milp.lowest_ratio(found)
    return "juist" if right and short <= Fraction(2, GRAIN) else "FOUT"


def climb(step: Step, keep: Callable[[Row], None], given: Work) -> dict[int, int] | None:
    """Walk the levels with one solver; return its package, or None when it did not finish."""
    for goal in given.goals:
        values = step(goal.sum.terms, False)
        if values is None:
            return None
        keep(goal.floor(goal.sum.at(values)))
    values = step({given.ratio: 1}, True)
    return None if values is None else given.milp.read(values)


def highs(given: Work, seconds: float) -> dict[int, int] | None:
    """Solve with HiGHS as it comes, but without its relative gap, which gives wrong answers."""
    import highspy  # noqa: PLC0415 - one of the rivals
    import numpy as np  # noqa: PLC0415

    solver = highspy.Highs()
    width = len(given.columns)
    options = {"output_flag": False, "mip_rel_gap": 0.0, "threads": 1}
    for option, value in options.items():
        solver.setOptionValue(option, value)
    solver.addVars(width, np.zeros(width), np.array([c.upper for c in given.columns], dtype=float))
    whole = np.array([at for at, c in enumerate(given.columns) if c.whole], dtype=np.int32)
    kinds = np.full(len(whole), highspy.HighsVarType.kInteger)
    solver.changeColsIntegrality(len(whole), whole, kinds)
    solver.changeObjectiveSense(highspy.ObjSense.kMaximize)
    started = time.perf_counter()

    def keep(row: Row) -> None:
        index, value = list(row[2]), list(row[2].values())
        solver.addRow(
            row[0], row[1], len(index), np.array(index, dtype=np.int32), np.array(value, float)
        )

    def step(costs: Mapping[int, int], ratio: bool) -> Sequence[int] | None:
        dense = np.zeros(width)
        dense[list(costs)] = list(costs.values())
        solver.changeColsCost(width, np.arange(width, dtype=np.int32), dense)
        solver.setOptionValue("mip_abs_gap", 1e-7 if ratio else 0.5)
        solver.setOptionValue("time_limit", solver.getRunTime() + left(started, seconds))
        solver.run()
        if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        return [round(value) for value in solver.getSolution().col_value]

    for row in given.rows:
        keep(row)
    return climb(step, keep, given)


def cbc(given: Work, seconds: float) -> dict[int, int] | None:
    """Solve with CBC through PuLP."""
    import pulp  # noqa: PLC0415 - need not be there

    model = pulp.LpProblem("model", pulp.LpMaximize)
    kinds = {True: "Integer", False: "Continuous"}
    columns = [
        pulp.LpVariable(f"x{at}", 0, column.upper, kinds[column.whole])
        for at, column in enumerate(given.columns)
    ]
    started = time.perf_counter()

    def keep(row: Row) -> None:
        total = pulp.LpAffineExpression({columns[at]: value for at, value in row[2].items()})
        if isfinite(row[0]):
            model.addConstraint(total >= row[0])
        if isfinite(row[1]):
            model.addConstraint(total <= row[1])

    def step(costs: Mapping[int, int], _ratio: bool) -> Sequence[int] | None:
        model.setObjective(pulp.LpAffineExpression({columns[at]: c for at, c in costs.items()}))
        model.solve(
            pulp.PULP_CBC_CMD(msg=False, timeLimit=left(started, seconds), gapRel=0.0, threads=1)
        )
        if model.sol_status != pulp.LpSolutionOptimal:
            return None
        return [round(column.value() or 0) for column in columns]

    for row in given.rows:
        keep(row)
    return climb(step, keep, given)


def cp_sat(given: Work, seconds: float) -> dict[int, int] | None:
    """Solve with CP-SAT of OR-tools, on as many threads as it likes."""
    from ortools.sat.python import cp_model  # noqa: PLC0415 - need not be there

    model = cp_model.CpModel()
    columns = [
        model.new_int_var(0, column.upper if column.whole else column.upper * GRAIN, f"x{at}")
        for at, column in enumerate(given.columns)
    ]
    started = time.perf_counter()

    def keep(row: Row) -> None:
        # The ratio counts in millionths, so a row with it does as well.
        times = GRAIN if given.ratio in row[2] else 1
        weights = [value * (1 if at == given.ratio else times) for at, value in row[2].items()]
        total = cp_model.LinearExpr.weighted_sum([columns[at] for at in row[2]], weights)
        if isfinite(row[0]):
            model.add(total >= int(row[0]) * times)
        if isfinite(row[1]):
            model.add(total <= int(row[1]) * times)

    def step(costs: Mapping[int, int], _ratio: bool) -> Sequence[int] | None:
        named = [columns[at] for at in costs]
        model.maximize(cp_model.LinearExpr.weighted_sum(named, list(costs.values())))
        solver = cp_model.CpSolver()
        solver.parameters.max_time_in_seconds = left(started, seconds)
        if solver.solve(model) != cp_model.OPTIMAL:
            return None
        return [solver.value(column) for column in columns]

    for row in given.rows:
        keep(row)
    return climb(step, keep, given)


def left(started: float, seconds: float) -> float:
    """Return how long a rival may still take."""
    return max(0.01, seconds - (time.perf_counter() - started))


class Rival(NamedTuple):
    """Another solver.

    Attributes:
        name: What it is called.
        needs: The module that must be there.
        solve: Gives its package within some seconds, or None.
    """

    name: str
    needs: str
    solve: Callable[[Work, float], dict[int, int] | None]


RIVALS = (
    Rival("highspy koud", "highspy", highs),
    Rival("PuLP/CBC", "pulp", cbc),
    Rival("CP-SAT", "ortools.sat.python.cp_model", cp_sat),
)


def installed() -> Iterator[tuple[Rival, bool]]:
    """Give the rivals, and whether each is there."""
    for rival in RIVALS:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of their own
            try:
                import_module(rival.needs)
            except ImportError:
                yield rival, False
            else:
                yield rival, True
