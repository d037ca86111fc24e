"""From cells of the model to edits for the calculator. Makes records; applies nothing."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from regio_xl.engine.calculation import Change, Value
from regio_xl.engine.model import Key, Model, address
from regio_xl.engine.values import Content


def of_cells(model: Model, sheet: Any, keys: Collection[Key], headers: list[Key]) -> list[Change]:
    """Make the edits that bring cells to the calculator.

    Args:
        model: Where the cells are.
        sheet: Their sheet.
        keys: The cells, in the order in which they were last written.
        headers: Those of them that are headers of a table.
    """
    changes = [_of_cell(model, sheet, key) for key in keys]
    return [*_free_names(sheet.title, headers), *changes] if len(headers) > 1 else changes


def _free_names(sheet: str, headers: list[Key]) -> list[Change]:
    # Headers may swap names, but a table may never have two columns with one name, not even
    # between two edits: so all of them first get a name that nobody uses.
    return [
        _set_value(sheet, key, {"kind": "text", "value": f"\u2060{index}\u2060"})
        for index, key in enumerate(headers)
    ]


def _of_cell(model: Model, sheet: Any, key: Key) -> Change:
    content = model.content(sheet._cells.get(key))
    place = {"sheet": sheet.title, "address": address(*key)}
    if content.kind == "f":
        return {"kind": "set_formula", **place, "formula": content.value}
    if content.value is None:
        return {"kind": "clear_cell", **place}
    return _set_value(sheet.title, key, _literal(model, content))


def _literal(model: Model, content: Content) -> Value:
    if content.kind == "d":
        return {"kind": "number", "value": model.serial(content.value)}
    kinds = {"n": "number", "b": "logical", "e": "error"}
    return {"kind": kinds.get(content.kind, "text"), "value": content.value}


def _set_value(sheet: str, key: Key, value: Value) -> Change:
    return {"kind": "set_value", "sheet": sheet, "address": address(*key), "value": value}
