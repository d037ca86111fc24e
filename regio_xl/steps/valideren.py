"""Step ``valideren``: what is wrong in the workbook, where, and what to do about it."""

from regio_xl.domain import Dossier, Jaar, Uitkomst
from regio_xl.rules import compute_totaal, read_dossier
from regio_xl.steps import controle, logboek
from regio_xl.steps.tekst import count, format_uren

NAME = "valideren"


def run(jaar: Jaar) -> Uitkomst:
    """Check all input and recompute the total apart from the cell formulas (F1.3)."""
    return logboek.add_row(jaar, NAME, show(read_dossier(jaar)))


def show(dossier: Dossier) -> Uitkomst:
    """Return the findings of a dossier: sheet Controle, and the same for ``--json``."""
    kader = dossier.kader
    totaal = compute_totaal(dossier.deelnemers, kader) if kader else None
    found = controle.merge(dossier.bevindingen)
    return Uitkomst(
        **controle.contents(found, totaal),
        bevindingen=found,
        samenvatting=(_checked(dossier, totaal), controle.summary(found)),
        data=controle.data(found),
    )


def _checked(dossier: Dossier, totaal: int | None) -> str:
    checked = (
        f"Gecontroleerd: {count(len(dossier.voorstellen), 'voorstel', 'voorstellen')} en "
        f"{count(len(dossier.deelnemers), 'deelnemer', 'deelnemers')}"
    )
    if totaal is None:
        return f"{checked}; het totaal is niet te berekenen zolang blad Kader niet klopt."
    return f"{checked}; samen {format_uren(totaal)} beschikbaar."
