"""From a click in the workbook to its result: VBA in LibreOffice, Python, the reopened file.

What stands in for the xlwings add-in is in ``basic/Main.bas``: everything before it is our real
VBA, everything after it is the real Python on the saved file. Not run here: xlwings.xlam itself.
"""

import json
import re
from pathlib import Path

import pytest
import xlwings

from regio_xl.engine import opened as opened_file
from regio_xl.sheets.buttons import BUTTONS, Button
from regio_xl.steps import STEPS
from regio_xl.workbook.flow import moment, read_own
from tests.support.vba_readers import sources_by_pyopenvba
from tests.vba.actions import ADDIN, PROBES, call, get, opened
from tests.vba.klik import RESULT
from tests.vba.office import Office
from tests.vba.projects import basic, project_of
from tests.vba.sentinel import wrong
from tests.vba.stand_in import stand_in

pytestmark = pytest.mark.libreoffice

NO_PYTHON = (
    "Python is niet gevonden, dus de stap is niet uitgevoerd. "
    "Voer in een opdrachtvenster 'regio-xl installeren' uit en start Excel opnieuw."
)

HEADER = re.compile(r"^(?:Public )?Function (\w+)\((\w*)", re.MULTILINE)


def clicked(office: Office, example: Path, folder: Path, macro: str, step: str, **kind: str):
    """Return what the macro answered, with the stand-in loaded after our workbook."""
    book = folder / "jaar2026.xlsm"
    book.write_bytes(example.read_bytes())
    actions = [opened(book), *PROBES, opened(stand_in(folder, **kind), ADDIN), call(macro, step)]
    return office(*actions)[-1]


def handed_over(folder: Path) -> dict[str, str]:
    """Return what Python reported at its end."""
    trouble = folder / "fout.txt"
    assert not trouble.exists(), trouble.read_text("utf-8")
    return dict(json.loads((folder / "klaar.json").read_text("utf-8")))


def test_a_click_fills_sheet_controle(office: Office, example: Path, tmp_path: Path) -> None:
    assert clicked(office, example, tmp_path, "Proef.Klik", "valideren") == "gedaan"
    done = handed_over(tmp_path)
    # The add-in was opened last: without ThisWorkbook.Activate this would be its own name.
    assert done["werkmap"] == "jaar2026.xlsm"
    assert done["opdracht"] == "from regio_xl import ribbon; ribbon.valideren()"
    assert done["statusbalk"].startswith("Valideren klaar. Gecontroleerd: 36 voorstellen")

    result = tmp_path / RESULT
    with opened_file(result) as book:
        expected = STEPS["valideren"].run(read_own(book, now=moment(), user="tester"))
    findings = [
        [item.ernst.value, item.regel, item.blad, item.melding] for item in expected.bevindingen
    ]
    assert findings
    last = 17 + len(findings)
    before, _, after = office(
        opened(example, "before"),
        get(f"Controle!A18:G{last}", "before"),
        opened(result, "after"),
        get(f"Controle!A18:G{last}", "after"),
    )[1:]
    assert not any(cell for row in before for cell in row)
    assert [[row[0], row[1], row[2], row[5]] for row in after] == findings


def test_after_a_click_the_macros_are_still_there_and_run(
    office: Office, example: Path, tmp_path: Path
) -> None:
    clicked(office, example, tmp_path, "Proef.Klik", "valideren")
    handed_over(tmp_path)
    assert project_of(tmp_path / RESULT) == project_of(example)
    assert wrong(office, tmp_path / RESULT) == set()


@pytest.mark.parametrize("button", BUTTONS, ids=lambda button: button.step)
def test_every_button_reaches_its_step(
    office: Office, example: Path, tmp_path: Path, button: Button
) -> None:
    assert clicked(office, example, tmp_path, "RegioPython.RegioAanroep", button.tag) == ""
    assert handed_over(tmp_path)["statusbalk"].startswith(f"{button.title} klaar")


def test_a_failure_to_start_python_is_one_sentence(
    office: Office, example: Path, tmp_path: Path
) -> None:
    answer = clicked(office, example, tmp_path, "RegioPython.RegioAanroep", "geen_stap")
    assert answer == (
        "Python kon niet worden gestart (Python stopte met een fout). De werkmap is niet "
        "veranderd. Voer in een opdrachtvenster 'regio-xl zelftest' uit; dat zegt wat er ontbreekt."
    )
    assert "geen_stap" in (tmp_path / "fout.txt").read_text("utf-8")


@pytest.mark.parametrize("python", ["", "{folder}/weg/python"], ids=["no setting", "gone"])
def test_without_python_a_click_says_so_and_starts_nothing(
    office: Office, example: Path, tmp_path: Path, python: str
) -> None:
    place = python.format(folder=tmp_path)
    answer = clicked(
        office, example, tmp_path, "RegioPython.RegioAanroep", "valideren", python=place
    )
    assert answer == NO_PYTHON
    assert not (tmp_path / "opdracht.txt").exists()


def test_the_stand_in_has_the_procedures_of_the_add_in_that_xlwings_installs() -> None:
    real = Path(xlwings.__file__).parent / "addin" / "xlwings.xlam"
    modules = sources_by_pyopenvba(project_of(real))
    ours = dict(HEADER.findall(basic("Main.bas") + basic("XLPython.bas")))
    theirs = dict(HEADER.findall("\n".join(modules.values()).replace("\r", "")))
    for name in ("RunPython", "GetConfig", "XLPy"):
        assert ours[name] == theirs[name]
