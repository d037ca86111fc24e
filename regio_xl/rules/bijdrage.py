"""Phase 1: what each participant contributes, and what that is together."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Context, Decimal

from regio_xl.domain import Deelnemer, Kader
from regio_xl.domain.model import Model
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
