"""The Method of Equal Shares on worked examples, with the arithmetic written out."""

from fractions import Fraction

import pytest

from regio_xl.allocation.beurten import Instance, equal_shares, find_rho

F = Fraction


def approvals(costs, budget, ballots, **more):
    """Return an instance in which voters v1, v2, ... approve projects, with equal budgets."""
    voters = {f"v{place}": ballot for place, ballot in enumerate(ballots, start=1)}
    return Instance(
        costs=costs,
        budgets={voter: F(budget, len(voters)) for voter in voters},
        utilities={voter: dict.fromkeys(ballot, 1) for voter, ballot in voters.items()},
        **more,
    )


def rhos(outcome):
    return {bought.nr: bought.rho for bought in outcome.purchases}


def raised(outcome):
    return {bought.nr: bought.raised for bought in outcome.purchases}


# After Peters and Skowron, "Proportionality and the Limits of Welfarism" (EC 2020), an example with
# 6 voters, 15 candidates, 12 seats: v1, v2 and v3 all approve 1, 2 and 3, and each
# one more (4, 5, 6); v4, v5 and v6 each approve three of their own.
LIMITS = approvals(
    dict.fromkeys(range(1, 16), 1),
    12,
    [(1, 2, 3, 4), (1, 2, 3, 5), (1, 2, 3, 6), (7, 8, 9), (10, 11, 12), (13, 14, 15)],
)


def test_the_example_of_the_limits_of_welfarism():
    # Everyone has 12/6 = 2. Candidates 1, 2, 3 cost their three supporters 1/3 each: rho 1/3,
    # after which v1, v2 and v3 have 2 - 3 x 1/3 = 1 left, for just their own: rho 1.
    # v4, v5 and v6 pay 1 for a candidate of their own: two each, and 3 + 3 + 6 = 12.
    outcome = equal_shares(LIMITS)
    assert outcome.selected == (1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 13, 14)
    assert [bought.rho for bought in outcome.purchases] == [F(1, 3)] * 3 + [F(1)] * 9
    assert outcome.purchases[0].payments == {"v1": F(1, 3), "v2": F(1, 3), "v3": F(1, 3)}
    assert set(outcome.left.values()) == {F(0)}


# Lackner and Skowron, "Multi-Winner Voting with Approval Preferences" (2023), the running example:
# 12 voters, 4 seats, candidates a to g (1 to 7).
A, B, C, D, E, G1, G2 = range(1, 8)
RUNNING = approvals(
    dict.fromkeys(range(1, 8), 1),
    4,
    [(A, B)] * 3 + [(A, C)] * 3 + [(A, D)] * 2 + [(B, C, G1), (E,), (G1,), (G2,)],
)


def test_the_running_example_of_lackner_and_skowron():
    # Everyone has 1/3. a: 8 supporters, rho 1/8; they keep 1/3 - 1/8 = 5/24.
    # b and c: 3 x 5/24 + 8/24 = 23/24 < 1. d: 2 x 5/24. f: 2 x 1/3. e, g: 1/3. So only a.
    outcome = equal_shares(RUNNING)
    assert rhos(outcome) == {A: F(1, 8)}
    assert outcome.left["v1"] == F(5, 24)
    assert outcome.left["v12"] == F(1, 3)


def test_the_running_example_with_raised_budgets():
    # Factor 1.1: b: 3 x (11/30 - 1/8) = 29/40, so v9 pays 11/40 (of 11/30) and b is bought; c then
    # has 29/40 + 11/120 < 1. Factor 1.3: b costs 1/4 each; v9 keeps 13/30 - 1/4 = 11/60, and c
    # has 3 x 37/120 + 11/60 >= 1. d is out of reach below 2f/3 - 1/4 = 1, so f = 1.875: 1.9.
    # There b and c cost 1/4 each and d 1/2 each: 4 seats, all hours are used.
    outcome = equal_shares(RUNNING, step=F(1, 10))
    assert outcome.factor == F(19, 10)
    assert rhos(outcome) == {A: F(1, 8), B: F(1, 4), C: F(1, 4), D: F(1, 2)}
    assert raised(outcome) == {
        A: False,
        B: True,
        C: True,
        D: True,
    }
    assert outcome.left["v7"] == F(19, 30) - F(1, 8) - F(1, 2)


# An example with costs from the tests of pabutools (COMSOC): 1.00, 0.90, 2.00 and 1.09 with 4.00 to
# spend, here in hundredths.
COSTS = {1: 100, 2: 90, 3: 200, 4: 109}
BALLOTS = [(1,), (2, 3, 4), (2, 3, 4), (3,)]


