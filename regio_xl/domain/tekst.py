"""Dutch wording: how values, numbers, dates and lists read, wherever a user sees them.

Two ways to show a number, on purpose: ``plain`` is what one *types* (1200,5), for a suggestion;
``format_getal`` and its likes are what one *reads* (1.200,5), for everything else.
"""

import difflib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

LONGEST_QUOTE = 60
LONGEST_GUESS = 40

SOME, ALL = 12, 30  # names in an enumeration before it is cut: in a finding, and on a card
SENTENCE, LINE = 25, 12  # most words of a sentence, and of a reason in one line
HANDFUL = 9  # most words of the names in one phrase; more of them take another one


def of_float(value: float) -> Decimal:
    """Return a number as Excel shows it: the shortest decimal of its 15 significant digits.

    Excel counts in binary, and the digits behind these 15 are noise that nobody typed.

    >>> of_float(3554.7 + 2229.6 + 1978.2), of_float(0.1 + 0.2)
    (Decimal('7762.5'), Decimal('0.3'))
    """
    return Decimal(f"{value:.15g}")


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


def format_getal(number: Decimal | int) -> str:
    """Return a number as one reads it in Dutch, with thousands marks and no needless zeros.

    >>> format_getal(Decimal("12345.50")), format_getal(4), format_getal(Decimal("-1200"))
    ('12.345,5', '4', '-1.200')
    """
    text = plain(number)
    sign = "-" if text.startswith("-") else ""
    whole, comma, rest = text.removeprefix("-").partition(",")
    if not whole.isdigit():  # too large to be anything but a slip of the keyboard
        return text
    return f"{sign}{int(whole):,}".replace(",", ".") + comma + rest


def format_uren(uren: Decimal | int) -> str:
    """Return hours as a Dutch reader expects them.

    >>> format_uren(7104), format_uren(-20), format_uren(Decimal("900.5"))
    ('7.104 uur', '-20 uur', '900,5 uur')
    """
    return f"{format_getal(uren)} uur"


def format_euros(value: Decimal) -> str:
    """Return an amount in euros, with cents only where there are any.

    >>> format_euros(Decimal("12500")), format_euros(Decimal("99.5"))
    ('€ 12.500', '€ 99,50')
    """
    whole = value == value.to_integral_value()
    amount = value.quantize(Decimal(1) if whole else Decimal("0.01"), ROUND_HALF_UP)
    return "€ " + format(amount, ",f").translate(str.maketrans(",.", ".,"))


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
    """Return a cell value as the user typed it in Excel.

    >>> shown(12.5), shown(True), shown(date(2025, 9, 15))
    ('12,5', 'WAAR', '15-9-2025')
    """
    if isinstance(value, bool):
        return "WAAR" if value else "ONWAAR"
    if isinstance(value, float):
        return plain(of_float(value)) if value - value == 0 else str(value)
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


def join(items: Iterable[str], last: str = "en", most: int = SOME) -> str:
    """Return items as a Dutch enumeration; a long one is cut and counted.

    >>> join(["a", "b", "c"]), join(["a", "b"], last="of"), join(list("abcde"), most=3)
    ('a, b en c', 'a of b', 'a, b, c en 2 andere')
    """
    names = list(items)
    if len(names) > most + 1:
        return f"{', '.join(names[:most])} {last} {len(names) - most} andere"
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {last} {names[-1]}"


def spread(parts: Iterable[str], first: str, again: str) -> str:
    """Return phrases as sentences that are not too long, the first after ``first``.

    >>> spread(["valt A eruit", "komt B erin"], "Dan", "Verder")
    'Dan valt A eruit en komt B erin.'
    >>> spread(["valt A eruit", "staat er " + "nog " * 20 + "iets"], "Dan", "Verder")[:33]
    'Dan valt A eruit. Verder staat er'
    """
    sentences: list[list[str]] = []
    start = first
    for part in parts:
        if sentences and len(" ".join((start, *sentences[-1], "en", part)).split()) <= SENTENCE:
            sentences[-1].append(part)
        else:
            start = again if sentences else first
            sentences.append([part])
    starts = (first, *[again] * len(sentences))
    told = zip(starts, sentences, strict=False)
    return " ".join(f"{start} {join(phrases, most=ALL)}." for start, phrases in told)


def handfuls(names: Iterable[str]) -> Iterator[list[str]]:
    """Yield names a few at a time, so that a phrase about them is not too long.

    >>> [len(few) for few in handfuls(["Wijk bij Duurstede"] * 7)]
    [3, 3, 1]
    """
    few: list[str] = []
    for name in names:
        if few and len(" ".join((*few, name)).split()) > HANDFUL:
            yield few
            few = []
        few.append(name)
    if few:
        yield few


def count(number: int, one: str, many: str) -> str:
    """Return a number with its noun in the right form.

    >>> count(1, "rij", "rijen"), count(1200, "rij", "rijen"), count(0, "rij", "rijen")
    ('1 rij', '1.200 rijen', 'geen rijen')
    """
    if number == 0:
        return f"geen {many}"
    return f"{format_getal(number)} {one if number == 1 else many}"


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
