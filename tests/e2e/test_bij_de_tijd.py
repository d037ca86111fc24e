"""While the input stays the same nothing is worked out again, also by a new command (U8.1)."""

from pathlib import Path
from typing import Any

import pytest

from regio_xl.cli.files import run_on_file
from regio_xl.steps import STEPS, pakket
from tests.support.edit import typed

STEPS_THAT_DIVIDE = ("toewijzen", "voorstel", "selectie", "evaluatie", "bijwerken")


def run(path: Path, step: str) -> Any:
    return run_on_file(step, STEPS[step].run, path, None)[0]


@pytest.fixture
def worked_out(monkeypatch: pytest.MonkeyPatch, nothing_known: None) -> list[str]:
    """Return a list in which all that is worked out is counted."""
    done: list[str] = []
    for name in ("make_plan", "consequences"):
        real = getattr(pakket, name)

        def counted(*args: Any, _real: Any = real, _name: str = name, **more: Any) -> Any:
            done.append(_name)
            return _real(*args, **more)

        monkeypatch.setattr(pakket, name, counted)
    return done


def test_u8_1_a_new_command_works_nothing_out_again_and_gives_the_same(
    made, tmp_path: Path, worked_out: list[str]
) -> None:
    path = made.copy("voorbeeld", tmp_path / "jaar.xlsm")
    first = {step: run(path, step).data for step in ("toewijzen", "bijwerken")}
    assert worked_out.count("consequences") == 1
    worked_out.clear()
    for step in STEPS_THAT_DIVIDE:
        again = run(path, step).data
        if step in first:
            assert again == first[step]
    assert worked_out == []


def test_u8_1_other_input_is_worked_out(made, tmp_path: Path, worked_out: list[str]) -> None:
    path = made.copy("voorbeeld", tmp_path / "jaar.xlsm")
    typed(path, {("Stemming", f"C{row}"): None for row in range(24, 51)})
    typed(path, {("AOO", f"C{row}"): None for row in range(16, 43)})
    run(path, "toewijzen")
    worked_out.clear()
    typed(path, {("Voorstellen", "G7"): 331.0})
    run(path, "bijwerken")
    assert "consequences" in worked_out
