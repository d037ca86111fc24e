"""An xlwings engine for plain .xlsx and .xlsm files, without Excel.

The same ``xw.Book`` code that drives Excel runs on a file:

    from regio_xl.engine import opened

    with opened(Path("Regionale_Opdrachten.xlsm")) as book:
        book.sheets["Deelnemers"]["A1"].value = "Code"
        book.save()

Nothing is saved unless ``book.save()`` is called. The engine is never made the active one: a live
Excel may be attached. Errors have a Dutch message; see ``regio_xl.engine.errors``.

This file holds the public face only; openpyxl and cellrune are imported when a book is opened.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from regio_xl.engine.errors import EngineError

if TYPE_CHECKING:
    import xlwings as xw

__all__ = ["EngineError", "opened", "register"]

NAME = "openpyxl"


def register() -> xw.Engine:
    """Register the engine with xlwings as ``xw.engines["openpyxl"]``, and return it."""
    import xlwings as xw  # noqa: PLC0415 - xlwings takes a third of a second to import

    from regio_xl.engine.book import Engine  # noqa: PLC0415

    if NAME not in xw.engines.engines_by_name:
        xw.engines.add(xw.Engine(impl=Engine()))
    return xw.engines[NAME]


@contextmanager
def opened(path: Path | str, *, unknown: str | None = None) -> Iterator[xw.Book]:
    """Open an .xlsx or .xlsm file for the length of a ``with`` block; nothing is saved by itself.

    Args:
        path: The file.
        unknown: Error text that a formula gives when its value cannot be calculated here and
            the file's own may be out of date; None raises ``ValueUnavailable`` then.

    Raises:
        OpenError: The file cannot be opened; it is left untouched.
    """
    from regio_xl.engine.file import read_source  # noqa: PLC0415

    path = Path(path)
    if not path.exists() or path.is_dir():  # xlwings would answer in English
        read_source(path)
    app = register().apps.add(add_book=False)
    try:
        book = app.books.open(path)
        book.impl.document.unknown = unknown
        yield book
    finally:
        app.quit()
