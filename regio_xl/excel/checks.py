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
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path

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


def one(topic: str, stand: Stand, text: str) -> tuple[Check, ...]:
    """Return a single check, as the functions that look return their results."""
    return (Check(onderwerp=topic, stand=stand, toelichting=text),)


def operating_system(system: System) -> tuple[Check, ...]:
    """Which operating system is this."""
    name = SYSTEMS.get(system.platform, system.platform)
    text = f"{name} ({platform.release()}, {platform.machine()})."
    return one("Besturingssysteem", Stand.GOED, text)


def python(_system: System) -> tuple[Check, ...]:
    """Is this Python new enough, and is it 64 or 32 bit."""
    found = f"{platform.python_version()}, {struct.calcsize('P') * 8}-bit"
    if sys.version_info[:2] < OLDEST:
        text = f"{found}; installeer Python {'.'.join(map(str, OLDEST))} of nieuwer."
        return one("Python", Stand.NIET, text)
    return one("Python", Stand.GOED, f"{found}.")


def packages(_system: System) -> tuple[Check, ...]:
    """Is everything that our own distribution requires installed, in a version that fits."""
    from importlib.metadata import PackageNotFoundError, requires  # noqa: PLC0415

    try:
        required = requires(NAME) or []
    except PackageNotFoundError:
        text = f"regio-xl draait uit een map en is zelf niet geïnstalleerd. {REINSTALL}"
        return one("Pakket regio-xl", Stand.LET_OP, text)
    return tuple(check for line in required for check in _package(line))


def _package(line: str) -> tuple[Check, ...]:
    """Check one requirement; nothing when it does not hold for this machine."""
    from packaging.requirements import Requirement  # noqa: PLC0415

    needed = Requirement(line)
    if needed.marker is not None and not needed.marker.evaluate({"extra": ""}):
        return ()
    topic, installed = f"Pakket {needed.name}", version_of(needed.name)
    text = f"nodig is {needed.specifier}" if needed.specifier else "elke versie is goed"
    if not installed:
        return one(topic, Stand.NIET, f"niet geïnstalleerd; {text}. {REINSTALL}")
    if not needed.specifier.contains(installed, prereleases=True):
        return one(topic, Stand.NIET, f"versie {installed}; {text}. {REINSTALL}")
    return one(topic, Stand.GOED, f"versie {installed}; {text}.")


def file_engine(_system: System) -> tuple[Check, ...]:
    """Does a step on a file give what the formulas of the workbook give."""
    from regio_xl import builder  # noqa: PLC0415 - imports the spreadsheet libraries
    from regio_xl.engine import opened  # noqa: PLC0415
    from regio_xl.steps import STEPS  # noqa: PLC0415
    from regio_xl.workbook.flow import moment, read_own, run  # noqa: PLC0415

    topic, now = "Stappen op een bestand", moment()
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
        return one(topic, Stand.NIET, f"mislukt ({type(error).__name__}: {error}). {REINSTALL}")
    if shown != computed:
        text = f"de werkmap toont {shown} uur en Python berekent {computed} uur. {REINSTALL}"
        return one(topic, Stand.NIET, text)
    text = (
        "voorbeeldjaar gemaakt, gevalideerd en bewaard; werkmap en Python geven hetzelfde totaal."
    )
    return one(topic, Stand.GOED, text)


def functions(system: System) -> tuple[Check, ...]:
    """Can the module with functions for cells be imported, from outside the project folder."""
    topic = "Functies voor cellen"
    ran = system.run((str(system.interpreter), "-c", f"import {conf.MODULE}"))
    if ran.code == 0:
        return one(topic, Stand.GOED, f"{conf.MODULE} is te laden.")
    why = ran.last_line or "zonder melding"
    return one(topic, Stand.NIET, f"{conf.MODULE} is niet te laden ({why}). {REINSTALL}")


def log_folder(system: System) -> tuple[Check, ...]:
    """Can a log file be written."""
    folder = system.log_folder
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=folder)
        os.close(handle)
        Path(name).unlink()
    except OSError as error:
        text = (
            f"in {folder} kan niet worden geschreven ({type(error).__name__}); "
            "geef uzelf rechten op deze map."
        )
        return one("Logmap", Stand.NIET, text)
    return one("Logmap", Stand.GOED, f"{folder} is te beschrijven.")


def libreoffice(system: System) -> tuple[Check, ...]:
    """Is LibreOffice there; nobody needs it, the tests use it."""
    places = (
        system.applications / "LibreOffice.app",
        Path("C:/Program Files/LibreOffice/program/soffice.exe"),
    )
    if shutil.which("soffice") is None and not any(path.exists() for path in places):
        return one("LibreOffice", Stand.NVT, "niet gevonden; niet nodig.")
    text = "gevonden; niet nodig, wel bruikbaar om de werkmap te bekijken."
    return one("LibreOffice", Stand.GOED, text)


def excel(system: System) -> tuple[Check, ...]:
    """Is there an Excel, and which one."""
    if system.platform not in {WINDOWS, MACOS}:
        return one("Excel", Stand.NVT, "niet op dit systeem; de stappen werken op een bestand.")
    found = system.excel()
    if found is None:
        return one("Excel", Stand.LET_OP, "niet gevonden; de stappen werken op een bestand.")
    return one("Excel", Stand.GOED, f"gevonden ({_version(system, found)}).")


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


def _without_excel(topic: str) -> tuple[Check, ...]:
    return one(topic, Stand.NVT, "er is hier geen Excel.")


