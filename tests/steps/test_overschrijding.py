"""What goes over its hours, each kind once, with its place and its sentences (U3.*, U6.1, U8.2)."""

from datetime import datetime
from typing import Any

import pytest

from regio_xl.domain import Bevinding, Ernst
from regio_xl.sheets.dossier import read_dossier
from regio_xl.steps import STEPS, overschrijding
from regio_xl.steps.berekening import Berekening
from regio_xl.steps.overschrijding import find_overruns, pressing
from regio_xl.steps.pakket import compute
from tests.support.boekjaar import CODES, NOW, PERIODEN
from tests.support.decided import decided_year

EERSTE, TWEEDE, LAATSTE = PERIODEN
MARCH, APRIL, MAY = (datetime(2026, month, 1) for month in (3, 4, 5))
TEN = "; ".join(CODES[:10])
PAKKET = {2: 1500, 3: 400}
"""With 100 hours for ketentoezicht, 500 in reserve and 200 free: 2.700 of 27 participants."""


def grant(nr: int, uren: int, dag: datetime = MARCH) -> dict[str, Any]:
    return {
        "Nr": nr,
        "Datum": dag,
        "Omschrijving": "Snel",
        "Soort": "klein",
        "Uren": uren,
        "Deelnemers": TEN,
    }


def move(nr: int, van: Any, naar: Any, uren: int, dag: datetime = MAY) -> dict[str, Any]:
    return {
        "Nr": nr,
        "Datum": dag,
        "Van": van,
        "Naar": naar,
        "Uren": uren,
        "Reden": "Meer werk",
        "Door": "Accountteam",
    }


def report(nr: int, spent: int, expected: int | str = "", periode: str = EERSTE) -> dict[str, Any]:
    return {
        "Project": nr,
        "Periode": periode,
        "Gerealiseerd": spent,
        "Prognose heel jaar": expected,
    }


def year(**rows: Any) -> Berekening:
    people = [{"Code": code, "Deelnemer": code, "DVO-uren": 2500} for code in CODES]
    jaar = decided_year(PAKKET, perioden=PERIODEN, deelnemers=people, **rows)
    jaar = jaar.model_copy(update={"read_at": NOW})
    return compute(jaar, read_dossier(jaar))


def overruns(**rows: Any) -> list[Bevinding]:
    return list(find_overruns(year(**rows)))


