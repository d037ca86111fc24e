"""What a cell takes and gives: values as Excel converts them over COM, and the text of formulas.

Numbers are floats, empty is None, a date gives its cell a date format, text that looks like a
number becomes one unless the cell is formatted as text or the text starts with an apostrophe.
Formulas are in English; ``[@Uren]`` is stored as ``tblX[[#This Row],[Uren]]``, newer functions
with ``_xlfn.`` in front (the calculator adds those). No workbook here.

Chosen, because Excel itself was not at hand:
- Of the text that Excel converts, only en-US numbers ("00123", "1e5", "-.5"), TRUE/FALSE and
  error values are converted; "1-2", "5%" and "EUR 3" stay text. To be sure of text, write an
  apostrophe first: that works in every engine. The cell is then marked as quoted
  (``quotePrefix``) where the text could be taken for something else; "'Utrecht" is "Utrecht".
- A number written to a cell formatted as text stays a number.
- Characters that XML cannot carry are stored in Excel's own _xHHHH_ notation, so that they come
  back as they were; half a surrogate pair is refused.
- A time of day is read as a date on 30 December 1899, as over COM; an elapsed time ([h]:mm) is
  read as days.
"""

from __future__ import annotations

import datetime as dt
import decimal
import math
import numbers
import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from regio_xl.engine.errors import ValueRejected

MAX_TEXT = 32767  # characters in one cell; Excel counts UTF-16 code units
MAX_FORMULA = 8192  # characters
ERRORS = {
    "#NULL!",
    "#DIV/0!",
    "#VALUE!",
    "#REF!",
    "#NAME?",
    "#NUM!",
    "#N/A",
    "#GETTING_DATA",
    "#SPILL!",
    "#CALC!",
    "#FIELD!",
}
_NUMBER = re.compile(r"\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*\Z", re.ASCII)
_DAY_ZERO = dt.datetime(1899, 12, 30)


class ErrorText(str):
    """An error value such as ``#N/A``, told apart from text that looks like it."""

    __slots__ = ()


class Content(NamedTuple):
    """What a cell holds, in the model's terms."""

    kind: str  # openpyxl's: n(umber or empty), s(tring), b(ool), e(rror), d(ate), f(ormula)
    value: Any
    quoted: bool = False


EMPTY = Content("n", None)

# Writing


def prepare(value: Any, _options: Any = None) -> Any:
    """Turn a Python, NumPy or pandas scalar into None, bool, float, str or datetime.

    xlwings hands over its options too; none of them changes this.

    An empty string, NaN and NaT become None, as xlwings does over COM.
    """
    if value is None or isinstance(value, str):
        return value or None
    if isinstance(value, bool) or (type(value) is float and math.isfinite(value)):
        return value
    if isinstance(value, (dt.date, dt.time, dt.timedelta)):
        return _prepare_time(value)
    if isinstance(value, (numbers.Real, decimal.Decimal)):
        return _prepare_number(value)
    if hasattr(value, "item"):  # numpy.bool_ and friends
        return prepare(value.item())
    if type(value).__name__ in {"NAType", "NaTType"}:
        return None
    raise ValueRejected(f"Een waarde van het type {type(value).__name__} past niet in een cel.")


def _prepare_number(value: Any) -> float | None:
    number = float(value)
    if math.isnan(number):
        return None
    if math.isinf(number):
        raise ValueRejected("Oneindig past niet in een cel.")
    return number


def _prepare_time(value: Any) -> Any:
    if type(value).__name__ == "NaTType":
        return None
    if isinstance(value, dt.datetime):
        return dt.datetime(*value.timetuple()[:6], value.microsecond)
    return as_datetime(value.replace(tzinfo=None) if isinstance(value, dt.time) else value)


def interpret(value: Any, number_format: str) -> Content:
    """Say what Excel would make of a value in a cell with a number format."""
    value = prepare(value)
    if value is None:
        return EMPTY
    if isinstance(value, ErrorText):
        return Content("e", str(value))
    if isinstance(value, str):
        return _interpret_text(value, number_format)
    kind = {bool: "b", float: "n"}.get(type(value), "d")
    return Content(kind, value)


