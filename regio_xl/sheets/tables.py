"""Tables and labelled cells: from what was typed to typed rows, and what any of them can lack.

What the rows of one sheet mean together is in the file of that sheet.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar

from regio_xl.domain.dossier import Jaar, Kader
from regio_xl.domain.model import Bevinding, Ernst, Model, Oorzaak, Repair
from regio_xl.domain.table import (
    EMPTY,
    NUMBER_FORMATS,
    Cell,
    CellValue,
    Column,
    Kind,
    Row,
    Table,
)
from regio_xl.domain.tekst import count, day, format_uren, quote, shown
from regio_xl.sheets.cells import is_blank_text, parse_cell
from regio_xl.sheets.declare import SheetSpec
from regio_xl.sheets.numbers import NOISE, to_decimal

Noun = TypeVar("Noun", bound=Model)

MOST_ALONE = 3  # more rows than this with the same trouble have one cause, and get one finding
RECALCULATE = (
    "Laat Excel herrekenen (F9). Blijft het verschil, kopieer dan de formule uit een andere rij."
)
Should = Decimal | str  # what a calculated cell should show: hours, or a word
Expected = Mapping[tuple[int, str], Should]  # what is recomputed, by row number and column key


def read_rows(table: Table) -> list[Row]:
    """Return the filled-in rows, read, in the order of the sheet; findings come separately."""
    columns = [column for column in table.columns if column.key in table.present]
    rows = sorted(table.filled_rows(), key=lambda row: row.number)
    return [row.model_copy(update={"home": table, "cells": _cells(columns, row)}) for row in rows]


def fill(kind: type[Noun], row: Row, **given: object) -> Noun:
    """Make a noun of the domain from a row: each field from the column with its key.

    A field of which the row holds nothing usable keeps its default; ``given`` comes from elsewhere.
    """
    read = {
        key: cell.value
        for key, cell in row.cells.items()
        if key in kind.model_fields and cell.value is not None
    }
    return kind.model_validate({"rij": row.number, **read, **given})


def check_rows(table: Table, rows: Sequence[Row], unique: str | None = None) -> Iterator[Bevinding]:
    """Find what can be wrong with any table: columns, rows, cells, a key that repeats."""
    yield from check_table(table)
    yield from check_cells(rows)
    yield from check_required(rows, unique)
    if unique:
        yield from check_unique(rows, unique)


def _cells(columns: list[Column], row: Row) -> dict[str, Cell]:
    """Read the cells of one row; formulas and cells of kind ``ANY`` are read elsewhere."""
    cells: dict[str, Cell] = {}
    for column in columns:
        value = row.values.get(column.key)
        if value is None or column.owner != "input" or column.kind is Kind.ANY:
            continue
        cell = parse_cell(column, value)
        if cell.value is not None or cell.flaw is not None:
            cells[column.key] = cell
    return cells


def check_table(table: Table) -> Iterator[Bevinding]:
    """Find missing columns, empty rows and rows below the table's range."""
    yield from _missing_columns(table)
    yield from _empty_rows(table)
    yield from _loose_rows(table)
    if table.beyond > 0:
        rows = count(table.beyond, "rij staat", "rijen staan")
        verb = "telt" if table.beyond == 1 else "tellen"
        yield table.overall(
            f"{rows} direct onder de tabel {table.name}; die {verb} mee.",
            "U hoeft niets te doen: bij het verwerken wordt de tabel groter gemaakt.",
            ernst=Ernst.MELDING,
            vanzelf=True,
        )


def _loose_rows(table: Table) -> Iterator[Bevinding]:
    for number in table.loose:
        yield table.bevinding(
            Row(number=number, values={}),
            None,
            f"Rij {number} staat los van de tabel {table.name}, onder een lege rij, en "
            "telt niet mee.",
            "Verwijder de lege rijen ertussen, of typ deze rij direct onder de laatste "
            "rij van de tabel.",
            oorzaak=Oorzaak(
                melding=f"{{aantal}} rijen staan los van de tabel {table.name}, onder een lege "
                "rij, en tellen niet mee",
                herstel="Verwijder de lege rijen ertussen.",
            ),
        )


