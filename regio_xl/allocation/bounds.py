"""What no package can exceed, without a solver; and the conditions of a package, as a yes or no.

A level whose ceiling has been reached needs no solving. The ceilings let a proposal be done for
any part and look at one pool of hours at a time, so they are never too low; they are exact
whole numbers or fractions.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from math import floor

from regio_xl.allocation.ladder import Ladder, Linear, least
from regio_xl.allocation.problem import Item, Problem, rank_key


def fits(problem: Problem, items: Mapping[int, Item], uren: Mapping[int, int]) -> bool:
    """Return whether a package keeps the conditions that every package must keep.

    Args:
        problem: What there is to divide.
        items: The proposals that may be in, by number.
        uren: Hours per proposal that is in.
    """
    if not items.keys() >= uren.keys():
        return False
    if any(not least(items[nr]) <= hours <= items[nr].nodig_uren for nr, hours in uren.items()):
        return False
    nieuw = sum(hours for nr, hours in uren.items() if not items[nr].doorlopend)
    return (
        sum(uren.values()) <= problem.room
        and nieuw <= room_new(problem, 0)
        and all(other in uren for one, other in problem.vereist if one in uren)
        and not any(one in uren and other in uren for one, other in problem.sluit_uit)
    )


def room_new(problem: Problem, running: int) -> int:
    """Return the hours there are for new projects when running ones have ``running`` hours."""
    left = max(0, problem.room - running)
    if problem.maximum_nieuw is None:
        return left
    return min(left, max(0, problem.maximum_nieuw))


def ceiling(problem: Problem, ladder: Ladder, level: Linear, running: int | None) -> int:
    """Return a whole number that a level cannot exceed.

    Args:
        problem: What there is to divide.
        ladder: Its levels.
        level: The level.
        running: Hours that running projects have, when that was settled; else None.

    Example:
        >>> problem = Problem(budget=50, items=(Item(nr=1, nodig_uren=60),))
        >>> ceiling(problem, Ladder(problem), Linear(name="x", per_uur={1: 3}), None)
        150
    """
    pools = (
        (True, problem.room if running is None else running),
        (False, room_new(problem, running or 0)),
    )
    total = Fraction(0)
    for doorlopend, room in pools:
        pool = (item for item in ladder.items.values() if item.doorlopend is doorlopend)
        total += _fill(pool, level, room)
    return floor(total)


def ratio_ceiling(problem: Problem, ladder: Ladder) -> Fraction:
    """Return what the lowest ratio cannot exceed; 0 when no participant has a ratio."""
    return min(
        (
            Fraction(min(problem.room, sum(ladder.items[nr].nodig_uren for nr in belang)), bijdrage)
            for bijdrage, belang in ladder.weighed
        ),
        default=Fraction(0),
    )


def repair(problem: Problem, uren: Mapping[int, int]) -> dict[int, int]:
    """Return a package with what breaks a pair taken out, last in rank first."""
    ranks = {item.nr: rank_key(item) for item in problem.items}
    kept = dict(uren)
    for pair in sorted(problem.sluit_uit):
        if kept.keys() >= set(pair):
            del kept[max(pair, key=ranks.__getitem__)]
    while lost := {one for one, other in problem.vereist if one in kept and other not in kept}:
        kept = {nr: hours for nr, hours in kept.items() if nr not in lost}
    return kept


def _fill(items: Iterable[Item], level: Linear, room: int) -> Fraction:
    """Fill ``room`` with the most worth per hour first; the last one in part."""
    worth: list[tuple[Fraction | int, int]] = []
    for item in items:
        once, per_hour = level.per_opdracht.get(item.nr, 0), level.per_uur.get(item.nr, 0)
        if once > 0:
            # Its value comes with its first hours; more hours add nothing to it.
            worth.append((Fraction(once, least(item)), least(item)))
        elif per_hour > 0:
            worth.append((per_hour, item.nodig_uren))
    total = Fraction(0)
    for density, hours in sorted(worth, reverse=True):
        taken = min(hours, room)
        total += density * taken
        room -= taken
    return total
