"""The scenarios that are computed: each one's package, checked before anyone sees it."""

from collections.abc import Mapping
from decimal import ROUND_DOWN, Decimal

from regio_xl.allocation.beurten import allocate, allocate_evenredig
from regio_xl.allocation.optimum import LARGEST, optimise
from regio_xl.allocation.plan import UH_RANG, Plan, Problem
from regio_xl.allocation.verify import PackageError, find_breaches
from regio_xl.domain.woorden import Doel, Relatie, Scenario, Telling

DECIMALS = 6  # of a score with its bonus; weights and bonus have as many


def make_plan(
    scenario: Scenario,
    problem: Problem,
    *,
    bonus: Mapping[Relatie, Decimal],
    seconds: float | None = None,
) -> Plan:
    """Work out a scenario, and check its package before anyone sees it.

    Args:
        scenario: One of ``BEREKEND``.
        problem: What there is to divide.
        bonus: What a relation to the U&H strategy adds to the score, as a fraction of it, in
            ``optimaal met bonus``.
        seconds: Time limit of each solve; None for none.

    Raises:
        PackageError: The package breaks a condition; a programming error.
        ValueError: The scenario is not one that is computed.
    """
    match scenario:
        case Scenario.OPTIMAAL | Scenario.BONUS:
            if scenario is Scenario.BONUS:
                problem = with_bonus(problem, bonus)
            problem = comparable(problem)
            optimum = optimise(problem, seconds=seconds)
            plan = Plan(scenario=scenario, problem=problem, uren=optimum.uren, optimum=optimum)
        case Scenario.RANGORDE | Scenario.EVENREDIG:
            divide = allocate if scenario is Scenario.RANGORDE else allocate_evenredig
            pakket = divide(problem)
            plan = Plan(scenario=scenario, problem=problem, uren=pakket.uren, pakket=pakket)
        case _:
            raise ValueError(f"{scenario} is not computed")
    breaches = find_breaches(problem, plan.uren, ranked=scenario is Scenario.RANGORDE)
    # A best package that was not proven in time may have missed something; it says so itself.
    in_time = plan.optimum is None or plan.optimum.proven
    if broken := tuple(breach for breach in breaches if in_time or not breach.missed):
        raise PackageError(broken)
    return plan


def comparable(problem: Problem) -> Problem:
    """Return a problem of which whole packages can be compared exactly.

    Scores times hours add up to totals that a solver tells apart up to ``LARGEST``. Of a problem
    that goes over it, so one with many decimals and very many hours, the scores lose the last of
    their decimals, down; any other is returned as it is.

    >>> from regio_xl.allocation import Item
    >>> score = Decimal("3.333333")
    >>> made = Problem(budget=9, items=(Item(nr=1, nodig_uren=10**6, score=score),))
    >>> comparable(made).items[0].score
    Decimal('3.33333')
    """
    per_hour = problem.telling is Telling.PER_UUR
    most = sum(
        int(max(item.score or 0, item.uh_waarde or 0) + 1) * (item.nodig_uren if per_hour else 1)
        for item in problem.items
        if not item.barred
    )
    # As many as keep the total, counted in units of the last decimal, within the bound.
    decimals = len(str(LARGEST // max(1, most))) - 1 if most <= LARGEST else None
    names = ("score", "uh_waarde")
    items = tuple(
        item.model_copy(update={name: _shorten(getattr(item, name), decimals) for name in names})
        for item in problem.items
    )
    return problem if items == problem.items else problem.model_copy(update={"items": items})


def _shorten(value: Decimal | None, decimals: int | None) -> Decimal | None:
    """Return a value cut off after so many decimals; 0 when not even whole ones can be told."""
    if value is None:
        return None
    if decimals is None:
        return Decimal(0)
    part = Decimal(1).scaleb(-decimals)
    return value if value % part == 0 else value.quantize(part, ROUND_DOWN)


def with_bonus(problem: Problem, bonus: Mapping[Relatie, Decimal]) -> Problem:
    """Return a problem in which U&H is weight instead of priority (F3.2).

    >>> from regio_xl.allocation import Item
    >>> made = Problem(budget=9, items=(Item(nr=1, nodig_uren=5, score=4, uh_rang=0),))
    >>> with_bonus(made, {Relatie.DIRECT: Decimal("0.5")}).items[0].score
    Decimal('6.0')
    """
    times = {UH_RANG[relatie]: 1 + extra for relatie, extra in bonus.items()}
    scores = (item.score and item.score * times.get(item.uh_rang, 1) for item in problem.items)
    items = tuple(
        item.model_copy(update={"score": _shorten(score, DECIMALS)})
        for item, score in zip(problem.items, scores, strict=True)
    )
    order = tuple(doel for doel in problem.volgorde if doel is not Doel.UH)
    return problem.model_copy(update={"items": items, "volgorde": order})
