"""A range: its values, formulas, size and neighbours. Formats are in ``formats.py``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from openpyxl.cell.cell import MergedCell
from openpyxl.formula.translate import Translator

from regio_xl.engine import regions, values
from regio_xl.engine.addresses import Box, address_of, box_of, quoted
from regio_xl.engine.errors import ContentError
from regio_xl.engine.formats import Formats
from regio_xl.engine.formulas import to_shown
from regio_xl.engine.model import address

if TYPE_CHECKING:
    from regio_xl.engine.sheet import Sheet
    from regio_xl.engine.table import Table

_MAX_READ = 20_000_000  # cells; a whole sheet is 17 billion


class Range(Formats):
    """A rectangle of cells on one sheet."""

    max_cells_per_read = None  # no limit to stay under, so xlwings need not chunk
    max_cells_per_write = None

    def __init__(self, sheet: Sheet, row: int, column: int, rows: int, columns: int) -> None:
        self.sheet = sheet
        self.box: Box = (row, column, rows, columns)
        self.options: dict[str, Any] = {}  # set by xlwings on every range that it makes

    @property
    def api(self) -> Range:
        """Return the range itself: there is no Excel behind it, and xlwings needs something."""
        return self

    @property
    def coords(self) -> tuple[Any, int, int, int, int]:
        """Return sheet, row, column, number of rows, number of columns."""
        return (self.sheet, *self.box)

    @property
    def row(self) -> int:
        """Return the first row, from 1."""
        return self.box[0]

    @property
    def column(self) -> int:
        """Return the first column, from 1."""
        return self.box[1]

    @property
    def shape(self) -> tuple[int, int]:
        """Return (rows, columns)."""
        return self.box[2], self.box[3]

    def __len__(self) -> int:
        return self.box[2] * self.box[3]

    def __bool__(self) -> bool:
        return True

    def keys(self) -> Iterator[tuple[int, int]]:
        """Yield (row, column) of every cell, row by row."""
        row, column, rows, columns = self.box
        for r in range(row, row + rows):
            for c in range(column, column + columns):
                yield r, c

    def existing(self) -> list[tuple[int, int]]:
        """List the cells of the range that exist in the model, row by row."""
        row, column, rows, columns = self.box
        cells = self.sheet.model._cells
        if len(self) <= len(cells):
            return [key for key in self.keys() if key in cells]
        bottom, right = row + rows, column + columns
        return sorted((r, c) for r, c in cells if row <= r < bottom and column <= c < right)

    # Values

    def _row_values(self, row: int) -> list[Any]:
        cells, spans = self.sheet.model._cells, self._spans
        out: list[Any] = []
        for column in range(self.box[1], self.box[1] + self.box[3]):
            cell = cells.get((row, column))
            if cell is None or isinstance(cell, MergedCell):
                out.append(None)
            elif cell.data_type == "f" or (spans and (row, column) in spans):
                out.append(self.document.result(self.sheet.model, row, column))
            else:
                out.append(values.shown(cell.data_type, cell._value))
        return out

    @property
    def raw_value(self) -> Any:
        """Return a scalar for one cell, else a list of rows, typed as Excel does over COM."""
        if len(self) > _MAX_READ:
            raise ContentError("Dit bereik is te groot om te lezen; gebruik used_range.")
        self._spans = self.document.model.spans(self.sheet.model)
        rows = [self._row_values(r) for r in range(self.box[0], self.box[0] + self.box[2])]
        if not rows or not rows[0]:
            return None
        return rows[0][0] if len(self) == 1 else rows

    @raw_value.setter
    def raw_value(self, data: Any) -> None:
        self._assign(data)

    def _assign(self, data: Any) -> None:
        document, model = self.document, self.sheet.model
        if not isinstance(data, (list, tuple)):
            for key, value in self._filled(data):
                document.write(model, *key, value)
            return
        rows: Sequence[Any] = data
        if rows and not isinstance(rows[0], (list, tuple)):
            rows = [rows] * self.box[2]
        row, column = self.box[:2]
        for r, line in enumerate(rows[: self.box[2]]):
            for c, value in enumerate(line[: self.box[3]]):
                document.write(model, row + r, column + c, value)

    def _filled(self, value: Any) -> Iterator[tuple[tuple[int, int], Any]]:
        """Yield the value per cell; a formula's relative references move along."""
        if not (isinstance(value, str) and value.startswith("=") and len(self) > 1):
            for key in self.keys() if value not in (None, "") else self.existing():
                yield key, value
            return
        origin = Translator(value, address(*self.box[:2]))
        for key in self.keys():
            yield key, origin.translate_formula(address(*key))

    def _formula(self, row: int, column: int) -> str:
        model = self.sheet.model
        stored = self.document.formula(model, row, column)
        if stored:
            table = self.document.table_at(model, row, column)
            return to_shown(stored, None if table is None else table.displayName)
        cell = model._cells.get((row, column))
        kind, value, _ = self.document.model.content(cell)
        if value is None:
            return ""
        if kind == "b":
            return "TRUE" if value else "FALSE"
        if kind == "d":
            value = self.document.model.serial(value)
        return f"{value:.15g}" if isinstance(value, (int, float)) else str(value)

    @property
    def formula(self) -> Any:
        """Return formulas as Excel shows them, in English; constants as text, empty as ''."""
        rows = [
            tuple(self._formula(r, c) for c in range(self.box[1], self.box[1] + self.box[3]))
            for r in range(self.box[0], self.box[0] + self.box[2])
        ]
        return rows[0][0] if len(self) == 1 else tuple(rows)

    @formula.setter
    def formula(self, value: Any) -> None:
        self._assign(value)

    @property
    def formula2(self) -> Any:
        """Return formulas as Excel shows them."""
        return self.formula

    @formula2.setter
    def formula2(self, value: Any) -> None:
        raise NotImplementedError("Dynamische matrixformules schrijven kan niet met deze engine.")

    @property
    def formula_array(self) -> str | None:
        """Return the array formula that fills the first cell, None when there is none."""
        if not self.has_array:
            return None
        return self._formula(*self.box[:2])

    @formula_array.setter
    def formula_array(self, value: Any) -> None:
        raise NotImplementedError("Matrixformules schrijven kan niet met deze engine.")

    @property
    def has_array(self) -> bool:
        """Say whether the first cell is filled by an array formula."""
        return self.box[:2] in self.document.model.spans(self.sheet.model)

    def clear_contents(self) -> None:
        """Empty the cells; their formats stay."""
        for key in self.existing():
            self.document.write(self.sheet.model, *key, None)

    def clear(self) -> None:
        """Empty the cells and give them the default format."""
        self.clear_contents()
        self.clear_formats()

    # Size and neighbours

    def get_address(self, row_absolute: bool, col_absolute: bool, external: bool) -> str:
        """Return the address, with book and sheet in front when ``external``."""
        text = address_of(self.box, row_absolute=row_absolute, column_absolute=col_absolute)
        if not external:
            return text
        book, sheet = self.sheet.book.name, self.sheet.name
        plain = quoted(sheet) == sheet and re.fullmatch(r"[\w.]+", book)
        name = f"[{book}]{sheet}"
        return f"{name}!{text}" if plain else f"{quoted(name)}!{text}"

    @property
    def address(self) -> str:
        """Return the absolute address, such as ``$A$1:$C$3``."""
        return address_of(self.box)

    def __call__(self, arg1: int, arg2: int | None = None) -> Range:
        """Return a cell by row and column within the range, or by number, from 1."""
        if arg2 is None:
            row, column = divmod(arg1 - 1, self.box[3])
        else:
            row, column = arg1 - 1, arg2 - 1
        return Range(self.sheet, self.box[0] + row, self.box[1] + column, 1, 1)

    @property
    def rows(self) -> list[Range]:
        """Return the rows."""
        row, column, rows, columns = self.box
        return [Range(self.sheet, row + i, column, 1, columns) for i in range(rows)]

    @property
    def columns(self) -> list[Range]:
        """Return the columns."""
        row, column, rows, columns = self.box
        return [Range(self.sheet, row, column + i, rows, 1) for i in range(columns)]

    def end(self, direction: str) -> Range:
        """Return the cell where Ctrl+arrow would go; direction: up, down, left or right."""
        row, column = regions.end(self.sheet.model, self.box[0], self.box[1], direction)
        return Range(self.sheet, row, column, 1, 1)

    @property
    def current_region(self) -> Range:
        """Return the block around the first cell, bounded by empty rows and columns."""
        return Range(self.sheet, *regions.current(self.sheet.model, *self.box[:2]))

    def _merged(self) -> Any:
        row, column = self.box[:2]
        for area in self.sheet.model.merged_cells.ranges:
            if area.min_row <= row <= area.max_row and area.min_col <= column <= area.max_col:
                return area
        return None

    @property
    def merge_area(self) -> Range:
        """Return the merged area that the first cell is part of, or that cell."""
        area = self._merged()
        box = (*self.box[:2], 1, 1) if area is None else box_of(area.coord)
        return Range(self.sheet, *box)

    @property
    def merge_cells(self) -> bool:
        """Say whether the first cell is merged with others."""
        return self._merged() is not None

    @property
    def table(self) -> Table | None:
        """Return the table that the first cell lies in."""
        found = self.document.table_at(self.sheet.model, *self.box[:2])
        return None if found is None else self.sheet.tables(found.displayName)

    @property
    def name(self) -> Any:
        """Return the name that means exactly this range, None when there is none."""
        wanted = {
            f"={quoted(self.sheet.name)}!{self.address}",
            f"='{self.sheet.name}'!{self.address}",
        }
        for _, name in self.sheet.book.names.snapshot():
            if name.refers_to in wanted:
                return name
        return None

    @name.setter
    def name(self, value: str) -> None:
        self.sheet.book.names.add(value, f"={quoted(self.sheet.name)}!{self.address}")

    def select(self) -> None:
        """Raise: there is no window to select in."""
        raise NotImplementedError("Selecteren kan niet met deze engine.")
