"""What is declared decides what an older workbook gets, so a later version needs nothing here.

A version to come is made up: another sheet, a table between two others, cells in a block, a block,
columns that come and a column that goes.
"""

from pathlib import Path
from typing import Any

import pytest
from openxml_audit import OpenXmlValidator

from regio_xl.cli.files import UNKNOWN
from regio_xl.domain import Column, Kind
from regio_xl.engine import opened
from regio_xl.renewal import earlier, renew
from regio_xl.sheets import schema
from regio_xl.sheets.declare import Block, Field, SheetSpec, SheetType, TableSpec
from regio_xl.workbook.reader import read_jaar
from tests.renewal.conftest import fixture
from tests.renewal.test_versions import NOW
from tests.support.check_vba import code_name_problems
from tests.support.package import problems
from tests.support.view import values

PERIODS = TableSpec(
    name="tblProefperioden",
    title="De perioden van het jaar",
    clause="T5",
    row=0,
    columns=(
        Column(key="periode", header="Periode"),
        Column(key="dag", header="Peildatum", kind=Kind.DATE, prompt="Laatste dag."),
        Column(key="maal", header="Maal", owner="formula", kind=Kind.NUMBER, formula="jaar*2"),
    ),
)
SHEET = SheetSpec(
    name="Proefblad",
    type=SheetType.INVOER,
    title="Een blad dat later komt",
    purpose="Proef.",
    who="regievoerders",
    tables=(TableSpec(name="tblProef", clause="T5", columns=PERIODS.columns, row=5),),
)


def later(spec: SheetSpec) -> SheetSpec:
    """Return a sheet as a later version might have it."""
    change = {"Kader": _kader, "Financien": _financien, "Evaluatie": _evaluatie}.get(spec.name)
    return change(spec) if change else spec


def _kader(spec: SheetSpec) -> SheetSpec:
    *before, parameters = spec.tables
    at = parameters.row - bool(parameters.title)
    periods = PERIODS.model_copy(update={"row": at + 1})
    moved = parameters.model_copy(update={"row": parameters.row + 4})
    (block,) = spec.blocks
    fields = [
        field.model_copy(update={"choices": (*field.choices, "proeffase")})
        if field.name == "fase"
        else field
        for field in block.fields
    ]
    blocks = (block.model_copy(update={"fields": tuple(fields)}),)
    return spec.model_copy(update={"tables": (*before, periods, moved), "blocks": blocks})


def _financien(spec: SheetSpec) -> SheetSpec:
    first, second = spec.blocks
    new = Field(label="Nog een totaal", name="proef_totaal", formula="totaal_beschikbaar*2")
    fields = (*first.fields[:2], new, *first.fields[2:])
    third = Block(
        title="Nog een blok",
        row=second.row + 7,
        fields=(Field(label="Dubbel", name="proef_dubbel", formula="A8&proef_totaal"),),
    )
    moved = second.model_copy(update={"row": second.row + 1})
    return spec.model_copy(
        update={"blocks": (first.model_copy(update={"fields": fields}), moved, third)}
    )


def _evaluatie(spec: SheetSpec) -> SheetSpec:
    (table,) = spec.tables
    kept = [column for column in table.columns if column.header != "Lessen"]
    new = Column(
        key="proef",
        header="Proefkolom",
        owner="formula",
        kind=Kind.HOURS,
        formula="tblEvaluatie[[#This Row],[Geplande uren]]+1",
    )
    columns = (*kept[:4], new, *kept[4:])
    return spec.model_copy(update={"tables": (table.model_copy(update={"columns": columns}),)})


@pytest.fixture
def future(monkeypatch: pytest.MonkeyPatch) -> None:
    now = schema.sheets

    def sheets(codes: tuple[str, ...]) -> tuple[SheetSpec, ...]:
        specs = [later(spec) for spec in now(codes)]
        return (*specs[:4], SHEET, *specs[4:])

    monkeypatch.setattr(schema, "sheets", sheets)
    for listed in ("tables", "fields"):  # these remember what was declared
        monkeypatch.setattr(schema, listed, getattr(schema, listed).__wrapped__)
    gone = {"tblEvaluatie": frozenset({"Lessen"})}
    monkeypatch.setattr(earlier, "headers", lambda: gone)


@pytest.mark.usefixtures("future")
def test_an_older_workbook_gets_what_a_later_version_declares(tmp_path: Path) -> None:
    path = tmp_path / "jaar.xlsm"
    made = renew(fixture("0.3.1/gevuld"), UNKNOWN)
    path.write_bytes(made.data)
    assert [str(error) for error in OpenXmlValidator().validate(path).errors] == []
    assert problems(path) == []
    # The compiled macros know no sheet that is made up here
    assert [text for text in code_name_problems(path.read_bytes()) if "Proef" not in text] == []
    with opened(path, unknown=UNKNOWN) as book:
        jaar = read_jaar(book, now=NOW, user="tester")
    assert jaar.missing == ()
    assert jaar.cells["proef_totaal"] == 2 * 7105
    assert jaar.cells["proef_dubbel"] == "Flexibele reserve14210"
    evaluation = jaar.tables["tblEvaluatie"]
    assert "Lessen" in evaluation.extra
    assert {"proef"} <= evaluation.present
    assert all(
        row.values["proef"] == float(row.values["gepland"] or 0) + 1 for row in evaluation.rows
    )
    assert any("‘Lessen’" in line for line in made.uitkomst.samenvatting)
    _looks_right(path, jaar)
    assert renew(path, UNKNOWN).data == made.data


def _looks_right(path: Path, jaar: Any) -> None:
    kader = values(path)["Kader"]
    periods, parameters = jaar.tables["tblProefperioden"], jaar.tables["tblKader"]
    assert periods.rows[0].values["maal"] == 4052
    title = periods.header_row - 1
    assert kader.cell(title, 1).value == "De perioden van het jaar"
    assert jaar.tables["tblTijdlijn"].header_row < title < parameters.header_row - 1
    header = kader.cell(periods.header_row, 2)
    assert header.fill.fgColor.rgb == kader.cell(parameters.header_row, 2).fill.fgColor.rgb
    rules = [
        rule
        for rule in kader.data_validations.dataValidation
        if any(
            area.min_col == 2 and area.min_row <= periods.header_row + 1 <= area.max_row
            for area in rule.sqref.ranges
        )
    ]
    assert [rule.promptTitle for rule in rules] == ["Peildatum"]
    (choice,) = [r for r in kader.data_validations.dataValidation if "B6" in str(r.sqref).split()]
    assert "proeffase" in choice.formula1
