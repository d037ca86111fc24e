"""What goes to sheet Controle, and the same findings for ``--json``."""

from collections.abc import Iterable, Mapping
from itertools import chain
from typing import Any, TypedDict

from regio_xl.domain import Bevinding, CellValue, Ernst, TableContent
from regio_xl.domain.tekst import count
from regio_xl.sheets import schema
from regio_xl.sheets.dossier import sort_bevindingen


def merge(*groups: Iterable[Bevinding]) -> tuple[Bevinding, ...]:
    """Return all findings once, most serious first and then as one reads."""
    return sort_bevindingen(chain.from_iterable(groups))


class Contents(TypedDict):
    """What sheet Controle gets: its table and its cell."""

    tables: tuple[TableContent, ...]
    cells: Mapping[str, CellValue]


def contents(bevindingen: Iterable[Bevinding], totaal: int | None) -> Contents:
    """Return what sheet Controle gets; without findings its table is empty.

    Args:
        bevindingen: The findings, in order.
        totaal: Total hours as recomputed, to set against the cell formulas (F1.3).
    """
    return {
        "tables": (TableContent(name="tblControle", rows=tuple(map(_row, bevindingen))),),
        "cells": {"controle_herrekend": None if totaal is None else float(totaal)},
    }


def data(bevindingen: Iterable[Bevinding]) -> Mapping[str, Any]:
    """Return the findings with the keys that ``ontwerp.md`` fixes for ``valideren``."""
    listed = list(bevindingen)
    return {
        "bevindingen": [
            {
                "ernst": item.ernst.value,
                "regel": item.regel,
                "blad": item.blad,
                "rij": item.rij,
                "kolom": item.kolom,
                "melding": item.melding,
                "herstel": item.herstel,
            }
            for item in listed
        ],
        "fouten": number_of(listed, Ernst.FOUT),
        "waarschuwingen": number_of(listed, Ernst.WAARSCHUWING),
    }


def faulty_parameters(bevindingen: Iterable[Bevinding]) -> set[str]:
    """Return the clauses of errors on Kader by which a parameter is not what was meant.

    Hours for ketentoezicht that are still to be decided (U2.1) are no such error.
    """
    return {
        item.regel
        for item in bevindingen
        if item.blad == "Kader" and item.ernst is Ernst.FOUT and item.regel != "U2.1"
    }


def number_of(bevindingen: Iterable[Bevinding], ernst: Ernst) -> int:
    """Return how many findings are of this severity."""
    return sum(item.ernst is ernst for item in bevindingen)


def summary(bevindingen: Iterable[Bevinding]) -> str:
    """Return one Dutch line with the number of findings per severity.

    >>> summary([])
    'Geen bevindingen.'
    """
    listed = list(bevindingen)
    if not listed:
        return "Geen bevindingen."
    words = (
        (Ernst.FOUT, "fout", "fouten"),
        (Ernst.WAARSCHUWING, "waarschuwing", "waarschuwingen"),
        (Ernst.MELDING, "melding", "meldingen"),
    )
    parts = [
        count(number, one, more)
        for ernst, one, more in words
        if (number := number_of(listed, ernst))
    ]
    return f"{', '.join(parts)}: zie blad Controle."


def header(table: str, key: str) -> str:
    """Return the header that users see above a column."""
    spec = schema.tables()[table][1]
    return next(column.header for column in spec.columns if column.key == key)


def _row(item: Bevinding) -> dict[str, CellValue]:
    return {
        "ernst": item.ernst.value,
        "regel": item.regel,
        "blad": item.blad,
        "rij": None if item.rij is None else float(item.rij),
        "kolom": item.kolom,
        "melding": item.melding,
        "herstel": item.herstel,
    }
