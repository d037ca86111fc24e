"""What came of it: the package with its reasons, what it is worth, what would follow.

Plain models of outcomes, whoever made them, and ``measure``, which says what any package is
worth, also one that people put together and that breaks conditions.
"""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from regio_xl.allocation.problem import UH_RANG, ZONDER_RELATIE, Item, Problem, Uren
from regio_xl.domain.model import Model
from regio_xl.domain.woorden import Keuze, Relatie, Scenario, Telling


class Reden(StrEnum):
    """Why a proposal is in or out, in one word or two; the sentence comes with it."""

    DOORLOPEND = "doorlopend"  # in: running projects come first (A26)
    KEUZE = "keuze"  # in or out: the AOO chose so (F3.4)
    RANGORDE = "rangorde"  # in: it was its turn and it fitted (O7)
    BESTE_PAKKET = "beste pakket"  # in: the best package there is has it (F3.1, F3.2, U4.3)
    EVENREDIG = "evenredig"  # in: participants buy it with the hours they bring in (U4.3)
    EIGEN_PAKKET = "eigen pakket"  # in or out: people put the package together themselves
    BESLUIT = "besluit"  # in or out: the AB decided so (F3.5)
    FOUTEN = "fouten"  # out: errors keep it out
    GEEN_RUIMTE = "geen ruimte"  # out: the hours were gone (O4)
    MAXIMUM_NIEUW = "maximum nieuw"  # out: the hours for new projects were gone (A26)
    VERDRONGEN = "verdrongen"  # out: it could be in, but then the package is worth less
    SAMENHANG = "samenhang"  # out: it requires one that is out, or excludes one that is in
    TE_WEINIG_STEUN = "te weinig steun"  # out: nobody it matters to can pay for it (evenredig)
    NIET_VERDEELD = "niet verdeeld"  # it was not there yet when the hours were divided
    GEEN_KADER = "geen kader"  # out: without parameters there is nothing to divide (U1.3)


class Uitleg(Model):
    """Why a proposal is in or out, for whom has a second, a minute or a program."""

    reden: Reden
    kort: str  # the reason in one line of at most twelve words, without clauses
    toelichting: str  # the reckoning: Dutch sentences with their clauses and figures


class Verdict(Uitleg):
    """What happened to one proposal, and why."""

    item: Item  # as the scenario weighed it
    uren: int = 0  # that it gets; 0 when it is out

    @property
    def nr(self) -> int:
        """Number of the proposal."""
        return self.item.nr

    @property
    def nodig_uren(self) -> int:
        """Hours it needs to be done in full."""
        return self.item.nodig_uren

    @property
    def opgenomen(self) -> bool:
        """Whether it is in the package."""
        return self.uren > 0

    @property
    def deels(self) -> bool:
        """Whether it is in with fewer hours than it needs (O6)."""
        return 0 < self.uren < self.nodig_uren


def verdict_of(item: Item, uitleg: Uitleg, uren: int = 0) -> Verdict:
    """Return the verdict on an item; without hours it is out."""
    return Verdict(item=item, uren=uren, **dict(uitleg))


def reden_in(item: Item, otherwise: Reden) -> Reden:
    """Return why an item that is in is in: it runs, the AOO wants it, or ``otherwise``."""
    if item.doorlopend:
        return Reden.DOORLOPEND
    return Reden.KEUZE if item.keuze is Keuze.OPNEMEN else otherwise


class Pakket(Model):
    """A package: one verdict per proposal, in the order in which they were weighed.

    Nothing is remembered here: what a property gives is worked out anew, so that it also holds
    for a copy with other verdicts. Who asks it many times keeps the answer.
    """

    scenario: str  # how it was made, for example ``rangorde``
    verdicts: tuple[Verdict, ...] = ()

    @property
    def by_nr(self) -> Mapping[int, Verdict]:
        """The verdicts by number of the proposal."""
        return {verdict.nr: verdict for verdict in self.verdicts}

    @property
    def uren(self) -> Uren:
        """Hours per proposal in the package."""
        return {verdict.nr: verdict.uren for verdict in self.verdicts if verdict.opgenomen}

    @property
    def totaal(self) -> int:
        """Hours of all projects in the package together."""
        return sum(self.uren.values())


