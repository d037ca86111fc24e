"""Plain ranking of a direct instance: most utility per hour first.

The pencil-and-paper method for numbers given directly, as ``rangorde`` is for a workbook.
With ``cost_utilities`` it ranks by total utility, as most cities do with votes.
"""

from collections.abc import Iterable
from fractions import Fraction

from regio_xl.allocation.instance import Instance, Outcome, Phase, Purchase


def greedy(instance: Instance) -> Outcome:
    """Buy projects in order of total utility per hour, skipping what does not fit.

    Ties: the highest total utility first, then the lowest number. A project that nobody gets
    anything out of is not bought. The hours come from the sum, so no voter pays for
    a project in particular and ``left`` is what each brought in.

    Args:
        instance: What there is to divide.

    Example:
        >>> instance = Instance(
        ...     costs={1: 60, 2: 50, 3: 40},
        ...     budgets={"a": 60, "b": 40},
        ...     utilities={"a": {1: 3, 2: 1}, "b": {1: 3, 2: 2, 3: 1}},
        ... )
        >>> greedy(instance).selected
        (1, 3)
    """
    bought = fill(instance, instance.costs, instance.limit)
    return Outcome(limit=instance.limit, purchases=bought, left=dict(instance.budgets))


def fill(instance: Instance, candidates: Iterable[int], room: Fraction) -> tuple[Purchase, ...]:
    """Return what plain ranking buys of some of the projects within some of the hours.

    Args:
        instance: What there is to divide.
        candidates: Numbers of the projects that may be bought.
        room: Hours to buy them from.
    """
    totals = {
        nr: sum(utility for _, utility in supporters)
        for nr, supporters in instance.supporters().items()
    }

    def turn(nr: int) -> tuple[Fraction, int, int]:
        return -Fraction(totals[nr], instance.costs[nr]), -totals[nr], nr

    bought = []
    for nr in sorted((nr for nr in candidates if totals[nr]), key=turn):
        cost = instance.costs[nr]
        if cost <= room:
            bought.append(Purchase(nr=nr, cost=cost, phase=Phase.RANGORDE))
            room -= cost
    return tuple(bought)
