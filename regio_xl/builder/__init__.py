"""From the declared workbook to a file: ``build`` gives the bytes of a new ``.xlsm``.

Built with XlsxWriter from ``sheets/schema.py``; the same input gives the same bytes.
"""

from regio_xl.builder.book import build, write
from regio_xl.builder.content import example, following, template
from regio_xl.builder.course import EXAMPLE_YEAR, Moment, Tot, moments

__all__ = [
    "EXAMPLE_YEAR",
    "Moment",
    "Tot",
    "build",
    "example",
    "following",
    "moments",
    "template",
    "write",
]
