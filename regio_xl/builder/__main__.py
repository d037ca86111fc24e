"""``python -m regio_xl.builder FILE``: build the empty workbook that is kept in the project."""

import sys
from pathlib import Path

from regio_xl.builder import template, write

FIRST_YEAR = 2026

if __name__ == "__main__":
    write(Path(sys.argv[1]), template(FIRST_YEAR))