def _missing_columns(table: Table) -> Iterator[Bevinding]:
    for column in table.columns:
        if column.key in table.present or column.owner == "output":
            continue
        if column.since:
            yield _not_yet_there(table, column)
            continue
        ernst = column.required or Ernst.WAARSCHUWING
        if column.owner == "formula" or column.kind is Kind.ANY:
            ernst = Ernst.FOUT
        tail = " Deze kolom is verplicht." if column.required is Ernst.FOUT else ""
        yield table.overall(
            f"Kolom {column.header} ontbreekt in tabel {table.name}.{tail}",
            f"Zet de kop {column.header} terug, precies zo geschreven, in rij {table.header_row}.",
            key=column.key,
            ernst=ernst,
        )


def _not_yet_there(table: Table, column: Column) -> Bevinding:
    """Tell of a column that a workbook of an older version lacks."""
    return table.overall(
        f"Kolom {column.header} ontbreekt in tabel {table.name}; werkmappen van vóór versie "
        f"{column.since} hebben die kolom niet.",
        "Doe ‘vernieuwen’: dan komt de kolom erbij, en blijft alles wat u hebt ingevuld.",
        key=column.key,
        ernst=Ernst.MELDING,
    )


def _empty_rows(table: Table) -> Iterator[Bevinding]:
    """Report empty rows between filled ones; empty rows at the end are just room to type.

    On a generated sheet a row that nobody filled in yet is not empty: a step put it there.
    """
    if any(column.owner == "output" for column in table.columns):
        return
    filled = {row.number for row in table.filled_rows()}
    last = max(filled, default=0)
    for row in table.rows:
        if row.number < last and row.number not in filled:
            yield table.bevinding(
                row,
                None,
                f"Rij {row.number} is leeg, midden in tabel {table.name}.",
                "Verwijder deze rij, zodat sorteren en filteren blijven kloppen.",
                ernst=Ernst.WAARSCHUWING,
                oorzaak=Oorzaak(
                    melding=f"{{aantal}} rijen zijn leeg, midden in tabel {table.name}",
                    herstel="Verwijder deze rijen, zodat sorteren en filteren blijven kloppen.",
                ),
            )


def check_cells(rows: Iterable[Row]) -> Iterator[Bevinding]:
    """Turn the flaws of the cells into findings at their place."""
    for row in rows:
        for key, cell in row.cells.items():
            if cell.flaw is not None:
                yield row.flaw(key, cell, cell.flaw)


def only(row: Row, key: str) -> bool:
    """Tell whether a row holds nothing but its key, which says what it will be about."""
    typed = row.table.input_keys
    return not row.is_empty((key,)) and row.is_empty(tuple(item for item in typed if item != key))


def check_required(rows: Iterable[Row], key: str | None = None) -> Iterator[Bevinding]:
    """Report required cells in which nothing was filled in, each on its own.

    A row that holds nothing but its ``key`` has one thing wrong with it, not one per column.
    """
    for row in rows:
        if key and only(row, key):
            yield from _only_key(row, key)
            continue
        for column in row.table.columns:
            if column.required and column.owner == "input" and says_nothing(row, column.key):
                yield row.bevinding(
                    column.key,
                    f"{column.header} is niet ingevuld.",
                    f"Vul {column.header} in. {column.prompt}".strip(),
                    ernst=column.required,
                    oorzaak=Oorzaak(melding=f"{column.header} is {{aantal}} keer niet ingevuld"),
                )


