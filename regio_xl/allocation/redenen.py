"""Why a proposal is in or out, as a Dutch sentence with its clause: all of them stand here.

First what plain ranking and ``evenredig`` say of one proposal; then ``explain_plan``, which says
what a best package would lose without a proposal, or with it, in figures worked out anew; last
what differs between a package and one made again.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from regio_xl.allocation.plan import Gevolg, Pakket, Plan, Reden, Verdict, reden_in, verdict_of
from regio_xl.allocation.problem import UH_RANG, Item, rank_key
from regio_xl.domain.tekst import ALL, count, format_getal, format_uren, join
from regio_xl.domain.woorden import Doel, Keuze, Scenario

RELATIE = {rang: relatie for relatie, rang in UH_RANG.items()}
CENT = Decimal("0.01")
EVEN = "de laagste verhouding, de minste uren of het laagste nummer gaf de doorslag"


def explain_in(item: Item, reden: Reden, uren: int, place: int) -> str:
    """Return why ``item`` is in with ``uren`` hours, at a place (from 1) of what could be in."""
    if reden is Reden.DOORLOPEND:
        text = "Doorlopend project: gaat voor op nieuwe projecten (A26)."
    elif reden is Reden.KEUZE:
        text = f"Keuze van het AOO: opnemen (F3.4){_typed(item)}"
    else:
        score = "nog zonder score" if item.score is None else f"score {format_getal(item.score)}"
        relatie = f"U&H-relatie {RELATIE[item.uh_rang]}"
        text = f"Plaats {place} in de rangorde: {relatie}, {score} (O7, F3.1)."
    return text + _part(item, uren)


def explain_barred(item: Item) -> tuple[Reden, str]:
    """Return why ``item`` was never weighed: errors, or the choice of the AOO.

    >>> explain_barred(Item(nr=1, nodig_uren=80, fouten=("F2.2", "U7.3")))[1]
    'Telt niet mee zolang er fouten openstaan (F2.2, U7.3); zie blad Controle.'
    """
    if item.objections:
        open_still = f"Telt niet mee zolang er fouten openstaan ({', '.join(item.objections)})"
        return Reden.FOUTEN, f"{open_still}; zie blad Controle."
    return Reden.KEUZE, f"Keuze van het AOO: niet opnemen (F3.4){_typed(item)}"


def explain_pair(
    *, requires: Sequence[int] = (), excludes: Sequence[int] = ()
) -> tuple[Reden, str]:
    """Return why a proposal is out: what it requires is out, or what it excludes is in.

    >>> explain_pair(requires=[7])[1]
    'Vereist voorstel 7, en dat zit niet in het pakket (F3.4).'
    >>> explain_pair(excludes=[7, 9])[1]
    'Gaat niet samen met de voorstellen 7 en 9, die in het pakket zitten (F3.4).'
    """
    one = len(requires or excludes) == 1
    if requires:
        verb = "dat zit" if one else "die zitten"
        text = f"Vereist {which(requires)}, en {verb} niet in het pakket (F3.4)."
    else:
        there = "dat in het pakket zit" if one else "die in het pakket zitten"
        text = f"Gaat niet samen met {which(excludes)}, {there} (F3.4)."
    return Reden.SAMENHANG, text


def explain_along(nr: int) -> str:
    """Return why a proposal is in that another one takes along."""
    return f"Gaat mee met voorstel {nr}, dat dit voorstel vereist (F3.4)."


def explain_bought(cost: int, payers: int, *, raised: bool) -> str:
    """Return why a proposal is in that participants buy, after their budgets were raised or not."""
    who = count(payers, "deelnemer betaalt", "deelnemers betalen samen")
    source = "wat die inbrengt" if payers == 1 else "wat zij inbrengen"
    text = f"Evenredig gekozen: {who} {format_uren(cost)} uit {source} (U4.3)"
    if raised:
        text += ", nadat ieders deel even sterk was opgehoogd omdat er uren over waren"
    return f"{text}."


class Onbetaald(StrEnum):
    """Why participants did not buy a proposal with the hours that they bring in."""

    GEEN_BELANG = "Geen deelnemer die uren inbrengt heeft er belang bij (U4.3)."
    GEEN_STEUN = (
        "Deelnemers die er belang bij hebben, hadden er samen niet genoeg uren voor over (U4.3)."
    )
    SAMENHANG = "Deelnemers kozen dit, maar het ging niet samen met wat zij verder kozen (F3.4)."


def explain_no_room(item: Item, left: int, *, over: int, capped: bool) -> tuple[Reden, str]:
    """Return why ``item`` did not fit when its turn came and ``left`` hours were left for it.

    Ketentoezicht and reserve exceed the total by ``over``, usually 0; ``capped`` is whether the
    maximum for new projects was what stopped it (A26).

    >>> print(explain_no_room(Item(nr=1, nodig_uren=300), 120, over=0, capped=False)[1])
    Geen ruimte (O4): heeft 300 uur nodig en er was nog 120 uur over. Past als het
    180 uur minder vraagt.
    """
    if over:
        return _over_total(over)
    reden, start = Reden.GEEN_RUIMTE, "Geen ruimte (O4)"
    if capped:
        reden, start = Reden.MAXIMUM_NIEUW, "Het maximum voor nieuwe projecten is bereikt (A26)"
    needs, fits = f"heeft {format_uren(item.nodig_uren)} nodig", "Past als het"
    short = format_uren(item.entry_uren - left)
    if item.entry_uren < item.nodig_uren:
        needs += f", en minstens {format_uren(item.entry_uren)} om te starten (O6),"
        fits += f" minimum {short} lager wordt."
    else:
        fits += f" {short} minder vraagt."
    if not left:
        fits = f"Past als er elders {short} vrijkomt."
    remains = f"nog {format_uren(left)}" if left else "niets"
    return reden, f"{start}: {needs} en er was {remains} over. {fits}"


def explain_plan(
    plan: Plan, gevolgen: Mapping[int, Gevolg], namen: Mapping[str, str] | None = None
) -> Pakket:
    """Give every proposal its verdict on a best package, in the order of plain ranking.

    Of proposals without a ``gevolg`` only the rule is given. ``namen`` has the name by code of
    the participant; a code stands for itself without.
    """
    writer = _Writer(plan, gevolgen, namen or {})
    verdicts = map(writer.verdict, sorted(plan.problem.items, key=rank_key))
    return Pakket(scenario=plan.scenario.value, verdicts=tuple(verdicts))


class _Writer:
    """Writes the sentences about one best package."""

    def __init__(
        self, plan: Plan, gevolgen: Mapping[int, Gevolg], namen: Mapping[str, str]
    ) -> None:
        self._plan, self._gevolgen, self._namen = plan, gevolgen, namen
        self._items = {item.nr: item for item in plan.problem.items}
        self._first = plan.problem.goes_first(plan.uren)
        self._which = "het pakket dat binnen de rekentijd is gevonden"
        if plan.proven:
            self._which = "het beste pakket"
        # Where others were worked out, time ran out before this one had its turn.
        self._not_asked = "binnen de rekentijd " if gevolgen else ""
        self._not_asked += "niet verder doorgerekend"

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
            start = f"Hoort bij {self._which} (U4.3, F3.2, F3.1)"
            start += f"; {self._not_asked}." if self._gevolgen else "."
        else:
            start = self._compare(gevolg, "Hoort bij het beste pakket", "Zonder dit voorstel")
            start += _unproven(gevolg)
        return f"{start}{_part(item, uren)}{_unjudged(item)}"

    def _outside(self, item: Item) -> tuple[Reden, str]:
        gevolg = self._gevolgen.get(item.nr)
        if gevolg is None:
            if never := self._never(item):
                return never
            if self._too_large(item):
                return self._no_room(item)
            text = f"Zit niet in {self._which} (O4); {self._not_asked}."
            if self._gevolgen and not item.gaat_voor:
                text += f" Kies ‘{Keuze.OPNEMEN}’ om te zien wat het zou verdringen."
            return Reden.VERDRONGEN, text
        if gevolg.mogelijk and gevolg.uren.keys() >= self._first.keys():
            return self._could_be(item, gevolg)
        return self._no_place(item, gevolg)

    def _compare(self, gevolg: Gevolg, start: str, when: str) -> str:
        """Say what a package made again would move and change, with the clause that decides."""
        verschil = Verschil(self._plan, gevolg, self._namen)
        change, clause = verschil.change()
        moves = verschil.moves()
        then = f"{when} {moves}; dan" if moves else when
        if change:
            return f"{start} ({clause}). {then} {change}."
        told = (doel.value for doel in self._plan.problem.volgorde if doel is not Doel.VERHOUDING)
        return f"{start}. {then} is het pakket even goed op {join(told)}; {EVEN}."

    def _could_be(self, item: Item, gevolg: Gevolg) -> tuple[Reden, str]:
        """Say what a proposal that could be in would push out, and what stands in its way."""
        verschil = Verschil(self._plan, gevolg, self._namen)
        pushed = verschil.gone or verschil.fewer
        start = f"Verdrongen door {which(pushed)}" if pushed else "Niet opgenomen"
        clashes = self._plan.problem.apart({item.nr}, self._plan.uren.keys())
        parts = [
            self._compare(gevolg, start, "Met dit voorstel erin"),
            explain_pair(excludes=clashes)[1] if clashes else "",
            _remedy(item, gevolg),
        ]
        reden = Reden.VERDRONGEN
        if gevolg.maximum_meer and gevolg.budget_meer is None:
            reden = Reden.MAXIMUM_NIEUW
            parts.insert(0, f"Het maximum voor nieuwe projecten ({self._most()}) is bereikt (A26).")
        return reden, " ".join(filter(None, parts)) + _unproven(gevolg) + _unjudged(item)

    def _no_place(self, item: Item, gevolg: Gevolg) -> tuple[Reden, str]:
        """Say why a proposal cannot be in at all, beside what goes first."""
        reden, text = self._never(item) or self._no_room(item)
        remedy = "" if reden is Reden.SAMENHANG else _remedy(item, gevolg)
        return reden, " ".join(filter(None, (text, remedy))) + _unproven(gevolg)

    def _never(self, item: Item) -> tuple[Reden, str] | None:
        """Return what keeps a proposal out however few hours it asks; None when nothing does."""
        problem = self._plan.problem
        together = problem.with_needs({item.nr})
        if barred := [nr for nr in sorted(together) if self._items[nr].barred]:
            return explain_pair(requires=barred)
        if clashes := problem.apart(together, self._first.keys()):
            return explain_pair(excludes=clashes)
        if clashes := problem.apart(together, together - {item.nr}):
            ends = "gaat daar niet mee samen" if len(clashes) == 1 else "die gaan niet samen"
            return Reden.SAMENHANG, f"Vereist {which(clashes)}, en {ends} (F3.4)."
        return _over_total(-problem.budget) if problem.budget < 0 else None

    def _entry(self, item: Item) -> tuple[int, int, int, int]:
        """Return the fewest hours it needs with what it requires, and those left; both of new."""
        problem, first = self._plan.problem, self._first
        along = [self._items[nr] for nr in problem.with_needs({item.nr}) - first.keys()]
        new = sum(each.least_uren for each in along if not each.doorlopend)
        taken = sum(uren for nr, uren in first.items() if not self._items[nr].doorlopend)
        most = problem.room if problem.maximum_nieuw is None else max(0, problem.maximum_nieuw)
        left = problem.room - sum(first.values())
        return sum(each.least_uren for each in along), left, new, most - taken

    def _too_large(self, item: Item) -> bool:
        """Tell whether it asks more hours than what goes first leaves."""
        entry, left, new, left_new = self._entry(item)
        return entry > left or new > left_new

    def _no_room(self, item: Item) -> tuple[Reden, str]:
        """Say that too few hours are left beside what goes first."""
        problem, first = self._plan.problem, self._first
        _, left, new, left_new = self._entry(item)
        asks = self._asks(item, sorted(problem.with_needs({item.nr}) - first.keys() - {item.nr}))
        if problem.maximum_nieuw is not None and new > left_new:
            text = f"Het maximum voor nieuwe projecten ({self._most()}) is te klein (A26): "
            remains = f"nog {format_uren(left_new)}" if left_new > 0 else "niets"
            rest = f", en daarvan is na de keuzes van het AOO {remains} over"
            taken = left_new < max(0, problem.maximum_nieuw)
            return Reden.MAXIMUM_NIEUW, f"{text}{asks}{rest if taken else ''}."
        remains = format_uren(left) if left else "niets"
        rest = f"doorlopende projecten en keuzes van het AOO gaan voor en laten {remains} over"
        if not first:
            rest = f"voor alle projecten samen is er {remains}"
        return Reden.GEEN_RUIMTE, f"Geen ruimte (O4): {asks}, en {rest}."

    def _asks(self, item: Item, along: list[int]) -> str:
        """Say how many hours a proposal asks, together with what it takes along."""
        if along:
            entry = sum(self._items[nr].least_uren for nr in (item.nr, *along))
            that = "dat" if len(along) == 1 else "die"
            with_them = f"{which(along)}, {that} dit voorstel vereist"
            return f"heeft samen met {with_them}, minstens {format_uren(entry)} nodig"
        text = f"heeft {format_uren(item.nodig_uren)} nodig"
        if item.entry_uren < item.nodig_uren:
            text += f", minstens {format_uren(item.least_uren)} om te starten (O6)"
        return text

    def _most(self) -> str:
        return format_uren(max(0, self._plan.problem.maximum_nieuw or 0))


class Verschil:
    """What one what-if would change; names are by code of the participant."""

    def __init__(self, plan: Plan, gevolg: Gevolg, namen: Mapping[str, str]) -> None:
        self._plan, self._gevolg, self._namen = plan, gevolg, namen
        now, then = plan.uren, gevolg.uren
        # Numbers that would go out, besides the proposal itself, or be in with fewer hours.
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
        told = (
            f"{one if len(numbers) == 1 else many} {which(numbers)} {what}"
            for numbers, one, many, what in parts
            if numbers
        )
        return join(told, most=ALL)

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
        running = [item.nr for item in self._plan.problem.items if item.doorlopend]
        now, then = (
            sum(uren.get(nr, 0) for nr in running) for uren in (self._plan.uren, self._gevolg.uren)
        )
        if now != then:
            way = "minder" if then < now else "meer"
            yield f"is er {format_uren(abs(now - then))} {way} voor doorlopende projecten", "A26"

    def _wanted(self) -> Iterator[tuple[str, str]]:
        wanted = {item.nr for item in self._plan.problem.items if item.keuze is Keuze.OPNEMEN}
        now, then = (len(wanted & uren.keys()) for uren in (self._plan.uren, self._gevolg.uren))
        if now != then:
            way = "minder" if then < now else "meer"
            verb = "wordt" if abs(now - then) == 1 else "worden"
            choices = count(abs(now - then), "keuze", "keuzes")
            yield f"{verb} {choices} van het AOO {way} gevolgd", "F3.4"

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


def _level(name: str, nu: Fraction, dan: Fraction, clause: str) -> Iterator[tuple[str, str]]:
    if dan == nu:
        return
    way, change = "lager" if dan < nu else "hoger", points(abs(dan - nu))
    if change == "0":  # less than half a hundredth
        yield f"is de {name} een fractie {way}", clause
    else:
        yield f"is de {name} {change} {way} (van {points(nu)} naar {points(dan)})", clause


def _typed(item: Item) -> str:
    reden = item.reden_keuze.strip().rstrip(".")
    return f". Reden: {reden}." if reden and item.keuze is not Keuze.AUTOMATISCH else "."


def _part(item: Item, uren: int) -> str:
    """Say that a proposal gets less than it needs; "" when it does not."""
    if uren >= item.nodig_uren:
        return ""
    given = f"{format_uren(uren)} van de benodigde {format_uren(item.nodig_uren)}"
    return f" Krijgt {given}; dat is genoeg om te starten (O6)."


def _over_total(over: int) -> tuple[Reden, str]:
    text = f"ketentoezicht en reserve samen gaan al {format_uren(over)} over het totaal heen."
    return Reden.GEEN_RUIMTE, f"Geen ruimte (O4): {text}"


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
