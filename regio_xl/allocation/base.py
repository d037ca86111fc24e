"""What all questions about a package that was chosen have in common, worked out once."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from regio_xl.allocation.change import ChangeLayout
from regio_xl.allocation.core import Bound
from regio_xl.allocation.ladder import Ladder
from regio_xl.allocation.layout import Goal
from regio_xl.allocation.problem import Problem
from regio_xl.allocation.search import opened
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
    guides = _guides(layout, steps, hours, seconds)
    table = None
    if len(rows) * len(layout.columns) <= CELLS:
        # The first two rows are the limits on hours: these differ from one question to another.
        table = Table(layout.columns, guides.values(), range(2, len(rows)))
    multipliers = {name: guide.multipliers for name, guide in guides.items()}
    return Base(problem, ladder, layout, rows, seconds, multipliers, table, {})


def _guides(
    layout: ChangeLayout, steps: Sequence[Step], hours: Goal, seconds: float | None
) -> dict[str, Bound]:
    """Return by name of a level what bounds it well for the package that was chosen."""
    core = opened(layout, seconds)
    guides: dict[str, Bound] = {}
    for goal, value in (*((step.goal, step.value) for step in steps), (hours, 0)):
        if goal.costs:
            guides[goal.name] = Bound(goal.costs, value, core.multipliers(goal.costs))
            core.add([layout.floor(goal, value)])
    return guides
