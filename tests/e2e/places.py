"""The contribution of each participant as four independent places give it."""

import json
import random
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

import pandas as pd

from regio_xl.builder import build, template
from regio_xl.builder.content import Content

HALVES = (312.5, 937.5, 62.5, 37.5, 12.5, 8737.5, 3137.5)
"""DVO hours of which 4% is an exact half hour: 12.5, 37.5, 2.5, 1.5, 0.5, 349.5, 125.5."""

EDGES = (0.0, 0.01, 12.0, 13.0, 8749.99, 8750.0, 8750.01, 8762.5, 1e6, 1e9, 1e15)

FIRST_ROW, DVO_COLUMN = 6, "D"
DVO, BIJDRAGE, TOTAL = "Deelnemers!D6:D32", "Deelnemers!F6:F32", "Financien!B5"


def random_table(chance: random.Random, count: int) -> list[float]:
    """Return DVO hours for ``count`` participants: halves, edges and anything between."""
    kinds = (
        lambda: chance.choice(HALVES),
        lambda: chance.choice(EDGES),
        lambda: float(chance.randint(0, 12_000)),
        lambda: chance.randint(0, 1_200_000) / 100,
        lambda: chance.randint(0, 700) * 25 + 12.5,
    )
    return [chance.choice(kinds)() for _ in range(count)]


def expected(dvo: float) -> int:
    """Return 4% with a maximum of 350, half up, in plain fractions: a fifth opinion."""
    hours = min(Fraction(Decimal(repr(dvo))) * Fraction(4, 100), Fraction(350))
    exact = Decimal(hours.numerator) / Decimal(hours.denominator)
    return int(exact.quantize(Decimal(1), ROUND_HALF_UP))


def with_hours(table: list[float]) -> Content:
    """Return the empty workbook with these DVO hours filled in."""
    start = template(2026)
    rows = tuple(
        {**row, "dvo_uren": hours}
        for row, hours in zip(start.tables["tblDeelnemers"], table, strict=True)
    )
    return start.model_copy(update={"tables": {**start.tables, "tblDeelnemers": rows}})


def write(path: Path, table: list[float]) -> None:
    """Write a workbook with these DVO hours."""
    path.write_bytes(build(with_hours(table)))


def cells(path: Path) -> tuple[list[int], int]:
    """Read contributions and total as finance would, with pandas."""
    with pd.ExcelFile(path) as file:
        frame = pd.read_excel(file, sheet_name="Deelnemers", header=4)
        totals = pd.read_excel(file, sheet_name="Financien", header=None)
    return [int(value) for value in frame["Bijdrage"]], int(totals.iloc[4, 1])


def from_json(text: str) -> tuple[list[int], int]:
    """Read contributions and total from the output of ``totalen --json``."""
    data = json.loads(text)
    return [item["bijdrage_uren"] for item in data["deelnemers"]], data["totaal_beschikbaar"]
