"""What Windows, macOS and a plain file each do in their own way around a step.

Where the user is and what the screen shows, a copy to be safe, and the protection of the sheets.
A plain file has no screen and is only saved when all went well, so there these do nothing, on
purpose and only here; the engine itself refuses what it cannot do.
"""

import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import xlwings as xw

from regio_xl.excel.failure import record, recorded
from regio_xl.workbook import WorkbookError, versions

ALLOWED = {
    "allow_formatting_cells": "AllowFormattingCells",
    "allow_formatting_columns": "AllowFormattingColumns",
    "allow_formatting_rows": "AllowFormattingRows",
    "allow_inserting_columns": "AllowInsertingColumns",
    "allow_inserting_rows": "AllowInsertingRows",
    "allow_inserting_hyperlinks": "AllowInsertingHyperlinks",
    "allow_deleting_columns": "AllowDeletingColumns",
    "allow_deleting_rows": "AllowDeletingRows",
    "allow_sorting": "AllowSorting",
    "allow_filtering": "AllowFiltering",
    "allow_using_pivot_table": "AllowUsingPivotTables",
}
"""What a protected sheet may allow, in the order of ``Worksheet.Protect`` (Excel VBA reference):
the name in Excel's AppleScript dictionary, and the one in COM."""

Place = tuple[str, str]
"""Active sheet and address of the selection; "" where there is none."""


def is_excel(book: xw.Book) -> bool:
    """Tell whether a workbook is open in an Excel on this computer."""
    return book.app.engine.name == "excel"


def keeps_status(book: xw.Book) -> bool:
    """Tell whether a text stays on the status bar; xlwings clears it on macOS when Python ends."""
    return not is_excel(book) or sys.platform != "darwin"


def place(book: xw.Book) -> Place:
    """Return where the user is."""
    address = ""
    with suppress(Exception):  # a chart or a shape that is selected has no address
        if book.selection is not None:
            address = book.selection.address
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


def activate(book: xw.Book, sheet: str) -> None:
    """Show a sheet to the user, if there is one."""
    if is_excel(book):
        book.sheets[sheet].activate()


class Screen:
    """Excel's screen, not drawn inside the ``with`` block and put back after it.

    The calculation mode is left alone on purpose: a program that dies halfway must not leave an
    Excel that no longer calculates.
    """

    def __init__(self, book: xw.Book) -> None:
        self._app, self._book, self._place = book.app, book, place(book)
        self._text: Any = False

    def __enter__(self) -> "Screen":
        self._app.screen_updating = False
        return self

    def show(self, text: str) -> None:
        """Say on the status bar what is being done."""
        self._app.status_bar = text

    def keep(self, text: str) -> None:
        """Leave ``text`` on the status bar; the macros clear it at the next click in a cell."""
        self._text = text

    def __exit__(self, *_: object) -> None:
        what = "scherm herstellen"  # each by itself, so that one that fails does not keep the rest
        with recorded(what):
            return_to(self._book, self._place)
        with recorded(what):
            # Always on: a program that was killed before may have left it off, and a user who
            # sees nothing change any more cannot know why.
            self._app.screen_updating = True
        with recorded(what):
            self._app.status_bar = self._text


def keep_copy(book: xw.Book, folder: Path | None, step: str, now: datetime) -> Path | None:
    """Keep the workbook as it is before a step in a folder of the user's own, if there is one.

    Only Excel for Windows can save a copy of an open workbook anywhere; on macOS and for files in
    SharePoint, Teams and OneDrive there is the version history.
    """
    if folder is None or not is_excel(book) or sys.platform != "win32":
        return None
    name = Path(book.name)
    # A full disk or a policy must not keep the user from working: the undo is still there.
    with suppress(Exception):
        own = versions.own(folder, book.api.FullName)
        own.mkdir(parents=True, exist_ok=True)
        copy = versions.new_path(own, name, step, now)
        book.api.SaveCopyAs(str(copy))
        versions.prune(name, own)
        return copy
    return None


class PasswordError(WorkbookError):
    """A sheet that must be written has a password."""

    def __init__(self, sheet: str) -> None:
        super().__init__(
            f"Blad {sheet} is beveiligd met een wachtwoord; hef de beveiliging op "
            "(Controleren › Beveiliging blad opheffen) en probeer het opnieuw."
        )


class Protection:
    """The sheets of which the protection is lifted; as they were again at the end of the block.

    Excel refuses a program what it refuses a user. The sheets are protected against slips, without
    a password; one that somebody gave a password is left alone, with a sentence. The file engine
    writes into protected sheets by itself and keeps their protection.
    """

    def __init__(self) -> None:
        self.left_open: list[str] = []  # names of the sheets that could not be protected again
        self._back: list[tuple[str, Callable[[], None]]] = []

    def __enter__(self) -> "Protection":
        return self

    def __exit__(self, *_: object) -> None:
        for name, back in self._back:  # each by itself; what fails is told, the step is done
            try:
                back()
            except Exception as problem:
                self.left_open.append(name)
                record(f"blad {name} beveiligen", problem)
        self._back.clear()

    def lift(self, sheet: xw.Sheet) -> None:
        """Lift the protection of a sheet, if it has any and no password."""
        if not is_excel(sheet.book):
            return
        lifted = _lift_mac if sys.platform == "darwin" else _lift_windows
        back = lifted(sheet.api, sheet.name)
        if back is not None:
            self._back.append((sheet.name, back))


def _lift_windows(api: Any, name: str) -> Callable[[], None] | None:
    """Use Excel's COM interface: ``Worksheet.Unprotect`` and ``Worksheet.Protect``."""
    if not api.ProtectContents:
        return None
    protection = api.Protection
    allowed = [bool(getattr(protection, flag)) for flag in ALLOWED.values()]
    drawings, scenarios = bool(api.ProtectDrawingObjects), bool(api.ProtectScenarios)
    selection = api.EnableSelection
    _unprotect(lambda: api.Unprotect(""), lambda: api.ProtectContents, name)

    def back() -> None:
        # Positions, not names: late-bound COM does not know the names of arguments.
        api.Protect("", drawings, True, scenarios, False, *allowed)
        api.EnableSelection = selection

    return back


def _lift_mac(api: Any, name: str) -> Callable[[], None] | None:
    """Use Excel's AppleScript dictionary: ``unprotect`` and ``protect worksheet``."""
    if not api.protect_contents.get():
        return None
    protection = api.protection_object
    allowed = {flag: getattr(protection, flag).get() for flag in ALLOWED}
    drawings, scenarios = api.protect_drawing_objects.get(), api.protect_scenarios.get()
    _unprotect(api.unprotect, api.protect_contents.get, name)
    return lambda: api.protect_worksheet(
        drawing_objects=drawings, worksheet_contents=True, scenarios=scenarios, **allowed
    )


def _unprotect(unprotect: Callable[[], Any], still_protected: Callable[[], Any], name: str) -> None:
    """Lift without a password, and make sure that it worked."""
    try:
        unprotect()
    except Exception as error:
        raise PasswordError(name) from error
    if still_protected():
        raise PasswordError(name)
