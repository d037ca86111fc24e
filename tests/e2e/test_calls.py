"""A step is a fixed number of calls into the host, whatever the number of proposals."""

from pathlib import Path

import pytest

from benchmarks.calls import calls
from benchmarks.data import with_proposals
from regio_xl.builder import write
from regio_xl.steps import STEPS

FEW, MANY = 6, 60


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    folder = tmp_path_factory.mktemp("aanroepen")
    found = {count: folder / f"{count}.xlsm" for count in (FEW, MANY)}
    for count, path in found.items():
        write(path, with_proposals(count))
    return found


@pytest.mark.parametrize("step", STEPS)
def test_ten_times_the_proposals_take_the_same_number_of_calls(
    step: str, files: dict[int, Path]
) -> None:
    assert calls(step, files[FEW]) == calls(step, files[MANY])
