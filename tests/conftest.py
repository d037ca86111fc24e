"""Fixtures that more than one room needs."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.vba.office import NO_UNO, Office, find_python

REQUIRED = os.environ.get("REGIO_XL_LIBREOFFICE") == "verplicht"


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


@pytest.fixture(autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep logs, copies and the lock of a click out of the folders of whoever runs the tests.

    Each test has its own, so that tests that run side by side do not wait for each other.
    """
    home = tmp_path_factory.mktemp("thuis")
    for kind in ("STATE", "DATA", "CONFIG"):
        monkeypatch.setenv(f"XDG_{kind}_HOME", str(home / kind.lower()))
