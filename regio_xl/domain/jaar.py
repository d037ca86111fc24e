"""The frozen snapshot of one workbook: all that was read, in bulk, before anything is computed."""

from collections.abc import Mapping
from datetime import datetime

from regio_xl.domain.model import Model
from regio_xl.domain.table import CellValue, Table


class Missing(Model):
    """Something that the workbook should hold but does not.

    Attributes:
        sheet: Sheet where it was expected.
        table: Name of the table, or None when the sheet itself is missing.
        name: Name of the cell, or None when it is not about a named cell.
    """

    sheet: str
    table: str | None = None
    name: str | None = None


class Jaar(Model):
    """One year as the workbook shows it at one moment.

    Attributes:
        tables: Table name to table; a missing table has no key.
        cells: Named cells: name to value; a missing name has no key.
        cell_places: Sheet, row and column (1-based) of each named cell.
        reports: Sheet name to the lines that a step wrote below the table before.
        receipts: Sheet name to the receipt in A3.
        used_rows: Sheet name to the last row that holds anything.
        missing: What should be there and is not.
        read_at: Moment of reading; steps never look at the clock themselves.
        user: Who runs the step, for the log.
        source_hash: Short hash over all input, for receipts.
        kader_hash: Short hash over the parameters alone, for receipts.
    """

    tables: Mapping[str, Table]
    cells: Mapping[str, CellValue] = {}
    cell_places: Mapping[str, tuple[str, int, int]] = {}
    reports: Mapping[str, tuple[tuple[CellValue, ...], ...]] = {}
    receipts: Mapping[str, CellValue] = {}
    used_rows: Mapping[str, int] = {}
    missing: tuple[Missing, ...] = ()
    read_at: datetime
    user: str = ""
    source_hash: str = ""
    kader_hash: str = ""
