"""Rules 21 and 23: the macros only call Python, and there is a way in without them."""

import re

import typer

from regio_xl.builder import macros
from regio_xl.builder.book import ribbon_xml
from regio_xl.cli.commands import app
from regio_xl.sheets.buttons import BUTTONS
from tests.support import check_vba
from tests.support.vba_readers import project_references, sources_by_olevba
from tests.support.view import View

PROJECT = "xl/vbaProject.bin"
RIBBON = "customUI/customUI14.xml"

COMMENT = re.compile(r"'.*$|\"[^\"]*\"", re.M)
FORBIDDEN = {
    "cells": r"\b(Cells|Range|Evaluate)\s*\(|\[[A-Z]+\d+\]",
    "writing": r"\.(Value2?|Formula\w*)\s*=|\.(Add|Delete|Insert|Clear\w*|Save|SaveAs|Protect)\b",
    "loops": r"^\s*(For|Do|While)\b",
    "other programs": r"\b(CreateObject|GetObject|Shell|SendKeys|Declare|Kill|Open)\b",
    "arithmetic": r"[*/^]|\bMod\b|\bWorksheetFunction\b",
}
"""What a macro that only calls Python has no need of, in code without comments and texts."""

ALLOWED = {("RegioFuncties", "loops")}
"""Python's answer to a worksheet function is walked through: error texts become error values."""


def test_rule_21_the_macros_only_call_python(book: View) -> None:
    sources = sources_by_olevba(book.package.parts[PROJECT])
    assert any(COMMENT.sub("", code).strip() for code in sources.values())
    for name, code in sources.items():
        module = name.split(".")[0]
        plain = COMMENT.sub("", code)
        for what, pattern in FORBIDDEN.items():
            found = re.findall(pattern, plain, re.M)
            assert not found or (module, what) in ALLOWED, f"{module}: {what}: {found}"


def test_rule_21_macros_and_ribbon_stay_byte_for_byte_after_a_step(book: View) -> None:
    assert book.package.parts[PROJECT] == macros.compiled()
    assert book.package.parts[RIBBON] == ribbon_xml()
    assert check_vba.code_name_problems(book.path.read_bytes()) == []


def test_rule_23_each_button_is_a_command_that_works_on_the_open_workbook() -> None:
    commands = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    for button in BUTTONS:
        options = {word for param in commands[button.step].params for word in param.opts}
        assert {"--excel", "--json"} <= options, button.step


def test_rule_23_the_macros_do_not_refer_to_the_add_in(book: View) -> None:
    assert project_references(book.package.parts[PROJECT]) == ["stdole", "Office"]
