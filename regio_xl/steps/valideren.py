"""Step ``valideren``: what is wrong in the workbook, where, and what to do about it."""

from collections.abc import Iterator

from regio_xl.domain import Dossier, Jaar, Uitkomst
from regio_xl.domain.tekst import count, format_uren, join
from regio_xl.steps import controle, logboek, ontbreekt
from regio_xl.steps.berekening import Berekening
from regio_xl.steps.pakket import inspect

NAME = "valideren"


def run(jaar: Jaar) -> Uitkomst:
    """Check all input and recompute the totals apart from the cell formulas (F1.3)."""
    return logboek.add_row(jaar, NAME, show(inspect(jaar)))


def show(berekening: Berekening) -> Uitkomst:
    """Return the findings of a year: sheet Controle, and the same for ``--json``.

    Findings about the package count when the workbook shows one; without a package only what
    makes one impossible, such as ketentoezicht over the total (U8.2).
    """
    dossier, totaal, found = berekening.dossier, berekening.totaal, berekening.bevindingen
    return Uitkomst(
        **controle.contents(found, totaal),
        bevindingen=found,
        samenvatting=(
            *ontbreekt.lines(dossier),
            _checked(dossier, totaal),
            controle.summary(found),
        ),
        data=controle.data(found),
    )


def _checked(dossier: Dossier, totaal: int | None) -> str:
    checked = f"Gecontroleerd: {join(_counted(dossier)) or 'de opbouw van de werkmap'}"
    if totaal is None:
        return f"{checked}; het totaal is niet te berekenen zolang blad Kader niet klopt."
    if ontbreekt.DEELNEMERS in dossier.ontbreekt:
        return f"{checked}."
    return f"{checked}; samen {format_uren(totaal)} beschikbaar."


def _counted(dossier: Dossier) -> Iterator[str]:
    """Count what could be read; of a sheet that is missing there is no number, not even 0."""
    if ontbreekt.voorstellen_known(dossier):
        yield count(len(dossier.voorstellen), "voorstel", "voorstellen")
    if ontbreekt.DEELNEMERS not in dossier.ontbreekt:
        yield count(len(dossier.deelnemers), "deelnemer", "deelnemers")
