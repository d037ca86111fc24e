"""Step ``voorstel``: an overview and a readable card per proposal (U2.2, U2.3)."""

from decimal import Decimal

from regio_xl.steps import voorstel


def cards(maak, *voorstellen, **more):
    return voorstel.show(maak.berekening(*voorstellen, **more)).reports[0].lines


def test_the_overview_lists_all_proposals_by_number_u2_2(maak):
    found = voorstel.show(maak.berekening(maak.voorstel(3), maak.voorstel(1, uren=700)))
    table = next(table for table in found.tables if table.name == "tblVoorstel")
    shown = [(row["nr"], row["stand"], row["toegewezen"], row["score"]) for row in table.rows]
    assert shown == [(1.0, "niet opgenomen", 0.0, 3.0), (3.0, "opgenomen", 100.0, 3.0)]


def test_a_card_holds_all_that_a_reader_needs_u2_3(maak):
    full = maak.voorstel(
        12,
        titel="Asbest in het weekend",
        indiener="PU",
        herkomst="extern",
        uren=1200,
        minimum_uren=300,
        materiele_kosten=Decimal("1250.5"),
        uh_relatie="direct",
        toelichting_uh="Prioritair thema.",
        partners=("GGD", "PU", "VRU"),
        groepen=("werkgroep",),
        samenwerkingsverband="Waterpact",
        intern_opdrachtgever="A. Jansen",
        projectleider="B. de Wit",
    )
    lines = dict(cards(maak, full))
    assert lines == {
        "Voorstel 12": "Asbest in het weekend",
        "Indiener": "Utrecht (PU), extern",
        "Soort en uren": "nieuw: 1.200 uur; minimaal 300 uur; materiële kosten € 1.250,50, "
        "dat is 13 uur",
        "Omschrijving": "Wat er gebeurt.",
        "U&H-strategie": "direct: Prioritair thema.",
        "Meerwaarde regio": "Voor de hele regio.",
        "Partners": "GGD, PU en VRU",
        "Groepen": "werkgroep",
        "Samenwerkingsverband": "Waterpact",
        "Intern opdrachtgever": "A. Jansen",
        "Projectleider": "B. de Wit",
        "Score": "3 (toegevoegde waarde 3 × 40% = 1,2; relevantie 3 × 30% = 0,9; "
        "draagvlak 3 × 30% = 0,9)",
        "Belang": "Utrecht (PU) 1, Utrecht (UTR) 2 en Eemnes 3",
        "Stand in het voorstel": "Deels opgenomen met 600 uur. Hoort bij het beste pakket, vanwege "
        "de dekking (U4.3). Zonder dit voorstel zijn Eemnes, Utrecht (PU) en Utrecht (UTR) niet "
        "meer gedekt en is de U&H-waarde (direct) 1.800 lager (van 1.800 naar 0). Verder is de "
        "score 1.800 lager (van 1.800 naar 0). Krijgt 600 uur van de benodigde 1.213 uur; dat is "
        "genoeg om te starten (O6).",
    }


def test_a_field_that_is_empty_has_no_line_u2_3(maak):
    labels = [line[0] for line in cards(maak, maak.voorstel(1), beoordelingen={}, belang={})]
    assert labels == [
        "Voorstel 1",
        "Indiener",
        "Soort en uren",
        "Omschrijving",
        "U&H-strategie",
        "Meerwaarde regio",
        "Stand in het voorstel",
    ]


def test_hours_that_are_missing_are_not_shown_as_zero_u8_1(maak):
    assert dict(cards(maak, maak.voorstel(1, uren=0)))["Soort en uren"] == (
        "nieuw: uren nog niet ingevuld"
    )


def test_the_json_says_where_each_proposal_stands(maak):
    data = voorstel.show(maak.berekening(maak.voorstel(1))).data
    assert data["voorstellen"][0]["stand"] == "opgenomen"
    assert data["voorstellen"][0]["uren"] == 100


def test_cards_come_by_number_with_one_empty_line_between_them(maak):
    lines = cards(maak, maak.voorstel(2), maak.voorstel(1))
    assert [line[0] for line in lines if str(line[0]).startswith("Voorstel")] == [
        "Voorstel 1",
        "Voorstel 2",
    ]
    assert lines.count((None, None)) == 1
    assert {len(line) for line in lines} == {2}


def test_ketentoezicht_shows_proposed_and_decided_hours_u2_1(maak):
    keten = maak.voorstel(1, soort="ketentoezicht", uren=900)
    lines = dict(cards(maak, keten))
    assert lines["Soort en uren"] == (
        "ketentoezicht: 900 uur voorgesteld; besloten in totaal: nog niet besloten"
    )
    decided = dict(cards(maak, keten, kader=maak.kader(ketentoezicht_besloten=150)))
    assert decided["Soort en uren"].endswith("besloten in totaal: 150 uur")
    assert decided["Stand in het voorstel"].startswith("Ketentoezicht. Vast onderdeel (U2.1)")


def test_a_card_says_what_a_proposal_hangs_together_with_on_both_sides_f3_4(maak):
    lines = cards(
        maak,
        maak.voorstel(12, vereist=(14, 15), sluit_uit=(16,)),
        *(maak.voorstel(nr) for nr in (14, 15, 16, 17)),
    )
    assert [value for label, value in lines if label == "Hangt samen met"] == [
        "vereist de voorstellen 14 en 15; gaat niet samen met voorstel 16",
        "is nodig voor voorstel 12",
        "is nodig voor voorstel 12",
        "gaat niet samen met voorstel 12",
    ]


def test_scores_and_their_parts_are_visible_f3_1(maak):
    beoordeling = maak.beoordeling(1).model_copy(
        update={"scores": {"toegevoegde_waarde": 5, "relevantie": 4, "draagvlak": 2}}
    )
    lines = dict(cards(maak, maak.voorstel(1), beoordelingen={1: beoordeling}))
    assert lines["Score"] == (
        "3,8 (toegevoegde waarde 5 × 40% = 2; relevantie 4 × 30% = 1,2; draagvlak 2 × 30% = 0,6)"
    )


def test_the_parts_add_up_to_the_score_whatever_the_weights_f3_1(maak):
    weights = {"draagvlak": Decimal("0.125"), "relevantie": Decimal("0.875")}
    found = cards(maak, maak.voorstel(1), kader=maak.kader(gewichten=weights))
    score = dict(found)["Score"]
    assert score == "3 (draagvlak 3 × 12,5% = 0,375; relevantie 3 × 87,5% = 2,625)"


def test_without_proposals_there_is_an_empty_report(maak):
    found = voorstel.show(maak.berekening())
    assert found.reports[0].lines == ()
    assert found.samenvatting[0] == "Eerste voorstel: er zijn nog geen voorstellen."
