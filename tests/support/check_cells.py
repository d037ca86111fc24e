"""Rows and cells: order, indexes, dimension, what a cell may hold."""

import re
from collections.abc import Callable, Iterator

from tests.support.parts import MAIN, Element, Package, area, place

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
LONGEST_TEXT = 32_767
HIGHEST, WIDEST = 409.5, 255
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
ERRORS = {"#N/A", "#VALUE!", "#REF!", "#DIV/0!", "#NUM!", "#NAME?", "#NULL!"}
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def find(package: Package) -> Iterator[str]:
    styles = package.styles.find(f"{MAIN}cellXfs")
    count = 0 if styles is None else len(styles)
    for sheet, part in package.sheets.items():
        root = package.xml(part)
        yield from _order(sheet, root)
        yield from _dimension(sheet, root)
        yield from _columns(sheet, root, count)
        for cell in root.iter(f"{MAIN}c"):
            where = f"{sheet}!{cell.get('r')}"
            yield from _value(package, cell, where)
            if int(cell.get("s", 0)) >= count:
                yield f"{where}: style {cell.get('s')} of {count}"
    for text in package.strings:
        if len(text) > LONGEST_TEXT or CONTROL.search(text):
            yield f"text {text[:30]!r} is too long or holds a control character"


def _order(sheet: str, root: Element) -> Iterator[str]:
    above = 0
    for row in root.iter(f"{MAIN}row"):
        number = int(row.get("r", 0))
        if number == above:
            yield f"{sheet}: row {number} stands twice"
        elif not above < number <= LAST_ROW:
            yield f"{sheet}: row {number} follows row {above}"
        above = number
        before = 0
        for cell in row.iter(f"{MAIN}c"):
            where, col = place(cell.get("r", ""))
            if where != number or not 0 < col <= LAST_COLUMN:
                yield f"{sheet}: cell {cell.get('r')} stands in row {number}"
            elif col == before:
                yield f"{sheet}: cell {cell.get('r')} stands twice"
            elif col < before:
                yield f"{sheet}: cell {cell.get('r')} is out of order"
            before = col


def _dimension(sheet: str, root: Element) -> Iterator[str]:
    """Judge cells that hold something: a format alone may lie outside it."""
    element = root.find(f"{MAIN}dimension")
    if element is None:
        return
    covered = area(element.get("ref", ""))
    for cell in root.iter(f"{MAIN}c"):
        if len(cell) and not covered.holds(*place(cell.get("r", ""))):
            yield f"{sheet}: cell {cell.get('r')} lies outside the dimension {element.get('ref')}"
            return


def _columns(sheet: str, root: Element, styles: int) -> Iterator[str]:
    last = 0
    for item in root.iter(f"{MAIN}col"):
        first, end = int(item.get("min", 0)), int(item.get("max", 0))
        if not last < first <= end <= LAST_COLUMN:
            yield f"{sheet}: column range {first}-{end} overlaps or is out of order"
        last = end
        if float(item.get("width", 0)) > WIDEST:
            yield f"{sheet}: column {first} is too wide"
        if int(item.get("style", 0)) >= styles:
            yield f"{sheet}: style {item.get('style')} of column {first} does not exist"
    for row in root.iter(f"{MAIN}row"):
        if float(row.get("ht", 0)) > HIGHEST:
            yield f"{sheet}: row {row.get('r')} is too high"
        if int(row.get("s", 0)) >= styles:
            yield f"{sheet}: style {row.get('s')} of row {row.get('r')} does not exist"


def _value(package: Package, cell: Element, where: str) -> Iterator[str]:
    kind, value = cell.get("t", "n"), cell.findtext(f"{MAIN}v")
    formula = cell.find(f"{MAIN}f")
    if kind == "inlineStr" and cell.find(f"{MAIN}is") is None:
        yield f"{where}: inline text is missing"
    if kind in ("s", "inlineStr") and formula is not None:
        yield f"{where}: a formula with a value of type {kind}"
    if value is not None and not _fits(package, kind, value):
        yield f"{where}: {value!r} is no value of type {kind}"
    if kind == "e":
        yield f"{where}: the value is the error {value}"


def _fits(package: Package, kind: str, value: str) -> bool:
    """Tell whether a cell of this type may hold this value."""
    tests: dict[str, Callable[[str], object]] = {
        "s": lambda text: text.isdigit() and int(text) < len(package.strings),
        "n": lambda text: NUMBER.fullmatch(text.strip()),
        "b": lambda text: text in ("0", "1"),
        "e": lambda text: text in ERRORS,
        "str": lambda text: len(text) <= LONGEST_TEXT,
    }
    return kind in tests and bool(tests[kind](value))
