"""The example year filled in up to a moment: typed as people do, worked on by the real steps.

Every result in it is made by the steps, so nothing in the data can disagree with the rules.
"""

from pathlib import Path
from tempfile import TemporaryDirectory

import xlwings as xw

from regio_xl import builder
from regio_xl.builder import EXAMPLE_YEAR, Moment, Tot
from regio_xl.builder.content import Rows
from regio_xl.cli import files
from regio_xl.domain import Table
from regio_xl.engine import opened
from regio_xl.steps import STEPS
from regio_xl.workbook.cells import put
from regio_xl.workbook.flow import moment, read_own, run, who

KEYS = {"tblVoortgang": ("nr", "periode")}
"""Columns by which a row is found; of other tables the first that is typed."""


def filled(tot: Tot, suffix: str) -> bytes:
    """Return the bytes of the example year up to ``tot``, as a file that ends on ``suffix``."""
    with TemporaryDirectory() as folder, files.sentences():
        path = Path(folder) / f"voorbeeld{suffix}"
        builder.write(path, builder.example(EXAMPLE_YEAR, spoken=False))
        with opened(path, unknown=files.UNKNOWN) as book:
            for typed in builder.moments(tot):
                type_in(book, typed)
                for name in typed.stappen:
                    run(book, name, STEPS[name].run, now=moment(), user=who())
            book.save(path)
        return path.read_bytes()


def type_in(book: xw.Book, typed: Moment) -> None:
    """Type what people typed at one moment, at its place in the workbook as it stands."""
    jaar = read_own(book, now=moment(), user=who())
    for name, value in typed.cellen.items():
        sheet, row, col = jaar.cell_places[name]
        put(book.sheets[sheet].range((row, col)), [[value]], arrays=False)
    for name, rows in typed.rijen.items():
        _type_rows(book, jaar.tables[name], rows)


def _type_rows(book: xw.Book, table: Table, rows: Rows) -> None:
    """Type rows into a table, which grows along as it does in Excel."""
    keys = KEYS.get(table.name) or tuple(rows[0])[:1]
    places = {tuple(row.values[key] for key in keys): row.number for row in table.filled_rows()}
    last = max(places.values(), default=table.header_row)
    for values in rows:
        named = tuple(values[key] for key in keys)
        if named not in places:
            last += 1
            places[named] = last
    sheet, width = book.sheets[table.sheet], len(table.headers)
    start, end = (table.header_row, table.first_col), table.first_col + width - 1
    if last > table.header_row + len(table.rows):
        sheet.tables[table.name].resize(sheet.range(start, (last, end)))
    for values in rows:
        row = places[tuple(values[key] for key in keys)]
        for key, value in values.items():
            col = table.first_col + table.headers.index(table.header(key))
            put(sheet.range((row, col)), [[value]], arrays=False)
    sheet.range(start, (last, end)).rows.autofit()
