"""Formulas, wherever they stand: in cells, columns, names, validations and conditional formats."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from openpyxl.utils import FORMULAE

from tests.support.parts import MAIN, Element, Package

VOLATILE = {"NOW", "TODAY", "RAND", "RANDBETWEEN", "INDIRECT", "OFFSET", "CELL", "INFO"}
LONGEST = 8_192
TEXT = re.compile(r'"(?:[^"]|"")*"')
QUOTED_SHEET = re.compile(r"'(?:[^']|'')*'!")
ARRAY = re.compile(r"\{[^{}]*\}")
STRUCTURED = re.compile(r"([^\W\d]\w*)(\[(?:[^\[\]]|\[(?:[^\[\]]|'.)*\])*\])")
INNER = re.compile(r"\[([^\[\]]*)\]")
FUNCTION = re.compile(r"((?:_xl\w+\.)*[A-Z][A-Z0-9.]*)\(", re.IGNORECASE)
WORD = re.compile(r"(?<![\w.$!'#\[])[^\W\d][\w.]*(?![\w.]*[(!\[])")
CELL = re.compile(r"\$?[A-Z]{1,3}\$?\d+|\$?[A-Z]{1,3}|TRUE|FALSE", re.IGNORECASE)
EXTERNAL = re.compile(r"\[\d+\][^\[\]]*!|\[[^\[\]]*\.xls\w?\]|https?://|file:", re.IGNORECASE)
ITEMS = {"#this row", "#all", "#data", "#headers", "#totals"}


class Formula(NamedTuple):
    """A formula and where it stands; ``kind`` is cell, column, name, validation or format."""

    kind: str
    where: str
    text: str


def formulas(package: Package) -> Iterator[Formula]:
    """Return all formulas of a workbook."""
    for sheet, part in package.sheets.items():
        for cell in package.cells(sheet):
            for element in cell.iter(f"{MAIN}f"):
                yield Formula("cell", f"{sheet}!{cell.get('r')}", element.text or "")
        root = package.xml(part)
        yield from _criteria(
            "validation", f"{sheet} validation", root.iter(f"{MAIN}dataValidation")
        )
        yield from _criteria("format", f"{sheet} format", root.iter(f"{MAIN}cfRule"))
    for _, part in package.tables:
        table = package.xml(part)
        for column in table.iter(f"{MAIN}tableColumn"):
            for element in column.iter(f"{MAIN}calculatedColumnFormula"):
                where = f"{table.get('name')}[{column.get('name')}]"
                yield Formula("column", where, element.text or "")
    for item in package.xml(package.workbook).iter(f"{MAIN}definedName"):
        yield Formula("name", f"name {item.get('name')}", item.text or "")


def _criteria(kind: str, where: str, items: Iterable[Element]) -> Iterator[Formula]:
    for item in items:
        for element in item:
            if element.tag.startswith(f"{MAIN}formula"):
                yield Formula(kind, where, element.text or "")


def bare(text: str) -> str:
    """Return a formula without texts, arrays, quoted sheet names and structured references."""
    text = QUOTED_SHEET.sub("", ARRAY.sub("0", TEXT.sub('""', text)))
    return STRUCTURED.sub("0", text)


def find(package: Package) -> Iterator[str]:
    columns = {
        package.xml(part).get("displayName", "").casefold(): {
            column.get("name", "").casefold()
            for column in package.xml(part).iter(f"{MAIN}tableColumn")
        }
        for _, part in package.tables
    }
    names = {
        item.get("name", "").casefold()
        for item in package.xml(package.workbook).iter(f"{MAIN}definedName")
    }
    for formula in formulas(package):
        yield from _text(formula)
        yield from _functions(formula)
        yield from _references(formula, columns, names)


def _text(formula: Formula) -> Iterator[str]:
    where, text = formula.where, formula.text
    plain = bare(text)
    if text.startswith("="):
        yield f"{where}: the formula starts with = in the file"
    if not text.strip() or len(text) > LONGEST:
        yield f"{where}: the formula is empty or too long"
    if ";" in plain:
        yield f"{where}: the formula separates arguments with a semicolon"
    if EXTERNAL.search(TEXT.sub("", text)):
        yield f"{where}: the formula links to another file"
    if "#REF!" in plain:
        yield f"{where}: the formula refers to nothing (#REF!)"
    if "@" in TEXT.sub("", text):
        yield f"{where}: the formula writes @ instead of [#This Row]"
    if formula.kind in ("validation", "format") and STRUCTURED.search(TEXT.sub("", text)):
        yield f"{where}: Excel accepts no table reference in a {formula.kind}"


def _functions(formula: Formula) -> Iterator[str]:
    for name in FUNCTION.findall(bare(formula.text)):
        short = name.upper().rpartition("_XLFN.")[2].rpartition("_XLWS.")[2]
        if short in VOLATILE:
            yield f"{formula.where}: {short} is volatile or indirect"
        if not name.lower().startswith("_xl") and short not in FORMULAE:
            yield f"{formula.where}: function {name} needs _xlfn. in the file"


def _references(formula: Formula, columns: dict[str, set[str]], names: set[str]) -> Iterator[str]:
    text = TEXT.sub("", formula.text)
    for table, inside in STRUCTURED.findall(text):
        if table.casefold() not in columns:
            yield f"{formula.where}: table {table} does not exist"
            continue
        for item in INNER.findall(inside):
            if item.casefold() not in ITEMS | columns[table.casefold()]:
                yield f"{formula.where}: table {table} has no column {item}"
    for word in WORD.findall(bare(formula.text)):
        if not CELL.fullmatch(word) and word.casefold() not in names:
            yield f"{formula.where}: name {word} does not exist"
