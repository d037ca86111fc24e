"""The command line and Excel itself: a step with ``--excel``, ``installeren`` and ``zelftest``.

``--excel`` is for who may not use xlwings.xlam. The workbook is found by its name, never by its
path: in SharePoint, Teams or OneDrive it has none.
"""

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from regio_xl.cli import show
from regio_xl.cli.show import DONE, WITH_ERRORS, Json, NotDone, see
from regio_xl.sheets.buttons import button_of

if TYPE_CHECKING:
    import xlwings as xw

    from regio_xl.excel.checks import Check
    from regio_xl.excel.click import Klik
    from regio_xl.excel.ledger import Outcome

EXCEL = "excel"
ATTEMPTS = 1_000
"""So often a busy Excel is asked again, within a second or so."""

REPORT = Path("zelftest-excel.md")
PIPE_WIDTH = 120
"""Columns of the table where no terminal says how wide it is."""
STYLES = {"goed": "green", "let op": "yellow", "niet": "bold red", "n.v.t.": "dim"}


def run_in_excel(name: str, workbook: Path | None, *, opnieuw: bool = False) -> "Klik":
    """Run a step on a workbook that is open in Excel, by its file name or the one in front.

    Without Excel, without the workbook or when the step fails nothing changed: ``NotDone``.
    """
    from regio_xl.excel import failure  # imports xlwings
    from regio_xl.excel.click import click  # imports xlwings

    try:
        book = find_book(_apps(), workbook)
    except NotDone:
        raise
    except Exception as error:  # a busy Excel does not even tell what is open in it
        log = failure.record(name, error)
        title = button_of(name).title
        raise NotDone(failure.sentence(title, error, log, restored=True)) from error
    klik = click(name, book, ask=False, opnieuw=opnieuw)
    if not klik.ok:
        raise NotDone(klik.message)
    return klik


def find_book(apps: "Iterable[xw.App]", workbook: Path | None) -> "xw.Book":
    """Return the open workbook with this file name, or the one in front; its folder is ignored.

    ``apps`` are the Excels that run, the one in front first.
    """
    running = list(apps)
    books = [book for app in running for book in app.books if not _is_hidden(book)]
    if not books:
        raise NotDone("Er is geen werkmap open in Excel; open eerst de werkmap en probeer opnieuw.")
    if workbook is None:
        front = next((app.books.active for app in running if len(app.books)), books[0])
        return books[0] if _is_hidden(front) else front
    wanted = workbook.name.casefold()
    found = [book for book in books if book.name.casefold() == wanted]
    if not found:
        names = ", ".join(sorted(book.name for book in books))
        raise NotDone(f"De werkmap {workbook.name} is niet open in Excel; wel open: {names}.")
    if len(found) > 1:
        raise NotDone(
            f"De werkmap {workbook.name} is in meer dan één Excel-venster open; sluit er een."
        )
    return found[0]


def _is_hidden(book: "xw.Book") -> bool:
    """Tell whether this is the macro workbook that Excel opens by itself, in no window."""
    return book.name.casefold().startswith("personal.xls")


def _apps() -> "list[xw.App]":
    """Return the running Excels; a computer that has none which can be driven is ``NotDone``."""
    import xlwings as xw

    if EXCEL not in [engine.name for engine in xw.engines]:
        raise NotDone(
            "Op deze computer is geen Excel gevonden; laat --excel weg en noem het bestand, dan "
            "werkt de stap op het bestand zelf."
        )
    if sys.platform == "win32":
        # By itself xlwings would ask an Excel in which a cell is being edited again for ever.
        xw._xlwindows.N_COM_ATTEMPTS = ATTEMPTS
    return list(xw.engines[EXCEL].apps)


def installeren(
    verwijderen: Annotated[
        bool, typer.Option("--verwijderen", help="Maak ongedaan wat eerder is ingesteld.")
    ] = False,
    vertrouwde_map: Annotated[
        Path | None,
        typer.Option(
            "--vertrouwde-map",
            metavar="MAP",
            help="Vertrouw de macro’s in deze map (alleen Windows).",
        ),
    ] = None,
    proef: Annotated[
        bool, typer.Option("--proef", help="Zeg alleen wat er zou veranderen.")
    ] = False,
    json: Json = False,
) -> None:
    """Set regio-xl up inside Excel, or undo it; say exactly what changed."""
    from regio_xl.excel.install import install, uninstall
    from regio_xl.excel.system import InstallError, this_system

    if verwijderen and vertrouwde_map is not None:
        raise NotDone(
            "--vertrouwde-map hoort niet bij --verwijderen: een vertrouwde map die door regio-xl "
            f"is ingesteld, wordt vanzelf verwijderd. {see('installeren')}"
        )
    system = this_system()
    try:
        with show.busy("Excel instellen", quiet=json):
            if verwijderen:
                outcome = uninstall(system, dry_run=proef)
            else:
                # Not resolve(): a network drive must keep its letter to be recognised.
                folder = None if vertrouwde_map is None else os.path.abspath(vertrouwde_map)  # noqa: PTH100
                outcome = install(system, folder=folder, dry_run=proef)
    except InstallError as error:
        raise NotDone(str(error)) from error
    if json:
        show.as_json(outcome.data())
    else:
        show.lines(*_told(outcome))


