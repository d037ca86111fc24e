"""Excel tables: names, ranges, columns, headers."""

import re
from collections.abc import Iterator

from tests.support.check_layout import LOOKS_LIKE_CELL, NAME
from tests.support.parts import MAIN, Area, Element, Package, area, place, repeated

STYLE_KEYS = ("dataDxfId", "headerRowDxfId", "totalsRowDxfId")
NAME_LIMIT = 255
HEADER_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


def find(package: Package) -> Iterator[str]:
    tables = [(sheet, package.xml(part)) for sheet, part in package.tables]
    yield from _identity(package, [table for _, table in tables])
    yield from _overlaps(tables)
    for sheet, table in tables:
        yield from _table(package, sheet, table)
        merged = package.xml(package.sheets[sheet]).iter(f"{MAIN}mergeCell")
        where = area(table.get("ref", ""))
        if any(where.overlaps(area(item.get("ref", ""))) for item in merged):
            yield f"table {table.get('name')}: merged cells inside the table"


def _identity(package: Package, tables: list[Element]) -> Iterator[str]:
    for ident, count in repeated(table.get("id") for table in tables):
        yield f"table id {ident} is used {count} times"
    names = [table.get("displayName", "").casefold() for table in tables]
    for name, count in repeated(names):
        yield f"table name {name} is used {count} times"
    for item in package.xml(package.workbook).iter(f"{MAIN}definedName"):
        if item.get("name", "").casefold() in names:
            yield f"defined name {item.get('name')} is also the name of a table"


def _overlaps(tables: list[tuple[str, Element]]) -> Iterator[str]:
    placed = [(sheet, table.get("name"), area(table.get("ref", ""))) for sheet, table in tables]
    for number, (sheet, name, one) in enumerate(placed):
        for other_sheet, other_name, other in placed[number + 1 :]:
            if sheet == other_sheet and one.overlaps(other):
                yield f"tables {name} and {other_name} overlap on {sheet}"


def _table(package: Package, sheet: str, table: Element) -> Iterator[str]:
    name = table.get("displayName", "")
    if not NAME.fullmatch(name) or len(name) > NAME_LIMIT:
        yield f"table name {name!r} is not a name that Excel accepts"
    if LOOKS_LIKE_CELL.fullmatch(name):
        yield f"table name {name} looks like a cell address"
    columns = table.findall(f"{MAIN}tableColumns/{MAIN}tableColumn")
    where = area(table.get("ref", ""))
    if where.right - where.left + 1 != len(columns):
        yield f"table {name}: range {table.get('ref')} does not match {len(columns)} columns"
    declared = table.find(f"{MAIN}tableColumns")
    if declared is not None and declared.get("count") != str(len(columns)):
        yield f"table {name}: says {declared.get('count')} columns and has {len(columns)}"
    if where.bottom - where.top < 1:
        yield f"table {name}: range {table.get('ref')} has no data row"
    yield from _columns(package, name, columns)
    yield from _headers(package, sheet, name, where, columns)
    filters = table.find(f"{MAIN}autoFilter")
    inner = where if filters is None else area(filters.get("ref", ""))
    if inner[:2] != where[:2] or inner.right != where.right or inner.bottom > where.bottom:
        yield f"table {name}: filter {inner} does not match {table.get('ref')}"


def _columns(package: Package, name: str, columns: list[Element]) -> Iterator[str]:
    for ident, times in repeated(column.get("id") for column in columns):
        yield f"table {name}: column id {ident} is used {times} times"
    headers = [column.get("name", "").casefold() for column in columns]
    for header, times in repeated(headers):
        yield f"table {name}: column name {header!r} is used {times} times"
    if "" in headers:
        yield f"table {name}: a column has no name"
    styles = package.styles.find(f"{MAIN}dxfs")
    count = 0 if styles is None else len(styles)
    for column in columns:
        for key in STYLE_KEYS:
            if column.get(key) is not None and int(column.get(key, 0)) >= count:
                yield f"table {name}: {key} {column.get(key)} of {count}"


def _headers(
    package: Package, sheet: str, name: str, where: Area, columns: list[Element]
) -> Iterator[str]:
    row = {
        place(cell.get("r", ""))[1]: package.text(cell)
        for cell in package.cells(sheet)
        if place(cell.get("r", ""))[0] == where.top
    }
    for offset, column in enumerate(columns):
        wanted = HEADER_ESCAPE.sub(lambda found: chr(int(found[1], 16)), column.get("name", ""))
        actual = row.get(where.left + offset)
        if actual != wanted:
            yield f"table {name}: column {wanted!r} has header cell {actual!r}"
