"""Why a proposal is in or out: in one line, and as a reckoning. All of both stand here.

First what plain ranking and ``evenredig`` say of one proposal; then ``explain_plan``, which says
what a best package would lose without a proposal, or with it, in figures worked out anew (what
differs between two packages is in ``verschil``). A line has at most twelve words and no clause;
the sentences of a reckoning name theirs, and have at most ``SENTENCE`` words each.
"""

from collections.abc import Iterator, Mapping, Sequence
from enum import Enum

from regio_xl.allocation.plan import (
    UH_RANG,
    Gevolg,
    Item,
    Pakket,
    Plan,
    Reden,
    Uitleg,
    Verdict,
    rank_key,
    reden_in,
    verdict_of,
)
from regio_xl.allocation.verschil import UREN, Verschil, by_few, moves, which
from regio_xl.domain.tekst import LINE, count, format_getal, format_uren, join, spread
from regio_xl.domain.woorden import Keuze

RELATIE = {rang: relatie for relatie, rang in UH_RANG.items()}
NAMED_SHORT, NAMED = 2, 6  # most numbers that a line and a sentence name; more are counted

OVER_TOTAL = "Geen ruimte: ketentoezicht en reserve gaan samen over het totaal."


def explain_in(item: Item, reden: Reden, uren: int, place: int) -> Uitleg:
    """Return why ``item`` is in with ``uren`` hours, at a place (from 1) of what could be in."""
    if reden is Reden.DOORLOPEND:
        kort, more = "Doorlopend project", ", dat gaat voor op nieuwe projecten"
        text = "Doorlopend project: gaat voor op nieuwe projecten (A26)."
    elif reden is Reden.KEUZE:
        kort, more = "Keuze van het AOO: opnemen", ""
        text = f"Keuze van het AOO: opnemen (F3.4){_typed(item)}"
    else:
        score = "nog zonder score" if item.score is None else f"score {format_getal(item.score)}"
        relatie = f"U&H-relatie {RELATIE[item.uh_rang]}"
        kort, more = f"Plaats {place} in de rangorde", ""
        text = f"Plaats {place} in de rangorde: {relatie}, {score} (O7, F3.1)."
    kort = _line(kort, _part_line(item, uren) or more)
    return Uitleg(reden=reden, kort=kort, toelichting=text + _part(item, uren))


def explain_barred(item: Item) -> Uitleg:
    """Return why ``item`` was never weighed: errors, or the choice of the AOO.

    >>> explain_barred(Item(nr=1, nodig_uren=80, fouten=("F2.2", "U7.3"))).toelichting
    'Telt niet mee zolang er fouten openstaan (F2.2, U7.3); zie blad Controle.'
    """
    if item.objections:
        open_still = f"Telt niet mee zolang er fouten openstaan ({', '.join(item.objections)})"
        return Uitleg(
            reden=Reden.FOUTEN,
            kort="Telt niet mee door fouten; zie blad Controle.",
            toelichting=f"{open_still}; zie blad Controle.",
        )
    text = f"Keuze van het AOO: niet opnemen (F3.4){_typed(item)}"
    return Uitleg(reden=Reden.KEUZE, kort="Keuze van het AOO: niet opnemen.", toelichting=text)


def explain_pair(*, requires: Sequence[int] = (), excludes: Sequence[int] = ()) -> Uitleg:
    """Return why a proposal is out: what it requires is out, or what it excludes is in.

    >>> explain_pair(requires=[7]).toelichting
    'Vereist voorstel 7, en dat zit niet in het pakket (F3.4).'
    >>> explain_pair(excludes=[7, 9]).toelichting
    'Gaat niet samen met de voorstellen 7 en 9, die in het pakket zitten (F3.4).'
    """
    numbers = requires or excludes
    one = len(numbers) == 1
    if requires:
        kort = f"Vereist {_few(numbers)}, en {'dat zit' if one else 'die zitten'} er niet in."
    else:
        kort = f"Gaat niet samen met {_few(numbers)}, {'dat' if one else 'die'} erin "
        kort += "zit." if one else "zitten."
    text = " ".join(_pair(few, out=bool(requires)) for few in by_few(numbers))
    return Uitleg(reden=Reden.SAMENHANG, kort=kort, toelichting=text)


