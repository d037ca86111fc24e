"""Step ``rapportage``: the joint report of a period, from the book cut off at its last day."""

from datetime import date, datetime

import pytest

from regio_xl.domain import Ernst, Fase
from regio_xl.domain.dossier import (
    Besluit,
    Besluitvorming,
    Betrokkene,
    Interventie,
    Periode,
    Uitvoering,
    Verschuiving,
    Voortgangsregel,
)
from regio_xl.steps import bijwerken, rapportage

EERSTE = Periode(rij=12, naam="Eerste", peildatum=date(2026, 4, 30), klaar=date(2026, 6, 15))
TWEEDE = Periode(rij=13, naam="Tweede", peildatum=date(2026, 8, 31), klaar=date(2026, 10, 15))
JAAR = Periode(rij=14, naam="Jaarstukken", peildatum=date(2026, 12, 31), klaar=date(2027, 3, 1))
GRANT = Interventie(
    rij=11, nr=1, datum=date(2026, 3, 1), uren=20, deelnemers=("PU", "EEM"), soort="klein"
)
REPORT = Voortgangsregel(
    rij=6, nr=1, periode=EERSTE, gerealiseerd=30, prognose=120, status="loopt", toelichting="Vlot."
)


def move(nr, dag, van, naar, uren):
    return Verschuiving(rij=5 + nr, nr=nr, datum=dag, van=van, naar=naar, uren=uren)


def year(maak, *, vandaag=(2026, 9, 10), periode=None, tabellen=(), fase="uitvoering", **given):
    """Return a decided year of two projects of 100 hours, with what was typed since."""
    uitvoering = {"perioden": (EERSTE, TWEEDE, JAAR), **given}
    betrokken = (Betrokkene(code="PU", rol="stuurgroep"),)
    return maak.berekening(
        maak.voorstel(1, projectleider="A. Bos", betrokkenen=betrokken),
        maak.voorstel(2, projectleider="B. Wit", rapporteur="C. Smit"),
        jaar=maak.jaar(
            *maak.invoer(),
            *tabellen,
            read_at=datetime(*vandaag, 9, 0),
            cells={"rapportage_periode": periode},
        ),
        kader=maak.kader(fase=Fase(fase), interventie_deelnemers=2),
        belang={1: {"PU": 2, "EEM": 1}, 2: {"UTR": 3}},
        besluitvorming=Besluitvorming(besluit=Besluit(pakket={1: 100, 2: 100})),
        uitvoering=Uitvoering(**uitvoering),
    )


def rows(uitkomst, name):
    return next(table for table in uitkomst.tables if table.name == name).rows


def test_de_periode_die_aan_de_beurt_is_is_de_laatste_die_voorbij_is_u6_1(maak):
    def chosen(*vandaag, **more):
        return rapportage.chosen_period(year(maak, vandaag=vandaag, **more))

    assert chosen(2026, 2, 1) == EERSTE  # none is over yet
    assert chosen(2026, 4, 30) == EERSTE
    assert chosen(2026, 8, 31) == EERSTE  # its last day is not over yet
    assert chosen(2026, 9, 1) == TWEEDE
    assert chosen(2027, 1, 1) == JAAR
    assert chosen(2027, 1, 1, periode=" tweede ") == TWEEDE
    assert chosen(2027, 1, 1, perioden=()) is None


def test_de_cijfers_zijn_die_op_de_peildatum_u6_1_u8_2(maak):
    later = Voortgangsregel(rij=8, nr=1, periode=TWEEDE, gerealiseerd=90)
    moves = (move(1, date(2026, 4, 30), 1, 2, 10), move(2, date(2026, 5, 1), 1, 2, 20))
    found = rapportage.show(
        year(maak, periode="Eerste", verschuivingen=moves, voortgang=(REPORT, later))
    )
    one, two = found.data["projecten"]
    figures = ("vastgesteld", "verschoven", "beschikbaar", "gerealiseerd", "prognose")
    assert [one[key] for key in figures] == [100, -10, 90, 30, 120]
    assert [two[key] for key in figures] == [100, 10, 110, 0, 110]
    assert (one["status"], one["toelichting"]) == ("loopt", "Vlot.")
    assert (found.data["periode"], found.data["peildatum"]) == ("Eerste", "2026-04-30")


