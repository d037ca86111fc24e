"""What the tests let LibreOffice do, in short."""

from pathlib import Path
from typing import Any

from tests.vba.office import Action
from tests.vba.projects import VBA, basic

BOOK, ADDIN = "book", "addin"


def opened(file: Path, book: str = BOOK) -> Action:
    return {"do": "open", "book": book, "file": str(file)}


def call(macro: str, *args: Any, book: str = BOOK) -> Action:
    return {"do": "call", "book": book, "macro": macro, "args": args}


def get(cells: str, book: str = BOOK) -> Action:
    return {"do": "get", "book": book, "cells": cells}


def values(*areas: str, book: str = BOOK) -> Action:
    return {"do": "values", "book": book, "areas": areas}


def typed(cells: str, value: Any, book: str = BOOK) -> Action:
    return {"do": "set", "book": book, "cells": cells, "value": value}


def filled(cells: str, rows: list[list[Any]], book: str = BOOK) -> Action:
    return {"do": "fill", "book": book, "cells": cells, "rows": rows}


def module(name: str, *, kind: str = "standard", book: str = BOOK) -> Action:
    """Add a module of the tests to an open document."""
    source = VBA + basic(f"{name}.bas")
    return {"do": "module", "book": book, "name": name, "source": source, "kind": kind}


PROBES = (module("NepLint", kind="class"), module("Proef"))
"""The modules that call our callbacks as Excel does."""
