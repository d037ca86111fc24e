"""The self-test that drives Excel, here on the file engine: it can fail, and it is honest.

The file engine has no sheet protection to read and no selection; those must come back as not
applicable. What only a real Excel can show is in ``docs/excel-controle.md``.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
import xlwings as xw

import udfs.regio
from regio_xl.engine import opened
from regio_xl.excel import selftest_run
from regio_xl.excel.checks import Stand
from regio_xl.excel.click import Klik, click
from regio_xl.excel.selftest_report import Report, run_excel, shareable, versions
from regio_xl.excel.selftest_run import Line, compared, drive
from regio_xl.excel.system import MACOS, WINDOWS, InstallError
from regio_xl.sheets.buttons import BUTTONS
from tests.excel.machine import PlayedApp, machine
from tests.support.made import Made

ON_A_FILE = {"selectie", "beveiliging van de bladen"}


@pytest.fixture
def books(made: Made, tmp_path: Path) -> Iterator[tuple[xw.Book, xw.Book]]:
    for name in ("een.xlsm", "twee.xlsm"):
        made.copy("voorbeeld", tmp_path / name)
    with opened(tmp_path / "een.xlsm") as book, opened(tmp_path / "twee.xlsm") as twin:
        yield book, twin


def wrong(lines: list[Line]) -> list[Line]:
    return [line for line in lines if line.stand is Stand.NIET]


def test_every_button_is_clicked_and_everything_agrees(books: tuple[xw.Book, xw.Book]) -> None:
    lines = list(drive(*books, click))
    assert wrong(lines) == []
    clicks = Counter(line.stap for line in lines if line.wat == "klik")
    assert clicks == Counter([*(button.step for button in BUTTONS), "bijwerken"])
    assert {line.wat for line in lines if line.stand is Stand.NVT} == ON_A_FILE
    seen = Counter(line.wat for line in lines if line.stand is Stand.GOED)
    for name in ("statusbalk", "schermverversing", "rekenwijze", "actief blad"):
        assert seen[name] == len(BUTTONS) + 1
    assert seen["totaal_beschikbaar"] == seen["totaal_prognose"] == len(BUTTONS) + 1
    assert seen["knop aan of uit"] == 2 * len(BUTTONS)


def test_a_click_that_leaves_excel_in_disorder_is_seen(books: tuple[xw.Book, xw.Book]) -> None:
    def sloppy(name: str, book: xw.Book, *, ask: bool) -> Klik:
        klik = click(name, book, ask=ask)
        book.app.status_bar = "Bezig …"
        book.app.screen_updating = False
        book.app.calculation = "manual"
        return klik

    found = {line.wat for line in wrong(list(drive(*books, sloppy)))}
    assert found == {"statusbalk", "schermverversing", "rekenwijze"}


def test_a_total_that_differs_is_seen(books: tuple[xw.Book, xw.Book]) -> None:
    book, twin = books
    book.sheets["Deelnemers"].tables["tblDeelnemers"].range[1, 3].value = 1000
    found = {line.wat for line in wrong(list(drive(book, twin, click)))}
    assert "totaal_beschikbaar" in found


def test_a_click_that_fails_is_told_with_its_sentence(books: tuple[xw.Book, xw.Book]) -> None:
    def failing(name: str, book: xw.Book, *, ask: bool) -> Klik:
        return Klik(name=name, ok=False, message="Excel was bezig.")

    found = [line for line in wrong(list(drive(*books, failing))) if line.wat == "klik"]
    assert len(found) == len(BUTTONS) + 1
    assert found[0].toelichting == "Excel was bezig."


def test_a_second_run_that_still_changes_something_is_seen(
    books: tuple[xw.Book, xw.Book],
) -> None:
    def restless(name: str, book: xw.Book, *, ask: bool) -> Klik:
        return click(name, book, ask=ask).model_copy(update={"changed": True})

    (line,) = wrong(list(drive(*books, restless)))
    assert line.wat == "nog eens klikken verandert niets"


def seen(**values: object) -> dict[str, object]:
    return {key.replace("_", " "): value for key, value in values.items()}


def test_a_button_that_the_phase_does_not_allow_must_be_off(
    books: tuple[xw.Book, xw.Book],
) -> None:
    book, twin = books
    cell = next(button for button in BUTTONS if button.closed).allowed_name
    book.names[cell].refers_to_range.value = "ja"
    (line,) = wrong(list(drive(book, twin, click)))
    assert line.wat == "knop aan of uit"
    assert "inventarisatie" in line.toelichting


@pytest.mark.parametrize(
    ("status", "stand"),
    [(False, Stand.GOED), ("FALSE", Stand.GOED), (None, Stand.GOED), ("Bezig …", Stand.NIET)],
)
def test_the_status_bar_must_be_given_back(status: object, stand: Stand) -> None:
    before = seen(statusbalk="van een ander")
    (line, *_) = compared("x", before, seen(statusbalk=status), errors=0)
    assert (line.wat, line.stand) == ("statusbalk", stand)


@pytest.mark.parametrize(
    ("sheet", "errors", "stand"),
    [
        ("Start", 0, Stand.GOED),
        ("Controle", 0, Stand.NIET),
        ("Controle", 2, Stand.GOED),
        ("Selectie", 2, Stand.NIET),
    ],
)
def test_only_errors_may_lead_to_another_sheet(sheet: str, errors: int, stand: Stand) -> None:
    before = seen(actief_blad="Start", selectie="$B$2")
    after = seen(actief_blad=sheet, selectie="$B$2")
    found = {line.wat: line for line in compared("x", before, after, errors=errors)}
    assert found["actief blad"].stand is stand
    assert found["selectie"].stand is Stand.GOED


def test_a_sheet_left_without_protection_is_named_and_no_other() -> None:
    before = seen(beveiliging_van_de_bladen={"Kader": True, "Start": True})
    after = seen(beveiliging_van_de_bladen={"Kader": False, "Start": True})
    found = {line.wat: line for line in compared("x", before, after, errors=0)}
    line = found["beveiliging van de bladen"]
    assert line.stand is Stand.NIET
    assert "Kader" in line.toelichting
    assert "Start" not in line.toelichting


def test_functions_are_not_applicable_outside_windows(
    books: tuple[xw.Book, xw.Book], tmp_path: Path
) -> None:
    (line,) = selftest_run.functions(books[0], machine(MACOS, tmp_path)[0])
    assert line.stand is Stand.NVT


def test_every_function_has_an_example_that_python_can_answer() -> None:
    offered = {name for name in vars(udfs.regio) if name.startswith("REGIO_")}
    assert {name for name, _ in selftest_run.EXAMPLES} == offered
    for name, arguments in selftest_run.EXAMPLES:
        answer = selftest_run.as_grid(getattr(udfs.regio, name)(*arguments))
        assert all(cell not in {None, "", "#VALUE!"} for row in answer for cell in row), name


def test_what_excel_shows_must_be_the_same_to_the_last_cell() -> None:
    same = selftest_run.same
    assert same([[126.0], [350]], [[126], [350.0]])
    assert not same([[126.0]], [[126.1]])
    assert not same([[126.0]], [[126.0], [350.0]])
    assert not same([[1.0]], [[True]])
    assert not same([["#VALUE!"]], [[1.0]])
    assert not same([[None]], [[0.0]])


def report(*lines: Line) -> Report:
    return Report(versions=versions("16.0"), lines=lines, when=datetime(2026, 1, 2), seconds=3.2)


def test_the_report_holds_versions_and_one_line_per_check() -> None:
    good = Line(stap="valideren", wat="klik", stand=Stand.GOED, toelichting="0.10 s")
    bad = Line(stap="valideren", wat="statusbalk", stand=Stand.NIET, toelichting="a | b\nc")
    made = report(good, bad)
    text = made.markdown()
    assert "02-01-2026" in text
    assert "1 goed, 1 niet, 0 niet van toepassing." in text
    assert "| Excel | 16.0 |" in text
    assert "| xlwings | 0.37" in text
    assert "| valideren | klik | goed | 0.10 s |" in text
    assert r"| valideren | statusbalk | niet | a \| b c |" in text
    assert made.wrong == 1


def test_no_folder_or_user_name_is_left_in_the_report(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("getpass.getuser", lambda: "jan.jansen")
    text = (
        r"Het verslag staat in C:\Users\Jan Jansen\AppData\Local\regio-xl\Logs\regio-xl.log; "
        r"kopie in C:\Users\Jan Jansen\Temp\x1\Zelftest.xlsm. Gemaakt door jan.jansen in "
        r"C:\Users\Jan Jansen."
    )
    home = Path(r"C:\Users\Jan Jansen")
    line = Line(stap="x", wat="y", stand=Stand.NIET, toelichting=text)
    told = shareable(line, (home, home / "Temp")).toelichting
    assert "ansen" not in told
    assert "Users" not in told
    assert "…/regio-xl.log; kopie" in told
    assert "Zelftest.xlsm" in told


def test_the_name_left_out_is_the_name_that_a_step_signs_with(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("regio_xl.excel.selftest_report.who", lambda: "jan")
    line = Line(stap="x", wat="y", stand=Stand.NIET, toelichting="door Jan gemaakt")
    assert shareable(line, ()).toelichting == "door … gemaakt"


@pytest.mark.parametrize("platform", [WINDOWS, MACOS, "linux"])
def test_without_excel_it_says_so_and_starts_nothing(platform: str, tmp_path: Path) -> None:
    with pytest.raises(InstallError, match="geen Excel gevonden"):
        run_excel(machine(platform, tmp_path, excel=False)[0])


def played(platform: str, app: PlayedApp, tmp_path: Path, patch: pytest.MonkeyPatch) -> Report:
    system, _ = machine(platform, tmp_path)
    system.conf.parent.mkdir(parents=True)
    patch.setattr(xw, "App", app)
    return run_excel(system)


def test_the_whole_run_gives_a_report_and_quits_excel(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Excel is played by the file engine, on a made-up macOS; the clicks are real."""
    app = PlayedApp()
    made = played(MACOS, app, tmp_path, monkeypatch)
    assert made.wrong == 0
    assert len(made.lines) > 100
    assert app.ended == ["quit"]
    assert not app.display_alerts
    assert list(machine(MACOS, tmp_path)[0].conf.parent.iterdir()) == []


@pytest.mark.parametrize(("fails", "ended"), [("open", ["quit"]), ("quit", ["quit", "kill"])])
def test_excel_is_quit_whatever_happens(
    fails: str, ended: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = PlayedApp(fails=fails)
    made = played(MACOS, app, tmp_path, monkeypatch)
    assert app.ended == ended
    assert made.wrong == (fails == "open")
    assert str(tmp_path) not in made.markdown()


def test_on_windows_a_missing_add_in_is_a_line_of_the_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The functions cannot be evaluated without Excel, so the played run ends there, visibly."""
    made = played(WINDOWS, PlayedApp(), tmp_path, monkeypatch)
    assert made.lines[0].stand is Stand.NIET
    assert "regio-xl installeren" in made.lines[0].toelichting
    assert made.lines[-1].wat == "verloop"


def test_an_excel_that_does_not_start_is_told_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**_: object) -> None:
        raise OSError

    monkeypatch.setattr(xw, "App", refuse)
    with pytest.raises(InstallError, match="niet te starten"):
        run_excel(machine(WINDOWS, tmp_path)[0])
