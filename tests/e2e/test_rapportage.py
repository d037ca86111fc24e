"""A decided year on a real file: what was typed comes back in the report and the evaluation."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl.utils import get_column_letter

from regio_xl.cli import files
from regio_xl.sheets import schema
from tests.e2e.year import Year, sound
from tests.support.edit import typed
from tests.support.made import Made

FIRST = "Eerste bestuursrapportage"
JANUARY = datetime(2027, 1, 11, 9, 0)
REPORTS = ((50.0, 400.0, "loopt", "Begonnen in maart."), (500.0, None, "loopt", "Het loopt uit."))
MUTATIONS = "tblMutaties"
pytestmark = pytest.mark.slow


def fill(year: Year, table: str, *rows: dict[str, Any]) -> None:
    """Type rows in an input table, from its first row down."""
    sheet, spec = schema.tables()[table]
    cells = {
        (sheet.name, f"{get_column_letter(spec.position(key))}{row}"): value
        for row, given in enumerate(rows, spec.row + 1)
        for key, value in given.items()
    }
    typed(year.path, cells)


def grant(nr: int, month: int, uren: float, codes: list[str]) -> dict[str, Any]:
    day = datetime(2026, month, 3)
    named = "; ".join(codes)
    return {"nr": float(nr), "datum": day, "omschrijving": f"zaak {nr}", "soort": "klein"} | {
        "uren": uren,
        "deelnemers": named,
    }


def move(nr: int, month: int, van: float, naar: float | str, uren: float) -> dict[str, Any]:
    return {"nr": float(nr), "datum": datetime(2026, month, 5), "van": van, "naar": naar} | {
        "uren": uren,
        "reden": "meer werk",
        "door": "accountteam",
    }


@pytest.fixture(scope="module")
def decided(made: Made, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[int]]:
    """Return a decided year in January of the next, in which people typed what happened."""
    year = sound(made.copy("voorbeeld", tmp_path_factory.mktemp("besloten") / "jaar.xlsm"))
    numbers = year.rows("tblVoorstellen")
    for key, who in (("intern_opdrachtgever", "A. Bos"), ("projectleider", "B. Wit")):
        year.at("tblVoorstellen", key, dict.fromkeys(numbers, who))
    year.run("bijwerken")
    year.put(fase="besluit")
    year.run("voorleggen")
    year.decide()
    year.put(fase="uitvoering")
    one, two, *_ = projects = list(year.adopted())
    codes = list(year.rows("tblDeelnemers"))
    year.proposal(one, betrokkenen="AMF: stuurgroep; BAA: klankbordgroep", rapporteur="C. Smit")
    fill(
        year,
        "tblInterventies",
        grant(1, 2, 200.0, codes[:12]),
        grant(2, 3, 400.0, codes[:12]),
        grant(3, 4, 20.0, codes[:9]),
        grant(4, 6, 50.0, codes),
    )
    fill(
        year,
        "tblVerschuivingen",
        move(1, 2, float(one), float(two), 30.0),
        move(2, 4, float(one), "reserve", 5_000.0),
        move(3, 9, float(one), float(two), 10.0),
    )
    keys = ("gerealiseerd", "prognose", "status", "toelichting")
    fill(year, "tblVoortgang", *(dict(zip(keys, told, strict=True)) for told in REPORTS))
    return year.path, projects


@pytest.fixture
def year(decided: tuple[Path, list[int]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Year:
    monkeypatch.setattr(files, "moment", lambda: JANUARY)
    path = tmp_path / "jaar.xlsm"
    path.write_bytes(decided[0].read_bytes())
    return Year(path)


def test_het_rapport_van_een_periode_klopt_met_wat_er_is_getypt_u6_1_u8_2(
    year: Year, decided: tuple[Path, list[int]]
) -> None:
    adopted, (one, two, *others) = year.adopted(), decided[1]
    year.put(rapportage_periode=FIRST)
    found = year.run("rapportage").data
    assert found["ontbreekt"] == others
    sheet = year.rows("tblRapportage")
    assert sheet.keys() == adopted.keys()
    assert (sheet[one]["rapporteur"], sheet[two]["rapporteur"]) == ("C. Smit", "B. Wit")
    assert sheet[one]["betrokkenen"] == "Amersfoort: stuurgroep; Baarn: klankbordgroep"
    for nr, moved, (spent, expected, status, told) in (
        (one, -30, REPORTS[0]),
        (two, 30, REPORTS[1]),
    ):
        row, has = sheet[nr], adopted[nr] + moved
        assert (row["vastgesteld"], row["verschoven"], row["beschikbaar"]) == (
            adopted[nr],
            moved,
            has,
        )
        assert (row["gerealiseerd"], row["prognose"]) == (spent, expected or max(spent, has))
        assert (row["status"], row["toelichting"]) == (status, told)
    assert sum(row["beschikbaar"] for row in sheet.values()) == sum(adopted.values())
    asked = [
        (row["wat"], row["nr"], row["uren"], row["uitkomst"]) for row in year.list_of(MUTATIONS)
    ]
    assert asked == [
        ("interventie", 1, 200, "toegekend"),
        ("verschuiving", 1, 30, "geboekt"),
        ("interventie", 2, 0, "geweigerd"),
        ("interventie", 3, 0, "geweigerd"),
        ("verschuiving", 2, 0, "geweigerd"),
    ]


def test_per_deelnemer_telt_op_tot_wat_allen_inbrengen_t5_u4_3(year: Year) -> None:
    found = year.run("rapportage")
    assert year.cell("rapportage_titel") == "Terugblik op 2026: Jaarstukken"
    people, adopted = year.rows("tblPerDeelnemer"), year.adopted()
    assert sum(row["bijdrage"] for row in people.values()) == year.cell("totaal_beschikbaar")
    belang = year.rows("tblBelang")
    has = {row["nr"]: row["beschikbaar"] for row in year.list_of("tblRapportage")}
    for item in found.data["deelnemers"]:
        matters = [nr for nr in adopted if (belang[nr].get(item["code"]) or 0) >= 1]
        assert item["projecten"] == matters
        assert item["beschikbaar_uren"] == sum(has[nr] for nr in matters)
    assert people["AMF"]["rollen"].startswith("stuurgroep bij ")
    spent = sum(row["gerealiseerd"] for row in year.list_of("tblRapportage"))
    assert spent == year.cell("totaal_gerealiseerd") == 550


def test_een_rapport_opnieuw_maken_verandert_niets_u6_1(year: Year) -> None:
    year.run("rapportage")
    year.run("rapportage")
    assert not year.changed


def test_controleer_ziet_of_rapport_en_feiten_nog_volgen_u6_1_u9_1(year: Year) -> None:
    def judged() -> dict[str, str]:
        sheets = {item["blad"]: item["stand"] for item in year.run("controleer").data["bladen"]}
        return {name: sheets[name] for name in ("Rapportage", "Procesevaluatie")}

    year.run("rapportage")
    year.run("evaluatie")
    assert judged() == {"Rapportage": "volgt", "Procesevaluatie": "volgt"}
    year.at("tblInterventies", "uren", {4: 60.0})
    assert judged() == {"Rapportage": "volgt niet", "Procesevaluatie": "volgt niet"}


def test_een_rol_of_rapporteur_maakt_geen_ander_pakket_u5_3_f3_5(
    year: Year, decided: tuple[Path, list[int]]
) -> None:
    before = year.run("valideren")
    year.proposal(decided[1][1], betrokkenen="UTR: werkgroep", rapporteur="D. Vos")
    after = year.run("valideren")
    assert after.bevindingen == before.bevindingen
    assert year.cell("pakket_staat") == "in uitvoering"


def test_antwoorden_over_het_proces_blijven_bij_hun_vraag_u9_1(year: Year) -> None:
    year.run("evaluatie")
    year.at("tblProcesevaluatie", "antwoord", {"T4": "Op tijd.", "U6.1": "Past goed."})
    year.at("tblProcesevaluatie", "afspraak", {"U6.1": "Zo houden."})
    year.run("evaluatie")
    rows = year.rows("tblProcesevaluatie")
    assert (rows["T4"]["antwoord"], rows["U6.1"]["afspraak"]) == ("Op tijd.", "Zo houden.")
    assert rows["U3.1"]["feiten"].startswith("2 interventies toegekend (250 uur), 2 geweigerd")
    assert rows["U8.2"]["feiten"].startswith("2 verschuivingen geboekt, 1 geweigerd")
    assert year.cell("procesevaluatie_beantwoord") == 2
