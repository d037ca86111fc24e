"""The facts beside the questions about the process, and what people answer (U9.1)."""

from datetime import datetime

from regio_xl.domain.dossier import Besluit, Besluitvorming, Periode, Uitvoering
from regio_xl.domain.table import SOURCE
from regio_xl.sheets.procesevaluatie import PROCESVRAGEN
from regio_xl.steps import evaluatie, procesevaluatie

TABLE = "tblProcesevaluatie"


def made(maak, *rows, tabellen=(), **more):
    jaar = maak.jaar(maak.table(TABLE, *rows), *tabellen)
    return maak.berekening(maak.voorstel(1), maak.voorstel(2, herkomst="extern"), jaar=jaar, **more)


def rows(berekening):
    (content,) = procesevaluatie.content(berekening)
    return content.rows


def test_bij_elke_vraag_staat_een_feit_uit_de_werkmap_u9_1(maak):
    found = rows(made(maak))
    assert [row["regel"] for row in found] == [vraag.regel for vraag in PROCESVRAGEN]
    assert all(row["vraag"] and row["feiten"] and row["door"] for row in found)
    facts = {row["regel"]: row["feiten"] for row in found}
    assert facts["U1.1"] == (
        "3 deelnemers, samen 650 uur; 1 aan het maximum, 0 zonder vastgesteld programma."
    )
    assert facts["F2.2"] == "2 voorstellen: 1 intern, 1 extern; 0 met een fout."
    assert facts["F3.1"].startswith("2 van de 2 projecten opgenomen, samen 200 uur")


def test_het_besluit_en_wie_rapporteerde_zijn_feiten_f3_5_u6_1(maak):
    besluit = Besluitvorming(besluit=Besluit(pakket={1: 100}), nummer="AB-7")
    periode = Periode(rij=12, naam="Jaarstukken", peildatum=datetime(2026, 12, 31).date())
    facts = procesevaluatie.facts_of(
        made(maak, besluitvorming=besluit, uitvoering=Uitvoering(perioden=(periode,)))
    )
    assert "besluit AB-7" in facts["F3.5"]
    assert facts["U6.1"] == "Projecten die rapporteerden: Jaarstukken 0 van de 1."


def test_hoeveel_dagen_een_stap_te_laat_was_is_een_feit_t1(maak):
    step = {"code": "T1", "tot": datetime(2025, 8, 31), "gereed": datetime(2025, 9, 4)}
    timeline = maak.table("tblTijdlijn", step)
    found = procesevaluatie.facts_of(made(maak, tabellen=(timeline,)))
    assert found["T1"] == "Gepland tot en met 31-8-2025; gereed op 4-9-2025, 4 dagen te laat."
    assert found["T2"] == "Geen einddatum op de tijdlijn; bij ‘Gereed op’ staat geen datum."


def test_voor_het_besluit_telt_de_dag_waarop_het_ab_besloot_t4(maak):
    step = {"code": "T4", "tot": datetime(2025, 12, 10), "gereed": datetime(2025, 12, 1)}
    besluit = Besluitvorming(besluit=Besluit(pakket={1: 100}), datum=datetime(2025, 12, 11).date())
    tables = (*maak.invoer(), maak.table("tblTijdlijn", step))
    found = procesevaluatie.facts_of(made(maak, tabellen=tables, besluitvorming=besluit))
    assert found["T4"] == "Gepland tot en met 10-12-2025; gereed op 11-12-2025, 1 dag te laat."


def test_geweigerde_en_geboekte_rijen_worden_geteld_u3_1_u8_2(maak):
    grant = {"nr": 1.0, "datum": datetime(2026, 3, 1), "uren": 20.0}
    facts = procesevaluatie.facts_of(
        made(maak, tabellen=(maak.table("tblInterventies", grant, {"nr": None}),))
    )
    assert facts["U3.1"].startswith("geen interventies toegekend (0 uur), 1 geweigerd")


def test_antwoorden_blijven_en_een_eigen_vraag_ook_u9_1(maak):
    own = {"vraag": "Was de zaal goed?", "antwoord": "Nee.", "afspraak": "Andere zaal."}
    berekening = made(maak, {"regel": "T2", "antwoord": "Goed."}, own, {"regel": None})
    found = rows(berekening)
    assert len(found) == len(PROCESVRAGEN) + 1
    assert not {"antwoord", "wie", "afspraak"} & set(found[1])  # left to who writes the table
    assert {key: found[-1][key] for key in own} == own
    assert found[-1][SOURCE] == 12
    assert procesevaluatie.answered(berekening.jaar) == (1, len(PROCESVRAGEN))


def test_een_vraag_die_er_twee_keer_staat_verliest_geen_antwoord_u9_1(maak):
    twice = [{"regel": "T2", "antwoord": text} for text in ("Goed.", "Slecht.")]
    assert [row.get("antwoord") for row in rows(made(maak, *twice))][-1] == "Slecht."


def test_evaluatie_vult_de_feiten_en_zegt_hoeveel_er_is_beantwoord_u9_1(maak):
    found = evaluatie.show(made(maak, {"regel": "T2", "vraag": "Hoe?", "antwoord": "Goed."}))
    assert TABLE in [content.name for content in found.tables]
    assert "Procesevaluatie: 1 van de 13 vragen beantwoord." in found.samenvatting


def test_zonder_het_blad_wordt_er_niets_over_het_proces_gemaakt_u9_1(maak):
    found = evaluatie.show(maak.berekening(maak.voorstel(1)))
    assert [content.name for content in found.tables] == ["tblEvaluatie"]
