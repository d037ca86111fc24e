"""Build the whole workbook in memory, with the values of its formulas, and write it."""

import io
from datetime import datetime
from pathlib import Path

import cellrune
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.workbook import Workbook

from regio_xl.builder import charts, comparison, highlight, macros, package, styles
from regio_xl.builder.content import Content
from regio_xl.builder.sheet import SheetBuilder
from regio_xl.engine.calculation import finished
from regio_xl.sheets import schema
from regio_xl.sheets.kader_waarden import load_parameters
from regio_xl.workbook.buttons import BUTTONS

CREATED = datetime(2026, 1, 1)
"""A fixed moment in the properties, so that a rebuild gives the same bytes."""


def build(content: Content, *, macro_enabled: bool = True) -> bytes:
    """Return the bytes of a new workbook.

    Args:
        content: What the tables and named cells start with.
        macro_enabled: Whether the file will be called ``.xlsm`` rather than ``.xlsx``.
    """
    target = io.BytesIO()
    book = Workbook(target, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties(
        {
            "title": "Regionale opdrachten",
            "subject": "Regionale opdrachten van de Omgevingsdienst Utrecht",
            "author": "Omgevingsdienst Utrecht",
            "company": "Omgevingsdienst Utrecht",
            "created": CREATED,
        }
    )
    builder = SheetBuilder(book, content)
    if macro_enabled:
        book.set_vba_name("ThisWorkbook")
        book.add_vba_project(io.BytesIO(macros.compiled()), is_stream=True)
    for spec in schema.sheets(content.codes):
        sheet = builder.build(spec)
        if macro_enabled:
            sheet.set_vba_name(spec.code_name)
        highlight.add(book, sheet, spec)
    tables = schema.tables(content.codes)
    start = book.get_worksheet_by_name("Start")
    charts.add(book, start, tables["tblDeelnemers"][1], len(content.codes))
    comparison.add(book, book.get_worksheet_by_name("Vergelijking"), len(content.codes))
    start.activate()
    _links(book, builder)
    _names(book)
    book.close()
    finished = package.finish(target.getvalue(), macro_enabled=macro_enabled)
    return _with_values(finished)


def write(path: Path, content: Content) -> None:
    """Build a workbook and write it to ``path``; the extension decides the content type."""
    path.write_bytes(build(content, macro_enabled=path.suffix.lower() == ".xlsm"))


def _links(book: Workbook, builder: SheetBuilder) -> None:
    """Let the list of sheets on Over lead to each of them."""
    sheet, table = schema.tables()["tblBladen"]
    over = book.get_worksheet_by_name(sheet.name)
    layout = builder.format(styles.LINK)
    for offset, spec in enumerate(schema.sheets(())):
        target = f"internal:'{spec.name}'!A1"
        over.write_url(table.row + offset, table.col - 1, target, layout, spec.name)


def _names(book: Workbook) -> None:
    """Name the cells that finance and formulas rely on."""
    for name, (sheet, _, row) in schema.fields().items():
        book.define_name(name, f"='{sheet.name}'!$B${row}")
    sheet, table = schema.tables()["tblGeldend"]
    numeric = [item for item in load_parameters() if item.numeric]
    for offset, parameter in enumerate(numeric):
        row = table.row + 1 + offset
        book.define_name(parameter.cell_name, f"='{sheet.name}'!$C${row}")
    sheet, table = schema.tables()["tblKnoppen"]
    columns = [xl_col_to_name(table.position(key) - 1) for key in ("werkt", "uitleg")]
    for offset, button in enumerate(BUTTONS):
        row = table.row + 1 + offset
        for name, column in zip((button.allowed_name, button.help_name), columns, strict=True):
            book.define_name(name, f"='{sheet.name}'!${column}${row}")


def _with_values(data: bytes) -> bytes:
    """Write the calculated value of every formula next to it."""
    with cellrune.Workbook.from_bytes(data) as workbook:
        workbook.calculate()
        return package.normalised(finished(workbook))
