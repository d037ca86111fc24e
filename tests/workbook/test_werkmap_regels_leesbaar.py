"""Rules about reading: 14 (nothing is cut off), 16 (contrast, no meaning by colour alone)."""

import re
from collections.abc import Iterator
from datetime import datetime
from itertools import product

import pytest
from openpyxl.cell import Cell
from openpyxl.styles.colors import Color

from regio_xl.builder import styles
from tests.support import textfit
from tests.support.parts import MAIN
from tests.support.view import View

ENOUGH = 4.5
WHITE, BLACK = "#FFFFFF", "#000000"
STRIPE = "#D9D9D9"
"""Ground of the striped rows of Table Style Light 1."""

PAIRS = {
    "header": (styles.HEADER_INK, styles.HEADER_GROUND),
    "quiet header": (styles.QUIET_HEADER["font_color"], styles.QUIET_HEADER["bg_color"]),
    "card title": (styles.TITLE_INK, styles.CARD_GROUND),
    "card text": (styles.INK, styles.CARD_GROUND),
    **{f"severity {word}": pair for word, pair in styles.SEVERITY_STYLES.items()},
    **{f"status {word}": pair for word, pair in styles.STATUS_STYLES.items()},
    **{
        f"{ink} on {ground}": (ink, ground)
        for ink, ground in product(
            (styles.INK, styles.MUTED_INK, styles.TITLE_INK),
            (WHITE, STRIPE, styles.INPUT_GROUND, styles.FORMULA_GROUND),
        )
    },
}
BY_WORD = re.compile(r'"[^"]+"|LEFT\(\$?[A-Z]+\d+,\d+\)="[^"]+"|ISTEXT\(\$?A\d+\)')


def test_rule_14_wrapped_text_fits_the_height_of_its_row(book: View) -> None:
    cut = []
    for sheet, cell in book.all_cells():
        model = book.formulas[sheet]
        stored = textfit.height(model, cell.row)
        if not cell.alignment.wrap_text or not isinstance(cell.value, str) or stored is None:
            continue
        value = book.values[sheet][cell.coordinate].value
        dated = isinstance(value, datetime)
        text = textfit.shown(value, cell.number_format) if dated else str(value or "")
        space = textfit.room(model, cell.column) - (textfit.BUTTON if _is_header(cell) else 0)
        lines = textfit.lines_of(text, space, size=cell.font.sz, bold=bool(cell.font.b))
        if lines * textfit.LINE > stored + 1 and stored < 409:
            cut.append(f"{sheet}!{cell.coordinate}: {lines} lines in {stored} points: {text[:40]}")
    assert not cut, cut


def test_rule_14_text_that_does_not_wrap_has_room_beside_it(book: View) -> None:
    cut = []
    for sheet, cell in book.all_cells():
        value = book.values[sheet][cell.coordinate].value
        if cell.alignment.wrap_text or not isinstance(value, str) or cell.data_type == "f":
            continue
        needed = textfit.width_of(value, size=cell.font.sz, bold=bool(cell.font.b))
        if needed > textfit.free_beside(book.formulas[sheet], cell):
            cut.append(f"{sheet}!{cell.coordinate}: {value[:40]}")
    assert not cut, cut


def test_rule_14_a_long_word_in_a_header_fits_beside_its_filter_button(book: View) -> None:
    cut = []
    for placed in book.tables():
        model = book.formulas[placed.sheet]
        for col, column in placed.columns():
            # In a row of two lines or more the button stands below the first line.
            high = (textfit.height(model, placed.area.top) or 0) >= 2 * textfit.LINE
            space = textfit.room(model, col) - (0 if high else textfit.BUTTON)
            longest = max(column.header.split(), key=textfit.width_of)
            if textfit.width_of(longest, bold=True) > space:
                cut.append(f"{placed.spec.name}[{column.header}]: {space:.1f} digits")
    assert not cut, cut


