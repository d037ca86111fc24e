"""The best package by trying every one: written from the rules, sharing nothing with a solver."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import product

from regio_xl.allocation.plan import Aandeel, Item, Problem
from regio_xl.domain.woorden import Keuze, Telling

Package = dict[int, int]
Worth = tuple[Fraction, ...]


def amounts(item: Item) -> list[int]:
    """Return every number of hours that an item can get; 0 is out."""
    if item.fouten or item.keuze is Keuze.NIET_OPNEMEN:
        return [0]
    start = item.nodig_uren if item.minimum_uren is None else item.minimum_uren
    return [0, *(h for h in range(1, item.nodig_uren + 1) if h >= min(start, item.nodig_uren))]


def packages(problem: Problem) -> Iterator[Package]:
    """Yield every package that is allowed."""
    items = sorted(problem.items, key=lambda item: item.nr)
    for hours in product(*(amounts(item) for item in items)):
        if sum(hours) > max(0, problem.budget):
            continue
        nieuw = sum(h for item, h in zip(items, hours, strict=True) if not item.doorlopend)
        if problem.maximum_nieuw is not None and nieuw > max(0, problem.maximum_nieuw):
            continue
        uren = {item.nr: h for item, h in zip(items, hours, strict=True) if h}
        if any(a in uren and b not in uren for a, b in problem.vereist):
            continue
        if any(a in uren and b in uren for a, b in problem.sluit_uit):
            continue
        yield uren


def worth(problem: Problem, uren: Package) -> Worth:
    """Return what a package is worth on each level, more is better; then hours by number."""
    items = {item.nr: item for item in problem.items}
    inside = [items[nr] for nr in uren]
    can = [
        one for one in problem.aandelen if any(nr in items and may(items[nr]) for nr in one.belang)
    ]
    goals = {
        "dekking": (Fraction(sum(any(nr in uren for nr in one.belang) for one in can)),),
        "U&H": (uh(problem, inside, uren, 0), uh(problem, inside, uren, 1)),
        "score": (
            sum((times(problem, i, uren) * Fraction(i.score or 0) for i in inside), Fraction(0)),
        ),
        "verhouding": (
            min((ratio(one, uren) for one in can if one.bijdrage_uren), default=Fraction(0)),
        ),
    }
    return (
        Fraction(sum(uren[item.nr] for item in inside if item.doorlopend)),
        Fraction(sum(item.keuze is Keuze.OPNEMEN for item in inside)),
        *(value for doel in problem.volgorde for value in goals[doel.value]),
        Fraction(-sum(uren.values())),
        *(Fraction(uren.get(nr, 0)) for nr in sorted(items)),
    )


def may(item: Item) -> bool:
    return len(amounts(item)) > 1


def times(problem: Problem, item: Item, uren: Package) -> int:
    return uren[item.nr] if problem.telling is Telling.PER_UUR else 1


def uh(problem: Problem, inside: list[Item], uren: Package, rang: int) -> Fraction:
    total = Fraction(0)
    for item in inside:
        if item.uh_rang == rang:
            value = item.score or 0 if item.uh_waarde is None else item.uh_waarde
            total += times(problem, item, uren) * Fraction(value)
    return total


def ratio(one: Aandeel, uren: Package) -> Fraction:
    return Fraction(sum(uren.get(nr, 0) for nr in one.belang), one.bijdrage_uren)


def best(problem: Problem) -> tuple[Package, Worth]:
    """Return the best package and its worth."""
    return max(
        ((uren, worth(problem, uren)) for uren in packages(problem)), key=lambda pair: pair[1]
    )


def goals(problem: Problem, uren: Package) -> Worth:
    """Return what a package is worth on each level but the lowest ratio, hours and numbers."""
    volgorde = tuple(doel for doel in problem.volgorde if doel.value != "verhouding")
    whole = worth(problem.model_copy(update={"volgorde": volgorde}), uren)
    return whole[: len(whole) - 1 - len(problem.items)]


def forced(problem: Problem, chosen: Package, nr: int, *, inside: bool) -> Package | None:
    """Return the best package with a proposal in or out, as like the chosen one as can be."""
    numbers = sorted(item.nr for item in problem.items)

    def order(uren: Package) -> tuple[object, ...]:
        changes = sum(uren.get(other, 0) != chosen.get(other, 0) for other in numbers)
        return (*goals(problem, uren), -changes, *(uren.get(other, 0) for other in numbers))

    allowed = (uren for uren in packages(problem) if (nr in uren) == inside)
    return max(allowed, key=order, default=None)


def fewest(
    problem: Problem, chosen: Package, nr: int, counted: set[int], **free: int
) -> int | None:
    """Return the fewest counted hours with a proposal in and nothing lost on any level."""
    wide = problem.model_copy(update=free)
    return min(
        (
            sum(hours for other, hours in uren.items() if other in counted)
            for uren in packages(wide)
            if nr in uren and keeps(problem, uren, chosen)
        ),
        default=None,
    )


def fewer_hours(problem: Problem, chosen: Package, nr: int) -> int | None:
    """Return how much less a proposal must ask to be in with nothing lost on any level."""
    if nr in chosen:
        return 0
    item = next(item for item in problem.items if item.nr == nr)
    asked = min(amount for amount in [*amounts(item), 10**9] if amount)
    for hours in range(asked if may(item) else 0, 0, -1):
        smaller = item.model_copy(update={"nodig_uren": hours, "minimum_uren": None})
        items = tuple(smaller if other is item else other for other in problem.items)
        made = problem.model_copy(update={"items": items})
        if any(nr in uren and keeps(made, uren, chosen) for uren in packages(made)):
            return asked - hours
    return None


def let_in(problem: Problem, nr: int, field: str, hours: int) -> Problem:
    """Return the problem once so many hours of a kind let a proposal in."""
    if field == "budget_meer":
        return problem.model_copy(update={"budget": problem.budget + hours})
    if field == "maximum_meer":
        wide = {"budget": 10**6, "maximum_nieuw": (problem.maximum_nieuw or 0) + hours}
        return problem.model_copy(update=wide)
    one = next(item for item in problem.items if item.nr == nr)
    asked = min(amount for amount in amounts(one) if amount)
    items = tuple(
        item.model_copy(update={"nodig_uren": asked - hours, "minimum_uren": None})
        if item.nr == nr
        else item
        for item in problem.items
    )
    return problem.model_copy(update={"items": items})


def most_like(problem: Problem, wide: Problem, chosen: Package, nr: int) -> Package:
    """Return the package with a proposal in and nothing lost that is most like the chosen one."""
    numbers = sorted(item.nr for item in problem.items)

    def order(uren: Package) -> tuple[int, ...]:
        changes = sum(uren.get(other, 0) != chosen.get(other, 0) for other in numbers)
        return (-changes, *(uren.get(other, 0) for other in numbers))

    allowed = (uren for uren in packages(wide) if nr in uren and keeps(wide, uren, chosen))
    return max(allowed, key=order)


def keeps(problem: Problem, uren: Package, chosen: Package) -> bool:
    pairs = zip(goals(problem, uren), goals(problem, chosen), strict=True)
    return all(value >= reached for value, reached in pairs)
