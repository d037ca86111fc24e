"""HiGHS behind a small door: whole-number columns and rows in, rounded answers out.

The only module that imports the solver, and only when one is made. HiGHS answers within a
tolerance; whoever asks rounds nothing, but checks each answer again in whole numbers
(``optimum``). A solve of HiGHS that ends in an error is an answer without a solution, no exception.
"""

import math
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from highspy import HighsLp
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Places = NDArray[np.int32]

OPTIONS = {
    "output_flag": False,  # what it prints would end up in ``--json``
    "threads": 1,  # with one thread and a fixed seed the same input gives the same answer
    "random_seed": 0,
    "mip_rel_gap": 0.0,  # with the usual 0.01% a worse package comes back as optimal
    "mip_feasibility_tolerance": 1e-9,
    "primal_feasibility_tolerance": 1e-9,
    # Finding a first package is no work here: there is nearly always one to start from.
    "mip_heuristic_run_feasibility_jump": False,
}

HALF = 0.5  # absolute gap: with whole numbers, closer than 1 is equal
FINE = 1e-7  # the same for the one objective that is not a whole number, the ratio
SLACK = 1e-4  # so far below a whole number a bound of the solver may lie and still mean that number
ROW_BITS = 20  # rows with larger numbers than this are made smaller for HiGHS
FEASIBLE = 2  # what HiGHS calls a solution that keeps the conditions


class Column(NamedTuple):
    """A variable from 0 up to ``upper``."""

    upper: int
    whole: bool = True


class Row(NamedTuple):
    """A condition: whole numbers times columns together lie between two bounds."""

    lower: float
    upper: float
    terms: Mapping[int, int]

    def holds(self, values: Sequence[int]) -> bool:
        """Return whether it is kept, in whole numbers."""
        return self.lower <= Sum(self.terms).at(values) <= self.upper


class Sum:
    """Whole numbers times columns, plus a constant; compared with another it is a ``Row``.

    >>> x, y = Sum({0: 1}), Sum({1: 1})
    >>> (3 * x + 1 <= y + 5).terms, (3 * x + 1 <= y + 5).upper
    ({0: 3, 1: -1}, 4)
    """

    __slots__ = ("constant", "terms")

    def __init__(self, terms: Mapping[int, int], constant: int = 0) -> None:
        self.terms, self.constant = terms, constant

    def __add__(self, other: "Sum | int") -> "Sum":
        return add_up((self, other))

    __radd__ = __add__

    def __sub__(self, other: "Sum | int") -> "Sum":
        return add_up((self, -1 * other))

    def __rsub__(self, other: int) -> "Sum":
        return add_up((other, -1 * self))

    def __rmul__(self, times: int) -> "Sum":
        return Sum({at: times * each for at, each in self.terms.items()}, times * self.constant)

    def __le__(self, other: "Sum | int") -> Row:
        rest = self - other
        return Row(-math.inf, -rest.constant, rest.terms)

    def __ge__(self, other: "Sum | int") -> Row:
        rest = self - other
        return Row(-rest.constant, math.inf, rest.terms)

    @property
    def column(self) -> int:
        """The one column that it is."""
        (at,) = self.terms
        return at

    def at(self, values: Sequence[int]) -> int:
        """Return what it comes to with these values of the columns."""
        return self.constant + sum(each * values[at] for at, each in self.terms.items())


def add_up(parts: Iterable[Sum | int]) -> Sum:
    """Return some sums and numbers together."""
    terms: dict[int, int] = {}
    constant = 0
    for part in parts:
        if isinstance(part, int):
            constant += part
            continue
        constant += part.constant
        for at, each in part.terms.items():
            terms[at] = terms.get(at, 0) + each
    return Sum(terms, constant)


class Answer(NamedTuple):
    """What a solve gave."""

    values: tuple[int, ...] | None  # rounded, one per column; None without a solution
    impossible: bool  # whether there is no solution at all
    proven: bool  # whether the solver says that it is done, within its gap
    bound: float  # no solution can have more than this; infinite when unknown
    late: bool = False  # whether it stopped because of the time limit

    @property
    def whole_bound(self) -> float:
        """The bound for an objective in whole numbers."""
        return math.floor(self.bound + SLACK) if math.isfinite(self.bound) else math.inf


