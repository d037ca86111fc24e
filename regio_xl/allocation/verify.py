"""The verifier: what a package breaks, by clause, whoever made it.

Written apart from the ranking and sharing none of its code, nor what the items say of
themselves: it reads the plain fields of the problem, looks at the hours per proposal, and
works out the rest here once more. It runs on every package before anyone sees it.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import accumulate

from regio_xl.allocation.problem import Item, Pakket, Problem
from regio_xl.domain.model import Model
from regio_xl.domain.tekst import format_uren
from regio_xl.domain.woorden import Doel, Keuze

Turn = tuple[bool, int, Decimal]
"""When a new project has its turn, smaller is earlier: not wanted, U&H rank, minus the score."""


class Breach(Model):
    """One condition that a package breaks.

    Attributes:
        regel: Clause id.
        nr: Number of the proposal, or None for the package as a whole.
        text: What is wrong, as a Dutch sentence. A package that we computed has none; one
            that people put together may.
        missed: Whether it is about one that is out and could be in; what is in is allowed.
    """

    regel: str
    nr: int | None = None
    text: str
    missed: bool = False


class PackageError(Exception):
    """A package breaks conditions: a programming error, never the user's fault."""

    def __init__(self, breaches: tuple[Breach, ...]) -> None:
        self.breaches = breaches
        super().__init__(" ".join(f"{b.regel} nr {b.nr}: {b.text}" for b in breaches))


def verify_verdicts(problem: Problem, pakket: Pakket) -> None:
    """Check that every proposal has one verdict, and that the verdicts keep what they say.

    Raises:
        PackageError: One lacks its verdict, or a verdict says that it is out and has hours.
    """
    weighed = sorted(verdict.nr for verdict in pakket.verdicts)
    whole = weighed == sorted(item.nr for item in problem.items)
    if not whole or any(item.opgenomen != (item.uren > 0) for item in pakket.verdicts):
        text = "Niet elk voorstel heeft precies één oordeel dat klopt met zijn uren."
        raise PackageError((Breach(regel="U8.1", text=text),))


def find_breaches(
    problem: Problem, uren: Mapping[int, int], *, ranked: bool = True
) -> tuple[Breach, ...]:
    """Return the conditions that a package breaks, in a fixed order.

    Args:
        problem: What there was to divide.
        uren: Hours per proposal in the package; proposals that are out have no key.
        ranked: Whether proposals had their turn one by one, so that the order of turns holds;
            a scenario that weighs whole packages has no turns.

    Example:
        >>> problem = Problem(budget=50, items=(Item(nr=1, nodig_uren=60),))
        >>> [breach.regel for breach in find_breaches(problem, {1: 60})]
        ['U8.2']
    """
    items = {item.nr: item for item in problem.items}
    unknown = [nr for nr in sorted(uren) if nr not in items]
    breaches = [
        Breach(regel="U8.1", nr=nr, text=f"Voorstel {nr} is geen project dat kan worden verdeeld.")
        for nr in unknown
    ]
    inside = {nr: hours for nr, hours in uren.items() if nr in items}
    breaches.extend(_check_totals(problem, items, inside))
    for nr in sorted(inside):
        breaches.extend(_check_inside(items[nr], inside[nr]))
    breaches.extend(_check_pairs(problem, inside))
    breaches.extend(_check_outside(problem, items, inside))
    breaches.extend(_check_covered(problem, items, inside))
    if ranked:
        breaches.extend(_check_order(problem, items, inside))
    return tuple(breaches)


def _check_totals(
    problem: Problem, items: Mapping[int, Item], uren: Mapping[int, int]
) -> Iterator[Breach]:
    total = sum(uren.values())
    if total > max(0, problem.budget):
        text = (
            f"Er is {format_uren(total)} toegewezen en voor projecten is er "
            f"{format_uren(max(0, problem.budget))}: {format_uren(total - max(0, problem.budget))} "
            "te veel."
        )
        yield Breach(regel="U8.2", text=text)
    nieuw = sum(hours for nr, hours in uren.items() if not items[nr].doorlopend)
    if problem.maximum_nieuw is not None and nieuw > max(0, problem.maximum_nieuw):
        most = max(0, problem.maximum_nieuw)
        text = (
            f"Nieuwe projecten krijgen {format_uren(nieuw)}, en het maximum is "
            f"{format_uren(most)}: {format_uren(nieuw - most)} te veel."
        )
        yield Breach(regel="A26", text=text)


