"""Rules about text that people type: 19 (never a formula), 20 (never another value)."""

import shutil
from pathlib import Path

import pandas
import pytest
from openpyxl.cell import Cell

from regio_xl import builder
from tests.support.edit import typed
from tests.support.made import YEAR, Made, run, write
from tests.support.package import problems
from tests.support.shared import Shared
from tests.support.view import View

DANGEROUS = ("=1+1", "+31 6", "-5", "@x", "=HYPERLINK(A1)", "'aanhaling", "\t=1+1", "=cmd|' /C'!A0")
DELICATE = ("00123", "1e5", "12-3", "1,5", "1.5", "3/4", "12 mei", "TRUE", "waar", "50%", "1E5")
TEXTS = DANGEROUS + DELICATE
GENERATED = ("Controle", "Voorstel", "Selectie", "Evaluatie", "Start")


@pytest.fixture(scope="module")
def path(shared: Shared) -> Path:
    """The example year with a text from ``TEXTS`` as title and description of its proposals."""
    content = builder.example(YEAR)
    rows = [dict(row) for row in content.tables["tblVoorstellen"]]
    for row, text in zip(rows, TEXTS, strict=False):
        row |= {"titel": text, "omschrijving": f"{text}", "projectleider": text}
    assert len(rows) >= len(TEXTS)
    tables = {**content.tables, "tblVoorstellen": tuple(rows)}
    changed = content.model_copy(update={"tables": tables})
    return shared("tekst.xlsm", lambda target: write(target, changed))


@pytest.fixture(scope="module")
def after(path: Path, shared: Shared) -> View:
    def make(target: Path) -> None:
        shutil.copyfile(path, target)
        run(target, "bijwerken")

    return View("tekst na bijwerken", shared("tekst_na_bijwerken.xlsm", make))


def test_rule_19_the_builder_writes_such_text_as_text(path: Path) -> None:
    view = View("tekst", path)
    assert view.column("tblVoorstellen", "titel")[: len(TEXTS)] == list(TEXTS)
    _is_text(view, "tblVoorstellen", "titel")


@pytest.mark.parametrize("key", ["titel", "omschrijving", "projectleider"])
def test_rule_19_what_was_typed_is_still_text_after_bijwerken(after: View, key: str) -> None:
    assert after.column("tblVoorstellen", key)[: len(TEXTS)] == list(TEXTS)
    _is_text(after, "tblVoorstellen", key)


@pytest.mark.parametrize("table", ["tblVoorstel", "tblSelectie"])
def test_rule_19_generated_tables_show_such_text_as_it_was_typed(after: View, table: str) -> None:
    source = {line["nr"]: line["titel"] for line in after.records("tblVoorstellen")}
    lines = after.records(table)
    shown = {line["nr"]: line["titel"] for line in lines if line["nr"] in source}
    for nr, text in list(source.items())[: len(TEXTS)]:
        assert shown[nr] in (text, str(text).strip()), nr
    _is_text(after, table, "titel")


def test_rule_19_no_formula_appears_that_was_not_declared(path: Path, after: View) -> None:
    before = {(sheet, cell.value) for sheet, cell in View("voor", path).formula_cells()}
    new = {(sheet, cell.value) for sheet, cell in after.formula_cells()} - before
    assert not new
    assert not problems(after.path)


def test_rule_20_such_text_is_a_string_for_pandas_too(after: View) -> None:
    placed = after.table("tblVoorstellen")
    frame = pandas.read_excel(
        after.path, sheet_name=placed.sheet, header=placed.area.top - 1, keep_default_na=False
    )
    titles = frame["Titel"].tolist()[: len(TEXTS)]
    assert titles == list(TEXTS)
    assert all(isinstance(title, str) for title in titles)


@pytest.mark.parametrize("sheet", GENERATED)
def test_rule_20_no_generated_cell_turned_text_into_a_number(after: View, sheet: str) -> None:
    lost = {100000.0, 123.0, 0.75, 0.5, 1.5}
    for cell in after.cells(sheet):
        if cell.data_type == "n" and cell.value in lost:
            assert cell.number_format != "General", cell.coordinate
        assert cell.data_type != "b", cell.coordinate
        assert cell.data_type != "d" or sheet == "Logboek", cell.coordinate


def test_rule_20_the_cards_show_the_description_as_typed(after: View) -> None:
    texts = {cell.value for cell in after.cells("Voorstel") if cell.data_type == "s"}
    for text in TEXTS:
        assert text in texts or text.strip() in texts, text


def test_rule_20_text_in_a_number_column_stays_what_it_was(made: Made, tmp_path: Path) -> None:
    path = made.copy("voorbeeld", tmp_path / "getal.xlsm")
    view = View("voor", path)
    placed = view.table("tblVoorstellen")
    col = next(number for number, column in placed.columns() if column.key == "uren")
    texts = ("1,5", "1e5", "00123", "=1+1", "12-3")
    cells: list[Cell] = [
        view.formulas[placed.sheet].cell(row, col) for row in list(placed.rows)[: len(texts)]
    ]
    typed(
        path,
        {(placed.sheet, cell.coordinate): text for cell, text in zip(cells, texts, strict=True)},
    )
    run(path, "bijwerken")
    kept = View("na", path).formulas[placed.sheet]
    assert [kept[cell.coordinate].value for cell in cells] == list(texts)
    assert {kept[cell.coordinate].data_type for cell in cells} == {"s"}


def _is_text(view: View, table: str, key: str) -> None:
    placed = view.table(table)
    col = next(number for number, column in placed.columns() if column.key == key)
    for row in placed.rows:
        cell = view.formulas[placed.sheet].cell(row, col)
        assert cell.data_type in ("s", "inlineStr") or cell.value is None, (
            f"{placed.sheet}!{cell.coordinate} is {cell.data_type}: {cell.value!r}"
        )
