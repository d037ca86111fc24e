"""The stand-in for the xlwings add-in, with a real Python behind it."""

import sys
from pathlib import Path

from tests.vba.projects import addin, basic

HERE = Path(__file__).parent


def stand_in(folder: Path, *, python: str = sys.executable) -> Path:
    """Write ``xlwings.xlam``.

    Args:
        folder: Where it comes, and where it and Python exchange files.
        python: What its setting for the interpreter says.
    """
    return addin(
        folder / "xlwings.xlam",
        basic("Main.bas"),
        TOLK=python,
        MAP=str(folder),
        KLIK=str(HERE / "klik.py"),
        FUNCTIE=str(HERE / "functie.py"),
    )
