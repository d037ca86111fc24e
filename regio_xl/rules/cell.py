"""What reading one cell gives: a typed value, and the problem it has, if any."""

from decimal import Decimal
from typing import Any, NamedTuple

from regio_xl.domain import Ernst


class Problem(NamedTuple):
    """What is wrong with a cell; the place is added later.

    Attributes:
        ernst: Severity.
        melding: What was found.
        herstel: What to do about it.
    """

    ernst: Ernst
    melding: str
    herstel: str


class Cell(NamedTuple):
    """A cell after reading.

    Attributes:
        value: int for whole numbers, Decimal for other numbers, date, text, a tuple of names
            or of numbers, or None when nothing usable was typed.
        problem: What is wrong with it, or None.
        meant: The number that an unusable text probably stands for; never counted.
    """

    value: Any = None
    problem: Problem | None = None
    meant: Decimal | None = None

    @property
    def faulty(self) -> bool:
        """Whether the cell has an error of its own, so that nothing else need be said of it."""
        return self.problem is not None and self.problem.ernst is Ernst.FOUT


EMPTY = Cell()
"""A cell in which nothing was typed; one for all, there are many of them."""