def addin_present(system: System) -> tuple[Check, ...]:
    """Will Excel open the add-in of the xlwings package that is installed."""
    if system.excel() is None:
        return _without_excel(addin.WHAT)
    found = addin.present(system)
    if found is addin.Present.ABSENT:
        text = (
            f"niet geplaatst. {INSTALL} Staat uw organisatie invoegtoepassingen niet toe, gebruik "
            "dan ‘regio-xl STAP --excel’."
        )
        return one(addin.WHAT, Stand.NIET, text)
    if found is addin.Present.OTHER:
        text = f"een andere versie dan xlwings {system.xlwings_version}. {INSTALL}"
        return one(addin.WHAT, Stand.NIET, text)
    text = f"geplaatst, {addin.version(system)}, gelijk aan het pakket."
    return one(addin.WHAT, Stand.GOED, text)


def settings(system: System) -> tuple[Check, ...]:
    """Does Excel find the settings of xlwings that regio-xl needs."""
    topic, name = "Instellingen van xlwings", system.conf.name
    if system.excel() is None:
        return _without_excel(topic)
    text = conf.read(system.conf)
    missing = conf.planned(text, conf.wanted(system))
    if missing:
        names = ", ".join(setting.key for setting in missing)
        return one(topic, Stand.NIET, f"in {name} staat niet wat nodig is: {names}. {INSTALL}")
    if any(conf.value_of(text, key) for key in CONDA):
        said = (
            f"goed, maar in {name} staat ook een conda-omgeving; werkt een knop niet, "
            f"haal dan {' en '.join(CONDA)} daar weg."
        )
        return one(topic, Stand.LET_OP, said)
    return one(topic, Stand.GOED, f"{name} bevat wat nodig is.")


def interpreter(system: System) -> tuple[Check, ...]:
    """Can the Python that Excel will start, load regio-xl."""
    topic = "Python die Excel start"
    if system.excel() is None:
        return _without_excel(topic)
    key = "INTERPRETER_MAC" if system.platform == MACOS else "INTERPRETER_WIN"
    program = conf.shown(conf.value_of(conf.read(system.conf), key), system.encoding)
    if not program:
        return one(topic, Stand.NIET, f"niet ingesteld. {INSTALL}")
    ran = system.run((program, "-c", "import regio_xl; print(regio_xl.__version__)"))
    if ran.code != 0:
        return one(topic, Stand.NIET, f"{program} kan regio-xl niet laden. {INSTALL}")
    return one(topic, Stand.GOED, f"{program} laadt regio-xl {ran.output.strip()}.")


def library(system: System) -> tuple[Check, ...]:
    """On Windows: is xlwings' library where Excel looks for it.

    Its Visual Basic code looks beside the interpreter and one folder up (Main.bas,
    ``XLPyLoadDLL``), which a ``pip install --user`` misses. Without it no button works.
    """
    topic = "Bibliotheek van xlwings"
    if system.platform != WINDOWS:
        return one(topic, Stand.NVT, "alleen op Windows.")
    if system.excel() is None:
        return _without_excel(topic)
    name = f"xlwings??-{system.xlwings_version}.dll"
    folders = system.interpreter.parents[:2]
    found = sorted(file.name for folder in folders for file in folder.glob(name))
    if not found:
        text = (
            f"{name.replace('??', '64')} staat niet bij {system.interpreter}; maak een omgeving "
            "met ‘py -m venv .venv’ en installeer regio-xl daarin."
        )
        return one(topic, Stand.NIET, text)
    return one(topic, Stand.GOED, f"{' en '.join(found)}.")


def script(system: System) -> tuple[Check, ...]:
    """On macOS: is the script there through which Excel may start Python."""
    topic = "Script voor Excel op macOS"
    if system.script is None:
        return one(topic, Stand.NVT, "alleen op macOS.")
    if system.excel() is None:
        return _without_excel(topic)
    if not system.script.exists():
        return one(topic, Stand.NIET, f"{system.script.name} ontbreekt. {INSTALL}")
    return one(topic, Stand.GOED, f"{system.script.name} staat klaar.")


def trusted_folder(system: System) -> tuple[Check, ...]:
    """On Windows: is there a folder of which Excel trusts the macros."""
    topic = "Vertrouwde map"
    if system.platform == MACOS:
        return one(topic, Stand.NVT, trusted.ON_MACOS)
    if system.registry is None or system.excel() is None:
        return _without_excel(topic)
    if trusted.switched_off(system.registry):
        said = (
            "vertrouwde mappen zijn uitgezet; vraag uw beheerder hoe macro’s mogen draaien, "
            "of gebruik ‘regio-xl STAP --excel’."
        )
        return one(topic, Stand.LET_OP, said)
    of_excel = ("%", str(system.startup))  # folders that Excel itself trusts
    paths = [path for path, _ in trusted.known(system.registry).values()]
    own = [p for p in paths if not p.startswith(of_excel) and "\\Microsoft Office\\" not in p]
    if not own:
        said = (
            "geen eigen vertrouwde map. Blokkeert Excel de macro’s, doe dan ‘regio-xl installeren "
            f"--vertrouwde-map MAP’, of in Excel: {trusted.BY_HAND}."
        )
        return one(topic, Stand.LET_OP, said)
    return one(topic, Stand.GOED, f"{', '.join(own)}.")


CHECKS: tuple[Callable[[System], tuple[Check, ...]], ...] = (
    operating_system,
    python,
    packages,
    file_engine,
    functions,
    log_folder,
    libreoffice,
    excel,
    addin_present,
    settings,
    interpreter,
    library,
    script,
    trusted_folder,
)
"""In the order of the table."""


def run_checks(system: System) -> tuple[Check, ...]:
    """Return all checks of this machine."""
    return tuple(check for look in CHECKS for check in look(system))


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
