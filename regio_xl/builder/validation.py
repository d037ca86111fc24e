"""Data validation from the declared columns, with Dutch prompts and error texts."""

from datetime import date
from decimal import Decimal
from typing import Any

from regio_xl.domain import Column, Kind
from regio_xl.domain.tekst import percent

FIRST_DATE, LAST_DATE = date(2000, 1, 1), date(2100, 12, 31)
MOST_HOURS = 1_000_000
LIST_LIMIT = 255
"""Excel refuses a typed list that is longer (characters, commas included)."""

MESSAGE_LIMIT = 255
"""Excel refuses a longer prompt or error text."""

LONG_LIST = "Deze waarde staat niet in de lijst. Klik op het pijltje naast de cel en kies er een."


def rule(column: Column, codes: tuple[str, ...]) -> dict[str, Any] | None:
    """Return XlsxWriter's options for an input column, or None; a code is one of ``codes``."""
    options = _criteria(column, codes)
    if options is None and not column.prompt:
        return None
    options = options or {"validate": "any"}
    choices = options.get("source", [])
    if any("," in item for item in choices):  # at which Excel would cut it in two
        raise ValueError(f"a choice of column {column.header} holds a comma")
    if (length := len(",".join(choices))) > LIST_LIMIT:
        raise ValueError(f"list of column {column.header} has {length} characters")
    if column.prompt:
        message = column.prompt[:MESSAGE_LIMIT]
        options |= {"input_title": column.header[:32], "input_message": message}
    return options


def _criteria(column: Column, codes: tuple[str, ...]) -> dict[str, Any] | None:
    match column.kind:
        case Kind.CHOICE:
            return _choice(list(column.choices), "stop")
        case Kind.CODE:
            # A warning, so that a new participant can be used before the list knows it.
            return _choice(list(codes), "warning")
        case Kind.INTEGER | Kind.HOURS | Kind.SCORE:
            return _between("integer", column, "Typ een heel getal")
        case Kind.NUMBER | Kind.EUROS | Kind.PERCENT:
            return _between("decimal", column, "Typ een getal")
        case Kind.DATE:
            return {
                "validate": "date",
                "criteria": "between",
                "minimum": FIRST_DATE,
                "maximum": LAST_DATE,
                "error_title": "Geen datum",
                "error_message": "Typ een datum als dag-maand-jaar, bijvoorbeeld 15-9-2025.",
            }
        case _:
            return None


def _choice(source: list[str], style: str) -> dict[str, Any]:
    message = f"Deze waarde staat niet in de lijst. Kies een van: {', '.join(source)}."
    return {
        "validate": "list",
        "source": source,
        "error_type": style,
        "error_title": "Kies uit de lijst",
        "error_message": message if len(message) <= MESSAGE_LIMIT else LONG_LIST,
    }


def _between(kind: str, column: Column, start: str) -> dict[str, Any]:
    low = -MOST_HOURS if column.minimum is None else float(column.minimum)
    high = MOST_HOURS if column.maximum is None else float(column.maximum)
    return {
        "validate": kind,
        "criteria": "between",
        "minimum": low,
        "maximum": high,
        "error_title": "Geen bruikbaar getal",
        "error_message": f"{start} {_bounds(column)}, zonder punten of eenheid.",
    }


def _bounds(column: Column) -> str:
    """Say in words which numbers are allowed."""
    if column.kind is Kind.PERCENT:
        low, high = column.minimum or Decimal(0), column.maximum or Decimal(1)
        return f"van {percent(low)} tot en met {percent(high)}"
    if column.minimum is None:
        return "(negatief mag)"
    if column.maximum is None:
        return f"van {column.minimum:f} of meer"
    return f"van {column.minimum:f} tot en met {column.maximum:f}"
