"""The levels of the optimum, in strict order, and what a package is worth on each, exactly.

Everything here is a whole number or a fraction; nothing is rounded. In this order:

1. ``doorlopend``: most hours for running projects (A26, O4);
2. ``opnemen``: most proposals that the AOO wants in (F3.4);
3. the goals in ``Problem.volgorde``, in that order, by default:

   a. ``gedekt``: most participants with a proposal that matters to them (U4.3, O10);
   b. ``U&H direct``, then ``U&H indirect``: most value for the U&H strategy (F3.2, O7);
   c. ``score``: most weighted score (F3.1, O9);
   d. ``verhouding``: highest lowest ratio of hours of interest to hours contributed (U4.3);

4. ``uren``: fewest hours;
5. ``nummer``: of what is still equal, the one in which the lowest number gets most hours,
   then the next number, and so on; so one package is left.

The first two put the hard order in reach even when not everything fits: what can be in at
that place is in, and where not all of it can, as much as possible is.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from math import lcm

from regio_xl.allocation.problem import UH_RANG, Aandeel, Item, Problem
from regio_xl.domain.model import Model
from regio_xl.domain.woorden import Keuze, Relatie, Soort, Telling

GEDEKT = "gedekt"
VERHOUDING = "verhouding"
NUMMER = "nummer"

LARGEST = 10**12
"""Largest total a level may have, in its own whole numbers; above it a solver's arithmetic
could no longer tell two packages apart."""


def least(item: Item) -> int:
    """Return the fewest hours with which a proposal can be in: at least one (O6, U8.1).

    >>> least(Item(nr=1, nodig_uren=300, minimum_uren=0))
    1
    """
    return max(1, item.entry_uren)


class Level(Model):
    """What was reached on one level.

    Attributes:
        name: Name of the level, see this module.
        value: Its exact value. Of ``nummer``: how many proposals were settled.
        proven: Whether it was proven that, with the levels before it as they are, no package
            has more (of ``uren``: has less).
        gap: How much better it might still be, at most; 0 when proven. Of ``nummer``: how many
            proposals were not settled.
    """

    name: str
    value: Fraction
    proven: bool
    gap: Fraction = Fraction(0)


class Linear(Model):
    """A level that adds up: so much per hour and so much per proposal that is in.

    Attributes:
        name: Name of the level.
        per_uur: Whole number per hour, by number of the proposal; absent is 0.
        per_opdracht: Whole number per proposal that is in, by number; absent is 0.
        deler: What the sum is divided by to give the value.
        lowest: Whether less is better: then the sum is below zero and its value above.
    """

    name: str
    per_uur: Mapping[int, int] = {}
    per_opdracht: Mapping[int, int] = {}
    deler: int = 1
    lowest: bool = False

    def count(self, uren: Mapping[int, int]) -> int:
        """Return the whole-number sum for a package."""
        each, once = self.per_uur, self.per_opdracht
        total = sum(hours * each[nr] for nr, hours in uren.items() if nr in each)
        return total + sum(once[nr] for nr in uren if nr in once) if once else total


class Ladder:
    """The levels of one problem.

    Attributes:
        items: Proposals that may be in, by number, lowest first.
        aandelen: Participants that can be covered at all, by code: at least one proposal
            that may be in matters to them. Others cannot weigh on the choice.
    """

    def __init__(self, problem: Problem) -> None:
        """Put the levels of ``problem`` in whole numbers.

        Raises:
            ValueError: The scores have so many decimals that packages cannot be compared
                exactly.
        """
        self._problem = problem
        ordered = sorted(problem.items, key=lambda item: item.nr)
        self.items: dict[int, Item] = {item.nr: item for item in ordered if not item.barred}
        self.aandelen: dict[str, Aandeel] = {
            aandeel.code: aandeel
            for aandeel in sorted(problem.aandelen, key=lambda aandeel: aandeel.code)
            if not aandeel.belang.isdisjoint(self.items)
        }

    @cached_property
    def before(self) -> tuple[Linear, ...]:
        """The levels before those of ``Problem.volgorde``."""
        running = {nr: 1 for nr, item in self.items.items() if item.doorlopend}
        wanted = {nr: 1 for nr, item in self.items.items() if item.keuze is Keuze.OPNEMEN}
        return (
            Linear(name=Soort.DOORLOPEND.value, per_uur=running),
            Linear(name="opnemen", per_opdracht=wanted),
        )

    @cached_property
    def uh(self) -> tuple[Linear, ...]:
        """The levels of value for the U&H strategy."""
        return (
            self._value("U&H direct", _uh_value(UH_RANG[Relatie.DIRECT])),
            self._value("U&H indirect", _uh_value(UH_RANG[Relatie.INDIRECT])),
        )

    @cached_property
    def score(self) -> Linear:
        """The level of weighted score."""
        return self._value("score", lambda item: item.score or Decimal(0))

    @cached_property
    def fewest(self) -> Linear:
        """The level of fewest hours, as a number that is to be as high as possible."""
        return Linear(name="uren", per_uur=dict.fromkeys(self.items, -1), lowest=True)

    def covered(self, uren: Mapping[int, int]) -> int:
        """Return how many participants a package covers."""
        return sum(not aandeel.belang.isdisjoint(uren) for aandeel in self.aandelen.values())

    @cached_property
    def weighed(self) -> tuple[tuple[int, frozenset[int]], ...]:
        """Hours contributed and proposals of interest per participant that has a ratio."""
        return tuple(
            (aandeel.bijdrage_uren, aandeel.belang & self.items.keys())
            for aandeel in self.aandelen.values()
            if aandeel.bijdrage_uren
        )

    def ratio(self, uren: Mapping[int, int]) -> Fraction:
        """Return the lowest ratio of hours of interest to hours contributed; 0 if there is none.

        Participants that cannot be covered, or contribute nothing, have no ratio.
        """
        inside = uren.keys()
        ratios = (
            Fraction(sum(map(uren.__getitem__, belang & inside)), bijdrage)
            for bijdrage, belang in self.weighed
        )
        return min(ratios, default=Fraction(0))

    def _value(self, name: str, value_of: Callable[[Item], Decimal]) -> Linear:
        exact = {nr: Fraction(value_of(item)) for nr, item in self.items.items()}
        exact = {nr: value for nr, value in exact.items() if value}
        deler = lcm(*(value.denominator for value in exact.values()))
        whole = {nr: int(value * deler) for nr, value in exact.items()}
        per_hour = self._problem.telling is Telling.PER_UUR
        times = {nr: self.items[nr].nodig_uren if per_hour else 1 for nr in whole}
        if sum(abs(value) * times[nr] for nr, value in whole.items()) > LARGEST:
            raise ValueError(f"the values of level {name} have too many decimals to compare")
        if per_hour:
            return Linear(name=name, per_uur=whole, deler=deler)
        return Linear(name=name, per_opdracht=whole, deler=deler)


def _uh_value(rang: int) -> Callable[[Item], Decimal]:
    def value_of(item: Item) -> Decimal:
        if item.uh_rang != rang:
            return Decimal(0)
        return (item.score or Decimal(0)) if item.uh_waarde is None else item.uh_waarde

    return value_of
