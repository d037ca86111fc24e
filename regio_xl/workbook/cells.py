"""Text and formulas on their way into a cell and back, so that they mean the same afterwards.

Text must stay text (werkmap rule 19, 20). Excel reads a leading apostrophe as "this is text" and
does not store it; the file engine does the same. So one spelling is safe on every host.

Excel with dynamic arrays keeps two texts of a formula: ``Formula``, in which it reads implicit
intersection as before 2019, and ``Formula2``, in which a formula may give an array. A text that is
read through one must be written through the same one: ``Formula`` would put an ``@`` in
``=SUM(IF(…))`` (Excel VBA reference, ``Range.Formula2``). The workbook's own formulas are the same
in both.
"""

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

import xlwings as xw

from regio_xl.domain import CellValue

Grid = list[list[Any]]

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


class Formula(str):
    """The text of a formula, to be written as it is; any other text must stay text."""

    __slots__ = ()


def normalise(text: str) -> str:
    """Return a name as compared: without stray spaces, whatever its case and accents.

    >>> normalise("  Materiële   kosten ") == normalise("materiele kosten")
    True
    """
    plain = unicodedata.normalize("NFKD", " ".join(str(text).split()).casefold())
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


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


def _looks_like_value(text: str) -> bool:
    """Tell whether Excel could take the text for a number, a date or a time."""
    if len(text) > LONGEST_VALUE or not any(sign.isdigit() for sign in text):
        return False
    return not any(sign.isalpha() for sign in UNITS.sub("", text))


def is_blank(value: CellValue) -> bool:
    """Tell whether a cell holds nothing but spaces."""
    return value is None or (isinstance(value, str) and not value.strip())


def formulas_of(texts: Grid, values: Sequence[Sequence[object]]) -> list[list[str]]:
    """Return the formulas of an area by the texts that a host gives of it, "" for a plain value.

    Excel gives the text of a text cell as its formula too; then it equals the value.

    >>> formulas_of([["=A1*2", "=1+1", "12", None]], [[4.0, "=1+1", 12.0, None]])
    [['=A1*2', '', '', '']]
    """
    return [
        [
            text if isinstance(text, str) and text.startswith("=") and text != value else ""
            for text, value in zip(line, row, strict=True)
        ]
        for line, row in zip(texts, values, strict=True)
    ]


def moved(formula: str, rows: int) -> Formula:
    """Return a formula as Excel makes it when its cell moves down by ``rows``."""
    if not rows:
        return Formula(formula)
    from openpyxl.formula.translate import Translator  # noqa: PLC0415 - seldom needed

    origin = max(1, 1 - rows)
    return Formula(Translator(formula, f"A{origin}").translate_formula(f"A{origin + rows}"))


def made_way(formula: str, first: int, rows: int) -> Formula:
    """Return a formula as Excel makes it when its cell and all from row ``first`` move down.

    References to cells that move go along; a range that ends on the last row above them, such
    as a sum of the table, grows along with it.
    """
    from openpyxl.formula import Tokenizer  # noqa: PLC0415 - seldom needed

    def shift(match: re.Match[str]) -> str:
        row = int(match[2])
        return match[1] + str(row + rows if row >= first else row)

    parser = Tokenizer(formula)
    for token in parser.items:
        plain_range = token.type == "OPERAND" and token.subtype == "RANGE"
        if plain_range and not set("![") & set(token.value):
            text = re.sub(r"(\$?\b[A-Z]{1,3}\$?)(\d+)\b", shift, token.value)
            end = rf"(:\$?[A-Z]{{1,3}}\$?){first - 1}$"
            token.value = re.sub(end, rf"\g<1>{first - 1 + rows}", text)
    return Formula(parser.render())


def knows_arrays(book: xw.Book) -> bool:
    """Tell whether a workbook is open in an Excel that has ``Formula2``."""
    if book.app.engine.name != "excel":
        return False
    try:
        return book.sheets[0].range("A1").formula2 is not None
    except Exception:
        return False  # Excel 2019 and before: the property is not there


def formula_grid(area: xw.Range, *, arrays: bool) -> Grid:
    """Return the formula texts of an area as rows; a host gives a single cell or row bare."""
    texts: Any = area.formula2 if arrays else area.formula
    if not isinstance(texts, tuple | list):
        return [[texts]]
    rows = [list(row) if isinstance(row, tuple | list) else [row] for row in texts]
    return rows if len(rows) == area.shape[0] else [[cell for row in rows for cell in row]]


def put(area: xw.Range, values: Grid, *, arrays: bool) -> None:
    """Write values and formulas into an area, in one call, so that text stays text."""
    cells = [
        [literal(v) if isinstance(v, str) and not isinstance(v, Formula) else v for v in row]
        for row in values
    ]
    if arrays and any(isinstance(value, Formula) for row in values for value in row):
        area.formula2 = cells
    else:
        area.value = cells
