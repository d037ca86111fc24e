"""The walk of the optimum: all levels of ``ladder``, from the ranking to the one best package."""

from collections.abc import Mapping
from fractions import Fraction
from math import ceil, isfinite

from regio_xl.allocation.bounds import ceiling, fits, ratio_ceiling, repair
from regio_xl.allocation.core import Core
from regio_xl.allocation.ladder import VERHOUDING, Ladder, Level, Linear
from regio_xl.allocation.layout import Layout
from regio_xl.allocation.problem import Problem
from regio_xl.allocation.rangorde import allocate
from regio_xl.allocation.walk import Walk
from regio_xl.domain.woorden import Doel

MILLIONTH = Fraction(1, 10**6)
"""What is added to the solver's bound on a ratio before it is called an upper bound."""


class Search(Walk):
    """One walk along the levels, with the best package so far in hand."""

    def __init__(
        self, problem: Problem, seconds: float | None, start: Mapping[int, int] | None
    ) -> None:
        ladder = Ladder(problem)
        layout = Layout(problem, ladder)
        super().__init__(problem, ladder, layout, lambda: opened(layout, seconds))
        self._ratio = Fraction(0)
        self._running: int | None = None
        self._most_covered: int | None = None
        self._uren = self._first(start)

    def run(self) -> tuple[Level, ...]:
        """Walk along all levels; return what was reached on each."""
        running, wanted = self._ladder.before
        if self._linear(running):
            self._running = self._kept[-1][1]
        self._linear(wanted)
        for doel in self._problem.volgorde:
            self._goal(doel)
        self._linear(self._ladder.fewest)
        self._numbers()
        return tuple(self.levels)

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

    def _first(self, start: Mapping[int, int] | None) -> dict[int, int]:
        uren = allocate(self._problem).uren if start is None else start
        repaired = repair(self._problem, uren)
        return repaired if fits(self._problem, self._items, repaired) else {}

    def _allowed(self, uren: Mapping[int, int]) -> bool:
        enough = not self._ratio or self._ladder.ratio(uren) >= self._ratio
        return enough and super()._allowed(uren)

    def _linear(self, level: Linear) -> bool:
        best = ceiling(self._problem, self._ladder, level, self._running)
        return self._step(self._layout.goal(level), best)

    def _coverage(self) -> None:
        (goal,) = self._layout.goals(Doel.DEKKING)
        if self._step(goal, len(self._ladder.aandelen)):
            self._most_covered = self._kept[-1][1]

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
        if value:
            self._add(self._layout.at_least(value))
        self._note(VERHOUDING, value, Fraction(0) if proven else best - value)

    def _raise_ratio(self, value: Fraction, best: Fraction) -> tuple[Fraction, Fraction, bool]:
        """Raise the lowest ratio: first with a fraction, then proven in whole hours."""
        core, column = self._core, self._layout.ratio
        rows = self._layout.ratio_rows()
        core.bound(column, 0, ceil(best))
        core.add(rows)
        answer, found = self._ask({column: 1}, fine=True)
        core.drop(len(rows))
        core.bound(column, 0, 0)
        value = self._better_ratio(found, value)
        if isfinite(answer.bound):
            best = min(best, max(value, Fraction(answer.bound) + MILLIONTH))
        if not answer.proven:
            return value, best, value == best
        while value != best:
            rows = self._layout.at_least(value, more=True)
            core.add(rows)
            answer = core.maximise({}, None)
            core.drop(len(rows))
            if answer.impossible:
                return value, best, True
            raised = self._better_ratio(self._found(answer), value)
            if raised == value:
                return value, best, False
            value = raised
        return value, best, True

    def _better_ratio(self, found: dict[int, int] | None, value: Fraction) -> Fraction:
        if found is not None and self._ladder.ratio(found) > value:
            self._uren = found
            return self._ladder.ratio(found)
        return value


def opened(layout: Layout, seconds: float | None) -> Core:
    """Return a model with the conditions that every package keeps."""
    core = Core(layout.columns, seconds)
    core.bound(layout.ratio, 0, 0)
    core.add(layout.rows())
    return core
