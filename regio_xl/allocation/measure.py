"""What a package is worth, in the same whole numbers and fractions for every scenario.

Written for any package, also one that people put together and that breaks conditions; of the
best package the values are those of its levels (see ``optimum``).
"""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from math import lcm

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
        >>> from regio_xl.allocation import Item
        >>> items = (Item(nr=1, nodig_uren=60, score=3, uh_rang=0), Item(nr=2, nodig_uren=90))
        >>> waarde = measure(Problem(budget=100, items=items), {1: 60})
        >>> int(waarde.score), int(waarde.uh_direct), waarde.uh_aandeel
        (180, 180, Fraction(1, 1))
    """
    items = {item.nr: item for item in problem.items}
    inside = {nr: hours for nr, hours in uren.items() if nr in items}
    times = inside if problem.telling is Telling.PER_UUR else dict.fromkeys(inside, 1)

    def uh(relatie: Relatie) -> Fraction:
        rang = UH_RANG[relatie]
        return _total(
            {nr: uh_worth(items[nr]) for nr in inside if items[nr].uh_rang == rang}, times
        )

    may_be_in = {item.nr for item in problem.items if not item.barred}
    ratios = (
        Fraction(sum(inside.get(nr, 0) for nr in aandeel.belang), aandeel.bijdrage_uren)
        for aandeel in problem.aandelen
        if aandeel.bijdrage_uren and not aandeel.belang.isdisjoint(may_be_in)
    )
    gedekt = (one.code for one in problem.aandelen if not one.belang.isdisjoint(inside))
    return Waarde(
        uren=sum(uren.values()),
        projecten=len(uren),
        uh_uren=sum(part for nr, part in inside.items() if items[nr].uh_rang < ZONDER_RELATIE),
        uh_direct=uh(Relatie.DIRECT),
        uh_indirect=uh(Relatie.INDIRECT),
        score=_total({nr: items[nr].score for nr in inside}, times),
        gedekt=tuple(sorted(gedekt)),
        verhouding=min(ratios, default=None),
    )


def uh_worth(item: Item) -> Decimal | None:
    """Return what a proposal is worth to the U&H strategy when it has a relation to it (F3.2).

    >>> uh_worth(Item(nr=1, nodig_uren=10, score=3)), uh_worth(Item(nr=1, nodig_uren=10))
    (Decimal('3'), None)
    """
    return item.score if item.uh_waarde is None else item.uh_waarde


def _total(values: Mapping[int, Decimal | None], times: Mapping[int, int]) -> Fraction:
    """Return values together, each so many times; in whole parts of one, which is quick."""
    exact = {nr: Fraction(value) for nr, value in values.items() if value}
    parts = lcm(*(value.denominator for value in exact.values()))
    whole = (
        value.numerator * (parts // value.denominator) * times[nr] for nr, value in exact.items()
    )
    return Fraction(sum(whole), parts)
