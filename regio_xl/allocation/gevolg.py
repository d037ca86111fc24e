"""What would follow if one proposal were in, or out: worked out by making the package again."""

from collections.abc import Callable, Iterator, Mapping
from itertools import islice

from regio_xl.allocation.again import Reweigh
from regio_xl.allocation.measure import Measure, Waarde
from regio_xl.allocation.question import Undecided
from regio_xl.allocation.scenario import Plan
from regio_xl.domain.model import Model

SIZE = 40_000
"""Most packages that are made again, times the number of proposals: what takes minutes is not
asked. At 60 proposals that is every one of them."""


class Gevolg(Model):
    """The best package with a proposal in that is out, or without one that is in.

    Attributes:
        nr: Number of the proposal.
        mogelijk: Whether there is such a package at all.
        bewezen: Whether it was proven to be the best one, and the hours below to be the fewest;
            where time ran out before such hours were certain, they are None.
        uren: Hours per number of what would then be in.
        nu: What the package is worth as it is.
        dan: What it would be worth then.
        budget_meer: Hours that the budget must grow so that the proposal can be in and nothing
            is lost (0: nothing needs to grow); None when no budget is enough, or when it is in.
        maximum_meer: The same of the maximum for new projects (A26); None without one.
        uren_minder: Hours that the proposal must ask less to be in without any loss; None when
            not even one hour of it fits, or when it is in.
    """

    nr: int
    mogelijk: bool
    bewezen: bool = True
    uren: Mapping[int, int] = {}
    nu: Waarde
    dan: Waarde
    budget_meer: int | None = None
    maximum_meer: int | None = None
    uren_minder: int | None = None


def consequences(
    plan: Plan, *, seconds: float | None = None, most: int | None = None
) -> dict[int, Gevolg]:
    """Make the package again for one proposal after the other.

    Args:
        plan: A best package, with its proof.
        seconds: Time limit of each solve; None for none.
        most: Proposals that are asked about at most; None for as many as ``SIZE`` allows.

    Returns:
        Per number what would follow. Left out are proposals that can never be in, those that
        run or that the AOO wants in (they go first whatever follows), and all when the plan was
        not proven. Of very many proposals only the first are asked, see ``SIZE``: those
        with the most score per hour that are out, then those with the least that are in.
    """
    if plan.optimum is None or not plan.proven:
        return {}
    again = Reweigh(plan.problem, plan.optimum, seconds=seconds)
    measure = Measure(plan.problem)
    nu = measure.of(plan.uren)
    if most is None:
        most = max(1, SIZE // max(1, len(plan.problem.items)))
    return {nr: _ask(plan, again, measure, nu, nr) for nr in islice(_asked(plan), most)}


def _asked(plan: Plan) -> Iterator[int]:
    """Yield the numbers to ask about, the closest calls first."""
    free = [
        item
        for item in plan.problem.items
        if not item.barred and (item.nr not in plan.uren or not item.gaat_voor)
    ]
    outside = [item for item in free if item.nr not in plan.uren]
    inside = [item for item in free if item.nr in plan.uren]
    yield from (item.nr for item in sorted(outside, key=lambda i: (-(i.score or 0), i.nr)))
    yield from (item.nr for item in sorted(inside, key=lambda i: (i.score or 0, i.nr)))


def _ask(plan: Plan, again: Reweigh, measure: Measure, nu: Waarde, nr: int) -> Gevolg:
    inside = nr in plan.uren
    made = again.forced(nr, inside=not inside)
    gevolg = Gevolg(
        nr=nr,
        mogelijk=made.possible,
        bewezen=made.proven,
        uren=made.uren,
        nu=nu,
        dan=measure.of(made.uren) if made.possible else nu,
    )
    if inside:
        return gevolg
    budget, budget_known = _decide(again.extra_budget, nr)
    maximum, maximum_known = _decide(again.extra_maximum, nr)
    less, less_known = _decide(again.fewer_hours, nr)
    return gevolg.model_copy(
        update={
            "bewezen": made.proven and budget_known and maximum_known and less_known,
            "budget_meer": budget,
            "maximum_meer": maximum,
            "uren_minder": less,
        }
    )


def _decide(question: Callable[[int], int | None], nr: int) -> tuple[int | None, bool]:
    """Return the answer to a question, and whether there was time for it."""
    try:
        return question(nr), True
    except Undecided:
        return None, False
