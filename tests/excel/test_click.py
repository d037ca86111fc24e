"""A click as the user has it: what is asked, what is shown, and where it leaves the workbook."""

from datetime import datetime
from pathlib import Path

import pytest
import xlwings as xw
from openpyxl import Workbook

from regio_xl import ribbon
from regio_xl.domain import Jaar, Uitkomst
from regio_xl.engine import opened
from regio_xl.excel import click as clicking
from regio_xl.excel import failure, host
from regio_xl.excel.click import click, one_at_a_time
from regio_xl.excel.host import Protection
from regio_xl.sheets import buttons, schema
from regio_xl.sheets.buttons import BUTTONS
from regio_xl.steps import STEPS
from regio_xl.workbook import writer
from regio_xl.workbook.flow import run
from tests.excel.conftest import UNKNOWN

WRITING = [name for name, step in STEPS.items() if not step.read_only]
MOMENT = datetime(2026, 1, 5, 9, 0)


def everything(book: xw.Book) -> dict[str, object]:
    """Return value and formula of each filled cell, and the places of the tables."""
    found: dict[str, object] = {}
    for sheet in book.sheets:
        area = sheet.used_range
        found[sheet.name] = {
            (row, col): (value, text)
            for row, (values, texts) in enumerate(zip(area.value, area.formula, strict=True))
            for col, (value, text) in enumerate(zip(values, texts, strict=True))
            if value is not None or text
        }
        found[f"{sheet.name} tables"] = {item.name: item.range.address for item in sheet.tables}
    return found


def alerts(book: xw.Book) -> list[tuple[str, str | None]]:
    return book.app.impl.alerts


@pytest.mark.parametrize("button", BUTTONS, ids=lambda button: button.step)
def test_every_button_runs_its_step_on_any_book(button, book: xw.Book) -> None:
    klik = getattr(ribbon, button.tag)(book)
    assert klik.ok
    assert klik.name == button.step
    assert klik.changed is not STEPS[button.step].read_only
    assert klik.uitkomst is not None


@pytest.mark.parametrize("name", WRITING)
def test_a_click_writes_what_the_command_writes(name: str, book: xw.Book, example: Path) -> None:
    click(name, book)
    with opened(example, unknown=UNKNOWN) as other:
        run(other, name, STEPS[name].run, now=MOMENT, user="")
        theirs, ours = everything(other), everything(book)
    sheets = (
        spec.name for spec in schema.sheets(()) if spec.receipt and spec.name != "Vastlegging"
    )
    for log in ("Logboek", "Financien", *sheets):
        # Receipts and the log tell the moment and the person, which differ.
        theirs.pop(log), ours.pop(log)
    for cell in ((2, 0), (6, 1)):  # the receipt of Vastlegging, and when the hours were divided
        theirs["Vastlegging"].pop(cell, None), ours["Vastlegging"].pop(cell, None)
    for row in range(11, 17):  # where each step of the timeline stands follows the day
        for col in (9, 10):
            theirs["Kader"].pop((row, col), None), ours["Kader"].pop((row, col), None)
    assert ours == theirs


def test_errors_lead_to_controle_only_when_the_user_says_so(book: xw.Book, monkeypatch) -> None:
    assert click("valideren", book).jump == "Controle"
    ((question, title),) = alerts(book)
    assert title == "Regionale opdrachten"
    assert "8 fouten" in question
    assert question.endswith("Naar blad Controle gaan?")
    monkeypatch.setattr(type(book.app.impl), "alert", lambda *_: "no")
    assert click("valideren", book).jump == ""


def test_without_errors_there_is_no_dialog(book: xw.Book, monkeypatch) -> None:
    step = STEPS["valideren"]
    clean = step.model_copy(
        update={"run": lambda jaar: step.run(jaar).model_copy(update={"bevindingen": ()})}
    )
    monkeypatch.setitem(STEPS, "valideren", clean)
    assert click("valideren", book).ok
    assert alerts(book) == []


def test_totals_never_ask_anything_and_write_nothing(book: xw.Book) -> None:
    before = everything(book)
    klik = click("totalen", book)
    assert (klik.ok, klik.changed, alerts(book)) == (True, False, [])
    assert everything(book) == before
    assert book.app.status_bar.startswith("Totalen klaar. Beschikbaar: 7.105 uur")


def test_the_status_bar_follows_the_work_and_ends_with_the_result(
    book: xw.Book, monkeypatch
) -> None:
    shown: list[object] = []
    monkeypatch.setattr(
        type(book.app.impl),
        "status_bar",
        property(lambda _: False, lambda _, text: shown.append(text)),
    )
    click("valideren", book)
    *work, last = shown
    assert work == ["Valideren: lezen …", "Valideren: rekenen …", "Valideren: schrijven …"]
    assert str(last).startswith("Valideren klaar. Gecontroleerd: 36 voorstellen")


