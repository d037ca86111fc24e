"""The scenarios: each checked before anyone sees it."""

import random
from decimal import Decimal
from fractions import Fraction

import pytest

from regio_xl.allocation import (
    Aandeel,
    Item,
    Level,
    Optimum,
    PackageError,
    Pakket,
    consequences,
    explain_plan,
    find_breaches,
    make_plan,
    optimise,
    scenario,
    verdict_of,
)
from regio_xl.allocation.plan import Reden, Uitleg
from regio_xl.allocation.scenario import comparable, with_bonus
from regio_xl.allocation.solver import Answer, Solver
from regio_xl.domain.woorden import BEREKEND, Doel, Relatie, Scenario, Telling
from tests.support import random_problems

BONUS = {Relatie.DIRECT: Decimal("0.5"), Relatie.INDIRECT: Decimal("0.25")}
WHY = Uitleg(reden=Reden.RANGORDE, kort="-", toelichting="-")
NOTHING = dict.fromkeys(BONUS, Decimal(0))


@pytest.mark.parametrize("kind", [kind for kind in Scenario if kind not in BEREKEND])
def test_what_people_keep_or_adopt_is_not_computed_f3_5(problem, item, kind):
    with pytest.raises(ValueError, match="not computed"):
        make_plan(kind, problem(100, item(1)), bonus=BONUS)


def test_only_the_best_package_comes_with_proof_f3_1(problem, item):
    made = problem(100, item(1, score=Decimal(3)))
    plans = {kind: make_plan(kind, made, bonus=BONUS) for kind in BEREKEND}
    best = (Scenario.OPTIMAAL, Scenario.BONUS)
    assert [kind for kind, plan in plans.items() if plan.proven] == [*best]
    assert [kind for kind, plan in plans.items() if plan.levels] == [*best]
    assert all((plans[kind].pakket is None) == (kind in best) for kind in BEREKEND)
    assert all(plan.uren == {1: 100} for plan in plans.values())


def test_uh_as_weight_can_lose_from_a_higher_score_f3_2(problem, item):
    made = problem(100, item(1, uh_rang=0, score=Decimal(3)), item(2, score=Decimal(5)))
    assert make_plan(Scenario.OPTIMAAL, made, bonus=BONUS).uren == {1: 100}
    plan = make_plan(Scenario.BONUS, made, bonus=BONUS)
    assert plan.uren == {2: 100}
    assert Doel.UH not in plan.problem.volgorde
    assert [one.score for one in plan.problem.items] == [Decimal("4.5"), 5]


def test_a_bonus_of_nothing_is_weighing_without_uh_f3_2():
    for seed in range(100):
        made = random_problems.make(random.Random(seed))
        order = tuple(doel for doel in made.volgorde if doel is not Doel.UH)
        without = optimise(made.model_copy(update={"volgorde": order}))
        plan = make_plan(Scenario.BONUS, made, bonus=NOTHING)
        assert (plan.uren, plan.levels) == (without.uren, without.levels), seed


def test_a_bonus_changes_nothing_but_scores_and_goals_f3_2(problem, item):
    made = problem(100, item(1, uh_rang=1, score=Decimal(4)), item(2, uh_rang=0))
    changed = with_bonus(made, BONUS)
    assert [one.score for one in changed.items] == [5, None]
    back = changed.model_copy(update={"items": made.items, "volgorde": made.volgorde})
    assert back == made


@pytest.mark.parametrize("kind", [Scenario.OPTIMAAL, Scenario.BONUS])
@pytest.mark.parametrize("uren", [{1: 100, 2: 100}, {1: 99}, {2: 100}, {3: 10}, {1: 100, 9: 1}])
def test_a_wrong_result_of_the_solver_is_never_shown(problem, item, monkeypatch, kind, uren):
    level = Level(name="score", value=Fraction(1), proven=True)
    wrong = Optimum(uren=uren, levels=(level,))
    monkeypatch.setattr(scenario, "optimise", lambda *_, **__: wrong)
    made = problem(150, item(1, doorlopend=True), item(2), item(3, 10, fouten=("F2.2",)))
    with pytest.raises(PackageError):
        make_plan(kind, made, bonus=BONUS)


@pytest.mark.parametrize("kind", [Scenario.RANGORDE, Scenario.EVENREDIG])
def test_a_wrong_division_is_never_shown(problem, item, monkeypatch, kind):
    name = "allocate" if kind is Scenario.RANGORDE else "allocate_evenredig"
    verdicts = (verdict_of(item(1), WHY, 100),)
    wrong = Pakket(scenario=kind.value, verdicts=verdicts)
    monkeypatch.setattr(scenario, name, lambda _: wrong)
    with pytest.raises(PackageError, match=r"U8\.2"):
        make_plan(kind, problem(99, item(1)), bonus=BONUS)


