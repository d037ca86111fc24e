"""Open a file, run a step on it and save it: in place with a copy of the old one beside it."""

import getpass
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from regio_xl.cli.failure import NotDone
from regio_xl.domain import Uitkomst
from regio_xl.engine import EngineError, opened
from regio_xl.workbook.flow import Step, run

EXTENSIONS = (".xlsm", ".xlsx")


def run_on_file(name: str, step: Step, source: Path, target: Path | None) -> tuple[Uitkomst, bool]:
    """Run a step on ``source`` and save the result in ``target``, or in place.

    Args:
        name: Dutch name of the step.
        step: The step.
        source: Workbook to read.
        target: Where to save; None saves in place.

    Returns:
        What the step returned, and whether the file on disk changed.

    Raises:
        NotDone: The file cannot be read or saved; it is untouched.
    """
    target = target or source
    with sentences(), opened(source) as book:
        uitkomst, _ = run(book, name, step, now=now(), user=user())
        with previous_kept(target):
            before = content_of(target)
            book.save(target)
    return uitkomst, content_of(target) != before


def read_only(step: Step, source: Path) -> Uitkomst:
    """Run a step that writes nothing.

    Raises:
        NotDone: The file cannot be read.
    """
    from regio_xl.workbook.reader import read_jaar  # noqa: PLC0415 - imports xlwings

    with sentences(), opened(source) as book:
        return step(read_jaar(book, now=now(), user=user()))


@contextmanager
def previous_kept(path: Path) -> Iterator[None]:
    """Keep what stood in ``path`` as ``NAME.vorige.EXT``, if the block changes it.

    The copy is made first; it only takes the place of an older copy when the block succeeded.
    """
    if not path.exists():
        yield
        return
    copy = path.with_name(f".{path.stem}.kopie{path.suffix}")
    shutil.copy2(path, copy)
    try:
        yield
        if content_of(path) != content_of(copy):
            copy.replace(previous_of(path))
    finally:
        copy.unlink(missing_ok=True)


def previous_of(path: Path) -> Path:
    """Return where the copy of the file before the last change stands."""
    return path.with_name(f"{path.stem}.vorige{path.suffix}")


def content_of(path: Path) -> bytes | None:
    """Return the bytes of a file, or None when there is none."""
    return path.read_bytes() if path.exists() else None


def check_extension(path: Path) -> None:
    """Refuse a file name that Excel would not open as a workbook.

    Raises:
        NotDone: The extension is not ``.xlsm`` or ``.xlsx``.
    """
    if path.suffix.lower() not in EXTENSIONS:
        raise NotDone(
            f"De bestandsnaam {path.name} eindigt niet op .xlsm of .xlsx; "
            "geef de werkmap zo’n naam en probeer het opnieuw."
        )


@contextmanager
def sentences() -> Iterator[None]:
    """Turn what goes wrong with a file into ``NotDone`` with the Dutch sentence it carries."""
    try:
        yield
    except EngineError as error:
        raise NotDone(str(error)) from error
    except OSError as error:
        raise NotDone(
            f"Het bestand kon niet worden gelezen of bewaard ({error.strerror or error}); "
            "controleer de map en de rechten en probeer het opnieuw."
        ) from error


def now() -> datetime:
    """Return the moment of the run, to the second, as a cell holds it."""
    return datetime.now().replace(microsecond=0)


def user() -> str:
    """Return who runs the command; a machine without a user name is no reason to stop."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return "onbekend"
