"""The book of hours: what is booked, what is refused, and the state on any day (U3.4, U8.2)."""

from datetime import date

import pytest

from regio_xl.rules import AB, INTERVENTIES, RESERVE, TOTAAL, VRIJ, Besteding, Boeking, book_hours
from regio_xl.rules.boek import spent

BEGIN = {TOTAAL: -1000, RESERVE: 500, INTERVENTIES: 0, VRIJ: 280, 12: 120, 14: 100}
MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)


def move(nr, van, naar, uren, dag=MARCH):
    return Boeking(dag=dag, nr=nr, van=van, naar=naar, uren=uren)


def booked(*boekingen, bestedingen=(), maximum=500):
    """Return hours by number of the row, for rows that have one number each."""
    boek = book_hours(BEGIN, boekingen, bestedingen, maximum)
    return {regel.boeking.nr: regel.uren for regel in boek.regels}


def test_u8_2_a_posting_is_booked_in_full_or_not_at_all():
    assert booked(move(1, 12, 14, 121)) == {1: 0}
    assert booked(move(1, 12, 14, 120)) == {1: 120}


def test_u8_2_what_was_refused_leaves_its_room_to_the_next():
    assert booked(move(1, 12, 14, 121), move(2, 12, 14, 100), move(3, 12, 14, 21)) == {
        1: 0,
        2: 100,
        3: 0,
    }


def test_u8_2_hours_that_came_can_be_moved_on_but_not_before_they_came():
    assert booked(move(1, 12, 14, 150, APRIL), move(2, VRIJ, 12, 30)) == {1: 150, 2: 30}
    assert booked(move(1, 12, 14, 150), move(2, VRIJ, 12, 30, APRIL)) == {1: 0, 2: 30}


def test_u3_1_on_one_day_transfers_go_before_interventions_and_then_by_number():
    last = move(9, VRIJ, RESERVE, 20)
    assert booked(
        *(move(1, RESERVE, INTERVENTIES, 400), move(2, RESERVE, INTERVENTIES, 120)),
        *(move(8, RESERVE, VRIJ, 20), last),
    ) == {1: 400, 2: 0, 8: 20, 9: 20}


@pytest.mark.parametrize(("uren", "counts"), [(300, False), (200, True)])
def test_u3_4_the_reserve_never_holds_more_than_its_maximum_with_what_was_granted(uren, counts):
    grant = move(1, RESERVE, INTERVENTIES, 300)
    out, back = move(2, RESERVE, VRIJ, 200, APRIL), move(3, VRIJ, RESERVE, uren, APRIL)
    assert booked(grant, out, back)[3] == (uren if counts else 0)


def test_u3_4_a_reserve_above_its_maximum_grants_no_more_than_that():
    begin = {**BEGIN, RESERVE: 700, VRIJ: 80}
    grants = [move(1, RESERVE, INTERVENTIES, 450), move(2, RESERVE, INTERVENTIES, 51)]
    boek = book_hours(begin, grants, maximum_reserve=500)
    assert [(regel.ruimte, regel.uren) for regel in boek.regels] == [(500, 450), (50, 0)]


def test_u8_2_hours_that_were_spent_by_then_are_not_moved():
    bestedingen = [
        Besteding(nr=12, dag=MARCH, gerealiseerd=100),
        Besteding(nr=12, dag=APRIL, gerealiseerd=60),
    ]
    assert booked(move(1, 12, 14, 21), bestedingen=bestedingen) == {1: 0}
    assert booked(move(1, 12, 14, 60, APRIL), bestedingen=bestedingen) == {1: 60}
    before = date(2026, 2, 28)
    assert booked(move(1, 12, 14, 120, before), bestedingen=bestedingen) == {1: 120}
    assert [spent(bestedingen, 12, day) for day in (before, MARCH, APRIL)] == [0, 100, 60]
    assert spent(bestedingen, 14, APRIL) == 0


def test_u8_2_only_a_decision_of_the_ab_adds_to_the_total():
    boek = book_hours(BEGIN, [move(1, AB, 12, 80, APRIL), move(2, VRIJ, 12, 280)])
    assert boek.totaal == 1080
    assert [boek.saldo(AB, day) for day in (MARCH, APRIL, None)] == [0, -80, -80]
    assert [boek.saldo(12, day) for day in (date(2026, 1, 1), MARCH, APRIL)] == [120, 400, 480]
    assert (boek.erbij(12), boek.eraf(VRIJ), boek.saldo(VRIJ)) == (360, 280, 0)


def test_u8_2_an_account_that_nobody_knows_holds_nothing():
    assert booked(move(1, 99, 12, 1)) == {1: 0}
