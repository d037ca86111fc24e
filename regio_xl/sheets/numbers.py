"""Numbers and dates: exact from a cell, read from text; a date is a number underneath.

A text that in Dutch writing can only be one number or one date is read as that, and told. Any
other is asked about, never counted. Where a formula of the workbook looks at the cell
(``Column.in_formulas``) text is not counted at all, however plain it is: the formula does not
count it either, and the two must agree.
"""

import re
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

from regio_xl.domain import Cell, Column, Ernst, Flaw, Kind, Oorzaak
from regio_xl.domain.tekst import (
    day,
    format_getal,
    join,
    of_float,
    percent,
    plain,
    quote,
    shown,
)

LARGEST = Decimal(100_000_000)  # more than this is a slip of the keyboard, whatever the column
EPOCH = datetime(1899, 12, 30)

# Before this day the 1900 date system of Excel runs one day behind (it knows 29-2-1900)
FIRST_TRUE_DAY = datetime(1900, 3, 1)
NOISE = Decimal("1e-9")  # a formula may leave 119.99999999999999 where it means 120

BINARY = Decimal("1e-14")  # what 0.1 + 0.2 has too much in Excel; nobody types so many decimals

_UNITS = re.compile(
    r"^(?:€|eur|euro)\s*|\s*(?:€|eur|euro|uur|uren|uurtjes|u|h|,-|,--|\.-)\.?$", re.I
)

# A pattern, and its signs for thousands and for the decimals. Before thousands never stands a
# nought: 0.333 is a third that was typed with a point, and no 333
_PATTERNS = (
    (re.compile(r"^[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?$"), ".", ","),  # 1.200 and 1.200,5
    (re.compile(r"^[1-9]\d{0,2}(?:,\d{3})+\.\d+$"), ",", "."),  # 1,200.5
    (re.compile(r"^[1-9]\d{0,2}(?:,\d{3}){2,}$"), ",", "."),  # 1,200,000
    (re.compile(r"^\d+(?:,\d+)?$"), ".", ","),  # 1200 and 1200,5
    (re.compile(r"^\d+\.\d+$"), ",", "."),  # 1200.5
)


_DUTCH = re.compile(
    r"[+-]? ?(?:\d+|[1-9]\d{0,2}(?:(?:\.\d{3})+|(?: \d{3})+))(?:,(?!\d{3}$)\d+)?(?: ?%)?", re.ASCII
)
"""Only one number in Dutch: 1200, 1.200,5 and 1 200; not 1200.5, 0.333, 1,200 or 12 13."""

QUOTES = "'\"`\u00b4\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u2032\u2033"
UNSEEN = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff"))  # of no width at all
TEXT_TO_COLUMNS = "kies in Excel Gegevens › Tekst naar kolommen"


def bare(text: str) -> str:
    """Return a text without what people do not see or mean: stray spaces, quotes around it.

    >>> bare("\u00a0 niet  opnemen "), bare("‘voor’")
    ('niet opnemen', 'voor')
    """
    return " ".join(text.translate(UNSEEN).split()).strip(QUOTES).strip()


def to_decimal(value: object) -> Decimal | None:
    """Return a number as the user sees it, without binary noise; None for inf, nan and others.

    The one door through which numbers come in from cells, for the worksheet functions too: so
    a sum in a cell is read as what the cell shows (O1).

    >>> to_decimal(3554.7 + 2229.6 + 1978.2), to_decimal(350.0), to_decimal(float("nan"))
    (Decimal('7762.5'), Decimal('350'), None)
    """
    if isinstance(value, float):
        number = of_float(value)
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
    typed = "".join(_one_line(text).split())
    part = typed.endswith("%")
    typed = _UNITS.sub("", typed.rstrip("%"))
    typed = _UNITS.sub("", typed)
    negative = typed.startswith("-")
    typed = typed.lstrip("+-")
    if not typed.isascii():
        return None
    for pattern, thousands, comma in _PATTERNS:
        if pattern.match(typed):
            number = Decimal(typed.replace(thousands, "").replace(comma, "."))
            number = -number if negative else number
            return number / 100 if part else number
    return None


def _one_line(text: str) -> str:
    """Return a number in text without quotes around it, each space a plain one, minus a hyphen."""
    return bare(text.replace("\u2212", "-"))


