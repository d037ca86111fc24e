"""A step that fails halfway leaves the open workbook as it was, wherever it fails."""

from pathlib import Path

import pytest
import xlwings as xw

from regio_xl.domain import Jaar, Uitkomst
from regio_xl.engine import opened
from regio_xl.excel.click import click
from regio_xl.steps import STEPS
from regio_xl.workbook import undo, writer
from tests.excel.test_click import WRITING, everything


class Broken(Exception):
    pass


def fail_after(monkeypatch: pytest.MonkeyPatch, count: int) -> list[str]:
    """Let the write with number ``count`` happen and then fail; return the writes so far."""
    done: list[str] = []
    for name in ("_block", "_resize", "_fit"):
        real = getattr(writer.Writing, name)

        def step(self, *args, _real=real, _name=name):
            _real(self, *args)
            done.append(_name)
            if len(done) == count:
                raise Broken

        monkeypatch.setattr(writer.Writing, name, step)
    return done


def number_of_writes(name: str, book: xw.Book) -> int:
    with pytest.MonkeyPatch.context() as patch:
        done = fail_after(patch, 0)
        click(name, book)
    return len(done)


def work_out_once(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a step show what it worked out before, for a workbook that stays as it was."""
    step, done = STEPS[name], []

    def run(jaar: Jaar) -> Uitkomst:
        done.append(done[0] if done else step.run(jaar))
        return done[0]

    monkeypatch.setitem(STEPS, name, step.model_copy(update={"run": run}))


@pytest.mark.slow
@pytest.mark.parametrize("name", WRITING)
def test_the_workbook_is_as_it_was_wherever_a_write_fails(
    name: str, book: xw.Book, example: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work_out_once(name, monkeypatch)
    before = everything(book)
    with opened(example, unknown="#ONBEKEND!") as other:
        writes = number_of_writes(name, other)
    assert writes > 3
    for count in range(1, writes + 1):
        with pytest.MonkeyPatch.context() as patch:
            fail_after(patch, count)
            klik = click(name, book)
        assert not klik.ok
        assert "De werkmap is niet veranderd." in klik.message
        assert everything(book) == before, f"after write {count} of {writes}"


def test_what_people_typed_comes_back_as_they_typed_it(book: xw.Book, monkeypatch) -> None:
    """Text that looks like a number, a formula, a date and a note under a table."""
    click("bijwerken", book)
    sheet = book.sheets["Evaluatie"]
    table = sheet.tables["tblEvaluatie"].range
    below = table.row + table.shape[0]
    sheet.range((below + 1, 1)).value = [["'00123", "=1+1", "'=niet rekenen", "'1-2"]]
    sheet.range((table.row + 1, 9)).value = "=2*21"
    book.sheets["Deelnemers"].range("D8").value = 4000  # so that there is something to write
    book.sheets["Voorstellen"].range("G8").value = 1
    before = everything(book)
    fail_after(monkeypatch, 12)
    assert not click("bijwerken", book).ok
    assert everything(book) == before


def test_an_undo_that_fails_too_says_what_to_do(book: xw.Book, monkeypatch) -> None:
    fail_after(monkeypatch, 5)
    before = everything(book)
    real, tried = undo.put, []

    def fail_once(*args, **options) -> None:
        tried.append(args)
        if len(tried) == 1:
            raise OSError("weg")
        real(*args, **options)

    monkeypatch.setattr(undo, "put", fail_once)
    message = click("bijwerken", book).message
    assert "kan half bijgewerkt zijn: sluit hem zonder op te slaan" in message
    assert "niet veranderd" not in message
    assert len(tried) > 1, "what fails does not keep the rest from coming back"
    different = [name for name, cells in everything(book).items() if cells != before[name]]
    # The formulas on Controle see that Voorstel was left with other hours.
    assert different == ["Controle", "Voorstel"]


def test_a_run_that_succeeds_puts_nothing_back(book: xw.Book) -> None:
    before = everything(book)
    assert click("bijwerken", book).changed
    assert everything(book) != before
    assert not click("bijwerken", book).changed


def test_every_writing_step_is_tried() -> None:
    assert set(WRITING) == {name for name, step in STEPS.items() if not step.read_only}
