"""Step ``evaluatie``: a row per project, and what people typed is never lost (U9.2)."""

from datetime import date, datetime

import pytest

from regio_xl.domain import Ernst, Fase
from regio_xl.domain.dossier import Besluit, Besluitvorming, Periode, Uitvoering
from regio_xl.domain.table import SOURCE
from regio_xl.steps import STEPS, evaluatie

TYPED = ("resultaat", "waarde", "lessen", "vervolg")
BOOK = ("verschoven", "beschikbaar", "gerealiseerd", "verschil")


def rows(uitkomst):
    return next(table for table in uitkomst.tables if table.name == "tblEvaluatie").rows


def show(maak, *typed, voorstellen=None, **more):
    jaar = maak.jaar(maak.table("tblEvaluatie", *typed))
    voorstellen = voorstellen or [maak.voorstel(1), maak.voorstel(2, projectleider="B. de Wit")]
    return evaluatie.show(maak.berekening(*voorstellen, jaar=jaar, **more))


def test_each_project_in_the_package_has_a_row_u9_2(maak):
    assert rows(show(maak)) == (
        {"nr": 1.0, "titel": "Project 1", "projectleider": "", "gepland": 100.0},
        {"nr": 2.0, "titel": "Project 2", "projectleider": "B. de Wit", "gepland": 100.0},
    )


def test_ketentoezicht_and_refused_proposals_have_no_row_u9_2(maak):
    voorstellen = [
        maak.voorstel(1, soort="ketentoezicht"),
        maak.voorstel(2, keuze="niet opnemen"),
        maak.voorstel(3),
    ]
    assert [row["nr"] for row in rows(show(maak, voorstellen=voorstellen))] == [3.0]


def test_what_people_typed_is_left_to_the_writer_u9_2(maak):
    found = rows(show(maak, {"nr": 2.0, "lessen": "Eerder beginnen."}))
    assert not set(TYPED) & set(found[1])


def test_typed_text_of_a_project_that_dropped_out_is_kept_u9_2(maak):
    found = show(
        maak,
        {"nr": 7.0, "titel": "Oud project", "gepland": 80.0, "lessen": "Eerder beginnen."},
        {"nr": 2.0, "resultaat": "Klaar."},
    )
    last = rows(found)[-1]
    assert (last["nr"], last["titel"], last["gepland"]) == (7.0, "Oud project", 0.0)
    assert last["lessen"] == "Eerder beginnen."
    bevinding = next(b for b in found.bevindingen if b.blad == "Evaluatie")
    assert (bevinding.ernst, bevinding.regel, bevinding.rij) == (Ernst.MELDING, "U9.2", 8)
    assert "Project 7" in bevinding.melding
    assert found.data == {"projecten": 2, "vervallen": 1, "gepland": 200}


def test_a_project_that_dropped_out_without_text_goes_u9_2(maak):
    found = show(maak, {"nr": 7.0, "titel": "Oud project", "gepland": 80.0, "lessen": "  "})
    assert [row["nr"] for row in rows(found)] == [1.0, 2.0]


def test_a_row_that_stands_twice_loses_nothing_u9_2(maak):
    found = rows(show(maak, {"nr": 2.0, "lessen": "een"}, {"nr": 2.0, "lessen": "twee"}))
    assert [(row["nr"], row["gepland"], row.get("lessen")) for row in found] == [
        (1.0, 100.0, None),
        (2.0, 100.0, "een"),
        (2.0, 0.0, "twee"),
    ]


def test_a_row_without_usable_number_loses_nothing_u9_2(maak):
    found = show(maak, {"nr": None, "lessen": "los"}, {"nr": "zeven", "resultaat": "ook los"})
    assert [row.get("lessen") or row.get("resultaat") for row in rows(found)[2:]] == [
        "los",
        "ook los",
    ]
    assert sum(b.melding.startswith("Deze regel") for b in found.bevindingen) == 2


def test_columns_that_people_added_move_along_u9_2(maak):
    table = maak.table("tblEvaluatie", {"nr": 7.0, "+Afdeling": "Bodem"})
    jaar = maak.jaar(table.model_copy(update={"extra": ("Afdeling",)}))
    found = evaluatie.show(maak.berekening(maak.voorstel(1), jaar=jaar))
    assert rows(found)[-1]["+Afdeling"] == "Bodem"


def test_a_second_run_gives_the_same_rows(maak):
    def cells(outcome):
        return [
            {key: value for key, value in row.items() if key != SOURCE} for row in rows(outcome)
        ]

    first = cells(show(maak, {"nr": 2.0, "lessen": "een"}, {"nr": 2.0, "lessen": "twee"}))
    assert cells(show(maak, *first)) == first