def only_one(column: Column, text: str) -> bool:
    """Tell whether a text can only be one number in Dutch writing, in this column.

    A percentage needs its sign, or must be a fraction below 1: 4 may be 4% and 400%. A point
    before three digits marks thousands, which no percentage has.

    >>> hours = Column(key="u", header="Uren", kind=Kind.HOURS)
    >>> [only_one(hours, text) for text in (" 120", "1.200,5", "1.200", "1200.5", "1,200", "12 u")]
    [True, True, True, False, False, False]
    """
    typed = _one_line(text)
    if len(typed) > 40 or not _DUTCH.fullmatch(typed):
        return False
    if column.kind is Kind.PERCENT:
        number = guess(typed)
        return "." not in typed and number is not None and (typed.endswith("%") or abs(number) < 1)
    return not typed.endswith("%")


def serial(moment: datetime) -> Decimal:
    """Return the number with which Excel stores a moment, or a time without a day.

    >>> [str(serial(datetime(*day))) for day in ((2025, 9, 15), (1900, 1, 1), (1899, 12, 30, 6))]
    ['45915', '1', '0.25']
    """
    naive = moment.replace(tzinfo=None)
    passed = naive - EPOCH
    days = passed.days - (EPOCH + timedelta(days=1) <= naive < FIRST_TRUE_DAY)
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


def refuse(melding: str, herstel: str, meant: Decimal | None = None) -> Cell:
    """Return an unusable cell with what is wrong with it."""
    return Cell(None, Flaw(Ernst.FOUT, melding, herstel), meant)


def doubt(value: object, melding: str, herstel: str) -> Cell:
    """Return a usable cell with a warning."""
    return Cell(value, Flaw(Ernst.WAARSCHUWING, melding, herstel))


WHOLE_KINDS = (Kind.INTEGER, Kind.HOURS, Kind.SCORE, Kind.REKENING)
# Read with thousands marks; a year or the number of a proposal is not
AMOUNTS = (Kind.HOURS, Kind.NUMBER, Kind.EUROS)

NOUNS = {
    Kind.INTEGER: "een heel getal",
    Kind.HOURS: "een heel aantal uren",
    Kind.NUMBER: "een getal",
    Kind.EUROS: "een bedrag in euro's",
    Kind.SCORE: "een hele score",
    Kind.PERCENT: "een percentage",
    Kind.REKENING: "het nummer van een project",
}


def parse_number(column: Column, value: object) -> Cell:
    """Return the number in a cell: int for whole kinds, else Decimal.

    >>> parse_number(Column(key="u", header="Uren", kind=Kind.HOURS), "12 uur").flaw.melding
    'Uren bevat de tekst ‘12 uur’; dat is geen getal en telt niet mee.'
    """
    herstel = f"Typ {NOUNS[column.kind]}."
    if isinstance(value, bool):
        return refuse(f"{column.header} bevat {quote(value)}; dat is geen getal.", herstel)
    if isinstance(value, str):
        return _parse_text_number(column, value)
    if isinstance(value, date):
        return _parse_dated_number(column, value)
    number = to_decimal(value)
    if number is None:
        return refuse(f"{column.header} bevat een getal dat niet bestaat ({value}).", herstel)
    return _within(column, number)


def _show(column: Column, number: Decimal) -> str:
    return format_getal(number) if column.kind in AMOUNTS else _typed(column, number)


def _typed(column: Column, number: Decimal) -> str:
    return percent(number) if column.kind is Kind.PERCENT else plain(number)


def _parse_text_number(column: Column, text: str) -> Cell:
    number = guess(text)
    melding = f"{column.header} bevat de tekst {quote(text)}; dat is geen getal en telt niet mee."
    if number is None:
        return refuse(melding, f"Typ {NOUNS[column.kind]}, zonder tekst erbij.")
    if only_one(column, text):
        read = _within(column, number)
        return read if read.flaw else _read_text(column, text, read)
    question = f"Bedoelde u {_typed(column, number)}?"
    if column.kind is Kind.PERCENT:
        return refuse(melding, _ask_percent(column, text, number))
    if column.kind in WHOLE_KINDS and whole(number) is None and abs(number) < LARGEST:
        return refuse(melding, f"{question} Typ {NOUNS[column.kind]}: {_neighbours(number)}.")
    return refuse(melding, f"{question} Typ het als getal, zonder punten of eenheid.", number)


