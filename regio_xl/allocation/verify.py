"""The verifier: what a package breaks, by clause, whoever made it.

Written apart from the ranking and sharing none of its code, nor what the items say of
themselves: it reads the plain fields of the problem, looks at the hours per proposal, and
works out the rest here once more. It runs on every package before anyone sees it.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import accumulate, chain

from regio_xl.allocation.plan import Item, Pakket, Problem
from regio_xl.domain.model import Model
from regio_xl.domain.tekst import format_uren
from regio_xl.domain.woorden import Doel, Keuze

Turn = tuple[bool, int, Decimal]  # smaller is earlier: not wanted, U&H rank, minus the score


class Breach(Model):
    """One condition that a package breaks.

    A package that we computed has none; one that people put together may.
    """

    regel: str  # clause id
    nr: int | None = None  # of the proposal; None for the package as a whole
    text: str  # what is wrong, as a Dutch sentence
    missed: bool = False  # it is about one that is out and could be in; what is in is allowed


class PackageError(Exception):
    """A package breaks conditions: a programming error, never the user's fault."""

    def __init__(self, breaches: tuple[Breach, ...]) -> None:
        self.breaches = breaches
        super().__init__(" ".join(f"{b.regel} nr {b.nr}: {b.text}" for b in breaches))


def verify_verdicts(problem: Problem, pakket: Pakket) -> None:
    """Raise ``PackageError`` unless every proposal has one verdict."""
    weighed = sorted(verdict.nr for verdict in pakket.verdicts)
    if weighed != sorted(item.nr for item in problem.items):
        text = "Niet elk voorstel heeft precies één oordeel."
        raise PackageError((Breach(regel="U8.1", text=text),))


def find_breaches(
    problem: Problem, uren: Mapping[int, int], *, ranked: bool = True
) -> tuple[Breach, ...]:
    """Return the conditions that a package breaks, in a fixed order.

    ``ranked`` is whether proposals had their turn one by one, so that the order of turns holds; a
    scenario that weighs whole packages has no turns.

    >>> problem = Problem(budget=50, items=(Item(nr=1, nodig_uren=60),))
    >>> [breach.regel for breach in find_breaches(problem, {1: 60})]
    ['U8.2']
    """
    known = {item.nr for item in problem.items}
    unknown = (
        Breach(regel="U8.1", nr=nr, text=f"Voorstel {nr} is geen project dat kan worden verdeeld.")
        for nr in sorted(uren.keys() - known)
    )
    judge = _Judge(problem, {nr: hours for nr, hours in uren.items() if nr in known})
    places = chain(judge.outside(), judge.covered(), judge.order() if ranked else ())
    return tuple(chain(unknown, judge.totals(), judge.inside(), judge.pairs(), places))


