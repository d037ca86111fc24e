"""Every workbook of a released version, brought to this one: all is there, nothing is lost."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from openxml_audit import OpenXmlValidator

from regio_xl import __version__, builder
from regio_xl.builder.content import Content
from regio_xl.cli.files import UNKNOWN, run_on_file
from regio_xl.domain import Ernst, Jaar, Uitkomst
from regio_xl.domain.levensloop import Staat
from regio_xl.domain.table import EXTRA
from regio_xl.engine import opened
from regio_xl.engine.model import Model
from regio_xl.renewal import earlier, renew, step
from regio_xl.sheets import schema
from regio_xl.sheets.buttons import BUTTONS
from regio_xl.sheets.declare import SheetType
from regio_xl.sheets.kader_waarden import load_parameters, parameters_by_code
from regio_xl.steps import STEPS
from regio_xl.workbook.reader import read_jaar
from tests.fixtures.versions.__main__ import COMMITS, earlier_of, paths
from tests.renewal.conftest import Renewed, fixture
from tests.support.check_vba import code_name_problems
from tests.support.package import problems

NOW = datetime(2025, 12, 18, 10, 0)
# Each takes some seconds, so those that differ little from a neighbour are left out here
ALIKE = ("0.2.0/leeg", "0.3.0/leeg", "0.3.0/besloten", "0.3.1/leeg")
KEPT = [f"{path.parent.name}/{path.stem}" for path in paths()]
LABELS = [label for label in KEPT if label not in ALIKE]
FILLED = [label for label in LABELS if label.endswith("gevuld")]
DECIDED = [label for label in LABELS if label.endswith("besloten")]
every = pytest.mark.parametrize("label", LABELS)
filled = pytest.mark.parametrize("label", FILLED)
# The version in between differs little from its neighbours, and what follows takes long
some = pytest.mark.parametrize("label", [item for item in FILLED if not item.startswith("0.3.0")])


@cache
def read(path: Path) -> Jaar:
    """Return a workbook that no test changes."""
    with opened(path, unknown=UNKNOWN) as book:
        return read_jaar(book, now=NOW, user="tester")


@cache
def book_of(path: Path) -> Any:
    """Return the cells and formulas of a workbook that no test changes."""
    return Model(path.read_bytes()).book


def run(path: Path, name: str) -> Uitkomst:
    return run_on_file(name, STEPS[name].run, path, None)[0]


def copy(source: Path, target: Path) -> Path:
    target.write_bytes(source.read_bytes())
    return target


def typed(jaar: Jaar) -> Iterator[tuple[Any, ...]]:
    """Yield what people typed: in tables by row and column, in named cells."""
    for name, (_, table) in schema.tables().items():
        found = jaar.tables.get(name)
        if found is None or table.generated:
            continue
        keys = [column.key for column in found.columns if column.owner == "input"]
        keys += [EXTRA + header for header in found.extra]
        for number, row in enumerate(found.rows):
            for key in keys:
                if row.values.get(key) is not None:
                    place = row.values.get("code") if name == "tblKader" else number
                    yield name, place, key.removeprefix(EXTRA), row.values[key]
    for name, (sheet, field, _) in schema.fields().items():
        typed = sheet.type is SheetType.INVOER and not field.formula
        if typed and jaar.cells.get(name) is not None:
            yield name, jaar.cells[name]


def test_each_released_version_has_its_workbooks() -> None:
    kinds = {version: {"leeg", "gevuld"} for version in COMMITS}
    found = {
        version: {path.stem for path in paths() if path.parent.name == version}
        for version in COMMITS
    }
    assert all(kinds[version] <= found[version] for version in COMMITS)
    assert set(ALIKE) < set(KEPT)
    assert len([label for label in KEPT if label.endswith("besloten")]) == 3


def test_what_was_ours_in_earlier_versions_is_known() -> None:
    known = {"formulas": earlier.formulas, "texts": earlier.texts, "columns": earlier.headers}
    for section, found in earlier_of(paths()).items():
        wanted = {key: frozenset(values) for key, values in found.items()}
        assert wanted == known[section](), "run: python -m tests.fixtures.versions"


@every
def test_all_that_is_declared_is_there(label: str, renewed: Renewed) -> None:
    jaar = read(renewed(label))
    assert jaar.missing == ()
    for name, (_, table) in schema.tables().items():
        assert {column.key for column in table.columns} <= jaar.tables[name].present, name
    assert jaar.cells["versie_werkmap"] == f"regio-xl {__version__}"
    codes = {str(row.values["code"]) for row in jaar.tables["tblKader"].rows}
    assert codes == set(parameters_by_code())


@every
def test_named_cells_lead_to_what_they_name(label: str, renewed: Renewed) -> None:
    book = book_of(renewed(label))
    places = {name: item.attr_text.replace("$", "") for name, item in book.defined_names.items()}

    def beside(name: str, column: str) -> Any:
        sheet, _, cell = places[name].rpartition("!")
        row = int("".join(filter(str.isdigit, cell)))
        return book[sheet.strip("'")][f"{column}{row}"].value

    for name, (_, field, _) in schema.fields().items():
        assert beside(name, "A") == field.label, name
    for sheet in schema.sheets(()):
        rows = [
            int("".join(filter(str.isdigit, places[field.name].rpartition("!")[2])))
            for block in sheet.blocks
            for field in block.fields
            if field.name
        ]
        assert rows == sorted(rows), f"the cells of {sheet.name} are in another order"
    for parameter in load_parameters():
        if parameter.numeric:
            assert beside(parameter.cell_name, "A") == parameter.code
    for button in BUTTONS:
        assert beside(button.allowed_name, "A") == beside(button.help_name, "A") == button.step


@every
def test_formulas_are_those_of_a_new_workbook(label: str, renewed: Renewed) -> None:
    jaar = read(renewed(label))
    book = book_of(renewed(label))
    for name, (sheet, field, declared) in schema.fields().items():
        if field.formula:
            _, row, column = jaar.cell_places[name]
            found = str(book[sheet.name].cell(row, column).value)
            assert earlier.relative(found, row) == earlier.relative(field.formula, declared), name
    for name, (sheet, table) in schema.tables().items():
        for at, header in enumerate(jaar.tables[name].headers, jaar.tables[name].first_col):
            column = {column.header: column for column in table.columns}.get(header)
            if column is None or not column.formula or column.looks_above:
                continue
            for row in jaar.tables[name].rows:
                found = str(book[sheet.name].cell(row.number, at).value)
                if found != "None" or row.number > jaar.tables[name].header_row + 1:
                    wanted = earlier.relative(column.formula, row.number)
                    assert earlier.relative(found, row.number) == wanted, (name, header, row.number)


@every
def test_every_typed_cell_is_as_it_was(label: str, renewed: Renewed) -> None:
    before, after = Counter(typed(read(fixture(label)))), Counter(typed(read(renewed(label))))
    assert before.total() > 200
    assert before - after == Counter()
    came = {item[:2] for item in after - before}
    new = {item.code for item in load_parameters() if item.since}
    tables = set(read(renewed(label)).tables) - set(read(fixture(label)).tables)
    allowed = {("tblKader", code) for code in new}
    assert {item for item in came if item not in allowed and item[0] not in tables} == set()


@every
def test_no_text_or_number_on_any_sheet_is_lost(label: str, renewed: Renewed) -> None:
    before, after = (book_of(path) for path in (fixture(label), renewed(label)))
    ours = {text for found in earlier.texts().values() for text in found}
    filled_by_us = {"Over", "Regels", "Knoppen", "Berekening"}
    for sheet in before.worksheets:
        if sheet.title not in filled_by_us:
            lost = constants(sheet) - constants(after[sheet.title])
            assert set(lost) <= ours, sheet.title


def constants(sheet: Any) -> Counter[Any]:
    values = (cell.value for cell in sheet._cells.values())
    return Counter(
        value for value in values if value is not None and not str(value).startswith("=")
    )


@filled
def test_excel_would_open_it_without_repairing(label: str, renewed: Renewed) -> None:
    path = renewed(label)
    assert [str(error) for error in OpenXmlValidator().validate(path).errors] == []
    assert problems(path) == []
    assert code_name_problems(path.read_bytes()) == []


@every
def test_valideren_finds_no_new_errors(label: str, renewed: Renewed) -> None:
    before, after = (
        STEPS["valideren"].run(read(path)) for path in (fixture(label), renewed(label))
    )
    assert faults(after) <= faults(before)
    assert not [item for item in after.bevindingen if "vernieuwen" in item.herstel]


def faults(uitkomst: Uitkomst) -> set[tuple[str, str]]:
    found = (item for item in uitkomst.bevindingen if item.ernst is Ernst.FOUT)
    return {(item.blad, item.melding) for item in found}


@some
def test_a_second_time_changes_nothing(label: str, renewed: Renewed) -> None:
    again = renew(renewed(label), UNKNOWN)
    assert again.data == renewed(label).read_bytes()
    assert again.uitkomst.samenvatting == ()


@some
def test_the_package_is_that_of_a_new_workbook_with_the_same_input(
    label: str, renewed: Renewed, tmp_path: Path
) -> None:
    fresh = tmp_path / "nieuw.xlsm"
    builder.write(fresh, same_input(read(renewed(label))))
    packages = [
        {row["nr"]: row["toegewezen"] for row in selected(again("toewijzen")(read(path)))}
        for path in (renewed(label), fresh)
    ]
    assert packages[0] == packages[1]
    assert sum(hours or 0 for hours in packages[0].values()) > 4000
    path = copy(renewed(label), tmp_path / "jaar.xlsm")
    assert faults(run(path, "bijwerken")) == faults(STEPS["bijwerken"].run(read(fresh)))


def selected(uitkomst: Uitkomst) -> Iterable[Mapping[str, Any]]:
    return next(table.rows for table in uitkomst.tables if table.name == "tblSelectie")


def again(name: str) -> Any:
    return STEPS[name].opnieuw or STEPS[name].run


def same_input(jaar: Jaar) -> Content:
    """Return a new workbook's contents with what people typed in another one."""
    start = step.content_of(jaar)
    tables = {
        name: tuple(row.values for row in jaar.tables[name].rows)
        for name, (sheet, table) in schema.tables().items()
        if sheet.type is SheetType.INVOER and not table.generated
    }
    kinds = tuple(parameters_by_code()[str(row["code"])] for row in tables["tblKader"])
    cells = {**start.cells, **{name: jaar.cells[name] for name in ("jaar", "fase", "aoo_datum")}}
    update = {"tables": {**start.tables, **tables}, "cells": cells, "kader": kinds}
    return start.model_copy(update=update)


@pytest.mark.parametrize("label", DECIDED)
def test_what_the_ab_decided_still_stands(label: str, renewed: Renewed, tmp_path: Path) -> None:
    before, after = read(fixture(label)), read(renewed(label))
    frozen = [
        [dict(row.values) for row in jaar.tables["tblBesluit"].rows] for jaar in (before, after)
    ]
    assert frozen[0] == frozen[1]
    assert len(frozen[0]) > 5
    path = copy(renewed(label), tmp_path / "jaar.xlsm")
    told = run(path, "bijwerken")
    assert not [
        item for item in told.bevindingen if item.ernst is Ernst.FOUT and "besluit" in item.melding
    ]
    kept = read(path)
    assert [dict(row.values) for row in kept.tables["tblBesluit"].rows] == frozen[0]
    assert kept.cells["pakket_staat"] == Staat.VASTGESTELD.value
    for name in ("besluit_nummer", "besluit_datum", "besluit_kenmerk"):
        assert kept.cells[name] == before.cells[name], name
