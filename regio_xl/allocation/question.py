"""One question about a package that was chosen, asked of a model that is kept for the next."""

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from functools import partial
from math import inf
from typing import NamedTuple

from regio_xl.allocation.change import ChangeLayout
from regio_xl.allocation.ladder import NUMMER, Ladder, least
from regio_xl.allocation.layout import Goal
from regio_xl.allocation.problem import Problem
from regio_xl.allocation.solver import Solver
from regio_xl.allocation.walk import Walk


class Undecided(Exception):
    """The time limit was reached before an answer was certain."""


class Step(NamedTuple):
    """A level, what the optimum has on it, and what no package can exceed.

    Attributes:
        goal: The level.
        value: What the optimum has.
        most: What no package has more of when the levels before are as in the optimum.
        ceiling: What no package has more of at all.
    """

    goal: Goal
    value: int
    most: int
    ceiling: int


class Question(Walk):
    """What is asked with one proposal in, or out.

    What it sets in the shared model is put back by ``close``.
    """

    def __init__(
        self,
        problem: Problem,
        ladder: Ladder,
        layout: ChangeLayout,
        shared: Callable[[], Solver],
        nr: int,
        *,
        inside: bool,
    ) -> None:
        super().__init__(problem, ladder, layout, self._open)
        self._original = problem
        self._change = layout
        self._shared = shared
        self._nr, self._inside = nr, inside
        self._sure = False
        self._limits: dict[int, int] = {}
        self._undo: list[Callable[[], None]] = []

    def free(self, *names: str) -> None:
        """Let the budget, or the maximum for new projects, be as large as can be."""
        everything = sum(item.nodig_uren for item in self._ladder.items.values())
        for row, name in enumerate(("budget", "maximum_nieuw")):
            if name in names and getattr(self._problem, name) is not None:
                self._problem = self._problem.model_copy(update={name: everything})
                self._limits[row] = everything

    def shrink(self) -> Goal:
        """Let the proposal ask less, down to one hour; return the level of least less."""
        item = self._ladder.items[self._nr]
        update = {"nodig_uren": least(item), "minimum_uren": 1}
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
        for step in steps:
            self._step(step.goal, step.most if same else step.ceiling)
            same = same and self._kept[-1][1] == step.value

    def settle(self, least_changes: int, *, one: bool) -> None:
        """Change as few proposals as possible, and the lowest numbers first.

        Args:
            least_changes: How many change for sure.
            one: Whether only one package changes no more than these.
        """
        changes = self._change.changes()
        self._step(changes, -least_changes)
        if one and self._kept[-1][1] == -least_changes:
            self._note(NUMMER, Fraction(len(self._ladder.items)), Fraction(0))
        else:
            self._numbers()

    def most(self, goal: Goal) -> int | None:
        """Return the highest sum of one level; None when there is no package at all.

        Raises:
            Undecided: The time limit was reached before it was certain.
        """
        answer = self._ask(goal.costs)
        if answer.impossible and not self._sure:
            return None
        found = self._found(answer)
        if found is None or goal.count(found) != answer.whole_bound:
            raise Undecided
        return answer.whole_bound

    def close(self) -> None:
        """Put the shared model back as it was."""
        self._change.shrunk = None
        if self._made is not None:
            self._made.drop(len(self._waiting))
            for nr in self._fixed:
                for column, _ in self._layout.fixed(nr, 0):
                    self._made.bound(column, 0, self._layout.columns[column].upper)
            for undo in self._undo:
                undo()

    def _allowed(self, uren: Mapping[int, int]) -> bool:
        return (self._nr in uren) is self._inside and super()._allowed(uren)

    def _start(self) -> list[int] | None:
        return super()._start() if self._sure else None

    def _less(self, uren: Mapping[int, int]) -> int:
        return uren[self._nr] - least(self._ladder.items[self._nr])

    def _open(self) -> Solver:
        """Set the shared model for this question."""
        solver = self._shared()
        if self._nr in self._layout.inside:  # what is barred is out anyhow
            column, value = self._layout.inside[self._nr], int(self._inside)
            self._bound(solver, column, value, value)
        normal = (self._original.room, max(0, self._original.maximum_nieuw or 0))
        for row, limit in self._limits.items():
            solver.limit(row, -inf, limit)
            self._undo.append(partial(solver.limit, row, -inf, normal[row]))
        if self._change.shrunk is not None:
            self._open_less(solver)
        return solver

    def _open_less(self, solver: Solver) -> None:
        item, less = self._ladder.items[self._nr], self._change.less
        self._bound(solver, less, 0, least(item) - 1)
        if self._nr in self._layout.more:
            self._bound(solver, self._layout.more[self._nr], 0, 0)
        counts_as_new = self._original.maximum_nieuw is not None and not item.doorlopend
        for row in (0, 1) if counts_as_new else (0,):
            solver.coefficient(row, less, -1)
            self._undo.append(partial(solver.coefficient, row, less, 0))

    def _bound(self, solver: Solver, column: int, lower: int, upper: int) -> None:
        """Set the bounds of a column until the question is closed."""
        solver.bound(column, lower, upper)
        self._undo.append(partial(solver.bound, column, 0, self._layout.columns[column].upper))
