"""Bring new rows and what people typed together, before anything is written; pure.

A step gives the columns that it owns. Everything else in a row, a column that people fill in
or one that they added themselves, follows the key of the row to its new place, formulas too.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from regio_xl.domain import CellValue, Column, Repair, Row, Table, TableContent
from regio_xl.domain.table import EXTRA
from regio_xl.sheets.rows import Matrix, matched, plain
from regio_xl.workbook.cells import Formula, moved, normalise


def keys_of(table: Table) -> list[str]:
    """Return the key of each column in sheet order; unknown columns have a key of their own."""
    return header_keys(table.columns, table.headers)


def header_keys(columns: Sequence[Column], headers: Sequence[str]) -> list[str]:
    """Tie headers to columns, one to one: the exact header first, else the leftmost.

    Excel allows ``Materiele kosten`` beside ``Materiële kosten``; then one is somebody's own.
    """
    known = {normalise(column.header): column for column in columns}
    found = [known.get(normalise(header)) for header in headers]
    keys = [EXTRA + header for header in headers]
    exact = [i for i, column in enumerate(found) if column and column.header == headers[i]]
    taken: set[str] = set()
    for i in [*exact, *range(len(headers))]:
        column = found[i]
        if column is not None and column.key not in taken:
            taken.add(column.key)
            keys[i] = column.key
    return keys


def formulas(table: Table) -> Callable[[int], Mapping[str, Formula]]:
    """Return what gives the formula of each calculated column, by key, as it stands in a row."""
    places = {key: at for at, key in enumerate(keys_of(table), table.first_col)}
    calculated = [item for item in table.columns if item.formula and item.key in places]

    def in_row(columns: Iterable[Column], row: int) -> Mapping[str, Formula]:
        found = ((item, item.formula_in(row, table.header_row, places)) for item in columns)
        return {item.key: Formula("=" + text) for item, text in found}

    same = in_row((item for item in calculated if not item.looks_above), 0)
    own = [item for item in calculated if item.looks_above]
    return lambda row: {**same, **in_row(own, row)} if own else same


def merged(table: Table, content: TableContent) -> Matrix:
    """Return the wanted rows in sheet order, with at least one (an empty) row."""
    keys, formulas_in = keys_of(table), formulas(table)
    wanted = matched(table, content)
    lines: Matrix = []
    for number, (values, old) in enumerate(wanted or [({}, None)], table.header_row + 1):
        calculated = formulas_in(number)
        lines.append([calculated.get(key) or _pick(key, values, old, number) for key in keys])
    return lines


def current(table: Table) -> Matrix:
    """Return the rows as they stand now, comparable with ``merged``.

    A calculated cell of which the formula was not read counts as sound, and so does any formula
    in its place: hosts spell one in several ways.
    """
    keys, formulas_in = keys_of(table), formulas(table)
    lines: Matrix = []
    for row in table.rows:
        calculated = formulas_in(row.number)
        sound = {key for key in calculated if row.formulas.get(key, "=").startswith("=")}
        lines.append([calculated[key] if key in sound else _kept(key, row) for key in keys])
    return lines


def filled(table: Table) -> int:
    """Return how many rows a table has down to the last that holds more than its formulas."""
    calculated = formulas(table)(0)
    keys = tuple(key for key in keys_of(table) if key not in calculated)
    held = [at for at, row in enumerate(table.rows, 1) if not row.is_empty(keys)]
    return max(held, default=0)


def _pick(key: str, values: Mapping[str, CellValue], old: Row | None, number: int) -> CellValue:
    """Return what the step gives, else what stood in the row before, moved along with it."""
    if key in values and not (old is not None and old.formulas.get(key)):
        return values[key]
    if old is None:
        return None
    kept = _kept(key, old)
    return moved(kept, number - old.number) if isinstance(kept, Formula) else kept


def _kept(key: str, row: Row) -> CellValue:
    formula = row.formulas.get(key)
    return Formula(formula) if formula else plain(row.values.get(key))


def runs(repairs: Iterable[Repair]) -> Iterator[list[Repair]]:
    """Yield the cells to put right that stand below each other in one column, as one."""
    run: list[Repair] = []
    for repair in sorted(repairs, key=lambda item: (item.sheet, item.table, item.key, item.row)):
        if run and not _follows(run[-1], repair):
            yield run
            run = []
        run.append(repair)
    if run:
        yield run


def _follows(above: Repair, below: Repair) -> bool:
    same = (above.table, above.key, above.layout) == (below.table, below.key, below.layout)
    return same and bool(above.table) and below.row == above.row + 1
