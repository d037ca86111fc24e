"""What a package is worth, in the same whole numbers and fractions for every scenario.

Written for any package, also one that people put together and that breaks conditions; of the
best package the values are those of its levels (see ``ladder``).
"""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from math import lcm

from regio_xl.allocation.problem import UH_RANG, ZONDER_RELATIE, Problem
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
        >>> from regio_xl.allocation import Item
        >>> items = (Item(nr=1, nodig_uren=60, score=3, uh_rang=0), Item(nr=2, nodig_uren=90))
        >>> waarde = measure(Problem(budget=100, items=items), {1: 60})
        >>> int(waarde.score), int(waarde.uh_direct), waarde.uh_aandeel
        (180, 180, Fraction(1, 1))
    """
    return Measure(problem).of(uren)


class Measure:
    """What packages of one problem are worth; what they have in common is worked out once."""

    def __init__(self, problem: Problem) -> None:
        """Put the values of ``problem`` in whole numbers."""
        self._items = {item.nr: item for item in problem.items}
        self._per_hour = problem.telling is Telling.PER_UUR
        self._score = _Values({item.nr: item.score for item in problem.items})
        self._uh = {
            relatie: _Values(
                {
                    item.nr: item.score if item.uh_waarde is None else item.uh_waarde
                    for item in problem.items
                    if item.uh_rang == UH_RANG[relatie]
                }
            )
            for relatie in (Relatie.DIRECT, Relatie.INDIRECT)
        }
        self._aandelen = sorted(problem.aandelen, key=lambda aandeel: aandeel.code)
        may_be_in = {item.nr for item in problem.items if not item.barred}
        self._weighed = [
            aandeel
            for aandeel in self._aandelen
            if aandeel.bijdrage_uren and not aandeel.belang.isdisjoint(may_be_in)
        ]

    def of(self, uren: Mapping[int, int]) -> Waarde:
        """Return what a package is worth, see ``measure``."""
        items = self._items
        inside = {nr: hours for nr, hours in uren.items() if nr in items}
        times = inside if self._per_hour else dict.fromkeys(inside, 1)
        uh_uren = (hours for nr, hours in inside.items() if items[nr].uh_rang < ZONDER_RELATIE)
        ratios = (
            Fraction(sum(inside.get(nr, 0) for nr in aandeel.belang), aandeel.bijdrage_uren)
            for aandeel in self._weighed
        )
        return Waarde(
            uren=sum(uren.values()),
            projecten=len(uren),
            uh_uren=sum(uh_uren),
            uh_direct=self._uh[Relatie.DIRECT].total(times),
            uh_indirect=self._uh[Relatie.INDIRECT].total(times),
            score=self._score.total(times),
            gedekt=tuple(
                aandeel.code for aandeel in self._aandelen if not aandeel.belang.isdisjoint(inside)
            ),
            verhouding=min(ratios, default=None),
        )


class _Values:
    """A value per proposal, as whole parts of one."""

    def __init__(self, values: Mapping[int, Decimal | None]) -> None:
        exact = {nr: Fraction(value) for nr, value in values.items() if value}
        self._parts = lcm(*(value.denominator for value in exact.values()))
        self._whole = {nr: int(value * self._parts) for nr, value in exact.items()}

    def total(self, times: Mapping[int, int]) -> Fraction:
        """Return the values of proposals together, each so many times."""
        whole = self._whole
        return Fraction(sum(whole[nr] * n for nr, n in times.items() if nr in whole), self._parts)
