"""Every solution of what is still open, when these are few enough to write out.

Once the bounds of ``core`` have closed most columns, writing out all solutions that are left
costs less than one call of a solver, and it settles all levels that follow at once. Columns are
gone through some at a time; what cannot become a solution any more is dropped on the way: it
uses more of a row than that has left (``room``), or completing it with the hours that are left
costs too much (``ahead``). Everything is a whole number, so what is left is exactly what there is.

Where too much is left, less is asked for: nothing above a certain bound is missing then, which
is enough when a solution lies there. And where wide columns can still be too many things, they
are only filled as is best for the level that is asked: that level can be settled, no other.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from regio_xl.allocation.ahead import Ahead
from regio_xl.allocation.core import SCALE
from regio_xl.allocation.room import Cut, Room, Sheet, make_room
from regio_xl.allocation.wide import Wide, each_between, only_ends

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Whole = NDArray[np.int64]

BLOCK = 10
"""Columns with two values are gone through so many at a time, as long as there is one solution."""

MOST = 100
"""So many partial solutions are gone on with."""

WIDE = 4_000
"""So many values of a wide column are looked at, of all partial solutions together."""

KEPT = 1_000
"""With more solutions than this a solver is quicker."""

BITS = 60
"""With more columns with two values than this nothing is written out."""


class Asked(NamedTuple):
    """The level that is asked, and what follows for its solutions.

    Attributes:
        costs: Cost per column; more is better.
        value: A solution counts for at least so much.
        cuts: Bounds that follow, in parts of ``SCALE``; the first, of this level, may be cut short.
    """

    costs: "Whole"
    value: int
    cuts: Sequence[Cut]


class Left(NamedTuple):
    """What was found.

    Attributes:
        open: Which columns were open.
        lower: Lowest value of every column.
        values: A solution per column, a row per open column.
        missed: No solution that is missing counts for more than this on the level that was
            asked; None when none is missing.
        every: Whether that holds for all solutions. Otherwise wide columns are only filled as
            is best for that level: it can be settled, and nothing after it.
    """

    open: "Whole"
    lower: "Whole"
    values: "Whole"
    missed: int | None
    every: bool


def sieve(sheet: Sheet, asked: Asked, rows: "Whole", limits: "Whole") -> Left | None:
    """Return the best solutions that keep all limits; None when there are too many to write out.

    Of solutions that differ in the widest column only those are given where it is at its
    lowest, its highest or its mark: whatever adds up is best at one of these.

    Args:
        sheet: The columns.
        asked: The level.
        rows: Sums of columns; the first is the one that bounds may pay for.
        limits: What these may not exceed.
    """
    import numpy as np  # noqa: PLC0415 - only when a package is really asked

    room = make_room(sheet, asked.cuts, rows, limits)
    if room is None:
        nothing = np.zeros((len(sheet.open), 0), dtype=np.int64)
        return Left(sheet.open, sheet.lower, nothing, None, every=True)
    return _Sieve(sheet, asked, room).left()


class _Sieve:
    """One sieve.

    A partial solution is a column with what it uses of each row, then bits that tell which
    columns with two values are at their upper end, then the value of each wide column.
    """

    def __init__(self, sheet: Sheet, asked: Asked, room: Room) -> None:
        import numpy as np  # noqa: PLC0415 - see above

        self._np, self._sheet, self._asked, self._room = np, sheet, asked, room
        self._left, self._count = room.left.copy(), len(room.left)
        self._missed: int | None = None
        self._widths: list[int] = (sheet.upper - sheet.lower)[sheet.open].tolist()
        places = range(len(self._widths))
        loss = np.abs(room.per_one[0]).tolist()
        # What loses most goes first: most that leads nowhere is then dropped early.
        self._narrow = sorted(
            (at for at in places if self._widths[at] == 1), key=lambda at: (-loss[at], at)
        )
        self._wide = {
            at: Wide(room.per_one[:, at], self._widths[at])
            for at in sorted(places, key=self._widths.__getitem__)
            if self._widths[at] > 1
        }
        order = [*self._narrow, *self._wide]
        self._ahead: Ahead | None = None
        if room.paid is not None:
            self._ahead = Ahead(
                room.per_one[:2, order],
                [self._widths[at] for at in order],
                int(self._left[1, 0]),
                room.paid,
                min(BLOCK, len(self._narrow)),
            )

    def left(self) -> Left | None:
        """Return what is left; None when that is too much."""
        if len(self._narrow) > BITS:
            return None
        state = self._through_narrow()
        found = self._through_wide(state)
        every = found is not None
        if found is None and self._ahead is not None:
            found = self._filled(state)
        if found is None:
            return None
        sheet = self._sheet
        return Left(sheet.open, sheet.lower, self._values(found), self._missed, every)

    def _values(self, state: "Whole") -> "Whole":
        """Return the values of the open columns."""
        np, count = self._np, self._count
        values: Whole = np.empty((len(self._widths), state.shape[1]), dtype=np.int64)
        values[self._narrow] = state[count] >> np.arange(len(self._narrow))[:, None] & 1
        values[list(self._wide)] = state[count + 1 :]
        return values + self._sheet.lower[self._sheet.open][:, None]

    def _through_narrow(self) -> "Whole":
        """Go through the columns with two values, some at a time."""
        np, count = self._np, self._count
        state: Whole = np.zeros((count + 1 + len(self._wide), 1), dtype=np.int64)
        per_one = np.zeros((len(state), len(self._narrow)), dtype=np.int64)
        per_one[:count] = self._room.per_one[:, self._narrow]
        per_one[count] = 1 << np.arange(len(self._narrow))
        settled = 0
        while settled < len(self._narrow):
            size = max(1, BLOCK - (state.shape[1] - 1).bit_length())
            each = per_one[:, settled : settled + size]
            settled += each.shape[1]
            ends = _all_ends(each.shape[1])
            # At its lower end a column uses what it saves by going up.
            lowest = np.minimum(each, 0).sum(axis=1)[:, None]
            moves = each[:2] @ ends - lowest[:2]
            spent, used = (state[:2, :, None] + moves[:, None]).reshape(2, -1)
            least = self._least(settled, spent, used)
            kept = np.flatnonzero(least <= self._left[0])
            source, end = np.divmod(kept, ends.shape[1])
            state = state[:, source] + each @ ends[:, end] - lowest
            fine = np.flatnonzero((state[:count] <= self._left).all(axis=0))
            state = self._best(state.take(fine, axis=1), least[kept[fine]])
        return state

    def _best(self, state: "Whole", least: "Whole") -> "Whole":
        """Return ``MOST`` partial solutions at most: those that cost least when completed."""
        np = self._np
        if state.shape[1] <= MOST:
            return state
        cut = int(np.partition(least, MOST // 2)[MOST // 2])
        self._miss(self._asked.value + (self._room.slack - (cut << self._room.shift)) // SCALE)
        if cut == 0:
            return state[:, np.flatnonzero(least == 0)[:MOST]]
        self._left[0] = cut - 1
        return state[:, least < cut]

    def _through_wide(self, state: "Whole") -> "Whole | None":
        """Go through the columns with more values; None when there are too many."""
        np, sheet = self._np, self._sheet
        for step, (at, wide) in enumerate(self._wide.items(), start=1):
            low, high = wide.between(state, self._left)
            if step == len(self._wide):
                column = sheet.open[at]
                source, values = only_ends(low, high, sheet.marks[column] - sheet.lower[column])
            elif int(np.maximum(high - low + 1, 0).sum()) > WIDE:
                return None
            else:
                source, values = each_between(low, high)
                then = wide.then(state, source, values)
                kept = self._least(len(self._narrow) + step, *then) <= self._left[0]
                source, values = source[kept], values[kept]
            if len(source) > KEPT:
                return None
            state = state[:, source]
            wide.add(state, values)
            state[self._count + step] = values
        return state

    def _filled(self, state: "Whole") -> "Whole":
        """Fill the wide columns as is best for the level that is asked, as far as hours go.

        That is exact when only the hours limit them. Where another row is in the way, no other
        filling counts for more, but the best that keeps that row may count for less: then they
        are filled once more, as the bound of the level would.
        """
        np, sheet, asked, room = self._np, self._sheet, self._asked, self._room
        cost = {at: int(asked.costs[sheet.open[at]]) for at in self._wide}
        full, fine, can = self._fill(state, cost)
        lost = can & ~fine
        if not lost.any():
            return full[:, fine]
        closed = asked.costs.copy()
        closed[sheet.open] = 0
        worth = closed @ sheet.lower + asked.costs[sheet.open] @ self._values(full[:, lost])
        state = state[:, lost]
        least = self._least(len(self._narrow), state[0], state[1])
        bound = asked.value + (room.slack - (least << room.shift)) // SCALE
        self._miss(int(np.minimum(worth, bound).max()))
        gain = {
            at: wide.use * (room.paid or 0) - int(room.per_one[0, at])
            for at, wide in self._wide.items()
        }
        again, good, _ = self._fill(state, gain)
        both: Whole = np.concatenate((full[:, fine], again[:, good]), axis=1)
        return both

    def _fill(self, state: "Whole", gain: Mapping[int, int]) -> "tuple[Whole, Whole, Whole]":
        """Fill the wide columns, the one with the highest gain per unit first.

        Returns:
            The solutions; which keep all rows; and which partial solutions can be completed at
            all, as far as single columns tell.
        """
        np, count = self._np, self._count
        ends = {at: wide.between(state, self._left) for at, wide in self._wide.items()}
        spare = self._left[1] - state[1]
        can = spare >= 0
        for at, (low, high) in ends.items():
            spare = spare - self._wide[at].use * low
            can &= low <= high
        can &= spare >= 0
        full = state.copy()
        places = {at: place for place, at in enumerate(self._wide, start=count + 1)}
        for at in sorted(self._wide, key=lambda at: (-gain[at], at)):
            wide, (low, high) = self._wide[at], ends[at]
            more = high - low if gain[at] > 0 else np.zeros_like(spare)
            if wide.use:
                more = np.minimum(more, spare)
                spare = spare - more
            wide.add(full, low + more)
            full[places[at]] = low + more
        return full, can & (full[:count] <= self._left).all(axis=0), can

    def _miss(self, most: int) -> None:
        """Remember that solutions that count for so much, or less, may be missing."""
        self._missed = most if self._missed is None else max(self._missed, most)

    def _least(self, settled: int, spent: "Whole", used: "Whole") -> "Whole":
        """Return what partial solutions use at least of the first row when they are completed."""
        return spent if self._ahead is None else self._ahead.least(settled, spent, used)


@cache
def _all_ends(size: int) -> "Whole":
    """Return all ways in which columns can be at their lower or upper end, one per column."""
    import numpy as np  # noqa: PLC0415 - see above

    return np.arange(2**size) >> np.arange(size)[:, None] & 1