FEWER = "of haal de uren ergens anders vandaan."
KINDS: dict[str, tuple[dict[str, Any], str, str, str]] = {
    "an intervention for which little is left": (
        {"interventies": [grant(1, 300), grant(2, 400, APRIL)]},
        "fout U3.4 Interventies 12 Uren",
        "Interventie 2 vraagt 400 uur; op 1-4-2026 was er in de reserve nog 200 uur over. Zij is "
        "niet toegekend.",
        "Vraag hooguit 200 uur, of schuif eerst uren naar de reserve, tot haar maximum.",
    ),
    "an intervention for which nothing is left": (
        {"interventies": [grant(1, 500), grant(2, 1, APRIL)]},
        "fout U3.4 Interventies 12 Uren",
        "Interventie 2 vraagt 1 uur; op 1-4-2026 was er in de reserve niets meer over. Zij is niet "
        "toegekend.",
        "Schuif eerst uren naar de reserve, tot haar maximum.",
    ),
    "an intervention above what may be granted in a year": (
        {"interventies": [grant(1, 450), grant(2, 100, APRIL)], "kader": {"reserve": 700}},
        "fout U3.4 Interventies 12 Uren",
        "Interventie 2 vraagt 100 uur; op 1-4-2026 mocht er van de 500 uur per jaar nog 50 uur "
        "worden toegekend. Zij is niet toegekend.",
        "Vraag hooguit 50 uur, of maak de rij leeg als u ervan afziet.",
    ),
    "hours from a project that spent some": (
        {"verschuivingen": [move(1, 3, 2, 500)], "voortgang": [report(3, 100, 400)]},
        "fout U8.2 Verschuivingen 6 Uren",
        "Verschuiving 1 van 500 uur telt niet mee: project 3 had op 1-5-2026 nog 300 uur over, "
        "niet besteed en niet verschoven.",
        f"Verschuif hooguit 300 uur, {FEWER}",
    ),
    "hours from a project that has none": (
        {"verschuivingen": [move(1, 3, 2, 400, MARCH), move(2, 3, 2, 1)]},
        "fout U8.2 Verschuivingen 7 Uren",
        "Verschuiving 2 van 1 uur telt niet mee: project 3 had op 1-5-2026 niets meer over.",
        "Haal de uren ergens anders vandaan.",
    ),
    "hours that are not free": (
        {"verschuivingen": [move(1, "vrij", 2, 500)]},
        "fout U8.2 Verschuivingen 6 Uren",
        "Verschuiving 1 van 500 uur telt niet mee: op 1-5-2026 was er nog 200 uur vrij.",
        f"Verschuif hooguit 200 uur, {FEWER}",
    ),
    "hours that are not in reserve": (
        {"verschuivingen": [move(1, "reserve", 2, 501)]},
        "fout U8.2 Verschuivingen 6 Uren",
        "Verschuiving 1 van 501 uur telt niet mee: de reserve had op 1-5-2026 nog 500 uur over.",
        f"Verschuif hooguit 500 uur, {FEWER}",
    ),
    "hours that ketentoezicht does not have": (
        {"verschuivingen": [move(1, "ketentoezicht", 2, 101)]},
        "fout U8.2 Verschuivingen 6 Uren",
        "Verschuiving 1 van 101 uur telt niet mee: ketentoezicht had op 1-5-2026 nog 100 uur over.",
        f"Verschuif hooguit 100 uur, {FEWER}",
    ),
    "more than the reserve may hold": (
        {"verschuivingen": [move(1, 3, "reserve", 500)], "kader": {"reserve": 480}},
        "fout U3.4 Verschuivingen 6 Naar",
        "Verschuiving 1 van 500 uur telt niet mee: de reserve mag in een jaar hooguit 500 uur "
        "zijn, met wat al is toegekend.",
        "Verschuif hooguit 20 uur, of laat de uren waar ze zijn.",
    ),
    "a reserve that is full": (
        {"verschuivingen": [move(1, 3, "reserve", 1)], "interventies": [grant(1, 500)]},
        "fout U3.4 Verschuivingen 6 Naar",
        "Verschuiving 1 van 1 uur telt niet mee: de reserve mag in een jaar hooguit 500 uur "
        "zijn, met wat al is toegekend.",
        "Laat de uren waar ze zijn.",
    ),
    "an intervention of more hours than there are": (
        {"interventies": [grant(1, 5000)]},
        "fout U8.2 Interventies 11 Uren",
        "Uren is 5.000 uur; in het hele jaar zijn er 2.700 uur. Deze rij telt niet mee.",
        "Controleer het getal.",
    ),
    "a forecast of more hours than there are": (
        {"voortgang": [report(2, 10, 5000)]},
        "fout U8.2 Voortgang 6 Prognose heel jaar",
        "Prognose heel jaar is 5.000 uur; in het hele jaar zijn er 2.700 uur. Deze rij telt niet "
        "mee.",
        "Controleer het getal.",
    ),
    "hours to a project that is not there": (
        {"verschuivingen": [move(1, 2, 99, 50)]},
        "fout U8.2 Verschuivingen 6 Naar",
        "Naar is 99; dat project zit niet in het pakket. Deze rij telt niet mee.",
        "Verbeter het nummer; blad Selectie zegt welke projecten erin zitten.",
    ),
    "a report about a project that is not there": (
        {"voortgang": [report(99, 10)]},
        "fout U8.2 Voortgang 6 Project",
        "Project is 99; dat project zit niet in het pakket. Deze rij telt niet mee.",
        "Verbeter het nummer; blad Selectie zegt welke projecten erin zitten.",
    ),
    "a project that spent too much": (
        {"voortgang": [report(2, 1560), report(3, 100, 360)]},
        "fout U8.2 Voortgang 6 Gerealiseerd 2",
        "Project 2 (Project 2) heeft 1.560 uur besteed; het heeft er 1.500. Dat is 60 uur te veel.",
        "Verschuif 60 uur naar dit project op blad Verschuivingen: vrij is 200 uur en project 3 "
        "houdt 40 uur over.",
    ),
    "a project that spent too much, with nothing left elsewhere": (
        {"voortgang": [report(2, 1560)], "verschuivingen": [move(1, "vrij", 3, 200)]},
        "fout U8.2 Voortgang 6 Gerealiseerd 2",
        "Project 2 (Project 2) heeft 1.560 uur besteed; het heeft er 1.500. Dat is 60 uur te veel.",
        "Er is nergens iets over. Beperk het werk, of vraag het AB om een besluit.",
    ),
    "a project that will need more, and more than there is": (
        {"voortgang": [report(2, 1200, 1900), report(3, 100, 360)]},
        "waarschuwing U8.2 Voortgang 6 Prognose heel jaar 2",
        "Project 2 (Project 2) verwacht 1.900 uur; het heeft er 1.500. Dat wordt 400 uur te veel.",
        "Verschuif 400 uur naar dit project op blad Verschuivingen: vrij is 200 uur en project 3 "
        "houdt 40 uur over. Wat dan nog ontbreekt, vraagt een besluit van het AB.",
    ),
    "a project that will leave hours unused": (
        {"voortgang": [report(2, 100, 900)]},
        "melding U8.2 Voortgang 6 Prognose heel jaar 2",
        "Project 2 (Project 2) houdt 600 uur over van 1.500 uur.",
        "Kijk of een ander project ze nodig heeft en verschuif ze, of laat ze vrijvallen.",
    ),
    "hours that went down": (
        {"voortgang": [report(2, 1000), report(2, 800, periode=TWEEDE)]},
        "waarschuwing U6.1 Voortgang 7 Gerealiseerd 2",
        "Project 2 heeft bij ‘Tweede bestuursrapportage’ 800 uur besteed, en bij ‘Eerste "
        "bestuursrapportage’ al 1.000 uur.",
        "Gerealiseerd telt vanaf het begin van het jaar: verbeter een van de twee.",
    ),
    "a forecast below what was spent": (
        {"voortgang": [report(2, 1400, 1300)]},
        "waarschuwing U6.1 Voortgang 6 Prognose heel jaar 2",
        "Project 2 verwacht 1.300 uur, minder dan de 1.400 uur die al zijn besteed; de bestede "
        "uren tellen.",
        "Vul in wat het hele jaar gaat kosten, of laat de cel leeg.",
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_stands_at_its_cell_and_says_what_and_what_to_do(kind: str) -> None:
    rows, place, melding, herstel = KINDS[kind]
    found = {_place(item): (item.melding, item.herstel) for item in overruns(**rows)}
    assert found.get(place) == (melding, herstel)


@pytest.mark.parametrize("kind", KINDS)
def test_no_sentence_is_longer_than_a_reader_can_hold(kind: str) -> None:
    _, _, melding, herstel = KINDS[kind]
    for sentence in f"{melding} {herstel}".split(". "):
        assert len(sentence.split()) <= 25


def _place(item: Bevinding) -> str:
    words = (item.ernst.value, item.regel, item.blad, item.rij, item.kolom, item.nr)
    return " ".join(str(word) for word in words if word is not None)


def test_u8_2_a_year_that_takes_more_than_there_is_asks_for_the_ab() -> None:
    """2.500 and 400 of the projects and 100 of ketentoezicht, where there are 2.700."""
    berekening = year(voortgang=[report(2, 900, 2500)])
    place = {"totaal_prognose": ("Financien", 12, 2)}
    jaar = berekening.jaar.model_copy(update={"cell_places": place})
    (found,) = (
        item
        for item in find_overruns(berekening.model_copy(update={"jaar": jaar}))
        if item.blad == "Financien"
    )
    assert (found.ernst, found.regel) == (Ernst.FOUT, "U8.2")
    assert found.melding == (
        "Het hele jaar gaat 3.000 uur kosten, 300 uur meer dan de 2.700 uur die er zijn."
    )
    assert found.herstel == (
        "Beperk het werk van projecten die te kort komen. Of vraag het AB om een besluit, en zet "
        "dat op blad Verschuivingen."
    )


def test_u8_2_a_sound_year_has_no_overrun_at_all() -> None:
    rows = {"interventies": [grant(1, 500)], "verschuivingen": [move(1, "vrij", 3, 200)]}
    assert overruns(**rows, voortgang=[report(2, 1500), report(3, 600)]) == []


def test_u8_2_start_shows_the_three_most_pressing_and_empties_the_rest() -> None:
    rows = {"interventies": [grant(nr, 600) for nr in (1, 2, 3, 4)]}
    lines = list(pressing(overruns(**rows)).values())
    assert [str(line)[:14] for line in lines] == [f"Interventie {nr} " for nr in (1, 2, 3)]
    assert all(str(line).endswith("(blad Interventies)") for line in lines)
    unused = overruns(voortgang=[report(2, 100, 900)])
    assert [item.ernst for item in unused] == [Ernst.MELDING]
    assert set(pressing(unused).values()) == {None}


def test_u8_2_the_overview_in_words_and_for_other_programs() -> None:
    berekening = year(
        interventies=[grant(1, 120)],
        verschuivingen=[move(1, 3, 2, 60)],
        voortgang=[report(2, 1000, 1600), report(3, 50, 340)],
    )
    shown = overschrijding.show(berekening)
    assert shown.samenvatting == (
        "1 project komt uren te kort: 2.",
        "Reserve: 120 uur toegekend van 500 uur; 380 uur over.",
        "Totaal: 2.160 uur verwacht van 2.700 uur; 540 uur over.",
        "1 punt op blad Overschrijding, met wat eraan te doen is.",
    )
    assert shown.data["projecten"][0] == {
        "nr": 2,
        "vastgesteld": 1500,
        "verschoven": 60,
        "beschikbaar": 1560,
        "gerealiseerd": 1000,
        "prognose": 1600,
        "verschil": -40,
        "oordeel": "▲ dreigt te kort",
    }
    assert shown.data["reserve"] == {"beschikbaar": 500, "toegekend": 120, "over": 380}
    assert shown.data["totaal"] == {
        "beschikbaar": 2700,
        "vastgesteld": 1900,
        "gerealiseerd": 1050,
        "prognose": 2160,
        "verschil": 540,
    }


def test_the_tables_get_ready_rows_before_they_are_full() -> None:
    """A table on a protected sheet does not grow when somebody types below it."""
    rows = [grant(nr, 1) for nr in range(1, 27)] + [{"Nr": nr} for nr in range(27, 31)]
    made = STEPS["valideren"].run(year(interventies=rows).jaar)
    (more,) = (table for table in made.tables if table.name == "tblInterventies")
    assert more.append
    assert [row["nr"] for row in more.rows] == [float(nr) for nr in range(31, 61)]
