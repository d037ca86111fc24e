"""What if: the best package once more with one proposal in or out, and what it would take.

As in the walk of the optimum an answer is only believed after it was checked in whole numbers.
What is asked before, and the order of rows, participants and pairs, never changes an answer.

A package made again walks the levels ``doorlopend``, ``opnemen`` and those of
``Problem.volgorde``, without the lowest ratio. After these come:

* ``anders``: fewest proposals that go in, go out or get other hours than in the optimum;
* ``nummer``: of what is still equal, the lowest number most hours, as in the optimum.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property

from regio_xl.allocation.base import Base, Step, make_base
from regio_xl.allocation.beside import Beside
from regio_xl.allocation.bounds import ceiling, fits
from regio_xl.allocation.change import ChangeLayout
from regio_xl.allocation.ladder import Ladder, Level, Linear, least
from regio_xl.allocation.layout import Goal
from regio_xl.allocation.optimum import Optimum
from regio_xl.allocation.problem import Problem
from regio_xl.allocation.question import Question
from regio_xl.domain.model import Model
from regio_xl.domain.woorden import Doel


class Again(Model):
    """The best package with one proposal in, or out.

    Attributes:
        nr: Number of that proposal.
        inside: Whether it had to be in.
        possible: Whether there is such a package. There is none when nothing allows it: it is
            barred, too large, or requires something that cannot be in beside it.
        uren: Hours per number of the proposals that are in.
        levels: The levels, see this module; values as in ``Optimum.levels``.
    """

    nr: int
    inside: bool
    possible: bool
    uren: Mapping[int, int] = {}
    levels: tuple[Level, ...] = ()

    @property
    def proven(self) -> bool:
        """Whether every level was proven, or that there is no package."""
        return all(level.proven for level in self.levels)


class Reweigh:
    """All questions about a problem and its optimum, from what they have in common.

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
        """Set up; HiGHS is started where a question needs it.

        Args:
            problem: What there was to divide.
            optimum: The best package for it. What was not proven there is not taken for proven
                here either.
            seconds: Time limit of each solve; None for none.

        Raises:
            ValueError: The package is not one of this problem.
        """
        self._problem, self._seconds = problem, seconds
        self._ladder = Ladder(problem)
        self._chosen = dict(optimum.uren)
        if not fits(problem, self._ladder.items, self._chosen):
            raise ValueError("the package is not one of this problem")
        self._numbers = {item.nr for item in problem.items}
        self._beside = Beside(problem, self._ladder, self._chosen)
        self._layout = ChangeLayout(problem, self._ladder, self._chosen)
        self._proven = {level.name for level in optimum.levels if level.proven}

    def forced(self, nr: int, *, inside: bool) -> Again:
        """Return the best package in which a proposal is in, or out.

        Args:
            nr: Number of the proposal.
            inside: Whether it must be in.

        Raises:
            KeyError: There is no such proposal.
        """
        if not inside:
            self._known(nr)
            out = self._beside.without(nr)
            return self._force(nr, {}, out, out & self._chosen.keys())
        together = self._together(nr)
        if together is None or not self._beside.room_for(together):
            return Again(nr=nr, inside=True, possible=False)
        first = {other: least(self._ladder.items[other]) for other in together}
        out = self._beside.goes_out(self._ladder.items, together)
        changed = (together - self._chosen.keys()) | (out & self._chosen.keys())
        return self._force(nr, first, out, changed)

    def extra_budget(self, nr: int) -> int | None:
        """Return how many hours more budget let a proposal in without any level getting lower.

        The levels are those of the optimum without ratio, hours and number. The proposal gets
        the fewest hours with which it can be in, unless the levels ask for more. The maximum for
        new projects stays as it is, see ``extra_maximum``.

        Returns:
            The fewest hours; 0 when the budget need not grow; None when no budget is enough.

        Raises:
            KeyError: There is no such proposal.
            Undecided: The time limit was reached before it was certain.
        """
        hours = self._fewest(nr, "budget", self._hours)
        return None if hours is None else max(0, hours - self._problem.budget)

    def extra_maximum(self, nr: int) -> int | None:
        """Return how much the maximum for new projects must grow, whatever the budget (A26).

        Where ``extra_budget`` is None and this is not, it is the maximum that is in the way.

        Returns:
            The fewest hours with which the proposal can be in without any level getting lower; 0
            when the maximum need not grow; None when there is no maximum, or none is enough.

        Raises:
            KeyError: There is no such proposal.
            Undecided: The time limit was reached before it was certain.
        """
        maximum = self._problem.maximum_nieuw
        if maximum is None:
            self._known(nr)
            return None
        nieuw = {nr: -1 for nr, item in self._ladder.items.items() if not item.doorlopend}
        level = Linear(name="uren nieuw", per_uur=nieuw, lowest=True)
        hours = self._fewest(nr, "maximum_nieuw", self._layout.goal(level))
        return None if hours is None else max(0, hours - maximum)

    def fewer_hours(self, nr: int) -> int | None:
        """Return how many hours less a proposal must ask to be in without loss on any level.

        Its request is the fewest hours with which it can be in now. The levels are those of the
        optimum without ratio, hours and number. The score per hour stays as it is.

        Returns:
            The fewest hours less; 0 when it can be in as it is; None when not even one hour
            of it fits.

        Raises:
            KeyError: There is no such proposal.
            Undecided: The time limit was reached before it was certain.
        """
        if self._together(nr) is None:
            return None
        if nr in self._chosen:
            return 0
        free = self._problem.room - sum(self._chosen.values())
        with self._question(nr, inside=True) as question:
            less = question.shrink()
            question.keep(self._steps)
            question.begin({**self._chosen, nr: min(free, least(self._ladder.items[nr]))})
            most = question.most(less)
        return None if most is None else -most

    def _fewest(self, nr: int, free: str, goal: Goal) -> int | None:
        """Return the fewest hours with a proposal in, and no level lower; None if impossible."""
        together = self._together(nr)
        if together is None:
            return None
        with self._question(nr, inside=True) as question:
            question.free("budget", free)
            question.keep(self._steps)
            question.begin(self._lean(together))
            question.no_more_than_begun(free)
            most = question.most(goal)
        return None if most is None else -most

    def _lean(self, together: frozenset[int]) -> dict[int, int]:
        """Return the chosen package with ``together``, without what no level then needs."""
        uren = {other: least(self._ladder.items[other]) for other in together} | self._chosen
        spare = self._spare(uren)
        for nr in sorted(self._chosen, key=lambda nr: (-self._chosen[nr], nr)):
            gone = self._beside.without(nr) & uren.keys()
            if gone & together or any(
                sum(parts) > left
                for *parts, left in zip(*(self._parts[one] for one in gone), spare, strict=True)
            ):
                continue
            fewer = {other: hours for other, hours in uren.items() if other not in gone}
            left = self._spare(fewer)
            if min(left) >= 0:
                uren, spare = fewer, left
        return uren

    def _spare(self, uren: Mapping[int, int]) -> list[int]:
        """Return how much more a package has than the optimum, per level; below 0: less."""
        return [step.goal.count(uren) - step.value for step in self._steps]

    @cached_property
    def _parts(self) -> Mapping[int, Sequence[int]]:
        """What each chosen proposal adds to a level; 0 for one that is not about proposals."""
        return {
            nr: [step.goal.count({nr: part}) if step.goal.level else 0 for step in self._steps]
            for nr, part in self._chosen.items()
        }

    def _force(
        self, nr: int, first: Mapping[int, int], out: set[int], changed: frozenset[int] | set[int]
    ) -> Again:
        """Make the package again.

        Args:
            nr: Number of the proposal.
            first: What must be in, at its fewest hours; nothing when it must be out.
            out: What may not be in.
            changed: What cannot stay as it was chosen.
        """
        inside = nr in first
        start = self._beside.refill(first, out) if changed else self._chosen
        in_part = any(other in self._layout.more for other in changed - self._chosen.keys())
        with self._question(nr, inside=inside) as question:
            question.begin(start)
            question.climb(self._steps)
            question.settle(len(changed), one=not in_part)
            levels = tuple(question.levels)
        return Again(nr=nr, inside=inside, possible=True, uren=question.uren, levels=levels)

    def _together(self, nr: int) -> frozenset[int] | None:
        """Return a proposal and all it requires; None when that can never be in."""
        self._known(nr)
        return self._beside.needs(nr)

    def _known(self, nr: int) -> None:
        if nr not in self._numbers:
            raise KeyError(nr)

    @cached_property
    def _steps(self) -> tuple[Step, ...]:
        """The levels. Those after the lowest ratio had to keep that ratio: they can be higher."""
        bounded = True
        before = map(self._layout.goal, self._ladder.before)
        steps = [self._step(goal, bounded=True) for goal in before]
        for doel in self._problem.volgorde:
            bounded = bounded and doel is not Doel.VERHOUDING
            steps += [self._step(goal, bounded=bounded) for goal in self._layout.goals(doel)]
        return tuple(steps)

    def _step(self, goal: Goal, *, bounded: bool) -> Step:
        value = goal.count(self._chosen)
        top = len(self._ladder.aandelen)
        if goal.level is not None:
            top = ceiling(self._problem, self._ladder, goal.level, None)
        most = value if bounded and goal.name in self._proven else top
        return Step(goal, value, most, top)

    @contextmanager
    def _question(self, nr: int, *, inside: bool) -> Iterator[Question]:
        try:
            yield Question(self._base, nr, inside=inside)
        finally:
            self._layout.shrunk = None

    @cached_property
    def _base(self) -> Base:
        return make_base(
            self._problem, self._ladder, self._layout, self._steps, self._hours, self._seconds
        )

    @cached_property
    def _hours(self) -> Goal:
        """The level of fewest hours."""
        return self._layout.goal(self._ladder.fewest)
