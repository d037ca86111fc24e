"""A number typed as a sum means the same in the cells, in Python and in the worksheet functions.

The cells are calculated by the file engine, in binary as Excel does.
"""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

import pytest
import xlwings as xw
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regio_xl.domain import Ernst
from regio_xl.engine import opened
from regio_xl.rules import compute_bijdragen, compute_kosten_uren
from regio_xl.sheets.dossier import read_dossier
from regio_xl.sheets.numbers import to_decimal
from regio_xl.workbook.reader import read_jaar
from tests.support.made import Made
from udfs.regio import REGIO_BIJDRAGE

NOW = datetime(2025, 11, 20, 10, 0)
DVO, BIJDRAGE = "D6:D32", "F6:F32"
HALVES = "=3554.7+2229.6+1978.2"  # 7762.4999999999991 in binary; 4% of what it shows is 310.5

tenths = st.integers(1, 30_000).map(lambda number: Decimal(number) / 10)


@st.composite
def sums(draw: st.DrawFn) -> str:
    """A sum of tenths or cents, often one of which 4% is exactly half an hour."""
    parts = draw(st.lists(tenths, min_size=2, max_size=4))
    if draw(st.booleans()):
        half = Decimal("12.5") * (2 * draw(st.integers(400, 900)) + 1)
        parts.append(half - sum(parts) if half > sum(parts) else half)
    return "=" + "+".join(map(str, parts))


@pytest.fixture(scope="module")
def book(made: Made) -> Iterator[xw.Book]:
    with opened(made.path("voorbeeld")) as book:
        yield book


def check(book: xw.Book, typed: list[str]) -> None:
    sheet = book.sheets["Deelnemers"]
    sheet[DVO].formula = [[text] for text in typed]
    column = sheet[DVO].options(ndim=2).value
    cells = sheet[BIJDRAGE].value
    dossier = read_dossier(read_jaar(book, now=NOW, user="test"))
    python = [item.uren for item in compute_bijdragen(dossier.deelnemers, dossier.kader).values()]
    assert cells == python
    assert REGIO_BIJDRAGE(column) == [[hours] for hours in python]
    wrong = [item for item in dossier.bevindingen if item.blad == "Deelnemers"]
    assert not [item for item in wrong if item.ernst is Ernst.FOUT]
    assert book.names["totaal_beschikbaar"].refers_to_range.value == sum(python)


def test_o1_a_sum_that_makes_half_an_hour_goes_up_everywhere(book: xw.Book) -> None:
    check(book, [HALVES] * 27)
    assert book.sheets["Deelnemers"]["F6"].value == 311


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(sums(), min_size=27, max_size=27))
def test_o1_cells_python_and_functions_agree_over_random_sums(
    book: xw.Book, typed: list[str]
) -> None:
    check(book, typed)


@given(st.integers(1, 40), st.integers(5_000, 20_000))
def test_o5_so_many_hours_at_the_tariff_are_so_many_hours(hours: int, cents: int) -> None:
    """Typed as a product or a short sum, in cents; ``=3*104,40`` gave four hours.

    A sum of many amounts may differ in the fifteenth digit, and Excel shows that difference too.
    """
    tarief, few = cents / 100, min(hours, 4)
    product, short = to_decimal(hours * tarief), to_decimal(sum([tarief] * few))
    assert compute_kosten_uren(product, to_decimal(tarief)) == hours
    assert compute_kosten_uren(short, to_decimal(tarief)) == few
