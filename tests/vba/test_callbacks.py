"""The callbacks of the ribbon and the events of the workbook really run, in LibreOffice."""

from pathlib import Path

import pytest

from regio_xl.domain import Fase
from regio_xl.sheets.buttons import BUTTONS
from tests.vba.actions import ADDIN, BOOK, PROBES, call, get, opened, typed
from tests.vba.office import Office
from tests.vba.projects import MODULES, changed_project, with_project
from tests.vba.sentinel import SENTINEL, wrong
from tests.vba.stand_in import stand_in

pytestmark = pytest.mark.libreoffice

MESSAGE_BOX = "MsgBox melding, vbExclamation, TITEL"
INTO_A_CELL = (
    'ThisWorkbook.Sheets("Start").Range("Z1").Value = '
    'ThisWorkbook.Sheets("Start").Range("Z1").Value & "[" & TITEL & "] " & melding'
)
ONE_MORE = (
    'ThisWorkbook.Sheets("Start").Range("Z1").Value = '
    'ThisWorkbook.Sheets("Start").Range("Z1").Value + 1'
)


def test_every_module_runs(office: Office, example: Path) -> None:
    assert wrong(office, example) == set()


@pytest.mark.parametrize("name", MODULES)
def test_a_syntax_error_in_any_module_is_noticed(
    office: Office, example: Path, tmp_path: Path, name: str
) -> None:
    broken = changed_project(
        tmp_path / "vba", {name: lambda text: f"{text}\nPublic Sub Kapot()\n    If Then\nEnd Sub\n"}
    )
    assert name in wrong(office.once, with_project(example, tmp_path / "kapot.xlsm", broken))


@pytest.mark.parametrize("fase", [Fase.INVENTARISATIE, Fase.UITVOERING])
def test_each_button_follows_the_phase_without_python(
    office: Office, example: Path, fase: Fase
) -> None:
    asked = [call(f"Proef.{what}", button.tag) for button in BUTTONS for what in ("Mag", "Uitleg")]
    phase = typed("fase", fase.value), {"do": "recalculate", "book": BOOK}
    result = office(opened(example), *PROBES, *phase, *asked)[-len(asked) :]
    order = list(Fase)
    works = [order.index(fase) >= order.index(button.from_fase) for button in BUTTONS]
    assert result[::2] == works
    assert result[1::2] == [
        f"{button.purpose} {button.untouched}" if now else button.closed
        for button, now in zip(BUTTONS, works, strict=True)
    ]
    assert all(works) == (fase is Fase.UITVOERING)


def test_a_button_without_cells_works_so_that_it_can_say_what_is_wrong(
    office: Office, example: Path
) -> None:
    result = office(
        opened(example), *PROBES, call("Proef.Mag", "geen_stap"), call("Proef.Uitleg", "geen_stap")
    )
    assert result[-2:] == [True, ""]


def test_the_ribbon_is_drawn_again_only_when_sheet_kader_changes(
    office: Office, example: Path
) -> None:
    result = office(
        opened(example),
        *PROBES,
        call("Proef.LintGeladen"),
        call("Proef.LintVernieuwen"),
        call("Proef.NaWijzigingOp", "Kader"),
        call("Proef.NaWijzigingOp", "Controle"),
    )
    assert result[-4:] == [0, 1, 2, 2]


def test_the_ribbon_may_ask_to_be_drawn_before_it_is_loaded(office: Office, example: Path) -> None:
    result = office(
        opened(example),
        *PROBES,
        call("RegioLint.RegioLintVernieuwen"),
        call("Proef.Mag", "totalen"),
    )
    assert result[-1] is True


def test_the_events_of_the_workbook_run_to_their_end(office: Office, example: Path) -> None:
    result = office(
        opened(example),
        *PROBES,
        call("Proef.Gebeurtenis", "Workbook_Open"),
        call("Proef.AndereCel"),
        call("Proef.Gebeurtenis", "Workbook_Deactivate"),
    )
    assert result[-3:] == ["gedaan"] * 3


def test_opening_the_workbook_describes_the_functions(
    office: Office, example: Path, tmp_path: Path
) -> None:
    seen = 'ThisWorkbook.Sheets("Start").Range("Z1").Value = "beschreven"'
    last = "    ThisWorkbook.Saved = bewaard"
    project = changed_project(
        tmp_path / "vba",
        {"xlwings_udfs.bas": lambda text: text.replace(last, f"    {seen}\n{last}")},
    )
    book = with_project(example, tmp_path / "gezien.xlsm", project)
    assert office(opened(book), get("Start!Z1"))[-1] == [["beschreven"]]


def test_a_click_without_the_add_in_says_so_once(
    office: Office, example: Path, tmp_path: Path
) -> None:
    project = changed_project(
        tmp_path / "vba",
        {"RegioPython.bas": lambda text: text.replace(MESSAGE_BOX, INTO_A_CELL)},
    )
    book = with_project(example, tmp_path / "gezien.xlsm", project)
    *_, done, shown = office(
        opened(book), *PROBES, call("Proef.Klik", "valideren"), get("Start!Z1")
    )
    assert done == "gedaan"
    assert shown == [[f"[Regionale opdrachten] {SENTINEL}"]]


def test_the_outcome_stays_on_the_status_bar_until_another_cell_is_selected(
    office: Office, example: Path, tmp_path: Path
) -> None:
    """Counted in a cell: a LibreOffice without a screen has no status bar to look at."""
    project = changed_project(
        tmp_path / "vba",
        {"RegioPython.bas": lambda text: text.replace("Application.StatusBar = False", ONE_MORE)},
    )
    book = with_project(example, tmp_path / "geteld.xlsm", project)
    select = call("Proef.AndereCel"), get("Start!Z1")
    click = call("RegioPython.RegioAanroep", "valideren")
    loaded = [opened(stand_in(tmp_path), ADDIN), opened(book), *PROBES]
    result = office(*loaded, *select, click, *select, *select)
    seen = [result[-6], result[-3], result[-1]]
    assert seen == [[[""]], [[1]], [[1]]]


def test_a_message_box_does_not_keep_the_tests_waiting(office: Office, example: Path) -> None:
    result = office(opened(example), *PROBES, call("Proef.Klik", "valideren"), timeout=20)
    assert result[-1] == "gedaan"
