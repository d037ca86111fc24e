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

from regio_xl.cli import STOPPED, in_excel, jaarwissel, show
from regio_xl.cli.show import DONE, NOT_DONE, WITH_ERRORS, Json, NotDone, quoted
from regio_xl.domain.tekst import day, join, quote
from regio_xl.sheets.buttons import BUTTONS, Button, button_of

if TYPE_CHECKING:
    from regio_xl.builder import Tot
    from regio_xl.domain import Jaar as Snapshot
    from regio_xl.domain import Uitkomst
    from regio_xl.workbook.versions import Version

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
Overwrite = Annotated[
    bool,
    typer.Option(
        "--overschrijf",
        help="Laat --uit een bestand vervangen dat er al is; de oude versie blijft bewaard.",
    ),
]
Jaar = Annotated[
    int,
    typer.Option("--jaar", metavar="JAAR", help=f"Jaar van de opdrachten; anders {FIRST_YEAR}."),
]

app = show.make_app()
command = partial(app.command, cls=show.Command)


def _step_command(button: Button) -> Callable[..., None]:
    """Return the command that runs one writing step, on a file or in Excel."""

    def run(
        bestand: MaybeFile = None,
        uit: Target = None,
        overschrijf: Overwrite = False,
        excel: Excel = False,
        json: Json = False,
    ) -> None:
        _run_step(button, bestand, uit, overschrijf=overschrijf, excel=excel, json=json)

    return run


def _run_step(
    button: Button,
    bestand: Path | None,
    uit: Path | None,
    *,
    overschrijf: bool,
    excel: bool,
    json: bool,
    opnieuw: bool = False,
    work: "Callable[[Snapshot], Uitkomst] | None" = None,
) -> None:
    """Run a step as the options say; with ``opnieuw`` also what it would otherwise ask about.

    ``work`` is done instead of the step itself, on a file.
    """
    if uit is None and overschrijf:
        raise NotDone(f"--overschrijf hoort bij --uit. {show.see(button.step)}")
    if excel:
        if uit is not None:
            raise NotDone("--uit en --excel gaan niet samen: in Excel slaat u zelf op.")
        _in_excel(button, bestand, json, opnieuw=opnieuw)
        return
    source = _required(button.step, bestand)
    _check_target(source, uit, overwrite=overschrijf)
    _on_file(button, source, uit, json, opnieuw=opnieuw, work=work)


def _check_target(bestand: Path, uit: Path | None, *, overwrite: bool) -> None:
    from regio_xl.cli import files  # imports the engine
    from regio_xl.engine.file import same_file

    in_place = uit is None or same_file(bestand, uit)
    files.check_target(uit or bestand, overwrite=overwrite or in_place)


def _on_file(
    button: Button,
    bestand: Path,
    uit: Path | None,
    json: bool,
    *,
    opnieuw: bool = False,
    work: "Callable[[Snapshot], Uitkomst] | None" = None,
) -> None:
    from regio_xl.cli import files
    from regio_xl.steps import STEPS

    target = uit or bestand
    with show.busy(button.title, quiet=json) as report:
        step = STEPS[button.step]
        work = work or (step.opnieuw if opnieuw else None) or step.run
        uitkomst, previous, changed = files.run_on_file(step.name, work, bestand, uit, report)
    undo = f" {_undo(target)}" if previous else ""
    saved = f"Bewaard in {target}.{undo}"
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


def _required(name: str, bestand: Path | None) -> Path:
    """Return the file that a command without ``--excel`` cannot do without."""
    if bestand is None:
        raise NotDone(f"{show.missing(name)} {show.see(name)}")
    return bestand


for _button in BUTTONS:
    if _button.step not in ("toewijzen", "rapportage", "totalen", "controleer"):
        command(_button.step, help=_button.purpose)(_step_command(_button))


