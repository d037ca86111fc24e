"""F1.2, F1.3, U1.1, O1: one number per participant, the same in four places."""

import random
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from regio_xl.cli.commands import main
from regio_xl.cli.files import run_on_file
from regio_xl.rules import compute_bijdrage
from regio_xl.steps import STEPS
from tests.e2e import places
from tests.vba.actions import filled, get, opened
from tests.vba.office import Office

pytestmark = pytest.mark.slow
TABLES, OPENED = 200, 5
SEED = 20260105
PERCENTAGE, MAXIMUM = Decimal("0.04"), Decimal(350)


@pytest.fixture(scope="module")
def tables() -> list[list[float]]:
    chance = random.Random(SEED)
    return [places.random_table(chance, 27) for _ in range(TABLES)]


@pytest.fixture(scope="module")
def files(tables: list[list[float]], tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("tabellen")
    made = [folder / f"tabel{number:03}.xlsm" for number in range(len(tables))]
    for path, table in zip(made, tables, strict=True):
        places.write(path, table)
    return made


def python(table: list[float]) -> tuple[list[int], int]:
    hours = [compute_bijdrage(Decimal(repr(dvo)), PERCENTAGE, MAXIMUM).uren for dvo in table]
    return hours, sum(hours)


def test_u1_1_o1_python_agrees_with_plain_fractions(tables: list[list[float]]) -> None:
    for table in tables:
        assert python(table)[0] == [places.expected(dvo) for dvo in table]


def test_f1_3_the_cached_values_in_the_file_agree_with_python(
    tables: list[list[float]], files: list[Path]
) -> None:
    for table, path in zip(tables, files, strict=True):
        assert places.cells(path) == python(table)


def test_f1_3_the_json_of_totalen_agrees_with_python(
    tables: list[list[float]], files: list[Path], capsys: pytest.CaptureFixture[str]
) -> None:
    for table, path in zip(tables[::8], files[::8], strict=True):
        with pytest.raises(SystemExit):
            main(["totalen", str(path), "--json"])
        assert places.from_json(capsys.readouterr().out) == python(table)


@pytest.mark.libreoffice
def test_f1_3_libreoffice_recalculates_the_same_hours(
    tables: list[list[float]], files: list[Path], office: Office
) -> None:
    """Typed one table after the other: to open and save each file takes minutes."""
    actions = [
        action
        for table in tables
        for action in (
            filled(places.DVO, [[hours] for hours in table]),
            get(places.BIJDRAGE),
            get(places.TOTAL),
        )
    ]
    _, *results = office(opened(files[-1]), *actions, timeout=300)
    for table, hours, ((total,),) in zip(tables, results[1::3], results[2::3], strict=True):
        assert ([int(value) for (value,) in hours], int(total)) == python(table)


@pytest.mark.libreoffice
def test_f1_3_libreoffice_recalculates_a_file_that_it_opens(
    tables: list[list[float]],
    files: list[Path],
    libreoffice: Callable[..., list[Path]],
    tmp_path: Path,
) -> None:
    made = libreoffice(files[:OPENED], tmp_path)
    for table, path in zip(tables[:OPENED], made, strict=True):
        assert places.cells(path) == python(table)


def test_f1_3_hours_typed_by_hand_agree_after_bijwerken(
    tables: list[list[float]], files: list[Path], tmp_path: Path
) -> None:
    for number, table in enumerate(tables[:8]):
        path = tmp_path / f"hand{number}.xlsm"
        book = openpyxl.load_workbook(files[-1], keep_vba=True)
        for row, hours in enumerate(table, places.FIRST_ROW):
            book["Deelnemers"][f"{places.DVO_COLUMN}{row}"] = hours
        book.save(path)
        run_on_file("bijwerken", STEPS["bijwerken"].run, path, None)
        assert places.cells(path) == python(table)
