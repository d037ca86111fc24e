"""A trusted location of Excel on Windows: a folder in which macros run without a question.

Offered, never forced: whoever can write in the folder can run macros on this computer.
"""

import re
from datetime import datetime
from pathlib import Path, PureWindowsPath

from regio_xl.domain.model import Model
from regio_xl.excel.system import InstallError, System, WindowsRegistry

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
    "Excel op macOS kent geen vertrouwde mappen; kies bij het openen "
    "‘Macro’s inschakelen’ (vast in te stellen bij Excel › Voorkeuren › Beveiliging)."
)


class Location(Model):
    """A trusted location of ours, in the registry or still to be written there."""

    registry: WindowsRegistry
    key: str
    values: dict[str, str | int]


def known(registry: WindowsRegistry) -> dict[str, tuple[str, bool]]:
    """Return the user's trusted locations by key: folder, and whether folders below count."""
    found = {}
    for name in registry.subkeys(LOCATIONS):
        key = rf"{LOCATIONS}\{name}"
        folder = registry.read(key, "Path")
        if folder:
            found[key] = (str(folder), bool(registry.read(key, "AllowSubfolders")))
    return found


def switched_off(registry: WindowsRegistry) -> bool:
    """Tell whether the organisation or the user has switched trusted locations off."""
    return any(registry.read(key, "AllLocationsDisabled") == 1 for key in (POLICY, LOCATIONS))


def planned(folder: str, registry: WindowsRegistry, today: datetime) -> Location | None:
    """Return the location to add; None when the folder is trusted already."""
    wanted = PureWindowsPath(folder)
    for path, below in known(registry).values():
        trusted = PureWindowsPath(path)
        if trusted == wanted or (below and trusted in wanted.parents):
            return None
    taken = registry.subkeys(LOCATIONS)  # whatever they hold
    numbers = {int(found[1]) for name in taken if (found := re.fullmatch(r"Location(\d+)", name))}
    number = next(count for count in range(FIRST, FIRST + len(numbers) + 1) if count not in numbers)
    return Location(
        registry=registry,
        key=rf"{LOCATIONS}\Location{number}",
        values={
            "Path": f"{wanted}\\",
            "AllowSubfolders": 0,
            "Description": DESCRIPTION,
            "Date": f"{today:%d-%m-%Y %H:%M}",
        },
    )


def ours(registry: WindowsRegistry | None, key: str | None) -> Location | None:
    """Return a location that we added, if it is still there and ours."""
    if key is None or registry is None or registry.read(key, "Description") != DESCRIPTION:
        return None
    return Location(registry=registry, key=key, values={"Path": registry.read(key, "Path") or ""})


def checked(folder: str, system: System) -> WindowsRegistry:
    """Return where to write it, or refuse: a folder on a network, in the cloud or too wide."""
    if system.registry is None:
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
            f"een eigen map voor de werkmappen, zoals {home / 'Werkmappen'}."
        )
    if not Path(folder).is_dir():
        raise InstallError(f"De map {folder} bestaat niet; maak haar eerst.")
    return system.registry


def _mapped(path: PureWindowsPath, registry: WindowsRegistry) -> bool:
    """Tell whether the drive letter stands for a folder on a network."""
    letter = path.drive.rstrip(":")
    return bool(letter) and registry.read(rf"HKCU\Network\{letter}", "RemotePath") is not None
