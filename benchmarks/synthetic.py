"""Problems of any size for the solver benchmarks: the same number gives the same problem."""

import random
from decimal import Decimal

from regio_xl.allocation import Aandeel, Item, Problem
from regio_xl.domain.woorden import Keuze

KEUZES = (*[Keuze.AUTOMATISCH] * 36, Keuze.OPNEMEN, Keuze.OPNEMEN, Keuze.NIET_OPNEMEN)


def problem(participants: int, proposals: int, seed: int = 1) -> Problem:
    """Return a problem that looks like a year: scores with ties, mostly round hours.

    Three in ten have material costs, of which the hours are not round (O5). A third of the
    proposals has a U&H relation of each kind, one in seven runs already, one in ten can be done
    in part, one in thirty requires or excludes another. Each participant has enough interest in
    one of six. The hours are enough for under half of what is asked.

    Args:
        participants: Number of participants.
        proposals: Number of proposals.
        seed: Which of the problems of this size.
    """
    rng = random.Random(seed)  # noqa: S311 - a figure to measure with, not a secret
    numbers = range(1, proposals + 1)
    items = tuple(_item(rng, nr) for nr in numbers)
    wide = max(1, proposals // 6)
    pairs = [tuple(sorted(rng.sample(numbers, 2))) for _ in range(proposals // 30)]
    return Problem(
        budget=sum(item.nodig_uren for item in items) * 45 // 100,
        items=items,
        aandelen=tuple(
            Aandeel(
                code=f"D{at:03}",
                bijdrage_uren=rng.randrange(200, 4_000, 50),
                belang=frozenset(rng.sample(numbers, rng.randint(1, 2 * wide))),
            )
            for at in range(participants)
        ),
        vereist=tuple((one, other) for one, other in pairs[::2]),
        sluit_uit=tuple((one, other) for one, other in pairs[1::2]),
    )


def _item(rng: random.Random, nr: int) -> Item:
    costs = rng.randrange(1, 200) if rng.random() < 0.3 else 0
    nodig = rng.randrange(20, 820, 10) + costs
    return Item(
        nr=nr,
        nodig_uren=nodig,
        minimum_uren=nodig // 2 if rng.random() < 0.1 else None,
        doorlopend=rng.random() < 1 / 7,
        keuze=rng.choice(KEUZES),
        uh_rang=rng.randrange(3),
        score=Decimal(rng.randrange(100, 501, 5)) / 100,
    )
