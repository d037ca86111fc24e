"""The part of a problem that is still open, and what proves the rest closed.

On each level most proposals are in, or out, for certain long before the level is solved: a
linear relaxation tells it. Its multipliers are rounded to whole numbers and the bound that
follows from them is worked out exactly; **any** multipliers give a true bound, so what is closed
here never hangs on the solver's arithmetic (Lagrangian bound, reduced-cost fixing). HiGHS then
gets only what is still open.

For multipliers y, every solution has at most ``sum(max(y*row bound)) + sum(max(rest*column))``,
where the rest of a column is its cost less y times its coefficients. A column whose other values
bring that below what is in hand cannot have them.
"""

from collections.abc import Mapping, Sequence
from math import isfinite
from typing import NamedTuple

from regio_xl.allocation.solver import Answer, Column, Row, Solver

SCALE = 2**32
"""What multipliers are rounded to: whole parts of one."""

SHRINK = 0.7
"""Below this part of its columns still open, the solver gets a smaller model."""


class Bound(NamedTuple):
    """A sum of costs that a solution has at least, and multipliers that bound it.

    Attributes:
        costs: Whole-number cost per column.
        value: What solutions have at least.
        multipliers: Per row, in parts of ``SCALE``; any will do.
    """

    costs: Mapping[int, int]
    value: int
    multipliers: Mapping[int, int]


class Core:
    """A model whose closed columns are known; asked like a ``Solver``.

    Attributes:
        open: How many whole-number columns can still have more than one value.
    """

    def __init__(self, columns: Sequence[Column], seconds: float | None) -> None:
        self._seconds = seconds
        self._columns = columns
        self._lower: list[int] = [0] * len(columns)
        self._upper: list[int] = [column.upper for column in columns]
        self.open = sum(column.whole and column.upper > 0 for column in columns)
        self._rows: list[Row] = []
        self._made: Solver | None = None
        self._at: dict[int, int] = {}

    def is_open(self, column: int) -> bool:
        """Return whether a column can still have more than one value."""
        return self._lower[column] < self._upper[column]

    def ends(self, column: int) -> tuple[int, int]:
        """Return the lowest and the highest value that a column can still have."""
        return self._lower[column], self._upper[column]

    def add(self, rows: Sequence[Row]) -> None:
        """Add rows."""
        self._rows += rows
        if self._made is not None:
            self._made.add([self._reduced(row) for row in rows])

    def drop(self, count: int) -> None:
        """Take away the last ``count`` rows."""
        del self._rows[len(self._rows) - count :]
        if self._made is not None:
            self._made.drop(count)

    def bound(self, column: int, lower: int, upper: int) -> None:
        """Set the bounds of a column."""
        was_open = self.is_open(column)
        self._lower[column], self._upper[column] = lower, upper
        if self._columns[column].whole:
            self.open += self.is_open(column) - was_open
        if self._made is not None and column in self._at:
            self._made.bound(self._at[column], lower, upper)

    def maximise(
        self,
        costs: Mapping[int, int],
        start: Sequence[int] | None,
        *,
        fine: bool = False,
        presolve: bool = True,
    ) -> Answer:
        """Find the solution with the highest sum of costs, see ``Solver.maximise``."""
        solver = self._solver
        constant = sum(
            cost * self._lower[column] for column, cost in costs.items() if column not in self._at
        )
        answer = solver.maximise(
            {self._at[column]: cost for column, cost in costs.items() if column in self._at},
            None if start is None else [start[column] for column in self._at],
            fine=fine,
            presolve=presolve,
        )
        values = answer.values
        if values is not None:
            whole = list(self._lower)
            for column, at in self._at.items():
                whole[column] = values[at]
            values = tuple(whole)
        return answer._replace(values=values, bound=answer.bound + constant)

    def multipliers(self, costs: Mapping[int, int]) -> dict[int, int]:
        """Return multipliers of the rows for a sum of costs, in parts of ``SCALE``."""
        solver = self._solver
        duals = solver.relax({self._at[at]: cost for at, cost in costs.items() if at in self._at})
        return {row: whole for row, dual in enumerate(duals) if (whole := round(dual * SCALE))}

    def close(self, costs: Mapping[int, int], value: int, multipliers: Mapping[int, int]) -> int:
        """Close what cannot be otherwise in any solution with at least ``value``.

        Returns:
            A whole number that no solution exceeds.
        """
        total, rest = self._bound_of(costs, multipliers)
        slack = total - value * SCALE
        if slack >= 0:
            for column, per_one in rest.items():
                if (
                    abs(per_one) * (self._upper[column] - self._lower[column]) > slack
                    and self._columns[column].whole
                ):
                    self._tighten(column, per_one, slack)
        self._shrink()
        return total // SCALE

    def close_together(self, bounds: Sequence[Bound]) -> bool:
        """Close for several bounds; return whether there can be a solution."""
        reached = [self.close(*bound) for bound in bounds]
        return all(most >= bound.value for most, bound in zip(reached, bounds, strict=True))

    def _shrink(self) -> None:
        """Forget the solver when its model has become much larger than needed."""
        if self._made is not None and self.open < SHRINK * len(self._at):
            self._made = None

    def _bound_of(
        self, costs: Mapping[int, int], multipliers: Mapping[int, int]
    ) -> tuple[int, dict[int, int]]:
        """Return what no solution exceeds, and what is left of each cost, times ``SCALE``."""
        rest = {column: cost * SCALE for column, cost in costs.items()}
        total = 0
        for at, multiplier in multipliers.items():
            lower, upper, coefficients = self._rows[at]
            side = upper if multiplier > 0 else lower
            if isfinite(side):
                total += multiplier * int(side)
                for column, coefficient in coefficients.items():
                    rest[column] = rest.get(column, 0) - multiplier * coefficient
        for column, per_one in rest.items():
            total += per_one * (self._upper[column] if per_one > 0 else self._lower[column])
        return total, rest

    def _tighten(self, column: int, per_one: int, slack: int) -> None:
        """Leave a column no values that cost more than ``slack``."""
        steps = slack // abs(per_one)
        if per_one > 0:
            self.bound(column, self._upper[column] - steps, self._upper[column])
        else:
            self.bound(column, self._lower[column], self._lower[column] + steps)

    @property
    def _solver(self) -> Solver:
        if self._made is None:
            kept = [
                at
                for at, column in enumerate(self._columns)
                if not column.whole or self.is_open(at)
            ]
            self._at = {column: at for at, column in enumerate(kept)}
            columns = [
                Column(self._upper[at], self._columns[at].whole, self._lower[at]) for at in kept
            ]
            self._made = Solver(columns, self._seconds)
            self._made.add([self._reduced(row) for row in self._rows])
        return self._made

    def _reduced(self, row: Row) -> Row:
        """Return a row without the closed columns."""
        if len(self._at) == len(self._columns):
            return row
        lower, upper, coefficients = row
        constant = 0
        left: dict[int, int] = {}
        for column, coefficient in coefficients.items():
            if column in self._at:
                left[self._at[column]] = coefficient
            else:
                constant += coefficient * self._lower[column]
        return lower - constant, upper - constant, left
