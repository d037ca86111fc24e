"""Weights of a third and a bonus of many decimals: every dividing step gives its package."""

from pathlib import Path

import openpyxl
import pytest

from regio_xl.cli.commands import main
from regio_xl.cli.files import run_on_file
from regio_xl.domain import Bevinding, Ernst, Uitkomst
from regio_xl.steps import STEPS
from tests.support.edit import typed
from tests.support.made import Made

VALUES = {
    "gewicht_toegevoegde_waarde": 1 / 3,
    "gewicht_relevantie": 1 / 3,
    "gewicht_draagvlak": 1 / 3,
    "uh_bonus_direct": 0.523456789,
}
DIVIDING = ["toewijzen", "selectie", "bijwerken", "stemming"]


@pytest.fixture(scope="module")
def short(made: Made, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made.copy("voorbeeld", tmp_path_factory.mktemp("gewichten") / "voorbeeld.xlsm")


@pytest.fixture(scope="module")
def long(short: Path) -> Path:
    path = short.with_name("derden.xlsm")
    path.write_bytes(short.read_bytes())
    rows = {cell.value: cell.row for cell in openpyxl.load_workbook(path)["Kader"]["A"]}
    typed(path, {("Kader", f"C{rows[code]}"): value for code, value in VALUES.items()})
    return path


def run(path: Path, step: str) -> Uitkomst:
    return run_on_file(step, STEPS[step].run, path, None)[0]


def about(found: Uitkomst) -> list[Bevinding]:
    return [item for item in found.bevindingen if "6 cijfers achter de komma" in item.melding]


def errors(found: Uitkomst) -> list[Bevinding]:
    return [item for item in found.bevindingen if item.ernst is Ernst.FOUT]


@pytest.mark.parametrize("step", [*DIVIDING, "valideren"])
def test_f3_1_thirds_divide_the_hours_say_what_counts_and_are_no_error(
    short: Path, long: Path, step: str
) -> None:
    found = run(long, step)
    assert [(item.ernst, item.blad) for item in about(found)] == [
        (Ernst.WAARSCHUWING, "Kader")
    ] * len(VALUES)
    # The example holds flawed proposals on purpose; the weights add no error to those.
    assert errors(found) == errors(run(short, step))


def test_f3_1_f3_2_every_scenario_is_divided_with_thirds_and_a_long_bonus(long: Path) -> None:
    scenarios = run(long, "toewijzen").data["scenarios"]
    assert [bool(item["pakket"]) for item in scenarios] == [True] * 4


def test_f3_1_the_command_leaves_with_the_code_of_findings_not_of_a_failure(long: Path) -> None:
    with pytest.raises(SystemExit) as left:
        main(["toewijzen", str(long)])
    assert left.value.code == 1
