"""Step ``rapportage``: the joint report of one period (U5.2, U5.3, U5.4, U6.1, T5).

The figures are those of the book cut off at the last day of the period, so that making the report
again gives the same. Of the last period it is the feedback on the year: per participant what it
brought in and what it got.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from regio_xl.domain import Bevinding, CellValue, Ernst, Jaar, Row, TableContent, Uitkomst
from regio_xl.domain.dossier import Periode, Voorstel
from regio_xl.domain.model import Model
from regio_xl.domain.tekst import ALL, count, day, format_uren, join, quote
from regio_xl.domain.woorden import Fase
from regio_xl.rules import INTERVENTIES, KETENTOEZICHT, VRIJ, Dekking, Geboekt, compute_dekking
from regio_xl.sheets.buttons import button_of
from regio_xl.sheets.cells import said
from regio_xl.sheets.dossier import read_dossier
from regio_xl.sheets.rapportage import DOOR, PERIODE
from regio_xl.sheets.register import begun_rows
from regio_xl.sheets.voortgang import PERIODS
from regio_xl.sheets.voortgang import TABLE as VOORTGANG
from regio_xl.steps.berekening import Berekening
from regio_xl.steps.opgeslagen import at_cell, number_of, rows_of
from regio_xl.steps.uitvoering import Bewaking, Projectstand, guard
from regio_xl.steps.valideren import header, missing_lines
from regio_xl.steps.voorstel import roles_of

NAME = "rapportage"
FROM_FASE = button_of(NAME).from_fase
TABLES = {"interventie": "tblInterventies", "verschuiving": "tblVerschuivingen"}
GRANTED, REFUSED = {"interventie": "toegekend", "verschuiving": "geboekt"}, "geweigerd"


class Mutatie(Model):
    """An intervention or transfer of the period, booked or refused."""

    datum: date
    wat: str  # ``interventie`` or ``verschuiving``
    nr: int | None
    van: str
    naar: str
    gevraagd: int | None
    uren: int  # that were booked
    omschrijving: str  # what it was for; why not, where it was refused

    @property
    def uitkomst(self) -> str:
        """Whether it counts, in a word."""
        return GRANTED[self.wat] if self.uren else REFUSED


class Rapport(Model):
    """The report of one period; hours are whole, as they stood on its last day."""

    periode: Periode
    titel: str
    terugblik: bool  # whether it is the last one of the year (T5)
    stand: Bewaking
    ontbreekt: tuple[int, ...]  # projects that reported nothing about this period
    beschikbaar: tuple[Dekking, ...]  # per participant: hours of the projects that matter to it
    gerealiseerd: tuple[Dekking, ...]
    projecten: Mapping[str, tuple[int, ...]]  # those projects, by code
    interventies: Mapping[str, int]  # granted ones that named it, by code
    mutaties: tuple[Mutatie, ...]


def periods_of(jaar: Jaar) -> tuple[str, ...]:
    """Return the names of the periods on sheet Kader, by day."""
    return tuple(item.naam for item in read_dossier(jaar).uitvoering.perioden)


def is_due(berekening: Berekening) -> bool:
    """Tell whether a first period is over, once the year runs (U6.1)."""
    fase, perioden = berekening.fase, berekening.dossier.uitvoering.perioden
    today = berekening.jaar.read_at.date()
    running = fase is not None and fase.reached(FROM_FASE)
    return running and any(item.peildatum < today for item in perioden)


def chosen_period(berekening: Berekening) -> Periode | None:
    """Return the period that was asked for, else the last one that is over, else the first."""
    perioden = berekening.dossier.uitvoering.perioden
    typed, today = _typed(berekening).casefold(), berekening.jaar.read_at.date()
    named = [item for item in perioden if said(item.naam).casefold() == typed]
    over = [item for item in perioden if item.peildatum < today]
    return next(iter([*named, *over[::-1], *perioden]), None)


def _typed(berekening: Berekening) -> str:
    value = berekening.jaar.cells.get(PERIODE)
    return "" if value is None else said(str(value))


def find_in_reports(berekening: Berekening) -> Iterator[Bevinding]:
    """Find a period that does not exist, and projects that did not report in time (U6.1, U5.2)."""
    perioden, typed = berekening.dossier.uitvoering.perioden, _typed(berekening)
    known = [said(item.naam).casefold() for item in perioden]
    if typed and perioden and typed.casefold() not in known:
        yield at_cell(
            berekening.jaar,
            PERIODE,
            f"{quote(typed)} is geen periode op blad Kader; de rapportage gaat over de periode "
            "die aan de beurt is.",
            f"Kies {join((quote(item.naam) for item in perioden), 'of')}, of maak de cel leeg.",
        )
    if berekening.fase is Fase.UITVOERING and berekening.dossier.besluitvorming.besluit:
        yield from _unreported(berekening)


def _unreported(berekening: Berekening) -> Iterator[Bevinding]:
    """Find who is late with the last period that is due; a later one tells of the earlier too."""
    today = berekening.jaar.read_at.date()
    due = [
        item
        for item in berekening.dossier.uitvoering.perioden
        if (item.klaar or item.peildatum) < today
    ]
    wrong = _faulty(berekening)  # these were filled in, and have an error of their own
    missing = _missing(berekening.bewaking, due[-1]) if due else ()
    missing = tuple(nr for nr in missing if nr not in wrong)
    if missing:
        projects = count(len(missing), "project", "projecten")
        until = day(due[-1].klaar or due[-1].peildatum)
        yield Bevinding(
            ernst=Ernst.WAARSCHUWING,
            regel="U5.2",
            blad="Voortgang",
            kolom=header(VOORTGANG, "gerealiseerd"),
            melding=f"Van {projects} ontbreken de uren bij ‘{due[-1].naam}’, die op {until} klaar "
            f"hoorde te zijn: {join(map(str, missing), most=ALL)}.",
            herstel=f"Vraag de {'projectleider' if len(missing) == 1 else 'projectleiders'} om de "
            "uren en de status in te vullen.",
            nr=missing[0] if len(missing) == 1 else None,
        )


def _faulty(berekening: Berekening) -> set[int | None]:
    found = (item for item in berekening.dossier.bevindingen if item.ernst is Ernst.FOUT)
    rows = {item.rij for item in found if item.blad == "Voortgang"}
    return {number_of(row) for row in rows_of(berekening.jaar, VOORTGANG) if row.number in rows}


def _missing(stand: Bewaking, periode: Periode) -> tuple[int, ...]:
    there = {item.nr for item in stand.voortgang if item.periode == periode}
    return tuple(item.nr for item in stand.projecten if item.nr not in there)


def report_of(berekening: Berekening, periode: Periode) -> Rapport:
    """Return the report of a period, from the book cut off at its last day."""
    dossier, perioden = berekening.dossier, berekening.dossier.uitvoering.perioden
    stand = _until(berekening, periode.peildatum)
    earlier = [item.peildatum for item in perioden if item.peildatum < periode.peildatum]
    last, year = periode == perioden[-1], periode.peildatum.year
    # Looking back goes over the whole year
    start = max([] if last else earlier, default=date(year, 1, 1) - timedelta(days=1))
    drempel = dossier.kader.belang_drempel if dossier.kader else 0
    matters = {
        nr: {code for code, points in row.items() if points >= drempel}
        for nr, row in dossier.belang.items()
    }
    granted = [item for item in stand.interventies if item.rij not in stand.niet_toegekend]
    return Rapport(
        periode=periode,
        titel=f"Terugblik op {year}: {periode.naam}" if last else f"{periode.naam} {year}",
        terugblik=last,
        stand=stand,
        ontbreekt=_missing(stand, periode),
        beschikbaar=_coverage(berekening, {i.nr: i.beschikbaar for i in stand.projecten}),
        gerealiseerd=_coverage(berekening, {i.nr: i.gerealiseerd for i in stand.projecten}),
        projecten={
            who.code: tuple(
                item.nr for item in stand.projecten if who.code in matters.get(item.nr, ())
            )
            for who in dossier.deelnemers
        },
        interventies={
            item.code: sum(item.code in grant.deelnemers for grant in granted)
            for item in dossier.deelnemers
        },
        mutaties=tuple(_mutations(berekening, start, periode.peildatum)),
    )


def _until(berekening: Berekening, dag: date) -> Bewaking:
    """Return the book and the projects as they stood at the end of a day (U8.2)."""
    given = berekening.dossier.uitvoering
    cut = given.model_copy(
        update={
            "interventies": tuple(item for item in given.interventies if item.datum <= dag),
            "verschuivingen": tuple(item for item in given.verschuivingen if item.datum <= dag),
            "voortgang": tuple(i for i in given.voortgang if i.periode.peildatum <= dag),
        }
    )
    now = berekening.bewaking
    return guard(
        berekening.dossier.model_copy(update={"uitvoering": cut}),
        {item.nr: item.vastgesteld for item in now.projecten},
        berekening.totaal,
        now.boek.begin.get(KETENTOEZICHT, 0),
    )


def _coverage(berekening: Berekening, uren: Mapping[int, int]) -> tuple[Dekking, ...]:
    dossier = berekening.dossier
    bijdragen = {code: item.uren for code, item in berekening.bijdragen.items()}
    drempel = dossier.kader.belang_drempel if dossier.kader else 0
    return compute_dekking(dossier.deelnemers, bijdragen, uren, dossier.belang, drempel)


def _mutations(berekening: Berekening, after: date, until: date) -> Iterator[Mutatie]:
    """Yield what was asked in the period in the order of days, refused rows with the reason.

    A row without a usable day is in no period; sheet Controle says what is wrong with it.
    """
    booked = {
        (_kind(item), item.boeking.rij): item.uren for item in berekening.bewaking.boek.regels
    }
    found: list[Mutatie] = []
    for wat, name in TABLES.items():
        table = berekening.jaar.tables.get(name)
        for row in begun_rows(table) if table else ():
            moment = row.day("datum")
            if moment is not None and after < moment <= until:
                uren = booked.get((wat, row.number), 0)
                found.append(_mutation(berekening, wat, row, moment, uren))
    yield from sorted(found, key=lambda item: (item.datum, item.wat, item.nr or 0))


def _kind(item: Geboekt) -> str:
    return "interventie" if item.boeking.naar == INTERVENTIES else "verschuiving"


def _mutation(berekening: Berekening, wat: str, row: Row, moment: date, uren: int) -> Mutatie:
    moved = wat == "verschuiving"
    why = row.text("reden" if moved else "omschrijving")
    if not uren:
        why = _objection(berekening, row) or why
    return Mutatie(
        datum=moment,
        wat=wat,
        nr=row.whole("nr"),
        van=row.typed("van") if moved else "reserve",
        naar=row.typed("naar") if moved else row.text("soort"),
        gevraagd=row.whole("uren"),
        uren=uren,
        omschrijving=why,
    )


def _objection(berekening: Berekening, row: Row) -> str:
    """Return the first error about a row: that is why it does not count."""
    return next(
        (
            item.melding
            for item in berekening.bevindingen
            if item.ernst is Ernst.FOUT and (item.blad, item.rij) == (row.table.sheet, row.number)
        ),
        "",
    )


def show(berekening: Berekening) -> Uitkomst:
    """Return sheet Rapportage for the chosen period; nothing where Kader has no period."""
    found, lines = berekening.bevindingen, missing_lines(berekening.dossier)
    periode = chosen_period(berekening)
    if periode is None or not berekening.toonbaar:
        why = "Op blad Kader staan geen periodes om over te rapporteren."
        if PERIODS not in berekening.jaar.tables:
            why = "Deze werkmap is van een eerdere versie en kent geen periodes. Doe ‘vernieuwen’."
        lines = (*lines, why) if periode is None else lines
        return Uitkomst(bevindingen=found, samenvatting=lines or (why,), data=_no_data())
    rapport = report_of(berekening, periode)
    voorstellen = {item.nr: item for item in berekening.dossier.voorstellen}
    return Uitkomst(
        tables=(
            TableContent(
                name="tblRapportage",
                rows=tuple(_project_rows(berekening, rapport, voorstellen)),
                key_column="nr",
            ),
            TableContent(
                name="tblPerDeelnemer",
                rows=tuple(_participant_rows(berekening, rapport)),
                key_column="code",
            ),
            TableContent(name="tblMutaties", rows=tuple(map(_mutation_row, rapport.mutaties))),
        ),
        cells=_head(berekening, rapport),
        bevindingen=found,
        samenvatting=(*lines, *_summary(berekening, rapport)),
        data=_data(berekening, rapport),
    )


def _head(berekening: Berekening, rapport: Rapport) -> dict[str, CellValue]:
    periode = rapport.periode
    return {
        "rapportage_titel": rapport.titel,
        "rapportage_peildatum": datetime.combine(periode.peildatum, time()),
        "rapportage_klaar": datetime.combine(periode.klaar, time()) if periode.klaar else None,
        "rapportage_wie": _who(berekening),
        "rapportage_uren": _hours_line(rapport.stand),
        "rapportage_reserve": _reserve_line(rapport),
        "rapportage_ontbreekt": _not_told(rapport) or "niets",
    }


def _who(berekening: Berekening) -> str:
    """Say who reports: account management jointly, project leaders each about their own (U5.4)."""
    name = str(berekening.jaar.cells.get(DOOR) or "").strip()
    return (
        f"Accountmanagement{f' ({name})' if name else ''}, met per project de projectleider of "
        "de genoemde rapporteur."
    )


def _not_told(rapport: Rapport) -> str:
    everyone = len(rapport.ontbreekt) == len(rapport.stand.projecten) > 1
    return "alle projecten" if everyone else join(map(str, rapport.ontbreekt), most=ALL)


def _hours_line(stand: Bewaking) -> str:
    totaal = stand.totaal
    projects = sum(item.beschikbaar for item in stand.projecten)
    return (
        f"{format_uren(totaal['beschikbaar'])} in het jaar; projecten hebben "
        f"{format_uren(projects)}: {format_uren(totaal['gerealiseerd'])} gerealiseerd, "
        f"{format_uren(sum(item.prognose for item in stand.projecten))} verwacht. "
        f"Vrij is {format_uren(stand.boek.saldo(VRIJ))}."
    )


def _reserve_line(rapport: Rapport) -> str:
    reserve = rapport.stand.reserve
    refused = sum(not item.uren for item in rapport.mutaties if item.wat == "interventie")
    when = "dit jaar" if rapport.terugblik else "deze periode"
    return (
        f"{format_uren(reserve['toegekend'])} toegekend van "
        f"{format_uren(reserve['beschikbaar'])}, {format_uren(reserve['over'])} over; "
        f"in {when} {count(refused, 'interventie', 'interventies')} geweigerd."
    )


def _project_rows(
    berekening: Berekening, rapport: Rapport, voorstellen: Mapping[int, Voorstel]
) -> Iterator[Mapping[str, CellValue]]:
    for item in rapport.stand.projecten:
        voorstel = voorstellen.get(item.nr)
        reporter = voorstel.rapporteur if voorstel else ""
        yield {
            "nr": float(item.nr),
            "titel": item.titel,
            "projectleider": item.projectleider,
            "rapporteur": reporter or item.projectleider,
            "betrokkenen": roles_of(voorstel, berekening.namen) if voorstel else "",
            **_figures(rapport, item),
        }


def _figures(rapport: Rapport, item: Projectstand) -> dict[str, Any]:
    regel, late = item.regel, item.nr in rapport.ontbreekt
    told = [regel.toelichting] if regel and regel.toelichting else []
    if late:
        of = f"de cijfers zijn die van ‘{regel.periode.naam}’" if regel else "er zijn geen cijfers"
        told = [f"Nog niet gerapporteerd; {of}."]
    return {
        "vastgesteld": item.vastgesteld,
        "verschoven": item.verschoven,
        "beschikbaar": item.beschikbaar,
        "gerealiseerd": item.gerealiseerd,
        "prognose": item.prognose,
        "oordeel": item.koers.value,
        "status": regel.status if regel and not late else "",
        "toelichting": "".join(told),
    }


def _participant_rows(
    berekening: Berekening, rapport: Rapport
) -> Iterator[Mapping[str, CellValue]]:
    roles: dict[str, list[str]] = {}
    for voorstel in berekening.dossier.voorstellen:
        if any(item.nr == voorstel.nr for item in rapport.stand.projecten):
            for who in voorstel.betrokkenen:
                roles.setdefault(who.code, []).append(f"{who.rol or 'betrokken'} bij {voorstel.nr}")
    for has, spent in zip(rapport.beschikbaar, rapport.gerealiseerd, strict=True):
        yield {
            "code": has.code,
            "deelnemer": berekening.namen.get(has.code, has.code),
            "bijdrage": has.bijdrage_uren,
            "beschikbaar": has.belang_uren,
            "gerealiseerd": spent.belang_uren,
            "projecten": join(map(str, rapport.projecten[has.code]), most=ALL),
            "rollen": "; ".join(roles.get(has.code, [])),
            "interventies": rapport.interventies[has.code],
        }


def _mutation_row(item: Mutatie) -> Mapping[str, CellValue]:
    return {
        "datum": datetime.combine(item.datum, time()),
        "wat": item.wat,
        "nr": item.nr,
        "van": item.van,
        "naar": item.naar,
        "gevraagd": item.gevraagd,
        "uren": item.uren,
        "uitkomst": item.uitkomst,
        "omschrijving": item.omschrijving,
    }


def _summary(berekening: Berekening, rapport: Rapport) -> Iterator[str]:
    until = day(rapport.periode.peildatum)
    yield f"{rapport.titel}, met de cijfers tot en met {until}."
    yield _hours_line(rapport.stand)
    if rapport.terugblik:
        brought = sum(item.bijdrage_uren for item in rapport.beschikbaar)
        yield (
            f"De deelnemers brachten samen {format_uren(brought)} in; per deelnemer staat wat dat "
            "opleverde."
        )
    if rapport.ontbreekt:
        yield f"Nog niet gerapporteerd: {_not_told(rapport)}."
    if rapport.periode.peildatum >= berekening.jaar.read_at.date():
        yield f"Let op: de peildatum {until} is nog niet voorbij; de cijfers kunnen nog veranderen."
    if berekening.dossier.besluitvorming.besluit is None:
        yield "Let op: het AB heeft nog niet besloten; dit gaat over het pakket van nu."
    yield "Zie blad Rapportage."


def _no_data() -> Mapping[str, Any]:
    keys = ("projecten", "deelnemers", "interventies", "verschuivingen", "ontbreekt")
    return {"periode": None, "peildatum": None, **{key: [] for key in keys}}


def _data(berekening: Berekening, rapport: Rapport) -> Mapping[str, Any]:
    """Return the report for ``--json``; others read its keys, so they stay."""
    pairs: Sequence[tuple[Dekking, Dekking]] = list(
        zip(rapport.beschikbaar, rapport.gerealiseerd, strict=True)
    )
    return {
        "periode": rapport.periode.naam,
        "peildatum": rapport.periode.peildatum.isoformat(),
        "projecten": [
            {
                "nr": item.nr,
                "titel": item.titel,
                "projectleider": item.projectleider,
                **_figures(rapport, item),
            }
            for item in rapport.stand.projecten
        ],
        "deelnemers": [
            {
                "code": has.code,
                "deelnemer": berekening.namen.get(has.code, has.code),
                "bijdrage_uren": has.bijdrage_uren,
                "beschikbaar_uren": has.belang_uren,
                "gerealiseerd_uren": spent.belang_uren,
                "projecten": list(rapport.projecten[has.code]),
                "interventies": rapport.interventies[has.code],
            }
            for has, spent in pairs
        ],
        "interventies": [_as_data(item) for item in rapport.mutaties if item.wat == "interventie"],
        "verschuivingen": [
            _as_data(item) for item in rapport.mutaties if item.wat == "verschuiving"
        ],
        "ontbreekt": list(rapport.ontbreekt),
    }


def _as_data(item: Mutatie) -> Mapping[str, Any]:
    shown = item.model_dump(mode="json", exclude={"wat"})
    return {**shown, "uitkomst": item.uitkomst}
