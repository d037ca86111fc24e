"""The few things that each host does in its own way: where the user is, and a copy to be safe.

A plain file has no screen and is only saved when all went well, so there these do nothing, on
purpose and only here; the engine itself refuses what it cannot do.
"""

import sys
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import xlwings as xw

COPIES = 10
"""So many copies of each workbook are kept."""

Place = tuple[str, str]
"""Active sheet and address of the selection; "" where there is none."""


def is_excel(book: xw.Book) -> bool:
    """Tell whether a workbook is open in an Excel on this computer."""
    return book.app.engine.name == "excel"


def place(book: xw.Book) -> Place:
    """Return where the user is."""
    try:
        selection = book.selection
        address = selection.address if selection is not None else ""
    except Exception:
        address = ""  # a chart or a shape is selected, which has no address
    return book.sheets.active.name, address


def return_to(book: xw.Book, before: Place) -> None:
    """Bring the user back, if a step went somewhere else.

    On macOS the user goes on working during a step, and is left where they are.
    """
    sheet, address = before
    if not is_excel(book) or sys.platform == "darwin" or place(book) == before:
        return
    activate(book, sheet)
    if address:
        book.sheets[sheet].range(address).select()


def keeps_status(book: xw.Book) -> bool:
    """Tell whether a text stays on the status bar; xlwings clears it on macOS when Python ends."""
    return not is_excel(book) or sys.platform != "darwin"


def activate(book: xw.Book, sheet: str) -> None:
    """Show a sheet to the user."""
    if is_excel(book):
        book.sheets[sheet].activate()


def keep_copy(book: xw.Book, folder: Path | None, now: datetime) -> Path | None:
    """Keep a copy of the workbook as it is now, before it is written to.

    Only Excel for Windows can save a copy of an open workbook anywhere; on macOS and for files in
    SharePoint, Teams and OneDrive there is the version history.

    Args:
        book: The workbook.
        folder: Folder of the user's own; None when there is none.
        now: Moment, for the name of the copy.

    Returns:
        The copy, or None when none was made.
    """
    if folder is None or not is_excel(book) or sys.platform != "win32":
        return None
    name = Path(book.name)
    copy = folder / f"{name.stem}.{now:%Y%m%d-%H%M%S}{name.suffix}"
    # A full disk or a policy must not keep the user from working: the undo is still there.
    with suppress(Exception):
        book.api.SaveCopyAs(str(copy))
        remove_old_copies(folder, name)
        return copy
    return None


def remove_old_copies(folder: Path, name: Path) -> None:
    """Keep the newest copies of one workbook; other files in the folder stay."""
    pattern = f"{name.stem}.[0-9]*-[0-9]*{name.suffix}"
    for old in sorted(folder.glob(pattern))[:-COPIES]:
        old.unlink(missing_ok=True)
