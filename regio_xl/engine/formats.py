"""The formats of a range: number format, font, fill, alignment, widths and heights, notes.

A property is None when the cells of the range differ, as in xlwings. Lengths are as in Excel:
column widths in characters, row heights in points.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import copy
from typing import TYPE_CHECKING, Any

from openpyxl.styles import PatternFill
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import column_index_from_string, get_column_letter
from xlwings import base_classes

from regio_xl.engine.colors import Rgb, hexadecimal, rgb
from regio_xl.engine.errors import ContentError
from regio_xl.engine.font import Font
from regio_xl.engine.notes import Note
from regio_xl.engine.rows import fitted

if TYPE_CHECKING:
    from regio_xl.engine.document import Document
    from regio_xl.engine.sheet import Sheet

_PADDING = 0.7109375  # 5 of 7 pixels: what a file adds to a width (ECMA-376 part 1, 18.3.1.13)
_DEFAULT_WIDTH = 8.43  # characters
_DEFAULT_HEIGHT = 15.0  # points
_MAX_STYLED = 1_000_000
_HORIZONTAL = {"center_across_selection": "centerContinuous"}


class Formats(base_classes.Range):
    """The part of a range that deals with formats."""

    sheet: Sheet
    box: tuple[int, int, int, int]

    if TYPE_CHECKING:  # the rest of a range, in cells.py
        keys: Callable[[], Iterator[tuple[int, int]]]
        existing: Callable[[], list[tuple[int, int]]]

    @property
    def document(self) -> Document:
        """Return the open workbook."""
        return self.sheet.document

    def restyle(self, change: Callable[[Any], None]) -> None:
        """Change the style of every cell."""
        if self.box[2] * self.box[3] > _MAX_STYLED:
            raise NotImplementedError("Hele rijen of kolommen opmaken kan niet met deze engine.")
        for row, column in self.keys():
            self.document.model.restyle(self.sheet.model, row, column, change)

    def common(self, read: Callable[[Any], Any]) -> Any:
        """Return what all cells share, None when they differ."""
        model, sheet = self.document.model, self.sheet.model
        found: set[Any] = set()
        for key in self.keys():
            cell = sheet._cells.get(key) or model.blank(sheet, *key)
            found.add(read(cell))
            if len(found) > 1:
                return None
        return found.pop() if found else None

    @property
    def number_format(self) -> str | None:
        """Return the format code, in English."""
        text = self.common(lambda cell: cell.number_format)
        return None if text is None else str(text)

    @number_format.setter
    def number_format(self, value: str) -> None:
        self.restyle(lambda cell: setattr(cell, "number_format", value))

    @property
    def color(self) -> Rgb | None:
        """Return the fill color as (red, green, blue), None for no fill."""
        theme = self.document.model.book.loaded_theme

        def read(cell: Any) -> Rgb | None:
            return rgb(cell.fill.fgColor, theme) if cell.fill.fill_type == "solid" else None

        found: Rgb | None = self.common(read)
        return found

    @color.setter
    def color(self, value: Any) -> None:
        fill = PatternFill() if value is None else PatternFill("solid", fgColor=hexadecimal(value))
        self.restyle(lambda cell: setattr(cell, "fill", fill))

    @property
    def font(self) -> Font:
        """Return the font."""
        return Font(self)

    def _align(self, **properties: Any) -> None:
        def change(cell: Any) -> None:
            alignment = copy(cell.alignment)
            for name, value in properties.items():
                setattr(alignment, name, value)
            cell.alignment = alignment

        self.restyle(change)

    @property
    def wrap_text(self) -> bool | None:
        """Say whether text wraps."""
        found = self.common(lambda cell: bool(cell.alignment.wrap_text))
        return None if found is None else bool(found)

    @wrap_text.setter
    def wrap_text(self, value: bool) -> None:
        self._align(wrap_text=bool(value))

    @property
    def horizontal_alignment(self) -> str | None:
        """Return the horizontal alignment, in xlwings' words."""
        found = self.common(lambda cell: cell.alignment.horizontal or "general")
        return "center_across_selection" if found == "centerContinuous" else found

    @horizontal_alignment.setter
    def horizontal_alignment(self, value: str) -> None:
        self._align(horizontal=_HORIZONTAL.get(value, value))

    @property
    def vertical_alignment(self) -> str | None:
        """Return the vertical alignment, in xlwings' words."""
        found = self.common(lambda cell: cell.alignment.vertical or "bottom")
        return None if found is None else str(found)

    @vertical_alignment.setter
    def vertical_alignment(self, value: str) -> None:
        self._align(vertical=value)

    def clear_formats(self) -> None:
        """Give the cells the default format (Normal)."""
        model, sheet = self.document.model, self.sheet.model

        def reset(cell: Any) -> None:
            quoted = cell._style.quotePrefix
            cell._style = StyleArray(model.book._cell_styles[0])
            cell._style.quotePrefix = quoted

        for key in self.existing():
            model.restyle(sheet, *key, reset)

    def _width(self, column: int) -> float:
        for dimension in self.sheet.model.column_dimensions.values():
            low = dimension.min or column_index_from_string(dimension.index)
            high = dimension.max or low
            if low <= column <= high and dimension.width and dimension.customWidth:
                return round(max(0.0, float(dimension.width) - _PADDING), 2)
        default = self.sheet.model.sheet_format.defaultColWidth
        return _DEFAULT_WIDTH if default is None else round(float(default) - _PADDING, 2)

    @property
    def column_width(self) -> float | None:
        """Return the width in characters, None when the columns differ."""
        first, count = self.box[1], self.box[3]
        found = {self._width(column) for column in range(first, first + count)}
        return found.pop() if len(found) == 1 else None

    @column_width.setter
    def column_width(self, value: float) -> None:
        first, last = self.box[1], self.box[1] + self.box[3] - 1
        if not 0 <= value <= 255:
            raise ContentError("Een kolombreedte ligt tussen 0 en 255 tekens.")
        if self.column_width == round(value, 2):
            return
        dimensions = self.sheet.model.column_dimensions
        _split_columns(dimensions, first, last)
        for column in range(first, last + 1):
            dimensions[get_column_letter(column)].width = value + _PADDING
            self.document.model.widen(self.sheet.name, column, value + _PADDING)

    @property
    def row_height(self) -> float | None:
        """Return the height in points, None when the rows differ."""
        dimensions, (first, _, count, _) = self.sheet.model.row_dimensions, self.box
        default = self.sheet.model.sheet_format.defaultRowHeight or _DEFAULT_HEIGHT
        found = {
            float((row in dimensions and dimensions[row].height) or default)
            for row in range(first, first + count)
        }
        return found.pop() if len(found) == 1 else None

    @row_height.setter
    def row_height(self, value: float) -> None:
        if not 0 <= value <= 409.5:
            raise ContentError("Een rijhoogte ligt tussen 0 en 409,5 punten.")
        if self.row_height == value:
            return
        rows = self._row_numbers()
        self.document.restructure(
            *(
                {
                    "kind": "set_row_height",
                    "sheet": self.sheet.name,
                    "row": row,
                    "height": float(value),
                }
                for row in rows
            )
        )
        for row in rows:
            self.sheet.model.row_dimensions[row].height = value

    def autofit(self, axis: str | None = None) -> None:
        """Make rows high enough for their wrapped text; columns cannot be fitted without a screen.

        Args:
            axis: ``rows`` or ``r``.
        """
        if axis not in {"rows", "r"}:
            raise NotImplementedError("Kolombreedtes aanpassen kan niet met deze engine.")
        sheet = self.sheet.model
        dimensions = sheet.row_dimensions
        needed = {
            row: height
            for row, height in fitted(sheet, self._row_numbers(), self._width).items()
            if row not in dimensions or dimensions[row].height != height
        }
        if needed:
            self.document.model.heighten(self.sheet.name, needed)
            for row, height in needed.items():
                dimensions[row].height = height

    def _row_numbers(self) -> range:
        return range(self.box[0], self.box[0] + self.box[2])

    @property
    def note(self) -> Note | None:
        """Return the note of the first cell, None when it has none."""
        cell = self.sheet.model._cells.get(self.box[:2])
        comment = None if cell is None else cell.comment
        return None if comment is None else Note(comment)


def _split_columns(dimensions: Any, first: int, last: int) -> None:
    """Give every column of a group that a change touches a dimension of its own."""
    for key, group in list(dimensions.items()):
        if not group.min or group.max < first or group.min > last or group.min == group.max:
            continue
        low, high = group.min, group.max
        for column in range(low, min(high, last + 1) + 1):
            letter = get_column_letter(column)
            single = copy(group)
            single.index, single.min, single.max = letter, column, column
            dimensions[letter] = single
        if high > last + 1:
            dimensions[get_column_letter(last + 1)].max = high
        del key
