"""Type into a workbook file as Excel stores it, without the engine under test."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree

from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel

from tests.support.parts import MAIN, Element, Package, area, packed, place

NAMESPACES = {
    "": MAIN.strip("{}"),
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}
SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def typed(path: Path, cells: dict[tuple[str, str], str | float | datetime | None]) -> None:
    """Put values in cells and keep their format; None empties a cell, a formula goes.

    Args:
        path: Workbook file, changed in place.
        cells: Sheet name and address to value.
    """
    package = Package(path)
    for (sheet, address), value in cells.items():
        root = package.xml(package.sheets[sheet])
        _put(_cell(root, address), value)
        _cover(root, address)
    changed = {package.sheets[sheet] for sheet, _ in cells}
    parts = {
        name: _written(package.xml(name)) if name in changed else data
        for name, data in package.parts.items()
    }
    path.write_bytes(packed(parts))


def cached(path: Path, cells: dict[tuple[str, str], float]) -> None:
    """Replace the stored results of formulas, and leave the formulas as they are."""
    package = Package(path)
    for (sheet, address), value in cells.items():
        stored = _cell(package.xml(package.sheets[sheet]), address).find(f"{MAIN}v")
        assert stored is not None, f"{sheet}!{address} holds no result"
        stored.text = repr(value)
    changed = {package.sheets[sheet] for sheet, _ in cells}
    for name in changed:
        package.parts[name] = _written(package.xml(name))
    path.write_bytes(packed(package.parts))


def _written(root: Element) -> bytes:
    for prefix, uri in NAMESPACES.items():
        ElementTree.register_namespace(prefix, uri)
    return ElementTree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _cell(root: Element, address: str) -> Element:
    number, col = place(address)
    data = root.find(f"{MAIN}sheetData")
    assert data is not None
    row = _child(data, "row", number, lambda item: int(item.get("r", 0)), str(number))
    return _child(row, "c", col, lambda item: place(item.get("r", ""))[1], address)


def _child(
    parent: Element, tag: str, wanted: int, key: Callable[[Element], int], name: str
) -> Element:
    """Return the row or cell, made in its place in the order when it is missing."""
    found = next((item for item in parent if key(item) == wanted), None)
    if found is not None:
        return found
    index = sum(key(item) < wanted for item in parent)
    made = ElementTree.Element(f"{MAIN}{tag}", {"r": name})
    parent.insert(index, made)
    return made


def _cover(root: Element, address: str) -> None:
    """Let the dimension of the sheet reach the cell."""
    dimension = root.find(f"{MAIN}dimension")
    if dimension is not None:
        known, (row, col) = area(dimension.get("ref", "A1")), place(address)
        first = f"{get_column_letter(min(known.left, col))}{min(known.top, row)}"
        last = f"{get_column_letter(max(known.right, col))}{max(known.bottom, row)}"
        dimension.set("ref", f"{first}:{last}")


def _put(cell: Element, value: str | float | datetime | None) -> None:
    for child in list(cell):
        cell.remove(child)
    cell.attrib.pop("t", None)
    if value is None:
        return
    if isinstance(value, str):
        cell.set("t", "inlineStr")
        text = ElementTree.SubElement(ElementTree.SubElement(cell, f"{MAIN}is"), f"{MAIN}t")
        text.text = value
        text.set(SPACE, "preserve")
        return
    number = to_excel(value) if isinstance(value, datetime) else value
    ElementTree.SubElement(cell, f"{MAIN}v").text = repr(number)
