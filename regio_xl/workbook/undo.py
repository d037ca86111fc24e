"""Put back what was written, for hosts where a write is there at once: an open Excel.

On a plain file a failure needs no undo: what was not saved did not happen. In Excel a step that
fails halfway would leave a workbook that is half old and half new, and Excel's own Undo does not
know what was written from outside. So the old contents are read just before each write.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import xlwings as xw

from regio_xl.workbook.cells import Formula, Grid, formula_grid, formulas_of, knows_arrays, put


class Undo:
    """The old contents of all that is about to be written, in order."""

    def __init__(self, book: xw.Book, prepare: Callable[[xw.Sheet], None] | None = None) -> None:
        """Start with nothing to put back; ``prepare`` is told of a sheet before the first write."""
        self.touched: set[str] = set()  # names of sheets
        self._arrays = knows_arrays(book)
        self._prepare = prepare
        self._back: list[Callable[[], None]] = []
        self._fits: list[Callable[[], None]] = []

    def before_write(self, area: xw.Range) -> None:
        """Remember the contents of ``area``, in two reads whatever its size."""
        self._open(area.sheet)
        old = self._contents(area)
        self._back.append(lambda: put(area, old, arrays=self._arrays))

    def before_resize(self, table: xw.main.Table, place: xw.Range) -> None:
        """Remember where ``table`` is now, and the rows that join or leave it.

        A table that grows fills its calculated columns in the new rows by itself; so rows are put
        back after the table has its old size, whichever way it went.
        """
        now = table.range
        self._open(place.sheet)
        least, most = sorted((now.shape[0], place.shape[0]))
        if most > least:
            larger = now if now.shape[0] == most else place
            self.before_write(larger.offset(row_offset=least).resize(most - least))
        self._back.append(lambda: table.resize(now))

    def before_layout(self, area: xw.Range, layout: str) -> None:
        """Remember the number format of ``area``, which is the same in all of its cells."""
        self._open(area.sheet)
        self._back.append(lambda: setattr(area, "number_format", layout))

    def before_fit(self, area: xw.Range) -> None:
        """Remember that these rows must be fitted again once they have their old contents."""
        self._fits.append(area.rows.autofit)

    def roll_back(self) -> None:
        """Put everything back, the last write first; what fails does not keep the rest.

        The first of the failures is raised; ``pending`` then says that something is left.
        """
        failed = [(action, error) for action in reversed(self._back) if (error := _tried(action))]
        self._back = [action for action, _ in reversed(failed)]
        for fit in self._fits:
            _tried(fit)  # a row of the wrong height is no harm
        if failed:
            raise failed[0][1]

    def done(self) -> None:
        """Forget everything: the step succeeded."""
        self._back.clear()
        self._fits.clear()

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

    def _contents(self, area: xw.Range) -> Grid:
        """Return the cells as they must be written to be what they are."""
        values = area.options(ndim=2, err_to_str=True).value
        formulas = formulas_of(formula_grid(area, arrays=self._arrays), values)
        return [
            [_as_it_was(formula, value) for formula, value in zip(line, row, strict=True)]
            for line, row in zip(formulas, values, strict=True)
        ]


def _as_it_was(formula: str, value: Any) -> Any:
    if formula:
        return Formula(formula)
    # Excel for Windows reads a currency cell as a decimal, and would round one that is written.
    return float(value) if isinstance(value, Decimal) else value


def _tried(action: Callable[[], None]) -> Exception | None:
    try:
        action()
    except Exception as error:
        return error
    return None
