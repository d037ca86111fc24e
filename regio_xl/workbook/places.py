"""Where the named cells of a workbook are; the name decides, not the place where we built it."""

import re
from collections.abc import Iterable

import xlwings as xw

from regio_xl.domain import Missing
from regio_xl.sheets import schema

Place = tuple[str, int, int]
"""Sheet name, row and column (1-based)."""

REFERENCE = re.compile(r"=?'?(?P<sheet>.+?)'?!\$?(?P<letters>[A-Z]{1,3})\$?(?P<row>\d+)$")


def find_places(book: xw.Book) -> tuple[dict[str, Place], list[Missing]]:
    """Return the place of each declared name, and the names that lead nowhere.

    The number of calls depends on the number of names, never on the number of rows.
    """
    names = {item.name.casefold(): item for item in book.names}
    places: dict[str, Place] = {}
    missing: list[Missing] = []
    for name, (spec, _, _) in schema.fields().items():
        item = names.get(name.casefold())
        place = parse_reference(item.refers_to) if item is not None else None
        if place is None:
            missing.append(Missing(sheet=spec.name, name=name))
        else:
            places[name] = place
    return places, missing


def parse_reference(text: str | None) -> Place | None:
    """Return the place that a name refers to, or None when it is not one cell.

    >>> parse_reference("='Over dit jaar'!$B$5")
    ('Over dit jaar', 5, 2)
    >>> parse_reference("=#REF!") is None
    True
    """
    found = REFERENCE.match(text or "")
    if found is None:
        return None
    sheet = found["sheet"].replace("''", "'")
    return sheet, int(found["row"]), column_number(found["letters"])


def column_number(letters: Iterable[str]) -> int:
    """Return the number of a column.

    >>> column_number("A"), column_number("AB")
    (1, 28)
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
