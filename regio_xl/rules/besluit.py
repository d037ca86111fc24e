"""The decision of the AB on sheet Stemming: its number and date, and the frozen package."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from regio_xl.domain import Bevinding, Column, Jaar, Kader, Kind, Row, Table
from regio_xl.domain.besluit import Besluit
from regio_xl.domain.tekst import day
from regio_xl.rules.cells import is_blank_text, parse_cell
from regio_xl.rules.invoercel import Invoercel, check_year, read_input
from regio_xl.rules.kenmerk import compute_kenmerk
from regio_xl.rules.stemming import SHEET, Uitslag

NUMMER = Column(key="besluit_nummer", header="Nummer van het besluit", clause="F3.5")
DATUM = Column(key="besluit_datum", header="Datum van het besluit", kind=Kind.DATE, clause="F3.5")
WHOLE = Column(key="uren", header="Uren", kind=Kind.HOURS)


@dataclass(frozen=True, slots=True)
class BesluitReading:
    """What sheet Stemming says about the decision.

    Attributes:
        nummer: Number, "" when there is no usable one.
        nummer_leeg: Whether the cell for it is there and empty.
        datum: Day, or None when there is no usable one.
        besluit: The frozen package, or None.
        bevindingen: What was found.
    """

    nummer: str
    nummer_leeg: bool
    datum: date | None
    besluit: Besluit | None
    bevindingen: list[Bevinding]


def read_besluit(jaar: Jaar, kader: Kader | None, uitslag: Uitslag) -> BesluitReading:
    """Read number, date and frozen package; a number and a date belong together (F3.5)."""
    number, moment = read_input(jaar, SHEET, NUMMER), read_input(jaar, SHEET, DATUM)
    nummer = _text(number)
    found = [*number.bevindingen, *moment.bevindingen]
    if not number.empty and number.present and not nummer:
        found.append(_says_nothing(number))
    besluit = _frozen(jaar)
    # Of a frozen package the empty number means that it is lifted, see step ``stemming``.
    if besluit is None or not number.empty:
        found += _check_pair(number, moment)
    found += _check_day(moment, jaar.read_at.date(), kader)
    # Of a frozen package that lost its majority the finding is about the package (vastgesteld).
    if nummer and besluit is None and not uitslag.aangenomen:
        found.append(_not_adopted(number, uitslag))
    usable = moment.day if moment.day and moment.day <= jaar.read_at.date() else None
    return BesluitReading(nummer, number.empty, usable, besluit, found)


def _text(cell: Invoercel) -> str:
    value = cell.cell.value
    return value if isinstance(value, str) and not is_blank_text(value) else ""


def _says_nothing(number: Invoercel) -> Bevinding:
    return number.bevinding(
        "Het nummer van het besluit zegt niets; er is niets mee vast te leggen.",
        "Vul het nummer in zoals het in de besluitenlijst staat, of maak de cel leeg.",
    )


def _check_pair(number: Invoercel, moment: Invoercel) -> Iterator[Bevinding]:
    if not (number.present and moment.present) or number.empty == moment.empty:
        return
    lacking, other = (moment, number) if moment.empty else (number, moment)
    yield lacking.bevinding(
        f"{lacking.column.header} is niet ingevuld, {other.column.header.lower()} wel.",
        f"Vul {lacking.column.header.lower()} in, of maak de andere cel leeg.",
    )


def _check_day(moment: Invoercel, today: date, kader: Kader | None) -> Iterator[Bevinding]:
    """Find a day that is still to come, or far from the year that is decided on."""
    if moment.day is None or moment.day <= today:
        yield from check_year(moment, kader)
        return
    yield moment.bevinding(
        f"Het AB heeft volgens deze cel besloten op {day(moment.day)}; die dag moet nog komen.",
        "Controleer de datum. Zolang zij in de toekomst ligt, wordt er niets vastgelegd.",
    )


def _not_adopted(number: Invoercel, uitslag: Uitslag) -> Bevinding:
    return number.bevinding(
        f"Er staat een besluitnummer, maar het pakket is niet aangenomen: {uitslag.voor} "
        f"{'stem' if uitslag.voor == 1 else 'stemmen'} voor, {uitslag.nodig} nodig.",
        "Vul de stemmen aan, of maak nummer en datum van het besluit leeg.",
    )


def _frozen(jaar: Jaar) -> Besluit | None:
    """Return what is frozen on the sheet; a damaged record is still a record."""
    table = jaar.tables.get("tblBesluit")
    rows = _filled(table) if table else []
    kenmerk, of_parameters = (
        str(jaar.cells.get(name) or "").strip()
        for name in ("besluit_kenmerk", "besluit_kenmerk_parameters")
    )
    if not rows and not kenmerk:
        return None
    pakket: dict[int, int] = {}
    titels: dict[int, str] = {}
    for row in rows:
        nr, uren = _whole(row.values.get("nr")), _whole(row.values.get("uren"))
        if nr is not None and uren is not None:
            pakket[nr] = uren
            titels[nr] = str(row.values.get("titel") or "")
    ketentoezicht = _whole(jaar.cells.get("besluit_ketentoezicht"))
    expected = compute_kenmerk(pakket, ketentoezicht, of_parameters)
    return Besluit(
        pakket=pakket,
        titels=titels,
        ketentoezicht=ketentoezicht,
        kenmerk=kenmerk,
        kenmerk_parameters=of_parameters,
        # A row that could not be read, or stands there twice, is damage too.
        gaaf=len(pakket) == len(rows) and kenmerk == expected,
    )


def _filled(table: Table) -> list[Row]:
    rows = sorted(table.rows, key=lambda row: row.number)
    return [row for row in rows if not row.is_empty(("nr", "titel", "uren"))]


def _whole(value: object) -> int | None:
    cell = parse_cell(WHOLE, value).value
    return cell if isinstance(cell, int) else None
