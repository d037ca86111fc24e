"""The timeline: what the facts say of each step, and whether it is late (T1 to T5, U9.1).

Nothing here follows from the phase on sheet Kader: that is set beside the facts, and where the two
differ a finding says which fact. Each step that writes fills Stand and Feiten on the timeline.
"""

from collections.abc import Iterator, Mapping
from datetime import date

from regio_xl.domain import Bevinding, CellValue, Ernst, Fase, Row, TableContent
from regio_xl.domain.levensloop import Staat
from regio_xl.domain.model import Model
from regio_xl.domain.table import SOURCE
from regio_xl.domain.tekst import count, day, format_uren, join
from regio_xl.domain.woorden import ODU, Advies, TijdlijnStand
from regio_xl.rules import open_programmas
from regio_xl.sheets.kader import KADER, PROCES, TIJDLIJN_CODES
from regio_xl.sheets.procesevaluatie import TABLE as QUESTIONS
from regio_xl.sheets.stemming import AOO
from regio_xl.sheets.tables import read_input, read_rows
from regio_xl.steps import procesevaluatie
from regio_xl.steps.berekening import Berekening
from regio_xl.steps.vastgesteld import uitslag_of

TABLE = "tblTijdlijn"
PAST = (TijdlijnStand.GEREED, TijdlijnStand.INGEHAALD)

T1, T2, T3, T4, T5 = CHAIN = tuple(fase.clause for fase in Fase)
"""The steps that follow each other; the process evaluation stands beside them."""

REMEDIES = {
    T1: "Vul blad Voorstellen aan, of typ bij ‘Gereed op’ wanneer de inventarisatie klaar was.",
    T2: "Doe ‘bijwerken’: dan worden de uren verdeeld en staat het eerste voorstel er.",
    T3: "Leg het pakket voor en zet op blad AOO de datum van het overleg en de adviezen.",
    T4: "Vul op blad Stemming de stemmen, het nummer en de datum in en doe ‘stemming’.",
    T5: "Koppel terug over het oude jaar en typ bij ‘Gereed op’ wanneer dat was.",
    PROCES: "Vul de antwoorden in op blad Procesevaluatie, of typ bij ‘Gereed op’ wanneer dat was.",
}
NOT_DISCUSSED = (
    "Besprak het AOO dit pakket al, zet dan op blad AOO de datum en de adviezen. Zo niet, doe "
    "‘voorleggen’ in de fase ‘bespreking’."
)
OTHER_DAY = "Is een latere dag afgesproken, typ die dan bij ‘Tot en met’."


class Feit(Model):
    """What the workbook knows of one step."""

    zin: str  # in Dutch, with the day where one is known
    er: bool = True  # whether there is what the step is for; without it no typed day makes it done
    klaar: bool = False  # whether it is done by this alone, without a day that people typed
    verder: bool = False  # whether people went on to the next step all the same


class Tijdstap(Model):
    """One row of the timeline beside the facts."""

    row: Row
    code: str
    feit: Feit
    stand: TijdlijnStand

    @property
    def naam(self) -> str:
        """Code and activity, as people know it."""
        return f"{self.code} {self.row.text('activiteit')}".strip()


def timeline_of(berekening: Berekening) -> tuple[Tijdstap, ...]:
    """Return the rows of the timeline with what the facts say, in the order of the sheet.

    Nothing where input is missing as a whole: what is not known is neither done nor late.
    """
    table = berekening.jaar.tables.get(TABLE)
    if table is None or not _known(berekening):
        return ()
    rows = read_rows(table)
    days = {row.text("code").strip(): row for row in reversed(rows)}
    facts = _facts(berekening, days)
    today = berekening.jaar.read_at.date()
    done = {code for code in CHAIN if _done(facts[code], days.get(code), today)}
    steps = []
    for row in rows:
        code = row.text("code").strip()
        feit = facts.get(code) or _by_hand(row)
        later = CHAIN[CHAIN.index(code) + 1 :] if code in CHAIN else ()
        passed = feit.verder or not done.isdisjoint(later)
        stand = _stand(row, today, done=_done(feit, row, today), passed=passed)
        steps.append(Tijdstap(row=row, code=code, feit=feit, stand=stand))
    return tuple(steps)


