"""Scenario evenredig on a year: what goes first, what is bought, what then has its turn."""

import random
from fractions import Fraction

import pytest

from regio_xl.allocation import (
    Aandeel,
    Item,
    Problem,
    Reden,
    allocate_evenredig,
    find_breaches,
    make_plan,
    rank_key,
)
from regio_xl.allocation.beurten import STEP, Instance, equal_shares
from regio_xl.domain.woorden import Keuze, Scenario, Telling
from tests.support import random_problems


def share(code, bijdrage=50, **punten):
    return Aandeel(
        code=code,
        bijdrage_uren=bijdrage,
        punten={int(nr.removeprefix("nr")): belang for nr, belang in punten.items()},
    )


def plain(rng):
    """A random problem in which nothing goes first, and without pairs, maximum and parts."""
    made = random_problems.make(rng)
    plain_item = {"doorlopend": False, "keuze": Keuze.AUTOMATISCH, "minimum_uren": None}
    items = tuple(item.model_copy(update=plain_item) for item in made.items)
    without = {"items": items, "maximum_nieuw": None, "vereist": (), "sluit_uit": ()}
    return made.model_copy(update=without)


def by_hand(problem: Problem) -> dict[int, int]:
    """Equal Shares, then the rest in order of ranking, each in full or not at all."""
    costs = {i.nr: i.nodig_uren for i in problem.items if i.nodig_uren and not i.fouten}
    total = sum(one.bijdrage_uren for one in problem.aandelen)
    room = max(0, problem.budget)
    instance = Instance(
        costs=costs,
        budgets={
            one.code: Fraction(room * one.bijdrage_uren, total) if total else 0
            for one in problem.aandelen
        },
        utilities={
            one.code: {nr: points for nr, points in one.punten.items() if nr in costs}
            for one in problem.aandelen
        },
        cost_utilities=problem.telling is Telling.PER_UUR,
    )
    uren = {one.nr: one.cost for one in equal_shares(instance, step=STEP).purchases}
    for item in sorted(problem.items, key=rank_key):
        cost = costs.get(item.nr)
        if cost and item.nr not in uren and cost <= room - sum(uren.values()):
            uren[item.nr] = cost
    return uren


def test_with_nothing_first_it_is_equal_shares_and_then_plain_ranking_u4_3():
    bought = 0
    for seed in range(300):
        made = plain(random.Random(seed))
        pakket = allocate_evenredig(made)
        assert dict(pakket.uren) == by_hand(made), seed
        bought += sum(verdict.reden is Reden.EVENREDIG for verdict in pakket.verdicts)
    assert bought > 200


def test_what_is_bought_never_exceeds_what_there_is_u8_2_a26_f3_4():
    for seed in range(300):
        made = random_problems.make(random.Random(seed))
        pakket = allocate_evenredig(made)
        items = {item.nr: item for item in made.items}
        assert pakket.totaal <= made.room
        assert find_breaches(made, pakket.uren, ranked=False) == (), seed
        for verdict in pakket.verdicts:
            if verdict.reden is Reden.EVENREDIG:
                assert verdict.uren == items[verdict.nr].nodig_uren
        order = [items[verdict.nr] for verdict in pakket.verdicts]
        assert order == sorted(made.items, key=rank_key)


def test_what_runs_and_what_the_aoo_wants_goes_first_with_what_it_requires_a26_f3_4(problem, item):
    made = problem(
        400,
        item(1, doorlopend=True), item(2, keuze=Keuze.OPNEMEN), item(3), item(4), item(5, 60),
        vereist=((2, 3),),
        aandelen=(share("a", nr4=3, nr5=3),),
    )  # fmt: skip
    verdicts = allocate_evenredig(made).by_nr
    assert {nr: verdict.uren for nr, verdict in verdicts.items()} == {
        1: 100, 2: 100, 3: 100, 4: 100, 5: 0,
    }  # fmt: skip
    assert [verdicts[nr].reden for nr in (1, 2, 3, 4)] == [
        Reden.DOORLOPEND, Reden.KEUZE, Reden.SAMENHANG, Reden.EVENREDIG,
    ]  # fmt: skip
    assert verdicts[3].toelichting == "Gaat mee met voorstel 2, dat dit voorstel vereist (F3.4)."


