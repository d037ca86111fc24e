"""Click every button on an open workbook and look at what each click left behind.

The same steps run beside it on a copy, on the file engine; the totals must be the same after each
click. It drives any host: what a host does not have is reported as not applicable, never as good.
"""

from collections.abc import Callable, Iterator
from time import perf_counter
from typing import Any, Protocol

import xlwings as xw

from regio_xl.domain import Fase
from regio_xl.domain.model import Model
from regio_xl.installation.check import Stand
from regio_xl.live import Klik
from regio_xl.live.click import CHECK_SHEET
from regio_xl.steps import STEPS
from regio_xl.workbook.buttons import BUTTONS, Button
from regio_xl.workbook.flow import moment, read_own, run

WHO = "zelftest"
TOTALS = "totaal_"
ROUNDING = 1e-6
LAST_STEP = "bijwerken"


class Clicker(Protocol):
    """What carries out a click: ``regio_xl.live.click``."""

    def __call__(self, name: str, book: xw.Book, *, ask: bool) -> Klik:
        """Run a step on an open workbook, without a dialog when ``ask`` is False."""


class Line(Model):
    """One check after one click.

    Attributes:
        stap: What was clicked.
        wat: What was looked at.
        stand: How it stands.
        toelichting: What was found; empty when it is as it should be.
    """

    stap: str
    wat: str
    stand: Stand
    toelichting: str = ""


class Absent(Exception):
    """The host has no such thing."""


class Seen(Model):
    """What a user would notice, read before and after a click; absent things are left out."""

    values: dict[str, Any]


def _protection(book: xw.Book) -> dict[str, bool]:
    """Return per sheet whether its contents are protected, on Windows and on macOS."""
    return {
        sheet.name: bool(
            sheet.api.ProtectContents
            if hasattr(sheet.api, "ProtectContents")
            else sheet.api.protect_contents.get()
        )
        for sheet in book.sheets
    }


def _selection(book: xw.Book) -> str:
    selection = book.selection
    if selection is None:
        raise Absent
    return str(selection.address)


LOOKS: dict[str, Callable[[xw.Book], Any]] = {
    "statusbalk": lambda book: book.app.status_bar,
    "schermverversing": lambda book: book.app.screen_updating,
    "rekenwijze": lambda book: book.app.calculation,
    "actief blad": lambda book: book.sheets.active.name,
    "selectie": _selection,
    "beveiliging van de bladen": _protection,
}


def look(book: xw.Book) -> Seen:
    """Return what a user would notice of this workbook and its host."""
    values = {}
    for what, read in LOOKS.items():
        try:
            values[what] = read(book)
        except (NotImplementedError, Absent):
            continue
    return Seen(values=values)


def drive(book: xw.Book, twin: xw.Book, click: Clicker) -> Iterator[Line]:
    """Click every button, then once more in the last phase, and yield each check as it is made.

    Args:
        book: Workbook on the host under test; it is changed and not saved.
        twin: The same workbook on the file engine.
        click: What carries out a click.
    """
    for button in BUTTONS:
        yield from _clicked(book, twin, click, button.step)
    for fase in (next(iter(Fase)), list(Fase)[-1]):
        for each in (book, twin):
            each.names["fase"].refers_to_range.value = fase.value
        yield from _allowed(book, fase)
    yield from _clicked(book, twin, click, LAST_STEP)
    yield _nothing_left(book, click)


def _clicked(book: xw.Book, twin: xw.Book, click: Clicker, name: str) -> Iterator[Line]:
    before, start = look(book), perf_counter()
    klik = click(name, book, ask=False)
    seconds = perf_counter() - start
    if not klik.ok:
        yield Line(stap=name, wat="klik", stand=Stand.NIET, toelichting=klik.message)
    else:
        yield Line(stap=name, wat="klik", stand=Stand.GOED, toelichting=f"{seconds:.2f} s")
    errors = klik.uitkomst.fouten if klik.uitkomst else 0
    yield from compared(name, before, look(book), errors=errors)
    run(twin, name, STEPS[name].run, now=moment(), user=WHO)
    yield from _totals(book, twin, name)