def _known(berekening: Berekening) -> bool:
    """Tell whether all input is there from which the facts follow."""
    dossier = berekening.dossier
    return dossier.kader is not None and not dossier.ontbreekt and berekening.toonbaar


def _done(feit: Feit, row: Row | None, today: date) -> bool:
    typed = row.day("gereed") if row else None
    return feit.er and (feit.klaar or (typed is not None and typed <= today))


def _stand(row: Row, today: date, *, done: bool, passed: bool) -> TijdlijnStand:
    first, last = row.day("van"), row.day("tot")
    if done:
        return TijdlijnStand.GEREED
    if passed:
        return TijdlijnStand.INGEHAALD
    if last and today > last:
        return TijdlijnStand.TE_LAAT
    return TijdlijnStand.NOG_NIET if first and today < first else TijdlijnStand.LOOPT


def _facts(berekening: Berekening, days: Mapping[str, Row]) -> dict[str, Feit]:
    """Return what the workbook knows of each step of the year."""
    today = berekening.jaar.read_at.date()
    first = days[T2].day("van") if T2 in days else None
    proposal = _proposal(berekening, begun=first is None or today >= first)
    last = days[T1].day("tot") if T1 in days else None
    ended = last is None or today > last or proposal.klaar
    return {
        T1: _inventory(berekening, ended=ended),
        T2: proposal,
        T3: _discussion(berekening, today),
        T4: _decision(berekening),
        T5: _start(berekening, days.get(T5), today),
        **({PROCES: _process(berekening)} if QUESTIONS in berekening.jaar.tables else {}),
    }


def _moved_on(berekening: Berekening) -> bool:
    return berekening.staat.ligt_voor or berekening.staat.ligt_vast


def _inventory(berekening: Berekening, *, ended: bool) -> Feit:
    """Return how far the proposals are, and the programmes (T1, F1.1).

    Complete proposals are an end to it only once its last day is over: more may come.
    """
    dossier = berekening.dossier
    wrong = {item.nr for item in dossier.bevindingen if item.ernst is Ernst.FOUT}
    total = len(dossier.voorstellen)
    complete = sum(item.nr not in wrong for item in dossier.voorstellen)
    everyone = len(dossier.deelnemers)
    adopted = everyone - len(open_programmas(dossier.deelnemers))
    programmes = f"{adopted} van de {everyone} programma's zijn vastgesteld."
    if not total:
        return Feit(zin=f"Er zijn nog geen voorstellen; {programmes}", er=False)
    last = max(
        (item.ingediend_op for item in dossier.voorstellen if item.ingediend_op), default=None
    )
    came = f" Het laatste is ingediend op {day(last)}." if last else ""
    return Feit(
        zin=f"{complete} van de {count(total, 'voorstel', 'voorstellen')} zijn compleet"
        f"{_senders(berekening)}; {programmes}{came}",
        klaar=complete == total and ended,
        verder=_moved_on(berekening),
    )


def _senders(berekening: Berekening) -> str:
    """Say who answered the call, inside and outside (F2.1)."""
    dossier = berekening.dossier
    known = {item.code for item in dossier.deelnemers}
    said = {item.indiener for item in dossier.voorstellen}
    outside = len(said & known)
    who = [f"de {ODU}"] if ODU in said else []
    who += [count(outside, "deelnemer", "deelnemers")] if outside else []
    return f", ingediend door {join(who)}" if who else ""


