"""Fixtures that more than one room needs."""

import os
import shutil
from collections import deque
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.shared import Shared
from tests.vba.office import NO_UNO, Office, find_python

if TYPE_CHECKING:
    from tests.support.made import Made

# A tool of the tests brings defusedxml along. Users do not have it, and with it openpyxl reads
# every workbook with a slower parser.
os.environ.setdefault("OPENPYXL_DEFUSEDXML", "False")

REQUIRED = os.environ.get("REGIO_XL_LIBREOFFICE") == "verplicht"


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes long, so that no process waits for another at the end."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Shared:
    """Return where files that take long to make are made once for the whole run."""
    return Shared(tmp_path_factory)


@pytest.fixture(scope="session")
def made(shared: Shared) -> "Made":
    """Return the maker of workbooks: empty, the example year, and after each step."""
    from tests.support.made import Made  # noqa: PLC0415 - most tests need no workbook

    return Made(shared)


@pytest.fixture
def nothing_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let steps work everything out anew, also what this process was asked before."""
    from regio_xl.steps import pakket  # noqa: PLC0415 - most tests need no steps

    monkeypatch.setattr(pakket, "KNOWN", deque(maxlen=0))


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Return the LibreOffice of these tests, one for all that this process runs.

    Where LibreOffice is required (in CI) its absence fails the test instead of skipping it.
    """
    program = shutil.which("soffice") or shutil.which("libreoffice")
    python = find_python(program) if program else None
    if program is None or python is None:
        message = NO_UNO if program else "LibreOffice Calc is not installed"
        if REQUIRED:
            pytest.fail(message)
        pytest.skip(message)
    office = Office(program, python, tmp_path_factory.mktemp("office"))
    yield office
    office.quit()


@pytest.fixture
def libreoffice(office: Office) -> Callable[..., list[Path]]:
    """Return a function that converts files with LibreOffice, recalculating every formula."""
    return office.convert


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return names for folders that do not exist yet, one per test."""
    folder = tmp_path_factory.mktemp("thuis")
    return (folder / str(number) for number in count())


@pytest.fixture(autouse=True)
def own_folders(homes: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep logs, copies and the lock of a click out of the folders of whoever runs the tests.

    Each test has its own, so that tests that run side by side do not wait for each other.
    """
    home = next(homes)
    for kind in ("STATE", "DATA", "CONFIG"):
        monkeypatch.setenv(f"XDG_{kind}_HOME", str(home / kind.lower()))
