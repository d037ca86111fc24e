"""The course of the example year after its start: what people type, moment by moment.

What the steps make of it is not here: they run on it as on any year (``cli/voorbeeld.py``).
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum

from regio_xl.builder.content import Rows, as_cell, as_rows, load
from regio_xl.domain import CellValue
from regio_xl.domain.model import Model

EXAMPLE_YEAR = 2026
"""The year whose days stand in the data; another year has other days and other parameters."""


class Tot(StrEnum):
    """How far the example year is filled in."""

    BESLUIT = "besluit"  # the AB has decided
    UITVOERING = "uitvoering"  # two periods on, with an overrun that nobody has mended yet
    AFGESLOTEN = "afgesloten"  # the year is over, and evaluated


class Moment(Model):
    """What people type at one moment, and the steps that they run then."""

    cellen: Mapping[str, CellValue] = {}  # by name
    # By table; a row is found by its first column, or stands below the table
    rijen: Mapping[str, Rows] = {}
    stappen: tuple[str, ...]


def moments(tot: Tot) -> Iterator[Moment]:
    """Yield the moments of the example year from its start, in order."""
    spoken = load("voorbeeld/besluitvorming.toml")
    for part in list(Tot)[: list(Tot).index(tot) + 1]:
        for item in load(f"voorbeeld/tot_{part}.toml")["moment"]:
            said = {table: spoken[key] for table, key in item.get("lees", {}).items()}
            typed = item.get("rijen", {})
            yield Moment(
                cellen={name: as_cell(value) for name, value in item.get("cellen", {}).items()},
                rijen={
                    table: as_rows([*said.get(table, []), *typed.get(table, [])])
                    for table in {**said, **typed}
                },
                stappen=item["stappen"],
            )