def _only_key(row: Row, key: str) -> Iterator[Bevinding]:
    others = (column for column in row.table.columns if column.key in row.table.present)
    grave = [item.required for item in others if item.required and item.key != key]
    if grave:
        header = row.table.header(key)
        yield row.table.bevinding(
            row,
            None,
            f"In deze rij is alleen {header} ingevuld.",
            "Vul de rij verder in, of verwijder haar.",
            ernst=min(grave, key=list(Ernst).index),
            nr=row.nr,
            weert=any(column.weert for column in row.table.columns if column.required),
            oorzaak=Oorzaak(
                melding=f"In {{aantal}} rijen is alleen {header} ingevuld",
                herstel="Vul deze rijen verder in, of verwijder ze.",
            ),
        )


def says_nothing(row: Row, key: str) -> bool:
    """Tell whether a cell holds nothing, or a text that says nothing."""
    text = row.text(key)
    return is_blank_text(text) and not row.cell(key).faulty if text else row.empty(key)


def check_unique(rows: Iterable[Row], key: str) -> Iterator[Bevinding]:
    """Report each row that repeats the value of an earlier row; only the first one counts."""
    first: dict[object, Row] = {}
    for row in rows:
        value = row.cell(key).value
        if value is None or value == "":
            continue
        if (earlier := first.setdefault(value, row)) is not row:
            header = row.table.header(key)
            yield row.bevinding(
                key,
                f"{header} {value} staat ook in rij {earlier.number}; "
                "deze rij wordt niet gebruikt.",
                f"Geef deze rij een eigen {header} of verwijder de rij.",
            )


def number_rows(rows: Iterable[Row], known: Callable[[int], bool]) -> list[Row]:
    """Tie each row to the proposal that its column ``nr`` names.

    A number counts once: a repeated or unknown one leaves the row without proposal, so
    that its errors do not fall on another one.
    """
    seen: set[int | None] = set()
    numbered: list[Row] = []
    for row in rows:
        nr = row.whole("nr")
        counts = nr is not None and nr not in seen and known(nr)
        numbered.append(row.model_copy(update={"nr": nr}) if counts else row)
        seen.add(nr)
    return numbered


def check_formulas(table: Table, expected: Expected | None = None) -> Iterator[Bevinding]:
    """Find calculated cells that hold no formula any more, or show another number.

    Only where the reader looked: a row that has no key in ``Row.formulas`` is not known. An
    empty cell in a row below the table is no error, because the same run fills it; nor is one
    in an empty row, which is just room to type.
    """
    found = list(_check_cells(table, expected))
    for column in table.columns:
        own = [item for item in found if item.kolom == column.header]
        if len(own) <= MOST_ALONE or len(own) * 2 <= len(table.rows):
            yield from own
            continue
        yield table.overall(
            f"{column.header} klopt niet in {len(own)} van de {len(table.rows)} rijen.",
            "De oorzaak ligt waarschijnlijk op blad Kader (jaar, eerste dag of een waarde) of blad "
            "Berekening. Kijk of daar een formule is overschreven, en laat Excel herrekenen (F9).",
            key=column.key,
            regel=table.clause or column.clause,
        )


def _check_cells(table: Table, expected: Expected | None) -> Iterator[Bevinding]:
    calculated = [
        column
        for column in table.columns
        if column.owner == "formula" and column.key in table.present
    ]
    keys = {column.key for column in calculated}
    rows = sorted(table.rows, key=lambda row: row.number)
    joining = rows[
        len(rows) - table.beyond :
    ]  # these stand below the table and join it in this run
    for row in rows:
        filled = not row.is_empty(tuple(key for key in row.values if key not in keys))
        for column in calculated:
            should = (expected or {}).get((row.number, column.key))
            wrong = _wrong(row, column, should, needed=filled and row not in joining)
            if wrong:
                what, herstel = wrong
                yield table.bevinding(
                    row,
                    column.key,
                    f"{column.header} {what}.{_recomputed(should)}",
                    herstel,
                    regel=table.clause or column.clause,
                )


