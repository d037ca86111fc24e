"""The calculator (cellrune) around one package: edits in, values and bytes out.

cellrune is the only writer of the package. Its limits are kept here: at most 100,000 operations
in one batch, 1,048,576 cells in one read. Nothing here knows xlwings or how a workbook is kept.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

import cellrune
from openpyxl.utils import get_column_letter

from regio_xl.engine import package
from regio_xl.engine.errors import ContentError

_CALCULATE_ONCE = re.compile(rb'(<(?:\w+:)?calcPr\b[^>]*?\bfullCalcOnLoad=)"[^"]*"')
_CALCULATE_ALWAYS = re.compile(rb'(<(?:\w+:)?calcPr\b[^>]*?\bforceFullCalc=)"[^"]*"')
_FORCED = re.compile(rb'<(?:\w+:)?calcPr\b[^>]*?\bforceFullCalc="(1|true)"')
_BATCH = 100_000
_READ = 1_000_000
_PAGE = 1_000
_DAY_ZERO = dt.datetime(1899, 12, 30)
_CLOSE = 1e-9  # relative; cached values that differ less are the same value

Key = tuple[int, int]
Change = dict[str, Any]
Value = dict[str, Any]


def finished(book: cellrune.Workbook, *, forced: bool = False) -> bytes:
    """Return the package of a calculated workbook, with all values that could be calculated.

    cellrune lets Excel calculate everything anew whenever a workbook holds macros. Where every
    value is known there is no need to, and Excel would ask to save a file that nobody changed.
    ``forced`` says that its user chose to have everything calculated each time.
    """
    try:
        data = book.to_bytes(invalidate_unavailable=False)
    except cellrune.CellRuneError:
        return book.to_bytes(invalidate_unavailable=True)
    main = package.main_part(data)
    workbook = package.read_parts(data, {main})[main]
    settled = _CALCULATE_ONCE.sub(rb'\1"0"', workbook)
    settled = _CALCULATE_ALWAYS.sub(rb'\1"1"' if forced else rb'\1"0"', settled)
    return data if settled == workbook else package.replace_parts(data, {main: settled})


class Calculation:
    """A cellrune session; edits are applied at once, calculation waits until it is needed."""

    def __init__(self, data: bytes, now: dt.datetime) -> None:
        """Open a package; ``now`` is what TODAY() and NOW() give, the same all session long."""
        self._book = cellrune.Workbook.from_bytes(data)
        main = package.main_part(data)
        self._forced = bool(_FORCED.search(package.read_parts(data, {main})[main]))
        self._revision = 0
        self._calculated = False
        serial = (now - _DAY_ZERO) / dt.timedelta(days=1)
        self._clock = {"today_serial": float(int(serial)), "now_serial": serial}

    def apply(self, changes: Sequence[Change]) -> list[dict[str, Any]]:
        """Apply cellrune's change records, in order, and list the cells that changed."""
        changed: list[dict[str, Any]] = []
        for start in range(0, len(changes), _BATCH):
            batch = changes[start : start + _BATCH]
            try:
                receipt: Any = self._book.apply_changes_v2(self._revision, batch)  # type: ignore[arg-type]
            except cellrune.CellRuneError as error:
                raise ContentError(f"Excel zou deze wijziging weigeren: {error}") from error
            self._revision = receipt["result_revision"]
            self._calculated = False
            changed += receipt["changed_cells"]
        return changed

    def calculate(self) -> None:
        """Calculate all formulas, unless that was already done since the last edit."""
        if not self._calculated:
            self._book.calculate(**self._clock)  # type: ignore[arg-type]
            self._calculated = True

    def values(self, sheet: str, keys: Collection[Key]) -> dict[Key, Value]:
        """Read cells: calculated values after ``calculate``, else literal or saved ones."""
        if not keys:
            return {}
        top, bottom = min(r for r, _ in keys), max(r for r, _ in keys)
        left, right = min(c for _, c in keys), max(c for _, c in keys)
        rows: list[list[Value]] = []
        step = max(1, _READ // (right - left + 1))
        for first in range(top, bottom + 1, step):
            last = min(bottom, first + step - 1)
            start = f"{get_column_letter(left)}{first}"
            end = f"{get_column_letter(right)}{last}"
            rows += self._book.read_values(sheet, start, end)  # type: ignore[arg-type]
        return {(r, c): rows[r - top][c - left] for r, c in keys}

    def cells(self, sheet: str, start: str, end: str) -> Iterator[dict[str, Any]]:
        """Read cells with their formula and saved value, page by page."""
        offset: int | None = 0
        while offset is not None:
            page: Any = self._book.read_range(
                sheet, start, end, offset=offset, limit=_PAGE, omit_empty=True
            )
            yield from page["cells"]
            offset = page["next_offset"]

    def saved_value(self, sheet: str, address: str) -> Value | None:
        """Return the cached value that a formula has in the file, None when it has none."""
        for cell in self.cells(sheet, address, address):
            if cell["source_value_state"] == "saved":
                return dict(cell["source_value"])
        return None

    def table_id(self, name: str) -> int:
        """Return the id of a table, by its name in any case."""
        for sheet in self._book.summary()["sheets"]:
            for table in sheet["tables"]:
                if table["display_name"].casefold() == name.casefold():
                    return int(table["id"])
        raise KeyError(name)

    def name_target(self, name: str, sheet: str) -> tuple[str, str] | None:
        """Return (sheet, range) of a defined name that is one rectangle, else None."""
        result: Any = self._book.inspect_defined_name(name, current_sheet=sheet)["result"]
        if result["kind"] != "rectangular":
            return None
        return result["sheet_name"], result["range"]

    def to_bytes(self) -> bytes:
        """Return the package with all edits and calculated values.

        A formula without a known result loses its old one, and the file then asks Excel to
        calculate it when it is opened.
        """
        self.calculate()
        try:
            return finished(self._book, forced=self._forced)
        except cellrune.CellRuneError as error:
            raise ContentError(f"De werkmap kan zo niet worden opgeslagen: {error}") from error

    def edited(self) -> bytes:
        """Return the package with all edits, not calculated."""
        try:
            return self._book.edits_to_bytes()
        except cellrune.CellRuneError as error:
            raise ContentError(f"De werkmap kan zo niet worden gewijzigd: {error}") from error

    def close(self) -> None:
        """Release the session."""
        self._book.close()


def caches_right(data: bytes, now: dt.datetime, formulas: Mapping[str, Collection[Key]]) -> bool:
    """Say whether every formula in a package already has its right value beside it.

    A formula that cannot be calculated here counts as right: what the file says may well be.
    ``formulas`` are the cells with one by sheet, ``now`` is what TODAY() and NOW() give.
    """
    sheets = [(title, keys) for title, keys in formulas.items() if keys]
    if not sheets:
        return True
    fresh = Calculation(data, now)
    before = [fresh.values(*sheet) for sheet in sheets]
    fresh.calculate()
    after = [fresh.values(*sheet) for sheet in sheets]
    fresh.close()
    pairs = zip(before, after, strict=True)
    return all(_same(was[key], is_[key]) for was, is_ in pairs for key in is_)


def _same(was: Value, now: Value) -> bool:
    if now["kind"] == "unavailable":
        return True
    if was["kind"] == now["kind"] == "number":
        one, other = float(was["value"]), float(now["value"])
        return abs(one - other) <= _CLOSE * max(1.0, abs(one), abs(other))
    if {was["kind"], now["kind"]} == {"blank", "text"}:
        return (was.get("value") or "") == (now.get("value") or "")
    return was == now
