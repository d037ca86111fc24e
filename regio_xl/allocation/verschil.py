"""What differs between the package and one made again, in Dutch."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

from regio_xl.allocation.problem import Item, Problem
from regio_xl.allocation.scenario import Plan
from regio_xl.allocation.whatif import Gevolg
from regio_xl.domain.tekst import ALL, count, format_getal, format_uren, join
from regio_xl.domain.woorden import Doel, Keuze, Scenario

CENT = Decimal("0.01")


class Verschil:
    """What one what-if would change.

    Attributes:
        gone: Numbers that would go out, besides the proposal itself.
        fewer: Numbers that would be in with fewer hours.
    """

    def __init__(self, plan: Plan, gevolg: Gevolg, namen: Mapping[str, str]) -> None:
        """Compare the package of ``plan`` with that of ``gevolg``; ``namen`` are by code."""
        self._plan, self._gevolg, self._namen = plan, gevolg, namen
        now, then = plan.uren, gevolg.uren
        self.gone = [nr for nr in now if nr not in then and nr != gevolg.nr]
        self.fewer = [nr for nr in now if 0 < then.get(nr, 0) < now[nr]]

    def moves(self) -> str:
        """Say what goes out, gets other hours and comes in, besides the proposal itself."""
        now, then = self._plan.uren, self._gevolg.uren
        more = [nr for nr in now if then.get(nr, 0) > now[nr]]
        comes = [nr for nr in then if nr not in now and nr != self._gevolg.nr]
        parts = (
            (self.gone, "valt", "vallen", "eruit"),
            (self.fewer, "krijgt", "krijgen", "minder uren"),
            (more, "krijgt", "krijgen", "meer uren"),
            (comes, "komt", "komen", "erin"),
        )
        return join(
            (
                f"{one if len(numbers) == 1 else many} {which(numbers)} {what}"
                for numbers, one, many, what in parts
                if numbers
            ),
            most=ALL,
        )

    def change(self) -> tuple[str, str]:
        """Say what gets better or worse, what weighs most first, and name its clause.

        Both are "" when on every goal that is told the two are equal. The lowest ratio is told
        only where other goals come after it: a package made again does not look at it, and
        what it gains there would else seem to come for free.
        """
        found = [*self._running(), *self._wanted()]
        order = self._plan.problem.volgorde
        for doel in order:
            if doel is not Doel.VERHOUDING or doel is not order[-1]:
                found += self._goal(doel)
        return join((text for text, _ in found), most=ALL), found[0][1] if found else ""

    def _running(self) -> Iterator[tuple[str, str]]:
        items = self._plan.problem.items
        now, then = (
            sum(uren.get(item.nr, 0) for item in items if item.doorlopend)
            for uren in (self._plan.uren, self._gevolg.uren)
        )
        if now != then:
            way = "minder" if then < now else "meer"
            yield f"is er {format_uren(abs(now - then))} {way} voor doorlopende projecten", "A26"

    def _wanted(self) -> Iterator[tuple[str, str]]:
        now, then = (
            _count_wanted(self._plan.problem, uren) for uren in (self._plan.uren, self._gevolg.uren)
        )
        if now != then:
            way = "minder" if then < now else "meer"
            verb = "wordt" if abs(now - then) == 1 else "worden"
            one, many = "keuze", "keuzes"
            yield f"{verb} {count(abs(now - then), one, many)} van het AOO {way} gevolgd", "F3.4"

    def _goal(self, doel: Doel) -> Iterator[tuple[str, str]]:
        nu, dan = self._gevolg.nu, self._gevolg.dan
        if doel is Doel.DEKKING:
            yield from self._covered()
        elif doel is Doel.UH:
            yield from _level("U&H-waarde (direct)", nu.uh_direct, dan.uh_direct, "O7")
            yield from _level("U&H-waarde (indirect)", nu.uh_indirect, dan.uh_indirect, "O7")
        elif doel is Doel.SCORE:
            bonus = self._plan.scenario is Scenario.BONUS
            name = "score met bonus" if bonus else "score"
            yield from _level(name, nu.score, dan.score, "F3.1")
        elif nu.verhouding is not None and dan.verhouding is not None:
            yield from _level("laagste verhouding", nu.verhouding, dan.verhouding, "U4.3")

    def _covered(self) -> Iterator[tuple[str, str]]:
        nu, dan = self._gevolg.nu.gedekt, self._gevolg.dan.gedekt
        lost = [code for code in nu if code not in dan]
        won = [code for code in dan if code not in nu]
        ways = [(lost, "niet meer gedekt"), (won, "wel gedekt")]
        for codes, what in ways if len(lost) >= len(won) else ways[::-1]:
            if codes:
                verb = "is" if len(codes) == 1 else "zijn"
                names = join((self._namen.get(code, code) for code in codes), most=ALL)
                yield f"{verb} {names} {what}", "U4.3"


def which(numbers: list[int]) -> str:
    """Return the proposals with these numbers, as one names them.

    >>> which([7]), which([9, 7])
    ('voorstel 7', 'de voorstellen 7 en 9')
    """
    word = "voorstel" if len(numbers) == 1 else "de voorstellen"
    return f"{word} {join(map(str, sorted(numbers)), most=ALL)}"


def points(value: Fraction) -> str:
    """Return a value of a package as one reads it, in at most two decimals.

    >>> points(Fraction(2465, 2)), points(Fraction(1, 3))
    ('1.232,5', '0,33')
    """
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return format_getal(exact.quantize(CENT))


def _level(name: str, nu: Fraction, dan: Fraction, clause: str) -> Iterator[tuple[str, str]]:
    if dan == nu:
        return
    way, change = "lager" if dan < nu else "hoger", points(abs(dan - nu))
    if change == "0":  # less than half a hundredth
        yield f"is de {name} een fractie {way}", clause
    else:
        yield f"is de {name} {change} {way} (van {points(nu)} naar {points(dan)})", clause


def _count_wanted(problem: Problem, uren: Mapping[int, int]) -> int:
    return sum(_is_wanted(item) and item.nr in uren for item in problem.items)


def _is_wanted(item: Item) -> bool:
    return item.keuze is Keuze.OPNEMEN
