"""``controleer`` on real files: what was changed is found, named, and nothing is written."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from openpyxl.utils import get_column_letter

from regio_xl import __version__
from regio_xl.cli import files
from regio_xl.cli.commands import main
from regio_xl.domain import Jaar, Table
from regio_xl.engine import opened
from regio_xl.sheets import schema
from regio_xl.sheets.declare import SheetSpec
from regio_xl.steps.volgt import OVERVIEWS, judged_sheets
from regio_xl.workbook.reader import read_jaar
from tests.e2e.year import MOMENT, Year, mended, silent
from tests.support.edit import typed
from tests.support.made import WRITING, Made
from tests.support.shared import Shared

ALL = [spec.name for spec in judged_sheets()]
UNTOUCHED = ("herstel", "toewijzen", "voorleggen")
"""Steps that a decided year has no use for."""


@pytest.fixture(autouse=True)
def same_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "moment", lambda: MOMENT)
    monkeypatch.setattr(files, "who", lambda: "tester")


def make_divided(path: Path, made: Made) -> None:
    year = silent(mended(made.copy("voorbeeld", path)))
    year.put(fase="bespreking")
    year.run("bijwerken")


def make_decided(path: Path, made: Made) -> None:
    make_divided(path, made)
    year = Year(path)
    year.put(fase="besluit")
    year.run("voorleggen")
    year.advise()
    year.decide()
    year.put(fase="uitvoering")
    for step in WRITING:
        if step not in UNTOUCHED:
            year.run(step)
    year.run("bijwerken")


@pytest.fixture
def divided(shared: Shared, made: Made, tmp_path: Path) -> Year:
    """A year with a package that nobody was asked about yet, everything made of its input."""
    make = lambda path: make_divided(path, made)  # noqa: E731
    return Year(shared.copy("controleer_verdeeld.xlsm", make, tmp_path / "jaar.xlsm"))


@pytest.fixture
def decided(shared: Shared, made: Made, tmp_path: Path) -> Year:
    """A year with a decision, in phase uitvoering, in which every step that writes has run."""
    make = lambda path: make_decided(path, made)  # noqa: E731
    return Year(shared.copy("controleer_besluit.xlsm", make, tmp_path / "jaar.xlsm"))


@pytest.fixture
def look(capsys: pytest.CaptureFixture[str]) -> Any:
    """Return what ``controleer`` says of a file: its code, and per sheet the ``--json``."""

    def run(year: Year) -> tuple[object, dict[str, dict[str, Any]]]:
        before = year.path.read_bytes()
        capsys.readouterr()
        with pytest.raises(SystemExit) as stop:
            main(["controleer", str(year.path), "--json"])
        assert year.path.read_bytes() == before
        data = json.loads(capsys.readouterr().out)
        bladen = {item["blad"]: item for item in data["bladen"]}
        assert data["volgt_niet"] == len(wrong(bladen))
        return stop.value.code, bladen

    return run


def wrong(bladen: dict[str, dict[str, Any]]) -> list[str]:
    return [name for name, item in bladen.items() if item["stand"] == "volgt niet"]


def read(path: Path) -> Jaar:
    with opened(path, unknown=files.UNKNOWN) as book:
        return read_jaar(book, now=MOMENT, user="tester")


class Place(NamedTuple):
    sheet: str
    row: int
    col: int
    label: str
    value: Any


def made_cell(jaar: Jaar, spec: SheetSpec) -> Place:
    """Return a cell that a step or a formula fills: a number where there is one."""
    found = [place for table in spec.tables for place in _in_table(jaar.tables[table.name])]
    fields = [field for block in spec.blocks for field in block.fields]
    named = [field for field in fields if field.name and not field.input]
    for field in sorted(named, key=lambda item: bool(item.formula)):
        value = jaar.cells[field.name]
        if value is not None and not (found and field.formula):
            found.append(Place(*jaar.cell_places[field.name], field.label, value))
    assert found, f"{spec.name} holds nothing that a step or a formula made"
    return next((place for place in found if isinstance(place.value, float)), found[0])


def _in_table(table: Table) -> list[Place]:
    keys = {column.key: column for column in table.columns if column.owner == "output"}
    calculated = {column.key: column for column in table.columns if column.owner == "formula"}
    first = next(iter(keys), "")
    return [
        Place(table.sheet, row.number, table.first_col + at, column.header, row.values[column.key])
        for row in table.rows
        for at, header in enumerate(table.headers)
        for column in [*keys.values(), *calculated.values()]
        if column.header == header and row.values.get(column.key) is not None
        if column.key != first and (keys or row.formulas.get(column.key))
    ]


@pytest.mark.slow
@pytest.mark.parametrize("name", ALL)
def test_a_cell_that_somebody_edited_is_found_and_named(
    decided: Year, look: Any, name: str
) -> None:
    spec = next(spec for spec in judged_sheets() if spec.name == name)
    place = made_cell(read(decided.path), spec)
    other = place.value + 1 if isinstance(place.value, float) else "met de hand"
    address = f"{get_column_letter(place.col)}{place.row}"
    typed(decided.path, {(place.sheet, address): other})
    code, bladen = look(decided)
    assert code == 1
    assert bladen[name]["stand"] == "volgt niet"
    told = [
        item
        for item in bladen[name]["verschillen"]
        if (item["rij"], item["kolom"]) == (place.row, place.label)
    ]
    assert [item["staat"] for item in told][:1] == [other]
    assert bladen[name]["sinds"]
    assert set(wrong(bladen)) <= {name, *OVERVIEWS}


@pytest.mark.slow
def test_every_sheet_that_is_declared_with_a_receipt_is_judged(decided: Year, look: Any) -> None:
    _, bladen = look(decided)
    generated = {spec.name for spec in schema.sheets(()) if spec.receipt}
    assert {name for name in generated if bladen[name]["stand"] != "volgt"} == set()
    assert generated <= set(ALL)
    for name in generated:
        assert bladen[name]["gemaakt"] == "2025-12-12T09:00"
        assert bladen[name]["stap"] in WRITING
        assert bladen[name]["versie"]


@pytest.mark.parametrize("label", ["leeg na bijwerken", "voorbeeld na bijwerken"])
def test_after_bijwerken_everything_follows(
    made: Made, tmp_path: Path, look: Any, label: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "moment", lambda: datetime(2025, 11, 20, 11, 0))
    code, bladen = look(Year(made.copy(label, tmp_path / "jaar.xlsm")))
    assert (code, wrong(bladen)) == (0, [])
    assert [name for name, item in bladen.items() if item["stand"] == "niet te zeggen"] == []
    assert bladen["Selectie"]["stand"] == "volgt"


def test_in_a_new_workbook_nothing_was_made_yet(made: Made, tmp_path: Path, look: Any) -> None:
    code, bladen = look(Year(made.copy("leeg", tmp_path / "jaar.xlsm")))
    assert code == 0
    assert {name for name, item in bladen.items() if item["stand"] == "volgt"} == {"Financien"}
    assert {item["stand"] for item in bladen.values()} == {"volgt", "niet gemaakt"}


def test_input_that_changed_is_named_with_its_old_and_new_value(divided: Year, look: Any) -> None:
    assert wrong(look(divided)[1]) == []
    divided.at("tblDeelnemers", "dvo_uren", {"AMF": 6000.0})
    code, bladen = look(divided)
    assert code == 1
    assert "Selectie" in wrong(bladen)
    for name in wrong(bladen):
        assert bladen[name]["sinds"] == (
            "Na de stap ‘bijwerken’ van 12-12-2025 09:00 door tester is de invoer gewijzigd: "
            "DVO-uren van AMF (blad Deelnemers): 16250 → 6000; Bijdrage van AMF (blad "
            "Deelnemers): 350 → 240."
        )
    record = {(it["staat"], it["hoort"]) for it in bladen["Vastlegging"]["verschillen"]}
    assert {(16250, 6000), (350, 240)} <= record


def test_a_later_step_tells_before_which_moment_the_input_changed(divided: Year, look: Any) -> None:
    divided.at("tblDeelnemers", "dvo_uren", {"AMF": 6000.0})
    divided.run("valideren")
    _, bladen = look(divided)
    assert "Controle" not in wrong(bladen)  # it is what valideren wrote, of the input of now
    assert {"Selectie", "Vastlegging"} <= set(wrong(bladen))
    for name in wrong(bladen):
        assert "door tester en vóór ‘valideren’ van 12-12-2025 09:00" in bladen[name]["sinds"]
        assert "16250 → 6000" in bladen[name]["sinds"]
    divided.run("bijwerken")
    assert wrong(look(divided)[1]) == []


def test_input_of_which_no_value_is_recorded_is_told_by_its_mark(divided: Year, look: Any) -> None:
    divided.put(fase="besluit")
    _, bladen = look(divided)
    assert "Start" in wrong(bladen)
    assert bladen["Start"]["sinds"].endswith("is de invoer gewijzigd; welke, is niet vastgelegd.")


def test_another_scenario_is_told_though_the_input_is_the_same(divided: Year, look: Any) -> None:
    divided.put(gekozen_scenario="rangorde", reden_scenario="Zo besloot het AOO.")
    _, bladen = look(divided)
    assert "Selectie" in wrong(bladen)
    assert (
        "Gekozen scenario (blad Vergelijking): optimaal → rangorde" in bladen["Selectie"]["sinds"]
    )


def test_f3_4_hours_that_people_edited_are_told_as_divided_and_as_they_stand(
    divided: Year, look: Any
) -> None:
    divided.hand(13, 40.0)
    _, bladen = look(divided)
    first, *_ = bladen["Selectie"]["verschillen"]
    assert (first["kolom"], first["staat"], first["hoort"]) == ("Toegewezen uren", 40, 215)
    assert "met de hand (project 13: 215 → 40)" in bladen["Selectie"]["sinds"]
    divided.run("bijwerken")  # the package is theirs now, and all sheets show it
    assert wrong(look(divided)[1]) == []


@pytest.mark.slow
def test_f3_5_a_damaged_decision_is_named_and_the_other_sheets_follow_the_real_one(
    decided: Year, look: Any
) -> None:
    nr, row = next(iter(decided.rows("tblBesluit").items()))
    decided.at("tblBesluit", "uren", {nr: 7.0})
    _, bladen = look(decided)
    assert set(wrong(bladen)) <= {"Stemming", *OVERVIEWS}
    (only,) = bladen["Stemming"]["verschillen"]
    assert only == {"rij": row["rij"], "kolom": "Uren", "staat": 7, "hoort": row["uren"]}


@pytest.mark.slow
def test_f3_5_a_decided_package_is_compared_with_the_decision_and_never_divided_again(
    decided: Year, look: Any
) -> None:
    before = decided.adopted()
    decided.proposal(next(iter(before)), uren=1.0)
    _, bladen = look(decided)
    assert all(item["kolom"] != "Toegewezen uren" for item in bladen["Selectie"]["verschillen"])
    assert "Anders dan bij het besluit: Uren van voorstel" in bladen["Controle"]["sinds"]


@pytest.mark.slow
def test_what_people_type_on_a_generated_sheet_is_no_difference(decided: Year, look: Any) -> None:
    nr = next(iter(decided.adopted()))
    decided.at("tblEvaluatie", "lessen", {nr: "Eerder beginnen."})
    decided.at("tblSelectie", "wijziging", {nr: "Zo besproken."})
    assert wrong(look(decided)[1]) == []


@pytest.mark.slow
def test_a_formula_of_ours_that_was_overwritten_is_found(decided: Year, look: Any) -> None:
    columns = schema.tables()["tblEvaluatie"][1].columns
    column = next(column for column in columns if column.owner == "formula")
    nr = next(iter(decided.adopted()))
    decided.at("tblEvaluatie", column.key, {nr: 5.0})
    row = decided.rows("tblEvaluatie")[nr]["rij"]
    _, bladen = look(decided)
    place = {"rij": row, "kolom": column.header, "staat": 5, "hoort": "de formule van deze kolom"}
    assert place in bladen["Evaluatie"]["verschillen"]


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("Start", "Totaal beschikbaar"),
        ("Controle", "Uren op Selectie − op Voorstel, per project"),
        ("AOO", "Akkoord"),
        ("Financien", "Vrij"),
    ],
)
def test_a_cell_formula_that_was_overwritten_with_its_own_value_is_found(
    divided: Year, look: Any, name: str, label: str
) -> None:
    with opened(divided.path) as book:
        labels = book.sheets[name].range("A1:B40").options(ndim=2).value
    row = next(at for at, (text, _) in enumerate(labels, 1) if text == label)
    value = labels[row - 1][1]
    typed(divided.path, {(name, f"B{row}"): value})
    code, bladen = look(divided)
    assert (code, wrong(bladen)) == (1, [name])
    place = {"rij": row, "kolom": label, "staat": value, "hoort": "de formule van deze cel"}
    assert bladen[name]["verschillen"] == [place]


def test_without_the_proposals_nothing_is_judged(divided: Year, look: Any) -> None:
    table = read(divided.path).tables["tblVoorstellen"]
    cells = [(row.number, table.first_col + at) for row in table.rows for at in range(22)]
    empty = {("Voorstellen", f"{get_column_letter(col)}{row}"): None for row, col in cells}
    typed(divided.path, empty)
    code, bladen = look(divided)
    assert code == 0
    assert {item["stand"] for item in bladen.values()} == {"niet te zeggen"}
    assert "alle invoer op blad Voorstellen ontbreekt" in bladen["Selectie"]["sinds"]


def test_a_receipt_of_another_version_says_so(divided: Year, look: Any) -> None:
    receipt = read(divided.path).receipts["Voorstel"]
    older = str(receipt).replace(f"regio-xl {__version__}", "regio-xl 0.3.1")
    typed(divided.path, {("Voorstel", "A3"): older})
    row = next(iter(divided.rows("tblVoorstel").values()))["rij"]
    typed(divided.path, {("Voorstel", f"B{row}"): "Iets anders"})
    _, bladen = look(divided)
    assert bladen["Voorstel"]["versie"] == "0.3.1"
    assert bladen["Voorstel"]["sinds"].startswith("Gemaakt met versie 0.3.1; dit is versie")


def test_a_sheet_without_its_receipt_is_judged_all_the_same(divided: Year, look: Any) -> None:
    typed(divided.path, {("Voorstel", "A3"): None})
    assert look(divided)[1]["Voorstel"]["stand"] == "volgt"
    row = next(iter(divided.rows("tblVoorstel").values()))["rij"]
    typed(divided.path, {("Voorstel", f"B{row}"): "Iets anders"})
    blad = look(divided)[1]["Voorstel"]
    assert (blad["stand"], blad["gemaakt"]) == ("volgt niet", None)
    assert "regel in A3" in blad["sinds"]


def test_a_day_that_passed_is_no_edit(
    divided: Year, look: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "moment", lambda: datetime(2026, 11, 30, 9, 0))
    _, bladen = look(divided)
    assert wrong(bladen) == ["Controle"]
    assert "het is een andere dag" in bladen["Controle"]["sinds"]
