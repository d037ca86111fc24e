"""Scenario ``evenredig`` on a year: each participant spends the hours that it brings in.

What goes first goes first here too: running projects (A26) and what the AOO wants in (F3.4),
with all that these require. The hours that are left are divided over the participants in the
ratio of what they contribute, and spent by the Method of Equal Shares (``evenredig``), with a
participant's belang as its support. Purchases that a package may not have because of a pair are
struck out, or else the first that goes over the maximum for new projects, and all is bought
afresh. With what then is
left the rest has its turn by plain ranking, in part where a proposal names a minimum (O6).
"""

from collections.abc import Container, Mapping
from fractions import Fraction

from regio_xl.allocation.evenredig import equal_shares
from regio_xl.allocation.instance import Instance, Purchase
from regio_xl.allocation.problem import Item, Pakket, Problem, Reden, Verdict
from regio_xl.allocation.rangorde import Turns, allocate, rank_key, reden_in
from regio_xl.allocation.uitleg import Onbetaald, explain_bought
from regio_xl.domain.woorden import Scenario, Telling

STEP = Fraction(1, 20)
"""By which part of itself each budget is raised each time when hours are left."""


def allocate_evenredig(problem: Problem) -> Pakket:
    """Divide the hours in proportion to what each participant contributes.

    Args:
        problem: What there is to divide; ``aandelen`` give contributions and belang.

    Returns:
        One verdict per item, in the order of plain ranking. Not everyone is sure to be
        covered: who contributes little can pay for little.

    Example:
        >>> from regio_xl.allocation import Aandeel
        >>> items = (Item(nr=1, nodig_uren=60), Item(nr=2, nodig_uren=50))
        >>> one, two = (Aandeel(code=c, bijdrage_uren=50, punten={n: 3}) for c, n in ("a1", "b2"))
        >>> dict(allocate_evenredig(Problem(budget=100, items=items, aandelen=(one, two))).uren)
        {2: 50}
    """
    ranked = allocate(problem)
    first = _goes_first(problem, ranked)
    bought, struck = _buy(problem, first)
    turns = Turns(problem, first | {one.nr: one.cost for one in bought})
    turns.take(problem.items)
    purchases = {one.nr: one for one in bought}
    plain = {verdict.nr: verdict for verdict in (*ranked.verdicts, *turns.verdicts)}
    items = sorted(problem.items, key=rank_key)
    verdicts = (
        _bought(item, purchases[item.nr])
        if item.nr in purchases
        else _rest(plain[item.nr], _unpaid(problem, first, struck, item))
        for item in items
    )
    return Pakket(scenario=Scenario.EVENREDIG.value, verdicts=tuple(verdicts))


def _goes_first(problem: Problem, ranked: Pakket) -> dict[int, int]:
    """Return what runs and what the AOO wants, with what these require, as plain ranking has it."""
    uren = ranked.uren
    first = {item.nr for item in problem.items if item.nr in uren and item.gaat_voor}
    while more := {b for a, b in problem.vereist if a in first} - first:
        first |= more
    return {nr: uren[nr] for nr in sorted(first)}


def _buy(problem: Problem, first: Mapping[int, int]) -> tuple[tuple[Purchase, ...], set[int]]:
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


def _unpaired(problem: Problem, first: Mapping[int, int], bought: tuple[Purchase, ...]) -> set[int]:
    """Return purchases without what they require, or excluded by what was bought before."""
    turn = dict.fromkeys(first, -1) | {one.nr: at for at, one in enumerate(bought)}
    alone = {a for a, b in problem.vereist if a in turn and b not in turn}
    later = {
        max(pair, key=turn.__getitem__) for pair in problem.sluit_uit if turn.keys() >= set(pair)
    }
    return alone | later


def _over(problem: Problem, first: Mapping[int, int], bought: tuple[Purchase, ...]) -> set[int]:
    """Return the first purchase that goes over the maximum for new projects, if any."""
    if problem.maximum_nieuw is None:
        return set()
    running = {item.nr for item in problem.items if item.doorlopend}
    left = max(0, problem.maximum_nieuw)
    left -= sum(hours for nr, hours in first.items() if nr not in running)
    for one in bought:
        left -= 0 if one.nr in running else one.cost
        if left < 0:
            return {one.nr}
    return set()


def _bought(item: Item, purchase: Purchase) -> Verdict:
    return Verdict(
        nr=item.nr,
        opgenomen=True,
        uren=purchase.cost,
        nodig_uren=item.nodig_uren,
        reden=reden_in(item, Reden.EVENREDIG),
        toelichting=explain_bought(purchase),
    )


def _unpaid(
    problem: Problem, first: Mapping[int, int], struck: Container[int], item: Item
) -> Onbetaald | None:
    """Return why participants did not buy a proposal; None when it was larger than all hours."""
    if item.nodig_uren > problem.room - sum(first.values()):
        return None
    if item.nr in struck:
        return Onbetaald.SAMENHANG
    wanted = any(
        aandeel.bijdrage_uren and aandeel.punten.get(item.nr) for aandeel in problem.aandelen
    )
    return Onbetaald.GEEN_STEUN if wanted else Onbetaald.GEEN_BELANG


def _rest(verdict: Verdict, unpaid: Onbetaald | None) -> Verdict:
    """Return the verdict of plain ranking; where hours lacked, say first why nobody bought it."""
    if verdict.reden is not Reden.GEEN_RUIMTE or unpaid is None:
        return verdict
    reden = verdict.reden if unpaid is Onbetaald.SAMENHANG else Reden.TE_WEINIG_STEUN
    text = f"{unpaid} {verdict.toelichting}"
    return verdict.model_copy(update={"reden": reden, "toelichting": text})