class _Judge:
    """Looks at the hours of one package, of projects that are known, in several ways."""

    def __init__(self, problem: Problem, uren: Mapping[int, int]) -> None:
        self._problem, self._uren = problem, uren
        self._items = {item.nr: item for item in problem.items}

    def totals(self) -> Iterator[Breach]:
        budget, most = max(0, self._problem.budget), self._problem.maximum_nieuw
        total = sum(self._uren.values())
        if total > budget:
            text = (
                f"Er is {format_uren(total)} toegewezen en voor projecten is er "
                f"{format_uren(budget)}: {format_uren(total - budget)} te veel."
            )
            yield Breach(regel="U8.2", text=text)
        nieuw = self._hours_of_new(self._uren)
        if most is not None and nieuw > max(0, most):
            text = (
                f"Nieuwe projecten krijgen {format_uren(nieuw)}, en het maximum is "
                f"{format_uren(max(0, most))}: {format_uren(nieuw - max(0, most))} te veel."
            )
            yield Breach(regel="A26", text=text)

    def inside(self) -> Iterator[Breach]:
        for nr, uren in sorted(self._uren.items()):
            item = self._items[nr]
            if item.fouten:
                clauses = ", ".join(dict.fromkeys(item.fouten))
                text = f"Voorstel {nr} zit in het pakket en heeft nog fouten ({clauses})."
                yield Breach(regel=item.fouten[0], nr=nr, text=text)
            if item.keuze is Keuze.NIET_OPNEMEN:
                text = f"Voorstel {nr} zit in het pakket, en het AOO koos ‘{Keuze.NIET_OPNEMEN}’."
                yield Breach(regel="F3.4", nr=nr, text=text)
            if wrong := _wrong_hours(item, uren):
                yield Breach(regel=wrong[0], nr=nr, text=wrong[1])

    def pairs(self) -> Iterator[Breach]:
        for one, other in sorted(self._problem.vereist):
            if one in self._uren and other not in self._uren:
                text = f"Voorstel {one} vereist voorstel {other}, dat er niet in zit."
                yield Breach(regel="F3.4", nr=one, text=text)
        for one, other in sorted(self._problem.sluit_uit):
            if one in self._uren and other in self._uren:
                text = f"Voorstel {one} gaat niet samen met voorstel {other}; beide zitten erin."
                yield Breach(regel="F3.4", nr=one, text=text)

    def outside(self) -> Iterator[Breach]:
        """Find what runs, or what the AOO wants, that is out although its place would take it.

        Its place is beside what goes before it or with it, and whatever that requires.
        """
        items = self._items
        running = {nr for nr in self._uren if items[nr].doorlopend}
        wanted = {nr for nr in self._uren if items[nr].keuze is Keuze.OPNEMEN}
        before, beside = self._with_needs(running), self._with_needs(running | wanted)
        any_new = len(running) < len(self._uren)
        for nr in sorted(items.keys() - self._uren.keys()):
            item = items[nr]
            fits = _may_be_in(item) and self._has_place(before if item.doorlopend else beside, nr)
            if fits and item.doorlopend and any_new:
                yield _missed("A26", nr, "Doorlopend project", "er nieuwe in zitten")
            if fits and item.keuze is Keuze.OPNEMEN:
                yield _missed("F3.4", nr, "Voorstel", f"het AOO ‘{item.keuze}’ koos")

    def covered(self) -> Iterator[Breach]:
        """Find participants that are not covered although a proposal of theirs still fits.

        Where coverage is no goal, nobody has to be covered.
        """
        if Doel.DEKKING not in self._problem.volgorde:
            return
        for aandeel in sorted(self._problem.aandelen, key=lambda aandeel: aandeel.code):
            if not aandeel.belang.isdisjoint(self._uren):
                continue
            for nr in sorted(aandeel.belang & self._items.keys()):
                if _may_be_in(self._items[nr]) and self._has_place(self._uren, nr):
                    text = f"Deelnemer {aandeel.code} is niet gedekt, en voorstel {nr} zou passen."
                    yield Breach(regel="U4.3", nr=nr, text=text, missed=True)

    def order(self) -> Iterator[Breach]:
        """Find new projects that had to make way for one that comes after them (O7, F3.1).

        A refused project could do with the hours that are not running and not for new projects of
        its own turn or earlier. If those are enough, and one with a later turn is in, the order
        was broken. Equal turns never break it: which of them goes first is not the regulation's.
        What runs already, and what the AOO wants, was looked at before. One that requires another
        has its turn after that, and one that excludes what is in has none.
        """
        uren, problem = self._uren, self._problem
        tied = {one for one, _ in problem.vereist}
        for pair in problem.sluit_uit:
            tied |= set() if uren.keys().isdisjoint(pair) else set(pair)
        turn_of = self._turns()
        taken = sorted((turn_of[nr], uren[nr]) for nr in uren if not self._items[nr].doorlopend)
        turns = [turn for turn, _ in taken]
        before = [0, *accumulate(hours for _, hours in taken)]
        running = sum(uren.values()) - before[-1]
        for nr in sorted(self._items.keys() - uren.keys() - tied):
            item = self._items[nr]
            if item.doorlopend or item.keuze is Keuze.OPNEMEN or not _may_be_in(item):
                continue
            place = bisect_right(turns, _turn(item))
            room = problem.budget - running - before[place]
            if problem.maximum_nieuw is not None:
                room = min(room, problem.maximum_nieuw - before[place])
            if place < len(turns) and _least(item) <= room:
                rule = "O7" if turns[-1][1] > item.uh_rang else "F3.1"
                yield _missed(rule, nr, "Voorstel", "een lager geplaatst er in zit")

    def _turns(self) -> Mapping[int, Turn]:
        """Return when each one that is in had its turn: one that another requires comes with it."""
        uren = self._uren
        turns = {nr: _turn(self._items[nr]) for nr in uren}
        pairs = [(a, b) for a, b in self._problem.vereist if a in uren and b in uren]
        changed = True
        while changed:
            changed = False
            for one, other in pairs:
                if turns[one] < turns[other]:
                    turns[other], changed = turns[one], True
        return turns

    def _with_needs(self, first: set[int]) -> Mapping[int, int]:
        """Return the part of the package that holds ``first`` and all that these require."""
        uren, kept = self._uren, set(first)
        while more := {b for a, b in self._problem.vereist if a in kept and b in uren} - kept:
            kept |= more
        return {nr: uren[nr] for nr in kept}

    def _has_place(self, beside: Mapping[int, int], nr: int) -> bool:
        """Tell whether a proposal can join ``beside`` as that is, with its fewest hours."""
        problem = self._problem
        if any(a == nr and b not in beside for a, b in problem.vereist):
            return False
        if any(nr in pair and not beside.keys().isdisjoint(pair) for pair in problem.sluit_uit):
            return False
        room = problem.budget - sum(beside.values())
        if problem.maximum_nieuw is not None and not self._items[nr].doorlopend:
            room = min(room, problem.maximum_nieuw - self._hours_of_new(beside))
        return _least(self._items[nr]) <= room

    def _hours_of_new(self, uren: Mapping[int, int]) -> int:
        return sum(hours for nr, hours in uren.items() if not self._items[nr].doorlopend)


