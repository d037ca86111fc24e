"""Scenario ``evenredig``: the Method of Equal Shares, exactly.

Source: D. Peters, G. Pierczynski and P. Skowron, "Proportional Participatory Budgeting with
Additive Utilities" (NeurIPS 2021). There every voter starts with
an equal share; here with what it contributes itself.

Every voter has a purse. A project is rho-affordable when its supporters can pay for it
together while none pays more than rho per unit of utility, nor more than it has left::

    sum over voters i of  min(left_i, rho x utility_i)  >=  cost

Time and again the project with the smallest such rho is bought, until none is affordable.
Ties: the highest total utility first, then the lowest number.

The method often leaves hours. Two ways to go on, both optional and in this order:

*   raise: all budgets are multiplied by 1 + step, 1 + 2 steps, ..., and each time the
    method starts afresh. It stops at the first that leaves no room for any project that voters
    could buy, or at the last before the outlay goes over the hours that there really are.
*   rank: what fits in the hours that are then left is bought by plain ranking (`greedy`).
"""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from heapq import heapify, heappop, heappush
from math import ceil, lcm

from regio_xl.allocation.greedy import fill
from regio_xl.allocation.instance import Instance, Outcome, Phase, Purchase, Supporters

ONE = Fraction(1)


def equal_shares(
    instance: Instance, *, step: Fraction | None = None, rank: bool = False
) -> Outcome:
    """Divide the hours by the Method of Equal Shares.

    Args:
        instance: What there is to divide.
        step: By which part of itself each budget is raised each time, for example 1/100;
            None for not raising.
        rank: Whether what is left after that is divided by plain ranking.

    Returns:
        The purchases in order, each with its phase, its rho and what each voter pays, and what
        each voter has left. The outlay is never over the sum of the budgets as they were; with
        raised budgets one voter may pay more than it brought in, and another less.

    Raises:
        ValueError: ``step`` is not above 0.

    Example:
        Both want project 1. Then ``a`` can still pay for 2; ``b`` has too little left for 3
        until budgets are raised, and that would cost more than there is.

        >>> instance = Instance(
        ...     costs={1: 60, 2: 70, 3: 80},
        ...     budgets={"a": 100, "b": 100},
        ...     utilities={"a": {1: 1, 2: 1}, "b": {1: 1, 3: 1}},
        ... )
        >>> outcome = equal_shares(instance)
        >>> for bought in outcome.purchases:
        ...     print(bought.nr, bought.rho, {v: int(h) for v, h in bought.payments.items()})
        1 30 {'a': 30, 'b': 30}
        2 70 {'a': 70}
        >>> {voter: int(hours) for voter, hours in outcome.left.items()}
        {'a': 0, 'b': 70}
        >>> equal_shares(instance, step=Fraction(1, 10), rank=True).selected
        (1, 2)
    """
    if step is not None and step <= 0:
        raise ValueError(f"step must be above 0: {step}")
    supporters = instance.supporters()
    outcome = _buy(instance, supporters, ONE)
    if step is not None:
        outcome = _raise(instance, supporters, outcome, step)
    if rank:
        candidates = instance.costs.keys() - set(outcome.selected)
        more = fill(instance, candidates, outcome.limit - outcome.outlay)
        outcome = outcome.model_copy(update={"purchases": outcome.purchases + more})
    return outcome


