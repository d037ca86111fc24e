"""Does regio-xl work on this machine: the list of checks, none of which starts Excel.

What stands in and around Excel is read from files and the registry.
"""

import os
import platform
import plistlib
import shutil
import struct
import sys
import tempfile
from enum import StrEnum
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement

from regio_xl.domain.model import Model
from regio_xl.excel import addin, conf, trusted
from regio_xl.excel.system import MACOS, NAME, WINDOWS, System, version_of

OLDEST = (3, 11)
SYSTEMS = {WINDOWS: "Windows", MACOS: "macOS", "linux": "Linux"}
REINSTALL = "Installeer regio-xl opnieuw met ‘pip install -c constraints.txt -e .’."
INSTALL = "Doe ‘regio-xl installeren’."
CLICK_TO_RUN = r"HKLM\SOFTWARE\Microsoft\Office\ClickToRun\Configuration"
CONDA = ("CONDA PATH", "CONDA ENV")


class Stand(StrEnum):
    """How something stands; only ``NIET`` means that it does not work."""

    GOED = "goed"
    LET_OP = "let op"
    NIET = "niet"
    NVT = "n.v.t."


class Check(Model):
    """What was looked at, how it stands, and what to do when it is not good, in Dutch."""

    onderwerp: str
    stand: Stand
    toelichting: str


Judged = tuple[Stand, str]
"""How something stands, and what to do when it is not good."""

WITHOUT_EXCEL = Stand.NVT, "er is hier geen Excel."


def _operating_system(system: System) -> Judged:
    name = SYSTEMS.get(system.platform, system.platform)
    return Stand.GOED, f"{name} ({platform.release()}, {platform.machine()})."


def python() -> Judged:
    """Is this Python new enough, and is it 64 or 32 bit."""
    found = f"{platform.python_version()}, {struct.calcsize('P') * 8}-bit"
    if sys.version_info[:2] < OLDEST:
        return Stand.NIET, f"{found}; installeer Python {'.'.join(map(str, OLDEST))} of nieuwer."
    return Stand.GOED, f"{found}."


def packages() -> dict[str, Judged]:
    """Is everything that our own distribution requires installed, in a version that fits."""
    try:
        lines = metadata.requires(NAME) or []
    except metadata.PackageNotFoundError:
        text = f"regio-xl draait uit een map en is zelf niet geïnstalleerd. {REINSTALL}"
        return {"Pakket regio-xl": (Stand.LET_OP, text)}
    needed = [Requirement(line) for line in lines]
    here = [item for item in needed if not item.marker or item.marker.evaluate({"extra": ""})]
    return {f"Pakket {item.name}": _package(item) for item in here}


def _package(needed: Requirement) -> Judged:
    installed = version_of(needed.name)
    text = f"nodig is {needed.specifier}" if needed.specifier else "elke versie is goed"
    if not installed:
        return Stand.NIET, f"niet geïnstalleerd; {text}. {REINSTALL}"
    if not needed.specifier.contains(installed, prereleases=True):
        return Stand.NIET, f"versie {installed}; {text}. {REINSTALL}"
    return Stand.GOED, f"versie {installed}; {text}."


def file_engine() -> Judged:
    """Does a step on a file give what the formulas of the workbook give."""
    from regio_xl import builder  # imports the spreadsheet libraries
    from regio_xl.engine import opened
    from regio_xl.steps import STEPS
    from regio_xl.workbook.flow import moment, read_own, run

    now = moment()
    try:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "zelftest.xlsm"
            builder.write(path, builder.example(2026))
            with opened(path) as book:
                run(book, "valideren", STEPS["valideren"].run, now=now, user="zelftest")
                book.save()
            with opened(path) as book:
                shown = book.names["totaal_beschikbaar"].refers_to_range.value
                jaar = read_own(book, now=now, user="zelftest")
        computed = STEPS["totalen"].run(jaar).data["totaal_beschikbaar"]
    except Exception as error:
        return Stand.NIET, f"mislukt ({type(error).__name__}: {error}). {REINSTALL}"
    if shown != computed:
        text = f"de werkmap toont {shown} uur en Python berekent {computed} uur. {REINSTALL}"
        return Stand.NIET, text
    return Stand.GOED, (
        "voorbeeldjaar gemaakt, gevalideerd en bewaard; werkmap en Python geven hetzelfde totaal."
    )


