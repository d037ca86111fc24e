"""The ranking, one sentence per rule; budgets are hours."""

from decimal import Decimal

import pytest

from regio_xl.allocation import Problem, Reden, allocate, find_breaches
from regio_xl.domain.woorden import Keuze


def uren(problem):
    return dict(allocate(problem).uren)


def verdict(problem, nr):
    return allocate(problem).by_nr[nr]


def test_running_projects_come_before_new_ones_a26(problem, item):
    new = item(1, uh_rang=0, score=Decimal(5))
    running = item(2, uh_rang=2, score=Decimal(1), doorlopend=True)
    assert uren(problem(100, new, running)) == {2: 100}


def test_running_projects_that_do_not_all_fit_leave_the_others_in_a26(problem, item):
    first = item(1, 80, doorlopend=True, score=Decimal(5))
    too_big = item(2, 90, doorlopend=True, score=Decimal(4))
    last = item(3, 20, doorlopend=True, score=Decimal(3))
    pakket = allocate(problem(100, first, too_big, last))
    assert pakket.uren == {1: 80, 3: 20}
    assert pakket.by_nr[2].reden is Reden.GEEN_RUIMTE


def test_the_choice_of_the_aoo_comes_before_the_ranking_f3_4(problem, item):
    best = item(1, uh_rang=0, score=Decimal(5))
    wanted = item(2, score=Decimal(1), keuze=Keuze.OPNEMEN, reden_keuze="brede wens")
    made = problem(100, best, wanted)
    assert uren(made) == {2: 100}
    assert "brede wens" in verdict(made, 2).toelichting


def test_the_choice_of_the_aoo_does_not_push_out_a_running_project_a26(problem, item):
    running = item(1, doorlopend=True)
    wanted = item(2, keuze=Keuze.OPNEMEN)
    assert uren(problem(100, wanted, running)) == {1: 100}


def test_among_running_projects_the_choice_of_the_aoo_counts_f3_4(problem, item):
    better = item(1, doorlopend=True, score=Decimal(5))
    wanted = item(2, doorlopend=True, score=Decimal(1), keuze=Keuze.OPNEMEN)
    assert uren(problem(100, better, wanted)) == {2: 100}


def test_the_uh_strategy_goes_before_any_score_f3_2_o7(problem, item):
    direct = item(1, uh_rang=0, score=Decimal(1))
    indirect = item(2, uh_rang=1, score=Decimal(3))
    none = item(3, uh_rang=2, score=Decimal(5))
    assert [v.nr for v in allocate(problem(300, none, indirect, direct)).verdicts] == [1, 2, 3]
    assert uren(problem(100, none, indirect, direct)) == {1: 100}


def test_a_higher_score_goes_first_f3_1(problem, item):
    low, high = item(1, score=Decimal("3.1")), item(2, score=Decimal("3.2"))
    assert uren(problem(100, low, high)) == {2: 100}


def test_with_equal_scores_fewer_hours_go_first(problem, item):
    assert uren(problem(100, item(1, 100), item(2, 90))) == {2: 90}


def test_with_all_else_equal_the_lowest_number_goes_first(problem, item):
    assert uren(problem(100, item(2), item(1))) == {1: 100}


def test_one_that_does_not_fit_is_skipped_and_the_next_is_tried(problem, item):
    big, small = item(1, 200, score=Decimal(5)), item(2, 50, score=Decimal(1))
    assert uren(problem(100, big, small)) == {2: 50}


def test_without_a_minimum_it_is_all_or_nothing_o6(problem, item):
    assert uren(problem(99, item(1))) == {}


@pytest.mark.parametrize(
    ("left", "given"), [(59, {}), (60, {1: 60}), (99, {1: 99}), (100, {1: 100})]
)
def test_with_a_minimum_it_gets_what_remains_o6(problem, item, left, given):
    assert uren(problem(left, item(1, minimum_uren=60))) == given


def test_a_part_is_told_in_the_reason_o6(problem, item):
    found = verdict(problem(80, item(1, minimum_uren=60)), 1)
    assert found.deels
    assert "Krijgt 80 uur van de benodigde 100 uur" in found.toelichting
    assert "O6" in found.toelichting


def test_a_minimum_above_the_need_changes_nothing_o6(problem, item):
    assert uren(problem(100, item(1, minimum_uren=150))) == {1: 100}
    assert uren(problem(99, item(1, minimum_uren=150))) == {}


def test_new_projects_stay_within_their_maximum_a26(problem, item):
    made = problem(500, item(1, doorlopend=True), item(2, 150), item(3, 60), maximum_nieuw=200)
    assert uren(made) == {1: 100, 3: 60}
    found = verdict(made, 2)
    assert found.reden is Reden.MAXIMUM_NIEUW
    assert "heeft 150 uur nodig. Er was nog 140 uur over" in found.toelichting


def test_under_the_maximum_for_new_projects_a_part_is_possible_a26_o6(problem, item):
    made = problem(500, item(1, 300, minimum_uren=200), maximum_nieuw=250)
    assert uren(made) == {1: 250}


def test_a_maximum_that_is_not_what_binds_is_not_the_reason_a26(problem, item):
    made = problem(100, item(1, 150), maximum_nieuw=120)
    assert verdict(made, 1).reden is Reden.GEEN_RUIMTE


