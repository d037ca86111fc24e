"""Colors: from openpyxl's (rgb, indexed, theme with tint) to (red, green, blue) and back."""

from __future__ import annotations

import colorsys
import re
from functools import lru_cache
from typing import Any

from openpyxl.styles.colors import COLOR_INDEX

Rgb = tuple[int, int, int]
_BLACK = "FF000000"
# Order of theme colors as cells number them: the first two pairs are swapped against the file.
_THEME = [
    "lt1",
    "dk1",
    "lt2",
    "dk2",
    "accent1",
    "accent2",
    "accent3",
    "accent4",
    "accent5",
    "accent6",
    "hlink",
    "folHlink",
]
_OFFICE = "FFFFFF 000000 EEECE1 1F497D 4F81BD C0504D 9BBB59 8064A2 4BACC6 F79646 0000FF 800080"


def rgb(color: Any, theme: bytes | None) -> Rgb:
    """Return a color of openpyxl as (red, green, blue), each 0..255.

    Args:
        color: openpyxl's color; None for the automatic color, black.
        theme: The theme part of the workbook, None for Office's own theme.
    """
    text = _BLACK
    if color is not None and color.type == "rgb":
        text = color.rgb
    elif color is not None and color.type == "indexed" and color.indexed < len(COLOR_INDEX):
        text = COLOR_INDEX[color.indexed]
    elif color is not None and color.type == "theme":
        text = _scheme(theme)[color.theme]
    red, green, blue = (int(text[at : at + 2], 16) for at in range(len(text) - 6, len(text), 2))
    return _tinted((red, green, blue), 0.0 if color is None else float(color.tint or 0))


@lru_cache(maxsize=8)
def _scheme(theme: bytes | None) -> tuple[str, ...]:
    colors = dict(zip(_THEME, _OFFICE.split(), strict=True))
    for name in _THEME if theme else ():
        pattern = rf'<a:{name}>\s*<a:\w+ (?:[^>]*lastClr|val)="([0-9A-Fa-f]{{6}})"'
        match = re.search(pattern.encode(), theme or b"")
        if match:
            colors[name] = match[1].decode()
    return tuple(colors[name] for name in _THEME)


def _tinted(color: Rgb, tint: float) -> Rgb:
    """Lighten or darken (ECMA-376 part 1, 18.8.19)."""
    if not tint:
        return color
    hue, light, saturation = colorsys.rgb_to_hls(*(part / 255 for part in color))
    light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
    red, green, blue = colorsys.hls_to_rgb(hue, min(1.0, light), saturation)
    return round(red * 255), round(green * 255), round(blue * 255)


def hexadecimal(value: Any) -> str:
    """Return a color given as (r, g, b), ``#rrggbb`` or Excel's integer as ``FFrrggbb``."""
    if isinstance(value, str):
        value = tuple(int(value.lstrip("#")[at : at + 2], 16) for at in (0, 2, 4))
    if isinstance(value, int):
        value = (value & 255, value >> 8 & 255, value >> 16 & 255)
    red, green, blue = value
    return f"FF{red:02X}{green:02X}{blue:02X}"
