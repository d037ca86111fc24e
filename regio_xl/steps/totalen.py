"""Step ``totalen``: the figures for finance, the same as in the named cells; writes nothing."""

from typing import Any

from regio_xl.domain import Deelnemer, Jaar, Uitkomst
from regio_xl.domain.tekst import format_uren
from regio_xl.steps import controle, ontbreekt
from regio_xl.steps.berekening import Berekening
from regio_xl.steps.financien import Totals, compute_totals
from regio_xl.steps.gelezen import plain_number
from regio_xl.steps.pakket import inspect

NAME = "totalen"


def run(jaar: Jaar) -> Uitkomst:
    """Return contributions and totals in hours (F1.2, F1.3, O4)."""
    return show(inspect(jaar))


def show(berekening: Berekening) -> Uitkomst:
    """Return the totals of ``berekening``.

    What is allocated, realised and forecast is what stands in the workbook, so that each
    figure equals the named cell of the same name; what is not known is None. A cell that
    shows another number is a finding.
    """
    kader = berekening.dossier.kader
    totals = compute_totals(berekening.jaar, berekening.dossier)
    data: dict[str, Any] = {
        "jaar": kader.jaar if kader else None,
        "voorlopig": berekening.voorlopig,
        "deelnemers": [_deelnemer(berekening, item) for item in berekening.dossier.deelnemers],
        **{name: None if hours is None else plain_number(hours) for name, hours in totals.items()},
    }
    return Uitkomst(
        bevindingen=berekening.bevindingen,
        samenvatting=(
            *ontbreekt.lines(berekening.dossier),
            *_lines(berekening, totals),
            controle.summary(berekening.bevindingen),
        ),
        data=data,
    )


def _deelnemer(berekening: Berekening, deelnemer: Deelnemer) -> dict[str, Any]:
    """Return what a participant contributes, with the calculation behind it (F1.2)."""
    bijdrage = berekening.bijdragen.get(deelnemer.code)
    return {
        "code": deelnemer.code,
        "deelnemer": deelnemer.naam,
        "dvo_uren": plain_number(deelnemer.dvo_uren),
        "bijdrage_uren": bijdrage.uren if bijdrage else None,
        "berekend_uren": plain_number(bijdrage.berekend) if bijdrage else None,
        "gebonden_door": bijdrage.gebonden_door.value if bijdrage else None,
    }


def _lines(berekening: Berekening, totals: Totals) -> tuple[str, ...]:
    if berekening.totaal is None:
        return ("De totalen zijn niet te berekenen zolang blad Kader niet klopt.",)
    shown = {
        name: "onbekend" if hours is None else format_uren(hours) for name, hours in totals.items()
    }
    status = "voorlopig" if berekening.voorlopig else "definitief"
    return (
        f"Beschikbaar: {shown['totaal_beschikbaar']} ({status}).",
        f"Ketentoezicht {shown['totaal_ketentoezicht']}, reserve {shown['totaal_flexibel']}, "
        f"toegewezen {shown['totaal_toegewezen']}, vrij {shown['totaal_vrij']}.",
        f"Gerealiseerd {shown['totaal_gerealiseerd']}, prognose {shown['totaal_prognose']}.",
        "Zie blad Financien.",
    )
