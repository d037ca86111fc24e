"""``rapportage`` and its option, on a file (U6.1)."""

import json
from pathlib import Path

import pytest

from regio_xl.cli.commands import main
from tests.e2e.year import Year
from tests.support.made import Made

FIRST, SECOND, LAST = "Eerste bestuursrapportage", "Tweede bestuursrapportage", "Jaarstukken"


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[object, str, str]:
    with pytest.raises(SystemExit) as stop:
        main(["rapportage", *words])
    shown = capsys.readouterr()
    return stop.value.code, shown.out, shown.err


@pytest.fixture
def year(made: Made, tmp_path: Path) -> Year:
    return Year(made.copy("voorbeeld na toewijzen", tmp_path / "jaar.xlsm"))


def test_de_optie_typt_de_periode_op_het_blad_zoals_een_mens_dat_doet_u6_1(
    year: Year, capsys: pytest.CaptureFixture[str]
) -> None:
    _, out, err = run(capsys, str(year.path), "--periode", "jaarstukken", "--json")
    found = json.loads(out)
    assert (found["periode"], found["peildatum"], err) == (LAST, "2026-12-31", "")
    assert year.cell("rapportage_periode") == LAST
    assert year.cell("rapportage_titel") == "Terugblik op 2026: Jaarstukken"
    year.put(rapportage_periode=SECOND)
    _, out, _ = run(capsys, str(year.path), "--json")
    assert json.loads(out)["periode"] == SECOND
    before = year.path.read_bytes()
    run(capsys, str(year.path), "--periode", SECOND)
    assert year.path.read_bytes() == before


def test_het_blad_zegt_hetzelfde_als_json_u6_1(
    year: Year, capsys: pytest.CaptureFixture[str]
) -> None:
    _, out, _ = run(capsys, str(year.path), "--json")
    found, sheet = json.loads(out), year.rows("tblRapportage")
    assert [item["nr"] for item in found["projecten"]] == list(sheet) != []
    for item in found["projecten"]:
        cells = {key: sheet[item["nr"]][key] for key in item}
        assert {key: "" if value is None else value for key, value in cells.items()} == item
    people = year.rows("tblPerDeelnemer")
    assert [item["bijdrage_uren"] for item in found["deelnemers"]] == [
        row["bijdrage"] for row in people.values()
    ]
    assert found["ontbreekt"] == list(sheet)


def test_een_periode_die_niet_bestaat_geeft_code_2_en_noemt_de_periodes_u6_1(
    year: Year, capsys: pytest.CaptureFixture[str]
) -> None:
    before = year.path.read_bytes()
    code, out, err = run(capsys, str(year.path), "--periode", "Derde")
    assert (code, out) == (2, "")
    assert err == (
        f"De periode ‘Derde’ staat niet op blad Kader. Kies ‘{FIRST}’, ‘{SECOND}’ of ‘{LAST}’.\n"
    )
    assert year.path.read_bytes() == before


def test_in_excel_wordt_de_periode_op_het_blad_getypt(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "--excel", "--periode", FIRST)
    assert code == 2
    assert "bovenaan blad Rapportage" in err