def test_wat_na_de_peildatum_is_ingevuld_verandert_het_rapport_niet_u8_2(maak):
    after = {
        "verschuivingen": (move(1, date(2026, 5, 1), 1, 2, 20),),
        "voortgang": (REPORT, Voortgangsregel(rij=8, nr=2, periode=TWEEDE, gerealiseerd=200)),
        "interventies": (GRANT.model_copy(update={"datum": date(2026, 5, 2)}),),
    }
    before = rapportage.show(year(maak, periode="Eerste", voortgang=(REPORT,)))
    now = rapportage.show(year(maak, periode="Eerste", **after))
    assert (now.data, now.tables, now.cells) == (before.data, before.tables, before.cells)


def test_wie_nog_niet_rapporteerde_staat_er_met_zijn_laatste_cijfers_u5_2(maak):
    found = rapportage.show(year(maak, voortgang=(REPORT,)))
    assert found.data["periode"] == "Tweede"
    assert found.data["ontbreekt"] == [1, 2]
    one, two = rows(found, "tblRapportage")
    assert (one["gerealiseerd"], one["status"]) == (30, "")
    assert one["toelichting"] == "Nog niet gerapporteerd; de cijfers zijn die van ‘Eerste’."
    assert two["toelichting"] == "Nog niet gerapporteerd; er zijn geen cijfers."


def test_per_deelnemer_wat_hij_inbracht_en_wat_hij_terugzag_t5_u4_3(maak):
    refused = GRANT.model_copy(update={"rij": 12, "nr": 2, "uren": 400})
    found = rapportage.show(year(maak, voortgang=(REPORT,), interventies=(GRANT, refused)))
    people = {item["code"]: item for item in found.data["deelnemers"]}
    assert people["PU"] == {
        "code": "PU",
        "deelnemer": "Utrecht (PU)",
        "bijdrage_uren": 200,
        "beschikbaar_uren": 100,
        "gerealiseerd_uren": 30,
        "projecten": [1],
        "interventies": 1,
    }
    assert people["EEM"]["projecten"] == [1]  # its belang is just the threshold
    assert (people["UTR"]["projecten"], people["UTR"]["interventies"]) == ([2], 0)
    assert people["UTR"]["gerealiseerd_uren"] == 0
    assert sum(item["bijdrage_uren"] for item in people.values()) == 650


def test_de_rol_van_deelnemers_staat_bij_het_project_en_bij_de_deelnemer_u5_3(maak):
    found = rapportage.show(year(maak))
    assert [row["betrokkenen"] for row in rows(found, "tblRapportage")] == [
        "Utrecht (PU): stuurgroep",
        "",
    ]
    roles = {row["code"]: row["rollen"] for row in rows(found, "tblPerDeelnemer")}
    assert roles == {"PU": "stuurgroep bij 1", "UTR": "", "EEM": ""}


def test_wie_rapporteert_is_de_projectleider_tenzij_er_een_ander_staat_u5_4(maak):
    found = rapportage.show(year(maak))
    assert [row["rapporteur"] for row in rows(found, "tblRapportage")] == ["A. Bos", "C. Smit"]
    assert found.cells["rapportage_wie"].startswith("Accountmanagement, met per project")


def asked(maak, name, *given):
    """Return a table as read, of rows with sound cells but for what is given."""
    return maak.table(name, *given)


def test_geweigerde_interventies_en_verschuivingen_staan_er_met_de_reden_u3_3_u8_2(maak):
    grants = asked(
        maak,
        "tblInterventies",
        {"nr": 1.0, "datum": datetime(2026, 3, 1), "omschrijving": "brand", "uren": 20.0},
        {"nr": 2.0, "datum": datetime(2026, 3, 2), "omschrijving": "lek", "uren": 400.0},
    )
    moves = asked(
        maak,
        "tblVerschuivingen",
        {"nr": 1.0, "datum": datetime(2026, 4, 1), "van": 1.0, "naar": 2.0, "uren": 500.0},
        {"nr": 2.0, "datum": datetime(2026, 6, 1), "van": 1.0, "naar": 2.0, "uren": 5.0},
    )
    first = grants.header_row + 1
    refused = GRANT.model_copy(update={"rij": first + 1, "nr": 2, "uren": 400})
    found = rapportage.show(
        year(
            maak,
            periode="Eerste",
            tabellen=(grants, moves),
            interventies=(GRANT.model_copy(update={"rij": first}), refused),
            verschuivingen=(
                move(1, date(2026, 4, 1), 1, 2, 500).model_copy(
                    update={"rij": moves.header_row + 1}
                ),
            ),
        )
    )
    one, two = found.data["interventies"]
    assert (one["uren"], one["uitkomst"], one["omschrijving"]) == (20, "toegekend", "brand")
    assert (two["gevraagd"], two["uren"], two["uitkomst"]) == (400, 0, "geweigerd")
    assert "was er in de reserve nog 30 uur over" in two["omschrijving"]
    (shift,) = found.data["verschuivingen"]  # the other one is of a later period
    assert (shift["van"], shift["naar"], shift["uitkomst"]) == ("1", "2", "geweigerd")
    assert "Verschuiving 1 van 500 uur telt niet mee" in shift["omschrijving"]
    days = [row["datum"] for row in rows(found, "tblMutaties")]
    assert days == sorted(days) != []


