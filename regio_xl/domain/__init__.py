"""Frozen models that every other room speaks in; this room knows nothing else.

Here live the findings, the columns and rows of a table as they were typed, the typed
nouns of the regulation (``Deelnemer``, ``Voorstel``, ``Kader`` …), the snapshot of a year
and what a step returns; the fixed words (``woorden``) and the Dutch wording of values
(``tekst``). No rules, no spreadsheets, no clock.
"""

from regio_xl.domain.bevinding import Bevinding, Ernst
from regio_xl.domain.column import Column, Kind
from regio_xl.domain.dossier import Beoordeling, Deelnemer, Dossier, Voorstel
from regio_xl.domain.fase import Fase
from regio_xl.domain.jaar import Jaar, Missing
from regio_xl.domain.kader import Kader
from regio_xl.domain.table import CellValue, Row, Table
from regio_xl.domain.uitkomst import Report, TableContent, Uitkomst

__all__ = [
    "Beoordeling",
    "Bevinding",
    "CellValue",
    "Column",
    "Deelnemer",
    "Dossier",
    "Ernst",
    "Fase",
    "Jaar",
    "Kader",
    "Kind",
    "Missing",
    "Report",
    "Row",
    "Table",
    "TableContent",
    "Uitkomst",
    "Voorstel",
]
