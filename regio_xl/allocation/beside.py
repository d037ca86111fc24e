"""What can be in beside what, and a first package around one proposal; without a solver."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property

from regio_xl.allocation.bounds import room_new
from regio_xl.allocation.ladder import Ladder, least
from regio_xl.allocation.problem import Problem, rank_key


class Beside:
    """What each proposal requires, what requires it, and what it excludes."""

    def __init__(self, problem: Problem, ladder: Ladder, chosen: Mapping[int, int]) -> None:
        """Look at the pairs once.

        Args:
            problem: What there is to divide.
            ladder: Its levels.
            chosen: The package that was chosen, hours by number.
        """
        self._problem, self._items, self._chosen = problem, ladder.items, chosen
        self._requires: dict[int, set[int]] = defaultdict(set)
        self._required: dict[int, set[int]] = defaultdict(set)
        self._excludes: dict[int, set[int]] = defaultdict(set)
        for one, other in problem.vereist:
            self._requires[one].add(other)
            self._required[other].add(one)
        for one, other in problem.sluit_uit:
            self._excludes[one].add(other)
            self._excludes[other].add(one)
        self._ranked = sorted(self._items, key=lambda nr: rank_key(self._items[nr]))
        self._ladder = ladder

    def needs(self, nr: int) -> frozenset[int] | None:
        """Return a proposal with all it requires; None when these can never be in together."""
        found = _reach(self._requires, {nr})
        apart = any(self._excludes[one] & found for one in found if one in self._excludes)
        return None if apart or not found <= self._items.keys() else frozenset(found)

    def room_for(self, together: Iterable[int]) -> bool:
        """Return whether proposals fit within the hours when nothing else is in."""
        hours = {nr: least(self._items[nr]) for nr in together}
        nieuw = sum(part for nr, part in hours.items() if not self._items[nr].doorlopend)
        return sum(hours.values()) <= self._problem.room and nieuw <= room_new(self._problem, 0)

    def goes_out(self, chosen: Iterable[int], together: Iterable[int]) -> set[int]:
        """Return what of a package must go when ``together`` come in: excluded, or without it."""
        excluded = {other for nr in together for other in self._excludes.get(nr, ())}
        return _reach(self._required, excluded) & set(chosen)

    def without(self, nr: int) -> set[int]:
        """Return a proposal and all that requires it."""
        return _reach(self._required, {nr})

    def refill(self, first: Mapping[int, int], out: set[int]) -> dict[int, int]:
        """Return a package like the chosen one with ``first`` in it.

        What is least missed makes place; then what fits is added.

        Args:
            first: What is in for sure, hours by number; it must be a package.
            out: What may not be in.
        """
        uren = self._make_place(first, out)
        left, left_new = self._left(uren)
        for nr in sorted(self._ranked, key=lambda nr: nr not in self._chosen):
            item = self._items[nr]
            hours = self._chosen.get(nr, item.nodig_uren)
            own_left = left if item.doorlopend else min(left, left_new)
            if nr in uren or nr in out or hours > own_left or not self._joins(nr, uren):
                continue
            uren[nr] = hours
            left -= hours
            left_new -= 0 if item.doorlopend else hours
        return uren

    def _make_place(self, first: Mapping[int, int], out: set[int]) -> dict[int, int]:
        """Return ``first`` with what can stay of the chosen package."""
        uren = dict(first) | {nr: part for nr, part in self._chosen.items() if nr not in out}
        for nr in self._missed:
            left, left_new = self._left(uren)
            if left >= 0 and left_new >= 0:
                return uren
            if nr in uren and nr not in first and (left < 0 or not self._items[nr].doorlopend):
                for gone in self.without(nr) & uren.keys():
                    del uren[gone]
        return uren if min(self._left(uren)) >= 0 else dict(first)

    def _left(self, uren: Mapping[int, int]) -> tuple[int, int]:
        """Return the hours that are left, and those for new projects; below 0 when over."""
        nieuw = sum(hours for nr, hours in uren.items() if not self._items[nr].doorlopend)
        return self._problem.room - sum(uren.values()), room_new(self._problem, 0) - nieuw

    @cached_property
    def _missed(self) -> list[int]:
        """The chosen proposals, the least missed first; what requires one goes with it."""
        ranked = [nr for nr in self._ranked if nr in self._chosen]
        covering = _cover(self._ladder, ranked)
        places = {nr: place for place, nr in enumerate(ranked, start=len(ranked))}
        for place, nr in enumerate(ranked):
            item = self._items[nr]
            if item.gaat_voor or nr in covering:
                places[nr] = place
        lowest = {nr: min(places[one] for one in self.without(nr) & places.keys()) for nr in ranked}
        return sorted(ranked, key=lowest.__getitem__, reverse=True)

    def _joins(self, nr: int, uren: Mapping[int, int]) -> bool:
        needs, against = self._requires.get(nr, ()), self._excludes.get(nr, ())
        return all(other in uren for other in needs) and not any(other in uren for other in against)


def _reach(arrows: Mapping[int, set[int]], start: set[int]) -> set[int]:
    """Return all that can be reached along the arrows, the start included."""
    found, waiting = set(start), list(start)
    while waiting:
        for other in arrows.get(waiting.pop(), ()):
            if other not in found:
                found.add(other)
                waiting.append(other)
    return found


def _cover(ladder: Ladder, ranked: Iterable[int]) -> frozenset[int]:
    """Return the first of some proposals that together cover whom all of them cover."""
    waiting = [aandeel.belang for aandeel in ladder.aandelen.values()]
    found = set()
    for nr in ranked:
        left = [belang for belang in waiting if nr not in belang]
        if len(left) < len(waiting):
            found.add(nr)
            waiting = left
    return frozenset(found)
