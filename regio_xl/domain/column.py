"""What a column of a table holds; declared in ``workbook/schema.py``, used everywhere."""

from decimal import Decimal
from enum import StrEnum

from regio_xl.domain.bevinding import Ernst
from regio_xl.domain.model import Model


class Kind(StrEnum):
    """The kind of value that a column holds."""

    TEXT = "text"
    CHOICE = "choice"  # exactly one of ``choices``
    LIST = "list"  # any number of names, separated by ``;``
    NUMBERS = "numbers"  # numbers of proposals, separated by ``;``
    CODE = "code"  # code of a participant, or ODU
    INTEGER = "integer"  # whole number: a proposal's number, a row count
    HOURS = "hours"  # whole hours
    NUMBER = "number"  # decimal number of hours, such as the DVO
    EUROS = "euros"
    SCORE = "score"  # whole number between minimum and maximum
    DATE = "date"
    PERCENT = "percent"  # a fraction: 0.04 is shown as 4%
    ANY = "any"  # depends on another column of the same row


class Column(Model):
    """One column: where its value is found, what it may hold and how the user hears about it.

    Attributes:
        key: Name in code.
        header: Header text in the sheet; unique within its table.
        kind: Kind of value.
        clause: Clause that asks for this column, for findings.
        required: Severity of the finding when the cell is empty; None when it may be empty.
        choices: Allowed values of a ``CHOICE``; suggestions of a ``LIST``.
        minimum: Smallest allowed number, inclusive.
        maximum: Largest allowed number, inclusive.
        prompt: What to fill in, shown when the cell is selected.
        formula: Live formula of a calculated column, in file notation; None for an input.
        owner: Who fills it: ``input`` (people), ``formula`` (the sheet), ``output`` (a step).
        width: Width in characters.
        since: Version that added the column; that a workbook made before lacks it is no fault.
        number_format: Excel number format where the one of ``kind`` does not fit.
    """

    key: str
    header: str
    kind: Kind = Kind.TEXT
    clause: str = ""
    required: Ernst | None = None
    choices: tuple[str, ...] = ()
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    prompt: str = ""
    formula: str | None = None
    owner: str = "input"
    width: float = 14
    since: str = ""
    number_format: str = ""
