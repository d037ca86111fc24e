"""Scenario ``optimaal``: the best package there is, level by level, with proof.

The levels, in strict order:

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

Each level is asked of HiGHS in its turn; what was reached is then a condition for the levels
after it. Three things are never left to the solver: whether a package is allowed, what it is
worth, and whether an answer fits its own bound. All of it is whole numbers and fractions.
"""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from itertools import product
from math import ceil, floor, gcd, inf, isfinite, lcm
from typing import TYPE_CHECKING, NamedTuple

from regio_xl.allocation.beurten import allocate
from regio_xl.allocation.plan import UH_RANG, Item, Level, Optimum, Problem, Uren
from regio_xl.allocation.solver import Answer, Column, Row, Solver, Sum, add_up, written
from regio_xl.domain.woorden import Doel, Keuze, Relatie, Soort, Telling

if TYPE_CHECKING:
    from highspy import HighsLp

LARGEST = 10**12
"""Largest total a level may have, in its own whole numbers; above it a solver's arithmetic
could no longer tell two packages apart."""

HEAVIEST = 2**28
"""Heaviest weight of a column in a question that tells two things at once: the tolerance of HiGHS
times this is still well below one."""

BLOCK = 2**24  # most outcomes of proposals whose order of numbers is settled in one question
MILLIONTH = Fraction(1, 10**6)  # on top of the solver's bound on a ratio, to be an upper bound

Values = tuple[int, ...]  # a package as a value per column
Worth = Callable[[Values], Fraction | int]  # of a package on some level; more is better


def optimise(
    problem: Problem, *, seconds: float | None = None, start: Uren | None = None
) -> Optimum:
    """Find the best package; a negative budget gives an empty one.

    ``seconds`` is the limit of each question to the solver. Only where it was reached may the
    result differ between computers, and then it is not proven. ``start``, by default the plain
    ranking, is what to start from: it changes the time, never a proven result.

    Raises:
        ValueError: The scores have too many decimals to compare packages exactly.

    Example:
        >>> from regio_xl.allocation import Item
        >>> items = (Item(nr=1, nodig_uren=60, score=3), Item(nr=2, nodig_uren=90, score=4))
        >>> dict(optimise(Problem(budget=100, items=items)).uren)
        {2: 90}
    """
    milp = Milp(problem)
    walk = Walk(milp, seconds)
    for uren in ({}, allocate(problem).uren if start is None else start):
        walk.begin(uren)
    for goal in milp.levels:
        if goal is None:
            walk.climb_ratio()
        else:
            walk.climb(goal)
    walk.climb(milp.fewest)
    walk.agree()
    walk.settle()
    return Optimum(uren=walk.uren, levels=walk.levels)


