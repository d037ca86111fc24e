"""HiGHS behind a small door: whole-number columns and rows in, rounded answers out.

The only module that imports the solver, and only when one is made. HiGHS gives an answer
within a tolerance; whoever asks rounds nothing, but checks each answer again in whole numbers
(``optimum``). What is set here and why: no relative gap (with the usual 0.01% a worse package
comes back as optimal), an absolute gap below 1 (all objectives are whole numbers), one thread
and a fixed seed (the same input gives the same answer), no output (its banner would end up in
``--json``).
"""

import math
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import NamedTuple

Row = tuple[float, float, Mapping[int, int]]
"""Lower bound, upper bound, whole-number coefficient per column."""

HALF = 0.5
"""Absolute gap: with whole numbers, closer than 1 is equal."""

SLACK = 1e-4
"""How far a bound of the solver may lie below a whole number and still mean that number."""

FINE = 1e-7
"""Absolute gap for the one objective that is not a whole number, the ratio."""

ROW_BITS = 20
"""Rows with larger numbers than this are made smaller for HiGHS."""

FEASIBLE = 2
"""What HiGHS calls a solution that keeps the conditions."""


class Column(NamedTuple):
    """A variable from ``lower`` up to ``upper``."""

    upper: int
    whole: bool = True
    lower: int = 0


class Answer(NamedTuple):
    """What a solve gave.

    Attributes:
        values: Rounded value per column; None without a solution.
        impossible: Whether it was proven that there is no solution.
        proven: Whether the solver says that it is done, within its gap.
        bound: No solution can have more than this, as far as proven; infinite when unknown.
    """

    values: tuple[int, ...] | None
    impossible: bool
    proven: bool
    bound: float

    @property
    def whole_bound(self) -> int | None:
        """The bound for an objective in whole numbers; None when unknown."""
        return math.floor(self.bound + SLACK) if math.isfinite(self.bound) else None


