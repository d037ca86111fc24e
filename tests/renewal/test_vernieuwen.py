"""The command ``vernieuwen``: what it says, what it keeps, and what it refuses."""

import json
import re
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from regio_xl import __version__, builder
from regio_xl.builder import macros as compiled
from regio_xl.builder.vba import Module, ModuleKind, Project, compile_project
from regio_xl.cli import files
from regio_xl.cli.commands import main
from regio_xl.cli.files import UNKNOWN
from regio_xl.renewal import macros, renew
from regio_xl.workbook import versions
from tests.renewal.conftest import fixture
from tests.support.edit import typed
from tests.support.parts import Package, packed
from tests.support.view import values

MOMENT = datetime(2025, 12, 18, 10, 30)


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(files, "moment", lambda: MOMENT)
    return Path(shutil.copyfile(fixture("0.3.1/leeg"), tmp_path / "mijn jaar.xlsm"))


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[Any, str, str]]:
    def command(*words: str | Path) -> tuple[Any, str, str]:
        with pytest.raises(SystemExit) as stop:
            main(["vernieuwen", *map(str, words)])
        shown = capsys.readouterr()
        return stop.value.code, shown.out, shown.err

    return command


Run = Callable[..., tuple[Any, str, str]]


def test_the_old_file_is_kept_and_comes_back_with_terug(path: Path, run: Run) -> None:
    old = path.read_bytes()
    code, out, err = run(path)
    assert (code, err) == (0, "")
    assert out.startswith(f"De werkmap is van 0.3.1 naar {__version__} gebracht; nieuw: ")
    assert "Doe nu ‘bijwerken’" in out
    assert f'Ongedaan maken: regio-xl terug "{path}" 1' in out.replace("'", '"')
    (kept,) = versions.found(path, versions.beside(path))
    assert (kept.step, kept.path.read_bytes()) == ("vernieuwen", old)
    assert path.read_bytes() != old
    new = path.read_bytes()
    assert run(path)[1] == f"{path} was al bijgewerkt; er is niets veranderd.\n"
    assert path.read_bytes() == new
    log = [row[2:4] for row in values(path)["Logboek"].iter_rows(min_row=6, values_only=True)]
    assert log[-1] == ("vernieuwen", __version__)
    with pytest.raises(SystemExit):
        main(["terug", str(path), "1"])
    assert path.read_bytes() == old


