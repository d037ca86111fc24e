"""A workbook that is open on the file engine, and folders that are not the user's own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import xlwings as xw

from regio_xl import builder
from regio_xl.engine import opened
from regio_xl.excel import click, failure

UNKNOWN = "#ONBEKEND!"


@pytest.fixture(autouse=True)
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep logs and copies out of the folders of whoever runs the tests."""
    path = tmp_path / "eigen" / "regio-xl.log"
    monkeypatch.setattr(failure, "log_file", lambda: path)
    monkeypatch.setattr(click, "copies", lambda: path.parent)
    return path


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("voorbeeld") / "jaar.xlsm"
    builder.write(path, builder.example(2026))
    return path


@pytest.fixture
def book(example: Path, tmp_path: Path) -> Iterator[xw.Book]:
    path = tmp_path / "jaar.xlsm"
    path.write_bytes(example.read_bytes())
    with opened(path, unknown=UNKNOWN) as found:
        yield found
