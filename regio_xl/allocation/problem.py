"""The allocation as numbers: what there is to divide, who asks for it, who got what.

Everything is a whole number of hours, except the weighted score, which is an exact
decimal. No sheets, no dates, no names of participants, only their codes. A solver takes a
``Problem`` and gives a ``Pakket``; ``find_breaches`` judges the two together without knowing the
solver.
"""

from collections.abc import Iterable, Mapping, Set
from decimal import Decimal
from enum import StrEnum

from pydantic import Field, model_validator

from regio_xl.domain.model import Model
from regio_xl.domain.woorden import Doel, Keuze, Relatie, Telling

UH_RANG = {relatie: rang for rang, relatie in enumerate(Relatie)}
"""Priority of a relation to the U&H strategy: 0 goes first (O7)."""

ZONDER_RELATIE = UH_RANG[Relatie.GEEN]
"""What an unknown or empty relation counts as: it has no priority either."""

Pair = tuple[int, int]


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
    GEEN_KADER = "geen kader"  # out: without parameters there is nothing to divide (U1.3)


class Item(Model):
    """One proposal as the allocation sees it.

    Attributes:
        nr: Number, the key.
        nodig_uren: Hours needed to do all of it, hours for material costs included (O5).
        minimum_uren: Fewest hours with which it can start, costs included (O6), or None
            when it is all or nothing.
        doorlopend: Whether it is a running project (A26).
        keuze: Choice of the AOO (F3.4).
        reden_keuze: The reason typed with that choice.
        uh_rang: Priority of its relation to the U&H strategy, see ``UH_RANG`` (O7).
        score: Weighted score (F3.1); None, which ranks last, when it was not judged yet.
        uh_waarde: What it is worth to the U&H strategy, counted as ``Problem.telling`` says,
            when it has a direct or indirect relation (F3.2); None to count its score.
        fouten: Clause ids of the errors that keep it out.
    """

    nr: int
    nodig_uren: int = Field(ge=0)
    minimum_uren: int | None = Field(default=None, ge=0)
    doorlopend: bool = False
    keuze: Keuze = Keuze.AUTOMATISCH
    reden_keuze: str = ""
    uh_rang: int = Field(default=ZONDER_RELATIE, ge=0, le=ZONDER_RELATIE)
    score: Decimal | None = None
    uh_waarde: Decimal | None = Field(default=None, ge=0)
    fouten: tuple[str, ...] = ()

    @property
    def entry_uren(self) -> int:
        """Fewest hours with which it can be in the package: all, or its minimum (O6)."""
        if self.minimum_uren is None:
            return self.nodig_uren
        return min(self.minimum_uren, self.nodig_uren)

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


class Aandeel(Model):
    """What one participant puts in, and which proposals matter enough to it (U4.3).

    Attributes:
        code: Code of the participant, the key.
        bijdrage_uren: Hours it contributes (U1.1).
        belang: Numbers of the proposals in which its belang reaches the threshold (O10). One
            of these in the package covers it, and their allocated hours are its hours of
            interest. Numbers that are no item, such as ketentoezicht, do not count.
        punten: Its belang (0..3) by number, whatever the threshold; only ``evenredig`` looks
            at how much.
    """

    code: str
    bijdrage_uren: int = Field(default=0, ge=0)
    belang: frozenset[int] = frozenset()
    punten: Mapping[int, int] = {}


class Problem(Model):
    """What there is to divide and who asks for it.

    Attributes:
        budget: Hours for projects: total - ketentoezicht - reserve (O4); negative when
            those two alone exceed the total.
        items: The proposals, in any order; the order never matters for the result.
        maximum_nieuw: Most hours for new projects together (A26), or None.
        aandelen: The participants, in any order; the plain ranking does not look at them.
        vereist: Pairs (a, b): a may only be in when b is in.
        sluit_uit: Pairs (a, b): not both may be in.
        telling: How the score and the value for the U&H strategy count (O9).
        volgorde: The goals of the best package, the one that weighs most first; one that is
            left out does not weigh. The plain ranking does not look at them.
    """

    budget: int
    items: tuple[Item, ...] = ()
    maximum_nieuw: int | None = None
    aandelen: tuple[Aandeel, ...] = ()
    vereist: tuple[Pair, ...] = ()
    sluit_uit: tuple[Pair, ...] = ()
    telling: Telling = Telling.PER_UUR
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

    def goes_first(self, uren: Mapping[int, int]) -> dict[int, int]:
        """Return the hours of what is in and goes first (A26, F3.4), with what that requires."""
        first = {item.nr for item in self.items if item.nr in uren and item.gaat_voor}
        return {nr: uren[nr] for nr in sorted(self.with_needs(first))}


class Verdict(Model):
    """What happened to one proposal, and why.

    Attributes:
        item: The proposal, as the scenario weighed it.
        uren: Hours it gets; 0 when it is out.
        reden: The reason in a word or two.
        toelichting: The reason as a Dutch sentence with its clause.
    """

    item: Item
    uren: int = 0
    reden: Reden
    toelichting: str

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


class Pakket(Model):
    """A package: one verdict per proposal, in the order in which they were weighed.

    Nothing is remembered here: what a property gives is worked out anew, so that it also holds
    for a copy with other verdicts. Who asks it many times keeps the answer.

    Attributes:
        scenario: How it was made, for example ``rangorde``.
        verdicts: One per item of the problem.
    """

    scenario: str
    verdicts: tuple[Verdict, ...] = ()

    @property
    def by_nr(self) -> Mapping[int, Verdict]:
        """The verdicts by number of the proposal."""
        return {verdict.nr: verdict for verdict in self.verdicts}

    @property
    def uren(self) -> Mapping[int, int]:
        """Hours per proposal in the package."""
        return {verdict.nr: verdict.uren for verdict in self.verdicts if verdict.opgenomen}

    @property
    def totaal(self) -> int:
        """Hours of all projects in the package together."""
        return sum(self.uren.values())


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


def verdict_of(item: Item, reden: Reden, toelichting: str, uren: int = 0) -> Verdict:
    """Return the verdict on an item; without hours it is out."""
    return Verdict(item=item, reden=reden, toelichting=toelichting, uren=uren)


def reden_in(item: Item, otherwise: Reden) -> Reden:
    """Return why an item that is in is in: it runs, the AOO wants it, or ``otherwise``."""
    if item.doorlopend:
        return Reden.DOORLOPEND
    return Reden.KEUZE if item.keuze is Keuze.OPNEMEN else otherwise
