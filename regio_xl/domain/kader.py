"""The parameters that are in force for one year, read from sheet Kader."""

from collections.abc import Mapping
from decimal import Decimal

from regio_xl.domain.fase import Fase
from regio_xl.domain.model import Model
from regio_xl.domain.woorden import Doel, Telling, Voorrang


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
        doelvolgorde: Goals of the best package, the first one first (U4.3, F3.2, F3.1). The
            fewest hours and the lowest number always close it and are not in here.
        telling: How a score counts (O9).
        uh_voorrang: How the relation to the U&H strategy takes priority (O7).
        uh_bonus_direct: Addition to the score for a direct relation, as a fraction of that score
            (F3.2, O7); counts in the scenario with bonus.
        uh_bonus_indirect: The same for an indirect relation.
        stemmen_nodig: Votes in favour that the AB needs, or None while not set (F3.5, U1.4).
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
    doelvolgorde: tuple[Doel, ...] = tuple(Doel)
    telling: Telling = Telling.PER_UUR
    uh_voorrang: Voorrang = Voorrang.STRIKT
    uh_bonus_direct: Decimal = Decimal(0)
    uh_bonus_indirect: Decimal = Decimal(0)
    stemmen_nodig: int | None = None