def functions(system: System) -> Judged:
    """Can the module with functions for cells be imported, from outside the project folder."""
    ran = system.run((str(system.interpreter), "-c", f"import {conf.MODULE}"))
    if ran.code == 0:
        return Stand.GOED, f"{conf.MODULE} is te laden."
    why = ran.last_line or "zonder melding"
    return Stand.NIET, f"{conf.MODULE} is niet te laden ({why}). {REINSTALL}"


def log_folder(system: System) -> Judged:
    """Can a log file be written."""
    folder = system.log_folder
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=folder)
        os.close(handle)
        Path(name).unlink()
    except OSError as error:
        return Stand.NIET, (
            f"in {folder} kan niet worden geschreven ({type(error).__name__}); "
            "geef uzelf rechten op deze map."
        )
    return Stand.GOED, f"{folder} is te beschrijven."


def _libreoffice(system: System) -> Judged:
    """Is LibreOffice there; nobody needs it, the tests use it."""
    places = (
        system.applications / "LibreOffice.app",
        Path("C:/Program Files/LibreOffice/program/soffice.exe"),
    )
    if shutil.which("soffice") is None and not any(path.exists() for path in places):
        return Stand.NVT, "niet gevonden; niet nodig."
    return Stand.GOED, "gevonden; niet nodig, wel bruikbaar om de werkmap te bekijken."


def _excel(system: System) -> Judged:
    if system.platform not in {WINDOWS, MACOS}:
        return Stand.NVT, "niet op dit systeem; de stappen werken op een bestand."
    found = system.excel()
    if found is None:
        return Stand.LET_OP, "niet gevonden; de stappen werken op een bestand."
    return Stand.GOED, f"gevonden ({_version(system, found)})."


def _version(system: System, found: Path) -> str:
    """Return version and size of Excel as far as they can be read without starting it."""
    if system.registry is not None:
        version = system.registry.read(CLICK_TO_RUN, "VersionToReport")
        size = {"x64": "64-bit", "x86": "32-bit"}.get(
            str(system.registry.read(CLICK_TO_RUN, "Platform")), "aantal bits onbekend"
        )
        return f"versie {version or 'onbekend'}, {size}"
    try:
        info = plistlib.loads((found / "Contents" / "Info.plist").read_bytes())
    except (OSError, plistlib.InvalidFileException):
        return "versie onbekend"
    return f"versie {info.get('CFBundleShortVersionString', 'onbekend')}"


def _addin_present(system: System) -> Judged:
    """Will Excel open the add-in of the xlwings package that is installed."""
    if system.excel() is None:
        return WITHOUT_EXCEL
    found = addin.present(system)
    if found is addin.Present.ABSENT:
        return Stand.NIET, (
            f"niet geplaatst. {INSTALL} Staat uw organisatie invoegtoepassingen niet toe, gebruik "
            "dan ‘regio-xl STAP --excel’."
        )
    if found is addin.Present.OTHER:
        return Stand.NIET, f"een andere versie dan xlwings {system.xlwings_version}. {INSTALL}"
    return Stand.GOED, f"geplaatst, versie {system.xlwings_version}, gelijk aan het pakket."


def _settings(system: System) -> Judged:
    """Does Excel find the settings of xlwings that regio-xl needs."""
    name = system.conf.name
    if system.excel() is None:
        return WITHOUT_EXCEL
    text = conf.read(system.conf)
    missing = conf.planned(text, conf.wanted(system))
    if missing:
        names = ", ".join(setting.key for setting in missing)
        return Stand.NIET, f"in {name} staat niet wat nodig is: {names}. {INSTALL}"
    if any(conf.value_of(text, key) for key in CONDA):
        return Stand.LET_OP, (
            f"goed, maar in {name} staat ook een conda-omgeving; werkt een knop niet, "
            f"haal dan {' en '.join(CONDA)} daar weg."
        )
    return Stand.GOED, f"{name} bevat wat nodig is."


def _interpreter(system: System) -> Judged:
    """Can the Python that Excel will start, load regio-xl."""
    if system.excel() is None:
        return WITHOUT_EXCEL
    key = "INTERPRETER_MAC" if system.platform == MACOS else "INTERPRETER_WIN"
    program = conf.shown(conf.value_of(conf.read(system.conf), key), system.encoding)
    if not program:
        return Stand.NIET, f"niet ingesteld. {INSTALL}"
    ran = system.run((program, "-c", "import regio_xl; print(regio_xl.__version__)"))
    if ran.code != 0:
        return Stand.NIET, f"{program} kan regio-xl niet laden. {INSTALL}"
    return Stand.GOED, f"{program} laadt regio-xl {ran.output.strip()}."