def _pair(numbers: Sequence[int], *, out: bool) -> str:
    one = len(numbers) == 1
    if out:
        verb = "dat zit" if one else "die zitten"
        return f"Vereist {which(numbers)}, en {verb} niet in het pakket (F3.4)."
    there = "dat in het pakket zit" if one else "die in het pakket zitten"
    return f"Gaat niet samen met {which(numbers)}, {there} (F3.4)."


def explain_contradiction(clashes: Sequence[int]) -> Uitleg:
    """Return why a proposal can never be in: what it requires does not go together.

    >>> explain_contradiction([7, 9]).toelichting
    'Vereist de voorstellen 7 en 9, en die gaan niet samen (F3.4).'
    """
    ends = "gaat daar niet mee samen" if len(clashes) == 1 else "die gaan niet samen"
    text = " ".join(f"Vereist {which(few)}, en {ends} (F3.4)." for few in by_few(clashes))
    kort = f"Vereist {_few(clashes)}, en {ends}."
    return Uitleg(reden=Reden.SAMENHANG, kort=kort, toelichting=text)


def explain_along(nr: int) -> Uitleg:
    """Return why a proposal is in that another one takes along."""
    return Uitleg(
        reden=Reden.SAMENHANG,
        kort=f"Gaat mee met voorstel {nr}.",
        toelichting=f"Gaat mee met voorstel {nr}, dat dit voorstel vereist (F3.4).",
    )


def explain_bought(reden: Reden, cost: int, payers: int, *, raised: bool) -> Uitleg:
    """Return why a proposal is in that participants buy, after their budgets were raised or not."""
    who = count(payers, "deelnemer betaalt", "deelnemers betalen samen")
    source = "wat die inbrengt" if payers == 1 else "wat zij inbrengen"
    text = f"Evenredig gekozen: {who} {format_uren(cost)} uit {source} (U4.3)."
    if raised:
        text += " Daarvoor was ieders deel even sterk opgehoogd, omdat er uren over waren."
    kort = f"Gekozen door {count(payers, 'deelnemer', 'deelnemers')}, uit eigen uren."
    return Uitleg(reden=reden, kort=kort, toelichting=text)


class Onbetaald(Enum):
    """Why participants did not buy a proposal with the hours that they bring in."""

    GEEN_BELANG = (
        "Geen deelnemer met uren heeft er belang bij.",
        "Geen deelnemer die uren inbrengt heeft er belang bij (U4.3).",
    )
    GEEN_STEUN = (
        "Wie er belang bij heeft, had samen te weinig uren.",
        "Deelnemers die er belang bij hebben, hadden er samen niet genoeg uren voor over (U4.3).",
    )
    SAMENHANG = (
        "Gekozen, maar ging niet samen met andere keuzes.",
        "Deelnemers kozen dit, maar het ging niet samen met wat zij verder kozen (F3.4).",
    )


def explain_unbought(reden: Reden, why: Onbetaald, ranked: Uitleg) -> Uitleg:
    """Return why a proposal is out that nobody bought, and that plain ranking left out too."""
    kort, text = why.value
    return Uitleg(reden=reden, kort=kort, toelichting=f"{text} {ranked.toelichting}")


