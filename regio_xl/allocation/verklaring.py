"""Why each proposal is in or out of the best package, in Dutch, with figures worked out anew."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

from regio_xl.allocation.gevolg import Gevolg
from regio_xl.allocation.measure import Waarde
from regio_xl.allocation.problem import Item, Pakket, Reden, Verdict
from regio_xl.allocation.rangorde import rank_key, reden_in, verdict_of
from regio_xl.allocation.scenario import Plan
from regio_xl.allocation.uitleg import explain_barred, explain_in, explain_pair, explain_part
from regio_xl.domain.tekst import ALL, format_getal, format_uren, join
from regio_xl.domain.woorden import Scenario

CENT = Decimal("0.01")
EVEN = (
    " dat op de doelen tot en met de score even goed is; de laagste verhouding, de minste uren of "
    "het laagste nummer gaf de doorslag."
)
"""What is said where the levels up to the score leave a choice."""


def explain_plan(
    plan: Plan, gevolgen: Mapping[int, Gevolg], namen: Mapping[str, str] | None = None
) -> Pakket:
    """Give every proposal its verdict.

    Args:
        plan: A best package.
        gevolgen: What would follow, by number; of those without, only the rule is given.
        namen: Name by code of the participant; a code stands for itself without.

    Returns:
        One verdict per item, in the order of plain ranking.
    """
    writer = _Writer(plan, gevolgen, namen or {})
    items = sorted(plan.problem.items, key=rank_key)
    return Pakket(
        scenario=plan.scenario.value, verdicts=tuple(writer.verdict(item) for item in items)
    )


class _Writer:
    """Writes the sentences about one plan."""

    def __init__(
        self, plan: Plan, gevolgen: Mapping[int, Gevolg], namen: Mapping[str, str]
    ) -> None:
        self._plan, self._gevolgen, self._namen = plan, gevolgen, namen
        self._bonus = plan.scenario is Scenario.BONUS

    def verdict(self, item: Item) -> Verdict:
        if item.barred:
            return verdict_of(item, *explain_barred(item))
        uren = self._plan.uren.get(item.nr, 0)
        if uren:
            reden = reden_in(item, Reden.BESTE_PAKKET)
            return verdict_of(item, reden, self._inside(item, reden, uren), uren)
        return verdict_of(item, *self._outside(item))

    def _inside(self, item: Item, reden: Reden, uren: int) -> str:
        if reden is not Reden.BESTE_PAKKET:
            return explain_in(item, reden, uren, place=0)
        gevolg = self._gevolgen.get(item.nr)
        if gevolg is None:
            start = "Hoort bij het beste pakket (U4.3, F3.2, F3.1)"
            start += "." if self._plan.proven else " dat binnen de tijd is gevonden."
        else:
            start = self._without(gevolg)
        return f"{start}{explain_part(item, uren)}{_unjudged(item)}"

    def _without(self, gevolg: Gevolg) -> str:
        """Say what the package would be without a proposal that is in."""
        change, clause = self._change(gevolg)
        moves = self._moves(gevolg)
        if not change:
            given = f" waarin {moves}" if moves else ""
            return f"Hoort bij het beste pakket. Zonder dit voorstel is er een pakket{given}{EVEN}"
        then = f"{moves}; dan {change}" if moves else change
        return f"Hoort bij het beste pakket ({clause}). Zonder dit voorstel {then}."

    def _outside(self, item: Item) -> tuple[Reden, str]:
        gevolg = self._gevolgen.get(item.nr)
        if gevolg is None:
            proof = "beste" if self._plan.proven else "gevonden"
            text = f"Past niet in het {proof} pakket (O4); niet verder doorgerekend."
            return Reden.VERDRONGEN, text
        if gevolg.mogelijk and gevolg.uren.keys() >= self._first().keys():
            return self._could_be(item, gevolg)
        return self._no_place(item, gevolg)

    def _could_be(self, item: Item, gevolg: Gevolg) -> tuple[Reden, str]:
        """Say what a proposal that could be in would cost, and what stands in its way."""
        parts = [self._displaced(gevolg), self._apart(item), _remedy(item, gevolg)]
        reden = Reden.VERDRONGEN
        if gevolg.maximum_meer and gevolg.budget_meer is None:
            reden = Reden.MAXIMUM_NIEUW
            most = format_uren(self._plan.problem.maximum_nieuw or 0)
            parts.insert(0, f"Het maximum voor nieuwe projecten ({most}) is bereikt (A26).")
        return reden, " ".join(filter(None, parts)) + _unjudged(item)

    def _apart(self, item: Item) -> str:
        """Name what is in and does not go together with a proposal that is out."""
        clashes = [
            other
            for pair in self._plan.problem.sluit_uit
            for other in pair
            if item.nr in pair and other != item.nr and other in self._plan.uren
        ]
        return explain_pair(excludes=clashes)[1] if clashes else ""

    def _first(self) -> Mapping[int, int]:
        """Return what goes first and is in: what runs, and what the AOO wants."""
        return {
            item.nr: self._plan.uren[item.nr]
            for item in self._plan.problem.items
            if item.nr in self._plan.uren and reden_in(item) is not Reden.RANGORDE
        }

    def _no_place(self, item: Item, gevolg: Gevolg) -> tuple[Reden, str]:
        """Say why a proposal cannot be in at all, beside what goes first."""
        problem = self._plan.problem
        barred = {other.nr for other in problem.items if other.barred}
        requires = [b for a, b in problem.vereist if a == item.nr and b in barred]
        if requires:
            return explain_pair(requires=requires)
        first = self._first().keys()
        clashes = [
            other
            for pair in problem.sluit_uit
            for other in pair
            if item.nr in pair and other != item.nr and other in first
        ]
        if clashes:
            return explain_pair(excludes=clashes)
        if problem.budget < 0:
            over = format_uren(-problem.budget)
            return Reden.GEEN_RUIMTE, (
                f"Geen ruimte (O4): ketentoezicht en reserve samen gaan al {over} over het totaal "
                "heen."
            )
        if gevolg.maximum_meer and gevolg.budget_meer is None:
            most = format_uren(problem.maximum_nieuw or 0)
            return Reden.MAXIMUM_NIEUW, (
                f"Het maximum voor nieuwe projecten ({most}) is te klein (A26): {_asks(item)}. "
                f"{_remedy(item, gevolg)}"
            )
        left = problem.room - sum(self._first().values())
        before = "doorlopende projecten en keuzes van het AOO gaan voor en laten "
        before += f"{format_uren(left)} over" if left else "niets over"
        return Reden.GEEN_RUIMTE, f"Geen ruimte (O4): {_asks(item)}, en {before}. " + _remedy(
            item, gevolg
        )

    def _displaced(self, gevolg: Gevolg) -> str:
        """Say what a proposal that is out would push out, and what that would cost."""
        change, clause = self._change(gevolg)
        moves = self._moves(gevolg)
        pushed = self._gone(gevolg) or self._fewer(gevolg)
        start = f"Verdrongen door {_which(pushed)}" if pushed else "Niet opgenomen"
        if not change:
            given = f" waarin {moves}" if moves else ""
            return f"{start}. Met dit voorstel erin is er een pakket{given}{EVEN}"
        then = f"{moves}; dan {change}" if moves else change
        return f"{start} ({clause}). Met dit voorstel erin {then}."

    def _moves(self, gevolg: Gevolg) -> str:
        """Say what goes out, gets other hours and comes in, besides the proposal itself."""
        now, then = self._plan.uren, gevolg.uren
        more = [nr for nr in now if then.get(nr, 0) > now[nr]]
        comes = [nr for nr in then if nr not in now and nr != gevolg.nr]
        parts = (
            (self._gone(gevolg), "valt", "vallen", "eruit"),
            (self._fewer(gevolg), "krijgt", "krijgen", "minder uren"),
            (more, "krijgt", "krijgen", "meer uren"),
            (comes, "komt", "komen", "erin"),
        )
        return join(
            (
                f"{one if len(numbers) == 1 else many} {_which(numbers)} {what}"
                for numbers, one, many, what in parts
                if numbers
            ),
            most=ALL,
        )

    def _gone(self, gevolg: Gevolg) -> list[int]:
        return [nr for nr in self._plan.uren if nr not in gevolg.uren and nr != gevolg.nr]

    def _fewer(self, gevolg: Gevolg) -> list[int]:
        now = self._plan.uren
        return [nr for nr in now if 0 < gevolg.uren.get(nr, 0) < now[nr]]

    def _change(self, gevolg: Gevolg) -> tuple[str, str]:
        """Say what gets better or worse, and name the clause of the first that does."""
        found = list(self._changes(gevolg.nu, gevolg.dan))
        return join((text for text, _ in found), most=ALL), found[0][1] if found else ""

    def _changes(self, nu: Waarde, dan: Waarde) -> Iterator[tuple[str, str]]:
        lost = [code for code in nu.gedekt if code not in dan.gedekt]
        won = [code for code in dan.gedekt if code not in nu.gedekt]
        names = join((self._namen.get(code, code) for code in lost or won), most=ALL)
        verb = "is" if len(lost or won) == 1 else "zijn"
        if lost:
            yield f"{verb} {names} niet meer gedekt", "U4.3"
        elif won:
            yield f"{verb} {names} wel gedekt", "U4.3"
        if not self._bonus:
            yield from _level("U&H-waarde (direct)", nu.uh_direct, dan.uh_direct, "O7")
            yield from _level("U&H-waarde (indirect)", nu.uh_indirect, dan.uh_indirect, "O7")
        name = "score met bonus" if self._bonus else "score"
        yield from _level(name, nu.score, dan.score, "F3.1")


def _level(name: str, nu: Fraction, dan: Fraction, clause: str) -> Iterator[tuple[str, str]]:
    if dan != nu:
        way = "lager" if dan < nu else "hoger"
        steps = f"van {points(nu)} naar {points(dan)}"
        yield f"is de {name} {points(abs(dan - nu))} {way} ({steps})", clause


def points(value: Fraction) -> str:
    """Return a value of a package as one reads it, in at most two decimals.

    >>> points(Fraction(2465, 2)), points(Fraction(1, 3))
    ('1.232,5', '0,33')
    """
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return format_getal(exact.quantize(CENT))


def _which(numbers: list[int]) -> str:
    word = "voorstel" if len(numbers) == 1 else "de voorstellen"
    return f"{word} {join(map(str, sorted(numbers)), most=ALL)}"


def _unjudged(item: Item) -> str:
    return "" if item.score is not None else " Nog niet beoordeeld: telt mee met score 0 (F3.1)."


def _asks(item: Item) -> str:
    text = f"heeft {format_uren(item.nodig_uren)} nodig"
    if item.entry_uren < item.nodig_uren:
        text += f", minstens {format_uren(item.entry_uren)} om te starten (O6)"
    return text


def _remedy(item: Item, gevolg: Gevolg) -> str:
    """Say with how many hours more, or less, it fits without any loss."""
    ways = []
    if gevolg.budget_meer:
        ways.append(f"met {format_uren(gevolg.budget_meer)} meer budget")
    elif gevolg.maximum_meer:
        ways.append(f"met een {format_uren(gevolg.maximum_meer)} hoger maximum")
    if gevolg.uren_minder:
        what = "het minimum" if item.entry_uren < item.nodig_uren else "het"
        verb = "lager is" if item.entry_uren < item.nodig_uren else "minder vraagt"
        ways.append(f"als {what} {format_uren(gevolg.uren_minder)} {verb}")
    if not ways:
        return ""
    enough = "" if gevolg.uren_minder else "; minder uren vragen is niet genoeg"
    return f"Past zonder verlies {join(ways, last='of')}{enough}."
