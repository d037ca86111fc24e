"""``--excel``: finding the open workbook by its name, and telling what came of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import xlwings as xw

from regio_xl.cli import in_excel
from regio_xl.cli.commands import main
from regio_xl.cli.show import NotDone
from regio_xl.engine import register
from regio_xl.excel import failure
from regio_xl.steps import STEPS
from tests.support.made import Made


@pytest.fixture
def app(made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[xw.App]:
    """Return an app with two workbooks open, the last one in front, instead of an Excel."""
    for name in ("jaar2026.xlsm", "jaar2027.xlsm"):
        made.copy("voorbeeld", tmp_path / name)
    register()
    app = xw.engines["openpyxl"].apps.add(add_book=False)
    for name in ("jaar2026.xlsm", "jaar2027.xlsm"):
        app.books.open(tmp_path / name)
    monkeypatch.setattr(in_excel, "_apps", lambda: [app])
    monkeypatch.setattr(failure, "log_file", lambda: tmp_path / "regio-xl.log")
    yield app
    app.quit()


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[object, str, str]:
    with pytest.raises(SystemExit) as stop:
        main(list(words))
    shown = capsys.readouterr()
    return stop.value.code, shown.out, shown.err


@pytest.mark.parametrize("step", STEPS)
def test_every_step_works_on_the_workbook_in_front(
    step: str, app: xw.App, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, step, "--excel")
    if step == "controleer":  # of a year of which nothing was made yet
        assert (code, err) == (0, "")
        assert "Nog niet gemaakt" in out
    else:
        assert (code, err) == (1, "")  # the example year holds errors
        assert "8 fouten" in out
    log = {book.name: book.sheets["Logboek"].range("C6").value for book in app.books}
    assert log["jaar2026.xlsm"] is None
    assert log["jaar2027.xlsm"] == (None if STEPS[step].read_only else step)


def test_a_workbook_is_named_by_its_file_name_alone(
    app: xw.App, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, _ = run(capsys, "valideren", "JAAR2026.xlsm", "--excel", "--json")
    assert code == 1
    assert app.books["jaar2026.xlsm"].sheets["Logboek"].range("C6").value == "valideren"


def test_nothing_is_saved_by_itself(app: xw.App, tmp_path: Path, capsys) -> None:
    before = (tmp_path / "jaar2027.xlsm").read_bytes()
    run(capsys, "bijwerken", "--excel")
    assert (tmp_path / "jaar2027.xlsm").read_bytes() == before


def test_a_second_run_says_that_nothing_changed(app: xw.App, capsys) -> None:
    run(capsys, "valideren", "--excel")
    assert "Er is niets veranderd." in run(capsys, "valideren", "--excel")[1]


def test_a_failure_is_code_2_with_one_sentence(app: xw.App, capsys, monkeypatch) -> None:
    broken = STEPS["valideren"].model_copy(update={"run": lambda _: {}["weg"]})
    monkeypatch.setitem(STEPS, "valideren", broken)
    code, out, err = run(capsys, "valideren", "--excel")
    assert (code, out) == (2, "")
    assert err.startswith("Valideren is niet gelukt door een fout die niet had mogen gebeuren")
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("valideren", "weg.xlsm", "--excel"), "De werkmap weg.xlsm is niet open in Excel; wel"),
        (("valideren", "--excel", "--uit", "x.xlsm"), "--uit en --excel gaan niet samen"),
        (("valideren",), "Bij ‘valideren’ ontbreekt BESTAND"),
        (("totalen",), "Bij ‘totalen’ ontbreekt BESTAND"),
    ],
)
def test_wrong_use_is_explained(words, sentence: str, app: xw.App, capsys) -> None:
    code, out, err = run(capsys, *words)
    assert (code, out) == (2, "")
    assert sentence in err


def test_an_excel_that_is_busy_is_told_before_anything_is_found(
    app: xw.App, capsys, monkeypatch
) -> None:
    class ComError(Exception):
        hresult = -2147418111

    def refuse() -> None:
        raise ComError

    monkeypatch.setattr(in_excel, "_apps", refuse)
    code, out, err = run(capsys, "valideren", "--excel")
    assert (code, out) == (2, "")
    assert "Valideren is niet uitgevoerd: Excel was bezig." in err
    assert "De werkmap is niet veranderd." in err


def test_a_workbook_that_is_open_twice_is_not_guessed(app: xw.App) -> None:
    with pytest.raises(NotDone, match="in meer dan één Excel-venster open"):
        in_excel.find_book([app, app], Path("jaar2026.xlsm"))


def test_an_excel_without_workbooks_is_told() -> None:
    with pytest.raises(NotDone, match="Er is geen werkmap open in Excel"):
        in_excel.find_book([], None)


@pytest.mark.skipif("excel" in [e.name for e in xw.engines], reason="there is an Excel here")
def test_a_computer_without_excel_says_how_it_can_be_done(capsys) -> None:
    code, _, err = run(capsys, "valideren", "jaar.xlsm", "--excel")
    assert code == 2
    assert "laat --excel weg en noem het bestand" in err
