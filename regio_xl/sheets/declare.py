"""The words in which the workbook is declared: sheets, tables, blocks of labelled cells."""

import re
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from regio_xl.domain import Column, Kind, Model

TITLE_ROW = 1
TYPE_ROW = 2
RECEIPT_ROW = 3
FIRST_ROW = 5  # row of the first header on most sheets (1-based, as Excel shows it)

# Sheets that no clause asks for serve account management, which answers for the whole process
HOUSEKEEPING = "U5.4"

# What a workbook of before version 0.3, 0.4, 0.5 and 0.2 lacks, see ``SheetSpec.older``
WITHOUT_DECISION = (
    "kan zij geen scenario's vergelijken en geen besluit vastleggen; de andere stappen werken "
    "gewoon"
)
WITHOUT_RECORD = (
    "weet zij niet op welke invoer een pakket berust, en verdeelt elke stap opnieuw zolang het AB "
    "niet heeft besloten; de stappen werken gewoon"
)
WITHOUT_BOOK = (
    "kan zij de uren na het besluit niet volgen: geen interventies, verschuivingen en voortgang; "
    "de andere stappen werken gewoon"
)
WITHOUT_BUTTONS = "heeft zij geen knoppen; de stappen op een bestand werken gewoon"


class SheetType(StrEnum):
    """What a sheet is for; shown in words and by tab colour."""

    INVOER = "invoer"
    BEREKENING = "berekening"
    RESULTAAT = "resultaat"
    BEHEER = "beheer"


class TableSpec(Model):
    """A real Excel table."""

    name: str
    title: str = ""  # heading above the table; empty when the sheet title says it all
    clause: str = ""  # clause to cite for findings about the table as a whole
    columns: tuple[Column, ...]  # columns from left to right
    row: int = FIRST_ROW  # row of the headers
    col: int = 1  # column of the first header (1 = A)
    grows: bool = True  # whether people or steps add rows
    numbered_by: str | None = None  # column whose value identifies a row, if any
    needed: bool = False  # whether nothing can be computed without it
    since: str = ""  # version that added it to its sheet; an older workbook may lack it
    # Columns with which a step prepares rows for people to fill in; a row that holds nothing else
    # says nothing yet
    prepared: tuple[str, ...] = ()

    @property
    def last_col(self) -> int:
        """Number of the last column."""
        return self.col + len(self.columns) - 1

    @property
    def generated(self) -> bool:
        """Whether steps alone fill it, also where it stands on a sheet on which people type."""
        return all(column.owner != "input" for column in self.columns)

    def position(self, key: str) -> int:
        """Return the sheet column number of column ``key`` as built."""
        return self.col + [column.key for column in self.columns].index(key)


class Field(Model):
    """One labelled cell in a block: label in A, value in B, explanation in C."""

    label: str  # text in column A
    name: str = ""  # workbook name of the value cell; empty for none
    formula: str | None = None  # live formula in file notation
    value: str | float | None = None  # initial value where there is no formula
    note: str = ""  # explanation in column C
    clause: str = ""  # clause it follows
    kind: Kind = Kind.TEXT  # kind of value, for its number format
    choices: tuple[str, ...] = ()  # allowed values of an input
    minimum: Decimal | None = None  # smallest allowed number, inclusive
    maximum: Decimal | None = None  # largest allowed number, inclusive
    prompt: str = ""  # what people type here; empty where they do not
    lines: int = 1  # room for so many lines of text
    needed: bool = False  # whether nothing can be computed without it
    since: str = ""  # version that added the cell; an older workbook may lack it

    @property
    def input(self) -> bool:
        """Whether people type here."""
        return bool(self.prompt)

    @property
    def column(self) -> Column:
        """What the cell should hold, as of a column of one cell."""
        return Column(
            key=self.name,
            header=self.label,
            kind=self.kind,
            clause=self.clause,
            choices=self.choices,
            minimum=self.minimum,
            maximum=self.maximum,
        )


class Block(Model):
    """Labelled cells from ``row`` down, in columns A to C."""

    title: str = ""
    row: int = FIRST_ROW
    fields: tuple[Field, ...]


class SheetSpec(Model):
    """One sheet."""

    name: str  # at most 31 characters
    type: SheetType
    title: str  # text in A1
    purpose: str  # what it shows or asks, in the line under the title
    who: str  # who uses it
    clause: str = HOUSEKEEPING  # clause that asks for it
    # What a workbook that is older than this sheet cannot do, in Dutch; that it lacks the sheet is
    # no fault. Empty for a sheet that has always been there.
    older: str = ""
    note: str = ""  # remark in A3, where no receipt comes
    tables: tuple[TableSpec, ...] = ()
    blocks: tuple[Block, ...] = ()
    receipt: bool = False  # whether steps write a receipt in A3
    report_columns: int = 0  # width of the free text block that a step writes below the table
    paper: Literal["A4", "A3"] = "A4"  # always landscape
    pages_wide: int = 1  # pages side by side in print, with the frozen columns on each
    freeze_cols: int = 0  # columns that stay in view
    widths: tuple[float, ...] = ()  # column widths that override those of the tables
    # Whether the sheet is locked against typing by accident, never with a password. Excel cannot
    # extend a table on a protected sheet, so the sheets on which people add rows all the time stay
    # open.
    protected: bool = True

    def field(self, name: str) -> Field:
        """Return the labelled cell ``name``; another name is a programming error."""
        return {field.name: field for block in self.blocks for field in block.fields}[name]

    @property
    def code_name(self) -> str:
        """Name of the sheet in the macro project, which stays when a tab is renamed.

        >>> SheetSpec(name="xlwings.conf", type=SheetType.BEHEER, title="", purpose="",
        ...           who="").code_name
        'BladXlwingsConf'
        """
        words = re.findall(r"[A-Za-z0-9]+", self.name)
        return "Blad" + "".join(word[0].upper() + word[1:] for word in words)


def out(
    key: str, header: str, kind: Kind = Kind.TEXT, width: float = 14, number_format: str = ""
) -> Column:
    """Return a column that a step fills."""
    return Column(
        key=key, header=header, kind=kind, owner="output", width=width, number_format=number_format
    )


def own(key: str, header: str, kind: Kind, width: float, prompt: str, **more: object) -> Column:
    """Return a column that people fill in on a generated sheet; steps keep what they typed."""
    return Column.model_validate(
        {"key": key, "header": header, "kind": kind, "width": width, "prompt": prompt, **more}
    )
