"""Dividing the hours: the problem, the scenarios, the verifier, the explanation.

This room knows numbers, not spreadsheets, and imports nothing but ``regio_xl.domain``::

    steps  ->  Problem  ->  make_plan (a scenario)  ->  Plan  ->  find_breaches (verified)
                            consequences (what if)  ->  Gevolg per proposal
                            explain_plan            ->  Pakket: a verdict per proposal

Clauses: A26, F3.1, F3.2, F3.4, O4 to O7, O9, O10, U4.3, U8.1, U8.2. The scenarios are
``optimaal`` and ``optimaal met bonus`` (``optimum``, with proof), ``rangorde`` and ``evenredig``;
the verifier shares no code with any of them. HiGHS is imported only when a package is really
asked of it.
"""

from regio_xl.allocation.beurten import allocate, allocate_evenredig
from regio_xl.allocation.optimum import optimise
from regio_xl.allocation.plan import (
    UH_RANG,
    ZONDER_RELATIE,
    Aandeel,
    Gevolg,
    Item,
    Level,
    Optimum,
    Pakket,
    Plan,
    Problem,
    Reden,
    Uitleg,
    Uren,
    Verdict,
    Waarde,
    measure,
    rank_key,
    verdict_of,
)
from regio_xl.allocation.redenen import explain_barred, explain_plan
from regio_xl.allocation.scenario import make_plan
from regio_xl.allocation.verify import Breach, PackageError, find_breaches, verify_verdicts
from regio_xl.allocation.verschil import points
from regio_xl.allocation.whatif import Reweigh, Undecided, consequences

__all__ = [
    "UH_RANG",
    "ZONDER_RELATIE",
    "Aandeel",
    "Breach",
    "Gevolg",
    "Item",
    "Level",
    "Optimum",
    "PackageError",
    "Pakket",
    "Plan",
    "Problem",
    "Reden",
    "Reweigh",
    "Uitleg",
    "Undecided",
    "Uren",
    "Verdict",
    "Waarde",
    "allocate",
    "allocate_evenredig",
    "consequences",
    "explain_barred",
    "explain_plan",
    "find_breaches",
    "make_plan",
    "measure",
    "optimise",
    "points",
    "rank_key",
    "verdict_of",
    "verify_verdicts",
]
