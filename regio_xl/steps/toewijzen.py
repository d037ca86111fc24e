"""Step ``toewijzen``: divide the hours, compare the scenarios, and say why each is in or out."""

from collections.abc import Mapping

from regio_xl.domain import Bevinding, Jaar, TableContent, Uitkomst
from regio_xl.steps import (
    controle,
    logboek,
    ontbreekt,
    scenarios,
    selectietabel,
    vastgesteld,
    vergelijking,
)
from regio_xl.steps.berekening import Berekening
from regio_xl.steps.pakket import compute

NAME = "toewijzen"


def run(jaar: Jaar) -> Uitkomst:
    """Divide the hours (A26, F3.1 to F3.4, O4 to O7) and fill Selectie, Vergelijking, Controle."""
    berekening = ready(compute(jaar, opnieuw=True))
    return logboek.add_row(jaar, NAME, show(berekening, opnieuw=True))


def ready(berekening: Berekening) -> Berekening:
    """Return a year with its findings as they are once Selectie and Vergelijking are written.

    An adopted package is then back on Selectie, and rows may stand elsewhere. Where Selectie
    must stay as it is, that is a finding too.
    """
    if berekening.dossier.kader is None or not ontbreekt.voorstellen_known(berekening.dossier):
        found = berekening.bevindingen
    else:
        found = tuple(_moved(berekening, vastgesteld.after_restoring(berekening)))
    extra = () if berekening.blijft is None else (berekening.blijft,)
    return berekening.model_copy(update={"bevindingen": controle.merge(found, extra)})


def _moved(berekening: Berekening, found: tuple[Bevinding, ...]) -> list[Bevinding]:
    """Return findings with the row where the cell will stand."""
    opgeslagen = berekening.opgeslagen
    places = {"Vergelijking": _shifts(opgeslagen.pakketrijen, vergelijking.new_rows(berekening))}
    if berekening.blijft is None:
        places["Selectie"] = _shifts(opgeslagen.rijen, selectietabel.new_rows(berekening))
    return [
        item.model_copy(update={"rij": places[item.blad].get(item.rij, item.rij)})
        if item.blad in places and item.rij is not None
        else item
        for item in found
    ]


def _shifts(old: Mapping[int, int], new: Mapping[int, int]) -> dict[int, int]:
    return {row: new[nr] for nr, row in old.items() if nr in new}


def show(berekening: Berekening, *, opnieuw: bool = False, dekking: bool = False) -> Uitkomst:
    """Return the package of ``berekening``: its sheets, findings, ``--json``.

    Args:
        berekening: The year with the package that counts.
        opnieuw: Whether hours were divided anew: a package edited by hand is then kept.
        dekking: Whether the coverage per participant is told as well (U4.3).
    """
    if not ontbreekt.voorstellen_known(berekening.dossier):
        return ontbreekt.without_voorstellen(berekening, selectietabel.data(berekening))
    found = berekening.bevindingen
    check = controle.contents(found, berekening.totaal)
    compared = scenarios.compare(berekening, opnieuw=opnieuw)
    what = "Pakket en dekking" if dekking else "Per voorstel"
    return Uitkomst(
        tables=(
            *check["tables"],
            *_package(berekening),
            *vergelijking.tables(berekening, compared),
        ),
        cells={**check["cells"], **vergelijking.cells(berekening)},
        bevindingen=found,
        samenvatting=(
            *ontbreekt.lines(berekening.dossier),
            *selectietabel.summary(berekening),
            *(selectietabel.coverage(berekening) if dekking else ()),
            *vergelijking.summary(compared),
            *(() if berekening.blijft is None else (berekening.blijft.melding,)),
            f"{what}: zie blad Selectie{vergelijking.pointer(berekening)}.",
            controle.summary(found),
        ),
        data={**selectietabel.data(berekening), "scenarios": vergelijking.data(compared)},
    )


def _package(berekening: Berekening) -> tuple[TableContent, ...]:
    """Return the tables of sheet Selectie; none where it must stay as it is."""
    if berekening.blijft is not None:
        return ()
    return selectietabel.selectie(berekening), selectietabel.dekking(berekening)
