"""Step ``bijwerken``: everything that the phase allows, in one go and computed once."""

from collections.abc import Iterator

from regio_xl.domain import CellValue, Jaar, Report, TableContent, Uitkomst
from regio_xl.domain.tekst import join
from regio_xl.steps import (
    controle,
    evaluatie,
    logboek,
    ontbreekt,
    selectie,
    selectietabel,
    toewijzen,
    vergelijking,
    voorstel,
)
from regio_xl.steps.berekening import Berekening
from regio_xl.steps.pakket import compute
from regio_xl.steps.volgende import next_step

NAME = "bijwerken"


def run(jaar: Jaar) -> Uitkomst:
    """Check, propose, select and (from phase ``besluit`` on) prepare the evaluation."""
    return logboek.add_row(jaar, NAME, show(toewijzen.ready(compute(jaar))))


def show(berekening: Berekening) -> Uitkomst:
    """Return all that the steps show of ``berekening``, with each finding once."""
    if not ontbreekt.voorstellen_known(berekening.dossier):
        return _only_checked(berekening)
    parts = {voorstel.NAME: voorstel.show(berekening), selectie.NAME: selectie.show(berekening)}
    if evaluation_is_due(berekening):
        parts[evaluatie.NAME] = evaluatie.show(berekening)
    # The last part knows most: where a row of Evaluatie moves, its findings move along.
    found = list(parts.values())[-1].bevindingen
    check = controle.contents(found, berekening.totaal)
    cells: dict[str, CellValue] = {
        **parts[selectie.NAME].cells,
        **check["cells"],
        "start_volgende_stap": next_step(berekening),
    }
    return Uitkomst(
        tables=(*check["tables"], *_own_tables(parts)),
        reports=_reports(parts),
        cells=cells,
        bevindingen=found,
        samenvatting=(*_summary(berekening, parts), controle.summary(found)),
        data={
            "stappen": ["valideren", *parts],
            **controle.data(found),
            **parts[selectie.NAME].data,
        },
    )


def _only_checked(berekening: Berekening) -> Uitkomst:
    """Return findings alone: without proposals there is nothing else to make."""
    data = {
        "stappen": ["valideren"],
        **controle.data(berekening.bevindingen),
        **selectietabel.data(berekening),
    }
    cells: dict[str, CellValue] = {"start_volgende_stap": next_step(berekening)}
    return ontbreekt.without_voorstellen(berekening, data, cells)


def evaluation_is_due(berekening: Berekening) -> bool:
    """Tell whether the package is firm enough to make evaluation rows for it."""
    return berekening.fase is not None and berekening.fase.reached(evaluatie.FROM_FASE)


def _own_tables(parts: dict[str, Uitkomst]) -> Iterator[TableContent]:
    """Yield the tables of the parts; Controle is theirs together and made anew."""
    for part in parts.values():
        yield from (table for table in part.tables if table.name != "tblControle")


def _reports(parts: dict[str, Uitkomst]) -> tuple[Report, ...]:
    return tuple(report for part in parts.values() for report in part.reports)


def _summary(berekening: Berekening, parts: dict[str, Uitkomst]) -> Iterator[str]:
    yield from ontbreekt.lines(berekening.dossier)
    made = ["Controle", *(part.capitalize() for part in parts)]
    if "tblScenarios" in berekening.jaar.tables:
        made.append("Vergelijking")
    yield f"Bijgewerkt: de bladen {join(made)}."
    yield from selectietabel.summary(berekening)
    yield from selectietabel.coverage(berekening)
    told = parts[selectie.NAME].samenvatting
    yield from (line for line in told if line.startswith(vergelijking.KEPT))
    if berekening.blijft is not None:
        yield berekening.blijft.melding
    if evaluatie.NAME not in parts:
        fase = "nog niet bekend" if berekening.fase is None else f"nu ‘{berekening.fase}’"
        yield (
            f"Evaluatie overgeslagen: die hoort bij fase ‘{evaluatie.FROM_FASE}’ of later, "
            f"en de fase is {fase}."
        )
    yield "Begin op blad Start; daar staan de totalen en de volgende stap."
