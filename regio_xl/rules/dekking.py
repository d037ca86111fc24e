"""What the package holds for each participant (U4.3, O10)."""

from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal

from regio_xl.domain import Deelnemer
from regio_xl.domain.model import Model

CENT = Decimal("0.01")


class Dekking(Model):
    """Coverage of one participant.

    Attributes:
        code: Participant.
        bijdrage_uren: Hours that it contributes.
        belang_uren: Allocated hours of proposals that matter to it.
        verhouding: ``belang_uren`` per contributed hour in two decimals; None without
            contribution.
        gedekt: Whether at least one proposal in the package matters to it.
    """

    code: str
    bijdrage_uren: int
    belang_uren: int
    verhouding: Decimal | None
    gedekt: bool


def compute_dekking(
    deelnemers: Iterable[Deelnemer],
    bijdrage_uren: Mapping[str, int],
    toegewezen: Mapping[int, int],
    belang: Mapping[int, Mapping[str, int]],
    drempel: int,
) -> tuple[Dekking, ...]:
    """Compute the coverage per participant, in their order (U4.3, O10).

    Args:
        deelnemers: Participants.
        bijdrage_uren: Contributed hours by code.
        toegewezen: Allocated hours by proposal number; a proposal with 0 hours is not in the
            package. Leave ketentoezicht out to see what the projects alone do.
        belang: Belang (0..3) by proposal number and code.
        drempel: Least belang that counts.

    Example:
        >>> amf = Deelnemer(rij=6, code="AMF", naam="Amersfoort", type="gemeente",
        ...     dvo_uren=Decimal(5000))
        >>> compute_dekking([amf], {"AMF": 200}, {12: 300}, {12: {"AMF": 2}}, 1)
        (Dekking(code='AMF', bijdrage_uren=200, belang_uren=300, verhouding=Decimal('1.50'),
        gedekt=True),)
    """
    hours: dict[str, int] = {}
    for nr, uren in toegewezen.items():
        if uren > 0:
            for code, value in belang.get(nr, {}).items():
                if value >= drempel:
                    hours[code] = hours.get(code, 0) + uren
    return tuple(
        _dekking(deelnemer.code, bijdrage_uren.get(deelnemer.code, 0), hours)
        for deelnemer in deelnemers
    )


def _dekking(code: str, bijdrage: int, hours: Mapping[str, int]) -> Dekking:
    uren = hours.get(code, 0)
    verhouding = (Decimal(uren) / bijdrage).quantize(CENT, ROUND_HALF_UP) if bijdrage > 0 else None
    return Dekking(
        code=code,
        bijdrage_uren=bijdrage,
        belang_uren=uren,
        verhouding=verhouding,
        gedekt=uren > 0,
    )
