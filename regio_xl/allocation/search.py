"""The walk along the levels: ask the solver, check in whole numbers, keep, go on.

Three things are never left to the solver: whether a package is allowed, what it is worth, and
whether an answer fits its own bound.
"""

from collections.abc import Callable, Mapping
from fractions import Fraction
from math import isfinite

from regio_xl.allocation.bounds import ceiling, fits, ratio_ceiling, repair
from regio_xl.allocation.ladder import GEDEKT, NUMMER, VERHOUDING, Ladder, Level, Linear
from regio_xl.allocation.layout import Layout
from regio_xl.allocation.problem import Doel, Problem
from regio_xl.allocation.rangorde import allocate
from regio_xl.allocation.solver import Answer, Solver

BLOCK = 2**20
"""Most outcomes of proposals whose order of numbers is settled in one solve."""

MILLIONTH = Fraction(1, 10**6)
"""What is added to the solver's bound on a ratio before it is called an upper bound."""


class Search:
    """One walk along the levels, with the best package so far in hand."""

    def __init__(
        self, problem: Problem, seconds: float | None, start: Mapping[int, int] | None
    ) -> None:
        self._problem = problem
        self._ladder = Ladder(problem)
        self._layout = Layout(problem, self._ladder)
        self._seconds = seconds
        self._made: Solver | None = None
        self._kept: list[tuple[Linear, int]] = []
        self._covered = 0
        self._ratio = Fraction(0)
        self._fixed: list[int] = []
        self._running: int | None = None
        self._most_covered: int | None = None
        self._uren = self._first(start)
        self._levels: list[Level] = []

    @property
    def uren(self) -> dict[int, int]:
        """The package in hand, hours by number."""
        return dict(sorted(self._uren.items()))

    def run(self) -> tuple[Level, ...]:
        """Walk along all levels; return what was reached on each."""
        running, wanted = self._ladder.before
        self._linear(running)
        if self._levels[-1].proven:
            self._running = self._kept[-1][1]
        self._linear(wanted)
        for doel in self._problem.volgorde:
            self._goal(doel)
        self._linear(self._ladder.fewest)
        self._numbers()
        return tuple(self._levels)

    def _goal(self, doel: Doel) -> None:
        if doel is Doel.DEKKING:
            self._coverage()
        elif doel is Doel.UH:
            for level in self._ladder.uh:
                self._linear(level)
        elif doel is Doel.SCORE:
            self._linear(self._ladder.score)
        else:
            self._lowest_ratio()

    @property
    def _solver(self) -> Solver:
        """The solver, made when the first question is really asked."""
        if self._made is None:
            self._made = Solver(self._layout.columns, self._seconds)
            self._made.bound(self._layout.ratio, 0, 0)
            self._made.add(self._layout.rows())
            for level, value in self._kept:
                self._keep_linear(level, value)
            self._keep_covered()
            if self._ratio:
                self._made.add(self._layout.at_least(self._ratio))
            self._bind(self._fixed)
        return self._made

    def _first(self, start: Mapping[int, int] | None) -> dict[int, int]:
        uren = allocate(self._problem).uren if start is None else start
        repaired = repair(self._problem, uren)
        return repaired if fits(self._problem, self._ladder, repaired) else {}

    def _allowed(self, uren: Mapping[int, int]) -> bool:
        """Return whether a package is one, and loses nothing of the levels before."""
        return (
            fits(self._problem, self._ladder, uren)
            and all(level.count(uren) >= value for level, value in self._kept)
            and self._ladder.covered(uren) >= self._covered
            and (not self._ratio or self._ladder.ratio(uren) >= self._ratio)
        )

    def _ask(self, costs: Mapping[int, int], *, fine: bool = False) -> Answer:
        """Ask for the highest sum of costs.

        HiGHS sometimes calls the package it started from optimal beside a bound that is
        higher: then it is asked again without a start, and without simplifying first.
        """
        start = self._layout.start(self._uren)
        for begin, presolve in ((start, True), (None, True), (None, False)):
            answer = self._solver.maximise(costs, begin, fine=fine, presolve=presolve)
            stopped = not (answer.proven or answer.impossible)
            if stopped or self._agrees(costs, answer, fine=fine):
                break
        return answer

    def _agrees(self, costs: Mapping[int, int], answer: Answer, *, fine: bool) -> bool:
        """Return whether an answer is a package that is worth what the solver says."""
        found = self._found(answer)
        if found is None:
            return False
        return fine or self._layout.worth(costs, found) == answer.whole_bound

    def _found(self, answer: Answer) -> dict[int, int] | None:
        """Return the package of an answer, when it holds in whole numbers."""
        if answer.values is None:
            return None
        uren = self._layout.read(answer.values)
        return uren if self._allowed(uren) else None

    def _raise(
        self, costs: Mapping[int, int], count: Callable[[Mapping[int, int]], int], best: int
    ) -> tuple[int, int]:
        """Look for a package that counts for more, if there can be one.

        Returns:
            What the package in hand counts for now, and what none can exceed.
        """
        value = count(self._uren)
        if value == best:
            return value, best
        answer = self._ask(costs)
        found = self._found(answer)
        if found is not None and count(found) > value:
            self._uren, value = found, count(found)
        return value, _lower(best, answer.whole_bound)

    def _linear(self, level: Linear) -> None:
        best = ceiling(self._problem, self._ladder, level, self._running)
        value, best = self._raise(self._layout.costs(level), level.count, best)
        self._kept.append((level, value))
        if self._made is not None:
            self._keep_linear(level, value)
        reached = Fraction(abs(value) if level is self._ladder.fewest else value, level.deler)
        self._note(level.name, reached, Fraction(best - value, level.deler))

    def _keep_linear(self, level: Linear, value: int) -> None:
        costs = self._layout.costs(level)
        if costs:
            self._solver.add([self._layout.floor(costs, value)])

    def _coverage(self) -> None:
        everyone = len(self._ladder.aandelen)
        costs = dict.fromkeys(self._layout.covered, 1)
        value, best = self._raise(costs, self._ladder.covered, everyone)
        self._covered = value
        if value == best:
            self._most_covered = value
        if self._made is not None:
            self._keep_covered()
        self._note(GEDEKT, Fraction(value), Fraction(best - value))

    def _keep_covered(self) -> None:
        columns = self._layout.covered
        if self._covered == len(columns):
            for column in columns:
                self._solver.bound(column, 1, 1)
        else:
            self._solver.add([self._layout.floor(dict.fromkeys(columns, 1), self._covered)])

    def _lowest_ratio(self) -> None:
        value = self._ladder.ratio(self._uren)
        best = ratio_ceiling(self._problem, self._ladder)
        without = len(self._ladder.aandelen) - len(self._ladder.weighed)
        most = self._most_covered
        if most is not None and len(self._ladder.aandelen) - most > without:
            best = Fraction(0)  # someone who has a ratio is not covered, in every package left
        proven = value == best
        if not proven:
            value, best, proven = self._raise_ratio(value, best)
        self._ratio = value
        if value and self._made is not None:
            self._solver.add(self._layout.at_least(value))
        self._note(VERHOUDING, value, Fraction(0) if proven else best - value)

    def _raise_ratio(self, value: Fraction, best: Fraction) -> tuple[Fraction, Fraction, bool]:
        """Raise the lowest ratio: first with a fraction, then proven in whole hours."""
        solver, column = self._solver, self._layout.ratio
        rows = self._layout.ratio_rows()
        solver.bound(column, 0, float(best) + 1)
        solver.add(rows)
        answer = self._ask({column: 1}, fine=True)
        solver.drop(len(rows))
        solver.bound(column, 0, 0)
        value = self._better_ratio(answer, value)
        if isfinite(answer.bound):
            best = min(best, max(value, Fraction(answer.bound) + MILLIONTH))
        if not answer.proven:
            return value, best, value == best
        while value != best:
            rows = self._layout.at_least(value, more=True)
            solver.add(rows)
            answer = solver.maximise({}, None)
            solver.drop(len(rows))
            if answer.impossible:
                return value, best, True
            raised = self._better_ratio(answer, value)
            if raised == value:
                return value, best, False
            value = raised
        return value, best, True

    def _better_ratio(self, answer: Answer, value: Fraction) -> Fraction:
        found = self._found(answer)
        if found is not None and self._ladder.ratio(found) > value:
            self._uren = found
            return self._ladder.ratio(found)
        return value

    def _numbers(self) -> None:
        """Settle which of the equal packages it is, a block of proposals at a time."""
        waiting = list(self._ladder.items)
        settled = 0
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

    def _block(self, waiting: list[int]) -> list[int]:
        """Return the next proposals to settle together: few enough to weigh exactly."""
        block: list[int] = []
        outcomes = 1
        for nr in waiting:
            outcomes *= self._layout.outcomes(nr)
            if block and outcomes > BLOCK:
                break
            block.append(nr)
        return block

    def _settle(self, block: list[int]) -> bool:
        """Give the lowest numbers of a block most; return whether that was proven."""
        level = self._layout.by_number(block)
        answer = self._ask(level)
        found = self._found(answer)
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
                self._solver.bound(column, value, value)

    def _note(self, name: str, value: Fraction, gap: Fraction) -> None:
        # A bound of the solver below what a package has in whole numbers would be nonsense.
        self._levels.append(
            Level(name=name, value=value, proven=gap == 0, gap=max(gap, Fraction(0)))
        )


def _lower(best: int, bound: int | None) -> int:
    return best if bound is None else min(best, bound)
