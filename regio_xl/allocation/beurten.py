"""The scenarios in which proposals have a turn, one by one: ``rangorde`` and ``evenredig``.

Neither is an optimum, and neither claims to be.

``rangorde`` is the plain ranking that anyone can redo with a pencil. Running projects first (A26),
then what the AOO wants in (F3.4), then the rest: by priority for the U&H strategy (strict, O7),
weighted score (F3.1, high first), fewer hours, lowest number. While hours last each one in turn
gets what it needs; one that does not fit is skipped and the next is tried. One that requires others
takes them along in its turn, when all of them fit; else it has another turn once they are in. One
that excludes another that is in already stays out.

In ``evenredig`` each participant spends the hours that it brings in. What goes first goes first
here too: running projects (A26) and what the AOO wants in (F3.4), with all that these require. The
hours that are left are divided over the participants in the ratio of what they contribute, and
spent by the Method of Equal Shares, with a participant's belang as its support. Purchases that a
package may not have because of a pair are struck out, or else the first that goes over the maximum
for new projects, and all is bought afresh. With what then is left the rest has its turn by plain
ranking, in part where a proposal names a minimum (O6).

Source of the method: D. Peters, G. Pierczynski and P. Skowron, "Proportional Participatory
Budgeting with Additive Utilities" (NeurIPS 2021). There every voter starts with an equal share;
here with what it contributes itself. Voter and project are the words of the literature.

Every voter has a purse. A project is rho-affordable when its supporters can pay for it
together while none pays more than rho per unit of utility, nor more than it has left::

    sum over voters i of  min(left_i, rho x utility_i)  >=  cost

Time and again the project with the smallest such rho is bought, until none is affordable.
Ties: the highest total utility first, then the lowest number.

The method often leaves hours. Then all budgets are multiplied by 1 + step, 1 + 2 steps, ..., and
each time the method starts afresh. It stops at the first that leaves no room for any project that
voters could buy, or at the last before the outlay goes over the hours that there really are.

Everything is exact: whole numbers and fractions, never floats.
"""

from collections.abc import Container, Mapping, Sequence
from fractions import Fraction
from heapq import heapify, heappop, heappush
from math import ceil, lcm
from typing import Annotated

from pydantic import Field

from regio_xl.allocation.plan import (
    Item,
    Pakket,
    Problem,
    Reden,
    Uitleg,
    Uren,
    Verdict,
    rank_key,
    reden_in,
    verdict_of,
)
from regio_xl.allocation.redenen import (
    Onbetaald,
    explain_along,
    explain_barred,
    explain_bought,
    explain_contradiction,
    explain_in,
    explain_no_room,
    explain_pair,
    explain_unbought,
)
from regio_xl.domain.model import Model
from regio_xl.domain.woorden import Scenario, Telling

STEP = Fraction(1, 20)  # part of itself by which each budget is raised, while hours are left
Supporters = tuple[tuple[str, int], ...]  # voters who get something out of it, with their utility


def allocate(problem: Problem) -> Pakket:
    """Divide the hours by ranking; one verdict per item, in the order of ranking.

    Where hours remain that are fewer than a project needs but enough for its minimum, it gets
    what remains (O6). A negative budget gives an empty package; running projects that do not fit
    are out with that as the reason. It never fails.

    >>> items = (Item(nr=1, nodig_uren=60), Item(nr=2, nodig_uren=70, doorlopend=True))
    >>> dict(allocate(Problem(budget=100, items=items)).uren)
    {2: 70}
    """
    return Pakket(scenario=Scenario.RANGORDE.value, verdicts=Turns(problem, {}).take())


