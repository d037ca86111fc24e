"""Values are typed as Excel types them over COM, and come back as they were written."""

import datetime as dt
import decimal
import math

import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regio_xl.engine import opened
from regio_xl.engine.errors import ValueRejected
from regio_xl.engine.values import must_quote


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (5, 5.0),
        (True, True),
        (0.1 + 0.2, 0.30000000000000004),
        (decimal.Decimal("1.25"), 1.25),
        (np.int64(7), 7.0),
        (np.float32(0.5), 0.5),
        (np.bool_(True), True),
        (float("nan"), None),
        (np.nan, None),
        (pd.NA, None),
        (pd.NaT, None),
        (None, None),
        ("", None),
        ("tekst", "tekst"),
        ("  spaties ", "  spaties "),
        ("regel 1\nregel 2", "regel 1\nregel 2"),
        ("ëüß 你好 😀", "ëüß 你好 😀"),
        ("_x0041_", "_x0041_"),
        ("a\x01b\x0b", "a\x01b\x0b"),
        (dt.date(2026, 5, 1), dt.datetime(2026, 5, 1)),
        (dt.datetime(2026, 5, 1, 13, 45, 30), dt.datetime(2026, 5, 1, 13, 45, 30)),
        (pd.Timestamp("2026-05-01 12:00"), dt.datetime(2026, 5, 1, 12)),
        (np.datetime64("2026-05-01"), dt.datetime(2026, 5, 1)),
        (dt.datetime(2026, 5, 1, tzinfo=dt.UTC), dt.datetime(2026, 5, 1)),
        (dt.timedelta(hours=36), 1.5),
        ("#N/A", None),
        ("TRUE", True),
        ("false", False),
        ("00123", 123.0),
        (" 12 ", 12.0),
        ("1e5", 100000.0),
        ("-.5", -0.5),
        ("1-2", "1-2"),
        ("5%", "5%"),
        ("12,5", "12,5"),
        ("1_000", "1_000"),
        ("nan", "nan"),
        ("1e999", "1e999"),
        ("=", "="),
    ],
)
def test_a_value_reads_back_as_excel_would_give_it(simple, open_book, written, read):
    book = open_book(simple)
    book.sheets["Data"]["J1"].value = written
    assert book.sheets["Data"]["J1"].value == read
    assert type(book.sheets["Data"]["J1"].value) is type(read)
    book.save()
    with opened(simple) as again:
        assert again.sheets["Data"]["J1"].value == read


TEXTS = ["=1+1", "+31 6", "-x", "@naam", "00123", "1e5", "1-2", "TRUE", "#N/A", "'t Gooi", "\tx"]


@pytest.mark.parametrize("text", TEXTS)
def test_text_after_an_apostrophe_stays_text_for_good(simple, open_book, text):
    book = open_book(simple)
    cell = book.sheets["Data"]["J1"]
    cell.value = f"'{text}"
    assert cell.value == text
    assert cell.formula == text
    book.save()
    saved = openpyxl.load_workbook(simple)["Data"]["J1"]
    assert (saved.value, saved.data_type, bool(saved.quotePrefix)) == (text, "s", True)
    with opened(simple) as again:
        assert again.sheets["Data"]["J1"].value == text


def test_plain_text_after_an_apostrophe_needs_no_mark(simple, open_book):
    book = open_book(simple)
    book.sheets["Data"]["J1"].value = "'Utrecht"
    book.save()
    assert not openpyxl.load_workbook(simple)["Data"]["J1"].quotePrefix


def test_another_value_takes_the_mark_away(simple, open_book):
    book = open_book(simple)
    cell = book.sheets["Data"]["J1"]
    cell.value = "'007"
    book.save()
    cell.value = 7
    book.save()
    saved = openpyxl.load_workbook(simple)["Data"]["J1"]
    assert (saved.value, bool(saved.quotePrefix)) == (7, False)


@pytest.mark.parametrize("text", ["=1+1", "00123", "TRUE"])
def test_a_cell_that_is_formatted_as_text_takes_text_as_it_is(sheet, text):
    sheet["H2"].value = text
    assert sheet["H2"].value == text


