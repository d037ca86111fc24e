"""A problem as columns and rows for a solver, in whole numbers.

Per proposal that may be in one column: is it in? One that can be done in part has a second:
the hours above its minimum. Per participant that can be covered one: is it covered? And one
for the lowest ratio of hours of interest to hours contributed, which stays 0 until it is asked.
"""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from math import ceil, gcd, inf
from typing import NamedTuple

from regio_xl.allocation.bounds import ratio_ceiling
from regio_xl.allocation.ladder import GEDEKT, Ladder, Linear, least
from regio_xl.allocation.problem import Problem
from regio_xl.allocation.solver import Column, Row
from regio_xl.domain.woorden import Doel


class Goal(NamedTuple):
    """A level that adds up, as costs of columns; more is better.

    Attributes:
        name: Name of the level.
        costs: Whole-number cost per column.
        count: Gives the exact whole-number sum for a package: hours by number.
        deler: What the sum is divided by to give the value.
        constant: What the sum has on top of the costs.
        lowest: Whether less is better: then the sum is below zero and its value above.
        level: The level it is made of, unless it is about other columns than proposals.
    """

    name: str
    costs: Mapping[int, int]
    count: Callable[[Mapping[int, int]], int]
    deler: int = 1
    constant: int = 0
    lowest: bool = False
    level: Linear | None = None