def _ask_percent(column: Column, text: str, number: Decimal) -> str:
    """Ask which percentage was meant: without its sign 4 is more likely 4% than 400%."""
    if "%" not in text and abs(number) >= 1:
        number /= 100
    if _outside(column, number):
        return "Typ een percentage met het procentteken, bijvoorbeeld 4%."
    return f"Bedoelde u {percent(number)}? Typ dan {percent(number)}, met het procentteken."


TEXT_NUMBERS = "{aantal} getallen staan als tekst"
TEXT_DATES = "{aantal} datums staan als tekst"


def _read_text(column: Column, text: str, read: Cell) -> Cell:
    """Count a number that is written as text, or say why the workbook cannot count it yet."""
    value = Decimal(read.value)
    mend, number = float(value), _typed(column, value)
    if column.in_formulas:
        return _uncounted(column, text, number, TEXT_NUMBERS)._replace(meant=value, mend=mend)
    tail = "; de punt is gelezen als teken voor duizend" if "." in text else ""
    flaw = Flaw(
        Ernst.MELDING,
        f"{column.header} bevat de tekst {quote(text)}; die telt als {number}{tail}.",
        f"Doe ‘herstel’, of typ {number} in een cel die niet als Tekst is opgemaakt.",
        Oorzaak(
            melding=f"{TEXT_NUMBERS}; ze tellen gewoon mee",
            herstel=f"Doe ‘herstel’, of {TEXT_TO_COLUMNS}.",
        ),
    )
    return read._replace(flaw=flaw, meant=value, mend=mend)


def _uncounted(column: Column, text: str, meant: str, what: str) -> Cell:
    """Return text that is plain enough, but that the formulas of the workbook do not see."""
    flaw = Flaw(
        Ernst.FOUT,
        f"{column.header} bevat de tekst {quote(text)}; de formules in de werkmap tellen die niet.",
        f"Doe ‘herstel’, of typ {meant} in een cel die niet als Tekst is opgemaakt.",
        Oorzaak(
            melding=f"{what}; de formules in de werkmap tellen ze niet",
            herstel=f"Doe ‘herstel’, of {TEXT_TO_COLUMNS}.",
        ),
    )
    return Cell(None, flaw)


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
    refused = refuse(
        f"{column.header} bevat {what} {typed} in plaats van een getal{tail}.",
        f"Zet de celeigenschappen op Getal en typ {NOUNS[column.kind]}.",
    )
    return refused._replace(value=number if counted else None)


def _within(column: Column, number: Decimal) -> Cell:
    if abs(number) > LARGEST:
        refused = refuse(
            f"{column.header} is {_show(column, number)}; zo groot kan dit getal niet zijn.",
            f"Controleer het getal en typ {NOUNS[column.kind]}.",
        )
        return refused._replace(value=number if column.kind is Kind.NUMBER else None)
    amount = whole(number)
    if column.kind in WHOLE_KINDS and amount is None:
        return refuse(
            f"{column.header} is {_show(column, number)}; dat hoort {NOUNS[column.kind]} te zijn.",
            f"Maak er een geheel getal van: {_neighbours(number)}.",
        )
    return _outside(column, number) or Cell(amount if column.kind in WHOLE_KINDS else number)


def _neighbours(number: Decimal) -> str:
    low = number.to_integral_value(rounding="ROUND_FLOOR")
    return join([plain(low), plain(low + 1)], last="of")


def _outside(column: Column, number: Decimal) -> Cell | None:
    low, high = column.minimum, column.maximum
    if (low is None or number >= low) and (high is None or number <= high):
        return None
    if column.kind is Kind.PERCENT and number > 1:
        return refuse(
            f"{column.header} is {plain(number)}, dus {percent(number)}; {_bounds(column)}.",
            f"Bedoelde u {plain(number)}%? Typ dan {plain(number)}% met het procentteken.",
        )
    return refuse(
        f"{column.header} is {_show(column, number)}; {_bounds(column)}.",
        "Controleer het getal en pas het aan.",
    )


def _bounds(column: Column) -> str:
    low, high = (
        None if bound is None else _show(column, bound)
        for bound in (column.minimum, column.maximum)
    )
    if low and high:
        return f"het mag lopen van {low} tot en met {high}"
    if high:
        return f"het mag hooguit {high} zijn"
    return "het mag niet negatief zijn" if column.minimum == 0 else f"het moet minstens {low} zijn"


