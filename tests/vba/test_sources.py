"""Our VBA sources: their form, and that they only call Python."""

import re
from pathlib import Path

import pytest

from tests.vba.projects import MODULES, SOURCES

RIBBON = SOURCES.parent / "ribbon" / "customUI14.xml"
GENERATED = "xlwings_udfs.bas"
CODE = re.compile(r'"(?:[^"]|"")*"|\'.*')
"""Strings and comments, which are no code."""

FORBIDDEN = {
    "a loop": r"\b(For|Do|While|Loop)\b",
    "arithmetic": r"[-+*/\\^]|\bMod\b",
    "a sheet or a cell": r"\b(Range|Cells|Offset|Worksheets|Sheets|ActiveSheet|ActiveCell)\b",
    "writing a value": r"\.(Value2?|Formula\w*)\s*=",
    "the WorksheetFunction of Excel": r"\b(WorksheetFunction|Evaluate)\b",
    "another program or file": r"\b(Shell|Open|Kill|FileCopy|CreateObject|GetObject|SendKeys)\b",
    "conditional compilation, which LibreOffice ignores": r"^\s*#",
    "a jump that resumes": r"\b(Resume\s+(?!Next\b)|GoSub)\b",
}
"""What VBA that only calls Python has no need of.

Left are: calls, comparisons, joining text with ``&``, ``Set``, ``If``, ``Select Case``, reading the
value of a named cell, ``Application.Run``, the status bar, a message box and error handling.
"""

SIGNATURES = {
    "onLoad": "Public Sub {}(ribbon As IRibbonUI)",
    "onAction": "Public Sub {}(control As IRibbonControl)",
    "getEnabled": "Public Sub {}(control As IRibbonControl, ByRef returnedVal)",
    "getSupertip": "Public Sub {}(control As IRibbonControl, ByRef returnedVal)",
}
"""How Excel calls each callback of a ribbon (Customizing the Office Fluent Ribbon, part 3)."""

ALLOWED = {
    # A returned array is walked through once, to make error values of error texts.
    ("RegioFuncties.bas", "a loop"): 3,
    # The type of an argument that Excel prescribes.
    ("ThisWorkbook.cls", "a sheet or a cell"): 2,
}
"""How often a module does it all the same."""


def source(name: str) -> str:
    return (SOURCES / name).read_text("utf-8")


def code(text: str) -> list[str]:
    """Return the lines without strings, comments and the lines for the editor."""
    lines = (CODE.sub("", line).rstrip() for line in text.splitlines())
    return [line for line in lines if line and not line.startswith("Attribute ")]


def occurrences(text: str, pattern: str) -> int:
    return sum(bool(re.search(pattern, line)) for line in code(text))


@pytest.mark.parametrize("name", MODULES)
def test_a_module_starts_with_its_name_and_declares_everything(name: str) -> None:
    lines = source(name).splitlines()
    if name.endswith(".bas"):
        assert lines.pop(0) == f'Attribute VB_Name = "{Path(name).stem}"'
    assert lines[0] == "Option Explicit"


@pytest.mark.parametrize("name", [name for name in MODULES if name != GENERATED])
def test_what_people_write_is_ascii(name: str) -> None:
    assert source(name).isascii()


def test_each_callback_of_the_ribbon_exists_with_its_signature() -> None:
    named = re.findall(r'\b((?:on|get)[A-Z]\w*)="(\w+)"', RIBBON.read_text("utf-8"))
    assert {kind for kind, _ in named} == set(SIGNATURES)
    lines = source("RegioLint.bas").splitlines()
    assert all(SIGNATURES[kind].format(macro) in lines for kind, macro in named)


@pytest.mark.parametrize("name", MODULES)
def test_no_declare_lacks_ptrsafe(name: str) -> None:
    assert occurrences(source(name), r"\bDeclare\b(?!\s+PtrSafe\b)") == 0


@pytest.mark.parametrize("name", MODULES)
def test_the_add_in_is_never_bound_early(name: str) -> None:
    """A reference that cannot be resolved keeps the whole project from compiling."""
    assert occurrences(source(name), r"(?i)\b(As|New)\s+(New\s+)?xlwings\b|\bxlwings\.") == 0


@pytest.mark.parametrize("name", MODULES)
@pytest.mark.parametrize("what", FORBIDDEN)
def test_vba_only_calls_python(name: str, what: str) -> None:
    assert occurrences(source(name), FORBIDDEN[what]) == ALLOWED.get((name, what), 0)


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("    For Each cel In bereik", "a loop"),
        ("    uren = uren + cel", "arithmetic"),
        ('    ThisWorkbook.Sheets("Kader").Delete', "a sheet or a cell"),
        ("    naam.RefersToRange.Value = 3", "writing a value"),
        ("    x = WorksheetFunction.Sum(y)", "the WorksheetFunction of Excel"),
        ('    Set schijf = CreateObject("Scripting.FileSystemObject")', "another program or file"),
        ("#If Mac Then", "conditional compilation, which LibreOffice ignores"),
        ("    Resume Opnieuw", "a jump that resumes"),
    ],
)
def test_a_line_that_does_more_is_noticed(line: str, what: str) -> None:
    assert occurrences(line, FORBIDDEN[what]) == 1


def test_strings_and_comments_are_no_code() -> None:
    assert code('    x = "For + ""1""" & y \' For Each - * /') == ["    x =  & y"]
