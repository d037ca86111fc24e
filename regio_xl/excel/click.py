"""One click: run a step on an open workbook, and tell how it went.

For the ribbon and for ``--excel``. The step itself is that of a file; what is here is only what an
open Excel needs around it.
"""

import textwrap
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import xlwings as xw
from filelock import FileLock, Timeout

from regio_xl.domain import Jaar, Uitkomst
from regio_xl.domain.model import Model
from regio_xl.domain.tekst import count, join
from regio_xl.excel import failure, host
from regio_xl.excel.system import copies
from regio_xl.steps import STEPS, Step
from regio_xl.workbook import WorkbookError
from regio_xl.workbook.flow import moment, run, who
from regio_xl.workbook.undo import Undo

Work = Callable[[Jaar], Uitkomst]

TITLE = "Regionale opdrachten"
CHECK_SHEET = "Controle"
STATUS_LENGTH = 255
"""Most characters that Excel's status bar shows."""

ALREADY_RUNNING = "Er loopt nog een stap. Wacht tot die klaar is en probeer het opnieuw."


class Klik(Model):
    """How a click went."""

    name: str  # of the step
    ok: bool  # when not, the workbook is as it was before that run
    changed: bool = False  # any cell, also by the run that led to a question
    uitkomst: Uitkomst | None = None  # None when the step was not done
    message: str  # for the user
    warning: str = ""  # what was left undone around the step, with what to do
    log: Path | None = None  # with the full record of a failure
    jump: str = ""  # sheet that was shown at the end, because there is something to decide


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Hold the lock of this user; the system lets go of it when the program ends.

    On macOS a click does not wait for Python, so a second one could start while the first still
    writes; their undos and the protection of the sheets would get mixed up.
    """
    folder = copies()
    if folder is None:  # no folder of one's own is no reason to stop
        yield
        return
    try:
        held = FileLock(folder / ".bezig", timeout=0).acquire()
    except Timeout as error:
        raise WorkbookError(ALREADY_RUNNING) from error
    with held:
        yield


def click(
    name: str, book: xw.Book | None = None, *, ask: bool = True, opnieuw: bool = False
) -> Klik:
    """Run a step on a workbook that is open, as a ribbon button does.

    The workbook is unchanged after a failure, which is an answer too and no exception. Excel's
    screen updating, selection and active sheet are put back; its calculation mode is never touched.

    Args:
        name: Name of the step.
        book: The workbook; None for the one whose button was clicked.
        ask: Whether to talk through Excel: a dialog when something went wrong or there is
            something to decide, the result on the status bar. Without it the caller tells.
        opnieuw: Whether to do what the step otherwise asks about first.
    """
    step = STEPS[name]
    book = book or xw.Book.caller()
    try:
        with one_at_a_time(), host.Screen(book) as screen:
            klik = _run(step, (step.opnieuw if opnieuw else None) or step.run, book, screen)
            if ask and step.opnieuw is not None and _confirmed(klik, book):
                klik = _both(klik, _run(step, step.opnieuw, book, screen))
            if klik.ok and ask:
                screen.keep(textwrap.shorten(klik.message, STATUS_LENGTH, placeholder=" …"))
    except Exception as error:  # before the step began, so there is nothing to put back
        klik = _failed(step, error, restored=True)
    return _tell(step, klik, book) if ask else klik


def _confirmed(klik: Klik, book: xw.Book) -> bool:
    """Ask whether to do all the same what a step only does knowingly, where it has a question."""
    question = klik.uitkomst.vraag if klik.uitkomst else ""
    return bool(question) and book.app.alert(question, TITLE, "yes_no", "info") == "yes"


def _both(first: Klik, second: Klik) -> Klik:
    """Return how the second run went, with what the first one changed and left undone."""
    warnings = dict.fromkeys(filter(None, (first.warning, second.warning)))
    changed = first.changed or second.changed
    return second.model_copy(update={"changed": changed, "warning": " ".join(warnings)})


def _run(step: Step, work: Work, book: xw.Book, screen: host.Screen) -> Klik:
    """Run the step; whatever goes wrong, put back what was written before it did."""
    protection = host.Protection()

    def prepare(sheet: xw.Sheet) -> None:
        if len(undo.touched) == 1:  # the first sheet of this click
            host.keep_copy(book, copies(), step.name, moment())
        protection.lift(sheet)

    def report(doing: str) -> None:
        screen.show(f"{step.button.title}: {doing} …")

    undo = Undo(book, prepare)
    try:
        with protection:
            try:
                uitkomst, changed = run(
                    book, step.name, work, now=moment(), user=who(), undo=undo, report=report
                )
                undo.done()
            except BaseException:
                undo.roll_back()
                raise
    except Exception as error:
        klik = _failed(step, error, restored=not undo.pending)
    else:
        idle = not (step.read_only or changed)
        done = "klaar; alles stond er al" if idle else "klaar"
        message = f"{step.button.title} {done}. {' '.join(uitkomst.samenvatting)}"
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


def _tell(step: Step, klik: Klik, book: xw.Book) -> Klik:
    """Open a dialog only when the user must know or decide something."""
    if not klik.ok or klik.warning:
        book.app.alert(f"{klik.message} {klik.warning}".strip(), TITLE, mode="critical")
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
