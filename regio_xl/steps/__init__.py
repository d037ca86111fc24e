"""The steps of the year: a snapshot (``Jaar``) in, an outcome (``Uitkomst``) out.

Pure: no clock, no files, no spreadsheet library. One file per step, each with a
``run(jaar)``; ``show(berekening)`` is the same step on results that were computed before::

    Jaar -> Dossier (rules) -> Berekening (pakket.compute, once) -> show of each step
"""

from regio_xl.steps.registry import STEPS, Step

__all__ = ["STEPS", "Step"]
