"""What the calculator cannot write, put into its output: cell styles, areas that grow along.

Touches only the styles part and the sheets in which cells were written. Everything else in the
package stays byte for byte what the calculator made of it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from regio_xl.engine import columns, package, rows, sheetxml, strings, styles
from regio_xl.engine.errors import ContentError
from regio_xl.engine.model import Model

_DISPLAY_NAME = re.compile(rb'\sdisplayName="([^"]*)"')
_INSERT_ROW = re.compile(rb'\sinsertRow="[^"]*"')


def patch(
    data: bytes,
    model: Model,
    style_book: styles.StyleBook,
    growths: Mapping[str, Sequence[sheetxml.Growth]],
) -> bytes:
    """Patch the package that the calculator wrote.

    Args:
        data: The package.
        model: The cells as they should be, and as they were.
        style_book: Which style stands where in the styles part; new ones are noted in it.
        growths: Per sheet the tables that grew.

    Returns:
        The package to save.
    """
    wanted = {
        sheet.title: found
        for sheet in model.book.worksheets
        if (found := model.style_changes(sheet))
    }
    parts = package.sheet_parts(data)
    touched = {*model.before, *model.widths, *model.heights, *growths}
    titles = touched & set(parts)
    styles_name = package.styles_part(data)
    if styles_name is None and wanted:
        raise ContentError("Deze werkmap heeft geen opmaak; sla hem eerst op in Excel.")
    names = {parts[title] for title in titles} | {styles_name or ""}
    content = package.read_parts(data, names)
    changed: dict[str, bytes] = {}
    numbers: dict[tuple[int, ...], int] = {}
    if styles_name is not None:
        every = [style for found in wanted.values() for style in found.values()]
        new, numbers = style_book.number(content[styles_name], every)
        changed[styles_name] = styles.mend_font_order(new)
    for title in titles:
        found = {key: numbers[tuple(style)] for key, style in wanted.get(title, {}).items()}
        sheet = sheetxml.patch_cells(content[parts[title]], found)
        sheet = columns.patch_widths(sheet, model.widths.get(title, {}))
        sheet = rows.patch_heights(sheet, model.heights.get(title, {}))
        changed[parts[title]] = sheetxml.extend_areas(sheet, growths.get(title, ()))
        changed |= _filled_insert_rows(data, parts[title], model.book[title])
    same = {name for name, new in changed.items() if content.get(name) == new}
    patched = package.replace_parts(data, {n: new for n, new in changed.items() if n not in same})
    return package.replace_parts(patched, strings.share(patched))


def _filled_insert_rows(data: bytes, part: str, sheet: Any) -> dict[str, bytes]:
    """Take the mark of an empty table (ECMA-376 part 1, 18.5.1.2) from tables with data."""
    filled = {
        str(table.displayName)
        for table in sheet.tables.values()
        if table.insertRow and any(cell.value is not None for cell in sheet[table.ref][1])
    }
    if not filled:
        return {}
    names = {name for kind, name in package.relations(data, part).values() if "/table" in kind}
    changed: dict[str, bytes] = {}
    for name, xml in package.read_parts(data, names).items():
        found = _DISPLAY_NAME.search(xml)
        if found and found[1].decode() in filled:
            changed[name] = _INSERT_ROW.sub(b"", xml, count=1)
    return changed
