"""Nothing, one row or 500 rows in each table of the year after the decision, in a real file."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl.utils.cell import range_boundaries

from regio_xl.engine import opened
from regio_xl.sheets import schema
from regio_xl.steps import STEPS
from tests.e2e.year import Year
from tests.support.deeds import file_at, live
from tests.support.life import opened_year
from tests.support.made import LATER, run
from tests.support.shared import Shared
from tests.support.view import values
from tests.vba.office import Office

pytestmark = pytest.mark.slow

MANY = 500
PROJECTS = (2, 3, 5)  # with 1500, 1800 and 1600 hours
DAY = datetime(2026, 1, 5)
TABLES = ("tblInterventies", "tblVerschuivingen", "tblVoortgang", "tblPerioden")


@pytest.fixture
def year(shared: Shared, tmp_path: Path) -> Year:
    def make(path: Path) -> None:
        path.write_bytes(file_at(shared, "vastgesteld").read_bytes())
        with opened_year(path) as small:
            live(small, ("fase", "uitvoering"), ("stap", "bijwerken"))
            small.book.save()

    return Year(shared.copy("klein_in_uitvoering.xlsm", make, tmp_path / "jaar.xlsm"))


def rows_of(count: int, codes: list[str]) -> dict[str, list[dict[str, Any]]]:
    """Return so many rows for each table: all of one hour, so that each of them fits.

    The reserve of 500 is then exactly used up; of the transfers each one goes back the next day.
    """
    names = "; ".join(codes[:10])
    numbers = range(1, count + 1)
    periods = [
        {"periode": f"Periode {number}", "peildatum": DAY + timedelta(days=number)}
        for number in range(-(-count // len(PROJECTS)))
    ]
    return {
        "tblPerioden": periods,
        "tblInterventies": [
            {
                "nr": float(nr),
                "datum": DAY + timedelta(days=nr % 300),
                "uren": 1.0,
                "omschrijving": "Snel",
                "soort": "klein",
                "deelnemers": names,
            }
            for nr in numbers
        ],
        "tblVerschuivingen": [
            {
                "nr": float(nr),
                "datum": DAY + timedelta(days=nr // 2),
                "uren": 1.0,
                "van": 2.0 + nr % 2,
                "naar": 3.0 - nr % 2,
                "reden": "x",
                "door": "y",
            }
            for nr in numbers
        ],
        "tblVoortgang": [
            {
                "nr": float(PROJECTS[at % 3]),
                "periode": periods[at // 3]["periode"],
                "gerealiseerd": 1.0 + at // 3,
            }
            for at in range(count)
        ],
    }


def type_over(year: Year, table: str, rows: list[dict[str, Any]]) -> None:
    """Type rows from the first row on, also below the table; a day gets its format, as in Excel."""
    sheet, spec = schema.tables()[table]
    left, top, _, _ = range_boundaries(values(year.path)[sheet.name].tables[table].ref)
    keys = [column.key for column in spec.columns]
    with opened(year.path) as book:
        for key in rows[0] if rows else ():
            first = (top + 1, left + keys.index(key))
            column = [[row[key]] for row in rows]
            book.sheets[sheet.name].range(first).value = column
        book.save()


def filled(year: Year, count: int) -> Year:
    for table, rows in rows_of(count, list(year.rows("tblDeelnemers"))).items():
        type_over(year, table, rows)
    return year


def everything_typed(year: Year) -> dict[str, list[dict[str, Any]]]:
    """Return what people typed, without rows in which there is nothing but what a step prepared."""
    found = {}
    for table in TABLES:
        _, spec = schema.tables()[table]
        keys = [column.key for column in spec.columns if column.owner == "input"]
        rows = [{key: row[key] for key in keys} for row in year.list_of(table)]
        found[table] = [
            row
            for row in rows
            if any(row[key] is not None for key in keys if key not in spec.prepared)
        ]
    return found


@pytest.mark.parametrize("count", [0, 1, MANY])
def test_however_many_rows_the_tables_grow_and_every_formula_is_right(
    year: Year, count: int, office: Office, tmp_path: Path
) -> None:
    filled(year, count)
    for step in ("bijwerken", "overschrijding"):
        year.run(step)
    for shown in (year, Year(office.convert([year.path], tmp_path / "lo")[0])):
        check(shown, count)


def check(year: Year, count: int) -> None:
    typed_rows = everything_typed(year)
    assert [len(typed_rows[table]) for table in TABLES[:3]] == [count] * 3
    interventies, moves = year.rows("tblInterventies"), year.rows("tblVerschuivingen")
    for rows, key in ((interventies, "toegekend"), (moves, "geboekt")):
        assert [row[key] or 0 for row in rows.values()] == [1] * count + [0] * (len(rows) - count)
    accounts = {name: row["nu"] for name, row in year.rows("tblRekeningen").items()}
    assert (accounts["interventies"], accounts["reserve"]) == (count, 500 - count)
    there, back = -(-count // 2), count // 2
    assert (accounts[3], accounts[2]) == (1800 - there + back, 1500 + there - back)
    assert sum(accounts.values()) == 0
    places = year.list_of("tblBoek")
    booked = [row for row in places if row["geboekt"] not in (None, "")]
    assert [row["geboekt"] for row in booked] == [1] * 2 * count
    assert len(places) >= 2 * count + 20
    reports = year.list_of("tblVoortgang")
    counted = [row for row in reports if row["telt_voor"]]
    assert len(counted) == count
    for nr, row in year.rows("tblProjecten").items():
        own = [item["gerealiseerd"] for item in counted if item["nr"] == nr]
        assert row["gerealiseerd"] == (own[-1] if own else 0)
        assert row["beschikbaar"] == accounts[nr]


@pytest.mark.parametrize("count", [0, 1, MANY])
def test_every_step_leaves_what_was_typed_and_a_second_run_changes_nothing(
    year: Year, count: int
) -> None:
    filled(year, count)
    given = rows_of(count, list(year.rows("tblDeelnemers")))
    steps = list(STEPS) if count < MANY else ["bijwerken"]
    for step in steps:
        run(year.path, step)
        found = everything_typed(year)
        for table, rows in given.items():
            keys = rows[0] if rows else ()
            stands = [{key: row[key] for key in keys} for row in found[table][: len(rows)]]
            assert stands == rows, (step, table)
        assert not run(year.path, step, LATER), step


def test_numbered_rows_are_ready_again_below_what_was_typed(year: Year) -> None:
    filled(year, 40)
    run(year.path, "valideren")
    for table in ("tblInterventies", "tblVerschuivingen"):
        assert [*year.rows(table)] == list(range(1, 71))
