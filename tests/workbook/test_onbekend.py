"""With an error on Kader cells and Python both say ``onbekend``; no check says OK about nothing.

One workbook stays open; each test types on sheet Kader and puts back what stood there.
"""

from collections.abc import Iterator
from datetime import datetime

import pytest
import xlwings as xw

from regio_xl.engine import opened
from regio_xl.sheets.dossier import read_dossier
from regio_xl.steps.totalen import compute_totals
from regio_xl.steps.uitvoering import Bewaking
from regio_xl.steps.vastgesteld import uitslag_of
from regio_xl.workbook.reader import read_jaar
from tests.support.made import Made

NOW = datetime(2025, 12, 19, 10, 0)
WORD = "onbekend"
OUT_OF_KADER = ("totaal_beschikbaar", "totaal_ketentoezicht", "totaal_flexibel", "totaal_vrij")
CHECKS = ("bijdragen", "herrekend", "overschrijding")
UNCLEAR = [
    ("percentage", None),
    ("percentage", 4.0),
    ("maximum", None),
    ("maximum", "'350"),
    ("maximum", 350.5),
    ("maximum", -1.0),
    ("reserve", None),
    ("reserve", "veel"),
    ("ketentoezicht_besloten", "volgt"),
]
NEEDED = ["percentage", "maximum", "reserve", "ketentoezicht_besloten"]


@pytest.fixture(scope="module")
def updated(made: Made) -> Iterator[xw.Book]:
    with opened(made.path("voorbeeld na bijwerken")) as book:
        yield book


@pytest.fixture
def book(updated: xw.Book) -> Iterator[xw.Book]:
    before = {sheet: updated.sheets[sheet][area].formula for sheet, area in TYPED.items()}
    yield updated
    for sheet, area in TYPED.items():
        updated.sheets[sheet][area].formula = before[sheet]


TYPED = {"Kader": "C21:F60", "Deelnemers": "D6:E32"}


def row_of(book: xw.Book, code: str) -> int:
    return 21 + [row[0] for row in book.sheets["Kader"]["A21:A60"].options(ndim=2).value].index(
        code
    )


def shown(book: xw.Book, name: str) -> object:
    return book.names[name].refers_to_range.value


def python(book: xw.Book) -> dict[str, object]:
    jaar = read_jaar(book, now=NOW, user="test")
    return dict(compute_totals(jaar, read_dossier(jaar), Bewaking()))


def check_unknown(book: xw.Book) -> None:
    assert [shown(book, name) for name in OUT_OF_KADER] == [WORD] * 4
    assert [python(book)[name] for name in OUT_OF_KADER] == [None] * 4
    assert shown(book, "status_totaal") == WORD
    assert [shown(book, f"aansluiting_{name}") for name in CHECKS] == [WORD] * 3
    assert shown(book, "aansluiting_oordeel") == WORD


def test_f1_3_with_one_value_each_all_is_known_and_ok(book: xw.Book) -> None:
    assert {name: shown(book, name) for name in OUT_OF_KADER} == {
        name: python(book)[name] for name in OUT_OF_KADER
    }
    assert shown(book, "aansluiting_oordeel") == "OK"


@pytest.mark.parametrize(("code", "value"), UNCLEAR)
def test_u1_3_a_parameter_that_cannot_be_used_gives_no_total(
    book: xw.Book, code: str, value: object
) -> None:
    book.sheets["Kader"][f"C{row_of(book, code)}"].value = value
    check_unknown(book)


@pytest.mark.parametrize("code", NEEDED)
def test_u1_3_two_overlapping_periods_give_no_total(book: xw.Book, code: str) -> None:
    sheet, other = book.sheets["Kader"], row_of(book, "minimum_totaal")
    sheet[f"C{row_of(book, code)}"].value = 0.5 if code == "percentage" else 100.0
    sheet[f"A{other}"].value, sheet[f"C{other}"].value = code, sheet[f"C{row_of(book, code)}"].value
    try:
        check_unknown(book)
    finally:
        sheet[f"A{other}"].value = "minimum_totaal"


def test_u2_1_ketentoezicht_left_empty_is_known_as_what_is_proposed(book: xw.Book) -> None:
    book.sheets["Kader"][f"C{row_of(book, 'ketentoezicht_besloten')}"].value = None
    assert shown(book, "totaal_ketentoezicht") == python(book)["totaal_ketentoezicht"] == 900


def test_f1_1_a_date_after_the_last_step_is_not_adopted_yet(book: xw.Book) -> None:
    """The steps of this workbook ran on 20-11-2025; the cells know no other day."""
    sheet = book.sheets["Deelnemers"]
    sheet["E6:E32"].value = [[datetime(2025, 11, 20)]] * 27
    assert shown(book, "status_totaal") == "definitief"
    sheet["E6"].value = datetime(2025, 12, 10)
    assert (shown(book, "aantal_vastgesteld"), shown(book, "status_totaal")) == (26, "voorlopig")


def test_f1_3_an_empty_year_is_not_ok_and_not_final(made: Made) -> None:
    view = made("leeg na bijwerken")
    assert view.named("aansluiting_oordeel") == WORD
    assert view.named("status_totaal") == "voorlopig"


@pytest.mark.parametrize(
    ("nodig", "outcome"),
    [
        (0.0, "niet bekend"),
        (13.0, "niet bekend"),
        (28.0, "niet bekend"),
        ("veel", "niet bekend"),
        (None, "niet bekend"),
        (14.0, "aangenomen"),
        (27.0, "niet aangenomen"),
    ],
)
def test_u1_4_only_a_majority_of_all_participants_can_decide(
    book: xw.Book, nodig: object, outcome: str
) -> None:
    """The example year has 17 votes in favour of 27."""
    book.sheets["Kader"][f"C{row_of(book, 'stemmen_nodig')}"].value = nodig
    dossier = read_dossier(read_jaar(book, now=NOW, user="test"))
    assert shown(book, "stemming_uitslag") == uitslag_of(dossier).woord == outcome
    assert not [item for item in dossier.bevindingen if item.blad == "Stemming"]
