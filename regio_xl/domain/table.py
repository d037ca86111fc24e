"""A table: its columns as declared, its cells as typed and, once read, as typed values."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple

from regio_xl.domain.model import Bevinding, Ernst, Model, Oorzaak, Repair
from regio_xl.domain.tekst import shown

CellValue = float | str | bool | datetime | None
"""A cell as Excel gives it: numbers are floats, empty is None, dates are datetimes."""

EXTRA = "+"  # prefix of the key of a column that the workbook does not declare
ABOVE = re.compile(r"BOVEN\((?P<key>\w+)\)")  # in a declared formula, see ``Column.formula_in``
SOURCE = "#rij"  # key with which a step says from which row the people's cells must come


class Kind(StrEnum):
    """The kind of value that a column holds."""

    TEXT = "text"
    CHOICE = "choice"  # exactly one of ``choices``
    LIST = "list"  # any number of names, separated by ``;``
    NUMBERS = "numbers"  # numbers of proposals, separated by ``;``
    CODE = "code"  # code of a participant, or ODU
    INTEGER = "integer"  # whole number: a proposal's number, a row count
    HOURS = "hours"  # whole hours
    NUMBER = "number"  # decimal number of hours, such as the DVO
    EUROS = "euros"
    SCORE = "score"  # whole number between minimum and maximum
    DATE = "date"
    PERCENT = "percent"  # a fraction: 0.04 is shown as 4%
    REKENING = "rekening"  # an account in the book of hours: number of a project, or a choice
    ANY = "any"  # depends on another column of the same row


NUMBER_FORMATS = {
    Kind.INTEGER: "0",
    Kind.HOURS: "#,##0",
    Kind.NUMBER: "#,##0.0",
    Kind.EUROS: '"€" #,##0.00',
    Kind.SCORE: "0",
    Kind.DATE: "dd-mm-yyyy",
    Kind.REKENING: "General",
    Kind.PERCENT: "0.0%",
    Kind.ANY: "General",
}
"""The Excel number format of each kind; the others are text, and General does for them."""


def column_letter(number: int) -> str:
    """Return the letters of a column by its number, from 1.

    >>> [column_letter(number) for number in (1, 26, 27, 703)]
    ['A', 'Z', 'AA', 'AAA']
    """
    before, last = divmod(number - 1, 26)
    return (column_letter(before) if before else "") + chr(ord("A") + last)


class Column(Model):
    """One column: where its value is found, what it may hold and how the user hears about it."""

    key: str  # name in code
    header: str  # header text in the sheet; unique within its table
    kind: Kind = Kind.TEXT
    clause: str = ""  # clause that asks for this column, for findings
    required: Ernst | None = None  # severity of an empty cell; None when it may be empty
    choices: tuple[str, ...] = ()  # allowed values of a ``CHOICE``; suggestions of a ``LIST``
    minimum: Decimal | None = None  # smallest allowed number, inclusive
    maximum: Decimal | None = None  # largest allowed number, inclusive
    prompt: str = ""  # what to fill in, shown when the cell is selected
    formula: str | None = None  # of a calculated column, in file notation
    owner: str = "input"  # who fills it: ``input`` (people), ``formula`` or ``output`` (a step)
    width: float = 14  # width in characters
    weert: bool = False  # whether an error here keeps its proposal out of the division
    since: str = ""  # version that added the column; an older workbook may lack it
    number_format: str = ""  # Excel number format where the one of ``kind`` does not fit
    # Whether formulas of the workbook look at it; they see no number or date in text, and a word
    # only as it should be spelled
    in_formulas: bool = False
    quiet: bool = False  # whether only formulas need it: there to check, and not to catch the eye

    @property
    def looks_above(self) -> bool:
        """Whether its formula looks at the rows above its own, so that each row has its own."""
        return bool(self.formula and ABOVE.search(self.formula))

    def formula_in(self, row: int, header_row: int, places: Mapping[str, int]) -> str:
        """Return the formula as it stands in a row, of a table with its columns at ``places``.

        A running sum must not look at its own column as a whole: that is a circle. So
        ``BOVEN(key)`` in a declared formula stands for the cells of a column from the header down
        to the row above, of which the header counts as nothing.

        >>> Column(key="saldo", header="Saldo", formula="SUM(BOVEN(uren))").formula_in(
        ...     8, 5, {"uren": 3})
        'SUM(C$5:C7)'
        """

        def above(found: re.Match[str]) -> str:
            letter = column_letter(places[found["key"]])
            return f"{letter}${header_row}:{letter}{row - 1}"

        return ABOVE.sub(above, self.formula or "")


class Flaw(NamedTuple):
    """What is wrong with a cell; the place is added later."""

    ernst: Ernst
    melding: str
    herstel: str
    oorzaak: Oorzaak | None = None  # what it says together with others of the same kind


class Cell(NamedTuple):
    """A cell after reading."""

    # int for whole numbers, Decimal for other numbers, date, text, a tuple of names or of numbers,
    # or None when nothing usable was typed
    value: Any = None
    flaw: Flaw | None = None  # what is wrong with it, or None
    meant: Decimal | None = None  # what an unusable text probably stands for; never counted
    # What the cell should hold where that is plain from what was typed; ``herstel`` writes it
    mend: float | datetime | str | None = None

    @property
    def faulty(self) -> bool:
        """Whether the cell has an error of its own, so that nothing else need be said of it."""
        return self.flaw is not None and self.flaw.ernst is Ernst.FOUT


EMPTY = Cell()  # a cell in which nothing was typed


class Row(Model):
    """One row of a table: as typed, and once ``read_rows`` has read it with typed cells too."""

    number: int  # row number as Excel shows it
    values: Mapping[str, CellValue]  # by column key; a column that the sheet lacks has no key
    # Column key to formula text, for the columns of which it was read: "" for a plain value, and a
    # key that is absent is not known
    formulas: Mapping[str, str] = {}
    home: "Table | None" = None  # the table that it stands in; None until it is read
    cells: Mapping[str, Cell] = {}  # column key to typed cell; an empty cell has no key
    nr: int | None = None  # number of the proposal that findings about this row concern, or None

    def is_empty(self, keys: tuple[str, ...]) -> bool:
        """Tell whether none of the columns ``keys`` holds anything but spaces."""
        return all(
            value is None or (isinstance(value, str) and not value.strip())
            for value in (self.values.get(key) for key in keys)
        )

    @property
    def table(self) -> "Table":
        """The table that a row stands in, once it is read."""
        if self.home is None:
            raise ValueError(f"row {self.number} has not been read")
        return self.home

    def cell(self, key: str) -> Cell:
        """Return the typed cell of column ``key``."""
        return self.cells.get(key, EMPTY)

    def usable(self, key: str) -> bool:
        """Whether the column is there and its cell has no error of its own.

        Rules over several cells only speak then, so that one mistake gives one finding.
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

    def decimal(self, key: str) -> Decimal | None:
        """Return a decimal number, or None."""
        value = self.cell(key).value
        return Decimal(value) if isinstance(value, (int, Decimal)) else None

    def day(self, key: str) -> date | None:
        """Return a date, or None."""
        value = self.cell(key).value
        return value if isinstance(value, date) else None

    def listed(self, key: str) -> tuple[Any, ...]:
        """Return the names in a list, or the numbers of proposals."""
        value = self.cell(key).value
        return value if isinstance(value, tuple) else ()

    def typed(self, key: str) -> str:
        """Return what the user typed, as Excel shows it."""
        value = self.values.get(key)
        return "" if value is None else shown(value)

    def bevinding(
        self,
        key: str,
        melding: str,
        herstel: str,
        *,
        regel: str = "",
        ernst: Ernst = Ernst.FOUT,
        **more: Any,
    ) -> Bevinding:
        """Make a finding about this row, at its place in the sheet."""
        place = key if key in self.table.present else None
        return self.table.bevinding(
            self, place, melding, herstel, regel=regel, ernst=ernst, nr=self.nr, **more
        )

    def flaw(
        self, key: str, cell: Cell, flaw: Flaw, *, regel: str = "", kind: Kind | None = None
    ) -> Bevinding:
        """Return what is wrong with the value of a cell by itself, with what mends it."""
        ernst, melding, herstel, oorzaak = flaw
        more: dict[str, Any] = {"oorzaak": oorzaak}
        if self.formulas.get(key):  # what a formula gives is for whoever made it to change
            more = {}
            if cell.mend is not None:
                herstel = "In deze cel staat een formule: laat die zelf de juiste waarde geven."
        elif cell.mend is not None:
            more["repair"] = Repair(
                sheet=self.table.sheet,
                table=self.table.name,
                row=self.number,
                key=key,
                header=self.table.header(key),
                old=str(self.values.get(key)),
                new=cell.mend,
                shown=shown(cell.value if cell.value is not None else cell.mend),
                layout=NUMBER_FORMATS.get(kind or self.table.column(key).kind, "General"),
            )
        return self.bevinding(key, melding, herstel, regel=regel, ernst=ernst, **more)


