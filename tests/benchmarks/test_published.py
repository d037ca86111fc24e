"""Every method on published instances, and the best is never worse than the others."""

import doctest
import random
from fractions import Fraction
from itertools import chain, combinations

from benchmarks import published
from benchmarks.published import METHODS, best, complete, greedy, proportional, served, totals
from regio_xl.allocation.beurten import Instance, equal_shares
from regio_xl.domain.woorden import Scenario
from tests.allocation.test_evenredig import COLOURS, RED, RUNNING, A, B, C, D
from tests.benchmarks.test_pabulib import approval, points


def make(rng: random.Random) -> Instance:
    numbers = range(1, rng.randint(1, 7) + 1)
    voters = [f"v{at}" for at in range(rng.randint(1, 5))]
    return Instance(
        costs={nr: rng.randint(1, 30) for nr in numbers},
        budgets={voter: Fraction(rng.randint(0, 60), rng.randint(1, 3)) for voter in voters},
        utilities={voter: {nr: rng.randint(0, 3) for nr in numbers} for voter in voters},
        cost_utilities=rng.random() < 0.5,
    )


def cost_of(instance: Instance, bought: tuple[int, ...]) -> int:
    return sum(instance.costs[nr] for nr in bought)


def utility_of(instance: Instance, bought: tuple[int, ...]) -> int:
    return sum(totals(instance)[nr] for nr in bought)


def all_packages(instance: Instance) -> list[tuple[int, int, list[int]]]:
    """Return minus the utility, the cost and the numbers of everything that can be paid."""
    supporters = instance.supporters()
    worth = {nr: sum(u for _, u in found) for nr, found in supporters.items()}
    wanted = [nr for nr in instance.costs if worth[nr]]
    sets = chain.from_iterable(combinations(wanted, n) for n in range(len(wanted) + 1))
    return [
        (-sum(worth[nr] for nr in chosen), sum(instance.costs[nr] for nr in chosen), list(chosen))
        for chosen in sets
        if sum(instance.costs[nr] for nr in chosen) <= instance.limit
    ]


def test_the_examples_in_the_docstrings_hold():
    assert doctest.testmod(published).failed == 0


def test_the_best_package_is_that_of_trying_them_all():
    for seed in range(300):
        instance = make(random.Random(seed))
        least = min(item[:2] for item in all_packages(instance))
        bought = best(instance)
        assert (-utility_of(instance, bought), cost_of(instance, bought)) == least
        equal = [item[2] for item in all_packages(instance) if item[:2] == least]
        # The lowest number goes first: in it, rather than out of it.
        wanted = max(equal, key=lambda chosen: [nr in chosen for nr in sorted(instance.costs)])
        assert sorted(bought) == wanted


def test_no_method_is_worth_more_or_costs_more_than_there_is():
    for seed in range(300):
        instance = make(random.Random(seed))
        found = {name: method(instance) for name, method in METHODS.items()}
        most = utility_of(instance, found[Scenario.OPTIMAAL])
        for bought in found.values():
            assert utility_of(instance, bought) <= most
            assert cost_of(instance, bought) <= instance.limit
            assert len(set(bought)) == len(bought)
            assert 0 <= served(instance, bought) <= 1


def test_completion_leaves_nothing_that_someone_wants_and_that_fits():
    for seed in range(300):
        instance = make(random.Random(seed))
        shares = complete(instance, equal_shares(instance).selected)
        for bought in (shares, proportional(instance), greedy(instance)):
            left = instance.limit - cost_of(instance, bought)
            for nr in instance.costs.keys() - set(bought):
                assert not totals(instance)[nr] or instance.costs[nr] > left


def test_rangorde_is_plain_greedy():
    assert METHODS[Scenario.RANGORDE] is greedy


def test_a_published_file_goes_through_every_method():
    for text in (approval(), points()):
        lines = list(published.compare(text))
        assert [line.split()[0] for line in lines] == ["optimaal", "rangorde", "evenredig"]
    assert lines[0].endswith("nut 10, 100.0% van de stemmers krijgt iets: 12, 7b")


def test_plain_ranking_goes_by_utility_per_hour_and_skips_what_does_not_fit():
    # Per hour: 1: 4/80 = 0.05; 2: 3/30 = 0.1; 3: 2/40 = 0.05; 4: 0. 110 hours. 2 first (80 left),
    # then 1 before 3 on total utility: 0 left.
    made = Instance(
        costs={1: 80, 2: 30, 3: 40, 4: 5},
        budgets={"a": 110},
        utilities={"a": {1: 4, 2: 3, 3: 2}},
    )
    assert greedy(made) == (2, 1)
    smaller = made.model_copy(update={"budgets": {"a": Fraction(109)}})
    assert greedy(smaller) == (2, 3)


def test_plain_ranking_with_cost_utilities_goes_by_total_utility():
    # Votes: 3 has three, 2 and 4 have two (4 costs more, so its total is higher), 1 has one.
    ballots = {"a": [1], "b": [2, 3, 4], "c": [2, 3, 4], "d": [3]}
    made = Instance(
        costs={1: 100, 2: 90, 3: 200, 4: 109},
        budgets=dict.fromkeys(ballots, 100),
        utilities={voter: dict.fromkeys(ballot, 1) for voter, ballot in ballots.items()},
        cost_utilities=True,
    )
    assert greedy(made) == (3, 4, 2)


def test_plain_ranking_buys_from_the_sum_and_not_what_nobody_wants():
    made = Instance(costs={1: 5, 2: 5}, budgets={"a": 4, "b": 6}, utilities={"a": {2: 1}})
    assert greedy(made) == (2,)


def test_plain_ranking_gives_the_majority_everything():
    assert greedy(COLOURS) == RED


def test_the_running_example_completed_by_plain_ranking():
    # After a there are 3 seats: b and c have 4 votes, then d and f have 2 (d has the lower number).
    assert complete(RUNNING, equal_shares(RUNNING).selected) == (A, B, C, D)


def test_completion_buys_what_the_shares_could_not():
    # b brings in nothing, and a gets nothing out of 2: shares buy 1 (20 hours, 10 left), ranking 2.
    made = Instance(
        costs={1: 10, 2: 10}, budgets={"a": 20, "b": 0}, utilities={"a": {1: 1}, "b": {1: 3, 2: 3}}
    )
    assert complete(made, equal_shares(made).selected) == (1, 2)
    nothing = Instance(costs={1: 5}, budgets={})
    assert complete(nothing, equal_shares(nothing, step=Fraction(1)).selected) == ()


def test_completion_buys_back_what_raised_budgets_lost():
    # See the same instance in tests/allocation/test_evenredig.py: 20 hours are left, just enough.
    made = Instance(
        costs={1: 10, 2: 10, 3: 36, 4: 16, 5: 100},
        budgets={"a": 10, "b": 10, "c": 52},
        utilities={"a": {1: 1, 3: 2}, "b": {2: 1, 3: 2}, "c": {4: 1, 5: 1}},
    )
    assert complete(made, equal_shares(made, step=Fraction(4, 5)).selected) == (3, 4, 1, 2)
