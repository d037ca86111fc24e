"""What a package is worth, in the same whole numbers and fractions for every scenario.

Written for any package, also one that people put together and that breaks conditions; of the
best package the values are those of its levels (see ``ladder``).
"""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from regio_xl.allocation.problem import UH_RANG, ZONDER_RELATIE, Item, Problem
from regio_xl.domain.model import Model
from regio_xl.domain.woorden import Relatie, Telling


class Waarde(Model):
    """What a package comes to.

    Attributes:
        uren: Hours of all projects together.
        projecten: How many projects.
        uh_uren: Hours of projects with a direct or indirect relation to the U&H strategy.
        uh_direct: Value for the U&H strategy of projects with a direct relation (F3.2).
        uh_indirect: The same of projects with an indirect relation.
        score: Weighted score (F3.1), per hour or per assignment as the problem says (O9).
        gedekt: Codes of the participants with a project that matters to them (U4.3, O10).
        verhouding: Lowest ratio of hours of interest to hours contributed, over the
            participants to whom any proposal that may be in matters; None without any.
    """

    uren: int
    projecten: int
    uh_uren: int
    uh_direct: Fraction
    uh_indirect: Fraction
    score: Fraction
    gedekt: tuple[str, ...]
    verhouding: Fraction | None

    @property
    def uh_aandeel(self) -> Fraction:
        """Share of the hours that goes to the U&H strategy; 0 for an empty package."""
        return Fraction(self.uh_uren, self.uren) if self.uren else Fraction(0)


def measure(problem: Problem, uren: Mapping[int, int]) -> Waarde:
    """Return what a package is worth.

    Args:
        problem: What there was to divide.
        uren: Hours per proposal that is in; a number that is no item counts for nothing but
            its hours.

    Example:
        >>> items = (Item(nr=1, nodig_uren=60, score=3, uh_rang=0), Item(nr=2, nodig_uren=90))
        >>> waarde = measure(Problem(budget=100, items=items), {1: 60})
        >>> int(waarde.score), int(waarde.uh_direct), waarde.uh_aandeel
        (180, 180, Fraction(1, 1))
    """
    inside = {item.nr: item for item in problem.items if item.nr in uren}
    return Waarde(
        uren=sum(uren.values()),
        projecten=len(uren),
        uh_uren=sum(uren[nr] for nr, item in inside.items() if item.uh_rang < ZONDER_RELATIE),
        uh_direct=_uh_value(problem, inside, uren, Relatie.DIRECT),
        uh_indirect=_uh_value(problem, inside, uren, Relatie.INDIRECT),
        score=sum(
            (_counted(problem, item.score, uren[nr]) for nr, item in inside.items()), Fraction(0)
        ),
        gedekt=tuple(
            aandeel.code
            for aandeel in sorted(problem.aandelen, key=lambda aandeel: aandeel.code)
            if not aandeel.belang.isdisjoint(inside)
        ),
        verhouding=_lowest(problem, {nr: uren[nr] for nr in inside}),
    )


def _uh_value(
    problem: Problem, inside: Mapping[int, Item], uren: Mapping[int, int], relatie: Relatie
) -> Fraction:
    values = (
        _counted(problem, item.score if item.uh_waarde is None else item.uh_waarde, uren[nr])
        for nr, item in inside.items()
        if item.uh_rang == UH_RANG[relatie]
    )
    return sum(values, Fraction(0))


def _counted(problem: Problem, value: Decimal | None, uren: int) -> Fraction:
    times = uren if problem.telling is Telling.PER_UUR else 1
    return Fraction(value or 0) * times


def _lowest(problem: Problem, uren: Mapping[int, int]) -> Fraction | None:
    may_be_in = {item.nr for item in problem.items if not item.barred}
    ratios = (
        Fraction(sum(uren.get(nr, 0) for nr in aandeel.belang), aandeel.bijdrage_uren)
        for aandeel in problem.aandelen
        if aandeel.bijdrage_uren and not aandeel.belang.isdisjoint(may_be_in)
    )
    return min(ratios, default=None)
