"""The parameters that are in force for one year, read from sheet Kader."""

from collections.abc import Mapping
from decimal import Decimal

from regio_xl.domain.fase import Fase
from regio_xl.domain.model import Model


class Kader(Model):
    """The frame of one year; every number here has a dated, sourced row on sheet Kader.

    Attributes:
        jaar: Calendar year.
        fase: Phase of the year.
        percentage: Share of the DVO hours, as a fraction (U1.1).
        maximum: Most hours per participant (U1.1).
        referentie: Expected total in hours, or None (U1.2).
        tolerantie: Allowed deviation from it, as a fraction (U1.2).
        minimum_totaal: Least total in hours once the AB has set one (U1.3).
        ketentoezicht_besloten: Decided hours for ketentoezicht, or None (U2.1).
        reserve: Hours kept for quick interventions (U3.1).
        reserve_maximum: Most hours allowed for that reserve (U3.4).
        uurtarief: ODU hourly tariff in euros, or None (U7.3, O5).
        maximum_nieuw: Most hours for new projects, or None (A26).
        gewichten: Weight per score key, as fractions (F3.1).
        belang_drempel: Least belang that counts as covered (O10).
    """

    jaar: int
    fase: Fase
    percentage: Decimal
    maximum: Decimal
    referentie: Decimal | None = None
    tolerantie: Decimal = Decimal(0)
    minimum_totaal: Decimal | None = None
    ketentoezicht_besloten: int | None = None
    reserve: int = 0
    reserve_maximum: int = 0
    uurtarief: Decimal | None = None
    maximum_nieuw: int | None = None
    gewichten: Mapping[str, Decimal]
    belang_drempel: int
