"""Hours of a package as they stand in a column of a table, by number of the proposal."""

from collections.abc import Mapping
from decimal import Decimal

from regio_xl.domain import Bevinding, Jaar, Row, Table
from regio_xl.domain.tekst import quote
from regio_xl.domain.woorden import Stand
from regio_xl.steps.gelezen import as_number


def numbered(table: Table) -> dict[int, Row]:
    """Return the rows by number of the proposal, each number once."""
    found: dict[int, Row] = {}
    for row in table.rows:
        number = as_number(row.values.get("nr"))
        if number is not None and number == int(number):
            found.setdefault(int(number), row)
    return found


def read_hours(
    table: Table, rows: Mapping[int, Row], key: str, found: list[Bevinding]
) -> dict[int, int]:
    """Return hours above 0 by number; what is no whole number of hours is a finding."""
    uren: dict[int, int] = {}
    for nr, row in rows.items():
        value = row.values.get(key)
        number = as_number(value)
        if number is not None and number >= 0 and number == int(number):
            if number:
                uren[nr] = int(number)
        elif value is not None:
            found.append(
                table.bevinding(
                    row,
                    key,
                    f"Bij project {nr} staat {quote(value)}; dat is geen heel aantal uren van 0 "
                    "of meer en telt niet mee.",
                    "Typ een heel getal, of maak de cel leeg.",
                    regel="U8.1",
                    nr=None,
                )
            )
    return uren


def check_fixed(table: Table, found: list[Bevinding]) -> None:
    """Find hours at ketentoezicht, which has its hours on Kader and none here (U2.1)."""
    for row in table.rows:
        value = row.values.get("toegewezen")
        if row.values.get("stand") == Stand.KETENTOEZICHT and value is not None:
            found.append(
                table.bevinding(
                    row,
                    "toegewezen",
                    f"Bij ketentoezicht staat {quote(value)}; die uren tellen niet mee, want "
                    "ketentoezicht heeft zijn uren op blad Kader.",
                    "Maak de cel leeg. Zijn de uren voor ketentoezicht besloten, vul die dan in op "
                    "blad Kader.",
                    regel="U2.1",
                    nr=None,
                )
            )


def hours_on_selectie(jaar: Jaar) -> Mapping[int, Decimal | None] | None:
    """Return the hours per project as sheet Selectie shows them, or None without a package.

    A cell that holds no number gives None; a project on two rows counts twice, as in the total
    on the sheet. Projects without hours, and ketentoezicht, have no key.
    """
    table = jaar.tables.get("tblSelectie")
    rows = [row for row in table.rows if row.values.get("stand")] if table else []
    if not rows:
        return None
    shown: dict[int, Decimal | None] = {}
    for row in rows:
        nr, cell = as_number(row.values.get("nr")), row.values.get("toegewezen")
        uren = as_number(cell)
        if nr is None or cell is None or uren == 0:
            continue
        before = shown.get(int(nr), Decimal(0))
        shown[int(nr)] = None if uren is None or before is None else before + uren
    return shown