class Layout:
    """Which column is what, and the conditions as rows.

    Attributes:
        columns: The columns.
        inside: Column by number of the proposal: is it in?
        more: Column by number of the proposal: hours above its minimum.
        ratio: Column of the lowest ratio.
    """

    def __init__(self, problem: Problem, ladder: Ladder) -> None:
        self._problem, self._ladder = problem, ladder
        self.columns: list[Column] = []
        self._floors: dict[int, tuple[Mapping[int, int], int, dict[int, int]]] = {}
        self._least = {nr: least(item) for nr, item in ladder.items.items()}
        self.inside = {nr: self._column(1) for nr in ladder.items}
        self.more = {
            nr: self._column(item.nodig_uren - self._least[nr])
            for nr, item in ladder.items.items()
            if self._least[nr] < item.nodig_uren
        }
        self._covered = {code: self._column(1) for code in ladder.aandelen}
        self.columns.append(Column(ceil(ratio_ceiling(problem, ladder)), whole=False))
        self.ratio = len(self.columns) - 1

    def rows(self) -> list[Row]:
        """Return the conditions that every package keeps, and what coverage means."""
        items, problem = self._ladder.items, self._problem
        rows: list[Row] = [(-inf, problem.room, self._hours(dict.fromkeys(items, 1)))]
        if problem.maximum_nieuw is not None:
            nieuw = {nr: 1 for nr, item in items.items() if not item.doorlopend}
            rows.append((-inf, max(0, problem.maximum_nieuw), self._hours(nieuw)))
        rows += [
            (-inf, 0, {more: 1, self.inside[nr]: -self.columns[more].upper})
            for nr, more in self.more.items()
        ]
        rows += self._pairs()
        for code, column in self._covered.items():
            belang = sorted(self._ladder.aandelen[code].belang & items.keys())
            rows.append((0, inf, {self.inside[nr]: 1 for nr in belang} | {column: -1}))
        return rows

    def ratio_rows(self) -> list[Row]:
        """Return what the column of the lowest ratio means."""
        return [(0, inf, coefficients) for _, coefficients in self._interests]

    def at_least(self, ratio: Fraction, *, more: bool = False) -> list[Row]:
        """Return rows that ask for that lowest ratio, or for a higher one, in whole hours.

        The column of the ratio itself must be 0 then, as it is when it is not asked for.
        """
        rows: list[Row] = []
        for bijdrage, coefficients in self._interests:
            exact = ratio * bijdrage
            hours = exact.numerator // exact.denominator + 1 if more else ceil(exact)
            rows.append((hours, inf, coefficients))
        return rows

    @cached_property
    def _interests(self) -> list[tuple[int, dict[int, int]]]:
        """Per participant that has a ratio its hours, and its hours of interest less these."""
        return [
            (bijdrage, self._hours(dict.fromkeys(sorted(belang), 1)) | {self.ratio: -bijdrage})
            for bijdrage, belang in self._ladder.weighed
        ]

    def goal(self, level: Linear) -> Goal:
        """Return a level as costs of columns."""
        costs = self._hours(level.per_uur)
        for nr, value in level.per_opdracht.items():
            costs[self.inside[nr]] = costs.get(self.inside[nr], 0) + value
        return Goal(
            level.name,
            costs,
            level.count,
            level.deler,
            lowest=level.lowest,
            level=level,
        )

    def goals(self, doel: Doel) -> tuple[Goal, ...]:
        """Return the levels of one goal of the package; the lowest ratio does not add up."""
        if doel is Doel.DEKKING:
            costs = dict.fromkeys(self._covered.values(), 1)
            return (Goal(GEDEKT, costs, self._ladder.covered),)
        if doel is Doel.UH:
            return tuple(self.goal(level) for level in self._ladder.uh)
        return (self.goal(self._ladder.score),) if doel is Doel.SCORE else ()

    def floor(self, goal: Goal, value: int) -> Row:
        """Return the row that keeps a level at the value that was reached."""
        # The coefficients are kept with their costs: no others can get that id.
        known = self._floors.get(id(goal.costs))
        if known is None:
            common = gcd(*goal.costs.values()) or 1
            coefficients = {column: cost // common for column, cost in goal.costs.items() if cost}
            known = self._floors[id(goal.costs)] = goal.costs, common, coefficients
        _, common, coefficients = known
        return (ceil(Fraction(value - goal.constant, common)), inf, coefficients)

    def start(self, uren: Mapping[int, int]) -> list[int]:
        """Return a package as values of the columns."""
        values = [0] * len(self.columns)
        for nr, hours in uren.items():
            values[self.inside[nr]] = 1
            if nr in self.more:
                values[self.more[nr]] = hours - self._least[nr]
        for code, column in self._covered.items():
            values[column] = int(not self._ladder.aandelen[code].belang.isdisjoint(uren))
        return values

    def read(self, values: Sequence[int]) -> dict[int, int]:
        """Return the package that the values of the columns mean."""
        return {
            nr: self._least[nr] + (values[self.more[nr]] if nr in self.more else 0)
            for nr, column in self.inside.items()
            if values[column] == 1
        }

    def fixed(self, nr: int, hours: int) -> list[tuple[int, int]]:
        """Return which columns have which value when a proposal gets these hours."""
        found = [(self.inside[nr], int(hours > 0))]
        if nr in self.more:
            found.append((self.more[nr], max(0, hours - self._least[nr])))
        return found

    def by_number(self, block: Mapping[int, int]) -> dict[int, int]:
        """Return costs by which more for an earlier number outweighs all later ones together.

        Args:
            block: How many amounts of hours each proposal can have, by number, lowest first.
        """
        costs: dict[int, int] = {}
        weight = 1
        for nr in reversed(block):
            for column, _ in self.fixed(nr, 0):
                costs[column] = weight
            weight *= block[nr]
        return costs

    def worth(self, costs: Mapping[int, int], uren: Mapping[int, int]) -> int:
        """Return the exact sum of costs of a package."""
        values = self.start(uren)
        return sum(cost * values[column] for column, cost in costs.items())

    def _column(self, upper: int) -> int:
        self.columns.append(Column(upper))
        return len(self.columns) - 1

    def _pairs(self) -> list[Row]:
        rows: list[Row] = []
        for one, other in self._problem.vereist:
            if one in self.inside:
                needs = {self.inside[other]: -1} if other in self.inside else {}
                rows.append((-inf, 0, {self.inside[one]: 1} | needs))
        for one, other in self._problem.sluit_uit:
            if one in self.inside and other in self.inside:
                rows.append((-inf, 1, {self.inside[one]: 1, self.inside[other]: 1}))
        return sorted(rows, key=lambda row: (row[1], sorted(row[2].items())))

    def _hours(self, per_uur: Mapping[int, int]) -> dict[int, int]:
        costs: dict[int, int] = {}
        for nr, value in per_uur.items():
            costs[self.inside[nr]] = value * self._least[nr]
            if nr in self.more:
                costs[self.more[nr]] = value
        return costs
