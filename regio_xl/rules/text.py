"""Dutch wording: how values, numbers, dates and lists read in a finding."""

import difflib
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache

LONGEST_QUOTE = 60
LONGEST_GUESS = 40


def plain(number: Decimal | int) -> str:
    """Return a number as one types it in Dutch, without trailing zeros or thousands marks.

    >>> plain(Decimal("1200.50")), plain(Decimal("-3")), plain(7)
    ('1200,5', '-3', '7')
    """
    decimal = Decimal(number)
    if abs(decimal.adjusted()) > 15:
        return str(decimal.normalize()).replace(".", ",")
    text = f"{decimal:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace(".", ",") if text not in ("-0", "") else "0"


def percent(fraction: Decimal) -> str:
    """Return a fraction as a percentage.

    >>> percent(Decimal("0.04")), percent(Decimal("0.125"))
    ('4%', '12,5%')
    """
    return f"{plain(fraction * 100)}%"


def day(moment: date) -> str:
    """Return a date as one types it in Dutch.

    >>> day(date(2025, 9, 15))
    '15-9-2025'
    """
    return f"{moment.day}-{moment.month}-{moment.year}"


def shown(value: object) -> str:
    """Return a cell value as the user sees it in Excel.

    >>> shown(12.5), shown(True), shown(date(2025, 9, 15))
    ('12,5', 'WAAR', '15-9-2025')
    """
    if isinstance(value, bool):
        return "WAAR" if value else "ONWAAR"
    if isinstance(value, float):
        return plain(Decimal(repr(value))) if value - value == 0 else str(value)
    if isinstance(value, (int, Decimal)):
        return plain(Decimal(value)) if Decimal(value).is_finite() else str(value)
    if isinstance(value, date):
        return day(value)
    return str(value)


def quote(value: object) -> str:
    """Return what was typed between quotes, on one line and not too long.

    >>> quote("  twee   woorden "), quote(1200.5)
    ('‘twee woorden’', '‘1200,5’')
    """
    text = " ".join(shown(value).split())
    if len(text) > LONGEST_QUOTE:
        text = f"{text[: LONGEST_QUOTE - 1]}…"
    return f"‘{text}’"


def join(items: Iterable[str], last: str = "en", most: int = 12) -> str:
    """Return items as a Dutch enumeration; a long one is cut and counted.

    >>> join(["a", "b", "c"]), join(["a", "b"], last="of"), join(list("abcde"), most=3)
    ('a, b en c', 'a of b', 'a, b, c en nog 2')
    """
    names = list(items)
    if len(names) > most:
        return f"{', '.join(names[:most])} {last} nog {len(names) - most}"
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {last} {names[-1]}"


@lru_cache(maxsize=4096)
def closest(text: str, options: tuple[str, ...]) -> str | None:
    """Return the option that the user probably meant, or None.

    >>> closest("doorlopnd", ("doorlopend", "nieuw"))
    'doorlopend'
    """
    if not 1 < len(text) <= LONGEST_GUESS:
        return None
    by_fold = {option.casefold(): option for option in options}
    found = difflib.get_close_matches(text.casefold(), list(by_fold), n=1, cutoff=0.6)
    return by_fold[found[0]] if found else None


def meant(text: str, options: Sequence[str]) -> str:
    """Return the question "did you mean", followed by a space, or an empty text."""
    found = closest(text, tuple(options))
    return f"Bedoelde u {found}? " if found else ""


def count(number: int, one: str, many: str) -> str:
    """Return a number with its noun.

    >>> count(1, "rij", "rijen"), count(3, "rij", "rijen")
    ('1 rij', '3 rijen')
    """
    return f"{number} {one if number == 1 else many}"