def test_a_new_workbook_has_nothing_to_renew(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "nieuw.xlsm"
    builder.write(path, builder.example(2026))
    before = path.read_bytes()
    assert "was al bijgewerkt" in run(path)[1]
    assert path.read_bytes() == before


def test_with_uit_the_old_file_stays_and_a_file_that_is_there_too(path: Path, run: Run) -> None:
    old, target = path.read_bytes(), path.with_name("ander.xlsm")
    code, out, _ = run(path, "--uit", target, "--json")
    data, new = json.loads(out), target.read_bytes()
    assert (code, data["van"], data["naar"], data["gewijzigd"]) == (0, "0.3.1", __version__, True)
    assert "Vastlegging" in data["bladen"]
    kolom = {"blad": "Deelnemers", "tabel": "tblDeelnemers", "kolom": "DVO-uren vorig jaar"}
    assert kolom in data["kolommen"]
    assert "besluit_reden_dekking" in data["cellen"]
    assert (path.read_bytes(), values(target)["Vastlegging"]["A1"].value is not None) == (old, True)
    code, _, err = run(path, "--uit", target)
    assert code == 2
    assert "bestaat al" in err
    assert target.read_bytes() == new
    code, _, err = run(path, "--uit", path.with_suffix(".xlsx"))
    assert (code, path.with_suffix(".xlsx").exists()) == (2, False)


# What is refused: a sentence, code 2, the file as it was


def foreign(path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "Boodschappen"
    path.unlink()
    book.save(path.with_suffix(".xlsx"))
    path.with_suffix(".xlsx").rename(path)


def newer(path: Path) -> None:
    book = openpyxl.load_workbook(path, keep_vba=True)
    place = book.defined_names["versie_werkmap"].attr_text.split("!")[1].replace("$", "")
    typed(path, {("Over", place): "regio-xl 99.1.0"})


def damaged(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:40_000])


def without_year(path: Path) -> None:
    typed(path, {("Kader", "B5"): "volgend jaar"})


def renamed(path: Path) -> None:
    _edited(path, lambda book: setattr(book["Stemming"], "title", "Stemmen"))


def own_sheet_with_a_new_name(path: Path) -> None:
    _edited(path, lambda book: book.create_sheet("Vastlegging"))


def a_table_in_the_way(path: Path) -> None:
    def add(book: Any) -> None:
        sheet = book["Deelnemers"]
        sheet["J7"] = "mijn notitie"
        for row, word in enumerate(("Mijn", "tabel"), 40):
            for column in range(7, 12):
                sheet.cell(row, column).value = f"{word} {column}"
        table = openpyxl.worksheet.table.Table(displayName="tblMijn", ref="G40:K41")
        sheet.add_table(table)

    _edited(path, add)


def _edited(path: Path, change: Callable[[Any], Any]) -> None:
    book = openpyxl.load_workbook(path, keep_vba=True)
    change(book)
    book.save(path)


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (foreign, "geen werkmap van regio-xl"),
        (newer, f"is van regio-xl 99.1.0, en u hebt {__version__}"),
        (damaged, "beschadigd"),
        (without_year, "Het jaar op blad Kader is niet bruikbaar"),
        (renamed, "Blad Stemming heet in deze werkmap ‘Stemmen’"),
        (own_sheet_with_a_new_name, "er is al een eigen blad met die naam"),
        (a_table_in_the_way, "iets rechts van tabel tblDeelnemers, in de weg"),
    ],
)
def test_what_cannot_be_renewed_stays_as_it_is(
    spoil: Callable[[Path], None], sentence: str, path: Path, run: Run
) -> None:
    spoil(path)
    before = path.read_bytes()
    code, out, err = run(path)
    assert (code, out) == (2, "")
    assert sentence in err
    assert len(err.splitlines()) == 1
    assert path.read_bytes() == before
    assert not versions.beside(path).exists()


# What people typed over


def as_excel_shares_them(path: Path) -> None:
    """Store the formulas of a column once, as Excel does when it saves (ECMA-376 18.3.1.40)."""
    package = Package(path)
    part = package.sheets["Deelnemers"]
    xml = package.parts[part].decode()
    master = re.search(r'<c r="F6"[^>]*><f>(.*?)</f>', xml)
    assert master is not None
    shared = f'<f t="shared" ref="F6:F32" si="0">{master[1]}</f>'
    xml = xml.replace(f"<f>{master[1]}</f>", shared, 1)
    xml = xml.replace(f"<f>{master[1]}</f>", '<f t="shared" si="0"/>')
    path.write_bytes(packed({**package.parts, part: xml.encode()}))


def test_what_people_typed_over_a_formula_is_left_and_told(path: Path, run: Run) -> None:
    as_excel_shares_them(path)
    typed(path, {("Financien", "B5"): 7000.0, ("Deelnemers", "F8"): 123.0})
    data = json.loads(run(path, "--json")[1])
    found = {(item["blad"], item["cel"]) for item in data["gelaten"]}
    assert found == {("Financien", "B5"), ("Deelnemers", "F8")}
    book = openpyxl.load_workbook(path)
    assert book["Financien"]["B5"].value == 7000
    assert book["Deelnemers"]["F8"].value == 123
    new = [str(book["Deelnemers"].cell(row, 6).value) for row in (6, 7, *range(9, 33))]
    assert all(formula.startswith("=IF(AND(ISNUMBER(") for formula in new)


