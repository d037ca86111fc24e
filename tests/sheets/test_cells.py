"""One cell at a time: what is read, what is refused and what the user hears."""

import re
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from regio_xl.domain import Cell, Column, Ernst, Kind
from regio_xl.sheets.cells import parse_cell
from regio_xl.sheets.numbers import WHOLE_KINDS, guess


def column(kind, header="Uren", **more):
    return Column(key="x", header=header, kind=kind, **more)


HOURS = column(Kind.HOURS, minimum=Decimal(1))
DVO = column(Kind.NUMBER, "DVO-uren", minimum=Decimal(0), in_formulas=True)
COSTS = column(Kind.EUROS, "Kosten")
DATE = column(Kind.DATE, "Ingediend op")
CHOICE = column(Kind.CHOICE, "Soort", choices=("doorlopend", "nieuw", "ketentoezicht"))
TEXT = column(Kind.TEXT, "Titel")


@pytest.mark.parametrize("empty", [None, "", "  ", "\n\t", "\u00a0"])
@pytest.mark.parametrize("kind", list(Kind))
def test_nothing_typed_is_empty_for_every_kind(kind, empty):
    assert parse_cell(column(kind), empty) == Cell()


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("error", ["#N/B", "#REF!", "#VERW!", "#DEEL/0!", "#NAAM?", "#WAARDE!"])
def test_an_excel_error_is_named_for_every_kind(kind, error):
    cell = parse_cell(column(kind), error)
    assert cell.value is None
    assert cell.flaw.melding == f"Uren geeft de Excel-fout {error}."


def test_a_title_may_begin_with_a_hash():
    assert parse_cell(TEXT, "#samen tegen afval") == Cell("#samen tegen afval")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("1.200,5", "1200.5"),
        ("1200.5", "1200.5"),
        ("1,200.5", "1200.5"),
        ("1.200", "1200"),
        ("12 uur", "12"),
        ("12uren", "12"),
        ("€ 500", "500"),
        ("500,-", "500"),
        ("EUR 1.500,00", "1500"),
        (" 120 ", "120"),
        ("1 200", "1200"),
        ("'120", "120"),
        ("\u2212 5", "-5"),
        ("4%", "0.04"),
        ("4,5 %", "0.045"),
        ("1e5", None),
        ("veel", None),
        ("12 of 13", None),
        ("100 + 40", None),
        ("١٢", None),
        ("9" * 60, None),
    ],
)
def test_a_number_is_found_in_text_for_a_question(text, meant):
    assert guess(text) == (None if meant is None else Decimal(meant))
    cell = parse_cell(COSTS, text)
    asked = cell.faulty and "Bedoelde u" in cell.flaw.herstel
    assert asked == (meant is not None and cell.value is None)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("120", "120"),
        (" 120 ", "120"),
        ("\u00a0120\u200b", "120"),
        ("‘120’", "120"),
        ("1200,5", "1200.5"),
        ("1.200,5", "1200.5"),
        ("1.200", "1200"),
        ("1.200.000", "1200000"),
        ("1 200", "1200"),
        ("\u2212 5", "-5"),
    ],
)
def test_a_text_that_can_only_be_one_number_in_dutch_counts_and_is_told(text, meant):
    cell = parse_cell(COSTS, text)
    assert (cell.value, cell.mend) == (Decimal(meant), float(meant))
    assert cell.flaw.ernst is Ernst.MELDING
    assert "‘herstel’" in cell.flaw.herstel
    assert ("duizend" in cell.flaw.melding) == ("." in text)


@pytest.mark.parametrize("text", ["1200.5", "1,200.5", "1,200", "12 13", "12 uur", "€ 500", "4%"])
def test_a_text_that_may_be_another_number_is_asked_about_and_never_changed(text):
    cell = parse_cell(COSTS, text)
    assert (cell.value, cell.mend, cell.faulty) == (None, None, True)


@pytest.mark.parametrize("kind", [*WHOLE_KINDS, Kind.NUMBER, Kind.EUROS, Kind.PERCENT])
@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("0.333", "0.333"),
        ("-0.500", "-0.5"),
        ("012.500", "12.5"),
        ("0 333", "333"),
        ("0.333.000", None),
        ("0.333,5", None),
        ("0,333.5", None),
        ("0,333,000", None),
        ("0.333%", "0.00333"),
        ("0 333%", "3.33"),
    ],
)
def test_a_group_of_thousands_never_starts_with_a_nought(kind, text, asked):
    cell = parse_cell(column(kind), text)
    assert (cell.value, cell.mend, cell.faulty) == (None, None, True)
    assert guess(text) == (None if asked is None else Decimal(asked))


