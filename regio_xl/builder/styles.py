"""How the workbook looks: colours with enough contrast, one format per kind of cell.

Contrast of every text colour on its ground is at least 4.5:1 (a test computes it), and no
meaning hangs on colour alone: each colour stands beside a word.

Steps write values only, in one block. What looks like a heading or a card gets its look from
conditional formats, so that the number of calls does not grow with the number of proposals.
"""

from collections.abc import Mapping
from typing import Any

from xlsxwriter.utility import xl_range
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from regio_xl.domain import Kind
from regio_xl.domain.table import NUMBER_FORMATS
from regio_xl.domain.woorden import Koers
from regio_xl.sheets.declare import FIRST_ROW, SheetSpec, SheetType, TableSpec

FONT = "Calibri"
INK = "#1F1F1F"
HEADER_GROUND = "#1F4E5F"
HEADER_INK = "#FFFFFF"
TITLE_INK = "#1F4E5F"
MUTED_INK = "#595959"
INPUT_GROUND = "#FFF8E1"
FORMULA_GROUND = "#EEF2F4"
CARD_GROUND = "#DCE9EE"

TAB_COLOURS = {
    SheetType.INVOER: "#E0A100",
    SheetType.BEREKENING: "#7F7F7F",
    SheetType.RESULTAAT: "#2E7D5B",
    SheetType.BEHEER: "#1F4E5F",
}

SEVERITY_STYLES = {
    "fout": ("#8A1C1C", "#FBE3E1"),
    "waarschuwing": ("#6B4A00", "#FFF0CC"),
    "melding": ("#1F4E5F", "#E3EEF2"),
}
STATUS_STYLES = {
    "opgenomen": ("#14532D", "#DDF3E4"),
    "deels opgenomen": ("#14532D", "#EAF7EE"),
    "ketentoezicht": ("#1F4E5F", "#E3EEF2"),
    "niet opgenomen": ("#5B3A00", "#F6EBDD"),
}

ADVICE_STYLES = {
    "akkoord": STATUS_STYLES["opgenomen"],
    "akkoord met opmerking": SEVERITY_STYLES["waarschuwing"],
    "bezwaar": SEVERITY_STYLES["fout"],
}
VOTE_STYLES = {"voor": STATUS_STYLES["opgenomen"], "tegen": SEVERITY_STYLES["fout"]}

LAST_ROW = 20_000
"""Validation and conditional formats reach this far, so that added rows have them too."""

REPORT_ROWS = 200_000
"""A card takes some fifteen lines; this is room for more than 10,000 proposals."""

NUMERIC = frozenset({Kind.INTEGER, Kind.HOURS, Kind.NUMBER, Kind.EUROS, Kind.SCORE, Kind.PERCENT})


def base(**more: Any) -> dict[str, Any]:
    """Return the properties that every cell shares, plus ``more``."""
    return {"font_name": FONT, "font_size": 11, "font_color": INK, "valign": "top", **more}


def cell(
    kind: Kind, number_format: str = "", *, unlocked: bool, ground: str = "", quiet: bool = False
) -> dict[str, Any]:
    """Return the properties of a value cell: numbers stand right, text wraps.

    Who may type in it on a protected sheet gets it ``unlocked``; what only formulas need is
    ``quiet``.
    """
    number_format = number_format or NUMBER_FORMATS.get(kind, "General")
    properties = base(num_format=number_format, locked=not unlocked, indent=1)
    properties |= {"align": "right"} if kind in NUMERIC else {"text_wrap": True, "align": "left"}
    properties |= {"font_color": MUTED_INK} if quiet else {}
    return properties | ({"bg_color": ground} if ground else {})


TITLE = base(bold=True, font_size=18) | {"font_color": TITLE_INK, "valign": "vcenter"}
SUBTITLE = base(italic=True) | {"font_color": MUTED_INK}
HEADING = base(bold=True, font_size=13) | {"font_color": TITLE_INK}
LABEL = base(bold=True, text_wrap=True)
NOTE = base(indent=1) | {"font_color": MUTED_INK}
NOTE_WRAPPED = NOTE | {"text_wrap": True}
HEADER = base(bold=True, text_wrap=True, border=1, border_color="#FFFFFF", indent=1) | {
    "font_color": HEADER_INK,
    "bg_color": HEADER_GROUND,
    "valign": "vcenter",
}
QUIET_HEADER = HEADER | {"bg_color": MUTED_INK}
LINK = base(underline=1, indent=1, text_wrap=True, align="left") | {"font_color": TITLE_INK}


