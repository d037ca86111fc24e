"""Columns with more than two values, when solutions are written out: what these can still be."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Whole = NDArray[np.int64]


class Wide:
    """One such column.

    Attributes:
        width: How far it can go up.
        use: What one more uses of the second row.
    """

    def __init__(self, per_one: "Whole", width: int) -> None:
        """Look at the rows.

        Args:
            per_one: What one more uses of each row; below 0: what one less uses.
            width: How far it can go up.
        """
        import numpy as np  # noqa: PLC0415 - only when a package is really asked

        self._np, self.width = np, width
        self.use = int(per_one[1])
        self._first = int(per_one[0])
        # Only the rows that it is in are looked at.
        (self._up,), (self._down,) = (per_one > 0).nonzero(), (per_one < 0).nonzero()
        self._more, self._less = per_one[self._up, None], -per_one[self._down, None]

    def between(self, state: "Whole", left: "Whole") -> "tuple[Whole, Whole]":
        """Return the lowest and the highest value that can still be, of each solution."""
        np = self._np
        low = np.zeros(state.shape[1], dtype=np.int64)
        high = np.full(state.shape[1], self.width, dtype=np.int64)
        if len(self._up):
            spare = left[self._up] - state[self._up]
            high = np.minimum(high, (spare // self._more).min(axis=0))
        if len(self._down):
            spare = left[self._down] - state[self._down]
            low = np.maximum(low, self.width - (spare // self._less).min(axis=0))
        return low, high

    def add(self, state: "Whole", values: "Whole") -> None:
        """Add what values use to solutions."""
        state[self._up] += self._more * values
        state[self._down] += self._less * (self.width - values)

    def then(self, state: "Whole", source: "Whole", values: "Whole") -> "tuple[Whole, Whole]":
        """Return what is used of the first two rows with a value each."""
        first = self._first * (values if self._first > 0 else values - self.width)
        return state[0, source] + first, state[1, source] + self.use * values


def only_ends(low: "Whole", high: "Whole", mark: int) -> "tuple[Whole, Whole]":
    """Return the lowest, the marked and the highest value, and of which solution each is."""
    import numpy as np  # noqa: PLC0415 - see above

    can = np.flatnonzero(low <= high)
    low, high = low[can], high[can]
    return np.tile(can, 3), np.concatenate((low, np.clip(mark, low, high), high))


def each_between(low: "Whole", high: "Whole") -> "tuple[Whole, Whole]":
    """Return all values from the lowest up to the highest, and of which solution each is."""
    import numpy as np  # noqa: PLC0415 - see above

    counts = np.maximum(high - low + 1, 0)
    source = np.repeat(np.arange(len(low)), counts)
    first = np.cumsum(counts) - counts - low
    return source, np.arange(len(source)) - np.repeat(first, counts)