def _proposal(berekening: Berekening, *, begun: bool) -> Feit:
    """Return whether a package stands; one from before the step begins is a trial (T2)."""
    if berekening.staat is Staat.GEEN:
        return Feit(zin="Er staat nog geen pakket op blad Selectie.", er=False)
    moment = berekening.vastlegging.gemaakt.partition(",")[0]
    when = f"; verdeeld op {moment}" if moment else ""
    return Feit(
        zin=f"Er staat een pakket van {_size(berekening.pakket.uren)}{when}.",
        klaar=begun or _moved_on(berekening),
    )


def _size(uren: Mapping[int, int]) -> str:
    return f"{count(len(uren), 'project', 'projecten')}, samen {format_uren(sum(uren.values()))}"


def _discussion(berekening: Berekening, today: date) -> Feit:
    """Return what the AOO said of this package; done once it met, or all spoke (T3, U2.4)."""
    dossier, staat = berekening.dossier, berekening.staat
    given, everyone = dossier.besluitvorming.adviezen, len(dossier.deelnemers)
    verder = staat is Staat.TER_STEMMING or staat.ligt_vast
    if staat is Staat.GEEN:
        return Feit(zin="Er is nog geen pakket om te bespreken.", er=False)
    if not given:
        zin = "Het pakket is nog niet voorgelegd aan het AOO."
        if staat is Staat.TER_ADVIES:
            zin = "Het pakket ligt bij het AOO; er is nog geen advies ingevuld."
        elif verder:
            zin = "Over dit pakket is geen advies van het AOO ingevuld."
        return Feit(zin=zin, er=False, verder=verder)
    met = read_input(berekening.jaar, AOO, "aoo_datum").day
    against = sum(item.advies is Advies.BEZWAAR for item in given)
    when = f"overleg op {day(met)}" if met else "de datum van het overleg ontbreekt"
    return Feit(
        zin=f"{len(given)} van de {everyone} deelnemers gaven advies, {against} met bezwaar; "
        f"{when}.",
        klaar=(met is not None and met <= today) or len(given) >= everyone,
        verder=verder,
    )


def _decision(berekening: Berekening) -> Feit:
    """Return the decision, with number and day; only a frozen package is one (T4, F3.5)."""
    made = berekening.dossier.besluitvorming
    if made.besluit is None:
        votes = uitslag_of(berekening.dossier).telling
        so_far = f": {votes}" if berekening.staat is Staat.TER_STEMMING else ""
        return Feit(zin=f"Er is nog geen besluit van het AB vastgelegd{so_far}.", er=False)
    number = f" {made.nummer}" if made.nummer else ""
    when = f" van {day(made.datum)}" if made.datum else ""
    return Feit(zin=f"Besluit{number}{when}: {_size(made.besluit.pakket)}.", klaar=True)


def _start(berekening: Berekening, row: Row | None, today: date) -> Feit:
    """Return whether the decided year began, and the old one was looked back on (T5)."""
    year = _year(berekening)
    first = row.day("van") if row else None
    first = first or date(year, 1, 1)
    if berekening.dossier.besluitvorming.besluit is None:
        return Feit(zin="De projecten wachten op het besluit van het AB.", er=False)
    if today < first:
        return Feit(zin=f"De projecten beginnen op {day(first)}.", er=False)
    # The feedback on the old year is made in the workbook of that year; here people say when
    told = "zie ‘Gereed op’" if row and row.day("gereed") else "nog niet gemeld"
    return Feit(
        zin=f"De projecten zijn begonnen op {day(first)}; terugblik op {year - 1}: {told}.",
        verder=bool(berekening.bewaking.voortgang),  # the new year reports already
    )


def _process(berekening: Berekening) -> Feit:
    """Return how far the evaluation of the process is; done once every question has an answer."""
    answered, asked = procesevaluatie.answered(berekening.jaar)
    return Feit(
        zin=f"{answered} van de {asked} vragen op blad Procesevaluatie zijn beantwoord.",
        klaar=answered >= asked,
    )


def _by_hand(row: Row) -> Feit:
    """Return what people say of a step that the workbook knows no other fact of."""
    typed = row.day("gereed")
    return Feit(zin=f"Gereed gemeld op {day(typed)}." if typed else "Nog niet gereed gemeld.")


