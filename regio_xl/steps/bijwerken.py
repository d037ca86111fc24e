"""Step ``bijwerken``: everything that the phase allows, in one go and computed once."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from regio_xl.domain import Bevinding, Ernst, Fase, Uitkomst
from regio_xl.domain.levensloop import Staat
from regio_xl.domain.tekst import count, day, format_uren, join
from regio_xl.sheets import schema
from regio_xl.sheets.stemming import AOO_PAKKET, STEMMING_PAKKET
from regio_xl.steps import evaluatie, overschrijding, rapportage, toewijzen, voorstel
from regio_xl.steps.berekening import Berekening
from regio_xl.steps.oordeel import tell_behind
from regio_xl.steps.opgeslagen import number_of, rows_of
from regio_xl.steps.selectie import package_data
from regio_xl.steps.valideren import (
    LOST,
    count_of,
    findings_data,
    header,
    missing_lines,
    voorstellen_known,
    without_voorstellen,
)
from regio_xl.steps.vastgesteld import uitslag_of

NAME = "bijwerken"

BY_FASE = {
    Fase.INVENTARISATIE: "Verzamel doorlopende en nieuwe voorstellen op blad Voorstellen en zet "
    "daarna de fase op Kader op ‘voorstel’.",
    Fase.VOORSTEL: "Lees het eerste voorstel op blad Voorstel na, stuur het naar de "
    "regievoerders en zet daarna de fase op Kader op ‘bespreking’.",
    Fase.BESPREKING: "Lees het pakket op blad Selectie na en doe ‘voorleggen’: dan ligt het bij "
    "het AOO.",
    Fase.BESLUIT: "Lees het pakket op blad Selectie na en doe ‘voorleggen’: dan ligt het bij het "
    "AB.",
    Fase.UITVOERING: "Er is nog geen besluit: zet de fase op Kader op ‘besluit’ en doe "
    "‘voorleggen’.",
}
"""What to do with a package that was divided and that nobody was asked about yet."""

BY_STAAT = {
    Staat.TER_ADVIES: "Leg de adviezen over het pakket vast op blad AOO. Zet daarna de fase op "
    "Kader op ‘besluit’ en doe ‘voorleggen’.",
    Staat.TER_STEMMING: "Vul op blad Stemming de stemmen in, met nummer en datum van het besluit, "
    "en doe ‘stemming’.",
    Staat.VASTGESTELD: "Zet de fase op Kader op ‘uitvoering’ als de projecten beginnen.",
    Staat.IN_UITVOERING: "Laat de projectleiders blad Voortgang bijhouden, en doe ‘rapportage’ als "
    "een periode voorbij is.",
    Staat.AFGESLOTEN: "Het jaar is afgesloten. Werk verder in de werkmap van het jaar erna.",
}
"""What to do with a package further in its life."""


REJECTED = "niet aangenomen"
REFUSED = (
    "Het AB nam dit pakket niet aan. Pas het aan, verdeel opnieuw (‘toewijzen’ met --opnieuw, of "
    "bevestig de vraag bij de knop) en leg dat voor."
)


DIVIDE = "Doe ‘bijwerken’: dan worden de uren verdeeld."
WITHOUT_RECORD = "Van dit pakket is niet vastgelegd waarop het berust. Doe ‘toewijzen’."
DIVIDE_AGAIN = "De invoer is gewijzigd. Doe ‘bijwerken’: dan worden de uren opnieuw verdeeld."


def show(berekening: Berekening) -> Uitkomst:
    """Return all that the steps show of ``berekening``, with each finding once."""
    if not voorstellen_known(berekening.dossier):  # there is nothing else to make
        data = {"stappen": ["valideren"], **findings_data(berekening.bevindingen)}
        return without_voorstellen(berekening, {**data, **package_data(berekening)})
    made = parts(berekening)
    found = last_findings(made)
    return Uitkomst(
        bevindingen=found,
        samenvatting=tuple(_summary(berekening, list(made), found)),
        data={
            "stappen": ["valideren", *made],
            **findings_data(found),
            **made[toewijzen.SELECTIE_NAME].data,
        },
    )


def parts(berekening: Berekening) -> dict[str, Uitkomst]:
    """Return every sheet that shows the package, by the step that is about it.

    Together, so that they always show the same one. Evaluatie from its phase on, or once it is
    in use; Rapportage once a first period of the year is over.
    """
    made = {
        voorstel.NAME: voorstel.show(berekening),
        toewijzen.SELECTIE_NAME: toewijzen.show_selectie(berekening),
    }
    if rapportage.is_due(berekening):
        made[rapportage.NAME] = rapportage.show(berekening)
    begun = berekening.fase is not None and berekening.fase.reached(evaluatie.FROM_FASE)
    if begun or any(number_of(row) for row in rows_of(berekening.jaar, evaluatie.TABLE)):
        made[evaluatie.NAME] = evaluatie.show(berekening)
    return made


def last_findings(made: Mapping[str, Uitkomst]) -> tuple[Bevinding, ...]:
    """Return the findings of the part that knows most: rows of Evaluatie may have moved."""
    return list(made.values())[-1].bevindingen


def with_package(berekening: Berekening, uitkomst: Uitkomst) -> Uitkomst:
    """Add every sheet that shows the package to what a step shows itself."""
    if not voorstellen_known(berekening.dossier) or not berekening.toonbaar:
        lines = tuple(_unwritten(berekening)) or uitkomst.samenvatting
        nothing: dict[str, Any] = {"tables": (), "reports": (), "cells": {}}
        return uitkomst.model_copy(update={**nothing, "samenvatting": lines})
    made = parts(berekening)
    every = (*made.values(), uitkomst)
    tables = {table.name: table for part in every for table in part.tables}
    reports = {report.sheet: report for part in every for report in part.reports}
    return uitkomst.model_copy(
        update={
            "tables": tuple(tables.values()),
            "reports": tuple(reports.values()),
            "cells": {name: value for part in every for name, value in part.cells.items()},
            "bevindingen": last_findings(made),
        }
    )


def _unwritten(berekening: Berekening) -> Iterator[str]:
    """Say why no sheet about the package was written; nothing of what it would have been."""
    yield from missing_lines(berekening.dossier)
    if berekening.blijft is not None:
        yield f"{berekening.blijft.melding} De andere bladen met het pakket blijven ook zo."


def _summary(berekening: Berekening, parts: list[str], found: Sequence[Bevinding]) -> Iterator[str]:
    yield from missing_lines(berekening.dossier)
    made = ["Controle", *(part.capitalize() for part in parts)]
    if "tblScenarios" in berekening.jaar.tables:
        made.append("Vergelijking")
    yield f"Bijgewerkt: de bladen {join(made)}."
    if berekening.bewaking.voortgang:  # what the hours do comes first, once there are any
        told = overschrijding.about_hours(berekening, found)
        yield from overschrijding.about_year(berekening.bewaking, told)
    yield from toewijzen.package_lines(berekening, coverage=True)
    if evaluatie.NAME not in parts:
        fase = "nog niet bekend" if berekening.fase is None else f"nu ‘{berekening.fase}’"
        yield (
            f"Evaluatie overgeslagen: die hoort bij fase ‘{evaluatie.FROM_FASE}’ of later, "
            f"en de fase is {fase}."
        )
    yield "Begin op blad Start; daar staan de totalen en de volgende stap."


def next_step(berekening: Berekening, bevindingen: tuple[Bevinding, ...], staat: Staat) -> str:
    """Return the one thing to do now; once the AB decided, that decision first."""
    return " ".join([*_decision(berekening, staat), _next(berekening, bevindingen, staat)])


def _decision(berekening: Berekening, staat: Staat) -> Iterator[str]:
    made = berekening.dossier.besluitvorming
    if not staat.ligt_vast:
        return
    which = f"besluit {made.nummer}" if made.nummer else "een besluit"
    when = f" van {day(made.datum)}" if made.datum else ""
    uren = made.besluit.pakket if made.besluit else berekening.pakket.uren
    projects = count(len(uren), "project", "projecten")
    yield f"Vastgesteld met {which}{when}: {projects}, {format_uren(sum(uren.values()))}."


def _next(berekening: Berekening, bevindingen: tuple[Bevinding, ...], staat: Staat) -> str:
    if lacking := _lacking(berekening):
        return lacking
    made, uitslag = berekening.dossier.besluitvorming, uitslag_of(berekening.dossier)
    voted = staat is Staat.TER_STEMMING and uitslag.aangenomen
    complete = voted and bool(made.nummer) and made.datum is not None
    if number := count_of(bevindingen, Ernst.FOUT):
        errors, step = count(number, "fout", "fouten"), "stemming" if complete else "bijwerken"
        return f"Los {errors} op (zie blad Controle) en doe daarna ‘{step}’."
    if complete:
        return "Doe ‘stemming’: dan staat het pakket met zijn uren vast."
    if staat is Staat.TER_STEMMING and uitslag.woord == REJECTED:
        return REFUSED
    if divide := _to_divide(berekening, staat):
        return divide
    ask = BY_STAAT.get(staat) or BY_FASE[berekening.fase or Fase.INVENTARISATIE]
    return f"{_to_empty(berekening, staat)}{ask}"


def _to_divide(berekening: Berekening, staat: Staat) -> str:
    """Ask for a division where ‘voorleggen’ would refuse the package; "" where it would not."""
    if staat is Staat.GEEN:
        return DIVIDE
    if staat is Staat.BEREKEND and not berekening.kenmerk:
        return WITHOUT_RECORD
    return DIVIDE_AGAIN if tell_behind(berekening) else ""


def _to_empty(berekening: Berekening, staat: Staat) -> str:
    """Ask to empty what was said of an earlier package, which ‘voorleggen’ would not erase."""
    fase = berekening.fase or Fase.INVENTARISATIE
    if staat not in (Staat.BEREKEND, Staat.TER_ADVIES) or not fase.reached(Fase.BESPREKING):
        return ""
    to_ab = staat is Staat.TER_ADVIES or fase.reached(Fase.BESLUIT)
    name, table, key = (
        (STEMMING_PAKKET, "tblStemming", "stem") if to_ab else (AOO_PAKKET, "tblAOO", "advies")
    )
    if berekening.gebonden[name] in (None, berekening.kenmerk):
        return ""
    sheet = schema.tables()[table][0].name
    return (
        f"Maak op blad {sheet} kolom {header(table, key)} leeg: wat daar staat, gaat over een "
        "eerder pakket. "
    )


def _lacking(berekening: Berekening) -> str:
    """Say which input as a whole is asked for now; "" when all sheets hold something."""
    dossier = berekening.dossier
    if gone := [sheet for sheet in LOST if sheet in dossier.ontbreekt]:
        return f"Zet terug wat ontbreekt: blad {join(gone)} of de tabel erop; zie blad Controle."
    if berekening.fase is None:
        return "Vul op blad Kader het jaar, de fase en de parameters in; zie blad Controle."
    if not dossier.deelnemers:
        return "Vul op blad Deelnemers de deelnemers en hun DVO-uren in."
    return "" if dossier.voorstellen else "Verzamel de eerste voorstellen op blad Voorstellen."
