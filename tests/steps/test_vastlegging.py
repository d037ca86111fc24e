"""The record of the package: changes since then, as people read them (U8.1)."""

from regio_xl.steps.vastlegging import changes, tell_pairs

PLACE = ("Belang", "1", "Belang")


def test_u8_1_of_belang_only_the_participants_that_changed_are_named():
    found = changes({PLACE: "PU 2, AMF 2, EEM 2"}, {PLACE: "PU 2, AMF 3, WOU 1"})
    assert tell_pairs(found) == ("Belang van voorstel 1 (blad Belang): AMF 2, EEM 2 → AMF 3, WOU 1")


def test_u8_1_belang_that_went_is_told_as_empty():
    found = changes({PLACE: "PU 2, EEM 2"}, {PLACE: "PU 2"})
    assert tell_pairs(found) == "Belang van voorstel 1 (blad Belang): EEM 2 → leeg"


def test_u8_1_other_values_are_told_whole():
    place = ("Voorstellen", "4", "Vereist")
    found = changes({place: "2; 7"}, {place: "2; 8"})
    assert tell_pairs(found) == "Vereist van voorstel 4 (blad Voorstellen): 2; 7 → 2; 8"
