"""Columns and rows for questions about a package that was chosen: what changes, what shrinks."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from math import inf
from typing import TYPE_CHECKING

from regio_xl.allocation.ladder import Ladder
from regio_xl.allocation.layout import Goal, Layout
from regio_xl.allocation.problem import Problem
from regio_xl.allocation.solver import Row

if TYPE_CHECKING:
    from regio_xl.allocation.sieve import Whole

ANDERS = "anders"


class ChangeLayout(Layout):
    """A layout that also knows the chosen package.

    Attributes:
        less: Column with the hours that the proposal ``shrunk`` asks less.
        shrunk: Number of the proposal that may ask less than it does, or None.
    """

    def __init__(self, problem: Problem, ladder: Ladder, chosen: Mapping[int, int]) -> None:
        super().__init__(problem, ladder)
        self._chosen = chosen
        self.less = self._column(0)
        self.shrunk: int | None = None
        # Is it out, or in with other hours? Only one that can be done in part needs to ask.
        self._other = {nr: self._column(1) for nr in sorted(chosen) if nr in self.more}

    def rows(self) -> list[Row]:
        """Return the conditions of the layout, and what other hours than chosen means."""
        rows = super().rows()
        for nr, other in self._other.items():
            more = self.more[nr]
            extra = self._chosen[nr] - self._least[nr]
            rows.append((1, inf, {other: 1, self.inside[nr]: 1}))
            rows.append((-inf, extra, {more: 1, other: extra - self.columns[more].upper}))
            rows.append((extra, inf, {more: 1, other: extra}))
        return rows

    def asks(self, nr: int) -> int:
        """Return the fewest hours with which a proposal can be in."""
        return self._least[nr]

    @cached_property
    def changes(self) -> Goal:
        """Return the level of fewest proposals that are not as they were chosen."""
        costs: dict[int, int] = {}
        kept = 0
        for nr, column in self.inside.items():
            if nr in self._other:
                costs[self._other[nr]] = -1
            else:
                costs[column] = 1 if nr in self._chosen else -1
                kept += nr in self._chosen
        return Goal(ANDERS, costs, self._kept, constant=-kept, lowest=True)

    @cached_property
    def marks(self) -> "Whole":
        """The chosen package as values of the columns."""
        import numpy as np  # noqa: PLC0415 - only when a package is really asked

        return np.array(super().start(self._chosen), dtype=np.int64)

    @cached_property
    def aside(self) -> "Whole":
        """Columns that follow from the others."""
        import numpy as np  # noqa: PLC0415 - see above

        return np.array(sorted(self._other.values()), dtype=np.int64)

    @cached_property
    def hours(self) -> "tuple[Whole, Whole]":
        """Per proposal what each column adds to its hours, and the hours that were chosen."""
        import numpy as np  # noqa: PLC0415 - see above

        per_column = np.zeros((len(self.inside), len(self.columns)), dtype=np.int64)
        for row, (nr, column) in enumerate(self.inside.items()):
            per_column[row, column] = self._least[nr]
            if nr in self.more:
                per_column[row, self.more[nr]] = 1
        return per_column, np.array([self._chosen.get(nr, 0) for nr in self.inside])

    def shrinking(self, goal: Goal) -> Goal:
        """Return a level in which hours that the proposal asks less count less."""
        per_uur = {} if goal.level is None else goal.level.per_uur
        if self.shrunk is None or self.shrunk not in per_uur:
            return goal
        return goal._replace(costs={**goal.costs, self.less: -per_uur[self.shrunk]})

    def start(self, uren: Mapping[int, int]) -> list[int]:
        """Return a package as values of the columns."""
        values = super().start(uren)
        for nr, other in self._other.items():
            values[other] = int(uren.get(nr) != self._chosen[nr])
        if self.shrunk is not None and self.shrunk in uren:
            values[self.less] = self._least[self.shrunk] - uren[self.shrunk]
            if self.shrunk in self.more:
                values[self.more[self.shrunk]] = 0
        return values

    def read(self, values: Sequence[int]) -> dict[int, int]:
        """Return the package that the values of the columns mean."""
        uren = super().read(values)
        if self.shrunk in uren:
            uren[self.shrunk] -= values[self.less]
        return uren

    def _kept(self, uren: Mapping[int, int]) -> int:
        either = uren.keys() | self._chosen.keys()
        return -sum(uren.get(nr, 0) != self._chosen.get(nr, 0) for nr in either)