def test_only_the_ranking_must_keep_the_order_of_turns_o7(problem, item, monkeypatch):
    made = problem(100, item(1, uh_rang=0), item(2, uh_rang=1))
    verdicts = (verdict_of(item(2), WHY, 100),)
    for kind, name in (
        (Scenario.RANGORDE, "allocate"),
        (Scenario.EVENREDIG, "allocate_evenredig"),
    ):
        wrong = Pakket(scenario=kind.value, verdicts=verdicts)
        monkeypatch.setattr(scenario, name, lambda _, wrong=wrong: wrong)
    assert make_plan(Scenario.EVENREDIG, made, bonus=BONUS).uren == {2: 100}
    with pytest.raises(PackageError, match="O7"):
        make_plan(Scenario.RANGORDE, made, bonus=BONUS)


def test_without_time_it_says_not_proven_and_breaks_no_condition_of_a_package(monkeypatch):
    stopped = Answer(values=None, impossible=False, proven=False, bound=10.0**6)
    monkeypatch.setattr(Solver, "maximise", lambda *_, **__: stopped)
    unproven = 0
    for seed in range(200):
        made = random_problems.make(random.Random(seed))
        plan = make_plan(Scenario.OPTIMAAL, made, bonus=BONUS, seconds=0.001)
        assert all(breach.missed for breach in find_breaches(made, plan.uren, ranked=False)), seed
        assert plan.proven == all(level.proven for level in plan.levels)
        unproven += not plan.proven
    assert unproven > 50


@pytest.mark.parametrize(("proven", "raises"), [(True, True), (False, False)])
def test_only_an_unproven_optimum_may_miss_something_a26(
    problem, item, monkeypatch, proven, raises
):
    level = Level(name="doorlopend", value=Fraction(0), proven=proven, gap=Fraction(not proven))
    missed = Optimum(uren={2: 100}, levels=(level,))
    monkeypatch.setattr(scenario, "optimise", lambda *_, **__: missed)
    made = problem(150, item(1, doorlopend=True), item(2))
    if raises:
        with pytest.raises(PackageError, match="A26"):
            make_plan(Scenario.OPTIMAAL, made, bonus=BONUS)
        return
    plan = make_plan(Scenario.OPTIMAAL, made, bonus=BONUS)
    assert not plan.proven
    assert consequences(plan) == {}
    texts = [verdict.toelichting for verdict in explain_plan(plan, {}).verdicts]
    assert texts == [
        "Zit niet in het pakket dat binnen de rekentijd is gevonden (O4); niet verder "
        "doorgerekend.",
        "Hoort bij het pakket dat binnen de rekentijd is gevonden (U4.3, F3.2, F3.1). Nog niet "
        "beoordeeld: telt mee met score 0 (F3.1).",
    ]


def test_an_unproven_optimum_may_not_break_a_condition_u8_2(problem, item, monkeypatch):
    level = Level(name="score", value=Fraction(0), proven=False, gap=Fraction(1))
    wrong = Optimum(uren={1: 100}, levels=(level,))
    monkeypatch.setattr(scenario, "optimise", lambda *_, **__: wrong)
    with pytest.raises(PackageError, match=r"U8\.2"):
        make_plan(Scenario.OPTIMAAL, problem(99, item(1)), bonus=BONUS)


def test_where_coverage_is_no_goal_nobody_has_to_be_covered_u4_3(problem):
    aandeel = Aandeel(code="A", bijdrage_uren=10, belang=frozenset({1}))
    free = problem(100, Item(nr=1, nodig_uren=10), aandelen=(aandeel,), volgorde=(Doel.SCORE,))
    assert make_plan(Scenario.OPTIMAAL, free, bonus=BONUS).uren == {}
    usual = free.model_copy(update={"volgorde": (Doel.SCORE, Doel.DEKKING)})
    assert make_plan(Scenario.OPTIMAAL, usual, bonus=BONUS).uren == {1: 10}


def test_scores_that_no_solver_can_tell_apart_lose_their_last_decimals_f3_1(problem, item):
    score = Decimal("3.333333")
    made = problem(100, item(1, 10**6, score=score, minimum_uren=1), item(2, score=Decimal(3)))
    with pytest.raises(ValueError, match="too many decimals"):
        optimise(made.model_copy(update={"items": (item(1, 10**6, score=score),)}))
    assert [one.score for one in comparable(made).items] == [Decimal("3.33333"), 3]
    assert make_plan(Scenario.OPTIMAAL, made, bonus=BONUS).uren == {1: 100}


@pytest.mark.parametrize("telling", list(Telling))
@pytest.mark.parametrize("uren", [1, 10**4, 10**9, 10**12, 10**15])
def test_a_division_can_always_be_made_however_long_the_numbers_f3_1(problem, item, uren, telling):
    long = Decimal("4.99999999999")
    items = (item(nr, uren, score=long, uh_rang=nr % 3, minimum_uren=1) for nr in range(1, 5))
    made = problem(50, *items).model_copy(update={"telling": telling})
    for kind in (Scenario.OPTIMAAL, Scenario.BONUS):
        plan = make_plan(kind, made, bonus=BONUS)
        assert plan.proven
        assert sum(plan.uren.values()) <= 50


def test_an_ordinary_problem_is_compared_as_it_is_f3_1():
    for seed in range(100):
        made = random_problems.make(random.Random(seed))
        assert comparable(made) is made
