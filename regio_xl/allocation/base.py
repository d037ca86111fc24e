"""What all questions about a package that was chosen have in common, worked out once."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from regio_xl.allocation.change import ChangeLayout
from regio_xl.allocation.core import Bound, Core
from regio_xl.allocation.ladder import Ladder
from regio_xl.allocation.layout import Goal
from regio_xl.allocation.problem import Problem
from regio_xl.allocation.solver import Row
from regio_xl.allocation.table import Table

CELLS = 100_000
"""Rows times columns of the largest model of which the columns are put in tables."""


class Step(NamedTuple):
    """A level, what the optimum has on it, and what no package can exceed.

    Attributes:
        goal: The level.
        value: What the optimum has.
        most: What no package has more of when the levels before are as in the optimum.
        ceiling: What no package has more of at all.
    """

    goal: Goal
    value: int
    most: int
    ceiling: int


class Base(NamedTuple):
    """What all questions about one package have in common.

    Attributes:
        problem: What there was to divide.
        ladder: Its levels.
        layout: The problem as columns, with the package that was chosen.
        rows: The conditions that every package keeps: the budget, the maximum for new projects
            if there is one, and so on.
        seconds: Time limit of each solve; None for none.
        guides: By name of a level multipliers that bound it well for the chosen package; most
            questions are near enough to it.
        table: What models of a small problem share; None for a large one.
        luck: By name of a level how often writing out was tried, and how often it was enough.
    """

    problem: Problem
    ladder: Ladder
    layout: ChangeLayout
    rows: Sequence[Row]
    seconds: float | None
    guides: Mapping[str, Mapping[int, int]]
    table: Table | None
    luck: dict[str, tuple[int, int]]


def make_base(
    problem: Problem,
    ladder: Ladder,
    layout: ChangeLayout,
    steps: Sequence[Step],
    hours: Goal,
    seconds: float | None,
) -> Base:
    """Work out what all questions have in common.

    Args:
        problem: What there was to divide.
        ladder: Its levels.
        layout: The problem as columns, with the package that was chosen.
        steps: The levels, with what was chosen.
        hours: The level of fewest hours.
        seconds: Time limit of each solve; None for none.
    """
    rows = layout.rows()
    guides = {guide.name: guide for guide in _guides(layout, rows, steps, hours, seconds)}
    table = None
    if len(rows) * len(layout.columns) <= CELLS:
        bounds = [Bound(guide.costs, 0, guide.multipliers) for guide in guides.values()]
        # The first two rows are the limits on hours: these differ from one question to another.
        table = Table(layout.columns, bounds, range(2, len(rows)))
    multipliers = {name: guide.multipliers for name, guide in guides.items()}
    return Base(problem, ladder, layout, rows, seconds, multipliers, table, {})


class _Guide(NamedTuple):
    """What bounds a level well for the package that was chosen, see ``core``."""

    name: str
    costs: Mapping[int, int]
    multipliers: Mapping[int, int]


def _guides(
    layout: ChangeLayout,
    rows: Sequence[Row],
    steps: Sequence[Step],
    hours: Goal,
    seconds: float | None,
) -> Iterator[_Guide]:
    core = Core(layout.columns, seconds)
    core.bound(layout.ratio, 0, 0)
    core.add(rows)
    for goal, value in (*((step.goal, step.value) for step in steps), (hours, 0)):
        if goal.costs:
            yield _Guide(goal.name, goal.costs, core.multipliers(goal.costs))
            core.add([layout.floor(goal, value)])