def _interpret_text(text: str, number_format: str) -> Content:
    if text.startswith("'"):
        text = check_text(text[1:])
        return Content("s", text, quoted=_risky(text)) if text else EMPTY
    check_text(text)
    if number_format == "@":
        return Content("s", text)
    return Content("f", text) if is_formula(text) else _converted(text)


def is_formula(value: Any) -> bool:
    """Say whether Excel takes a value for a formula."""
    return isinstance(value, str) and value.startswith("=") and len(value) > 1


def _converted(text: str) -> Content:
    """Return the number, truth value or error that Excel makes of text, else the text."""
    if _NUMBER.match(text):
        number = float(text)
        return Content("s", text) if math.isinf(number) else Content("n", number)
    if text.upper() in {"TRUE", "FALSE"}:
        return Content("b", text.upper() == "TRUE")
    if text.upper() in ERRORS:
        return Content("e", text.upper())
    return Content("s", text)


def must_quote(text: str) -> bool:
    """Say whether text turns into something else once a user edits its cell, unless quoted."""
    return text[:1] in set("=+-@'\t\r\n\0") or _converted(text).kind != "s"


def _risky(text: str) -> bool:
    # Excel reads dates, times and amounts in many shapes ("1-2", "mei 26"), all with a digit.
    words = {"waar", "onwaar"}  # TRUE and FALSE in a Dutch Excel
    return must_quote(text) or text.casefold() in words or any(map(str.isdigit, text))


def check_text(text: str) -> str:
    """Return the text if Excel can hold it in a cell, and raise otherwise."""
    try:
        length = len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2
    except UnicodeEncodeError:
        raise ValueRejected("De tekst bevat een half teken (surrogaat) en is onleesbaar.") from None
    if length > MAX_TEXT:
        raise ValueRejected(
            f"De tekst is {length} tekens lang; in een Excel-cel passen er {MAX_TEXT}."
        )
    return text


# Reading


def shown(kind: str, value: Any) -> Any:
    """Turn the content of a cell without formula into what COM returns."""
    if kind == "n" and isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(value)
    if kind == "e":
        return ErrorText(value)
    if kind == "d":
        return as_datetime(value)
    if kind == "s" or kind == "inlineStr":  # noqa: PLR1714 - twice as fast, for every cell
        return str(value) if value else None
    return value


def as_datetime(value: Any) -> Any:
    """Turn a date, time or timedelta into what COM returns."""
    if isinstance(value, dt.datetime):
        return value
    if isinstance(value, dt.date):
        return dt.datetime(value.year, value.month, value.day)
    if isinstance(value, dt.time):
        return dt.datetime.combine(_DAY_ZERO.date(), value)
    if isinstance(value, dt.timedelta):
        return value / dt.timedelta(days=1)
    return float(value)


# Formulas

_PIECE = re.compile(r'"(?:[^"]|"")*"|\'(?:[^\']|\'\')*\'|[\w.\\]+|.', re.DOTALL)
_PREFIXES = re.compile(r"_xlfn\.|_xlws\.|_xlpm\.|_xludf\.", re.IGNORECASE)
_PLAIN_COLUMN = re.compile(r"\w+\Z")
_THIS_ROW = re.compile(r"\[#This Row\],?", re.IGNORECASE)


def complaint(formula: str) -> str | None:
    """Say, in Dutch, why Excel would refuse a formula over COM; None when it looks fine.

    A quick look at each write: unbalanced quotes and brackets, a semicolon as separator. The
    calculator parses the formula fully before its value is read or saved.

    >>> complaint("=SUM(1;2)")
    'gebruik een komma tussen de argumenten, geen puntkomma'
    >>> complaint("=SUM(A1:B2)") is None
    True
    """
    depth = braces = 0
    for kind, piece in _pieces(formula):
        if kind == "bracket" and not piece.endswith("]"):
            return "een vierkante haak wordt niet gesloten"
        if kind != "other":
            continue
        depth += (piece == "(") - (piece == ")")
        braces += (piece == "{") - (piece == "}")
        if piece == ";" and not braces:
            return "gebruik een komma tussen de argumenten, geen puntkomma"
        if piece == '"' or depth < 0:
            return "haakjes of aanhalingstekens kloppen niet"
    if depth or braces:
        return "haakjes of aanhalingstekens kloppen niet"
    return None if len(formula) <= MAX_FORMULA else f"hij is langer dan {MAX_FORMULA} tekens"


