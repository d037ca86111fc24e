"""Years after the decision with rows of every kind, good and bad, for properties and LibreOffice.

A row is a mapping from the header of a column to what stands in its cell.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any, NamedTuple

from hypothesis import strategies as st

from regio_xl import builder
from regio_xl.domain import Jaar
from tests.support.decided import decided_year

PAKKET = {2: 1500, 3: 1800, 5: 1600}
"""The package of the small year of ``life``; so the same rows suit its workbook."""

CODES = builder.template(2026).codes
PERIODEN = {
    "Eerste bestuursrapportage": (4, 30),
    "Tweede bestuursrapportage": (8, 31),
    "Jaarstukken": (12, 31),
}
NBSP = "\u00a0"
NOW = datetime(2026, 3, 1, 9, 0)
CellRow = Mapping[str, Any]

AB_DAY = datetime(2026, 1, 1)
DAYS = tuple(
    AB_DAY + timedelta(days=day, hours=hour)
    for day in (0, 31, 32, 119, 120, 200, 242, 243, 300, 364)
    for hour in (0, 0, 15)
)
"""Few days of the year, so that rows meet; with the ends of periods and the days after them."""

BAD_NR = (None, 0.0, -1.0, 1.5, "3", "drie", 2026.0, 1e300, datetime(2026, 3, 1), 1.0, 2.0)
BAD_DAY = (
    *(None, datetime(2025, 12, 31), datetime(2027, 1, 1), datetime(2026, 12, 31, 23, 59)),
    *("12-3-2026", "morgen", 46100.0, 46100.5, 0.5, -5.0, 1e300),
)
BAD_HOURS = (None, 0.0, -3.0, 12.5, "40", "veel", 1e6, 1e300, datetime(2026, 3, 1), 0.1 + 0.2)
BAD_PROJECT = (1.0, 99.0, 2.5, -2.0, "2", datetime(2026, 3, 1), None)
BAD_ACCOUNT = (
    *(*BAD_PROJECT, "Reserve ", " vrij", f"reserve{NBSP}", "AB-Besluit", "pot", "totaal"),
    *("interventies", "ab-besluit", "keten toezicht", "*", "res?rve"),
)


class Rijen(NamedTuple):
    """The rows of the three tables, from top to bottom."""

    interventies: Sequence[CellRow]
    verschuivingen: Sequence[CellRow]
    voortgang: Sequence[CellRow]


def _names() -> tuple[str, ...]:
    """Return texts that name enough participants, as people write them."""
    signs = ("; ", ";", ",", " , ", f";{NBSP}")
    lists = [sign.join(CODES[:count]) for sign in signs for count in (10, 11, len(CODES))]
    return (*lists, *(text.lower() for text in lists))


FEW = (
    *(None, ";;", CODES[0], 5.0, "; ".join(CODES[:9]), " ".join(CODES[:12]), "*", "???; " * 12),
    "; ".join([*CODES[:9], CODES[0], f"{CODES[0].lower()} "]),
    *("; ".join([*CODES[:count], "ZZZ"]) for count in (9, 10)),
)
PROJECTS = tuple(map(float, PAKKET))
WORDS = ("reserve", "vrij", "ketentoezicht")
HOURS = (*range(1, 400, 7), *range(400, 2500, 100))
EXPECTED = range(0, 2200, 20)

DECISIONS: tuple[dict[str, Any], ...] = (
    {"Van": "AB-besluit", "AB-besluit nummer": "AB-1", "AB-besluit datum": AB_DAY},
    {"Van": "AB-besluit", "AB-besluit nummer": 41.0, "AB-besluit datum": AB_DAY},
    {"Van": "AB-besluit", "AB-besluit nummer": "AB-1"},
    {"Van": "AB-besluit", "AB-besluit datum": AB_DAY},
    {"Van": "AB-besluit", "AB-besluit nummer": " ", "AB-besluit datum": AB_DAY},
    {"Van": "AB-besluit", "AB-besluit nummer": "-", "AB-besluit datum": datetime(2026, 5, 1, 8)},
    {"Van": "AB-besluit", "AB-besluit nummer": "AB-3", "AB-besluit datum": 46100.0},
    {"AB-besluit nummer": "AB-1", "AB-besluit datum": "gisteren"},
)

Options = Mapping[str, Sequence[Any]]
GOOD: Mapping[str, Options] = {
    "interventies": {
        "Datum": DAYS,
        "Omschrijving": ("Wat er snel moest.",),
        "Soort": ("klein", "urgent", "verkennend"),
        "Uren": range(1, 250),
        "Deelnemers": _names(),
    },
    "verschuivingen": {
        "Datum": DAYS,
        "Van": (*PROJECTS, *PROJECTS, *WORDS),
        "Naar": (*PROJECTS, *PROJECTS, *WORDS),
        "Uren": HOURS,
        "Reden": ("Meer werk dan gedacht.",),
        "Door": ("Het accountteam",),
    },
    "voortgang": {
        "Project": PROJECTS,
        "Periode": tuple(PERIODEN),
        "Gerealiseerd": range(0, 2000, 20),
        "Prognose heel jaar": (*EXPECTED, *[None] * (len(EXPECTED) // 2)),
    },
}
BAD: Mapping[str, Options] = {
    "interventies": {
        "Nr": BAD_NR,
        "Datum": BAD_DAY,
        "Soort": (None, "Klein", " urgent", f"urgent{NBSP}", "groot", 3.0, "kl*"),
        "Uren": BAD_HOURS,
        "Deelnemers": FEW,
    },
    "verschuivingen": {
        "Nr": BAD_NR,
        "Datum": BAD_DAY,
        "Van": BAD_ACCOUNT,
        "Naar": BAD_ACCOUNT,
        "Uren": BAD_HOURS,
        "Reden": (None, "  ", NBSP, "-", 7.0, datetime(2026, 3, 1)),
        "AB-besluit datum": BAD_DAY,
    },
    "voortgang": {
        "Project": BAD_PROJECT,
        "Periode": (
            *(None, "jaarstukken", " Jaarstukken ", f"Jaarstukken{NBSP}", "Kwartaal", 4.0),
            *("Tweede  bestuursrapportage", "*"),
        ),
        "Gerealiseerd": BAD_HOURS,
        "Prognose heel jaar": BAD_HOURS,
    },
}

Choose = Callable[[Sequence[Any]], Any]


def _row(choose: Choose, table: str, nr: int) -> CellRow:
    """Return a good row; one in three has a cell or two spoilt."""
    row = {} if table == "voortgang" else {"Nr": float(nr)}
    row |= {header: choose(options) for header, options in GOOD[table].items()}
    if table == "verschuivingen" and choose(range(4)) == 0:
        row |= choose(DECISIONS)
    for _ in range(choose((0, 0, 0, 0, 1, 2))):
        header = choose(sorted(BAD[table]))
        row[header] = choose(BAD[table][header])
    return {key: float(value) if type(value) is int else value for key, value in row.items()}


def _rijen(choose: Choose, most: int) -> Rijen:
    return Rijen(
        *([_row(choose, name, nr) for nr in range(1, 1 + choose(range(most + 1)))] for name in GOOD)
    )


@st.composite
def rijen(draw: st.DrawFn, most: int = 8) -> Rijen:
    """Return rows for the three tables, at most so many in each of them."""
    return _rijen(lambda options: draw(st.sampled_from(options)), most)


def random_rijen(random: Random, most: int) -> Rijen:
    """Return such rows without hypothesis, whose examples resemble one another."""
    return _rijen(random.choice, most)


def jaar_met(rows: Rijen, reserve: int = 300) -> Jaar:
    """Return a decided year of 27 participants with these rows and this reserve."""
    made = decided_year(
        PAKKET,
        interventies=rows.interventies,
        verschuivingen=rows.verschuivingen,
        voortgang=rows.voortgang,
        perioden=PERIODEN,
        deelnemers=[{"Code": code, "Deelnemer": code, "DVO-uren": 6500.0} for code in CODES],
        kader={"reserve": reserve},
    )
    return made.model_copy(update={"read_at": NOW})  # no report is due yet
