"""Findings of one cause become one finding, with a count and the places.

A message is worth its place when somebody can act on it: 26 numbers pasted as text are one thing
to do, not 26. Steps gather only what they show; the findings themselves stay as they are, because
each of them may concern a proposal of its own.
"""

from collections.abc import Hashable, Iterable, Sequence
from itertools import groupby

from regio_xl.domain import Bevinding
from regio_xl.domain.tekst import ALL, SOME, format_getal, join

COUNT = "{aantal}"


def gather(found: Iterable[Bevinding]) -> tuple[Bevinding, ...]:
    """Return findings with those of one cause as one, each where the first of them stood."""
    groups: dict[Hashable, list[Bevinding]] = {}
    for item in found:
        groups.setdefault(_cause(item), []).append(item)
    return tuple(_together(items) if len(items) > 1 else items[0] for items in groups.values())


def _cause(item: Bevinding) -> Hashable:
    """Return what findings of one cause have in common: what they say, on one sheet.

    Without a sentence of its own for several, a cause is what is said in the same words about
    other rows of the same column.
    """
    if item.oorzaak is not None:
        return item.ernst, item.blad, item.oorzaak
    apart = item.nr if item.rij is None else None
    return item.ernst, item.blad, item.regel, item.kolom, item.melding, item.herstel, apart


def _together(items: Sequence[Bevinding]) -> Bevinding:
    first = items[0]
    rows = tuple(sorted({item.rij for item in items if item.rij is not None}))
    columns = list(dict.fromkeys(item.kolom for item in items if item.kolom))
    return first.model_copy(
        update={
            "melding": _sentence(items, rows, columns),
            "herstel": (first.oorzaak and first.oorzaak.herstel) or first.herstel,
            "kolom": columns[0] if len(columns) == 1 else None,
            "rij": rows[0] if rows else None,
            "nr": None,
            "rijen": rows,
            "oorzaak": None,
            "repair": None,
        }
    )


def _sentence(items: Sequence[Bevinding], rows: Sequence[int], columns: Sequence[str]) -> str:
    first = items[0]
    names = [item.wat for item in items if item.wat]
    places = f"rij {enumerate_rows(rows)}"
    if first.oorzaak is None:
        return f"{first.melding} Dat geldt voor {len(rows)} rijen: {enumerate_rows(rows)}."
    if names:
        places = join(names, most=ALL)
    elif len(columns) > 1:
        places = f"{len(columns)} kolommen, {places}"
        if len(columns) <= SOME:
            places = f"{join(columns)}: rij {enumerate_rows(rows)}"
    return f"{first.oorzaak.melding.replace(COUNT, format_getal(len(items)))} ({places})."


def enumerate_rows(rows: Sequence[int]) -> str:
    """Return rows as one says them, those that follow each other as a range.

    >>> enumerate_rows([6, 7, 8, 11, 12])
    '6 tot en met 8, 11 en 12'
    """
    parts: list[str] = []
    for _, run in groupby(enumerate(rows), key=lambda pair: pair[1] - pair[0]):
        numbers = [row for _, row in run]
        if len(numbers) > 2:
            parts.append(f"{numbers[0]} tot en met {numbers[-1]}")
        else:
            parts += map(str, numbers)
    return join(parts)
