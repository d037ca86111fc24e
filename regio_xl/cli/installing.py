"""The commands around Excel itself: set up, undo, and tell what works on this machine."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from regio_xl.cli import show, usage
from regio_xl.cli.failure import NotDone
from regio_xl.cli.usage import Json

if TYPE_CHECKING:
    from regio_xl.excel.checks import Check
    from regio_xl.excel.ledger import Outcome
    from regio_xl.excel.selftest_report import Report

DONE, NOT_IN_ORDER = 0, 1
REPORT = Path("zelftest-excel.md")
PIPE_WIDTH = 120
"""Columns of the table where no terminal says how wide it is."""
STYLES = {"goed": "green", "let op": "yellow", "niet": "bold red", "n.v.t.": "dim"}


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command(
        "installeren",
        cls=usage.Command,
        help="Stelt regio-xl in Excel in: invoegtoepassing en instellingen van xlwings.",
    )(installeren)
    app.command(
        "zelftest",
        cls=usage.Command,
        help="Laat zien wat op deze computer werkt en wat niet.",
    )(zelftest)


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
    from regio_xl.excel.install import install, uninstall  # noqa: PLC0415
    from regio_xl.excel.system import InstallError, this_system  # noqa: PLC0415

    if verwijderen and vertrouwde_map is not None:
        raise NotDone(
            "--vertrouwde-map hoort niet bij --verwijderen: een vertrouwde map die door regio-xl "
            f"is ingesteld, wordt vanzelf verwijderd. {usage.ASK_HELP}"
        )
    system = this_system()
    try:
        with show.busy("Excel instellen …", quiet=json):
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
        show.lines(*told(outcome))


def told(outcome: "Outcome") -> tuple[str, ...]:
    """Return what changed, line by line, and what to do next."""
    lines = [change.line() for change in outcome.changes]
    if lines and outcome.dry_run:
        return ("Dit zou veranderen; er is nog niets gedaan:", *lines)
    if lines:
        lines.insert(0, "Gewijzigd:")
    return (*lines, *outcome.advice)


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
    if rapport is not None and not excel:
        raise NotDone(f"--rapport hoort bij --excel. {usage.ASK_HELP}")
    if excel:
        _excel(rapport or REPORT, json=json)
    from regio_xl.excel.checks import Stand, conclusion, run_checks  # noqa: PLC0415
    from regio_xl.excel.system import this_system  # noqa: PLC0415

    with show.busy("Zelftest …", quiet=json):
        checks = run_checks(this_system())
    if json:
        data = [check.model_dump(mode="json") for check in checks]
        show.as_json({"onderwerpen": data, "conclusie": conclusion(checks)})
    else:
        table(checks)
        show.lines(conclusion(checks))
    wrong = any(check.stand is Stand.NIET for check in checks)
    raise typer.Exit(NOT_IN_ORDER if wrong else DONE)


def table(checks: "tuple[Check, ...]") -> None:
    """Print the checks as a table."""
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

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


def _excel(path: Path, *, json: bool) -> None:
    """Drive Excel, write the report and leave with the exit code.

    The report goes where it was asked for; an older one there is replaced.
    """
    from regio_xl.excel.selftest_report import run_excel  # noqa: PLC0415
    from regio_xl.excel.system import InstallError, this_system  # noqa: PLC0415

    try:
        with show.busy("Excel doet elke knop; raak Excel zolang niet aan …", quiet=json):
            report = run_excel(this_system())
    except InstallError as error:
        raise NotDone(str(error)) from error
    _write(path, report)
    if json:
        show.as_json({**report.data(), "rapport": str(path)})
    else:
        failed = [line for line in report.lines if line.stand.value == "niet"]
        show.lines(*(f"{line.stap}, {line.wat}: {line.toelichting}" for line in failed))
        show.lines(f"{report.conclusion()} Het verslag staat in {path}; stuur dat bestand op.")
    raise typer.Exit(NOT_IN_ORDER if report.wrong else DONE)


def _write(path: Path, report: "Report") -> None:
    from regio_xl.cli import files  # noqa: PLC0415

    with files.sentences():
        path.write_text(report.markdown(), encoding="utf-8")