class Turns:
    """Proposals that have their turn one by one, beside ``uren`` that are given out already."""

    def __init__(self, problem: Problem, uren: Uren) -> None:
        self._problem, self._uren = problem, dict(uren)
        self._items = {item.nr: item for item in problem.items}
        self._left = problem.room - sum(uren.values())
        most = problem.room if problem.maximum_nieuw is None else max(0, problem.maximum_nieuw)
        nieuw = (hours for nr, hours in uren.items() if not self._items[nr].doorlopend)
        self._left_nieuw = most - sum(nieuw)
        self._verdicts: dict[int, Verdict] = {}
        self._waiting: dict[int, tuple[Item, int]] = {}

    def take(self) -> tuple[Verdict, ...]:
        """Give each item its turn, and return the verdicts on them in the order of ranking."""
        place = 0
        for item in sorted(self._problem.items, key=rank_key):
            place += not item.barred
            if item.nr not in self._uren:
                self._turn(item, place)
        return tuple(sorted(self._verdicts.values(), key=lambda verdict: rank_key(verdict.item)))

    def _turn(self, item: Item, place: int) -> None:
        """Settle an item; one that waits for others is settled too, but may have more turns."""
        needs = self._missing(item)
        together = needs | {item.nr}
        if item.barred:
            self._settle(item, explain_barred(item))
        elif clashing := self._problem.apart(together, self._uren.keys()):
            self._settle(item, explain_pair(excludes=clashing))
        elif clashing := self._problem.apart(together, needs):
            self._settle(item, explain_contradiction(clashing))
        elif unmet := sorted(nr for nr in needs if self._items[nr].barred):
            self._settle(item, explain_pair(requires=unmet))
        elif needs and not self._bring(item, needs):
            self._waiting[item.nr] = (item, place)
            self._settle(item, explain_pair(requires=sorted(needs)))
        else:
            self._weigh(item, place)

    def _missing(self, item: Item) -> set[int]:
        """Return what an item requires, through others too, that is not in yet."""
        return self._problem.with_needs({item.nr}) - self._uren.keys() - {item.nr}

    def _bring(self, item: Item, needs: set[int]) -> bool:
        """Take all that an item requires, when it all fits; return whether it did."""
        bundle = sorted((self._items[nr] for nr in needs), key=rank_key)
        own = item.least_uren
        uren = own + sum(other.nodig_uren for other in bundle)
        nieuw = sum(other.nodig_uren for other in bundle if not other.doorlopend)
        nieuw += 0 if item.doorlopend else own
        if uren > self._left or nieuw > self._left_nieuw:
            return False
        for other in bundle:
            self._include(other, explain_along(item.nr), other.nodig_uren)
        return True

    def _weigh(self, item: Item, place: int) -> None:
        own_left = self._left if item.doorlopend else min(self._left, self._left_nieuw)
        uren = min(item.nodig_uren, own_left)
        if uren < item.least_uren:
            over, capped = max(0, -self._problem.budget), own_left < self._left
            self._settle(item, explain_no_room(item, max(0, own_left), over=over, capped=capped))
            return
        reden = reden_in(item, Reden.RANGORDE)
        self._include(item, explain_in(item, reden, uren, place), uren)
        for held, held_place in list(self._waiting.values()):
            if held.nr in self._waiting and not self._missing(held):
                del self._waiting[held.nr]
                self._turn(held, held_place)

    def _include(self, item: Item, uitleg: Uitleg, uren: int) -> None:
        self._settle(item, uitleg, uren)
        self._left -= uren
        if not item.doorlopend:
            self._left_nieuw -= uren
        self._uren[item.nr] = uren
        self._waiting.pop(item.nr, None)

    def _settle(self, item: Item, uitleg: Uitleg, uren: int = 0) -> None:
        self._verdicts[item.nr] = verdict_of(item, uitleg, uren)


def allocate_evenredig(problem: Problem) -> Pakket:
    """Divide the hours in proportion to what each participant contributes.

    There is one verdict per item, in the order of plain ranking. Not everyone is sure to be
    covered: who contributes little can pay for little.

    >>> from regio_xl.allocation import Aandeel
    >>> items = (Item(nr=1, nodig_uren=60), Item(nr=2, nodig_uren=50))
    >>> one, two = (Aandeel(code=c, bijdrage_uren=50, punten={n: 3}) for c, n in ("a1", "b2"))
    >>> dict(allocate_evenredig(Problem(budget=100, items=items, aandelen=(one, two))).uren)
    {2: 50}
    """
    ranked = allocate(problem)
    first = problem.goes_first(ranked.uren)
    bought, struck = _buy_allowed(problem, first)
    turns = Turns(problem, first | {one.nr: one.cost for one in bought}).take()
    plain = {verdict.nr: verdict for verdict in (*ranked.verdicts, *turns)}
    purchases = {one.nr: one for one in bought}
    verdicts = (
        _bought(item, purchases[item.nr])
        if item.nr in purchases
        else _not_bought(problem, first, struck, plain[item.nr])
        for item in sorted(problem.items, key=rank_key)
    )
    return Pakket(scenario=Scenario.EVENREDIG.value, verdicts=tuple(verdicts))


