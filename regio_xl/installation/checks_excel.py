"""Checks of what stands in and around Excel, read from files and registry without starting it."""

import plistlib
from pathlib import Path

from regio_xl.installation import addin, conf, trusted
from regio_xl.installation.check import Check, Stand, one
from regio_xl.installation.shared import raw_wanted
from regio_xl.installation.system import MACOS, WINDOWS, System

INSTALL = "Doe ‘regio-xl installeren’."
CLICK_TO_RUN = r"HKLM\SOFTWARE\Microsoft\Office\ClickToRun\Configuration"
CONDA = ("CONDA PATH", "CONDA ENV")


def excel(system: System) -> tuple[Check, ...]:
    """Is there an Excel, and which one."""
    if system.platform not in {WINDOWS, MACOS}:
        text = "niet op dit systeem; de stappen werken op een bestand."
        return one("Excel", Stand.NVT, text)
    found = system.excel()
    if found is None:
        text = "niet gevonden; de stappen werken op een bestand."
        return one("Excel", Stand.LET_OP, text)
    text = f"gevonden ({_version(system, found)})."
    return one("Excel", Stand.GOED, text)


def addin_present(system: System) -> tuple[Check, ...]:
    """Will Excel open the add-in of the xlwings package that is installed."""
    topic = "xlwings-invoegtoepassing"
    if system.excel() is None:
        return _without_excel(topic)
    found = addin.present(system)
    if found is addin.Present.ABSENT:
        text = (
            f"niet geplaatst. {INSTALL} Staat uw organisatie invoegtoepassingen niet toe, gebruik "
            "dan ‘regio-xl STAP --excel’."
        )
        return one(topic, Stand.NIET, text)
    if found is addin.Present.OTHER:
        text = f"een andere versie dan xlwings {system.xlwings_version}. {INSTALL}"
        return one(topic, Stand.NIET, text)
    text = f"geplaatst, {addin.version(system)}, gelijk aan het pakket."
    return one(topic, Stand.GOED, text)


def settings(system: System) -> tuple[Check, ...]:
    """Does Excel find the settings of xlwings that regio-xl needs."""
    topic = "Instellingen van xlwings"
    if system.excel() is None:
        return _without_excel(topic)
    text = _text(system)
    missing = conf.planned(text, raw_wanted(system))
    if missing:
        names = ", ".join(setting.key for setting in missing)
        said = f"in {system.conf.name} staat niet wat nodig is: {names}. {INSTALL}"
        return one(topic, Stand.NIET, said)
    if any(conf.value_of(text, key) for key in CONDA):
        said = (
            f"goed, maar in {system.conf.name} staat ook een conda-omgeving; werkt een knop niet, "
            f"haal dan {' en '.join(CONDA)} daar weg."
        )
        return one(topic, Stand.LET_OP, said)
    said = f"{system.conf.name} bevat wat nodig is."
    return one(topic, Stand.GOED, said)


def interpreter(system: System) -> tuple[Check, ...]:
    """Can the Python that Excel will start, load regio-xl."""
    topic = "Python die Excel start"
    if system.excel() is None:
        return _without_excel(topic)
    key = "INTERPRETER_MAC" if system.platform == MACOS else "INTERPRETER_WIN"
    program = conf.shown(conf.value_of(_text(system), key), system.encoding)
    if not program:
        said = f"niet ingesteld. {INSTALL}"
        return one(topic, Stand.NIET, said)
    ran = system.run((program, "-c", "import regio_xl; print(regio_xl.__version__)"))
    if ran.code != 0:
        said = f"{program} kan regio-xl niet laden. {INSTALL}"
        return one(topic, Stand.NIET, said)
    said = f"{program} laadt regio-xl {ran.output.strip()}."
    return one(topic, Stand.GOED, said)


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
        said = "alleen op macOS."
        return one(topic, Stand.NVT, said)
    if system.excel() is None:
        return _without_excel(topic)
    if not system.script.exists():
        said = f"{system.script.name} ontbreekt. {INSTALL}"
        return one(topic, Stand.NIET, said)
    said = f"{system.script.name} staat klaar."
    return one(topic, Stand.GOED, said)


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
    own = [path for path, _ in trusted.known(system.registry).values() if _of_user(path, system)]
    if not own:
        said = (
            "geen eigen vertrouwde map. Blokkeert Excel de macro’s, doe dan ‘regio-xl installeren "
            f"--vertrouwde-map MAP’, of in Excel: {trusted.BY_HAND}."
        )
        return one(topic, Stand.LET_OP, said)
    said = f"{', '.join(own)}."
    return one(topic, Stand.GOED, said)


def _of_user(path: str, system: System) -> bool:
    """Tell a folder that somebody chose from those that Excel itself trusts."""
    own = ("%", str(system.startup))
    return not path.startswith(own) and "\\Microsoft Office\\" not in path


def _without_excel(topic: str) -> tuple[Check, ...]:
    text = "er is hier geen Excel."
    return one(topic, Stand.NVT, text)


def _text(system: System) -> str:
    return conf.read(system.conf) or ""


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
