"""The workbook, all sheets listed once: builder, reader, writer, tests and docs start here."""

from collections.abc import Iterator
from functools import cache

from regio_xl.domain import Bevinding, Ernst, Jaar, Missing
from regio_xl.domain.tekst import count, join
from regio_xl.sheets.beheer import BEREKENING, KNOPPEN, LOGBOEK, OVER, REGELS, START, XLWINGS_CONF
from regio_xl.sheets.boek import BOEK
from regio_xl.sheets.declare import HOUSEKEEPING, Field, SheetSpec, TableSpec
from regio_xl.sheets.deelnemers import DEELNEMERS
from regio_xl.sheets.interventies import INTERVENTIES
from regio_xl.sheets.kader import KADER
from regio_xl.sheets.overschrijding import OVERSCHRIJDING
from regio_xl.sheets.procesevaluatie import PROCESEVALUATIE
from regio_xl.sheets.rapportage import RAPPORTAGE
from regio_xl.sheets.resultaat import CONTROLE, EVALUATIE, FINANCIEN, SELECTIE, VOORSTEL
from regio_xl.sheets.scores import BEOORDELING, belang_sheet
from regio_xl.sheets.stemming import AOO, STEMMING
from regio_xl.sheets.vastlegging import VASTLEGGING
from regio_xl.sheets.vergelijking import VERGELIJKING
from regio_xl.sheets.verschuivingen import VERSCHUIVINGEN
from regio_xl.sheets.voorstellen import VOORSTELLEN
from regio_xl.sheets.voortgang import VOORTGANG
from regio_xl.sheets.vragen import VRAGEN

# Named cells that finance builds on; they keep their meaning
FINANCE_NAMES = tuple(field.name for field in FINANCIEN.blocks[0].fields)

REMEDY = (
    "Haal een kopie terug waarin het er nog was. Is die er niet, doe dan ‘vernieuwen’: dan komt "
    "het er leeg bij."
)
REMEDY_OLDER = (
    "Heeft het blad een andere naam gekregen, geef het dan deze naam terug. Komt de werkmap van "
    "een oudere versie, dan {}. Doe ‘vernieuwen’: dan komt het erbij, en blijft alles wat u hebt "
    "ingevuld."
)


@cache
def sheets(codes: tuple[str, ...]) -> tuple[SheetSpec, ...]:
    """Return all sheets in tab order; the codes of participants are columns of sheet Belang."""
    return (
        START,
        KADER,
        DEELNEMERS,
        VOORSTELLEN,
        belang_sheet(codes),
        BEOORDELING,
        VRAGEN,
        CONTROLE,
        VOORSTEL,
        SELECTIE,
        VERGELIJKING,
        VASTLEGGING,
        AOO,
        STEMMING,
        INTERVENTIES,
        VERSCHUIVINGEN,
        VOORTGANG,
        OVERSCHRIJDING,
        RAPPORTAGE,
        EVALUATIE,
        PROCESEVALUATIE,
        FINANCIEN,
        BEREKENING,
        BOEK,
        REGELS,
        LOGBOEK,
        KNOPPEN,
        XLWINGS_CONF,
        OVER,
    )


@cache
def tables(codes: tuple[str, ...] = ()) -> dict[str, tuple[SheetSpec, TableSpec]]:
    """Return sheet and declaration per table name."""
    return {table.name: (sheet, table) for sheet in sheets(codes) for table in sheet.tables}


@cache
def fields() -> dict[str, tuple[SheetSpec, Field, int]]:
    """Return sheet, declaration and row per named cell; the value stands in column B."""
    return {
        field.name: (sheet, field, block.row + bool(block.title) + offset)
        for sheet in sheets(())
        for block in sheet.blocks
        for offset, field in enumerate(block.fields)
        if field.name
    }


def missing_input(jaar: Jaar) -> tuple[str, ...]:
    """Return the sheets of which nothing could be read, because their table is not there."""
    return tuple(item.sheet for item in _needed(jaar) if item.table)


def check_structure(jaar: Jaar) -> Iterator[Bevinding]:
    """Report each missing sheet, table or named cell once, the largest whole first."""
    missing = [*jaar.missing, *_needed(jaar)]
    gone = {item.sheet for item in missing if item.table is None and item.name is None}
    for sheet in sorted(gone):
        yield _bevinding(sheet, f"Blad {sheet} ontbreekt.")
    lacking = [item for item in missing if _since(item) and item.sheet not in gone]
    if lacking:
        yield _not_yet_there(lacking)
    for item in missing:
        if item.sheet not in gone and item not in lacking:
            what = f"Tabel {item.table}" if item.table else f"De cel met de naam {item.name}"
            yield _bevinding(item.sheet, f"{what} ontbreekt op blad {item.sheet}.")


def _declared(item: Missing) -> TableSpec | Field | None:
    """Return the table or labelled cell that is missing; None for a whole sheet."""
    if item.table is not None:
        return tables()[item.table][1]
    return fields()[item.name][1] if item.name is not None else None


def _since(item: Missing) -> str:
    """Return the version that added what is missing, "" for what was always there."""
    declared = _declared(item)
    return declared.since if declared else ""


def _not_yet_there(lacking: list[Missing]) -> Bevinding:
    """Tell of cells and tables that a workbook of an older version lacks."""
    declared = [found for item in lacking if (found := _declared(item)) is not None]
    names = (item.label if isinstance(item, Field) else item.title for item in declared)
    cells = sum(isinstance(item, Field) for item in declared)
    counts = ((cells, "cel", "cellen"), (len(declared) - cells, "tabel", "tabellen"))
    what = join(count(number, one, more) for number, one, more in counts if number)
    versions = join(sorted({item.since for item in declared}))
    return Bevinding(
        ernst=Ernst.MELDING,
        regel=declared[0].clause,
        blad=lacking[0].sheet,
        melding=f"Deze werkmap mist {what}, nieuw in versie {versions}: {join(names, most=2)}.",
        herstel="Doe ‘vernieuwen’: dan komt dat erbij, en blijft alles wat u hebt ingevuld.",
    )


def _needed(jaar: Jaar) -> Iterator[Missing]:
    """Name what is not there and cannot be done without, whether the reader listed it or not."""
    for name, (sheet, table) in tables().items():
        if table.needed and name not in jaar.tables:
            yield Missing(sheet=sheet.name, table=name)
    for name, (sheet, field, _) in fields().items():
        if field.needed and name not in jaar.cells:
            yield Missing(sheet=sheet.name, name=name)


def _bevinding(name: str, melding: str) -> Bevinding:
    sheet = next((item for item in sheets(()) if item.name == name), None)
    older = sheet.older if sheet else ""
    return Bevinding(
        ernst=Ernst.WAARSCHUWING if older else Ernst.FOUT,
        regel=sheet.clause if sheet else HOUSEKEEPING,
        blad=name,
        melding=melding,
        herstel=REMEDY_OLDER.format(older) if older else REMEDY,
    )