def test_an_example_with_costs():
    # Everyone has 100. 2: rho 90/2 = 45. 3: rho 200/3. 4: 109/2 = 54.5. So 2 first; v2 and v3 keep
    # 55, enough for 4 at 54.5. Then 1 at 100. 3 has 1/2 + 1/2 + 100 < 200.
    outcome = equal_shares(approvals(COSTS, 400, BALLOTS))
    assert rhos(outcome) == {2: F(45), 4: F(109, 2), 1: F(100)}
    assert outcome.left == {"v1": F(0), "v2": F(1, 2), "v3": F(1, 2), "v4": F(100)}


def test_the_same_example_with_cost_utilities():
    # Per unit of cost: 3 has rho 1/3 (three supporters), 2 and 4 1/2, 1 has 1. So 3 first, at 200/3
    # each; v2 and v3 keep 100/3: 66.67 is too little for 2 and 4. v1 buys 1.
    outcome = equal_shares(approvals(COSTS, 400, BALLOTS, cost_utilities=True))
    assert rhos(outcome) == {3: F(1, 3), 1: F(1)}
    assert outcome.left["v2"] == F(100, 3)


def test_the_same_example_with_cost_utilities_and_raised_budgets():
    # 2 needs 2 x (100f - 200/3) >= 90, so f >= 67/60: 1.2. That uses 390 of 400: nothing fits.
    made = approvals(COSTS, 400, BALLOTS, cost_utilities=True)
    outcome = equal_shares(made, step=F(1, 10))
    assert outcome.factor == F(6, 5)
    assert sorted(outcome.selected) == [1, 2, 3]
    assert outcome.outlay == 390


# The motivation in most introductions to the method: 51 of 100 want red, 49 want blue, and there is
# room for 10 of 20.
RED, BLUE = tuple(range(1, 11)), tuple(range(11, 21))
COLOURS = approvals(dict.fromkeys(RED + BLUE, 1), 10, [RED] * 51 + [BLUE] * 49)


def test_equal_shares_gives_both_colours_what_they_can_pay():
    # Everyone has 1/10. Red has 5.1: five at 1/51. Blue has 4.9: four at 1/49. 0.1 + 0.9 is left.
    outcome = equal_shares(COLOURS)
    assert outcome.selected == RED[:5] + BLUE[:4]
    assert sum(outcome.left.values()) == 1


def test_raised_budgets_give_the_smaller_colour_its_fifth():
    # Blue needs f x 4.9 >= 5, so f >= 1.0204: the third step of 1/100. Red then has 5.25: no more.
    outcome = equal_shares(COLOURS, step=F(1, 100))
    assert outcome.factor == F(103, 100)
    assert sorted(outcome.selected) == [*RED[:5], *BLUE[:5]]
    assert raised(outcome)[15]


# With our own kind of numbers: unequal contributions and belang 0 to 3.
OWN = Instance(
    costs={1: 120, 2: 90, 3: 60},
    budgets={"klein": 20, "midden": 80, "groot": 140},
    utilities={
        "klein": {1: 3, 2: 1},
        "midden": {1: 1, 2: 3},
        "groot": {1: 2, 2: 1, 3: 3},
    },
)


def test_who_has_too_little_pays_all_it_has_and_the_others_share_the_rest():
    # 1: 120/6 = 20 per utility, but klein has 20/3: it pays all 20, and midden and groot share 100
    #    over utility 3: rho 100/3. 2: 90/5 = 18, which all three have. 3: 60/3 = 20.
    # So 2 first: klein 18, midden 54, groot 18; left 2, 26, 122. Then 3: groot pays 60, left 62.
    # 1: 2 + 26 + 62 = 90 < 120: not affordable.
    outcome = equal_shares(OWN)
    assert rhos(outcome) == {2: F(18), 3: F(20)}
    assert outcome.purchases[0].payments == {"klein": 18, "midden": 54, "groot": 18}
    assert outcome.left == {"klein": 2, "midden": 26, "groot": 62}
    assert find_rho(120, [(20, 3), (80, 1), (140, 2)]) == F(100, 3)


def test_the_order_of_rows_does_not_matter():
    turned = Instance(
        costs=dict(reversed(OWN.costs.items())),
        budgets=dict(reversed(OWN.budgets.items())),
        utilities={
            voter: dict(reversed(given.items())) for voter, given in reversed(OWN.utilities.items())
        },
    )
    assert list(equal_shares(turned)) == list(equal_shares(OWN))
    assert repr(equal_shares(turned)) == repr(equal_shares(OWN))


def test_with_equal_rho_the_highest_total_utility_goes_first_then_the_lowest_number():
    # 1 and 2: 10/1; 3: 20/2, all rho 10. 3 has the highest total.
    made = Instance(
        costs={1: 10, 2: 10, 3: 20},
        budgets={"a": 30, "b": 20},
        utilities={"a": {1: 1, 2: 1, 3: 1}, "b": {3: 1}},
    )
    assert equal_shares(made).selected == (3, 1, 2)


