"""What the rules for proposals look at besides the proposal itself."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from regio_xl.domain import Bevinding, Fase, Kader
from regio_xl.domain.woorden import Soort
from regio_xl.rules.record import Record


@dataclass(frozen=True, slots=True)
class Context:
    """The year around a proposal.

    Attributes:
        kader: Values in force, or None when there are none; rules that need them stay silent.
        fase: Phase of the year; it decides how strict some rules are.
        namen: Name of the participant by code; empty when the sheet could not be read.
        today: Day of reading.
    """

    kader: Kader | None
    fase: Fase
    namen: Mapping[str, str]
    today: date


Check = Callable[[Record, Context], Iterator[Bevinding]]
"""A rule about one proposal; it yields nothing when all is well."""


def is_ketentoezicht(record: Record) -> bool:
    """Tell whether a proposal is the fixed part ketentoezicht (U2.1), not a project."""
    return record.text("soort") == Soort.KETENTOEZICHT