def test_also_what_the_aoo_wants_stays_within_the_maximum_a26(problem, item):
    assert uren(problem(500, item(1, keuze=Keuze.OPNEMEN), maximum_nieuw=50)) == {}


def test_what_the_aoo_leaves_out_is_out_with_its_reason_f3_4(problem, item):
    out = item(1, keuze=Keuze.NIET_OPNEMEN, reden_keuze="te weinig draagvlak", doorlopend=True)
    found = verdict(problem(500, out), 1)
    assert not found.opgenomen
    assert found.reden is Reden.KEUZE
    assert found.toelichting.endswith("te weinig draagvlak.")


def test_proposals_with_errors_are_out_and_the_clauses_are_named(problem, item):
    found = verdict(problem(500, item(1, fouten=("F2.2", "U7.3", "F2.2"))), 1)
    assert found.reden is Reden.FOUTEN
    assert "(F2.2, U7.3)" in found.toelichting
    assert found.nodig_uren == 100


def test_errors_outweigh_the_choice_of_the_aoo(problem, item):
    made = problem(500, item(1, fouten=("F2.2",), keuze=Keuze.OPNEMEN, doorlopend=True))
    assert uren(made) == {}


def test_a_proposal_without_hours_never_enters_the_package_u8_1(problem, item):
    found = verdict(problem(500, item(1, 0)), 1)
    assert found.reden is Reden.FOUTEN
    assert "U8.1" in found.toelichting


def test_no_room_says_how_much_less_would_fit_o4(problem, item):
    found = verdict(problem(150, item(1, score=Decimal(1)), item(2, 120)), 2)
    assert found.nodig_uren == 120
    assert "Er was nog 50 uur over. Past als het 70 uur minder vraagt." in found.toelichting


def test_no_room_for_a_minimum_says_how_much_lower_it_must_be_o6(problem, item):
    found = verdict(problem(50, item(1, minimum_uren=60)), 1)
    assert "Past als het minimum 10 uur lager wordt." in found.toelichting


def test_when_nothing_is_left_the_reason_does_not_ask_for_zero_hours(problem, item):
    found = verdict(problem(100, item(1, doorlopend=True), item(2)), 2)
    assert "Past als er elders 100 uur vrijkomt." in found.toelichting


def test_fixed_parts_above_the_total_select_nothing_and_say_by_how_much_o4(problem, item):
    made = problem(-30, item(1, doorlopend=True), item(2, minimum_uren=1))
    pakket = allocate(made)
    assert pakket.uren == {}
    assert all("30 uur over het totaal" in v.toelichting for v in pakket.verdicts)


def test_the_remedy_in_the_reason_works(problem, item):
    first, second = item(1, 90, score=Decimal(5)), item(2, 80, score=Decimal(1))
    assert (
        "Past als het 70 uur minder vraagt" in verdict(problem(100, first, second), 2).toelichting
    )
    assert uren(problem(100, first, item(2, 10, score=Decimal(1)))) == {1: 90, 2: 10}


def test_places_count_only_what_could_be_in(problem, item):
    made = problem(500, item(1, uh_rang=0, fouten=("F2.2",)), item(2))
    assert verdict(made, 2).toelichting.startswith("Plaats 1 in de rangorde")


def test_no_items_give_an_empty_package():
    made = Problem(budget=100)
    assert allocate(made).totaal == 0
    assert find_breaches(made, {}) == ()


def test_a_number_stands_for_one_item(problem, item):
    with pytest.raises(ValueError, match="number of its own"):
        problem(100, item(1), item(1))


def test_one_that_requires_another_takes_it_along_f3_4(problem, item):
    best, needed = item(1, score=Decimal(5)), item(2, score=Decimal(1))
    other = item(3, score=Decimal(4))
    made = problem(200, best, needed, other, vereist=((1, 2),))
    assert uren(made) == {1: 100, 2: 100}
    assert "Gaat mee met voorstel 1" in verdict(made, 2).toelichting


def test_one_that_cannot_take_along_what_it_requires_is_skipped_f3_4(problem, item):
    best, needed = item(1, score=Decimal(5)), item(2, 150)
    other = item(3, score=Decimal(4))
    made = problem(200, best, needed, other, vereist=((1, 2),))
    assert uren(made) == {3: 100}
    assert verdict(made, 1).reden is Reden.SAMENHANG


def test_one_that_requires_a_flawed_one_is_out_f3_4(problem, item):
    made = problem(900, item(1), item(2, fouten=("F2.2",)), vereist=((1, 2),))
    assert uren(made) == {}
    assert verdict(made, 1).toelichting.startswith("Vereist voorstel 2")


def test_two_that_require_each_other_come_together_f3_4(problem, item):
    made = problem(200, item(1), item(2), item(3), vereist=((1, 2), (2, 1)))
    assert uren(made) == {1: 100, 2: 100}


def test_of_two_that_exclude_each_other_the_first_in_rank_is_in_f3_4(problem, item):
    made = problem(900, item(1, score=Decimal(1)), item(2, score=Decimal(2)), sluit_uit=((1, 2),))
    assert uren(made) == {2: 100}
    assert verdict(made, 1).reden is Reden.SAMENHANG
