"""The formulas of the book and the rules in Python say the same of any year (U3.*, U8.2).

One workbook is opened once; the rows of many years are typed into it one after the other, and read
back each time. What Python makes of the same cells must be every figure, and every empty cell.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel

from regio_xl.domain import Jaar, Table
from regio_xl.engine import opened
from regio_xl.sheets.dossier import read_dossier
from regio_xl.steps.pakket import compute
from regio_xl.steps.uitvoering import Bewaking
from regio_xl.workbook.reader import read_jaar
from tests.support.boekjaar import CODES, NBSP, PAKKET, PERIODEN, CellRow, Rijen, random_rijen
from tests.support.deeds import file_at, live
from tests.support.life import NOW, opened_year
from tests.support.shared import Shared
from tests.vba.actions import filled, values
from tests.vba.actions import opened as open_in_office
from tests.vba.office import Office

YEARS, OF_OUR_OWN = 200, 20
TYPED = {  # the columns that are typed in, in runs that stand side by side
    "tblInterventies": (("nr", "datum", "omschrijving", "soort", "uren", "deelnemers"),),
    "tblVerschuivingen": (
        ("nr", "datum", "van", "naar", "uren", "reden", "door", "ab_nummer", "ab_datum"),
    ),
    "tblVoortgang": (("nr",), ("periode", "gerealiseerd", "prognose")),
}
SHOWN = {  # the figures, likewise from the first to the last
    "tblInterventies": ("aantal", "toegekend"),
    "tblVerschuivingen": ("geboekt", "geboekt"),
    "tblVoortgang": ("telt_op", "telt_voor"),
    "tblBoek": ("ruimte", "geboekt"),
    "tblRekeningen": ("begin", "nu"),
    "tblProjecten": ("vastgesteld", "oordeel"),
    "tblEvaluatie": ("verschoven", "verschil"),
}
NAMED = (
    *("reserve_beschikbaar", "reserve_toegekend", "reserve_over"),
    *("jaar_beschikbaar", "jaar_prognose", "jaar_verschil", "projecten_te_kort"),
    *("totaal_gerealiseerd", "totaal_prognose"),
)
Figures = dict[str, list[list[Any]]]


@pytest.fixture(scope="module")
def workbook(shared: Shared) -> Path:
    """Return the small year, decided and being carried out; not to be changed."""

    def make(path: Path) -> None:
        path.write_bytes(file_at(shared, "vastgesteld").read_bytes())
        with opened_year(path) as year:
            live(year, ("fase", "uitvoering"), ("stap", "bijwerken"))
            year.book.save()

    return shared("klein_in_uitvoering.xlsm", make)


@pytest.fixture(scope="module")
def empty(workbook: Path) -> Jaar:
    with opened(workbook) as book:
        return read_jaar(book, now=NOW, user="tester")


def drawn(count: int) -> list[tuple[Rijen, int]]:
    """Return so many years, the same each time: rows, and the reserve on Kader."""
    random = Random(2026)
    return [(random_rijen(random, 9), random.choice([0, 80, 300, 500, 700])) for _ in range(count)]


# What is typed


def placed(table: Table, given_: Sequence[CellRow]) -> list[Mapping[str, Any]]:
    """Return what stands in every row of a table, by key; of the other rows nothing is left."""
    keys = {column.header: column.key for column in table.columns}
    rows = [{keys[header]: value for header, value in row.items()} for row in given_]
    assert len(rows) <= len(table.rows)
    return rows + [{}] * (len(table.rows) - len(rows))


def with_rows(empty: Jaar, rows: Rijen, reserve: int) -> Jaar:
    """Return the year with these rows in it, as it is read from a workbook that holds them."""
    tables = dict(empty.tables)
    for name, given_ in zip(TYPED, rows, strict=True):
        table = tables[name]
        cells = [dict.fromkeys(table.input_keys) | row for row in placed(table, given_)]
        tables[name] = _filled(table, cells)
    kader = tables["tblKader"]
    of_reserve = [
        {"waarde": float(reserve)} if row.values["code"] == "reserve" else {} for row in kader.rows
    ]
    return empty.model_copy(update={"tables": {**tables, "tblKader": _filled(kader, of_reserve)}})


def _filled(table: Table, cells: Sequence[Mapping[str, Any]]) -> Table:
    rows = tuple(
        row.model_copy(update={"values": {**row.values, **mine}})
        for row, mine in zip(table.rows, cells, strict=True)
    )
    return table.model_copy(update={"rows": rows})


def to_type(empty: Jaar, rows: Rijen, reserve: int) -> Iterator[tuple[str, list[list[Any]]]]:
    """Yield every area to type in, with what to type."""
    for name, given_ in zip(TYPED, rows, strict=True):
        table = empty.tables[name]
        cells = placed(table, given_)
        for keys in TYPED[name]:
            yield area(table, keys[0], keys[-1]), [[row.get(key) for key in keys] for row in cells]
    kader = empty.tables["tblKader"]
    row = next(row.number for row in kader.rows if row.values["code"] == "reserve")
    yield f"Kader!{column(kader, 'waarde')}{row}", [[float(reserve)]]


def column(table: Table, key: str) -> str:
    return get_column_letter(table.first_col + table.headers.index(table.header(key)))


def area(table: Table, first: str, last: str) -> str:
    top, bottom = table.header_row + 1, table.header_row + len(table.rows)
    return f"{table.sheet}!{column(table, first)}{top}:{column(table, last)}{bottom}"


def areas(empty: Jaar) -> dict[str, str]:
    return {name: area(empty.tables[name], *ends) for name, ends in SHOWN.items()}


# What Python says of it


def expected(empty: Jaar, rows: Rijen, reserve: int) -> Figures:
    jaar = with_rows(empty, rows, reserve)
    bewaking = compute(jaar, read_dossier(jaar)).bewaking
    tables, boek = empty.tables, bewaking.boek
    booked = {(r.boeking.naar == "interventies", r.boeking.rij): r.uren for r in boek.regels}
    reports = {item.rij: item for item in bewaking.voortgang}
    named = placed(tables["tblInterventies"], rows.interventies)
    moves = placed(tables["tblVerschuivingen"], rows.verschuivingen)
    accounts = [row.values["rekening"] for row in tables["tblRekeningen"].rows]
    spare = len(tables["tblBoek"].rows) - len(boek.regels)
    return {
        "tblInterventies": [
            [count_named(cells.get("deelnemers")), booked.get((True, row.number), 0)]
            if says_something(cells)
            else ["", ""]
            for row, cells in zip(tables["tblInterventies"].rows, named, strict=True)
        ],
        "tblVerschuivingen": [
            [booked.get((False, row.number), 0) if says_something(cells) else ""]
            for row, cells in zip(tables["tblVerschuivingen"].rows, moves, strict=True)
        ],
        "tblVoortgang": [
            [to_excel(report.periode.peildatum), report.nr] if report else [0, 0]
            for report in (reports.get(row.number) for row in tables["tblVoortgang"].rows)
        ],
        "tblBoek": [[r.over, r.past, r.uren] for r in boek.regels] + [["", "", ""]] * spare,
        "tblRekeningen": [
            [boek.begin[account], boek.erbij(account), boek.eraf(account), boek.saldo(account)]
            for account in accounts
        ],
        **of_projects(bewaking),
        "namen": [[value] for value in totals(bewaking)],
    }


def says_something(cells: Mapping[str, Any]) -> bool:
    """Whether a row holds more than the number that a step put there."""
    return any(value is not None for key, value in cells.items() if key != "nr")


def of_projects(bewaking: Bewaking) -> Figures:
    return {
        "tblProjecten": [
            [
                *(item.vastgesteld, item.verschoven, item.beschikbaar),
                to_excel(item.regel.periode.peildatum) if item.regel else 0,
                *(item.gerealiseerd, item.prognose, item.verschil),
                item.koers.value,
            ]
            for item in bewaking.projecten
        ],
        "tblEvaluatie": [
            [
                *(item.verschoven, item.beschikbaar, item.gerealiseerd),
                item.beschikbaar - item.gerealiseerd,
            ]
            for item in bewaking.projecten
        ],
    }


def totals(bewaking: Bewaking) -> list[int]:
    reserve, totaal = bewaking.reserve, bewaking.totaal
    return [
        *(reserve["beschikbaar"], reserve["toegekend"], reserve["over"]),
        *(totaal["beschikbaar"], totaal["prognose"], totaal["verschil"]),
        sum(item.verschil < 0 for item in bewaking.projecten),
        totaal["gerealiseerd"],
        sum(item.prognose for item in bewaking.projecten),
    ]


def count_named(typed: Any) -> int:
    """Return how many participants a text names, by the words of the manual."""
    text = re.sub(rf"[ {NBSP}]", "", str(typed or "")).upper()
    return len({*re.split("[;,]", text)} & {*CODES})


def differences(
    empty: Jaar, years: Sequence[tuple[Rijen, int]], found: Sequence[Figures]
) -> list[str]:
    """Return each figure that is not what Python says, with the row that it comes from."""
    told = []
    for number, (year, shown) in enumerate(zip(years, found, strict=True)):
        for name, rows in expected(empty, *year).items():
            told += [
                f"year {number}, {name} row {at}: {got} and in Python {wanted}"
                for at, (wanted, got) in enumerate(zip(rows, shown[name], strict=True))
                if list(wanted) != list(got)
            ]
    return told


# The tests


def _cell(value: Any) -> Any:
    return to_excel(value) if isinstance(value, datetime) else value


@pytest.mark.slow
@pytest.mark.libreoffice
def test_u8_2_in_200_years_libreoffice_and_python_agree_on_every_figure(
    office: Office, workbook: Path, empty: Jaar
) -> None:
    years, places = drawn(YEARS), areas(empty)
    actions = [open_in_office(workbook)]
    for year in years:
        actions += [
            filled(place, [[_cell(value) for value in row] for row in cells])
            for place, cells in to_type(empty, *year)
        ]
        actions.append(values(*places.values(), *NAMED))
    results = [result for result in office(*actions, timeout=300) if result is not None]
    found = [_by_table(places, result) for result in results]
    _shows_enough(found)
    assert differences(empty, years, found) == []


def _by_table(places: Mapping[str, str], result: Sequence[Any]) -> Figures:
    tables, names = result[: len(places)], result[len(places) :]
    return {**dict(zip(places, tables, strict=True)), "namen": [[rows[0][0]] for rows in names]}


def _shows_enough(found: Sequence[Figures]) -> None:
    """See to it that the years hold what they should: nothing is proved by years without rows."""
    booked = [row[-1] for year in found for row in year["tblBoek"] if row[-1] != ""]
    courses = {row[-1] for year in found for row in year["tblProjecten"]}
    assert len([hours for hours in booked if hours]) > YEARS
    assert booked.count(0) > YEARS / 2
    assert len(courses) == 5


def test_u8_2_our_own_engine_calculates_the_same(workbook: Path, empty: Jaar) -> None:
    years, places = drawn(OF_OUR_OWN), areas(empty)
    found = []
    for year in years:
        with opened(workbook) as book:
            for place, cells in to_type(empty, *year):
                sheet, address = place.split("!")
                book.sheets[sheet][address].value = [[_as_text(v) for v in row] for row in cells]
            shown = {name: _read(book, place) for name, place in places.items()}
            shown["namen"] = [[book.names[name].refers_to_range.value] for name in NAMED]
            found.append(shown)
    assert differences(empty, years, found) == []


def _as_text(value: Any) -> Any:
    """Let a text stay one: what is typed as ‘40’ would become a number."""
    return f"'{value}" if isinstance(value, str) else value


def _read(book: Any, place: str) -> list[list[Any]]:
    """Return an area as LibreOffice gives it: days as numbers, nothing as an empty text."""
    sheet, address = place.split("!")
    rows = book.sheets[sheet][address].options(ndim=2).value
    return [["" if value is None else _cell(value) for value in row] for row in rows]


def test_the_years_are_of_the_package_of_this_workbook(empty: Jaar) -> None:
    """Or most rows would be about projects that are not there."""
    besluit = {row.values["nr"]: row.values["uren"] for row in empty.tables["tblBesluit"].rows}
    assert besluit == PAKKET
    perioden = {row.values["periode"] for row in empty.tables["tblPerioden"].rows}
    assert perioden == {*PERIODEN}
