"""Protection is lifted for a write and put back exactly as it was.

There is no Excel here: the sheet behind ``.api`` is a stand-in with the members that Excel's VBA
reference (Windows) and AppleScript dictionary (macOS) give a worksheet, and nothing else, so that
a call of another name or shape fails. That Excel itself agrees is for the manual check.
"""

# ruff: noqa: N802, PLR0917, S105, S106 - the names and arguments are Excel's

import sys
from types import SimpleNamespace

import pytest
import xlwings as xw

from regio_xl.excel.click import click
from regio_xl.excel.host import ALLOWED, PasswordError, Protection


class WindowsSheet:
    """``Worksheet`` with ``Protect``, ``Unprotect``, ``Protection`` and the properties it sets."""

    __slots__ = (
        "EnableSelection", "ProtectContents", "ProtectDrawingObjects", "ProtectScenarios",
        "Protection", "password",
    )  # fmt: skip

    def __init__(self, password: str = "", **allowed: bool) -> None:
        self.password = password
        self.EnableSelection = 1
        self.ProtectDrawingObjects = False
        self.ProtectScenarios = True
        self.ProtectContents = True
        state = dict.fromkeys(ALLOWED.values(), False) | allowed
        self.Protection = SimpleNamespace(**state)

    def Unprotect(self, password: str) -> None:
        if password != self.password:
            raise RuntimeError("1004")
        self.ProtectContents = False
        self.EnableSelection = 0

    def Protect(
        self, password, drawings, contents, scenarios, only_interface,
        cells, columns, rows, new_columns, new_rows, links, less_columns, less_rows,
        sorting, filtering, pivots,
    ) -> None:  # fmt: skip
        assert (password, only_interface) == ("", False)
        self.ProtectDrawingObjects, self.ProtectContents = drawings, contents
        self.ProtectScenarios = scenarios
        self.Protection = SimpleNamespace(
            AllowFormattingCells=cells, AllowFormattingColumns=columns, AllowFormattingRows=rows,
            AllowInsertingColumns=new_columns, AllowInsertingRows=new_rows,
            AllowInsertingHyperlinks=links, AllowDeletingColumns=less_columns,
            AllowDeletingRows=less_rows, AllowSorting=sorting, AllowFiltering=filtering,
            AllowUsingPivotTables=pivots,
        )  # fmt: skip

    def state(self) -> dict[str, object]:
        return {
            "contents": self.ProtectContents,
            "drawings": self.ProtectDrawingObjects,
            "scenarios": self.ProtectScenarios,
            "selection": self.EnableSelection,
            **vars(self.Protection),
        }


def got(value: object) -> SimpleNamespace:
    """Return a property of an appscript object: its value comes with ``get()``."""
    return SimpleNamespace(get=lambda: value)


class MacSheet:
    """``worksheet`` with ``unprotect`` and ``protect worksheet``, as appscript shows it."""

    def __init__(self, **allowed: bool) -> None:
        self.on = True
        self.told: dict[str, bool] = {}
        self.protect_drawing_objects = got(True)
        self.protect_scenarios = got(False)
        state = dict.fromkeys(ALLOWED, False) | allowed
        self.protection_object = SimpleNamespace(**{name: got(x) for name, x in state.items()})

    @property
    def protect_contents(self) -> SimpleNamespace:
        return SimpleNamespace(get=lambda: self.on)

    def unprotect(self) -> None:
        self.on = False

    def protect_worksheet(self, **options: bool) -> None:
        self.on, self.told = bool(options["worksheet_contents"]), options


def sheet(api: object, engine: str = "excel") -> xw.Sheet:
    app = SimpleNamespace(engine=SimpleNamespace(name=engine))
    return SimpleNamespace(name="Controle", api=api, book=SimpleNamespace(app=app))  # type: ignore[return-value]


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")


