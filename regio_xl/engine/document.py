"""One open workbook: the model, the calculator and the file, kept in step.

The only place where the three meet. Values of formulas always come from the calculator, after
all writes; they are never a stale cache.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

from openpyxl.utils import range_boundaries
from openpyxl.utils.datetime import from_excel
from openpyxl.worksheet.formula import ArrayFormula

from regio_xl.engine import patching
from regio_xl.engine.calculation import Calculation, Change, Value, caches_right
from regio_xl.engine.errors import BookDamaged, FormulaRejected, ValueUnavailable
from regio_xl.engine.file import check_kind, read_source, same_file, write_atomically
from regio_xl.engine.model import Key, Model, address
from regio_xl.engine.package import has_ribbon, mended
from regio_xl.engine.values import ErrorText, as_datetime, complaint, is_formula, to_file

KINDS = {"n": "number", "d": "number", "b": "logical", "e": "error"}
"""The calculator's word for each kind of content; all else is text."""


class Document:
    """A workbook file that is open."""

    def __init__(self, path: Path) -> None:
        self.source = read_source(path)  # as it was last read or saved
        self._now = dt.datetime.now()
        try:
            self._base = mended(self.source.data, path.suffix.lower())
            self.had_ribbon = has_ribbon(self.source.data)
            self.has_ribbon = has_ribbon(self._base)  # and will have when it is saved
            self._calculation: Calculation | None = Calculation(self._base, self._now)
            self.model = Model(self._base)  # values of formulas are not in it
        except Exception as error:  # openpyxl, cellrune and their parsers have no common root
            raise BookDamaged(path.name, f"het is niet te lezen: {error}") from error
        self._style_book = patching.StyleBook(self.model.book)
        self._results: dict[str, dict[Key, Value]] = {}
        self.unknown: str | None = None  # error text for what is not known here; None raises
        self._written: dict[tuple[str, int, int], str] = {}
        self._headers: dict[str, set[Key]] = {}
        self._growths: dict[str, list[patching.Growth]] = {}
        self._restructured = False  # something else than cells changed since the last save
        self._flushed = False  # cells were brought to the calculator since the last save

    @property
    def base(self) -> bytes:
        """Return the package as it was last read or saved, without mistakes of other programs."""
        return self._base

    @property
    def calculation(self) -> Calculation:
        """Return the calculator, opened on the bytes as they were last read or saved."""
        if self._calculation is None:
            self._calculation = Calculation(self._base, self._now)
        return self._calculation

    # Reading

    def result(self, sheet: Any, row: int, column: int) -> Any:
        """Return the value of a formula, calculated after all writes.

        Where it cannot be calculated, the file's own value counts as long as nothing was written.
        """
        known = self._results.get(sheet.title)
        if known is None:
            self.flush()
            self.calculation.calculate()
            keys = self.model.formula_cells(sheet)
            known = self._results[sheet.title] = self.calculation.values(sheet.title, keys)
        value = known[row, column]
        if value["kind"] == "unavailable":
            value = self._fallback(sheet, row, column, value)
        return self._shown(value, sheet._cells.get((row, column)))

    def _fallback(self, sheet: Any, row: int, column: int, value: Value) -> Value:
        where, cell = f"{sheet.title}!{address(row, column)}", (sheet.title, row, column)
        formula = self.formula(sheet, row, column)
        if value["code"] == "calculation.parse_error" and cell in self._written:
            raise FormulaRejected(where, formula, "Excel kan hem niet lezen")
        if not (self._flushed or self._restructured):
            saved = self.calculation.saved_value(sheet.title, address(row, column))
            if saved is not None and saved["kind"] != "unsupported":
                return saved
        if self.unknown is not None:
            return {"kind": "error", "value": self.unknown}
        raise ValueUnavailable(where, formula, value.get("detail") or value["message"])

    def _shown(self, value: Value, cell: Any) -> Any:
        kind = value["kind"]
        if kind == "blank":
            return None
        if kind == "error":
            return ErrorText(value["value"])
        if kind == "number":
            number = float(value["value"])
            if cell is not None and self.model.is_date(cell):
                try:
                    elapsed = self.model.is_elapsed(cell)
                    return as_datetime(from_excel(number, self.model.book.epoch, elapsed))
                except (ValueError, OverflowError):
                    return number
            return number
        return value["value"] if value["value"] != "" else None

    def formula(self, sheet: Any, row: int, column: int) -> str:
        """Return the stored formula of a cell, empty when it has none."""
        key = self.model.spans(sheet).get((row, column), (row, column))
        cell = sheet._cells.get(key)
        value = getattr(cell, "_value", None)
        if isinstance(value, ArrayFormula):
            return "=" + str(value.text).removeprefix("=")
        return str(value) if getattr(cell, "data_type", "") == "f" else ""

    # Writing

    def write(self, sheet: Any, rows: range, columns: range, lines: Sequence[Any]) -> None:
        """Assign values and formulas to cells, as Excel would take them; what is over is left."""
        headers = self._header_cells(sheet)
        for row, line in zip(rows, lines, strict=False):
            for column, given in zip(columns, line, strict=False):
                formula = is_formula(given)
                value = self._stored_formula(sheet, row, column, given) if formula else given
                if (row, column) in headers:
                    if str(value).removeprefix("'") != sheet._cells[row, column].value:
                        raise NotImplementedError("De kop van een tabel wijzigen kan niet.")
                elif self.model.write(sheet, row, column, value):
                    self._results.clear()

    def _stored_formula(self, sheet: Any, row: int, column: int, formula: str) -> str:
        cell = sheet._cells.get((row, column))
        if cell is not None and self.model.number_format(cell) == "@":
            return formula
        reason = complaint(formula)
        if reason is not None:
            raise FormulaRejected(f"{sheet.title}!{address(row, column)}", formula, reason)
        stored = to_file(formula, self.table_name(sheet, row, column))
        self._written[sheet.title, row, column] = stored
        return stored

    def table_name(self, sheet: Any, row: int, column: int) -> str | None:
        """Return the name of the table that a cell lies in, None when in none."""
        for table in sheet.tables.values():
            left, top, right, bottom = range_boundaries(table.ref)
            if top <= row <= bottom and left <= column <= right:
                return str(table.displayName)
        return None

    def _header_cells(self, sheet: Any) -> set[Key]:
        """Return the headers of tables: each is the name of a column too, in formulas as well."""
        if sheet.title not in self._headers:
            self._headers[sheet.title] = {
                (top, column)
                for table in sheet.tables.values()
                if table.headerRowCount != 0
                for left, top, right, _ in [range_boundaries(table.ref)]
                for column in range(left, right + 1)
            }
        return self._headers[sheet.title]

    def flush(self) -> None:
        """Bring all writes to the calculator."""
        edits: list[Change] = []
        for title, keys in self.model.pending.items():
            edits += self._edits(self.model.book[title], keys)
        self.model.pending.clear()
        if edits:
            self._flushed = True
            self.calculation.apply(edits)

    def _edits(self, sheet: Any, keys: Collection[Key]) -> Iterator[Change]:
        for key in keys:
            place = {"sheet": sheet.title, "address": address(*key)}
            content = self.model.content(sheet._cells.get(key))
            if content.kind == "f":
                yield {"kind": "set_formula", **place, "formula": content.value}
            elif content.value is None:
                yield {"kind": "clear_cell", **place}
            else:
                date, kind = content.kind == "d", KINDS.get(content.kind, "text")
                value = self.model.serial(content.value) if date else content.value
                yield {"kind": "set_value", **place, "value": {"kind": kind, "value": value}}

    def resize_table(self, sheet: Any, table: Any, edit: Change, growth: patching.Growth) -> None:
        """Give openpyxl's table other rows, after all writes."""
        self.flush()
        self._results.clear()
        changed = self.calculation.apply([edit])
        self._restructured = True
        left, top, right, _ = range_boundaries(table.ref)
        table.ref = f"{address(top, left)}:{address(growth.new_last, right)}"
        if table.autoFilter is not None:
            table.autoFilter.ref = table.ref
        self._sync(changed)
        if growth.new_last > growth.old_last:
            self._growths.setdefault(sheet.title, []).append(growth)

    def _sync(self, changed: list[dict[str, Any]]) -> None:
        """Take over in the model the formulas that the calculator wrote or rewrote."""
        by_sheet: dict[str, set[str]] = {}
        for cell in changed:
            by_sheet.setdefault(cell["sheet_name"], set()).add(cell["address"])
        for title, addresses in by_sheet.items():
            if title not in self.model.book.sheetnames:
                continue
            sheet = self.model.book[title]
            keys = [range_boundaries(item)[:2] for item in addresses]
            start = address(min(r for _, r in keys), min(c for c, _ in keys))
            end = address(max(r for _, r in keys), max(c for c, _ in keys))
            for cell in self.calculation.cells(title, start, end):
                if cell["address"] in addresses and cell["formula"] is not None:
                    column, row = range_boundaries(cell["address"])[:2]
                    self._take_formula(sheet, row, column, cell["formula"])

    def _take_formula(self, sheet: Any, row: int, column: int, formula: str) -> None:
        found = sheet._cells.get((row, column))
        if found is not None and isinstance(found._value, ArrayFormula):
            found._value.text = formula
            return
        cell = self.model.remember(sheet, row, column)
        cell._value, cell.data_type = formula, "f"

    # Saving

    def save(self, target: Path | None = None) -> None:
        """Save atomically; a workbook that did not change leaves its file byte for byte.

        With another target the workbook goes on under that name.
        """
        path = target or self.source.path
        check_kind(self.source, path)
        data = self._to_bytes()
        if data != self.source.data or not same_file(path, self.source.path):
            self.source = write_atomically(self.source, path, data)

    def _to_bytes(self) -> bytes:
        """Return the package as it would be saved, and go on from there."""
        if not (self._restructured or self.model.changed()) and self._caches_right():
            return self._base
        self.flush()
        self.calculation.calculate()
        self._refuse_bad_formulas()
        self._fit_formulas()
        written = patching.patch(
            self.calculation.to_bytes(), self.model, self._style_book, self._growths
        )
        self.close()
        self._base = written
        self._restructured = self._flushed = False
        self._growths.clear()
        self._written.clear()
        self.model.settle()
        return written

    def _caches_right(self) -> bool:
        sheets = self.model.book.worksheets
        formulas = {sheet.title: self.model.formula_cells(sheet) for sheet in sheets}
        return caches_right(self._base, self._now, formulas)

    def _refuse_bad_formulas(self) -> None:
        for title, row, column in self._written:
            formula = self.formula(self.model.book[title], row, column)
            if not formula:
                continue
            value = self.calculation.values(title, [(row, column)])[row, column]
            if value.get("code") == "calculation.parse_error":
                where = f"{title}!{address(row, column)}"
                raise FormulaRejected(where, formula, "Excel kan hem niet lezen")

    def _fit_formulas(self) -> None:
        """Let rows that were fitted hold what their formulas give, which is known by now."""
        for title, rows in self.model.fitted.items():
            sheet = self.model.book[title]
            keys = [key for key in self.model.formula_cells(sheet) if key[0] in rows]
            values = self.calculation.values(title, keys) if keys else {}
            self.model.fit_formulas(sheet, {key: item.get("value") for key, item in values.items()})

    def close(self) -> None:
        """Release the calculator; nothing is saved."""
        if self._calculation is not None:
            self._calculation.close()
            self._calculation = None