class Level(Model):
    """What was reached on one level of the best package, see ``optimum``."""

    name: str
    value: Fraction  # exact; of ``nummer``: how many proposals were settled
    # Whether, with the levels before it as they are, no package is certain to have more (of
    # ``uren``: less).
    proven: bool
    # How much better it might still be, at most; of ``nummer``: how many were not settled.
    gap: Fraction = Fraction(0)


class Optimum(Model):
    """The best package, and how sure that is."""

    uren: Uren
    levels: tuple[Level, ...]

    @property
    def proven(self) -> bool:
        """Whether every level was proven: then this is the one best package."""
        return all(level.proven for level in self.levels)


class Plan(Model):
    """What a scenario comes to: the hours, and how sure they are."""

    scenario: Scenario
    problem: Problem  # as the scenario weighs it
    uren: Uren
    optimum: Optimum | None = None  # None for a scenario that proves nothing
    pakket: Pakket | None = None  # for a scenario that gives verdicts with its hours

    @property
    def levels(self) -> tuple[Level, ...]:
        """What was reached on each level; empty for a scenario that proves nothing."""
        return self.optimum.levels if self.optimum else ()

    @property
    def proven(self) -> bool:
        """Whether it was proven that no package is better."""
        return self.optimum is not None and self.optimum.proven


class Waarde(Model):
    """What a package comes to; values for goals are those of the levels, see ``optimum``."""

    uren: int
    projecten: int
    uh_uren: int  # of projects with a direct or indirect relation to the U&H strategy
    uh_direct: Fraction  # value for the U&H strategy (F3.2)
    uh_indirect: Fraction
    score: Fraction  # weighted (F3.1), per hour or per assignment as the problem says (O9)
    gedekt: tuple[str, ...]  # participants with a project that matters to them (U4.3, O10)
    # The goal: lowest ratio of hours of interest to hours contributed, over the participants to
    # whom any proposal that may be in matters, since nothing helps the others; None without any.
    # What people see is that of all participants, see ``rules.laagste_verhouding``.
    verhouding: Fraction | None

    @property
    def uh_aandeel(self) -> Fraction:
        """Share of the hours that goes to the U&H strategy; 0 for an empty package."""
        return Fraction(self.uh_uren, self.uren) if self.uren else Fraction(0)


class Gevolg(Model):
    """The best package with a proposal in that is out, or without one that is in.

    What growing or asking less would take is told of what is out: the fewest hours with which
    it can be in without loss on any level.
    """

    nr: int
    mogelijk: bool  # whether there is such a package at all
    # Whether it was proven to be the best one, and the hours below to be the fewest; hours that
    # were not certain in time are None.
    bewezen: bool = True
    uren: Mapping[int, int] = {}
    nu: Waarde  # what the package is worth as it is
    dan: Waarde  # what it would be worth then
    budget_meer: int | None = None  # 0: it need not grow; None: no budget is enough
    maximum_meer: int | None = None  # of the maximum for new projects (A26), whatever the budget
    uren_minder: int | None = None  # None: not even one hour of it fits
    # The package that has it in then, as like the one that is as can be, under the name of the
    # field above that lets it in. Where time ran out it has no key.
    erbij: Mapping[str, Mapping[int, int]] = {}


def measure(problem: Problem, uren: Uren) -> Waarde:
    """Return what a package is worth; a number that is no item counts for its hours only.

    >>> items = (Item(nr=1, nodig_uren=60, score=3, uh_rang=0), Item(nr=2, nodig_uren=90))
    >>> waarde = measure(Problem(budget=100, items=items), {1: 60})
    >>> int(waarde.score), int(waarde.uh_direct), waarde.uh_aandeel
    (180, 180, Fraction(1, 1))
    """
    items = {item.nr: item for item in problem.items}
    inside = {nr: hours for nr, hours in uren.items() if nr in items}
    times = inside if problem.telling is Telling.PER_UUR else dict.fromkeys(inside, 1)

    def total(values: Mapping[int, Decimal | None]) -> Fraction:
        worth = (Fraction(value) * times[nr] for nr, value in values.items() if value)
        return sum(worth, Fraction(0))

    def uh(relatie: Relatie) -> Fraction:
        rang = UH_RANG[relatie]
        return total({nr: items[nr].uh_worth for nr in inside if items[nr].uh_rang == rang})

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
        score=total({nr: items[nr].score for nr in inside}),
        gedekt=tuple(sorted(gedekt)),
        verhouding=min(ratios, default=None),
    )