@pytest.mark.parametrize("name", STEPS)
def test_the_status_text_fits_the_status_bar(name: str, book: xw.Book) -> None:
    click(name, book)
    assert 0 < len(book.app.status_bar) <= 255


@pytest.mark.parametrize("fails", [False, True])
def test_screen_updating_is_off_during_the_write_and_on_after_it(
    fails: bool, book: xw.Book, monkeypatch
) -> None:
    during: list[bool] = []
    real = writer.Writing._block

    def block(self, *args):
        during.append(book.app.screen_updating)
        if fails:
            raise RuntimeError("stuk")
        return real(self, *args)

    monkeypatch.setattr(writer.Writing, "_block", block)
    place = (book.sheets.active.name, book.app.calculation)
    for before in (True, False):
        book.app.screen_updating = before
        assert click("bijwerken", book).ok is not fails
        assert book.app.screen_updating is True
    assert during
    assert not any(during)
    assert (book.sheets.active.name, book.app.calculation) == place


def test_a_failure_is_one_dutch_sentence_with_the_place_of_the_record(
    book: xw.Book, log: Path, monkeypatch
) -> None:
    before = everything(book)
    broken = STEPS["valideren"].model_copy(update={"run": lambda _: {}["weg"]})
    monkeypatch.setitem(STEPS, "valideren", broken)
    klik = click("valideren", book)
    assert not klik.ok
    assert klik.log == log
    assert klik.message == (
        "Valideren is niet gelukt door een fout die niet had mogen gebeuren (KeyError). "
        f"De werkmap is niet veranderd. Het volledige verslag staat in {log}; stuur dat naar het "
        "accountteam."
    )
    assert alerts(book) == [(klik.message, "Regionale opdrachten")]
    assert everything(book) == before
    assert book.app.status_bar is False
    record = log.read_text("utf-8")
    assert "stap valideren · regio-xl " in record
    assert "Traceback" in record
    assert "KeyError: 'weg'" in record


def test_a_log_that_cannot_be_written_is_no_second_failure(
    book: xw.Book, tmp_path: Path, monkeypatch
) -> None:
    (tmp_path / "bestand").write_text("")
    monkeypatch.setattr(failure, "log_file", lambda: tmp_path / "bestand" / "regio-xl.log")
    broken = STEPS["valideren"].model_copy(update={"run": lambda _: {}["weg"]})
    monkeypatch.setitem(STEPS, "valideren", broken)
    klik = click("valideren", book)
    assert klik.log is None
    assert "De werkmap is niet veranderd. De fout: 'weg'; stuur dat" in klik.message


def test_a_log_that_is_large_makes_way_for_a_new_one(book: xw.Book, log: Path, monkeypatch) -> None:
    log.parent.mkdir(parents=True)
    log.write_text("x" * 1_000_001)
    broken = STEPS["valideren"].model_copy(update={"run": lambda _: {}["weg"]})
    monkeypatch.setitem(STEPS, "valideren", broken)
    click("valideren", book)
    assert log.with_suffix(".oud.log").stat().st_size == 1_000_001
    assert log.stat().st_size < 100_000


def test_a_workbook_that_is_not_ours_gets_its_own_sentence(tmp_path: Path) -> None:
    Workbook().save(tmp_path / "lijst.xlsx")
    with opened(tmp_path / "lijst.xlsx") as other:
        klik = click("valideren", other)
    assert klik.message.startswith(
        "Valideren is niet uitgevoerd. lijst.xlsx is geen werkmap van regio-xl"
    )
    assert klik.message.endswith("De werkmap is niet veranderd.")


def test_excel_that_is_busy_is_told_from_a_fault(book: xw.Book, monkeypatch) -> None:
    # pywintypes.com_error, as in xlwings' own notes on a cell that is being edited
    class ComError(Exception):
        hresult = -2147352567
        excepinfo = (0, None, None, None, 0, -2146777998)

    def refuse(_: object) -> None:
        raise ComError

    monkeypatch.setitem(STEPS, "valideren", STEPS["valideren"].model_copy(update={"run": refuse}))
    assert (
        "Excel was bezig. Maak de cel of het venster dat open staat af"
        in click("valideren", book).message
    )


def test_without_dialogs_the_caller_tells(book: xw.Book) -> None:
    klik = click("valideren", book, ask=False)
    assert klik.ok
    assert alerts(book) == []
    assert book.app.status_bar is False


