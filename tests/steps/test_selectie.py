"""Steps ``toewijzen`` and ``selectie``: the package for the AOO, the AB and ``--json``."""

import json

from regio_xl.steps import toewijzen


def content(uitkomst, name):
    return next(table for table in uitkomst.tables if table.name == name)


def rows(uitkomst, name="tblSelectie"):
    return content(uitkomst, name).rows


def test_every_proposal_has_one_row_with_a_reason_u8_1(maak):
    found = toewijzen.show(
        maak.berekening(
            maak.voorstel(1, soort="ketentoezicht"),
            maak.voorstel(2),
            maak.voorstel(3, uren=900, minimum_uren=300),
            maak.voorstel(4),
            bevindingen=(maak.fout(4),),
        )
    )
    stand = {row["nr"]: (row["stand"], row["toegewezen"]) for row in rows(found)}
    assert stand == {
        1.0: ("ketentoezicht", None),
        2.0: ("opgenomen", 100.0),
        3.0: ("deels opgenomen", 400.0),
        4.0: ("niet opgenomen", 0.0),
    }
    assert all(row["reden"] for row in rows(found))


def test_the_keys_of_the_json_are_those_of_the_design(maak):
    voorstellen = [maak.voorstel(nr) for nr in range(1, 9)]
    keten = maak.voorstel(9, soort="ketentoezicht", uren=40)
    data = toewijzen.show(maak.berekening(*voorstellen, keten)).data
    assert set(data) == {
        "status",
        "scenario",
        "staat",
        "kenmerk",
        "doelen",
        "uitgangspunten",
        "niet_gedekt",
        "scenarios",
        "geselecteerd",
        "niet_geselecteerd",
        "ketentoezicht",
        "dekking",
        "totaal_toegewezen",
        "ruimte",
    }
    assert data["status"] == data["scenario"] == "optimaal"
    why = {"nr", "kort", "reden", "reden_code", "toelichting"}
    assert set(data["geselecteerd"][0]) == {*why, "uren", "gevolg"}
    refused = {*why, "nodig_uren", "gevolg", "bevindingen"}
    assert set(data["niet_geselecteerd"][0]) == refused
    assert set(data["niet_geselecteerd"][0]["gevolg"]) == {
        *("mogelijk", "bewezen", "eruit", "erin", "gedekt", "uh_direct", "uh_indirect", "score"),
        *("uren_minder", "budget_meer"),
    }
    assert set(data["dekking"][0]) == {"code", "bijdrage_uren", "belang_uren", "gedekt"}
    assert data["ketentoezicht"] == {
        "voorgesteld": 40,
        "besloten": None,
        "uren": 40,
        "voorstellen": [9],
        "inhoud": "",
        "inhoud_door": "",
    }
    assert json.loads(json.dumps(data)) == data


def test_hours_add_up_to_the_total_u8_2(maak):
    voorstellen = [maak.voorstel(nr) for nr in range(1, 9)]
    berekening = maak.berekening(*voorstellen, maak.voorstel(9, soort="ketentoezicht", uren=40))
    data = toewijzen.show(berekening).data
    assert sum(item["uren"] for item in data["geselecteerd"]) == data["totaal_toegewezen"] == 500
    assert data["totaal_toegewezen"] + 40 + 50 + data["ruimte"] == 650
    cells = [row["toegewezen"] or 0 for row in rows(toewijzen.show(berekening))]
    assert sum(cells) == 500


def test_ketentoezicht_is_in_neither_list_u2_1(maak):
    data = toewijzen.show(maak.berekening(maak.voorstel(1, soort="ketentoezicht"))).data
    assert data["geselecteerd"] == data["niet_geselecteerd"] == []


def test_both_lists_say_why_in_a_word_a_line_and_sentences(maak):
    data = toewijzen.show(maak.berekening(maak.voorstel(1), maak.voorstel(2, uren=700))).data
    (inside,), (outside,) = data["geselecteerd"], data["niet_geselecteerd"]
    assert inside["reden_code"] == "beste pakket"
    assert inside["kort"] == "Hoort bij het beste pakket, vanwege de dekking."
    assert inside["reden"] == inside["toelichting"]
    assert outside["reden_code"] == outside["reden"] == "geen ruimte"
    assert outside["kort"] == "Geen ruimte; past als er 100 uur bij komt."


def test_the_reasons_out_are_short_words(maak):
    berekening = maak.berekening(
        maak.voorstel(1),
        maak.voorstel(2, keuze="niet opnemen", reden_keuze="te vroeg"),
        maak.voorstel(3, soort="doorlopend", uren=700),
        maak.voorstel(4, uren=300),
        kader=maak.kader(maximum_nieuw=200),
        bevindingen=(maak.fout(1),),
    )
    refused = {item["nr"]: item for item in toewijzen.show(berekening).data["niet_geselecteerd"]}
    assert {nr: item["reden"] for nr, item in refused.items()} == {
        1: "fouten",
        2: "keuze",
        3: "geen ruimte",
        4: "maximum nieuw",
    }
    assert refused[3]["nodig_uren"] == 700
    assert "te vroeg" in refused[2]["toelichting"]


def test_the_status_says_when_the_total_is_exceeded_u8_2(maak):
    berekening = maak.berekening(maak.voorstel(1, soort="ketentoezicht", uren=700))
    found = toewijzen.show(berekening)
    assert found.data["status"] == "overschreden"
    assert found.data["ruimte"] == -100
    assert found.fouten == 1


