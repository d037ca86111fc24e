"""The workbook that LibreOffice opens; ``office`` itself is in ``tests/conftest.py``."""

from pathlib import Path

import pytest

from regio_xl import builder
from tests.vba.projects import changed_project, with_project

collect_ignore = ["uno_driver.py"]
"""Only another Python can import it."""


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the example year with the VBA project of the sources; not to be changed."""
    folder = tmp_path_factory.mktemp("example")
    built = folder / "built.xlsm"
    builder.write(built, builder.example(2026))
    return with_project(built, folder / "voorbeeld.xlsm", changed_project(folder / "vba", {}))
