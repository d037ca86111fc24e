"""A model of a size that fits in one table: it is bounded quicker, and can be written out.

What is asked of it and what it answers is that of ``core``, to the last number. Where numbers
would not fit in 64 bits it does as ``core`` does.
"""

from collections.abc import Iterable, Mapping, Sequence
from math import isfinite
from typing import TYPE_CHECKING, NamedTuple

from regio_xl.allocation.core import SCALE, Core
from regio_xl.allocation.sieve import Cut, Left, Sheet, sieve
from regio_xl.allocation.solver import Column, Solver

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Whole = NDArray[np.int64]

CELLS = 100_000
"""Rows times columns of the largest table."""

CUTS = 5
"""So many bounds are looked at beside the last one when solutions are written out."""

FITS = 2.0**61
"""Sums up to here certainly fit in 64 bits."""


class Rest(NamedTuple):
    """What is left of each cost when rows are paid for.

    Attributes:
        used: Multiplier per row.
        rest: What is left per column, times ``SCALE``; None where that does not fit.
        size: The same without signs.
        rises: Whether more of a column is better.
    """

    used: Mapping[int, int]
    rest: "Whole | None"
    size: "Whole"
    rises: "NDArray[np.bool_]"


class Table:
    """Sums of columns as vectors, each worked out once; shared by all models of a problem."""

    def __init__(self, columns: Sequence[Column], guides: Iterable[Mapping[int, int]]) -> None:
        import numpy as np  # noqa: PLC0415 - only when a package is really asked

        self._np, self._width = np, len(columns)
        self.whole = np.array([column.whole for column in columns])
        self.upper = np.array([column.upper for column in columns], dtype=np.int64)
        self.lasting = {id(guide): guide for guide in guides}
        self.rests: dict[tuple[int, int], Rest] = {}
        self._known: dict[int, tuple[Mapping[int, int], Whole]] = {}

    def vector(self, coefficients: Mapping[int, int]) -> "Whole":
        """Return a sum of columns as a vector; do not change either afterwards."""
        # The mapping is kept with it: no other can get its id as long as this one lives.
        known = self._known.get(id(coefficients))
        if known is None:
            made = self._np.zeros(self._width, dtype=self._np.int64)
            made[list(coefficients)] = list(coefficients.values())
            known = self._known[id(coefficients)] = coefficients, made
        return known[1]


class Small(Core):
    """A model of which all solutions can be written out when few columns are open."""

    def __init__(
        self, columns: Sequence[Column], seconds: float | None, table: Table, *, plain: bool
    ) -> None:
        super().__init__(columns, seconds)
        import numpy as np  # noqa: PLC0415 - see above

        self._np, self._table, self._plain = np, table, plain
        self._whole = table.whole
        self._low = np.zeros(len(columns), dtype=np.int64)
        self._high = table.upper.copy()
        self._sheet: tuple[int, Whole] | None = None
        self._cuts: list[Cut] = []
        self._told = True

    def close(self, costs: Mapping[int, int], value: int, multipliers: Mapping[int, int]) -> int:
        """Close what cannot be otherwise in any solution with at least ``value``."""
        np = self._np
        used, rest, size, rises = self._rest(costs, multipliers)
        if rest is None:
            self._cuts = []
            return self._close_exactly(costs, value, multipliers)
        lower, upper = self._low, self._high
        constant = sum(each * int(self._side(at, each)) for at, each in used.items())
        total = constant + int((rest * np.where(rises, upper, lower)).sum())
        slack = total - value * SCALE
        if slack >= 0:
            closed = ((size * (upper - lower) > slack) & self._whole).nonzero()[0]
            steps = slack // size[closed]
            down = rises[closed]
            low = np.where(down, upper[closed] - steps, lower[closed])
            high = np.where(down, upper[closed], lower[closed] + steps)
            if self._made is not None:
                for column, *ends in zip(closed.tolist(), low.tolist(), high.tolist(), strict=True):
                    if column in self._at:
                        self._made.bound(self._at[column], *ends)
            self._low[closed], self._high[closed] = low, high
            self.open -= int((low == high).sum())
        self._cuts = [Cut(rest, constant - value * SCALE), *self._cuts[not self._told : CUTS + 1]]
        self._told = bool(multipliers)
        self._shrink()
        return total // SCALE

    def _rest(self, costs: Mapping[int, int], multipliers: Mapping[int, int]) -> Rest:
        """Return what is left of each cost; of lasting multipliers it is worked out once."""
        key = id(costs), id(multipliers)
        if not (self._plain and (not multipliers or key[1] in self._table.lasting)):
            return self._work_out(costs, multipliers)
        known = self._table.rests.get(key)
        if known is None:
            known = self._table.rests[key] = self._work_out(costs, multipliers)
        return known

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
        if size @ np.maximum(self._table.upper, 1) > FITS:
            return Rest(used, None, rest, rest > 0)
        return Rest(used, rest, np.abs(rest), rest > 0)

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
            The solutions; ``Left.above`` in parts of ``SCALE``.
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
        limits = np.concatenate((most[has_most], -least[has_least])).astype(np.int64)
        return sieve(
            Sheet(np.flatnonzero(is_open), lower, upper, marks),
            self._cuts,
            np.concatenate((rows[has_most], -rows[has_least])),
            limits,
        )

    @property
    def _all_rows(self) -> "Whole":
        """The rows as a table."""
        if self._sheet is None or self._sheet[0] != len(self._rows):
            vectors = [self._table.vector(row[2]) for row in self._rows]
            self._sheet = len(self._rows), self._np.array(vectors)
        return self._sheet[1]
