"""Scenario ``rangorde``: the plain ranking that anyone can redo with a pencil.

Running projects first (A26), then what the AOO wants in (F3.4), then the rest: by
priority for the U&H strategy (strict, O7), weighted score (F3.1, high first), fewer hours,
lowest number. While hours last each one in turn gets what it needs; one that does not fit
is skipped and the next is tried. It is a ranking, not an optimum: it never claims more.
"""

from decimal import Decimal

from regio_xl.allocation.problem import Item, Pakket, Problem, Reden, Verdict
from regio_xl.allocation.uitleg import explain_barred, explain_in, explain_no_room
from regio_xl.domain.woorden import Keuze

SCENARIO = "rangorde"


def rank_key(item: Item) -> tuple[int, int, int, Decimal, int, int]:
    """Return the sort key of an item: smaller comes first.

    Within the running projects the ones that the AOO wants in come first as well: its
    choice is made for a reason and should not lose to a score (F3.4).

    >>> running = Item(nr=9, nodig_uren=500, doorlopend=True)
    >>> rank_key(running) < rank_key(Item(nr=1, nodig_uren=10, uh_rang=0))
    True
    """
    return (
        0 if item.doorlopend else 1,
        0 if item.keuze is Keuze.OPNEMEN else 1,
        item.uh_rang,
        -(item.score or Decimal(0)),
        item.nodig_uren,
        item.nr,
    )


def allocate(problem: Problem) -> Pakket:
    """Divide the hours by ranking.

    Args:
        problem: What there is to divide, in hours.

    Returns:
        One verdict per item, in the order of ranking. Where hours remain that are fewer
        than a project needs but enough for its minimum, it gets what remains (O6). A
        negative budget gives an empty package; running projects that do not fit are out
        with that as the reason. It never fails.

    Example:
        >>> items = (Item(nr=1, nodig_uren=60), Item(nr=2, nodig_uren=70, doorlopend=True))
        >>> dict(allocate(Problem(budget=100, items=items)).uren)
        {2: 70}
    """
    left = problem.room
    left_nieuw = left if problem.maximum_nieuw is None else max(0, problem.maximum_nieuw)
    verdicts: list[Verdict] = []
    place = 0
    for item in sorted(problem.items, key=rank_key):
        place += not item.barred
        own_left = left if item.doorlopend else min(left, left_nieuw)
        verdict = _weigh(problem, item, place, own_left, capped=own_left < left)
        verdicts.append(verdict)
        left -= verdict.uren
        if not item.doorlopend:
            left_nieuw -= verdict.uren
    return Pakket(scenario=SCENARIO, verdicts=tuple(verdicts))


def _weigh(problem: Problem, item: Item, place: int, left: int, *, capped: bool) -> Verdict:
    if item.barred:
        reden, text = explain_barred(item)
        return _verdict(item, reden, text)
    uren = min(item.nodig_uren, left)
    # With a minimum of 0 it still needs an hour to be in the package at all (U8.1).
    if uren < max(1, item.entry_uren):
        over = max(0, -problem.budget)
        reden, text = explain_no_room(item, left, over=over, capped=capped)
        return _verdict(item, reden, text)
    reden = _reden_in(item)
    return _verdict(item, reden, explain_in(item, reden, uren, place), uren)


def _reden_in(item: Item) -> Reden:
    if item.doorlopend:
        return Reden.DOORLOPEND
    return Reden.KEUZE if item.keuze is Keuze.OPNEMEN else Reden.RANGORDE


def _verdict(item: Item, reden: Reden, toelichting: str, uren: int = 0) -> Verdict:
    return Verdict(
        nr=item.nr,
        opgenomen=uren > 0,
        uren=uren,
        nodig_uren=item.nodig_uren,
        reden=reden,
        toelichting=toelichting,
    )
