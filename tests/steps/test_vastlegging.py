"""The record of the package: changes since then, as people read them (U8.1)."""

from regio_xl.steps.vastlegging import changes, tell_pairs

PLACE = ("Belang", "1", "Belang")


def test_u8_1_of_belang_only_the_participants_that_changed_are_named():
    found = changes({PLACE: "PU 2, AMF 2, EEM 2"}, {PLACE: "PU 2, AMF 3, WOU 1"})
    assert tell_pairs(found) == ("Belang van voorstel 1 (blad Belang): AMF 2, EEM 2 → AMF 3, WOU 1")


def test_u8_1_belang_that_went_is_told_as_empty():
    found = changes({PLACE: "PU 2, EEM 2"}, {PLACE: "PU 2"})
    assert tell_pairs(found) == "Belang van voorstel 1 (blad Belang): EEM 2 → geen waarde"


def test_u8_1_other_values_are_told_whole():
    place = ("Voorstellen", "4", "Vereist")
    found = changes({place: "2; 7"}, {place: "2; 8"})
    assert tell_pairs(found) == "Vereist van voorstel 4 (blad Voorstellen): 2; 7 → 2; 8"


def test_f3_5_a_proposal_that_came_or_went_is_told_as_a_whole():
    asked = {"Titel": "Laadpalen", "Soort": "nieuw", "Uren": 120.0, "Keuze AOO": "automatisch"}
    facts = {("Voorstellen", "7", what): value for what, value in asked.items()}
    assert tell_pairs(changes({}, facts)) == "voorstel 7 (blad Voorstellen) kwam erbij"
    assert tell_pairs(changes(facts, {})) == "voorstel 7 (blad Voorstellen) is weg"
    more = {**facts, ("Voorstellen", "7", "Minimum uren"): 40.0}
    assert tell_pairs(changes(facts, more)) == (
        "Minimum uren van voorstel 7 (blad Voorstellen): geen waarde → 40"
    )


def test_u4_3_interest_of_many_participants_is_counted():
    points = ", ".join(f"{code} 1" for code in ("AMF", "BAA", "BUN", "BUS", "DBI"))
    found = changes({}, {("Belang", "7", "Belang"): points})
    assert tell_pairs(found) == "Belang van voorstel 7 (blad Belang): geen waarde → 5 deelnemers"
