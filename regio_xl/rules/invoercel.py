"""One labelled cell in which people type, outside any table: its value, and what is wrong."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from regio_xl.domain import Bevinding, Column, Ernst, Jaar, Kader
from regio_xl.domain.tekst import day
from regio_xl.rules.cell import EMPTY, Cell
from regio_xl.rules.cells import parse_cell


@dataclass(frozen=True, slots=True)
class Invoercel:
    """A labelled cell after reading.

    Attributes:
        blad: Sheet on which it stands.
        rij: Row, or None where the name of the cell is gone.
        column: What it should hold; its header is the label.
        cell: The value, with the problem it has.
        present: Whether the cell is there at all.
    """

    blad: str
    rij: int | None
    column: Column
    cell: Cell
    present: bool

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
        if self.cell.problem is None:
            return []
        ernst, melding, herstel = self.cell.problem
        return [self.bevinding(melding, herstel, ernst=ernst)]

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


def read_input(jaar: Jaar, sheet: str, column: Column) -> Invoercel:
    """Read the named cell ``column.key``; one that is gone is reported with the structure.

    Args:
        jaar: The snapshot.
        sheet: Where it should stand.
        column: What it should hold.
    """
    present = column.key in jaar.cells
    blad, rij, _ = jaar.cell_places.get(column.key, (sheet, None, 0))
    cell = parse_cell(column, jaar.cells[column.key]) if present else EMPTY
    return Invoercel(blad, rij, column, cell, present)


def check_year(cell: Invoercel, kader: Kader | None) -> Iterator[Bevinding]:
    """Find a date far from the year that it is about: the process runs from the year before.

    Silent about a date that has a problem of its own.
    """
    if kader is None or cell.day is None or cell.cell.problem is not None:
        return
    if kader.jaar - 1 <= cell.day.year <= kader.jaar:
        return
    yield cell.bevinding(
        f"{cell.column.header} is {day(cell.day)}; voor het jaar {kader.jaar} ligt een dag in "
        f"{kader.jaar - 1} voor de hand.",
        "Controleer het jaar in deze datum, of het jaar op blad Kader.",
        ernst=Ernst.WAARSCHUWING,
    )
