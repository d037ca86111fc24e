"""Published instances through every method: ``python -m benchmarks pabulib FILE.pb ...``.

There are no running projects, choices, pairs, relations or scores here: what a project is
worth is what the voters get out of it together. A method gives the numbers of what is bought.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from math import floor
from pathlib import Path

from benchmarks import pabulib
from regio_xl.allocation import Item, Problem, optimise
from regio_xl.allocation.beurten import STEP, Instance, equal_shares
from regio_xl.domain.woorden import Doel, Scenario, Telling

Bought = tuple[int, ...]


def best(instance: Instance) -> Bought:
    """Buy the package with the highest total utility, proven; of those the cheapest.

    Of packages that are still equal it is the one with the lowest numbers. A project that nobody
    gets anything out of is not bought.

    Raises:
        ValueError: The utilities are too large to compare packages exactly.

    Example:
        >>> instance = Instance(
        ...     costs={1: 60, 2: 50, 3: 50},
        ...     budgets={"a": 60, "b": 40},
        ...     utilities={"a": {1: 3, 2: 2}, "b": {2: 1, 3: 2}},
        ... )
        >>> best(instance), greedy(instance)
        ((2, 3), (2, 3))
    """
    problem = Problem(
        budget=floor(instance.limit),
        items=tuple(
            Item(nr=nr, nodig_uren=instance.costs[nr], score=Decimal(total))
            for nr, total in totals(instance).items()
            if total
        ),
        telling=Telling.PER_OPDRACHT,
        volgorde=(Doel.SCORE,),
    )
    return tuple(optimise(problem).uren)


def greedy(instance: Instance) -> Bought:
    """Buy projects in order of total utility per hour, skipping what does not fit.

    As ``rangorde`` is for a workbook; with ``cost_utilities`` it ranks by total utility, as most
    cities do with votes.

    >>> instance = Instance(
    ...     costs={1: 60, 2: 50, 3: 40},
    ...     budgets={"a": 60, "b": 40},
    ...     utilities={"a": {1: 3, 2: 1}, "b": {1: 3, 2: 2, 3: 1}},
    ... )
    >>> greedy(instance)
    (1, 3)
    """
    return complete(instance, ())


def proportional(instance: Instance) -> Bought:
    """Buy by Equal Shares, with budgets raised and then plain ranking where hours are left."""
    return complete(instance, equal_shares(instance, step=STEP).selected)


def complete(instance: Instance, bought: Bought) -> Bought:
    """Return what is bought with what plain ranking adds from the hours that are left.

    Ties: the highest total utility first, then the lowest number. A project that nobody gets
    anything out of is not bought.
    """
    total = totals(instance)

    def turn(nr: int) -> tuple[Fraction, int, int]:
        return -Fraction(total[nr], instance.costs[nr]), -total[nr], nr

    room = instance.limit - sum(instance.costs[nr] for nr in bought)
    for nr in sorted((nr for nr in total.keys() - set(bought) if total[nr]), key=turn):
        if instance.costs[nr] <= room:
            bought += (nr,)
            room -= instance.costs[nr]
    return bought


METHODS: Mapping[Scenario, Callable[[Instance], Bought]] = {
    Scenario.OPTIMAAL: best,
    Scenario.RANGORDE: greedy,
    Scenario.EVENREDIG: proportional,
}
"""The methods that direct numbers can go through. A bonus for U&H means nothing here."""


def totals(instance: Instance) -> dict[int, int]:
    """Return per project what all voters together get out of it."""
    return {nr: sum(u for _, u in found) for nr, found in instance.supporters().items()}


def served(instance: Instance, bought: Bought) -> Fraction:
    """Return the share of the voters with a project that they get something out of; 0 for none."""
    found = instance.supporters()
    happy = {voter for nr in bought for voter, _ in found[nr]}
    return Fraction(len(happy), max(1, len(instance.budgets)))


def compare(text: str) -> Iterator[str]:
    """Yield a line per method: what it buys of a ``.pb`` file, and for whom."""
    read = pabulib.parse(text)
    limit, total = read.instance.limit, totals(read.instance)
    for scenario, method in METHODS.items():
        bought = method(read.instance)
        outlay = sum(read.instance.costs[nr] for nr in bought)
        yield (
            f"{scenario:12} {len(bought):4} projecten, "
            f"{float(outlay / limit) if limit else 0:5.1%} van het budget, "
            f"nut {sum(total[nr] for nr in bought)}, "
            f"{float(served(read.instance, bought)):.1%} van de stemmers krijgt iets: "
            f"{', '.join(read.names[nr] for nr in sorted(bought))}"
        )


def main(files: Sequence[str]) -> None:
    """Print the lines of each file."""
    for name in files:
        print(name)
        for line in compare(Path(name).read_text(encoding="utf-8-sig")):
            print(f"  {line}")