def find_rho(cost: int, purses: Sequence[tuple[int, int]]) -> Fraction | None:
    """Return the smallest rho for which a project is rho-affordable, or None.

    Those with the least left per unit of utility are the first to pay all they have. So, from
    them on: are the others, and this one, able to share what is still due?

    Args:
        cost: What the project costs, above 0.
        purses: Per supporter what it has left, in the same unit, and its utility, above 0.

    Example:
        >>> find_rho(10, [(2, 1), (9, 2)])
        Fraction(4, 1)
        >>> find_rho(12, [(2, 1), (9, 2)]) is None
        True
    """
    if sum(left for left, _ in purses) < cost:
        return None
    # What is left per utility, in whole numbers: those are compared many times faster.
    common = lcm(*(utility for _, utility in purses))
    due, weight = cost, sum(utility for _, utility in purses)
    for left, utility in sorted(purses, key=lambda purse: purse[0] * (common // purse[1])):
        if due * utility <= left * weight:
            break
        due -= left
        weight -= utility
    return Fraction(due, weight)


def _buy(instance: Instance, supporters: Mapping[int, Supporters], factor: Fraction) -> Outcome:
    """Run the method itself, with all budgets multiplied by ``factor``.

    Hours are only ever spent, so a rho never falls: one worked out earlier is a lower bound,
    and only those at the head of the queue need working out again.
    """
    purses = _Purses({voter: budget * factor for voter, budget in instance.budgets.items()})
    queue = [(Fraction(0), -sum(u for _, u in found), nr) for nr, found in supporters.items()]
    heapify(queue)
    purchases = []
    while queue:
        _, turn, nr = heappop(queue)
        cost = instance.costs[nr]
        rho = purses.find_rho(cost, supporters[nr])
        if rho is None:
            continue
        if queue and queue[0] < (rho, turn, nr):
            heappush(queue, (rho, turn, nr))
            continue
        payments = purses.pay(rho, supporters[nr])
        bought = Purchase(nr=nr, cost=cost, phase=Phase.EVENREDIG, rho=rho, payments=payments)
        purchases.append(bought)
    return Outcome(
        limit=instance.limit, purchases=tuple(purchases), left=purses.hours, factor=factor
    )


class _Purses:
    """What each voter has left, exactly: whole numbers of one part of an hour, ever smaller."""

    def __init__(self, hours: Mapping[str, Fraction]) -> None:
        self._parts = lcm(*(left.denominator for left in hours.values()))
        self._left = {voter: int(hours[voter] * self._parts) for voter in sorted(hours)}

    @property
    def hours(self) -> dict[str, Fraction]:
        return {voter: Fraction(left, self._parts) for voter, left in self._left.items()}

    def find_rho(self, cost: int, found: Supporters) -> Fraction | None:
        purses = [(self._left[voter], utility) for voter, utility in found]
        rho = find_rho(cost * self._parts, purses)
        return None if rho is None else rho / self._parts

    def pay(self, rho: Fraction, found: Supporters) -> dict[str, Fraction]:
        """Take from every supporter rho per utility, or all it has, and return who paid what."""
        finer = lcm(self._parts, rho.denominator)
        self._left = {voter: left * (finer // self._parts) for voter, left in self._left.items()}
        self._parts = finer
        each = int(rho * finer)
        shares = {voter: min(self._left[voter], each * utility) for voter, utility in found}
        for voter, share in shares.items():
            self._left[voter] -= share
        return {voter: Fraction(share, finer) for voter, share in shares.items() if share}


def _raise(
    instance: Instance, supporters: Mapping[int, Supporters], first: Outcome, step: Fraction
) -> Outcome:
    """Raise the budgets step by step, and return the last outcome that can be paid.

    Steps are skipped where nothing new can be bought even if its supporters buy nothing else:
    there all is bought out of what can be paid already. Only when the next is the last,
    the one just before it is still to be worked out.
    """
    needed = {
        nr: instance.costs[nr] / budget
        for nr, found in supporters.items()
        if (budget := sum(instance.budgets[voter] for voter, _ in found))
    }
    outcome, count = first, 0
    while _has_room(instance, needed.keys(), outcome):
        missing = min(needed[nr] for nr in needed.keys() - set(outcome.selected))
        following = max(count + 1, ceil((missing - 1) / step))
        raised = _buy(instance, supporters, 1 + following * step)
        if raised.outlay > raised.limit:
            if following > count + 1:
                outcome = _buy(instance, supporters, 1 + (following - 1) * step)
            break
        outcome, count = raised, following
    return _tell_apart(first, outcome)


def _has_room(instance: Instance, candidates: Iterable[int], outcome: Outcome) -> bool:
    room = outcome.limit - outcome.outlay
    bought = set(outcome.selected)
    return any(instance.costs[nr] <= room for nr in candidates if nr not in bought)


def _tell_apart(first: Outcome, outcome: Outcome) -> Outcome:
    """Mark what was bought only thanks to raised budgets, and what was lost by it."""
    before = set(first.selected)
    purchases = tuple(
        bought if bought.nr in before else bought.model_copy(update={"phase": Phase.OPHOGING})
        for bought in outcome.purchases
    )
    dropped = tuple(sorted(before - set(outcome.selected)))
    return outcome.model_copy(update={"purchases": purchases, "dropped": dropped})
