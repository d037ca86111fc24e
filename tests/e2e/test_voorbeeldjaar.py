"""The example year up to a phase: made by the real steps, and right by a count of our own."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from regio_xl import builder
from regio_xl.builder import EXAMPLE_YEAR, Tot
from regio_xl.builder.content import load
from regio_xl.cli import files
from regio_xl.cli.commands import main
from regio_xl.domain.woorden import Koers
from regio_xl.steps import STEPS
from tests.e2e.year import Year
from tests.support.edit import typed as typed_in
from tests.support.made import Made

RESERVE = 500


def year(made: Made, folder: Path, tot: Tot) -> Year:
    return Year(made.copy(f"voorbeeld tot {tot}", folder / "jaar.xlsm"))


def typed(table: str) -> Iterator[dict[str, Any]]:
    """Yield the rows that the data hold for one table, read apart from the builder."""
    for tot in Tot:
        for moment in load(f"voorbeeld/tot_{tot}.toml")["moment"]:
            yield from moment.get("rijen", {}).get(table, [])


def begun(done: Year, table: str) -> dict[Any, dict[str, Any]]:
    """Return the rows that hold more than the number that was ready in them."""
    return {nr: row for nr, row in done.rows(table).items() if row["datum"]}


@pytest.mark.parametrize("tot", Tot)
def test_the_data_say_that_they_are_invented(tot: Tot) -> None:
    source = Path(builder.__file__).parent / "voorbeeld" / f"tot_{tot}.toml"
    assert "VERZONNEN" in source.read_text(encoding="utf-8").splitlines()[0]


def test_no_day_of_the_year_lies_outside_it() -> None:
    days = [row["datum"] for row in (*typed("tblInterventies"), *typed("tblVerschuivingen"))]
    assert {day.year for day in days} == {EXAMPLE_YEAR}


@pytest.mark.slow
@pytest.mark.parametrize("tot", Tot)
def test_a_step_after_it_changes_not_one_byte(tot: Tot, made: Made, tmp_path: Path) -> None:
    done = year(made, tmp_path, tot)
    before = done.path.read_bytes()
    done.run("bijwerken")
    assert done.path.read_bytes() == before
    checked = files.read_only(STEPS["controleer"].run, done.path).samenvatting
    assert checked[0].startswith("Elk blad dat is gemaakt, volgt nog uit de invoer: Start, ")


@pytest.mark.slow
def test_f3_5_tot_besluit_has_no_flaw_left_and_a_frozen_package(made: Made, tmp_path: Path) -> None:
    done = year(made, tmp_path, Tot.BESLUIT)
    # The one thing to say is that the year has begun since, and what to do then
    assert [row["herstel"] for row in done.list_of("tblControle")] == [
        "Zet de fase op ‘uitvoering’."
    ]
    assert (done.cell("fase"), done.cell("pakket_staat")) == ("besluit", "vastgesteld")
    assert done.adopted() == done.package()
    assert sum(done.adopted().values()) + 900 + RESERVE == done.cell("totaal_beschikbaar") == 7105


@pytest.mark.slow
def test_every_project_that_the_data_name_is_in_the_package(made: Made, tmp_path: Path) -> None:
    adopted = set(year(made, tmp_path, Tot.BESLUIT).adopted())
    transfers = [*typed("tblVerschuivingen")]
    moved = {row[way] for row in transfers for way in ("van", "naar")}
    assert {nr for nr in moved if isinstance(nr, int)} <= adopted
    assert {row["nr"] for row in typed("tblVoortgang")} == adopted
    assert {row["nr"] for row in typed("tblEvaluatie")} == adopted


@pytest.mark.slow
def test_u3_3_u8_2_tot_uitvoering_refuses_three_interventions_and_two_transfers(
    made: Made, tmp_path: Path
) -> None:
    done = year(made, tmp_path, Tot.UITVOERING)
    interventies, verschuivingen = begun(done, "tblInterventies"), begun(done, "tblVerschuivingen")
    assert (len(interventies), len(verschuivingen)) == (12, 9)
    refused = {nr: row["reden"] for nr, row in interventies.items() if not row["toegekend"]}
    few, full = "niet: te weinig deelnemers", "niet: meer dan er over is in de reserve"
    assert refused == {4: few, 9: full, 11: few}
    assert {nr for nr, row in verschuivingen.items() if not row["geboekt"]} == {2, 8}
    granted = sum(row["uren"] for nr, row in interventies.items() if nr not in refused)
    moved = verschuivingen[3]["uren"]  # the one transfer out of the reserve
    assert done.cell("reserve_toegekend") == granted
    assert done.cell("reserve_over") == RESERVE - moved - granted >= 0


@pytest.mark.slow
def test_u8_2_tot_uitvoering_shows_an_overrun_and_where_hours_stay_unused(
    made: Made, tmp_path: Path
) -> None:
    done = year(made, tmp_path, Tot.UITVOERING)
    koersen = {nr: row["oordeel"] for nr, row in done.rows("tblProjecten").items()}
    assert {nr: said for nr, said in koersen.items() if said != Koers.OP_KOERS} == {
        5: Koers.OVERSCHREDEN,
        8: Koers.DREIGT,
        **dict.fromkeys((17, 23, 36), Koers.OVER),
    }
    assert str(done.cell("start_dringend_1")).startswith("Project 5 ")
    assert str(done.cell("start_dringend_2")).startswith("Project 8 ")


@pytest.mark.slow
def test_what_a_step_mends_itself_stands_on_no_sheet(made: Made, tmp_path: Path) -> None:
    done = year(made, tmp_path, Tot.UITVOERING)
    below = max(row["rij"] for row in done.rows("tblInterventies").values()) + 1
    cells = {"nr": 99.0, "omschrijving": "Nog zonder dag", "uren": 5.0, "soort": "klein"}
    column = {key: done.column("tblInterventies", key) for key in cells}
    typed_in(done.path, {("Interventies", f"{column[key]}{below}"): cells[key] for key in cells})
    outcome = done.run("bijwerken")
    assert any("direct onder de tabel tblInterventies" in line for line in outcome.samenvatting)
    listed = done.list_of("tblOverschrijding")
    assert listed[0]["melding"].startswith("Project 5 ")  # before rows that were refused
    assert not [row for row in listed if "onder de tabel" in row["melding"]]
    before = done.path.read_bytes()
    done.run("bijwerken")
    assert done.path.read_bytes() == before


@pytest.mark.slow
def test_u8_2_u9_2_tot_afgesloten_has_the_overrun_resolved_and_every_project_evaluated(
    made: Made, tmp_path: Path
) -> None:
    done = year(made, tmp_path, Tot.AFGESLOTEN)
    projects = done.rows("tblProjecten")
    assert all(row["gerealiseerd"] <= row["beschikbaar"] for row in projects.values())
    assert projects[5]["beschikbaar"] == 175 + 20 + 10 + 25  # with what is free, and of the AB
    assert projects[8]["beschikbaar"] == 300 + 45
    assert done.cell("jaar_beschikbaar") == 7105 + 25
    for row in done.list_of("tblEvaluatie"):
        assert all(row[key] for key in ("resultaat", "waarde", "lessen", "vervolg")), row["nr"]
    assert {row["vervolg"] for row in done.list_of("tblEvaluatie")} == {"doorgaan", "stoppen"}


@pytest.mark.slow
def test_it_comes_as_xlsx_too_and_says_so_in_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "jaar.xlsx"
    with pytest.raises(SystemExit) as stop:
        main(["nieuw", str(path), "--voorbeeld", "--tot", "besluit", "--json"])
    told = json.loads(capsys.readouterr().out)
    assert stop.value.code == 0
    assert told == {"bestand": str(path), "jaar": 2026, "voorbeeld": True, "tot": "besluit"}
    assert len(Year(path).adopted()) == 22


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--tot", "besluit"), "--tot hoort bij --voorbeeld."),
        (("--voorbeeld", "--tot", "zomer"), "Kies uit besluit, uitvoering of afgesloten."),
        (("--voorbeeld", "--tot", "besluit", "--jaar", "2027"), "alleen met het jaar 2026"),
    ],
)
def test_what_cannot_be_is_one_sentence_and_makes_no_file(
    words: tuple[str, ...],
    sentence: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = tmp_path / "jaar.xlsm"
    with pytest.raises(SystemExit) as stop:
        main(["nieuw", str(path), *words])
    assert stop.value.code == 2
    assert sentence in capsys.readouterr().err
    assert not path.exists()
