"""Every solution of what is still open, when these are few enough to write out.

Once the bounds of ``core`` have closed most columns, writing out all solutions that are left
costs less than one call of a solver, and it settles all levels that follow at once. Columns are
gone through one after the other; what cannot become a solution any more is dropped on the way.
Everything is a whole number, so what is left is exactly what there is.

All rows have one form here: each value of a column uses something of what a row has left, never
less than 0. The row of the level that is asked comes first: what it has left is how far a
solution may stay below the bound. Where too much is left open, that is made smaller: then
nothing above a certain bound is missing, which is enough when a solution lies there.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Whole = NDArray[np.int64]

MOST = 100
"""So many partial solutions are gone on with."""

WIDE = 4_000
"""With more than this at once a solver is quicker."""

BITS = 40
"""What is left of a row is made to fit in so many bits, so that sums stay exact."""


class Sheet(NamedTuple):
    """The columns.

    Attributes:
        open: Which can still have more than one value.
        lower: Lowest value of every column.
        upper: Highest value of every column.
        marks: A value of every column that is better than others, all else being equal.
    """

    open: "Whole"
    lower: "Whole"
    upper: "Whole"
    marks: "Whole"


class Cut(NamedTuple):
    """A bound: ``rest`` times the columns is at least ``-short``."""

    rest: "Whole"
    short: int


class Left(NamedTuple):
    """What was found.

    Attributes:
        open: Which columns were open.
        lower: Lowest value of every column.
        values: A solution per column, a row per open column.
        above: All solutions that leave more than this of the first cut are there; None when
            all are there at all.
    """

    open: "Whole"
    lower: "Whole"
    values: "Whole"
    above: int | None


def sieve(sheet: Sheet, cuts: Sequence[Cut], rows: "Whole", limits: "Whole") -> Left | None:
    """Return the best solutions that keep all limits; None when there are too many to write out.

    Of solutions that differ in the widest column only those are given where it is at its
    lowest, its highest or its mark: whatever adds up is best at one of these.

    Args:
        sheet: The columns.
        cuts: Bounds that follow from the rows; the first is the one that may be cut short.
        rows: Sums of columns.
        limits: What these may not exceed.
    """
    import numpy as np  # noqa: PLC0415 - only when a package is really asked

    lower = sheet.lower[sheet.open]
    widths = (sheet.upper[sheet.open] - lower).tolist()
    made = _made(sheet, cuts, rows, limits)
    if made is None or len(widths) > BITS:
        nothing = np.zeros((len(lower), 0), dtype=np.int64)
        return Left(sheet.open, sheet.lower, nothing, None) if made is None else None
    left, per_one, slack, shift = made
    loss = np.abs(per_one[0]).tolist()
    wide = sorted((at for at in range(len(widths)) if widths[at] > 1), key=widths.__getitem__)
    narrow = sorted(set(range(len(widths))) - set(wide), key=lambda at: (-loss[at], at))
    count = len(left)
    # One row per limit: what is used of it. Then one of bits, for the narrow columns that are
    # at their upper end; then one per wide column: its value.
    state = np.zeros((count + 1 + len(wide), 1), dtype=np.int64)
    down, up = np.zeros((2, len(state), len(widths)), dtype=np.int64)
    down[:count], up[:count] = np.maximum(-per_one, 0), np.maximum(per_one, 0)
    up[count] = 1 << np.arange(len(widths))
    above: int | None = None
    for at in narrow:
        state = np.concatenate((state + down[:, at : at + 1], state + up[:, at : at + 1]), axis=1)
        state = state.take(np.flatnonzero((state[:count] <= left).all(axis=0)), axis=1)
        if state.shape[1] > MOST:
            cut = int(np.partition(state[0], MOST // 2)[MOST // 2])
            if cut == 0:
                return None
            above, left[0] = slack - (cut << shift), cut - 1
            state = state[:, state[0] < cut]
    for place, at in enumerate(wide, start=count + 1):
        each, width = per_one[:, at : at + 1], widths[at]
        low, high = _between(state[:count], left, each, width)
        if place == len(state) - 1:
            source, values = _ends(low, high, sheet.marks[sheet.open[at]] - lower[at])
        elif int(np.maximum(high - low + 1, 0).sum()) <= WIDE:
            source, values = _each(low, high)
        else:
            return None
        state = state[:, source]
        state[:count] += np.where(each > 0, each * values, each * (values - width))
        state[place] = values
    found = (state[count] >> np.arange(len(widths))[:, None]) & 1
    found[wide] = state[count + 1 :]
    return Left(sheet.open, sheet.lower, found + lower[:, None], above)


def _between(used: "Whole", left: "Whole", each: "Whole", width: int) -> "tuple[Whole, Whole]":
    """Return the lowest and the highest value that a column can still have, of each solution."""
    import numpy as np  # noqa: PLC0415 - see above

    spare = left - used
    low = np.zeros(used.shape[1], dtype=np.int64)
    high = np.full(used.shape[1], width, dtype=np.int64)
    up, down = each[:, 0] > 0, each[:, 0] < 0
    if up.any():
        high = np.minimum(high, (spare[up] // each[up]).min(axis=0))
    if down.any():
        low = np.maximum(low, width - (spare[down] // -each[down]).min(axis=0))
    return low, high


def _ends(low: "Whole", high: "Whole", mark: int) -> "tuple[Whole, Whole]":
    """Return the lowest, the marked and the highest value, and of which solution each is."""
    import numpy as np  # noqa: PLC0415 - see above

    can = np.flatnonzero(low <= high)
    low, high = low[can], high[can]
    return np.tile(can, 3), np.concatenate((low, np.clip(mark, low, high), high))


def _each(low: "Whole", high: "Whole") -> "tuple[Whole, Whole]":
    """Return all values from the lowest up to the highest, and of which solution each is."""
    import numpy as np  # noqa: PLC0415 - see above

    counts = np.maximum(high - low + 1, 0)
    source = np.repeat(np.arange(len(low)), counts)
    first = np.cumsum(counts) - counts - low
    return source, np.arange(len(source)) - np.repeat(first, counts)


def _made(
    sheet: Sheet, cuts: Sequence[Cut], rows: "Whole", limits: "Whole"
) -> "tuple[Whole, Whole, int, int] | None":
    """Return what each row has left, what each column uses per one; of the first also as it was."""
    import numpy as np  # noqa: PLC0415 - see above

    at = sheet.open
    lower, upper = sheet.lower, sheet.upper
    slack = limits - (rows * np.where(rows > 0, lower, upper)).sum(axis=1)
    if (slack < 0).any():
        return None
    width = (upper - lower)[at]
    each = rows[:, at]
    tight = (np.abs(each) * width).sum(axis=1) > slack
    slack, each = slack[tight], each[tight]
    first, shift = 0, 0
    more: list[int] = []
    bounds: list[Whole] = []
    for place, cut in enumerate(cuts):
        rest = cut.rest
        spare = cut.short + int((rest * np.where(rest > 0, upper, lower)).sum())
        if spare < 0:
            return None
        over = max(0, spare.bit_length() - BITS)
        if not place:
            first, shift = spare, over
        more.append(spare >> over)
        bounds.append(-np.sign(rest[at]) * (np.abs(rest[at]) >> over))
    slack = np.concatenate((np.array(more, dtype=np.int64), slack))[:, None]
    each = np.concatenate((np.array(bounds), each))
    # More than all that is left is as good as just over it.
    return slack, np.clip(each, -slack - 1, slack + 1), first, shift