@command(help=button_of("toewijzen").purpose)
def toewijzen(
    bestand: MaybeFile = None,
    uit: Target = None,
    overschrijf: Overwrite = False,
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
    _run_step(
        button_of("toewijzen"),
        bestand,
        uit,
        overschrijf=overschrijf,
        excel=excel,
        json=json,
        opnieuw=opnieuw,
    )


@command(help=button_of("rapportage").purpose)
def rapportage(
    bestand: MaybeFile = None,
    uit: Target = None,
    overschrijf: Overwrite = False,
    excel: Excel = False,
    periode: Annotated[
        str | None,
        typer.Option(
            "--periode",
            metavar="NAAM",
            help="Naam van de periode op blad Kader; anders wat op blad Rapportage is gekozen, en "
            "zonder keuze de periode die aan de beurt is.",
        ),
    ] = None,
    json: Json = False,
) -> None:
    """Make the report of a period; the option types its name on the sheet, as a person would."""
    if excel and periode is not None:
        raise NotDone(
            "--periode en --excel gaan niet samen: typ in Excel de periode bovenaan blad "
            "Rapportage."
        )
    _run_step(
        button_of("rapportage"),
        bestand,
        uit,
        overschrijf=overschrijf,
        excel=excel,
        json=json,
        work=None if periode is None else partial(_report_of, periode),
    )


def _report_of(periode: str, jaar: "Snapshot") -> "Uitkomst":
    """Make the report of one period; a name that is on no list is ``NotDone``."""
    from regio_xl.sheets.cells import said
    from regio_xl.sheets.rapportage import PERIODE
    from regio_xl.steps import STEPS
    from regio_xl.steps.rapportage import periods_of

    known = periods_of(jaar)
    asked = said(periode).casefold()
    naam = next((item for item in known if said(item).casefold() == asked), None)
    if naam is None:
        which = join((quote(item) for item in known), "of")
        choose = f"Kies {which}." if known else "Vul daar eerst de periodes in."
        raise NotDone(f"De periode {quote(periode)} staat niet op blad Kader. {choose}")
    typed = {PERIODE: naam}
    chosen = jaar.model_copy(update={"cells": {**jaar.cells, **typed}})
    uitkomst = STEPS["rapportage"].run(chosen)
    return uitkomst.model_copy(update={"cells": {**uitkomst.cells, **typed}})


def _look(button: Button, bestand: Path | None, *, excel: bool, json: bool) -> None:
    """Run a step that writes nothing, on a file or in Excel."""
    if excel:
        _in_excel(button, bestand, json)
        return
    from regio_xl.cli import files
    from regio_xl.steps import STEPS

    with show.busy(button.title, quiet=json):
        uitkomst = files.read_only(STEPS[button.step].run, _required(button.step, bestand))
    _tell(button, uitkomst, json, "")


@command(help="Geeft de totalen; er wordt niets bewaard.")
def totalen(bestand: MaybeFile = None, excel: Excel = False, json: Json = False) -> None:
    """Show the totals of a workbook without writing to it."""
    _look(button_of("totalen"), bestand, excel=excel, json=json)


@command(help="Zegt welk gemaakt blad niet meer uit de invoer volgt; er wordt niets bewaard.")
def controleer(bestand: MaybeFile = None, excel: Excel = False, json: Json = False) -> None:
    """Say which generated sheets no longer follow, and since which change."""
    _look(button_of("controleer"), bestand, excel=excel, json=json)


@command(help="Maakt een nieuwe werkmap.")
def nieuw(
    bestand: File,
    jaar: Jaar = FIRST_YEAR,
    voorbeeld: Annotated[
        bool,
        typer.Option("--voorbeeld", help="Met verzonnen uren en voorstellen om mee te oefenen."),
    ] = False,
    tot: Annotated[
        str | None,
        typer.Option(
            "--tot",
            metavar="FASE",
            help="Vul het voorbeeldjaar verder in: tot besluit, uitvoering of afgesloten; dat "
            "laatste is klaar voor nieuw-jaar.",
        ),
    ] = None,
    json: Json = False,
) -> None:
    """Build a new workbook; an existing file is never overwritten."""
    from regio_xl import builder
    from regio_xl.cli import files

    until = None if tot is None else _until(tot, jaar, voorbeeld=voorbeeld)
    files.check_new(bestand)
    _check_year(jaar)
    if until is None:
        content = builder.example(jaar) if voorbeeld else builder.template(jaar)
        data = builder.build(content, macro_enabled=bestand.suffix.lower() == ".xlsm")
    else:
        from regio_xl.cli.voorbeeld import filled

        with show.busy("Voorbeeldjaar", quiet=json):
            data = filled(until, bestand.suffix.lower())
    files.write_new(bestand, data)
    if json:
        made = {"bestand": str(bestand), "jaar": jaar, "voorbeeld": voorbeeld}
        show.as_json({**made, "tot": until})
    elif until is not None:
        show.lines(
            f"Het voorbeeldjaar {jaar}, tot {until}: {bestand}.",
            "Open de werkmap op blad Start; daar staat wat er nu te doen is.",
        )
    else:
        fill = "" if voorbeeld else "Vul Kader, Deelnemers, Voorstellen, Belang en Beoordeling in. "
        then = "Doe nu" if voorbeeld else "Doe daarna"
        show.lines(
            f"Nieuwe werkmap voor {jaar}: {bestand}.",
            f"{fill}{then}: regio-xl bijwerken {quoted(bestand)}",
        )
        if bestand.suffix.lower() == ".xlsx":
            show.lines("Een .xlsx heeft geen knoppen op het lint; kies .xlsm als u die wilt.")


def _until(tot: str, jaar: int, *, voorbeeld: bool) -> "Tot":
    """Return how far the example year is to be filled in; ``NotDone`` where that cannot be."""
    from regio_xl.builder import EXAMPLE_YEAR, Tot

    if not voorbeeld:
        raise NotDone(f"--tot hoort bij --voorbeeld. {show.see('nieuw')}")
    if tot not in list(Tot):
        raise NotDone(
            f"--tot kent ‘{tot}’ niet. Kies uit {join(Tot, last='of')}. {show.see('nieuw')}"
        )
    if jaar != EXAMPLE_YEAR:
        raise NotDone(
            f"--tot kan alleen met het jaar {EXAMPLE_YEAR}: de verzonnen datums horen daarbij. "
            "Laat --jaar weg, of --tot."
        )
    return Tot(tot)


command(
    "nieuw-jaar",
    help="Sluit het jaar af en maakt de werkmap van het jaar erna, met de projecten die doorgaan.",
)(jaarwissel.nieuw_jaar)


@command(help="Maakt het voorbeeldjaar, met een overschrijding, en doet er het hoofdwerk op.")
def demo(
    map_: Annotated[
        Path, typer.Argument(metavar="MAP", help="Map voor de werkmap; anders demo.")
    ] = Path("demo"),
    json: Json = False,
) -> None:
    """Build the example year, with an overrun, and run the main job on it; no code 1 for it."""
    from regio_xl.builder import Tot
    from regio_xl.cli import files
    from regio_xl.cli.voorbeeld import filled
    from regio_xl.steps import STEPS

    path = map_ / DEMO_NAME.format(FIRST_YEAR)
    start = path.with_name(f".{path.name}")
    files.check_folder(path if map_.exists() else map_)  # makes one folder, not a path to it
    with files.sentences():
        map_.mkdir(exist_ok=True)
    try:
        with show.busy("Voorbeeldjaar", quiet=json):
            data = filled(Tot.UITVOERING, path.suffix)
        with files.sentences():
            start.write_bytes(data)
        uitkomst, *_ = files.run_on_file("bijwerken", STEPS["bijwerken"].run, start, path)
    finally:
        start.unlink(missing_ok=True)
    if json:
        show.as_json({"bestand": str(path), **uitkomst.data})
    else:
        where = f"De werkmap van het voorbeeldjaar staat in {path}; open hem op blad Start."
        show.lines(*uitkomst.samenvatting, where)


@command(help="Laat zien welke vorige versies er zijn, en zet er een terug als u het nummer geeft.")
def terug(
    bestand: File,
    nummer: Annotated[
        int | None,
        typer.Argument(metavar="NUMMER", help="Nummer van de versie; 1 is de nieuwste."),
    ] = None,
    json: Json = False,
) -> None:
    """List the earlier versions of a workbook, or put one back; also that can be undone."""
    from regio_xl.cli import files

    found = files.versions_of(bestand)
    if not found and not bestand.exists():
        raise NotDone(f"Het bestand {bestand} bestaat niet, en er is geen vorige versie van.")
    if nummer is None:
        _list_versions(bestand, found, json)
        return
    if not 0 < nummer <= len(found):
        raise NotDone(
            f"Versie {nummer} van {bestand} is er niet. Wat er wel is, zegt: "
            f"regio-xl terug {quoted(bestand)}"
        )
    version = found[nummer - 1]
    changed = files.put_back(version, bestand)
    if json:
        data = {"bestand": str(bestand), "teruggezet": str(version.path), "gewijzigd": changed}
        show.as_json({**data, "alleen_op_naam": version.name_only})
    elif changed and version.name_only:
        show.lines(
            f"In {bestand} staat nu de kopie die is gemaakt {_when(version)}; uit Excel, alleen op "
            "naam herkend. Kijk of het deze werkmap is.",
            _undo(bestand),
        )
    elif changed:
        show.lines(
            f"{bestand} is weer zoals {_when(version)}.",
            _undo(bestand),
        )
    else:
        show.lines(f"{bestand} was al zoals {_when(version)}; er is niets veranderd.")


@command(
    help="Brengt een werkmap van een oudere versie naar deze versie; wat u hebt ingevuld, blijft."
)
def vernieuwen(
    bestand: File, uit: Target = None, overschrijf: Overwrite = False, json: Json = False
) -> None:
    """Give an older workbook what this version's has; the old file is kept."""
    from regio_xl import renewal
    from regio_xl.cli import files

    if uit is None and overschrijf:
        raise NotDone(f"--overschrijf hoort bij --uit. {show.see(renewal.NAME)}")
    _check_target(bestand, uit, overwrite=overschrijf)
    with show.busy("Vernieuwen", quiet=json):
        work = (renewal.NAME, renewal.renew)
        uitkomst, previous, changed = files.run_on_package(*work, bestand, uit)
    target = uit or bestand
    if json:
        show.as_json({"bestand": str(target), "gewijzigd": changed, **uitkomst.data})
        return
    undo = f" {_undo(target)}" if previous else ""
    idle = f"{target} was al bijgewerkt; er is niets veranderd."
    show.lines(*uitkomst.samenvatting, f"Bewaard in {target}.{undo}" if changed else idle)


def _list_versions(bestand: Path, found: "list[Version]", json: bool) -> None:
    if json:
        items = [
            {
                "nummer": number,
                "moment": str(item.moment),
                "voor": item.step,
                "bestand": str(item.path),
                "alleen_op_naam": item.name_only,
            }
            for number, item in enumerate(found, 1)
        ]
        show.as_json({"bestand": str(bestand), "versies": items})
    elif not found:
        show.lines(f"Van {bestand} is nog geen vorige versie bewaard.")
    else:
        rows = [f"{number:>3}  {_when(item)}" for number, item in enumerate(found, 1)]
        certain = sum(not item.name_only for item in found)
        if certain < len(found):
            rows.insert(certain, "Uit Excel, alleen op naam herkend:")
        show.lines(
            f"Vorige versies van {bestand}, de nieuwste eerst:",
            *rows,
            "Wat er nu staat, wordt ook bewaard als u er een terugzet. Dat doet: "
            f"regio-xl terug {quoted(bestand)} NUMMER",
        )


def _undo(bestand: Path) -> str:
    """Say how what was just done to a file can be undone; last on its line, to be copied."""
    return f"Ongedaan maken: regio-xl terug {quoted(bestand)} 1"


def _when(version: "Version") -> str:
    """Say when a version was made: ``op 1-7-2026 om 14:03:22, vóór ‘bijwerken’``."""
    return f"op {day(version.moment)} om {version.moment:%H:%M:%S}, vóór ‘{version.step}’"


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
        words = words or ["--help"]
        code = group.main(args=words, prog_name=show.PROGRAM, standalone_mode=False)
    except NotDone as error:
        return _not_done(str(error))
    except TyperException as error:
        return _not_done(show.explain(error))
    except (typer.Abort, KeyboardInterrupt):
        return _not_done(STOPPED)
    except Exception as error:
        # Whatever goes wrong, a user reads a sentence; a developer asks for the rest.
        if os.environ.get("REGIO_XL_DEBUG"):
            raise
        return _not_done(
            f"Er ging iets mis dat niet had mogen gebeuren ({type(error).__name__}: {error}); "
            "kijk op blad Logboek of de stap is uitgevoerd, en meld dit."
        )
    return code if isinstance(code, int) else DONE


def _not_done(sentence: str) -> int:
    """Tell why nothing was done, on stderr, and return the exit code for that."""
    show.lines(sentence, stderr=True)
    return NOT_DONE