def test_it_promises_nobody_to_be_covered_u4_3(problem, item):
    aandelen = (
        Aandeel(code="a", bijdrage_uren=90, belang=frozenset({1}), punten={1: 3}),
        Aandeel(code="b", bijdrage_uren=10, belang=frozenset({2}), punten={2: 3}),
    )
    made = problem(100, item(1, 90), item(2, 90), aandelen=aandelen)
    plan = make_plan(Scenario.EVENREDIG, made, bonus={})
    assert (plan.uren, plan.proven, plan.levels) == ({1: 90}, False, ())
    assert "gedekt" not in " ".join(verdict.toelichting for verdict in plan.pakket.verdicts)


def test_who_pays_is_in_the_sentence_u4_3(problem, item):
    aandelen = (share("a", nr1=3), share("b", nr1=1, nr2=3))
    verdicts = allocate_evenredig(problem(100, item(1, 40), item(2, 30), aandelen=aandelen)).by_nr
    assert verdicts[1].toelichting == (
        "Evenredig gekozen: 2 deelnemers betalen samen 40 uur uit wat zij inbrengen (U4.3)."
    )
    assert verdicts[2].toelichting == (
        "Evenredig gekozen: 1 deelnemer betaalt 30 uur uit wat die inbrengt (U4.3)."
    )


def test_hours_left_raise_every_part_alike_and_that_is_told_u4_3(problem, item):
    made = problem(100, item(1, 60), item(2, 70), aandelen=(share("a", nr1=3), share("b", nr2=1)))
    verdict = allocate_evenredig(made).by_nr[1]
    assert (verdict.uren, verdict.reden) == (60, Reden.EVENREDIG)
    assert verdict.toelichting == (
        "Evenredig gekozen: 1 deelnemer betaalt 60 uur uit wat die inbrengt (U4.3). Daarvoor was "
        "ieders deel even sterk opgehoogd, omdat er uren over waren."
    )


@pytest.mark.parametrize(
    ("more", "out"),
    [
        ({"sluit_uit": ((1, 2),)}, "Gaat niet samen met voorstel 1, dat in het pakket zit (F3.4)."),
        ({"vereist": ((2, 3),)}, "Vereist voorstel 3, en dat zit niet in het pakket (F3.4)."),
        ({"maximum_nieuw": 75}, "Het maximum voor nieuwe projecten is bereikt (A26): heeft 40 uur "
         "nodig. Er was nog 5 uur over. Past als het 35 uur minder vraagt."),
    ],
)  # fmt: skip
def test_a_purchase_that_may_not_be_is_struck_out_and_all_is_bought_afresh(
    problem, item, more, out
):
    aandelen = (share("a", nr1=3, nr2=3, nr4=1),)
    made = problem(80, item(1, 40), item(2, 40), item(3, 500), item(4, 30), aandelen=aandelen)
    assert dict(allocate_evenredig(made).uren) == {1: 40, 2: 40}
    verdicts = allocate_evenredig(made.model_copy(update=more)).by_nr
    assert (verdicts[2].opgenomen, verdicts[2].toelichting) == (False, out)
    assert [verdicts[nr].reden for nr in (1, 4)] == [Reden.EVENREDIG, Reden.EVENREDIG]


def test_what_excludes_one_that_goes_first_is_never_bought_f3_4(problem, item):
    made = problem(
        300, item(1, doorlopend=True), item(2), item(3),
        sluit_uit=((2, 1),), aandelen=(share("a", nr2=3, nr3=1),),
    )  # fmt: skip
    verdicts = allocate_evenredig(made).by_nr
    assert (verdicts[2].uren, verdicts[2].reden) == (0, Reden.SAMENHANG)
    assert (verdicts[3].uren, verdicts[3].reden) == (100, Reden.EVENREDIG)


