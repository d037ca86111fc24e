"""How the workbook looks: colours with enough contrast, one format per kind of cell.

Contrast of every text colour on its ground is at least 4.5:1 (a test computes it), and no
meaning hangs on colour alone: each colour stands beside a word.
"""

from typing import Any

from regio_xl.domain import Kind
from regio_xl.sheets.declare import SheetType

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
VOTE_STYLES = {
    "voor": STATUS_STYLES["opgenomen"],
    "tegen": SEVERITY_STYLES["fout"],
}

NUMBER_FORMATS = {
    Kind.INTEGER: "0",
    Kind.HOURS: "#,##0",
    Kind.NUMBER: "#,##0.0",
    Kind.EUROS: '"€" #,##0.00',
    Kind.SCORE: "0",
    Kind.DATE: "dd-mm-yyyy",
    Kind.PERCENT: "0.0%",
    Kind.ANY: "General",
}

NUMERIC = frozenset({Kind.INTEGER, Kind.HOURS, Kind.NUMBER, Kind.EUROS, Kind.SCORE, Kind.PERCENT})


def base(**more: Any) -> dict[str, Any]:
    """Return the properties that every cell shares, plus ``more``."""
    return {"font_name": FONT, "font_size": 11, "font_color": INK, "valign": "top", **more}


def cell(
    kind: Kind, number_format: str = "", *, unlocked: bool, ground: str = ""
) -> dict[str, Any]:
    """Return the properties of a value cell of ``kind``.

    Args:
        kind: Kind of value; numbers stand right, text wraps.
        number_format: Format that overrides the one of the kind.
        unlocked: Whether people may type in it on a protected sheet.
        ground: Background colour, or "" for none.
    """
    properties = base(
        num_format=number_format or NUMBER_FORMATS.get(kind, "General"), locked=not unlocked
    )
    if kind in NUMERIC:
        properties |= {"align": "right", "indent": 1}
    else:
        properties |= {"text_wrap": True, "align": "left", "indent": 1}
    if ground:
        properties["bg_color"] = ground
    return properties


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
LINK = base(underline=1, indent=1, text_wrap=True, align="left") | {"font_color": TITLE_INK}
