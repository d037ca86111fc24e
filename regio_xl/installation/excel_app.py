"""Start Excel, let the self-test drive it on a scratch copy, and always quit it."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import xlwings as xw

from regio_xl import builder
from regio_xl.engine import opened
from regio_xl.installation.check import Stand
from regio_xl.installation.errors import InstallError
from regio_xl.installation.excel_functions import functions
from regio_xl.installation.excel_report import Report, shareable, versions
from regio_xl.installation.excel_run import Line, drive
from regio_xl.installation.system import MACOS, WINDOWS, System
from regio_xl.live import click

NAME = "Zelftest.xlsm"
TWIN = "Zelftest-bestand.xlsm"


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
        for file in (NAME, TWIN):
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
    """Drive Excel; an exception ends the run with a line that says where."""
    try:
        yield from _add_in(app, system)
        book = app.books.open(str(folder / NAME))
        with opened(folder / TWIN) as twin:
            yield from drive(book, twin, click)
        yield from functions(book, system)
    except Exception as error:
        text = f"afgebroken ({type(error).__name__}: {error})"
        yield Line(stap="zelftest", wat="verloop", stand=Stand.NIET, toelichting=text)


def _add_in(app: xw.App, system: System) -> Iterator[Line]:
    """Open the add-in: an Excel that a program starts opens none by itself.

    The steps do without it; the functions in cells do not.
    """
    if system.platform != WINDOWS:
        return
    what = "xlwings-invoegtoepassing openen"
    if system.addin is None or not system.addin.is_file():
        text = "niet geplaatst; doe ‘regio-xl installeren’"
        yield Line(stap="Excel", wat=what, stand=Stand.NIET, toelichting=text)
        return
    app.books.open(str(system.addin))
    yield Line(stap="Excel", wat=what, stand=Stand.GOED)
