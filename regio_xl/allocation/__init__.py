"""Dividing the hours: the problem, the ranking, the optimum, the verifier, the explanation.

This room knows numbers, not spreadsheets, and imports nothing but ``regio_xl.domain``::

    steps  ->  Problem  ->  allocate (rangorde)   ->  Pakket   ->  verify
                        ->  optimise (optimaal)   ->  Optimum  ->  find_breaches
                                                            ->  Reweigh: what if

Clauses: A26, F3.1, F3.2, F3.4, O4 to O7, O9, O10, U4.3, U8.1, U8.2. A further scenario is one
more module with an ``allocate(problem) -> Pakket``; the verifier judges it unchanged, but for
the order of turns (``ranked``), which a scenario that weighs whole packages does not have.
HiGHS is imported only when a package is really asked of it.
"""

from regio_xl.allocation.again import Again, Reweigh
from regio_xl.allocation.ladder import Level
from regio_xl.allocation.optimum import Optimum, optimise
from regio_xl.allocation.problem import (
    UH_RANG,
    ZONDER_RELATIE,
    Aandeel,
    Doel,
    Item,
    Pakket,
    Problem,
    Reden,
    Verdict,
)
from regio_xl.allocation.question import Undecided
from regio_xl.allocation.rangorde import allocate
from regio_xl.allocation.verify import Breach, PackageError, find_breaches, verify
from regio_xl.domain.woorden import Telling

__all__ = [
    "UH_RANG",
    "ZONDER_RELATIE",
    "Aandeel",
    "Again",
    "Breach",
    "Doel",
    "Item",
    "Level",
    "Optimum",
    "PackageError",
    "Pakket",
    "Problem",
    "Reden",
    "Reweigh",
    "Telling",
    "Undecided",
    "Verdict",
    "allocate",
    "find_breaches",
    "optimise",
    "verify",
]
