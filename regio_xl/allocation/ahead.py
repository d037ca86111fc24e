"""What completing a solution costs at least, when its first columns are settled.

Exact dynamic programming over one row, usually that of the hours (the knapsack recursion of
Bellman): what other rows ask is left out, so the true cost is never lower. Whole numbers only.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Whole = NDArray[np.int64]

DEEP = 2**14
"""With more than so much left of the row the tables would be too large."""

FAR = 2**50
"""What cannot be: more than the 2**40 with which costs are compared. True costs can be more."""


class Ahead:
    """The lowest cost of all columns from some place on, by what is left of the row.

    Columns with two values come first, then the wide ones. Tables of the wide ones are made when
    they are asked for.
    """

    def __init__(
        self, columns: "Whole", widths: Sequence[int], left: int, paid: int, settled: int
    ) -> None:
        """Fill the tables of the columns with two values, from the last to the first.

        Args:
            columns: Per column what one more costs (below 0: what one less costs), and what it
                uses of the row: at least 0, and of a wide one 0 or 1.
            widths: How far each column can go up.
            left: What is left of the row when all columns are at their lowest.
            paid: What each unit of the row costs that stays unused.
            settled: How many columns are settled at least when something is asked.
        """
        import numpy as np  # noqa: PLC0415 - only when a package is really asked

        self._np, self._left = np, left
        self._wide = [
            (*columns[:, at].tolist(), width) for at, width in enumerate(widths) if width > 1
        ]
        self._narrow = len(widths) - len(self._wide)
        self._unused = np.arange(left + 1) * paid
        self._paid = paid
        self._tables = {self._narrow: self._of_wide(self._wide)}
        for step in range(self._narrow - 1, settled - 1, -1):
            cost, use = columns[:, step].tolist()
            after = self._tables[step + 1]
            here = self._tables[step] = after + max(0, -cost)
            if use <= left:
                here[use:-1] = np.minimum(here[use:-1], after[: left + 1 - use] + max(0, cost))

    def least(self, step: int, spent: "Whole", used: "Whole") -> "Whole":
        """Return what solutions cost at least.

        Args:
            step: How many columns are settled.
            spent: What these cost, per solution.
            used: What these use of the row.
        """
        if step not in self._tables:
            self._tables[step] = self._of_wide(self._wide[step - self._narrow :])
        # What is left may be less than nothing: then the last place, which is FAR, is read.
        ahead: Whole = self._tables[step][self._np.maximum(self._left - used, -1)]
        return spent + ahead

    def _of_wide(self, columns: Sequence[tuple[int, int, int]]) -> "Whole":
        """Return the table when only wide columns are left: who wins most per unit goes first."""
        np = self._np
        gains = [(self._paid - cost, width) for cost, use, width in columns if use]
        good = [pair for pair in sorted(gains, reverse=True) if pair[0] > 0]
        each = np.repeat(*np.array(good, dtype=np.int64).reshape(-1, 2).T)
        count = min(len(each), self._left)
        table: Whole = np.full(self._left + 2, FAR, dtype=np.int64)
        # A column that uses nothing costs nothing either: it is where it is best.
        lowest = sum(max(0, -cost) * width for cost, use, width in columns if use)
        table[:-1] = self._unused + lowest
        won = np.cumsum(each[:count])
        table[1 : count + 1] -= won
        table[count + 1 : -1] -= won[-1] if count else 0
        return table
