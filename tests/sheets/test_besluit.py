"""F3.5: what is frozen on sheet Stemming, and what of it can be used."""

from datetime import date

import pytest

from regio_xl.sheets.besluit import compute_kenmerk
from regio_xl.sheets.dossier import read_dossier

MARK = compute_kenmerk({12: 120, 13: 80}, 100, "ab")
ROWS = [{"Nr": 12, "Titel": "Asbest", "Uren": 120}, {"Nr": 13, "Titel": "Bodem", "Uren": 80}]


@pytest.fixture
def read(maak):
    def make(rows=None, **cells):
        given = {
            "besluit_nummer": "AB-1",
            "besluit_datum": maak.cell(date(2025, 12, 11)),
            "besluit_ketentoezicht": 100.0,
            "besluit_kenmerk": MARK,
            "besluit_kenmerk_parameters": "ab",
        }
        year = maak.jaar(besluit=ROWS if rows is None else rows, cellen=given | cells)
        return read_dossier(year).besluitvorming

    return make


def test_f3_5_a_sound_record_is_read_as_it_was_written(read):
    made = read()
    assert made.besluit.gaaf
    assert made.besluit.pakket == {12: 120, 13: 80}
    assert made.besluit.titels == {12: "Asbest", 13: "Bodem"}
    assert (made.nummer, made.datum) == ("AB-1", date(2025, 12, 11))


def test_f3_5_rows_in_another_order_are_the_same_record(read):
    assert read(ROWS[::-1]).besluit.gaaf


@pytest.mark.parametrize(
    "rows",
    [
        ROWS[:1],
        [*ROWS, {"Nr": 14, "Uren": 5}],
        [*ROWS, ROWS[1]],
        [*ROWS, {"Titel": "Los"}],
        [ROWS[0], {**ROWS[1], "Uren": 81}],
        [ROWS[0], {**ROWS[1], "Uren": "80"}],
        [ROWS[0], {**ROWS[1], "Uren": 80.5}],
        [],
    ],
)
def test_f3_5_any_other_row_damages_the_record(read, rows):
    assert not read(rows).besluit.gaaf


@pytest.mark.parametrize(
    "cells",
    [
        {"besluit_kenmerk": None},
        {"besluit_kenmerk": MARK[:-1] + "x"},
        {"besluit_kenmerk_parameters": "ac"},
        {"besluit_ketentoezicht": 101.0},
        {"besluit_ketentoezicht": None},
    ],
)
def test_f3_5_any_other_mark_damages_the_record(read, cells):
    assert not read(**cells).besluit.gaaf


def test_f3_5_without_rows_and_mark_nothing_is_frozen(read):
    assert read([], besluit_kenmerk=None).besluit is None


def test_f3_5_a_day_that_is_still_to_come_cannot_be_used(maak, read):
    later = maak.READ_AT.replace(hour=0, minute=0)
    assert read(besluit_datum=later).datum == later.date()
    assert read(besluit_datum=later.replace(day=later.day + 1)).datum is None


@pytest.mark.parametrize(("typed", "empty"), [(None, True), ("  ", True), ("-", False)])
def test_f3_5_only_an_empty_number_is_empty(read, typed, empty):
    made = read(besluit_nummer=typed)
    assert (made.nummer, made.nummer_leeg) == ("", empty)


def test_f3_5_a_number_that_excel_keeps_as_a_number_is_read_as_text(read):
    assert read(besluit_nummer=202541.0).nummer == "202541"
