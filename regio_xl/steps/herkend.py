"""What a record said before somebody changed it, where its own mark proves that.

The decision and the record of the package are never made again from the input: each carries a
mark over its contents. What stands elsewhere in the workbook is tried out; where the mark fits,
that is what stood there.
"""

from collections.abc import Iterator, Mapping
from itertools import product

from regio_xl.allocation import Uren
from regio_xl.domain import CellValue, Row, Table, TableContent
from regio_xl.domain.dossier import Besluit
from regio_xl.domain.woorden import Stand
from regio_xl.sheets.besluit import compute_kenmerk
from regio_xl.sheets.dossier import read_dossier
from regio_xl.sheets.vastlegging import INHOUD
from regio_xl.steps.berekening import Berekening
from regio_xl.steps.opgeslagen import filled, number_of, numbered
from regio_xl.steps.pakket import Verdeel, compute
from regio_xl.steps.stemming import decided_table
from regio_xl.steps.vastgesteld import KETENTOEZICHT, TABLE
from regio_xl.steps.vastlegging import (
    Facts,
    Grond,
    at_decision,
    content_mark,
    contents,
    of_decision,
)


def record_as_written(berekening: Berekening) -> tuple[TableContent, ...]:
    """Return the tables of sheet Vastlegging as a step wrote them; () where nothing proves it."""
    record, jaar = berekening.vastlegging, berekening.jaar
    for feiten in _facts(berekening):
        for gronden in _grounds(berekening):
            tried = record.model_copy(update={"feiten": feiten, "gronden": gronden})
            tables = contents(tried)
            if content_mark(jaar, tables) == jaar.cells.get(INHOUD):
                return tables
    return ()


def _facts(berekening: Berekening) -> Iterator[Facts]:
    record, now = berekening.vastlegging.feiten, berekening.feiten
    yield record
    yield {place: now.get(place, value) for place, value in record.items()}
    yield {**now, **of_decision(berekening.vastlegging)}


def _grounds(berekening: Berekening) -> Iterator[Mapping[int, Grond]]:
    """Yield the reasons as they stand, with the hours of Selectie, and with its words too."""
    gronden, uren = berekening.vastlegging.gronden, berekening.op_selectie
    yield gronden
    hours = {
        nr: grond.model_copy(update={"uren": uren.get(nr, 0)}) for nr, grond in gronden.items()
    }
    yield hours
    rows = numbered(berekening.jaar.tables.get("tblSelectie"))
    words = {nr: row.values for nr, row in rows.items()}
    yield {
        nr: grond.model_copy(
            update={key: str(words.get(nr, {}).get(key) or "") for key in ("kort", "reden")}
        )
        for nr, grond in hours.items()
    }


def decision_as_frozen(berekening: Berekening) -> Besluit | None:
    """Return the decision as it was frozen; None where nothing in the workbook proves it."""
    besluit = berekening.dossier.besluitvorming.besluit
    if besluit is None:
        return None
    hours = (besluit.pakket, berekening.vastlegging.uren, berekening.opgeslagen.selectie)
    for uren, keten in product(hours, (besluit.ketentoezicht, berekening.ketentoezicht.uren)):
        if compute_kenmerk(uren, keten, besluit.kenmerk_parameters) == besluit.kenmerk:
            update = {
                "pakket": uren,
                "ketentoezicht": keten,
                "titels": _titles(berekening, besluit),
            }
            return besluit.model_copy(update=update)
    return None


def _titles(berekening: Berekening, besluit: Besluit) -> dict[int, str]:
    """Return the titles when the AB decided, as recorded; else as they stand there."""
    record = berekening.vastlegging
    then = at_decision(record) if record.gaaf else {}
    titles = {int(of): str(value) for (_, of, what), value in then.items() if what == "Titel"}
    return {**besluit.titels, **titles}


def as_it_was(berekening: Berekening) -> Berekening:
    """Return the year with its decision and record whole again, as far as their marks prove it.

    Of a decided package the hours on Selectie are those of the decision.
    """
    jaar, frozen = berekening.jaar, decision_as_frozen(berekening)
    tables: dict[str, Table] = {}
    cells: dict[str, CellValue] = {}
    if frozen is not None:
        tables[TABLE] = filled(jaar.tables[TABLE], decided_table(frozen).rows)
        cells[KETENTOEZICHT] = float(frozen.ketentoezicht or 0)
        if selectie := jaar.tables.get("tblSelectie"):
            tables[selectie.name] = _with_hours(selectie, frozen.pakket)
    if not berekening.vastlegging.gaaf:
        for content in record_as_written(berekening):
            tables[content.name] = filled(jaar.tables[content.name], content.rows)
    if not tables:
        return berekening
    update = {"tables": {**jaar.tables, **tables}, "cells": {**jaar.cells, **cells}}
    whole = jaar.model_copy(update=update)
    return compute(whole, read_dossier(whole), verdeel=Verdeel.NOOIT)


def _with_hours(selectie: Table, uren: Uren) -> Table:
    def row(row: Row) -> Row:
        nr = number_of(row)
        if nr is None or row.values.get("stand") == Stand.KETENTOEZICHT:
            return row
        hours = float(uren.get(nr, 0)) if nr in uren else row.values.get("toegewezen") and 0.0
        return row.model_copy(update={"values": {**row.values, "toegewezen": hours}})

    return selectie.model_copy(update={"rows": tuple(map(row, selectie.rows))})
