"""The commands as a user types them: what they print, what they write, how they end."""

import errno
import json
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from regio_xl.cli import STOPPED
from regio_xl.cli.commands import main
from regio_xl.engine import document
from regio_xl.engine.file import Source
from regio_xl.engine.package import has_ribbon
from regio_xl.steps import STEPS
from regio_xl.workbook import versions
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
    assert set(WRITING) | {"totalen", "controleer"} == set(STEPS)


@pytest.mark.parametrize("step", WRITING)
def test_a_step_reports_errors_with_code_1_and_says_where_it_saved(
    step: str, werkmap: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, step, str(werkmap))
    assert (code, err) == (1, "")
    assert f"Bewaard in {werkmap}" in out
    assert f"Ongedaan maken: regio-xl terug {werkmap} 1" in out


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


def test_uit_overwrites_a_file_only_when_asked_and_then_keeps_it(
    werkmap: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "ander.xlsm"
    target.write_bytes(b"een jaar werk")
    code, out, err = run(capsys, "bijwerken", str(werkmap), "--uit", str(target))
    assert (code, out) == (2, "")
    assert "bestaat al en is niet overschreven" in err
    assert "--overschrijf" in err
    assert target.read_bytes() == b"een jaar werk"
    code, _, err = run(capsys, "bijwerken", str(werkmap), "--uit", str(target), "--overschrijf")
    assert (code, err) == (1, "")
    assert openpyxl.load_workbook(target)["Selectie"]["A7"].value is not None
    (kept,) = versions.found(target, versions.beside(target))
    assert (kept.step, kept.path.read_bytes()) == ("bijwerken", b"een jaar werk")


def test_uit_onto_the_workbook_itself_is_in_place(
    werkmap: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = run(capsys, "bijwerken", str(werkmap), "--uit", str(werkmap))
    assert (code, err) == (1, "")


@pytest.mark.parametrize(
    "words",
    [
        ("nieuw", "{}/weg/x.xlsm"),
        ("bijwerken", "{}/jaar.xlsm", "--uit", "{}/weg/x.xlsm"),
        ("demo", "{}/weg/demo"),
        ("zelftest", "--excel", "--rapport", "{}/weg/x.md"),
    ],
)
def test_a_folder_that_is_not_there_is_told_and_not_made(
    words: tuple[str, ...], werkmap: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = werkmap.parent
    code, out, err = run(capsys, *(word.format(folder) for word in words))
    assert (code, out) == (2, "")
    assert f"De map ‘{folder / 'weg'}’ bestaat niet" in err
    assert list(folder.iterdir()) == [werkmap]


def test_demo_says_that_a_file_is_no_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "tekst.txt"
    path.write_text("van iemand", encoding="utf-8")
    code, out, err = run(capsys, "demo", str(path))
    assert (code, out) == (2, "")
    assert f"‘{path}’ is een bestand en geen map" in err


def test_nieuw_says_what_to_type_next_so_that_it_can_be_typed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    _, out, _ = run(capsys, "nieuw", "mijn jaar.xlsm")
    words = shlex.split(out.partition("Doe daarna: ")[2].splitlines()[0])
    assert words == ["regio-xl", "bijwerken", "mijn jaar.xlsm"]
    assert run(capsys, *words[1:])[0] == 1


def test_a_full_disk_leaves_no_half_workbook(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(path: Path, data: bytes) -> None:
        with path.open("wb") as stream:
            stream.write(data[:1000])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    code, _, err = run(capsys, "nieuw", str(tmp_path / "leeg.xlsm"))
    assert code == 2
    assert "de schijf is vol" in err
    assert list(tmp_path.iterdir()) == []


def test_a_report_never_replaces_a_workbook(
    werkmap: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = werkmap.read_bytes()
    code, _, err = run(capsys, "zelftest", "--excel", "--rapport", str(werkmap))
    assert code == 2
    assert "eindigt niet op .md" in err
    assert werkmap.read_bytes() == before


def test_ctrl_c_during_a_step_leaves_the_workbook_and_says_so(
    werkmap: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt(_: object) -> None:
        signal.raise_signal(signal.SIGINT)

    step = STEPS["bijwerken"].model_copy(update={"run": interrupt})
    monkeypatch.setitem(STEPS, "bijwerken", step)
    before = werkmap.read_bytes()
    assert run(capsys, "bijwerken", str(werkmap)) == (
        2,
        "",
        f"{STOPPED}\n",
    )
    assert werkmap.read_bytes() == before
    assert list(werkmap.parent.iterdir()) == [werkmap]


def test_ctrl_c_while_the_program_is_loaded_is_told_too() -> None:
    code = (
        "import sys, signal, regio_xl.cli as cli\n"
        "class Loading:\n"
        "    def find_spec(self, name, *_):\n"
        "        if name == 'typer': signal.raise_signal(signal.SIGINT)\n"
        "sys.meta_path.insert(0, Loading())\n"
        "cli.main()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (2, f"{STOPPED}\n")


def test_ctrl_c_while_saving_comes_too_late_and_the_step_is_done(
    werkmap: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write = document.write_atomically

    def interrupted(source: Source, target: Path, data: bytes) -> Source:
        signal.raise_signal(signal.SIGINT)
        return write(source, target, data)

    monkeypatch.setattr(document, "write_atomically", interrupted)
    code, out, err = run(capsys, "bijwerken", str(werkmap))
    assert (code, err) == (1, "")
    assert "Bewaard in" in out
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


@pytest.mark.parametrize(
    ("keep_vba", "says"),
    [(True, "ze zitten weer vast"), (False, "geen macro’s of lint meer")],
)
def test_a_ribbon_that_another_program_lost_is_put_back_or_told(
    keep_vba: bool, says: str, werkmap: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, out, _ = run(capsys, "bijwerken", str(werkmap))
    assert "lint" not in out
    openpyxl.load_workbook(werkmap, keep_vba=keep_vba).save(werkmap)
    _, out, _ = run(capsys, "bijwerken", str(werkmap))
    assert says in out
    assert has_ribbon(werkmap.read_bytes()) is keep_vba
    _, out, _ = run(capsys, "bijwerken", str(werkmap))
    assert ("lint" in out) is not keep_vba


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
    assert out.splitlines()[1] == "2 projecten komen uren te kort: 5 en 8."
    book = openpyxl.load_workbook(path, data_only=True)
    for sheet in ("Controle", "Voorstel", "Selectie", "Evaluatie"):
        assert str(book[sheet]["A3"].value).startswith("Gemaakt op")


def test_the_installed_program_runs_as_a_process(made: Made, tmp_path: Path) -> None:
    path = made.copy("leeg", tmp_path / "leeg.xlsm")
    done = subprocess.run(
        [sys.executable, "-c", "from regio_xl.cli import main; main()", "totalen", str(path)],
        capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.stderr == ""
    assert done.returncode == 1  # no DVO hours have been filled in yet
    assert "0 uur" in done.stdout
