"""What a step returns: new contents for sheets, findings, a summary, data for ``--json``."""

from collections.abc import Mapping
from typing import Any

from regio_xl.domain.model import Bevinding, Ernst, Model
from regio_xl.domain.table import CellValue


class TableContent(Model):
    """New rows for a table that a step owns."""

    name: str  # table name
    # One mapping per row: column key to value. A key that is left out keeps what the sheet holds in
    # the row with the same ``key_column`` value (text that people typed).
    rows: tuple[Mapping[str, CellValue], ...]
    # Column that identifies a row, or None when all columns are given
    key_column: str | None = None
    append: bool = False  # add below the existing rows instead of replacing them


class Report(Model):
    """Free text below the table of a generated sheet: cards, as rows of equal width."""

    sheet: str
    lines: tuple[tuple[CellValue, ...], ...]


class Uitkomst(Model):
    """Result of a step."""

    tables: tuple[TableContent, ...] = ()  # contents per table
    reports: tuple[Report, ...] = ()  # free blocks per sheet
    cells: Mapping[str, CellValue] = {}  # named cells to fill
    bevindingen: tuple[Bevinding, ...] = ()  # findings, most serious first
    samenvatting: tuple[str, ...] = ()  # lines for the user, in Dutch
    data: Mapping[str, Any] = {}  # result for ``--json``, with the keys that ``ontwerp.md`` fixes

    @property
    def fouten(self) -> int:
        """Number of errors among the findings; decides the exit code."""
        return sum(bevinding.ernst is Ernst.FOUT for bevinding in self.bevindingen)
