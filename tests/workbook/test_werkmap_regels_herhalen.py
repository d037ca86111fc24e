"""Rules about running again: 24 (same values, notes untouched, backup), 25 (receipts)."""

import re
from pathlib import Path

import pytest
from openpyxl.utils import get_column_letter

from regio_xl import __version__, builder
from regio_xl.sheets import schema
from regio_xl.workbook import versions
from tests.e2e.year import Year, silent
from tests.support.edit import typed
from tests.support.made import FILLED, HALFWAY, LATER, MOMENT, WRITING, YEAR, Made, run
from tests.support.view import View

FROM_START = builder.template(2026).tables

NOTHING_YET = "Nog niet gemaakt."
RECEIPT = re.compile(
    r"Gemaakt op (\d\d-\d\d-\d{4} \d\d:\d\d) door stap ‘([a-z-]+)’ · regio-xl (\S+) · "
    r"kenmerk invoer ([0-9a-f]{12}) · kenmerk parameters ([0-9a-f]{12})"
)
NOTES = {
    ("Start", "H40"): "Bel Anna over de reserve",
    ("Kader", "M3"): "=geen formule",
    ("Deelnemers", "J7"): "00123",
    ("Voorstellen", "Z9"): "notitie naast de tabel",
    ("Controle", "K6"): "besproken op 3-11",
    ("Selectie", "V8"): 42.5,
    ("Evaluatie", "P6"): "opmerking",
    ("Financien", "F5"): "akkoord",
    ("Over", "B30"): "eigen regel",
}


pytestmark = pytest.mark.usefixtures("nothing_known")


@pytest.fixture(params=WRITING)
def step(request: pytest.FixtureRequest) -> str:
    return request.param


def test_rule_24_a_second_run_leaves_the_bytes_of_the_file_as_they_were(
    made: Made, step: str, tmp_path: Path
) -> None:
    path = made.copy(f"voorbeeld na {step}", tmp_path / "twee.xlsm")
    before = path.read_bytes()
    assert not run(path, step, LATER)
    assert path.read_bytes() == before
    assert sorted(item.name for item in tmp_path.iterdir()) == ["twee.xlsm"]


@pytest.mark.parametrize("second", ["toewijzen", "voorstel", "selectie", "evaluatie"])
def test_rule_24_a_part_of_bijwerken_changes_no_value_after_it(
    made: Made, second: str, tmp_path: Path
) -> None:
    path = made.copy("voorbeeld na bijwerken", tmp_path / "deel.xlsm")
    before = View("voor", path).everything()
    run(path, second, LATER)
    assert View("na", path).everything() == before


def test_rule_24_valideren_after_bijwerken_changes_its_own_sheet_and_the_log_only(
    made: Made, tmp_path: Path
) -> None:
    # It judges the input alone, so it leaves out the findings about the package.
    path = made.copy("voorbeeld na bijwerken", tmp_path / "controle.xlsm")
    before = View("voor", path).everything()
    run(path, "valideren", LATER)
    after = View("na", path).everything()
    changed = {place[0] for place in before | after if before.get(place) != after.get(place)}
    assert changed <= {"Controle", "Start", "Logboek"}
    start = {address for sheet, address in before | after if sheet == "Start"}
    moved = {at for at in start if before.get(("Start", at)) != after.get(("Start", at))}
    assert moved <= {"B18", "B19"}


def test_rule_24_inputs_are_not_changed_by_a_step(made: Made, step: str) -> None:
    before, after = made("voorbeeld"), made(f"voorbeeld na {step}")
    for name in ("tblKader", "tblTijdlijn", "tblDeelnemers", "tblVoorstellen", "tblBelang"):
        assert _typed(after, name) == _typed(before, name), name


def _typed(book: View, name: str) -> list[dict[str, object]]:
    """Return the rows of a table without what steps write in them: the stand of the timeline."""
    made = {column.key for column in schema.tables()[name][1].columns if column.owner == "output"}
    rows = book.records(name)
    return [{key: value for key, value in row.items() if key not in made} for row in rows]


def test_rule_24_notes_outside_our_tables_stay(made: Made, step: str, tmp_path: Path) -> None:
    path = made.copy("voorbeeld", tmp_path / "notities.xlsm")
    typed(path, NOTES)
    run(path, step)
    values = View("na", path).values
    assert {place: values[place[0]][place[1]].value for place in NOTES} == NOTES


