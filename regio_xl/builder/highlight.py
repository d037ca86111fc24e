"""Conditional formats of the generated sheets: they style rows that steps write later.

Steps write values only, in one block. What looks like a heading or a card gets its look from
these rules, so that the number of calls does not grow with the number of proposals.
"""

from typing import Any

from xlsxwriter.utility import xl_range
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from regio_xl.builder import styles
from regio_xl.builder.sheet import LAST_ROW
from regio_xl.domain import Kind
from regio_xl.sheets.declare import FIRST_ROW, SheetSpec, TableSpec

REPORT_ROWS = 200_000
"""A card takes some fifteen lines; this is room for more than 10,000 proposals."""

INPUT_WORDS = {
    "tblAOO": ("advies", styles.ADVICE_STYLES),
    "tblStemming": ("stem", styles.VOTE_STYLES),
}

WORDS = {"ernst": styles.SEVERITY_STYLES, "stand": styles.STATUS_STYLES}


def add(book: Workbook, sheet: Worksheet, spec: SheetSpec) -> None:
    """Add the conditional formats of one sheet."""
    for table in spec.tables:
        for key, words in WORDS.items():
            if spec.receipt and key in [column.key for column in table.columns]:
                _words(book, sheet, table, key, words)
        if table.name in INPUT_WORDS:
            _words(book, sheet, table, *INPUT_WORDS[table.name])
        if table.name == "tblDekking":
            _words(book, sheet, table, "gedekt", {"nee": styles.SEVERITY_STYLES["fout"]})
        _numbers_as_text(sheet, table)
    if spec.report_columns:
        _cards(book, sheet, spec)


def _numbers_as_text(sheet: Worksheet, table: TableSpec) -> None:
    """Keep Excel from marking a list of one number, which is text, as a mistake."""
    ranges = [
        xl_range(table.row, table.col - 1 + offset, LAST_ROW - 1, table.col - 1 + offset)
        for offset, column in enumerate(table.columns)
        if column.kind is Kind.NUMBERS
    ]
    if ranges:
        sheet.ignore_errors({"number_stored_as_text": " ".join(ranges)})


def _words(
    book: Workbook,
    sheet: Worksheet,
    table: TableSpec,
    key: str,
    words: dict[str, tuple[str, str]],
) -> None:
    col = table.position(key) - 1
    for word, (ink, ground) in words.items():
        options: dict[str, Any] = {
            "type": "cell",
            "criteria": "equal to",
            "value": f'"{word}"',
            "format": book.add_format({"font_color": ink, "bg_color": ground, "bold": True}),
        }
        sheet.conditional_format(table.row, col, LAST_ROW - 1, col, options)


def _cards(book: Workbook, sheet: Worksheet, spec: SheetSpec) -> None:
    """Style cards by the text in column A: a number belongs to the overview, text to a card."""
    first, width = FIRST_ROW + 1, max(table.last_col for table in spec.tables)
    title = book.add_format(
        {"bold": True, "bg_color": styles.CARD_GROUND, "font_color": styles.TITLE_INK, "top": 1}
    )
    label = book.add_format({"bold": True, "font_color": styles.MUTED_INK})
    sheet.conditional_format(
        first - 1,
        0,
        REPORT_ROWS,
        width - 1,
        {"type": "formula", "criteria": f'=LEFT($A{first},9)="Voorstel "', "format": title},
    )
    sheet.conditional_format(
        first - 1,
        0,
        REPORT_ROWS,
        0,
        {"type": "formula", "criteria": f"=ISTEXT($A{first})", "format": label},
    )
