"""The best package and all its reasons, and the best package by other solvers.

All figures come from one run, on synthetic problems (``synthetic``): the same every time. Our own
are of CPU time, the quickest of some runs.
"""

import statistics
import time
from collections.abc import Callable, Iterator
from typing import NamedTuple, TypeVar

from benchmarks import rivals, synthetic
from regio_xl.allocation import Gevolg, Plan, Problem, consequences, make_plan, optimise
from regio_xl.domain.woorden import Scenario

T = TypeVar("T")

SIZES = ((27, 36, 5), (27, 60, 5), (27, 100, 3), (27, 300, 1))
"""Participants, proposals, and how many problems of that size."""

REPEATS = 2
LIMIT = 60.0
"""Seconds that a rival gets for one problem, all levels together."""


def main() -> None:
    """Print the tables."""
    optimise(synthetic.problem(3, 6))  # what is loaded once is not what we measure
    print("Beste pakket, met bewijs en met de beslissing bij gelijke stand, en alle redenen:")
    print("de middelste van enkele jaren, in seconden rekentijd; tussen haakjes de langste.")
    for size in SIZES:
        print(ours(*size), flush=True)
    print("\nBeste pakket door andere oplossers op hetzelfde model: dekking, U&H direct, U&H")
    print("indirect, score en verhouding, zonder die beslissing. Doorlopend en opnemen krijgen zij")
    print(f"als voorwaarde cadeau. 0,5x: wij zijn twee keer zo snel. Grens: {LIMIT:.0f} s.")
    for size in SIZES:
        for line in compare(*size):
            print(line, flush=True)


def problems(participants: int, proposals: int, count: int) -> list[Problem]:
    """Return the problems of a size."""
    return [synthetic.problem(participants, proposals, seed) for seed in range(1, count + 1)]


def ours(participants: int, proposals: int, count: int) -> str:
    """Return the line of one size: the best package, and all reasons."""
    best, why, asked = [], [], []
    proven = True
    for problem in problems(participants, proposals, count):
        best.append(min(timed(plan_of, problem)[0] for _ in range(REPEATS)))
        taken, found = min((timed(explain, plan_of(problem)) for _ in range(REPEATS)), key=first)
        why.append(taken)
        asked.append(len(found))
        proven = proven and all(gevolg.bewezen for gevolg in found.values())
    name = f"{participants} x {proposals}"
    said = "bewezen" if proven else "NIET BEWEZEN"
    return f"  {name:<10} pakket {shown(best)}   redenen {shown(why)}, {max(asked)} keer, {said}"


def plan_of(problem: Problem) -> Plan:
    """Return the best package."""
    return make_plan(Scenario.OPTIMAAL, problem, bonus={})


def explain(plan: Plan) -> dict[int, Gevolg]:
    """Work out all reasons, however long it takes."""
    return consequences(plan, cpu_seconds=float("inf"))


def shown(seconds: list[float]) -> str:
    """Return the middle of some times, and the longest."""
    return f"{statistics.median(seconds):7.3f} ({max(seconds):.3f})"


class Turn(NamedTuple):
    """How a rival did on one problem: our seconds divided by its, its own, and its verdict."""

    times: float
    seconds: float
    verdict: str


def compare(participants: int, proposals: int, count: int, limit: float = LIMIT) -> Iterator[str]:
    """Yield a line per rival for one size."""
    made = problems(participants, proposals, count)
    best = [timed(optimise, problem) for problem in made]
    name = f"{participants} x {proposals}"
    for rival, there in rivals.installed():
        if not there:
            yield f"  {name:<10} {rival.name:<14} niet geïnstalleerd"
            continue
        turns = []
        for problem, (own, optimum) in zip(made, best, strict=True):
            given = rivals.work(problem, optimum)
            taken, uren = timed(rival.solve, given, limit, clock=time.perf_counter)
            turns.append(Turn(own / taken, taken, rivals.judge(problem, optimum, uren)))
        found = ", ".join(
            f"{sum(turn.verdict == word for turn in turns)} {word}"
            for word in ("juist", "FOUT", "niet klaar")
            if any(turn.verdict == word for turn in turns)
        )
        times = statistics.median(turn.times for turn in turns)
        middle = statistics.median(turn.seconds for turn in turns)
        yield f"  {name:<10} {rival.name:<14} {middle:8.3f} s {times:6.2f}x  {found}"


def first(pair: tuple[float, T]) -> float:
    """Return the seconds of a timed work."""
    return pair[0]


def timed(
    work: Callable[..., T], *given: object, clock: Callable[[], float] = time.process_time
) -> tuple[float, T]:
    """Return how many seconds some work takes, and what it gives; CBC works in another process."""
    start = clock()
    found = work(*given)
    return clock() - start, found
