"""Why each proposal is in or out of the best package, in Dutch, with figures worked out anew."""

from collections.abc import Mapping, Set

from regio_xl.allocation.problem import Item, Pakket, Reden, Verdict
from regio_xl.allocation.rangorde import rank_key, reden_in, verdict_of
from regio_xl.allocation.scenario import Plan
from regio_xl.allocation.uitleg import explain_barred, explain_in, explain_pair, explain_part
from regio_xl.allocation.verschil import Verschil, which
from regio_xl.allocation.whatif import Gevolg
from regio_xl.domain.tekst import format_uren, join
from regio_xl.domain.woorden import Doel

EVEN = "de laagste verhouding, de minste uren of het laagste nummer gaf de doorslag"
"""What is said where the other goals leave a choice."""


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
        self._items = {item.nr: item for item in plan.problem.items}

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
            start = f"Hoort bij {self._which_package()} (U4.3, F3.2, F3.1)."
        else:
            start = self._without(gevolg)
        return f"{start}{explain_part(item, uren)}{_unjudged(item)}"

    def _without(self, gevolg: Gevolg) -> str:
        """Say what the package would be without a proposal that is in."""
        start = "Hoort bij het beste pakket"
        return self._compare(gevolg, start, "Zonder dit voorstel") + _unproven(gevolg)

    def _compare(self, gevolg: Gevolg, start: str, when: str) -> str:
        """Say what a package made again would move and change, with the clause that decides."""
        verschil = Verschil(self._plan, gevolg, self._namen)
        change, clause = verschil.change()
        moves = verschil.moves()
        if not change:
            then = f"{moves}; dan is het pakket" if moves else "is het pakket"
            told = (
                doel.value for doel in self._plan.problem.volgorde if doel is not Doel.VERHOUDING
            )
            return f"{start}. {when} {then} even goed op {join(told)}; {EVEN}."
        then = f"{moves}; dan {change}" if moves else change
        return f"{start} ({clause}). {when} {then}."

    def _which_package(self) -> str:
        if self._plan.proven:
            return "het beste pakket"
        return "het pakket dat binnen de rekentijd is gevonden"

    def _outside(self, item: Item) -> tuple[Reden, str]:
        gevolg = self._gevolgen.get(item.nr)
        if gevolg is None:
            text = f"Zit niet in {self._which_package()} (O4); niet verder doorgerekend."
            return Reden.VERDRONGEN, text
        if gevolg.mogelijk and gevolg.uren.keys() >= self._first().keys():
            return self._could_be(item, gevolg)
        return self._no_place(item, gevolg)

    def _could_be(self, item: Item, gevolg: Gevolg) -> tuple[Reden, str]:
        """Say what a proposal that could be in would cost, and what stands in its way."""
        clashes = self._apart({item.nr}, self._plan.uren.keys())
        parts = [
            self._displaced(gevolg),
            explain_pair(excludes=clashes)[1] if clashes else "",
            _remedy(item, gevolg),
        ]
        reden = Reden.VERDRONGEN
        if gevolg.maximum_meer and gevolg.budget_meer is None:
            reden = Reden.MAXIMUM_NIEUW
            parts.insert(0, f"Het maximum voor nieuwe projecten ({self._most()}) is bereikt (A26).")
        return reden, " ".join(filter(None, parts)) + _unproven(gevolg) + _unjudged(item)

    def _displaced(self, gevolg: Gevolg) -> str:
        """Say what a proposal that is out would push out, and what that would cost."""
        verschil = Verschil(self._plan, gevolg, self._namen)
        pushed = verschil.gone or verschil.fewer
        start = f"Verdrongen door {which(pushed)}" if pushed else "Niet opgenomen"
        return self._compare(gevolg, start, "Met dit voorstel erin")

    def _no_place(self, item: Item, gevolg: Gevolg) -> tuple[Reden, str]:
        """Say why a proposal cannot be in at all, beside what goes first."""
        reden, text = self._never(item) or self._no_room(item)
        remedy = "" if reden is Reden.SAMENHANG else _remedy(item, gevolg)
        return reden, " ".join(filter(None, (text, remedy))) + _unproven(gevolg)

    def _never(self, item: Item) -> tuple[Reden, str] | None:
        """Return what keeps a proposal out however few hours it asks; None when nothing does."""
        problem, together = self._plan.problem, self._needs({item.nr})
        barred = together & {other.nr for other in problem.items if other.barred}
        if barred:
            return explain_pair(requires=sorted(barred))
        if clashes := self._apart(together, self._first().keys()):
            return explain_pair(excludes=clashes)
        if clashes := self._apart(together, together - {item.nr}):
            ends = "gaat daar niet mee samen" if len(clashes) == 1 else "die gaan niet samen"
            return Reden.SAMENHANG, f"Vereist {which(clashes)}, en {ends} (F3.4)."
        if problem.budget < 0:
            over = format_uren(-problem.budget)
            text = f"ketentoezicht en reserve samen gaan al {over} over het totaal heen."
            return Reden.GEEN_RUIMTE, f"Geen ruimte (O4): {text}"
        return None

    def _no_room(self, item: Item) -> tuple[Reden, str]:
        """Say that too few hours are left beside what goes first."""
        problem, first = self._plan.problem, self._first()
        running = {other.nr for other in problem.items if other.doorlopend}
        along = sorted(self._needs({item.nr}) - first.keys() - {item.nr})
        asks = self._asks(item, along)
        if problem.maximum_nieuw is not None:
            most = max(0, problem.maximum_nieuw)
            taken = sum(hours for nr, hours in first.items() if nr not in running)
            entry = sum(self._entry(nr) for nr in {item.nr, *along} - running)
            if entry > most - taken:
                text = f"Het maximum voor nieuwe projecten ({self._most()}) is te klein (A26): "
                remains = f"nog {format_uren(most - taken)}" if most > taken else "niets"
                rest = f", en daarvan is na de keuzes van het AOO {remains} over" if taken else ""
                return Reden.MAXIMUM_NIEUW, f"{text}{asks}{rest}."
        left = problem.room - sum(first.values())
        remains = format_uren(left) if left else "niets"
        rest = f"doorlopende projecten en keuzes van het AOO gaan voor en laten {remains} over"
        if not first:
            rest = f"voor alle projecten samen is er {remains}"
        return Reden.GEEN_RUIMTE, f"Geen ruimte (O4): {asks}, en {rest}."

    def _asks(self, item: Item, along: list[int]) -> str:
        """Say how many hours a proposal asks, together with what it takes along."""
        if along:
            entry = sum(self._entry(nr) for nr in (item.nr, *along))
            that = "dat" if len(along) == 1 else "die"
            with_them = f"{which(along)}, {that} dit voorstel vereist"
            return f"heeft samen met {with_them}, minstens {format_uren(entry)} nodig"
        text = f"heeft {format_uren(item.nodig_uren)} nodig"
        if item.entry_uren < item.nodig_uren:
            text += f", minstens {format_uren(self._entry(item.nr))} om te starten (O6)"
        return text

    def _entry(self, nr: int) -> int:
        # With a minimum of 0 it still needs an hour to be in the package at all (U8.1).
        return max(1, self._items[nr].entry_uren)

    def _most(self) -> str:
        return format_uren(max(0, self._plan.problem.maximum_nieuw or 0))

    def _first(self) -> Mapping[int, int]:
        """Return what goes first and is in: what runs, what the AOO wants, what these require."""
        uren = self._plan.uren
        first = {nr for nr in uren if self._items[nr].gaat_voor}
        return {nr: uren[nr] for nr in sorted(self._needs(first))}

    def _needs(self, numbers: set[int]) -> set[int]:
        """Return these numbers, and all that they require."""
        found = set(numbers)
        while more := {b for a, b in self._plan.problem.vereist if a in found} - found:
            found |= more
        return found

    def _apart(self, numbers: Set[int], beside: Set[int]) -> list[int]:
        """Return what of ``beside`` does not go together with one of ``numbers``."""
        found: set[int] = set()
        for one, other in self._plan.problem.sluit_uit:
            found |= {b for a, b in ((one, other), (other, one)) if a in numbers and b in beside}
        return sorted(found)


