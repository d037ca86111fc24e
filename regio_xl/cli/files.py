"""Open a file, run a step on it and save it: in place with a copy of the old one beside it."""

import errno
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from regio_xl.cli.show import NotDone
from regio_xl.domain import Uitkomst
from regio_xl.engine import EngineError, opened
from regio_xl.workbook import WorkbookError
from regio_xl.workbook.flow import Step, moment, read_own, run, who

EXTENSIONS = (".xlsm", ".xlsx")
UNKNOWN = "#ONBEKEND!"
"""What a formula reads as whose value only Excel can tell; sheets report it where it matters."""


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
        with _copied(target) as copy:
            book.save(target)
        return uitkomst, *_kept(copy, target)


def read_only(step: Step, source: Path) -> Uitkomst:
    """Run a step that writes nothing; a file that cannot be read is ``NotDone``."""
    with sentences(), opened(source, unknown=UNKNOWN) as book:
        return step(read_own(book, now=moment(), user=who()))


@contextmanager
def _copied(path: Path) -> Iterator[Path | None]:
    """Copy a file before the block changes it; a block that fails leaves no copy."""
    if not path.exists():
        yield None
        return
    handle, name = tempfile.mkstemp(
        prefix=f"{path.stem}.vorige-", suffix=path.suffix, dir=path.parent
    )
    os.close(handle)
    copy = Path(name)
    try:
        shutil.copy2(path, copy)
        yield copy
    except BaseException:
        copy.unlink(missing_ok=True)
        raise


def _kept(copy: Path | None, path: Path) -> tuple[Path | None, bool]:
    """Return where the version before is kept, as ``NAME.vorige.EXT``, and whether it differs.

    Where the copy cannot take the place of an older one (on Windows an open file cannot be
    replaced), it keeps a name of its own: the step has succeeded by then.
    """
    if copy is None:
        return None, True
    if copy.read_bytes() == path.read_bytes():
        copy.unlink(missing_ok=True)
        return None, False
    try:
        return copy.replace(previous_of(path)), True
    except OSError:
        return copy, True


def previous_of(path: Path) -> Path:
    """Return where the version of the file before the last change is kept."""
    return path.with_name(f"{path.stem}.vorige{path.suffix}")


def check_extension(path: Path) -> None:
    """Refuse a file name that Excel would not open as a workbook (``NotDone``)."""
    if path.suffix.lower() not in EXTENSIONS:
        raise NotDone(
            f"De bestandsnaam {path} eindigt niet op .xlsm of .xlsx; "
            "geef de werkmap zo’n naam en probeer het opnieuw."
        )


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
    }
    return reasons.get(error.errno or 0, f"fout {error.errno} van het besturingssysteem")
