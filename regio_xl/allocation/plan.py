"""The allocation as numbers: what there is to divide, who asks for it, and what came of it.

Hours are whole numbers, scores exact decimals and values exact fractions. No sheets, no dates, no
names of participants, only their codes. What came of it are plain models, whoever made them, and
``measure``, which says what any package is worth, also one that people put together and that
breaks conditions.
"""

from collections.abc import Iterable, Mapping, Set
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from pydantic import Field, model_validator

from regio_xl.domain.model import Model
from regio_xl.domain.woorden import Doel, Keuze, Relatie, Scenario, Telling

UH_RANG = {relatie: rang for rang, relatie in enumerate(Relatie)}
"""Priority of a relation to the U&H strategy: 0 goes first (O7)."""

ZONDER_RELATIE = UH_RANG[Relatie.GEEN]  # also an unknown or empty relation: no priority either

Uren = Mapping[int, int]  # a package: hours by number of the proposals that are in
Pair = tuple[int, int]


class Item(Model):
    """One proposal as the allocation sees it."""

    nr: int
    nodig_uren: int = Field(ge=0)  # to do all of it, hours for material costs included (O5)
    # Fewest with which it can start, costs included (O6); None when it is all or nothing.
    minimum_uren: int | None = Field(default=None, ge=0)
    doorlopend: bool = False  # a running project (A26)
    keuze: Keuze = Keuze.AUTOMATISCH  # of the AOO (F3.4)
    reden_keuze: str = ""
    uh_rang: int = Field(default=ZONDER_RELATIE, ge=0, le=ZONDER_RELATIE)  # see ``UH_RANG`` (O7)
    score: Decimal | None = None  # weighted (F3.1); not judged yet, None, ranks last
    # What it is worth to the U&H strategy, counted as ``Problem.telling`` says, where it has a
    # direct or indirect relation to it (F3.2); None to count its score.
    uh_waarde: Decimal | None = Field(default=None, ge=0)
    fouten: tuple[str, ...] = ()  # clause ids of the errors that keep it out

    @property
    def entry_uren(self) -> int:
        """Fewest hours with which it can start: all, or its minimum (O6)."""
        least = self.nodig_uren if self.minimum_uren is None else self.minimum_uren
        return min(least, self.nodig_uren)

    @property
    def least_uren(self) -> int:
        """Fewest hours in the package: also with a minimum of 0 it needs one there (U8.1)."""
        return max(1, self.entry_uren)

    @property
    def objections(self) -> tuple[str, ...]:
        """Clause ids that keep it out, each once; no hours is one of them (U8.1)."""
        without_hours = ("U8.1",) if self.nodig_uren == 0 else ()
        return tuple(dict.fromkeys((*self.fouten, *without_hours)))

    @property
    def gaat_voor(self) -> bool:
        """Whether it goes before all goals: it runs (A26), or the AOO wants it (F3.4)."""
        return self.doorlopend or self.keuze is Keuze.OPNEMEN

    @property
    def barred(self) -> bool:
        """Whether it can never be in the package: errors, or the AOO left it out."""
        return bool(self.objections) or self.keuze is Keuze.NIET_OPNEMEN

    @property
    def uh_worth(self) -> Decimal | None:
        """What it is worth to the U&H strategy, where it has a relation to it (F3.2)."""
        return self.score if self.uh_waarde is None else self.uh_waarde


class Aandeel(Model):
    """What one participant puts in, and which proposals matter enough to it (U4.3)."""

    code: str
    bijdrage_uren: int = Field(default=0, ge=0)  # hours it contributes (U1.1)
    # Numbers of the proposals in which its belang reaches the threshold (O10). One of these in
    # the package covers it, and their allocated hours are its hours of interest. Numbers that
    # are no item, such as ketentoezicht, do not count.
    belang: frozenset[int] = frozenset()
    # Belang, 0 to 3, by number, whatever the threshold; only ``evenredig`` looks at how much.
    punten: Mapping[int, int] = {}


class Problem(Model):
    """What there is to divide and who asks for it; the order of rows never matters."""

    budget: int  # total - ketentoezicht - reserve (O4); negative when these exceed the total
    items: tuple[Item, ...] = ()
    maximum_nieuw: int | None = None  # most hours for new projects together (A26)
    aandelen: tuple[Aandeel, ...] = ()
    vereist: tuple[Pair, ...] = ()  # (a, b): a may only be in when b is in (F3.4)
    sluit_uit: tuple[Pair, ...] = ()  # (a, b): not both may be in
    telling: Telling = Telling.PER_UUR  # how score and U&H value count (O9)
    # Goals of the best package, what weighs most first; one that is left out does not weigh.
    volgorde: tuple[Doel, ...] = (Doel.DEKKING, Doel.UH, Doel.SCORE, Doel.VERHOUDING)

    @model_validator(mode="after")
    def _check_numbers(self) -> "Problem":
        known = {item.nr for item in self.items}
        if len(known) != len(self.items):
            raise ValueError("every item needs a number of its own")
        if len({aandeel.code for aandeel in self.aandelen}) != len(self.aandelen):
            raise ValueError("every participant needs a code of its own")
        if len(set(self.volgorde)) != len(self.volgorde):
            raise ValueError("every goal can be in the order once")
        for pair in (*self.vereist, *self.sluit_uit):
            if pair[0] == pair[1] or not known.issuperset(pair):
                raise ValueError(f"{pair} are not two items of this problem")
        return self

    @property
    def room(self) -> int:
        """Hours that projects can get; 0 when the fixed parts exceed the total."""
        return max(0, self.budget)

    def with_needs(self, numbers: Iterable[int]) -> set[int]:
        """Return these numbers and all that they require, through others too (F3.4)."""
        found = set(numbers)
        while more := {b for a, b in self.vereist if a in found} - found:
            found |= more
        return found

    def apart(self, numbers: Set[int], beside: Set[int]) -> list[int]:
        """Return what of ``beside`` does not go together with one of ``numbers`` (F3.4)."""
        both_ways = (*self.sluit_uit, *((b, a) for a, b in self.sluit_uit))
        return sorted({b for a, b in both_ways if a in numbers and b in beside})

    def goes_first(self, uren: Uren) -> dict[int, int]:
        """Return the hours of what is in and goes first (A26, F3.4), with what that requires."""
        first = {item.nr for item in self.items if item.nr in uren and item.gaat_voor}
        return {nr: uren[nr] for nr in sorted(self.with_needs(first))}


def rank_key(item: Item) -> tuple[int, int, int, Decimal, int, int]:
    """Return the sort key of an item in the plain ranking: smaller comes first.

    Within the running projects the ones that the AOO wants in come first as well: its
    choice is made for a reason and should not lose to a score (F3.4).

    >>> running = Item(nr=9, nodig_uren=500, doorlopend=True)
    >>> rank_key(running) < rank_key(Item(nr=1, nodig_uren=10, uh_rang=0))
    True
    """
    return (
        0 if item.doorlopend else 1,
        0 if item.keuze is Keuze.OPNEMEN else 1,
        item.uh_rang,
        -(item.score or Decimal(0)),
        item.nodig_uren,
        item.nr,
    )


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
