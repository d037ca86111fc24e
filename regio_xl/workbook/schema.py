"""The workbook, declared once: builder, reader, writer, tests and docs all start here.

A new column is one line in ``sheets/``. This module and what it imports never see a
spreadsheet library, so that rules and steps may look at it freely.
"""

from functools import cache

from regio_xl.workbook.declare import Field, SheetSpec, TableSpec
from regio_xl.workbook.sheets.beheer import BEREKENING, LOGBOEK, OVER, REGELS, START
from regio_xl.workbook.sheets.besluit import AOO, STEMMING
from regio_xl.workbook.sheets.deelnemers import DEELNEMERS
from regio_xl.workbook.sheets.excel import KNOPPEN, XLWINGS_CONF
from regio_xl.workbook.sheets.kader import KADER
from regio_xl.workbook.sheets.resultaat import EVALUATIE, SELECTIE, VOORSTEL
from regio_xl.workbook.sheets.scores import BEOORDELING, belang_sheet
from regio_xl.workbook.sheets.totalen import CONTROLE, FINANCIEN
from regio_xl.workbook.sheets.vergelijking import VERGELIJKING
from regio_xl.workbook.sheets.voorstellen import VOORSTELLEN

FINANCE_NAMES = (
    "totaal_beschikbaar",
    "totaal_ketentoezicht",
    "totaal_flexibel",
    "totaal_toegewezen",
    "totaal_vrij",
    "totaal_gerealiseerd",
    "totaal_prognose",
)
"""Named cells that finance builds on; they keep their meaning."""


@cache
def sheets(codes: tuple[str, ...]) -> tuple[SheetSpec, ...]:
    """Return all sheets in tab order.

    Args:
        codes: Participant codes, which are the columns of sheet Belang.
    """
    return (
        START,
        KADER,
        DEELNEMERS,
        VOORSTELLEN,
        belang_sheet(codes),
        BEOORDELING,
        CONTROLE,
        VOORSTEL,
        SELECTIE,
        VERGELIJKING,
        AOO,
        STEMMING,
        EVALUATIE,
        FINANCIEN,
        BEREKENING,
        REGELS,
        LOGBOEK,
        KNOPPEN,
        XLWINGS_CONF,
        OVER,
    )


def tables(codes: tuple[str, ...] = ()) -> dict[str, tuple[SheetSpec, TableSpec]]:
    """Return sheet and declaration per table name."""
    return {table.name: (sheet, table) for sheet in sheets(codes) for table in sheet.tables}


def fields() -> dict[str, tuple[SheetSpec, Field, int]]:
    """Return sheet, declaration and row per named cell; the value stands in column B."""
    return {
        field.name: (sheet, field, block.row + bool(block.title) + offset)
        for sheet in sheets(())
        for block in sheet.blocks
        for offset, field in enumerate(block.fields)
        if field.name
    }
