"""Whatever the multipliers: the bound is true, and nothing is closed that a package needs."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from regio_xl.allocation.core import SCALE, Core
from regio_xl.allocation.ladder import Ladder
from regio_xl.allocation.layout import Layout
from tests.support import brute, random_problems


def multipliers(rng: random.Random, rows: int, *, wild: bool) -> dict[int, int]:
    """Return multipliers that fit nothing: small or huge, of either sign, for some rows."""
    most = 10**6 * SCALE if wild else 4 * SCALE
    return {at: rng.randint(-most, most) for at in range(rows) if rng.random() < 0.7}


def holds(core: Core, column: int, value: int) -> bool:
    lower, upper = core.ends(column)
    return lower <= value <= upper


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 10**9), st.booleans())
def test_any_multipliers_keep_every_package_that_is_good_enough(seed: int, wild: bool) -> None:
    rng = random.Random(seed)
    problem = random_problems.make(rng, largest=6)
    ladder = Ladder(problem)
    layout = Layout(problem, ladder)
    rows = layout.rows()
    levels = [*ladder.before, *ladder.uh, ladder.score, ladder.fewest]
    found = list(brute.packages(problem))
    for goal in map(layout.goal, levels):
        enough = goal.count(rng.choice(found))
        core = Core(layout.columns, None)
        core.bound(layout.ratio, 0, 0)
        core.add(rows)
        most = core.close(goal.costs, enough, multipliers(rng, len(rows), wild=wild))
        for uren in found:
            assert goal.count(uren) <= most
            if goal.count(uren) >= enough:
                assert all(holds(core, at, value) for at, value in enumerate(layout.start(uren)))


def test_good_multipliers_close_most_of_a_larger_problem() -> None:
    """Ten proposals of equal size, room for five: which five is certain without solving."""
    problem = random_problems.equal(10, room=5)
    layout = Layout(problem, Ladder(problem))
    goal = layout.goal(Ladder(problem).score)
    core = Core(layout.columns, None)
    core.bound(layout.ratio, 0, 0)
    core.add(layout.rows())
    best = goal.count(brute.best(problem)[0])
    assert core.close(goal.costs, best, core.multipliers(goal.costs)) == best
    assert core.open <= 1
