"""Steps ``toewijzen`` and ``selectie``: divide the hours and fill Selectie and Vergelijking.

The two differ in one thing: ``selectie`` lets a package that was edited by hand stand, and tells
who is covered and what the AOO advises.
"""

from collections.abc import Mapping

from regio_xl.domain import Bevinding, TableContent, Uitkomst
from regio_xl.steps import vastgesteld, vergelijking
from regio_xl.steps.berekening import Berekening
from regio_xl.steps.selectie import (
    coverage_lines,
    dekking_table,
    package_data,
    package_summary,
    rows_of_selectie,
    selectie_table,
)
from regio_xl.steps.stemming import ADVICE, advice_summary
from regio_xl.steps.valideren import (
    merge,
    missing_lines,
    voorstellen_known,
    without_voorstellen,
)

NAME, SELECTIE_NAME = "toewijzen", "selectie"


def ready(berekening: Berekening) -> Berekening:
    """Return a year with its findings as they are once Selectie and Vergelijking are written.

    An adopted package is then back on Selectie, and rows may stand elsewhere. Where Selectie
    must stay as it is, that is a finding too.
    """
    found = berekening.bevindingen
    if berekening.dossier.kader is not None and voorstellen_known(berekening.dossier):
        found = tuple(_moved(berekening, vastgesteld.after_restoring(berekening)))
    extra = () if berekening.blijft is None else (berekening.blijft,)
    return berekening.model_copy(update={"bevindingen": merge(found, extra)})


def _moved(berekening: Berekening, found: tuple[Bevinding, ...]) -> list[Bevinding]:
    """Return findings with the row where the cell will stand."""
    opgeslagen, kept = berekening.opgeslagen, vergelijking.rows_of_pakketten(berekening)
    places = {"Vergelijking": _shifts(opgeslagen.pakketrijen, kept)}
    if berekening.blijft is None:
        places["Selectie"] = _shifts(opgeslagen.rijen, rows_of_selectie(berekening))
    return [
        item.model_copy(update={"rij": places[item.blad].get(item.rij, item.rij)})
        if item.blad in places and item.rij is not None
        else item
        for item in found
    ]


def _shifts(old: Mapping[int, int], new: Mapping[int, int]) -> dict[int, int]:
    return {row: new[nr] for nr, row in old.items() if nr in new}


def show(berekening: Berekening) -> Uitkomst:
    """Return the package of ``berekening``: its sheets, findings, ``--json``."""
    return _show(berekening, (), "Per voorstel")


def show_selectie(berekening: Berekening) -> Uitkomst:
    """Return the same with who is covered (U4.3), and the advice in one text (U2.4)."""
    package = _show(berekening, coverage_lines(berekening), "Pakket en dekking")
    if not voorstellen_known(berekening.dossier):
        return package
    cells = {**package.cells, ADVICE: advice_summary(berekening.dossier)}
    return package.model_copy(update={"cells": cells})


def _show(berekening: Berekening, coverage: tuple[str, ...], what: str) -> Uitkomst:
    data = package_data(berekening)
    if not voorstellen_known(berekening.dossier):
        return without_voorstellen(berekening, data)
    compared = vergelijking.compare(berekening)
    return Uitkomst(
        tables=(*_package(berekening), *vergelijking.tables(berekening, compared)),
        cells=vergelijking.cells(berekening),
        bevindingen=berekening.bevindingen,
        samenvatting=(
            *missing_lines(berekening.dossier),
            *package_summary(berekening),
            *coverage,
            *vergelijking.kept_lines(berekening),
            *(() if berekening.blijft is None else (berekening.blijft.melding,)),
            f"{what}: zie blad Selectie{vergelijking.pointer(berekening)}.",
        ),
        data={**data, "scenarios": vergelijking.data(compared)},
    )


def _package(berekening: Berekening) -> tuple[TableContent, ...]:
    """Return the tables of sheet Selectie; none where it must stay as it is."""
    if berekening.blijft is not None:
        return ()
    return selectie_table(berekening), dekking_table(berekening)
