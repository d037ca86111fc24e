"""Numbers: exact from a cell, guessed from text, and dates that are numbers underneath."""

import re
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

LARGEST = Decimal(100_000_000)
"""More than this is a slip of the keyboard, whatever the column."""

EPOCH = datetime(1899, 12, 30)
ONE_DAY = timedelta(days=1)
FIRST_TRUE_DAY = datetime(1900, 3, 1)
"""Before this day the 1900 date system of Excel runs one day behind (it knows 29-2-1900)."""

NOISE = Decimal("1e-9")
"""A formula may leave 119.99999999999999 where it means 120."""

BINARY = Decimal("1e-14")
"""What 0.1 + 0.2 has too much in Excel; nobody types a number of so many decimals."""

_UNITS = re.compile(
    r"^(?:€|eur|euro)\s*|\s*(?:€|eur|euro|uur|uren|uurtjes|u|h|,-|,--|\.-)\.?$", re.I
)
_PATTERNS = (
    (re.compile(r"^\d{1,3}(?:\.\d{3})+(?:,\d+)?$"), ".", ","),  # 1.200 and 1.200,5
    (re.compile(r"^\d{1,3}(?:,\d{3})+\.\d+$"), ",", "."),  # 1,200.5
    (re.compile(r"^\d{1,3}(?:,\d{3}){2,}$"), ",", "."),  # 1,200,000
    (re.compile(r"^\d+(?:,\d+)?$"), ".", ","),  # 1200 and 1200,5
    (re.compile(r"^\d+\.\d+$"), ",", "."),  # 1200.5
)


def to_decimal(value: object) -> Decimal | None:
    """Return a number as the user sees it, without binary noise; None for inf, nan and others.

    >>> to_decimal(0.1), to_decimal(350.0), to_decimal(float("nan"))
    (Decimal('0.1'), Decimal('350.0'), None)
    """
    if isinstance(value, float):
        number = Decimal(repr(value))
    elif isinstance(value, (int, Decimal)):
        number = Decimal(value)
    else:
        return None
    return number if number.is_finite() else None


def whole(number: Decimal) -> int | None:
    """Return the whole number, or None when it has a real fraction.

    >>> whole(Decimal("120.0")), whole(Decimal("119.99999999999999")), whole(Decimal("12.5"))
    (120, 120, None)
    """
    if abs(number) > LARGEST:
        return None
    nearest = number.to_integral_value()
    return int(nearest) if abs(number - nearest) < NOISE else None


def cut_off(number: Decimal, decimals: int) -> Decimal:
    """Return a number with at most so many decimals, half up; one that has fewer as it is.

    >>> cut_off(Decimal("0.3333333333333333"), 6), cut_off(Decimal("0.4"), 6)
    (Decimal('0.333333'), Decimal('0.4'))
    """
    part = Decimal(1).scaleb(-decimals)
    return number if number % part == 0 else number.quantize(part, ROUND_HALF_UP)


def guess(text: str) -> Decimal | None:
    """Return the number that a text probably stands for, or None.

    The guess is only ever shown as a question; it is never counted.

    >>> [guess(text) for text in ("1.200,5", "1200.5", "1,200.5", "12 uur", "€ 500", " 120 ")]
    [Decimal('1200.5'), Decimal('1200.5'), Decimal('1200.5'), Decimal('12'), Decimal('500'),
     Decimal('120')]
    >>> guess("4%"), guess("veel")
    (Decimal('0.04'), None)
    """
    if len(text) > 40:
        return None
    bare = "".join(text.replace("\u2212", "-").split())
    part = bare.endswith("%")
    bare = _UNITS.sub("", bare.rstrip("%"))
    bare = _UNITS.sub("", bare)
    negative = bare.startswith("-")
    bare = bare.lstrip("+-'")
    if not bare.isascii():
        return None
    for pattern, thousands, comma in _PATTERNS:
        if pattern.match(bare):
            number = Decimal(bare.replace(thousands, "").replace(comma, "."))
            number = -number if negative else number
            return number / 100 if part else number
    return None


def serial(moment: datetime) -> Decimal:
    """Return the number with which Excel stores a moment (1900 date system).

    >>> serial(datetime(2025, 9, 15)), serial(datetime(1900, 1, 1))
    (Decimal('45915'), Decimal('1'))
    >>> serial(datetime(1899, 12, 30, 6, 0))  # a time without a day
    Decimal('0.25')
    """
    naive = moment.replace(tzinfo=None)
    passed = naive - EPOCH
    days = passed.days - (EPOCH + ONE_DAY <= naive < FIRST_TRUE_DAY)
    micros = passed.seconds * 1_000_000 + passed.microseconds
    return days + Decimal(micros) / Decimal(86_400_000_000) if micros else Decimal(days)


def from_serial(number: Decimal) -> date | None:
    """Return the date behind a number in a date column, or None when it cannot be one.

    >>> from_serial(Decimal(45915)), from_serial(Decimal(-5)), from_serial(Decimal(12))
    (datetime.date(2025, 9, 15), None, None)
    """
    if not FIRST_TRUE_DAY.toordinal() - EPOCH.toordinal() <= number < 2_900_000:
        return None
    return (EPOCH + timedelta(days=int(number))).date()