def _missed(regel: str, nr: int, what: str, why: str) -> Breach:
    text = f"{what} {nr} past en zit er niet in, terwijl {why}."
    return Breach(regel=regel, nr=nr, text=text, missed=True)


def _wrong_hours(item: Item, uren: int) -> tuple[str, str] | None:
    """Return the clause that the hours of a project break, and how; None when they are right."""
    nr, needs, least = item.nr, item.nodig_uren, item.minimum_uren
    gets = f"Project {nr} krijgt {format_uren(uren)}"
    if uren <= 0:
        return "U8.1", f"Project {nr} zit in het pakket zonder uren."
    if uren > needs:
        return "U8.1", f"{gets} en heeft {format_uren(needs)} nodig."
    if uren < needs and least is None:
        return "O6", f"{gets} van de {format_uren(needs)}, en noemt geen minimum uren."
    if uren < needs and uren < (least or 0):
        return "O6", f"{gets}, minder dan het minimum van {format_uren(least or 0)}."
    return None


def _turn(item: Item) -> Turn:
    if item.doorlopend:
        return (False, -1, Decimal(0))
    return (item.keuze is not Keuze.OPNEMEN, item.uh_rang, -(item.score or Decimal(0)))


def _may_be_in(item: Item) -> bool:
    """Tell whether nothing keeps it out: no errors, hours to ask for, not left out by the AOO."""
    return not item.fouten and item.nodig_uren > 0 and item.keuze is not Keuze.NIET_OPNEMEN


def _least(item: Item) -> int:
    """Return the fewest hours with which it can be in: all, or its minimum; at least one."""
    least = item.nodig_uren if item.minimum_uren is None else item.minimum_uren
    return max(1, min(least, item.nodig_uren))
