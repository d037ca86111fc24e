"""Tables: from typed rows to records, with what is wrong with the table as a whole."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from regio_xl.domain import Bevinding, Column, Ernst, Kind, Row, Table
from regio_xl.domain.tekst import count
from regio_xl.rules.cells import Cell, is_blank_text, parse_cell
from regio_xl.rules.record import Record


def read_records(table: Table) -> list[Record]:
    """Return the filled-in rows, read, in the order of the sheet; findings come separately."""
    columns = [column for column in table.columns if column.key in table.present]
    rows = sorted(table.filled_rows(), key=lambda row: row.number)
    return [Record(table, row, _cells(columns, row)) for row in rows]


def _cells(columns: list[Column], row: Row) -> dict[str, Cell]:
    """Read the cells of one row; formulas and cells of kind ``ANY`` are read elsewhere."""
    cells: dict[str, Cell] = {}
    for column in columns:
        value = row.values.get(column.key)
        if value is None or column.owner != "input" or column.kind is Kind.ANY:
            continue
        cell = parse_cell(column, value)
        if cell.value is not None or cell.problem is not None:
            cells[column.key] = cell
    return cells


def check_table(table: Table) -> Iterator[Bevinding]:
    """Find missing columns, empty rows and rows below the table's range."""
    yield from _missing_columns(table)
    yield from _empty_rows(table)
    yield from _loose_rows(table)
    if table.beyond > 0:
        rows = count(table.beyond, "rij staat", "rijen staan")
        verb = "telt" if table.beyond == 1 else "tellen"
        yield table.bevinding(
            None,
            None,
            f"{rows} direct onder de tabel {table.name}; die {verb} mee.",
            "U hoeft niets te doen: bij het verwerken wordt de tabel groter gemaakt.",
            ernst=Ernst.MELDING,
        )


def _loose_rows(table: Table) -> Iterator[Bevinding]:
    """Report rows that stand apart from the table, which nothing counts (F2.2, U8.1)."""
    for number in table.loose:
        yield Bevinding(
            ernst=Ernst.FOUT,
            regel=table.clause,
            blad=table.sheet,
            rij=number,
            melding=f"Rij {number} staat los van de tabel {table.name}, onder een lege rij, en "
            "telt niet mee.",
            herstel="Verwijder de lege rijen ertussen, of typ deze rij direct onder de laatste "
            "rij van de tabel.",
        )


def _missing_columns(table: Table) -> Iterator[Bevinding]:
    for column in table.columns:
        if column.key in table.present or column.owner == "output":
            continue
        if column.since:
            yield _not_yet_there(table, column)
            continue
        ernst = column.required or Ernst.WAARSCHUWING
        if column.owner == "formula" or column.kind is Kind.ANY:
            ernst = Ernst.FOUT
        tail = " Deze kolom is verplicht." if column.required is Ernst.FOUT else ""
        yield table.bevinding(
            None,
            column.key,
            f"Kolom {column.header} ontbreekt in tabel {table.name}.{tail}",
            f"Zet de kop {column.header} terug, precies zo geschreven, in rij {table.header_row}.",
            ernst=ernst,
        )


def _not_yet_there(table: Table, column: Column) -> Bevinding:
    """Tell of a column that a workbook of an older version lacks."""
    return table.bevinding(
        None,
        column.key,
        f"Kolom {column.header} ontbreekt in tabel {table.name}; werkmappen van vóór versie "
        f"{column.since} hebben die kolom niet.",
        f"U hoeft niets te doen. Wilt u de kolom gebruiken, typ dan de kop {column.header}, "
        f"precies zo geschreven, in rij {table.header_row} direct rechts van de tabel.",
        ernst=Ernst.MELDING,
    )


def _empty_rows(table: Table) -> Iterator[Bevinding]:
    """Report empty rows between filled ones; empty rows at the end are just room to type.

    On a generated sheet a row that nobody filled in yet is not empty: a step put it there.
    """
    if any(column.owner == "output" for column in table.columns):
        return
    filled = {row.number for row in table.filled_rows()}
    last = max(filled, default=0)
    for row in table.rows:
        if row.number < last and row.number not in filled:
            yield table.bevinding(
                row,
                None,
                f"Rij {row.number} is leeg, midden in tabel {table.name}.",
                "Verwijder deze rij, zodat sorteren en filteren blijven kloppen.",
                ernst=Ernst.WAARSCHUWING,
            )


def check_cells(records: Iterable[Record]) -> Iterator[Bevinding]:
    """Turn the problems of the cells into findings at their place."""
    for record in records:
        for key, cell in record.cells.items():
            if cell.problem:
                ernst, melding, herstel = cell.problem
                yield record.bevinding(key, melding, herstel, ernst=ernst)


def check_required(records: Iterable[Record]) -> Iterator[Bevinding]:
    """Report required cells in which nothing was filled in, each on its own."""
    for record in records:
        for column in record.table.columns:
            if column.required and column.owner == "input" and _says_nothing(record, column):
                yield record.bevinding(
                    column.key,
                    f"{column.header} is niet ingevuld.",
                    f"Vul {column.header} in. {column.prompt}".strip(),
                    ernst=column.required,
                )


def _says_nothing(record: Record, column: Column) -> bool:
    cell = record.cell(column.key)
    if isinstance(cell.value, str):
        return is_blank_text(cell.value) and not cell.faulty
    return record.empty(column.key)


def check_unique(records: Iterable[Record], key: str) -> Iterator[Bevinding]:
    """Report each row that repeats the value of an earlier row; only the first one counts."""
    first: dict[object, Record] = {}
    for record in records:
        value = record.cell(key).value
        if value is None or value == "":
            continue
        if (earlier := first.setdefault(value, record)) is not record:
            header = record.table.column(key).header
            yield record.bevinding(
                key,
                f"{header} {value} staat ook in rij {earlier.row.number}; "
                "deze rij wordt niet gebruikt.",
                f"Geef deze rij een eigen {header} of verwijder de rij.",
            )


def number_records(records: Iterable[Record], known: Callable[[int], bool]) -> list[Record]:
    """Tie each record to the proposal that its column ``nr`` names.

    A number counts once: a repeated or unknown one leaves the record without proposal, so
    that its errors do not fall on another one.
    """
    seen: set[int] = set()
    numbered: list[Record] = []
    for record in records:
        nr = record.whole("nr")
        if nr is None or nr in seen or not known(nr):
            numbered.append(record)
            continue
        seen.add(nr)
        numbered.append(replace(record, nr=nr))
    return numbered
