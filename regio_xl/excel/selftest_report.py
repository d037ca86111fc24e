"""The self-test in Excel: start it, drive it on a scratch copy, always quit it, and report.

The report has one line per check and is fit to be sent in.
"""

import platform
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import xlwings as xw

from regio_xl import __version__, builder
from regio_xl.domain.model import Model
from regio_xl.engine import opened
from regio_xl.excel import addin
from regio_xl.excel.checks import Stand
from regio_xl.excel.click import click
from regio_xl.excel.selftest_run import Line, drive, functions
from regio_xl.excel.system import MACOS, WINDOWS, InstallError, System, version_of
from regio_xl.workbook.flow import who

SCRATCH = "Zelftest.xlsm"
TWIN = "Zelftest-bestand.xlsm"
PACKAGES = ("xlwings", "pandas", "pydantic", "openpyxl", "cellrune", "pywin32", "appscript")
HIDDEN = "…"


class Report(Model):
    """What came of it."""

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
        good, absent = (
            sum(line.stand is stand for line in self.lines) for stand in (Stand.GOED, Stand.NVT)
        )
        return f"{good} goed, {self.wrong} niet, {absent} niet van toepassing."

    def markdown(self) -> str:
        """Return the report as text that can be mailed."""
        rows = [(line.stap, line.wat, line.stand.value, line.toelichting) for line in self.lines]
        parts = [
            "# Zelftest van regio-xl in Excel",
            f"{self.when:%d-%m-%Y}; duur {self.seconds:.0f} s. {self.conclusion()}",
            "## Versies",
            _table(("Wat", "Versie"), self.versions.items()),
            "## Controles",
            _table(("Stap", "Wat", "Stand", "Toelichting"), rows),
        ]
        return "\n\n".join(parts) + "\n"

    def data(self) -> dict[str, Any]:
        """Return the report with the Dutch keys of ``--json``."""
        return {
            "versies": self.versions,
            "controles": [line.model_dump(mode="json") for line in self.lines],
            "duur": round(self.seconds, 2),
        }


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    cells = [[" ".join(text.replace("|", r"\|").split()) for text in row] for row in rows]
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *cells))


def run_excel(system: System) -> Report:
    """Click every button in a real Excel, on a scratch copy of the example year.

    What goes wrong on the way becomes a line of the report: it must be possible to send in.

    Raises:
        InstallError: There is no Excel here, or it does not start.
    """
    if system.excel() is None:
        raise InstallError(
            "Op deze computer is geen Excel gevonden; ‘regio-xl zelftest’ zonder --excel zegt wat "
            "hier wel werkt."
        )
    start = perf_counter()
    # Excel on macOS asks permission for any folder but its own.
    home = system.conf.parent if system.platform == MACOS else None
    with TemporaryDirectory(dir=home, ignore_cleanup_errors=True) as name:
        folder = Path(name)
        data = builder.build(builder.example(2026))
        for file in (SCRATCH, TWIN):
            (folder / file).write_bytes(data)
        with _excel() as app:
            found = versions(f"{app.version}")
            private = (folder, folder.resolve(), system.home)
            lines = [shareable(line, private) for line in _watched(app, folder, system)]
    seconds = perf_counter() - start
    return Report(versions=found, lines=tuple(lines), when=datetime.now(), seconds=seconds)


@contextmanager
def _excel() -> Iterator[xw.App]:
    """Start an Excel of our own and quit it, whatever happens."""
    try:
        app = xw.App(visible=True, add_book=False)
    except Exception as error:
        raise InstallError(
            f"Excel is niet te starten ({type(error).__name__}); start Excel eerst zelf, sluit "
            "vensters met vragen, sluit Excel en probeer het opnieuw."
        ) from error
    try:
        app.display_alerts = False
        yield app
    finally:
        with suppress(Exception):
            for book in list(app.books):
                book.close()
        try:
            app.quit()
        except Exception:
            app.kill()


def _watched(app: xw.App, folder: Path, system: System) -> Iterator[Line]:
    """Drive Excel; an exception ends the run with a line that says so."""
    try:
        if system.platform == WINDOWS:
            yield _open_addin(app, system)
        book = app.books.open(str(folder / SCRATCH))
        with opened(folder / TWIN) as twin:
            yield from drive(book, twin, click)
        yield from functions(book, system)
    except Exception as error:
        text = f"afgebroken ({type(error).__name__}: {error})"
        yield Line(stap="zelftest", wat="verloop", stand=Stand.NIET, toelichting=text)


def _open_addin(app: xw.App, system: System) -> Line:
    """Open the add-in: an Excel that a program starts opens none by itself.

    The steps do without it; the functions in cells do not.
    """
    what = f"{addin.WHAT} openen"
    if system.addin is None or not system.addin.is_file():
        text = "niet geplaatst; doe ‘regio-xl installeren’"
        return Line(stap="Excel", wat=what, stand=Stand.NIET, toelichting=text)
    app.books.open(str(system.addin))
    return Line(stap="Excel", wat=what, stand=Stand.GOED)


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
    """Return a line with no folder and no name of the user; a file is called by its name alone."""
    text = line.toelichting
    for folder in sorted(map(str, folders), key=len, reverse=True):
        text = re.sub(re.escape(folder) + r"(?:[\\/][^\\/\s‘’'\";,]+)*[\\/]?", _name_only, text)
    text = re.sub(rf"\b{re.escape(who())}\b", HIDDEN, text, flags=re.IGNORECASE)
    return line.model_copy(update={"toelichting": text})


def _name_only(found: re.Match[str]) -> str:
    name = re.split(r"[\\/]", found[0])[-1]
    return f"{HIDDEN}/{name}" if "." in name else HIDDEN
