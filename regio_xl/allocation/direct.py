"""Every method on numbers given directly, without a workbook: published instances too.

There are no running projects, choices, pairs, relations or scores here: what a project is
worth is what the voters get out of it together.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from math import floor

from regio_xl.allocation.evenredig import equal_shares
from regio_xl.allocation.evenredig_pakket import STEP
from regio_xl.allocation.greedy import greedy
from regio_xl.allocation.instance import Instance, Outcome, Phase, Purchase
from regio_xl.allocation.optimum import optimise
from regio_xl.allocation.problem import Item, Problem
from regio_xl.domain.woorden import Doel, Scenario, Telling


def best(instance: Instance) -> Outcome:
    """Buy the package with the highest total utility, proven; of those the cheapest.

    Of packages that are still equal it is the one with the lowest numbers. A project that nobody
    gets anything out of is not bought. As with ``greedy`` the hours come from the sum.

    Args:
        instance: What there is to divide.

    Raises:
        ValueError: The utilities are too large to compare packages exactly.

    Example:
        >>> instance = Instance(
        ...     costs={1: 60, 2: 50, 3: 50},
        ...     budgets={"a": 60, "b": 40},
        ...     utilities={"a": {1: 3, 2: 2}, "b": {2: 1, 3: 2}},
        ... )
        >>> best(instance).selected, greedy(instance).selected
        ((2, 3), (2, 3))
    """
    worth = {nr: sum(u for _, u in found) for nr, found in instance.supporters().items()}
    problem = Problem(
        budget=floor(instance.limit),
        items=tuple(
            Item(nr=nr, nodig_uren=instance.costs[nr], score=Decimal(total))
            for nr, total in worth.items()
            if total
        ),
        telling=Telling.PER_OPDRACHT,
        volgorde=(Doel.SCORE,),
    )
    bought = tuple(
        Purchase(nr=nr, cost=cost, phase=Phase.BESTE_PAKKET)
        for nr, cost in optimise(problem).uren.items()
    )
    return Outcome(limit=instance.limit, purchases=bought, left=dict(instance.budgets))


def proportional(instance: Instance) -> Outcome:
    """Buy by Equal Shares, with budgets raised and then plain ranking where hours are left."""
    return equal_shares(instance, step=STEP, rank=True)


METHODS: Mapping[Scenario, Callable[[Instance], Outcome]] = {
    Scenario.OPTIMAAL: best,
    Scenario.RANGORDE: greedy,
    Scenario.EVENREDIG: proportional,
}
"""The methods that direct numbers can go through. A bonus for U&H means nothing here."""


def utility_of(instance: Instance, outcome: Outcome) -> int:
    """Return what all voters together get out of what was bought."""
    found = instance.supporters()
    return sum(utility for nr in outcome.selected for _, utility in found[nr])


def served(instance: Instance, outcome: Outcome) -> Fraction:
    """Return the share of the voters with a project that they get something out of; 0 for none."""
    found = instance.supporters()
    happy = {voter for nr in outcome.selected for voter, _ in found[nr]}
    return Fraction(len(happy), max(1, len(instance.budgets)))