def test_hours_left_over_go_by_ranking_in_part_where_a_minimum_allows_o6(problem, item):
    aandelen = (share("a", nr1=3),)
    made = problem(
        150, item(1), item(2, 80, minimum_uren=30, uh_rang=0), item(3, 40), aandelen=aandelen
    )
    verdicts = allocate_evenredig(made).by_nr
    assert (verdicts[1].uren, verdicts[2].uren, verdicts[3].uren) == (100, 50, 0)
    assert verdicts[2].reden is Reden.RANGORDE
    assert verdicts[2].deels
    assert verdicts[3].reden is Reden.TE_WEINIG_STEUN
    assert verdicts[3].toelichting == (
        "Geen deelnemer die uren inbrengt heeft er belang bij (U4.3). Geen ruimte (O4): heeft 40 "
        "uur nodig. Er was niets over. Past als er elders 40 uur vrijkomt."
    )


@pytest.mark.parametrize(
    ("wanted", "more", "out", "reden", "start"),
    [
        ({"nr1": 3}, {}, 2, Reden.TE_WEINIG_STEUN, "Geen deelnemer die uren inbrengt heeft er"),
        ({"nr1": 3, "nr2": 1}, {}, 2, Reden.TE_WEINIG_STEUN, "Deelnemers die er belang bij heb"),
        ({"nr1": 3, "nr3": 3}, {}, 3, Reden.GEEN_RUIMTE, "Geen ruimte (O4): heeft 500 uur"),
        (
            {"nr2": 3, "nr4": 1},
            {"vereist": ((2, 3),)},
            2,
            Reden.SAMENHANG,
            "Vereist voorstel 3, en dat zit niet in het pakket (F3.4).",
        ),
    ],
)
def test_the_reason_is_why_nobody_bought_it_u4_3(problem, item, wanted, more, out, reden, start):
    made = problem(
        100,
        item(1, 60),
        item(2, 60),
        item(3, 500),
        item(4, 50),
        aandelen=(share("a", **wanted), share("b", 0, nr2=3)),
        **more,
    )
    verdict = allocate_evenredig(made).by_nr[out]
    assert (verdict.opgenomen, verdict.reden) == (False, reden)
    assert verdict.toelichting.startswith(start)


def test_what_was_bought_and_struck_out_says_so_f3_4(problem, item):
    # 2 is bought without 3, that it requires; 3 then gets the hours by ranking.
    aandelen = (share("a", nr2=3),)
    made = problem(100, item(2, 40), item(3, 70, uh_rang=0), vereist=((2, 3),), aandelen=aandelen)
    verdicts = allocate_evenredig(made).by_nr
    assert [nr for nr, verdict in verdicts.items() if verdict.opgenomen] == [3]
    assert verdicts[2].reden is Reden.GEEN_RUIMTE
    assert verdicts[2].toelichting == (
        "Deelnemers kozen dit, maar het ging niet samen met wat zij verder kozen (F3.4). Geen "
        "ruimte (O4): heeft 40 uur nodig. Er was nog 30 uur over. Past als het 10 uur minder "
        "vraagt."
    )


@pytest.mark.parametrize("aandelen", [(), (share("a", 0, nr1=3), share("b", 0))])
def test_without_contributions_only_the_ranking_is_left_u1_1(problem, item, aandelen):
    made = problem(150, item(1), item(2, 60, uh_rang=0), aandelen=aandelen)
    pakket = allocate_evenredig(made)
    assert dict(pakket.uren) == {2: 60}
    assert pakket.by_nr[2].reden is Reden.RANGORDE


def test_with_hours_to_divide_below_zero_it_is_empty_u8_2(problem, item):
    made = problem(-10, item(1), item(2, doorlopend=True), aandelen=(share("a", nr1=3),))
    assert dict(allocate_evenredig(made).uren) == {}


def test_a_contribution_twice_as_large_buys_twice_as_much_u4_3(problem):
    items = tuple(Item(nr=nr, nodig_uren=30) for nr in range(1, 7))
    aandelen = (share("a", 200, nr1=1, nr2=1, nr3=1, nr4=1), share("b", 100, nr5=1, nr6=1))
    assert dict(allocate_evenredig(problem(90, *items, aandelen=aandelen)).uren) == {
        1: 30, 2: 30, 5: 30,
    }  # fmt: skip
