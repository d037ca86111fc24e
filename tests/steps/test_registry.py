"""The registry: what the command line and the ribbon know about each step."""

import pytest

from regio_xl.domain import Fase
from regio_xl.sheets import schema
from regio_xl.steps import STEPS, stemming
from regio_xl.workbook.buttons import BUTTONS


def written(uitkomst):
    return {
        *(table.name for table in uitkomst.tables),
        *(report.sheet for report in uitkomst.reports),
        *uitkomst.cells,
    }


def test_the_steps_have_the_names_of_the_design():
    assert list(STEPS) == [
        "valideren",
        "toewijzen",
        "voorstel",
        "selectie",
        "stemming",
        "evaluatie",
        "bijwerken",
        "totalen",
    ]


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS)
def test_a_step_writes_what_the_registry_says_and_nothing_else(maak, step):
    found = written(step.run(maak.jaar(maak.table("tblVoorstellen"))))
    later = {"bijwerken": {"tblEvaluatie"}, "stemming": set(stemming.WRITES)}.get(step.name, set())
    assert found | later == set(step.writes)


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS)
def test_a_step_writes_only_what_the_workbook_has(step):
    sheets = {sheet.name for sheet in schema.sheets(())}
    assert set(step.writes) <= {*schema.tables(), *schema.fields(), *sheets}


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS)
def test_each_row_has_only_columns_that_the_table_has(maak, step):
    tables = schema.tables()
    for content in step.run(maak.jaar(maak.table("tblVoorstellen"))).tables:
        known = {column.key for column in tables[content.name][1].columns}
        assert all(set(row) <= known for row in content.rows)


def test_only_totalen_leaves_the_workbook_as_it_is():
    assert [name for name, step in STEPS.items() if step.read_only] == ["totalen"]


def test_only_the_vote_and_the_evaluation_wait_for_a_phase():
    first = Fase.INVENTARISATIE
    waiting = {
        name: step.button.from_fase
        for name, step in STEPS.items()
        if step.button.from_fase is not first
    }
    assert waiting == {"stemming": Fase.BESLUIT, "evaluatie": Fase.BESLUIT}


def test_each_step_has_one_button_and_each_button_a_step():
    assert [button.step for button in BUTTONS] == list(STEPS)
