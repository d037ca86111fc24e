"""The commands; one per step, with the same Dutch name as its ribbon button."""

import io
import os
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer.exceptions import TyperException

from regio_xl.cli import in_excel, show
from regio_xl.cli.show import ASK_HELP, DONE, NOT_DONE, WITH_ERRORS, Json, NotDone
from regio_xl.sheets.buttons import BUTTONS, Button, button_of

if TYPE_CHECKING:
    from regio_xl.domain import Uitkomst

FIRST_YEAR = 2026
DEMO_NAME = "Regionale_Opdrachten_{}.xlsm"

File = Annotated[Path, typer.Argument(metavar="BESTAND", help="De werkmap (.xlsm of .xlsx).")]
MaybeFile = Annotated[
    Path | None,
    typer.Argument(
        metavar="BESTAND",
        help="De werkmap (.xlsm of .xlsx); met --excel de naam van een werkmap die open staat.",
        show_default=False,
    ),
]
Excel = Annotated[
    bool,
    typer.Option("--excel", help="Werk in de werkmap die in Excel open staat; u slaat zelf op."),
]
Target = Annotated[
    Path | None,
    typer.Option(
        "--uit",
        metavar="NIEUW",
        help="Bewaar het resultaat in dit bestand; anders in de werkmap zelf.",
    ),
]
Jaar = Annotated[int, typer.Option("--jaar", metavar="JAAR", help="Jaar van de opdrachten.")]

app = show.make_app()
command = partial(app.command, cls=show.Command)


def _step_command(button: Button) -> Callable[..., None]:
    """Return the command that runs one writing step, on a file or in Excel."""

    def run(
        bestand: MaybeFile = None, uit: Target = None, excel: Excel = False, json: Json = False
    ) -> None:
        _run_step(button, bestand, uit, excel=excel, json=json)

    return run


def _run_step(
    button: Button,
    bestand: Path | None,
    uit: Path | None,
    *,
    excel: bool,
    json: bool,
    opnieuw: bool = False,
) -> None:
    if excel:
        if uit is not None:
            raise NotDone("--uit en --excel gaan niet samen: in Excel slaat u zelf op.")
        _in_excel(button, bestand, json, opnieuw=opnieuw)
    else:
        _on_file(button, _required(bestand), uit, json, opnieuw=opnieuw)


def _on_file(
    button: Button, bestand: Path, uit: Path | None, json: bool, *, opnieuw: bool = False
) -> None:
    from regio_xl.cli import files  # imports the engine
    from regio_xl.steps import STEPS

    target = uit or bestand
    with show.busy(button.title, quiet=json) as report:
        files.check_extension(target)
        step = STEPS[button.step]
        work = (step.opnieuw if opnieuw else None) or step.run
        uitkomst, previous, changed = files.run_on_file(step.name, work, bestand, uit, report)
    kept = f"; de vorige versie staat in {previous}" if previous else ""
    saved = f"Bewaard in {target}{kept}."
    idle = f"{target} was al bijgewerkt; er is niets veranderd."
    _tell(button, uitkomst, json, saved if changed else idle)


def _in_excel(button: Button, workbook: Path | None, json: bool, *, opnieuw: bool = False) -> None:
    with show.busy(button.title, quiet=json):
        klik = in_excel.run_in_excel(button.step, workbook, opnieuw=opnieuw)
    if klik.uitkomst is not None:
        unchanged = "" if klik.changed else "Er is niets veranderd."
        _tell(button, klik.uitkomst, json, " ".join(filter(None, [unchanged, klik.warning])))


def _tell(button: Button, uitkomst: "Uitkomst", json: bool, saved: str) -> None:
    """Show the result and leave with its exit code."""
    if json:
        show.as_json(uitkomst.data)
    else:
        show.lines(*uitkomst.samenvatting)
        if button.step == "valideren" and uitkomst.bevindingen:
            show.findings(uitkomst.bevindingen)
        if saved:
            show.lines(saved)
    raise typer.Exit(WITH_ERRORS if uitkomst.fouten else DONE)


def _required(bestand: Path | None) -> Path:
    """Return the file that a command without ``--excel`` cannot do without."""
    if bestand is None:
        raise NotDone(f"Op de opdrachtregel ontbreekt BESTAND. {ASK_HELP}")
    return bestand


for _button in BUTTONS:
    if _button.step not in ("toewijzen", "totalen"):
        command(_button.step, help=_button.purpose)(_step_command(_button))


@command(help=button_of("toewijzen").purpose)
def toewijzen(
    bestand: MaybeFile = None,
    uit: Target = None,
    excel: Excel = False,
    opnieuw: Annotated[
        bool,
        typer.Option(
            "--opnieuw",
            help="Verdeel ook als het pakket al voorligt; wat er is geadviseerd, geldt dan niet.",
        ),
    ] = False,
    json: Json = False,
) -> None:
    """Divide the hours; knowingly also over a package that people were asked about."""
    button = button_of("toewijzen")
    _run_step(button, bestand, uit, excel=excel, json=json, opnieuw=opnieuw)


@command(help="Geeft de totalen; er wordt niets bewaard.")
def totalen(bestand: MaybeFile = None, excel: Excel = False, json: Json = False) -> None:
    """Show the totals of a workbook without writing to it."""
    button = button_of("totalen")
    if excel:
        _in_excel(button, bestand, json)
        return
    from regio_xl.cli import files
    from regio_xl.steps import STEPS

    with show.busy("Totalen", quiet=json):
        uitkomst = files.read_only(STEPS["totalen"].run, _required(bestand))
    _tell(button, uitkomst, json, "")


