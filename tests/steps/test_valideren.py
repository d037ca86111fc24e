"""Step ``valideren``: findings on sheet Controle and the total recomputed."""

from regio_xl.steps import STEPS, valideren
from regio_xl.steps.pakket import Verdeel, compute


def checked(maak, *voorstellen, **more):
    found = compute(maak.jaar(), maak.dossier(*voorstellen, **more), verdeel=Verdeel.NOOIT)
    return valideren.with_findings(found, valideren.show(found))


def test_findings_fill_controle_and_the_json_alike(maak):
    found = checked(maak, bevindingen=(maak.fout(2), maak.fout(None, "F2.1")))
    row = found.tables[0].rows[1]
    assert dict(row) == {
        "ernst": "fout",
        "regel": "F2.2",
        "blad": "Voorstellen",
        "rij": 7.0,
        "kolom": "Uren",
        "melding": "Er is iets mis.",
        "herstel": "Verbeter het.",
    }
    assert set(found.data) == {"bevindingen", "fouten", "waarschuwingen"}
    assert found.data["bevindingen"][1] == dict(row) | {"rij": 7, "rijen": [7]}
    assert (found.data["fouten"], found.data["waarschuwingen"]) == (2, 0)
    assert found.fouten == 2


def test_the_total_is_recomputed_apart_from_the_formulas_f1_3(maak):
    assert checked(maak).cells == {"controle_herrekend": 650.0}


def test_without_findings_the_table_is_empty_and_the_summary_says_so(maak):
    found = checked(maak, maak.voorstel(1))
    assert found.tables[0].rows == ()
    assert found.samenvatting == (
        "Gecontroleerd: 1 voorstel en 3 deelnemers; samen 650 uur beschikbaar.",
        "Geen bevindingen.",
    )


def test_without_kader_there_is_no_total_u1_3(maak):
    found = checked(maak, kader=None)
    assert found.cells == {"controle_herrekend": None}


def test_the_run_is_logged_with_who_what_and_when(maak):
    jaar = maak.jaar(*map(maak.table, ("tblKader", "tblDeelnemers", "tblVoorstellen")))
    log = STEPS["valideren"].run(jaar).tables[-1]
    assert (log.name, log.append, len(log.rows)) == ("tblLogboek", True, 1)
    row = log.rows[0]
    assert (row["wie"], row["stap"], row["invoer"]) == ("a.devries", "valideren", "abc123")
    assert row["wanneer"] == maak.jaar().read_at
    assert str(row["uitkomst"]).startswith("Gecontroleerd")


def test_u8_2_fixed_parts_over_the_total_are_an_error_without_a_package_too(maak):
    found = checked(maak, kader=maak.kader(ketentoezicht_besloten=900))
    assert [(item.regel, item.ernst.value) for item in found.bevindingen] == [("U8.2", "fout")]


def test_what_a_run_mends_by_itself_is_told_once_and_stands_on_no_sheet(maak):
    """Rows below a table join it in the run that tells of them."""
    table = maak.table("tblVoorstellen", {"nr": 1.0}).model_copy(update={"beyond": 1})
    writes, looks = (STEPS[name].run(maak.jaar(table)) for name in ("valideren", "totalen"))
    told = "1 rij staat direct onder de tabel tblVoorstellen"
    assert any(line.startswith(told) for line in writes.samenvatting)
    assert not any(item.melding.startswith(told) for item in writes.bevindingen)
    assert any(item.melding.startswith(told) for item in looks.bevindingen)
