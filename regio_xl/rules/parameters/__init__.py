"""The dated, sourced values with which the rules count; one TOML file per group of clauses.

They fill sheet Kader in a new workbook and tell ``rules.kader`` what each code may hold.
A rule never holds a number of the regulation itself.
"""

import tomllib
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files

from regio_xl.domain import Kind
from regio_xl.domain.model import Model

FILES = (
    "bijdrage.toml",
    "ketentoezicht.toml",
    "reserve.toml",
    "kosten.toml",
    "nieuw.toml",
    "weging.toml",
    "dekking.toml",
    "keuzes.toml",
    "optimaal.toml",
    "deelnemers.toml",
    "besluit.toml",
)
"""The files in the order in which their parameters stand on sheet Kader."""


class Value(Model):
    """One value with the period in which it holds.

    Attributes:
        value: The value: a number, a text, or None while nobody has set it.
        valid_from: First day on which it holds.
        valid_until: Last day on which it holds, inclusive.
        source: Decision or document that it comes from, in Dutch.
    """

    value: Decimal | str | None = None
    valid_from: date
    valid_until: date
    source: str


class Parameter(Model):
    """One parameter of sheet Kader.

    Attributes:
        code: Stable key, in column Code of tblKader.
        name: Name, in Dutch.
        clause: Clause that it belongs to.
        unit: Unit, in Dutch: uren, fractie, aantal, euro per uur or keuze.
        kind: Kind of value that the cell may hold.
        minimum: Smallest allowed number, inclusive.
        maximum: Largest allowed number, inclusive.
        decimals: Most decimals that count, for a number that scores are made with; None for all.
        required: Whether a value must be in force in every year.
        choices: Values that this version supports, for a parameter in words.
        since: Version that added it; in a workbook made before, the value of a new one counts.
        explanation: What it does or why this choice was made, in Dutch.
        values: Values by period.
    """

    code: str
    name: str
    clause: str
    unit: str
    kind: Kind
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    decimals: int | None = None
    required: bool = False
    choices: tuple[str, ...] = ()
    since: str = ""
    explanation: str
    values: tuple[Value, ...]

    def standard(self, moment: date) -> Decimal | str | None:
        """Return the value that a new workbook has on a day, or None."""
        holding = (item for item in self.values if item.valid_from <= moment <= item.valid_until)
        return next((item.value for item in holding), None)

    @property
    def numeric(self) -> bool:
        """Whether the value is a number; only those get a named cell."""
        return self.kind is not Kind.CHOICE

    @property
    def cell_name(self) -> str:
        """Name of the cell with the value in force: ``kader_<code>``; empty for words."""
        return f"kader_{self.code}" if self.numeric else ""


@cache
def load_parameters() -> tuple[Parameter, ...]:
    """Return all parameters in the order of sheet Kader.

    >>> first = load_parameters()[0]
    >>> first.code, first.clause, first.values[0].value
    ('percentage', 'U1.1', Decimal('0.04'))

    Raises:
        pydantic.ValidationError: A file of this package is malformed.
    """
    found: list[Parameter] = []
    for name in FILES:
        text = files(__name__).joinpath(name).read_text(encoding="utf-8")
        declared = tomllib.loads(text, parse_float=Decimal)
        found += [
            Parameter.model_validate({"code": code, **fields}) for code, fields in declared.items()
        ]
    return tuple(found)


@cache
def parameters_by_code() -> dict[str, Parameter]:
    """Return the parameters by code."""
    return {parameter.code: parameter for parameter in load_parameters()}