def test_f1_3_text_is_never_counted_where_formulas_look_however_plain_it_is():
    cell = parse_cell(DVO, "3.554,7")
    assert (cell.value, cell.faulty, cell.mend) == (None, True, 3554.7)
    assert cell.flaw.melding.endswith("de formules in de werkmap tellen die niet.")


@pytest.mark.parametrize("value", ["4", "4%", "4,5 %", "0,04", 4.0, "4.5"])
def test_u1_1_what_is_asked_of_a_percentage_in_text_is_read_when_it_is_done(value):
    """A hint that leads to the next error sends people round in circles."""
    share = column(Kind.PERCENT, "Waarde", maximum=Decimal(1))
    cell = parse_cell(share, value)
    if cell.faulty:
        asked = re.search(r"Bedoelde u ([^?]+)\?", cell.flaw.herstel)[1]
        cell = parse_cell(share, asked)
    assert cell.value in (Decimal("0.04"), Decimal("0.045"))
    assert not cell.faulty


def test_u1_1_a_percentage_that_cannot_be_is_not_asked_about():
    share = column(Kind.PERCENT, "Waarde", maximum=Decimal(1))
    assert "Bedoelde u" not in parse_cell(share, "400").flaw.herstel


@pytest.mark.parametrize(
    ("value", "melding"),
    [
        (12.5, "Uren is 12,5; dat hoort een heel aantal uren te zijn."),
        (0.0, "Uren is 0; het moet minstens 1 zijn."),
        (-5.0, "Uren is -5; het moet minstens 1 zijn."),
        (True, "Uren bevat ‘WAAR’; dat is geen getal."),
        (float("nan"), "Uren bevat een getal dat niet bestaat (nan)."),
        (float("inf"), "Uren bevat een getal dat niet bestaat (inf)."),
        (1e300, "Uren is 1E+300; zo groot kan dit getal niet zijn."),
        (datetime(2025, 9, 15), "Uren bevat de datum ‘15-9-2025’ in plaats van een getal."),
    ],
)
def test_hours_that_cannot_be(value, melding):
    cell = parse_cell(HOURS, value)
    assert (cell.value, cell.flaw.ernst, cell.flaw.melding) == (None, Ernst.FOUT, melding)


def test_binary_noise_of_a_formula_is_a_whole_number():
    assert parse_cell(HOURS, 119.99999999999999) == Cell(120)


def test_half_an_hour_is_fine_for_the_dvo():
    assert parse_cell(DVO, 3137.5) == Cell(Decimal("3137.5"))


@pytest.mark.parametrize(
    ("moment", "number"),
    [
        (datetime(2025, 9, 15), "45915"),
        (datetime(2025, 9, 15, 12), "45915.5"),
        (datetime(1900, 1, 1), "1"),
        (datetime(1900, 3, 1), "61"),
        (datetime(2025, 9, 15, tzinfo=timezone(timedelta(hours=2))), "45915"),
        (date(2025, 9, 15), "45915"),
    ],
)
def test_a_date_in_the_dvo_counts_as_the_number_that_the_sheet_counts(moment, number):
    cell = parse_cell(DVO, moment)
    assert cell.value == Decimal(number)
    assert cell.faulty


def test_a_fraction_above_one_is_a_forgotten_percent_sign():
    cell = parse_cell(column(Kind.PERCENT, "Waarde", maximum=Decimal(1)), 4.0)
    assert cell.flaw.herstel == "Bedoelde u 4%? Typ dan 4% met het procentteken."


@pytest.mark.parametrize(
    ("value", "moment", "ernst"),
    [
        (datetime(2025, 9, 15, 13, 30), date(2025, 9, 15), None),
        (datetime(1925, 9, 15), date(1925, 9, 15), Ernst.WAARSCHUWING),
        (datetime(2205, 9, 15), date(2205, 9, 15), Ernst.WAARSCHUWING),
        (45915.0, date(2025, 9, 15), Ernst.WAARSCHUWING),
        (12.0, None, Ernst.FOUT),
        (1e12, None, Ernst.FOUT),
        (float("nan"), None, Ernst.FOUT),
        (True, None, Ernst.FOUT),
        ("15-9-2025", date(2025, 9, 15), Ernst.MELDING),
        ("31-09-2025", None, Ernst.FOUT),
        ("volgende week", None, Ernst.FOUT),
    ],
)
def test_dates(value, moment, ernst):
    cell = parse_cell(DATE, value)
    assert cell.value == moment
    assert (cell.flaw.ernst if cell.flaw else None) == ernst


