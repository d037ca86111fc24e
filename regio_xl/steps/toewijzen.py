"""Step ``toewijzen``: divide the hours, compare the scenarios, and say why each is in or out."""

from collections.abc import Iterator

from regio_xl.domain import Jaar, Uitkomst
from regio_xl.domain.woorden import Scenario
from regio_xl.steps import controle, logboek, ontbreekt, selectietabel, vastgesteld, vergelijking
from regio_xl.steps.berekening import Berekening
from regio_xl.steps.eigenhandig import nowhere_to_keep
from regio_xl.steps.pakket import compute

NAME = "toewijzen"


def run(jaar: Jaar) -> Uitkomst:
    """Divide the hours (A26, F3.1 to F3.4, O4 to O7) and fill Selectie, Vergelijking, Controle."""
    return logboek.add_row(jaar, NAME, show(compute(jaar, opnieuw=True), opnieuw=True))


def leaves_selectie(berekening: Berekening) -> bool:
    """Tell whether sheet Selectie stays as it is: edited by hand, and no place to keep that."""
    return berekening.scenario is Scenario.VASTGESTELD and berekening.opgeslagen.kan_niet_weg


def stays(berekening: Berekening) -> Iterator[str]:
    """Say that sheet Selectie was left alone, where it was."""
    if (found := nowhere_to_keep()) in berekening.bevindingen:
        yield found.melding


def show(berekening: Berekening, *, opnieuw: bool = False) -> Uitkomst:
    """Return the package of ``berekening``: its sheets, findings, ``--json``.

    Args:
        berekening: The year with the package that counts.
        opnieuw: Whether hours were divided anew: a package edited by hand is then kept.
    """
    if not ontbreekt.voorstellen_known(berekening.dossier):
        return ontbreekt.without_voorstellen(berekening, selectietabel.data(berekening))
    found = vastgesteld.after_restoring(berekening)
    check = controle.contents(found, berekening.totaal)
    compared = vergelijking.compare(berekening, opnieuw=opnieuw)
    package = () if leaves_selectie(berekening) else (selectietabel.selectie(berekening),)
    return Uitkomst(
        tables=(*check["tables"], *package, *vergelijking.tables(berekening, compared)),
        cells={**check["cells"], **vergelijking.cells(berekening)},
        bevindingen=found,
        samenvatting=(
            *ontbreekt.lines(berekening.dossier),
            *selectietabel.summary(berekening),
            *vergelijking.summary(compared),
            *stays(berekening),
            f"Per voorstel: zie blad Selectie{vergelijking.pointer(berekening)}.",
            controle.summary(found),
        ),
        data={**selectietabel.data(berekening), "scenarios": vergelijking.data(compared)},
    )
