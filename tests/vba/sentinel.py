"""Whether our modules run at all: LibreOffice answers 0 or "" for a module that it cannot read."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.vba.actions import PROBES, call, get, opened, typed
from tests.vba.office import ActionFailed, Hangs
from tests.vba.projects import MODULES

SENTINEL = (
    "De invoegtoepassing xlwings is niet geladen, dus de stap is niet uitgevoerd. "
    "Voer in een opdrachtvenster 'regio-xl installeren' uit en start Excel opnieuw. "
    "Mag de invoegtoepassing niet van uw organisatie? Gebruik dan 'regio-xl valideren --excel'."
)
"""What a click says where the add-in is missing, as it is here."""

NOT_AVAILABLE = "Error 2042"
"""How LibreOffice shows ``CVErr(2042)``, Excel's #N/A, in a cell."""


def wrong(run: Callable[..., list[Any]], file: Path) -> set[str]:
    """Run something of every module in a workbook, where no add-in is loaded.

    Args:
        run: ``office``, or ``office.once`` for a workbook that may make LibreOffice crash.
        file: The workbook.

    Returns:
        File names of the modules that did not answer as they must.
    """
    try:
        result = run(
            opened(file),
            *PROBES,
            get("knop_valideren_uitleg"),
            typed("Start!Z1", "=REGIO_BIJDRAGE(1000)"),
            call("RegioPython.RegioAanroep", "valideren"),
            call("RegioLint.RegioKnopUitleg", "valideren"),
            get("Start!Z1"),
            call("Proef.LintGeladen"),
            call("Proef.NaWijzigingOp", "Kader"),
            timeout=20,
        )
    except (ActionFailed, Hangs):
        return {*MODULES}
    help_text = result[len(PROBES) + 1][0][0]
    message, shown, cell, before, after = result[-5:]
    answers = {
        "RegioPython.bas": message == SENTINEL,
        "RegioLint.bas": shown == help_text != "",
        # The wrapper is in one, what it calls in the other.
        "RegioFuncties.bas": cell == [[NOT_AVAILABLE]],
        "xlwings_udfs.bas": cell == [[NOT_AVAILABLE]],
        "ThisWorkbook.cls": (before, after) == (0, 1),
    }
    assert set(answers) == set(MODULES), "a module without a sentinel: give it one"
    return {name for name, right in answers.items() if not right}
