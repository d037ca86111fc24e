"""Two static analysers of VBA find nothing in our sources, and together find what is planted.

LibreOffice looks at no types, and at a name only when it comes to it; these do both beforehand.
Each misses defects that the other finds, so both run.
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Mapping
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import pytest
from pyvbaanalysis.cli import main

from tests.support.made import Made
from tests.vba.projects import Change, changed_project, with_project

DECLARE = 'Private Declare Function Wacht Lib "kernel32" (ByVal ms As Long) As Long'
HARMLESS = "Public Sub Proef(x As IRibbonControl)\n    RegioStap x.Tag\nEnd Sub"
DEFECTS = {
    "an undeclared name": "Public Sub Proef()\n    onbekend = 1\nEnd Sub",
    "a call to nothing": "Public Sub Proef()\n    BestaatNiet 1\nEnd Sub",
    "a member that Excel lacks": "Public Sub Proef()\n    ThisWorkbook.BestaatNiet\nEnd Sub",
    "an unknown type": "Public Sub Proef(ByVal x As Onzin)\n    RegioStap x.Tag\nEnd Sub",
    "a block without end": "Public Sub Proef()\n    If RegioKnopMag(vbNullString) Then\nEnd Sub",
    "a name used twice": "Public Sub RegioKlik(control As IRibbonControl)\nEnd Sub",
    "an argument too few": "Public Sub Proef()\n    RegioStap\nEnd Sub",
    "an object without Set": "Public Sub Proef(x As IRibbonUI)\n    lint = x\nEnd Sub",
    "a text as number": 'Public Function Proef() As Long\n    Proef = "tekst"\nEnd Function',
}


@pytest.fixture
def empty_book(made: Made) -> Path:
    return made.path("leeg")


def issues(book: Path, folder: Path, changes: Mapping[str, Change]) -> list[str]:
    """Return what the analysers say about our sources with some changes."""
    project = changed_project(folder / "vba", changes)
    return _vbalidator(folder) + _pyvbaanalysis(with_project(book, folder / "proef.xlsm", project))


def test_nothing_is_found_in_our_sources(empty_book: Path, tmp_path: Path) -> None:
    assert issues(empty_book, tmp_path, {}) == []


def test_nothing_is_found_in_a_procedure_without_a_defect(empty_book: Path, tmp_path: Path) -> None:
    """Or a planted defect could be found for being there at all."""
    added = {"RegioLint.bas": lambda text: f"{text}\n{HARMLESS}\n"}
    assert issues(empty_book, tmp_path, added) == []


@pytest.mark.parametrize("defect", DEFECTS)
def test_a_planted_defect_is_found(empty_book: Path, tmp_path: Path, defect: str) -> None:
    added = {"RegioLint.bas": lambda text: f"{text}\n{DEFECTS[defect]}\n"}
    assert issues(empty_book, tmp_path, added)


def test_a_declare_for_32_bits_only_is_found(empty_book: Path, tmp_path: Path) -> None:
    head = "Option Explicit\n"
    added = {"RegioLint.bas": lambda text: text.replace(head, f"{head}{DECLARE}\n", 1)}
    assert any("PtrSafe" in issue for issue in issues(empty_book, tmp_path, added))


def _vbalidator(folder: Path) -> list[str]:
    program = shutil.which("vbalidator", path=str(Path(sys.executable).parent))
    assert program, "vbalidator is not installed beside this Python"
    report = folder / "report.json"
    command = [program, "--host", "excel", "--quiet", "--output", report, folder / "vba"]
    # Its exit code is about the score; the report holds every finding, also the harmless.
    subprocess.run(command, check=False, capture_output=True, timeout=60)
    return [issue["message"] for issue in json.loads(report.read_text("utf-8"))["issues"]]


def _pyvbaanalysis(book: Path) -> list[str]:
    # The workbook, not the folder: it must see that ThisWorkbook belongs to a workbook.
    with redirect_stdout(StringIO()) as out:
        assert main(["--format", "json", str(book)]) in (0, 1)
    return [
        diagnostic["message"]
        for project in json.loads(out.getvalue())
        for module in project["modules"]
        for diagnostic in module["diagnostics"]
    ]
