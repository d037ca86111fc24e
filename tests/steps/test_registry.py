"""The registry: what the command line and the ribbon know about each step."""

import runpy
from pathlib import Path
from types import SimpleNamespace

import pytest

from regio_xl.domain import Fase
from regio_xl.sheets import schema
from regio_xl.sheets.buttons import BUTTONS
from regio_xl.steps import STEPS

RULES = Path(__file__).parents[1] / "sheets" / "maak.py"


def test_the_steps_have_the_names_of_the_design():
    assert list(STEPS) == [
        "valideren",
        "herstel",
        "toewijzen",
        "voorstel",
        "selectie",
        "voorleggen",
        "stemming",
        "overschrijding",
        "rapportage",
        "evaluatie",
        "bijwerken",
        "totalen",
        "controleer",
    ]


CONTROLE = {
    *("tblControle", "controle_herrekend", "tblLogboek", "start_volgende_stap"),
    *("pakket_staat", "aoo_pakket", "stemming_pakket", "aoo_samenvatting"),
}
PACKAGE = {
    *("tblSelectie", "tblDekking", "tblScenarios", "tblPakketten", "tblVerhoudingen"),
    *("toegepast_scenario", "kenmerk_pakket", "uitgangspunten"),
    *("tblVoorstel", "Voorstel"),
}
WRITES = {
    "valideren": CONTROLE,
    "herstel": CONTROLE,
    "toewijzen": CONTROLE | PACKAGE,
    "voorstel": CONTROLE | PACKAGE,
    "selectie": CONTROLE | PACKAGE,
    "voorleggen": CONTROLE,
    "stemming": CONTROLE,
    "overschrijding": CONTROLE,
    "rapportage": CONTROLE,
    "evaluatie": CONTROLE | PACKAGE | {"tblEvaluatie"},
    "bijwerken": CONTROLE | PACKAGE,
    "totalen": set(),
    "controleer": set(),
}


@pytest.mark.parametrize("name", STEPS)
def test_a_step_writes_what_its_button_promises_and_nothing_else(maak, name):
    """Without parameters: nothing is divided, recorded or frozen, or evaluated along."""
    found = STEPS[name].run(maak.jaar(maak.table("tblVoorstellen")))
    tables = {table.name for table in found.tables}
    assert tables | {report.sheet for report in found.reports} | {*found.cells} == WRITES[name]


@pytest.fixture(scope="module")
def outcomes(maak):
    """Return what each step makes of an empty year and of a sound one, early and late."""
    years = SimpleNamespace(**runpy.run_path(str(RULES)))
    shown = [maak.jaar(), years.jaar(), years.jaar(fase=Fase.BESLUIT.value)]
    return {name: [step.run(jaar) for jaar in shown] for name, step in STEPS.items()}


def generated():
    """Return the named cells that a step may fill: none with a formula, none for people.

    But for those in which a step notes which package was spoken about, and people that it is not.
    """
    fields = ((name, field) for name, (_, field, _) in schema.fields().items())
    noted = {"aoo_pakket", "stemming_pakket"}
    return noted | {name for name, field in fields if not field.formula and not field.input}


@pytest.mark.parametrize("name", STEPS)
def test_a_step_writes_only_what_the_workbook_has_for_steps(outcomes, name):
    tables, sheets = schema.tables(), {sheet.name for sheet in schema.sheets(())}
    for found in outcomes[name]:
        assert {report.sheet for report in found.reports} <= sheets
        assert set(found.cells) <= generated()
        for content in found.tables:
            assert any(column.owner == "output" for column in tables[content.name][1].columns)


@pytest.mark.parametrize("name", STEPS)
def test_each_row_has_only_columns_that_the_table_has(outcomes, name):
    tables = schema.tables()
    for found in outcomes[name]:
        for content in found.tables:
            known = {column.key for column in tables[content.name][1].columns}
            assert all(set(row) <= known for row in content.rows)


@pytest.mark.parametrize("name", STEPS)
def test_a_step_that_writes_fills_controle_and_adds_one_row_to_the_log(outcomes, name):
    for found in outcomes[name]:
        written = [table.name for table in found.tables]
        if STEPS[name].read_only:
            assert (written, found.reports, dict(found.cells)) == ([], (), {})
        else:
            assert (written[0], written[-1]) == ("tblControle", "tblLogboek")
            assert len(set(written)) == len(written)
            assert [row["stap"] for row in found.tables[-1].rows] == [name]


def test_only_what_looks_leaves_the_workbook_as_it_is():
    looking = [name for name, step in STEPS.items() if step.read_only]
    assert looking == ["totalen", "controleer"]


def test_only_asking_the_vote_and_what_comes_after_it_wait_for_a_phase():
    first = Fase.INVENTARISATIE
    waiting = {
        name: step.button.from_fase
        for name, step in STEPS.items()
        if step.button.from_fase is not first
    }
    assert waiting == {
        "voorleggen": Fase.BESPREKING,
        "stemming": Fase.BESLUIT,
        "overschrijding": Fase.BESLUIT,
        "rapportage": Fase.UITVOERING,
        "evaluatie": Fase.BESLUIT,
    }


def test_each_step_has_one_button_and_each_button_a_step():
    assert [button.step for button in BUTTONS] == list(STEPS)
