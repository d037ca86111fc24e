"""The font of a range, as xlwings' ``Font`` expects it."""

from __future__ import annotations

from copy import copy
from typing import Any

from openpyxl.styles.colors import Color
from xlwings import base_classes

from regio_xl.engine.colors import Rgb, hexadecimal, rgb


class Font(base_classes.Font):
    """The font of a range."""

    def __init__(self, parent: Any) -> None:
        self._range = parent

    @property
    def api(self) -> Any:
        """Raise: there is no Excel behind this font."""
        raise NotImplementedError("Er is geen Excel achter deze engine (font.api).")

    def _get(self, name: str) -> Any:
        return self._range.common(lambda cell: getattr(cell.font, name))

    def _set(self, name: str, value: Any) -> None:
        def change(cell: Any) -> None:
            font = copy(cell.font)
            setattr(font, name, value)
            if name == "name":
                font.scheme = None  # a theme font would win over the name
            cell.font = font

        self._range.restyle(change)

    @property
    def bold(self) -> bool | None:
        """Say whether the font is bold."""
        found = self._get("bold")
        return None if found is None else bool(found)

    @bold.setter
    def bold(self, value: bool) -> None:
        self._set("bold", bool(value))

    @property
    def italic(self) -> bool | None:
        """Say whether the font is italic."""
        found = self._get("italic")
        return None if found is None else bool(found)

    @italic.setter
    def italic(self, value: bool) -> None:
        self._set("italic", bool(value))

    @property
    def size(self) -> float | None:
        """Return the size in points."""
        found = self._get("sz")
        return None if found is None else float(found)

    @size.setter
    def size(self, value: float) -> None:
        self._set("sz", float(value))

    @property
    def name(self) -> str | None:
        """Return the name of the font."""
        found = self._get("name")
        return None if found is None else str(found)

    @name.setter
    def name(self, value: str) -> None:
        self._set("name", value)

    @property
    def color(self) -> Rgb | None:
        """Return the color as (red, green, blue)."""
        theme = self._range.document.model.book.loaded_theme
        found: Rgb | None = self._range.common(lambda cell: rgb(cell.font.color, theme))
        return found

    @color.setter
    def color(self, value: Any) -> None:
        self._set("color", Color(rgb=hexadecimal(value)))
