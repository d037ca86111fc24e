"""Lift the protection of a sheet for the length of a write, and put it back as it was.

Excel refuses a program what it refuses a user. The sheets are protected against slips, without a
password; one that somebody gave a password is left alone, with a sentence. The file engine writes
into protected sheets by itself and keeps their protection.
"""

import sys
from collections.abc import Callable
from types import TracebackType
from typing import Any

import xlwings as xw

from regio_xl.live import failure
from regio_xl.live.host import is_excel
from regio_xl.workbook import WorkbookError

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


class PasswordError(WorkbookError):
    """A sheet that must be written has a password."""

    def __init__(self, sheet: str) -> None:
        super().__init__(
            f"Blad {sheet} is beveiligd met een wachtwoord; hef de beveiliging op "
            "(Controleren › Beveiliging blad opheffen) en probeer het opnieuw."
        )


class Protection:
    """The sheets of which the protection is lifted; left as they were at the end of the block.

    Attributes:
        left_open: Names of the sheets that could not be protected again.
    """

    def __init__(self) -> None:
        self.left_open: list[str] = []
        self._back: list[tuple[str, Callable[[], None]]] = []

    def __enter__(self) -> "Protection":
        """Start with nothing lifted."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Protect again, each sheet by itself; what fails is told, the step is done."""
        for name, back in self._back:
            try:
                back()
            except Exception as problem:
                self.left_open.append(name)
                failure.record(f"blad {name} beveiligen", problem)
        self._back.clear()

    def lift(self, sheet: xw.Sheet) -> None:
        """Lift the protection of a sheet, if it has any.

        Raises:
            PasswordError: It has a password.
        """
        if not is_excel(sheet.book):
            return
        protect = _lift_mac if sys.platform == "darwin" else _lift_windows
        back = protect(sheet.api, sheet.name)
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

    def back() -> None:
        api.protect_worksheet(
            drawing_objects=drawings, worksheet_contents=True, scenarios=scenarios, **allowed
        )

    return back


def _unprotect(unprotect: Callable[[], Any], still_protected: Callable[[], Any], name: str) -> None:
    """Lift without a password, and make sure that it worked."""
    try:
        unprotect()
    except Exception as error:
        raise PasswordError(name) from error
    if still_protected():
        raise PasswordError(name)
