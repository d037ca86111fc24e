"""The whole of setting up and undoing; each says exactly what it changed.

Settings come first: xlwings' own command writes a configuration of its own when there is none,
and that one could not be told from the user's. Whatever fails is put back.
"""

import shutil
from contextlib import suppress
from datetime import datetime

from regio_xl.installation import addin, checks, conf, ledger, trusted
from regio_xl.installation.check import Stand
from regio_xl.installation.conf import Setting
from regio_xl.installation.errors import InstallError
from regio_xl.installation.ledger import Ledger
from regio_xl.installation.report import Change, Outcome
from regio_xl.installation.shared import (
    FOR_ALL_BOOKS,
    OTHER_BOOKS,
    RESTART,
    backup_of,
    drop_backup,
    files,
    raw_wanted,
    require_excel,
    told,
)
from regio_xl.installation.system import MACOS, System

NOTHING_DONE = "Alles stond al goed; er is niets veranderd."


def install(system: System, *, folder: str | None = None, dry_run: bool = False) -> Outcome:
    """Set regio-xl up inside Excel.

    Args:
        system: The machine.
        folder: Folder to trust, on Windows; None trusts none.
        dry_run: Only work out what would change.

    Raises:
        InstallError: It cannot be done here, or it failed; nothing is changed then.
    """
    require_excel(system)
    _require_python(system)
    with files():
        if folder is not None:
            trusted.check(folder, system)
        settings = conf.planned(conf.read(system.conf) or "", raw_wanted(system))
        found = addin.present(system)
        location = _location(system, folder)
        changes = _changes(system, settings, found, location)
        if changes and not dry_run:
            _apply(system, settings, found, location)
    advice = _advice(system, settings, folder)
    if not changes:
        return Outcome(advice=(NOTHING_DONE, *advice), dry_run=dry_run)
    return Outcome(changes=changes, advice=(RESTART[system.platform], *advice), dry_run=dry_run)


def _require_python(system: System) -> None:
    """Refuse to point Excel at a Python that is too old, or that lacks a package (version).

    Raises:
        InstallError: Something is missing; the message names all of it, with what to do.
    """
    found = (*checks.python(system), *checks.packages(system))
    wrong = [f"{item.onderwerp}: {item.toelichting}" for item in found if item.stand is Stand.NIET]
    if wrong:
        raise InstallError(f"Er is niets ingesteld en niets veranderd. {' '.join(wrong)}")


def _apply(
    system: System,
    settings: tuple[Setting, ...],
    found: addin.Present,
    location: trusted.Location | None,
) -> None:
    before = ledger.load(system.config_folder)
    original = system.conf.read_bytes() if system.conf.exists() else None
    known = before.model_copy(
        update={
            "settings": before.merged(settings),
            "conf_made": before.conf_made or (original is None and bool(settings)),
            "trusted": location.key if location else before.trusted,
            "addin_replaced": (
                addin.copy_of_other(system) if _replaces(before, found) else before.addin_replaced
            ),
        }
    )
    had_script = system.script is None or system.script.exists()
    # Remembered before it is done: a crash in between leaves nothing that cannot be undone.
    ledger.save(system.config_folder, known)
    try:
        if settings:
            _write_settings(system, settings)
        if location is not None and system.registry is not None:
            system.registry.write(location.key, location.values)
        _place_addin(system, known, found, had_script)
    except BaseException:  # Ctrl-C too
        back = _put_addin_back(system, before, found)
        _put_back(system, original, location, had_script)
        if back:
            ledger.save(system.config_folder, before)
        raise


def _write_settings(system: System, settings: tuple[Setting, ...]) -> None:
    path = system.conf
    backup = backup_of(system)
    if path.exists() and not backup.exists():
        shutil.copy2(path, backup)
    text = conf.read(path) or ""
    conf.write(path, conf.applied(text, settings, system.newline))


def _replaces(known: Ledger, found: addin.Present) -> bool:
    """Tell whether an add-in that is not ours is there, and must be kept."""
    return found is addin.Present.OTHER and not known.addin_placed


def _place_addin(system: System, known: Ledger, found: addin.Present, had_script: bool) -> None:
    """Place the add-in where it is needed, and remember that just before."""
    if found is addin.Present.SAME and had_script:
        return
    if _replaces(known, found):
        addin.keep_other(system)
    known = known.model_copy(
        update={
            "addin_placed": known.addin_placed or found is not addin.Present.SAME,
            "script_placed": known.script_placed or not had_script,
        }
    )
    ledger.save(system.config_folder, known)
    addin.place(system)


def _put_addin_back(system: System, before: Ledger, found: addin.Present) -> bool:
    """Put the add-in back, which xlwings may have left half placed; tell whether that worked."""
    if before.addin_placed:
        return True
    try:
        addin.put_back_found(system, found)
    except (OSError, InstallError):
        return False
    return True


def _put_back(
    system: System,
    original: bytes | None,
    location: trusted.Location | None,
    had_script: bool,
) -> None:
    """Put back what stood there before an attempt that failed."""
    if location is not None and system.registry is not None:
        with suppress(OSError):  # it may be what failed
            system.registry.delete(location.key)
    if not had_script and system.script is not None:
        system.script.unlink(missing_ok=True)
    if original is None:
        system.conf.unlink(missing_ok=True)
    else:
        conf.write_bytes(system.conf, original)
        drop_backup(system)


def _location(system: System, folder: str | None) -> trusted.Location | None:
    if folder is None or system.registry is None:
        return None
    taken = system.registry.subkeys(trusted.LOCATIONS)
    return trusted.planned(folder, trusted.known(system.registry), taken, datetime.now())


def _changes(
    system: System,
    settings: tuple[Setting, ...],
    found: addin.Present,
    location: trusted.Location | None,
) -> tuple[Change, ...]:
    changes = [told(system, setting) for setting in settings]
    if found is not addin.Present.SAME:
        changes.append(addin.change(system, found))
    if system.script is not None and not system.script.exists():
        changes.append(
            Change(where=str(system.script), what="script dat Python start", new="geplaatst")
        )
    if location is not None:
        changes.append(
            Change(where=location.key, what="vertrouwde map", new=str(location.values["Path"]))
        )
    return tuple(changes)


def _advice(system: System, settings: tuple[Setting, ...], folder: str | None) -> tuple[str, ...]:
    advice = []
    if any(setting.key in FOR_ALL_BOOKS for setting in settings):
        advice.append(OTHER_BOOKS)
    if system.platform == MACOS:
        advice.append(trusted.ON_MACOS)
    elif folder is None:
        advice.append(
            "Blokkeert Excel de macro’s? Vertrouw dan een map: ‘regio-xl installeren "
            f"--vertrouwde-map MAP’, of in Excel: {trusted.BY_HAND}."
        )
    return tuple(advice)