def test_a_parameter_that_people_removed_stays_away(path: Path) -> None:
    row = next(r for r in range(20, 60) if values(path)["Kader"].cell(r, 1).value == "uurtarief")
    typed(path, {("Kader", f"A{row}"): "uurtarief_oud"})
    path.write_bytes(renew(path, UNKNOWN).data)
    codes = [values(path)["Kader"].cell(r, 1).value for r in range(20, 80)]
    assert "uurtarief_oud" in codes
    assert "uurtarief" not in codes


def test_a_formula_and_a_table_that_were_wiped_come_back(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "jaar.xlsm"
    builder.write(path, builder.example(2026))
    typed(path, {("Financien", "B5"): None})
    _edited(path, lambda book: book["Kader"].tables.pop("tblTijdlijn"))
    assert "nieuw: 1 tabel en 1 formule" in run(path)[1]
    assert values(path)["Financien"]["B5"].value == 7105
    assert "tblTijdlijn" in openpyxl.load_workbook(path)["Kader"].tables


# Macros


def test_the_macros_and_the_ribbon_are_those_of_this_version(path: Path) -> None:
    package = Package(renew(path, UNKNOWN).data, ".xlsm")
    assert package.parts["xl/vbaProject.bin"] == compiled.compiled()
    assert b"knop_voorleggen" in package.parts["customUI/customUI14.xml"]


def test_macros_that_another_program_dropped_come_back(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "jaar.xlsm"
    builder.write(path, builder.template(2026))
    book = openpyxl.load_workbook(path)  # without its macros
    book.save(tmp_path / "kaal.xlsx")
    (tmp_path / "kaal.xlsx").replace(path)
    assert "xl/vbaProject.bin" not in Package(path).parts
    assert run(path)[0] == 0
    assert Package(path).parts["xl/vbaProject.bin"] == compiled.compiled()


def test_own_macros_stay_and_that_is_told(path: Path, run: Run) -> None:
    package = Package(path)
    source = 'Attribute VB_Name = "MijnModule"\nPublic Sub Groet()\n    MsgBox "Hallo"\nEnd Sub\n'
    modules = (
        Module(name="ThisWorkbook", kind=ModuleKind.WORKBOOK, source=""),
        Module(name="MijnModule", kind=ModuleKind.STANDARD, source=source),
        Module(
            name="RegioLint",
            kind=ModuleKind.STANDARD,
            source='Attribute VB_Name = "RegioLint"\nPublic Sub RegioLintVernieuwen()\nEnd Sub\n',
        ),
    )
    project = Project(name="Mijn", guid=compiled.GUID, description="", modules=modules)
    own = compile_project(project)
    assert macros.own_modules(own) == ["MijnModule"]
    path.write_bytes(packed({**package.parts, "xl/vbaProject.bin": own}))
    assert "MijnModule" in run(path)[1]
    assert Package(path).parts["xl/vbaProject.bin"] == own
    assert "Vastlegging" in Package(path).sheets


def test_own_code_in_a_module_of_ours_stays_too() -> None:
    source = 'Attribute VB_Name = "RegioLint"\nPrivate Sub Eigen()\n    Beep\nEnd Sub\n'
    modules = (
        Module(name="ThisWorkbook", kind=ModuleKind.WORKBOOK, source=""),
        Module(name="RegioLint", kind=ModuleKind.STANDARD, source=source),
    )
    project = Project(name="Mijn", guid=compiled.GUID, description="", modules=modules)
    assert macros.own_modules(compile_project(project)) == ["RegioLint"]


@pytest.mark.parametrize("version", ["0.2.0", "0.3.0", "0.3.1", "0.4.0"])
def test_macros_of_earlier_versions_are_not_taken_for_those_of_people(version: str) -> None:
    project = Package(fixture(f"{version}/leeg")).parts["xl/vbaProject.bin"]
    assert macros.own_modules(project) == []


def test_an_xlsx_stays_without_macros(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "jaar.xlsx"
    book = openpyxl.load_workbook(fixture("0.3.1/leeg"))
    book.save(path)
    assert run(path)[0] == 0
    package = Package(path)
    assert "Vastlegging" in package.sheets
    assert not [name for name in package.parts if "vba" in name or "customUI" in name]
