"""One planted mistake per condition: the verifier finds exactly that one."""

import pytest

from regio_xl.allocation import (
    Keuze,
    PackageError,
    Pakket,
    Reden,
    Verdict,
    allocate,
    find_breaches,
    verify,
)


def rules(problem, uren):
    return [breach.regel for breach in find_breaches(problem, uren)]


def test_a_good_package_breaks_nothing(problem, item):
    assert rules(problem(200, item(1), item(2, 150, minimum_uren=80)), {1: 100, 2: 100}) == []


def test_the_total_is_exceeded_u8_2(problem, item):
    assert rules(problem(150, item(1), item(2)), {1: 100, 2: 100}) == ["U8.2"]


def test_anything_exceeds_a_negative_total_u8_2(problem, item):
    assert rules(problem(-10, item(1)), {1: 100}) == ["U8.2"]
    assert rules(problem(-10, item(1)), {}) == []


def test_more_hours_than_asked_u8_1(problem, item):
    assert rules(problem(500, item(1)), {1: 101}) == ["U8.1"]


def test_in_without_hours_u8_1(problem, item):
    assert rules(problem(500, item(1)), {1: 0}) == ["U8.1"]


def test_a_number_that_nobody_has_u8_1(problem, item):
    assert rules(problem(500, item(1)), {1: 100, 7: 5}) == ["U8.1"]


def test_a_part_below_the_minimum_o6(problem, item):
    assert rules(problem(500, item(1, minimum_uren=60)), {1: 59}) == ["O6"]


def test_a_part_without_a_minimum_o6(problem, item):
    assert rules(problem(500, item(1)), {1: 99}) == ["O6"]


def test_in_although_the_aoo_left_it_out_f3_4(problem, item):
    assert rules(problem(500, item(1, keuze=Keuze.NIET_OPNEMEN)), {1: 100}) == ["F3.4"]


def test_in_with_errors_names_the_clause(problem, item):
    assert rules(problem(500, item(1, fouten=("U7.3",))), {1: 100}) == ["U7.3"]


def test_a_running_project_is_out_while_a_new_one_is_in_a26(problem, item):
    made = problem(100, item(1, doorlopend=True), item(2))
    assert rules(made, {2: 100}) == ["A26"]


def test_a_running_project_that_could_not_fit_may_be_out_a26(problem, item):
    made = problem(100, item(1, 101, doorlopend=True), item(2))
    assert rules(made, {2: 100}) == []


def test_a_running_project_may_be_out_when_no_new_one_is_in_a26(problem, item):
    assert rules(problem(100, item(1, doorlopend=True)), {}) == []


def test_a_running_project_with_a_minimum_fits_by_its_minimum_a26(problem, item):
    made = problem(100, item(1, 150, minimum_uren=90, doorlopend=True), item(2))
    assert rules(made, {2: 100}) == ["A26"]


def test_what_the_aoo_wants_is_out_though_it_fits_f3_4(problem, item):
    assert rules(problem(250, item(1), item(2, keuze=Keuze.OPNEMEN)), {1: 100}) == ["F3.4"]


def test_what_the_aoo_wants_may_not_yield_to_the_ranking_f3_4(problem, item):
    assert rules(problem(100, item(1), item(2, keuze=Keuze.OPNEMEN)), {1: 100}) == ["F3.4"]


def test_what_the_aoo_wants_may_yield_to_running_projects_a26(problem, item):
    made = problem(100, item(1, doorlopend=True), item(2, keuze=Keuze.OPNEMEN))
    assert rules(made, {1: 100}) == []


def test_a_wanted_running_project_is_out_though_it_fits_f3_4(problem, item):
    made = problem(200, item(1, doorlopend=True, keuze=Keuze.OPNEMEN))
    assert rules(made, {}) == ["F3.4"]


def test_new_projects_exceed_their_maximum_a26(problem, item):
    made = problem(500, item(1), item(2, doorlopend=True), maximum_nieuw=50)
    assert rules(made, {1: 100, 2: 100}) == ["A26"]


def test_a_package_with_a_breach_is_never_returned(problem, item):
    made = problem(50, item(1))
    verdict = Verdict(
        nr=1, opgenomen=True, uren=100, nodig_uren=100, reden=Reden.RANGORDE, toelichting="-"
    )
    with pytest.raises(PackageError, match=r"U8\.2") as caught:
        verify(made, Pakket(scenario="proef", verdicts=(verdict,)))
    assert caught.value.breaches[0].regel == "U8.2"


def test_a_package_judges_every_proposal(problem, item):
    with pytest.raises(PackageError, match="exactly one verdict"):
        verify(problem(0, item(1)), Pakket(scenario="proef"))


def test_the_ranking_passes(problem, item):
    made = problem(100, item(1), item(2, doorlopend=True))
    verify(made, allocate(made))
