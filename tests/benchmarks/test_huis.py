"""What a value passes on its way stays short (ADR 9)."""

from pathlib import Path

from benchmarks import huis

FILES = 84
ROOMS = 25


def test_bijwerken_and_the_hours_of_a_proposal_stay_in_few_files(tmp_path: Path) -> None:
    ran, route = huis.walk(tmp_path / "jaar.xlsm")
    entered = set(route)
    assert {"allocation/plan.py", "steps/selectie.py", "workbook/merge.py"} <= entered
    assert len(entered) <= ROOMS, sorted(entered)
    assert len(ran) <= FILES, sorted(ran)
