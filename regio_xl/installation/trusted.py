"""A trusted location of Excel on Windows: a folder in which macros run without a question.

Offered, never forced: whoever can write in the folder can run macros on this computer.
"""

import re
from datetime import datetime
from pathlib import Path, PureWindowsPath

from regio_xl.domain.model import Model
from regio_xl.installation.errors import InstallError
from regio_xl.installation.system import WINDOWS, Registry, System

LOCATIONS = r"HKCU\Software\Microsoft\Office\16.0\Excel\Security\Trusted Locations"
POLICY = r"HKCU\Software\Policies\Microsoft\Office\16.0\Excel\Security\Trusted Locations"
DESCRIPTION = "Werkmappen van regio-xl"
FIRST = 20
"""Excel itself fills the low numbers; a number of our own cannot clash with those."""
BY_HAND = (
    "Bestand › Opties › Vertrouwenscentrum › Instellingen voor het Vertrouwenscentrum › "
    "Vertrouwde locaties › Nieuwe locatie toevoegen"
)
ON_MACOS = (
    "Excel op macOS kent geen vertrouwde mappen; kies bij het openen van de werkmap "
    "‘Macro’s inschakelen’ (vast in te stellen bij Excel › Voorkeuren › Beveiliging)."
)


class Location(Model):
    """A trusted location to write.

    Attributes:
        key: Registry key.
        values: What to write there.
    """

    key: str
    values: dict[str, str | int]


def known(registry: Registry) -> dict[str, tuple[str, bool]]:
    """Return the user's trusted locations by key: folder, and whether folders below count."""
    found = {}
    for name in registry.subkeys(LOCATIONS):
        key = rf"{LOCATIONS}\{name}"
        folder = registry.read(key, "Path")
        if folder:
            found[key] = (str(folder), bool(registry.read(key, "AllowSubfolders")))
    return found


def switched_off(registry: Registry) -> bool:
    """Tell whether the organisation or the user has switched trusted locations off."""
    return any(registry.read(key, "AllLocationsDisabled") == 1 for key in (POLICY, LOCATIONS))


def planned(
    folder: str, present: dict[str, tuple[str, bool]], taken: tuple[str, ...], today: datetime
) -> Location | None:
    r"""Return the location to add; None when the folder is trusted already.

    Args:
        folder: Folder to trust.
        present: The locations that are there, see ``known``.
        taken: Names of the keys that are there, whatever they hold.
        today: Moment to write next to it.
    """
    wanted = PureWindowsPath(folder)
    for path, below in present.values():
        trusted = PureWindowsPath(path)
        if trusted == wanted or (below and trusted in wanted.parents):
            return None
    numbers = {int(found[1]) for name in taken if (found := re.fullmatch(r"Location(\d+)", name))}
    number = next(count for count in range(FIRST, FIRST + len(numbers) + 1) if count not in numbers)
    return Location(
        key=rf"{LOCATIONS}\Location{number}",
        values={
            "Path": f"{wanted}\\",
            "AllowSubfolders": 0,
            "Description": DESCRIPTION,
            "Date": f"{today:%d-%m-%Y %H:%M}",
        },
    )


def check(folder: str, system: System) -> None:
    """Refuse a folder that must not be trusted.

    Raises:
        InstallError: It is on a network, in the cloud, too wide, or there is no such setting here.
    """
    if system.platform != WINDOWS or system.registry is None:
        raise InstallError(f"Een vertrouwde map instellen kan alleen op Windows. {ON_MACOS}")
    path = PureWindowsPath(folder)
    if folder.startswith(("\\\\", "//")) or "://" in folder or _mapped(path, system.registry):
        raise InstallError(
            f"De map {folder} staat op een netwerk. Anderen kunnen er macro’s in zetten, dus "
            "wordt zo’n map niet vertrouwd; kies een map op deze computer."
        )
    if not path.drive or path.parent == path:
        raise InstallError(
            f"De map {folder} is te ruim of onvolledig: kies een eigen map voor de werkmappen, "
            "met de hele naam, zoals C:\\Werkmappen."
        )
    home = PureWindowsPath(str(system.home))
    if path in {home, home / "Downloads", home / "Desktop"} or path in home.parents:
        raise InstallError(
            f"In de map {folder} komen ook bestanden van internet en uit de mail terecht; kies "
            "een eigen map voor de werkmappen, zoals "
            f"{home / 'Werkmappen'}."
        )
    if not Path(folder).is_dir():
        raise InstallError(f"De map {folder} bestaat niet; maak haar eerst.")


def _mapped(path: PureWindowsPath, registry: Registry) -> bool:
    """Tell whether the drive letter stands for a folder on a network."""
    letter = path.drive.rstrip(":")
    return bool(letter) and registry.read(rf"HKCU\Network\{letter}", "RemotePath") is not None
