"""Workbooks of released versions, and what becomes of them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from regio_xl.cli.files import UNKNOWN
from regio_xl.renewal import renew
from tests.fixtures.versions.__main__ import HERE
from tests.support.shared import Shared

Renewed = Callable[[str], Path]


def fixture(label: str) -> Path:
    """Return the file of a version, such as ``0.3.1/gevuld``; not to be changed."""
    return HERE / f"{label}.xlsm"


@pytest.fixture(scope="session")
def renewed(shared: Shared) -> Renewed:
    """Return a function that gives the workbook of a version as this version has it."""

    def of(label: str) -> Path:
        def make(path: Path) -> None:
            path.write_bytes(renew(fixture(label), UNKNOWN).data)

        return shared(f"vernieuwd_{label.replace('/', '_')}.xlsm", make)

    return of