def explain_no_room(item: Item, left: int, *, over: int, capped: bool) -> Uitleg:
    """Return why ``item`` did not fit when its turn came and ``left`` hours were left for it.

    Ketentoezicht and reserve exceed the total by ``over``, usually 0; ``capped`` is whether the
    maximum for new projects was what stopped it (A26).

    >>> found = explain_no_room(Item(nr=1, nodig_uren=300), 120, over=0, capped=False)
    >>> found.kort
    'Geen ruimte; past als het 180 uur minder vraagt.'
    >>> found.toelichting
    'Geen ruimte (O4): heeft 300 uur nodig. Er was nog 120 uur over. Past als het 180 uur minder
    vraagt.'
    """
    if over:
        return _over_total(over)
    reden, start, line = Reden.GEEN_RUIMTE, "Geen ruimte (O4)", "Geen ruimte"
    if capped:
        reden, start = Reden.MAXIMUM_NIEUW, "Het maximum voor nieuwe projecten is bereikt (A26)"
        line = "Maximum nieuwe projecten bereikt"
    needs, fits = f"heeft {format_uren(item.nodig_uren)} nodig", "als het"
    short = format_uren(item.entry_uren - left)
    if item.entry_uren < item.nodig_uren:
        needs += f", minstens {format_uren(item.entry_uren)} om te starten (O6)"
        fits += f" minimum {short} lager wordt"
    else:
        fits += f" {short} minder vraagt"
    if not left:
        fits = f"als er elders {short} vrijkomt"
    remains = f"nog {format_uren(left)}" if left else "niets"
    text = f"{start}: {needs}. Er was {remains} over. Past {fits}."
    return Uitleg(reden=reden, kort=_line(line, f"; past {fits}"), toelichting=text)


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
    """Writes the reasons of one best package."""

    def __init__(
        self, plan: Plan, gevolgen: Mapping[int, Gevolg], namen: Mapping[str, str]
    ) -> None:
        self._plan, self._gevolgen, self._namen = plan, gevolgen, namen
        self._items = {item.nr: item for item in plan.problem.items}
        self._first = plan.problem.goes_first(plan.uren)
        self._which, self._line_which = "het beste pakket", "het beste pakket"
        if not plan.proven:
            self._which = "het pakket dat binnen de rekentijd is gevonden"
            self._line_which = "het gevonden pakket"
        # Where others were worked out, time ran out before this one had its turn.
        self._not_asked = "binnen de rekentijd " if gevolgen else ""
        self._not_asked += "niet verder doorgerekend"

    def verdict(self, item: Item) -> Verdict:
        if item.barred:
            return verdict_of(item, explain_barred(item))
        uren = self._plan.uren.get(item.nr, 0)
        if not uren:
            return verdict_of(item, self._outside(item))
        reden = reden_in(item, Reden.BESTE_PAKKET)
        if reden is not Reden.BESTE_PAKKET:
            return verdict_of(item, explain_in(item, reden, uren, place=0), uren)
        return verdict_of(item, self._inside(item, uren), uren)

    def _inside(self, item: Item, uren: int) -> Uitleg:
        gevolg, because = self._gevolgen.get(item.nr), ""
        if gevolg is None:
            text = f"Hoort bij {self._which} (U4.3, F3.2, F3.1)"
            text += f"; {self._not_asked}." if self._gevolgen else "."
        else:
            verschil = Verschil(self._plan, gevolg, self._namen)
            because = f", vanwege {verschil.decides.naam}"
            start = "Hoort bij het beste pakket"
            text = _compare(verschil, start, "Zonder dit voorstel") + _unproven(gevolg)
        return Uitleg(
            reden=Reden.BESTE_PAKKET,
            kort=_line(f"Hoort bij {self._line_which}", _part_line(item, uren) or because),
            toelichting=f"{text}{_part(item, uren)}{_unjudged(item)}",
        )

    def _outside(self, item: Item) -> Uitleg:
        gevolg = self._gevolgen.get(item.nr)
        if gevolg is None:
            return self._not_worked_out(item)
        # What can take the place of what goes first without any loss is no less than that.
        beside = gevolg.uren.keys() >= self._before(item).keys() or gevolg.budget_meer == 0
        if gevolg.mogelijk and beside:
            return self._could_be(item, gevolg)
        return self._no_place(item, gevolg)

    def _not_worked_out(self, item: Item) -> Uitleg:
        """Say of a proposal that is out what needs no package made again."""
        if never := self._never(item):
            return never
        if self._too_large(item):
            return self._no_room(item)
        text = f"Zit niet in {self._which} (O4); {self._not_asked}."
        if self._gevolgen and not item.gaat_voor:
            text += f" Kies ‘{Keuze.OPNEMEN}’ om te zien wat het zou verdringen."
        kort = f"Zit niet in {self._line_which}; niet verder doorgerekend."
        return Uitleg(reden=Reden.VERDRONGEN, kort=kort, toelichting=text)

    def _could_be(self, item: Item, gevolg: Gevolg) -> Uitleg:
        """Say what a proposal that could be in would push out, and what stands in its way."""
        verschil = Verschil(self._plan, gevolg, self._namen)
        pushed, start, kort = verschil.pushed, "Niet opgenomen", "Niet opgenomen"
        if pushed:
            kort = f"Verdrongen door {_few(pushed)}"
            named = which(pushed) if len(pushed) <= NAMED else f"{len(pushed)} voorstellen"
            start = f"Verdrongen door {named}"
        parts = [_compare(verschil, start, "Met dit voorstel erin")]
        reden = Reden.VERDRONGEN
        if gevolg.maximum_meer and gevolg.budget_meer is None:
            reden, kort = Reden.MAXIMUM_NIEUW, "Maximum nieuwe projecten bereikt"
            parts.insert(0, f"Het maximum voor nieuwe projecten ({self._most()}) is bereikt (A26).")
        kort = _line(kort, _fits(item, gevolg) or f", vanwege {verschil.decides.naam}")
        if not pushed and verschil.decides is UREN:
            kort = "Voegt niets toe op de doelen, en kost wel uren."
        if clashes := self._plan.problem.apart({item.nr}, self._plan.uren.keys()):
            pair = explain_pair(excludes=clashes)
            kort = pair.kort
            parts.append(pair.toelichting)
        parts += self._remedy(item, gevolg)
        text = " ".join(parts) + _unproven(gevolg) + _unjudged(item)
        return Uitleg(reden=reden, kort=kort, toelichting=text)

    def _no_place(self, item: Item, gevolg: Gevolg) -> Uitleg:
        """Say why a proposal cannot be in at all, beside what goes first."""
        found = self._never(item) or self._no_room(item)
        kort, parts = found.kort, [found.toelichting]
        if found.reden is not Reden.SAMENHANG:
            kort = _line(kort.removesuffix("."), _fits(item, gevolg))
            parts += self._remedy(item, gevolg)
        text = " ".join(parts) + _unproven(gevolg)
        return Uitleg(reden=found.reden, kort=kort, toelichting=text)

    def _before(self, item: Item) -> Mapping[int, int]:
        """Return what goes before a proposal: before one that runs only others that run (A26)."""
        if not item.doorlopend:
            return self._first
        running = {nr for nr in self._first if self._items[nr].doorlopend}
        needed = self._plan.problem.with_needs(running)
        return {nr: uren for nr, uren in self._first.items() if nr in needed}

    def _never(self, item: Item) -> Uitleg | None:
        """Return what keeps a proposal out however few hours it asks; None when nothing does."""
        problem = self._plan.problem
        together = problem.with_needs({item.nr})
        if barred := [nr for nr in sorted(together) if self._items[nr].barred]:
            return explain_pair(requires=barred)
        if clashes := problem.apart(together, self._before(item).keys()):
            return explain_pair(excludes=clashes)
        if clashes := problem.apart(together, together - {item.nr}):
            return explain_contradiction(clashes)
        return _over_total(-problem.budget) if problem.budget < 0 else None

    def _entry(self, item: Item) -> tuple[int, int, int, int]:
        """Return the fewest hours it needs with what it requires, and those left; both of new."""
        problem, first = self._plan.problem, self._before(item)
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

    def _no_room(self, item: Item) -> Uitleg:
        """Say that too few hours are left beside what goes first."""
        problem = self._plan.problem
        _, left, new, left_new = self._entry(item)
        asks = " ".join(self._asks(item))
        if problem.maximum_nieuw is not None and new > left_new:
            text = f"Het maximum voor nieuwe projecten ({self._most()}) is te klein (A26). {asks}"
            if left_new < max(0, problem.maximum_nieuw):
                remains = f"nog {format_uren(left_new)}" if left_new > 0 else "niets"
                other = "andere " if item.keuze is Keuze.OPNEMEN else ""
                text += f" Na de {other}keuzes van het AOO is daarvan {remains} over."
            kort = "Maximum nieuwe projecten te klein."
            return Uitleg(reden=Reden.MAXIMUM_NIEUW, kort=kort, toelichting=text)
        kort, before = self._goes_before(item)
        text = f"Geen ruimte (O4). {asks} {before} {format_uren(left) if left else 'niets'}"
        text += " over." if self._before(item) else "."
        return Uitleg(reden=Reden.GEEN_RUIMTE, kort=kort, toelichting=text)

    def _goes_before(self, item: Item) -> tuple[str, str]:
        """Return what took the room for a proposal: in one line, and up to the hours it leaves.

        Running projects go first, then the choices of the AOO (A26, F3.4).
        """
        first = [self._items[nr] for nr in self._before(item)]
        running = any(each.doorlopend for each in first)
        chosen = any(each.keuze is Keuze.OPNEMEN and not each.doorlopend for each in first)
        if not first:
            return "Geen ruimte.", "Voor alle projecten samen is er"
        beside = "Geen ruimte naast doorlopende projecten."
        if item.doorlopend:
            return beside, "Andere doorlopende projecten (A26) laten"
        if item.keuze is not Keuze.OPNEMEN:
            who = "Doorlopende projecten (A26)" if running else "Keuzes van het AOO (F3.4)"
            who += " en keuzes van het AOO (F3.4)" if running and chosen else ""
            return "Geen ruimte naast wat voorgaat.", f"{who} gaan voor en laten"
        if not running:
            return "Geen ruimte naast andere keuzes.", "Andere keuzes van het AOO (F3.4) laten"
        others = ", met de andere keuzes," if chosen else ""
        first_in_line = "Doorlopende projecten gaan ook voor een keuze van het AOO (A26)"
        return beside, f"{first_in_line} en laten{others}"

    def _asks(self, item: Item) -> Iterator[str]:
        """Say how many hours a proposal asks, together with what it takes along."""
        along = self._plan.problem.with_needs({item.nr}) - self._before(item).keys() - {item.nr}
        if not along:
            text = f"Dit voorstel heeft {format_uren(item.nodig_uren)} nodig"
            if item.entry_uren < item.nodig_uren:
                text += f", minstens {format_uren(item.least_uren)} om te starten (O6)"
            yield f"{text}."
            return
        entry = format_uren(sum(self._items[nr].least_uren for nr in (item.nr, *along)))
        named = which(along) if len(along) <= NAMED else f"{len(along)} andere voorstellen"
        that = "dat" if len(along) == 1 else "die"
        yield f"Samen met {named}, {that} het vereist, heeft dit voorstel minstens {entry} nodig."
        if len(along) > NAMED:
            yield from (f"Het vereist {which(few)}." for few in by_few(along))

    def _most(self) -> str:
        return format_uren(max(0, self._plan.problem.maximum_nieuw or 0))

    def _remedy(self, item: Item, gevolg: Gevolg) -> Iterator[str]:
        """Say with how many hours more, or less, it fits without any loss, and who makes place."""
        ways: dict[str, list[str]] = {}
        if gevolg.budget_meer:
            way = f"met {format_uren(gevolg.budget_meer)} meer budget"
            ways.setdefault(self._makes_place(gevolg, "budget_meer"), []).append(way)
        elif gevolg.maximum_meer:
            more = format_uren(gevolg.maximum_meer)
            way = f"met een {more} hoger maximum (als het budget dat toelaat)"
            ways.setdefault(self._makes_place(gevolg, "maximum_meer"), []).append(way)
        if gevolg.uren_minder:
            less = format_uren(gevolg.uren_minder)
            part = item.entry_uren < item.nodig_uren
            way = f"als het minimum {less} lager is" if part else f"als het {less} minder vraagt"
            ways.setdefault(self._makes_place(gevolg, "uren_minder"), []).append(way)
        for at, (place, same) in enumerate(ways.items()):
            yield f"Kan {'ook' if at else 'erbij zonder verlies'} {join(same, last='of')}."
            yield place
        if ways and not gevolg.uren_minder and gevolg.bewezen:
            yield "Minder uren vragen is niet genoeg."

    def _makes_place(self, gevolg: Gevolg, field: str) -> str:
        """Say what then happens to the others."""
        if field not in gevolg.erbij:
            return "Wat daarvoor plaatsmaakt, is niet doorgerekend."
        told = moves(self._plan.uren, gevolg.erbij[field], gevolg.nr)
        return spread(told, "Dan", "Verder") or "De andere blijven zoals ze zijn."


