"""Date cells."""

from datetime import date, datetime

from regio_xl.domain import Column, Ernst
from regio_xl.domain.tekst import day, plain, quote, shown
from regio_xl.rules.cell import Cell, Problem
from regio_xl.rules.dates import FIRST_YEAR, LAST_YEAR, guess_date
from regio_xl.rules.numbers import from_serial, to_decimal

RETYPE = "Typ de datum opnieuw, bijvoorbeeld 15-9-2025, in een cel die niet als Tekst is opgemaakt."


def parse_date(column: Column, value: object) -> Cell:
    """Return the date in a cell.

    A plain number that can be a date counts as that date with a warning, because the sheet
    counts such a cell as filled in too (F1.1).

    >>> from regio_xl.domain import Kind
    >>> column = Column(key="d", header="Ingediend op", kind=Kind.DATE)
    >>> parse_date(column, "31-09-2025").problem.melding
    'Ingediend op bevat de tekst ‘31-09-2025’; die datum bestaat niet.'
    """
    if isinstance(value, date):
        return _plausible(column, value.date() if isinstance(value, datetime) else value)
    if isinstance(value, str):
        return _parse_text_date(column, value)
    if isinstance(value, bool):
        return _refuse(f"{column.header} bevat {quote(value)}; dat is geen datum.", RETYPE)
    return _parse_numeric_date(column, value)


def _refuse(melding: str, herstel: str) -> Cell:
    return Cell(None, Problem(Ernst.FOUT, melding, herstel))


def _plausible(column: Column, moment: date) -> Cell:
    if FIRST_YEAR <= moment.year <= LAST_YEAR:
        return Cell(moment)
    return Cell(
        moment,
        Problem(
            Ernst.WAARSCHUWING,
            f"{column.header} is {day(moment)}; het jaar {moment.year} ligt niet voor de hand.",
            "Controleer het jaar in deze datum.",
        ),
    )


def _parse_text_date(column: Column, text: str) -> Cell:
    moment, looks_like = guess_date(text)
    if moment is not None:
        return _refuse(
            f"{column.header} bevat de tekst {quote(text)}; voor Excel is dat geen datum.",
            f"Bedoelde u {day(moment)}? {RETYPE}",
        )
    if looks_like:
        return _refuse(
            f"{column.header} bevat de tekst {quote(text)}; die datum bestaat niet.",
            "Controleer dag en maand en typ de juiste datum.",
        )
    return _refuse(f"{column.header} bevat {quote(text)}; dat is geen datum.", RETYPE)


def _parse_numeric_date(column: Column, value: object) -> Cell:
    number = to_decimal(value)
    moment = from_serial(number) if number is not None else None
    if number is None or moment is None or not FIRST_YEAR <= moment.year <= LAST_YEAR:
        return _refuse(
            f"{column.header} bevat het getal {shown(value)}; dat is geen datum.", RETYPE
        )
    return Cell(
        moment,
        Problem(
            Ernst.WAARSCHUWING,
            f"{column.header} bevat het getal {plain(number)}; dat is gelezen als {day(moment)}.",
            "Geef de cel de opmaak Datum en controleer of deze datum klopt.",
        ),
    )