def test_a_finding_moves_along_with_its_row_u9_2(maak):
    text = maak.fout(None, "U9.2").model_copy(update={"blad": "Evaluatie", "rij": 6})
    found = show(maak, {"nr": 2.0, "vervolg": "misschien"}, bevindingen=(text,))
    assert [b.rij for b in found.bevindingen if b.blad == "Evaluatie"] == [7]


def test_another_word_than_go_on_or_stop_is_found_at_its_place_u9_2(maak):
    jaar = maak.jaar(maak.table("tblEvaluatie", {"nr": 2.0, "vervolg": "misschien"}))
    found = STEPS["evaluatie"].run(jaar).bevindingen
    assert any(
        (b.regel, b.blad, b.rij, b.kolom) == ("U9.2", "Evaluatie", 6, "Doorgaan of stoppen")
        for b in found
    )


def test_figures_of_the_book_are_left_to_the_formulas_u8_2(maak):
    assert not any(set(BOOK) & set(row) for row in rows(show(maak)))


LAST = Periode(rij=12, naam="Jaarstukken", peildatum=date(2026, 12, 31), klaar=date(2027, 3, 1))
DONE = {"resultaat": "Klaar.", "lessen": "Eerder beginnen.", "vervolg": "stoppen"}


def unfinished(maak, *typed, vandaag=(2027, 3, 2), periode=LAST, besluit=True, dicht=None):
    """Return what is found about evaluations of a decided year of two projects."""
    jaar = maak.jaar(
        maak.table("tblEvaluatie", *typed),
        read_at=datetime(*vandaag, 9, 0),
        cells={"jaar_afgesloten": dicht},
    )
    made = maak.berekening(
        maak.voorstel(1),
        maak.voorstel(2),
        jaar=jaar,
        kader=maak.kader(fase=Fase.UITVOERING),
        besluitvorming=Besluitvorming(
            besluit=Besluit(pakket={1: 100, 2: 100}) if besluit else None
        ),
        uitvoering=Uitvoering(perioden=(periode,)),
    )
    return [b for b in made.bevindingen if "niet af" in b.melding]


def test_what_is_not_evaluated_when_the_last_report_is_due_is_one_warning_u9_2(maak):
    (found,) = unfinished(maak, {"nr": 1.0, "resultaat": "Klaar."})
    assert (found.ernst, found.regel, found.blad) == (Ernst.WAARSCHUWING, "U9.2", "Evaluatie")
    assert found.melding == (
        "De evaluatie van 2 projecten is niet af: 1 en 2. Leeg is nog Resultaat, Lessen en "
        "Doorgaan of stoppen."
    )


def test_one_project_that_is_not_evaluated_is_found_at_its_cell_u9_2(maak):
    (found,) = unfinished(maak, {"nr": 1.0, **DONE}, {"nr": 2.0, **DONE, "vervolg": " "})
    assert (found.rij, found.kolom, found.nr) == (7, "Doorgaan of stoppen", 2)


@pytest.mark.parametrize(
    "more",
    [
        {"vandaag": (2027, 3, 1)},
        {"besluit": False},
        {"periode": LAST.model_copy(update={"klaar": date(2027, 6, 1)})},
    ],
    ids=["the day itself", "nothing decided", "a later day on Kader"],
)
def test_before_the_last_report_is_due_no_evaluation_is_missed_u9_2(maak, more):
    assert not unfinished(maak, **more)


def test_a_year_that_is_closed_early_asks_only_who_goes_on_u9_2(maak):
    early = {"vandaag": (2027, 1, 11), "dicht": "Op 11-1-2027 door a.devries."}
    (found,) = unfinished(maak, {"nr": 1.0, "vervolg": "doorgaan"}, {"nr": 2.0}, **early)
    assert found.melding.endswith("is niet af: 2. Leeg is nog Doorgaan of stoppen.")
    (found,) = unfinished(maak, {"nr": 1.0, "vervolg": "doorgaan"}, dicht=early["dicht"])
    assert "Leeg is nog Resultaat, Lessen en Doorgaan of stoppen." in found.melding


def test_a_year_that_is_evaluated_is_asked_nothing_u9_2(maak):
    assert not unfinished(maak, {"nr": 1.0, **DONE}, {"nr": 2.0, **DONE})


def test_an_early_run_says_that_the_package_may_change(maak):
    text = " ".join(show(maak).samenvatting)
    assert "fase ‘voorstel’" in text
    late = show(maak, kader=maak.kader(fase=Fase.BESLUIT))
    assert "kan nog veranderen" not in " ".join(late.samenvatting)


def test_without_the_table_there_still_is_an_outcome(maak):
    found = evaluatie.show(maak.berekening(maak.voorstel(1)))
    assert len(rows(found)) == 1