class Solver:
    """One model that is asked several questions."""

    def __init__(self, columns: Sequence[Column], seconds: float | None) -> None:
        """Make a model without rows; ``seconds`` is the time limit of each solve."""
        import highspy  # noqa: PLC0415 - only once a package is really asked
        import numpy as np  # noqa: PLC0415 - comes with highspy

        self._np, self._kit = np, highspy
        with _silence():
            self._highs = highspy.Highs()  # type: ignore[no-untyped-call]
        self._width = len(columns)
        self._parts: list[float] = []
        self._set("output_flag", False)
        self._set("threads", 1)
        self._set("random_seed", 0)
        self._set("mip_rel_gap", 0.0)
        self._set("mip_feasibility_tolerance", 1e-9)
        self._set("primal_feasibility_tolerance", 1e-9)
        # Finding a first package is no work here: there is nearly always one to start from.
        self._set("mip_heuristic_run_feasibility_jump", False)
        self._seconds = seconds
        self._fill(columns)

    def add(self, rows: Sequence[Row]) -> None:
        """Add rows."""
        starts: list[int] = []
        index: list[int] = []
        value: list[float] = []
        parts = [_part(row) for row in rows]
        for (_, _, coefficients), part in zip(rows, parts, strict=True):
            starts.append(len(index))
            index.extend(coefficients)
            value.extend(each * part for each in coefficients.values())
        if rows:
            self._parts += parts
            self._check(
                self._highs.addRows(
                    len(rows),
                    self._np.array([row[0] * part for row, part in zip(rows, parts, strict=True)]),
                    self._np.array([row[1] * part for row, part in zip(rows, parts, strict=True)]),
                    len(index),
                    self._np.array(starts, dtype=self._np.int32),
                    self._np.array(index, dtype=self._np.int32),
                    self._np.array(value, dtype=float),
                )
            )

    def drop(self, count: int) -> None:
        """Take away the last ``count`` rows."""
        last = self._highs.getNumRow()
        del self._parts[last - count :]
        rows = self._np.arange(last - count, last, dtype=self._np.int32)
        self._check(self._highs.deleteRows(count, rows))

    def bound(self, column: int, lower: float, upper: float) -> None:
        """Set the bounds of a column."""
        self._check(self._highs.changeColBounds(column, lower, upper))

    def maximise(
        self,
        costs: Mapping[int, int],
        start: Sequence[int] | None,
        *,
        fine: bool = False,
        presolve: bool = True,
    ) -> Answer:
        """Find the solution with the highest sum of costs.

        Args:
            costs: Whole-number cost per column; absent is 0.
            start: A solution to start from, or None.
            fine: Whether the objective is not a whole number.
            presolve: Whether the solver simplifies the model first.
        """
        self._aim(costs)
        self._set("mip_abs_gap", FINE if fine else HALF)
        self._set("presolve", "on" if presolve else "off")
        highs = self._highs
        if start is not None:
            solution = self._kit.HighsSolution()
            solution.col_value = [float(value) for value in start]
            highs.setSolution(solution)
        self._check(highs.run())
        return self._answer()

    def relax(self, costs: Mapping[int, int]) -> list[float]:
        """Return what one more of each row's bound adds when columns need not be whole.

        Empty when there is no answer: what it gives is only a hint for a bound.
        """
        self._aim(costs)
        self._set("solve_relaxation", True)
        status = self._highs.run()
        self._set("solve_relaxation", False)
        optimal = self._highs.getModelStatus() == self._kit.HighsModelStatus.kOptimal
        if _is_error(status) or not optimal:
            return []
        duals = self._highs.getSolution().row_dual
        return [dual * part for dual, part in zip(duals, self._parts, strict=True)]

    def _aim(self, costs: Mapping[int, int]) -> None:
        dense = self._np.zeros(self._width)
        for column, cost in costs.items():
            dense[column] = cost
        highs = self._highs
        # A bare solve leaves its result behind; the next question starts from our own point.
        self._check(highs.clearSolver())
        if self._seconds is not None:  # its clock runs on from one question to the next
            self._set("time_limit", highs.getRunTime() + self._seconds)
        self._check(
            highs.changeColsCost(
                self._width, self._np.arange(self._width, dtype=self._np.int32), dense
            )
        )
        self._check(highs.changeObjectiveSense(self._kit.ObjSense.kMaximize))

    def _answer(self) -> Answer:
        status = self._highs.getModelStatus()
        info = self._highs.getInfo()
        found = info.primal_solution_status == FEASIBLE
        values = None
        if found:
            values = tuple(round(value) for value in self._highs.getSolution().col_value)
        proven = status == self._kit.HighsModelStatus.kOptimal
        return Answer(
            values, status == self._kit.HighsModelStatus.kInfeasible, proven, info.mip_dual_bound
        )

    def _fill(self, columns: Sequence[Column]) -> None:
        upper = self._np.array([column.upper for column in columns], dtype=float)
        lower = self._np.array([column.lower for column in columns], dtype=float)
        self._check(self._highs.addVars(len(columns), lower, upper))
        whole = self._np.array(
            [at for at, column in enumerate(columns) if column.whole], dtype=self._np.int32
        )
        kinds = self._np.full(len(whole), self._kit.HighsVarType.kInteger)
        self._check(self._highs.changeColsIntegrality(len(whole), whole, kinds))

    def _set(self, option: str, value: float | bool | str) -> None:
        self._check(self._highs.setOptionValue(option, value))

    def _check(self, status: object) -> None:
        if _is_error(status):
            raise RuntimeError("HiGHS refused the model")


def _is_error(status: object) -> bool:
    return getattr(status, "name", "") == "kError"


def _part(row: Row) -> float:
    """Return what a row is multiplied by for HiGHS, that keeps rows within an absolute tolerance.

    With bounds of 10^9 that tolerance is finer than the arithmetic, and solutions get lost. A
    power of two changes no digit of whole numbers.
    """
    lower, upper, coefficients = row
    sides = [abs(side) for side in (lower, upper) if math.isfinite(side)]
    largest = int(max([*sides, *map(abs, coefficients.values())], default=0))
    return 2.0 ** -max(0, largest.bit_length() - ROW_BITS)


@contextmanager
def _silence() -> Iterator[None]:
    """Keep what is printed from outside Python away from stdout for a moment."""
    with suppress(AttributeError, ValueError):
        sys.stdout.flush()
    try:
        kept = os.dup(1)
    except OSError:  # no stdout at all, as under pythonw
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    try:
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)