class Solver:
    """One model that is asked several questions."""

    def __init__(self, model: "HighsLp", seconds: float | None) -> None:
        """Take a model, see ``written``; ``seconds`` limits each solve, None does not."""
        import highspy  # noqa: PLC0415 - only once a package is really asked
        import numpy as np  # noqa: PLC0415 - highspy takes its arrays

        self._np, self._kit, self._seconds = np, highspy, seconds
        with _silence():
            self._highs = highspy.Highs()  # type: ignore[no-untyped-call]
        for option, value in OPTIONS.items():
            self._set(option, value)
        self._highs.passModel(model)
        self._columns = np.arange(model.num_col_, dtype=np.int32)
        self._rows: list[Row] = []

    def add(self, rows: Iterable[Row]) -> None:
        """Add conditions; HiGHS gets them together, with the next question."""
        self._rows += rows

    def fix(self, column: int, value: int) -> None:
        """Leave a column one value."""
        self._highs.changeColBounds(column, value, value)

    def maximise(
        self, goal: Sum, start: Sequence[int] | None, *, fine: bool = False, presolve: bool = True
    ) -> Answer:
        """Find the solution with the highest value of a sum, from a solution to start with.

        ``fine``: its value is not a whole number; ``presolve``: the model is simplified first.
        """
        highs, np = self._highs, self._np
        # A solve leaves its result behind; the next question starts from our own point.
        highs.clearSolver()
        if self._rows:
            lower, upper, starts, index, value = _packed(self._rows)
            highs.addRows(len(lower), lower, upper, len(index), starts[:-1], index, value)
            self._rows = []
        if self._seconds is not None:  # its clock runs on from one question to the next
            self._set("time_limit", highs.getRunTime() + self._seconds)
        self._set("mip_abs_gap", FINE if fine else HALF)
        self._set("presolve", "on" if presolve else "off")
        costs = np.zeros(len(self._columns))
        for at, cost in goal.terms.items():
            costs[at] = cost
        highs.changeColsCost(len(costs), self._columns, costs)
        highs.changeObjectiveOffset(goal.constant)
        if start is not None:
            solution = self._kit.HighsSolution()
            solution.col_value = [float(each) for each in start]
            highs.setSolution(solution)
        if highs.run() == self._kit.HighsStatus.kError:
            # So it ends when other code in this process used another number of threads before.
            self._kit.Highs.resetGlobalScheduler(True)
            highs.run()
        status, info = highs.getModelStatus(), highs.getInfo()
        kinds = self._kit.HighsModelStatus
        values = None
        if info.primal_solution_status == FEASIBLE:
            values = tuple(round(each) for each in highs.getSolution().col_value)
        proven, late = status == kinds.kOptimal, status == kinds.kTimeLimit
        bound = info.mip_dual_bound if proven or late else math.inf
        return Answer(values, status == kinds.kInfeasible, proven, bound, late)

    def _set(self, option: str, value: float | bool | str) -> None:
        self._highs.setOptionValue(option, value)


def written(columns: Sequence[Column], rows: Sequence[Row]) -> "HighsLp":
    """Return columns and conditions as HiGHS reads them."""
    import highspy  # noqa: PLC0415 - only once a package is really asked
    import numpy as np  # noqa: PLC0415 - highspy takes its arrays

    model, kinds = highspy.HighsLp(), highspy.HighsVarType
    model.sense_ = highspy.ObjSense.kMaximize
    model.num_col_, model.num_row_ = len(columns), len(rows)
    model.col_cost_ = model.col_lower_ = np.zeros(len(columns))
    model.col_upper_ = np.array([column.upper for column in columns], dtype=float)
    model.integrality_ = [kinds.kInteger if c.whole else kinds.kContinuous for c in columns]
    matrix = model.a_matrix_
    matrix.format_ = highspy.MatrixFormat.kRowwise
    matrix.num_col_, matrix.num_row_ = len(columns), len(rows)
    model.row_lower_, model.row_upper_, matrix.start_, matrix.index_, matrix.value_ = _packed(rows)
    return model


def _packed(rows: Sequence[Row]) -> "tuple[Floats, Floats, Places, Places, Floats]":
    """Return lower and upper bounds, and where each row starts, its columns and its numbers."""
    import numpy as np  # noqa: PLC0415 - see above

    starts = [0]
    index: list[int] = []
    lower, upper, value = [], [], []
    for row in rows:
        part = _part(row)
        index += row.terms
        value += [each * part for each in row.terms.values()]
        starts.append(len(index))
        lower.append(row.lower * part)
        upper.append(row.upper * part)
    first, last, numbers = (np.array(each, dtype=float) for each in (lower, upper, value))
    return first, last, np.array(starts, np.int32), np.array(index, np.int32), numbers


def _part(row: Row) -> float:
    """Return what a row is multiplied by for HiGHS, that keeps rows within an absolute tolerance.

    With bounds of 10^9 that tolerance is finer than the arithmetic, and solutions get lost. A
    power of two changes no digit of whole numbers.
    """
    sides = [abs(side) for side in (row.lower, row.upper) if math.isfinite(side)]
    largest = int(max([*sides, *map(abs, row.terms.values())], default=0))
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
