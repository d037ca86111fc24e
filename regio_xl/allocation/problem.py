"""The allocation as numbers: what there is to divide, and who asks for it.

Everything is a whole number of hours, except the weighted score, which is an exact
decimal. No sheets, no dates, no names of participants, only their codes.
"""

from collections.abc import Iterable, Mapping, Set
from decimal import Decimal

from pydantic import Field, model_validator

from regio_xl.domain.model import Model
from regio_xl.domain.woorden import Doel, Keuze, Relatie, Telling

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