class Table(Model):
    """One table of a sheet."""

    sheet: str  # sheet name
    name: str  # table name, such as ``tblVoorstellen``
    clause: str  # clause to cite for findings about the table as a whole
    header_row: int  # row number of the headers as Excel shows it
    columns: tuple[Column, ...]  # the columns that were looked for, found or not
    present: frozenset[str]  # keys of the columns that were found
    rows: tuple[Row, ...] = ()  # the rows, empty ones included, in sheet order
    beyond: int = 0  # how many of the last rows stand below the table's own range
    # Numbers of rows further down that look like rows of the table but stand apart from it, below
    # an empty row
    loose: tuple[int, ...] = ()
    # Headers of columns that people added to the table; their cells are in ``Row.values`` under the
    # header itself, preceded by ``EXTRA``
    extra: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()  # all headers from left to right, known or not
    first_col: int = 1  # number of the first column (1 = A)
    totals: bool = False  # whether the table shows a totals row, which is not among ``rows``
    # Cells under a generated table, in its columns, down to the last that holds anything: notes of
    # people, which make way when the table grows
    below: tuple[tuple[CellValue, ...], ...] = ()

    def column(self, key: str) -> Column:
        """Return the column ``key``; one that was not looked for is a programming error."""
        return {column.key: column for column in self.columns}[key]

    def header(self, key: str) -> str:
        """Return the header of the column ``key``."""
        return self.column(key).header

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
        regel: str = "",
        ernst: Ernst = Ernst.FOUT,
        nr: int | None = None,
        **more: Any,
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
            **({"weert": ernst is Ernst.FOUT and column is not None and column.weert} | more),
        )

    def overall(
        self,
        melding: str,
        herstel: str,
        *,
        key: str | None = None,
        regel: str = "",
        ernst: Ernst = Ernst.FOUT,
        nr: int | None = None,
        **more: Any,
    ) -> Bevinding:
        """Make a finding about the table as a whole, or about one column of it."""
        return self.bevinding(None, key, melding, herstel, regel=regel, ernst=ernst, nr=nr, **more)