class Instance(Model):
    """What there is to divide, who brings it in and what everyone gets out of it.

    >>> instance = Instance(costs={7: 30}, budgets={"a": 20}, utilities={"a": {7: 2}})
    >>> instance.limit, instance.supporters()
    (Fraction(20, 1), {7: (('a', 2),)})
    """

    costs: Mapping[int, Annotated[int, Field(strict=True, gt=0)]]  # hours per project
    # Hours that each voter brings in, by name; whole or a fraction, and unequal where
    # contributions are. Together they are all there is to divide.
    budgets: Mapping[str, Annotated[Fraction, Field(ge=0)]]
    # Per voter what it gets out of a project, by number; with us its belang, 0 to 3. What is
    # left out is 0.
    utilities: Mapping[str, Mapping[int, Annotated[int, Field(strict=True, ge=0)]]] = {}
    # Whether a utility counts for each hour of the project, so utility x cost ("cost utilities"
    # in the literature; O9 calls it per hour allocated), or for the project as a whole.
    cost_utilities: bool = False

    @property
    def limit(self) -> Fraction:
        """All hours there are: what the voters bring in together."""
        return sum(self.budgets.values(), Fraction(0))

    def supporters(self) -> dict[int, Supporters]:
        """Return per project who gets something out of it, and how much, in a fixed order."""
        times = self.costs if self.cost_utilities else dict.fromkeys(self.costs, 1)
        voters = sorted(self.utilities.items())
        return {
            nr: tuple((voter, of[nr] * times[nr]) for voter, of in voters if of.get(nr))
            for nr in sorted(self.costs)
        }


class Purchase(Model):
    """One project that was bought."""

    nr: int
    cost: int  # its hours
    raised: bool = False  # bought only once all budgets were raised
    rho: Fraction  # hours that a supporter with enough left pays per unit of utility
    payments: Mapping[str, Fraction]  # hours per voter who pays for it; together its cost


class Outcome(Model):
    """What the method bought, in the order in which it bought."""

    purchases: tuple[Purchase, ...]
    left: Mapping[str, Fraction]  # hours that each voter did not spend, of its raised budget
    factor: Fraction = Fraction(1)  # what all budgets were multiplied by; 1 when not raised

    @property
    def selected(self) -> tuple[int, ...]:
        """Numbers of the projects, in the order in which they were bought."""
        return tuple(purchase.nr for purchase in self.purchases)

    @property
    def outlay(self) -> int:
        """Hours of all that was bought together; never over what there is."""
        return sum(purchase.cost for purchase in self.purchases)


def equal_shares(instance: Instance, *, step: Fraction | None = None) -> Outcome:
    """Divide the hours by the Method of Equal Shares.

    With a ``step``, above 0, each budget is raised by that part of itself each time. The outlay
    is never over the sum of the budgets as they were; with raised budgets one voter may pay more
    than it brought in, and another less.

    Both want project 1. Then ``a`` can still pay for 2; ``b`` has too little left for 3
    until budgets are raised, and that would cost more than there is:

    >>> instance = Instance(
    ...     costs={1: 60, 2: 70, 3: 80},
    ...     budgets={"a": 100, "b": 100},
    ...     utilities={"a": {1: 1, 2: 1}, "b": {1: 1, 3: 1}},
    ... )
    >>> for bought in equal_shares(instance).purchases:
    ...     print(bought.nr, bought.rho, {v: int(h) for v, h in bought.payments.items()})
    1 30 {'a': 30, 'b': 30}
    2 70 {'a': 70}
    >>> equal_shares(instance, step=Fraction(1, 10)).selected
    (1, 2)
    """
    supporters = instance.supporters()
    outcome = _buy(instance, supporters, Fraction(1))
    return outcome if step is None else _raise(instance, supporters, outcome, step)


