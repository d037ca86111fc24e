"""What the workbook should hold and does not: sheets, tables and named cells."""

from collections.abc import Iterator

from regio_xl.domain import Bevinding, Ernst, Jaar, Missing

INPUT = {
    "tblKader": "Kader",
    "tblDeelnemers": "Deelnemers",
    "tblVoorstellen": "Voorstellen",
    "tblBelang": "Belang",
    "tblBeoordeling": "Beoordeling",
}
"""The tables that cannot be done without, with their sheet."""

NAMES = ("jaar", "fase")
"""The named cells on sheet Kader that cannot be done without."""

CLAUSES = {
    "Start": "T1",
    "Kader": "U1.3",
    "Deelnemers": "F1.2",
    "Voorstellen": "F2.2",
    "Belang": "U4.3",
    "Beoordeling": "F3.1",
    "Controle": "F1.3",
    "Voorstel": "U2.2",
    "Selectie": "U8.1",
    "Vergelijking": "F3.2",
    "AOO": "U2.4",
    "Stemming": "F3.5",
    "Evaluatie": "U9.2",
    "Financien": "F1.3",
    "Berekening": "U1.3",
}
"""The clause that asks for each sheet."""

HOUSEKEEPING = "U5.4"
"""Other sheets serve account management, which answers for the whole process."""

FOR_EXCEL = ("Knoppen", "xlwings.conf")
"""Sheets that only the ribbon and the add-in read; workbooks of before version 0.2 lack them."""

FOR_DECISION = ("Vergelijking", "AOO", "Stemming")
"""Sheets for advice, vote and decision; workbooks of before version 0.3 lack them."""

REMEDY_FOR_DECISION = (
    "Heeft het blad een andere naam gekregen, geef het dan deze naam terug. Komt de werkmap van "
    "een oudere versie, dan kan zij geen scenario's vergelijken en geen besluit vastleggen; de "
    "andere stappen werken gewoon. Wilt u dat wel, maak dan een nieuwe werkmap met ‘regio-xl "
    "nieuw’ en plak uw invoer daarin als waarden."
)

REMEDY_FOR_EXCEL = (
    "Heeft het blad een andere naam gekregen, geef het dan deze naam terug. Komt de werkmap van "
    "een oudere versie, dan heeft zij geen knoppen; de stappen op een bestand werken gewoon. Wilt "
    "u de knoppen, maak dan een nieuwe werkmap met ‘regio-xl nieuw’ en plak uw invoer daarin als "
    "waarden."
)

REMEDY = "Haal een kopie terug waarin het er nog was, of neem het over uit een nieuwe werkmap."


def clause_of(sheet: str) -> str:
    """Return the clause that asks for a sheet."""
    return CLAUSES.get(sheet, HOUSEKEEPING)


def missing_input(jaar: Jaar) -> tuple[str, ...]:
    """Return the sheets of which nothing could be read, because their table is not there."""
    return tuple(sheet for table, sheet in INPUT.items() if table not in jaar.tables)


def check_structure(jaar: Jaar) -> Iterator[Bevinding]:
    """Report each missing sheet, table or named cell once, the largest whole first."""
    missing = [*jaar.missing, *_unlisted(jaar)]
    sheets = {item.sheet for item in missing if item.table is None and item.name is None}
    for sheet in sorted(sheets):
        yield _bevinding(sheet, f"Blad {sheet} ontbreekt.")
    for item in missing:
        if item.sheet in sheets:
            continue
        what = f"Tabel {item.table}" if item.table else f"De cel met de naam {item.name}"
        yield _bevinding(item.sheet, f"{what} ontbreekt op blad {item.sheet}.")


def _unlisted(jaar: Jaar) -> Iterator[Missing]:
    """Name what is not there although the reader did not list it."""
    for table, sheet in INPUT.items():
        if table not in jaar.tables:
            yield Missing(sheet=sheet, table=table)
    for name in NAMES:
        if name not in jaar.cells:
            yield Missing(sheet="Kader", name=name)


def _bevinding(sheet: str, melding: str) -> Bevinding:
    remedies = dict.fromkeys(FOR_EXCEL, REMEDY_FOR_EXCEL)
    remedies |= dict.fromkeys(FOR_DECISION, REMEDY_FOR_DECISION)
    return Bevinding(
        ernst=Ernst.WAARSCHUWING if sheet in remedies else Ernst.FOUT,
        regel=clause_of(sheet),
        blad=sheet,
        melding=melding,
        herstel=remedies.get(sheet, REMEDY),
    )
