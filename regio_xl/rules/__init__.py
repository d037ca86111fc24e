"""The arithmetic of the regulation, each function with its clause.

The steps, the reading of the sheets and the worksheet functions in ``udfs/`` all count with
these. Pure: numbers in, numbers out.
"""

from regio_xl.rules.uren import (
    Bijdrage,
    compute_bijdrage,
    compute_bijdragen,
    compute_kosten_uren,
    compute_overschrijding,
    compute_ruimte,
    compute_totaal,
    is_voorlopig,
    open_programmas,
)
from regio_xl.rules.weging import (
    Dekking,
    Meerderheid,
    Score,
    Uitslag,
    compute_dekking,
    compute_meerderheid,
    compute_nodig,
    compute_score,
    compute_uitslag,
    is_whole,
)

__all__ = [
    "Bijdrage",
    "Dekking",
    "Meerderheid",
    "Score",
    "Uitslag",
    "compute_bijdrage",
    "compute_bijdragen",
    "compute_dekking",
    "compute_kosten_uren",
    "compute_meerderheid",
    "compute_nodig",
    "compute_overschrijding",
    "compute_ruimte",
    "compute_score",
    "compute_totaal",
    "compute_uitslag",
    "is_voorlopig",
    "is_whole",
    "open_programmas",
]
