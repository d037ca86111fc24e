"""Step ``selectie``: the package with its coverage, ready for the AOO and the AB."""

from regio_xl.domain import Jaar, Uitkomst
from regio_xl.steps import advies, logboek, ontbreekt, toewijzen
from regio_xl.steps.berekening import Berekening
from regio_xl.steps.pakket import compute

NAME = "selectie"


def run(jaar: Jaar) -> Uitkomst:
    """Do all of ``toewijzen``, but let an edited package stand; add the coverage (U4.3, F3.3)."""
    return logboek.add_row(jaar, NAME, show(toewijzen.ready(compute(jaar))))


def show(berekening: Berekening) -> Uitkomst:
    """Return package and coverage of ``berekening``, and the advice in one text (U2.4)."""
    package = toewijzen.show(berekening, dekking=True)
    if not ontbreekt.voorstellen_known(berekening.dossier):
        return package
    cells = {**package.cells, advies.CELL: advies.summary(berekening.dossier)}
    return package.model_copy(update={"cells": cells})
