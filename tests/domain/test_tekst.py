"""Wording: what is read has thousands marks, what is to be typed has none."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regio_xl.domain.tekst import count, format_getal, format_uren, join, plain

numbers = st.decimals(allow_nan=False, allow_infinity=False)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "0"),
        (999, "999"),
        (1000, "1.000"),
        (7105, "7.105"),
        (-7105, "-7.105"),
        (Decimal("-0.5"), "-0,5"),
        (Decimal("1234567.50"), "1.234.567,5"),
        (Decimal("1e300"), "1E+300"),
    ],
)
def test_a_number_as_one_reads_it(number, text):
    assert format_getal(number) == text
    assert format_uren(number) == f"{text} uur"


@given(numbers)
def test_what_is_read_is_what_is_typed_with_marks(number):
    assert format_getal(number).replace(".", "") == plain(number)


@given(numbers)
def test_marks_stand_at_every_third_digit(number):
    whole = format_getal(number).removeprefix("-").partition(",")[0]
    assert "E" in format_getal(number) or re.fullmatch(r"\d{1,3}(\.\d{3})*", whole)


@given(st.lists(st.text(alphabet="abc", min_size=1), max_size=20), st.integers(1, 10))
def test_an_enumeration_names_or_counts_everything(names, most):
    text = join(names, most=most)
    rest = re.search(r"en (\d+) andere$", text)
    if rest:
        assert int(rest[1]) + most == len(names)
        assert int(rest[1]) > 1
    else:
        assert len(names) <= most + 1


def test_nothing_is_said_in_words():
    assert count(0, "fout", "fouten") == "geen fouten"
