"""One click: run a step on an open workbook, and tell how it went."""

import textwrap
from collections.abc import Sequence
from pathlib import Path

import xlwings as xw

from regio_xl.domain import Uitkomst
from regio_xl.domain.model import Model
from regio_xl.domain.tekst import count, join
from regio_xl.live import failure, folders, host
from regio_xl.live.lock import one_at_a_time
from regio_xl.live.protection import Protection
from regio_xl.live.screen import Screen
from regio_xl.steps import STEPS, Step
from regio_xl.workbook.flow import moment, run, who
from regio_xl.workbook.undo import Undo

TITLE = "Regionale opdrachten"
CHECK_SHEET = "Controle"
STATUS_LENGTH = 255
"""Most characters that Excel's status bar shows."""


class Klik(Model):
    """How a click went.

    Attributes:
        name: Name of the step.
        ok: Whether the step was done; when not, the workbook is as it was.
        changed: Whether any cell changed.
        uitkomst: What the step returned; None when it was not done.
        message: The sentence for the user.
        warning: What was left undone around a step, with what to do; "" for nothing.
        log: File with the full record of a failure; None without one.
        jump: Sheet that was shown at the end because there is something to decide; "" for none.
    """

    name: str
    ok: bool
    changed: bool = False
    uitkomst: Uitkomst | None = None
    message: str
    warning: str = ""
    log: Path | None = None
    jump: str = ""


def click(name: str, book: xw.Book | None = None, *, ask: bool = True) -> Klik:
    """Run a step on a workbook that is open, as a ribbon button does.

    The workbook is unchanged after a failure. Excel's screen updating, selection and active
    sheet are put back; its calculation mode is never touched.

    Args:
        name: Name of the step.
        book: The workbook; None for the one whose button was clicked.
        ask: Whether to talk through Excel: a dialog when something went wrong or there is
            something to decide, the result on the status bar. Without it the caller tells.

    Returns:
        How it went; a step that fails is an answer too, not an exception.
    """
    step = STEPS[name]
    book = book or xw.Book.caller()
    try:
        with one_at_a_time(), Screen(book) as screen:
            klik = _run(step, book, screen)
            if klik.ok and ask:
                screen.keep(textwrap.shorten(klik.message, STATUS_LENGTH, placeholder=" …"))
    except Exception as error:  # before the step began, so there is nothing to put back
        klik = _failed(step, error, restored=True)
    return _tell(step, klik, book) if ask else klik


def _run(step: Step, book: xw.Book, screen: Screen) -> Klik:
    """Run the step; whatever goes wrong, put back what was written before it did."""
    protection = Protection()

    def prepare(sheet: xw.Sheet) -> None:
        if len(undo.touched) == 1:  # the first sheet of this click
            host.keep_copy(book, folders.copies(), moment())
        protection.lift(sheet)

    undo = Undo(book, prepare)
    try:
        with protection:
            try:
                uitkomst, changed = run(
                    book,
                    step.name,
                    step.run,
                    now=moment(),
                    user=who(),
                    undo=undo,
                    report=lambda doing: screen.show(f"{step.button.title}: {doing} …"),
                )
                undo.done()
            except BaseException:
                undo.roll_back()
                raise
    except Exception as error:
        klik = _failed(step, error, restored=not undo.pending)
    else:
        message = _summary(step, uitkomst, changed)
        klik = Klik(name=step.name, ok=True, changed=changed, uitkomst=uitkomst, message=message)
    return klik.model_copy(update={"warning": _left_open(protection.left_open)})


def _left_open(sheets: Sequence[str]) -> str:
    if not sheets:
        return ""
    which = "het blad" if len(sheets) == 1 else "de bladen"
    return (
        f"Let op: de beveiliging van {which} {join(sheets)} kon niet worden teruggezet; zet die "
        "zelf aan (Controleren › Blad beveiligen, zonder wachtwoord)."
    )


def _failed(step: Step, error: Exception, *, restored: bool) -> Klik:
    log = failure.record(step.name, error)
    message = failure.sentence(step.button.title, error, log, restored=restored)
    return Klik(name=step.name, ok=False, message=message, log=log)


def _summary(step: Step, uitkomst: Uitkomst, changed: bool) -> str:
    """Say in a line what came of it, for the status bar."""
    lines = " ".join(uitkomst.samenvatting)
    if step.read_only or changed:
        return f"{step.button.title} klaar. {lines}"
    return f"{step.button.title} klaar; alles stond er al. {lines}"


def _tell(step: Step, klik: Klik, book: xw.Book) -> Klik:
    """Open a dialog only when the user must know or decide something."""
    if not klik.ok or klik.warning:
        text = " ".join(filter(None, [klik.message, klik.warning]))
        book.app.alert(text, TITLE, mode="critical")
    elif step.read_only and not host.keeps_status(book):
        book.app.alert(klik.message, TITLE, mode="info")
    errors = klik.uitkomst.fouten if klik.uitkomst else 0
    if not errors or step.read_only:
        return klik
    found = count(errors, "fout", "fouten")
    question = (
        f"{step.button.title} is klaar. Gevonden: {found}. Op blad {CHECK_SHEET} staat van elke "
        f"fout waar hij zit en wat u eraan doet.\n\nNaar blad {CHECK_SHEET} gaan?"
    )
    if book.app.alert(question, TITLE, buttons="yes_no", mode="info") != "yes":
        return klik
    try:
        host.activate(book, CHECK_SHEET)
    except Exception as error:  # somebody renamed the sheet, or Excel is busy: the work is done
        failure.record("naar Controle", error)
        return klik
    return klik.model_copy(update={"jump": CHECK_SHEET})
