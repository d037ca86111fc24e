"""What an open Excel is asked, and that it is never asked for the path of a workbook."""

import subprocess
import sys
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
import xlwings as xw

from benchmarks.counting import counted
from benchmarks.data import with_proposals
from regio_xl import builder, ribbon
from regio_xl.allocation import whatif
from regio_xl.engine import opened
from regio_xl.excel import host
from regio_xl.sheets.buttons import BUTTONS
from regio_xl.workbook import versions

UNKNOWN = "#ONBEKEND!"
HEAVY = ("openpyxl", "xlsxwriter", "cellrune", "highspy", "regio_xl.builder", "regio_xl.engine")
NOW = datetime(2026, 3, 4, 15, 6, 7)


@pytest.mark.slow
def test_each_button_makes_as_many_calls_for_ten_times_the_proposals(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    nothing_known: None,
) -> None:
    # How far the reasons are is told at most ten times (tests/domain/test_progress.py).
    monkeypatch.setattr(whatif, "CPU_SECONDS", 0.0)
    found: dict[str, dict[int, int]] = {button.step: {} for button in BUTTONS}
    for size in (6, 60):
        path = tmp_path / f"{size}.xlsm"
        builder.write(path, with_proposals(size))
        with opened(path, unknown=UNKNOWN) as book:
            for button in BUTTONS:
                with counted(book) as calls:
                    assert getattr(ribbon, button.tag)(book).ok
                found[button.step][size] = calls.total
                assert not [name for name in calls.by_name if "fullname" in name]
    with capsys.disabled():
        for step, counts in found.items():
            sizes = ", ".join(f"{size} voorstellen: {n}" for size, n in counts.items())
            print(f"\nknop {step:<11} {sizes} aanroepen", end="")  # noqa: T201
    for step, counts in found.items():
        assert len(set(counts.values())) == 1, step


@pytest.mark.parametrize(
    ("module", "allowed"),
    [("regio_xl.ribbon", ()), ("regio_xl.excel.click", ("pandas", "xlwings", "pydantic"))],
)
def test_what_is_heavy_waits_until_it_is_needed(module: str, allowed: tuple[str, ...]) -> None:
    code = f"import sys, {module}; print(*sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert module in loaded
    assert not loaded & set(HEAVY)
    assert not loaded & ({"xlwings", "pandas", "pydantic"} - set(allowed))


def excel(name: str = "jaar.xlsm", **more: object) -> xw.Book:
    """Return a stand-in for a workbook that is open in Excel; only the named members exist."""
    app = SimpleNamespace(engine=SimpleNamespace(name="excel"))
    return SimpleNamespace(name=name, app=app, **more)  # type: ignore[return-value]


def in_excel(full_name: object) -> xw.Book:
    """Return the same with all that a copy of it takes."""
    api = SimpleNamespace(
        FullName=str(full_name), SaveCopyAs=lambda path: Path(path).write_text("kopie")
    )
    return excel(api=api)


def test_windows_keeps_a_copy_before_the_first_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    path = tmp_path / "jaar.xlsm"
    copy = host.keep_copy(in_excel(path), tmp_path, "toewijzen", NOW)
    assert copy is not None
    assert copy.parent == versions.own(tmp_path, str(path))
    assert copy.name == "jaar.2026-03-04_150607.voor-toewijzen.xlsm"
    assert copy.read_text() == "kopie"


@pytest.mark.parametrize("cloud", [False, True])
def test_a_click_keeps_the_last_ten_copies_of_its_workbook_and_all_of_others(
    cloud: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    place = "https://waterland.sharepoint.com/sites" if cloud else str(tmp_path)
    one, other = f"{place}/2026/jaar.xlsm", f"{place}/2027/jaar.xlsm"
    older = tmp_path / "jaar.2025-03-04_150607.voor-toewijzen.xlsm"
    older.write_text("van voor elke werkmap een eigen map had")
    host.keep_copy(in_excel(other), tmp_path, "bijwerken", NOW)
    for _ in range(12):
        host.keep_copy(in_excel(one), tmp_path, "bijwerken", NOW)

    def numbers(full_name: str) -> list[int]:
        folder = versions.own(tmp_path, full_name)
        return [version.number for version in versions.found(Path("jaar.xlsm"), folder)]

    assert (numbers(one), numbers(other)) == ([*range(12, 2, -1)], [1])
    assert older.exists()
    assert len(versions.by_name(Path("jaar.xlsm"), tmp_path)) == (12 if cloud else 1)


def test_a_copy_that_cannot_be_made_does_not_stop_the_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: str) -> None:
        raise OSError("schijf vol")

    monkeypatch.setattr(sys, "platform", "win32")
    api = SimpleNamespace(FullName="jaar.xlsm", SaveCopyAs=refuse)
    assert host.keep_copy(excel(api=api), tmp_path, "bijwerken", NOW) is None
    assert host.keep_copy(excel(api=api), None, "bijwerken", NOW) is None


def test_the_user_comes_back_to_the_sheet_and_the_cells_of_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    log: list[str] = []

    def sheet(name: str) -> SimpleNamespace:
        return SimpleNamespace(
            name=name,
            activate=lambda: log.append(f"activate {name}"),
            range=lambda address: SimpleNamespace(
                select=lambda: log.append(f"select {name}!{address}")
            ),
        )

    class Sheets(dict[str, SimpleNamespace]):
        active = sheet("Controle")

    book = excel(sheets=Sheets(Kader=sheet("Kader")), selection=SimpleNamespace(address="$A$1"))
    host.return_to(book, ("Kader", "$B$5:$C$6"))
    assert log == ["activate Kader", "select Kader!$B$5:$C$6"]
    log.clear()
    host.return_to(book, ("Controle", "$A$1"))
    assert log == []
    monkeypatch.setattr(sys, "platform", "darwin")
    host.return_to(book, ("Kader", "$B$5:$C$6"))
    assert log == [], "on macOS the user may have gone elsewhere meanwhile"


def test_a_selected_chart_has_no_address() -> None:
    class Charted(SimpleNamespace):
        @property
        def selection(self) -> None:
            raise AttributeError("Address")

    book = Charted(sheets=SimpleNamespace(active=SimpleNamespace(name="Start")))
    assert host.place(book) == ("Start", "")  # type: ignore[arg-type]
