"""Click every button on an open workbook and look at what each click left behind.

The same steps run beside it on a copy, on the file engine; the totals must be the same after each
click. It drives any host: what a host does not have is reported as not applicable, never as good.
In Excel for Windows each worksheet function is then held against plain Python.
"""

import importlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import chain
from time import perf_counter
from typing import Any

import xlwings as xw

from regio_xl.domain import Fase
from regio_xl.domain.model import Model
from regio_xl.excel.checks import Stand
from regio_xl.excel.click import CHECK_SHEET, Klik
from regio_xl.excel.conf import MODULE
from regio_xl.excel.system import WINDOWS, System
from regio_xl.sheets.buttons import BUTTONS
from regio_xl.steps import STEPS
from regio_xl.workbook.flow import moment, read_own, run

WHO = "zelftest"
TOTALS = "totaal_"
ROUNDING = 1e-6
LAST_STEP = "bijwerken"
FUNCTIONS_STEP = "functies in cellen"
Clicker = Callable[..., Klik]
"""What carries out a click, called as ``regio_xl.excel.click.click``."""
Grid = list[list[Any]]

EXAMPLES: tuple[tuple[str, tuple[Grid, ...]], ...] = (
    ("REGIO_BIJDRAGE", ([[3137.5], [21400.0], [250.0]],)),
    ("REGIO_RUIMTE", ([[4000.0], [3100.0]], [[900.0]], [[500.0]], [[3000.0], [2200.0]])),
    ("REGIO_OVERSCHRIJDING", ([[120.0], [80.0]], [[130.5], [80.0]])),
    ("REGIO_SCORE", ([[5.0], [2.0]], [[3.0], [1.0]], [[4.0], [5.0]])),
    ("REGIO_DEKKING", ([[2.0, 0.0, 1.0], [0.0, 0.0, 3.0]], [[120.0], [0.0]])),
    ("REGIO_MEERDERHEID", ([["voor"], ["voor"], ["tegen"]], [[2.0]], [[3.0]])),
)
"""Name and arguments; what must come out is what the same function says in Python."""


class Line(Model):
    """One check after one click."""

    stap: str  # what was clicked
    wat: str  # what was looked at
    stand: Stand
    toelichting: str = ""  # what was found


def _judged(step: str, what: str, good: bool, wrong: str, right: str = "") -> Line:
    if good:
        return Line(stap=step, wat=what, stand=Stand.GOED, toelichting=right)
    return Line(stap=step, wat=what, stand=Stand.NIET, toelichting=wrong)


def _protection(book: xw.Book) -> dict[str, bool]:
    """Return per sheet whether its contents are protected, on Windows and on macOS."""
    found = {}
    for sheet in book.sheets:
        windows = hasattr(sheet.api, "ProtectContents")
        protected = sheet.api.ProtectContents if windows else sheet.api.protect_contents.get()
        found[sheet.name] = bool(protected)
    return found


def _selection(book: xw.Book) -> str:
    if book.selection is None:
        raise NotImplementedError  # as a host says that it has no such thing
    return str(book.selection.address)


LOOKS: dict[str, Callable[[xw.Book], Any]] = {
    "statusbalk": lambda book: book.app.status_bar,
    "schermverversing": lambda book: book.app.screen_updating,
    "rekenwijze": lambda book: book.app.calculation,
    "actief blad": lambda book: book.sheets.active.name,
    "selectie": _selection,
    "beveiliging van de bladen": _protection,
}


def look(book: xw.Book) -> dict[str, Any]:
    """Return what a user would notice of this workbook; what its host lacks is left out."""
    values = {}
    for what, read in LOOKS.items():
        with suppress(NotImplementedError):
            values[what] = read(book)
    return values


def drive(book: xw.Book, twin: xw.Book, click: Clicker) -> Iterator[Line]:
    """Click every button, then once more in the last phase, and yield each check as it is made.

    ``book`` is changed and not saved; ``twin`` is the same workbook on the file engine.
    """
    for button in BUTTONS:
        yield from _clicked(book, twin, click, button.step)
    for fase in (next(iter(Fase)), list(Fase)[-1]):
        for each in (book, twin):
            each.names["fase"].refers_to_range.value = fase.value
        yield from _allowed(book, fase)
    yield from _clicked(book, twin, click, LAST_STEP)
    klik = click(LAST_STEP, book, ask=False)
    idle = klik.ok and not klik.changed
    yield _judged(LAST_STEP, "nog eens klikken verandert niets", idle, klik.message)


def _clicked(book: xw.Book, twin: xw.Book, click: Clicker, name: str) -> Iterator[Line]:
    before, start = look(book), perf_counter()
    klik = click(name, book, ask=False)
    seconds = perf_counter() - start
    yield _judged(name, "klik", klik.ok, klik.message, f"{seconds:.2f} s")
    errors = klik.uitkomst.fouten if klik.uitkomst else 0
    yield from compared(name, before, look(book), errors=errors)
    run(twin, name, STEPS[name].run, now=moment(), user=WHO)
    yield from _totals(book, twin, name)