def _check_inside(item: Item, uren: int) -> Iterator[Breach]:
    nr, gets = item.nr, f"Project {item.nr} krijgt {format_uren(uren)}"
    if item.fouten:
        clauses = ", ".join(dict.fromkeys(item.fouten))
        text = f"Voorstel {nr} zit in het pakket en heeft nog fouten ({clauses})."
        yield Breach(regel=item.fouten[0], nr=nr, text=text)
    if item.keuze is Keuze.NIET_OPNEMEN:
        text = f"Voorstel {nr} zit in het pakket, en het AOO koos ‘{Keuze.NIET_OPNEMEN}’."
        yield Breach(regel="F3.4", nr=nr, text=text)
    if uren <= 0:
        yield Breach(regel="U8.1", nr=nr, text=f"Project {nr} zit in het pakket zonder uren.")
    elif uren > item.nodig_uren:
        text = f"{gets} en heeft {format_uren(item.nodig_uren)} nodig."
        yield Breach(regel="U8.1", nr=nr, text=text)
    elif uren < item.nodig_uren and item.minimum_uren is None:
        text = f"{gets} van de {format_uren(item.nodig_uren)}, en noemt geen minimum uren."
        yield Breach(regel="O6", nr=nr, text=text)
    elif uren < item.nodig_uren and uren < (item.minimum_uren or 0):
        text = f"{gets}, minder dan het minimum van {format_uren(item.minimum_uren or 0)}."
        yield Breach(regel="O6", nr=nr, text=text)


def _check_pairs(problem: Problem, uren: Mapping[int, int]) -> Iterator[Breach]:
    for one, other in sorted(problem.vereist):
        if one in uren and other not in uren:
            yield Breach(
                regel="F3.4",
                nr=one,
                text=f"Voorstel {one} vereist voorstel {other}, dat er niet in zit.",
            )
    for one, other in sorted(problem.sluit_uit):
        if one in uren and other in uren:
            yield Breach(
                regel="F3.4",
                nr=one,
                text=f"Voorstel {one} gaat niet samen met voorstel {other}; beide zitten erin.",
            )


def _check_outside(
    problem: Problem, items: Mapping[int, Item], uren: Mapping[int, int]
) -> Iterator[Breach]:
    """Find what runs, or what the AOO wants, that is out although its place would take it.

    Its place is beside what goes before it or with it, and whatever that requires.
    """
    running = _with_needs(problem, uren, {nr for nr in uren if items[nr].doorlopend})
    first = {nr for nr in uren if items[nr].doorlopend or _is_forced_new(items[nr])}
    forced = _with_needs(problem, uren, first)
    any_new = any(_is_new(items[nr]) for nr in uren)
    for nr in sorted(items):
        item = items[nr]
        if nr in uren or not _may_be_in(item):
            continue
        fits = _has_place(problem, items, running if item.doorlopend else forced, nr)
        if fits and item.doorlopend and any_new:
            text = f"Doorlopend project {nr} past en zit er niet in, terwijl er nieuwe in zitten."
            yield Breach(regel="A26", nr=nr, text=text, missed=True)
        if fits and item.keuze is Keuze.OPNEMEN:
            text = f"Voorstel {nr} past en zit er niet in, terwijl het AOO ‘{Keuze.OPNEMEN}’ koos."
            yield Breach(regel="F3.4", nr=nr, text=text, missed=True)


