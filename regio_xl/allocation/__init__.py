"""Dividing the hours: the problem in numbers, the ranking, the verifier, the explanation.

This room knows numbers, not spreadsheets, and imports nothing but ``regio_xl.domain``::

    steps  ->  Problem  ->  allocate (rangorde)  ->  Pakket  ->  verify

Clauses: A26, F3.1, F3.4, O4, O5, O6, O7, U8.1, U8.2. A further scenario is one more
module with an ``allocate(problem) -> Pakket``; the verifier judges it unchanged.
"""

from regio_xl.allocation.problem import Item, Keuze, Pakket, Problem, Reden, Verdict
from regio_xl.allocation.rangorde import allocate
from regio_xl.allocation.uitleg import format_uren
from regio_xl.allocation.verify import Breach, PackageError, find_breaches, verify

__all__ = [
    "Breach",
    "Item",
    "Keuze",
    "PackageError",
    "Pakket",
    "Problem",
    "Reden",
    "Verdict",
    "allocate",
    "find_breaches",
    "format_uren",
    "verify",
]
