"""The best of packages that were written out, level by level, in whole numbers."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from regio_xl.allocation.change import ANDERS, ChangeLayout
from regio_xl.allocation.layout import Goal
from regio_xl.allocation.sieve import Left
from regio_xl.allocation.table import Table

if TYPE_CHECKING:
    from regio_xl.allocation.sieve import Whole


def pick(layout: ChangeLayout, table: Table, left: Left, goals: Sequence[Goal]) -> dict[int, int]:
    """Return the package that is highest on the first goal, then on the next, and so on.

    Args:
        layout: The problem as columns.
        table: Its sums of columns.
        left: What was written out: at least one package.
        goals: The levels. After ``anders`` the lowest numbers settle what is still equal.
    """
    values = left.values
    for goal in goals:
        if values.shape[1] == 1:
            break
        if goal.name == ANDERS:
            values = _nearest(layout, left, values)
        else:
            sums = table.vector(goal.costs)[left.open] @ values
            values = values[:, sums == sums.max()]
    whole = left.lower.copy()
    whole[left.open] = values[:, 0]
    return layout.read(whole.tolist())


def _nearest(layout: ChangeLayout, left: Left, values: "Whole") -> "Whole":
    """Return the package most like the chosen one; of those the one by lowest numbers."""
    import numpy as np  # noqa: PLC0415 - only when a package is really asked

    per_column, chosen = layout.hours
    own = per_column[:, left.open]
    moves = own.any(axis=1)
    fixed = left.lower.copy()
    fixed[left.open] = 0
    hours = own[moves] @ values + (per_column[moves] @ fixed)[:, None]
    same = (hours == chosen[moves, None]).sum(axis=0)
    best = (same == same.max()).nonzero()[0]
    if len(best) > 1 and len(hours):
        best = best[np.lexsort(hours[::-1, best])[-1:]]
    return values[:, best[:1]]
