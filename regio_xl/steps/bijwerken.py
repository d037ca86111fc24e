"""Step ``bijwerken``: everything that the phase allows, in one go and computed once."""

from collections.abc import Iterator

from regio_xl.domain import Ernst, Fase, Uitkomst
from regio_xl.domain.tekst import count, join
from regio_xl.steps import evaluatie, toewijzen, voorstel
from regio_xl.steps.berekening import Berekening
from regio_xl.steps.selectie import package_data
from regio_xl.steps.valideren import (
    LOST,
    count_of,
    findings_data,
    missing_lines,
    voorstellen_known,
    without_voorstellen,
)

NAME = "bijwerken"

BY_FASE = {
    Fase.INVENTARISATIE: "Verzamel doorlopende en nieuwe voorstellen op blad Voorstellen en zet "
    "daarna de fase op Kader op ‘voorstel’.",
    Fase.VOORSTEL: "Lees het eerste voorstel op blad Voorstel na, stuur het naar de "
    "regievoerders en zet daarna de fase op Kader op ‘bespreking’.",
    Fase.BESPREKING: "Bespreek het pakket op blad Selectie in het AOO, leg keuzes vast op blad "
    "Voorstellen en adviezen op blad AOO, en zet daarna de fase op Kader op ‘besluit’.",
    Fase.BESLUIT: "Leg het pakket op blad Selectie voor aan het AB, vul blad Stemming in en doe "
    "‘stemming’. Zet na het besluit de fase op Kader op ‘uitvoering’.",
    Fase.UITVOERING: "Laat de projectleiders op blad Evaluatie de gerealiseerde uren en de "
    "lessen bijhouden.",
}


def show(berekening: Berekening) -> Uitkomst:
    """Return all that the steps show of ``berekening``, with each finding once."""
    cells = {"start_volgende_stap": next_step(berekening)}
    if not voorstellen_known(berekening.dossier):  # there is nothing else to make
        data = {"stappen": ["valideren"], **findings_data(berekening.bevindingen)}
        checked = without_voorstellen(berekening, {**data, **package_data(berekening)})
        return checked.model_copy(update={"cells": cells})
    package = toewijzen.show_selectie(berekening)
    parts = {voorstel.NAME: voorstel.show(berekening), toewijzen.SELECTIE_NAME: package}
    if berekening.fase is not None and berekening.fase.reached(evaluatie.FROM_FASE):
        parts[evaluatie.NAME] = evaluatie.show(berekening)
    # The last part knows most: where a row of Evaluatie moves, its findings move along.
    found = list(parts.values())[-1].bevindingen
    return Uitkomst(
        tables=tuple(table for part in parts.values() for table in part.tables),
        reports=tuple(report for part in parts.values() for report in part.reports),
        cells={**package.cells, **cells},
        bevindingen=found,
        samenvatting=tuple(_summary(berekening, list(parts))),
        data={"stappen": ["valideren", *parts], **findings_data(found), **package.data},
    )


def _summary(berekening: Berekening, parts: list[str]) -> Iterator[str]:
    yield from missing_lines(berekening.dossier)
    made = ["Controle", *(part.capitalize() for part in parts)]
    if "tblScenarios" in berekening.jaar.tables:
        made.append("Vergelijking")
    yield f"Bijgewerkt: de bladen {join(made)}."
    yield from toewijzen.package_lines(berekening, coverage=True)
    if evaluatie.NAME not in parts:
        fase = "nog niet bekend" if berekening.fase is None else f"nu ‘{berekening.fase}’"
        yield (
            f"Evaluatie overgeslagen: die hoort bij fase ‘{evaluatie.FROM_FASE}’ of later, "
            f"en de fase is {fase}."
        )
    yield "Begin op blad Start; daar staan de totalen en de volgende stap."


def next_step(berekening: Berekening) -> str:
    """Return what is most useful to do now: first what is wrong, then what the phase asks."""
    dossier, fase = berekening.dossier, berekening.fase
    if gone := [sheet for sheet in LOST if sheet in dossier.ontbreekt]:
        return f"Zet terug wat ontbreekt: blad {join(gone)} of de tabel erop; zie blad Controle."
    if fase is None:
        return "Vul op blad Kader het jaar, de fase en de parameters in; zie blad Controle."
    if not dossier.deelnemers:
        return "Vul op blad Deelnemers de deelnemers en hun DVO-uren in."
    if not dossier.voorstellen:
        return "Verzamel de eerste voorstellen op blad Voorstellen."
    if number := count_of(berekening.bevindingen, Ernst.FOUT):
        errors = count(number, "fout", "fouten")
        return f"Los {errors} op (zie blad Controle) en doe daarna opnieuw ‘bijwerken’."
    return BY_FASE[fase]
