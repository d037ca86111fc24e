"""The sheets of the workbook, one file per sheet or pair: declared, read and checked.

A file holds the columns and prompts of its sheet, the reading of its rows and the checks with
their clause; ``schema`` lists all sheets, ``dossier`` reads a whole year. No spreadsheets, no
clock, no exceptions for bad data: those are findings. A sheet never imports a step.
"""

from regio_xl.sheets.beheer import Clause, load_clauses
from regio_xl.sheets.dossier import read_dossier, sort_bevindingen
from regio_xl.sheets.kader_waarden import Parameter, Value, load_parameters, parameters_by_code

__all__ = [
    "Clause",
    "Parameter",
    "Value",
    "load_clauses",
    "load_parameters",
    "parameters_by_code",
    "read_dossier",
    "sort_bevindingen",
]
