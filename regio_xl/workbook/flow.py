"""The one flow that every button and command follows: read -> step -> write."""

import getpass
from collections.abc import Callable
from datetime import datetime

import xlwings as xw

from regio_xl.domain import Jaar, Uitkomst
from regio_xl.domain.progress import heard_by
from regio_xl.sheets import schema
from regio_xl.sheets.declare import SheetType
from regio_xl.workbook import WorkbookError
from regio_xl.workbook.reader import read_jaar
from regio_xl.workbook.undo import Undo
from regio_xl.workbook.writer import repair_cells, write_uitkomst

Step = Callable[[Jaar], Uitkomst]


class ForeignBookError(WorkbookError):
    """The workbook holds none of our input sheets."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} is geen werkmap van regio-xl: de bladen Kader, Deelnemers en Voorstellen "
            "ontbreken; maak er een met ‘regio-xl nieuw’."
        )


def read_own(book: xw.Book, *, now: datetime, user: str) -> Jaar:
    """Read a workbook that is ours.

    Raises:
        ForeignBookError: It holds none of the input sheets.
    """
    jaar = read_jaar(book, now=now, user=user)
    inputs = {spec.name for spec in schema.sheets(()) if spec.type is SheetType.INVOER}
    if inputs <= {item.sheet for item in jaar.missing if item.table is None and item.name is None}:
        raise ForeignBookError(book.name)
    return jaar


def run(
    book: xw.Book,
    name: str,
    step: Step,
    *,
    now: datetime,
    user: str,
    undo: Undo | None = None,
    report: Callable[[str], None] | None = None,
) -> tuple[Uitkomst, bool]:
    """Read all, compute, write last; a failure before the write changes nothing.

    A step that puts cells of people right says so first; they are written, and the year is read
    and the step run again, so that its findings are about the cells as they are now.

    ``name`` is the Dutch name of the step, for receipts and the log. ``undo`` remembers what is
    overwritten, where a write cannot be left unsaved. ``report`` is told what is being done:
    ``lezen``, ``rekenen``, what the step tells of that, ``schrijven``.

    Returns:
        What the step returned, and whether any cell changed.

    Raises:
        ForeignBookError: The workbook is not one of ours.
    """
    say = report or (lambda _: None)
    say("lezen")
    jaar = read_own(book, now=now, user=user)
    say("rekenen")
    with heard_by(say):
        uitkomst = step(jaar)
    mended = uitkomst.repairs
    if mended:
        say("herstellen")
        repair_cells(book, jaar, mended, undo)
        read_again = read_own(book, now=now, user=user)
        jaar = read_again.model_copy(update={"hersteld": mended})
        with heard_by(say):
            uitkomst = step(jaar)
    say("schrijven")
    changed = write_uitkomst(book, jaar, uitkomst, name, undo)
    return uitkomst, changed or bool(mended)


def moment() -> datetime:
    """Return the moment of the run, to the second, as a cell holds it."""
    return datetime.now().replace(microsecond=0)


def who() -> str:
    """Return who runs the step; a machine without a user name is no reason to stop."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return "onbekend"
