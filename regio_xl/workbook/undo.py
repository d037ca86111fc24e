"""Put back what was written, for hosts where a write is there at once: an open Excel.

On a plain file a failure needs no undo: what was not saved did not happen. In Excel a step that
fails halfway would leave a workbook that is half old and half new, and Excel's own Undo does not
know what was written from outside. So the old contents are read just before each write.
"""

from collections.abc import Callable
from typing import Any

import xlwings as xw

from regio_xl.workbook import merge
from regio_xl.workbook.text import formula_of

Grid = list[list[Any]]


class Undo:
    """The old contents of all that is about to be written, in order.

    Attributes:
        touched: Names of the sheets that something was written on.
    """

    def __init__(self, prepare: Callable[[xw.Sheet], None] | None = None) -> None:
        """Start with nothing to put back.

        Args:
            prepare: Called once per sheet, before the first write on it.
        """
        self.touched: set[str] = set()
        self._prepare = prepare
        self._back: list[Callable[[], None]] = []

    def before_write(self, area: xw.Range) -> None:
        """Remember the contents of ``area``, in two reads whatever its size."""
        self._open(area.sheet)
        old = _contents(area)
        self._back.append(lambda: _write(area, old))

    def before_resize(self, table: xw.main.Table, place: xw.Range) -> None:
        """Remember where ``table`` is now, and what stands below it where it will come.

        A table that grows fills its calculated columns in the new rows by itself.
        """
        now = table.range
        height = now.shape[0]
        if place.shape[0] > height:
            joining = place.offset(row_offset=height).resize(place.shape[0] - height)
            self.before_write(joining)
        self._open(place.sheet)
        self._back.append(lambda: table.resize(now))

    def before_fit(self, area: xw.Range) -> None:
        """Remember that these rows must be fitted again once they have their old contents."""
        self._back.insert(0, area.rows.autofit)

    def roll_back(self) -> None:
        """Put everything back, the last write first; fitting of rows comes at the end."""
        while self._back:
            self._back[-1]()
            self._back.pop()

    @property
    def pending(self) -> bool:
        """Whether anything that was written has not been put back."""
        return bool(self._back)

    def _open(self, sheet: xw.Sheet) -> None:
        name = sheet.name
        if name not in self.touched:
            self.touched.add(name)
            if self._prepare is not None:
                self._prepare(sheet)


def formula_grid(area: xw.Range) -> Grid:
    """Return the formula texts of an area as rows; a host gives a single cell or row bare."""
    texts: Any = area.options(ndim=2).formula
    if not isinstance(texts, tuple | list):
        return [[texts]]
    rows = [list(row) if isinstance(row, tuple | list) else [row] for row in texts]
    return rows if len(rows) == area.shape[0] else [[cell for row in rows for cell in row]]


def _contents(area: xw.Range) -> Grid:
    """Return the cells as they must be written to be what they are: formulas or plain values."""
    values = area.options(ndim=2, err_to_str=True).value
    return [
        [
            text if formula_of(text, value) else merge.written(value)
            for text, value in zip(line, row, strict=True)
        ]
        for line, row in zip(formula_grid(area), values, strict=True)
    ]


def _write(area: xw.Range, old: Grid) -> None:
    area.value = old
