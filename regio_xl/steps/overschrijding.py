"""Step ``overschrijding``: what goes over its hours, or threatens to, and what can be done (U8.2).

Each overrun is a finding at its own cell, for every step; this step sets them together on one
sheet, with how the reserve, the projects and the total stand.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from regio_xl.domain import Bevinding, CellValue, Ernst, Fase, Jaar, TableContent, Uitkomst
from regio_xl.domain.dossier import Interventie, Verschuiving, Voortgangsregel
from regio_xl.domain.tekst import count, day, format_getal, format_uren, join
from regio_xl.domain.woorden import Koers
from regio_xl.rules import RESERVE, VRIJ, Rekening
from regio_xl.sheets import schema
from regio_xl.sheets.interventies import INTERVENTIES
from regio_xl.sheets.register import FEWEST_READY, begun_rows, ready
from regio_xl.sheets.tables import read_rows
from regio_xl.sheets.verschuivingen import VERSCHUIVINGEN
from regio_xl.sheets.voortgang import PROJECTS, VOORTGANG
from regio_xl.sheets.voortgang import TABLE as VOORTGANG_TABLE
from regio_xl.steps.berekening import Berekening
from regio_xl.steps.opgeslagen import at_cell, number_of, rows_of
from regio_xl.steps.uitvoering import Bewaking, Projectstand, book_tables, waiting_rows
from regio_xl.steps.valideren import header, missing_lines

NAME = "overschrijding"
TABLE = "tblOverschrijding"
SHEETS = tuple(sheet.name for sheet in (INTERVENTIES, VERSCHUIVINGEN, VOORTGANG))
MOVES = ("tblInterventies", "tblVerschuivingen")
MOST_GIVERS = 2
PRESSING = ("start_dringend_1", "start_dringend_2", "start_dringend_3")
OVERRUN = (Koers.OVERSCHREDEN, Koers.DREIGT)


def find_overruns(berekening: Berekening) -> Iterator[Bevinding]:
    """Find what goes over its hours or will, each at its cell, with what can be done about it."""
    bewaking = berekening.bewaking
    yield from _refused_interventions(berekening)
    yield from _refused_transfers(berekening)
    yield from _too_large(berekening)
    yield from _strangers(berekening)
    for project in bewaking.projecten:
        yield from _about_project(bewaking, project)
    yield from _backwards(berekening)
    yield from _over_total(berekening)


def _at(
    table: str, rij: int, key: str, regel: str, melding: str, herstel: str, **more: Any
) -> Bevinding:
    """Make a finding at a cell of one of the tables that people fill in during the year."""
    return Bevinding(
        **{"ernst": Ernst.FOUT, **more},
        regel=regel,
        blad=schema.tables()[table][0].name,
        rij=rij,
        kolom=header(table, key),
        melding=melding,
        herstel=herstel,
    )


def _refused_interventions(berekening: Berekening) -> Iterator[Bevinding]:
    kader = berekening.dossier.kader
    for rij, item in berekening.bewaking.niet_toegekend.items():
        posting, room = item.boeking, max(0, item.ruimte)
        why = f"was er in de reserve {_still(room)} over"
        other = "schuif eerst uren naar de reserve, tot haar maximum"
        if item.past < item.over and kader is not None:  # the reserve is above its maximum
            most = format_uren(kader.reserve_maximum)
            why = f"mocht er van de {most} per jaar {_still(room)} worden toegekend"
            other = "maak de rij leeg als u ervan afziet"
        yield _at(
            "tblInterventies",
            rij,
            "uren",
            "U3.4",
            f"Interventie {posting.nr} vraagt {format_uren(posting.uren)}; op {day(posting.dag)} "
            f"{why}. Zij is niet toegekend.",
            _less_or("Vraag", room, other),
        )


def _less_or(verb: str, room: int, other: str) -> str:
    return f"{verb} hooguit {format_uren(room)}, of {other}." if room else f"{other.capitalize()}."


def _refused_transfers(berekening: Berekening) -> Iterator[Bevinding]:
    kader = berekening.dossier.kader
    for rij, item in berekening.bewaking.niet_verschoven.items():
        posting = item.boeking
        if item.past < item.over and kader is not None:  # only the reserve has a maximum
            regel, key, other = "U3.4", "naar", "laat de uren waar ze zijn"
            most = format_uren(kader.reserve_maximum)
            why = f"de reserve mag in een jaar hooguit {most} zijn, met wat al is toegekend"
        else:
            regel, key, other = "U8.2", "uren", "haal de uren ergens anders vandaan"
            why = _what_was_left(posting.van, day(posting.dag), max(0, item.over))
        yield _at(
            "tblVerschuivingen",
            rij,
            key,
            regel,
            f"Verschuiving {posting.nr} van {format_uren(posting.uren)} telt niet mee: {why}.",
            _less_or("Verschuif", max(0, item.ruimte), other),
        )


def _what_was_left(account: Rekening, dag: str, uren: int) -> str:
    """Say what an account had left on a day; of a project what it spent is not left.

    >>> _what_was_left(12, "1-5-2026", 80)
    'project 12 had op 1-5-2026 nog 80 uur over, niet besteed en niet verschoven'
    """
    left = _still(uren)
    if account == VRIJ:
        return f"op {dag} was er {left} vrij"
    if isinstance(account, int):
        tail = ", niet besteed en niet verschoven" if uren else ""
        return f"project {account} had op {dag} {left} over{tail}"
    return f"{'de reserve' if account == RESERVE else account} had op {dag} {left} over"


def _still(uren: int) -> str:
    return f"nog {format_uren(uren)}" if uren else "niets meer"


def _too_large(berekening: Berekening) -> Iterator[Bevinding]:
    """Find hours in one row that are more than all hours of the year: a slip of the keyboard."""
    totaal, given = berekening.totaal, berekening.dossier.uitvoering
    rows: list[tuple[str, str, Interventie | Verschuiving | Voortgangsregel, int]] = [
        *(("tblInterventies", "uren", item, item.uren) for item in given.interventies),
        *(("tblVerschuivingen", "uren", item, item.uren) for item in given.verschuivingen),
        *(("tblVoortgang", "gerealiseerd", item, item.gerealiseerd) for item in given.voortgang),
        *(("tblVoortgang", "prognose", item, item.prognose or 0) for item in given.voortgang),
    ]
    for table, key, item, uren in rows:
        if totaal is not None and uren > totaal:
            yield _at(
                table,
                item.rij,
                key,
                "U8.2",
                f"{header(table, key)} is {format_uren(uren)}; in het hele jaar zijn er "
                f"{format_uren(totaal)}. Deze rij telt niet mee.",
                "Controleer het getal.",
            )


def _strangers(berekening: Berekening) -> Iterator[Bevinding]:
    """Find numbers of projects that are not in the package."""
    inside, given = (
        {item.nr for item in berekening.bewaking.projecten},
        berekening.dossier.uitvoering,
    )
    rows: list[tuple[str, str, int, int | str]] = [
        *(("tblVerschuivingen", "van", item.rij, item.van) for item in given.verschuivingen),
        *(("tblVerschuivingen", "naar", item.rij, item.naar) for item in given.verschuivingen),
        *(("tblVoortgang", "nr", item.rij, item.nr) for item in given.voortgang),
    ]
    for table, key, rij, account in rows:
        if isinstance(account, int) and account not in inside and berekening.totaal is not None:
            yield _at(
                table,
                rij,
                key,
                "U8.2",
                f"{header(table, key)} is {account}; dat project zit niet in het pakket. Deze rij "
                "telt niet mee.",
                "Verbeter het nummer; blad Selectie zegt welke projecten erin zitten.",
            )


def _about_project(bewaking: Bewaking, project: Projectstand) -> Iterator[Bevinding]:
    """Find a project that goes over its hours, or that will leave many of them unused."""
    regel, koers = project.regel, project.koers
    if regel is None:
        return
    what = f"Project {project.nr} ({project.titel})" if project.titel else f"Project {project.nr}"
    has = f"het heeft er {format_getal(project.beschikbaar)}"
    if koers is Koers.OVERSCHREDEN:
        short = project.gerealiseerd - project.beschikbaar
        yield _at(
            "tblVoortgang",
            regel.rij,
            "gerealiseerd",
            "U8.2",
            f"{what} heeft {format_uren(project.gerealiseerd)} besteed; {has}. Dat is "
            f"{format_uren(short)} te veel.",
            _ways_out(bewaking, max(short, -project.verschil)),
            nr=project.nr,
        )
    elif koers is Koers.DREIGT:
        yield _at(
            "tblVoortgang",
            regel.rij,
            "prognose",
            "U8.2",
            f"{what} verwacht {format_uren(project.prognose)}; {has}. Dat wordt "
            f"{format_uren(-project.verschil)} te veel.",
            _ways_out(bewaking, -project.verschil),
            ernst=Ernst.WAARSCHUWING,
            nr=project.nr,
        )
    elif koers is Koers.OVER:
        yield _at(
            "tblVoortgang",
            regel.rij,
            "prognose",
            "U8.2",
            f"{what} houdt {format_uren(project.verschil)} over van "
            f"{format_uren(project.beschikbaar)}.",
            "Kijk of een ander project ze nodig heeft en verschuif ze, of laat ze vrijvallen.",
            ernst=Ernst.MELDING,
            nr=project.nr,
        )


def _ways_out(bewaking: Bewaking, short: int) -> str:
    """Say where so many hours can come from: what is free, other projects, and else the AB."""
    vrij = max(0, bewaking.boek.saldo(VRIJ))
    givers = sorted(
        (item for item in bewaking.projecten if item.regel and item.verschil > 0),
        key=lambda item: (-item.verschil, item.nr),
    )
    sources = [f"vrij is {format_uren(vrij)}"] if vrij else []
    sources += [
        f"project {item.nr} houdt {format_uren(item.verschil)} over"
        for item in givers[:MOST_GIVERS]
    ]
    if not sources:
        return "Er is nergens iets over. Beperk het werk, of vraag het AB om een besluit."
    ask = (
        f"Verschuif {format_uren(short)} naar dit project op blad Verschuivingen: {join(sources)}."
    )
    enough = vrij + sum(item.verschil for item in givers) >= short
    return ask if enough else f"{ask} Wat dan nog ontbreekt, vraagt een besluit van het AB."


def _backwards(berekening: Berekening) -> Iterator[Bevinding]:
    """Find hours that went down from one period to the next, and forecasts below what was spent."""
    earlier: dict[int, Voortgangsregel] = {}
    for item in sorted(berekening.bewaking.voortgang, key=lambda item: item.periode.peildatum):
        before = earlier.get(item.nr)
        if before is not None and item.gerealiseerd < before.gerealiseerd:
            yield _at(
                "tblVoortgang",
                item.rij,
                "gerealiseerd",
                "U6.1",
                f"Project {item.nr} heeft bij ‘{item.periode.naam}’ "
                f"{format_uren(item.gerealiseerd)} besteed, en bij ‘{before.periode.naam}’ al "
                f"{format_uren(before.gerealiseerd)}.",
                "Gerealiseerd telt vanaf het begin van het jaar: verbeter een van de twee.",
                ernst=Ernst.WAARSCHUWING,
                nr=item.nr,
            )
        if item.prognose is not None and item.prognose < item.gerealiseerd:
            yield _at(
                "tblVoortgang",
                item.rij,
                "prognose",
                "U6.1",
                f"Project {item.nr} verwacht {format_uren(item.prognose)}, minder dan de "
                f"{format_uren(item.gerealiseerd)} die al zijn besteed; de bestede uren tellen.",
                "Vul in wat het hele jaar gaat kosten, of laat de cel leeg.",
                ernst=Ernst.WAARSCHUWING,
                nr=item.nr,
            )
        earlier[item.nr] = item


def _over_total(berekening: Berekening) -> Iterator[Bevinding]:
    """Find a year that takes more hours than there are, which only the AB can allow (U8.2)."""
    totaal = berekening.bewaking.totaal
    if totaal["verschil"] < 0 and berekening.bewaking.voortgang:
        found = at_cell(
            berekening.jaar,
            "totaal_prognose",
            f"Het hele jaar gaat {format_uren(totaal['prognose'])} kosten, "
            f"{format_uren(-totaal['verschil'])} meer dan de "
            f"{format_uren(totaal['beschikbaar'])} die er zijn.",
            "Beperk het werk van projecten die te kort komen. Of vraag het AB om een besluit, en "
            "zet dat op blad Verschuivingen.",
        )
        yield found.model_copy(update={"regel": "U8.2"})


def about_hours(berekening: Berekening, found: Sequence[Bevinding]) -> list[Bevinding]:
    """Return the findings about hours after the decision, the most pressing first.

    What goes over its hours comes before rows that were refused, and so do no harm. What the step
    mends in this very run stands on no sheet.
    """
    total = tuple(_over_total(berekening))
    told = [item for item in found if (item.blad in SHEETS or item in total) and not item.vanzelf]

    def pressing_first(item: Bevinding) -> tuple[Any, ...]:
        overrun = item in total or item.blad == VOORTGANG.name
        calm = item.ernst is Ernst.MELDING
        return calm, not overrun, list(Ernst).index(item.ernst), item.sort_key

    return sorted(told, key=pressing_first)


def show(berekening: Berekening) -> Uitkomst:
    """Return the overview of projects, reserve and total, and all that goes over (U8.2).

    The sheets that go with it are written by every step, see ``with_hours``.
    """
    bewaking, found = berekening.bewaking, about_hours(berekening, berekening.bevindingen)
    return Uitkomst(
        bevindingen=berekening.bevindingen,
        samenvatting=(*missing_lines(berekening.dossier), *about_year(bewaking, found)),
        data=data_of(bewaking, found),
    )


def with_hours(berekening: Berekening, uitkomst: Uitkomst) -> Uitkomst:
    """Add the sheets about hours after the decision to what a step writes, from phase besluit on.

    They are few cells, and so the figures and the list never disagree with the rest.
    """
    if not (berekening.toonbaar and _begun(berekening)):
        return uitkomst
    jaar, found = berekening.jaar, about_hours(berekening, uitkomst.bevindingen)
    waiting = waiting_rows(berekening.dossier, _reported(jaar))
    more = tuple(_more_room(berekening))
    room = sum(len(rows_of(jaar, name)) for name in MOVES) + sum(len(it.rows) for it in more)
    content = TableContent(name=TABLE, rows=tuple(map(_as_row, found)))
    tables = (
        *uitkomst.tables,
        *book_tables(berekening.bewaking, max(room, len(rows_of(jaar, "tblBoek")))),
        content,
        *([waiting] if waiting else []),
        *more,
    )
    cells = {**uitkomst.cells, **pressing(found)}
    return uitkomst.model_copy(update={"tables": tables, "cells": cells})


def _reported(jaar: Jaar) -> Iterator[tuple[int | None, str]]:
    """Yield the pairs of project and period that have a row, also where the number is text."""
    table = jaar.tables.get(VOORTGANG_TABLE)
    for row in read_rows(table) if table else ():
        cell = row.cell("nr")
        meant = cell.mend if cell.value is None else cell.value
        yield (int(meant) if isinstance(meant, int | float) else None, row.typed("periode"))


def _more_room(berekening: Berekening) -> Iterator[TableContent]:
    """Yield numbered rows for the tables that are nearly full: a protected sheet lets none grow."""
    kader = berekening.dossier.kader
    for name in MOVES:
        table = berekening.jaar.tables.get(name)
        if table and len(table.rows) - len(begun_rows(table)) < FEWEST_READY:
            numbers = (number_of(row) or 0 for row in table.rows)  # a larger one does not count
            last = max((nr for nr in numbers if kader is None or nr < kader.jaar), default=0)
            yield TableContent(name=name, rows=ready(last + 1), append=True)


def _begun(berekening: Berekening) -> bool:
    """Whether there is a package to follow, or rows about one."""
    fase, used = berekening.fase, rows_of(berekening.jaar, PROJECTS)
    phased = fase is not None and fase.reached(Fase.BESLUIT)
    typed = not berekening.dossier.uitvoering.leeg
    return phased or typed or any(number_of(row) for row in used)


def _as_row(item: Bevinding) -> Mapping[str, CellValue]:
    return {
        "ernst": item.ernst.value,
        "regel": item.regel,
        "blad": item.blad,
        "rij": item.rij,
        "melding": item.melding,
        "herstel": item.herstel,
    }


def data_of(bewaking: Bewaking, found: Sequence[Bevinding]) -> Mapping[str, Any]:
    """Return the overview for ``--json``; others read its keys, so they stay."""
    return {
        "projecten": [
            {
                "nr": item.nr,
                "vastgesteld": item.vastgesteld,
                "verschoven": item.verschoven,
                "beschikbaar": item.beschikbaar,
                "gerealiseerd": item.gerealiseerd,
                "prognose": item.prognose,
                "verschil": item.verschil,
                "oordeel": item.koers.value,
            }
            for item in bewaking.projecten
        ],
        "reserve": bewaking.reserve,
        "totaal": bewaking.totaal,
        "overschrijdingen": [{**_as_row(item), "kolom": item.kolom} for item in found],
    }


def _unreadable(item: Bevinding) -> bool:
    """Tell whether a finding says that a report does not count."""
    return item.ernst is Ernst.FOUT and item.blad == VOORTGANG.name


def about_year(bewaking: Bewaking, found: Sequence[Bevinding]) -> Iterator[str]:
    """Yield how the hours stand, what comes short first (U8.2)."""
    over = [item.nr for item in bewaking.projecten if item.koers in OVERRUN]
    if over:
        verb = "komt" if len(over) == 1 else "komen"
        which = f"{count(len(over), 'project', 'projecten')} {verb} uren te kort"
        yield f"{which}: {join(map(str, over))}."
    elif unread := {item.rij for item in found if _unreadable(item)}:
        rows = count(len(unread), "regel telt", "regels tellen")
        so_far = "Geen project komt uren te kort, voor zover bekend"
        yield f"{so_far}: op blad Voortgang {rows} niet mee."
    else:
        yield "Geen project komt uren te kort."
    reserve, totaal = bewaking.reserve, bewaking.totaal
    yield (
        f"Reserve: {format_uren(reserve['toegekend'])} toegekend van "
        f"{format_uren(reserve['beschikbaar'])}; {format_uren(reserve['over'])} over."
    )
    left = totaal["verschil"]
    rest = f"{format_uren(left)} over" if left >= 0 else f"{format_uren(-left)} te veel"
    expected, there = format_uren(totaal["prognose"]), format_uren(totaal["beschikbaar"])
    yield f"Totaal: {expected} verwacht van {there}; {rest}."
    if found:
        points = count(len(found), "punt", "punten")
        yield f"{points} op blad Overschrijding, met wat eraan te doen is."


def pressing(found: Sequence[Bevinding]) -> dict[str, CellValue]:
    """Return the cells on Start for the three most pressing points about hours."""
    told = (item for item in found if item.ernst is not Ernst.MELDING)
    lines: list[CellValue] = [f"{item.melding} (blad {item.blad})" for item in told]
    return dict(zip(PRESSING, [*lines, None, None, None], strict=False))
