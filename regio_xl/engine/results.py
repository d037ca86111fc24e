"""Values of formulas, read from the calculator, and whether the file already has them right."""

from __future__ import annotations

import datetime as dt
from typing import Any

from regio_xl.engine.calculation import Calculation, Value
from regio_xl.engine.model import Key, Model

_CLOSE = 1e-9  # relative; cached values that differ less are the same value


def read(calculation: Calculation, model: Model, sheet: Any) -> dict[Key, Value]:
    """Read the value of every formula cell of a sheet, in one go."""
    keys = list(model.formula_cells(sheet))
    if not keys:
        return {}
    top, bottom = min(r for r, _ in keys), max(r for r, _ in keys)
    left, right = min(c for _, c in keys), max(c for _, c in keys)
    rows = calculation.values(sheet.title, top, left, bottom, right)
    return {(r, c): rows[r - top][c - left] for r, c in keys}


def caches_right(data: bytes, now: dt.datetime, model: Model) -> bool:
    """Say whether every formula in a package already has its right value beside it.

    A formula that cannot be calculated here counts as right: what the file says may well be.
    """
    sheets = [s for s in model.book.worksheets if any(True for _ in model.formula_cells(s))]
    if not sheets:
        return True
    fresh = Calculation(data, now)
    before = [read(fresh, model, sheet) for sheet in sheets]
    fresh.calculate()
    after = [read(fresh, model, sheet) for sheet in sheets]
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
