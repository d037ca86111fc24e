"""Scenario ``optimaal``: the best package there is, level by level, with proof.

Each level of ``ladder`` is asked of HiGHS in its turn; what was reached is then a condition for
the levels after it. An answer is only believed after it was checked in whole numbers, and a
level is only called proven when no package can have more. What a package is worth, and whether
it is allowed, is never left to the solver.
"""

from collections.abc import Mapping
from fractions import Fraction

from regio_xl.allocation.ladder import GEDEKT, VERHOUDING, Level
from regio_xl.allocation.measure import measure
from regio_xl.allocation.problem import Problem
from regio_xl.allocation.search import Search
from regio_xl.domain.model import Model
from regio_xl.domain.woorden import Doel, Keuze, Relatie, Soort

UREN = "uren"


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
    return Optimum(uren=search.uren, levels=_recounted(problem, search.uren, levels))


def _recounted(
    problem: Problem, uren: Mapping[int, int], levels: tuple[Level, ...]
) -> tuple[Level, ...]:
    """Return the levels as the package that was found in the end has them.

    Where the time limit was reached, a later level may have found a package that has more on an
    earlier one too. Then less of the gap is left there; where nothing is, it is proven after all.
    """
    reached = _values(problem, uren)
    found = []
    for level in levels:
        won = reached.get(level.name, level.value) - level.value
        gap = level.gap - (-won if level.name == UREN else won)
        found.append(Level(name=level.name, value=level.value + won, proven=gap == 0, gap=gap))
    return tuple(found)


def _values(problem: Problem, uren: Mapping[int, int]) -> Mapping[str, Fraction]:
    items = {item.nr: item for item in problem.items}
    waarde = measure(problem, uren)
    running = sum(hours for nr, hours in uren.items() if items[nr].doorlopend)
    wanted = sum(items[nr].keuze is Keuze.OPNEMEN for nr in uren)
    return {
        Soort.DOORLOPEND.value: Fraction(running),
        Keuze.OPNEMEN.value: Fraction(wanted),
        GEDEKT: Fraction(len(waarde.gedekt)),
        f"{Doel.UH} {Relatie.DIRECT}": waarde.uh_direct,
        f"{Doel.UH} {Relatie.INDIRECT}": waarde.uh_indirect,
        Doel.SCORE.value: waarde.score,
        VERHOUDING: waarde.verhouding or Fraction(0),
        UREN: Fraction(waarde.uren),
    }
