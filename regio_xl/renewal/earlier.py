"""What earlier versions put in a workbook that this one does not: formulas, texts and columns.

With it a cell that still holds a formula of ours is told from one that people changed. The list is
made from the workbooks of earlier versions in ``tests/fixtures/versions``; a test says when
something is missing from it, and ``python -m tests.fixtures.versions`` writes it anew.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from regio_xl.renewal.cells import translated

FILE = "earlier.toml"


@cache
def formulas() -> Mapping[str, frozenset[str]]:
    """Return earlier formulas, as ``relative`` gives them, by cell name or ``table[header]``."""
    return {key: frozenset(found) for key, found in _read("formulas").items()}


@cache
def texts() -> Mapping[str, frozenset[str]]:
    """Return earlier texts at the head of a sheet and beside labelled cells, by ``text_key``."""
    return {key: frozenset(found) for key, found in _read("texts").items()}


def text_key(sheet: str, row: int) -> str:
    """Return what identifies a text at the head of a sheet."""
    return f"{sheet}!A{row}"


@cache
def headers() -> Mapping[str, frozenset[str]]:
    """Return headers of columns that a table of ours had, and has no more, by table."""
    return {key: frozenset(found) for key, found in _read("columns").items()}


def _read(section: str) -> dict[str, list[str]]:
    text = files("regio_xl.renewal").joinpath(FILE).read_text(encoding="utf-8")
    found: dict[str, list[str]] = tomllib.loads(text)[section]
    return found


def relative(formula: str, row: int) -> str:
    """Return a formula as compared: references to rows count from its own, spaces are left out.

    >>> relative('=COUNTIF(tblA[B], A6)', 8) == relative('COUNTIF(tblA[B],A10)', 12)
    True
    """
    text = translated(formula.removeprefix("="), lambda found: 1_000_000 + found - row)
    pieces = re.split(r'("[^"]*"|\[(?:[^\[\]]|\[[^\]]*\])*\])', text)
    return "".join(
        piece if at % 2 else re.sub(r"\s+", "", piece).upper() for at, piece in enumerate(pieces)
    )
