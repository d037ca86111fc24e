"""What differs between a package and one that is made again, in Dutch phrases.

What goes out, gets other hours or comes in; what gets better or worse on each goal; and which of
the goals made the difference.
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from regio_xl.allocation.plan import Gevolg, Plan, Uren
from regio_xl.domain.tekst import ALL, count, format_getal, format_uren, handfuls, join
from regio_xl.domain.woorden import Doel, Keuze, Scenario

CENT = Decimal("0.01")
GETS = ("krijgt", "krijgen")


class Oorzaak(NamedTuple):
    """What made the difference between two packages."""

    naam: str  # as one says it after "vanwege"
    regel: str  # its clause


DOORLOPEND = Oorzaak("doorlopende projecten", "A26")
KEUZES = Oorzaak("de keuzes van het AOO", "F3.4")
DEKKING = Oorzaak("de dekking", "U4.3")
VERHOUDING = Oorzaak("de laagste verhouding", "U4.3")
UH = Oorzaak("de U&H-waarde", "O7")
SCORE = Oorzaak("de score", "F3.1")
UREN = Oorzaak("het aantal uren", "U8.2")
NUMMER = Oorzaak("het laagste nummer", "U8.1")


class Verschil:
    """What one what-if would change; names are by code of the participant."""

    def __init__(self, plan: Plan, gevolg: Gevolg, namen: Mapping[str, str]) -> None:
        self._plan, self._gevolg, self._namen = plan, gevolg, namen
        self._nu, self._dan = gevolg.nu, gevolg.dan

    @property
    def pushed(self) -> list[int]:
        """Numbers that would go out besides the proposal itself, or else get fewer hours."""
        now, then = self._plan.uren, self._gevolg.uren
        gone = [nr for nr in now if nr not in then and nr != self._gevolg.nr]
        return gone or [nr for nr in now if 0 < then.get(nr, 0) < now[nr]]

    @property
    def moves(self) -> list[str]:
        """What goes out, gets other hours and comes in, besides the proposal itself."""
        return moves(self._plan.uren, self._gevolg.uren, self._gevolg.nr)

    @property
    def changes(self) -> list[str]:
        """What gets better or worse, what weighs most first; if need be also what decides.

        The lowest ratio is told only where other goals come after it, or where it decides: a
        package made again does not look at it, and what it gains would else seem to come free.
        """
        levels = [*self._levels()]
        decided = any(cause for _, cause in levels)
        return [text for text, _ in levels] + ([] if decided else [*self._even(told=bool(levels))])

    @property
    def decides(self) -> Oorzaak:
        """What makes the package better than the one made again."""
        return next((cause for _, cause in self._levels() if cause), None) or self._last

    @property
    def _last(self) -> Oorzaak:
        """What decides between packages that are even on all goals that are told."""
        weighs = Doel.VERHOUDING in self._plan.problem.volgorde
        if weighs and self._nu.verhouding != self._dan.verhouding:
            return VERHOUDING
        return UREN if self._nu.uren != self._dan.uren else NUMMER

    def _even(self, *, told: bool) -> Iterator[str]:
        """Yield on what the two are even, and what decides then."""
        goals = [doel for doel in self._plan.problem.volgorde if doel is not Doel.VERHOUDING]
        if goals and not told:
            yield f"is het pakket even goed op {join(goal.value for goal in goals)}"
        if self._last is VERHOUDING:
            yield from (text for text, _ in self._ratio())
        elif self._last is UREN:
            yield f"kost het pakket {format_uren(self._dan.uren - self._nu.uren)} meer"
        else:
            yield "geeft het laagste nummer de doorslag"

    def _levels(self) -> Iterator[tuple[str, Oorzaak | None]]:
        """Yield what is told of each level, with its name where the two differ in worth on it."""
        yield from self._running()
        yield from self._wanted()
        order = self._plan.problem.volgorde
        for doel in order:
            if doel is not Doel.VERHOUDING or doel is not order[-1]:
                yield from self._goal(doel)

    def _running(self) -> Iterator[tuple[str, Oorzaak]]:
        running = [item.nr for item in self._plan.problem.items if item.doorlopend]
        now, then = (
            sum(uren.get(nr, 0) for nr in running) for uren in (self._plan.uren, self._gevolg.uren)
        )
        if now != then:
            way = "minder" if then < now else "meer"
            text = f"is er {format_uren(abs(now - then))} {way} voor doorlopende projecten"
            yield text, DOORLOPEND

    def _wanted(self) -> Iterator[tuple[str, Oorzaak]]:
        wanted = {item.nr for item in self._plan.problem.items if item.keuze is Keuze.OPNEMEN}
        now, then = (len(wanted & uren.keys()) for uren in (self._plan.uren, self._gevolg.uren))
        if now != then:
            way = "minder" if then < now else "meer"
            verb = "wordt" if abs(now - then) == 1 else "worden"
            choices = count(abs(now - then), "keuze", "keuzes")
            yield f"{verb} {choices} van het AOO {way} gevolgd", KEUZES

    def _goal(self, doel: Doel) -> Iterator[tuple[str, Oorzaak | None]]:
        nu, dan = self._nu, self._dan
        if doel is Doel.DEKKING:
            yield from self._covered()
        elif doel is Doel.UH:
            yield from _level("U&H-waarde (direct)", nu.uh_direct, dan.uh_direct, UH)
            yield from _level("U&H-waarde (indirect)", nu.uh_indirect, dan.uh_indirect, UH)
        elif doel is Doel.SCORE:
            bonus = self._plan.scenario is Scenario.BONUS
            name = "score met bonus" if bonus else "score"
            yield from _level(name, nu.score, dan.score, SCORE)
        else:
            yield from self._ratio()

    def _ratio(self) -> Iterator[tuple[str, Oorzaak]]:
        nu, dan = self._nu.verhouding, self._dan.verhouding
        if nu is not None and dan is not None:
            yield from _level("laagste verhouding", nu, dan, VERHOUDING)

    def _covered(self) -> Iterator[tuple[str, Oorzaak | None]]:
        nu, dan = self._nu.gedekt, self._dan.gedekt
        lost = [code for code in nu if code not in dan]
        won = [code for code in dan if code not in nu]
        ways = [(lost, "niet meer gedekt"), (won, "wel gedekt")]
        # As many others instead of these are worth the same.
        cause = None if len(lost) == len(won) else DEKKING
        for codes, what in ways if len(lost) >= len(won) else ways[::-1]:
            for few in handfuls(self._namen.get(code, code) for code in codes):
                yield f"{'is' if len(few) == 1 else 'zijn'} {join(few, most=ALL)} {what}", cause


def moves(now: Uren, then: Uren, nr: int) -> list[str]:
    """Return what goes out, gets other hours and comes in, besides a proposal itself."""
    parts = (
        ([one for one in now if one not in then and one != nr], "valt", "vallen", "eruit"),
        ([one for one in now if 0 < then.get(one, 0) < now[one]], *GETS, "minder uren"),
        ([one for one in now if then.get(one, 0) > now[one]], *GETS, "meer uren"),
        ([one for one in then if one not in now and one != nr], "komt", "komen", "erin"),
    )
    return [
        f"{one if len(few) == 1 else many} {which(few)} {what}"
        for numbers, one, many, what in parts
        for few in by_few(numbers)
    ]


def by_few(numbers: Iterable[int]) -> Iterator[list[int]]:
    """Yield numbers in order, a few at a time, so that a phrase about them is not too long."""
    return ([int(nr) for nr in few] for few in handfuls(map(str, sorted(numbers))))


def which(numbers: Iterable[int]) -> str:
    """Return the proposals with these numbers, as one names them.

    >>> which([7]), which([9, 7])
    ('voorstel 7', 'de voorstellen 7 en 9')
    """
    ordered = sorted(numbers)
    word = "voorstel" if len(ordered) == 1 else "de voorstellen"
    return f"{word} {join(map(str, ordered), most=ALL)}"


def points(value: Fraction) -> str:
    """Return a value of a package as one reads it, in at most two decimals.

    >>> points(Fraction(2465, 2)), points(Fraction(1, 3))
    ('1.232,5', '0,33')
    """
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return format_getal(exact.quantize(CENT))


def _level(name: str, nu: Fraction, dan: Fraction, cause: Oorzaak) -> Iterator[tuple[str, Oorzaak]]:
    if dan == nu:
        return
    way, change = "lager" if dan < nu else "hoger", points(abs(dan - nu))
    if change == "0":  # less than half a hundredth
        yield f"is de {name} een fractie {way}", cause
    else:
        yield f"is de {name} {change} {way} (van {points(nu)} naar {points(dan)})", cause
