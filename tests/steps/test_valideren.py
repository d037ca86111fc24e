"""Step ``valideren``: findings on sheet Controle and the total recomputed."""

from regio_xl.steps import valideren


def test_findings_fill_controle_and_the_json_alike(maak):
    found = valideren.show(maak.dossier(bevindingen=(maak.fout(2), maak.fout(None, "F2.1"))))
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
    assert found.data["bevindingen"][1] == dict(row) | {"rij": 7}
    assert (found.data["fouten"], found.data["waarschuwingen"]) == (2, 0)
    assert found.fouten == 2


def test_the_total_is_recomputed_apart_from_the_formulas_f1_3(maak):
    assert valideren.show(maak.dossier()).cells == {"controle_herrekend": 650.0}


def test_without_findings_the_table_is_empty_and_the_summary_says_so(maak):
    found = valideren.show(maak.dossier(maak.voorstel(1)))
    assert found.tables[0].rows == ()
    assert found.samenvatting == (
        "Gecontroleerd: 1 voorstel en 3 deelnemers; samen 650 uur beschikbaar.",
        "Geen bevindingen.",
    )


def test_without_kader_there_is_no_total_u1_3(maak):
    found = valideren.show(maak.dossier(kader=None))
    assert found.cells == {"controle_herrekend": None}


def test_the_run_is_logged_with_who_what_and_when(maak):
    log = valideren.run(maak.jaar()).tables[-1]
    assert (log.name, log.append, len(log.rows)) == ("tblLogboek", True, 1)
    row = log.rows[0]
    assert (row["wie"], row["stap"], row["invoer"]) == ("a.devries", "valideren", "abc123")
    assert row["wanneer"] == maak.jaar().read_at
    assert str(row["uitkomst"]).startswith("Gecontroleerd")
