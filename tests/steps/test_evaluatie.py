"""Step ``evaluatie``: a row per project, and what people typed is never lost (U9.2)."""

from regio_xl.domain import Ernst, Fase
from regio_xl.domain.table import SOURCE
from regio_xl.steps import STEPS, evaluatie

TYPED = ("verschoven", "gerealiseerd", "resultaat", "waarde", "lessen", "vervolg")


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
    found = rows(show(maak, {"nr": 2.0, "gerealiseerd": 40.0, "lessen": "Eerder beginnen."}))
    assert not set(TYPED) & set(found[1])


def test_typed_text_of_a_project_that_dropped_out_is_kept_u9_2(maak):
    found = show(
        maak,
        {"nr": 7.0, "titel": "Oud project", "gepland": 80.0, "lessen": "Eerder beginnen."},
        {"nr": 2.0, "gerealiseerd": 40.0},
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
    found = show(maak, {"nr": 2.0, "gerealiseerd": "veertig"}, bevindingen=(text,))
    assert [b.rij for b in found.bevindingen if b.blad == "Evaluatie"] == [7]


def test_text_where_hours_belong_is_found_at_its_place_u9_2(maak):
    jaar = maak.jaar(maak.table("tblEvaluatie", {"nr": 2.0, "gerealiseerd": "veertig"}))
    found = STEPS["evaluatie"].run(jaar).bevindingen
    assert any(
        (b.regel, b.blad, b.rij, b.kolom) == ("U9.2", "Evaluatie", 6, "Gerealiseerde uren")
        for b in found
    )


def test_an_early_run_says_that_the_package_may_change(maak):
    text = " ".join(show(maak).samenvatting)
    assert "fase ‘voorstel’" in text
    late = show(maak, kader=maak.kader(fase=Fase.BESLUIT))
    assert "kan nog veranderen" not in " ".join(late.samenvatting)


def test_without_the_table_there_still_is_an_outcome(maak):
    found = evaluatie.show(maak.berekening(maak.voorstel(1)))
    assert len(rows(found)) == 1