def find_rho(cost: int, purses: Sequence[tuple[int, int]]) -> Fraction | None:
    """Return the smallest rho for which a project is rho-affordable, or None.

    Those with the least left per unit of utility are the first to pay all they have. So, from
    them on: are the others, and this one, able to share what is still due? Of each supporter
    ``purses`` has what it has left, in the unit of ``cost``, and its utility, above 0.

    >>> find_rho(10, [(2, 1), (9, 2)])
    Fraction(4, 1)
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
        purchases.append(Purchase(nr=nr, cost=cost, rho=rho, payments=payments))
    return Outcome(purchases=tuple(purchases), left=purses.hours, factor=factor)


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
    while True:
        room, open_nrs = instance.limit - outcome.outlay, needed.keys() - set(outcome.selected)
        if all(instance.costs[nr] > room for nr in open_nrs):
            break
        following = max(count + 1, ceil((min(needed[nr] for nr in open_nrs) - 1) / step))
        raised = _buy(instance, supporters, 1 + following * step)
        if raised.outlay > instance.limit:
            if following > count + 1:
                outcome = _buy(instance, supporters, 1 + (following - 1) * step)
            break
        outcome, count = raised, following
    purchases = tuple(
        one.model_copy(update={"raised": one.nr not in first.selected}) for one in outcome.purchases
    )
    return outcome.model_copy(update={"purchases": purchases})


def _buy_allowed(problem: Problem, first: Uren) -> tuple[tuple[Purchase, ...], set[int]]:
    """Return what participants buy, and what was struck out because of a pair."""
    clashing = {nr for pair in problem.sluit_uit if set(pair) & first.keys() for nr in pair}
    costs = {
        item.nr: item.nodig_uren
        for item in problem.items
        if not item.barred and item.nr not in first.keys() | clashing
    }
    room = problem.room - sum(first.values())
    struck: set[int] = set()
    while True:
        bought = equal_shares(_instance(problem, costs, room), step=STEP).purchases
        unpaired = _unpaired(problem, first, bought)
        # What goes over the maximum needs no reason of its own: plain ranking finds the same.
        wrong = unpaired or _over(problem, first, bought)
        if not wrong:
            return bought, struck
        struck |= unpaired
        costs = {nr: cost for nr, cost in costs.items() if nr not in wrong}


def _instance(problem: Problem, costs: Mapping[int, int], room: int) -> Instance:
    contributed = sum(aandeel.bijdrage_uren for aandeel in problem.aandelen)
    part = Fraction(room, contributed) if contributed else Fraction(0)
    return Instance(
        costs=costs,
        budgets={aandeel.code: aandeel.bijdrage_uren * part for aandeel in problem.aandelen},
        utilities={
            aandeel.code: {nr: points for nr, points in aandeel.punten.items() if nr in costs}
            for aandeel in problem.aandelen
        },
        cost_utilities=problem.telling is Telling.PER_UUR,
    )


def _unpaired(problem: Problem, first: Uren, bought: tuple[Purchase, ...]) -> set[int]:
    """Return purchases without what they require, or excluded by what was bought before."""
    turn = dict.fromkeys(first, -1) | {one.nr: at for at, one in enumerate(bought)}
    alone = {a for a, b in problem.vereist if a in turn and b not in turn}
    later = {
        max(pair, key=turn.__getitem__) for pair in problem.sluit_uit if turn.keys() >= set(pair)
    }
    return alone | later


def _over(problem: Problem, first: Uren, bought: tuple[Purchase, ...]) -> set[int]:
    """Return the first purchase that goes over the maximum for new projects, if any."""
    if problem.maximum_nieuw is None:
        return set()
    running = {item.nr for item in problem.items if item.doorlopend}
    nieuw = sum(hours for nr, hours in first.items() if nr not in running)
    for one in bought:
        nieuw += 0 if one.nr in running else one.cost
        if nieuw > max(0, problem.maximum_nieuw):
            return {one.nr}
    return set()


def _bought(item: Item, purchase: Purchase) -> Verdict:
    reden, payers = reden_in(item, Reden.EVENREDIG), len(purchase.payments)
    uitleg = explain_bought(reden, purchase.cost, payers, raised=purchase.raised)
    return verdict_of(item, uitleg, purchase.cost)


def _not_bought(problem: Problem, first: Uren, struck: Container[int], verdict: Verdict) -> Verdict:
    """Return the verdict of plain ranking; where hours lacked, say first why nobody bought it."""
    item = verdict.item
    too_large = item.nodig_uren > problem.room - sum(first.values())
    if verdict.reden is not Reden.GEEN_RUIMTE or too_large:
        return verdict
    wanted = any(
        aandeel.bijdrage_uren and aandeel.punten.get(item.nr) for aandeel in problem.aandelen
    )
    reden, why = Reden.TE_WEINIG_STEUN, Onbetaald.GEEN_STEUN if wanted else Onbetaald.GEEN_BELANG
    if item.nr in struck:
        reden, why = verdict.reden, Onbetaald.SAMENHANG
    return verdict_of(item, explain_unbought(reden, why, verdict))