def _told(outcome: "Outcome") -> tuple[str, ...]:
    """Return what changed, line by line, and what to do next."""
    lines = tuple(change.line() for change in outcome.changes)
    if lines and outcome.dry_run:
        return "Dit zou veranderen; er is nog niets gedaan:", *lines
    return *(["Gewijzigd:"] if lines else []), *lines, *outcome.advice


def zelftest(
    excel: Annotated[
        bool,
        typer.Option(
            "--excel", help="Laat Excel elke knop doen op een kladversie en maak een verslag."
        ),
    ] = False,
    rapport: Annotated[
        Path | None,
        typer.Option(
            "--rapport",
            metavar="BESTAND",
            help=f"Bestand voor het verslag van --excel; anders {REPORT}.",
        ),
    ] = None,
    json: Json = False,
) -> None:
    """Show what works on this machine; with ``excel`` drive the real Excel and report."""
    if rapport is not None:
        _check_report(rapport, excel=excel)
    wrong = _drive_excel(rapport or REPORT, json=json) if excel else _check_machine(json=json)
    raise typer.Exit(WITH_ERRORS if wrong else DONE)


def _check_report(rapport: Path, *, excel: bool) -> None:
    """Refuse a file for the report that cannot be written, or that would be lost by it."""
    from regio_xl.cli.files import check_folder  # imports the engine

    if not excel:
        raise NotDone(f"--rapport hoort bij --excel. {see('zelftest')}")
    if rapport.suffix.lower() != REPORT.suffix:
        raise NotDone(f"De naam {rapport} van het verslag eindigt niet op {REPORT.suffix}.")
    check_folder(rapport)


def _check_machine(*, json: bool) -> bool:
    """Show the checks of this machine, and tell whether anything is wrong."""
    from regio_xl.excel.checks import Stand, conclusion, run_checks
    from regio_xl.excel.system import this_system

    with show.busy("Zelftest", quiet=json):
        checks = run_checks(this_system())
    if json:
        data = [check.model_dump(mode="json") for check in checks]
        show.as_json({"onderwerpen": data, "conclusie": conclusion(checks)})
    else:
        _table(checks)
        show.lines(conclusion(checks))
    return any(check.stand is Stand.NIET for check in checks)


def _table(checks: "tuple[Check, ...]") -> None:
    """Print the checks as a table."""
    grid = Table(show_lines=False)
    for head in ("Onderwerp", "Stand", "Toelichting"):
        grid.add_column(head, overflow="fold", no_wrap=head == "Stand")
    for check in checks:
        stand = Text(check.stand.value, style=STYLES[check.stand.value])
        grid.add_row(Text(check.onderwerp), stand, Text(check.toelichting))
    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=PIPE_WIDTH)
    console.print(grid)


def _drive_excel(path: Path, *, json: bool) -> bool:
    """Drive Excel, write the report over an older one, and tell whether anything is wrong."""
    from regio_xl.cli.files import sentences  # imports the engine
    from regio_xl.excel.selftest_report import run_excel
    from regio_xl.excel.system import InstallError, this_system

    try:
        with show.busy("Excel doet elke knop; raak Excel zolang niet aan", quiet=json):
            report = run_excel(this_system())
    except InstallError as error:
        raise NotDone(str(error)) from error
    with sentences():
        path.write_text(report.markdown(), encoding="utf-8")
    if json:
        show.as_json({**report.data(), "rapport": str(path)})
    else:
        failed = [line for line in report.lines if line.stand.value == "niet"]
        show.lines(*(f"{line.stap}, {line.wat}: {line.toelichting}" for line in failed))
        show.lines(f"{report.conclusion()} Het verslag staat in {path}; stuur dat bestand op.")
    return bool(report.wrong)
