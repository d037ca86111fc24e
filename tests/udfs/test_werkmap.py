"""The worksheet functions and the cells of the workbook: equal results, no dependence."""

from collections.abc import Iterator

import pytest

from tests.support.check_formulas import formulas
from tests.support.made import ALL, Made
from tests.support.view import View, is_number
from udfs.regio import (
    REGIO_BIJDRAGE,
    REGIO_DEKKING,
    REGIO_OVERSCHRIJDING,
    REGIO_RUIMTE,
    REGIO_SCORE,
)

SCORES = ("toegevoegde_waarde", "relevantie", "draagvlak")


@pytest.fixture(scope="module")
def example(made: Made) -> View:
    """The example year, worked out; its cells hold what the formulas give."""
    return made("voorbeeld na bijwerken")


def column(view: View, table: str, key: str) -> list[list[object]]:
    """Return a column as Excel hands it to a function."""
    return [[value] for value in view.column(table, key)]


def pairs(view: View, table: str, first: str, second: str) -> Iterator[tuple[object, object]]:
    return zip(view.column(table, first), view.column(table, second), strict=True)


@pytest.mark.parametrize("label", ["leeg", "voorbeeld na bijwerken"])
def test_u1_1_contributions_equal_the_column_on_sheet_deelnemers(made: Made, label: str) -> None:
    view = made(label)
    given = [view.named(name) for name in ("kader_percentage", "kader_maximum")]
    hours = column(view, "tblDeelnemers", "dvo_uren")
    expected = column(view, "tblDeelnemers", "bijdrage")
    assert REGIO_BIJDRAGE(hours, *given) == expected
    assert REGIO_BIJDRAGE(hours) == expected


def test_u1_1_the_example_has_participants_with_and_without_the_maximum(example: View) -> None:
    assert {"maximum", "percentage"} == set(example.column("tblDeelnemers", "bepaald_door"))


def test_o4_room_equals_the_named_cell_totaal_vrij(example: View) -> None:
    room = REGIO_RUIMTE(
        column(example, "tblDeelnemers", "bijdrage"),
        example.named("totaal_ketentoezicht"),
        example.named("totaal_flexibel"),
        column(example, "tblSelectie", "toegewezen"),
    )
    assert room == example.named("totaal_vrij")
    assert example.named("totaal_toegewezen") > 0


def test_f3_1_scores_equal_those_on_sheet_voorstel(example: View) -> None:
    shown = {nr: score for nr, score in pairs(example, "tblVoorstel", "nr", "score") if score}
    weights = [example.named(f"kader_gewicht_{key}") for key in SCORES]
    given = [column(example, "tblBeoordeling", key) for key in SCORES]
    found = REGIO_SCORE(*given, weights)
    numbers = example.column("tblBeoordeling", "nr")
    computed = {nr: score for nr, (score,) in zip(numbers, found, strict=True) if is_number(score)}
    assert len(shown) > 20
    assert {nr: computed[nr] for nr in shown} == pytest.approx(shown)


def test_o10_coverage_equals_the_table_on_sheet_selectie(example: View) -> None:
    hours = dict(pairs(example, "tblSelectie", "nr", "toegewezen"))
    rows = example.records("tblBelang")
    codes = [code for code in rows[0] if code != "nr"]
    (covered,) = REGIO_DEKKING(
        [[row[code] for code in codes] for row in rows],
        [[hours.get(row["nr"])] for row in rows],
        example.named("kader_belang_drempel"),
    )
    shown = dict(pairs(example, "tblDekking", "code", "gedekt"))
    assert {code: "ja" if yes else "nee" for code, yes in zip(codes, covered, strict=True)} == shown


def test_u8_2_nothing_is_exceeded_while_the_forecast_is_the_plan(example: View) -> None:
    planned = column(example, "tblProjecten", "beschikbaar")
    forecast = column(example, "tblProjecten", "prognose")
    assert len(planned) > 1
    assert REGIO_OVERSCHRIJDING(planned, forecast) == [[0.0]] * len(planned)


@pytest.mark.parametrize("label", ALL)
def test_no_formula_of_the_workbook_depends_on_a_worksheet_function(made: Made, label: str) -> None:
    texts = [formula.text for formula in formulas(made(label).package)]
    assert any("kader_percentage" in text for text in texts)
    assert not [text for text in texts if "REGIO_" in text.upper()]
