"""Ranges: shapes in and out, one cell going with many, and what a cell may hold."""

from datetime import datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regio_xl.sheets.kader_waarden import parameters_by_code
from udfs.ranges import (
    UNUSABLE,
    UnusableCell,
    add_up,
    amount,
    as_rows,
    elementwise,
    line,
    newest,
    read_parameter,
    single,
)

numbers = st.decimals(-1_000_000, 1_000_000, places=6).map(float)
sizes = st.integers(1, 4)


def double(cell):
    return float(amount(cell) * 2)


def plus(first, second):
    return float(amount(first) + amount(second))


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        (1.0, 2.0),
        ([1.0, 2.0], [2.0, 4.0]),
        ([[1.0]], [[2.0]]),
        ([[1.0], [2.0]], [[2.0], [4.0]]),
        ([[1.0, 2.0]], [[2.0, 4.0]]),
        (((1.0, 2.0), (3.0, 4.0)), [[2.0, 4.0], [6.0, 8.0]]),
    ],
)
def test_the_outcome_has_the_shape_of_the_input(given_, expected):
    assert elementwise(double, given_) == expected


def test_one_cell_goes_with_every_cell_on_either_side():
    column = [[1.0], [2.0]]
    assert elementwise(plus, column, 10.0) == [[11.0], [12.0]]
    assert elementwise(plus, column, [[10.0]]) == [[11.0], [12.0]]
    assert elementwise(plus, 10.0, column) == [[11.0], [12.0]]
    assert elementwise(plus, 1.0, [[10.0]]) == 11.0


@pytest.mark.parametrize("other", [[[1.0, 2.0]], [[1.0], [2.0], [3.0]], [1.0, 2.0]])
def test_ranges_of_another_shape_are_refused_with_their_sizes(other):
    with pytest.raises(ValueError, match=r"niet even groot \(2 x 1, "):
        elementwise(plus, [[1.0], [2.0]], other)


@pytest.mark.parametrize("ragged", [[[1.0], [2.0, 3.0]], [[1.0], 2.0], [], [[]]])
def test_what_is_no_range_is_refused(ragged):
    with pytest.raises(ValueError, match="bereik"):
        as_rows(ragged)


@pytest.mark.parametrize(
    "bad", ["veel", "12", "#N/A", True, datetime(2026, 1, 1), float("nan"), float("inf")]
)
def test_an_unusable_cell_spoils_only_itself(bad):
    assert elementwise(double, [[1.0], [bad], [3.0]]) == [[2.0], [UNUSABLE], [6.0]]


@pytest.mark.parametrize("empty", [None, ""])
def test_an_empty_cell_counts_as_nothing(empty):
    assert amount(empty) == 0
    assert add_up([[1.5], [empty]]) == Decimal("1.5")


def test_a_sum_does_not_skip_what_is_no_number():
    with pytest.raises(UnusableCell):
        add_up([[1.0], ["2"]])


@given(st.lists(numbers, min_size=1, max_size=30))
def test_a_sum_is_exact(values):
    exact = sum((Fraction(Decimal(repr(value))) for value in values), Fraction(0))
    assert Fraction(add_up([[value] for value in values])) == exact


@given(st.data(), sizes, sizes)
def test_a_range_gives_what_its_cells_give_one_by_one(data, height, width):
    cell = st.one_of(numbers, st.none(), st.sampled_from(["x", True]))
    row = st.lists(cell, min_size=width, max_size=width)
    block = data.draw(st.lists(row, min_size=height, max_size=height))
    assert elementwise(double, block) == [[elementwise(double, cell) for cell in r] for r in block]


@pytest.mark.parametrize(
    ("code", "cell"),
    [
        ("percentage", 4.0),
        ("percentage", -0.01),
        ("percentage", None),
        ("maximum", ""),
        ("maximum", "350"),
        ("belang_drempel", 4.0),
        ("belang_drempel", 1.5),
        ("aantal_deelnemers", 0.0),
    ],
)
def test_a_parameter_keeps_the_limits_of_sheet_kader(code, cell):
    with pytest.raises(UnusableCell):
        read_parameter(code, cell)


@pytest.mark.parametrize("code", [code for code, p in parameters_by_code().items() if p.required])
def test_the_newest_value_is_that_of_the_last_period(code):
    assert newest(code) == parameters_by_code()[code].values[-1].value


def test_the_newest_value_skips_a_period_in_which_nothing_was_set(monkeypatch):
    parameter = parameters_by_code()["percentage"]
    first = parameter.values[0]
    later = [
        first.model_copy(update={"value": value, "valid_from": first.valid_from.replace(year=year)})
        for year, value in ((2029, Decimal("0.05")), (2032, None))
    ]
    changed = parameter.model_copy(update={"values": (*later, first)})
    monkeypatch.setattr("udfs.ranges.parameters_by_code", lambda: {"percentage": changed})
    assert newest("percentage") == Decimal("0.05")


def test_a_line_is_a_row_or_a_column_of_the_right_length():
    assert line([[1.0], [2.0]], 2, "voorstel") == line([[1.0, 2.0]], 2, "voorstel") == [1.0, 2.0]
    with pytest.raises(ValueError, match=r"3 cellen, een per voorstel; dit bereik is 2 x 1"):
        line([[1.0], [2.0]], 3, "voorstel")
    with pytest.raises(ValueError, match="4 cellen"):
        line([[1.0, 2.0], [3.0, 4.0]], 4, "voorstel")


def test_a_single_cell_is_no_range():
    assert single([[5.0]]) == single(5.0) == 5.0
    with pytest.raises(ValueError, match="enkele cel"):
        single([[5.0], [6.0]])
