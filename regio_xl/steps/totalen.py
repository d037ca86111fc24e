"""Step ``totalen``: the figures for finance, the same as in the named cells; writes nothing."""

from decimal import Decimal
from typing import Any

from regio_xl.domain import Jaar, Uitkomst
from regio_xl.steps import controle
from regio_xl.steps.berekening import Berekening
from regio_xl.steps.gelezen import (
    GEREALISEERD,
    TOEGEWEZEN,
    plain_number,
    total_of,
    total_prognose,
)
from regio_xl.steps.pakket import compute
from regio_xl.steps.tekst import format_getal, format_uren
from regio_xl.workbook.schema import FINANCE_NAMES

NAME = "totalen"


def run(jaar: Jaar) -> Uitkomst:
    """Return contributions and totals in hours (F1.2, F1.3, O4)."""
    return show(compute(jaar))


def show(berekening: Berekening) -> Uitkomst:
    """Return the totals of ``berekening``.

    What is allocated, realised and forecast is what stands in the workbook, so that each
    figure equals the named cell of the same name; without kader all totals are None.
    """
    kader = berekening.dossier.kader
    totals = _totals(berekening)
    data: dict[str, Any] = {
        "jaar": kader.jaar if kader else None,
        "voorlopig": berekening.voorlopig,
        "deelnemers": [
            {
                "code": deelnemer.code,
                "deelnemer": deelnemer.naam,
                "dvo_uren": plain_number(deelnemer.dvo_uren),
                "bijdrage_uren": berekening.bijdragen.get(deelnemer.code),
            }
            for deelnemer in berekening.dossier.deelnemers
        ],
        **totals,
    }
    return Uitkomst(
        bevindingen=berekening.bevindingen,
        samenvatting=(*_lines(berekening, totals), controle.summary(berekening.bevindingen)),
        data=data,
    )


def _totals(berekening: Berekening) -> dict[str, int | float | None]:
    if berekening.totaal is None:
        return dict.fromkeys(FINANCE_NAMES)
    jaar = berekening.jaar
    toegewezen = total_of(jaar, *TOEGEWEZEN)
    fixed = berekening.ketentoezicht.uren + berekening.reserve
    values = {
        "totaal_beschikbaar": Decimal(berekening.totaal),
        "totaal_ketentoezicht": Decimal(berekening.ketentoezicht.uren),
        "totaal_flexibel": Decimal(berekening.reserve),
        "totaal_toegewezen": toegewezen,
        "totaal_vrij": berekening.totaal - fixed - toegewezen,
        "totaal_gerealiseerd": total_of(jaar, *GEREALISEERD),
        "totaal_prognose": total_prognose(jaar),
    }
    return {name: plain_number(values[name]) for name in FINANCE_NAMES}


def _lines(berekening: Berekening, totals: dict[str, int | float | None]) -> tuple[str, ...]:
    if berekening.totaal is None:
        return ("De totalen zijn niet te berekenen zolang blad Kader niet klopt.",)
    shown = {
        name: f"{format_getal(Decimal(repr(value or 0)))} uur" for name, value in totals.items()
    }
    status = "voorlopig" if berekening.voorlopig else "definitief"
    return (
        f"Beschikbaar: {format_uren(berekening.totaal)} ({status}).",
        f"Ketentoezicht {shown['totaal_ketentoezicht']}, reserve {shown['totaal_flexibel']}, "
        f"toegewezen {shown['totaal_toegewezen']}, vrij {shown['totaal_vrij']}.",
        f"Gerealiseerd {shown['totaal_gerealiseerd']}, prognose {shown['totaal_prognose']}.",
        "Zie blad Financien.",
    )