def _wrong(
    row: Row, column: Column, should: Should | None, *, needed: bool
) -> tuple[str, str] | None:
    """Return what is wrong with a calculated cell, with its remedy."""
    value, empty = row.values.get(column.key), row.is_empty((column.key,))
    formula = row.formulas.get(column.key)
    if formula is None:
        return None
    if formula.lstrip("{").startswith("="):
        if should is None or empty or _equal(value, should):
            return None
        return f"toont {quote(value)}", RECALCULATE
    if empty and not needed:
        return None
    what = "mist de formule" if empty else f"bevat {quote(value)} in plaats van een formule"
    return what, f"Kopieer de cel {column.header} uit een andere rij naar deze cel."


def _equal(value: CellValue, should: Should) -> bool:
    if isinstance(should, str):
        return value == should
    number = None if isinstance(value, bool) else to_decimal(value)
    return number is not None and abs(number - should) <= NOISE * max(Decimal(1), abs(should))


def _recomputed(should: Should | None) -> str:
    if should is None:
        return ""
    shown = quote(should) if isinstance(should, str) else format_uren(should)
    return f" Herrekend is het {shown}."


@dataclass(frozen=True, slots=True)
class Invoercel:
    """A labelled cell after reading."""

    blad: str  # sheet on which it stands
    rij: int | None  # row, or None where the name of the cell is gone
    column: Column  # what it should hold; its header is the label
    cell: Cell  # the value, with the flaw it has
    present: bool  # whether the cell is there at all
    typed: CellValue = None  # what was typed
    formula: bool = False  # whether a formula stands in it

    @property
    def empty(self) -> bool:
        """Whether the cell is there and nothing was typed in it."""
        return self.present and self.cell is EMPTY

    @property
    def day(self) -> date | None:
        """The date in the cell, or None."""
        value = self.cell.value
        return value if isinstance(value, date) else None

    @property
    def bevindingen(self) -> list[Bevinding]:
        """What is wrong with the value by itself."""
        if self.cell.flaw is None:
            return []
        ernst, melding, herstel, _ = self.cell.flaw
        found = self.bevinding(melding, herstel, ernst=ernst)
        return [found.model_copy(update={"repair": self._repair()})]

    def _repair(self) -> Repair | None:
        if self.cell.mend is None or self.rij is None or self.formula:
            return None
        return Repair(
            sheet=self.blad,
            table="",
            row=self.rij,
            key=self.column.key,
            header=self.column.header,
            old=str(self.typed),
            new=self.cell.mend,
            shown=shown(self.cell.value),
            layout=NUMBER_FORMATS.get(self.column.kind, "General"),
        )

    def bevinding(
        self, melding: str, herstel: str, *, ernst: Ernst = Ernst.FOUT, regel: str = ""
    ) -> Bevinding:
        """Make a finding about this cell."""
        return Bevinding(
            ernst=ernst,
            regel=regel or self.column.clause,
            blad=self.blad,
            rij=self.rij,
            kolom=self.column.header,
            melding=melding,
            herstel=herstel,
        )


def read_input(jaar: Jaar, sheet: SheetSpec, name: str) -> Invoercel:
    """Read a named cell; one that is gone is reported with the structure."""
    column = sheet.field(name).column
    present = name in jaar.cells
    blad, rij, _ = jaar.cell_places.get(name, (sheet.name, None, 0))
    typed = jaar.cells.get(name)
    cell = parse_cell(column, typed) if present else EMPTY
    return Invoercel(blad, rij, column, cell, present, typed, name in jaar.formula_cells)


def check_year(cell: Invoercel, kader: Kader | None) -> Iterator[Bevinding]:
    """Find a date far from the year that it is about: the process runs from the year before."""
    doubted = cell.cell.flaw is not None and cell.cell.mend is None
    if kader is None or cell.day is None or doubted:
        return
    if kader.jaar - 1 <= cell.day.year <= kader.jaar:
        return
    yield cell.bevinding(
        f"{cell.column.header} is {day(cell.day)}; voor het jaar {kader.jaar} ligt een dag in "
        f"{kader.jaar - 1} voor de hand.",
        "Controleer het jaar in deze datum, of het jaar op blad Kader.",
        ernst=Ernst.WAARSCHUWING,
    )