def test_exactly_enough_is_enough():
    thirds = approvals({1: 1}, 1, [(1,)] * 3)
    assert equal_shares(thirds).selected == (1,)
    assert set(equal_shares(thirds).left.values()) == {F(0)}


def test_who_brings_in_nothing_pays_nothing():
    made = Instance(
        costs={1: 10, 2: 10}, budgets={"a": 20, "b": 0}, utilities={"a": {1: 1}, "b": {1: 3, 2: 3}}
    )
    outcome = equal_shares(made, step=F(1, 2))
    assert outcome.selected == (1,)
    assert outcome.purchases[0].payments == {"a": 10}


def test_a_project_far_out_of_reach_is_reached_in_one_stride():
    # b needs three million times its budget of 1: 300 million steps of a hundredth, in which
    # nothing can change. Taken one by one this test would never end.
    made = Instance(
        costs={1: 10, 2: 3_000_000},
        budgets={"a": 4_000_000, "b": 1},
        utilities={"a": {1: 1}, "b": {2: 1}},
    )
    outcome = equal_shares(made, step=F(1, 100))
    assert (outcome.factor, outcome.selected) == (F(3_000_000), (1, 2))


def test_budgets_are_not_raised_past_what_there_is():
    # 2 fits (90 of 190), but at the factor at which b can pay for it (9), a buys 3 as well: 490.
    made = Instance(
        costs={1: 10, 2: 90, 3: 390},
        budgets={"a": 190, "b": 10},
        utilities={"a": {1: 1, 3: 1}, "b": {2: 1}},
    )
    outcome = equal_shares(made, step=F(1))
    # With factor 2 a has 380, which is 20 short of 1 and 3; with 3 it would have both: 400 > 200.
    assert (outcome.factor, outcome.selected) == (F(2), (1,))


def test_raising_may_lose_what_own_budgets_bought():
    # Own budgets: a buys 1 and b buys 2, both at rho 10; c buys 4 at 16. 3 has 20 of 36.
    # Factor 1.8: 3 costs a and b 18 each, all they have: rho 18/2 = 9, so before 1 and 2. That
    # uses 52 of 72 hours. Factor 2.6: c has 135.2, so 5 too: 36 + 16 + 100 = 152, too much.
    made = Instance(
        costs={1: 10, 2: 10, 3: 36, 4: 16, 5: 100},
        budgets={"a": 10, "b": 10, "c": 52},
        utilities={"a": {1: 1, 3: 2}, "b": {2: 1, 3: 2}, "c": {4: 1, 5: 1}},
    )
    assert rhos(equal_shares(made)) == {1: 10, 2: 10, 4: 16}
    outcome = equal_shares(made, step=F(4, 5))
    assert outcome.factor == F(9, 5)
    assert rhos(outcome) == {3: 9, 4: 16}
    assert raised(outcome) == {3: True, 4: False}


def test_nothing_to_divide_buys_nothing():
    assert equal_shares(Instance(costs={1: 5}, budgets={}), step=F(1)).selected == ()
    assert equal_shares(Instance(costs={}, budgets={"a": 5}), step=F(1)).left == {"a": 5}


def test_the_sum_of_unequal_budgets_is_no_claim():
    # EJR is for equal budgets. p and q agree on ten projects of 1 hour and bring in 2 + 8 hours.
    # But p shares six others (21 to 26) with r and s at rho 1/3 and spends its 2 hours there. So q
    # alone buys eight, and p gets six: neither gets ten, or one short of it. Such is the method.
    shared, others = range(1, 11), range(21, 27)
    made = Instance(
        costs=dict.fromkeys([*shared, *others], 1),
        budgets={"p": 2, "q": 8, "r": 2, "s": 2},
        utilities={
            "p": dict.fromkeys([*shared, *others], 1),
            "q": dict.fromkeys(shared, 1),
            "r": dict.fromkeys(others, 1),
            "s": dict.fromkeys(others, 1),
        },
    )
    outcome = equal_shares(made)
    assert outcome.selected == (*others, *range(1, 9))
    assert set(outcome.left.values()) == {F(0)}


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"budgets": {"a": -1}}, "greater than or equal to 0"),
        ({"costs": {1: 0}}, "greater than 0"),
        ({"costs": {1: 2.0}}, "valid integer"),
        ({"utilities": {"a": {1: -1}}}, "greater than or equal to 0"),
    ],
)
def test_numbers_that_cannot_be_are_refused(wrong, message):
    right = {"costs": {1: 5}, "budgets": {"a": 1}, "utilities": {"a": {1: 1}}}
    assert Instance(**right).limit == 1
    with pytest.raises(ValueError, match=message):
        Instance(**{**right, **wrong})
