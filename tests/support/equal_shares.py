"""Judges of the Method of Equal Shares, by its definition, that share no code with it.

They read the plain fields of an instance and of an outcome, and search where the method
computes: slow, so for small instances. Each yields what is wrong, or nothing.

Sources: priceability from D. Peters and P. Skowron, "Proportionality and the Limits of
Welfarism" (EC 2020); the rule and EJR up to one project from D. Peters,
G. Pierczynski and P. Skowron, "Proportional Participatory Budgeting with Additive Utilities"
(NeurIPS 2021).
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import chain, combinations
from typing import TypeVar

from regio_xl.allocation.beurten import Instance, Outcome

Purses = Mapping[str, Fraction]
T = TypeVar("T")


def value(instance: Instance, voter: str, nr: int) -> int:
    """What a voter gets out of a project."""
    per_hour = instance.costs[nr] if instance.cost_utilities else 1
    return instance.utilities.get(voter, {}).get(nr, 0) * per_hour


def paid_at(instance: Instance, purses: Purses, nr: int, rho: Fraction) -> Fraction:
    """What all voters pay for a project together at this rho."""
    return sum(
        (min(purses[voter], rho * value(instance, voter, nr)) for voter in purses), Fraction(0)
    )


def search_rho(instance: Instance, purses: Purses, nr: int) -> Fraction | None:
    """The smallest rho at which a project can be paid, by trying whoever may be out of money.

    What is paid is linear in rho as long as the same voters pay all they have. So the answer is
    among those where, for some group that pays all it has, the others share the rest.
    """
    cost = instance.costs[nr]
    worth = {voter: value(instance, voter, nr) for voter in purses}
    backers = [voter for voter in purses if worth[voter]]
    tries = []
    for edge in [Fraction(-1), *(purses[voter] / worth[voter] for voter in backers)]:
        emptied = [voter for voter in backers if purses[voter] / worth[voter] <= edge]
        sharing = sum(worth[voter] for voter in backers if voter not in emptied)
        due = cost - sum(purses[voter] for voter in emptied)
        tries += [edge] if not sharing else [edge, Fraction(due) / sharing]
    able = [rho for rho in tries if paid_at(instance, purses, nr, rho) >= cost]
    return min(able, default=None)


def find_order_faults(instance: Instance, outcome: Outcome) -> Iterator[str]:
    """Follow the purchases: each at the smallest rho there was, each paid as defined."""
    purses = {voter: budget * outcome.factor for voter, budget in instance.budgets.items()}
    open_nrs = set(instance.costs)
    for bought in outcome.purchases:
        turns = []
        for nr in open_nrs:
            rho = search_rho(instance, purses, nr)
            total = sum(value(instance, voter, nr) for voter in instance.budgets)
            turns += [] if rho is None else [(rho, -total, nr)]
        if not turns or min(turns)[::2] != (bought.rho, bought.nr):
            yield f"{bought.nr} at {bought.rho}, where {min(turns, default=None)} was due"
            return
        for voter, left in list(purses.items()):
            due = min(left, bought.rho * value(instance, voter, bought.nr))
            if bought.payments.get(voter, 0) != due:
                yield f"{voter} pays {bought.payments.get(voter, 0)} for {bought.nr}, not {due}"
            purses[voter] -= due
        open_nrs.remove(bought.nr)
    late = [nr for nr in open_nrs if search_rho(instance, purses, nr) is not None]
    if late:
        yield f"not bought, though affordable: {sorted(late)}"
    if purses != outcome.left:
        yield f"left {outcome.left}, not {purses}"


def find_price_faults(instance: Instance, outcome: Outcome) -> Iterator[str]:
    """Check that what voters pay is a price system that supports the outcome."""
    purses = {voter: budget * outcome.factor for voter, budget in instance.budgets.items()}
    for bought in outcome.purchases:
        if sum(bought.payments.values()) != instance.costs[bought.nr]:
            yield f"{bought.nr}: payments are not its cost"
        for voter, payment in bought.payments.items():
            if payment <= 0 or not value(instance, voter, bought.nr):
                yield f"{voter} pays {payment} for {bought.nr}, which it gets nothing out of"
            purses[voter] -= payment
    if min(purses.values(), default=0) < 0:
        yield "a voter pays more than it has"
    for nr in instance.costs.keys() - set(outcome.selected):
        could = sum(left for voter, left in purses.items() if value(instance, voter, nr))
        # Strictly below, so stronger than priceability asks: with just enough it is bought.
        if could >= instance.costs[nr]:
            yield f"{nr} is not bought, and its supporters have {could} left"


def find_ejr1_faults(instance: Instance, selected: tuple[int, ...]) -> Iterator[str]:
    """Try every group of voters and every set of projects on EJR up to one project.

    A group is owed what it agrees on, if each of its members could pay an equal part of it. With
    equal budgets that is the definition of the literature: the group's share of the budget
    covers the projects. With unequal ones a group counts for as much as its poorest member.
    """
    for group in _nonempty(sorted(instance.budgets)):
        means = len(group) * min(instance.budgets[voter] for voter in group)
        for projects in _nonempty(sorted(instance.costs)):
            if sum(instance.costs[nr] for nr in projects) > means:
                continue
            owed = sum(min(value(instance, voter, nr) for voter in group) for nr in projects)
            if not any(_is_served(instance, voter, selected, projects, owed) for voter in group):
                yield f"{group} is owed {owed} by {projects}"


def _is_served(
    instance: Instance,
    voter: str,
    selected: tuple[int, ...],
    projects: tuple[int, ...],
    owed: int,
) -> bool:
    has = sum(value(instance, voter, nr) for nr in selected)
    others = [value(instance, voter, nr) for nr in projects if nr not in selected]
    return has >= owed or any(has + one > owed for one in others)


def _nonempty(things: list[T]) -> Iterator[tuple[T, ...]]:
    sizes = range(1, len(things) + 1)
    return chain.from_iterable(combinations(things, size) for size in sizes)
