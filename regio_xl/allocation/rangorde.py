"""Scenario ``rangorde``: the plain ranking that anyone can redo with a pencil.

Running projects first (A26), then what the AOO wants in (F3.4), then the rest: by
priority for the U&H strategy (strict, O7), weighted score (F3.1, high first), fewer hours,
lowest number. While hours last each one in turn gets what it needs; one that does not fit
is skipped and the next is tried. One that requires others takes them along in its turn, when
all of them fit; else it has another turn once they are in. One that excludes another that is in
already stays out. It is a ranking, not an optimum: it never claims more.
"""

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
    explain_along,
    explain_barred,
    explain_contradiction,
    explain_in,
    explain_no_room,
    explain_pair,
)
from regio_xl.domain.woorden import Scenario


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
