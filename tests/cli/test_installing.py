"""``installeren`` and ``zelftest`` as a user types them.

On a machine without Excel the first must refuse and the second must be honest. For Windows and
macOS the machine is made up, see ``tests/excel/machine.py``.
"""

import json
import sys
from pathlib import Path

import pytest
import xlwings as xw

from regio_xl.cli.commands import main
from regio_xl.excel import system as this
from regio_xl.excel.system import MACOS, WINDOWS, System
from tests.excel.machine import PlayedApp, everything, machine

HERE = sys.platform not in {WINDOWS, MACOS}
WITHOUT_EXCEL = pytest.mark.skipif(not HERE, reason="this machine may have Excel")


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[object, str, str]:
    with pytest.raises(SystemExit) as stop:
        main(list(words))
    shown = capsys.readouterr()
    return stop.value.code, shown.out, shown.err


@pytest.fixture(params=[WINDOWS, MACOS])
def elsewhere(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> System:
    system, _ = machine(request.param, tmp_path)
    monkeypatch.setattr(this, "this_system", lambda: system)
    return system


@WITHOUT_EXCEL
@pytest.mark.parametrize("words", [[], ["--verwijderen"], ["--proef"], ["--json"]])
def test_without_excel_installeren_refuses_and_changes_nothing(
    words: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name in ("HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    code, out, err = run(capsys, "installeren", *words)
    assert (code, out) == (2, "")
    assert "geen Excel gevonden" in err
    assert err.count("\n") == 1
    assert everything(tmp_path) == {}


def test_installeren_says_line_by_line_what_changed(
    elsewhere: System, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, "installeren")
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0] == "Gewijzigd:"
    key = "INTERPRETER_WIN" if elsewhere.platform == WINDOWS else "INTERPRETER_MAC"
    assert f"{elsewhere.conf}: {key}: van (niet aanwezig) naar {elsewhere.interpreter}" in lines
    assert any("start het opnieuw" in line for line in lines)
    _, out, _ = run(capsys, "installeren")
    assert out.startswith("Alles stond al goed; er is niets veranderd.")
    _, out, _ = run(capsys, "installeren", "--verwijderen")
    assert f"{elsewhere.conf}: {key}: van {elsewhere.interpreter} naar (niet aanwezig)" in out
    _, out, _ = run(capsys, "installeren", "--verwijderen")
    assert "er is niets veranderd" in out


def test_a_trial_run_is_announced(elsewhere: System, capsys: pytest.CaptureFixture[str]) -> None:
    before = everything(elsewhere.home)
    _, out, _ = run(capsys, "installeren", "--proef")
    assert out.startswith("Dit zou veranderen; er is nog niets gedaan:")
    assert everything(elsewhere.home) == before


def test_json_gives_the_same_as_data(elsewhere: System, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "installeren", "--json")
    data = json.loads(out)
    assert data["gewijzigd"]
    assert not data["proef"]
    assert all(set(item) == {"plaats", "wat", "van", "naar"} for item in data["wijzigingen"])
    assert str(elsewhere.addin) in {item["plaats"] for item in data["wijzigingen"]}


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["installeren", "--verwijderen", "--vertrouwde-map", "x"], "hoort niet bij"),
        (["zelftest", "--rapport", "x.md"], "hoort bij --excel"),
        (["installeren", "--zomaar"], "--zomaar bestaat niet"),
    ],
)
def test_wrong_use_is_explained(
    words: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, *words)
    assert (code, out) == (2, "")
    assert says in err


def test_zelftest_ends_with_one_sentence_and_a_code_that_agrees(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, out, err = run(capsys, "zelftest", "--json")
    data = json.loads(out)
    wrong = [item["onderwerp"] for item in data["onderwerpen"] if item["stand"] == "niet"]
    assert (code, err) == (1 if wrong else 0, "")
    again, shown, _ = run(capsys, "zelftest")
    assert again == code
    for word in ("Onderwerp", "Stand", "Toelichting", "Besturingssysteem"):
        assert word in shown
    assert shown.splitlines()[-1] == data["conclusie"]


@WITHOUT_EXCEL
def test_zelftest_on_a_machine_without_excel_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "zelftest", "--json")
    found = {item["onderwerp"]: item for item in json.loads(out)["onderwerpen"]}
    assert found["Excel"]["stand"] == "n.v.t."
    assert found["Stappen op een bestand"]["stand"] == "goed"


@WITHOUT_EXCEL
def test_zelftest_excel_without_excel_is_not_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, err = run(capsys, "zelftest", "--excel")
    assert (code, out) == (2, "")
    assert "geen Excel gevonden" in err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("elsewhere", [MACOS], indirect=True)
def test_zelftest_excel_writes_a_report_to_send_in(
    elsewhere: System,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Excel is played by the file engine."""
    elsewhere.conf.parent.mkdir(parents=True)
    monkeypatch.setattr(xw, "App", PlayedApp())
    target = tmp_path / "verslag.md"
    code, out, err = run(capsys, "zelftest", "--excel", "--rapport", str(target))
    assert (code, err) == (0, "")
    assert str(target) in out
    assert target.read_text(encoding="utf-8").startswith("# Zelftest van regio-xl in Excel")
