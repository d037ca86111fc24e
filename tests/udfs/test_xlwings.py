"""The worksheet functions as xlwings sees them, with and without Excel."""

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import regio_xl
from regio_xl.builder.macros import read_functions

ROOT = Path(regio_xl.__file__).parents[1]
PROGRAM = Path(__file__).with_name("as_on_windows.py")
MISSING = -2147352572
NOT_AVAILABLE = -2146826246

CALLS = [
    (
        "REGIO_BIJDRAGE",
        [[[3137.5], [21400.0], [None], ["veel"]], MISSING, MISSING],
        [[126.0], [350.0], [0.0], ["#VALUE!"]],
    ),
    ("REGIO_BIJDRAGE", [[[1000.0], [NOT_AVAILABLE]], MISSING, MISSING], [[40.0], ["#VALUE!"]]),
    ("REGIO_BIJDRAGE", [1000.0, MISSING, 30.0], [[30.0]]),
    ("REGIO_BIJDRAGE", [[[1000.0]], "", MISSING], [["#VALUE!"]]),
    ("REGIO_RUIMTE", [[[100.0], [50.0]], 20.0, MISSING, MISSING], [[130.0]]),
    ("REGIO_OVERSCHRIJDING", [[[1.0, 2.0]], [[3.0, 2.0]]], [[2.0, 0.0]]),
    ("REGIO_SCORE", [[[5.0], [""]], [[3.0], [""]], [[4.0], [""]], MISSING], [[4.1], [""]]),
    ("REGIO_DEKKING", [[[2.0, 0.0]], True, MISSING], [[True, False]]),
    ("REGIO_MEERDERHEID", [[["voor"], ["voor"], ["tegen"]], 2.0, 3.0], [[True]]),
]


def run(*command: str, given: str = "") -> str:
    done = subprocess.run(
        [sys.executable, *command],
        input=given,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def windows() -> dict:
    calls = [(name, arguments) for name, arguments, _ in CALLS]
    return json.loads(run(str(PROGRAM), given=json.dumps(calls)))


@pytest.mark.parametrize("number", range(len(CALLS)))
def test_xlwings_hands_over_cells_and_returns_rows(windows: dict, number: int) -> None:
    assert windows["results"][number] == CALLS[number][2]


def test_xlwings_and_the_wrappers_know_the_same_functions(windows: dict) -> None:
    functions = read_functions((ROOT / "udfs" / "regio.py").read_text("utf-8"))
    assert set(windows["functions"]) == {function.name for function in functions}
    for function in functions:
        found = windows["functions"][function.name]
        assert found["category"] == function.category
        assert found["arguments"] == [
            [argument.name, argument.optional, {"ndim": 2, "err_to_str": True}]
            for argument in function.arguments
        ]


def test_importing_the_functions_needs_no_excel_and_loads_nothing_heavy() -> None:
    script = (
        "import json, sys, xlwings; before = set(sys.modules); import udfs.regio; "
        "print(json.dumps(sorted(set(sys.modules) - before)))"
    )
    loaded = json.loads(run("-c", script))
    assert "udfs.regio" in loaded
    rooms = {name.split(".")[1] for name in loaded if name.startswith("regio_xl.")}
    assert rooms <= {"domain", "rules", "sheets"}
    assert not {"openpyxl", "xlsxwriter", "cellrune"} & set(loaded)


def test_no_module_of_regio_xl_imports_the_functions() -> None:
    modules = list((ROOT / "regio_xl").rglob("*.py"))
    importing = [
        path
        for path in modules
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        for name in imported(node)
        if name.split(".")[0] == "udfs"
    ]
    assert len(modules) > 100
    assert importing == []


def imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) else []
