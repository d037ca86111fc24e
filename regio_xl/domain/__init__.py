"""Frozen models that every other room speaks in; this room knows nothing else.

Findings, tables and rows, the typed nouns of the regulation (``Deelnemer``, ``Voorstel``,
``Kader`` …), the snapshot of a year and what a step returns; the fixed words (``woorden``) and
the Dutch wording of values (``tekst``). No rules, no spreadsheets, no clock.
"""

from regio_xl.domain.dossier import (
    Beoordeling,
    Besluit,
    Besluitvorming,
    Deelnemer,
    Dossier,
    Inhoud,
    Jaar,
    Kader,
    Missing,
    Report,
    TableContent,
    UitgebrachtAdvies,
    UitgebrachteStem,
    Uitkomst,
    Voorstel,
)
from regio_xl.domain.model import Bevinding, Ernst, Model, Oorzaak, Repair
from regio_xl.domain.table import Cell, CellValue, Column, Flaw, Kind, Row, Table
from regio_xl.domain.woorden import Fase

__all__ = [
    "Beoordeling",
    "Besluit",
    "Besluitvorming",
    "Bevinding",
    "Cell",
    "CellValue",
    "Column",
    "Deelnemer",
    "Dossier",
    "Ernst",
    "Fase",
    "Flaw",
    "Inhoud",
    "Jaar",
    "Kader",
    "Kind",
    "Missing",
    "Model",
    "Oorzaak",
    "Repair",
    "Report",
    "Row",
    "Table",
    "TableContent",
    "UitgebrachtAdvies",
    "UitgebrachteStem",
    "Uitkomst",
    "Voorstel",
]
