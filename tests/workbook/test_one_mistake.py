"""One mistake gives one finding, at its own place; what is sound gives none."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from regio_xl.cli.files import UNKNOWN, run_on_file
from regio_xl.domain import Bevinding
from regio_xl.engine import opened
from regio_xl.steps import STEPS
from regio_xl.workbook.reader import read_jaar
from tests.golden.test_golden import NOW
from tests.support.made import Made

Finding = tuple[str, str, int | None, str | None]


@pytest.fixture
def path(made: Made, tmp_path: Path) -> Path:
    return made.copy("voorbeeld na bijwerken", tmp_path / "jaar.xlsm")


def findings(path: Path) -> list[Bevinding]:
    with opened(path, unknown=UNKNOWN) as book:
        jaar = read_jaar(book, now=NOW, user="test")
    return list(STEPS["valideren"].run(jaar).bevindingen)


def added(path: Path, change: Callable[[Any], None]) -> list[Finding]:
    """Return the findings that a change adds to those of the example year."""
    before = findings(path)
    book = openpyxl.load_workbook(path, keep_vba=True)
    change(book)
    book.save(path)
    return [
        (item.regel, item.blad, item.rij, item.kolom)
        for item in findings(path)
        if item not in before
    ]


def put(sheet: str, cell: str, value: Any) -> Callable[[Any], None]:
    def change(book: Any) -> None:
        book[sheet][cell] = value

    return change


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "expected"),
    [
        ("Voorstellen", "D10", "Zeist", ("F2.1", "Voorstellen", 10, "Indiener")),
        ("Voorstellen", "D7", " odu ", ("F2.1", "Voorstellen", 7, "Indiener")),
        ("Voorstellen", "G10", "120 uur", ("F2.2", "Voorstellen", 10, "Uren")),
        ("Voorstellen", "G10", -5, ("F2.2", "Voorstellen", 10, "Uren")),
        ("Voorstellen", "G10", 12.5, ("F2.2", "Voorstellen", 10, "Uren")),
        ("Voorstellen", "L10", "Direkt", ("U4.1", "Voorstellen", 10, "U&H-relatie")),
        ("Voorstellen", "T10", "2025-09-15", ("F2.1", "Voorstellen", 10, "Ingediend op")),
        ("Voorstellen", "U10", "acht", ("F3.4", "Voorstellen", 10, "Vereist")),
        ("Voorstellen", "U10", 99, ("F3.4", "Voorstellen", 10, "Vereist")),
        ("Voorstellen", "V10", 12.14, ("F3.4", "Voorstellen", 10, "Sluit uit")),
        ("Belang", "C10", 7, ("U4.3", "Belang", 10, "AMF")),
        ("Beoordeling", "C10", "hoog", ("F3.1", "Beoordeling", 10, "Relevantie")),
    ],
)
def test_a_wrong_value_is_reported_once_and_in_its_own_cell(
    path: Path, sheet: str, cell: str, value: Any, expected: Finding
) -> None:
    found = added(path, put(sheet, cell, value))
    assert [item for item in found if item[1] == sheet] == [expected]


def test_f2_2_a_row_apart_from_the_table_is_an_error(path: Path) -> None:
    def type_apart(book: Any) -> None:
        for column, value in enumerate((50, "Los", "Tekst.", "ODU"), start=1):
            book["Voorstellen"].cell(45, column).value = value

    assert added(path, type_apart) == [("F2.2", "Voorstellen", 45, None)]


def test_u9_2_an_evaluation_that_is_not_yet_complete_is_no_mistake(path: Path) -> None:
    def fill_in(book: Any) -> None:
        book["Evaluatie"]["I9"] = "Klaar."

    before = findings(path)
    assert [item for item in added(path, fill_in) if item[0] != "F1.3"] == []
    assert all(item.blad != "Evaluatie" for item in before)


def test_u1_3_one_wrong_cell_on_kader_is_not_a_finding_per_participant(path: Path) -> None:
    found = added(path, put("Kader", "B7", 12345))
    assert ("U1.3", "Kader", 7, "Eerste dag van het jaar") in found
    assert len([item for item in found if item[1] == "Deelnemers"]) <= 3


@pytest.mark.parametrize(
    ("cell", "column"), [("B5", "Totaal beschikbaar"), ("B8", "Toegewezen aan projecten")]
)
def test_f1_3_an_overwritten_total_is_an_error(path: Path, cell: str, column: str) -> None:
    found = added(path, put("Financien", cell, 1234))
    assert column in [item[3] for item in found if item[1] == "Financien"]


def test_a_new_participant_below_the_table_is_no_error(path: Path) -> None:
    def join(book: Any) -> None:
        for column, value in enumerate(("NWG", "Nieuwegoed", "gemeente", 4000), start=1):
            book["Deelnemers"].cell(33, column).value = value

    book = openpyxl.load_workbook(path, keep_vba=True)
    join(book)
    book.save(path)
    errors = [item for item in findings(path) if item.ernst == "fout" and item.rij == 33]
    assert errors == []
    run_on_file("bijwerken", STEPS["bijwerken"].run, path, None)
    after = openpyxl.load_workbook(path, data_only=True)
    assert after["Deelnemers"]["F33"].value == 160
    assert after["Financien"]["B5"].value == 7265
