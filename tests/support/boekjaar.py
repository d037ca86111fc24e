"""Years after the decision with rows of every kind, good and bad, for properties and LibreOffice.

A row is a mapping from the header of a column to what stands in its cell.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from hypothesis import strategies as st

from regio_xl.domain import Jaar
from tests.support.decided import decided_year, maak

PAKKET = {2: 1500, 3: 600, 5: 400, 8: 120}
CODES = tuple(row["Code"] for row in maak.ZEVENENTWINTIG)
PERIODEN = {
    "Eerste bestuursrapportage": (4, 30),
    "Tweede bestuursrapportage": (8, 31),
    "Jaarstukken": (12, 31),
}
NBSP = "\u00a0"
CellRow = Mapping[str, Any]

DAY = datetime(2026, 1, 1)
DAYS = (0, 31, 32, 119, 120, 200, 242, 243, 300, 364)
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


def _days() -> st.SearchStrategy[datetime]:
    moments = st.sampled_from([timedelta(), timedelta(), timedelta(hours=15)])
    return st.builds(lambda day, at: DAY + timedelta(days=day) + at, st.sampled_from(DAYS), moments)


def _spoilt(good: st.SearchStrategy[dict[str, Any]], bad: Mapping[str, Sequence[Any]]) -> Any:
    """Return good rows, of which one in three or so has one or two cells spoilt."""
    cell = st.sampled_from(sorted(bad)).flatmap(
        lambda header: st.tuples(st.just(header), st.sampled_from(bad[header]))
    )
    wrong = st.lists(cell, min_size=1, max_size=2).map(dict)
    return st.builds(lambda row, cells: row | cells, good, st.just({}) | st.just({}) | wrong)


def _named(codes: Sequence[str], sign: str, spelling: str) -> str:
    return sign.join(getattr(code, spelling)() for code in codes)


NAMES = st.builds(
    _named,
    st.integers(10, 27).map(lambda count: CODES[:count]),
    st.sampled_from(["; ", ";", ",", " , ", f";{NBSP}"]),
    st.sampled_from(["upper", "lower"]),
)
FEW = (
    *(None, "", ";;", "D01", 5.0, "; ".join(CODES[:9]), "; ".join([*CODES[:9], "D01", "d01 "])),
    *("; ".join([*CODES[:9], "ZZZ"]), "; ".join([*CODES[:10], "ZZZ"]), " ".join(CODES[:12])),
    *("D0?; " * 12, "*", "D01;D02;D03;D04;D05;D06;D07;D08;D09;D010"),
)
INTERVENTIE = _spoilt(
    st.fixed_dictionaries(
        {
            "Datum": _days(),
            "Omschrijving": st.just("Wat er snel moest."),
            "Soort": st.sampled_from(["klein", "urgent", "verkennend"]),
            "Uren": st.integers(1, 250).map(float),
            "Deelnemers": NAMES,
        }
    ),
    {
        "Nr": BAD_NR,
        "Datum": BAD_DAY,
        "Soort": (None, "Klein", " urgent", f"urgent{NBSP}", "groot", 3.0, "kl*"),
        "Uren": BAD_HOURS,
        "Deelnemers": FEW,
    },
)

ACCOUNT = st.sampled_from([*map(float, PAKKET), *map(float, PAKKET), "reserve", "vrij"])
DECISION = st.sampled_from(
    [
        {"Van": "AB-besluit", "AB-besluit nummer": "AB-1", "AB-besluit datum": DAY},
        {"Van": "AB-besluit", "AB-besluit nummer": 41.0, "AB-besluit datum": DAY},
        {"Van": "AB-besluit", "AB-besluit nummer": "AB-1"},
        {"Van": "AB-besluit", "AB-besluit datum": DAY},
        {"Van": "AB-besluit", "AB-besluit nummer": " ", "AB-besluit datum": DAY},
        {
            "Van": "AB-besluit",
            "AB-besluit nummer": "AB-2",
            "AB-besluit datum": datetime(2026, 5, 1, 8),
        },
        {"AB-besluit nummer": "AB-1", "AB-besluit datum": "gisteren"},
        {"Van": "AB-besluit", "AB-besluit nummer": "AB-3", "AB-besluit datum": 46100.0},
    ]
)
VERSCHUIVING = _spoilt(
    st.builds(
        lambda row, decision: row | decision,
        st.fixed_dictionaries(
            {
                "Datum": _days(),
                "Van": ACCOUNT | st.just("ketentoezicht"),
                "Naar": ACCOUNT | st.just("ketentoezicht"),
                "Uren": st.integers(1, 400).map(float),
                "Reden": st.just("Meer werk dan gedacht."),
                "Door": st.just("Het accountteam"),
            }
        ),
        st.just({}) | st.just({}) | st.just({}) | DECISION,
    ),
    {
        "Nr": BAD_NR,
        "Datum": BAD_DAY,
        "Van": BAD_ACCOUNT,
        "Naar": BAD_ACCOUNT,
        "Uren": BAD_HOURS,
        "Reden": (None, "", "  ", NBSP, "-", 7.0, datetime(2026, 3, 1)),
        "AB-besluit datum": BAD_DAY,
    },
)

VOORTGANG = _spoilt(
    st.fixed_dictionaries(
        {
            "Project": st.sampled_from([*map(float, PAKKET)]),
            "Periode": st.sampled_from([*PERIODEN]),
            "Gerealiseerd": st.integers(0, 500).map(float),
            "Prognose heel jaar": st.none() | st.integers(0, 1800).map(float),
        }
    ),
    {
        "Project": BAD_PROJECT,
        "Periode": (
            *(None, "jaarstukken", " Jaarstukken ", f"Jaarstukken{NBSP}", "Kwartaal", 4.0),
            *("Tweede  bestuursrapportage", "*"),
        ),
        "Gerealiseerd": (*BAD_HOURS, None),
        "Prognose heel jaar": BAD_HOURS,
    },
)


def _numbered(rows: Sequence[CellRow]) -> list[CellRow]:
    return [{"Nr": float(nr), **row} for nr, row in enumerate(rows, start=1)]


def rijen(most: int = 8) -> st.SearchStrategy[Rijen]:
    """Return rows for the three tables, at most so many in each of them."""
    return st.builds(
        Rijen,
        st.lists(INTERVENTIE, max_size=most).map(_numbered),
        st.lists(VERSCHUIVING, max_size=most).map(_numbered),
        st.lists(VOORTGANG, max_size=most),
    )


def jaar_met(rows: Rijen, reserve: int = 300) -> Jaar:
    """Return a decided year of 27 participants with these rows and this reserve."""
    return decided_year(
        PAKKET,
        interventies=rows.interventies,
        verschuivingen=rows.verschuivingen,
        voortgang=rows.voortgang,
        perioden=PERIODEN,
        deelnemers=[{**row, "DVO-uren": 4000.0} for row in maak.ZEVENENTWINTIG],
        kader={"reserve": reserve},
    )
