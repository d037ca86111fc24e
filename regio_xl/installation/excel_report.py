"""The report of a run through Excel: one line per check, fit to be sent in."""

import platform
import re
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from regio_xl import __version__
from regio_xl.domain.model import Model
from regio_xl.installation.check import Stand
from regio_xl.installation.excel_run import Line
from regio_xl.installation.system import version_of
from regio_xl.workbook.flow import who

PACKAGES = ("xlwings", "pandas", "pydantic", "openpyxl", "cellrune", "pywin32", "appscript")
HIDDEN = "…"


class Report(Model):
    """What came of it.

    Attributes:
        versions: What it ran on, by name.
        lines: All checks, in order.
        when: Day of the run.
        seconds: How long it took in all.
    """

    versions: dict[str, str]
    lines: tuple[Line, ...]
    when: datetime
    seconds: float

    @property
    def wrong(self) -> int:
        """Number of checks that failed."""
        return sum(line.stand is Stand.NIET for line in self.lines)

    def conclusion(self) -> str:
        """Return the sentence that sums it up."""
        counts = {stand: sum(line.stand is stand for line in self.lines) for stand in Stand}
        return (
            f"{counts[Stand.GOED]} goed, {counts[Stand.NIET]} niet, "
            f"{counts[Stand.NVT]} niet van toepassing."
        )

    def markdown(self) -> str:
        """Return the report as text that can be mailed."""
        parts = [
            "# Zelftest van regio-xl in Excel",
            f"{self.when:%d-%m-%Y}; duur {self.seconds:.0f} s. {self.conclusion()}",
            "## Versies",
            _table(("Wat", "Versie"), self.versions.items()),
            "## Controles",
            _table(
                ("Stap", "Wat", "Stand", "Toelichting"),
                ((line.stap, line.wat, line.stand.value, line.toelichting) for line in self.lines),
            ),
        ]
        return "\n\n".join(parts) + "\n"

    def data(self) -> dict[str, Any]:
        """Return the report with the Dutch keys of ``--json``."""
        return {
            "versies": self.versions,
            "controles": [line.model_dump(mode="json") for line in self.lines],
            "duur": round(self.seconds, 2),
        }


def versions(excel: str) -> dict[str, str]:
    """Return what this runs on: no names of people, computers or folders."""
    found = {name: version_of(name) for name in PACKAGES}
    return {
        "regio-xl": __version__,
        "Excel": excel,
        "besturingssysteem": platform.platform(),
        "Python": f"{platform.python_version()} ({platform.architecture()[0]})",
        **{name: version for name, version in found.items() if version},
    }


def shareable(line: Line, folders: Iterable[Path]) -> Line:
    """Return a line in which no folder and no name of the user is left.

    A file is called by its name alone.
    """
    text = line.toelichting
    for folder in sorted(map(str, folders), key=len, reverse=True):
        text = re.sub(re.escape(folder) + r"(?:[\\/][^\\/\s‘’'\";,]+)*[\\/]?", _name_only, text)
    text = re.sub(rf"\b{re.escape(who())}\b", HIDDEN, text, flags=re.IGNORECASE)
    return line.model_copy(update={"toelichting": text})


def _name_only(found: re.Match[str]) -> str:
    """Return the file name at the end of a path, without the dot that ends the sentence."""
    name = re.split(r"[\\/]", found[0])[-1]
    return f"{HIDDEN}/{name}" if "." in name else HIDDEN


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(f"| {' | '.join(map(_cell, line))} |" for line in lines)


def _cell(text: str) -> str:
    return " ".join(text.replace("|", r"\|").split())
