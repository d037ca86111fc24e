"""Parts, content types and relationships."""

from collections.abc import Iterator

from tests.support.parts import CONTENT_TYPES, MAIN, REL, TYPES, Package, Relation, place, repeated

MAIN_TYPES = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    ".xlsm": "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
}


def find(package: Package) -> Iterator[str]:
    for name, count in repeated(name.casefold() for name in package.names):
        yield f"part {name} stands {count} times in the package"
    yield from _content_types(package)
    yield from _main_type(package)
    yield from _relations(package)
    yield from _used_ids(package)
    yield from _calc_chain(package)


def _content_types(package: Package) -> Iterator[str]:
    types = package.xml(CONTENT_TYPES)
    defaults = {item.get("Extension", "").casefold() for item in types.iter(f"{TYPES}Default")}
    overrides = _overrides(package)
    for name in package.parts:
        ending = name.rpartition(".")[2].casefold()
        if name != CONTENT_TYPES and name not in overrides and ending not in defaults:
            yield f"part {name} has no content type"
        if name.startswith("xl/") and ending == "xml" and name not in overrides:
            yield f"part {name} has the general content type of its extension only"
    for name in overrides:
        if name not in package.parts:
            yield f"content type for part {name}, which does not exist"


def _overrides(package: Package) -> dict[str, str]:
    return {
        item.get("PartName", "").lstrip("/"): item.get("ContentType", "")
        for item in package.xml(CONTENT_TYPES).iter(f"{TYPES}Override")
    }


def _main_type(package: Package) -> Iterator[str]:
    actual = _overrides(package).get(package.workbook)
    wanted = MAIN_TYPES[package.extension]
    if actual != wanted:
        yield f"content type of {package.workbook} is {actual}, not the one of {package.extension}"
    if package.extension == ".xlsx" and any("vbaProject" in name for name in package.parts):
        yield "a macro-free .xlsx holds a VBA project"


def _relations(package: Package) -> Iterator[str]:
    sources = ["", *(name for name in package.parts if not name.endswith(".rels"))]
    reached = {item.target for source in sources for item in package.relations(source)}
    for source in sources:
        relations = package.relations(source)
        for ident, count in repeated(item.id for item in relations):
            yield f"{source or 'package'}: relationship id {ident} is used {count} times"
        for item in relations:
            yield from _relation(package, source or "package", item)
    for name in package.parts:
        if name != CONTENT_TYPES and not name.endswith(".rels") and name not in reached:
            yield f"part {name} is an orphan: nothing refers to it"


def _relation(package: Package, source: str, item: Relation) -> Iterator[str]:
    if item.external and item.kind != "hyperlink":
        yield f"{source}: external link to {item.target}"
    elif item.kind.startswith("externalLink"):
        yield f"{source}: external link part {item.target}"
    elif not item.external and item.target not in package.parts:
        yield f"{source}: relationship {item.id} dangles: {item.target}"


def _used_ids(package: Package) -> Iterator[str]:
    """Every ``r:id`` in a part (drawing, legacyDrawing, tablePart, sheet …) must resolve."""
    for name in package.parts:
        if not name.endswith(".xml") or name == CONTENT_TYPES:
            continue
        known = {item.id for item in package.relations(name)}
        used = [
            (element.tag.rpartition("}")[2], value)
            for element in package.xml(name).iter()
            for key, value in element.attrib.items()
            if key.startswith(REL)
        ]
        for tag, ident in used:
            if ident not in known:
                yield f"{name}: {tag} uses relationship {ident}, which does not exist"
        parts = [ident for tag, ident in used if tag == "tablePart"]
        tables = [item for item in package.relations(name) if item.kind == "table"]
        if len(parts) != len(tables):
            yield f"{name}: {len(parts)} table parts for {len(tables)} table relationships"


def _calc_chain(package: Package) -> Iterator[str]:
    for part in package.related(package.workbook, "calcChain"):
        if part not in package.parts:
            continue
        numbers = {
            item.get("sheetId", ""): item.get("name", "")
            for item in package.xml(package.workbook).iter(f"{MAIN}sheet")
        }
        formulas = {
            (sheet, cell.get("r"))
            for sheet in package.sheets
            for cell in package.cells(sheet)
            if cell.find(f"{MAIN}f") is not None
        }
        number = ""
        for item in package.xml(part).iter(f"{MAIN}c"):
            number = item.get("i", number)
            where = (numbers.get(number, ""), item.get("r", ""))
            if where not in formulas or place(where[1]) == (0, 0):
                yield f"calcChain names {where[0]}!{where[1]}, which holds no formula"
