"""The xlwings add-in in Excel: placed and taken away by xlwings' own command."""

import shutil
from enum import StrEnum
from pathlib import Path

from regio_xl.excel import conf
from regio_xl.excel.system import XLAM, InstallError, System

WHAT = "xlwings-invoegtoepassing"
CLOSE = "Sluit Excel en probeer het opnieuw."
REASONS = {
    "Failed to install the add-in": f"Excel houdt het bestand vast. {CLOSE}",
    "Failed to remove the add-in": f"Excel houdt het bestand vast. {CLOSE}",
    "PermissionError": f"er zijn geen rechten op de map, of Excel houdt het bestand vast. {CLOSE}",
    "geen antwoord": "Excel gaf geen antwoord; staat er een venster open? " + CLOSE,
    "No module named": "het pakket xlwings ontbreekt; installeer regio-xl opnieuw.",
}


class Present(StrEnum):
    """Which add-in Excel will open."""

    ABSENT = "afwezig"
    SAME = "gelijk"
    OTHER = "anders"


def present(system: System) -> Present:
    """Tell, without starting Excel, whether the add-in is there and of the right version.

    The version is that of the package when the bytes are: the add-in itself does not say.
    """
    if system.addin is None or not system.addin.is_file():
        return Present.ABSENT
    source = system.addin_source
    if source is None or not source.is_file() or source.read_bytes() != system.addin.read_bytes():
        return Present.OTHER
    return Present.SAME


def copy_of_other(system: System) -> Path:
    """Return where the add-in of another version is kept."""
    return system.config_folder / f"{XLAM}.voor-regio-xl"


def keep_other(system: System) -> None:
    """Copy the add-in of another version to our own folder: the whole copy, or none."""
    conf.write_bytes(copy_of_other(system), _path(system).read_bytes())


def is_copied(system: System, copy: Path) -> bool:
    """Tell whether the add-in is, byte for byte, the one that ``copy`` was made of."""
    path = _path(system)
    return path.is_file() and copy.is_file() and path.read_bytes() == copy.read_bytes()


def place(system: System) -> None:
    """Let xlwings place the add-in, and on macOS the script that starts Python."""
    _xlwings(system, "install", "Successfully installed", "geplaatst")


def take_away(system: System) -> None:
    """Let xlwings take the add-in away; without Excel the file is simply deleted."""
    if present(system) is Present.ABSENT:
        return
    if system.excel() is None:
        _path(system).unlink()
        return
    _xlwings(system, "remove", "Successfully removed", "verwijderd")


def put_back_found(system: System, found: Present) -> None:
    """Put back what ``found`` said was there, after an attempt that failed."""
    copy = copy_of_other(system)
    if found is Present.ABSENT:
        _path(system).unlink(missing_ok=True)
    elif found is Present.OTHER and copy.exists():
        put_back(system, copy)
        copy.unlink()


def put_back(system: System, copy: Path) -> None:
    """Put the add-in back that stood there before ours; the copy stays."""
    try:
        shutil.copy2(copy, _path(system))
    except PermissionError as error:
        raise InstallError(f"De vorige xlwings-invoegtoepassing is niet terug: {CLOSE}") from error


def _path(system: System) -> Path:
    if system.addin is None:
        raise InstallError("Op dit systeem heeft Excel geen map voor invoegtoepassingen.")
    return system.addin


def _xlwings(system: System, word: str, said: str, done: str) -> None:
    """Run xlwings' own command, which succeeded only if it said so; else say why in Dutch."""
    ran = system.run((str(system.interpreter), "-m", "xlwings.cli", "addin", word))
    if ran.code == 0 and said in ran.output:
        return
    unknown = f"xlwings meldt ‘{ran.last_line or 'niets'}’. {CLOSE}"
    reason = next((reason for sign, reason in REASONS.items() if sign in ran.output), unknown)
    raise InstallError(f"De xlwings-invoegtoepassing is niet {done}: {reason}")
