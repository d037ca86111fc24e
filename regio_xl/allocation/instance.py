"""A division put in plain numbers, and what a method makes of it.

For methods that weigh what each participant contributes and finds of interest, without a
workbook: so that published participatory-budgeting instances can go through them as well.
Everything is exact: whole numbers and fractions, never floats. Project and voter are the
words of the literature; with us a voter is a participant, and money is hours.
"""

from collections.abc import Mapping
from enum import StrEnum
from fractions import Fraction
from typing import Annotated

from pydantic import Field, field_validator, model_validator

from regio_xl.domain.model import Model

Cost = Annotated[int, Field(strict=True, gt=0)]
Utility = Annotated[int, Field(strict=True, ge=0)]
Supporters = tuple[tuple[str, int], ...]
"""Voters who get something out of a project, each with its utility, by name of the voter."""


class Instance(Model):
    """What there is to divide, who brings it in and what everyone gets out of it.

    Attributes:
        costs: Hours per project, by number.
        budgets: Hours that each voter brings in, by name; whole or a fraction, and unequal
            where contributions are. Together they are all there is to divide.
        utilities: Per voter what it gets out of a project, by number; with us its belang,
            0 to 3. What is left out is 0.
        cost_utilities: Whether a utility counts for each hour of the project, so utility x
            cost ("cost utilities" in the literature; O9 calls it per hour allocated), or
            for the project as a whole.

    Raises:
        ValueError: A number is a float, negative, or (a cost) zero; a voter without a
            budget or a project without a cost is mentioned.

    Example:
        >>> instance = Instance(costs={7: 30}, budgets={"a": 20}, utilities={"a": {7: 2}})
        >>> instance.limit, instance.supporters()
        (Fraction(20, 1), {7: (('a', 2),)})
    """

    costs: Mapping[int, Cost]
    budgets: Mapping[str, Fraction]
    utilities: Mapping[str, Mapping[int, Utility]] = {}
    cost_utilities: bool = False

    @field_validator("budgets", mode="before")
    @classmethod
    def _make_exact(cls, value: Mapping[str, int | Fraction]) -> dict[str, Fraction]:
        for name, budget in value.items():
            if not isinstance(budget, int | Fraction):
                raise ValueError(f"budget of {name} must be whole or a fraction: {budget!r}")
            if budget < 0:
                raise ValueError(f"budget of {name} is negative: {budget}")
        return {name: Fraction(budget) for name, budget in value.items()}

    @model_validator(mode="after")
    def _check_names(self) -> "Instance":
        unknown = sorted(self.utilities.keys() - self.budgets.keys())
        if unknown:
            raise ValueError(f"voters without a budget: {', '.join(unknown)}")
        rated = {nr for given in self.utilities.values() for nr in given}
        if rated - self.costs.keys():
            raise ValueError(f"projects without a cost: {sorted(rated - self.costs.keys())}")
        return self

    @property
    def limit(self) -> Fraction:
        """All hours there are: what the voters bring in together."""
        return sum(self.budgets.values(), Fraction(0))

    def supporters(self) -> dict[int, Supporters]:
        """Return per project who gets something out of it, and how much.

        Whatever the order in which costs, budgets and utilities were given, this is the same.
        """
        found: dict[int, list[tuple[str, int]]] = {nr: [] for nr in sorted(self.costs)}
        for voter in sorted(self.utilities):
            for nr, utility in self.utilities[voter].items():
                if utility > 0:
                    found[nr].append((voter, self._weigh(nr, utility)))
        return {nr: tuple(voters) for nr, voters in found.items()}

    def _weigh(self, nr: int, utility: int) -> int:
        return utility * self.costs[nr] if self.cost_utilities else utility


class Phase(StrEnum):
    """Where in the method a project was bought."""

    EVENREDIG = "evenredig"  # from the voters' own budgets
    OPHOGING = "ophoging"  # only once all budgets were raised
    RANGORDE = "rangorde"  # in order of utility per hour, from what was left
    BESTE_PAKKET = "beste pakket"  # because the package with it is worth most


class Purchase(Model):
    """One project that was bought.

    Attributes:
        nr: Number of the project.
        cost: Its hours.
        phase: Where in the method it was bought.
        rho: Hours that a supporter with enough left pays per unit of utility; None when
            the voters did not buy it themselves (rangorde).
        payments: Hours per voter who pays for it; together its cost, or empty (rangorde).
    """

    nr: int
    cost: int
    phase: Phase
    rho: Fraction | None = None
    payments: Mapping[str, Fraction] = {}


class Outcome(Model):
    """What a method bought, in the order in which it bought.

    Attributes:
        limit: All hours there were.
        purchases: What was bought.
        left: Hours that each voter did not spend, counted from its raised budget.
        factor: What all budgets were multiplied by; 1 when they were not raised.
        dropped: Projects bought from the voters' own budgets, but no longer once those were
            raised: then others were cheaper.
    """

    limit: Fraction
    purchases: tuple[Purchase, ...]
    left: Mapping[str, Fraction]
    factor: Fraction = Fraction(1)
    dropped: tuple[int, ...] = ()

    @property
    def selected(self) -> tuple[int, ...]:
        """Numbers of the projects, in the order in which they were bought."""
        return tuple(purchase.nr for purchase in self.purchases)

    @property
    def outlay(self) -> int:
        """Hours of all that was bought together; never over the limit."""
        return sum(purchase.cost for purchase in self.purchases)