def test_rule_24_notes_stay_when_the_tables_grow_and_shrink(made: Made, tmp_path: Path) -> None:
    content = builder.example(YEAR)
    path = made.copy("voorbeeld na bijwerken", tmp_path / "krimp.xlsm")
    silent(Year(path))
    typed(path, NOTES)
    placed = View("voor", path).table("tblVoorstellen")
    typed(
        path,
        {
            (placed.sheet, f"{get_column_letter(col)}{row}"): None
            for row in list(placed.rows)[20:]
            for col, _ in placed.columns()
        },
    )
    run(path, "bijwerken", LATER)
    view = View("na", path)
    assert {place: view.values[place[0]][place[1]].value for place in NOTES} == NOTES
    selectie, sheet = view.table("tblSelectie"), view.values["Selectie"]
    assert len(selectie.rows) == 20
    below = range(selectie.area.bottom + 1, sheet.max_row + 1)
    assert not [
        sheet.cell(row, col).value
        for row in below
        for col, _ in selectie.columns()
        if sheet.cell(row, col).value is not None
    ]
    gone = {row["titel"] for row in content.tables["tblVoorstellen"][20:]}
    left = {str(cell.value) for name in ("Voorstel", "Selectie") for cell in view.cells(name)}
    assert not gone & left


def test_rule_24_what_people_typed_in_evaluatie_stays_with_its_project(
    made: Made, tmp_path: Path
) -> None:
    path = made.copy("voorbeeld na bijwerken", tmp_path / "evaluatie.xlsm")
    run(path, "evaluatie")
    placed = View("voor", path).table("tblEvaluatie")
    assert len(placed.rows) > 3
    col = {column.key: get_column_letter(number) for number, column in placed.columns()}
    row = placed.rows[2]
    typed(
        path,
        {
            (placed.sheet, f"{col['resultaat']}{row}"): "12 controles",
            (placed.sheet, f"{col['lessen']}{row}"): "=eerder beginnen",
        },
    )
    number = View("getypt", path).records("tblEvaluatie")[2]["nr"]
    run(path, "bijwerken", LATER)
    line = next(line for line in View("na", path).records("tblEvaluatie") if line["nr"] == number)
    assert (line["resultaat"], line["lessen"]) == ("12 controles", "=eerder beginnen")


def test_rule_24_a_backup_of_the_old_file_is_made_first(
    made: Made, step: str, tmp_path: Path
) -> None:
    path = made.copy("voorbeeld", tmp_path / "kopie.xlsm")
    before = path.read_bytes()
    assert run(path, step)
    kept = versions.found(path, versions.beside(path))
    assert [(item.step, item.path.read_bytes()) for item in kept] == [(step, before)]
    assert path.read_bytes() != before


def test_rule_25_each_generated_sheet_carries_a_receipt(book: View) -> None:
    filled = book.label == FILLED
    moment, step = (HALFWAY, "bijwerken") if filled else (MOMENT, book.label.partition(" na ")[2])
    for spec in book.specs:
        if not spec.receipt:
            continue
        text = str(book.values[spec.name]["A3"].value)
        # Some tables have their rows, but not their results, from the start.
        growing = [table for table in spec.tables if table.grows and table.name not in FROM_START]
        rows = [book.column(table.name, table.columns[0].key) for table in growing]
        if not any(value is not None for column in rows for value in column):
            assert text == NOTHING_YET or RECEIPT.fullmatch(text), f"{spec.name}: {text}"
            continue
        found = RECEIPT.fullmatch(text)
        assert found, f"{spec.name}: {text}"
        assert found.group(1, 2, 3) == (f"{moment:%d-%m-%Y %H:%M}", step, __version__)


def test_rule_25_after_bijwerken_all_receipts_name_the_same_input(updated: View) -> None:
    texts = [str(updated.values[spec.name]["A3"].value) for spec in updated.specs if spec.receipt]
    marks = {match.group(4, 5) for match in map(RECEIPT.fullmatch, texts) if match}
    assert len(marks) == 1
    log = updated.records("tblLogboek")
    assert [(line["stap"], line["wie"]) for line in log] == [("bijwerken", "tester")]
    assert log[0]["wanneer"] == MOMENT
    assert log[0]["invoer"] == marks.pop()[0]


def test_rule_25_the_receipt_changes_with_the_input_and_with_kader(
    made: Made, tmp_path: Path
) -> None:
    path = made.copy("voorbeeld na bijwerken", tmp_path / "invoer.xlsm")
    first = _marks(path)
    typed(path, {("Deelnemers", "D6"): 4321.0})
    run(path, "bijwerken", LATER)
    second = _marks(path)
    assert second[0] != first[0]
    assert second[1] == first[1]
    view = View("na", path)
    row = view.column("tblKader", "code").index("reserve") + view.table("tblKader").rows[0]
    typed(path, {("Kader", f"C{row}"): 300.0})
    run(path, "bijwerken", LATER)
    third = _marks(path)
    assert third[0] != second[0]
    assert third[1] != second[1]


def _marks(path: Path) -> tuple[str, str]:
    found = RECEIPT.fullmatch(str(View("", path).values["Selectie"]["A3"].value))
    assert found
    return found.group(4), found.group(5)
