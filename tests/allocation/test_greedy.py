"""Plain ranking of numbers given directly, and which numbers are refused."""

from fractions import Fraction

import pytest

from regio_xl.allocation.greedy import greedy
from regio_xl.allocation.instance import Instance, Phase


def test_plain_ranking_goes_by_utility_per_hour_and_skips_what_does_not_fit():
    # Per hour: 1: 4/80 = 0.05; 2: 3/30 = 0.1; 3: 2/40 = 0.05; 4: 0. 110 hours. 2 first (80 left),
    # then 1 before 3 on total utility: 0 left.
    made = Instance(
        costs={1: 80, 2: 30, 3: 40, 4: 5},
        budgets={"a": 110},
        utilities={"a": {1: 4, 2: 3, 3: 2}},
    )
    assert greedy(made).selected == (2, 1)
    smaller = made.model_copy(update={"budgets": {"a": Fraction(109)}})
    assert greedy(smaller).selected == (2, 3)


def test_plain_ranking_with_cost_utilities_goes_by_total_utility():
    # Votes: 3 has three, 2 and 4 have two (4 costs more, so its total is higher), 1 has one.
    ballots = {"a": [1], "b": [2, 3, 4], "c": [2, 3, 4], "d": [3]}
    made = Instance(
        costs={1: 100, 2: 90, 3: 200, 4: 109},
        budgets=dict.fromkeys(ballots, 100),
        utilities={voter: dict.fromkeys(ballot, 1) for voter, ballot in ballots.items()},
        cost_utilities=True,
    )
    assert greedy(made).selected == (3, 4, 2)


def test_plain_ranking_buys_from_the_sum_and_not_what_nobody_wants():
    made = Instance(costs={1: 5, 2: 5}, budgets={"a": 4, "b": 6}, utilities={"a": {2: 1}})
    outcome = greedy(made)
    assert outcome.selected == (2,)
    assert outcome.purchases[0].phase is Phase.RANGORDE
    assert outcome.left == {"a": 4, "b": 6}


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"budgets": {"a": 0.1}}, "whole or a fraction"),
        ({"budgets": {"a": -1}}, "negative"),
        ({"costs": {1: 0}}, "greater than 0"),
        ({"costs": {1: 2.0}}, "valid integer"),
        ({"utilities": {"a": {1: -1}}}, "greater than or equal to 0"),
        ({"utilities": {"b": {1: 1}}}, "without a budget: b"),
        ({"utilities": {"a": {2: 1}}}, r"without a cost: \[2\]"),
    ],
)
def test_numbers_that_cannot_be_are_refused(wrong, message):
    right = {"costs": {1: 5}, "budgets": {"a": 1}, "utilities": {"a": {1: 1}}}
    assert Instance(**right).limit == 1
    with pytest.raises(ValueError, match=message):
        Instance(**{**right, **wrong})
