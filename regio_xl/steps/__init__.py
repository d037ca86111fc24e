"""The steps of the year: a snapshot (``Jaar``) in, an outcome (``Uitkomst``) out.

Pure: no clock, no files, no spreadsheet library. One file per button, and what they share::

    Jaar -> Dossier (sheets) -> Berekening (pakket, once) -> show of each step -> Uitkomst

A new step is a file with a ``show`` and a line in ``STEPS``; its button is declared in
``sheets/buttons``. What it writes is what its outcome holds.
"""

from collections.abc import Callable, Mapping
from functools import partial

from regio_xl import __version__
from regio_xl.domain import CellValue, Ernst, Jaar, TableContent, Uitkomst
from regio_xl.domain.model import Model
from regio_xl.domain.tekst import count
from regio_xl.sheets import schema
from regio_xl.sheets.beheer import TIJDLIJN
from regio_xl.sheets.buttons import Button, button_of
from regio_xl.sheets.dossier import gather, read_dossier
from regio_xl.sheets.vastlegging import GEMAAKT, INHOUD, KENMERK, STAAT
from regio_xl.steps import (
    bijwerken,
    controleer,
    evaluatie,
    herstel,
    overschrijding,
    rapportage,
    stemming,
    tijdlijn,
    toewijzen,
    totalen,
    valideren,
    voorleggen,
    voorstel,
)
from regio_xl.steps.berekening import Berekening
from regio_xl.steps.opgeslagen import filled
from regio_xl.steps.pakket import Verdeel, compute
from regio_xl.steps.valideren import count_of, with_findings
from regio_xl.steps.vastlegging import COVERED, content_mark

__all__ = ["STEPS", "Step"]

Show = Callable[[Berekening], Uitkomst]


class Step(Model):
    """One step of the year."""

    name: str  # command and button, in Dutch
    run: Callable[[Jaar], Uitkomst]
    # The same where ``Uitkomst.vraag`` was answered with yes; None for a step that never asks
    opnieuw: Callable[[Jaar], Uitkomst] | None = None
    read_only: bool = False  # whether the workbook stays as it is

    @property
    def button(self) -> Button:
        """Its button: title, purpose and first phase."""
        return button_of(self.name)


def _read_only(name: str, show: Show) -> Step:
    """Make a step that looks and writes nothing."""

    def run(jaar: Jaar) -> Uitkomst:
        berekening = compute(jaar, read_dossier(jaar), verdeel=Verdeel.NOOIT)
        return with_findings(berekening, show(berekening), read_only=True)

    return Step(name=name, run=run, read_only=True)


def _controleer(jaar: Jaar) -> Uitkomst:
    """Set every generated sheet against what the steps would write; the package is not divided."""
    berekening = compute(jaar, read_dossier(jaar), verdeel=Verdeel.NOOIT)
    return controleer.show(berekening, _remake)


def _remake(name: str, jaar: Jaar) -> Uitkomst | None:
    """Return what a step would write now; None for a name that is no step that writes."""
    step = STEPS.get(name)
    return None if step is None or step.read_only else step.run(jaar)


def _step(name: str, show: Show, verdeel: Verdeel = Verdeel.NOOIT, *, asks: bool = False) -> Step:
    """Make a step that writes: what it shows, and what every step keeps up to date.

    That is sheet Controle, the state of the package with what was said about it, the next thing
    to do on Start, and a row on Logboek. A step that may divide writes every sheet that shows
    the package.
    """

    def run(jaar: Jaar, how: Verdeel = verdeel) -> Uitkomst:
        berekening = compute(jaar, read_dossier(jaar), verdeel=how)
        if how is Verdeel.NOOIT:
            berekening, uitkomst = _moved_on(berekening, show(berekening))
        else:
            berekening = toewijzen.ready(berekening)
            uitkomst = bijwerken.with_package(berekening, show(berekening))
        uitkomst = _with_life(berekening, overschrijding.with_hours(berekening, uitkomst))
        return _with_log_row(jaar, name, with_findings(berekening, uitkomst))

    return Step(name=name, run=run, opnieuw=partial(run, how=Verdeel.OPNIEUW) if asks else None)


def _moved_on(berekening: Berekening, uitkomst: Uitkomst) -> tuple[Berekening, Uitkomst]:
    """Return the year as it is once a package was moved on, with what is found then."""
    if STAAT not in uitkomst.cells:
        return berekening, uitkomst
    jaar, written = berekening.jaar, {table.name: table.rows for table in uitkomst.tables}
    tables = {name: filled(jaar.tables[name], rows) for name, rows in written.items()}
    cells = {**jaar.cells, **uitkomst.cells}
    # The workbook works this cell out anew; one that was found wrong stays so.
    sheet, field, _ = schema.fields()["stemming_uitslag"]
    found = berekening.bevindingen
    if not any(item.blad == sheet.name and item.kolom == field.label for item in found):
        cells.pop("stemming_uitslag", None)
    if berekening.vastlegging.gaaf:
        cells[INHOUD] = content_mark(jaar, uitkomst.tables)
    after = jaar.model_copy(update={"tables": {**jaar.tables, **tables}, "cells": cells})
    # What was put before people or decided is never divided here: the sheets only follow.
    moved = toewijzen.ready(compute(after, read_dossier(after), verdeel=Verdeel.ZO_NODIG))
    told = uitkomst.model_copy(update={"bevindingen": moved.bevindingen})
    return moved, bijwerken.with_package(moved, told) if moved.toonbaar else told


def _with_life(berekening: Berekening, uitkomst: Uitkomst) -> Uitkomst:
    """Fill the cells about the package, the timeline and what to do next."""
    record, written = berekening.vastlegging, {table.name for table in uitkomst.tables}
    cells: dict[str, CellValue] = {**berekening.gebonden}
    cells[stemming.ADVICE] = stemming.advice_summary(berekening.dossier)
    if berekening.kenmerk:
        cells[KENMERK] = berekening.kenmerk
    if berekening.nieuw:
        cells[GEMAAKT] = record.gemaakt
    if record.gaaf and written & COVERED.keys():
        cells[INHOUD] = content_mark(berekening.jaar, uitkomst.tables)
    cells |= uitkomst.cells
    cells[STAAT] = berekening.staat.value
    found = gather(uitkomst.bevindingen)
    cells["start_volgende_stap"] = bijwerken.next_step(berekening, found, berekening.staat)
    if told := tijdlijn.tell(berekening):
        cells[TIJDLIJN] = told
    tables = (*uitkomst.tables, *tijdlijn.content(berekening))
    return uitkomst.model_copy(update={"cells": cells, "tables": tables})


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


STEPS = {
    step.name: step
    for step in (
        _step(valideren.NAME, valideren.show),
        _step(herstel.NAME, herstel.show),
        _step(toewijzen.NAME, toewijzen.show, Verdeel.WEER, asks=True),
        _step(voorstel.NAME, voorstel.show, Verdeel.ZO_NODIG),
        _step(toewijzen.SELECTIE_NAME, toewijzen.show_selectie, Verdeel.ZO_NODIG),
        _step(voorleggen.NAME, voorleggen.show),
        _step(stemming.NAME, stemming.show),
        _step(overschrijding.NAME, overschrijding.show),
        _step(rapportage.NAME, rapportage.show),
        _step(evaluatie.NAME, evaluatie.show, Verdeel.ZO_NODIG),
        _step(bijwerken.NAME, bijwerken.show, Verdeel.ZO_NODIG),
        _read_only(totalen.NAME, totalen.show),
        Step(name=controleer.NAME, run=_controleer, read_only=True),
    )
}
"""All steps by name, in the order in which a user meets them."""
