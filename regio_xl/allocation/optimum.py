"""Scenario ``optimaal``: the best package there is, level by level, with proof.

Each level of ``ladder`` is asked of HiGHS in its turn; what was reached is then a condition for
the levels after it. An answer is only believed after it was checked in whole numbers, and a
level is only called proven when no package can have more. What a package is worth, and whether
it is allowed, is never left to the solver.
"""

from collections.abc import Mapping

from regio_xl.allocation.ladder import Level
from regio_xl.allocation.problem import Problem
from regio_xl.allocation.search import Search
from regio_xl.domain.model import Model


class Optimum(Model):
    """The best package, and how sure that is.

    Attributes:
        uren: Hours per number of the proposals that are in.
        levels: The levels, in order.
    """

    uren: Mapping[int, int]
    levels: tuple[Level, ...]

    @property
    def proven(self) -> bool:
        """Whether every level was proven: then this is the one best package."""
        return all(level.proven for level in self.levels)


def optimise(
    problem: Problem, *, seconds: float | None = None, start: Mapping[int, int] | None = None
) -> Optimum:
    """Find the best package.

    Args:
        problem: What there is to divide.
        seconds: Time limit of each solve; None for none. Only where the limit was reached may
            the result differ between computers, and then it says that it is not proven.
        start: Package to start from, hours per number; by default that of the plain ranking.
            It changes the time, never a proven result.

    Returns:
        The package and what was reached per level. A negative budget gives an empty one.

    Raises:
        ValueError: The scores have too many decimals to compare packages exactly.

    Example:
        >>> from regio_xl.allocation import Item
        >>> items = (Item(nr=1, nodig_uren=60, score=3), Item(nr=2, nodig_uren=90, score=4))
        >>> dict(optimise(Problem(budget=100, items=items)).uren)
        {2: 90}
    """
    search = Search(problem, seconds, start)
    levels = search.run()
    return Optimum(uren=search.uren, levels=levels)
