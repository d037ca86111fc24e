"""The page about the worksheet functions names what there is."""

import re
from pathlib import Path

import pytest

import regio_xl
from regio_xl.builder.macros import SOURCE, Function, read_functions
from tests.support.made import Made
from tests.support.view import CODES, View

ROOT = Path(regio_xl.__file__).parents[1]
PAGE = (ROOT / "docs" / "functies.md").read_text("utf-8")
FUNCTIONS = read_functions((ROOT / SOURCE).read_text("utf-8"))
FORMULA = re.compile(r"^```\n(=.*)\n```$", re.M)
ARGUMENT = re.compile(r"^\| `(\w+)` \|.*\| (.+) \|$", re.M)
COLUMN = re.compile(r"(tbl\w+)\[([^\[\]]+)\]")
NAME = re.compile(r"\b(?:kader|totaal)_\w+")


def section(function: Function) -> str:
    return PAGE.split(f"\n## {function.name}\n")[1].split("\n## ")[0]


@pytest.fixture
def view(made: Made) -> View:
    return made("leeg")


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda item: item.name)
def test_every_function_has_its_arguments_an_example_and_another_way(function: Function) -> None:
    rows = ARGUMENT.findall(section(function))
    assert [(name, default != "-") for name, default in rows] == [
        (argument.name, argument.optional) for argument in function.arguments
    ]
    (formula,) = FORMULA.findall(section(function))
    assert formula.startswith(f"={function.name}(")
    assert "," not in formula
    assert f"| [`{function.name}`](#{function.name.lower()}) |" in PAGE


def test_every_column_and_named_cell_on_the_page_exists(view: View) -> None:
    columns = {
        placed.spec.name: {column.header for column in placed.spec.columns}
        for placed in view.tables()
    }
    mentioned = COLUMN.findall(PAGE)
    assert {table for table, _ in mentioned} >= {"tblDeelnemers", "tblSelectie", "tblBeoordeling"}
    assert not [(table, header) for table, header in mentioned if header not in columns[table]]
    names = set(NAME.findall(PAGE))
    assert len(names) > 8
    assert names <= set(view.formulas.defined_names)


def test_the_example_for_coverage_spans_all_participants() -> None:
    assert f"tblBelang[[{CODES[0]}]:[{CODES[-1]}]]" in PAGE
