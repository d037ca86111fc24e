"""Material costs in euros against a budget in hours (U7.3, O5)."""

from decimal import ROUND_CEILING, Decimal


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