def test_a_second_step_waits_for_the_first_to_end(book: xw.Book) -> None:
    before = everything(book)
    with one_at_a_time():
        klik = click("valideren", book)
    assert not klik.ok
    assert klik.message == (
        "Valideren is niet uitgevoerd. Er loopt nog een stap. Wacht tot die klaar is en probeer "
        "het opnieuw. De werkmap is niet veranderd."
    )
    assert everything(book) == before
    assert click("valideren", book).ok


def test_without_a_folder_of_ones_own_a_step_still_runs(book: xw.Book, monkeypatch) -> None:
    monkeypatch.setattr(clicking, "copies", lambda: None)
    assert click("valideren", book).ok


def test_a_controle_that_was_renamed_does_not_undo_the_work(
    book: xw.Book, log: Path, monkeypatch
) -> None:
    def refuse(*_: object) -> None:
        raise KeyError("Controle")

    monkeypatch.setattr(host, "activate", refuse)
    klik = click("valideren", book)
    assert (klik.ok, klik.jump) == (True, "")
    assert "naar Controle" in log.read_text("utf-8")


def test_where_the_status_bar_is_cleared_totals_are_shown_in_a_dialog(
    book: xw.Book, monkeypatch
) -> None:
    monkeypatch.setattr(host, "keeps_status", lambda _: False)
    klik = click("totalen", book)
    assert alerts(book) == [(klik.message, "Regionale opdrachten")]


def test_a_sheet_that_stays_open_is_told_after_a_step_that_succeeded(
    book: xw.Book, log: Path, monkeypatch
) -> None:
    def lift(self: Protection, sheet: xw.Sheet) -> None:
        self._back.append((sheet.name, lambda: {}["weg"]))

    monkeypatch.setattr(Protection, "lift", lift)
    klik = click("valideren", book)
    assert klik.ok
    assert klik.warning.startswith("Let op: de beveiliging van de bladen Controle")
    assert klik.warning in alerts(book)[0][0]
    assert "blad Controle beveiligen" in log.read_text("utf-8")


def test_what_stayed_open_before_the_question_is_told_after_the_yes(
    book: xw.Book, log: Path, monkeypatch
) -> None:
    def lift(self: Protection, sheet: xw.Sheet) -> None:
        if not shown:  # only the first run leaves a sheet open, and only the first run writes
            self._back.append((sheet.name, lambda: {}["weg"]))

    def again(jaar: Jaar) -> Uitkomst:
        shown.append(step.name)
        return step.run(jaar)

    def ask(jaar: Jaar) -> Uitkomst:
        return step.run(jaar).model_copy(update={"vraag": "Toch doen?"})

    shown: list[str] = []
    step = STEPS["valideren"]
    asking = step.model_copy(update={"run": ask, "opnieuw": again})
    monkeypatch.setattr(Protection, "lift", lift)
    monkeypatch.setitem(STEPS, "valideren", asking)
    klik = click("valideren", book)
    assert (klik.ok, shown) == (True, ["valideren"])
    assert klik.warning.startswith("Let op: de beveiliging van de bladen Controle")
    assert any(klik.warning in text for text, _ in alerts(book))


def test_what_stays_open_twice_is_told_once_and_both_runs_count_as_changed(
    book: xw.Book, log: Path, monkeypatch
) -> None:
    def lift(self: Protection, sheet: xw.Sheet) -> None:
        self._back.append(("Controle", lambda: {}["weg"]))

    step = STEPS["valideren"]
    asking = step.model_copy(
        update={
            "run": lambda jaar: step.run(jaar).model_copy(update={"vraag": "Toch doen?"}),
            "opnieuw": lambda _: {}["weg"],
        }
    )
    monkeypatch.setattr(Protection, "lift", lift)
    monkeypatch.setitem(STEPS, "valideren", asking)
    klik = click("valideren", book)
    assert (klik.ok, klik.changed) == (False, True)
    assert klik.warning.count("Let op") == 1


def test_an_unknown_button_is_named() -> None:
    with pytest.raises(AttributeError, match="er is geen stap 'inlezen'; er zijn valideren,"):
        _ = ribbon.inlezen


def test_the_book_of_the_button_is_taken_when_none_is_given(book: xw.Book, monkeypatch) -> None:
    monkeypatch.setattr(xw.Book, "caller", classmethod(lambda _: book))
    assert ribbon.totalen().ok


def test_a_step_with_a_hyphen_has_a_function_with_an_underscore(monkeypatch) -> None:
    year = buttons.BUTTONS[0].model_copy(update={"step": "nieuw-jaar"})
    monkeypatch.setattr(buttons, "BUTTONS", (year,))
    assert ribbon.nieuw_jaar.args == ("nieuw-jaar",)
