"""Rules about what people may type, and where: 8, 9."""

import re
from collections.abc import Iterator

from openpyxl.worksheet.datavalidation import DataValidation

from regio_xl.domain import Column, Kind
from regio_xl.sheets.declare import SheetType
from regio_xl.sheets.kader_waarden import load_parameters
from tests.support.parts import MAIN, area
from tests.support.view import Placed, View

NUMBERS = {Kind.INTEGER, Kind.HOURS, Kind.NUMBER, Kind.EUROS, Kind.SCORE, Kind.PERCENT}
CHECKED = {*NUMBERS, Kind.CHOICE, Kind.CODE, Kind.DATE}
EXPECTED_TYPES = {
    Kind.CHOICE: "list",
    Kind.CODE: "list",
    Kind.DATE: "date",
    Kind.INTEGER: "whole",
    Kind.HOURS: "whole",
    Kind.SCORE: "whole",
    Kind.NUMBER: "decimal",
    Kind.EUROS: "decimal",
    Kind.PERCENT: "decimal",
}
SECRETS = {"password", "hashValue", "saltValue", "spinCount", "algorithmName"}
ENGLISH = re.compile(
    r"\b(the|must|value|enter|please|between|invalid|number|list)\b", re.IGNORECASE
)
SCIENTIFIC = re.compile(r"\d(\.\d+)?e[+-]?\d", re.IGNORECASE)


def test_rule_08_each_declared_sheet_is_protected_without_a_password(book: View) -> None:
    for spec in book.specs:
        root = book.package.xml(book.package.sheets[spec.name])
        found = root.find(f"{MAIN}sheetProtection")
        assert (found is not None) == spec.protected, spec.name
        if found is not None:
            assert found.get("sheet") == "1", spec.name
            assert not SECRETS & set(found.attrib), spec.name
    workbook = book.package.xml(book.package.workbook)
    assert workbook.find(f"{MAIN}workbookProtection") is None
    assert workbook.find(f"{MAIN}fileSharing") is None


def test_rule_08_a_sheet_that_stays_open_holds_no_outputs(book: View) -> None:
    for spec in book.specs:
        owners = {column.owner for table in spec.tables for column in table.columns}
        inputs = owners == {"input"} and not spec.blocks and spec.type is SheetType.INVOER
        assert spec.protected or inputs, spec.name


def test_rule_08_inputs_are_unlocked_and_all_else_is_locked(book: View) -> None:
    unlocked = {
        (placed.sheet, row, col)
        for placed in book.tables()
        for col, column in placed.columns()
        if column.owner == "input"
        for row in placed.rows
    }
    unlocked |= {(spec.name, row, 2) for spec, field, row in book.fields() if field.input}
    for spec, sheet in book.sheets():
        for cells in sheet.iter_rows():
            for cell in cells:
                wanted = (spec.name, cell.row, cell.column) not in unlocked
                held = cell.value is not None or not wanted
                if held:
                    assert cell.protection.locked == wanted, f"{spec.name}!{cell.coordinate}"


def test_rule_09_each_input_that_can_be_checked_has_a_validation(book: View) -> None:
    missing = [
        f"{where} ({column.kind})"
        for where, column, found in _inputs(book)
        if column.kind in CHECKED and (found is None or found.type != EXPECTED_TYPES[column.kind])
    ]
    assert not missing, missing


def test_rule_09_each_validation_has_a_dutch_prompt_and_error_text(book: View) -> None:
    bare = []
    for where, column, found in _inputs(book):
        if column.kind not in CHECKED or found is None:
            continue
        texts = (found.promptTitle, found.prompt, found.errorTitle, found.error)
        if not all(texts) or not (found.showInputMessage and found.showErrorMessage):
            bare.append(f"{where}: {texts}")
        for text in texts:
            assert not ENGLISH.search(text or ""), text
            assert not SCIENTIFIC.search(text or ""), text
    assert not bare, bare


def test_rule_09_a_choice_offers_exactly_the_declared_words(book: View) -> None:
    for where, column, found in _inputs(book):
        if column.kind is Kind.CHOICE and found is not None:
            assert found.formula1 == f'"{",".join(column.choices)}"', where
            assert found.errorStyle in (None, "stop"), where
            assert not found.hide_drop_down, where


def test_rule_09_a_number_has_the_declared_bounds(book: View) -> None:
    for where, column, found in _inputs(book):
        if column.kind in NUMBERS and found is not None:
            assert found.operator in (None, "between"), where
            if column.minimum is not None:
                assert float(found.formula1) == float(column.minimum), where
            if column.maximum is not None:
                assert float(found.formula2) == float(column.maximum), where


def test_rule_09_an_error_text_does_not_contradict_the_bounds(book: View) -> None:
    for where, column, found in _inputs(book):
        if column.kind in NUMBERS and found is not None and float(found.formula1) < 0:
            assert "zonder letters of tekens" not in (found.error or ""), f"{where}: {found.error}"


def test_rule_09_an_empty_cell_is_always_allowed(book: View) -> None:
    for where, _, found in _inputs(book):
        assert found is None or found.allowBlank, where


def _inputs(book: View) -> Iterator[tuple[str, Column, DataValidation | None]]:
    """Yield every input cell once: where it stands, its declaration and its validation."""
    for placed in book.tables():
        for col, column in placed.columns():
            if column.owner == "input":
                yield from _column(book, placed, col, column)
    for spec, field, row in book.fields():
        if field.input:
            column = Column(
                key=field.name, header=field.label, kind=field.kind, choices=field.choices
            )
            yield f"{spec.name}: {field.label}", column, _validation(book, spec.name, row, 2)


def _column(
    book: View, placed: Placed, col: int, column: Column
) -> Iterator[tuple[str, Column, DataValidation | None]]:
    """Yield the cells of a column; rows with the same validation count once."""
    seen = []
    kinds = {parameter.code: parameter for parameter in load_parameters()}
    for row in placed.rows:
        found = _validation(book, placed.sheet, row, col)
        actual = column
        if column.kind is Kind.ANY:
            parameter = kinds[str(book.values[placed.sheet].cell(row, placed.area.left).value)]
            actual = column.model_copy(
                update={
                    "kind": parameter.kind,
                    "choices": parameter.choices,
                    "minimum": parameter.minimum,
                    "maximum": parameter.maximum,
                }
            )
        if (id(found), actual.kind) not in seen:
            seen.append((id(found), actual.kind))
            yield f"{placed.spec.name}[{column.header}] row {row}", actual, found


def _validation(book: View, sheet: str, row: int, col: int) -> DataValidation | None:
    hits = [
        item
        for item in book.formulas[sheet].data_validations.dataValidation
        if any(area(str(part)).holds(row, col) for part in item.sqref.ranges)
    ]
    assert len(hits) <= 1, f"{sheet}: row {row}, column {col} has {len(hits)} validations"
    return hits[0] if hits else None