@pytest.mark.parametrize(
    ("vandaag", "titel"),
    [((2026, 9, 10), "Tweede 2026"), ((2027, 1, 4), "Terugblik op 2026: Jaarstukken")],
)
def test_in_januari_is_het_rapport_de_terugblik_op_het_oude_jaar_t5(maak, vandaag, titel):
    found = rapportage.show(year(maak, vandaag=vandaag))
    assert found.cells["rapportage_titel"] == titel
    back = "De deelnemers brachten samen 650 uur in"
    assert (back in " ".join(found.samenvatting)) == titel.startswith("Terugblik")


def test_de_terugblik_gaat_over_het_hele_jaar_t5(maak):
    moves = asked(
        maak,
        "tblVerschuivingen",
        {"nr": 1.0, "datum": datetime(2026, 2, 1), "van": 1.0, "naar": 2.0, "uren": 5.0},
        {"nr": 2.0, "datum": datetime(2026, 11, 1), "van": 1.0, "naar": 2.0, "uren": 5.0},
    )

    def numbers(periode):
        found = rapportage.show(year(maak, periode=periode, tabellen=(moves,)))
        return [item["nr"] for item in found.data["verschuivingen"]]

    assert [numbers(item.naam) for item in (EERSTE, TWEEDE, JAAR)] == [[1], [], [1, 2]]


def test_de_laatste_stand_is_die_van_overschrijding_en_financien_u8_2(maak):
    made = year(
        maak,
        vandaag=(2027, 1, 4),
        voortgang=(REPORT, Voortgangsregel(rij=9, nr=2, periode=JAAR, gerealiseerd=80)),
        verschuivingen=(move(1, date(2026, 7, 1), 1, 2, 20),),
        interventies=(GRANT,),
    )
    found, now = rapportage.show(made).data, made.bewaking
    for key, total in (("gerealiseerd", 110), ("beschikbaar", 200)):
        assert sum(item[key] for item in found["projecten"]) == total
        assert sum(getattr(item, key) for item in now.projecten) == total
    assert now.totaal["gerealiseerd"] == 110


def test_een_periode_die_niet_bestaat_is_een_fout_bij_de_cel_u6_1(maak):
    made = year(maak, periode="derde")
    item = next(found for found in made.bevindingen if "derde" in found.melding)
    assert (item.ernst, item.regel, item.blad) == (Ernst.FOUT, "U6.1", "Rapportage")
    assert "‘Eerste’, ‘Tweede’ of ‘Jaarstukken’" in item.herstel
    assert rapportage.show(made).data["periode"] == "Tweede"


def late(made):
    return [item for item in made.bevindingen if item.regel == "U5.2" and item.blad == "Voortgang"]


def test_wie_na_de_datum_niet_rapporteerde_is_een_waarschuwing_u5_2(maak):
    assert not late(year(maak, vandaag=(2026, 6, 15)))
    (item,) = late(year(maak, vandaag=(2026, 6, 16), voortgang=(REPORT,)))
    assert item.ernst is Ernst.WAARSCHUWING
    assert "Van 1 project ontbreken de uren bij ‘Eerste’" in item.melding
    assert "15-6-2026 klaar hoorde te zijn: 2." in item.melding
    whole = (REPORT, REPORT.model_copy(update={"nr": 2, "rij": 7}))
    assert not late(year(maak, vandaag=(2026, 6, 16), voortgang=whole))


def test_bijwerken_maakt_het_rapport_zodra_er_een_periode_voorbij_is_u6_1(maak):
    def parts(**more):
        return "rapportage" in bijwerken.parts(year(maak, **more))

    assert parts(vandaag=(2026, 5, 1))
    assert not parts(vandaag=(2026, 4, 30))
    assert not parts(vandaag=(2026, 5, 1), fase="besluit")


def test_zonder_periodes_is_er_geen_rapport_en_blijft_wat_er_stond_u6_1(maak):
    found = rapportage.show(year(maak, perioden=()))
    assert (found.tables, dict(found.cells)) == ((), {})
    assert found.data["periode"] is None
    assert "geen periodes" in found.samenvatting[0]
