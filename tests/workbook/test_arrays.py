"""Formulas of people in an Excel that knows arrays are read and written by the same text.

The cells are stand-ins with both texts, as Excel gives them; the file engine has only one.
"""

from types import SimpleNamespace

import pytest

from regio_xl.workbook.cells import formula_grid, knows_arrays, put
from regio_xl.workbook.merge import Formula


class Area(SimpleNamespace):
    """A range of Excel: a single cell comes bare, more as tuples of rows."""

    shape = (2, 1)
    formula = (("=@A1:A3",), ("12",))
    formula2 = (("=A1:A3",), ("12",))
    value: object = None


class Old:
    """A cell of an Excel without arrays."""

    @property
    def formula2(self) -> str:
        raise AttributeError("Formula2")


def book(engine: str, cell: object) -> SimpleNamespace:
    sheet = SimpleNamespace(range=lambda _: cell)
    return SimpleNamespace(app=SimpleNamespace(engine=SimpleNamespace(name=engine)), sheets=[sheet])


@pytest.mark.parametrize(
    ("engine", "cell", "known"),
    [
        ("excel", SimpleNamespace(formula2=""), True),
        ("excel", Old(), False),
        ("openpyxl", SimpleNamespace(formula2=""), False),
    ],
)
def test_only_an_excel_with_formula2_knows_arrays(engine: str, cell: object, known: bool) -> None:
    assert knows_arrays(book(engine, cell)) is known  # type: ignore[arg-type]


def test_the_text_is_the_one_that_will_be_written() -> None:
    assert formula_grid(Area(), arrays=True) == [["=A1:A3"], ["12"]]
    assert formula_grid(Area(), arrays=False) == [["=@A1:A3"], ["12"]]


@pytest.mark.parametrize("texts", ["=1+1", (("=1+1",),), ("=1+1",), [["=1+1"]]])
def test_one_cell_is_one_cell_however_it_comes(texts: object) -> None:
    assert formula_grid(Area(shape=(1, 1), formula=texts), arrays=False) == [["=1+1"]]


def test_a_row_that_comes_bare_is_one_row() -> None:
    area = Area(shape=(1, 3), formula=("a", "=b", ""))
    assert formula_grid(area, arrays=False) == [["a", "=b", ""]]


def test_a_block_with_formulas_is_written_as_arrays_may_be() -> None:
    area = Area()
    put(area, [[Formula("=SUM(IF(A1:A3>1,1))")], [2.0]], arrays=True)
    assert area.formula2 == [["=SUM(IF(A1:A3>1,1))"], [2.0]]
    assert area.value is None


@pytest.mark.parametrize("arrays", [True, False])
def test_a_block_of_values_is_written_as_values_and_text_stays_text(arrays: bool) -> None:
    area = Area()
    put(area, [["=1+1"], [2.0]], arrays=arrays)
    assert area.value == [["'=1+1"], [2.0]]
