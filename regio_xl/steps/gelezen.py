"""Numbers in result tables as they stand in the sheet, added up as the cell formulas do."""

from decimal import Decimal

from regio_xl.domain import CellValue, Jaar, Row

TOEGEWEZEN = ("tblSelectie", "toegewezen")
GEREALISEERD = ("tblEvaluatie", "gerealiseerd")


def as_number(value: CellValue) -> Decimal | None:
    """Return a number typed as a number, as ISNUMBER has it; None for all else.

    >>> as_number(12.5), as_number("12"), as_number(True), as_number(None)
    (Decimal('12.5'), None, None, None)
    """
    if isinstance(value, bool) or not isinstance(value, float | int):
        return None
    number = Decimal(repr(value))
    return number if number.is_finite() else None


def plain_number(value: Decimal) -> int | float:
    """Return a whole number as int, any other as float, for ``--json``."""
    return int(value) if value == value.to_integral_value() else float(value)


def total_of(jaar: Jaar, table: str, key: str) -> Decimal:
    """Return what SUM makes of a column; 0 for a table that is missing."""
    return sum(
        (as_number(row.values.get(key)) or Decimal(0) for row in _rows(jaar, table)), Decimal(0)
    )


def total_prognose(jaar: Jaar) -> Decimal:
    """Return the forecast in hours: realised where filled in, else planned plus moved (U8.2)."""
    return sum((_prognose(row) for row in _rows(jaar, "tblEvaluatie")), Decimal(0))


def _prognose(row: Row) -> Decimal:
    realised = as_number(row.values.get("gerealiseerd"))
    if realised is not None:
        return realised
    parts = (as_number(row.values.get(key)) for key in ("gepland", "verschoven"))
    return sum((part or Decimal(0) for part in parts), Decimal(0))


def _rows(jaar: Jaar, table: str) -> tuple[Row, ...]:
    return jaar.tables[table].rows if table in jaar.tables else ()
