"""What completing costs at least is what trying every completion gives."""

import itertools
import random

import numpy as np
import pytest

from regio_xl.allocation.ahead import FAR, Ahead


@pytest.mark.parametrize("seed", range(200))
def test_the_lowest_cost_is_that_of_trying_all_that_is_left(seed: int) -> None:
    rng = random.Random(seed)
    widths = [1] * rng.randint(0, 4) + [rng.randint(2, 4) for _ in range(rng.randint(0, 3))]
    costs = [rng.randint(-9, 9) for _ in widths]
    uses = [rng.randint(0, 6) if width == 1 else rng.randint(0, 1) for width in widths]
    left, paid = rng.randint(0, 12), rng.randint(0, 5)
    columns = np.array([costs, uses], dtype=np.int64).reshape(2, -1)
    settled = rng.randint(0, widths.count(1))
    ahead = Ahead(columns, widths, left, paid, settled)
    for step in range(settled, len(widths) + 1):
        for used in range(left + 2):
            spent = rng.randint(0, 3)
            found = int(ahead.least(step, np.array([spent]), np.array([used]))[0])
            rest = list(zip(costs, uses, widths, strict=True))[step:]
            best = spent + cheapest(rest, left - used, paid)
            assert (found >= FAR) if best >= FAR else (found == best)


def cheapest(columns: list[tuple[int, int, int]], left: int, paid: int) -> int:
    """Return the lowest cost of all values that columns can have together."""
    best = FAR
    for values in itertools.product(*(range(width + 1) for _, _, width in columns)):
        rows = list(zip(columns, values, strict=True))
        unused = left - sum(use * value for (_, use, _), value in rows)
        if unused < 0:
            continue
        cost = sum(
            each * value if each > 0 else -each * (width - value)
            for (each, _, width), value in rows
        )
        best = min(best, cost + paid * unused)
    return best
