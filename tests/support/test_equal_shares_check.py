"""The judges of Equal Shares see what is planted, and stay silent when nothing is."""

from collections.abc import Iterable
from fractions import Fraction

import pytest

from regio_xl.allocation.beurten import Instance, Outcome, Purchase
from tests.support.equal_shares import (
    find_ejr1_faults,
    find_order_faults,
    find_price_faults,
    search_rho,
)

F = Fraction
TWO = Instance(
    costs={1: 60, 2: 70, 3: 80},
    budgets={"a": 100, "b": 100},
    utilities={"a": {1: 1, 2: 1}, "b": {1: 1, 3: 1}},
)


def bought(nr: int, rho: int, **payments: int) -> Purchase:
    paid = {voter: F(hours) for voter, hours in payments.items()}
    return Purchase(nr=nr, cost=TWO.costs[nr], rho=F(rho), payments=paid)


def outcome(purchases: Iterable[Purchase], a: int, b: int) -> Outcome:
    left = {"a": F(a), "b": F(b)}
    return Outcome(purchases=tuple(purchases), left=left)


FIRST, SECOND = bought(1, 30, a=30, b=30), bought(2, 70, a=70)


def test_what_is_right_is_accepted():
    right = outcome([FIRST, SECOND], 0, 70)
    assert list(find_order_faults(TWO, right)) == []
    assert list(find_price_faults(TWO, right)) == []
    assert list(find_ejr1_faults(TWO, (1, 2))) == []


@pytest.mark.parametrize(
    ("planted", "said"),
    [
        (outcome([SECOND, bought(1, 30, a=30, b=30)], 0, 70), "2 at 70, where"),
        (outcome([bought(1, 31, a=30, b=30), SECOND], 0, 70), "1 at 31, where"),
        (outcome([bought(1, 30, a=20, b=40), SECOND], 0, 70), "a pays 20 for 1, not 30"),
        (outcome([FIRST], 70, 70), r"not bought, though affordable: \[2\]"),
        (outcome([FIRST, SECOND], 1, 70), "left"),
    ],
)
def test_a_planted_fault_in_the_order_is_seen(planted, said):
    with pytest.raises(AssertionError, match=said):
        raise AssertionError("; ".join(find_order_faults(TWO, planted)))


@pytest.mark.parametrize(
    ("planted", "said"),
    [
        (outcome([bought(1, 30, a=30, b=29), SECOND], 0, 70), "payments are not its cost"),
        (outcome([FIRST, bought(2, 70, a=35, b=35)], 0, 70), "b pays 35 for 2, which"),
        (outcome([bought(1, 30, a=40, b=20), SECOND], 0, 70), "pays more than it has"),
        (outcome([FIRST], 70, 70), "2 is not bought, and its supporters have 70 left"),
    ],
)
def test_a_planted_fault_in_the_prices_is_seen(planted, said):
    with pytest.raises(AssertionError, match=said):
        raise AssertionError("; ".join(find_price_faults(TWO, planted)))


def test_a_group_that_is_left_short_by_more_than_one_project_is_seen():
    agreed = Instance(
        costs=dict.fromkeys([1, 2, 3, 4, 5], 1),
        budgets={"a": 2, "b": 2},
        utilities={voter: dict.fromkeys([1, 2, 3, 4], 1) for voter in "ab"},
    )
    assert "('a', 'b') is owed 4 by (1, 2, 3, 4)" in find_ejr1_faults(agreed, (1, 2, 5))
    # One more is not enough yet: that one project must bring a voter above what is owed.
    assert list(find_ejr1_faults(agreed, (1, 2, 3, 5))) != []
    assert list(find_ejr1_faults(agreed, (1, 2, 3, 4))) == []


@pytest.mark.parametrize(
    ("purses", "rho"),
    [
        ({"a": 30, "b": 30}, 30),  # 60 over two, all that both have
        ({"a": 20, "b": 90}, 40),  # a pays all 20, b the other 40
        ({"a": 0, "b": 60}, 60),
        ({"a": 29, "b": 30}, None),
    ],
)
def test_rho_is_found_by_searching(purses, rho):
    found = search_rho(TWO, {voter: F(left) for voter, left in purses.items()}, 1)
    assert found == rho