@pytest.fixture
def mac(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")


@pytest.mark.usefixtures("windows")
def test_windows_puts_every_setting_back() -> None:
    api = WindowsSheet(AllowFormattingColumns=True, AllowSorting=True, AllowFiltering=True)
    before = api.state()
    with Protection() as lifted:
        lifted.lift(sheet(api))
        assert not api.ProtectContents
    assert api.state() == before


@pytest.mark.usefixtures("windows")
def test_protection_comes_back_after_a_failure_too() -> None:
    api = WindowsSheet()
    before = api.state()

    def lift_and_fail() -> None:
        with Protection() as lifted:
            lifted.lift(sheet(api))
            raise ValueError("stuk")

    with pytest.raises(ValueError, match="stuk"):
        lift_and_fail()
    assert api.state() == before


@pytest.mark.usefixtures("windows")
def test_an_open_sheet_stays_open() -> None:
    api = WindowsSheet()
    api.ProtectContents = False
    with Protection() as lifted:
        lifted.lift(sheet(api))
    assert not api.ProtectContents


@pytest.mark.usefixtures("windows")
def test_a_password_is_never_guessed() -> None:
    api = WindowsSheet(password="geheim")
    with Protection() as lifted, pytest.raises(PasswordError, match="Blad Controle is beveiligd"):
        lifted.lift(sheet(api))
    assert api.ProtectContents


@pytest.mark.usefixtures("windows")
def test_one_sheet_that_cannot_be_protected_does_not_leave_the_others_open() -> None:
    first, second = WindowsSheet(), WindowsSheet()

    def lift_both() -> list[str]:
        with Protection() as lifted:
            lifted.lift(sheet(first))
            lifted.lift(sheet(second))
            second.password = "x"
            second.__class__ = Refusing
        return lifted.left_open

    assert lift_both() == ["Controle"]
    assert first.ProtectContents


class Refusing(WindowsSheet):
    __slots__ = ()

    def Protect(self, *_: object) -> None:
        raise RuntimeError("weigert")


@pytest.mark.usefixtures("mac")
def test_macos_puts_every_setting_back() -> None:
    api = MacSheet(allow_sorting=True, allow_formatting_rows=True)
    with Protection() as lifted:
        lifted.lift(sheet(api))
        assert not api.on
    assert api.on
    assert {name for name, told in api.told.items() if told} == {
        "worksheet_contents",
        "drawing_objects",
        "allow_sorting",
        "allow_formatting_rows",
    }


@pytest.mark.usefixtures("mac")
def test_what_macos_is_told_stands_in_the_dictionary_of_excel() -> None:
    from xlwings import mac_dict  # noqa: PLC0415

    commands = {item[0]: {name for name, _ in item[2]} for item in mac_dict.commands}
    names = {item[0] for item in (*mac_dict.properties, *mac_dict.elements)}
    api = MacSheet()
    with Protection() as lifted:
        lifted.lift(sheet(api))
    assert set(api.told) <= commands["protect_worksheet"]
    assert "unprotect" in commands
    assert set(ALLOWED) <= names
    assert {"protect_contents", "protect_drawing_objects", "protect_scenarios"} <= names
    assert "protection_object" in names


def test_a_file_keeps_its_protection_while_it_is_written(book: xw.Book) -> None:
    before = {s.name: s.impl.model.protection.sheet for s in book.sheets}
    assert any(before.values())
    assert click("bijwerken", book).changed
    assert {s.name: s.impl.model.protection.sheet for s in book.sheets} == before


def test_a_sheet_with_a_password_stops_the_step_with_a_sentence(
    book: xw.Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Protection, sheet: xw.Sheet) -> None:
        raise PasswordError(sheet.name)

    monkeypatch.setattr(Protection, "lift", refuse)
    message = click("valideren", book).message
    assert message.startswith("Valideren is niet uitgevoerd. Blad Controle is beveiligd met een")
    assert message.endswith("De werkmap is niet veranderd.")
