"""Dividing the hours: the problem in numbers, the ranking, the verifier, the explanation.

This room knows numbers, not spreadsheets, and imports nothing but ``regio_xl.domain``::

    steps  ->  Problem  ->  allocate (rangorde)  ->  Pakket  ->  verify

Clauses: A26, F3.1, F3.4, O4, O5, O6, O7, U8.1, U8.2. A further scenario is one more
module with an ``allocate(problem) -> Pakket``; the verifier judges it unchanged. Only a
scenario that weighs whole packages would need its own say on the order of scores (F3.1).
"""

from regio_xl.allocation.problem import (
    UH_RANG,
    ZONDER_RELATIE,
    Item,
    Pakket,
    Problem,
    Reden,
    Verdict,
)
from regio_xl.allocation.rangorde import allocate
from regio_xl.allocation.verify import Breach, PackageError, find_breaches, verify

__all__ = [
    "UH_RANG",
    "ZONDER_RELATIE",
    "Breach",
    "Item",
    "PackageError",
    "Pakket",
    "Problem",
    "Reden",
    "Verdict",
    "allocate",
    "find_breaches",
    "verify",
]
