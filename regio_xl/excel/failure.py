"""A failure, as one Dutch sentence for the user and a full record for who must mend it."""

import platform
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from regio_xl import __version__
from regio_xl.excel.system import log_file
from regio_xl.workbook import WorkbookError
from regio_xl.workbook.flow import moment

LARGEST_LOG = 1_000_000
"""Bytes after which a new log file is begun; one older one is kept."""

BUSY = frozenset({-2147418111, -2146777998, -2147417846})
"""COM's answers when Excel is busy, most often because a cell is being edited (RPC_E_*)."""


def record(step: str, error: BaseException) -> Path | None:
    """Add the full record of a failure to the log; return its file, None if that cannot be done."""
    path = log_file()
    head = (
        f"{moment():%Y-%m-%d %H:%M:%S} stap {step} · regio-xl {__version__} · "
        f"Python {platform.python_version()} · {platform.platform()}\n"
    )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and path.stat().st_size > LARGEST_LOG:
            path.replace(path.with_suffix(".oud.log"))
        with path.open("a", encoding="utf-8") as log:
            log.write(head + "".join(traceback.format_exception(error)) + "\n")
    except OSError:
        return None
    return path


@contextmanager
def recorded(what: str) -> Iterator[None]:
    """Record what goes wrong in the block, and go on after it."""
    try:
        yield
    except Exception as error:
        record(what, error)


def sentence(title: str, error: BaseException, log: Path | None, *, restored: bool) -> str:
    """Return what the user reads: what was not done, in what state the workbook is, what to do.

    ``restored`` tells whether the workbook is as it was before the click.
    """
    state = (
        "De werkmap is niet veranderd."
        if restored
        else "De werkmap kan half bijgewerkt zijn: sluit hem zonder op te slaan, of zet een "
        "eerdere versie terug."
    )
    if isinstance(error, WorkbookError):
        return f"{title} is niet uitgevoerd. {error} {state}"
    where = f"Het volledige verslag staat in {log}" if log else f"De fout: {error}"
    # A ``pywintypes.com_error`` has a code of its own, and keeps Excel's in ``excepinfo``: (code,
    # source, description, help file, help context, scode).
    excepinfo = getattr(error, "excepinfo", None) or ()
    if BUSY & {getattr(error, "hresult", None), *excepinfo[5:6]}:
        return (
            f"{title} is niet uitgevoerd: Excel was bezig. Maak de cel of het venster dat open "
            f"staat af met Enter of Esc en probeer het opnieuw. {state} {where}."
        )
    return (
        f"{title} is niet gelukt door een fout die niet had mogen gebeuren "
        f"({type(error).__name__}). {state} {where}; stuur dat naar het accountteam."
    )
