"""``python -m regio_xl.builder FILE``: make what is built and kept in the project.

Where the sources of the macros stand beside FILE (``vba/``), they are compiled first, and the
ribbon is written out to be read (``ribbon/``). The compiled project is kept with this package.
"""

import sys
from pathlib import Path

from regio_xl.builder import macros, template, write
from regio_xl.builder.book import ribbon_xml

FIRST_YEAR = 2026

if __name__ == "__main__":
    target = Path(sys.argv[1])
    sources = target.parent / "vba"
    if sources.is_dir():
        macros.renew(sources)
        (target.parent / "ribbon" / "customUI14.xml").write_bytes(ribbon_xml())
    write(target, template(FIRST_YEAR))
