"""Words and numbers as a Dutch reader expects them; used by every step."""

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal

from regio_xl.allocation import format_uren

__all__ = ["count", "enumerate_names", "format_euros", "format_getal", "format_uren"]


def format_getal(value: Decimal | int) -> str:
    """Return a number with Dutch separators and no needless zeros.

    >>> format_getal(Decimal("12345.50")), format_getal(4), format_getal(Decimal("100"))
    ('12.345,5', '4', '100')
    """
    text = format(Decimal(value), ",f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.translate(str.maketrans(",.", ".,"))


def format_euros(value: Decimal) -> str:
    """Return an amount in euros, with cents only where there are any.

    >>> format_euros(Decimal("12500")), format_euros(Decimal("99.5"))
    ('€ 12.500', '€ 99,50')
    """
    whole = value == value.to_integral_value()
    amount = value.quantize(Decimal(1) if whole else Decimal("0.01"), ROUND_HALF_UP)
    return "€ " + format(amount, ",f").translate(str.maketrans(",.", ".,"))


def count(number: int, one: str, more: str) -> str:
    """Return a number with its noun in the right form.

    >>> count(1, "fout", "fouten"), count(2, "fout", "fouten"), count(0, "fout", "fouten")
    ('1 fout', '2 fouten', 'geen fouten')
    """
    if number == 0:
        return f"geen {more}"
    return f"{format_getal(number)} {one if number == 1 else more}"


def enumerate_names(names: Iterable[str], most: int = 30) -> str:
    """Return names as a Dutch enumeration, cut short after ``most``.

    >>> enumerate_names(["Amersfoort", "Eemnes", "Soest"])
    'Amersfoort, Eemnes en Soest'
    >>> enumerate_names(["1", "2", "3", "4"], most=2)
    '1, 2 en 2 andere'
    """
    listed: Sequence[str] = list(names)
    if len(listed) > most + 1:
        return f"{', '.join(listed[:most])} en {len(listed) - most} andere"
    if len(listed) < 2:
        return "".join(listed)
    return f"{', '.join(listed[:-1])} en {listed[-1]}"
