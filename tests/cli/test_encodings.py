"""A pipe that does not know every character is no reason to stop, nor to break JSON."""

import json
import os
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from tests.support.made import Made


@pytest.fixture
def path(made: Made, tmp_path: Path) -> Path:
    path = made.copy("voorbeeld", tmp_path / "jaar.xlsm")
    book = openpyxl.load_workbook(path, keep_vba=True)
    book["Voorstellen"]["B10"] = "Łódź − ‘uitwisseling’"
    book.save(path)
    return path


def run(encoding: str, *words: str) -> tuple[int, bytes, bytes]:
    done = subprocess.run(
        [sys.executable, "-c", "from regio_xl.cli import main; main()", *words],
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"},
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("encoding", ["cp1252", "cp850", "ascii", "utf-8"])
def test_every_encoding_gets_its_text_and_sound_json(encoding: str, path: Path) -> None:
    code, out, err = run(encoding, "voorstel", str(path), "--json")
    assert (code, err) == (1, b"")
    titles = [item["titel"] for item in json.loads(out.decode(encoding))["voorstellen"]]
    assert "Łódź − ‘uitwisseling’" in titles
    code, out, err = run(encoding, "valideren", str(path))
    assert (code, err) == (1, b"")
    assert b"Voorstellen, rij 17, Omschrijving" in out
    code, _, err = run(encoding, "--help")
    assert (code, err) == (0, b"")