def test_text_of_the_greatest_length_fits_and_one_more_does_not(simple, open_book):
    book = open_book(simple)
    cell = book.sheets["Data"]["J1"]
    cell.value = "x" * 32767
    with pytest.raises(ValueRejected, match="32768"):
        cell.value = "x" * 32768
    with pytest.raises(ValueRejected, match="32768"):
        cell.value = "😀" * 16384
    book.save()
    with opened(simple) as again:
        assert len(again.sheets["Data"]["J1"].value) == 32767


@pytest.mark.parametrize("value", [float("inf"), -math.inf, "\ud800", object(), {"a": 1}])
def test_a_value_that_fits_no_cell_is_refused(sheet, value):
    with pytest.raises(ValueRejected):
        sheet.range("J1").impl.raw_value = [[value]]
    assert sheet["J1"].value is None


def test_errors_are_none_or_text_on_request(sheet):
    sheet["J1"].value = "=1/0"
    sheet["J2"].value = "=NA()"
    assert sheet["J1:J2"].value == [None, None]
    assert sheet["J1:J2"].options(err_to_str=True).value == ["#DIV/0!", "#N/A"]


def test_read_options_of_xlwings_work(sheet):
    assert sheet["A2:B3"].options(dict).value == {"a": 3.0, "b": 4.0}
    assert sheet["A2:A3"].options(ndim=2).value == [["a"], ["b"]]
    assert sheet["A2:B3"].options(transpose=True).value == [["a", "b"], [3.0, 4.0]]


def test_a_date_gives_a_general_cell_a_date_format_and_no_other_cell(simple, book, sheet):
    sheet["J1"].value = dt.date(2026, 5, 1)
    sheet["J2"].value = dt.datetime(2026, 5, 1, 8)
    sheet["B9"].value = dt.date(2026, 5, 1)
    assert sheet["B9"].value == 46143.0
    book.save()
    saved = openpyxl.load_workbook(simple)["Data"]
    formats = [saved[address].number_format for address in ("J1", "J2", "B9")]
    assert formats == ["mm-dd-yy", "m/d/yy h:mm", "0.00"]


def test_a_number_in_a_date_cell_is_read_as_a_date(sheet):
    sheet["H1"].value = 46143
    assert sheet["H1"].value == dt.datetime(2026, 5, 1)


def test_a_time_is_read_as_over_com(plain, open_book):
    book = openpyxl.load_workbook(plain)
    book["Data"]["J1"].number_format = "hh:mm"
    book.save(plain)
    sheet = open_book(plain).sheets["Data"]
    sheet["J1"].value = 0.5
    assert sheet["J1"].value == dt.datetime(1899, 12, 30, 12)


VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**53), 2**53),
    st.floats(allow_nan=False, allow_infinity=False, allow_subnormal=False),
    st.datetimes(dt.datetime(1900, 3, 1), dt.datetime(9999, 12, 31)).map(
        lambda moment: moment.replace(microsecond=0)
    ),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=60).map(lambda text: f"'{text}"),
)


def expected(value):
    if isinstance(value, str):
        return value[1:] or None
    return float(value) if type(value) is int else value


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(rows=st.lists(st.lists(VALUES, min_size=3, max_size=3), min_size=1, max_size=8))
def test_any_values_survive_the_round_trip(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("rond") / "rond.xlsx"
    openpyxl.Workbook().save(path)
    with opened(path) as book:
        area = book.sheets[0].range((1, 1), (len(rows), 3))
        area.value = rows
        book.save()
    wanted = [[expected(value) for value in row] for row in rows]
    with opened(path) as book:
        area = book.sheets[0].range((1, 1), (len(rows), 3))
        assert area.options(ndim=2).value == wanted
        before = path.read_bytes()
        area.value = rows
        book.save()
        assert path.read_bytes() == before


@given(st.text())
def test_text_that_starts_like_a_formula_must_be_quoted(text):
    assert must_quote(f"={text}")
