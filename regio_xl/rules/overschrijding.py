"""By how much a project is going to exceed its hours (U8.2)."""

from decimal import Decimal

from regio_xl.rules.bijdrage import EXACT


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
