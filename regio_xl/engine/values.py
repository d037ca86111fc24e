"""Cell values: what a caller writes, what the model holds, what a caller reads.

The conversions follow Excel over COM: numbers are floats, empty is None, a date gives its cell a
date format, text that looks like a number becomes one unless the cell is formatted as text or the
text starts with an apostrophe. No workbook here.

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
from typing import Any, NamedTuple

from regio_xl.engine.errors import ValueRejected

MAX_TEXT = 32767  # characters in one cell; Excel counts UTF-16 code units
ERRORS = frozenset(
    [
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
    ]
)
_NUMBER = re.compile(r"\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*\Z", re.ASCII)
_DAY_ZERO = dt.datetime(1899, 12, 30)
DATE_FORMAT = "mm-dd-yy"  # built-in 14: shown as the reader's own short date
DATE_TIME_FORMAT = "m/d/yy h:mm"  # built-in 22


class ErrorText(str):
    """An error value such as ``#N/A``, told apart from text that looks like it."""

    __slots__ = ()


class Content(NamedTuple):
    """What a cell holds, in the model's terms.

    ``kind`` is openpyxl's data type: n(umber or empty), s(tring), b(ool), e(rror), d(ate) or
    f(ormula).
    """

    kind: str
    value: Any
    quoted: bool = False


EMPTY = Content("n", None)


def prepare(value: Any) -> Any:
    """Turn a Python, NumPy or pandas scalar into None, bool, float, str or datetime.

    Args:
        value: One element of what a caller writes.

    Returns:
        The plain value; None for an empty string, NaN and NaT, as xlwings does over COM.

    Raises:
        ValueRejected: A type that does not fit in a cell, an infinity.
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


def _prepare_time(value: Any) -> dt.datetime | float | None:
    if type(value).__name__ == "NaTType":
        return None
    if isinstance(value, dt.timedelta):
        return value / dt.timedelta(days=1)
    if isinstance(value, dt.time):
        return dt.datetime.combine(_DAY_ZERO.date(), value.replace(tzinfo=None))
    if isinstance(value, dt.datetime):
        return dt.datetime(*value.timetuple()[:6], value.microsecond)
    return dt.datetime(value.year, value.month, value.day)


def interpret(value: Any, number_format: str) -> Content:
    """Say what Excel would make of a value that is assigned to a cell.

    Args:
        value: Anything that ``prepare`` accepts.
        number_format: The format code of the cell.

    Returns:
        The content of the cell.

    Raises:
        ValueRejected: Text that is too long or cannot be stored.
    """
    value = prepare(value)
    if value is None:
        return EMPTY
    if isinstance(value, bool):
        return Content("b", value)
    if isinstance(value, float):
        return Content("n", value)
    if isinstance(value, dt.datetime):
        return Content("d", value)
    if isinstance(value, ErrorText):
        return Content("e", str(value))
    return _interpret_text(str(value), number_format)


def _interpret_text(text: str, number_format: str) -> Content:
    if text.startswith("'"):
        text = check_text(text[1:])
        return Content("s", text, quoted=_risky(text)) if text else EMPTY
    check_text(text)
    if number_format == "@":
        return Content("s", text)
    return Content("f", text) if text.startswith("=") and len(text) > 1 else _converted(text)


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
    """Return the text if Excel can hold it in a cell.

    Raises:
        ValueRejected: More than 32,767 UTF-16 code units, or half a surrogate pair.
    """
    try:
        length = len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2
    except UnicodeEncodeError:
        raise ValueRejected("De tekst bevat een half teken (surrogaat) en is onleesbaar.") from None
    if length > MAX_TEXT:
        raise ValueRejected(
            f"De tekst is {length} tekens lang; in een Excel-cel passen er {MAX_TEXT}."
        )
    return text


def shown(kind: str, value: Any) -> Any:
    """Turn the content of a cell without formula into what COM returns."""
    if kind == "n" and isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(value)
    if kind == "e":
        return ErrorText(value)
    if kind == "d":
        return as_datetime(value)
    if kind == "s" or kind == "inlineStr":  # noqa: PLR1714
        return str(value) if value else None
    return value


def as_datetime(value: Any) -> Any:
    """Turn openpyxl's date, time or timedelta into what COM returns."""
    if isinstance(value, dt.datetime):
        return value
    if isinstance(value, dt.date):
        return dt.datetime(value.year, value.month, value.day)
    if isinstance(value, dt.time):
        return dt.datetime.combine(_DAY_ZERO.date(), value)
    if isinstance(value, dt.timedelta):
        return value / dt.timedelta(days=1)
    return float(value)


def clean(value: Any, datetime_as: Any, empty_as: Any, number_as: Any, err_to_str: bool) -> Any:
    """Apply the read options of xlwings to one raw value."""
    if value is None:
        return empty_as
    if isinstance(value, ErrorText):
        return str(value) if err_to_str else None
    if isinstance(value, dt.datetime):
        if datetime_as is dt.datetime:
            return value
        return datetime_as(
            year=value.year,
            month=value.month,
            day=value.day,
            hour=value.hour,
            minute=value.minute,
            second=value.second,
            microsecond=value.microsecond,
            tzinfo=None,
        )
    if number_as is not None and isinstance(value, float):
        return number_as(value)
    return value
