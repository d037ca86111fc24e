"""Four times the proposals take about four times the work, counted in lines, not in seconds."""

import runpy
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType, SimpleNamespace
from typing import Any

import pytest

from regio_xl.allocation import whatif
from regio_xl.domain import Fase, Jaar
from regio_xl.sheets.dossier import read_dossier
from regio_xl.steps import STEPS

maak = SimpleNamespace(**runpy.run_path(str(Path(__file__).parents[1] / "sheets" / "maak.py")))

FEW = 100


def year(number: int) -> Jaar:
    """Make a year of ``number`` proposals, half of them with mistakes, in one partnership."""
    codes = [f"G{code}" for code in range(27)]
    rows = [
        {
            "Nr": nr,
            "Indiener": "ODU" if nr % 2 else f"XX{nr % 7}",
            "Herkomst": "intern" if nr % 2 else "extern",
            "Soort": ("doorlopend", "nieuw", "nieuw")[nr % 3],
            "Uren": 1 + nr % 90 if nr % 2 else "veel",
            "Samenwerkingsverband": "Groot" if nr % 3 else "",
        }
        for nr in range(1, number + 1)
    ]
    return maak.jaar(
        deelnemers=[{"Code": code} for code in codes],
        voorstellen=rows,
        belang=[{"Nr": row["Nr"], **dict.fromkeys(codes, 1)} for row in rows],
        fase=Fase.BESLUIT.value,
    )


def lines_run(work: Callable[[Jaar], object], snapshot: Jaar) -> int:
    """Count the lines of Python that ``work`` runs, each turn of a loop anew."""
    found = 0

    def watch(_frame: FrameType, event: str, _arg: object) -> Any:
        nonlocal found
        found += event == "line"
        return watch

    before = sys.gettrace()
    sys.settrace(watch)
    try:
        work(snapshot)
    finally:
        sys.settrace(before)
    return found


@pytest.mark.parametrize("name", ["read_dossier", *STEPS])
def test_work_grows_in_proportion_to_the_number_of_proposals(
    name: str, monkeypatch: pytest.MonkeyPatch, nothing_known: None
) -> None:
    # How often a package is made again has a limit of its own (tests/allocation/test_whatif.py).
    monkeypatch.setattr(whatif, "CPU_SECONDS", 0.0)
    work = read_dossier if name == "read_dossier" else STEPS[name].run
    work(year(FEW))  # what is kept between runs is there before the count begins
    few, many = lines_run(work, year(FEW)), lines_run(work, year(4 * FEW))
    # What a run does once makes it less than four times, sorting makes it a trifle more; a loop
    # within a loop makes it much more.
    assert many <= 4.1 * few
