"""What a step returns: new contents for sheets, findings, a summary, data for ``--json``."""

from collections.abc import Mapping
from typing import Any

from regio_xl.domain.bevinding import Bevinding, Ernst
from regio_xl.domain.model import Model
from regio_xl.domain.table import CellValue


class TableContent(Model):
    """New rows for a table that a step owns.

    Attributes:
        name: Table name.
        rows: One mapping per row: column key to value. A key that is left out keeps what the
            sheet holds in the row with the same ``key_column`` value (text that people typed).
        key_column: Column that identifies a row, or None when all columns are given.
        append: Add below the existing rows instead of replacing them.
    """

    name: str
    rows: tuple[Mapping[str, CellValue], ...]
    key_column: str | None = None
    append: bool = False


class Report(Model):
    """Free text below the table of a generated sheet: cards, as rows of equal width."""

    sheet: str
    lines: tuple[tuple[CellValue, ...], ...]


class Uitkomst(Model):
    """Result of a step.

    Attributes:
        tables: Contents per table.
        reports: Free blocks per sheet.
        cells: Named cells to fill.
        bevindingen: Findings, most serious first.
        samenvatting: Lines for the user, in Dutch.
        data: Result for ``--json``, with the keys that ``ontwerp.md`` fixes.
    """

    tables: tuple[TableContent, ...] = ()
    reports: tuple[Report, ...] = ()
    cells: Mapping[str, CellValue] = {}
    bevindingen: tuple[Bevinding, ...] = ()
    samenvatting: tuple[str, ...] = ()
    data: Mapping[str, Any] = {}

    @property
    def fouten(self) -> int:
        """Number of errors among the findings; decides the exit code."""
        return sum(bevinding.ernst is Ernst.FOUT for bevinding in self.bevindingen)
