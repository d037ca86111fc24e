"""The end of a year: what goes along, what does not, and what is asked (U9.2, U1.3, F1.1, U2.1)."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from regio_xl.domain import Jaar
from regio_xl.sheets.kader_waarden import load_parameters
from regio_xl.steps.nieuw_jaar import Volgend, close
from tests.support.decided import HALF, LAST, decided_year, maak

GOES_ON = {
    "Nr": 12,
    "Resultaat": "Veertig locaties bezocht.",
    "Waarde per deelnemer": "Vooral voor AMF.",
    "Lessen": "Eerder beginnen.",
    "Doorgaan of stoppen": "doorgaan",
}
STOPS = {"Nr": 14, "Doorgaan of stoppen": "stoppen"}
MOVED = {
    "Nr": 1,
    "Datum": date(2026, 5, 1),
    "Van": 14,
    "Naar": 12,
    "Uren": 20,
    "Reden": "Meer vraag.",
    "Door": "A. de Wit",
}


def reported(spent, expected="", period=LAST) -> dict:
    """Return what the leader of project 12 reported."""
    return {
        "Project": 12,
        "Periode": period,
        "Gerealiseerd": spent,
        "Prognose heel jaar": expected,
    }


def year(**more) -> Jaar:
    given = {"evaluatie": [GOES_ON, STOPS], "voortgang": [reported(90)], "verschuivingen": [MOVED]}
    return decided_year({12: 120, 14: 80, 16: 60}, **{**given, **more})


def made(**more) -> Volgend:
    found = close(year(**more), "jaar2027.xlsm")
    assert found.weigering == ""
    return found


def rows(found: Volgend, table: str, code: str) -> list[dict]:
    return [row for row in found.tabellen[table] if row["code"] == code]


def asked(found: Volgend) -> str:
    return "\n".join(row["vraag"] for row in found.tabellen["tblVragen"])


# Projects


def test_u9_2_a_project_that_goes_on_keeps_its_number_and_asks_for_what_is_left():
    (row,) = made().tabellen["tblVoorstellen"]
    assert (row["nr"], row["soort"], row["uren"], row["titel"]) == (
        12,
        "doorlopend",
        50,
        "Project 12",
    )
    assert (row["indiener"], row["partners"], row["projectleider"]) == (
        "ODU",
        "gemeenten",
        "J. van Ellerveld",
    )


def test_u9_2_its_evaluation_stands_in_its_description():
    (row,) = made().tabellen["tblVoorstellen"]
    assert row["omschrijving"].splitlines() == [
        "Toezicht op sloop buiten kantoortijd.",
        "Vervolg van 2026: 120 uur vastgesteld, 20 uur erbij, 90 uur gerealiseerd, 50 uur over.",
        "Resultaat (2026): Veertig locaties bezocht.",
        "Waarde per deelnemer (2026): Vooral voor AMF.",
        "Lessen (2026): Eerder beginnen.",
    ]


def test_u9_2_what_was_about_the_old_year_alone_stays_behind():
    proposal = {
        "Nr": 12,
        "Titel": "Project 12",
        "Minimum uren": 60,
        "Materiele kosten": 1500,
        "Keuze AOO": "opnemen",
        "Reden keuze": "Zo zei het AOO.",
        "Sluit uit": "14",
    }
    others = [{"Nr": nr, "Titel": f"Project {nr}"} for nr in (14, 16)]
    (row,) = made(voorstellen=[proposal, *others]).tabellen["tblVoorstellen"]
    gone = ("minimum_uren", "materiele_kosten", "keuze", "reden_keuze", "ingediend_op", "sluit_uit")
    assert {row.get(key) for key in gone} == {None}
    assert "Materiële kosten (2026): € 1.500." in row["omschrijving"]


@pytest.mark.parametrize(
    ("reports", "told"),
    [
        ([], "gerealiseerde uren niet bekend"),
        ([reported(140)], "140 uur gerealiseerd, 0 uur over"),
        ([reported(200)], "200 uur gerealiseerd, 60 uur te veel"),
        ([reported(60, period=HALF)], "60 uur gerealiseerd, geen prognose voor het hele jaar"),
        ([reported(60, 140, HALF)], "60 uur gerealiseerd, 140 uur verwacht, 0 uur over"),
    ],
)
def test_u9_2_without_hours_left_people_are_asked_and_nothing_is_guessed(reports, told):
    found = made(voortgang=reports)
    (row,) = found.tabellen["tblVoorstellen"]
    assert row["uren"] is None
    said = "Project 12 (Project 12): hoeveel uur vraagt het? Van 2026: 120 uur vastgesteld, "
    assert f"{said}20 uur erbij, {told}." in asked(found)


@pytest.mark.parametrize(
    ("reports", "left"),
    [
        ([reported(60, 110, HALF)], 30),  # halfway: what the leader expects
        ([reported(60, 110, HALF), reported(125)], 15),  # at the end: what it took
        ([reported(90, 130)], 50),
    ],
)
def test_u9_2_hours_left_are_those_at_the_end_of_the_year(reports, left):
    (row,) = made(voortgang=reports).tabellen["tblVoorstellen"]
    assert row["uren"] == left


def test_u9_2_a_project_without_a_choice_is_asked_about_and_does_not_go_along():
    found = made()
    assert found.data["zonder_keuze"] == [16]
    assert found.data["stoppen"] == [14]
    assert "Project 16 (Project 16): gaat het door of stopt het?" in asked(found)
    assert "niet meegenomen: 16." in " ".join(found.samenvatting)


def test_u9_2_two_rows_that_say_something_else_are_no_choice():
    found = made(evaluatie=[GOES_ON, {**GOES_ON, "Doorgaan of stoppen": "stoppen"}])
    assert 12 in found.data["zonder_keuze"]


def test_u9_2_a_row_that_is_no_project_of_the_package_is_asked_about():
    found = made(evaluatie=[{"Nr": 33, "Doorgaan of stoppen": "doorgaan"}])
    assert found.tabellen["tblVoorstellen"] == ()
    assert "Project 33 gaat volgens de evaluatie door, maar zat niet in" in asked(found)


def test_f3_4_what_it_cannot_do_without_goes_along_only_where_that_goes_on():
    proposals = [
        {"Nr": 12, "Titel": "A", "Vereist": "14; 16"},
        {"Nr": 14, "Titel": "B"},
        {"Nr": 16, "Titel": "C"},
    ]
    found = made(
        voorstellen=proposals,
        evaluatie=[GOES_ON, {**STOPS, "Doorgaan of stoppen": "doorgaan"}],
    )
    assert [row["vereist"] for row in found.tabellen["tblVoorstellen"]] == ["14", None]
    assert "Project 12 kon niet zonder 16, en dat gaat niet mee." in asked(found)


def test_u9_2_a_very_long_description_makes_way_for_the_evaluation():
    proposals = [{"Nr": nr, "Titel": "A", "Omschrijving": "x" * 32_700} for nr in (12, 14, 16)]
    (row,) = made(voorstellen=proposals).tabellen["tblVoorstellen"]
    assert len(row["omschrijving"]) < 32_767
    assert row["omschrijving"].endswith("Lessen (2026): Eerder beginnen.")


def test_u9_2_a_project_whose_row_was_removed_still_goes_on_under_its_number():
    others = [{"Nr": nr, "Titel": f"Project {nr}"} for nr in (14, 16)]
    (row,) = made(voorstellen=others).tabellen["tblVoorstellen"]
    assert (row["nr"], row["soort"], row["uren"]) == (12, "doorlopend", 50)


def test_u4_3_belang_and_scores_are_a_start_and_people_are_asked_whether_they_still_hold():
    found = made(
        belang=[{"Nr": 12, "AMF": 3}, {"Nr": 14, "PU": 2}],
        beoordeling=[{"Nr": 12, "Toelichting": "Breed gedragen."}],
    )
    (belang,) = found.tabellen["tblBelang"]
    assert (belang["nr"], belang["AMF"], belang["PU"]) == (12, 3, 0)
    (score,) = found.tabellen["tblBeoordeling"]
    assert (score["relevantie"], score["toelichting"]) == (
        5,
        "Overgenomen uit 2026. Breed gedragen.",
    )
    assert "Kloppen ze nog, nu de evaluatie er is?" in asked(found)


# Participants


def test_f1_1_dvo_hours_are_those_of_last_year_and_no_programme_is_adopted():
    found = made()
    assert found.tabellen["tblDeelnemers"][1] == {
        "code": "AMF",
        "deelnemer": "Amersfoort",
        "type": "gemeente",
        "dvo_uren": 5000.0,
        "dvo_vorig": Decimal(5000),
    }


def test_f1_2_own_participants_go_along_and_no_others():
    people = [
        {"Code": "HVA", "Deelnemer": "Heuvelrug", "DVO-uren": 3000},
        {"Code": "Nr", "Deelnemer": "Kan niet", "DVO-uren": 2000},
        {"Code": "PU", "Deelnemer": "Provincie Utrecht", "DVO-uren": "veel"},
    ]
    found = made(deelnemers=people)
    assert found.codes == ("HVA", "PU")
    assert [row["code"] for row in found.tabellen["tblStemming"]] == ["HVA", "PU"]
    assert [row["code"] for row in found.tabellen["tblDeelnemers"]] == ["HVA", "Nr", "PU"]
    assert found.tabellen["tblDeelnemers"][2]["dvo_uren"] == "veel"
    assert found.tabellen["tblDeelnemers"][2]["dvo_vorig"] is None


# Parameters


def test_u1_3_a_value_holds_as_long_as_its_period_says():
    found = made()
    (row,) = rows(found, "tblKader", "percentage")
    assert (row["waarde"], row["tot"]) == (0.04, datetime(2028, 12, 31))
    old, new = rows(found, "tblKader", "uurtarief")
    assert (old["waarde"], old["tot"]) == (100.0, datetime(2026, 12, 31))
    assert (new["waarde"], new["van"], new["bron"]) == (None, date(2027, 1, 1), "Nog in te vullen")


def test_u2_1_hours_for_ketentoezicht_of_one_year_are_not_those_of_the_next():
    longer = maak.kader_rows()
    for row in longer:
        if row["Code"] == "ketentoezicht_besloten":
            row["Geldig tot en met"] = date(2028, 12, 31)
    for found in (made(), made(kader_rijen=longer)):
        old, new = rows(found, "tblKader", "ketentoezicht_besloten")
        assert (old["waarde"], old["tot"].year) == (100.0, 2026)
        assert (new["waarde"], new["van"], new["tot"]) == (
            None,
            date(2027, 1, 1),
            date(2027, 12, 31),
        )
    assert "De uren voor ketentoezicht golden langer dan 2026." in asked(found)


def test_u1_3_own_rows_go_along_as_they_were_typed():
    own = {"Code": "mijn_getal", "Waarde": 7, "Bron": "Eigen afspraak"}
    twice = {**own, "Code": "Reserve ", "Waarde": "vijfhonderd"}
    kept = made(kader_rijen=[*maak.kader_rows(), own, twice]).tabellen["tblKader"]
    assert [(row["code"], row["waarde"]) for row in kept][-2:] == [
        ("mijn_getal", 7.0),
        ("Reserve ", "vijfhonderd"),
    ]


def test_u1_3_a_parameter_that_an_older_workbook_lacks_comes_in():
    old = [row for row in maak.kader_rows() if row["Code"] not in ("stemmen_nodig", "uurtarief")]
    found = made(kader_rijen=old)
    assert [row["waarde"] for row in rows(found, "tblKader", "stemmen_nodig")] == [14]
    assert [row["van"] for row in rows(found, "tblKader", "uurtarief")] == [
        date(2026, 1, 1),
        date(2027, 1, 1),
    ]


def test_u1_3_over_the_end_of_a_period_the_ab_decides_and_our_own_choices_count_on():
    found = made(jaartal=2028)
    decided = ["percentage", "maximum", "reserve", "reserve_maximum", "stemmen_nodig"]
    decided.append("interventie_deelnemers")
    assert found.data["vast_te_stellen"] == decided
    for code in decided:
        old, new = rows(found, "tblKader", code)
        assert old["waarde"] is not None
        assert (new["waarde"], new["van"], new["tot"], new["bron"]) == (
            *(None, date(2029, 1, 1), date(2031, 12, 31)),
            "Nog vast te stellen",
        )
    for parameter in load_parameters():
        if parameter.silent:
            old, new = rows(found, "tblKader", parameter.code)
            counts = float(new["waarde"]) if parameter.numeric else new["waarde"]
            assert counts == old["waarde"]
            assert new["bron"].startswith("Overgenomen uit 2028: ")
    assert "gewicht_relevantie" in asked(found)


def test_u1_3_a_period_that_nobody_can_read_is_no_reason_for_a_row_of_ours():
    broken = maak.kader_rows()
    for row in broken:
        if row["Code"] == "uurtarief":
            row["Geldig tot en met"] = "eind 2026"
    found = made(kader_rijen=broken)
    assert [row["tot"] for row in rows(found, "tblKader", "uurtarief")] == ["eind 2026"]


def test_u9_2_own_columns_do_not_go_along_and_that_is_told():
    old = year()
    own = old.tables["tblVoorstellen"].model_copy(update={"extra": ("Wijk",)})
    found = close(old.model_copy(update={"tables": {**old.tables, own.name: own}}), "nieuw.xlsm")
    assert "Eigen kolommen gaan niet mee: Wijk (blad Voorstellen)." in found.samenvatting


# Questions, and the rest


def test_u9_2_questions_without_an_answer_go_along_and_answered_ones_do_not():
    old = year()
    questions = maak.table(
        "tblVragen",
        [
            {"Vraag": "Wie leidt project 12?", "Komt uit": "AOO van mei"},
            {"Vraag": "Blijft de reserve 500?", "Antwoord": "Ja, zegt het AB."},
        ],
    )
    with_questions = old.model_copy(update={"tables": {**old.tables, "tblVragen": questions}})
    found = close(with_questions, "jaar2027.xlsm").tabellen["tblVragen"]
    assert found[0] == {"vraag": "Wie leidt project 12?", "herkomst": "AOO van mei"}
    assert "Blijft de reserve 500?" not in [row["vraag"] for row in found]


def test_t1_the_new_year_begins_at_its_beginning():
    found = made(cellen={"herkomst_cijfers": "VOORBEELD: verzonnen."})
    assert (found.cellen["jaar"], found.cellen["fase"]) == (2027.0, "inventarisatie")
    assert found.cellen["herkomst_cijfers"].startswith("VOORBEELD: verzonnen. Begonnen met")
    assert not {"tblEvaluatie", "tblSelectie", "tblBesluit"} & found.tabellen.keys()
    assert not {"tblVoortgang", "tblVerschuivingen", "tblInterventies"} & found.tabellen.keys()


def test_u6_1_reporting_periods_are_those_of_the_old_year_a_year_on():
    old = year()
    leap = maak.table("tblPerioden", [{"Periode": "Winter", "Peildatum": date(2026, 2, 28)}])
    leap = leap.model_copy(
        update={
            "rows": (
                leap.rows[0].model_copy(
                    update={
                        "values": {"periode": "Winter", "peildatum": datetime(2028, 2, 29)},
                    }
                ),
            )
        }
    )
    assert made().tabellen["tblPerioden"][1]["peildatum"] == datetime(2027, 12, 31)
    later = old.model_copy(update={"tables": {**old.tables, "tblPerioden": leap}})
    (row,) = close(later, "jaar2027.xlsm").tabellen["tblPerioden"]
    assert row["peildatum"] == datetime(2029, 2, 28)


def test_u9_2_the_old_year_gets_a_mark_that_says_when_who_and_where_it_goes_on():
    assert made().merk == {
        "jaar_afgesloten": "Op 15-1-2027 door tester; verder in jaar2027.xlsm.",
        "pakket_staat": "afgesloten",
    }


# Refusals


def _without(name: str) -> Jaar:
    old = year()
    return old.model_copy(update={"tables": {k: v for k, v in old.tables.items() if k != name}})


def _older() -> Jaar:
    old = year()
    return old.model_copy(
        update={"cells": {k: v for k, v in old.cells.items() if k != "jaar_afgesloten"}}
    )


@pytest.mark.parametrize(
    ("jaar", "why"),
    [
        (_older(), "van een oudere versie en heeft geen plaats om het jaar af te sluiten"),
        (_without("tblVoorstellen"), "blad Voorstellen ontbreekt of mist zijn tabel"),
        (_without("tblEvaluatie"), "blad Evaluatie ontbreekt of mist zijn tabel"),
        (year(kader={"percentage": ""}), "blad Kader klopt niet. Doe ‘valideren’"),
        (year(fase="besluit"), "Zet eerst de fase op Kader op ‘uitvoering’"),
        (
            decided_year({}, cellen={"besluit_kenmerk": None}),
            "Het AB heeft voor 2026 nog geen pakket vastgesteld",
        ),
        (year(cellen={"besluit_kenmerk": "0123456789abcdef"}), "is met de hand gewijzigd"),
        (
            year(cellen={"jaar_afgesloten": "Op 1-1-2027 door mij."}),
            "Het jaar 2026 is al afgesloten (‘Op 1-1-2027 door mij.’). Moet het opnieuw, maak",
        ),
    ],
    ids=["ouder", "voorstellen", "evaluatie", "kader", "fase", "besluit", "beschadigd", "dicht"],
)
def test_u9_2_a_year_that_cannot_be_closed_says_why_and_makes_nothing(jaar, why):
    found = close(jaar, "jaar2027.xlsm")
    assert why in found.weigering
    assert found == Volgend(weigering=found.weigering)
