"""Where a sheet differs from what a step would write on it: what stands there, what should.

Columns that people fill in, or added themselves, are theirs and are left out.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from difflib import SequenceMatcher

from regio_xl.domain import CellValue, Jaar, Report, Row, Table, TableContent
from regio_xl.domain.model import Model
from regio_xl.domain.tekst import LONGEST_QUOTE, of_float, quote, shown
from regio_xl.sheets import schema
from regio_xl.sheets.rows import Pair, matched, plain, split_cards, without_tail
from regio_xl.sheets.tables import check_formulas

FORMULA, CELL_FORMULA = "de formule van deze kolom", "de formule van deze cel"
BEFORE = 12
"""Characters that are shown before the first one that differs, of a long text."""

Line = tuple[CellValue, ...]


class Afwijking(Model):
    """One place where something else stands than should."""

    rij: int | None = None  # None for a row that is not there
    kolom: str | None = None  # header, or label of a cell; None for a row as a whole
    staat: CellValue = None
    hoort: CellValue = None

    @property
    def is_number(self) -> bool:
        """Whether a number stands there, or should."""
        return isinstance(self.staat, float) or isinstance(self.hoort, float)

    @property
    def tekst(self) -> str:
        """The same as one reads it.

        >>> Afwijking(rij=6, kolom="Uren", staat=40.0, hoort=60.0).tekst
        'rij 6, Uren: staat ‘40’, hoort ‘60’'
        >>> Afwijking(kolom="Nr", hoort=12.0).tekst, Afwijking(rij=9, kolom="Nr", staat=99.0).tekst
        ('Nr ‘12’ ontbreekt', 'rij 9, Nr: ‘99’ hoort hier niet')
        """
        where = ", ".join(([f"rij {self.rij}"] if self.rij else []) + [self.kolom or "regel"])
        staat, hoort = _around(self.staat, self.hoort)
        if self.rij is None:
            return f"{self.kolom or 'regel'} {hoort} ontbreekt"
        if self.hoort is None:
            return f"{where}: {staat} hoort hier niet"
        if self.hoort in (FORMULA, CELL_FORMULA):
            hoort = str(self.hoort)
        return f"{where}: staat {'niets' if self.staat is None else staat}, hoort {hoort}"

    @property
    def data(self) -> Mapping[str, str | int | float | None]:
        """The same for ``--json``."""
        return {
            "rij": self.rij,
            "kolom": self.kolom,
            "staat": _as_data(self.staat),
            "hoort": _as_data(self.hoort),
        }


def _as_data(value: CellValue) -> str | int | float | None:
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    if isinstance(value, float) and value - value == 0:
        return int(value) if value == int(value) else float(of_float(value))
    return value


def _around(staat: CellValue, hoort: CellValue) -> tuple[str, str]:
    """Return both quoted; of long texts from just before where they begin to differ."""
    old, new = (
        " ".join(shown(value).split()) if value is not None else "" for value in (staat, hoort)
    )
    same = next(
        (at for at, pair in enumerate(zip(old, new, strict=False)) if len(set(pair)) > 1), 0
    )
    start = same - BEFORE if max(len(old), len(new)) > LONGEST_QUOTE and same > BEFORE else 0
    cut = "…" if start else ""
    return quote(cut + old[start:]), quote(cut + new[start:])


def in_table(table: Table, content: TableContent) -> list[Afwijking]:
    """Tell where a table differs from the rows that a step gives; nothing for rows to be added."""
    if content.append:
        return []
    ours = [
        column.key
        for column in table.columns
        if column.owner == "output" and column.key in table.present
    ]
    rows = [row for row in table.rows if any(_value(row, key) is not None for key in ours)]
    pairs = matched(table, content)
    if content.key_column is None:
        return list(_in_sequence(table, ours, rows, [values for values, _ in pairs]))
    found = list(_by_key(table, ours, rows, pairs, content.key_column))
    return found or list(_misplaced(table, pairs, content.key_column))


def _value(row: Row, key: str) -> CellValue:
    return plain(row.values.get(key))


def _by_key(
    table: Table, ours: list[str], rows: list[Row], pairs: list[Pair], key_column: str
) -> Iterator[Afwijking]:
    name, used = table.header(key_column), set()
    for values, old in pairs:
        if old is None:
            yield Afwijking(kolom=name, hoort=plain(values.get(key_column)))
            continue
        used.add(old.number)
        for key in ours:
            if key in values and values[key] != _value(old, key):
                yield Afwijking(
                    rij=old.number,
                    kolom=table.header(key),
                    staat=_value(old, key),
                    hoort=values[key],
                )
    for row in rows:
        if row.number not in used:
            key = key_column if _value(row, key_column) is not None else _first(row, ours)
            yield Afwijking(rij=row.number, kolom=table.header(key), staat=_value(row, key))


def _first(row: Row, ours: list[str]) -> str:
    return next(key for key in ours if _value(row, key) is not None)


def _misplaced(table: Table, pairs: list[Pair], key: str) -> Iterator[Afwijking]:
    """Yield the first row that stands elsewhere than it should, where all else is right."""
    standing = {row.number: _value(row, key) for row in table.rows}
    for number, (values, old) in enumerate(pairs, table.header_row + 1):
        if old is not None and old.number != number:
            yield Afwijking(
                rij=number, kolom=table.header(key), staat=standing.get(number), hoort=values[key]
            )
            return


def _in_sequence(
    table: Table, ours: list[str], rows: list[Row], wanted: list[Mapping[str, CellValue]]
) -> Iterator[Afwijking]:
    """Set rows without a key beside each other, so that one more or less is told as one."""
    new = [tuple(values.get(key) for key in ours) for values in wanted]
    old = [tuple(_value(row, key) for key in ours) for row in rows]
    headers = [table.header(key) for key in ours]
    numbers = [row.number for row in rows]
    yield from _beside(old, new, numbers, lambda _, at: headers[at])


def in_report(jaar: Jaar, report: Report) -> list[Afwijking]:
    """Tell where the cards below a table differ; what people wrote under them is theirs."""
    tables = [table for table in jaar.tables.values() if table.sheet == report.sheet]
    if not tables or report.sheet not in jaar.reports:
        return []
    first = max(table.header_row + max(1, len(table.rows)) for table in tables) + 2
    old = [_trimmed(line) for line in split_cards(jaar.reports[report.sheet])[0]]
    new = [_trimmed([plain(cell) for cell in line]) for line in without_tail(report.lines)]

    def label(line: Line, _: int) -> str:
        return f"kaart, {shown(line[0])}" if line and line[0] is not None else "kaart"

    return list(_beside(old, new, range(first, first + len(old)), label))


def _trimmed(line: Sequence[CellValue]) -> Line:
    cells = list(line)
    while cells and cells[-1] is None:
        cells.pop()
    return tuple(cells)


def _beside(
    old: Sequence[Line],
    new: Sequence[Line],
    numbers: Sequence[int],
    name: Callable[[Line, int], str],
) -> Iterator[Afwijking]:
    """Yield where lines differ: cell by cell where as many came as went, else line by line."""
    for how, left, right, start, end in SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        went, came = old[left:right], new[start:end]
        if how == "replace" and len(went) == len(came):
            for number, was, is_now in zip(numbers[left:right], went, came, strict=True):
                yield from _cells(number, was, is_now, name)
        elif how != "equal":
            for number, line in zip(numbers[left:right], went, strict=True):
                yield Afwijking(rij=number, staat=_together(line))
            for line in came:
                if any(cell is not None for cell in line):
                    yield Afwijking(hoort=_together(line))


def _cells(
    number: int, was: Line, is_now: Line, name: Callable[[Line, int], str]
) -> Iterator[Afwijking]:
    for at in range(max(len(was), len(is_now))):
        staat = was[at] if at < len(was) else None
        hoort = is_now[at] if at < len(is_now) else None
        if staat != hoort:
            kolom = name(is_now, at)
            yield Afwijking(rij=number, kolom=kolom, staat=staat, hoort=hoort)


def _together(line: Line) -> str:
    return " · ".join(shown(cell) for cell in line if cell is not None)


def in_cells(jaar: Jaar, cells: Mapping[str, CellValue], sheet: str) -> Iterator[Afwijking]:
    """Yield where a named cell of a sheet differs; one for people, or that is missing, is left."""
    fields = schema.fields()
    for name, value in cells.items():
        spec, field, _ = fields[name]
        if spec.name != sheet or field.input or name not in jaar.cells:
            continue
        staat, hoort = plain(jaar.cells[name]), plain(value)
        if staat != hoort:
            row = jaar.cell_places[name][1]
            yield Afwijking(rij=row, kolom=field.label, staat=staat, hoort=hoort)


def without_formula(jaar: Jaar, sheet: str) -> Iterator[Afwijking]:
    """Yield calculated cells of a sheet that hold no formula any more, labelled ones and rows."""
    for lost in jaar.lost_formulas.get(sheet, ()):
        value = plain(lost.value)
        yield Afwijking(rij=lost.row, kolom=lost.label, staat=value, hoort=CELL_FORMULA)
    for table in jaar.tables.values():
        if table.sheet != sheet:
            continue
        rows = {row.number: row for row in table.rows}
        keys = {column.header: column.key for column in table.columns}
        for item in check_formulas(table):
            row = rows.get(item.rij or 0)
            value = _value(row, keys[item.kolom]) if row and item.kolom else None
            yield Afwijking(rij=item.rij, kolom=item.kolom, staat=value, hoort=FORMULA)
