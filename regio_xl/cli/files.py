"""Open a file, run a step on it and save it: in place, with the old version kept beside it."""

import errno
import signal
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import xlwings as xw

from regio_xl.cli.show import NotDone
from regio_xl.domain import CellValue, Jaar, Uitkomst
from regio_xl.engine import EngineError, opened
from regio_xl.engine.file import Source, check_kind, read_source, same_file, write_atomically
from regio_xl.excel.system import copies
from regio_xl.workbook import WorkbookError, versions
from regio_xl.workbook.flow import Step, moment, read_own, run, who
from regio_xl.workbook.versions import Version
from regio_xl.workbook.writer import Writing

EXTENSIONS = (".xlsm", ".xlsx")
UNKNOWN = "#ONBEKEND!"
"""What a formula reads as whose value only Excel can tell; sheets report it where it matters."""

RIBBON_BACK = (
    "De knoppen op het lint waren losgeraakt, door een ander programma dan Excel; ze zitten weer "
    "vast."
)
NO_RIBBON = (
    "Deze werkmap heeft geen macro’s of lint meer, door een ander programma dan Excel; de knoppen "
    "werken dus niet. Doe ‘vernieuwen’: dan komen ze terug."
)


def run_on_file(
    name: str,
    step: Step,
    source: Path,
    target: Path | None,
    report: Callable[[str], None] | None = None,
) -> tuple[Uitkomst, Path | None, bool]:
    """Run a step on ``source`` and save the result in ``target``, or in place (None).

    ``report`` is told in a few words what is being done. A file that cannot be read or saved is
    untouched (``NotDone``).

    Returns:
        What the step returned, where the previous version of the saved file is kept (None when
        there was none, or nothing changed), and whether the file on disk changed.
    """
    target = target or source
    with sentences(), opened(source, unknown=UNKNOWN) as book:
        uitkomst, _ = run(book, name, step, now=moment(), user=who(), report=report)
        with unbroken():
            previous, changed = _save(name, target, lambda: book.save(target))
        note = _about_ribbon(book, target)
        lines = (*uitkomst.samenvatting, *([note] if note else []))
        return uitkomst.model_copy(update={"samenvatting": lines}), previous, changed


def read_only(step: Step, source: Path) -> Uitkomst:
    """Run a step that writes nothing; a file that cannot be read is ``NotDone``."""
    with sentences(), opened(source, unknown=UNKNOWN) as book:
        return step(read_own(book, now=moment(), user=who()))


@contextmanager
def marked(
    source: Path, name: str
) -> Iterator[tuple[Jaar, Callable[[Mapping[str, CellValue]], None]]]:
    """Open a file of ours, to fill named cells in it and change nothing else.

    Yields the year, and the function that fills the cells and saves the file in place, of which
    the version before is kept; ``name`` is what it was kept for.
    """
    with sentences(), opened(source, unknown=UNKNOWN) as book:
        jaar = read_own(book, now=moment(), user=who())

        def mark(cells: Mapping[str, CellValue]) -> None:
            with sentences(), unbroken():
                Writing(book, jaar, None).named_cells(cells)
                _save(name, source, lambda: book.save(source))

        yield jaar, mark


Work = Callable[[Path, str], tuple[Source, bytes, Uitkomst]]
"""What is done to a file as a whole: as it was read, as it becomes, and what came of it."""


def run_on_package(
    name: str, work: Work, source: Path, target: Path | None
) -> tuple[Uitkomst, Path | None, bool]:
    """Do something to a file as a whole and save it, as ``run_on_file`` does with a step."""
    target = target or source
    with sentences():
        before, data, uitkomst = work(source, UNKNOWN)
        check_kind(before, target)
        if data == before.data and same_file(source, target):
            return uitkomst, None, False
        with unbroken():
            previous, changed = _save(name, target, lambda: write_atomically(before, target, data))
        return uitkomst, previous, changed


def _save(name: str, target: Path, save: Callable[[], object]) -> tuple[Path | None, bool]:
    """Save a workbook over ``target``, of which a version is kept if it changes by that."""
    if not target.exists():
        save()
        return None, True
    previous = versions.keep(target, name, moment(), _folders(target))
    try:
        save()
    except BaseException:
        versions.drop(previous)
        raise
    if previous.read_bytes() == target.read_bytes():
        versions.drop(previous)
        return None, False
    versions.prune(target, previous.parent)
    return previous, True


def _folders(workbook: Path) -> Iterator[Path]:
    """Return where versions of a file may stand, the best place first."""
    yield versions.beside(workbook)
    if (own := copies()) is not None:
        yield versions.own(own, str(workbook.resolve()))


def versions_of(workbook: Path) -> list[Version]:
    """Return the earlier versions of a workbook, the newest first; then those by name alone."""
    with sentences():
        certain = versions.found(workbook, *_folders(workbook))
        own = copies()
        return [*certain, *(versions.by_name(workbook, own) if own else ())]


