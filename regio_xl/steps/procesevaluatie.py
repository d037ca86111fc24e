"""The facts beside the questions about the process, worked out from the workbook (U9.1).

They are filled by step ``evaluatie``. A question that people added themselves stays, below ours.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime

from regio_xl.domain import CellValue, Ernst, Jaar, TableContent
from regio_xl.domain.table import EXTRA, SOURCE
from regio_xl.domain.tekst import count, day, format_uren, join
from regio_xl.domain.woorden import Advies, Fase, Grens, Herkomst, Koers
from regio_xl.rules import INTERVENTIES, open_programmas
from regio_xl.sheets.procesevaluatie import PROCESVRAGEN, TABLE, question_cells
from regio_xl.sheets.register import begun_rows
from regio_xl.steps.berekening import Berekening
from regio_xl.steps.opgeslagen import rows_of
from regio_xl.steps.valideren import VOORSTELLEN
from regio_xl.steps.vastgesteld import uitslag_of

TIMELINE = "tblTijdlijn"


def answered(jaar: Jaar) -> tuple[int, int]:
    """Return how many of the questions have an answer, and how many there are."""
    rows = [row for row in rows_of(jaar, TABLE) if not row.is_empty(("vraag",))]
    return sum(not row.is_empty(("antwoord",)) for row in rows), max(len(rows), len(PROCESVRAGEN))


def content(berekening: Berekening) -> Iterator[TableContent]:
    """Yield the questions with the facts of now; nothing in a workbook without the sheet."""
    table = berekening.jaar.tables.get(TABLE)
    if table is None:
        return
    facts = facts_of(berekening)
    rows: list[Mapping[str, CellValue]] = [
        {**question_cells(vraag), "feiten": facts.get(vraag.regel)} for vraag in PROCESVRAGEN
    ]
    ours, seen = {vraag.regel for vraag in PROCESVRAGEN}, set[CellValue]()
    filled = tuple(key for key in (*(c.key for c in table.columns), *_added(table.extra)))
    for row in table.rows:
        regel = row.values.get("regel")
        if (regel in ours and regel not in seen) or row.is_empty(filled):
            seen.add(regel)
        else:
            rows.append({**{key: row.values.get(key) for key in filled}, SOURCE: row.number})
    yield TableContent(name=TABLE, rows=tuple(rows), key_column="regel")


def _added(headers: tuple[str, ...]) -> Iterator[str]:
    yield from (EXTRA + header for header in headers)


def facts_of(berekening: Berekening) -> dict[str, str]:
    """Return what the workbook knows beside each question, by its clause."""
    return {
        **{fase.clause: _on_timeline(berekening, fase) for fase in Fase},
        "U1.1": _contributions(berekening),
        "F2.2": _call(berekening),
        "F3.1": _selection(berekening),
        "U2.4": _advice(berekening),
        "F3.5": _vote(berekening),
        "U3.1": _flexible(berekening),
        "U8.2": _hours(berekening),
        "U6.1": _reports(berekening),
    }


def _on_timeline(berekening: Berekening, fase: Fase) -> str:
    """Return when a step was to be ready, when it was, and how many days late."""
    rows = (row.values for row in rows_of(berekening.jaar, TIMELINE))
    row = next((row for row in rows if row.get("code") == fase.clause), {})
    until, ready = _date(row.get("tot")), _date(row.get("gereed"))
    if fase is Fase.BESLUIT and berekening.staat.ligt_vast:
        ready = berekening.dossier.besluitvorming.datum or ready
    planned = f"Gepland tot en met {day(until)}" if until else "Geen einddatum op de tijdlijn"
    if ready is None:
        return f"{planned}; bij ‘Gereed op’ staat geen datum."
    late = (ready - until).days if until else 0
    after = f", {count(late, 'dag', 'dagen')} te laat" if late > 0 else ""
    return f"{planned}; gereed op {day(ready)}{after}."


def _date(value: CellValue) -> date | None:
    return value.date() if isinstance(value, datetime) else None


def _contributions(berekening: Berekening) -> str:
    people, made = berekening.dossier.deelnemers, berekening.bijdragen.values()
    if not people or berekening.totaal is None:
        return "De bijdragen zijn niet bekend."
    capped = sum(item.gebonden_door is Grens.MAXIMUM for item in made)
    waiting = len(open_programmas(people))
    return (
        f"{count(len(people), 'deelnemer', 'deelnemers')}, samen {format_uren(berekening.totaal)}; "
        f"{capped} aan het maximum, {waiting} zonder vastgesteld programma."
    )


def _call(berekening: Berekening) -> str:
    given = berekening.dossier.voorstellen
    by = Counter(item.herkomst for item in given)
    found = (item for item in berekening.bevindingen if item.blad == VOORSTELLEN)
    faulty = len({item.nr for item in found if item.ernst is Ernst.FOUT} - {None})
    return (
        f"{count(len(given), 'voorstel', 'voorstellen')}: {by[Herkomst.INTERN]} intern, "
        f"{by[Herkomst.EXTERN]} extern; {faulty} met een fout."
    )


def _selection(berekening: Berekening) -> str:
    projects, uren = berekening.problem.items, berekening.op_selectie
    covered = sum(item.gedekt for item in berekening.dekking)
    return (
        f"{len(uren)} van de {count(len(projects), 'project', 'projecten')} opgenomen, samen "
        f"{format_uren(sum(uren.values()))}; {covered} van de {len(berekening.dekking)} "
        "deelnemers gedekt."
    )


def _advice(berekening: Berekening) -> str:
    given, everyone = berekening.dossier.besluitvorming.adviezen, len(berekening.dossier.deelnemers)
    by = Counter(item.advies for item in given)
    return (
        f"{len(given)} van de {everyone} deelnemers gaven advies: {by[Advies.AKKOORD]} akkoord, "
        f"{by[Advies.OPMERKING]} met opmerking, {by[Advies.BEZWAAR]} met bezwaar."
    )


def _vote(berekening: Berekening) -> str:
    made, uitslag = berekening.dossier.besluitvorming, uitslag_of(berekening.dossier)
    telling = f"{uitslag.telling[0].upper()}{uitslag.telling[1:]}"
    if made.besluit is None:
        return f"{telling}; nog geen besluit vastgelegd."
    when = f" van {day(made.datum)}" if made.datum else ""
    return f"{telling}; besluit {made.nummer}{when}."


def _booked(berekening: Berekening, *, grants: bool) -> tuple[int, int]:
    """Return how many rows were booked, and how many were filled in and not booked."""
    lines = [
        item
        for item in berekening.bewaking.boek.regels
        if (item.boeking.naar == INTERVENTIES) is grants
    ]
    table = berekening.jaar.tables.get("tblInterventies" if grants else "tblVerschuivingen")
    booked = sum(not item.geweigerd for item in lines)
    return booked, (len(begun_rows(table)) if table else len(lines)) - booked


def _flexible(berekening: Berekening) -> str:
    granted, refused = _booked(berekening, grants=True)
    reserve = berekening.bewaking.reserve
    return (
        f"{count(granted, 'interventie', 'interventies')} toegekend "
        f"({format_uren(reserve['toegekend'])}), {refused} geweigerd; van de reserve is "
        f"{format_uren(reserve['over'])} over."
    )


def _hours(berekening: Berekening) -> str:
    bewaking = berekening.bewaking
    booked, refused = _booked(berekening, grants=False)
    unused = sum(max(0, item.verschil) for item in bewaking.projecten)
    short = [item.nr for item in bewaking.projecten if item.koers is Koers.OVERSCHREDEN]
    over = f"over hun uren: {join(map(str, short))}" if short else "geen project over zijn uren"
    return (
        f"{count(booked, 'verschuiving', 'verschuivingen')} geboekt, {refused} geweigerd; "
        f"projecten houden samen {format_uren(unused)} over; {over}."
    )


def _reports(berekening: Berekening) -> str:
    bewaking = berekening.bewaking
    there = Counter(item.periode.naam for item in bewaking.voortgang)
    lines = [
        f"{periode.naam} {there[periode.naam]} van de {len(bewaking.projecten)}"
        for periode in berekening.dossier.uitvoering.perioden
    ]
    return f"Projecten die rapporteerden: {'; '.join(lines)}." if lines else "Geen periodes."
