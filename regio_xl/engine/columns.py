"""Column widths in the XML of a sheet (ECMA-376 part 1, 18.3.1.17).

cellrune 0.2.0 cannot save a width that it set next to a column of the same width, or over columns
of different styles; so widths are patched here. Styles of columns stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_COLS = re.compile(rb"<((?:\w+:)?)cols>(.*?)</\1cols>", re.DOTALL)
_COL = re.compile(rb"<(?:\w+:)?col\s([^>]*?)/?>")
_ATTRIBUTE = re.compile(r"(\w+)=[\"']([^\"']*)[\"']")
_DATA = re.compile(rb"<((?:\w+:)?)sheetData[\s/>]")

Attributes = dict[str, str]


def patch_widths(xml: bytes, widths: Mapping[int, float]) -> bytes:
    """Set the width of columns.

    Args:
        xml: The sheet part.
        widths: Column, from 1 -> width as stored (characters with padding).

    Returns:
        The sheet part with only its ``cols`` changed.
    """
    data = _DATA.search(xml)
    if not widths or data is None:
        return xml
    found = _COLS.search(xml, 0, data.start())
    prefix = data[1].decode()
    groups = [_attributes(match[1]) for match in _COL.finditer(found[2])] if found else []
    columns = "".join(_tag(prefix, group) for group in _split(groups, widths))
    new = f"<{prefix}cols>{columns}</{prefix}cols>".encode()
    start, end = found.span() if found else (data.start(), data.start())
    return xml[:start] + new + xml[end:]


def _attributes(text: bytes) -> Attributes:
    return dict(_ATTRIBUTE.findall(text.decode()))


def _tag(prefix: str, attributes: Attributes) -> str:
    text = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return f"<{prefix}col{text}/>"


def _split(groups: list[Attributes], widths: Mapping[int, float]) -> list[Attributes]:
    """Give every column with a new width a group of its own, and keep the rest of the groups."""
    out: list[Attributes] = []
    left = dict(widths)
    for group in groups:
        low, high = int(group["min"]), int(group["max"])
        inside = sorted(column for column in left if low <= column <= high)
        for column in inside:
            if low < column:
                out.append(group | {"min": str(low), "max": str(column - 1)})
            out.append(_sized(group, column, left.pop(column)))
            low = column + 1
        if low <= high:
            out.append(group | {"min": str(low), "max": str(high)})
    out += [_sized({}, column, width) for column, width in left.items()]
    return sorted(out, key=lambda group: int(group["min"]))


def _sized(group: Attributes, column: int, width: float) -> Attributes:
    place = {"min": str(column), "max": str(column)}
    kept = {name: value for name, value in group.items() if name != "bestFit"}
    return place | kept | place | {"width": f"{width:.10g}", "customWidth": "1"}