WORDS_BY_KEY = {"ernst": SEVERITY_STYLES, "stand": STATUS_STYLES}
"""Columns of generated sheets in which a word has a colour."""

NOT_YET = {"doe ‘bijwerken’": SEVERITY_STYLES["waarschuwing"]}
COURSE_STYLES = {
    Koers.OVERSCHREDEN: SEVERITY_STYLES["fout"],
    Koers.DREIGT: SEVERITY_STYLES["waarschuwing"],
    Koers.OVER: SEVERITY_STYLES["melding"],
    Koers.OP_KOERS: STATUS_STYLES["opgenomen"],
    "telt niet:": SEVERITY_STYLES["fout"],
}

WORDS_BY_TABLE = {
    "tblAOO": ("advies", ADVICE_STYLES),
    "tblStemming": ("stem", VOTE_STYLES),
    "tblDekking": ("gedekt", {"nee": SEVERITY_STYLES["fout"]}),
    "tblInterventies": (
        "reden",
        {"toegekend": STATUS_STYLES["opgenomen"], "niet:": SEVERITY_STYLES["fout"], **NOT_YET},
    ),
    "tblVerschuivingen": (
        "oordeel",
        {"geboekt": STATUS_STYLES["opgenomen"], "niet:": SEVERITY_STYLES["fout"], **NOT_YET},
    ),
    "tblVoortgang": ("oordeel", COURSE_STYLES),
    "tblProjecten": ("oordeel", COURSE_STYLES),
}
"""Words that have a colour, by table; one that ends with a colon is only the start of the text."""


def highlight(book: Workbook, sheet: Worksheet, spec: SheetSpec) -> None:
    """Add the conditional formats of one sheet, for rows that steps write later."""
    for table in spec.tables:
        for key, words in WORDS_BY_KEY.items():
            if spec.receipt and key in [column.key for column in table.columns]:
                _words(book, sheet, table, key, words)
        if table.name in WORDS_BY_TABLE:
            _words(book, sheet, table, *WORDS_BY_TABLE[table.name])
        _numbers_as_text(sheet, table)
    if spec.report_columns:
        _cards(book, sheet, spec)


def _words(
    book: Workbook,
    sheet: Worksheet,
    table: TableSpec,
    key: str,
    words: Mapping[Any, tuple[str, str]],
) -> None:
    col = table.position(key) - 1
    for word, (ink, ground) in words.items():
        look = book.add_format({"font_color": ink, "bg_color": ground, "bold": True})
        rule = {"type": "cell", "criteria": "equal to", "value": f'"{word}"', "format": look}
        if word.endswith(":"):
            rule |= {"type": "text", "criteria": "begins with", "value": word}
        sheet.conditional_format(table.row, col, LAST_ROW - 1, col, rule)


def _numbers_as_text(sheet: Worksheet, table: TableSpec) -> None:
    """Keep Excel from marking a list of one number, which is text, as a mistake."""
    ranges = [
        xl_range(table.row, col, LAST_ROW - 1, col)
        for col, column in enumerate(table.columns, table.col - 1)
        if column.kind is Kind.NUMBERS
    ]
    if ranges:
        sheet.ignore_errors({"number_stored_as_text": " ".join(ranges)})


def _cards(book: Workbook, sheet: Worksheet, spec: SheetSpec) -> None:
    """Style cards by the text in column A: a number belongs to the overview, text to a card."""
    first, width = FIRST_ROW + 1, max(table.last_col for table in spec.tables)
    title = {"bold": True, "bg_color": CARD_GROUND, "font_color": TITLE_INK, "top": 1}
    label = {"bold": True, "font_color": MUTED_INK}
    rules = ((width, f'=LEFT($A{first},9)="Voorstel "', title), (1, f"=ISTEXT($A{first})", label))
    for columns, criteria, look in rules:
        options = {"type": "formula", "criteria": criteria, "format": book.add_format(look)}
        sheet.conditional_format(first - 1, 0, REPORT_ROWS, columns - 1, options)
