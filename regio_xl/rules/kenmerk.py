"""The mark of a decision: says of a package and of the parameters whether they are the same.

A SHA-256 over a canonical text, of which the first sixteen hexadecimal digits stand on sheet
Stemming. Neither the order of rows nor the spelling of a number (120 or 120.0) matters.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from enum import Enum
from typing import Any

from regio_xl.domain import Kader

LENGTH = 16
NOT_DECIDED = {"fase", "ketentoezicht_besloten"}
"""What is no part of the parameters that were decided on: the phase moves on by itself, and the
hours for ketentoezicht are in the record itself."""


def compute_kenmerk(
    pakket: Mapping[int, int], ketentoezicht: int | None, kenmerk_parameters: str
) -> str:
    """Return the mark over package, ketentoezicht and parameters (F3.5, U8.2).

    The parameters come in by their own mark, so that what stands on the sheet can be checked
    by itself, also after a parameter has changed.

    Args:
        pakket: Hours per proposal number.
        ketentoezicht: Hours for ketentoezicht.
        kenmerk_parameters: Mark over the parameters, see ``compute_kenmerk_parameters``.

    Example:
        >>> one = compute_kenmerk({12: 120, 3: 80}, 900, "ab")
        >>> one == compute_kenmerk({3: 80, 12: 120}, 900, "ab"), len(one)
        (True, 16)
    """
    return _digest([sorted(pakket.items()), ketentoezicht, kenmerk_parameters])


def compute_kenmerk_parameters(kader: Kader) -> str:
    """Return the mark over the parameters in force, phase and hours for ketentoezicht left out.

    A value that equals the default of its field is left out too: so a parameter that a later
    version adds does not make an older decision look changed.
    """
    values = kader.model_dump(exclude=NOT_DECIDED, exclude_defaults=True)
    return _digest(values)


def _digest(value: Any) -> str:
    text = json.dumps(_canonical(value), ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:LENGTH]


def _canonical(value: Any) -> Any:
    """Return a value as texts, lists and pairs, the same for equal values."""
    if isinstance(value, Enum):
        return _canonical(value.value)
    if isinstance(value, Mapping):
        return sorted([str(key), _canonical(item)] for key, item in value.items())
    if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
        return _number(value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_canonical(item) for item in value]
    return value if value is None or isinstance(value, bool) else str(value)


def _number(value: float | Decimal) -> str:
    number = Decimal(str(value))
    return f"{number.normalize() + 0:f}" if number.is_finite() else str(number)
