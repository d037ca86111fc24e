"""One row after reading: typed cells, the row they came from and the proposal they concern."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from regio_xl.domain import Bevinding, Ernst, Row, Table
from regio_xl.domain.tekst import shown
from regio_xl.rules.cell import EMPTY, Cell


@dataclass(frozen=True, slots=True)
class Record:
    """A row of a table, read.

    A plain dataclass instead of a model: there can be ten thousand of them.

    Attributes:
        table: The table that it stands in.
        row: The row as typed.
        cells: Column key to cell; an empty cell has no key.
        nr: Number of the proposal that findings about this row concern, or None.
    """

    table: Table
    row: Row
    cells: Mapping[str, Cell]
    nr: int | None = None

    def cell(self, key: str) -> Cell:
        """Return the cell of column ``key``."""
        return self.cells.get(key, EMPTY)

    def usable(self, key: str) -> bool:
        """Whether the column is there and its cell has no error of its own.

        Rules over several cells only speak when this holds, so that one mistake gives one
        finding.
        """
        return key in self.table.present and not self.cell(key).faulty

    def empty(self, key: str) -> bool:
        """Whether the column is there and nothing was filled in."""
        return key in self.table.present and self.cell(key) is EMPTY

    def text(self, key: str) -> str:
        """Return a text, choice or code; "" when there is none."""
        value = self.cell(key).value
        return value if isinstance(value, str) else ""

    def whole(self, key: str) -> int | None:
        """Return a whole number, or None."""
        value = self.cell(key).value
        return value if isinstance(value, int) else None

    def number(self, key: str) -> Decimal | None:
        """Return a decimal number, or None."""
        value = self.cell(key).value
        return Decimal(value) if isinstance(value, (int, Decimal)) else None

    def day(self, key: str) -> date | None:
        """Return a date, or None."""
        value = self.cell(key).value
        return value if isinstance(value, date) else None

    def names(self, key: str) -> tuple[str, ...]:
        """Return a list of names."""
        value = self.cell(key).value
        return value if isinstance(value, tuple) else ()

    def numbers(self, key: str) -> tuple[int, ...]:
        """Return the numbers of proposals."""
        value = self.cell(key).value
        return value if isinstance(value, tuple) else ()

    def typed(self, key: str) -> str:
        """Return what the user typed, as Excel shows it."""
        value = self.row.values.get(key)
        return "" if value is None else shown(value)

    def bevinding(
        self,
        key: str | None,
        melding: str,
        herstel: str,
        *,
        regel: str | None = None,
        ernst: Ernst = Ernst.FOUT,
    ) -> Bevinding:
        """Make a finding about this row, at its place in the sheet."""
        known = key if key in self.table.present else None
        return self.table.bevinding(
            self.row, known, melding, herstel, regel=regel, ernst=ernst, nr=self.nr
        )
