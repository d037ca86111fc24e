"""Text that must stay text, in a cell and in every export (werkmap rule 19, 20).

Excel reads a leading apostrophe as "this is text" and does not store it; the file engine
does the same. So one spelling is safe on every host.
"""

import re

RISKY_START = ("=", "+", "-", "@", "'", "\t", "\r", "\n", "\0")
LOOKS_LIKE_VALUE = re.compile(r"[\s€$%\d.,:/\\()eE+-]*\d[\s€$%\d.,:/\\()eE+-]*")
WORDS = frozenset({"true", "false", "waar", "onwaar"})
MONTHS = re.compile(
    r"\d{1,4}[\s./-]*(jan|feb|mrt|mar|apr|mei|may|jun|jul|aug|sep|okt|oct|nov|dec)\w*[\s./-]*\d*",
    re.IGNORECASE,
)
LONGEST = 32_767
"""Most characters that Excel keeps in one cell."""


def literal(text: str) -> str:
    """Return ``text`` so that a cell shows it as it is, never as a formula, number or date.

    >>> literal("=1+1")
    "'=1+1"
    >>> literal("00123"), literal("1-2"), literal("12 mei")
    ("'00123", "'1-2", "'12 mei")
    >>> literal("Bodem en grond 2026")
    'Bodem en grond 2026'
    """
    text = text[: LONGEST - 1]
    stripped = text.strip()
    if (
        text.startswith(RISKY_START)
        or LOOKS_LIKE_VALUE.fullmatch(text)
        or MONTHS.fullmatch(stripped)
        or stripped.casefold() in WORDS
    ):
        return "'" + text
    return text
