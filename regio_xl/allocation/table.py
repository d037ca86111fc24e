"""Sums of columns as vectors, worked out once for all models of a problem."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from regio_xl.allocation.core import Bound
from regio_xl.allocation.solver import Column

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Whole = NDArray[np.int64]


class Rest(NamedTuple):
    """What is left of each cost when rows are paid for.

    Attributes:
        used: Multiplier per row.
        rest: What is left per column, times ``SCALE``; None where that does not fit.
        size: The same without signs.
        rises: Whether more of a column is better.
        constant: What the lasting rows that are paid for come to.
        paid: The other rows that are paid for, each with its multiplier.
        sums: The sums of these rows.
    """

    used: Mapping[int, int]
    rest: "Whole | None"
    size: "Whole"
    rises: "NDArray[np.bool_]"
    constant: int
    paid: Sequence[tuple[int, int]]
    sums: Sequence[Mapping[int, int]]


class Table:
    """What all models of a problem share.

    Attributes:
        whole: Whether each column is a whole number.
        upper: The highest value of each column.
        rests: What is left of costs, by the ids of these and of their multipliers.
        rows: Which rows are the same in all models.
    """

    def __init__(
        self, columns: Sequence[Column], guides: Iterable[Bound], rows: range = range(0)
    ) -> None:
        """Put the columns in vectors.

        Args:
            columns: The columns.
            guides: Multipliers that last, with the costs that they are for.
            rows: Which rows are the same in all models.
        """
        import numpy as np  # noqa: PLC0415 - only when a package is really asked

        self._np, self._width, self.rows = np, len(columns), rows
        self.whole = np.array([column.whole for column in columns])
        self.upper = np.array([column.upper for column in columns], dtype=np.int64)
        self._guides = {id(guide.multipliers): guide for guide in guides}
        self.rests: dict[tuple[int, int], Rest] = {}
        self._matrices: dict[tuple[int, ...], Whole] = {}
        self._known: dict[int, tuple[Mapping[int, int], Whole]] = {}

    def guided(self, multipliers: Mapping[int, int]) -> Mapping[int, int] | None:
        """Return the costs that lasting multipliers are for; None when they do not last."""
        guide = self._guides.get(id(multipliers))
        return None if guide is None else guide.costs

    def vector(self, coefficients: Mapping[int, int]) -> "Whole":
        """Return a sum of columns as a vector; do not change either afterwards."""
        # The mapping is kept with it: no other can get its id as long as this one lives.
        known = self._known.get(id(coefficients))
        if known is None:
            made = self._np.zeros(self._width, dtype=self._np.int64)
            made[list(coefficients)] = list(coefficients.values())
            known = self._known[id(coefficients)] = coefficients, made
        return known[1]

    def matrix(self, sums: Sequence[Mapping[int, int]]) -> "Whole":
        """Return sums of columns as a table; do not change any of them afterwards."""
        key = tuple(map(id, sums))
        if key not in self._matrices:
            self._matrices[key] = self._np.array([self.vector(each) for each in sums])
        return self._matrices[key]
