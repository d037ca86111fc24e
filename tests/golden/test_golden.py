"""The example year as people read it. A change here is read by a person in the diff.

``make golden`` writes the files anew.
"""

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from regio_xl.builder.styles import NUMERIC
from regio_xl.cli import files
from regio_xl.cli.commands import main
from regio_xl.cli.show import place
from regio_xl.domain import Jaar
from regio_xl.domain.tekst import plain
from regio_xl.engine import opened
from regio_xl.engine.model import address
from regio_xl.sheets.numbers import to_decimal
from regio_xl.steps import STEPS
from regio_xl.workbook.reader import read_jaar
from tests.support.edit import typed
from tests.support.made import Made

FOLDER = Path(__file__).parent
NOW = datetime(2025, 11, 20, 10, 0)
WRITE = os.environ.get("REGIO_XL_GOLDEN") == "schrijf"


@pytest.fixture(scope="module")
def jaar(made: Made) -> Jaar:
    with opened(made.path("voorbeeld")) as book:
        return read_jaar(book, now=NOW, user="test")


def findings(jaar: Jaar) -> Iterator[str]:
    for item in STEPS["bijwerken"].run(jaar).bevindingen:
        yield f"{item.ernst.value} · {item.regel} · {place(item)}"
        yield f"    {item.melding}"
        yield f"    {item.herstel}"


def package(jaar: Jaar) -> Iterator[str]:
    """The package with the reason per proposal, in the order of sheet Selectie."""
    uitkomst = STEPS["selectie"].run(jaar)
    tables = {table.name: table for table in uitkomst.tables}
    yield from uitkomst.samenvatting
    yield str(uitkomst.cells["uitgangspunten"])
    yield ""
    for row in tables["tblScenarios"].rows:
        if row["uren"] is not None:
            yield (
                f"{row['scenario']}: {row['uren']:.0f} uur aan {row['projecten']:.0f} projecten, "
                f"score {row['score']:.1f}, U&H-waarde {row['uh_waarde']:.1f} "
                f"({row['uh_aandeel']:.0%} van de uren), gedekt {row['gedekt']:.0f}, laagste "
                f"verhouding {row['verhouding']:.2f}, {row['oordeel']}. {row['toelichting']}"
            ).strip()
    yield ""
    for row in tables["tblSelectie"].rows:
        hours = "" if row["toegewezen"] is None else f" · {row['toegewezen']:.0f} uur"
        yield f"{row['nr']:.0f} {row['titel']}"
        yield f"    {row['stand']}{hours} · {row['soort']} · U&H {row['uh_relatie']}"
        yield f"    {row['kort']}"
        yield f"    {row['reden']}"
    yield ""
    for row in tables["tblDekking"].rows:
        yield (
            f"{row['code']} bijdrage {row['bijdrage']:.0f}, van belang {row['belang_uren']:.0f}, "
            f"gedekt: {row['gedekt']}"
        )


def first_card(jaar: Jaar) -> Iterator[str]:
    (report,) = STEPS["voorstel"].run(jaar).reports
    for line in report.lines[:40]:
        yield ": ".join(str(cell) for cell in line if cell is not None)


@pytest.mark.parametrize("make", [findings, package, first_card], ids=lambda make: make.__name__)
def test_golden_text_is_as_it_was_read_and_approved(make, jaar: Jaar) -> None:
    path = FOLDER / f"{make.__name__}.txt"
    text = "\n".join(make(jaar)) + "\n"
    if WRITE:
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


def empty_year(made: Made, path: Path) -> None:
    """A new workbook in which nobody has typed anything."""
    made.copy("leeg", path)


def numbers_as_text(made: Made, path: Path) -> None:
    """The example year, its numbers pasted as text: hours, belang and scores."""
    made.copy("voorbeeld", path)
    with opened(path) as book:
        tables = read_jaar(book, now=NOW, user="test").tables
    cells = {}
    for name in ("tblDeelnemers", "tblVoorstellen", "tblBelang", "tblBeoordeling"):
        table = tables[name]
        numbers = [column.key for column in table.columns if column.kind in NUMERIC]
        for row in table.rows:
            for key in numbers:
                value = row.values.get(key)
                if isinstance(value, float) and table.column(key).owner == "input":
                    cell = address(row.number, list(row.values).index(key) + table.first_col)
                    cells[table.sheet, cell] = plain(to_decimal(value))
    typed(path, cells)


@pytest.mark.parametrize("make", [empty_year, numbers_as_text], ids=lambda make: make.__name__)
def test_golden_terminal_and_controle_are_as_they_were_read_and_approved(
    make, made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys
) -> None:
    monkeypatch.setattr(files, "moment", lambda: NOW)
    monkeypatch.setattr(files, "who", lambda: "test")
    monkeypatch.chdir(tmp_path)
    make(made, Path("jaar.xlsm"))
    said = []
    for step in ("valideren", "bijwerken", "herstel", "herstel"):
        with pytest.raises(SystemExit):
            main([step, "jaar.xlsm"])
        said.append(f"$ regio-xl {step} jaar.xlsm\n{capsys.readouterr().out}")
        if step == "valideren":
            said.append("blad Controle:\n" + "\n".join(controle(Path("jaar.xlsm"))) + "\n")
    path, text = FOLDER / f"{make.__name__}.txt", "\n".join(said)
    if WRITE:
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


def controle(path: Path) -> Iterator[str]:
    with opened(path) as book:
        table = read_jaar(book, now=NOW, user="test").tables["tblControle"]
    for row in table.rows:
        yield " | ".join(row.typed(column.key) for column in table.columns)
