"""A sheet that is missing: the steps say so, and never make a result out of "none"."""

import pytest

from regio_xl.steps import STEPS

ALL = ("tblKader", "tblDeelnemers", "tblVoorstellen", "tblBelang", "tblBeoordeling")
RESULTS = {"tblVoorstel", "tblSelectie", "tblDekking", "tblEvaluatie", "Voorstel"}


def without(maak, name):
    evaluatie = maak.table("tblEvaluatie", {"nr": 3.0, "gepland": 80.0, "lessen": "Eerder."})
    kept = [maak.table(table) for table in ALL if table != name]
    return maak.jaar(*kept, evaluatie, cells={"jaar": 2026.0, "fase": "besluit"})


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize(
    ("table", "sheet"),
    [("tblVoorstellen", "Voorstellen"), ("tblKader", "Kader"), ("tblDeelnemers", "Deelnemers")],
)
def test_each_step_says_first_which_sheet_is_missing(maak, step, table, sheet):
    found = STEPS[step].run(without(maak, table))
    assert found.samenvatting[0].startswith(f"Blad {sheet} ontbreekt of mist zijn tabel: ")
    # Of a sheet that cannot be judged it is no error that it does not follow
    assert found.fouten > 0 or step == "controleer"


@pytest.mark.parametrize("step", STEPS)
def test_f2_2_without_proposals_none_are_counted_and_no_result_is_made(maak, step):
    found = STEPS[step].run(without(maak, "tblVoorstellen"))
    text = " ".join(found.samenvatting)
    assert "geen voorstellen" not in text
    assert "0 voorstellen" not in text
    made = {table.name for table in found.tables} | {report.sheet for report in found.reports}
    assert not made & RESULTS
    assert "U4.3" not in {item.regel for item in found.bevindingen if item.blad == "Selectie"}


def test_f2_2_the_json_says_that_the_proposals_are_missing(maak):
    for step in ("toewijzen", "selectie", "bijwerken"):
        assert STEPS[step].run(without(maak, "tblVoorstellen")).data["status"] == "geen voorstellen"


def test_f2_2_the_next_step_is_to_bring_the_sheet_back(maak):
    found = STEPS["bijwerken"].run(without(maak, "tblVoorstellen"))
    assert found.cells["start_volgende_stap"] == (
        "Zet terug wat ontbreekt: blad Voorstellen of de tabel erop; zie blad Controle."
    )
    assert found.data["stappen"] == ["valideren"]


def test_a_sheet_that_is_there_and_empty_is_another_matter(maak):
    found = STEPS["voorstel"].run(maak.jaar(*map(maak.table, ALL)))
    assert found.samenvatting[0] == "Eerste voorstel: er zijn nog geen voorstellen."
