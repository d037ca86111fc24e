"""The end of a year: may it be closed, what the next one starts with, and what is still to answer.

What goes along is in ``meenemen``; the workbook is built by whoever asked. The old year keeps all
that stands there and gets a mark; ``domain/levensloop`` says what may be done after that.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from regio_xl import __version__
from regio_xl.domain import CellValue, Dossier, Fase, Jaar
from regio_xl.domain.levensloop import OVERGANGEN, Daad, Staat, refusal
from regio_xl.domain.model import Model
from regio_xl.domain.tekst import ALL, count, day, join, quote
from regio_xl.sheets.dossier import read_dossier
from regio_xl.sheets.numbers import LAST_YEAR
from regio_xl.sheets.vastlegging import AFGESLOTEN, STAAT
from regio_xl.sheets.vragen import TABLE as VRAGEN
from regio_xl.sheets.vragen import open_questions
from regio_xl.steps.berekening import Berekening
from regio_xl.steps.meenemen import (
    Project,
    Rows,
    Waarden,
    belang_rows,
    beoordeling_rows,
    calendar_rows,
    codes,
    deelnemer_rows,
    hours_told,
    kader_rows,
    own_columns,
    projects,
    rows_of_evaluatie,
    voorstel_rows,
)
from regio_xl.steps.pakket import Verdeel, compute

NAME = "nieuw-jaar"
DOORGAAN, STOPPEN = "doorgaan", "stoppen"

CALENDAR = ("tblTijdlijn", "tblPerioden")

OLDER = (
    "Deze werkmap is van een oudere versie en heeft geen plaats om het jaar af te sluiten. Doe "
    "eerst ‘vernieuwen’."
)


class Volgend(Model):
    """What the workbook of the next year starts with, and what the old one gets."""

    weigering: str = ""  # why nothing is made, in Dutch; then all else is empty
    jaar: int = 0  # the next year
    codes: tuple[str, ...] = ()  # of the participants, in order
    namen: Mapping[str, str] = {}  # of the participants, by code
    tabellen: Mapping[str, Rows] = {}  # rows by name of the table
    cellen: Mapping[str, CellValue] = {}  # named cells of the new workbook
    merk: Mapping[str, CellValue] = {}  # named cells of the old one: it is closed
    samenvatting: tuple[str, ...] = ()  # lines for the user, in Dutch
    data: Mapping[str, Any] = {}  # for ``--json``


def close(jaar: Jaar, naar: str) -> Volgend:
    """Return what the next year starts with, or why the year cannot be closed (U9.2, U1.3).

    Args:
        jaar: The year as it stands.
        naar: File name of the next year's workbook, for the mark in this one.
    """
    berekening = compute(jaar, read_dossier(jaar), verdeel=Verdeel.NOOIT)
    why, dossier, kader = _why_not(berekening), berekening.dossier, berekening.dossier.kader
    if why or kader is None:
        return Volgend(weigering=why)
    year = kader.jaar + 1
    every = projects(berekening)
    going_on = [project for project in every if project.vervolg == DOORGAAN]
    numbers = [project.nr for project in going_on]
    waarden = kader_rows(jaar, year)
    questions = tuple(_questions(berekening, kader.jaar, every, waarden))
    listed = codes(dossier.deelnemers)
    per_participant = tuple({"code": code} for code in listed)
    return Volgend(
        jaar=year,
        codes=listed,
        namen={item.code: item.naam for item in dossier.deelnemers},
        tabellen={
            **{name: rows for name in CALENDAR if (rows := calendar_rows(jaar, name))},
            "tblKader": waarden.rijen,
            "tblDeelnemers": deelnemer_rows(jaar),
            "tblVoorstellen": voorstel_rows(jaar, dossier, going_on, year - 1),
            "tblBelang": belang_rows(dossier, numbers),
            "tblBeoordeling": beoordeling_rows(dossier, numbers, year - 1),
            "tblAOO": per_participant,
            "tblStemming": per_participant,
            VRAGEN: questions,
            "tblLogboek": (_log_row(jaar, year, len(going_on)),),
        },
        cellen=_cells(jaar, year),
        merk={
            AFGESLOTEN: f"Op {day(jaar.read_at)} door {jaar.user}; verder in {naar}.",
            STAAT: OVERGANGEN[berekening.staat, Daad.AFSLUITEN].value,
        },
        samenvatting=tuple(_summary(jaar, year, every, waarden, len(questions))),
        data=_data(year, every, waarden, questions),
    )


def _why_not(berekening: Berekening) -> str:
    """Return why the year cannot be closed now; "" where it can."""
    return _unreadable(berekening) or _undecided(berekening) or _closed(berekening)


def _unreadable(berekening: Berekening) -> str:
    jaar, dossier = berekening.jaar, berekening.dossier
    if AFGESLOTEN not in jaar.cells:
        return OLDER
    gone = [*dossier.ontbreekt, *(["Evaluatie"] if "tblEvaluatie" not in jaar.tables else [])]
    if gone:
        return f"Het jaar is niet te lezen: blad {join(gone)} ontbreekt of mist zijn tabel."
    if dossier.kader is None:
        return "Het jaar is niet te lezen: blad Kader klopt niet. Doe ‘valideren’."
    return ""


def _undecided(berekening: Berekening) -> str:
    made, kader = berekening.dossier.besluitvorming, berekening.dossier.kader
    if kader is not None and made.besluit is None:
        return (
            f"Het AB heeft voor {kader.jaar} nog geen pakket vastgesteld. Er is dus geen jaar om "
            "af te sluiten; zie blad Stemming."
        )
    if made.beschadigd:
        return (
            "Het vastgestelde pakket op blad Stemming is met de hand gewijzigd. Haal dat blad "
            "terug uit een kopie van na het besluit; zie ook ‘terug’."
        )
    return ""


def _closed(berekening: Berekening) -> str:
    kader, mark = berekening.dossier.kader, berekening.jaar.cells.get(AFGESLOTEN)
    if kader is not None and berekening.staat is Staat.AFGESLOTEN:
        return (
            f"Het jaar {kader.jaar} is al afgesloten ({quote(mark)}). Moet het opnieuw, maak dan "
            "‘Jaar afgesloten’ op blad Vastlegging leeg."
        )
    if kader is not None and kader.jaar >= LAST_YEAR:
        return f"Na {LAST_YEAR} kent deze versie geen jaar meer."
    return refusal(berekening.staat, Daad.AFSLUITEN)


def _cells(jaar: Jaar, year: int) -> dict[str, CellValue]:
    came = str(jaar.cells.get("herkomst_cijfers") or "").strip()
    return {
        "jaar": float(year),
        "fase": Fase.INVENTARISATIE.value,
        "versie_werkmap": f"regio-xl {__version__}",
        "herkomst_cijfers": f"{came} Begonnen met de werkmap van {year - 1}.".strip(),
        "start_volgende_stap": f"Vul op blad Deelnemers de DVO-uren van {year} in en beantwoord de "
        "vragen op blad Vragen. Doe daarna ‘valideren’.",
    }


def _log_row(jaar: Jaar, year: int, number: int) -> Mapping[str, CellValue]:
    return {
        "wanneer": jaar.read_at,
        "wie": jaar.user,
        "stap": NAME,
        "versie": __version__,
        "invoer": jaar.source_hash,
        "uitkomst": f"Begonnen met de werkmap van {year - 1}: "
        f"{count(number, 'doorlopend project', 'doorlopende projecten')}.",
    }


def _questions(
    berekening: Berekening, year: int, every: tuple[Project, ...], waarden: Waarden
) -> Iterator[Mapping[str, str]]:
    """Yield what is still open: what people asked themselves, and what the old year leaves open."""
    jaar, dossier = berekening.jaar, berekening.dossier
    for row in open_questions(jaar):
        yield {"vraag": row.text("vraag"), "herkomst": row.text("herkomst") or f"Vragen {year}"}
    for source, text in (
        *((f"Evaluatie {year}", text) for text in _about_projects(jaar, every, year)),
        *((f"Voorstellen {year}", text) for text in _about_pairs(dossier, every)),
        *((f"Kader {year}", text) for text in _about_values(waarden, year)),
    ):
        yield {"vraag": text, "herkomst": source}


def _about_projects(jaar: Jaar, every: tuple[Project, ...], year: int) -> Iterator[str]:
    for project in every:
        name = f"Project {project.nr} ({project.titel})"
        if not project.vervolg:
            yield (
                f"{name}: gaat het door of stopt het? Gaat het door, zet het dan als doorlopend "
                f"op blad Voorstellen, met nummer {project.nr}. Van {year}: {hours_told(project)}."
            )
        elif project.vervolg == DOORGAAN and project.gevraagd is None:
            yield f"{name}: hoeveel uur vraagt het? Van {year}: {hours_told(project)}."
        if project.vervolg == DOORGAAN and not (project.resultaat and project.lessen):
            yield f"{name}: resultaat en lessen van {year} zijn nog niet allebei ingevuld."
    adopted = {project.nr for project in every}
    for nr, rows in rows_of_evaluatie(jaar).items():
        if nr not in adopted and any(row.text("vervolg") == DOORGAAN for row in rows):
            which = "Een regel zonder nummer" if nr is None else f"Project {nr}"
            yield (
                f"{which} gaat volgens de evaluatie door, maar zat niet in het vastgestelde "
                "pakket. Moet het mee, zet het dan op blad Voorstellen."
            )


def _about_pairs(dossier: Dossier, every: tuple[Project, ...]) -> Iterator[str]:
    numbers = {project.nr for project in every if project.vervolg == DOORGAAN}
    for item in dossier.voorstellen:
        if lost := [nr for nr in item.vereist if item.nr in numbers and nr not in numbers]:
            yield (
                f"Project {item.nr} kon niet zonder {join(map(str, lost))}, en dat gaat niet mee. "
                "Kan het nu wel zonder?"
            )
    if numbers:
        yield (
            "Belang en scores van de doorlopende projecten zijn overgenomen. Kloppen ze nog, nu de "
            "evaluatie er is?"
        )


def _about_values(waarden: Waarden, year: int) -> Iterator[str]:
    if waarden.keuzes:
        yield (
            f"Deze keuzes waren er tot en met {year} en zijn overgenomen: "
            f"{join(waarden.keuzes, most=ALL)}. Gelden ze weer?"
        )
    if waarden.ingekort:
        yield (
            f"De uren voor ketentoezicht golden langer dan {year}. Ze zijn niet overgenomen, want "
            "de opdrachtgevers bepalen ze elk jaar. Hoeveel worden het?"
        )


def _summary(
    jaar: Jaar, year: int, every: tuple[Project, ...], waarden: Waarden, questions: int
) -> Iterator[str]:
    by = _by_choice(every)
    stops = "stopt" if len(by[STOPPEN]) == 1 else "stoppen"
    yield (
        f"Het jaar {year} begint met {count(len(by[DOORGAAN]), 'project', 'projecten')} die "
        f"doorgaan; {len(by[STOPPEN])} {stops}."
    )
    if by[""]:
        yield (
            f"Zonder keuze tussen doorgaan en stoppen, en dus niet meegenomen: "
            f"{join(map(str, by['']), most=ALL)}."
        )
    if waarden.vast_te_stellen:
        yield (
            f"Het AB moet voor {year} {count(len(waarden.vast_te_stellen), 'waarde', 'waarden')} "
            f"vaststellen: {join(waarden.vast_te_stellen)} (U1.3). Tot dan is er geen totaal."
        )
    if own := list(own_columns(jaar)):
        yield f"Eigen kolommen gaan niet mee: {join(own)}."
    if questions:
        yield f"Op blad Vragen staat wat nog open is: {count(questions, 'vraag', 'vragen')}."
    yield f"Het jaar {year - 1} is afgesloten. Rapporteren en evalueren kan daar nog."


def _by_choice(every: tuple[Project, ...]) -> dict[str, list[int]]:
    return {
        word: [item.nr for item in every if item.vervolg == word]
        for word in (DOORGAAN, STOPPEN, "")
    }


def _data(
    year: int,
    every: tuple[Project, ...],
    waarden: Waarden,
    questions: tuple[Mapping[str, str], ...],
) -> dict[str, Any]:
    by = _by_choice(every)
    fields = ("nr", "titel", "vastgesteld", "beschikbaar", "gerealiseerd", "over", "gevraagd")
    return {
        "jaar": year,
        "doorgaan": [
            {key: getattr(item, key) for key in fields}
            for item in every
            if item.vervolg == DOORGAAN
        ],
        "stoppen": by[STOPPEN],
        "zonder_keuze": by[""],
        "vast_te_stellen": list(waarden.vast_te_stellen),
        "vragen": list(questions),
    }
