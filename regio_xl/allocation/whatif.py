"""What if: the best package once more with one proposal in or out, and what it would take.

Each question is the walk of ``optimum`` with one proposal fixed, on the problem as it is or with
the budget, the maximum for new projects or the hours of that proposal let go. A package made
again walks the levels ``doorlopend``, ``opnemen`` and those of ``Problem.volgorde``, without the
lowest ratio. After these come:

* ``anders``: fewest proposals that go in, go out or get other hours than in the optimum;
* ``nummer``: of what is still equal, the lowest number most hours, as in the optimum.

What is asked before, and the order of rows, participants and pairs, never changes an answer.
"""

import time
from collections.abc import Callable, Iterator
from functools import cached_property

from regio_xl.allocation.optimum import Goal, Milp, Walk
from regio_xl.allocation.plan import Gevolg, Optimum, Plan, Problem, Uren, Waarde, measure, rank_key
from regio_xl.allocation.solver import Sum, add_up

CPU_SECONDS = 10.0  # seconds of CPU time for all questions about a package together


class Undecided(Exception):
    """The time limit was reached before an answer was certain."""


def consequences(
    plan: Plan,
    *,
    seconds: float | None = None,
    cpu_seconds: float | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> dict[int, Gevolg]:
    """Make the package again for one proposal after the other, the closest calls first.

    Left out are proposals that can never be in, those that run or that the AOO wants in (they go
    first whatever follows), and all when the plan was not proven. Where time runs out the last
    ones are left out too: first come those that are out with the highest score, then those that
    are in with the lowest.

    ``seconds`` is the limit of each solve, ``cpu_seconds`` (by default ``CPU_SECONDS``) how much
    CPU time there is before no other proposal is begun. HiGHS is one thread, and CPU time does not
    look at how busy a computer is: so noise does not change which ones are worked out.
    ``progress`` is told after each how many were done, and of how many.
    """
    if plan.optimum is None or not plan.proven:
        return {}
    until = time.process_time() + (CPU_SECONDS if cpu_seconds is None else cpu_seconds)
    again = Reweigh(plan.problem, plan.optimum, seconds=seconds)
    nu = measure(plan.problem, plan.uren)
    asked = _asked(plan)
    found: dict[int, Gevolg] = {}
    for nr in asked:
        if time.process_time() >= until:
            break
        found[nr] = _ask(plan, again, nu, nr)
        if progress is not None:
            progress(len(found), len(asked))
    return found


def _asked(plan: Plan) -> list[int]:
    """Return the numbers to ask about, the closest calls first."""
    free = [item for item in plan.problem.items if not item.barred]
    outside = [item for item in free if item.nr not in plan.uren]
    inside = [item for item in free if item.nr in plan.uren and not item.gaat_voor]
    outside.sort(key=lambda item: (-(item.score or 0), item.nr))
    inside.sort(key=lambda item: (item.score or 0, item.nr))
    return [item.nr for item in (*outside, *inside)]


def _ask(plan: Plan, again: "Reweigh", nu: Waarde, nr: int) -> Gevolg:
    inside = nr in plan.uren
    made = again.forced(nr, inside=not inside)
    found: dict[str, object] = {}
    if made is not None:
        dan = measure(plan.problem, made.uren)
        found = {"bewezen": made.proven, "uren": made.uren, "dan": dan}
    if not inside:
        found |= _ask_what_it_takes(again, nr)
    now = Gevolg(nr=nr, mogelijk=made is not None, nu=nu, dan=nu)
    return now.model_copy(update=found)


def _ask_what_it_takes(again: "Reweigh", nr: int) -> dict[str, object]:
    """Ask how many hours let a proposal in, and how the package looks then."""
    erbij: dict[str, Uren] = {}
    taken: dict[str, object] = {"erbij": erbij}
    for field, question in (
        ("budget_meer", again.extra_budget),
        ("maximum_meer", again.extra_maximum),
        ("uren_minder", again.fewer_hours),
    ):
        try:
            taken[field] = hours = question(nr)
            # A higher maximum is only told where no budget is enough.
            if hours and not (field == "maximum_meer" and taken.get("budget_meer")):
                erbij[field] = again.let_in(nr, field, hours)
        except Undecided:
            taken["bewezen"] = False
    return taken


class Reweigh:
    """All questions about a problem and its optimum.

    What it would take is asked without any level getting lower: the levels of the optimum but
    ratio, hours and number. Each is the fewest hours that are enough, 0 when nothing is needed,
    None when nothing is enough; ``Undecided`` when time ran out before that was certain. All
    raise ``KeyError`` for a number that is no proposal.

    Example:
        >>> from regio_xl.allocation import Item, optimise
        >>> items = (Item(nr=1, nodig_uren=60, score=3), Item(nr=2, nodig_uren=90, score=4))
        >>> problem = Problem(budget=100, items=items)
        >>> again = Reweigh(problem, optimise(problem))
        >>> dict(again.forced(1, inside=True).uren)
        {1: 60}
        >>> again.extra_budget(1), again.fewer_hours(1)
        (50, 50)
    """

    def __init__(self, problem: Problem, optimum: Optimum, *, seconds: float | None = None) -> None:
        """Set up; ``ValueError`` when the package is not one of this problem.

        What was not proven of the optimum is not taken for proven here either. ``seconds`` is the
        time limit of each question to the solver; None for none.
        """
        self._problem, self._seconds = problem, seconds
        self._chosen = dict(sorted(optimum.uren.items()))
        self._milp = Milp(problem, self._chosen)
        if not self._milp.fits(self._chosen):
            raise ValueError("the package is not one of this problem")
        self._proven = {level.name for level in optimum.levels if level.proven}
        self._short: dict[int, int | None] = {}

    def forced(self, nr: int, *, inside: bool) -> Optimum | None:
        """Return the best package in which a proposal is in, or out.

        There is none when nothing allows it: it is barred, too large, or requires something that
        cannot be in beside it.
        """
        first = self._together(nr)
        if not inside:
            first = {}
        if first is None or not self._milp.fits(first):
            return None
        walk = Walk(self._milp, self._seconds, {nr: inside})
        for uren in (first, self._like_chosen(nr, first)):
            walk.begin(uren)
        same = True
        for goal, value, most in self._levels:
            same = walk.climb(goal, most if same else None) == value and same
        changed = inside is not (nr in self._chosen)
        walk.agree()
        walk.climb(self._milp.changes, -int(changed))
        walk.settle()
        return Optimum(uren=walk.uren, levels=walk.levels)

    def extra_budget(self, nr: int) -> int | None:
        """Return how many hours more budget let a proposal in.

        It gets the fewest hours with which it can be in, unless the levels ask for more. The
        maximum for new projects stays as it is, see ``extra_maximum``.
        """
        if (together := self._together(nr)) is None:
            return None
        if nr not in self._short:
            milp = self._rich
            most = self._highest(nr, milp, milp.fewest.sum, together | self._chosen)
            self._short[nr] = None if most is None else max(0, -most - self._problem.budget)
        return self._short[nr]

    def extra_maximum(self, nr: int) -> int | None:
        """Return how much the maximum for new projects must grow, whatever the budget (A26).

        Where ``extra_budget`` is None and this is not, it is the maximum that is in the way.
        Without a maximum it is None.
        """
        together, maximum = self._together(nr), self._problem.maximum_nieuw
        if together is None or maximum is None:
            return None
        milp = self._free
        most = self._highest(nr, milp, -1 * milp.nieuw, together | self._chosen)
        return None if most is None else max(0, -most - maximum)

    def fewer_hours(self, nr: int) -> int | None:
        """Return how many hours less a proposal must ask to be in, its score per hour as it is.

        What it asks is the fewest hours with which it can be in now. None is also the answer when
        not even one hour of it fits.
        """
        together = self._together(nr)
        if together is None:
            return None
        if nr in self._chosen:
            return 0
        asks = most = together[nr]
        if self._problem.maximum_nieuw is None:
            # What fits by asking less fits as it is with so many hours more budget.
            short = self.extra_budget(nr)
            most = 0 if short is None else asks - short
        if most <= 0:
            return None
        milp = self._with_less(nr, asks)
        start = self._chosen | {nr: min(most, self._problem.room - sum(self._chosen.values()))}
        hours = self._highest(nr, milp, milp.hours[nr], start, most)
        return None if hours is None else asks - hours

    def let_in(self, nr: int, field: str, hours: int) -> Uren:
        """Return the package most like the chosen one, once so many hours let a proposal in.

        ``field`` is the one of ``Gevolg`` that says how: ``budget_meer`` and its likes. No level
        is lower; ``Undecided`` when time ran out before that was certain.
        """
        milp = self._once(nr, field, hours)
        walk = Walk(milp, self._seconds, {nr: True})
        for level, value in self._floors(milp):
            walk.keep(level, value)
        least = {one: milp.least[one] for one in self._problem.with_needs({nr})}
        # Where all that is in can stay, nothing is more like it.
        if not walk.begin(least | self._chosen):
            found = walk.ask(milp.changes.sum)
            if found.values is None or milp.changes.sum.at(found.values) != found.bound:
                raise Undecided
            walk.begin(milp.read(found.values))
            walk.keep(milp.changes, milp.changes.sum.at(found.values))
            walk.settle()
        return walk.uren

    def _once(self, nr: int, field: str, hours: int) -> Milp:
        """Return the problem once a field of ``Gevolg`` is met."""
        problem = self._problem
        match field:
            case "budget_meer":
                update: dict[str, object] = {"budget": problem.budget + hours}
            case "maximum_meer":
                most = (problem.maximum_nieuw or 0) + hours
                update = {"budget": self._everything, "maximum_nieuw": most}
            case _:
                asks = self._milp.least[nr] - hours
                update = self._smaller(nr, nodig_uren=asks, minimum_uren=None)
        return Milp(problem.model_copy(update=update), self._chosen)

    def _floors(self, milp: Milp) -> Iterator[tuple[Goal, int]]:
        """Yield the levels of a problem, each with what the optimum has on it."""
        goals = (level for level in milp.levels if level is not None)
        for level, (_, value, _) in zip(goals, self._levels, strict=True):
            yield level, value

    def _highest(
        self, nr: int, milp: Milp, goal: Sum, start: Uren, most: int | None = None
    ) -> int | None:
        """Return the most of a sum with a proposal in and no level lower; None if impossible."""
        walk = Walk(milp, self._seconds, {nr: True})
        for level, value in self._floors(milp):
            walk.keep(level, value)
        if walk.begin(start) and goal.at(milp.values(start)) == most:
            return most
        found = walk.ask(goal)
        if found.impossible:
            return None
        if found.values is None or goal.at(found.values) != found.bound:
            raise Undecided
        return goal.at(found.values)

    def _together(self, nr: int) -> dict[int, int] | None:
        """Return a proposal and all it requires, at their fewest hours; None if impossible."""
        if all(item.nr != nr for item in self._problem.items):
            raise KeyError(nr)
        found = self._problem.with_needs({nr})
        if self._problem.apart(found, found) or not found <= self._milp.items.keys():
            return None
        return {one: self._milp.least[one] for one in found}

    def _like_chosen(self, nr: int, first: Uren) -> dict[int, int]:
        """Return the chosen package with ``first`` in it, or without ``nr`` when that is empty.

        The last in rank make place, as long as that leaves nobody uncovered.
        """
        milp, covered = self._milp, add_up(self._milp.covered.values())
        uren = {**self._chosen, **first} if first else self._without(self._chosen, nr)
        for other in sorted(self._chosen, key=lambda one: rank_key(milp.items[one]), reverse=True):
            if milp.fits(uren):
                break
            fewer = self._without(uren, other)
            lost = covered.at(milp.values(fewer)) < covered.at(milp.values(uren))
            if fewer.keys() >= first.keys() and not lost:
                uren = fewer
        return uren

    def _without(self, uren: Uren, nr: int) -> dict[int, int]:
        """Return a package without a proposal, and without what requires it."""
        needs = self._problem.with_needs
        return {one: hours for one, hours in uren.items() if nr not in needs({one})}

    @cached_property
    def _levels(self) -> tuple[tuple[Goal, int, int | None], ...]:
        """The levels, what the optimum has on each, and, where proven, what no package exceeds.

        Those after the lowest ratio had to keep that ratio: they can be higher.
        """
        chosen = self._milp.values(self._chosen)
        found, known = [], self._proven
        for goal in self._milp.levels:
            if goal is None:
                known = set()
                continue
            value = goal.sum.at(chosen)
            found.append((goal, value, value if goal.name in known else None))
        return tuple(found)

    @cached_property
    def _rich(self) -> Milp:
        """The problem with a budget for everything."""
        return self._with(budget=self._everything)

    @cached_property
    def _free(self) -> Milp:
        """The problem with a budget and a maximum for everything."""
        return self._with(budget=self._everything, maximum_nieuw=self._everything)

    @property
    def _everything(self) -> int:
        return sum(item.nodig_uren for item in self._milp.items.values())

    def _with_less(self, nr: int, asks: int) -> Milp:
        """Return the problem in which a proposal asks so much, or any part of it."""
        return self._with(**self._smaller(nr, nodig_uren=asks, minimum_uren=1))

    def _smaller(self, nr: int, **update: object) -> dict[str, object]:
        """Return what changes in the problem when a proposal asks something else."""
        items = (
            item.model_copy(update=update) if item.nr == nr else item
            for item in self._problem.items
        )
        return {"items": tuple(items)}

    def _with(self, **update: object) -> Milp:
        return Milp(self._problem.model_copy(update=update))
