"""What a step says when a sheet could not be read: "none" and "not known" are not the same."""

from collections.abc import Mapping
from typing import Any

from regio_xl.domain import CellValue, Dossier, Uitkomst
from regio_xl.steps import controle
from regio_xl.steps.berekening import Berekening

DEELNEMERS, VOORSTELLEN = "Deelnemers", "Voorstellen"

LOST = {
    "Kader": "de parameters van dit jaar zijn niet bekend",
    DEELNEMERS: "de deelnemers en hun bijdragen zijn niet bekend",
    VOORSTELLEN: "de voorstellen zijn niet bekend; wat daaruit volgt, is niet opnieuw gemaakt",
}
"""The sheets without which a result means nothing, and what is lost with them."""


def voorstellen_known(dossier: Dossier) -> bool:
    """Tell whether the proposals could be read; if not, no result may be made from "none"."""
    return VOORSTELLEN not in dossier.ontbreekt


def lines(dossier: Dossier) -> tuple[str, ...]:
    """Return a Dutch line per sheet that could not be read, for the top of a summary.

    >>> lines(Dossier(kader=None, ontbreekt=("Deelnemers", "Belang")))
    ('Blad Deelnemers ontbreekt of mist zijn tabel: de deelnemers en hun bijdragen zijn niet
    bekend.',)
    """
    return tuple(
        f"Blad {sheet} ontbreekt of mist zijn tabel: {lost}."
        for sheet, lost in LOST.items()
        if sheet in dossier.ontbreekt
    )


def without_voorstellen(
    berekening: Berekening, data: Mapping[str, Any], cells: Mapping[str, CellValue] | None = None
) -> Uitkomst:
    """Return the outcome of a step that needs the proposals: findings, and no result at all.

    Args:
        berekening: What could be computed.
        data: What the step gives for ``--json``, so that its keys stay.
        cells: Named cells that it fills all the same.
    """
    check = controle.contents(berekening.bevindingen, berekening.totaal)
    return Uitkomst(
        tables=check["tables"],
        cells={**check["cells"], **(cells or {})},
        bevindingen=berekening.bevindingen,
        samenvatting=(*lines(berekening.dossier), controle.summary(berekening.bevindingen)),
        data=data,
    )
