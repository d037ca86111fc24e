"""The file after every step: as sound as when it was built."""

from pathlib import Path

import pytest
from openpyxl.worksheet.worksheet import Worksheet
from openxml_audit import OpenXmlValidator

from regio_xl.builder import styles
from regio_xl.domain import Kind
from regio_xl.steps import STEPS
from tests.support.edit import typed
from tests.support.made import LATER, WRITING, Made, run
from tests.support.package import problems
from tests.support.view import View

LOST_ON_SAVE = ("xl/charts/", "xl/drawings/", "docProps/", "xl/theme/")


def test_every_writing_step_is_a_command() -> None:
    assert set(WRITING) == {name for name, step in STEPS.items() if not step.read_only}


def test_openxml_audit_finds_no_errors(book: View) -> None:
    assert [str(error) for error in OpenXmlValidator().validate(book.path).errors] == []


def test_our_own_check_finds_no_problems(book: View) -> None:
    assert problems(book.path) == []


@pytest.mark.parametrize("step", WRITING)
def test_a_macro_free_workbook_stays_sound_too(made: Made, step: str) -> None:
    after = made(f"voorbeeld na {step}", ".xlsx")
    assert [str(error) for error in OpenXmlValidator().validate(after.path).errors] == []
    assert problems(after.path) == []
    assert after.everything() == made(f"voorbeeld na {step}").everything()


@pytest.mark.parametrize("step", WRITING)
def test_charts_properties_and_theme_survive_byte_for_byte(made: Made, step: str) -> None:
    before, after = made("voorbeeld").package, made(f"voorbeeld na {step}").package
    assert before.parts.keys() <= after.parts.keys()
    for name, data in before.parts.items():
        if name.startswith(LOST_ON_SAVE):
            assert after.parts[name] == data, name


@pytest.mark.parametrize("step", WRITING)
def test_layout_survives(made: Made, step: str) -> None:
    before, after = made("voorbeeld"), made(f"voorbeeld na {step}")
    for (spec, old), (_, new) in zip(before.sheets(), after.sheets(), strict=True):
        assert new.freeze_panes == old.freeze_panes, spec.name
        assert new.oddFooter.right.text == old.oddFooter.right.text, spec.name
        assert new.page_setup.orientation == old.page_setup.orientation, spec.name
        assert new.print_title_rows == old.print_title_rows, spec.name
        assert _widths(new) == _widths(old), spec.name
        assert len(new.conditional_formatting) == len(old.conditional_formatting), spec.name
        assert len(new.data_validations.dataValidation) == len(old.data_validations.dataValidation)


def test_all_steps_one_after_the_other_give_the_same_as_bijwerken(
    made: Made, tmp_path: Path
) -> None:
    path = made.copy("voorbeeld", tmp_path / "alles.xlsm")
    for step in (*WRITING, "bijwerken"):
        run(path, step, LATER)
    # In this phase only a step of that name makes the report
    own = {"Logboek", "Controle", "Rapportage"}
    told = (("Vastlegging", "B7"), ("Kader", "K13"))  # these tell the moment of the division
    chained, at_once = (
        _values(View("alles", path), own),
        _values(made("voorbeeld na bijwerken"), own),
    )
    for place in told:
        assert chained.pop(place) != at_once.pop(place)
    assert chained == at_once
    assert not problems(path)


def test_an_overwritten_formula_is_seen_in_the_reconciliations(made: Made, tmp_path: Path) -> None:
    path = made.copy("voorbeeld", tmp_path / "overschreven.xlsm")
    line = made("voorbeeld").records("tblDeelnemers")[0]
    typed(path, {("Deelnemers", "F6"): float(line["bijdrage"]) + 100})  # type: ignore[arg-type]
    run(path, "bijwerken")
    after = View("overschreven", path)
    assert after.named("aansluiting_herrekend") == 100
    assert str(after.named("aansluiting_oordeel")).startswith("Niet OK")
    found = [line for line in after.records("tblControle") if line["blad"] == "Deelnemers"]
    assert any(line["rij"] == 6 and line["kolom"] == "Bijdrage" for line in found)


def test_each_cell_of_a_table_has_the_format_of_its_column(book: View) -> None:
    for placed in book.tables():
        sheet = book.formulas[placed.sheet]
        for col, column in placed.columns():
            if column.kind is Kind.ANY:
                continue
            layout = column.number_format or styles.NUMBER_FORMATS.get(column.kind, "General")
            for row in placed.rows:
                cell = sheet.cell(row, col)
                if cell.value is None and column.owner != "input":
                    continue
                where = f"{placed.sheet}!{cell.coordinate}"
                assert cell.number_format == layout, where
                assert bool(cell.alignment.wrap_text) == (column.kind not in styles.NUMERIC), where
                assert cell.font.name == styles.FONT, where


def test_an_input_row_typed_below_a_table_joins_it(made: Made, tmp_path: Path) -> None:
    path = made.copy("voorbeeld", tmp_path / "rij.xlsm")
    placed = made("voorbeeld").table("tblVoorstellen")
    row = placed.area.bottom + 1
    sheet = placed.sheet
    typed(path, {(sheet, f"A{row}"): 900.0, (sheet, f"B{row}"): "Nieuw", (sheet, f"G{row}"): 10.0})
    run(path, "bijwerken")
    after = View("rij", path)
    assert after.table("tblVoorstellen").area.bottom == row
    assert 900 in after.column("tblSelectie", "nr")
    assert problems(path) == []


def _values(view: View, without: set[str]) -> dict[tuple[str, str], object]:
    return {
        place: value
        for place, value in view.everything().items()
        if place[0] not in without and place[1] != "A3"
    }


def _widths(sheet: Worksheet) -> dict[str, float]:
    return {key: item.width for key, item in sheet.column_dimensions.items()}