def test_the_status_says_when_there_are_no_parameters_u1_3(maak):
    found = toewijzen.show_selectie(maak.berekening(maak.voorstel(1), kader=None))
    assert found.data["status"] == "geen kader"
    assert found.data["niet_geselecteerd"][0]["reden"] == "geen kader"
    assert found.data["dekking"] == []
    assert rows(found)[0]["stand"] == "niet opgenomen"


def test_the_summary_says_that_it_was_proven_and_what_was_reached(maak):
    text = " ".join(toewijzen.show(maak.berekening(maak.voorstel(1))).samenvatting)
    assert "Scenario ‘optimaal’, bewezen het beste pakket: gedekte deelnemers: 3; " in text
    assert "100 uur aan 1 project" in text
    assert "blad Selectie" in text


def test_proposals_of_one_partnership_stand_together_f3_3(maak):
    berekening = maak.berekening(
        maak.voorstel(1, uh_relatie="direct", samenwerkingsverband="Regio Foodvalley"),
        maak.voorstel(2, uh_relatie="indirect"),
        maak.voorstel(3, samenwerkingsverband=" regio  foodvalley"),
        maak.voorstel(4, soort="doorlopend"),
        maak.voorstel(5, soort="ketentoezicht", samenwerkingsverband="Keten"),
        maak.voorstel(10, uren=900, samenwerkingsverband="keten"),
        maak.voorstel(6, uren=900, samenwerkingsverband="Regio Foodvalley"),
        maak.voorstel(7, uren=800, samenwerkingsverband="Waterpact"),
        maak.voorstel(8, uren=700),
        maak.voorstel(9, uren=950, samenwerkingsverband="Waterpact"),
    )
    found = rows(toewijzen.show(berekening))
    # Also where one is in (1) and another out (6), and beside ketentoezicht (5).
    assert [row["nr"] for row in found] == [5, 10, 4, 1, 3, 6, 2, 8, 7, 9]
    assert [row["stand"] for row in found][3:6] == ["opgenomen", "opgenomen", "niet opgenomen"]
    together = {row["nr"]: row["reden"] for row in found}
    assert "met de voorstellen 3 en 6 (F3.3)" in together[1.0]
    assert "F3.3" not in together[2.0]


def test_a_large_partnership_is_not_listed_in_full_f3_3(maak):
    voorstellen = [maak.voorstel(nr, samenwerkingsverband="Groot") for nr in range(1, 40)]
    found = rows(toewijzen.show(maak.berekening(*voorstellen)))
    assert "voorstellen 2, 3, 4, 5, 6 en 33 andere (F3.3)" in found[0]["reden"]


def test_both_steps_use_the_same_rows(maak):
    berekening = maak.berekening(*(maak.voorstel(nr) for nr in range(1, 9)))
    assert rows(toewijzen.show(berekening)) == rows(toewijzen.show_selectie(berekening))


def test_selectie_adds_the_coverage_per_participant_u4_3(maak):
    berekening = maak.berekening(
        maak.voorstel(1), maak.voorstel(2), belang={1: {"PU": 1, "UTR": 3}, 2: {"UTR": 1}}
    )
    found = rows(toewijzen.show_selectie(berekening), "tblDekking")
    assert [
        (row["code"], row["deelnemer"], row["bijdrage"], row["belang_uren"], row["gedekt"])
        for row in found
    ] == [
        ("PU", "Utrecht", 200.0, 100.0, "ja"),
        ("UTR", "Utrecht", 350.0, 200.0, "ja"),
        ("EEM", "Eemnes", 100.0, 0.0, "nee"),
    ]
    assert found[0]["verhouding"] == 0.5
    assert (
        "Gedekt: 2 van de 3 deelnemers (U4.3)." in toewijzen.show_selectie(berekening).samenvatting
    )


def test_u4_3_the_lowest_ratio_is_one_figure_and_0_for_who_only_has_a_faulty_proposal(maak):
    """Proposal 2 is all that matters to EEM, and has an error."""
    found = toewijzen.show(
        maak.berekening(
            maak.voorstel(1),
            maak.voorstel(2),
            belang={1: {"PU": 1, "UTR": 1}, 2: {"EEM": 3}},
            bevindingen=(maak.fout(2),),
        )
    )
    assert min(row["verhouding"] for row in rows(found, "tblDekking")) == 0
    shown = {row["scenario"]: row["verhouding"] for row in rows(found, "tblScenarios")}
    assert {shown[name] for name in ("optimaal", "rangorde", "evenredig")} == {0}
    assert {item["laagste_verhouding"] for item in found.data["scenarios"]} == {0}
    assert "; laagste verhouding: 0; " in " ".join(found.samenvatting)


def test_u4_3_the_lowest_ratio_is_the_lowest_of_the_participants(maak):
    found = toewijzen.show(maak.berekening(maak.voorstel(1), maak.voorstel(2)))
    lowest = min(row["verhouding"] for row in rows(found, "tblDekking"))
    (shown,) = [row for row in rows(found, "tblScenarios") if row["scenario"] == "optimaal"]
    assert shown["verhouding"] == lowest == 0.57
    assert "laagste verhouding: 0,57" in " ".join(found.samenvatting)