def _year(berekening: Berekening) -> int:
    kader = berekening.dossier.kader
    return kader.jaar if kader else berekening.jaar.read_at.year


def find_on_timeline(berekening: Berekening) -> Iterator[Bevinding]:
    """Find days that the facts contradict, a phase that they do, and the one step that is late.

    A closed year is late with nothing. Steps that wait for a late one are no finding of their own,
    nor is a step of which the phase already says the same.
    """
    if not _known(berekening) or berekening.staat is Staat.AFGESLOTEN:
        return
    steps = timeline_of(berekening)
    contradicted = [item for step in steps for item in _contradicted(berekening, step)]
    yield from contradicted
    late = [step for step in steps if step.stand is TijdlijnStand.TE_LAAT]
    late = [step for step in late if step.code in TIJDLIJN_CODES]
    late.sort(key=lambda step: TIJDLIJN_CODES.index(step.code))
    ahead = list(_ahead(berekening, is_late=any(step.code in CHAIN for step in late)))
    behind = list(_behind(berekening, steps))
    yield from (*ahead, *behind)
    told = {item.regel for item in behind if item.ernst is Ernst.WAARSCHUWING}
    rows = {item.rij for item in contradicted}
    if late and not ahead and late[0].code not in told and late[0].row.number not in rows:
        yield _too_late(late[0])


def _contradicted(berekening: Berekening, step: Tijdstap) -> Iterator[Bevinding]:
    """Find a typed day that cannot be, or of which the workbook knows better."""
    typed = step.row.day("gereed")
    if typed is None:
        return
    made, why = berekening.dossier.besluitvorming, ""
    if typed > berekening.jaar.read_at.date():
        why = "die dag moet nog komen."
    elif not step.feit.er:
        why = f"de feiten zeggen iets anders. {step.feit.zin}"
    elif step.code == T4 and made.datum and typed != made.datum:
        why = f"op blad Stemming staat {day(made.datum)}."
    if why:
        yield step.row.bevinding(
            "gereed",
            f"{step.naam} is volgens deze cel gereed op {day(typed)}; {why}",
            "Verbeter de datum, of maak de cel leeg tot deze stap gereed is.",
            regel=step.code if step.code in TIJDLIJN_CODES else T1,
            ernst=Ernst.WAARSCHUWING,
        )


def _too_late(step: Tijdstap) -> Bevinding:
    last = step.row.day("tot")
    until = f" uiterlijk {day(last)}" if last else ""
    return step.row.bevinding(
        "tot",
        f"{step.naam} had{until} gereed moeten zijn. {step.feit.zin}",
        f"{REMEDIES[step.code]} {OTHER_DAY}",
        regel=step.code,
        ernst=Ernst.WAARSCHUWING,
    )


def _ahead(berekening: Berekening, *, is_late: bool) -> Iterator[Bevinding]:
    """Find a phase on Kader for which a fact is lacking; mild while nothing is late."""
    fase, staat = berekening.fase or Fase.INVENTARISATIE, berekening.staat
    ernst = Ernst.WAARSCHUWING if is_late else Ernst.MELDING
    if fase is Fase.UITVOERING:
        if not staat.ligt_vast:
            ernst, feit = Ernst.WAARSCHUWING, _decision(berekening)
            yield _of_phase(berekening, fase.clause, feit.zin, REMEDIES[T4], Fase.BESLUIT, ernst)
    elif fase.reached(Fase.BESPREKING) and staat is Staat.GEEN:
        feit, herstel, back = _proposal(berekening, begun=True), REMEDIES[T2], Fase.VOORSTEL
        if not berekening.dossier.voorstellen:
            feit, back = _inventory(berekening, ended=True), Fase.INVENTARISATIE
            herstel = "Vul de voorstellen in op blad Voorstellen."
        yield _of_phase(berekening, fase.clause, feit.zin, herstel, back, ernst)
    elif fase is Fase.BESLUIT:
        feit = _discussion(berekening, berekening.jaar.read_at.date())
        if not feit.er and not feit.verder:
            yield _of_phase(berekening, fase.clause, feit.zin, NOT_DISCUSSED, None, ernst)