def to_file(formula: str, table: str | None) -> str:
    """Turn a formula as people write it into the text that belongs in the file.

    ``table`` is the name of the table that the cell lies in, for ``[@X]`` without a table name.

    >>> to_file("=[@Uren]*2", "tblX")
    '=tblX[[#This Row],[Uren]]*2'
    """

    def expand(owner: str, inner: str) -> str:
        prefix = owner or table or ""
        if not inner.startswith("@"):
            # A bare [X] inside a table means its column; [1]Blad!A1 is another workbook.
            return f"{owner}[{inner}]" if owner or not table else f"{table}[{inner}]"
        column = inner[1:]
        if not column:
            return f"{prefix}[#This Row]"
        return f"{prefix}[[#This Row],{column if column.startswith('[') else f'[{column}]'}]"

    return _rewrite(formula, expand)


@lru_cache(maxsize=4096)  # a calculated column holds one text in each of its rows
def to_shown(formula: str, table: str | None) -> str:
    """Turn the stored text of a formula into what Excel shows and returns over COM.

    >>> to_shown("=_xlfn.CONCAT(tblX[[#This Row],[Mijn uren]])", None)
    '=CONCAT(tblX[@[Mijn uren]])'
    """

    def shorten(owner: str, inner: str) -> str:
        match = _THIS_ROW.match(inner) or re.fullmatch("#This Row", inner, re.IGNORECASE)
        if match is None:
            return f"{owner}[{inner}]"
        own = table is not None and owner.casefold() in ("", table.casefold())
        column = inner[match.end() :]
        if column.startswith("[") and _PLAIN_COLUMN.match(column[1:-1]):
            column = column[1:-1]
        return f"{'' if own else owner}[@{column}]"

    return _rewrite(formula, shorten, strip=True)


def _rewrite(formula: str, change: Callable[[str, str], str], *, strip: bool = False) -> str:
    out: list[str] = []
    pieces = list(_pieces(formula))
    for index, (kind, piece) in enumerate(pieces):
        if kind == "word" and strip:
            out.append(_PREFIXES.sub("", piece))
        elif kind == "bracket":
            follows = pieces[index + 1][0] if index + 1 < len(pieces) else "other"
            owned = bool(index) and pieces[index - 1][0] == "word"
            if follows == "word" and not owned:  # [1]Blad!A1: another workbook
                out.append(piece)
                continue
            owner = out.pop() if owned else ""
            out.append(change(owner, piece[1:-1]))
        else:
            out.append(piece)
    return "".join(out)


def _pieces(formula: str) -> Iterator[tuple[str, str]]:
    """Yield (kind, text): kind is 'text', 'word', 'bracket' or 'other'."""
    position = 0
    while position < len(formula):
        if formula[position] == "[":
            end = _closing(formula, position)
            yield "bracket", formula[position:end]
            position = end
            continue
        match = _PIECE.match(formula, position)
        assert match is not None  # noqa: S101 - the pattern ends in "any character"
        piece = match.group()
        if piece[0] in "\"'" and len(piece) > 1:
            yield "text", piece
        else:
            yield ("word" if re.match(r"[\w.\\]", piece) else "other"), piece
        position = match.end()


def _closing(formula: str, start: int) -> int:
    """Find the end of a bracket group; an apostrophe escapes the next character in it."""
    depth, position = 0, start
    while position < len(formula):
        character = formula[position]
        if character == "'":
            position += 1
        elif character == "[":
            depth += 1
        elif character == "]":
            depth -= 1
            if depth == 0:
                return position + 1
        position += 1
    return len(formula)
