"""Workbooks to look at: as built, and after each step of the year."""

from datetime import datetime
from pathlib import Path

import pytest

from regio_xl import builder
from regio_xl.builder.content import Content
from regio_xl.cli import files
from regio_xl.steps import STEPS
from tests.support.view import View

YEAR = 2026
WRITING = tuple(name for name, step in STEPS.items() if not step.read_only)
MOMENT = datetime(2025, 11, 20, 10, 30)
LATER = datetime(2025, 11, 21, 9, 15)
BUILT = ("leeg", "voorbeeld")
AFTER = tuple(f"voorbeeld na {step}" for step in WRITING)
ALL = (*BUILT, "leeg na bijwerken", *AFTER)


def run(path: Path, step: str, moment: datetime = MOMENT) -> bool:
    """Run a step in place, as the command does; return whether the file changed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(files, "moment", lambda: moment)
        patch.setattr(files, "who", lambda: "tester")
        _, _, changed = files.run_on_file(step, STEPS[step].run, path, None)
    return changed


def write(path: Path, content: Content) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    builder.write(path, content)
    return path


class Made:
    """Makes each workbook once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._views: dict[str, View] = {}

    def __call__(self, label: str, suffix: str = ".xlsm") -> View:
        """Return the workbook ``label``: one of ``ALL``."""
        key = label + suffix
        if key not in self._views:
            content, _, step = label.partition(" na ")
            source = builder.template(YEAR) if content == "leeg" else builder.example(YEAR)
            path = write(self._folder / f"{label.replace(' ', '_')}{suffix}", source)
            if step:
                run(path, step)
            self._views[key] = View(label, path)
        return self._views[key]

    def copy(self, label: str, target: Path) -> Path:
        """Return a copy to change."""
        target.write_bytes(self(label, target.suffix).path.read_bytes())
        return target
