"""The commands as a user types them: what they print, what they write, how they end."""

import json
import re
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from regio_xl.cli.commands import main
from regio_xl.steps import STEPS
from tests.support.made import WRITING, Made


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[object, str, str]:
    with pytest.raises(SystemExit) as stop:
        main(list(words))
    shown = capsys.readouterr()
    return stop.value.code, shown.out, shown.err


@pytest.fixture
def werkmap(made: Made, tmp_path: Path) -> Path:
    return made.copy("voorbeeld", tmp_path / "jaar.xlsm")


def test_every_step_has_a_command_and_every_command_a_step() -> None:
    assert set(WRITING) | {"totalen"} == set(STEPS)


@pytest.mark.parametrize("step", WRITING)
def test_a_step_reports_errors_with_code_1_and_says_where_it_saved(
    step: str, werkmap: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, step, str(werkmap))
    assert (code, err) == (1, "")
    assert f"Bewaard in {werkmap}" in out
    assert werkmap.with_name("jaar.vorige.xlsm").exists()


@pytest.mark.parametrize("step", WRITING)
def test_json_is_the_only_thing_on_stdout(
    step: str, werkmap: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, out, err = run(capsys, step, str(werkmap), "--json")
    assert err == ""
    assert json.loads(out)


def test_a_second_run_changes_not_one_byte(
    werkmap: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(capsys, "bijwerken", str(werkmap))
    before = werkmap.read_bytes()
    _, out, _ = run(capsys, "bijwerken", str(werkmap))
    assert "er is niets veranderd" in out
    assert werkmap.read_bytes() == before


def test_uit_leaves_the_source_as_it_was(
    werkmap: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = werkmap.read_bytes()
    target = tmp_path / "uit" / "nieuw.xlsm"
    target.parent.mkdir()
    run(capsys, "bijwerken", str(werkmap), "--uit", str(target))
    assert werkmap.read_bytes() == before
    assert openpyxl.load_workbook(target)["Selectie"]["A7"].value is not None


def test_valideren_gives_findings_with_the_agreed_keys(
    werkmap: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, out, _ = run(capsys, "valideren", str(werkmap), "--json")
    data = json.loads(out)
    assert set(data) >= {"bevindingen", "fouten", "waarschuwingen"}
    keys = {"ernst", "regel", "blad", "rij", "kolom", "melding", "herstel", "rijen"}
    assert all(set(item) == keys for item in data["bevindingen"])
    assert data["fouten"] == sum(item["ernst"] == "fout" for item in data["bevindingen"])
    text_hours = next(item for item in data["bevindingen"] if "1.200,5" in item["melding"])
    assert (text_hours["blad"], text_hours["rij"], text_hours["kolom"]) == (
        "Voorstellen", 23, "Uren",
    )  # fmt: skip


def test_u8_1_toewijzen_accounts_for_every_proposal_and_every_hour(
    werkmap: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, out, _ = run(capsys, "toewijzen", str(werkmap), "--json")
    data = json.loads(out)
    _, out, _ = run(capsys, "totalen", str(werkmap), "--json")
    totals = json.loads(out)
    chosen = {item["nr"]: item["uren"] for item in data["geselecteerd"]}
    refused = {item["nr"] for item in data["niet_geselecteerd"]}
    fixed = set(data["ketentoezicht"]["voorstellen"])
    assert chosen.keys() | refused | fixed == set(range(1, 37))
    assert len(chosen) + len(refused) + len(fixed) == 36
    assert sum(chosen.values()) == data["totaal_toegewezen"] == totals["totaal_toegewezen"]
    parts = ("totaal_ketentoezicht", "totaal_flexibel", "totaal_toegewezen", "totaal_vrij")
    assert sum(totals[part] for part in parts) == totals["totaal_beschikbaar"] == 7105
    assert totals["voorlopig"] is True


def test_totalen_writes_nothing(werkmap: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = werkmap.read_bytes()
    code, out, _ = run(capsys, "totalen", str(werkmap))
    assert code == 1  # the example year holds errors on purpose
    assert "7.105" in out
    assert werkmap.read_bytes() == before


@pytest.mark.parametrize("suffix", [".xlsm", ".xlsx"])
def test_nieuw_makes_an_empty_year(
    suffix: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / f"leeg{suffix}"
    code, _, err = run(capsys, "nieuw", str(path), "--jaar", "2027")
    assert (code, err) == (0, "")
    book = openpyxl.load_workbook(path)
    assert book["Kader"]["B5"].value == 2027
    assert book["Voorstellen"]["A6"].value is None


def test_u1_3_a_year_without_values_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = run(capsys, "nieuw", str(tmp_path / "ver.xlsm"), "--jaar", "2031")
    assert code == 2
    assert "2026–2028" in err
    assert not (tmp_path / "ver.xlsm").exists()


def test_demo_does_the_main_job_and_works_twice(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(2):
        code, out, err = run(capsys, "demo", str(tmp_path / "demo"))
        assert (code, err) == (0, "")
    path = tmp_path / "demo" / "Regionale_Opdrachten_2026.xlsm"
    assert path.exists()
    assert "blad Start" in out
    book = openpyxl.load_workbook(path, data_only=True)
    for sheet in ("Controle", "Voorstel", "Selectie", "Evaluatie"):
        assert str(book[sheet]["A3"].value).startswith("Gemaakt op")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["bijwerkn", "x.xlsm"], "Bedoelde u ‘bijwerken’?"),
        (["iets"], "Kies uit"),
        (["bijwerken"], "ontbreekt BESTAND"),
        (["bijwerken", "a.xlsm", "b.xlsm"], "te veel of te weinig"),
        (["bijwerken", "a.xlsm", "--zomaar"], "--zomaar bestaat niet"),
        (["nieuw", "a.xlsm", "--jaar", "elf"], "JAAR is niet bruikbaar"),
        (["nieuw", "a.xlsm", "--jaar"], "--jaar hoort een waarde"),
        (["nieuw", "a.docx"], "eindigt niet op .xlsm"),
    ],
)
def test_wrong_use_is_explained_in_dutch(
    words: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, *words)
    assert (code, out) == (2, "")
    assert says in err
    assert err.count("\n") == 1


def test_help_is_dutch(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "--help")
    assert code == 0
    for word in ("Opdrachten", "Toon deze uitleg", *WRITING):
        assert word in out
    assert not re.search(r"Show this|Commands", out)


def test_the_installed_program_runs_as_a_process(made: Made, tmp_path: Path) -> None:
    path = made.copy("leeg", tmp_path / "leeg.xlsm")
    done = subprocess.run(
        [sys.executable, "-c", "from regio_xl.cli import main; main()", "totalen", str(path)],
        capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.stderr == ""
    assert done.returncode == 1  # no DVO hours have been filled in yet
    assert "0 uur" in done.stdout
