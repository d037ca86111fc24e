"""Does regio-xl work on this machine: the list of checks, none of which starts Excel."""

import os
import platform
import shutil
import struct
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from regio_xl.installation import checks_excel
from regio_xl.installation.check import Check, Stand, one
from regio_xl.installation.shared import MODULE
from regio_xl.installation.system import MACOS, WINDOWS, System, version_of

DISTRIBUTION = "regio-xl"
OLDEST = (3, 11)
SYSTEMS = {WINDOWS: "Windows", MACOS: "macOS", "linux": "Linux"}
REINSTALL = "Installeer regio-xl opnieuw met ‘pip install -c constraints.txt -e .’."


def python(_system: System) -> tuple[Check, ...]:
    """Is this Python new enough, and is it 64 or 32 bit."""
    bits = struct.calcsize("P") * 8
    found = f"{platform.python_version()}, {bits}-bit"
    if sys.version_info[:2] < OLDEST:
        text = f"{found}; installeer Python {'.'.join(map(str, OLDEST))} of nieuwer."
        return one("Python", Stand.NIET, text)
    return (Check(onderwerp="Python", stand=Stand.GOED, toelichting=f"{found}."),)


def packages(_system: System) -> tuple[Check, ...]:
    """Is everything that our own distribution requires installed, in a version that fits."""
    from importlib.metadata import PackageNotFoundError, requires  # noqa: PLC0415

    try:
        required = requires(DISTRIBUTION) or []
    except PackageNotFoundError:
        text = f"regio-xl draait uit een map en is zelf niet geïnstalleerd. {REINSTALL}"
        return one("Pakket regio-xl", Stand.LET_OP, text)
    return tuple(check for line in required if (check := _package(line)) is not None)


def _package(line: str) -> Check | None:
    """Check one requirement; None when it does not hold for this machine."""
    from packaging.requirements import Requirement  # noqa: PLC0415

    wanted = Requirement(line)
    if wanted.marker is not None and not wanted.marker.evaluate({"extra": ""}):
        return None
    topic, installed = f"Pakket {wanted.name}", version_of(wanted.name)
    needed = f"nodig is {wanted.specifier}" if wanted.specifier else "elke versie is goed"
    if not installed:
        text = f"niet geïnstalleerd; {needed}. {REINSTALL}"
        return Check(onderwerp=topic, stand=Stand.NIET, toelichting=text)
    if not wanted.specifier.contains(installed, prereleases=True):
        text = f"versie {installed}; {needed}. {REINSTALL}"
        return Check(onderwerp=topic, stand=Stand.NIET, toelichting=text)
    text = f"versie {installed}; {needed}."
    return Check(onderwerp=topic, stand=Stand.GOED, toelichting=text)


def operating_system(system: System) -> tuple[Check, ...]:
    """Which operating system is this."""
    name = SYSTEMS.get(system.platform, system.platform)
    text = f"{name} ({platform.release()}, {platform.machine()})."
    return one("Besturingssysteem", Stand.GOED, text)


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
    text = f"{folder} is te beschrijven."
    return one("Logmap", Stand.GOED, text)


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
        text = f"mislukt ({type(error).__name__}: {error}). {REINSTALL}"
        return one(topic, Stand.NIET, text)
    if shown != computed:
        text = f"de werkmap toont {shown} uur en Python berekent {computed} uur. {REINSTALL}"
        return one(topic, Stand.NIET, text)
    text = (
        "voorbeeldjaar gemaakt, gevalideerd en bewaard; werkmap en Python geven hetzelfde totaal."
    )
    return one(topic, Stand.GOED, text)


def functions(system: System) -> tuple[Check, ...]:
    """Can the module with functions for cells be imported, from outside the project folder."""
    ran = system.run((str(system.interpreter), "-c", f"import {MODULE}"))
    topic = "Functies voor cellen"
    if ran.code == 0:
        text = f"{MODULE} is te laden."
        return one(topic, Stand.GOED, text)
    text = f"{MODULE} is niet te laden ({last_line(ran.output)}). {REINSTALL}"
    return one(topic, Stand.NIET, text)


def libreoffice(system: System) -> tuple[Check, ...]:
    """Is LibreOffice there; nobody needs it, the tests use it."""
    places = (
        system.applications / "LibreOffice.app",
        Path("C:/Program Files/LibreOffice/program/soffice.exe"),
    )
    found = shutil.which("soffice") or next((str(path) for path in places if path.exists()), None)
    if found is None:
        text = "niet gevonden; niet nodig."
        return one("LibreOffice", Stand.NVT, text)
    text = "gevonden; niet nodig, wel bruikbaar om de werkmap te bekijken."
    return one("LibreOffice", Stand.GOED, text)


def last_line(output: str) -> str:
    """Return the last line that says something."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    return lines[-1] if lines else "zonder melding"


CHECKS: tuple[Callable[[System], tuple[Check, ...]], ...] = (
    operating_system,
    python,
    packages,
    file_engine,
    functions,
    log_folder,
    libreoffice,
    checks_excel.excel,
    checks_excel.addin_present,
    checks_excel.settings,
    checks_excel.interpreter,
    checks_excel.library,
    checks_excel.script,
    checks_excel.trusted_folder,
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