@pytest.mark.parametrize(
    "text",
    [
        "15-9-2025",
        "2025-09-15",
        "15/09/2025",
        "15.9.25",
        "15 september 2025",
        "15 sept. 2025",
        "maandag 15 september 2025",
        "2025-09-15 12:30:00",
        "2025-09-15T10:00:00Z",
        "2025-09-15T10:00:00.123+02:00",
        "2025-09-15t10:00-0530",
    ],
)
def test_a_date_in_text_is_read_and_told(text):
    cell = parse_cell(DATE, text)
    assert (cell.value, cell.mend) == (date(2025, 9, 15), datetime(2025, 9, 15))
    assert (cell.flaw.ernst, "gelezen als 15-9-2025" in cell.flaw.melding) == (Ernst.MELDING, True)


@pytest.mark.parametrize(("text", "asked"), [("3/4/2025", "3-4-2025"), ("3-4-1925", "3-4-1925")])
def test_a_date_in_text_that_may_be_another_day_is_asked_about(text, asked):
    cell = parse_cell(DATE, text)
    assert (cell.value, cell.mend) == (None, None)
    assert f"Bedoelde u {asked}?" in cell.flaw.herstel


@pytest.mark.parametrize("text", ["Nieuw", " nieuw", "NIEUW ", "nieuw\u00a0", "‘nieuw’", '"nieuw"'])
def test_a_choice_in_other_capitals_or_quotes_is_read_and_told(text):
    cell = parse_cell(CHOICE, text)
    assert (cell.value, cell.flaw.ernst, cell.mend) == ("nieuw", Ernst.MELDING, "nieuw")


def test_an_unknown_choice_gets_a_suggestion():
    assert parse_cell(CHOICE, "nieww").flaw.herstel == (
        "Bedoelde u nieuw? Kies doorlopend, nieuw of ketentoezicht."
    )
    assert parse_cell(CHOICE, "x" * 32_000).flaw.herstel.startswith("Kies")


def test_a_code_is_compared_in_capitals():
    cell = parse_cell(column(Kind.CODE, "Indiener"), " amf ")
    assert (cell.value, cell.flaw.ernst, cell.mend) == ("AMF", Ernst.MELDING, "AMF")


def test_a_list_is_split_trimmed_and_freed_of_repetition():
    partners = column(Kind.LIST, "Partners", choices=("GGD", "gemeenten"))
    cell = parse_cell(partners, "ggd ; Politie,\n GGD;; Gemeenten\n-")
    assert cell == Cell(("GGD", "Politie", "gemeenten"))


@pytest.mark.parametrize(
    ("value", "text", "ernst"),
    [
        (2026.0, "2026", None),
        (12.5, "12,5", None),
        ("  tekst ", "tekst", None),
        (True, "WAAR", Ernst.WAARSCHUWING),
        (datetime(2025, 9, 15), "15-9-2025", Ernst.WAARSCHUWING),
        ("a" * 5000, "a" * 5000, Ernst.WAARSCHUWING),
    ],
)
def test_texts(value, text, ernst):
    cell = parse_cell(TEXT, value)
    assert cell.value == text
    assert (cell.flaw.ernst if cell.flaw else None) == ernst


def test_a_long_text_is_quoted_short_and_on_one_line():
    melding = parse_cell(HOURS, "veel\nte\tveel " * 500).flaw.melding
    assert "‘veel te veel" in melding
    assert "…’" in melding
    assert len(melding) < 140


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.ANY])
def test_unknown_content_is_refused_not_raised(kind):
    assert parse_cell(column(kind), timedelta(hours=3)).faulty


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        (12.0, (12,)),
        (12, (12,)),
        ("12", (12,)),
        (" 12 ;14; 12;", (12, 14)),
        ("14,12\n13", (14, 12, 13)),
        ("012", (12,)),
        ("geen", None),
        ("Geen", None),
        ("-", None),
        ("; ;", None),
    ],
)
def test_numbers_of_proposals_are_read_in_the_order_typed_each_once(typed, read):
    cell = parse_cell(column(Kind.NUMBERS, "Vereist"), typed)
    assert (cell.value, cell.flaw) == (read, None)


@pytest.mark.parametrize(
    "typed", ["12 en 14", "nr 12", "geen; 12", "12/14", "-12", "12.0", "999999999", 12.5, 1e300]
)
def test_what_is_no_number_of_a_proposal_makes_the_cell_unusable(typed):
    cell = parse_cell(column(Kind.NUMBERS, "Vereist"), typed)
    assert cell.value is None
    assert cell.flaw.ernst is Ernst.FOUT
    assert "12; 14" in cell.flaw.herstel