def _compare(verschil: Verschil, start: str, when: str) -> str:
    """Say what a package made again would move and change, and what decides."""
    oorzaak, moved = verschil.decides, verschil.moves
    parts = [f"{start}, vanwege {oorzaak.naam} ({oorzaak.regel})."]
    parts += [spread(moved, when, "Verder")] if moved else []
    parts.append(spread(verschil.changes, "Dan" if moved else when, "Verder"))
    return " ".join(parts)


def _line(start: str, more: str = "") -> str:
    """Return a reason in one line, with what there is room for.

    >>> _line("Verdrongen door 10 en 31", "; past als er 39 uur bij komt")
    'Verdrongen door 10 en 31; past als er 39 uur bij komt.'
    """
    return f"{start}{more if len((start + more).split()) <= LINE else ''}."


def _few(numbers: Sequence[int]) -> str:
    """Return numbers of proposals as a line names them: a few, or how many there are."""
    if len(numbers) > NAMED_SHORT:
        return f"{len(numbers)} voorstellen"
    return join(map(str, sorted(numbers)))


def _fits(item: Item, gevolg: Gevolg) -> str:
    """Return in a few words what lets a proposal in without loss; "" when nothing does."""
    if gevolg.budget_meer:
        return f"; past als er {format_uren(gevolg.budget_meer)} bij komt"
    if gevolg.maximum_meer:
        return f"; past bij {format_uren(gevolg.maximum_meer)} hoger maximum"
    if gevolg.uren_minder and item.entry_uren < item.nodig_uren:
        return f"; past bij {format_uren(gevolg.uren_minder)} lager minimum"
    if gevolg.uren_minder:
        return f"; past als het {format_uren(gevolg.uren_minder)} minder vraagt"
    return ""


