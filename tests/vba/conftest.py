"""The workbook that LibreOffice opens; ``office`` itself is in ``tests/conftest.py``."""

from pathlib import Path

import pytest

from tests.support.made import Made
from tests.support.shared import Shared
from tests.vba.projects import changed_project, with_project

collect_ignore = ["uno_driver.py"]
"""Only another Python can import it."""


@pytest.fixture(scope="session")
def example(made: Made, shared: Shared, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the example year with the VBA project of the sources; not to be changed."""
    project = changed_project(tmp_path_factory.mktemp("vba"), {})
    built = made.path("voorbeeld")
    return shared("voorbeeld_vba.xlsm", lambda target: with_project(built, target, project))
