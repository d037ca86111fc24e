"""What holds for Equal Shares on any instance, judged by searching instead of computing.

Set REGIO_XL_VOORBEELDEN to try more instances than the usual hundreds.
"""

import os
import random
from collections.abc import Callable
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from regio_xl.allocation.beurten import Instance, Outcome, equal_shares
from tests.support.equal_shares import (
    find_ejr1_faults,
    find_order_faults,
    find_price_faults,
    value,
)

PRIME = 2**61 - 1
STEPS = st.sampled_from([Fraction(1, 7), Fraction(1, 2), Fraction(1)])
many = settings(max_examples=int(os.environ.get("REGIO_XL_VOORBEELDEN", "200")), deadline=None)


@st.composite
def instances(
    draw: Callable[..., int], voters: int = 5, projects: int = 6, *, equal: bool = False
) -> Instance:
    names = [f"v{nr}" for nr in range(draw(st.integers(1, voters)))]
    nrs = range(1, draw(st.integers(0, projects)) + 1)
    halves = st.integers(0, 24).map(lambda number: Fraction(number, 2))
    budgets = dict.fromkeys(names, draw(halves)) if equal else {v: draw(halves) for v in names}
    return Instance(
        costs={nr: draw(st.integers(1, 20)) for nr in nrs},
        budgets=budgets,
        utilities={v: {nr: draw(st.integers(0, 3)) for nr in nrs} for v in names},
        cost_utilities=draw(st.booleans()),
    )


def methods(instance: Instance, step: Fraction) -> list[Outcome]:
    return [equal_shares(instance), equal_shares(instance, step=step)]


@many
@given(instances())
def test_each_purchase_has_the_smallest_rho_there_is(instance: Instance) -> None:
    assert list(find_order_faults(instance, equal_shares(instance))) == []


@many
@given(instances())
def test_the_payments_are_a_price_system(instance: Instance) -> None:
    assert list(find_price_faults(instance, equal_shares(instance))) == []


@many
@given(instances(), STEPS)
def test_raised_budgets_are_equal_shares_of_more(instance: Instance, step: Fraction) -> None:
    outcome = equal_shares(instance, step=step)
    assert list(find_order_faults(instance, outcome)) == []
    assert list(find_price_faults(instance, outcome)) == []
    first = set(equal_shares(instance).selected)
    for bought in outcome.purchases:
        assert bought.raised is (bought.nr not in first)


@many
@given(instances(voters=4, projects=5), STEPS)
def test_raising_stops_where_step_by_step_raising_stops(instance: Instance, step: Fraction) -> None:
    reachable = {
        nr
        for nr in instance.costs
        if any(budget and value(instance, v, nr) for v, budget in instance.budgets.items())
    }
    factor, count = Fraction(1), 0
    last = equal_shares(instance)
    while True:
        room = instance.limit - last.outlay
        if all(instance.costs[nr] > room for nr in reachable - set(last.selected)):
            break
        count += 1
        budgets = {v: budget * (1 + count * step) for v, budget in instance.budgets.items()}
        raised = equal_shares(instance.model_copy(update={"budgets": budgets}))
        if raised.outlay > instance.limit:
            break
        factor, last = 1 + count * step, raised
    outcome = equal_shares(instance, step=step)
    assert (outcome.factor, outcome.selected) == (factor, last.selected)
    assert outcome.left == last.left


@many
@given(instances(voters=4, projects=5, equal=True))
def test_no_group_is_left_short_by_more_than_one_project(instance: Instance) -> None:
    assert list(find_ejr1_faults(instance, equal_shares(instance).selected)) == []


@many
@given(instances(voters=4, projects=5))
def test_nor_with_unequal_budgets_counted_by_the_poorest(instance: Instance) -> None:
    assert list(find_ejr1_faults(instance, equal_shares(instance).selected)) == []


@many
@given(instances(), STEPS, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(
    instance: Instance, step: Fraction, rng: random.Random
) -> None:
    def shuffled(given_: dict) -> dict:
        rows = list(given_.items())
        rng.shuffle(rows)
        return dict(rows)

    turned = Instance(
        costs=shuffled(instance.costs),
        budgets=shuffled(instance.budgets),
        utilities=shuffled({v: shuffled(rows) for v, rows in instance.utilities.items()}),
        cost_utilities=instance.cost_utilities,
    )
    assert methods(turned, step) == methods(instance, step)


@many
@given(instances(), STEPS)
def test_the_outlay_is_never_over_the_budget(instance: Instance, step: Fraction) -> None:
    for outcome in methods(instance, step):
        assert outcome.outlay == sum(instance.costs[nr] for nr in outcome.selected)
        assert outcome.outlay <= instance.limit
        assert len(set(outcome.selected)) == len(outcome.selected)
        assert min(outcome.left.values()) >= 0


@many
@given(instances(), STEPS)
def test_numbers_of_any_size_give_the_same_exactly(instance: Instance, step: Fraction) -> None:
    large = Instance(
        costs={nr: cost * PRIME for nr, cost in instance.costs.items()},
        budgets={voter: budget * PRIME for voter, budget in instance.budgets.items()},
        utilities={
            voter: {nr: utility * PRIME for nr, utility in rows.items()}
            for voter, rows in instance.utilities.items()
        },
        cost_utilities=instance.cost_utilities,
    )
    # Utility per project grows as costs do, so rho stays; as cost utility it grows once more.
    smaller = PRIME if instance.cost_utilities else 1
    for one, other in zip(methods(instance, step), methods(large, step), strict=True):
        assert other.selected == one.selected
        assert other.factor == one.factor
        assert other.left == {voter: left * PRIME for voter, left in one.left.items()}
        for small, big in zip(one.purchases, other.purchases, strict=True):
            assert big.rho == small.rho / smaller
            assert big.payments == {v: paid * PRIME for v, paid in small.payments.items()}
