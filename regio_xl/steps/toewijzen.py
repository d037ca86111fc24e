"""Step ``toewijzen``: divide the hours and say for every proposal why it is in or out."""

from regio_xl.domain import Jaar, Uitkomst
from regio_xl.steps import controle, logboek, ontbreekt, selectietabel
from regio_xl.steps.berekening import Berekening
from regio_xl.steps.pakket import compute

NAME = "toewijzen"


def run(jaar: Jaar) -> Uitkomst:
    """Divide the hours by ranking (A26, O4 to O7) and fill sheets Selectie and Controle."""
    return logboek.add_row(jaar, NAME, show(compute(jaar)))


def show(berekening: Berekening) -> Uitkomst:
    """Return the package of ``berekening``: sheet Selectie, findings, ``--json``."""
    if not ontbreekt.voorstellen_known(berekening.dossier):
        return ontbreekt.without_voorstellen(berekening, selectietabel.data(berekening))
    check = controle.contents(berekening.bevindingen, berekening.totaal)
    return Uitkomst(
        tables=(*check["tables"], selectietabel.selectie(berekening)),
        cells=check["cells"],
        bevindingen=berekening.bevindingen,
        samenvatting=(
            *ontbreekt.lines(berekening.dossier),
            *selectietabel.summary(berekening),
            "Per voorstel: zie blad Selectie.",
            controle.summary(berekening.bevindingen),
        ),
        data=selectietabel.data(berekening),
    )