def _typed(item: Item) -> str:
    reden = item.reden_keuze.strip().rstrip(".")
    return f". Reden: {reden}." if reden and item.keuze is not Keuze.AUTOMATISCH else "."


def _part(item: Item, uren: int) -> str:
    """Say that a proposal gets less than it needs; "" when it does not."""
    if uren >= item.nodig_uren:
        return ""
    given = f"{format_uren(uren)} van de benodigde {format_uren(item.nodig_uren)}"
    return f" Krijgt {given}; dat is genoeg om te starten (O6)."


def _part_line(item: Item, uren: int) -> str:
    if uren >= item.nodig_uren:
        return ""
    return f", met {format_getal(uren)} van de {format_uren(item.nodig_uren)}"


def _over_total(over: int) -> Uitleg:
    text = f"ketentoezicht en reserve samen gaan al {format_uren(over)} over het totaal heen."
    text = f"Geen ruimte (O4): {text}"
    return Uitleg(reden=Reden.GEEN_RUIMTE, kort=OVER_TOTAL, toelichting=text)


def _unjudged(item: Item) -> str:
    return "" if item.score is not None else " Nog niet beoordeeld: telt mee met score 0 (F3.1)."


def _unproven(gevolg: Gevolg) -> str:
    return "" if gevolg.bewezen else " Er was te weinig tijd om dit te bewijzen."
