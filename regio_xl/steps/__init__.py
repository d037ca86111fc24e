"""The steps of the year: a snapshot (``Jaar``) in, an outcome (``Uitkomst``) out.

Pure: no clock, no files, no spreadsheet library. One file per button, and what they share::

    Jaar -> Dossier (sheets) -> Berekening (pakket, once) -> show of each step -> Uitkomst

A new step is a file with a ``show`` and a line in ``STEPS``; its button is declared in
``sheets/buttons``. What it writes is what its outcome holds.
"""

from collections.abc import Callable, Mapping
from functools import partial

from regio_xl import __version__
from regio_xl.domain import CellValue, Dossier, Ernst, Jaar, TableContent, Uitkomst
from regio_xl.domain.model import Model
from regio_xl.domain.tekst import count
from regio_xl.sheets.buttons import Button, button_of
from regio_xl.sheets.dossier import read_dossier
from regio_xl.steps import (
    bijwerken,
    evaluatie,
    herstel,
    stemming,
    toewijzen,
    totalen,
    valideren,
    voorstel,
)
from regio_xl.steps.berekening import Berekening
from regio_xl.steps.pakket import compute, inspect
from regio_xl.steps.valideren import count_of, with_findings

__all__ = ["STEPS", "Step"]

Compute = Callable[[Jaar, Dossier], Berekening]
Show = Callable[[Berekening], Uitkomst]


class Step(Model):
    """One step of the year."""

    name: str  # command and button, in Dutch
    run: Callable[[Jaar], Uitkomst]
    read_only: bool = False  # whether the workbook stays as it is

    @property
    def button(self) -> Button:
        """Its button: title, purpose and first phase."""
        return button_of(self.name)


def _step(name: str, work: Compute, show: Show, *, read_only: bool = False) -> Step:
    """Make a step; one that writes fills sheet Controle too, and adds a row to sheet Logboek."""

    def run(jaar: Jaar) -> Uitkomst:
        berekening = work(jaar, read_dossier(jaar))
        uitkomst = with_findings(berekening, show(berekening), read_only=read_only)
        return uitkomst if read_only else _with_log_row(jaar, name, uitkomst)

    return Step(name=name, run=run, read_only=read_only)


def _with_log_row(jaar: Jaar, name: str, uitkomst: Uitkomst) -> Uitkomst:
    """Add who ran what when, on which input, and what came of it."""
    first = uitkomst.samenvatting[0].rstrip(".")
    fouten = count(uitkomst.fouten, "fout", "fouten")
    warnings = count_of(uitkomst.bevindingen, Ernst.WAARSCHUWING)
    row: Mapping[str, CellValue] = {
        "wanneer": jaar.read_at,
        "wie": jaar.user,
        "stap": name,
        "versie": __version__,
        "invoer": jaar.source_hash,
        "uitkomst": f"{first}; {fouten}, {count(warnings, 'waarschuwing', 'waarschuwingen')}.",
    }
    more = ({**row, "uitkomst": line} for line in uitkomst.logregels)
    content = TableContent(name="tblLogboek", rows=(row, *more), append=True)
    return uitkomst.model_copy(update={"tables": (*uitkomst.tables, content)})


def _ready(jaar: Jaar, dossier: Dossier, *, opnieuw: bool = False) -> Berekening:
    return toewijzen.ready(compute(jaar, dossier, opnieuw=opnieuw))


_anew = partial(_ready, opnieuw=True)
_hours_only = partial(compute, redenen=False)

STEPS = {
    step.name: step
    for step in (
        _step(valideren.NAME, inspect, valideren.show),
        _step(herstel.NAME, inspect, herstel.show),
        _step(toewijzen.NAME, _anew, toewijzen.show),
        _step(voorstel.NAME, compute, voorstel.show),
        _step(toewijzen.SELECTIE_NAME, _ready, toewijzen.show_selectie),
        _step(stemming.NAME, _hours_only, stemming.show),
        _step(evaluatie.NAME, _hours_only, evaluatie.show),
        _step(bijwerken.NAME, _ready, bijwerken.show),
        _step(totalen.NAME, inspect, totalen.show, read_only=True),
    )
}
"""All steps by name, in the order in which a user meets them."""
