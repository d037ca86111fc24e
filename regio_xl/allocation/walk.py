"""What every walk along levels does: ask the solver, check in whole numbers, keep, go on.

Three things are never left to the solver: whether a package is allowed, what it is worth, and
whether an answer fits its own bound.
"""

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple

from regio_xl.allocation.bounds import fits
from regio_xl.allocation.core import Bound, Core
from regio_xl.allocation.ladder import NUMMER, Ladder, Level
from regio_xl.allocation.layout import Goal, Layout
from regio_xl.allocation.problem import Problem
from regio_xl.allocation.solver import Answer, Row

BLOCK = 2**24
"""Most outcomes of proposals whose order of numbers is settled in one solve."""

NOTHING: Mapping[int, int] = {}
"""Multipliers of a bound that looks at no row."""


class Found(NamedTuple):
    """An answer of the solver, and the package it means when that holds in whole numbers."""

    answer: Answer
    uren: dict[int, int] | None


class Walk:
    """One walk along levels, with the best package so far in hand.

    Attributes:
        levels: What was reached so far.
    """

    def __init__(
        self, problem: Problem, ladder: Ladder, layout: Layout, asking: Callable[[], Core]
    ) -> None:
        """Start with an empty package.

        Args:
            problem: What there is to divide.
            ladder: Its levels.
            layout: The problem as columns and rows.
            asking: Gives the model with the conditions that every package keeps, once the
                first question is really asked.
        """
        self._problem, self._ladder, self._layout = problem, ladder, layout
        self._items = ladder.items
        self._asking = asking
        self._made: Core | None = None
        self._possible = True
        self._kept: list[tuple[Goal, int]] = []
        self._waiting: list[Row] = []
        self._fixed: list[int] = []
        self._uren: dict[int, int] = {}
        self.levels: list[Level] = []

    @property
    def uren(self) -> dict[int, int]:
        """The package in hand, hours by number."""
        return dict(sorted(self._uren.items()))

    @property
    def _core(self) -> Core:
        """The model, with all that was kept so far."""
        return self._made or self._make()

    def _make(self) -> Core:
        """Make the model, and see whether there can be a package with what was kept."""
        made = self._made = self._asking()
        made.add(self._waiting)
        self._possible = made.close_together(list(self._bounds()))
        self._bind(self._fixed)
        return made

    def _bounds(self) -> Iterator[Bound]:
        """Give what bounds the levels that were kept before the model was made."""
        for goal, value in self._kept:
            yield Bound(goal.costs, value - goal.constant, NOTHING)

    def _allowed(self, uren: Mapping[int, int]) -> bool:
        """Return whether a package is one, and loses nothing of the levels before."""
        return fits(self._problem, self._items, uren) and all(
            goal.count(uren) >= value for goal, value in self._kept
        )

    def _ask(self, costs: Mapping[int, int], *, fine: bool = False) -> Found:
        """Ask for the highest sum of costs.

        HiGHS sometimes calls the package it started from optimal beside a bound that is
        higher: then it is asked again without a start, and without simplifying first.
        """
        start = self._start()
        for begin, presolve in ((start, True), (None, True), (None, False)):
            answer = self._core.maximise(costs, begin, fine=fine, presolve=presolve)
            uren = self._found(answer)
            stopped = not (answer.proven or answer.impossible)
            if stopped or (answer.impossible and start is None):
                break
            if uren is not None and (fine or self._layout.worth(costs, uren) == answer.whole_bound):
                break
        return Found(answer, uren)

    def _start(self) -> list[int] | None:
        """Return the package in hand as values of the columns; None when there is none yet."""
        return self._layout.start(self._uren)

    def _found(self, answer: Answer) -> dict[int, int] | None:
        """Return the package of an answer, when it holds in whole numbers."""
        if answer.values is None:
            return None
        uren = self._layout.read(answer.values)
        return uren if self._allowed(uren) else None

    def _raise(self, goal: Goal, best: int) -> tuple[int, int]:
        """Look for a package that counts for more, if there can be one.

        Returns:
            What the package in hand counts for now, and what none can exceed.
        """
        value = goal.count(self._uren)
        if value == best:
            return value, best
        tried: list[Mapping[int, int]] = []
        for multipliers in self._multipliers(goal):
            tried.append(multipliers)
            value, best = self._bound(goal, value, best, multipliers)
            if value == best:
                return value, best
        answer, found = self._ask(goal.costs)
        if found is not None and goal.count(found) > value:
            self._uren, value = found, goal.count(found)
            for multipliers in tried:
                self._close(goal, value, multipliers)
        if answer.whole_bound is None:
            return value, best
        return value, min(best, answer.whole_bound + goal.constant)

    def _bound(
        self, goal: Goal, value: int, best: int, multipliers: Mapping[int, int]
    ) -> tuple[int, int]:
        """Bound a level, and raise it without a solver as long as that helps; as ``_raise``."""
        before = None
        while value not in (best, before):
            best, before = min(best, self._close(goal, value, multipliers)), value
            if value != best:
                value, best = self._write_out(goal, value, best)
        return value, best

    def _write_out(self, goal: Goal, value: int, best: int) -> tuple[int, int]:  # noqa: ARG002
        """Raise a level without a solver, where a walk knows how; as ``_raise``."""
        return value, best

    def _multipliers(self, goal: Goal) -> Iterator[Mapping[int, int]]:
        """Give multipliers that may bound a level well, see ``core``."""
        yield self._core.multipliers(goal.costs)

    def _close(self, goal: Goal, value: int, multipliers: Mapping[int, int]) -> int:
        """Close what would bring a level below ``value``; return what none can exceed."""
        most = self._core.close(goal.costs, value - goal.constant, multipliers) + goal.constant
        return most if self._core.open else min(most, value)

    def _step(self, goal: Goal, best: int) -> bool:
        """Raise a level, keep what was reached; return whether that was proven."""
        value, best = self._raise(goal, best)
        self._keep(goal, value)
        reached = -value if goal.lowest else value
        self._note(goal.name, Fraction(reached, goal.deler), Fraction(best - value, goal.deler))
        return value == best

    def _keep(self, goal: Goal, value: int) -> None:
        self._kept.append((goal, value))
        if goal.costs:
            self._add([self._layout.floor(goal, value)])
            if self._made is not None:
                self._made.close(goal.costs, value - goal.constant, NOTHING)

    def _add(self, rows: list[Row]) -> None:
        """Add conditions that hold from here on."""
        self._waiting += rows
        if self._made is not None:
            self._made.add(rows)

    def _numbers(self) -> None:
        """Settle which of the equal packages it is, a block of proposals at a time."""
        waiting = [nr for nr in self._ladder.items if self._is_open(nr)]
        settled = len(self._ladder.items) - len(waiting)
        proven = True
        while waiting and proven:
            # The first in line that has all it asks cannot get more: nothing to ask.
            block = waiting[:1]
            if self._uren.get(block[0], 0) != self._ladder.items[block[0]].nodig_uren:
                block = self._block(waiting)
                proven = self._settle(block)
            if proven:
                settled += len(block)
                waiting = waiting[len(block) :]
                self._fix(block)
        self._note(NUMMER, Fraction(settled), Fraction(len(waiting)))

    def _is_open(self, nr: int) -> bool:
        if self._made is None:
            return True
        return any(self._made.is_open(column) for column, _ in self._layout.fixed(nr, 0))

    def _outcomes(self, nr: int) -> int:
        """Return how many amounts of hours a proposal can still have."""
        ends = (self._core.ends(column) for column, _ in self._layout.fixed(nr, 0))
        return 1 + sum(upper - lower for lower, upper in ends)

    def _block(self, waiting: list[int]) -> list[int]:
        """Return the next proposals to settle together: few enough to weigh exactly."""
        block: list[int] = []
        outcomes = 1
        for nr in waiting:
            outcomes *= self._outcomes(nr)
            if block and outcomes > BLOCK:
                break
            block.append(nr)
        return block

    def _settle(self, block: list[int]) -> bool:
        """Give the lowest numbers of a block most; return whether that was proven."""
        level = self._layout.by_number({nr: self._outcomes(nr) for nr in block})
        answer, found = self._ask(level)
        value = self._layout.worth(level, self._uren)
        if found is not None and all(
            found.get(nr, 0) == self._uren.get(nr, 0) for nr in self._fixed
        ):
            reached = self._layout.worth(level, found)
            if reached > value:
                self._uren, value = found, reached
        return answer.whole_bound == value

    def _fix(self, block: list[int]) -> None:
        self._fixed += block
        if self._made is not None:
            self._bind(block)

    def _bind(self, block: list[int]) -> None:
        for nr in block:
            for column, value in self._layout.fixed(nr, self._uren.get(nr, 0)):
                self._core.bound(column, value, value)

    def _note(self, name: str, value: Fraction, gap: Fraction) -> None:
        # A bound of the solver below what a package has in whole numbers would be nonsense.
        self.levels.append(
            Level(name=name, value=value, proven=gap == 0, gap=max(gap, Fraction(0)))
        )