MONTHS = ("jan", "feb", "maa", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")

# A date outside these years is possible, but probably a slip of the keyboard
FIRST_YEAR, LAST_YEAR = 2000, 2100

# A time behind the date, ISO 8601 with its zone included; the text is in small letters by then
_TIME = r"(?:[t ]\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:z|[+-]\d{2}(?::?\d{2})?)?)?"
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
        month = match[2][:3].replace("mrt", "maa")
        if month in MONTHS:
            return int(match[3]), MONTHS.index(month) + 1, int(match[1])
    return None


RETYPE = "Typ de datum opnieuw, bijvoorbeeld 15-9-2025, in een cel die niet als Tekst is opgemaakt."


def parse_date(column: Column, value: object) -> Cell:
    """Return the date in a cell.

    A plain number that can be a date counts as that date with a warning, because the sheet
    counts such a cell as filled in too (F1.1).

    >>> column = Column(key="d", header="Ingediend op", kind=Kind.DATE)
    >>> parse_date(column, "31-09-2025").flaw.melding
    'Ingediend op bevat de tekst ‘31-09-2025’; die datum bestaat niet.'
    """
    if isinstance(value, date):
        return _plausible(column, value.date() if isinstance(value, datetime) else value)
    if isinstance(value, str):
        return _parse_text_date(column, value)
    if isinstance(value, bool):
        return refuse(f"{column.header} bevat {quote(value)}; dat is geen datum.", RETYPE)
    return _parse_numeric_date(column, value)


def _plausible(column: Column, moment: date) -> Cell:
    if FIRST_YEAR <= moment.year <= LAST_YEAR:
        return Cell(moment)
    return doubt(
        moment,
        f"{column.header} is {day(moment)}; het jaar {moment.year} ligt niet voor de hand.",
        "Controleer het jaar in deze datum.",
    )


def _parse_text_date(column: Column, text: str) -> Cell:
    moment, looks_like = guess_date(bare(text))
    if moment is not None and FIRST_YEAR <= moment.year <= LAST_YEAR and not _either(text):
        return _read_date(column, text, moment)
    if moment is not None:
        return refuse(
            f"{column.header} bevat de tekst {quote(text)}; voor Excel is dat geen datum.",
            f"Bedoelde u {day(moment)}? {RETYPE}",
        )
    if looks_like:
        return refuse(
            f"{column.header} bevat de tekst {quote(text)}; die datum bestaat niet.",
            "Controleer dag en maand en typ de juiste datum.",
        )
    return refuse(f"{column.header} bevat {quote(text)}; dat is geen datum.", RETYPE)


def _either(text: str) -> bool:
    """Tell whether day and month may have changed places: 3/4/2025 is American writing too."""
    match = _DAY_FIRST.match(bare(text).casefold())
    if match is None or "/" not in text:
        return False
    first, second = int(match[1]), int(match[2])
    return first != second and max(first, second) <= len(MONTHS)


def _read_date(column: Column, text: str, moment: date) -> Cell:
    mend = datetime(moment.year, moment.month, moment.day)
    if column.in_formulas:
        return _uncounted(column, text, day(moment), TEXT_DATES)._replace(mend=mend)
    flaw = Flaw(
        Ernst.MELDING,
        f"{column.header} bevat de tekst {quote(text)}; die is gelezen als {day(moment)}.",
        f"Doe ‘herstel’, of typ {day(moment)} in een cel die niet als Tekst is opgemaakt.",
        Oorzaak(
            melding=f"{TEXT_DATES}; ze zijn gelezen als dag-maand-jaar",
            herstel=f"Doe ‘herstel’, of {TEXT_TO_COLUMNS}.",
        ),
    )
    return Cell(moment, flaw, mend=mend)


def _parse_numeric_date(column: Column, value: object) -> Cell:
    number = to_decimal(value)
    moment = from_serial(number) if number is not None else None
    if number is None or moment is None or not FIRST_YEAR <= moment.year <= LAST_YEAR:
        return refuse(f"{column.header} bevat het getal {shown(value)}; dat is geen datum.", RETYPE)
    return doubt(
        moment,
        f"{column.header} bevat het getal {plain(number)}; dat is gelezen als {day(moment)}.",
        "Geef de cel de opmaak Datum en controleer of deze datum klopt.",
    )
