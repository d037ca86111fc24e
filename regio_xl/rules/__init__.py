"""The regulation as pure functions, each with its clause, and the reading of a year.

Here live the parameters, the clauses, the reading of cells and tables, and one small file per
group of clauses. No spreadsheets, no clock, no exceptions for bad data: those are findings.
"""

from regio_xl.rules.bijdrage import (
    Bijdrage,
    compute_bijdrage,
    compute_bijdragen,
    compute_totaal,
    is_voorlopig,
    open_programmas,
)
from regio_xl.rules.clauses import Clause, load_clauses
from regio_xl.rules.dekking import Dekking, compute_dekking
from regio_xl.rules.dossier import read_dossier, sort_bevindingen
from regio_xl.rules.kosten import compute_kosten_uren
from regio_xl.rules.parameters import Parameter, Value, load_parameters, parameters_by_code
from regio_xl.rules.score import Score, compute_score

__all__ = [
    "Bijdrage",
    "Clause",
    "Dekking",
    "Parameter",
    "Score",
    "Value",
    "compute_bijdrage",
    "compute_bijdragen",
    "compute_dekking",
    "compute_kosten_uren",
    "compute_score",
    "compute_totaal",
    "is_voorlopig",
    "load_clauses",
    "load_parameters",
    "open_programmas",
    "parameters_by_code",
    "read_dossier",
    "sort_bevindingen",
]
