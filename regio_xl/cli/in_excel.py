"""``--excel``: a step on the workbook that is open in Excel, for who may not use xlwings.xlam.

The workbook is found by its name, never by its path: in SharePoint, Teams or OneDrive it has none.
"""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from regio_xl.cli.failure import NotDone
from regio_xl.workbook.buttons import button_of

if TYPE_CHECKING:
    import xlwings as xw

    from regio_xl.excel.click import Klik

EXCEL = "excel"
ATTEMPTS = 1_000
"""So often a busy Excel is asked again, within a second or so."""


def run_in_excel(name: str, workbook: Path | None) -> "Klik":
    """Run a step on a workbook that is open in Excel, as its button does.

    Args:
        name: Name of the step.
        workbook: Which workbook, by its file name; None for the one that is in front.

    Raises:
        NotDone: There is no Excel, the workbook is not open, or the step failed; nothing changed.
    """
    from regio_xl.excel import failure  # noqa: PLC0415 - imports xlwings
    from regio_xl.excel.click import click  # noqa: PLC0415

    try:
        book = find_book(_apps(), workbook)
    except NotDone:
        raise
    except Exception as error:  # a busy Excel does not even tell what is open in it
        log = failure.record(name, error)
        title = button_of(name).title
        raise NotDone(failure.sentence(title, error, log, restored=True)) from error
    klik = click(name, book, ask=False)
    if not klik.ok:
        raise NotDone(klik.message)
    return klik


def find_book(apps: "Iterable[xw.App]", workbook: Path | None) -> "xw.Book":
    """Return an open workbook.

    Args:
        apps: The Excels that run, the one in front first.
        workbook: Its file name; a folder before it is ignored. None for the one in front.

    Raises:
        NotDone: No workbook is open, or not this one, or it is open twice.
    """
    running = list(apps)
    books = [book for app in running for book in app.books if not _is_hidden(book)]
    if not books:
        raise NotDone("Er is geen werkmap open in Excel; open eerst de werkmap en probeer opnieuw.")
    if workbook is None:
        front = next((app.books.active for app in running if len(app.books)), books[0])
        return books[0] if _is_hidden(front) else front
    wanted = workbook.name.casefold()
    found = [book for book in books if book.name.casefold() == wanted]
    if not found:
        names = ", ".join(sorted(book.name for book in books))
        raise NotDone(f"De werkmap {workbook.name} is niet open in Excel; wel open: {names}.")
    if len(found) > 1:
        raise NotDone(
            f"De werkmap {workbook.name} is in meer dan één Excel-venster open; sluit er een."
        )
    return found[0]


def _is_hidden(book: "xw.Book") -> bool:
    """Tell whether this is the macro workbook that Excel opens by itself, in no window."""
    return book.name.casefold().startswith("personal.xls")


def _apps() -> "list[xw.App]":
    """Return the running Excels.

    Raises:
        NotDone: This computer has no Excel that can be driven.
    """
    import xlwings as xw  # noqa: PLC0415

    if EXCEL not in [engine.name for engine in xw.engines]:
        raise NotDone(
            "Op deze computer is geen Excel voor Windows of macOS gevonden; laat --excel weg en "
            "noem het bestand, dan werkt de stap op het bestand zelf."
        )
    if sys.platform == "win32":
        # By itself xlwings would ask an Excel in which a cell is being edited again for ever.
        xw._xlwindows.N_COM_ATTEMPTS = ATTEMPTS
    return list(xw.engines[EXCEL].apps)
