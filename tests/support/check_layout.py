"""Sheets, defined names, validations, conditional formats and styles."""

import re
from collections.abc import Iterator

from tests.support.parts import MAIN, Element, Package, area, repeated

LIST_LIMIT = 255
TEXT_LIMITS = {"promptTitle": 32, "prompt": 255, "errorTitle": 32, "error": 225}
NAME_LIMIT, HEADER_LIMIT = 31, 255
NAME = re.compile(r"[^\W\d]\w*(\.\w+)*|\\\w*|_xlnm\.\w+")
LOOKS_LIKE_CELL = re.compile(r"[A-Z]{1,3}[1-9]\d*|R\d*(C\d*)?|C\d*", re.IGNORECASE)
REFERENCE = re.compile(r"(?:'((?:[^']|'')+)'|([^\W\d][\w.]*))!")
PARTS_OF_A_STYLE = {"fontId": "fonts", "fillId": "fills", "borderId": "borders"}
FIRST_CUSTOM_FORMAT = 164


def find(package: Package) -> Iterator[str]:
    yield from _sheets(package)
    yield from _names(package)
    yield from _styles(package)
    for sheet, part in package.sheets.items():
        root = package.xml(part)
        yield from _validations(sheet, root)
        yield from _formats(package, sheet, root)
        yield from _merges(sheet, root)
        yield from _print(sheet, root)


def _sheets(package: Package) -> Iterator[str]:
    items = list(package.xml(package.workbook).iter(f"{MAIN}sheet"))
    names = [item.get("name", "") for item in items]
    for name in names:
        if not 0 < len(name) <= NAME_LIMIT:
            yield f"sheet name {name!r} has {len(name)} characters"
        if set(name) & set("[]:*?/\\") or name.startswith("'") or name.endswith("'"):
            yield f"sheet name {name!r} holds a character that Excel refuses"
    for name, count in repeated(name.casefold() for name in names):
        yield f"sheet name {name!r} is used {count} times"
    for number, count in repeated(item.get("sheetId") for item in items):
        yield f"sheet id {number} is used {count} times"
    for view in package.xml(package.workbook).iter(f"{MAIN}workbookView"):
        if int(view.get("activeTab", 0)) >= len(items):
            yield "the active tab does not exist"


def _names(package: Package) -> Iterator[str]:
    items = list(package.xml(package.workbook).iter(f"{MAIN}definedName"))
    for item in items:
        name, scope = item.get("name", ""), item.get("localSheetId")
        if not NAME.fullmatch(name) or LOOKS_LIKE_CELL.fullmatch(name):
            yield f"defined name {name!r} is not a name that Excel accepts"
        if scope is not None and int(scope) >= len(package.sheets):
            yield f"defined name {name} belongs to a sheet that does not exist"
        yield from _target(package, name, item.text or "")
    scoped = (f"{item.get('name', '').casefold()}@{item.get('localSheetId', '')}" for item in items)
    for key, count in repeated(scoped):
        yield f"defined name {str(key).partition('@')[0]} stands {count} times"


def _target(package: Package, name: str, target: str) -> Iterator[str]:
    sheets = {sheet.casefold() for sheet in package.sheets}
    if "#REF!" in target or not target.strip():
        yield f"defined name {name} points nowhere: {target!r}"
    for quoted, bare in REFERENCE.findall(target):
        sheet = quoted.replace("''", "'") or bare
        if sheet.casefold() not in sheets:
            yield f"defined name {name} points to sheet {sheet!r}, which does not exist"


def _validations(sheet: str, root: Element) -> Iterator[str]:
    for item in root.iter(f"{MAIN}dataValidation"):
        where = f"{sheet}!{item.get('sqref')}"
        first = item.findtext(f"{MAIN}formula1") or ""
        if item.get("type") == "list" and first.startswith('"') and len(first) - 2 > LIST_LIMIT:
            yield f"{where}: list of {len(first) - 2} characters in a validation"
        if item.get("type", "none") != "none" and not first:
            yield f"{where}: validation without a criterion"
        for key, limit in TEXT_LIMITS.items():
            if len(item.get(key, "")) > limit:
                yield f"{where}: {key} has {len(item.get(key, ''))} characters, {limit} allowed"


def _formats(package: Package, sheet: str, root: Element) -> Iterator[str]:
    count = _count(package, "dxfs")
    for rule in root.iter(f"{MAIN}cfRule"):
        if rule.get("dxfId") is not None and int(rule.get("dxfId", 0)) >= count:
            yield f"{sheet}: conditional format uses style {rule.get('dxfId')} of {count}"
    for priority, times in repeated(rule.get("priority") for rule in root.iter(f"{MAIN}cfRule")):
        yield f"{sheet}: conditional format priority {priority} is used {times} times"


def _styles(package: Package) -> Iterator[str]:
    for group in ("cellStyleXfs", "cellXfs"):
        for number, item in enumerate(package.styles.findall(f"{MAIN}{group}/{MAIN}xf")):
            yield from _style(package, f"{group} {number}", item)
    for group in ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "dxfs"):
        element = package.styles.find(f"{MAIN}{group}")
        declared = None if element is None else element.get("count")
        if declared is not None and int(declared) != _count(package, group):
            yield f"{group} says {declared} and holds {_count(package, group)}"


def _style(package: Package, where: str, item: Element) -> Iterator[str]:
    for key, collection in PARTS_OF_A_STYLE.items():
        if int(item.get(key, 0)) >= _count(package, collection):
            yield f"{where}: {key} {item.get(key)} does not exist"
    formats = {entry.get("numFmtId") for entry in package.styles.iter(f"{MAIN}numFmt")}
    ident = int(item.get("numFmtId", 0))
    if ident >= FIRST_CUSTOM_FORMAT and str(ident) not in formats:
        yield f"{where}: number format {ident} does not exist"
    if "xfId" in item.attrib and int(item.get("xfId", 0)) >= _count(package, "cellStyleXfs"):
        yield f"{where}: base style {item.get('xfId')} does not exist"


def _merges(sheet: str, root: Element) -> Iterator[str]:
    merges = [area(item.get("ref", "")) for item in root.iter(f"{MAIN}mergeCell")]
    for number, one in enumerate(merges):
        if any(one.overlaps(other) for other in merges[number + 1 :]):
            yield f"{sheet}: merged cells overlap"


def _print(sheet: str, root: Element) -> Iterator[str]:
    element = root.find(f"{MAIN}headerFooter")
    for item in element if element is not None else ():
        if len(item.text or "") > HEADER_LIMIT:
            yield f"{sheet}: header or footer of {len(item.text or '')} characters"


def _count(package: Package, group: str) -> int:
    element = package.styles.find(f"{MAIN}{group}")
    return 0 if element is None else len(element)
