"""Number cells: whole hours, decimal hours, euros, scores, percentages and numbers of rows."""

from datetime import date, datetime, time
from decimal import Decimal

from regio_xl.domain import Column, Ernst, Kind
from regio_xl.domain.tekst import format_getal, join, percent, plain, quote
from regio_xl.rules.cell import Cell, Problem
from regio_xl.rules.numbers import LARGEST, guess, serial, to_decimal, whole

WHOLE_KINDS = (Kind.INTEGER, Kind.HOURS, Kind.SCORE)
AMOUNTS = (Kind.HOURS, Kind.NUMBER, Kind.EUROS)
"""Kinds that are read with thousands marks; a year or the number of a proposal is not."""

NOUNS = {
    Kind.INTEGER: "een heel getal",
    Kind.HOURS: "een heel aantal uren",
    Kind.NUMBER: "een getal",
    Kind.EUROS: "een bedrag in euro's",
    Kind.SCORE: "een hele score",
    Kind.PERCENT: "een percentage",
}


def parse_number(column: Column, value: object) -> Cell:
    """Return the number in a cell: int for whole kinds, else Decimal.

    Text is never counted, also when it looks like a number: the formulas in the sheet do not
    count it either.

    >>> parse_number(Column(key="u", header="Uren", kind=Kind.HOURS), "1.200,5").problem.melding
    'Uren bevat de tekst ‘1.200,5’; dat is geen getal en telt niet mee.'
    """
    if isinstance(value, bool):
        return _refuse(
            f"{column.header} bevat {quote(value)}; dat is geen getal.",
            f"Typ {NOUNS[column.kind]}.",
        )
    if isinstance(value, str):
        return _parse_text_number(column, value)
    if isinstance(value, date):
        return _parse_dated_number(column, value)
    number = to_decimal(value)
    if number is None:
        return _refuse(
            f"{column.header} bevat een getal dat niet bestaat ({value}).",
            f"Typ {NOUNS[column.kind]}.",
        )
    return _within(column, number)


def _refuse(melding: str, herstel: str, meant: Decimal | None = None) -> Cell:
    return Cell(None, Problem(Ernst.FOUT, melding, herstel), meant)


def _show(column: Column, number: Decimal) -> str:
    """Return a number as one reads it."""
    return format_getal(number) if column.kind in AMOUNTS else _typed(column, number)


def _typed(column: Column, number: Decimal) -> str:
    """Return a number as one types it."""
    return percent(number) if column.kind is Kind.PERCENT else plain(number)


def _parse_text_number(column: Column, text: str) -> Cell:
    number = guess(text)
    melding = f"{column.header} bevat de tekst {quote(text)}; dat is geen getal en telt niet mee."
    if number is None:
        return _refuse(melding, f"Typ {NOUNS[column.kind]}, zonder tekst erbij.")
    question = f"Bedoelde u {_typed(column, number)}?"
    if column.kind in WHOLE_KINDS and whole(number) is None and abs(number) < LARGEST:
        return _refuse(melding, f"{question} Typ {NOUNS[column.kind]}: {_neighbours(number)}.")
    return _refuse(melding, f"{question} Typ het als getal, zonder punten of eenheid.", number)


def _parse_dated_number(column: Column, value: date) -> Cell:
    """Refuse a date; where decimals are summed, count what the sheet counts: its serial number.

    Otherwise the total in the sheet and the total computed here would differ (F1.3).
    """
    moment = value if isinstance(value, datetime) else datetime.combine(value, time())
    number = serial(moment)
    counted = column.kind is Kind.NUMBER
    tail = f"; de werkmap rekent daardoor met {format_getal(round(number, 2))}" if counted else ""
    what = "de tijd" if number < 1 else "de datum"
    typed = f"‘{moment:%H:%M}’" if number < 1 else quote(value)
    return Cell(
        number if counted else None,
        Problem(
            Ernst.FOUT,
            f"{column.header} bevat {what} {typed} in plaats van een getal{tail}.",
            f"Zet de celeigenschappen op Getal en typ {NOUNS[column.kind]}.",
        ),
    )


def _within(column: Column, number: Decimal) -> Cell:
    if abs(number) > LARGEST:
        return Cell(
            number if column.kind is Kind.NUMBER else None,
            Problem(
                Ernst.FOUT,
                f"{column.header} is {_show(column, number)}; zo groot kan dit getal niet zijn.",
                f"Controleer het getal en typ {NOUNS[column.kind]}.",
            ),
        )
    amount = whole(number)
    if column.kind in WHOLE_KINDS and amount is None:
        return _refuse(
            f"{column.header} is {_show(column, number)}; dat hoort {NOUNS[column.kind]} te zijn.",
            f"Maak er een geheel getal van: {_neighbours(number)}.",
        )
    if outside := _outside(column, number):
        return Cell(None, outside)
    return Cell(amount if column.kind in WHOLE_KINDS else number)


def _neighbours(number: Decimal) -> str:
    low = number.to_integral_value(rounding="ROUND_FLOOR")
    return join([plain(low), plain(low + 1)], last="of")


def _outside(column: Column, number: Decimal) -> Problem | None:
    low, high = column.minimum, column.maximum
    if (low is None or number >= low) and (high is None or number <= high):
        return None
    melding = f"{column.header} is {_show(column, number)}; {_bounds(column)}."
    if column.kind is Kind.PERCENT and number > 1:
        return Problem(
            Ernst.FOUT,
            f"{column.header} is {plain(number)}, dus {percent(number)}; {_bounds(column)}.",
            f"Bedoelde u {plain(number)}%? Typ dan {plain(number)}% met het procentteken.",
        )
    return Problem(Ernst.FOUT, melding, "Controleer het getal en pas het aan.")


def _bounds(column: Column) -> str:
    if column.minimum is None:
        return f"het mag hooguit {_show(column, column.maximum or Decimal(0))} zijn"
    if column.maximum is None:
        if column.minimum == 0:
            return "het mag niet negatief zijn"
        return f"het moet minstens {_show(column, column.minimum)} zijn"
    return f"het mag lopen van {_show(column, column.minimum)} tot en met " + _show(
        column, column.maximum
    )