def put_back(version: Version, workbook: Path) -> bool:
    """Put a version back; what stood there is kept first, so this can be undone as well.

    Nothing older is thrown away for it. A version that cannot be read, or a file that cannot be
    written, is ``NotDone`` and changes nothing.

    Returns:
        Whether the file changed; it does not when it was like that already.
    """
    with sentences(), unbroken():
        new = read_source(version.path)
        if not workbook.exists():
            write_atomically(new, workbook, new.data)
            return True
        now = Source(workbook, workbook.read_bytes())  # may be damaged, which is why people do this
        if now.data == new.data:
            return False
        kept = versions.keep(workbook, "terug", moment(), _folders(workbook))
        try:
            write_atomically(now, workbook, new.data)
        except BaseException:
            versions.drop(kept)
            raise
        return True


def _about_ribbon(book: xw.Book, target: Path) -> str:
    """Return what people must know about the buttons of a workbook that may have them, or ""."""
    if target.suffix.lower() != ".xlsm":
        return ""
    document = book.impl.document
    if not document.has_ribbon:
        return NO_RIBBON
    return "" if document.had_ribbon else RIBBON_BACK


@contextmanager
def unbroken() -> Iterator[None]:
    """Let no Ctrl-C in while a file is replaced: then either nothing was done, or all of it."""
    if threading.current_thread() is not threading.main_thread():  # no other is interrupted
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def write_new(path: Path, data: bytes) -> None:
    """Write a new file, whole or not at all, and never over one that came meanwhile."""
    with sentences(), unbroken():
        path.touch(exist_ok=False)
        try:
            path.write_bytes(data)
        except OSError:
            path.unlink()
            raise


def check_target(target: Path, *, overwrite: bool = False) -> None:
    """Refuse to save a workbook where that cannot or should not be (``NotDone``).

    Before anything is worked out: it may take long. ``overwrite`` lets it replace a file.
    """
    check_extension(target)
    check_folder(target)
    if target.exists() and not overwrite:
        raise NotDone(
            f"Het bestand {target} bestaat al en is niet overschreven. Kies een andere naam, of "
            "voeg --overschrijf toe; de oude versie wordt dan bewaard."
        )


def check_new(path: Path) -> None:
    """Refuse to make a new workbook where that cannot be, or over a file (``NotDone``)."""
    check_extension(path)
    if path.exists():
        raise NotDone(
            f"Het bestand {path} bestaat al en is niet overschreven; kies een andere naam."
        )
    check_folder(path)


def check_extension(path: Path) -> None:
    """Refuse a file name that Excel would not open as a workbook (``NotDone``)."""
    if path.suffix.lower() not in EXTENSIONS:
        raise NotDone(
            f"De bestandsnaam {path} eindigt niet op .xlsm of .xlsx; "
            "geef de werkmap zo’n naam en probeer het opnieuw."
        )


def check_folder(path: Path) -> None:
    """Refuse a file in a folder that is not there: it is most often a slip (``NotDone``)."""
    folder = path.parent
    if not folder.exists():
        raise NotDone(
            f"De map ‘{folder}’ bestaat niet. Verbeter de naam, of maak de map eerst; er is niets "
            "veranderd."
        )
    if not folder.is_dir():
        raise NotDone(f"‘{folder}’ is een bestand en geen map; kies een andere map.")


@contextmanager
def sentences() -> Iterator[None]:
    """Turn what goes wrong with a file into ``NotDone`` with the Dutch sentence it carries."""
    try:
        yield
    except (EngineError, WorkbookError) as error:
        raise NotDone(str(error)) from error
    except OSError as error:
        raise NotDone(
            f"Het bestand kon niet worden gelezen of bewaard: {_reason(error)}; "
            "er is niets veranderd."
        ) from error


def _reason(error: OSError) -> str:
    """Say in Dutch what the operating system says in its own language."""
    reasons = {
        errno.ENOSPC: "de schijf is vol",
        errno.EDQUOT: "de schijf is vol",
        errno.EACCES: "u hebt geen rechten in deze map of op dit bestand",
        errno.EPERM: "u hebt geen rechten in deze map of op dit bestand",
        errno.EROFS: "deze map is alleen-lezen",
        errno.ENAMETOOLONG: "de naam is te lang",
        errno.ENOENT: "de map bestaat niet",
        errno.ENOTDIR: "de map bestaat niet",
        errno.EEXIST: "er staat al iets met die naam",
        errno.EISDIR: "het is een map",
        errno.EBUSY: "een ander programma gebruikt het",
        errno.EINVAL: "in de naam staat een teken dat niet mag",
        errno.ELOOP: "de snelkoppeling verwijst naar zichzelf",
        errno.EIO: "de schijf of het netwerk geeft een fout",
    }
    return reasons.get(error.errno or 0, f"fout {error.errno} van het besturingssysteem")