def compared(step: str, before: Seen, after: Seen, *, errors: int) -> Iterator[Line]:
    """Yield whether a user finds everything as it was.

    Args:
        step: What was clicked.
        before: What was seen before the click.
        after: What was seen afterwards.
        errors: Errors that the step found; with errors, sheet Controle may be shown.
    """
    moved = errors and after.values.get("actief blad") == CHECK_SHEET
    for what in LOOKS:
        if what not in before.values or what not in after.values:
            yield Line(stap=step, wat=what, stand=Stand.NVT, toelichting="niet van toepassing hier")
            continue
        old, new = before.values[what], after.values[what]
        status = what == "statusbalk"
        wanted = False if status else old
        same = not _is_text(new) if status else new == old
        if same or (moved and what in {"actief blad", "selectie"}):
            yield Line(stap=step, wat=what, stand=Stand.GOED)
        else:
            text = f"hoort {_short(wanted, new)} te zijn en is {_short(new, wanted)}"
            yield Line(stap=step, wat=what, stand=Stand.NIET, toelichting=text)


def _is_text(status: Any) -> bool:
    """Tell whether the status bar shows a text of ours; Excel says False when it does not.

    What it says then on macOS is not known for certain, hence the other forms of nothing.
    """
    return bool(status) and str(status).upper() != "FALSE"


def _short(value: Any, other: Any) -> str:
    """Return a value for a message; of the sheets only those that differ."""
    if isinstance(value, dict) and isinstance(other, dict):
        value = {key: item for key, item in value.items() if other.get(key) != item}
    return repr(value)


def _totals(book: xw.Book, twin: xw.Book, step: str) -> Iterator[Line]:
    """Compare the named totals with those of the steps on the file engine."""
    jaar = read_own(twin, now=moment(), user=WHO)
    expected = STEPS["totalen"].run(jaar).data
    for name, hours in expected.items():
        if not name.startswith(TOTALS):
            continue
        shown = book.names[name].refers_to_range.value
        if _same(shown, hours):
            yield Line(stap=step, wat=name, stand=Stand.GOED, toelichting=f"{hours}")
        else:
            text = f"de werkmap toont {shown!r}, op een bestand is het {hours!r}"
            yield Line(stap=step, wat=name, stand=Stand.NIET, toelichting=text)


def _same(shown: object, hours: object) -> bool:
    if isinstance(shown, int | float) and isinstance(hours, int | float):
        return abs(shown - hours) <= ROUNDING
    return shown in {None, ""} and hours is None


def _allowed(book: xw.Book, fase: Fase) -> Iterator[Line]:
    """Compare what the ribbon reads with what the phase allows."""
    for button in BUTTONS:
        shown = book.names[button.allowed_name].refers_to_range.value
        if shown == _may(button, fase):
            yield Line(stap=button.step, wat="knop aan of uit", stand=Stand.GOED)
        else:
            text = f"in de fase ‘{fase}’ staat in de werkmap {shown!r}"
            yield Line(stap=button.step, wat="knop aan of uit", stand=Stand.NIET, toelichting=text)


def _may(button: Button, fase: Fase) -> str:
    return "ja" if fase.reached(button.from_fase) else "nee"


def _nothing_left(book: xw.Book, click: Clicker) -> Line:
    """Click once more: a second run has nothing to change."""
    klik = click(LAST_STEP, book, ask=False)
    what = "nog eens klikken verandert niets"
    if klik.ok and not klik.changed:
        return Line(stap=LAST_STEP, wat=what, stand=Stand.GOED)
    return Line(stap=LAST_STEP, wat=what, stand=Stand.NIET, toelichting=klik.message)