def _library(system: System) -> Judged:
    """On Windows: is xlwings' library where Excel looks for it.

    Its Visual Basic code looks beside the interpreter and one folder up (Main.bas,
    ``XLPyLoadDLL``), which a ``pip install --user`` misses. Without it no button works.
    """
    if system.platform != WINDOWS:
        return Stand.NVT, "alleen op Windows."
    if system.excel() is None:
        return WITHOUT_EXCEL
    name = f"xlwings??-{system.xlwings_version}.dll"
    folders = system.interpreter.parents[:2]
    found = sorted(file.name for folder in folders for file in folder.glob(name))
    if not found:
        return Stand.NIET, (
            f"{name.replace('??', '64')} staat niet bij {system.interpreter}; maak een omgeving "
            "met ‘py -m venv .venv’ en installeer regio-xl daarin."
        )
    return Stand.GOED, f"{' en '.join(found)}."


def _script(system: System) -> Judged:
    """On macOS: is the script there through which Excel may start Python."""
    if system.script is None:
        return Stand.NVT, "alleen op macOS."
    if system.excel() is None:
        return WITHOUT_EXCEL
    if not system.script.exists():
        return Stand.NIET, f"{system.script.name} ontbreekt. {INSTALL}"
    return Stand.GOED, f"{system.script.name} staat klaar."


def trusted_folder(system: System) -> Judged:
    """On Windows: is there a folder of which Excel trusts the macros."""
    if system.platform == MACOS:
        return Stand.NVT, trusted.ON_MACOS
    if system.registry is None or system.excel() is None:
        return WITHOUT_EXCEL
    if trusted.switched_off(system.registry):
        return Stand.LET_OP, (
            "vertrouwde mappen zijn uitgezet; vraag uw beheerder hoe macro’s mogen draaien, "
            "of gebruik ‘regio-xl STAP --excel’."
        )
    of_excel = ("%", str(system.startup))  # folders that Excel itself trusts
    paths = [path for path, _ in trusted.known(system.registry).values()]
    own = [p for p in paths if not p.startswith(of_excel) and "\\Microsoft Office\\" not in p]
    if not own:
        return Stand.LET_OP, (
            "geen eigen vertrouwde map. Blokkeert Excel de macro’s, doe dan ‘regio-xl installeren "
            f"--vertrouwde-map MAP’, of in Excel: {trusted.BY_HAND}."
        )
    return Stand.GOED, f"{', '.join(own)}."


def around_excel(system: System) -> dict[str, Judged]:
    """Return what stands in and around Excel, by topic."""
    return {
        "Excel": _excel(system),
        addin.WHAT: _addin_present(system),
        "Instellingen van xlwings": _settings(system),
        "Python die Excel start": _interpreter(system),
        "Bibliotheek van xlwings": _library(system),
        "Script voor Excel op macOS": _script(system),
        "Vertrouwde map": trusted_folder(system),
    }


def run_checks(system: System) -> tuple[Check, ...]:
    """Return all checks of this machine, in the order of the table."""
    found = {
        "Besturingssysteem": _operating_system(system),
        "Python": python(),
        **packages(),
        "Stappen op een bestand": file_engine(),
        "Functies voor cellen": functions(system),
        "Logmap": log_folder(system),
        "LibreOffice": _libreoffice(system),
        **around_excel(system),
    }
    return tuple(
        Check(onderwerp=topic, stand=stand, toelichting=text)
        for topic, (stand, text) in found.items()
    )


def conclusion(checks: tuple[Check, ...]) -> str:
    """Return the sentence below the table."""
    wrong = [check.onderwerp for check in checks if check.stand is Stand.NIET]
    doubtful = sum(check.stand is Stand.LET_OP for check in checks)
    if wrong:
        return f"Niet in orde: {', '.join(wrong)}; in de tabel staat wat u kunt doen."
    if doubtful == 1:
        return "Alles werkt; bij één onderwerp staat iets om op te letten."
    if doubtful:
        return f"Alles werkt; bij {doubtful} onderwerpen staat iets om op te letten."
    if any(check.onderwerp == "Excel" and check.stand is Stand.NVT for check in checks):
        return "Alles is in orde voor het werken op een bestand; Excel is hier niet."
    return "Alles is in orde."