def compared(
    step: str, before: dict[str, Any], after: dict[str, Any], *, errors: int
) -> Iterator[Line]:
    """Yield whether a user finds everything as it was; with errors, Controle may be shown."""
    moved = errors and after.get("actief blad") == CHECK_SHEET
    for what in LOOKS:
        if what not in before or what not in after:
            yield Line(stap=step, wat=what, stand=Stand.NVT, toelichting="niet van toepassing hier")
            continue
        wanted, new = before[what], after[what]
        good = new == wanted or bool(moved and what in {"actief blad", "selectie"})
        if what == "statusbalk":
            # Excel says False when it shows no text of ours; what it says then on macOS is not
            # known for certain, hence the other forms of nothing.
            wanted, good = False, not new or str(new).upper() == "FALSE"
        wrong = f"hoort {_short(wanted, new)} te zijn en is {_short(new, wanted)}"
        yield _judged(step, what, good, wrong)


def _short(value: Any, other: Any) -> str:
    """Return a value for a message; of the sheets only those that differ."""
    if isinstance(value, dict) and isinstance(other, dict):
        value = {key: item for key, item in value.items() if other.get(key) != item}
    return repr(value)


def _totals(book: xw.Book, twin: xw.Book, step: str) -> Iterator[Line]:
    """Compare the named totals with those of the steps on the file engine."""
    jaar = read_own(twin, now=moment(), user=WHO)
    for name, hours in STEPS["totalen"].run(jaar).data.items():
        if name.startswith(TOTALS):
            shown = book.names[name].refers_to_range.value
            wrong = f"de werkmap toont {shown!r}, op een bestand is het {hours!r}"
            good = _equal(None if shown == "" else shown, hours)
            yield _judged(step, name, good, wrong, f"{hours}")


def _allowed(book: xw.Book, fase: Fase) -> Iterator[Line]:
    """Compare what the ribbon reads with what the phase allows."""
    for button in BUTTONS:
        shown = book.names[button.allowed_name].refers_to_range.value
        may = "ja" if fase.reached(button.from_fase) else "nee"
        wrong = f"in de fase ‘{fase}’ staat in de werkmap {shown!r}"
        yield _judged(button.step, "knop aan of uit", shown == may, wrong)


def functions(book: xw.Book, system: System) -> Iterator[Line]:
    """Yield whether each worksheet function gives in Excel what it gives in Python; Windows only.

    The self-test stands in for Excel here, so it loads ``udfs`` by name at run time, as Excel
    does, which the contract that nothing imports ``udfs`` cannot see.
    """
    if system.platform != WINDOWS:
        text = "functies in cellen werken alleen in Excel voor Windows"
        yield Line(stap=FUNCTIONS_STEP, wat="REGIO_…", stand=Stand.NVT, toelichting=text)
        return
    module = importlib.import_module(MODULE)
    sheet = book.sheets.add()
    for name, arguments in EXAMPLES:
        expected = as_grid(getattr(module, name)(*arguments))
        shown = _evaluated(sheet, name, arguments, expected)
        wrong = f"Excel geeft {shown!r}, Python {expected!r}"
        yield _judged(FUNCTIONS_STEP, name, same(shown, expected), wrong)


def as_grid(value: Any) -> Grid:
    """Return what a function gives, one value or a flat list too, as rows."""
    row = value if isinstance(value, list) else [value]
    return row if row and isinstance(row[0], list) else [row]


def same(shown: Grid, expected: Grid) -> bool:
    """Tell whether Excel and Python agree, to the last cell."""
    if [len(row) for row in shown] != [len(row) for row in expected]:
        return False
    cells = zip(chain.from_iterable(shown), chain.from_iterable(expected), strict=True)
    return all(_equal(one, other) for one, other in cells)


def _equal(one: Any, other: Any) -> bool:
    numbers = isinstance(one, int | float) and isinstance(other, int | float)
    if numbers and not isinstance(one, bool) and not isinstance(other, bool):
        return bool(abs(one - other) <= ROUNDING)
    return bool(type(one) is type(other) and one == other)


def _evaluated(sheet: xw.Sheet, name: str, arguments: tuple[Grid, ...], expected: Grid) -> Grid:
    """Put the arguments in cells, the function as an array formula beside them, and read it.

    An array formula works in every version of Excel; a formula that spills does not.
    """
    sheet.clear()
    column, addresses = 1, []
    for grid in arguments:
        area = sheet.range((1, column)).resize(len(grid), len(grid[0]))
        area.value = grid
        addresses.append(area.get_address(row_absolute=False, column_absolute=False))
        column += len(grid[0]) + 1
    target = sheet.range((1, column)).resize(len(expected), len(expected[0]))
    target.formula_array = f"={name}({','.join(addresses)})"
    return target.options(ndim=2, err_to_str=True).value  # type: ignore[no-any-return]
