"""Earlier versions of a workbook: named, kept before a step changes it, and found again.

A version is a copy whose name tells the workbook, the moment and the step that came after it. It
stands in a folder beside the workbook, or in the user's own where that cannot be: there each
workbook has its own folder, so that one never gets what was kept of another with the same name.
The last ten in a folder are kept. Only a step throws away what is older, putting back never does.
"""

import os
import re
import shutil
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from regio_xl.domain.model import Model

FOLDER = "vorige versies"
"""Name of the folder beside the workbook."""

CLOUD = "zonder pad"
"""Name of the folder in the user's own for workbooks of which Excel only knows an address."""

MOST = 10
"""So many versions of each workbook are kept in a folder."""

STAMP = "%Y-%m-%d_%H%M%S"
TAIL = re.compile(r"\.(\d{4}-\d\d-\d\d_\d{6})(?:-(\d+))?\.voor-([a-z-]+)")


class Version(Model):
    """A workbook as it was before a step."""

    path: Path
    moment: datetime
    number: int  # from 1, of those that were kept in the same second
    step: str  # name of the step that came after it
    name_only: bool = False  # it may be of another workbook with the same name

    @property
    def age(self) -> tuple[datetime, int]:
        """Sorts from old to new."""
        return self.moment, self.number


def beside(workbook: Path) -> Path:
    """Return the folder for versions of a file; it need not exist."""
    return workbook.resolve().parent / FOLDER


def own(folder: Path, full_name: str) -> Path:
    """Return the folder within the user's own for one workbook; it need not exist.

    By its full path, or by the address that Excel has for one in SharePoint, Teams and OneDrive.
    """
    path = Path(full_name)
    local = path.is_absolute()
    whole = os.path.normcase(path.resolve()) if local else full_name
    mark = sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return folder / mark if local else folder / CLOUD / mark


def by_name(workbook: Path, folder: Path) -> list[Version]:
    """Return the versions in the user's own folder that may be of this workbook, the newest first.

    Those of which no path was known, and those from before each workbook had a folder there.
    """
    versions = found(workbook, folder, *(folder / CLOUD).glob("*"))
    return [version.model_copy(update={"name_only": True}) for version in versions]


def found(workbook: Path, *folders: Path) -> list[Version]:
    """Return the versions in these folders with the name of a workbook, the newest first."""
    paths = (path for folder in folders if folder.is_dir() for path in folder.iterdir())
    versions = filter(None, (_read(path, workbook) for path in paths))
    return sorted(versions, key=lambda version: version.age, reverse=True)


def _read(path: Path, workbook: Path) -> Version | None:
    """Return the version that a file is, None when it is no version of this workbook."""
    start, end = workbook.stem, workbook.suffix
    whole = path.name.casefold()
    if not (whole.startswith(start.casefold()) and whole.endswith(end.casefold())):
        return None
    match = TAIL.fullmatch(path.name[len(start) : len(path.name) - len(end)])
    if match is None:
        return None
    try:
        moment = datetime.strptime(match[1], STAMP)
    except ValueError:  # somebody's own file, with a 13th month
        return None
    return Version(path=path, moment=moment, number=int(match[2] or 1), step=match[3])


def new_path(folder: Path, workbook: Path, step: str, now: datetime) -> Path:
    """Return where the next version goes; the name is the newest of its second."""
    same = [version.number for version in found(workbook, folder) if version.moment == now]
    again = f"-{max(same) + 1}" if same else ""
    return folder / f"{workbook.stem}.{now:{STAMP}}{again}.voor-{step}{workbook.suffix}"


def keep(workbook: Path, step: str, now: datetime, folders: Iterable[Path]) -> Path:
    """Copy a workbook as it stands on disk to the first folder that takes it, made if need be.

    Raises:
        OSError: None of them does; no half copy stays behind.
    """
    problem: OSError = FileNotFoundError(workbook)
    for folder in folders:
        try:
            folder.mkdir(exist_ok=True)
            path = new_path(folder, workbook, step, now)
            path.touch(exist_ok=False)  # the name is ours before anything is written under it
        except OSError as error:
            problem = error
            continue
        try:
            shutil.copy2(workbook, path)
        except BaseException as error:
            drop(path)
            if not isinstance(error, OSError):
                raise
            problem = error
        else:
            return path
    raise problem


def drop(version: Path) -> None:
    """Throw a version away that turned out not to be needed, with the folder that it leaves empty.

    One that cannot be removed stays: it does no harm.
    """
    with suppress(OSError):
        version.unlink(missing_ok=True)
        version.parent.rmdir()  # refused as long as something is in it


def prune(workbook: Path, folder: Path) -> None:
    """Keep the newest versions of one workbook in a folder; whatever else is there stays."""
    for old in found(workbook, folder)[MOST:]:
        with suppress(OSError):  # one that somebody has open goes the next time
            old.path.unlink(missing_ok=True)
