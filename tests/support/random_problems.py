"""Small random problems with everything in them: parts, pairs, choices, participants, ties."""

import random
from decimal import Decimal

from regio_xl.allocation.plan import Aandeel, Item, Pair, Problem
from regio_xl.domain.woorden import Doel, Keuze, Telling

SCORES = (None, Decimal(0), Decimal(2), Decimal(2), Decimal("2.5"), Decimal("3.33"), Decimal(4))
KEUZES = (*[Keuze.AUTOMATISCH] * 6, Keuze.OPNEMEN, Keuze.OPNEMEN, Keuze.NIET_OPNEMEN)


def make(rng: random.Random, largest: int = 9) -> Problem:
    """Return a problem of at most ``largest`` items."""
    numbers = rng.sample(range(1, 30), rng.randint(0, largest))
    parts = rng.sample(numbers, min(len(numbers), rng.randint(0, 2)))
    items = tuple(_item(rng, nr, part=nr in parts) for nr in numbers)
    total = sum(item.nodig_uren for item in items)
    return Problem(
        budget=rng.randint(-2, total + 2) if rng.random() < 0.2 else int(total * rng.random()),
        items=items,
        maximum_nieuw=rng.choice([None, None, rng.randint(-1, max(1, total // 2))]),
        aandelen=tuple(
            Aandeel(
                code=f"D{at}",
                bijdrage_uren=rng.choice([0, 1, 3, 7, 10]),
                belang=frozenset(rng.sample([*numbers, 99], rng.randint(0, min(3, len(numbers))))),
                punten={nr: rng.randint(0, 3) for nr in numbers if rng.random() < 0.5},
            )
            for at in range(rng.randint(0, 5))
        ),
        vereist=_pairs(rng, numbers),
        sluit_uit=_pairs(rng, numbers),
        telling=rng.choice([*Telling]),
        volgorde=_volgorde(rng),
    )


def equal(count: int, *, room: int) -> Problem:
    """Return proposals of ten hours that all differ in score, with room for some of them."""
    items = tuple(Item(nr=nr, nodig_uren=10, score=Decimal(nr)) for nr in range(1, count + 1))
    return Problem(budget=10 * room, items=items)


def _volgorde(rng: random.Random) -> tuple[Doel, ...]:
    """Half of the time the usual order, else any of them in any order."""
    usual = (Doel.DEKKING, Doel.UH, Doel.SCORE, Doel.VERHOUDING)
    return usual if rng.random() < 0.5 else tuple(rng.sample(usual, rng.randint(0, 4)))


def _item(rng: random.Random, nr: int, *, part: bool) -> Item:
    nodig = rng.choice([0, 1, 2, 3, 4, 4, 5, 6, 6, 8, 10])
    return Item(
        nr=nr,
        nodig_uren=nodig,
        minimum_uren=rng.randint(0, nodig + 1) if part else None,
        doorlopend=rng.random() < 0.25,
        keuze=rng.choice(KEUZES),
        uh_rang=rng.choice([0, 1, 2, 2]),
        score=rng.choice(SCORES),
        uh_waarde=rng.choice([None, None, Decimal(1), Decimal("0.7")]),
        fouten=("F2.2",) if rng.random() < 0.08 else (),
    )


def _pairs(rng: random.Random, numbers: list[int]) -> tuple[Pair, ...]:
    if len(numbers) < 2:
        return ()
    pairs = [rng.sample(numbers, 2) for _ in range(rng.choice([0, 0, 1, 2]))]
    return tuple((one, other) for one, other in pairs)


def fine(rng: random.Random, decimals: int) -> Problem:
    """Return a problem with hundreds of hours and scores of so many decimals."""
    items = tuple(
        Item(
            nr=nr,
            nodig_uren=nodig,
            minimum_uren=rng.choice((None, nodig - 1)),
            uh_rang=rng.randrange(3),
            score=Decimal(rng.randrange(10**decimals, 5 * 10**decimals)) / 10**decimals,
        )
        for nr, nodig in ((nr, rng.randrange(20, 820)) for nr in range(1, 7))
    )
    return Problem(
        budget=sum(item.nodig_uren for item in items) * 45 // 100,
        items=items,
        aandelen=tuple(
            Aandeel(
                code=f"D{at}",
                bijdrage_uren=rng.randrange(200, 4_000),
                belang=frozenset(rng.sample(range(1, 7), rng.randint(1, 3))),
            )
            for at in range(4)
        ),
        volgorde=_volgorde(rng),
    )
