"""Bad input after the decision: each cell that cannot count has a finding with place and remedy."""

from typing import Any

import pytest

from regio_xl.domain import Bevinding, Ernst
from regio_xl.rules import INTERVENTIES
from regio_xl.sheets.dossier import read_dossier
from regio_xl.steps.berekening import Berekening
from regio_xl.steps.pakket import compute
from tests.support.boekjaar import AB_DAY, BAD, CODES, CellRow, Rijen, jaar_met

SOUND: dict[str, dict[str, Any]] = {
    "interventies": {
        "Nr": 7.0,
        "Datum": AB_DAY,
        "Omschrijving": "Snel",
        "Soort": "klein",
        "Uren": 40.0,
        "Deelnemers": "; ".join(CODES[:10]),
    },
    "verschuivingen": {
        "Nr": 7.0,
        "Datum": AB_DAY,
        "Van": 2.0,
        "Naar": 3.0,
        "Uren": 40.0,
        "Reden": "Meer werk",
        "Door": "Accountteam",
    },
    "voortgang": {
        "Project": 2.0,
        "Periode": "Jaarstukken",
        "Gerealiseerd": 40.0,
        "Prognose heel jaar": 60.0,
    },
}
DECISION = {"Van": "AB-besluit", "AB-besluit nummer": "AB-1", "AB-besluit datum": AB_DAY}
KINDS = [
    (table, header, value)
    for table, columns in BAD.items()
    for header, values in columns.items()
    for value in values
    if not (header == "Prognose heel jaar" and value is None)  # may stay empty
    and str(value).casefold() != "ab-besluit"  # what that lacks is in other cells, see the cases
]
FIRST_ROW = {"interventies": 11, "verschuivingen": 6, "voortgang": 6}


def year_with(table: str, *rows: CellRow) -> Berekening:
    jaar = jaar_met(Rijen(**{**dict.fromkeys(SOUND, ()), table: rows}))
    return compute(jaar, read_dossier(jaar))


def counts(berekening: Berekening, table: str) -> bool:
    bewaking = berekening.bewaking
    if table == "voortgang":
        return bool(bewaking.voortgang)
    booked = [regel for regel in bewaking.boek.regels if regel.uren]
    return any((r.boeking.naar == INTERVENTIES) == (table == "interventies") for r in booked)


def about(berekening: Berekening, table: str) -> list[Bevinding]:
    sheet = table.capitalize()
    return [item for item in berekening.bevindingen if item.blad == sheet]


@pytest.mark.parametrize("table", SOUND)
def test_a_sound_row_counts_without_a_word(table: str) -> None:
    """Or the rows below would be left out for another reason than their own."""
    berekening = year_with(table, SOUND[table])
    assert counts(berekening, table)
    assert [item for item in about(berekening, table) if item.ernst is not Ernst.MELDING] == []


@pytest.mark.parametrize(("table", "header", "value"), KINDS)
def test_a_bad_cell_is_told_at_its_place_with_what_to_do(
    table: str, header: str, value: Any
) -> None:
    more = DECISION if header == "AB-besluit datum" else {}
    berekening = year_with(table, {**SOUND[table], **more, header: value})
    if counts(berekening, table):
        return  # a stray space, another way to write the same: that is for the cases
    places = {(item.rij, item.kolom): item for item in about(berekening, table)}
    found = places.get((FIRST_ROW[table], header))
    assert found, places
    assert found.ernst is not Ernst.MELDING
    assert found.regel in ("U3.1", "U3.2", "U3.3", "U6.1", "U8.2")
    assert found.melding.endswith(".")
    assert found.herstel.endswith((".", "?"))


@pytest.mark.parametrize("table", SOUND)
def test_rows_that_look_the_same_are_both_told_and_neither_counts(table: str) -> None:
    berekening = year_with(table, SOUND[table], SOUND[table])
    assert not counts(berekening, table)
    told = {item.rij for item in about(berekening, table) if item.ernst is Ernst.FOUT}
    assert told == {FIRST_ROW[table], FIRST_ROW[table] + 1}


@pytest.mark.parametrize("table", SOUND)
def test_a_bad_row_takes_no_other_row_along(table: str) -> None:
    bad = dict.fromkeys(SOUND[table], "onzin")
    assert counts(year_with(table, bad, SOUND[table]), table)


@pytest.mark.parametrize("table", SOUND)
def test_an_empty_table_and_rows_with_only_what_a_step_prepared_say_nothing(table: str) -> None:
    prepared = [{"Nr": 1.0}, {"Nr": 2.0}]
    if table == "voortgang":
        prepared = [{"Project": 2.0, "Periode": "Jaarstukken"}]
    for rows in ((), prepared):
        berekening = year_with(table, *rows)
        assert about(berekening, table) == []
        assert not counts(berekening, table)
