"""All rows in one form: what is left of each, and what columns use of it.

Each value of a column uses something of what a row has left, never less than 0. The row of the
level that is asked comes first: what it has left is how far a solution may stay below the bound.
After it comes the row that bounds may pay for, usually that of the hours.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from regio_xl.allocation.ahead import DEEP

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Whole = NDArray[np.int64]

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
    """A bound: ``rest`` times the columns, less what is paid, is at least ``-short``.

    Attributes:
        rest: What is left of the cost of each column.
        short: See above.
        paid: What the bound pays for each unit of the first row that stays unused.
    """

    rest: "Whole"
    short: int
    paid: int


class Room(NamedTuple):
    """The rows.

    Attributes:
        left: What each row has left, a column.
        per_one: What one more of each column uses of it; below 0: what one less uses.
        slack: What the first row has left, as it was.
        shift: How many bits of that were left out.
        paid: What the first row pays per unit of the second that stays unused; None when that
            cannot be looked ahead.
    """

    left: "Whole"
    per_one: "Whole"
    slack: int
    shift: int
    paid: int | None


def make_room(sheet: Sheet, cuts: Sequence[Cut], rows: "Whole", limits: "Whole") -> Room | None:
    """Return the rows in one form; None when there is no solution.

    Args:
        sheet: The columns.
        cuts: Bounds that follow from the rows; the first is that of the level that is asked.
        rows: Sums of columns; the first is the one that bounds may pay for.
        limits: What these may not exceed.
    """
    import numpy as np  # noqa: PLC0415 - only when a package is really asked

    at, lower, upper = sheet.open, sheet.lower, sheet.upper
    slack = limits - (rows * np.where(rows > 0, lower, upper)).sum(axis=1)
    if (slack < 0).any():
        return None
    width = (upper - lower)[at]
    each = rows[:, at]
    tight = (np.abs(each) * width).sum(axis=1) > slack
    can = 0 < slack[0] <= DEEP and width.sum() <= DEEP
    can = can and (each[0] >= 0).all() and (each[0, width > 1] <= 1).all()
    tight[0] = True
    rests = np.array([cut.rest for cut in cuts])
    spare = (rests * np.where(rests > 0, upper, lower)).sum(axis=1).tolist()
    more = [part + cut.short for part, cut in zip(spare, cuts, strict=True)]
    if min(more) < 0:
        return None
    over = [max(0, part.bit_length() - BITS) for part in more]
    lost = np.array([part >> bits for part, bits in zip(more, over, strict=True)], dtype=np.int64)
    rests = rests[:, at]
    saved = -np.sign(rests) * (np.abs(rests) >> np.array(over)[:, None])
    slack, each = slack[tight], each[tight]
    slack = np.concatenate((lost[:1], slack[:1], lost[1:], slack[1:]))[:, None]
    each = np.concatenate((saved[:1], each[:1], saved[1:], each[1:]))
    # More than all that is left is as good as just over it.
    per_one = np.clip(each, -slack - 1, slack + 1)
    paid = min(cuts[0].paid >> over[0], int(slack[0, 0]) + 1) if can else None
    return Room(slack, per_one, more[0], over[0], paid)
