"""A table as it was typed: raw cells with their place, nothing interpreted yet."""

from collections.abc import Mapping
from datetime import datetime

from regio_xl.domain.bevinding import Bevinding, Ernst
from regio_xl.domain.column import Column
from regio_xl.domain.model import Model

CellValue = float | str | bool | datetime | None
"""A cell as Excel gives it: numbers are floats, empty is None, dates are datetimes."""


EXTRA = "+"
"""Prefix of the key of a column that the workbook does not declare."""


SOURCE = "#rij"
"""Key with which a step says from which row of the sheet the people's cells must come."""


class Row(Model):
    """One row of a table.

    Attributes:
        number: Row number as Excel shows it.
        values: Column key to cell value; a column that is missing in the sheet has no key.
        formulas: Column key to formula text, for the columns of which it was read: "" for a
            plain value, and a key that is absent is not known.
    """

    number: int
    values: Mapping[str, CellValue]
    formulas: Mapping[str, str] = {}

    def is_empty(self, keys: tuple[str, ...]) -> bool:
        """Tell whether none of the columns ``keys`` holds anything but spaces."""
        return all(
            value is None or (isinstance(value, str) and not value.strip())
            for value in (self.values.get(key) for key in keys)
        )


class Table(Model):
    """One table of a sheet.

    Attributes:
        sheet: Sheet name.
        name: Table name, such as ``tblVoorstellen``.
        clause: Clause to cite for findings about the table as a whole.
        header_row: Row number of the headers as Excel shows it.
        columns: The columns that were looked for, found or not.
        present: Keys of the columns that were found.
        rows: The rows, empty ones included, in sheet order.
        beyond: How many of the last rows stand below the table's own range.
        loose: Numbers of rows further down that look like rows of the table but stand apart
            from it, below an empty row.
        extra: Headers of columns that people added to the table; their cells are in
            ``Row.values`` under the header itself, preceded by ``EXTRA``.
        headers: All headers from left to right, known or not, as they stand in the sheet.
        first_col: Number of the first column (1 = A).
        totals: Whether the table shows a totals row, which is not among ``rows``.
        below: Cells under a generated table, in its columns, down to the last that holds
            anything: notes of people, which make way when the table grows.
    """

    sheet: str
    name: str
    clause: str
    header_row: int
    columns: tuple[Column, ...]
    present: frozenset[str]
    rows: tuple[Row, ...] = ()
    beyond: int = 0
    loose: tuple[int, ...] = ()
    extra: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()
    first_col: int = 1
    totals: bool = False
    below: tuple[tuple[CellValue, ...], ...] = ()

    def column(self, key: str) -> Column:
        """Return the column ``key``.

        Raises:
            KeyError: The table has no such column.
        """
        for column in self.columns:
            if column.key == key:
                return column
        raise KeyError(key)

    @property
    def input_keys(self) -> tuple[str, ...]:
        """Keys of the columns that people fill in."""
        return tuple(column.key for column in self.columns if column.owner == "input")

    def filled_rows(self) -> tuple[Row, ...]:
        """Return the rows in which people filled in at least one cell."""
        keys = self.input_keys
        return tuple(row for row in self.rows if not row.is_empty(keys))

    def bevinding(
        self,
        row: Row | None,
        key: str | None,
        melding: str,
        herstel: str,
        *,
        regel: str | None = None,
        ernst: Ernst = Ernst.FOUT,
        nr: int | None = None,
    ) -> Bevinding:
        """Make a finding about a cell, a row or the table, at its place in the sheet."""
        column = self.column(key) if key is not None else None
        return Bevinding(
            ernst=ernst,
            regel=regel or (column.clause if column else "") or self.clause,
            blad=self.sheet,
            rij=row.number if row else self.header_row,
            kolom=column.header if column else None,
            melding=melding,
            herstel=herstel,
            nr=nr,
        )
