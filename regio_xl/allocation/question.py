"""One question about a package that was chosen."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from math import prod

from regio_xl.allocation.base import Base, Step
from regio_xl.allocation.change import ANDERS
from regio_xl.allocation.core import Bound, Core
from regio_xl.allocation.ladder import NUMMER
from regio_xl.allocation.layout import Goal
from regio_xl.allocation.pick import pick
from regio_xl.allocation.sieve import Left
from regio_xl.allocation.small import Small
from regio_xl.allocation.solver import Row
from regio_xl.allocation.walk import BLOCK, NOTHING, Walk

FEW = 12
"""So many open columns cost less to settle than to close."""

SOME = 60
"""With more open columns writing out what is left is not tried."""

TRIES = 8
"""After so many times that writing out helped in under half, a level is left to the solver."""


class Undecided(Exception):
    """The time limit was reached before an answer was certain."""


class Question(Walk):
    """What is asked with one proposal in, or out."""

    def __init__(self, base: Base, nr: int, *, inside: bool) -> None:
        super().__init__(base.problem, base.ladder, base.layout, self._open)
        self._base = base
        self._change = base.layout
        self._nr, self._inside = nr, inside
        self._sure = False
        self._after: Sequence[Goal] = ()
        self._done = False

    def free(self, *names: str) -> None:
        """Let the budget, or the maximum for new projects, be as large as can be."""
        everything = sum(item.nodig_uren for item in self._ladder.items.values())
        self._limit(dict.fromkeys(names, everything))

    def no_more_than_begun(self, name: str) -> None:
        """Look only for packages that need no more hours than the one to start from."""
        if self._sure:
            running = {nr for nr in self._uren if self._items[nr].doorlopend}
            aside = running if name == "maximum_nieuw" else ()
            self._limit({name: sum(part for nr, part in self._uren.items() if nr not in aside)})

    def shrink(self) -> Goal:
        """Let the proposal ask less, down to one hour; return the level of least less."""
        item = self._ladder.items[self._nr]
        update = {"nodig_uren": self._change.asks(self._nr), "minimum_uren": 1}
        self._items = {**self._items, self._nr: item.model_copy(update=update)}
        self._change.shrunk = self._nr
        return Goal("minder", {self._change.less: -1}, self._less, lowest=True)

    def keep(self, steps: Iterable[Step]) -> None:
        """Ask of every level at least what the optimum has."""
        for step in steps:
            self._keep(self._change.shrinking(step.goal), step.value)

    def begin(self, uren: Mapping[int, int]) -> None:
        """Start from a package, when it is one that may be."""
        if self._allowed(uren):
            self._uren, self._sure = dict(uren), True

    def climb(self, steps: Iterable[Step]) -> None:
        """Walk along levels, from a package that may be."""
        same = True
        waiting = list(steps)
        goals = [step.goal for step in waiting]
        for at, step in enumerate(waiting, start=1):
            if self._done:
                self._reach(step.goal)
                continue
            self._after = [*goals[at:], self._change.changes]
            most = step.most if same else step.ceiling
            if self._made is not None and step.goal.count(self._uren) == most:
                self._guide(step.goal, most)
            self._step(step.goal, most)
            same = same and self._kept[-1][1] == step.value

    def settle(self, least_changes: int, *, one: bool) -> None:
        """Change as few proposals as possible, and the lowest numbers first.

        Args:
            least_changes: How many change for sure.
            one: Whether only one package changes no more than these.
        """
        changes = self._change.changes
        self._after = ()
        if not self._done and changes.count(self._uren) != -least_changes:
            certain, found = self._all_written(changes)
            if certain and found is not None:
                self._uren, self._done = found, True
        if self._done:
            self._reach(changes)
            self._note(NUMMER, Fraction(len(self._ladder.items)), Fraction(0))
            return
        if changes.count(self._uren) != -least_changes and self._settle_at_once(changes):
            return
        self._step(changes, -least_changes)
        if one and self._kept[-1][1] == -least_changes:
            self._note(NUMMER, Fraction(len(self._ladder.items)), Fraction(0))
        else:
            self._numbers()

    def _settle_at_once(self, changes: Goal) -> bool:
        """Ask for fewest changes and lowest numbers in one go, when few are open."""
        waiting = {nr: self._outcomes(nr) for nr in self._ladder.items if self._is_open(nr)}
        outcomes = prod(waiting.values())
        if not waiting or outcomes > BLOCK:
            return False
        costs = dict(self._layout.by_number(waiting))
        for column, cost in changes.costs.items():
            costs[column] = costs.get(column, 0) + cost * outcomes
        answer, found = self._ask(costs)
        if found is None or self._layout.worth(costs, found) != answer.whole_bound:
            return False
        self._uren = found
        self._note(changes.name, Fraction(-changes.count(found)), Fraction(0))
        self._note(NUMMER, Fraction(len(self._ladder.items)), Fraction(0))
        return True

    def _reach(self, goal: Goal) -> None:
        """Note a level that was settled together with one before it."""
        reached = goal.count(self._uren)
        self._note(
            goal.name, Fraction(-reached if goal.lowest else reached, goal.deler), Fraction(0)
        )

    def _write_out(self, goal: Goal, value: int, best: int) -> tuple[int, int]:
        """Raise a level by writing out what is open; all that follow with it, when that can be."""
        luck = self._base.luck
        tries, hits = luck.get(goal.name, (0, 0))
        # Whether it is tried only changes the time: what it finds is what a solver would.
        hopeless = tries >= TRIES and hits * 2 < tries
        if hopeless or self._core.open > SOME or goal.name == ANDERS:
            return value, best
        reached = self._best_written(goal, value, best)
        luck[goal.name] = tries + 1, hits + (reached[0] == reached[1] or reached[0] > value)
        return reached

    def _best_written(self, goal: Goal, value: int, best: int) -> tuple[int, int]:
        left, found = self._written([goal, *self._after])
        if left is None:
            return value, best
        # Of what is missing no package has more than this.
        missing = value if left.missed is None else left.missed + goal.constant
        if found is not None:
            if goal.count(found) < value:
                return value, best
            self._uren, value = found, goal.count(found)
            settled = left.missed is None or value > missing
            self._done = left.every and settled and bool(self._after)
        return value, value if left.missed is None else max(value, min(best, missing))

    def _written(self, goals: Sequence[Goal]) -> tuple[Left | None, dict[int, int] | None]:
        """Return what can be written out, and the best of it; nothing when it is too much."""
        core, table = self._core, self._base.table
        left = None
        if isinstance(core, Small):
            left = core.write_out(self._change.aside, self._change.marks)
        if left is None or table is None or not left.values.shape[1]:
            return left, None
        found = pick(self._change, table, left, goals if left.every else goals[:1])
        # As always an answer is only believed when it holds in whole numbers.
        return (left, found) if self._allowed(found) else (None, None)

    def _all_written(self, goal: Goal) -> tuple[bool, dict[int, int] | None]:
        """Return whether every package could be written out, and the best of them."""
        left, found = self._written([goal])
        return left is not None and left.every and left.missed is None, found

    def most(self, goal: Goal) -> int | None:
        """Return the highest sum of one level; None when there is no package at all.

        Raises:
            Undecided: The time limit was reached before it was certain.
        """
        self._make()
        if not self._possible:
            return None
        if self._sure:
            value, best = self._raise(goal, 0)
            if value != best:
                raise Undecided
            return value
        certain, found = self._all_written(goal)
        if certain:
            return None if found is None else goal.count(found)
        answer, found = self._ask(goal.costs)
        if answer.impossible:
            return None
        if found is None or goal.count(found) != answer.whole_bound:
            raise Undecided
        return answer.whole_bound

    def _bounds(self) -> Iterator[Bound]:
        for goal, value in self._kept:
            guide = self._base.guides.get(goal.name, NOTHING)
            yield Bound(goal.costs, value - goal.constant, guide)

    def _guide(self, goal: Goal, value: int) -> int:
        """Close what would bring a level below ``value``; return what none can exceed."""
        guide = self._base.guides.get(goal.name)
        return value if guide is None else self._close(goal, value, guide)

    def _limit(self, limits: Mapping[str, int]) -> None:
        had = {
            name: most for name, most in limits.items() if getattr(self._problem, name) is not None
        }
        self._problem = self._problem.model_copy(update=had)

    def _multipliers(self, goal: Goal) -> Iterator[Mapping[int, int]]:
        """Give those of the chosen package first, and others only where much stays open."""
        if goal.name in self._base.guides:
            yield self._base.guides[goal.name]
        if self._core.open > FEW:
            yield self._core.multipliers(goal.costs)

    def _allowed(self, uren: Mapping[int, int]) -> bool:
        return (self._nr in uren) is self._inside and super()._allowed(uren)

    def _start(self) -> list[int] | None:
        return super()._start() if self._sure else None

    def _less(self, uren: Mapping[int, int]) -> int:
        return uren[self._nr] - self._change.asks(self._nr)

    def _open(self) -> Core:
        """Return the model for this question."""
        layout, problem = self._change, self._problem
        rows = list(self._base.rows)
        table, seconds = self._base.table, self._base.seconds
        core = Core(layout.columns, seconds)
        if table is not None:
            less = None if layout.shrunk is None else layout.less
            core = Small(layout.columns, seconds, table, less)
        core.bound(layout.ratio, 0, 0)
        if self._nr in layout.inside:  # what is barred is out anyhow
            core.bound(layout.inside[self._nr], int(self._inside), int(self._inside))
        item = self._ladder.items.get(self._nr)
        rows[0] = self._limited(rows[0], problem.room, shrinks=True)
        if problem.maximum_nieuw is not None:
            most = max(0, problem.maximum_nieuw)
            rows[1] = self._limited(rows[1], most, shrinks=item is not None and not item.doorlopend)
        if layout.shrunk is not None:
            core.bound(layout.less, 0, layout.asks(self._nr) - 1)
            if self._nr in layout.more:
                core.bound(layout.more[self._nr], 0, 0)
        core.add(rows)
        return core

    def _limited(self, row: Row, upper: int, *, shrinks: bool) -> Row:
        """Return the row of a limit on hours as it is in this question."""
        lower, _, coefficients = row
        if shrinks and self._change.shrunk is not None:
            coefficients = {**coefficients, self._change.less: -1}
        return lower, upper, coefficients
