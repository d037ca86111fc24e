"""How much room a text takes in Calibri, to see whether it fits its cell.

Widths come from the font itself, in units of 1/2048 em, so they owe nothing to the builder.
A column width counts digits of the normal font; Excel keeps some five pixels of it free.
"""

from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

DIGIT = 1038
WIDTHS = (
    ("'il|", 470), ("j", 490), (" ", 463), (".,:;", 517), ("I", 516), ("f", 625), ("-()", 627),
    ("J", 653), ("t", 686), ("r", 714), ("z", 809), ("s", 801), ("c", 866), ("L", 861),
    ("x", 887), ("vy", 927), ("FS", 941), ("k", 931), ("EZTYe", 1010), ("go", 1080), ("KX", 1064),
    ("anhupqbd", 1076), ("CVBPR", 1120), ("A", 1185), ("DGHU", 1290), ("NOQ", 1370),
    ("w", 1464), ("m", 1636), ("M", 1751), ("W", 1822),
)  # fmt: skip
UNITS = {letter: units for letters, units in WIDTHS for letter in letters}
OTHER, BOLD = 1060, 1.03
NORMAL_SIZE = 11
DEFAULT_WIDTH, PADDING = 8.43 + 0.71, 0.71
LINE = 15.0
INDENT = 1.3
BUTTON = 2.0
"""What the filter button takes: 17 pixels, of which the padding at the right gives three."""

FORMATS = {
    "General": "{:.10g}",
    "0": "{:.0f}",
    "0.00": "{:.2f}",
    "#,##0": "{:,.0f}",
    "#,##0.0": "{:,.1f}",
    "#,##0.00": "{:,.2f}",
    '"€" #,##0.00': "€ {:,.2f}",
    "0.0%": "{:.1%}",
    "dd-mm-yyyy": "{:%d-%m-%Y}",
    "0;;": "{:.0f}",
    "dd-mm-yyyy;;": "{:%d-%m-%Y}",
    "dd-mm-yyyy hh:mm": "{:%d-%m-%Y %H:%M}",
}
"""How each number format shows a value; one that is missing here fails the test."""


def width_of(text: str, *, size: float = NORMAL_SIZE, bold: bool = False) -> float:
    """Return the width in digits of the normal font."""
    units = sum(UNITS.get(letter, OTHER) for letter in text)
    return units / DIGIT * size / NORMAL_SIZE * (BOLD if bold else 1)


def room(sheet: Worksheet, col: int) -> float:
    """Return how many digits fit in a column."""
    for dimension in sheet.column_dimensions.values():
        if (dimension.min or 0) <= col <= (dimension.max or 0) and dimension.width:
            return float(dimension.width) - PADDING
    return DEFAULT_WIDTH - PADDING


def lines_of(text: str, space: float, *, size: float = NORMAL_SIZE, bold: bool = False) -> int:
    """Count the lines of a wrapped text: broken at spaces, and inside words that are too long."""
    lines = 0
    for paragraph in text.split("\n"):
        lines += 1
        used = 0.0
        for word in paragraph.split(" "):
            needed = width_of(word, size=size, bold=bold)
            gap = width_of(" ", size=size) if used else 0
            if used + gap + needed <= space:
                used += gap + needed
                continue
            lines += bool(used) + int(needed // space)
            used = needed % space
    return lines


def height(sheet: Worksheet, row: int) -> float | None:
    """Return the stored height of a row; None lets Excel fit it to the text."""
    found = sheet.row_dimensions.get(row)
    return None if found is None or found.ht is None else float(found.ht)


def free_beside(sheet: Worksheet, cell: Cell, columns: int = 60) -> float:
    """Return the room of a text that may run on over empty cells at its right."""
    space = room(sheet, cell.column)
    for col in range(cell.column + 1, cell.column + columns):
        if sheet.cell(cell.row, col).value is not None:
            return space
        space += room(sheet, col) + PADDING
    return space


def shown(value: object, layout: str) -> str:
    """Return a number or date as its format shows it.

    Raises:
        ValueError: A format that this function does not know.
    """
    if layout not in FORMATS:
        raise ValueError(f"unknown number format {layout!r}")
    return FORMATS[layout].format(value)
