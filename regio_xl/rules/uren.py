"""Hours: what each participant contributes, what costs need, what is left and what exceeds.

Exact until O1 rounds; no spreadsheet, no clock.
"""

from collections.abc import Iterable
from decimal import ROUND_CEILING, ROUND_HALF_UP, Context, Decimal

from regio_xl.domain import Deelnemer, Kader, Model
from regio_xl.domain.woorden import Grens

EXACT = Context(prec=80)
"""Wide enough that a product is never rounded before O1 says so."""


class Bijdrage(Model):
    """The contribution of one participant, with the calculation behind it.

    Attributes:
        uren: Whole hours that count.
        berekend: Share of the DVO in hours, before the cap and before rounding.
        gebonden_door: Which of the two decided.
    """

    uren: int
    berekend: Decimal
    gebonden_door: Grens


def compute_bijdrage(dvo_uren: Decimal, percentage: Decimal, maximum: Decimal) -> Bijdrage:
    """Compute what a participant contributes (U1.1, O1, O8).

    The smaller of the two comes first and is then rounded half up, just as the formula on
    sheet Deelnemers does; a negative outcome counts as 0.

    Args:
        dvo_uren: DVO hours; hours from the UVP are never mixed in.
        percentage: Share as a fraction.
        maximum: Most hours per participant.

    Example:
        >>> made = compute_bijdrage(Decimal("3137.5"), Decimal("0.04"), Decimal(350))
        >>> made.uren, made.berekend, made.gebonden_door.value
        (126, Decimal('125.500'), 'percentage')
        >>> compute_bijdrage(Decimal(21400), Decimal("0.04"), Decimal(350)).uren
        350
    """
    berekend = EXACT.multiply(dvo_uren, percentage)
    bounded = max(Decimal(0), min(berekend, maximum))
    return Bijdrage(
        uren=int(bounded.to_integral_value(ROUND_HALF_UP)),
        berekend=berekend,
        gebonden_door=Grens.MAXIMUM if berekend > maximum else Grens.PERCENTAGE,
    )


def compute_bijdragen(deelnemers: Iterable[Deelnemer], kader: Kader) -> dict[str, Bijdrage]:
    """Compute the contribution per participant code (F1.2)."""
    return {
        deelnemer.code: compute_bijdrage(deelnemer.dvo_uren, kader.percentage, kader.maximum)
        for deelnemer in deelnemers
    }


def compute_totaal(deelnemers: Iterable[Deelnemer], kader: Kader) -> int:
    """Compute the regional hours together, in whole hours (F1.3).

    Example:
        >>> from regio_xl.domain import Fase
        >>> kader = Kader(jaar=2026, fase=Fase.VOORSTEL, percentage=Decimal("0.04"),
        ...     maximum=Decimal(350), gewichten={}, belang_drempel=1)
        >>> amf = Deelnemer(rij=6, code="AMF", naam="Amersfoort", type="gemeente",
        ...     dvo_uren=Decimal(5000))
        >>> compute_totaal([amf], kader)
        200
    """
    return sum(bijdrage.uren for bijdrage in compute_bijdragen(deelnemers, kader).values())


def open_programmas(deelnemers: Iterable[Deelnemer]) -> tuple[str, ...]:
    """Return the codes of participants that have not adopted their programme yet (F1.1)."""
    return tuple(deelnemer.code for deelnemer in deelnemers if deelnemer.vastgesteld is None)


def is_voorlopig(deelnemers: Iterable[Deelnemer]) -> bool:
    """Tell whether the total may still change, because a programme is not adopted (F1.3).

    Without participants there is nothing final either.
    """
    known = tuple(deelnemers)
    return not known or bool(open_programmas(known))


def compute_kosten_uren(kosten: Decimal, uurtarief: Decimal | None) -> int | None:
    """Convert material costs to whole hours, rounded up (O5).

    Args:
        kosten: Costs in euros; 0 or less needs no hours.
        uurtarief: Hourly tariff of ODU in euros, or None when it is not set.

    Returns:
        Hours, or None when there are costs but no usable tariff (U7.3).

    Example:
        >>> compute_kosten_uren(Decimal(1000), Decimal("95.50"))
        11
        >>> compute_kosten_uren(Decimal(1000), None) is None
        True
    """
    if kosten <= 0:
        return 0
    if uurtarief is None or uurtarief <= 0:
        return None
    return int((kosten / uurtarief).to_integral_value(ROUND_CEILING))


def compute_ruimte(
    bijdragen: Decimal, ketentoezicht: Decimal, reserve: Decimal, toegewezen: Decimal
) -> int:
    """Compute the hours that are left when everything has been deducted (O4, U8.2).

    Rounded once, at the end, half up as O1 says; hours in the workbook are whole already.

    Args:
        bijdragen: Hours of all participants together.
        ketentoezicht: Hours that come off the top.
        reserve: Hours of the flexible reserve; they are inside the total (O2).
        toegewezen: Hours allocated to running and new projects.

    Returns:
        Whole hours; negative when more was given than there is.

    Example:
        >>> compute_ruimte(Decimal(7100), Decimal(900), Decimal(500), Decimal(5200))
        500
        >>> compute_ruimte(Decimal(100), Decimal(90), Decimal(0), Decimal("22.5"))
        -13
    """
    left = bijdragen
    for deducted in (ketentoezicht, reserve, toegewezen):
        left = EXACT.subtract(left, deducted)
    return int(left.to_integral_value(ROUND_HALF_UP))


def compute_overschrijding(toegewezen: Decimal, prognose: Decimal) -> Decimal:
    """Compute the hours that a project needs beyond what it was given (U8.2).

    Args:
        toegewezen: Hours allocated to the project, with what was moved to or from it.
        prognose: Hours that it is expected to need in the whole year.

    Returns:
        Hours, unrounded; 0 when the project stays within its hours.

    Example:
        >>> compute_overschrijding(Decimal(120), Decimal("130.5"))
        Decimal('10.5')
        >>> compute_overschrijding(Decimal(120), Decimal(80))
        Decimal('0')
    """
    return max(Decimal(0), EXACT.subtract(prognose, toegewezen))
