"""Workbooks to look at: as built, and after each step of the year."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest

from regio_xl import builder
from regio_xl.builder import Tot
from regio_xl.builder.content import Content
from regio_xl.cli import files, voorbeeld
from regio_xl.steps import STEPS
from tests.support.shared import Shared
from tests.support.view import View

YEAR = 2026
WRITING = tuple(name for name, step in STEPS.items() if not step.read_only)
MOMENT = datetime(2025, 11, 20, 10, 30)
LATER = datetime(2025, 11, 21, 9, 15)
HALFWAY = datetime(2026, 10, 16, 14, 5)
"""When the example year is filled in further: after all days in it, up to the last period."""
BUILT = ("leeg", "voorbeeld")
# One step of each kind: it looks, divides, freezes, reports, or does all; the filled-in year has
# seen every step.
KINDS = ("valideren", "toewijzen", "stemming", "rapportage", "bijwerken")
AFTER = tuple(f"voorbeeld na {step}" for step in KINDS)
FILLED = "voorbeeld tot uitvoering"
ALL = (*BUILT, "leeg na bijwerken", *AFTER, FILLED)


def run(path: Path, step: str, moment: datetime = MOMENT) -> bool:
    """Run a step in place, as the command does; return whether the file changed."""
    with at(moment):
        _, _, changed = files.run_on_file(step, STEPS[step].run, path, None)
    return changed


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let it be this moment for whoever runs a step."""
    with pytest.MonkeyPatch.context() as patch:
        for room in (files, voorbeeld):
            patch.setattr(room, "moment", lambda: moment)
            patch.setattr(room, "who", lambda: "tester")
        yield


def write(path: Path, content: Content) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    builder.write(path, content)
    return path


class Made:
    """Makes each workbook once, as ``ALL`` names them; for all processes of a run."""

    def __init__(self, shared: Shared) -> None:
        self._shared = shared
        self._views: dict[str, View] = {}

    def __call__(self, label: str, suffix: str = ".xlsm") -> View:
        """Return the workbook ``label``: one of ``ALL``, or the example year up to a phase."""
        key = label + suffix
        if key not in self._views:
            self._views[key] = View(label, self.path(label, suffix))
        return self._views[key]

    def path(self, label: str, suffix: str = ".xlsm") -> Path:
        """Return the file of the workbook ``label``, not to be changed."""

        def make(path: Path) -> None:
            if tot := label.partition(" tot ")[2]:
                with at(HALFWAY):
                    path.write_bytes(voorbeeld.filled(Tot(tot), suffix))
                return
            content, _, step = label.partition(" na ")
            if not step:
                source = builder.template(YEAR) if content == "leeg" else builder.example(YEAR)
                write(path, source)
                return
            self.copy(content, path)
            run(path, step)

        return self._shared(f"{label.replace(' ', '_')}{suffix}", make)

    def copy(self, label: str, target: Path) -> Path:
        """Return a copy to change."""
        shutil.copyfile(self.path(label, target.suffix), target)
        return target
