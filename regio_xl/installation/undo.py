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
    advice = [RESTART[system.platform] if changes else NOTHING_TO_UNDO]
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
    _undo_addin(system, known)
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


def _undo_addin(system: System, known: Ledger) -> None:
    """Take our add-in away and put the one before it back.

    What is remembered may only have been about to be done, or may be undone already by a run that
    was cut short; an add-in that equals the copy is the one that must stay.
    """
    copy = known.addin_replaced
    if _addin_differs(system, known):
        addin.take_away(system)
        if copy is not None and copy.exists():
            addin.put_back(system, copy)
    if copy is not None:
        # Without its copy the add-in that is back could not be told from ours any more.
        ledger.save(system.config_folder, known.model_copy(update={"addin_placed": False}))
        copy.unlink(missing_ok=True)


def _addin_differs(system: System, known: Ledger) -> bool:
    """Tell whether the add-in is not, or no longer, as it was before we came."""
    if not known.addin_placed:
        return False
    copy = known.addin_replaced
    if copy is not None and copy.exists():
        return not addin.is_copied(system, copy)
    return addin.present(system) is not addin.Present.ABSENT


def _undone(system: System, known: Ledger, settings: tuple[Setting, ...]) -> tuple[Change, ...]:
    changes = [told(system, setting) for setting in settings]
    if _addin_differs(system, known):
        there = addin.present(system) is not addin.Present.ABSENT
        copy = known.addin_replaced
        old = addin.version(system) if there else None
        new = "de vorige versie" if copy is not None and copy.exists() else None
        changes.append(Change(where=str(system.addin), what=addin.WHAT, old=old, new=new))
    if known.script_placed and system.script is not None and system.script.exists():
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
