"""Text that must stay text, in a cell and in every export (werkmap rule 19, 20).

Excel reads a leading apostrophe as "this is text" and does not store it; the file engine
does the same. So one spelling is safe on every host.
"""

import re
import unicodedata

RISKY_START = ("=", "+", "-", "@", "'", "#", "\t", "\r", "\n", "\0")
WORDS = frozenset({"true", "false", "waar", "onwaar"})
LONGEST_VALUE = 40
"""No number, date or time is longer (characters), so longer text needs no protection."""

UNITS = re.compile(
    r"(jan|feb|mrt|maa|mar|apr|mei|may|jun|jul|aug|sep|okt|oct|nov|dec)[a-z]*|\b(am|pm|a|p|e|eur)\b"
    r"|(?<=\d)(e|am|pm)(?=[\d+-]|$)",
    re.IGNORECASE,
)
"""The letters that may occur in what Excel takes for a number, date or time."""

LONGEST = 32_767
"""Most characters that Excel keeps in one cell."""


def literal(text: str) -> str:
    """Return ``text`` so that a cell shows it as it is, never as a formula, number or date.

    >>> literal("=1+1")
    "'=1+1"
    >>> literal("00123"), literal("1-2"), literal("September 2026"), literal("1e5")
    ("'00123", "'1-2", "'September 2026", "'1e5")
    >>> literal("Bodem en grond 2026"), literal("Gebied")
    ('Bodem en grond 2026', 'Gebied')
    """
    if text.startswith(RISKY_START) or text.strip().casefold() in WORDS:
        return "'" + text
    return "'" + text if _looks_like_value(text) else text


def normalise(text: str) -> str:
    """Return a name as compared: without stray spaces, whatever its case and accents.

    >>> normalise("  Materiële   kosten ") == normalise("materiele kosten")
    True
    """
    plain = unicodedata.normalize("NFKD", " ".join(str(text).split()).casefold())
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


def formula_of(text: object, value: object) -> str:
    """Return the formula of a cell, "" for a plain value.

    Excel gives the text of a text cell as its formula too; then it equals the value.

    >>> formula_of("=A1*2", 4.0), formula_of("=1+1", "=1+1"), formula_of("12", 12.0)
    ('=A1*2', '', '')
    """
    formula = str(text or "")
    return formula if formula.startswith("=") and formula != value else ""


def _looks_like_value(text: str) -> bool:
    """Tell whether Excel could take the text for a number, a date or a time."""
    if len(text) > LONGEST_VALUE or not any(sign.isdigit() for sign in text):
        return False
    return not any(sign.isalpha() for sign in UNITS.sub("", text))
