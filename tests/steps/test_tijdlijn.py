"""The timeline in the workbook: what is written, and what stays as people typed it (T1 to T5)."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime

import pytest

from regio_xl.domain import Jaar
from regio_xl.sheets.dossier import read_dossier
from regio_xl.steps import STEPS
from regio_xl.steps.pakket import Verdeel, compute
from regio_xl.steps.tijdlijn import TABLE, timeline_of
from regio_xl.workbook.flow import run
from regio_xl.workbook.reader import read_jaar
from tests.support.deeds import file_at, live
from tests.support.life import Year, opened_year
from tests.support.shared import Shared

JANUARY = datetime(2026, 1, 20, 9, 30)


@pytest.fixture
def year_at(shared: Shared) -> Iterator[Callable[[str], Year]]:
    """Return a function that opens the small year at a stage of its life."""
    with ExitStack() as stack:
        yield lambda start: stack.enter_context(opened_year(file_at(shared, start)))


def stands(jaar: Jaar) -> dict[str, str]:
    made = compute(jaar, read_dossier(jaar), verdeel=Verdeel.NOOIT)
    return {step.code: step.stand.value for step in timeline_of(made)}


def on(jaar: Jaar, *moment: int) -> Jaar:
    return jaar.model_copy(update={"read_at": datetime(*moment)})


def column(year: Year, key: str) -> dict[object, object]:
    return {row.values["code"]: row.values.get(key) for row in year.jaar.tables[TABLE].rows}


def test_every_step_that_writes_fills_the_timeline(year_at):
    year = year_at("leeg")
    live(year, ("stap", "toewijzen"))
    assert column(year, "stand")["T2"] == "gereed"
    live(year, ("stap", "voorleggen"))
    assert column(year, "feiten")["T3"] == (
        "Het pakket ligt bij het AOO; er is nog geen advies ingevuld."
    )
    live(year, ("fase", "besluit"), ("ketentoezicht", 900.0), ("adviezen", 27), ("stemmen", 20))
    live(year, ("stap", "voorleggen"), ("besluit",), ("stap", "stemming"))
    assert column(year, "stand") == {
        **dict.fromkeys(("T1", "T2", "T3", "T4"), "gereed"),
        **dict.fromkeys(("T5", "U9.1"), "nog niet"),
    }
    assert year.jaar.cells["start_tijdlijn"].startswith("Achter de rug: T1, T2, T3 en T4.")


@pytest.mark.parametrize(
    ("last", "expected"), [((2025, 10, 31, 23, 59), "loopt"), ((2025, 11, 1), "te laat")]
)
def test_t3_a_step_is_late_from_the_day_after_its_last(year_at, last, expected):
    assert stands(on(year_at("berekend").jaar, *last))["T3"] == expected


def test_t4_a_decision_that_is_lifted_is_no_decision(year_at):
    year = year_at("vastgesteld")
    live(year, ("opheffen", "De bijlage was de verkeerde."), ("stap", "stemming"))
    assert stands(on(year.jaar, 2025, 12, 20))["T4"] == "loopt"


def test_what_stands_on_the_timeline_is_no_input(year_at):
    """Otherwise what a step writes there would call for another division."""
    year = year_at("leeg")
    before = year.jaar.source_hash
    live(year, ("stap", "valideren"))
    assert column(year, "stand")["T1"] is not None
    assert year.jaar.source_hash == before
    year.type(TABLE, "T1", "toelichting", "Dit wel.")
    assert year.jaar.source_hash != before


def test_rows_and_cells_of_people_on_the_timeline_stay(year_at):
    """Also a row of their own, and one without a code."""
    year = year_at("berekend")
    year.type(TABLE, "T1", "toelichting", "1-9")
    year.type(TABLE, "U9.1", "gereed", datetime(2027, 2, 1))
    year.type(TABLE, "U9.1", "code", "Informatieavond")
    year.type(TABLE, "T5", "code", None)
    keys = year.jaar.tables[TABLE].input_keys
    before = [[row.values[key] for key in keys] for row in year.jaar.tables[TABLE].rows]
    for name in ("valideren", "bijwerken"):
        run(year.book, name, STEPS[name].run, now=datetime(2027, 3, 1), user="tester")
    year._read = None
    after = [[row.values[key] for key in keys] for row in year.jaar.tables[TABLE].rows]
    assert after == before
    assert column(year, "stand")["Informatieavond"] == "gereed"
    assert column(year, "feiten")["Informatieavond"] == "Gereed gemeld op 1-2-2027."


def test_an_older_workbook_without_the_columns_keeps_its_timeline(year_at):
    """Start tells the timeline all the same, where it has the cell."""
    jaar = year_at("berekend").jaar
    table = jaar.tables[TABLE]
    older = table.model_copy(update={"present": table.present - {"stand", "feiten"}})
    tables = {**jaar.tables, TABLE: older}
    uitkomst = STEPS["valideren"].run(jaar.model_copy(update={"tables": tables}))
    assert all(item.name != TABLE for item in uitkomst.tables)
    assert uitkomst.cells["start_tijdlijn"].startswith("Achter de rug: T1 en T2.")


def test_of_a_missing_sheet_nothing_is_said_to_be_late(year_at):
    """What is not known is neither done nor late."""
    jaar = on(year_at("leeg").jaar, 2026, 3, 1)
    assert stands(jaar)["T1"] == "gereed"
    less = {name: table for name, table in jaar.tables.items() if name != "tblVoorstellen"}
    uitkomst = STEPS["valideren"].run(jaar.model_copy(update={"tables": less}))
    assert all(item.name != TABLE for item in uitkomst.tables)
    assert not [item for item in uitkomst.bevindingen if item.regel in ("T1", "T2", "T3", "T4")]


def test_steps_on_another_day_follow_the_day_and_change_nothing_twice(year_at):
    year = year_at("vastgesteld")
    for moment, expected in [(datetime(2026, 1, 20), "loopt"), (datetime(2026, 2, 20), "te laat")]:
        changes = [
            run(year.book, "bijwerken", STEPS["bijwerken"].run, now=moment, user="tester")[1]
            for _ in range(2)
        ]
        assert changes == [True, False]
        jaar = read_jaar(year.book, now=moment, user="tester")
        rows = {row.values["code"]: row.values for row in jaar.tables[TABLE].rows}
        assert rows["T5"]["stand"] == expected


def test_t5_a_year_of_which_projects_report_is_not_late_with_its_start(year_at):
    year = year_at("vastgesteld")
    live(year, ("fase", "uitvoering"), ("stap", "bijwerken"))
    assert stands(on(year.jaar, 2026, 5, 20))["T5"] == "te laat"
    table = year.jaar.tables["tblVoortgang"]
    row = next(row for row in table.rows if row.values["nr"] is not None)
    at = table.first_col + [column.key for column in table.columns].index("gerealiseerd")
    year.put(table.sheet, row.number, at, 40.0)
    assert stands(on(year.jaar, 2026, 5, 20))["T5"] == "ingehaald"
