"""Files that many tests start from, each made once for all processes of a run."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock


class Shared:
    """A folder that the processes of pytest-xdist have in common."""

    def __init__(self, factory: pytest.TempPathFactory) -> None:
        own = factory.getbasetemp()
        one_of_many = "PYTEST_XDIST_WORKER" in os.environ
        self._folder = (own.parent if one_of_many else own) / "gedeeld"
        self._folder.mkdir(exist_ok=True)

    def __call__(self, name: str, make: Callable[[Path], object]) -> Path:
        """Return the file ``name``, made by whoever asks first; not to be changed.

        Args:
            name: File name, which says what is in it.
            make: Writes the file to the path that it is given.
        """
        path = self._folder / name
        with FileLock(path.with_name(f"{name}.lock")):
            if not path.exists():
                making = self._folder / "bezig" / name
                making.parent.mkdir(exist_ok=True)
                make(making)
                making.replace(path)
        return path

    def copy(self, name: str, make: Callable[[Path], object], target: Path) -> Path:
        """Return a copy that a test may change."""
        shutil.copyfile(self(name, make), target)
        return target
