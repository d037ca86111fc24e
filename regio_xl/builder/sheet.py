"""Write one declared sheet with XlsxWriter: title, blocks, tables, validation, print set-up."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from regio_xl.builder import styles, validation
from regio_xl.builder.content import Content
from regio_xl.domain import CellValue, Column, Kind
from regio_xl.engine.model import row_height
from regio_xl.sheets.declare import (
    RECEIPT_ROW,
    TITLE_ROW,
    TYPE_ROW,
    Block,
    Field,
    SheetSpec,
    SheetType,
    TableSpec,
)
from regio_xl.sheets.receipt import NOT_MADE

DEFAULT_WIDTH = 8.43
FILTER_BUTTON = 3
"""Width in characters that the button in a table header takes."""

PAPER = {"A4": 9, "A3": 8}
PROTECTION = {
    "select_locked_cells": True,
    "select_unlocked_cells": True,
    "format_columns": True,
    "format_rows": True,
    "sort": True,
    "autofilter": True,
}


class SheetBuilder:
    """Writes sheet after sheet; formats are made once per workbook and shared."""

    def __init__(self, book: Workbook, content: Content) -> None:
        self.book = book
        self.content = content
        self._formats: dict[str, Any] = {}
        self._widths: dict[int, float] = {}
        self._texts: dict[int, list[tuple[str, float]]] = {}

    def format(self, properties: Mapping[str, Any]) -> Any:
        """Return the one format with these properties."""
        key = repr(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format(dict(properties))
        return self._formats[key]

    def build(self, spec: SheetSpec) -> Worksheet:
        """Add the sheet and everything declared on it."""
        sheet = self.book.add_worksheet(spec.name)
        sheet.set_tab_color(styles.TAB_COLOURS[spec.type])
        sheet.hide_gridlines(2)
        self._widths, self._texts = {}, {}
        self._columns(sheet, spec)
        self._head(sheet, spec)
        for block in spec.blocks:
            self._block(sheet, block, wrap_notes=not spec.tables)
        for table in spec.tables:
            self._table(sheet, table)
        for row, texts in self._texts.items():
            sheet.set_row(row, row_height(texts))
        self._print(sheet, spec)
        if spec.protected:
            sheet.protect("", PROTECTION)
        styles.highlight(self.book, sheet, spec)
        return sheet

    def _head(self, sheet: Worksheet, spec: SheetSpec) -> None:
        sheet.set_row(TITLE_ROW - 1, 30)
        sheet.write_string(TITLE_ROW - 1, 0, spec.title, self.format(styles.TITLE))
        kind = f"Soort blad: {spec.type.value} · voor: {spec.who} · {spec.purpose}"
        sheet.write_string(TYPE_ROW - 1, 0, kind, self.format(styles.SUBTITLE))
        if hint := _hint(spec):
            sheet.write_string(RECEIPT_ROW - 1, 0, hint, self.format(styles.SUBTITLE))

    def _columns(self, sheet: Worksheet, spec: SheetSpec) -> None:
        """Set widths, and per column the format that a new cell gets, as in Excel."""
        widths = dict(enumerate(spec.widths)) if spec.widths else {}
        kinds: dict[int, Column | None] = {}
        for table in spec.tables:
            for offset, column in enumerate(table.columns):
                index = table.col - 1 + offset
                widths[index] = max(widths.get(index, 0), column.width)
                # Tables that stand above each other share a column: only layout is common.
                kinds[index] = None if index in kinds else column
        if spec.blocks and not spec.widths and not spec.tables:
            widths = dict(enumerate((44, 60, 70)))
        self._widths = widths
        for index, width in sorted(widths.items()):
            only = kinds.get(index)
            layout = self._layout(only) if only and not spec.blocks else None
            sheet.set_column(index, index, width, layout)

    def _layout(self, column: Column, ground: str = "", kind: Kind | None = None) -> Any:
        """Return the format of a data cell; its row may have a kind of its own."""
        look = styles.cell(
            kind or column.kind,
            column.number_format,
            unlocked=column.owner == "input",
            ground=ground,
            quiet=column.quiet,
        )
        return self.format(look)

    def _block(self, sheet: Worksheet, block: Block, *, wrap_notes: bool) -> None:
        """Write labels, values and notes; beside tables a note runs on over empty cells."""
        row = block.row - 1
        if block.title:
            sheet.write_string(row, 0, block.title, self.format(styles.HEADING))
            row += 1
        for offset, item in enumerate(block.fields):
            self._field(sheet, row + offset, item)
            note = f"{item.note} ({item.clause})" if item.note and item.clause else item.note
            if note and wrap_notes:
                self._write(sheet, row + offset, 2, note, self.format(styles.NOTE_WRAPPED))
            elif note:
                sheet.write_string(row + offset, 2, note, self.format(styles.NOTE))

    def _field(self, sheet: Worksheet, row: int, item: Field) -> None:
        self._write(sheet, row, 0, item.label, self.format(styles.LABEL))
        ground = styles.INPUT_GROUND if item.input else styles.FORMULA_GROUND
        layout = self.format(styles.cell(item.kind, unlocked=item.input, ground=ground))
        if item.lines > 1:
            self._wraps(row, 1, "\n".join("x" * item.lines))
        if item.formula:
            sheet.write_formula(row, 1, "=" + item.formula, layout)
        else:
            self._write(sheet, row, 1, self.content.cells.get(item.name, item.value), layout)
        if item.input:
            shared = {name: getattr(item, name) for name in ("kind", "choices", "prompt")}
            _rule(sheet, Column(key=item.name, header=item.label, **shared), 1, (row, row))

    def _table(self, sheet: Worksheet, table: TableSpec) -> None:
        rows = self.content.tables.get(table.name, ())
        top, left = table.row - 1, table.col - 1
        if table.title:
            sheet.write_string(top - 1, left, table.title, self.format(styles.HEADING))
        for col, column in enumerate(table.columns, left):
            self._wraps(top, col, column.header, FILTER_BUTTON)
        bottom = top + max(1, len(rows))
        columns = [
            {
                "header": column.header,
                "header_format": self.format(
                    styles.QUIET_HEADER if column.quiet else styles.HEADER
                ),
                **(
                    {"formula": "=" + column.formula}
                    if column.formula and not column.looks_above
                    else {}
                ),
                "format": self._layout(column, _ground(column)),
            }
            for column in table.columns
        ]
        options = {"name": table.name, "style": "Table Style Light 1", "columns": columns}
        sheet.add_table(top, left, bottom, table.last_col - 1, options)
        for row, values in enumerate(rows or ({},), top + 1):
            self._row(sheet, table, row, values)
        self._validate(sheet, table, bottom)

    def _row(
        self, sheet: Worksheet, table: TableSpec, row: int, values: Mapping[str, CellValue]
    ) -> None:
        parameter = self.content.kader[row - table.row] if table.name == "tblKader" else None
        for col, column in enumerate(table.columns, table.col - 1):
            if column.looks_above:
                places = {item.key: table.position(item.key) for item in table.columns}
                formula = column.formula_in(row + 1, table.row, places)
                sheet.write_formula(row, col, "=" + formula, self._layout(column, _ground(column)))
            elif not column.formula:
                kind = parameter.kind if parameter and column.kind is Kind.ANY else None
                layout = self._layout(column, _ground(column), kind)
                self._write(sheet, row, col, values.get(column.key), layout)

    def _write(self, sheet: Worksheet, row: int, col: int, value: CellValue, layout: Any) -> None:
        match value:
            case None:
                sheet.write_blank(row, col, None, layout)
            case bool():
                sheet.write_boolean(row, col, value, layout)
            case float() | int():
                sheet.write_number(row, col, value, layout)
            case datetime():
                sheet.write_datetime(row, col, value, layout)
            case _:
                sheet.write_string(row, col, value, layout)
                self._wraps(row, col, value)

    def _wraps(self, row: int, col: int, text: str, taken: float = 0) -> None:
        """Remember a wrapped text, so that its row becomes high enough."""
        width = self._widths.get(col, DEFAULT_WIDTH) - taken
        self._texts.setdefault(row, []).append((text, width))

    def _validate(self, sheet: Worksheet, table: TableSpec, bottom: int) -> None:
        rows = (table.row, styles.LAST_ROW - 1 if table.grows else bottom)
        own = ("ODU",) if table.name == "tblVoorstellen" else ()
        for col, column in enumerate(table.columns, table.col - 1):
            if column.owner != "input":
                continue
            if table.name == "tblKader" and column.kind is Kind.ANY:
                # Each parameter has a kind and bounds of its own, so each row its own validation.
                for row, parameter in enumerate(self.content.kader, table.row):
                    if parameter is None:
                        continue
                    names = ("kind", "choices", "minimum", "maximum")
                    bounds = {name: getattr(parameter, name) for name in names}
                    _rule(sheet, column.model_copy(update=bounds), col, (row, row))
                continue
            _rule(sheet, self._explained(column), col, rows, (*own, *self.content.codes))

    def _explained(self, column: Column) -> Column:
        """Let the prompt of a participant's column say who it is; the header is only a code."""
        name = self.content.names.get(column.key) if column.kind is Kind.SCORE else None
        prompt = f"{name}. {column.prompt}"
        return column if name is None else column.model_copy(update={"prompt": prompt})

    def _print(self, sheet: Worksheet, spec: SheetSpec) -> None:
        sheet.set_landscape()
        sheet.set_paper(PAPER[spec.paper])
        sheet.fit_to_pages(spec.pages_wide, 0 if spec.tables else 1)
        sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.7)
        sheet.set_footer("&L&F&C&A&RPagina &P van &N")
        tops = {table.row for table in spec.tables}
        if len(tops) == 1 and not spec.blocks:
            header = tops.pop()
            if not spec.report_columns:  # cards have no use for the headers of the overview
                sheet.repeat_rows(header - 1)
            if spec.pages_wide > 1 and len(spec.tables) == 1:  # else each page has its own table
                sheet.repeat_columns(0, spec.freeze_cols - 1)
            sheet.freeze_panes(header, spec.freeze_cols)
        else:
            sheet.freeze_panes(TYPE_ROW, 0)


def _rule(
    sheet: Worksheet, column: Column, col: int, rows: tuple[int, int], codes: tuple[str, ...] = ()
) -> None:
    if options := validation.rule(column, codes):
        sheet.data_validation(rows[0], col, rows[1], col, options)


def _hint(spec: SheetSpec) -> str:
    if spec.note:
        return spec.note
    if spec.receipt:
        return NOT_MADE
    if spec.type is SheetType.INVOER and spec.protected:
        return (
            "Gele cellen zijn om in te vullen. Een rij toevoegen? Hef eerst de beveiliging op "
            "(Controleren › Beveiliging blad opheffen); er is geen wachtwoord."
        )
    if spec.type is SheetType.INVOER:
        return "Gele cellen zijn om in te vullen. Klik op een cel voor uitleg."
    return ""


def _ground(column: Column) -> str:
    if column.owner == "formula":
        return styles.FORMULA_GROUND
    return styles.INPUT_GROUND if column.owner == "input" else ""
