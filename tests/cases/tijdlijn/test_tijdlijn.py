"""Runs the readable examples of the timeline: a stage of the small year, opened on some day.

``[stand]`` and ``[feiten]`` are compared with the columns of that name (facts need only contain
what is asked), ``[[verwacht]]`` with all findings about the timeline and the phase. The name of a
file begins with its clauses.
"""

import tomllib
from datetime import date, datetime, time
from pathlib import Path

import pytest

from regio_xl.domain import Bevinding, Jaar
from regio_xl.sheets.kader import TIJDLIJN_CODES
from regio_xl.steps import STEPS
from regio_xl.workbook.reader import read_jaar
from tests.support.deeds import file_at
from tests.support.life import opened_year
from tests.support.shared import Shared

CASES = sorted(Path(__file__).parent.glob("*.toml"))
ABOUT = ("Fase", "Tot en met", "Gereed op")


def cell(value: object) -> object:
    """Return a value of a case as Excel gives it."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime.combine(value, time())
    return value if value != "" else None


def read_case(case: dict, shared: Shared) -> Jaar:
    with opened_year(file_at(shared, case.get("stadium", "leeg"))) as year:
        for table in case.get("wis", ()):
            year.wipe(table)
        for name, value in {"fase": case["fase"], **case.get("cel", {})}.items():
            year.cell(name, cell(value))
        for typed in case.get("getypt", ()):
            table = year.jaar.tables[typed["tabel"]]
            key = next(item.key for item in table.columns if item.header == typed["kolom"])
            assert year.type(typed["tabel"], typed["rij"], key, cell(typed["waarde"]))
        now = datetime.combine(case["vandaag"], time(9, 30))
        return read_jaar(year.book, now=now, user="tester")


def fits(found: Bevinding, expected: dict) -> bool:
    """Tell whether a finding is the expected one; texts need only contain what is asked."""
    return all(
        value in getattr(found, key)
        if key in ("melding", "herstel")
        else getattr(found, key) == value
        for key, value in expected.items()
    )


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_timeline(path: Path, shared: Shared) -> None:
    case = tomllib.loads(path.read_text(encoding="utf-8"))
    uitkomst = STEPS["valideren"].run(read_case(case, shared))
    (table,) = (table for table in uitkomst.tables if table.name == "tblTijdlijn")
    rows = {row["code"]: row for row in table.rows}
    assert {code: rows[code]["stand"] for code in case["stand"]} == case["stand"]
    for code, text in case.get("feiten", {}).items():
        assert text in rows[code]["feiten"]
    assert case.get("start", "") in uitkomst.cells["start_tijdlijn"]
    left = [
        item
        for item in uitkomst.bevindingen
        if item.blad == "Kader" and item.kolom in ABOUT and item.regel in TIJDLIJN_CODES
    ]
    for expected in case.get("verwacht", ()):
        match = next((item for item in left if fits(item, expected)), None)
        assert match, f"niet gevonden: {expected}\nwel: {left}"
        left.remove(match)
    assert not left, f"onverwacht: {left}"
