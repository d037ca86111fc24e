"""Step ``selectie``: the package with its coverage, ready for the AOO and the AB."""

from regio_xl.domain import Jaar, Uitkomst
from regio_xl.steps import advies, controle, logboek, ontbreekt, selectietabel, toewijzen
from regio_xl.steps.berekening import Berekening
from regio_xl.steps.pakket import compute

NAME = "selectie"


def run(jaar: Jaar) -> Uitkomst:
    """Do all of ``toewijzen`` and add the coverage per participant (U4.3, F3.3)."""
    return logboek.add_row(jaar, NAME, show(compute(jaar)))


def show(berekening: Berekening) -> Uitkomst:
    """Return package and coverage of ``berekening``."""
    package = toewijzen.show(berekening)
    if not ontbreekt.voorstellen_known(berekening.dossier):
        return package
    return package.model_copy(
        update={
            "tables": (*package.tables, selectietabel.dekking(berekening)),
            "cells": {**package.cells, advies.CELL: advies.summary(berekening.dossier)},
            "samenvatting": (
                *ontbreekt.lines(berekening.dossier),
                *selectietabel.summary(berekening),
                *selectietabel.coverage(berekening),
                *toewijzen.stays(berekening),
                "Pakket en dekking: zie blad Selectie.",
                controle.summary(package.bevindingen),
            ),
        }
    )
