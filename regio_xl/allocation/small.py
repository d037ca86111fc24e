"""A model of a size that fits in one table: it is bounded quicker, and can be written out.

What is asked of it and what it answers is that of ``core``, to the last number, but for bounds
that are looked at together. Where numbers would not fit in 64 bits it does as ``core`` does.
"""

from collections.abc import Mapping, Sequence
from math import isfinite
from typing import TYPE_CHECKING

from regio_xl.allocation.core import SCALE, Bound, Core
from regio_xl.allocation.room import Cut, Sheet
from regio_xl.allocation.sieve import Asked, Left, sieve
from regio_xl.allocation.solver import Column, Row, Solver
from regio_xl.allocation.table import Rest, Table

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Whole = NDArray[np.int64]

CUTS = 5
"""So many bounds are looked at beside the last one when solutions are written out."""

ROUNDS = 2
"""Bounds that are looked at together are gone through so many times."""

FITS = 2.0**61
"""Sums up to here certainly fit in 64 bits."""


class Small(Core):
    """A model of which all solutions can be written out when few columns are open."""

    def __init__(
        self, columns: Sequence[Column], seconds: float | None, table: Table, less: int | None
    ) -> None:
        """Open all columns.

        Args:
            columns: The columns.
            seconds: Time limit of each solve; None for none.
            table: What this model shares with others.
            less: The column with which it differs from these; None when it does not.
        """
        super().__init__(columns, seconds)
        import numpy as np  # noqa: PLC0415 - only when a package is really asked

        self._np, self._table, self._less = np, table, less
        self._whole = table.whole
        self._low = np.zeros(len(columns), dtype=np.int64)
        self._high = table.upper.copy()
        self._sheet: Whole | None = None
        self._asked = np.zeros(0, dtype=np.int64), 0
        self._cuts: list[Cut] = []
        self._told = True

    def close(self, costs: Mapping[int, int], value: int, multipliers: Mapping[int, int]) -> int:
        """Close what cannot be otherwise in any solution with at least ``value``."""
        np = self._np
        known = self._rest(costs, multipliers)
        if known.rest is None:
            self._cuts = []
            return self._close_exactly(costs, value, multipliers)
        lower, upper, rest = self._low, self._high, known.rest
        constant = self._constant(known)
        total = constant + int((rest * np.where(known.rises, upper, lower)).sum())
        slack = total - value * SCALE
        if slack >= 0:
            closed = ((known.size * (upper - lower) > slack) & self._whole).nonzero()[0]
            steps = slack // known.size[closed]
            down = known.rises[closed]
            low = np.where(down, upper[closed] - steps, lower[closed])
            high = np.where(down, upper[closed], lower[closed] + steps)
            if self._made is not None:
                for column, *ends in zip(closed.tolist(), low.tolist(), high.tolist(), strict=True):
                    if column in self._at:
                        self._made.bound(self._at[column], *ends)
            self._low[closed], self._high[closed] = low, high
            self.open -= int((low == high).sum())
        cut = Cut(rest, constant - value * SCALE, max(0, known.used.get(0, 0)))
        # A bound that looks at no row adds nothing to the rows, once another level was asked.
        self._cuts = [cut, *self._cuts[not self._told : CUTS]]
        self._asked = self._table.vector(costs), value
        self._told = bool(multipliers)
        self._shrink()
        return total // SCALE

    def close_together(self, bounds: Sequence[Bound]) -> bool:
        """Close for several bounds at once; return whether there can be a solution.

        That may close more or fewer columns than one bound after the other; never one that a
        solution needs.
        """
        np = self._np
        known = [self._rest(bound.costs, bound.multipliers) for bound in bounds]
        rests = [each.rest for each in known if each.rest is not None]
        short = [
            self._constant(each) - bound.value * SCALE
            for each, bound in zip(known, bounds, strict=True)
        ]
        if not bounds or len(rests) < len(known) or max(map(abs, short)) > FITS:
            return super().close_together(bounds)
        self._made = None  # made anew, with what is closed here
        self._cuts = [
            Cut(each, part, max(0, rest.used.get(0, 0)))
            for each, part, rest in zip(rests, short, known, strict=True)
        ][: -CUTS - 2 : -1]
        self._asked = self._table.vector(bounds[-1].costs), bounds[-1].value
        self._told = bool(bounds[-1].multipliers)
        return self._tighten_all(np.array(rests), np.array(short))

    def _tighten_all(self, rests: "Whole", short: "Whole") -> bool:
        """Tighten all columns by all bounds; return whether something is left of each.

        Args:
            rests: What is left of each cost, a row per bound, times ``SCALE``.
            short: What comes with the sum of each.
        """
        np = self._np
        rises, size = rests > 0, np.abs(rests)
        still = (size == 0) | ~self._whole
        size[still] = 1
        for _ in range(ROUNDS):
            low, high = self._low, self._high
            slack = (rests * np.where(rises, high, low)).sum(axis=1) + short
            if (slack < 0).any():
                return False
            width = high - low
            steps = np.where(still, width, np.minimum(slack[:, None] // size, width))
            self._low = high - np.where(rises, steps, width).min(axis=0)
            self._high = low + np.where(rises, width, steps).min(axis=0)
            if (self._low > self._high).any():
                return False
        self.open = int(((self._low < self._high) & self._whole).sum())
        return True

    def _rest(self, costs: Mapping[int, int], multipliers: Mapping[int, int]) -> Rest:
        """Return what is left of each cost; of lasting multipliers it is worked out once."""
        lasting = self._table.guided(multipliers) if multipliers else costs
        if self._less is None and lasting is costs:
            key = id(costs), id(multipliers)
            if key not in self._table.rests:
                self._table.rests[key] = self._work_out(costs, multipliers)
            return self._table.rests[key]
        known = self._table.rests.get((id(lasting), id(multipliers)))
        shrunk = None
        if self._less is not None and known is not None:
            shrunk = self._shrunk(known, costs, self._less)
        return shrunk or self._work_out(costs, multipliers)

    def _shrunk(self, known: Rest, costs: Mapping[int, int], less: int) -> Rest | None:
        """Return what is left when one column more is in the costs and the rows.

        None when the rows are not otherwise the same: one that keeps a level can be divided by
        another number.
        """
        rows = [self._rows[at][2] for at, _ in known.paid]
        same = all(
            {**row, less: 0} == {**plain, less: 0}
            for row, plain in zip(rows, known.sums, strict=True)
        )
        if known.rest is None or not same:
            return None
        rest = known.rest.copy()
        paid = sum(each * row.get(less, 0) for (_, each), row in zip(known.paid, rows, strict=True))
        rest[less] = costs.get(less, 0) * SCALE - paid
        return known._replace(rest=rest, size=self._np.abs(rest), rises=rest > 0)

    def _work_out(self, costs: Mapping[int, int], multipliers: Mapping[int, int]) -> Rest:
        np = self._np
        used = {at: each for at, each in multipliers.items() if isfinite(self._side(at, each))}
        goal = self._table.vector(costs)
        rest = goal * SCALE
        size = np.abs(goal) * float(SCALE)
        if used:
            rows = self._all_rows[list(used)]
            by = np.array(list(used.values()))
            size = size + np.abs(by).astype(float) @ np.abs(rows)
            rest = rest - by @ rows
        fits = size @ np.maximum(self._table.upper, 1) <= FITS
        lasting = [at for at in used if at in self._table.rows]
        others = [at for at in used if at not in self._table.rows]
        return Rest(
            used,
            rest if fits else None,
            np.abs(rest),
            rest > 0,
            sum(used[at] * int(self._side(at, used[at])) for at in lasting),
            [(at, used[at]) for at in others],
            [self._rows[at][2] for at in others],
        )

    def _constant(self, rest: Rest) -> int:
        """Return what the rows that are paid for come to."""
        return rest.constant + sum(each * int(self._side(at, each)) for at, each in rest.paid)

    def _side(self, at: int, multiplier: int) -> float:
        """Return the end of a row that bounds when it is paid for."""
        lower, upper, _ = self._rows[at]
        return upper if multiplier > 0 else lower

    def _close_exactly(
        self, costs: Mapping[int, int], value: int, multipliers: Mapping[int, int]
    ) -> int:
        """Close as ``core`` does, in numbers of any size."""
        self._lower, self._upper = self._low.tolist(), self._high.tolist()
        return super().close(costs, value, multipliers)

    def is_open(self, column: int) -> bool:
        """Return whether a column can still have more than one value."""
        return bool(self._low[column] < self._high[column])

    def ends(self, column: int) -> tuple[int, int]:
        """Return the lowest and the highest value that a column can still have."""
        return int(self._low[column]), int(self._high[column])

    def bound(self, column: int, lower: int, upper: int) -> None:
        """Set the bounds of a column."""
        was_open = self.is_open(column)
        self._low[column], self._high[column] = lower, upper
        self._lower[column], self._upper[column] = lower, upper
        if self._columns[column].whole:
            self.open += (lower < upper) - was_open
        if self._made is not None and column in self._at:
            self._made.bound(self._at[column], lower, upper)

    @property
    def _solver(self) -> Solver:
        self._lower, self._upper = self._low.tolist(), self._high.tolist()
        return super()._solver

    def write_out(self, aside: "Whole", marks: "Whole") -> Left | None:
        """Write out all solutions with at least what was last closed for, see ``sieve``.

        Args:
            aside: Columns that follow from the others; rows with these are left out too.
            marks: Per column the value of the package that was chosen.

        Returns:
            The solutions.
        """
        if not self._cuts:
            return None
        np = self._np
        lower, upper = self._low, self._high
        is_open = upper > lower
        is_open[aside] = False
        rows = self._all_rows
        kept = ~rows[:, aside].any(axis=1)
        least = np.array([row[0] for row in self._rows])
        most = np.array([row[1] for row in self._rows])
        has_most, has_least = kept & np.isfinite(most), kept & np.isfinite(least)
        # Bounds pay for the first row of the model; without that row there is nothing to pay.
        cuts = self._cuts if has_most[0] else [cut._replace(paid=0) for cut in self._cuts]
        limits = np.concatenate((most[has_most], -least[has_least])).astype(np.int64)
        return sieve(
            Sheet(np.flatnonzero(is_open), lower, upper, marks),
            Asked(*self._asked, cuts),
            np.concatenate((rows[has_most], -rows[has_least])),
            limits,
        )

    @property
    def _all_rows(self) -> "Whole":
        """The rows as a table."""
        if self._sheet is None:
            self._sheet = self._table.matrix([row[2] for row in self._rows])
        return self._sheet

    def add(self, rows: Sequence[Row]) -> None:
        """Add rows."""
        super().add(rows)
        self._sheet = None

    def drop(self, count: int) -> None:
        """Take away the last ``count`` rows."""
        super().drop(count)
        self._sheet = None
