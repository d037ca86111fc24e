"""The double-entry book of hours: every hour is followed from the decision on (U3.*, U8.2).

A posting moves whole hours from one account to another, so hours are neither made nor lost. It is
booked in full, or refused and not booked at all: an account is never overdrawn, hours that were
reported as spent by that day are never moved, and the reserve never holds more than its maximum.
Balances are never stored; each is a sum over the book, and so is the state at any date.

The formulas on sheet Boek do the same, without Python.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from regio_xl.domain import Model

Rekening = int | str
"""An account: the number of a project, or one of the words below."""

TOTAAL = "totaal"  # where the contributions come from; it stands below zero by all that was given
AB = "AB-besluit"  # likewise for hours that the AB added after the decision (U8.2)
KETENTOEZICHT = "ketentoezicht"
RESERVE = "reserve"
INTERVENTIES = "interventies"  # what was granted out of the reserve
VRIJ = "vrij"

WOORDEN = (TOTAAL, AB, KETENTOEZICHT, RESERVE, INTERVENTIES, VRIJ)
"""The accounts that are no project, in the order in which they are shown."""

ALS_VAN = (RESERVE, VRIJ, KETENTOEZICHT, AB)
ALS_NAAR = (RESERVE, VRIJ, KETENTOEZICHT)
"""From and to which of them people move hours; every project may be either."""


class Boeking(Model):
    """One posting to be: whole hours, on a day, from one account to another."""

    dag: date
    nr: int  # number of its row, unique within its sheet
    van: Rekening
    naar: Rekening
    uren: int
    rij: int = 0  # row on its sheet

    @property
    def volgorde(self) -> tuple[date, bool, int]:
        """Its place in the book: by day, transfers before interventions, then by number."""
        return self.dag, self.naar == INTERVENTIES, self.nr


class Besteding(Model):
    """What a project reported to have spent, cumulative, up to and including a day."""

    nr: int
    dag: date
    gerealiseerd: int


class Geboekt(Model):
    """A posting with what became of it."""

    boeking: Boeking
    over: int  # what was left where it comes from, at that moment
    past: int  # most that fitted where it goes
    uren: int  # what was booked: all of it, or 0

    @property
    def ruimte(self) -> int:
        """The most hours that could be moved so."""
        return min(self.over, self.past)

    @property
    def geweigerd(self) -> bool:
        """Whether it does not count, because there was no room for it."""
        return self.uren == 0


class Boek(Model):
    """The book of one year."""

    begin: Mapping[Rekening, int]  # hours per account at the decision; together 0
    regels: tuple[Geboekt, ...] = ()  # in the order of the book

    def erbij(self, rekening: Rekening, op: date | None = None) -> int:
        """Return the hours that came to an account, up to and including a day."""
        return sum(r.uren for r in self._tot(op) if r.boeking.naar == rekening)

    def eraf(self, rekening: Rekening, op: date | None = None) -> int:
        """Return the hours that left an account, up to and including a day."""
        return sum(r.uren for r in self._tot(op) if r.boeking.van == rekening)

    def saldo(self, rekening: Rekening, op: date | None = None) -> int:
        """Return the hours on an account, up to and including a day; all days without one."""
        return self.begin.get(rekening, 0) + self.erbij(rekening, op) - self.eraf(rekening, op)

    @property
    def totaal(self) -> int:
        """The hours that there are: the contributions, and what the AB added."""
        return -self.saldo(TOTAAL) - self.saldo(AB)

    def _tot(self, op: date | None) -> Iterable[Geboekt]:
        return (r for r in self.regels if op is None or r.boeking.dag <= op)


def book_hours(
    begin: Mapping[Rekening, int],
    boekingen: Iterable[Boeking],
    bestedingen: Sequence[Besteding] = (),
    maximum_reserve: int | None = None,
) -> Boek:
    """Book postings day by day, each in full where there is room and else not at all.

    Args:
        begin: Hours per account at the decision, in any order; sources stand below zero.
        boekingen: The postings that may be booked as far as their own row goes, in any order.
        bestedingen: What projects reported as spent, in hours; of a project at most one per day.
        maximum_reserve: Most hours for interventions in a year (U3.4); None for no maximum.

    Returns:
        The book, with each posting and the room that there was for it (U3.3, U8.2).

    >>> begin = {TOTAAL: -1000, RESERVE: 500, 12: 120, VRIJ: 380}
    >>> day = date(2026, 3, 1)
    >>> boek = book_hours(begin, [
    ...     Boeking(dag=day, nr=1, van=12, naar=VRIJ, uren=200),
    ...     Boeking(dag=day, nr=2, van=VRIJ, naar=12, uren=80)])
    >>> [regel.uren for regel in boek.regels], boek.saldo(12), boek.totaal
    ([0, 80], 200, 1000)
    """
    boek = Boek(begin=begin)
    for boeking in sorted(boekingen, key=lambda item: item.volgorde):
        over, past = _left(boek, boeking, bestedingen), _fits(boek, boeking, maximum_reserve)
        uren = boeking.uren if boeking.uren <= min(over, past) else 0
        regel = Geboekt(boeking=boeking, over=over, past=past, uren=uren)
        boek = boek.model_copy(update={"regels": (*boek.regels, regel)})
    return boek


def _left(boek: Boek, boeking: Boeking, bestedingen: Sequence[Besteding]) -> int:
    """Return what may leave an account: what is there and unspent.

    What the AB adds has no other limit than its decision.
    """
    if boeking.van == AB:
        return boeking.uren
    return boek.saldo(boeking.van) - spent(bestedingen, boeking.van, boeking.dag)


def _fits(boek: Boek, boeking: Boeking, maximum_reserve: int | None) -> int:
    """Return what an account can hold: only the reserve has a maximum, for the whole year.

    What was granted counts with what is left, and may not pass that maximum by itself either.
    """
    if boeking.naar not in (RESERVE, INTERVENTIES) or maximum_reserve is None:
        return boeking.uren
    left = boek.saldo(RESERVE) if boeking.naar == RESERVE else 0
    return maximum_reserve - left - boek.saldo(INTERVENTIES)


def spent(bestedingen: Iterable[Besteding], rekening: Rekening, op: date) -> int:
    """Return what a project last reported as spent, on a day or before it; 0 without a report."""
    known = [item for item in bestedingen if item.nr == rekening and item.dag <= op]
    return max(known, key=lambda item: item.dag).gerealiseerd if known else 0
