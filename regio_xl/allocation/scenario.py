"""The scenarios that are computed, and packages that people put together, all as a ``Pakket``."""

from collections.abc import Mapping
from decimal import Decimal

from regio_xl.allocation.evenredig_pakket import allocate_evenredig
from regio_xl.allocation.ladder import Level
from regio_xl.allocation.optimum import Optimum, optimise
from regio_xl.allocation.problem import UH_RANG, Pakket, Problem
from regio_xl.allocation.rangorde import allocate
from regio_xl.allocation.verify import PackageError, find_breaches
from regio_xl.domain.model import Model
from regio_xl.domain.woorden import Doel, Relatie, Scenario


class Plan(Model):
    """What a scenario comes to: the hours, and how sure they are.

    Attributes:
        scenario: Which scenario.
        problem: What was divided, as the scenario weighs it.
        uren: Hours per number of the proposals that are in.
        optimum: The best package with its proof; None for a scenario that proves nothing.
        pakket: The verdicts, for a scenario that gives them with its hours; else None.
    """

    scenario: Scenario
    problem: Problem
    uren: Mapping[int, int]
    optimum: Optimum | None = None
    pakket: Pakket | None = None

    @property
    def levels(self) -> tuple[Level, ...]:
        """What was reached on each level; empty for a scenario that proves nothing."""
        return self.optimum.levels if self.optimum else ()

    @property
    def proven(self) -> bool:
        """Whether it was proven that no package is better."""
        return self.optimum is not None and self.optimum.proven


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
            optimum = optimise(problem, seconds=seconds)
            plan = Plan(scenario=scenario, problem=problem, uren=optimum.uren, optimum=optimum)
        case Scenario.RANGORDE | Scenario.EVENREDIG:
            divide = allocate if scenario is Scenario.RANGORDE else allocate_evenredig
            pakket = divide(problem)
            plan = Plan(scenario=scenario, problem=problem, uren=pakket.uren, pakket=pakket)
        case _:
            raise ValueError(f"{scenario} is not computed")
    _check(plan)
    return plan


def _check(plan: Plan) -> None:
    """Raise when a package breaks a condition.

    A best package that was not proven in time may have missed something; it says so itself.
    """
    ranked = plan.scenario is Scenario.RANGORDE
    breaches = find_breaches(plan.problem, plan.uren, ranked=ranked)
    in_time = plan.optimum is None or plan.optimum.proven
    if broken := tuple(breach for breach in breaches if in_time or not breach.missed):
        raise PackageError(broken)


def with_bonus(problem: Problem, bonus: Mapping[Relatie, Decimal]) -> Problem:
    """Return a problem in which U&H is weight instead of priority (F3.2).

    Args:
        problem: What there is to divide.
        bonus: Fraction of the score that a relation adds to it.

    Example:
        >>> from regio_xl.allocation import Item
        >>> made = Problem(budget=9, items=(Item(nr=1, nodig_uren=5, score=4, uh_rang=0),))
        >>> with_bonus(made, {Relatie.DIRECT: Decimal("0.5")}).items[0].score
        Decimal('6.0')
    """
    times = {UH_RANG[relatie]: 1 + extra for relatie, extra in bonus.items()}
    items = tuple(
        item.model_copy(update={"score": item.score * times.get(item.uh_rang, Decimal(1))})
        if item.score is not None
        else item
        for item in problem.items
    )
    order = tuple(doel for doel in problem.volgorde if doel is not Doel.UH)
    return problem.model_copy(update={"items": items, "volgorde": order})
