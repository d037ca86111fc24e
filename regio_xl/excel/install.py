"""Setting regio-xl up inside Excel and undoing it; each says exactly what it changed.

Settings come first: xlwings' own command writes a configuration of its own when there is none,
and that one could not be told from the user's. Whatever fails is put back.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from regio_xl.domain.model import Model
from regio_xl.excel import addin, checks, conf, ledger, trusted
from regio_xl.excel.checks import Stand
from regio_xl.excel.conf import Setting
from regio_xl.excel.ledger import Change, Ledger, Outcome
from regio_xl.excel.system import MACOS, WINDOWS, InstallError, System

NOTHING_DONE = "Alles stond al goed; er is niets veranderd."
NOTHING_TO_UNDO = "Er is niets van regio-xl ingesteld; er is niets veranderd."
RESTART = {
    WINDOWS: "Sluit Excel helemaal en start het opnieuw; open daarna de werkmap.",
    MACOS: "Sluit Excel met Cmd-Q en start het opnieuw; open daarna de werkmap.",
}
FOR_ALL_BOOKS = ("UDF MODULES", "USE UDF SERVER")
"""Settings that change what other workbooks with xlwings do."""
OTHER_BOOKS = (
    "Hebt u nog andere werkmappen met xlwings? UDF MODULES en USE UDF SERVER gelden ook daar. "
    "RunPython loopt daar nu door dezelfde server, die blijft draaien: gewijzigde code werkt pas "
    "na ‘Restart UDF Server’ op het tabblad xlwings. ‘Import Functions’ leest daar de modules bij "
    "UDF MODULES in plaats van de module met de naam van de werkmap. Zet hun modules er dus bij, "
    "gescheiden door ‘;’. Wilt u dit voor één werkmap niet? Maak daarin een blad ‘xlwings.conf’, "
    "met in kolom A deze twee namen en in kolom B de eigen modules en False. Alles ongedaan maken: "
    "‘regio-xl installeren --verwijderen’."
)
SCRIPT = "script dat Python start"
FOLDER = "vertrouwde map"


class Setup(Model):
    """What is not yet as it must be, looked at before anything is done."""

    settings: tuple[Setting, ...]
    found: addin.Present
    script: bool
    location: trusted.Location | None


def install(system: System, *, folder: str | None = None, dry_run: bool = False) -> Outcome:
    """Set regio-xl up inside Excel; ``folder`` is one to trust, on Windows.

    Raises:
        InstallError: It cannot be done here, or it failed; nothing is changed then.
    """
    _require_excel(system)
    _require_python()
    with _files():
        location = None
        if folder is not None:
            location = trusted.planned(folder, trusted.checked(folder, system), datetime.now())
        setup = Setup(
            settings=conf.planned(conf.read(system.conf), conf.wanted(system)),
            found=addin.present(system),
            script=system.script is not None and not system.script.exists(),
            location=location,
        )
        changes = _changes(system, setup)
        if changes and not dry_run:
            _apply(system, setup)
    done = RESTART[system.platform] if changes else NOTHING_DONE
    return Outcome(changes=changes, advice=(done, *_advice(system, setup, folder)), dry_run=dry_run)


def _require_excel(system: System) -> None:
    """Refuse where there is no Excel: an installation would be a half one."""
    if system.platform not in RESTART or system.excel() is None:
        raise InstallError(
            "Op deze computer is geen Excel gevonden, dus er is niets veranderd; de stappen "
            "werken hier wel op een bestand, zie ‘regio-xl --help’."
        )


def _require_python() -> None:
    """Refuse to point Excel at a Python that is too old, or that lacks a package (version)."""
    found = {"Python": checks.python(), **checks.packages()}
    wrong = [f"{topic}: {text}" for topic, (stand, text) in found.items() if stand is Stand.NIET]
    if wrong:
        raise InstallError(f"Er is niets ingesteld en niets veranderd. {' '.join(wrong)}")


@contextmanager
def _files() -> Iterator[None]:
    """Turn what goes wrong with a file into a sentence."""
    try:
        yield
    except OSError as error:
        name = error.filename or "een van de bestanden"
        raise InstallError(
            f"{name} kon niet worden gelezen of geschreven ({type(error).__name__}); sluit Excel, "
            "geef op macOS toestemming als daarom wordt gevraagd, en probeer het opnieuw."
        ) from error


def _changes(system: System, setup: Setup) -> tuple[Change, ...]:
    changes = _told(system, setup.settings)
    if setup.found is not addin.Present.SAME:
        old = None if setup.found is addin.Present.ABSENT else "een andere versie"
        new = f"versie {system.xlwings_version}"
        changes.append(Change(where=str(system.addin), what=addin.WHAT, old=old, new=new))
    if setup.script:
        changes.append(Change(where=str(system.script), what=SCRIPT, new="geplaatst"))
    if setup.location is not None:
        changes.append(
            Change(where=setup.location.key, what=FOLDER, new=str(setup.location.values["Path"]))
        )
    return tuple(changes)


def _told(system: System, settings: tuple[Setting, ...]) -> list[Change]:
    """Return changed settings as a person reads them."""
    changes = []
    for item in settings:
        old, new = (conf.shown(value, system.encoding) for value in (item.old, item.new))
        changes.append(Change(where=str(system.conf), what=item.key, old=old, new=new))
    return changes


def _apply(system: System, setup: Setup) -> None:
    before = ledger.load(system.config_folder)
    original = system.conf.read_bytes() if system.conf.exists() else None
    replaces = setup.found is addin.Present.OTHER and not before.addin_placed
    known = before.model_copy(
        update={
            "settings": before.merged(setup.settings),
            "conf_made": before.conf_made or (original is None and bool(setup.settings)),
            "trusted": setup.location.key if setup.location else before.trusted,
            "addin_replaced": addin.copy_of_other(system) if replaces else before.addin_replaced,
        }
    )
    # Remembered before it is done: a crash in between leaves nothing that cannot be undone.
    ledger.save(system.config_folder, known)
    try:
        if setup.settings:
            _write_settings(system, setup.settings)
        if setup.location is not None:
            setup.location.registry.write(setup.location.key, setup.location.values)
        _place_addin(system, known, setup, replaces=replaces)
    except BaseException:  # Ctrl-C too
        _put_back(system, before, setup, original)
        raise


def _write_settings(system: System, settings: tuple[Setting, ...]) -> None:
    backup = _backup_of(system)
    if system.conf.exists() and not backup.exists():
        shutil.copy2(system.conf, backup)
    conf.write(system.conf, conf.applied(conf.read(system.conf), settings, system.newline))


def _place_addin(system: System, known: Ledger, setup: Setup, *, replaces: bool) -> None:
    """Place the add-in where it is needed, and remember that just before."""
    if setup.found is addin.Present.SAME and not setup.script:
        return
    if replaces:
        addin.keep_other(system)
    known = known.model_copy(
        update={
            "addin_placed": known.addin_placed or setup.found is not addin.Present.SAME,
            "script_placed": known.script_placed or setup.script,
        }
    )
    ledger.save(system.config_folder, known)
    addin.place(system)


def _put_back(system: System, before: Ledger, setup: Setup, original: bytes | None) -> None:
    """Put back what stood there before an attempt that failed; what stays is remembered."""
    failed = False
    try:
        if not before.addin_placed:
            addin.put_back_found(system, setup.found)  # xlwings may have left it half placed
    except (OSError, InstallError):
        failed = True
    if setup.location is not None:
        with suppress(OSError):  # it may be what failed
            setup.location.registry.delete(setup.location.key)
    if setup.script and system.script is not None:
        system.script.unlink(missing_ok=True)
    if original is None:
        system.conf.unlink(missing_ok=True)
    else:
        conf.write_bytes(system.conf, original)
        _drop_backup(system)
    if not failed:
        ledger.save(system.config_folder, before)


def _backup_of(system: System) -> Path:
    """Return where the configuration from before our first change is kept."""
    return system.conf.with_name(f"{system.conf.name}.voor-regio-xl")


def _drop_backup(system: System) -> None:
    """Delete our copy of the configuration once the original is back, byte for byte."""
    backup = _backup_of(system)
    if backup.exists() and system.conf.exists() and backup.read_bytes() == system.conf.read_bytes():
        backup.unlink()


def _advice(system: System, setup: Setup, folder: str | None) -> tuple[str, ...]:
    advice = []
    if any(setting.key in FOR_ALL_BOOKS for setting in setup.settings):
        advice.append(OTHER_BOOKS)
    if system.platform == MACOS:
        advice.append(trusted.ON_MACOS)
    elif folder is None:
        advice.append(
            "Blokkeert Excel de macro’s? Vertrouw dan een map: ‘regio-xl installeren "
            f"--vertrouwde-map MAP’, of in Excel: {trusted.BY_HAND}."
        )
    return tuple(advice)


def uninstall(system: System, *, dry_run: bool = False) -> Outcome:
    """Undo what ``install`` changed, as far as it is still as we left it.

    The add-in goes first: it is what Excel may hold on to, and then nothing has changed yet.

    Raises:
        InstallError: It failed; what was not undone stays remembered.
    """
    with _files():
        known = ledger.load(system.config_folder)
        if known == Ledger():
            if system.platform not in RESTART:
                _require_excel(system)
            return Outcome(advice=(NOTHING_TO_UNDO,), dry_run=dry_run)
        text = conf.read(system.conf)
        settings = _undoing(text, known.settings)
        changes = _undone(system, known, settings)
        if not dry_run:
            _undo(system, known, text, settings)
    advice = [RESTART[system.platform] if changes else NOTHING_TO_UNDO]
    if (backup := _backup_of(system)).exists():
        advice.append(f"De kopie van vóór regio-xl staat nog in {backup}; u mag haar verwijderen.")
    return Outcome(changes=changes, advice=tuple(advice), dry_run=dry_run)


def _undoing(text: str, ours: tuple[Setting, ...]) -> tuple[Setting, ...]:
    """Return the changes that put old values back, only where the value is still ours.

    From a list only our own item is taken, whatever others added since.
    """
    settings = []
    for setting in ours:
        now = conf.value_of(text, setting.key)
        target = setting.old
        if now is not None and setting.key in conf.LISTS and now != setting.new:
            target = conf.without_item(now, conf.MODULE)
        elif now != setting.new:
            continue
        if target != now:
            settings.append(Setting(key=setting.key, old=now, new=target))
    return tuple(settings)


def _undone(system: System, known: Ledger, settings: tuple[Setting, ...]) -> tuple[Change, ...]:
    changes = _told(system, settings)
    if _addin_differs(system, known):
        there = addin.present(system) is not addin.Present.ABSENT
        copy = known.addin_replaced
        old = f"versie {system.xlwings_version}" if there else None
        new = "de vorige versie" if copy is not None and copy.exists() else None
        changes.append(Change(where=str(system.addin), what=addin.WHAT, old=old, new=new))
    if known.script_placed and system.script is not None and system.script.exists():
        changes.append(Change(where=str(system.script), what=SCRIPT, old="geplaatst"))
    if location := trusted.ours(system.registry, known.trusted):
        changes.append(Change(where=location.key, what=FOLDER, old=str(location.values["Path"])))
    return tuple(changes)


def _undo(system: System, known: Ledger, text: str, settings: tuple[Setting, ...]) -> None:
    _undo_addin(system, known)
    if known.script_placed and system.script is not None:
        system.script.unlink(missing_ok=True)
    if location := trusted.ours(system.registry, known.trusted):
        location.registry.delete(location.key)
    left = conf.applied(text, settings, system.newline)
    if not left and known.conf_made:
        system.conf.unlink(missing_ok=True)
    elif left != text:
        conf.write(system.conf, left)
    _drop_backup(system)
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