@command(help="Maakt een nieuwe werkmap.")
def nieuw(
    bestand: File,
    jaar: Jaar = FIRST_YEAR,
    voorbeeld: Annotated[
        bool,
        typer.Option("--voorbeeld", help="Met verzonnen uren en voorstellen om mee te oefenen."),
    ] = False,
    json: Json = False,
) -> None:
    """Build a new workbook; an existing file is never overwritten."""
    from regio_xl import builder
    from regio_xl.cli import files

    files.check_extension(bestand)
    if bestand.exists():
        raise NotDone(
            f"Het bestand {bestand} bestaat al en is niet overschreven; kies een andere naam."
        )
    _check_year(jaar)
    content = builder.example(jaar) if voorbeeld else builder.template(jaar)
    with files.sentences():
        bestand.parent.mkdir(parents=True, exist_ok=True)
        with bestand.open("xb") as stream:  # never over a file that came meanwhile
            stream.write(builder.build(content, macro_enabled=bestand.suffix.lower() == ".xlsm"))
    if json:
        show.as_json({"bestand": str(bestand), "jaar": jaar, "voorbeeld": voorbeeld})
    else:
        show.lines(
            f"Nieuwe werkmap voor {jaar}: {bestand}.",
            "Vul Kader, Deelnemers, Voorstellen, Belang en Beoordeling in; doe daarna "
            f"‘regio-xl bijwerken {bestand}’.",
        )
        if bestand.suffix.lower() == ".xlsx":
            show.lines("Een .xlsx heeft geen knoppen op het lint; kies .xlsm als u die wilt.")


@command(help="Maakt het voorbeeldjaar en doet er het hoofdwerk op.")
def demo(
    map_: Annotated[Path, typer.Argument(metavar="[MAP]", help="Map voor de werkmap.")] = Path(
        "demo"
    ),
    json: Json = False,
) -> None:
    """Build the example year, flawed on purpose, and run the main job on it; no code 1 for it."""
    from regio_xl import builder
    from regio_xl.cli import files
    from regio_xl.steps import STEPS

    path = map_ / DEMO_NAME.format(FIRST_YEAR)
    start = path.with_name(f".{path.name}")
    with files.sentences():
        map_.mkdir(parents=True, exist_ok=True)
        builder.write(start, builder.example(FIRST_YEAR))
    try:
        uitkomst, *_ = files.run_on_file("bijwerken", STEPS["bijwerken"].run, start, path)
    finally:
        start.unlink(missing_ok=True)
    if json:
        show.as_json({"bestand": str(path), **uitkomst.data})
    else:
        where = f"De werkmap van het voorbeeldjaar staat in {path}; open hem op blad Start."
        show.lines(*uitkomst.samenvatting, where)


command(help="Stelt regio-xl in Excel in: invoegtoepassing en instellingen van xlwings.")(
    in_excel.installeren
)
command(help="Laat zien wat op deze computer werkt en wat niet.")(in_excel.zelftest)


def _check_year(jaar: int) -> None:
    """Refuse a year for which the AB has set no values (U1.3)."""
    from regio_xl.sheets.kader_waarden import load_parameters

    periods = {
        (value.valid_from.year, value.valid_until.year)
        for parameter in load_parameters()
        if parameter.code == "percentage"
        for value in parameter.values
    }
    if not any(first <= jaar <= last for first, last in periods):
        known = ", ".join(f"{first}–{last}" for first, last in sorted(periods))
        raise NotDone(
            f"Voor {jaar} heeft het AB nog geen percentage en maximum vastgesteld (U1.3); "
            f"bekend is {known}."
        )


def main(arguments: list[str] | None = None) -> None:
    """Run the command line with these words, or those of the process; leave with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        # A pipe on Windows may not know every character of a name; show "?" rather than stop.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    words = sys.argv[1:] if arguments is None else arguments
    sys.exit(_run(words))


def _run(words: list[str]) -> int:
    group = typer.main.get_command(app)
    try:
        if isinstance(group, show.Group) and (sentence := group.unknown(words)):
            raise NotDone(sentence)
        code = group.main(args=words, prog_name="regio-xl", standalone_mode=False)
    except NotDone as error:
        sys.stderr.write(f"{error}\n")
        return NOT_DONE
    except TyperException as error:
        if type(error).__name__ == "NoArgsIsHelpError":
            sys.stdout.write(f"{error}\n")
            return DONE
        sys.stderr.write(f"{show.explain(error)}\n")
        return NOT_DONE
    except (typer.Abort, KeyboardInterrupt):
        sys.stderr.write("Afgebroken; de werkmap is niet veranderd.\n")
        return NOT_DONE
    except Exception as error:
        # Whatever goes wrong, a user reads a sentence; a developer asks for the rest.
        if os.environ.get("REGIO_XL_DEBUG"):
            raise
        sys.stderr.write(
            f"Er ging iets mis dat niet had mogen gebeuren ({type(error).__name__}: {error}); "
            "kijk op blad Logboek of de stap is uitgevoerd, en meld dit bij het accountteam.\n"
        )
        return NOT_DONE
    return code if isinstance(code, int) else DONE