class Goal(NamedTuple):
    """A level that adds up: a sum to be as high as possible; its value is that, divided.

    Where less is better, the sum and what it is divided by are below zero.
    """

    name: str
    sum: Sum
    deler: int = 1

    def floor(self, value: int) -> Row:
        """Return the condition that the sum keeps a value, in the smallest whole numbers."""
        common = gcd(*self.sum.terms.values()) or 1
        terms = {at: each // common for at, each in self.sum.terms.items() if each}
        return Sum(terms) >= ceil(Fraction(value - self.sum.constant, common))


class Milp:
    """A problem as a mixed-integer linear program: columns, conditions and levels."""

    def __init__(self, problem: Problem, chosen: Uren | None = None) -> None:
        """Write a problem down; ``chosen`` is a package that others are compared with."""
        self.problem, self.chosen = problem, chosen or {}
        items = sorted(problem.items, key=lambda item: item.nr)
        self.items: dict[int, Item] = {item.nr: item for item in items if not item.barred}
        self.least = {nr: item.least_uren for nr, item in self.items.items()}
        self.width = {nr: item.nodig_uren - self.least[nr] for nr, item in self.items.items()}
        # Participants that nothing can cover cannot weigh on the choice.
        self.belang = {
            aandeel.code: aandeel.belang & self.items.keys()
            for aandeel in sorted(problem.aandelen, key=lambda aandeel: aandeel.code)
            if not aandeel.belang.isdisjoint(self.items)
        }
        self.columns: list[Column] = []
        # Is it in; its hours above the fewest; are they not as chosen; is a participant covered?
        self.inside = {nr: self._column(1) for nr in self.items}
        self.extra = {nr: self._column(width) for nr, width in self.width.items() if width}
        self.other = {nr: self._column(1) for nr in self.chosen if nr in self.extra}
        self.covered = {code: self._column(1) for code in self.belang}
        self.ratio = self._column(problem.room, whole=False)
        self.hours = {
            nr: self.least[nr] * inside + self.extra.get(nr, 0)
            for nr, inside in self.inside.items()
        }
        self.decisions = {
            nr: [each[nr].column for each in (self.inside, self.extra) if nr in each]
            for nr in self.items
        }

    def _column(self, upper: int, *, whole: bool = True) -> Sum:
        self.columns.append(Column(upper, whole))
        return Sum({len(self.columns) - 1: 1})

    @cached_property
    def model(self) -> "HighsLp":
        """What HiGHS reads; it is written once for all walks."""
        return written(self.columns, [*self.conditions, *self.meanings()])

    @cached_property
    def conditions(self) -> list[Row]:
        """What every package keeps."""
        problem, inside = self.problem, self.inside
        rows = [add_up(self.hours.values()) <= problem.room]  # O4
        if problem.maximum_nieuw is not None:  # A26
            rows.append(self.nieuw <= max(0, problem.maximum_nieuw))
        for one, other in sorted(problem.vereist):  # F3.4
            if one in inside:
                rows.append(inside[one] <= inside.get(other, 0))
        for one, other in sorted(problem.sluit_uit):
            if one in inside and other in inside:
                rows.append(inside[one] + inside[other] <= 1)
        return rows

    def meanings(self) -> Iterator[Row]:
        """Yield what the columns say of each other."""
        inside = self.inside
        for nr, extra in self.extra.items():  # O6
            yield extra <= self.width[nr] * inside[nr]
        for code, belang in self.belang.items():  # U4.3
            yield self.covered[code] <= add_up(inside[nr] for nr in sorted(belang))
        for nr, other in self.other.items():
            was = self.chosen[nr] - self.least[nr]
            yield other >= 1 - inside[nr]
            yield self.extra[nr] <= was + (self.width[nr] - was) * other
            yield self.extra[nr] >= was - was * other

    @cached_property
    def levels(self) -> tuple[Goal | None, ...]:
        """The levels up to the fewest hours; None is the lowest ratio, which does not add up."""
        items = self.items.items()
        running = (self.hours[nr] for nr, item in items if item.doorlopend)
        wanted = (self.inside[nr] for nr, item in items if item.keuze is Keuze.OPNEMEN)
        return (
            Goal(Soort.DOORLOPEND.value, add_up(running)),
            Goal(Keuze.OPNEMEN.value, add_up(wanted)),
            *(goal for doel in self.problem.volgorde for goal in self._goals(doel)),
        )

    def _goals(self, doel: Doel) -> Iterator[Goal | None]:
        items = self.items.items()
        match doel:
            case Doel.DEKKING:
                yield Goal("gedekt", add_up(self.covered.values()))
            case Doel.UH:
                for relatie in (Relatie.DIRECT, Relatie.INDIRECT):
                    rang = UH_RANG[relatie]
                    worth = {nr: item.uh_worth for nr, item in items if item.uh_rang == rang}
                    yield self._value(f"{doel} {relatie}", worth)
            case Doel.SCORE:
                yield self._value(doel.value, {nr: item.score for nr, item in items})
            case Doel.VERHOUDING:
                yield None

    def _value(self, name: str, values: Mapping[int, Decimal | None]) -> Goal:
        """Return a level of values per hour or per assignment (O9), in whole parts of one."""
        exact = {nr: Fraction(value) for nr, value in values.items() if value}
        deler = lcm(*(value.denominator for value in exact.values()))
        whole = {nr: each.numerator * (deler // each.denominator) for nr, each in exact.items()}
        times = self.hours if self.problem.telling is Telling.PER_UUR else self.inside
        worth = add_up(each * times[nr] for nr, each in whole.items())
        if self.ceiling(worth) > LARGEST:
            raise ValueError(f"the values of level {name} have too many decimals to compare")
        return Goal(name, worth, deler)

    @cached_property
    def fewest(self) -> Goal:
        """The level of fewest hours."""
        return Goal("uren", -1 * add_up(self.hours.values()), deler=-1)

    @cached_property
    def changes(self) -> Goal:
        """The level of fewest proposals that are not as they were chosen."""
        changed = (
            self.other.get(nr, 1 - inside if nr in self.chosen else inside)
            for nr, inside in self.inside.items()
        )
        return Goal("anders", -1 * add_up(changed), deler=-1)

    @property
    def nieuw(self) -> Sum:
        """The hours of new projects (A26)."""
        return add_up(self.hours[nr] for nr, item in self.items.items() if not item.doorlopend)

    @cached_property
    def interest(self) -> tuple[tuple[int, Sum], ...]:
        """Hours contributed and hours of interest, of participants that have a ratio."""
        return tuple(
            (one.bijdrage_uren, add_up(self.hours[nr] for nr in sorted(self.belang[one.code])))
            for one in sorted(self.problem.aandelen, key=lambda one: one.code)
            if one.bijdrage_uren and one.code in self.belang
        )

    def lowest_ratio(self, values: Values) -> Fraction:
        """Return the lowest ratio of a package; 0 when nobody has one."""
        ratios = (Fraction(hours.at(values), bijdrage) for bijdrage, hours in self.interest)
        return min(ratios, default=Fraction(0))

    def apart(self, values: Values, opened: Container[int]) -> Sum:
        """Return what is 0 for packages that agree with this one, and more the more they differ.

        Columns that were opened, or lie between their ends here, do not count.
        """
        return add_up(
            values[at] - Sum({at: 1}) if values[at] else Sum({at: 1})
            for columns in self.decisions.values()
            for at in columns
            if at not in opened and values[at] in (0, self.columns[at].upper)
        )

    def number(self, block: Sequence[int]) -> Sum:
        """Return a sum in which more for an earlier number outweighs all later ones together."""
        weight, parts = 1, []
        for nr in reversed(block):
            parts.append(weight * (self.inside[nr] + self.extra.get(nr, 0)))
            weight *= 2 + self.width[nr]
        return add_up(parts)

    def ceiling(self, worth: Sum) -> int:
        """Return what a sum cannot exceed: every column as is best for it."""
        highest = ((each, self.columns[at].upper) for at, each in worth.terms.items())
        return worth.constant + sum(each * upper for each, upper in highest if each > 0)

    def values(self, uren: Uren) -> Values:
        """Return a package as a value per column, in the order in which these were made."""
        return (
            *(int(nr in uren) for nr in self.inside),
            *(max(0, uren.get(nr, 0) - self.least[nr]) for nr in self.extra),
            *(int(uren.get(nr) != self.chosen[nr]) for nr in self.other),
            *(int(not belang.isdisjoint(uren)) for belang in self.belang.values()),
            0,
        )

    def read(self, values: Sequence[int]) -> dict[int, int]:
        """Return the package that values of the columns mean."""
        return {
            nr: self.least[nr] + sum(values[at] for at in extra)
            for nr, (inside, *extra) in self.decisions.items()
            if values[inside]
        }

    def fits(self, uren: Uren) -> bool:
        """Return whether a package keeps the conditions that every package must keep."""
        if not uren.keys() <= self.items.keys():
            return False
        if any(not 0 <= part - self.least[nr] <= self.width[nr] for nr, part in uren.items()):
            return False
        values = self.values(uren)
        return all(row.holds(values) for row in self.conditions)


class Walk:
    """One walk along levels, with the best package so far in hand."""

    def __init__(
        self, milp: Milp, seconds: float | None, fixed: Mapping[int, bool] | None = None
    ) -> None:
        """Start without a package; proposals that are ``fixed`` must be in, or out."""
        self._milp, self._seconds = milp, seconds
        # What may not be in is out anyhow.
        self._fixed = {nr: inside for nr, inside in (fixed or {}).items() if nr in milp.items}
        self._solver = Solver(milp.model, seconds)
        self._solver.fix(milp.ratio.column, 0)
        for nr, inside in self._fixed.items():
            self._solver.fix(milp.inside[nr].column, int(inside))
        self._rows: list[Row] = []
        self._kept: list[tuple[Worth, Fraction | int]] = []
        self._reached: list[tuple[str, Worth, Fraction | int, int]] = []
        self._closed: dict[int, int] = {}  # columns in which all equal packages agree
        self._opened: set[int] = set()  # columns in which some differ
        self._values: Values | None = None
        self._asked = False

    @property
    def uren(self) -> dict[int, int]:
        """The package in hand."""
        return self._milp.read(self._hand)

    @property
    def levels(self) -> tuple[Level, ...]:
        """What the package in hand has on the levels that were walked.

        Where the time limit was reached, a later level may have found a package that has more
        on an earlier one too. Then less of the gap is left there.
        """
        found = []
        for name, worth, most, deler in self._reached:
            value = worth(self._hand)
            shown, gap = Fraction(value, deler), Fraction(max(0, most - value), abs(deler))
            found.append(Level(name=name, value=shown, proven=value == most, gap=gap))
        return tuple(found)

    @property
    def _hand(self) -> Values:
        if self._values is None:
            raise ValueError("there is no package in hand")
        return self._values

    def begin(self, uren: Uren) -> bool:
        """Take a package in hand when it is allowed; return whether it is."""
        values = self._allowed(uren)
        if values is not None:
            self._values = values
        return values is not None

    def climb(self, goal: Goal, most: int | None = None) -> int:
        """Raise a level as far as can be, keep it there, and return what was reached.

        What no package exceeds is ``most``, if that is known; then a level may not be asked.
        """
        most = self._raise(goal.sum, self._milp.ceiling(goal.sum) if most is None else most)
        value = goal.sum.at(self._hand)
        self.keep(goal, value)
        self._reached.append((goal.name, goal.sum.at, most, goal.deler))
        return value

    def keep(self, goal: Goal, value: int) -> None:
        """Ask of a level that it does not come below a value from here on."""
        if goal.sum.terms:
            self._kept.append((goal.sum.at, value))
            self._add([goal.floor(value)])

    def climb_ratio(self) -> None:
        """Raise the lowest ratio as far as can be, proven in whole hours."""
        milp, ratio, interest = self._milp, self._milp.lowest_ratio, self._milp.interest
        room = milp.problem.room
        highest = (Fraction(min(room, milp.ceiling(hours)), each) for each, hours in interest)
        most = min(highest, default=Fraction(0))
        if not self._unsettled:
            most = ratio(self._hand)
        meaning = [hours >= each * milp.ratio for each, hours in interest]
        while (value := ratio(self._hand)) < most:
            more = [hours >= floor(value * each) + 1 for each, hours in interest]
            found = self.ask(milp.ratio, self._beside([*meaning, *more]), begin=False, fine=True)
            better = self._take(found.values, ratio)
            if found.impossible:
                most = value
            elif isfinite(found.bound):
                most = min(most, max(Fraction(found.bound) + MILLIONTH, ratio(self._hand)))
            if not better:
                break
        self._kept.append((ratio, value))
        self._add([hours >= ceil(value * each) for each, hours in interest if value])
        self._reached.append((Doel.VERHOUDING.value, ratio, most, 1))

    def agree(self) -> None:
        """Close the columns in which all packages that are equal so far agree."""
        known = -1
        while known < len(self._opened) and self._unsettled:
            known = len(self._opened)
            self._compare(Sum({}))

    def settle(self) -> None:
        """Settle which of the equal packages it is: the lowest numbers get most hours."""
        milp = self._milp
        while self._unsettled:
            block = self._block()
            number = milp.number(block)
            if self._raise(number, milp.ceiling(number)) != number.at(self._hand):
                break
            self._close(at for nr in block for at in milp.decisions[nr])
        settled = len(milp.items) - len(self._unsettled)
        self._reached.append(("nummer", lambda _: settled, len(milp.items), 1))

    def ask(
        self, goal: Sum, solver: Solver | None = None, *, begin: bool = True, fine: bool = False
    ) -> Answer:
        """Ask for the highest value of a sum, or of a fraction (``fine``), of some model.

        HiGHS sometimes ends without an answer, or calls the package that it started from the
        best beside a bound that is higher. Then it is asked again: without simplifying the
        model first, and without a start. The answer is what holds in whole numbers: values of
        the best package that is allowed, if any, and what no package exceeds.
        """
        hand = self._values if begin else None
        best: Values | None = None
        for start, presolve in product(dict.fromkeys((hand, None)), (True, False)):
            answer = (solver or self._solver).maximise(goal, start, fine=fine, presolve=presolve)
            values, bound = None, answer.bound if fine else answer.whole_bound
            if answer.values is not None:
                values = self._allowed(self._milp.read(answer.values))
            if values is not None and (best is None or goal.at(values) > goal.at(best)):
                best = values
            # What is in hand shows that it is not impossible.
            impossible = answer.impossible and hand is None
            right = values is not None and (fine or goal.at(values) == bound)
            if answer.late or impossible or (answer.proven and right):
                break
        return answer._replace(values=best, bound=bound, impossible=impossible)

    def _raise(self, goal: Sum, most: int) -> int:
        """Look for a package with more of a sum; return what none can exceed."""
        self._opened = set()
        if not self._unsettled:
            return goal.at(self._hand)
        bound = most if goal.at(self._hand) == most else self._compare(goal)
        # A bound below what a package has in whole numbers would be nonsense.
        return most if bound < goal.at(self._hand) else int(min(most, bound))

    def _compare(self, goal: Sum) -> float:
        """Ask for the most of a sum, and of that for what lies farthest from what is in hand.

        When nothing lies apart, all packages with as much agree, and columns are closed. What
        does lie apart shows in which columns some differ. Of the first level that is asked, and
        where weights would be too heavy, only the most is asked. What no package exceeds is
        returned.
        """
        hand = self._hand
        apart = self._milp.apart(hand, self._opened | self._closed.keys())
        times = 1 + self._milp.ceiling(apart)
        heaviest = times * max(map(abs, goal.terms.values()), default=0)
        if goal.terms and (heaviest > HEAVIEST or not self._asked):
            times, apart = 1, Sum({})
        self._asked = True
        asked = times * goal + apart
        if not asked.terms:
            return inf
        found = self.ask(asked)
        if not self._take(found.values, goal.at):
            if found.bound == asked.at(hand):
                self._close(apart.terms)
            there = found.values or hand
            self._opened |= {at for at in apart.terms if there[at] != hand[at]}
        return found.bound // times if isfinite(found.bound) else inf

    @property
    def _unsettled(self) -> list[int]:
        """Proposals in which packages that are equal so far may still differ."""
        decisions, closed = self._milp.decisions, self._closed.keys()
        left = [nr for nr, columns in decisions.items() if not closed >= {*columns}]
        if len(left) == 1 and decisions[left[0]][0] in closed:
            # As all adds up, it can have other hours only if it can have one more, or one less.
            (nr,), uren = left, self.uren
            beside = ({**uren, nr: uren.get(nr, 0) + step} for step in (-1, 1))
            alone = all(self._allowed(other) is None for other in beside)
            return [] if alone else left
        return left

    def _block(self) -> list[int]:
        """Return the first unsettled proposals, few enough to weigh their numbers exactly."""
        block: list[int] = []
        outcomes = 1
        for nr in self._unsettled:
            outcomes *= 2 + self._milp.width[nr]
            if block and outcomes > BLOCK:
                break
            block.append(nr)
        return block

    def _take(self, values: Values | None, worth: Worth) -> bool:
        """Take a package in hand when it is worth more; return whether it is."""
        if values is None or worth(values) <= worth(self._hand):
            return False
        self._values, self._opened = values, set()
        return True

    def _close(self, columns: Iterable[int]) -> None:
        """Leave columns as they are in the package in hand."""
        for at in columns:
            self._closed[at] = self._hand[at]
            self._solver.fix(at, self._hand[at])

    def _add(self, rows: Sequence[Row]) -> None:
        self._rows += rows
        self._solver.add(rows)

    def _beside(self, rows: Sequence[Row]) -> Solver:
        """Return the model as it is now, with other conditions too."""
        solver = Solver(self._milp.model, self._seconds)
        solver.add([*self._rows, *rows])
        return solver

    def _allowed(self, uren: Uren) -> Values | None:
        """Return a package as values when it is one, and loses nothing of the levels before."""
        if not self._milp.fits(uren):
            return None
        if any((nr in uren) is not inside for nr, inside in self._fixed.items()):
            return None
        values = self._milp.values(uren)
        closed = all(values[at] == value for at, value in self._closed.items())
        kept = closed and all(worth(values) >= value for worth, value in self._kept)
        return values if kept else None
