"""Step ``bijwerken``: all that the phase allows, computed once."""

import pytest

from regio_xl.allocation import consequences, make_plan
from regio_xl.domain import Fase
from regio_xl.domain.woorden import BEREKEND, Scenario
from regio_xl.steps import STEPS, bijwerken, evaluatie, pakket, toewijzen, voorstel
from regio_xl.steps.valideren import with_findings


def shown(berekening):
    """Return what the step shows, with sheet Controle and the sheets of the package beside it."""
    whole = bijwerken.with_package(berekening, bijwerken.show(berekening))
    return with_findings(berekening, whole)


def next_step(berekening):
    return bijwerken.next_step(berekening, berekening.bevindingen, berekening.staat)


def names(uitkomst):
    return [table.name for table in uitkomst.tables]


def test_before_the_decision_the_evaluation_is_skipped_and_that_is_said(maak):
    found = shown(maak.berekening(maak.voorstel(1)))
    assert names(found) == [
        *("tblControle", "tblVoorstel", "tblSelectie", "tblDekking"),
        *(
            "tblVastlegging",
            "tblDoelen",
            "tblRedenen",
            "tblScenarios",
            "tblPakketten",
            "tblVerhoudingen",
        ),
    ]
    assert "Evaluatie overgeslagen" in " ".join(found.samenvatting)
    assert found.data["stappen"] == ["valideren", "voorstel", "selectie"]


@pytest.mark.parametrize("fase", [Fase.BESLUIT, Fase.UITVOERING])
def test_from_the_decision_on_the_evaluation_is_made_u9_2(maak, fase):
    found = shown(maak.berekening(maak.voorstel(1), kader=maak.kader(fase=fase)))
    assert names(found)[-1] == "tblEvaluatie"
    assert "overgeslagen" not in " ".join(found.samenvatting)


def test_it_shows_what_the_steps_show(maak):
    berekening = maak.berekening(maak.voorstel(1), kader=maak.kader(fase=Fase.BESLUIT))
    found = shown(berekening)
    for show in (voorstel.show, toewijzen.show_selectie, evaluatie.show):
        assert set(names(show(berekening))) <= set(names(found))
    assert found.reports == voorstel.show(berekening).reports
    assert toewijzen.show_selectie(berekening).data.items() <= found.data.items()


def test_each_finding_comes_once(maak):
    found = shown(maak.berekening(maak.voorstel(1), bevindingen=(maak.fout(1),)))
    assert len(found.bevindingen) == len(set(found.bevindingen))
    assert len(found.tables[0].rows) == len(found.bevindingen) == found.data["fouten"] + 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"kader": None}, "blad Kader"),
        ({"deelnemers": ()}, "blad Deelnemers"),
        ({"voorstellen": ()}, "blad Voorstellen"),
    ],
)
def test_the_next_step_is_first_what_is_missing(maak, change, words):
    berekening = maak.berekening(**({"voorstellen": (maak.voorstel(1),)} | change))
    assert words in next_step(berekening)


def test_the_next_step_is_then_what_is_wrong(maak):
    found = next_step(maak.berekening(maak.voorstel(1), bevindingen=(maak.fout(1),)))
    assert found.startswith("Los 1 fout op (zie blad Controle)")


def test_the_next_step_is_otherwise_what_the_phase_asks(maak):
    roles = {"intern_opdrachtgever": "A. Baas", "projectleider": "B. Leider"}
    sentences = {
        next_step(maak.berekening(maak.voorstel(1, **roles), kader=maak.kader(fase=fase)))
        for fase in Fase
    }
    assert len(sentences) == len(Fase)


def test_the_run_is_logged_once(maak):
    found = STEPS["bijwerken"].run(maak.jaar())
    logs = [table for table in found.tables if table.name == "tblLogboek"]
    assert len(logs) == 1
    assert logs[0].rows[0]["stap"] == "bijwerken"


@pytest.mark.parametrize("by_hand", [False, True])
@pytest.mark.parametrize("chosen", ["", "rangorde", "evenredig", "optimaal met bonus", "eigen 1"])
def test_no_scenario_is_worked_out_twice_in_a_run(maak, monkeypatch, chosen, by_hand):
    done = []

    def counted(scenario, problem, **more):
        done.append(scenario)
        return make_plan(scenario, problem, **more)

    monkeypatch.setattr(pakket, "make_plan", counted)
    jaar = maak.jaar(
        maak.table("tblSelectie", {"nr": 1.0, "stand": "opgenomen", "toegewezen": 60.0}),
        maak.table("tblScenarios", {"scenario": "eigen 1", "naam": "Proef"}),
        cells={"gekozen_scenario": chosen} | ({"kenmerk_pakket": "anders"} if by_hand else {}),
    )
    berekening = maak.berekening(maak.voorstel(1), jaar=jaar)
    assert (berekening.scenario is Scenario.MET_DE_HAND) == by_hand
    bijwerken.show(berekening)
    assert sorted(done) == sorted(BEREKEND)


def test_a_scenario_that_ran_out_of_time_is_tried_once_in_a_run(maak, monkeypatch):
    done = []

    def unproven(scenario, problem, **more):
        done.append(scenario)
        plan = make_plan(scenario, problem, **more)
        if plan.optimum is None:
            return plan
        levels = [level.model_copy(update={"proven": False}) for level in plan.levels]
        optimum = plan.optimum.model_copy(update={"levels": tuple(levels)})
        return plan.model_copy(update={"optimum": optimum})

    monkeypatch.setattr(pakket, "make_plan", unproven)
    berekening = toewijzen.ready(maak.berekening(maak.voorstel(1)))
    shown(berekening)
    assert sorted(done) == sorted(BEREKEND)


def test_nothing_is_worked_out_again_while_the_input_is_the_same(maak, monkeypatch):
    plans, reasons = [], []

    def counted(scenario, problem, **more):
        plans.append(scenario)
        return make_plan(scenario, problem, **more)

    def explained(plan, **more):
        reasons.append(plan.scenario)
        return consequences(plan, **more)

    monkeypatch.setattr(pakket, "make_plan", counted)
    monkeypatch.setattr(pakket, "consequences", explained)
    first, again = (maak.berekening(maak.voorstel(1), maak.voorstel(2)) for _ in range(2))
    assert bijwerken.show(first) == bijwerken.show(again)
    assert (len(plans), len(reasons)) == (len(BEREKEND), 1)
    other = maak.berekening(maak.voorstel(1), maak.voorstel(2, uren=61))
    assert other.problem != first.problem
    bijwerken.show(other)
    assert (len(plans), len(reasons)) == (2 * len(BEREKEND), 2)
