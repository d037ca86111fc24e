"""The reader finds what the workbook shows, wherever people have moved it."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from regio_xl.cli.commands import main
from regio_xl.cli.files import UNKNOWN
from regio_xl.domain import Jaar
from regio_xl.engine import opened
from regio_xl.sheets import schema
from regio_xl.workbook.cells import literal
from regio_xl.workbook.flow import ForeignBookError, read_own
from regio_xl.workbook.merge import Formula, header_keys, moved
from regio_xl.workbook.reader import parse_reference, read_jaar
from tests.golden.test_golden import NOW
from tests.support.made import Made


@pytest.fixture
def path(made: Made, tmp_path: Path) -> Path:
    return made.copy("voorbeeld", tmp_path / "jaar.xlsm")


def changed(path: Path, change: Any) -> Jaar:
    book = openpyxl.load_workbook(path, keep_vba=True)
    change(book)
    book.save(path)
    with opened(path, unknown=UNKNOWN) as opened_book:
        return read_jaar(opened_book, now=NOW, user="test")


def test_a_named_cell_is_read_where_its_name_points(path: Path) -> None:
    def move(book: Any) -> None:
        book["Kader"]["E5"] = 2027
        book.defined_names["jaar"].attr_text = "Kader!$E$5"

    jaar = changed(path, move)
    assert jaar.cells["jaar"] == 2027
    assert jaar.cell_places["jaar"] == ("Kader", 5, 5)


@pytest.mark.parametrize("text", ["Kader!#REF!", "Weg!$B$5", None])
def test_a_name_that_leads_nowhere_is_missing(path: Path, text: str | None) -> None:
    def spoil(book: Any) -> None:
        if text is None:
            del book.defined_names["fase"]
        else:
            book.defined_names["fase"].attr_text = text

    jaar = changed(path, spoil)
    assert "fase" not in jaar.cells
    if text != "Weg!$B$5":
        assert [item.name for item in jaar.missing] == ["fase"]


def test_a_proposal_below_an_empty_row_is_seen(path: Path) -> None:
    def type_apart(book: Any) -> None:
        book["Voorstellen"]["A45"], book["Voorstellen"]["B45"] = 50, "Los voorstel"
        book["Voorstellen"]["A47"] = "een notitie"

    table = changed(path, type_apart).tables["tblVoorstellen"]
    assert (table.beyond, table.loose) == (0, (45,))


def test_sheet_names_are_found_whatever_their_case_and_spaces(path: Path) -> None:
    def rename(book: Any) -> None:
        book["Beoordeling"].title = " beoordeling "

    assert "tblBeoordeling" in changed(path, rename).tables


def test_a_workbook_of_somebody_else_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "iets anders"
    path = tmp_path / "ander.xlsx"
    book.save(path)
    before = path.read_bytes()
    with opened(path) as opened_book, pytest.raises(ForeignBookError):
        read_own(opened_book, now=NOW, user="test")
    with pytest.raises(SystemExit) as stop:
        main(["bijwerken", str(path)])
    assert stop.value.code == 2
    assert "geen werkmap van regio-xl" in capsys.readouterr().err
    assert path.read_bytes() == before


def test_a_formula_that_only_excel_knows_does_not_stop_a_step(
    made: Made, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = made.copy("leeg", tmp_path / "leeg.xlsm")
    book = openpyxl.load_workbook(path, keep_vba=True)
    book["Start"]["H30"] = '=CUBEVALUE("bron","[Maat]")'
    book.save(path)
    for _ in range(2):
        with pytest.raises(SystemExit) as stop:
            main(["bijwerken", str(path)])
        assert stop.value.code == 1
        assert capsys.readouterr().err == ""
    assert openpyxl.load_workbook(path)["Start"]["H30"].value.startswith("=CUBEVALUE")


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+31 6", "-5", "@x", "'s", "#N/A", "00123", "1e5", "1-2", "12:30", "4%", "€ 500",
     "September 2026", "Dec 25", "mei-26", "9 am", "1,5", "TRUE", "waar", "3/4"],
)  # fmt: skip
def test_text_that_excel_would_change_is_protected(text: str) -> None:
    assert literal(text) == "'" + text


@pytest.mark.parametrize(
    "text", ["Bodem", "U10", "Plan 2026", "3 gemeenten", "x" * 41 + "1", "e", ""]
)
def test_other_text_is_left_as_it_is(text: str) -> None:
    assert literal(text) == text


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("=Kader!$B$5", ("Kader", 5, 2)),
        ("='Over ''t jaar'!$AB$12", ("Over 't jaar", 12, 28)),
        ("=Kader!$B$5:$C$6", None),
        ("=12", None),
        ("", None),
    ],
)
def test_only_a_reference_to_one_cell_is_a_place(text: str, place: object) -> None:
    assert parse_reference(text) == place


def test_a_formula_moves_along_as_in_excel() -> None:
    assert moved("=D8+$A$1", 3) == Formula("=D11+$A$1")
    assert moved("=D8+D7", -3) == Formula("=D5+D4")
    assert moved("=SUM(tblX[Uren])", 5) == Formula("=SUM(tblX[Uren])")


def test_two_headers_that_look_alike_are_two_columns() -> None:
    columns = schema.tables()["tblVoorstellen"][1].columns
    assert header_keys(columns, ["Materiële kosten", "Materiele kosten", "Nr", "nr"]) == [
        "+Materiële kosten", "materiele_kosten", "nr", "+nr",
    ]  # fmt: skip
    assert header_keys(columns, ["Materiële kosten"]) == ["materiele_kosten"]
