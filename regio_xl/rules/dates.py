"""Dates that were typed as text: which day was meant, or why there is no such day."""

import re
from datetime import date

MONTHS = (
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
)
FIRST_YEAR, LAST_YEAR = 2000, 2100
"""A date outside these years is possible, but probably a slip of the keyboard."""

_TIME = r"(?:[t ]\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:z|[+-]\d{2}(?::?\d{2})?)?)?"
"""A time behind the date, ISO 8601 with its zone included; the text is in small letters by then."""

_DAY_FIRST = re.compile(rf"^(\d{{1,2}})[-/. ](\d{{1,2}})[-/. ](\d{{4}}|\d{{2}}){_TIME}$", re.ASCII)
_YEAR_FIRST = re.compile(rf"^(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}){_TIME}$", re.ASCII)
_IN_WORDS = re.compile(r"^(?:[a-z]+ )?(\d{1,2})[ -]([a-z]{3,9})\.?[ -](\d{4}|\d{2})$", re.ASCII)


def guess_date(text: str) -> tuple[date | None, bool]:
    """Return the day that a text stands for, and whether it looks like a date at all.

    ``(None, True)`` means: written as a date, but that day does not exist.

    >>> guess_date("2025-09-15")[0] == guess_date("15-9-2025")[0] == date(2025, 9, 15)
    True
    >>> guess_date("2025-09-15T10:00:00Z")[0] == guess_date("2025-09-15T10:00+02:00")[0]
    True
    >>> guess_date("31-09-2025"), guess_date("morgen")
    ((None, True), (None, False))
    """
    parts = _parts(" ".join(text.split()).casefold()) if len(text) <= 60 else None
    if parts is None:
        return None, False
    year, month, number = parts
    try:
        return date(year + 2000 if year < 100 else year, month, number), True
    except ValueError:
        return None, True


def _parts(text: str) -> tuple[int, int, int] | None:
    if match := _DAY_FIRST.match(text):
        return int(match[3]), int(match[2]), int(match[1])
    if match := _YEAR_FIRST.match(text):
        return int(match[1]), int(match[2]), int(match[3])
    if match := _IN_WORDS.match(text):
        starts = [name.startswith(match[2][:3]) for name in MONTHS]
        if match[2][:3] == "mrt":
            return int(match[3]), 3, int(match[1])
        if any(starts):
            return int(match[3]), starts.index(True) + 1, int(match[1])
    return None
