"""A running LibreOffice and the workbooks that it opens."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from regio_xl import builder
from tests.conftest import REQUIRED
from tests.vba.office import NO_UNO, Office, find_python
from tests.vba.projects import changed_project, with_project

collect_ignore = ["uno_driver.py"]
"""Only another Python can import it."""


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Return the LibreOffice of these tests; where it is required, its absence is a failure."""
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


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the example year with the VBA project of the sources; not to be changed."""
    folder = tmp_path_factory.mktemp("example")
    built = folder / "built.xlsm"
    builder.write(built, builder.example(2026))
    return with_project(built, folder / "voorbeeld.xlsm", changed_project(folder / "vba", {}))
