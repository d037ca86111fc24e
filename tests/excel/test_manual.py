"""The manual check names what there is, and has room for the outcome of every step."""

import re
from pathlib import Path

import pytest

import udfs.regio
from regio_xl.cli.commands import app
from regio_xl.cli.in_excel import REPORT
from regio_xl.excel.click import ALREADY_RUNNING
from regio_xl.excel.failure import BUSY, sentence
from regio_xl.excel.system import log_file
from regio_xl.sheets.buttons import Group

TEXT = (Path(__file__).parents[2] / "docs" / "excel-controle.md").read_text(encoding="utf-8")
FLAT = " ".join(TEXT.split())
STEPS = re.findall(r"^(\d+)\. \*\*", TEXT, re.MULTILINE)


def test_every_step_has_a_row_for_its_outcome() -> None:
    assert [int(step) for step in STEPS] == list(range(1, len(STEPS) + 1))
    rows = re.findall(r"^\| (\d+) .*?\|(.*)\|$", TEXT, re.MULTILINE)
    assert [number for number, _ in rows] == STEPS
    assert all(cells.count("|") == 2 for _, cells in rows)


def test_every_command_and_option_in_it_exists() -> None:
    from typer.main import get_command  # noqa: PLC0415

    group = get_command(app)
    named = re.findall(r"^ *regio-xl (.+)$|`regio-xl ([^`]+)`", TEXT, re.MULTILINE)
    lines = [one or other for one, other in named]
    assert len(lines) > 10
    for words in (line.split() for line in lines):
        if words[0] == "--help":
            continue
        command = group.commands[words[0]]  # type: ignore[attr-defined]
        known = {option for parameter in command.params for option in parameter.opts}
        assert {word for word in words[1:] if word.startswith("--")} <= known, words


def test_a_step_that_it_refers_to_is_the_one_it_means() -> None:
    titles = dict(re.findall(r"^(\d+)\. \*\*(.+?)\.\*\*", TEXT, re.MULTILINE))
    known = {number: title.lower() for number, title in titles.items()}
    where = {
        "een plek in SharePoint": "sharepoint",
        "geeft de melding": "invoegtoepassing ontbreekt",
        "`zelftest-excel.md`": "zelftest in excel",
    }
    for words, title in where.items():
        (number,) = re.findall(rf"(?:stap (\d+) )?{words}(?: van stap (\d+))?", FLAT)[-1:]
        assert title in known["".join(number)], words


def test_what_it_says_that_you_read_is_what_is_said() -> None:
    busy = OSError()
    busy.hresult = min(BUSY)  # type: ignore[attr-defined]
    assert "Excel was bezig" in sentence("Valideren", busy, None, restored=True)
    assert "dat Excel bezig was" in FLAT
    assert ALREADY_RUNNING.startswith("Er loopt nog een stap")
    assert "‘Er loopt nog een stap’" in FLAT


def test_on_macos_it_looks_for_no_outcome_on_the_status_bar() -> None:
    step = FLAT[FLAT.index("7. **") : FLAT.index("8. **")]
    assert "Op macOS wordt de statusbalk leeg" in step
    assert "*Totalen* de cijfers in een venster" in step


@pytest.mark.parametrize(
    "subject", ["filter", "verberg", "grafiek", "Ctrl+Shift+Enter", "twee werkmappen tegelijk"]
)
def test_it_looks_at_what_only_a_real_excel_can_show(subject: str) -> None:
    assert subject in FLAT


def test_it_names_the_groups_the_files_and_the_number_of_functions() -> None:
    assert all(group.value in TEXT for group in Group)
    assert f"`{REPORT}`" in TEXT
    assert f"`{log_file().name}`" in TEXT
    assert len([name for name in vars(udfs.regio) if name.startswith("REGIO_")]) == 6
    assert "zes functies" in TEXT
    assert udfs.regio.REGIO_BIJDRAGE(1000) == 40
    assert "`=REGIO_BIJDRAGE(1000)`. U ziet: 40." in FLAT