def test_rule_14_numbers_and_dates_fit_their_column(book: View) -> None:
    cut = []
    for sheet, cell in book.all_cells():
        value = book.values[sheet][cell.coordinate].value
        if value is None or isinstance(value, str | bool):
            continue
        text = textfit.shown(value, cell.number_format)
        indent = textfit.INDENT * float(cell.alignment.indent or 0)
        if textfit.width_of(text) + indent > textfit.room(book.formulas[sheet], cell.column):
            cut.append(f"{sheet}!{cell.coordinate}: {text}")
    assert not cut, cut


@pytest.mark.parametrize("name", PAIRS)
def test_rule_16_each_declared_pair_of_colours_has_enough_contrast(name: str) -> None:
    ink, ground = PAIRS[name]
    assert contrast(ink, ground) >= ENOUGH


def test_rule_16_each_cell_has_enough_contrast(book: View) -> None:
    faint = set()
    for _, cell in book.all_cells():
        ink, ground = _colour(cell.font.color, BLACK), _ground(cell)
        for behind in (ground, *((STRIPE,) if ground == WHITE else ())):
            if contrast(ink, behind) < ENOUGH:
                faint.add((ink, behind))
    assert not faint


def test_rule_16_each_conditional_format_has_enough_contrast(book: View) -> None:
    for style in book.package.styles.iter(f"{MAIN}dxf"):
        ink = style.find(f"{MAIN}font/{MAIN}color")
        ground = style.find(f"{MAIN}fill/{MAIN}patternFill/{MAIN}bgColor")
        if ink is None or ink.get("rgb") is None:
            continue
        grounds = [WHITE, STRIPE] if ground is None else [f"#{ground.get('rgb', '')[-6:]}"]
        for behind in grounds:
            assert contrast(f"#{ink.get('rgb', '')[-6:]}", behind) >= ENOUGH


def test_rule_16_a_colour_only_repeats_a_word_in_the_cell(book: View) -> None:
    for spec in book.specs:
        for rule in book.package.xml(book.package.sheets[spec.name]).iter(f"{MAIN}cfRule"):
            assert rule.get("type") in ("cellIs", "beginsWith", "expression"), spec.name
            formula = rule.findtext(f"{MAIN}formula") or ""
            assert BY_WORD.fullmatch(formula), f"{spec.name}: {formula}"


def test_rule_16_each_chart_has_a_text_that_describes_it(book: View) -> None:
    described = [text for part in _drawings(book) for text in _descriptions(book, part)]
    assert len(described) == 4
    assert all(len(text) > 20 for text in described), described


def test_rule_16_the_contrast_formula_gives_the_known_values() -> None:
    assert contrast(BLACK, WHITE) == pytest.approx(21)
    assert contrast("#767676", WHITE) == pytest.approx(4.54, abs=0.01)
    assert contrast("#777777", WHITE) < ENOUGH


def contrast(ink: str, ground: str) -> float:
    """Return the contrast ratio as WCAG 2.1 defines it."""
    high, low = sorted((_luminance(ink), _luminance(ground)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _colour(colour: Color | None, default: str) -> str:
    if colour is None or colour.type == "auto":
        return default
    if colour.type == "theme":
        return {0: WHITE, 1: BLACK}[colour.theme]
    return f"#{colour.rgb[-6:]}"


def _ground(cell: Cell) -> str:
    return _colour(cell.fill.fgColor, WHITE) if cell.fill.patternType == "solid" else WHITE


def _is_header(cell: Cell) -> bool:
    return _ground(cell) == styles.HEADER_GROUND


def _drawings(book: View) -> list[str]:
    return [name for name in book.package.parts if re.fullmatch(r"xl/drawings/\w+\.xml", name)]


def _descriptions(book: View, part: str) -> Iterator[str]:
    for item in book.package.xml(part).iter():
        if item.tag.endswith("}cNvPr"):
            yield item.get("descr", "")
