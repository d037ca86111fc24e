"""What is still free of the regional hours (O4, U8.2)."""

from decimal import ROUND_HALF_UP, Decimal

from regio_xl.rules.bijdrage import EXACT


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