def _check_covered(
    problem: Problem, items: Mapping[int, Item], uren: Mapping[int, int]
) -> Iterator[Breach]:
    """Find participants that are not covered although a proposal of theirs still fits.

    Where coverage is no goal, nobody has to be covered.
    """
    if Doel.DEKKING not in problem.volgorde:
        return
    for aandeel in sorted(problem.aandelen, key=lambda aandeel: aandeel.code):
        if any(nr in uren for nr in aandeel.belang):
            continue
        for nr in sorted(aandeel.belang & items.keys()):
            if _may_be_in(items[nr]) and _has_place(problem, items, uren, nr):
                text = f"Deelnemer {aandeel.code} is niet gedekt, en voorstel {nr} zou passen."
                yield Breach(regel="U4.3", nr=nr, text=text, missed=True)


def _with_needs(problem: Problem, uren: Mapping[int, int], first: set[int]) -> Mapping[int, int]:
    """Return the part of a package that holds ``first`` and all that these require."""
    kept = set(first)
    while more := {b for a, b in problem.vereist if a in kept and b in uren} - kept:
        kept |= more
    return {nr: uren[nr] for nr in kept}


def _has_place(
    problem: Problem, items: Mapping[int, Item], beside: Mapping[int, int], nr: int
) -> bool:
    """Tell whether a proposal can join ``beside`` as that is, with its fewest hours."""
    if any(a == nr and b not in beside for a, b in problem.vereist):
        return False
    if any(nr in pair and not beside.keys().isdisjoint(pair) for pair in problem.sluit_uit):
        return False
    room = problem.budget - sum(beside.values())
    if problem.maximum_nieuw is not None and _is_new(items[nr]):
        nieuw = sum(hours for other, hours in beside.items() if _is_new(items[other]))
        room = min(room, problem.maximum_nieuw - nieuw)
    return _least(items[nr]) <= room


def _check_order(
    problem: Problem, items: Mapping[int, Item], uren: Mapping[int, int]
) -> Iterator[Breach]:
    """Find new projects that had to make way for one that comes after them (O7, F3.1).

    A refused project could do with the hours that are not running and not for new projects of
    its own turn or earlier. If those are enough, and one with a later turn is in, the order was
    broken. Equal turns never break it: which of them goes first is not the regulation's. What
    runs already, and what the AOO wants, was looked at before. One that requires another has
    its turn after that, and one that excludes what is in has none.
    """
    tied = {one for one, _ in problem.vereist}
    for pair in problem.sluit_uit:
        tied |= {nr for nr in pair if not uren.keys().isdisjoint(pair) and nr not in uren}
    running = sum(hours for nr, hours in uren.items() if items[nr].doorlopend)
    first = _turns(problem, items, uren)
    taken = sorted((first[nr], hours) for nr, hours in uren.items() if _is_new(items[nr]))
    turns = [turn for turn, _ in taken]
    before = [0, *accumulate(hours for _, hours in taken)]
    for nr in sorted(items):
        item = items[nr]
        if nr in uren or nr in tied or not _may_be_in(item):
            continue
        if not _is_new(item) or _is_forced_new(item):
            continue
        place = bisect_right(turns, _turn(item))
        room = problem.budget - running - before[place]
        if problem.maximum_nieuw is not None:
            room = min(room, problem.maximum_nieuw - before[place])
        if place < len(turns) and _least(item) <= room:
            by_uh = turns[-1][1] > item.uh_rang
            text = f"Voorstel {nr} past en zit er niet in, terwijl een lager geplaatst er in zit."
            yield Breach(regel="O7" if by_uh else "F3.1", nr=nr, text=text, missed=True)


def _turns(
    problem: Problem, items: Mapping[int, Item], uren: Mapping[int, int]
) -> Mapping[int, Turn]:
    """Return when each one that is in had its turn: one that another requires comes with it."""
    turns = {nr: _turn(items[nr]) for nr in uren}
    pairs = [(one, other) for one, other in problem.vereist if one in uren and other in uren]
    changed = True
    while changed:
        changed = False
        for one, other in pairs:
            if turns[one] < turns[other]:
                turns[other], changed = turns[one], True
    return turns


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


def _is_new(item: Item) -> bool:
    return not item.doorlopend


def _is_forced_new(item: Item) -> bool:
    return item.keuze is Keuze.OPNEMEN and _is_new(item)
