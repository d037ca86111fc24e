"""A file that cannot be used gives one Dutch sentence, exit code 2, and stays as it was."""

import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from regio_xl.cli.commands import main
from regio_xl.workbook.versions import FOLDER
from tests.support.made import Made

OLE_HEADER = bytes.fromhex("D0CF11E0A1B11AE1")


def truncated(path: Path, made: Made) -> None:
    path.write_bytes(made.path("leeg").read_bytes()[:20_000])


def empty(path: Path, made: Made) -> None:
    path.write_bytes(b"")


def text(path: Path, made: Made) -> None:
    path.write_text("dit is geen werkmap", encoding="utf-8")


def another_zip(path: Path, made: Made) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<document/>")


def old_binary(path: Path, made: Made) -> None:
    path.write_bytes(OLE_HEADER + bytes(4096))


BAD = [truncated, empty, text, another_zip, old_binary]


@pytest.mark.parametrize("make", BAD, ids=lambda make: make.__name__)
@pytest.mark.parametrize("step", ["bijwerken", "totalen", "valideren"])
def test_an_unusable_file_is_refused_in_one_sentence(
    make: Callable[[Path, Made], None],
    step: str,
    made: Made,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = tmp_path / "werkmap.xlsm"
    make(path, made)
    before = path.read_bytes()
    code, out, err = run(capsys, step, str(path))
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert "werkmap.xlsm" in err
    assert "Traceback" not in err
    assert path.read_bytes() == before
    assert [item.name for item in tmp_path.iterdir()] == ["werkmap.xlsm"]


def test_a_missing_file_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "bijwerken", str(tmp_path / "weg.xlsm"))
    assert (code, out) == (2, "")
    assert "weg.xlsm" in err


def test_a_file_that_is_open_in_excel_is_not_changed(
    made: Made, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = made.copy("leeg", tmp_path / "werkmap.xlsm")
    (tmp_path / "~$werkmap.xlsm").write_bytes(b"\x05Annet" + bytes(160))
    before = path.read_bytes()
    code, _, err = run(capsys, "bijwerken", str(path))
    assert code == 2
    assert "werkmap.xlsm" in err
    assert path.read_bytes() == before
    assert not (tmp_path / FOLDER).exists()


def test_a_locked_file_can_still_be_read(
    made: Made, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = made.copy("leeg", tmp_path / "werkmap.xlsm")
    (tmp_path / "~$werkmap.xlsm").write_bytes(b"\x05Annet" + bytes(160))
    code, out, _ = run(capsys, "totalen", str(path), "--json")
    assert code in (0, 1)
    assert '"totaal_beschikbaar": 0' in out


def test_a_macro_workbook_is_not_saved_under_a_plain_name(
    made: Made, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = made.copy("leeg", tmp_path / "werkmap.xlsm")
    code, _, err = run(capsys, "bijwerken", str(path), "--uit", str(tmp_path / "kopie.xlsx"))
    assert code == 2
    assert err.count("\n") == 1
    assert not (tmp_path / "kopie.xlsx").exists()


def test_a_new_workbook_never_overwrites_a_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "bestaat.xlsm"
    path.write_text("van iemand", encoding="utf-8")
    code, _, err = run(capsys, "nieuw", str(path))
    assert code == 2
    assert "bestaat al" in err
    assert path.read_text(encoding="utf-8") == "van iemand"


def test_a_folder_is_not_a_workbook(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "map.xlsm"
    folder.mkdir()
    code, _, err = run(capsys, "bijwerken", str(folder))
    assert code == 2
    assert err.count("\n") == 1


def test_a_name_that_excel_would_not_open_is_refused(
    made: Made, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = made.copy("leeg", tmp_path / "werkmap.xlsm")
    shutil.copy(path, tmp_path / "werkmap.csv")
    for name in ("werkmap.csv", "weg.ods"):
        code, _, err = run(capsys, "bijwerken", str(tmp_path / name))
        assert code == 2
        assert name in err


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[object, str, str]:
    with pytest.raises(SystemExit) as stop:
        main(list(words))
    shown = capsys.readouterr()
    return stop.value.code, shown.out, shown.err
