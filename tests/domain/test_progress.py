"""What a step says while it works reaches who listens, and not too often."""

from datetime import datetime

import pytest

from regio_xl.builder import example, write
from regio_xl.domain.progress import heard_by, tell, tell_part
from regio_xl.engine import opened
from regio_xl.steps import STEPS
from regio_xl.workbook.flow import run


def test_who_listens_hears_it_and_nobody_need_listen():
    tell("rekenen")
    heard: list[str] = []
    with heard_by(heard.append):
        tell("rekenen")
    tell("rekenen")
    assert heard == ["rekenen"]


@pytest.mark.parametrize("total", [1, 7, 10, 29, 60, 240])
def test_however_much_there_is_to_do_it_is_told_at_most_ten_times_and_to_the_end(total):
    heard: list[str] = []
    with heard_by(heard.append):
        for done in range(1, total + 1):
            tell_part("redenen", done, total)
    assert len(heard) == min(total, 10)
    assert heard[-1] == f"redenen, {total} van {total}"


def test_a_step_tells_how_far_the_reasons_are(tmp_path, nothing_known):
    path = tmp_path / "jaar.xlsm"
    write(path, example(2026))
    heard: list[str] = []
    with opened(path, unknown="#ONBEKEND!") as book:
        step = STEPS["toewijzen"]
        now = datetime(2026, 1, 5, 9, 0)
        run(book, step.name, step.run, now=now, user="", report=heard.append)
    assert [heard[0], heard[1], heard[-1]] == ["lezen", "rekenen", "schrijven"]
    told = heard[2:-1]
    assert 1 < len(told) <= 10
    assert all(line.startswith("redenen uitrekenen, ") for line in told)
    done, total = told[-1].removeprefix("redenen uitrekenen, ").split(" van ")
    assert done == total