def _unjudged(item: Item) -> str:
    return "" if item.score is not None else " Nog niet beoordeeld: telt mee met score 0 (F3.1)."


def _unproven(gevolg: Gevolg) -> str:
    return "" if gevolg.bewezen else " Er was te weinig tijd om dit te bewijzen."


def _remedy(item: Item, gevolg: Gevolg) -> str:
    """Say with how many hours more, or less, it fits without any loss."""
    ways = []
    if gevolg.budget_meer:
        ways.append(f"met {format_uren(gevolg.budget_meer)} meer budget")
    elif gevolg.maximum_meer:
        more = format_uren(gevolg.maximum_meer)
        ways.append(f"met een {more} hoger maximum, voor zover het budget dat toelaat,")
    if gevolg.uren_minder:
        what = "het minimum" if item.entry_uren < item.nodig_uren else "het"
        verb = "lager is" if item.entry_uren < item.nodig_uren else "minder vraagt"
        ways.append(f"als {what} {format_uren(gevolg.uren_minder)} {verb}")
    if not ways:
        return ""
    enough = gevolg.uren_minder or not gevolg.bewezen
    text = f"Kan erbij zonder verlies {join(ways, last='of')}".rstrip(",")
    return text + ("." if enough else "; minder uren vragen is niet genoeg.")
