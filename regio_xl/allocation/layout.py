"""A problem as columns and rows for a solver, in whole numbers.

Per proposal that may be in one column: is it in? One that can be done in part has a second:
the hours above its minimum. Per participant that can be covered one: is it covered? And one
for the lowest ratio of hours of interest to hours contributed, which stays 0 until it is asked.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import ceil, gcd, inf

from regio_xl.allocation.bounds import ratio_ceiling
from regio_xl.allocation.ladder import Ladder, Linear, least
from regio_xl.allocation.problem import Problem
from regio_xl.allocation.solver import Column, Row


class Layout:
    """Which column is what, and the conditions as rows.

    Attributes:
        columns: The columns.
        ratio: Column of the lowest ratio.
        covered: The columns of coverage.
    """

    def __init__(self, problem: Problem, ladder: Ladder) -> None:
        self._problem, self._ladder = problem, ladder
        self.columns: list[Column] = []
        self._in = {nr: self._column(1) for nr in ladder.items}
        self._more = {
            nr: self._column(item.nodig_uren - least(item))
            for nr, item in ladder.items.items()
            if least(item) < item.nodig_uren
        }
        self._covered = {code: self._column(1) for code in ladder.aandelen}
        self.covered = tuple(self._covered.values())
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
            (-inf, 0, {more: 1, self._in[nr]: -self.columns[more].upper})
            for nr, more in self._more.items()
        ]
        rows += self._pairs()
        for code, column in self._covered.items():
            belang = sorted(self._ladder.aandelen[code].belang & items.keys())
            rows.append((0, inf, {self._in[nr]: 1 for nr in belang} | {column: -1}))
        return rows

    def ratio_rows(self) -> list[Row]:
        """Return what the column of the lowest ratio means."""
        return [
            (0, inf, self._hours(dict.fromkeys(belang, 1)) | {self.ratio: -bijdrage})
            for bijdrage, belang in self._ladder.weighed
        ]

    def at_least(self, ratio: Fraction, *, more: bool = False) -> list[Row]:
        """Return rows that ask for that lowest ratio, or for a higher one, in whole hours."""
        rows: list[Row] = []
        for bijdrage, belang in self._ladder.weighed:
            exact = ratio * bijdrage
            hours = exact.numerator // exact.denominator + 1 if more else ceil(exact)
            rows.append((hours, inf, self._hours(dict.fromkeys(belang, 1))))
        return rows

    def costs(self, level: Linear) -> dict[int, int]:
        """Return the costs per column of a level."""
        costs = self._hours(level.per_uur)
        for nr, value in level.per_opdracht.items():
            costs[self._in[nr]] = costs.get(self._in[nr], 0) + value
        return costs

    def floor(self, costs: Mapping[int, int], value: int) -> Row:
        """Return the row that keeps a level at the value that was reached."""
        common = gcd(*costs.values()) or 1
        coefficients = {column: cost // common for column, cost in costs.items() if cost}
        return (ceil(Fraction(value, common)), inf, coefficients)

    def start(self, uren: Mapping[int, int]) -> list[int]:
        """Return a package as values of the columns."""
        values = [0] * len(self.columns)
        for nr, hours in uren.items():
            values[self._in[nr]] = 1
            if nr in self._more:
                values[self._more[nr]] = hours - least(self._ladder.items[nr])
        for code, column in self._covered.items():
            values[column] = int(not self._ladder.aandelen[code].belang.isdisjoint(uren))
        return values

    def read(self, values: Sequence[int]) -> dict[int, int]:
        """Return the package that the values of the columns mean."""
        return {
            nr: least(self._ladder.items[nr]) + (values[self._more[nr]] if nr in self._more else 0)
            for nr, column in self._in.items()
            if values[column] == 1
        }

    def fixed(self, nr: int, hours: int) -> list[tuple[int, int]]:
        """Return which columns have which value when a proposal gets these hours."""
        found = [(self._in[nr], int(hours > 0))]
        if nr in self._more:
            found.append((self._more[nr], max(0, hours - least(self._ladder.items[nr]))))
        return found

    def outcomes(self, nr: int) -> int:
        """Return how many amounts of hours a proposal can have, 0 included."""
        more = self.columns[self._more[nr]].upper if nr in self._more else 0
        return more + 2

    def by_number(self, block: Sequence[int]) -> dict[int, int]:
        """Return costs by which more for an earlier number outweighs all later ones together."""
        costs: dict[int, int] = {}
        weight = 1
        for nr in reversed(block):
            for column, _ in self.fixed(nr, 0):
                costs[column] = weight
            weight *= self.outcomes(nr)
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
            if one in self._in:
                needs = {self._in[other]: -1} if other in self._in else {}
                rows.append((-inf, 0, {self._in[one]: 1} | needs))
        for one, other in self._problem.sluit_uit:
            if one in self._in and other in self._in:
                rows.append((-inf, 1, {self._in[one]: 1, self._in[other]: 1}))
        return sorted(rows, key=lambda row: (row[1], sorted(row[2].items())))

    def _hours(self, per_uur: Mapping[int, int]) -> dict[int, int]:
        costs: dict[int, int] = {}
        for nr, value in per_uur.items():
            costs[self._in[nr]] = value * least(self._ladder.items[nr])
            if nr in self._more:
                costs[self._more[nr]] = value
        return costs