def _behind(berekening: Berekening, steps: tuple[Tijdstap, ...]) -> Iterator[Bevinding]:
    """Find a phase on Kader that the facts have left behind; mild before the year begins."""
    fase, staat = berekening.fase or Fase.INVENTARISATIE, berekening.staat
    row = next((step.row for step in steps if step.code == T5), None)
    today = berekening.jaar.read_at.date()
    start = _start(berekening, row, today)
    if start.er and fase is not Fase.UITVOERING:
        now, feit, ernst = Fase.UITVOERING, f"{_decision(berekening).zin} {start.zin}", None
    elif (staat.ligt_vast or staat is Staat.TER_STEMMING) and not fase.reached(Fase.BESLUIT):
        now, feit, ernst = Fase.BESLUIT, _decision(berekening).zin, Ernst.MELDING
    elif staat is Staat.TER_ADVIES and not fase.reached(Fase.BESPREKING):
        now, feit, ernst = Fase.BESPREKING, _discussion(berekening, today).zin, Ernst.MELDING
    else:
        return
    ernst = ernst or Ernst.WAARSCHUWING
    yield _of_phase(berekening, now.clause, feit, "", now, ernst)


def _of_phase(
    berekening: Berekening, regel: str, feit: str, herstel: str, fase: Fase | None, ernst: Ernst
) -> Bevinding:
    """Say which fact does not fit the phase, and which phase does."""
    other = f"Of zet de fase terug op ‘{fase}’." if herstel else f"Zet de fase op ‘{fase}’."
    other = other if fase else ""
    return read_input(berekening.jaar, KADER, "fase").bevinding(
        f"De fase is ‘{berekening.fase}’, maar de feiten zeggen iets anders. {feit}",
        f"{herstel} {other}".strip(),
        ernst=ernst,
        regel=regel,
    )


def content(berekening: Berekening) -> tuple[TableContent, ...]:
    """Return Stand and Feiten for the timeline; what people typed stays in its row."""
    table, steps = berekening.jaar.tables.get(TABLE), timeline_of(berekening)
    if table is None or not steps or not {"stand", "feiten"} & table.present:
        return ()
    by_row = {step.row.number: step for step in steps}
    rows = []
    for row in table.rows:
        step = by_row.get(row.number)
        made: dict[str, CellValue] = {
            SOURCE: float(row.number),
            "code": row.values.get("code"),
            "stand": step.stand.value if step else None,
            "feiten": step.feit.zin if step else None,
        }
        rows.append(made)
    return (TableContent(name=TABLE, rows=tuple(rows), key_column="code"),)


def tell(berekening: Berekening) -> str:
    """Return what lies behind us, what is to be done now and what comes then, for sheet Start."""
    steps = {step.code: step for step in reversed(timeline_of(berekening))}
    known = [steps[code] for code in TIJDLIJN_CODES if code in steps]
    past = [step.code for step in known if step.stand in PAST]
    ahead = [step for step in known if step.stand not in PAST]
    lines = [f"Achter de rug: {join(past)}."] if past else []
    if ahead:
        lines.append(_now(ahead[0]))
    if len(ahead) > 1:
        lines.append(f"Daarna: {ahead[1].naam}.")
    return " ".join(lines)


def _now(step: Tijdstap) -> str:
    first, last = step.row.day("van"), step.row.day("tot")
    until = f", uiterlijk {day(last)}" if last else ""
    if step.stand is TijdlijnStand.NOG_NIET:
        begins = f", vanaf {day(first)}" if first else ""
        return f"Volgende: {step.naam}{begins}."
    word = "Te laat" if step.stand is TijdlijnStand.TE_LAAT else "Nu"
    return f"{word}: {step.naam}{until}. {step.feit.zin}"
