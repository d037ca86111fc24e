"""Numbers given directly go through every method, and the best is never worse than the others."""

import random
from fractions import Fraction
from itertools import chain, combinations

from benchmarks import published
from regio_xl.allocation.direct import METHODS, best, served, utility_of
from regio_xl.allocation.greedy import greedy
from regio_xl.allocation.instance import Instance
from regio_xl.domain.woorden import Scenario
from tests.allocation.test_pabulib import approval, points


def make(rng: random.Random) -> Instance:
    numbers = range(1, rng.randint(1, 7) + 1)
    voters = [f"v{at}" for at in range(rng.randint(1, 5))]
    return Instance(
        costs={nr: rng.randint(1, 30) for nr in numbers},
        budgets={voter: Fraction(rng.randint(0, 60), rng.randint(1, 3)) for voter in voters},
        utilities={voter: {nr: rng.randint(0, 3) for nr in numbers} for voter in voters},
        cost_utilities=rng.random() < 0.5,
    )


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


def test_the_best_package_is_that_of_trying_them_all():
    for seed in range(300):
        instance = make(random.Random(seed))
        least = min(item[:2] for item in all_packages(instance))
        outcome = best(instance)
        assert (-utility_of(instance, outcome), outcome.outlay) == least
        equal = [item[2] for item in all_packages(instance) if item[:2] == least]
        # The lowest number goes first: in it, rather than out of it.
        wanted = max(equal, key=lambda chosen: [nr in chosen for nr in sorted(instance.costs)])
        assert sorted(outcome.selected) == wanted


def test_no_method_is_worth_more_or_costs_more_than_there_is():
    for seed in range(300):
        instance = make(random.Random(seed))
        outcomes = {name: method(instance) for name, method in METHODS.items()}
        most = utility_of(instance, outcomes[Scenario.OPTIMAAL])
        for outcome in outcomes.values():
            assert utility_of(instance, outcome) <= most
            assert outcome.outlay <= instance.limit
            assert 0 <= served(instance, outcome) <= 1


def test_rangorde_is_plain_greedy():
    assert METHODS[Scenario.RANGORDE] is greedy


def test_a_published_file_goes_through_every_method():
    for text in (approval(), points()):
        lines = list(published.compare(text))
        assert [line.split()[0] for line in lines] == ["optimaal", "rangorde", "evenredig"]
    assert lines[0].endswith("nut 10, 100.0% van de stemmers krijgt iets: 12, 7b")
