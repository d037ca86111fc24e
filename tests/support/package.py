"""Our own check of a workbook file: what makes Excel repair it and openxml-audit misses.

``problems`` returns one sentence per problem; no sentences means that nothing was found.
"""

from pathlib import Path

from tests.support import check_cells, check_formulas, check_layout, check_parts, check_tables
from tests.support.parts import Package

CHECKS = (
    check_parts.find,
    check_layout.find,
    check_cells.find,
    check_tables.find,
    check_formulas.find,
)


def problems(source: Path | bytes, extension: str | None = None) -> list[str]:
    """Return what is wrong with a workbook file.

    Args:
        source: The file or its bytes.
        extension: Extension to judge the content type by; taken from the path by default.
    """
    package = Package(source, extension)
    return [sentence for check in CHECKS for sentence in check(package)]
