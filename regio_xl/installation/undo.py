"""Undoing what was set up, as far as it is still as we left it."""

from regio_xl.installation import addin, conf, ledger, trusted
from regio_xl.installation.conf import Setting
from regio_xl.installation.ledger import Ledger
from regio_xl.installation.report import Change, Outcome
from regio_xl.installation.shared import (
    MODULE,
    RESTART,
    backup_of,
    drop_backup,
    files,
    require_excel,
    told,
)
from regio_xl.installation.system import System

NOTHING_TO_UNDO = "Er is niets van regio-xl ingesteld; er is niets veranderd."


def uninstall(system: System, *, dry_run: bool = False) -> Outcome:
    """Undo what ``install`` changed, as far as it is still as we left it.

    The add-in goes first: it is what Excel may hold on to, and then nothing has changed yet.

    Raises:
        InstallError: It failed; what was not undone stays remembered.
    """
    with files():
        known = ledger.load(system.config_folder)
        if known == Ledger():
            if system.platform not in RESTART:
                require_excel(system)
            return Outcome(advice=(NOTHING_TO_UNDO,), dry_run=dry_run)
        text = conf.read(system.conf) or ""
        settings = undoing(text, known.settings)
        changes = _undone(system, known, settings)
        if not dry_run:
            _undo(system, known, text, settings)
    advice = [RESTART[system.platform]]
    if (backup := backup_of(system)).exists():
        advice.append(f"De kopie van vóór regio-xl staat nog in {backup}; u mag haar verwijderen.")
    return Outcome(changes=changes, advice=tuple(advice), dry_run=dry_run)


def undoing(text: str, ours: tuple[Setting, ...]) -> tuple[Setting, ...]:
    """Return the changes that put old values back, only where the value is still ours.

    From a list only our own item is taken, whatever others added since.
    """
    settings = []
    for setting in ours:
        now = conf.value_of(text, setting.key)
        target = setting.old
        if now is not None and setting.key in conf.LISTS and now != setting.new:
            target = conf.without_item(now, MODULE)
        elif now != setting.new:
            continue
        if target != now:
            settings.append(Setting(key=setting.key, old=now, new=target))
    return tuple(settings)


def _undo(system: System, known: Ledger, text: str, settings: tuple[Setting, ...]) -> None:
    if known.addin_placed:
        addin.take_away(system)
        if known.addin_replaced is not None:
            addin.put_back(system, known.addin_replaced)
    if known.script_placed and system.script is not None:
        system.script.unlink(missing_ok=True)
    if (location := _ours(system, known)) is not None and system.registry is not None:
        system.registry.delete(location)
    left = conf.applied(text, settings, system.newline)
    if not left and known.conf_made:
        system.conf.unlink(missing_ok=True)
    elif left != text:
        conf.write(system.conf, left)
    drop_backup(system)
    ledger.save(system.config_folder, Ledger())


def _undone(system: System, known: Ledger, settings: tuple[Setting, ...]) -> tuple[Change, ...]:
    changes = [told(system, setting) for setting in settings]
    if known.addin_placed:
        new = None if known.addin_replaced is None else "de vorige versie"
        changes.append(
            Change(where=str(system.addin), what=addin.WHAT, old=addin.version(system), new=new)
        )
    if known.script_placed:
        what = "script dat Python start"
        changes.append(Change(where=str(system.script), what=what, old="geplaatst"))
    if (location := _ours(system, known)) is not None and system.registry is not None:
        folder = str(system.registry.read(location, "Path"))
        changes.append(Change(where=location, what="vertrouwde map", old=folder))
    return tuple(changes)


def _ours(system: System, known: Ledger) -> str | None:
    """Return the key of the trusted location that we added, if it is still there and ours."""
    if known.trusted is None or system.registry is None:
        return None
    description = system.registry.read(known.trusted, "Description")
    return known.trusted if description == trusted.DESCRIPTION else None
