"""A year that the AB decided on and that is being carried out, made by hand: no spreadsheet."""

import runpy
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from types import MappingProxyType, SimpleNamespace
from typing import Any

from regio_xl.domain import Jaar
from regio_xl.sheets.besluit import compute_kenmerk

maak = SimpleNamespace(**runpy.run_path(str(Path(__file__).parents[1] / "sheets" / "maak.py")))
NOW = datetime(2027, 1, 15, 9, 0)
KETENTOEZICHT = 100
HALF, LAST = "Eerste bestuursrapportage", "Jaarstukken"
Rows = Iterable[Mapping[str, Any]]


def decided_year(
    pakket: Mapping[int, int],
    evaluatie: Rows = (),
    voortgang: Rows = (),
    verschuivingen: Rows = (),
    interventies: Rows = (),
    perioden: Mapping[str, tuple[int, int]] = MappingProxyType({HALF: (4, 30), LAST: (12, 31)}),
    **more: Any,
) -> Jaar:
    """Return a year with this package frozen; rows of the sheets after that are by header.

    ``perioden`` are the reporting periods, each with month and day of its last day.
    """
    numbers = sorted(pakket)
    cells = {
        "besluit_nummer": "AB-2025-41",
        "besluit_datum": datetime(2025, 12, 11),
        "besluit_ketentoezicht": float(KETENTOEZICHT),
        "besluit_kenmerk": compute_kenmerk(pakket, KETENTOEZICHT, ""),
        "jaar_afgesloten": None,
        **more.pop("cellen", {}),
    }
    year = maak.jaar(
        **{
            "fase": "uitvoering",
            "voorstellen": [{"Nr": nr, "Titel": f"Project {nr}"} for nr in numbers],
            "besluit": [{"Nr": nr, "Uren": pakket[nr]} for nr in numbers],
            **more,
        },
        cellen=cells,
        user="tester",
    )
    number = int(year.cells["jaar"])
    periods = ((naam, date(number, *moment)) for naam, moment in perioden.items())
    rows = {
        "tblEvaluatie": evaluatie,
        "tblVragen": (),
        "tblPerioden": [{"Periode": naam, "Peildatum": dag} for naam, dag in periods],
        "tblVoortgang": voortgang,
        "tblVerschuivingen": verschuivingen,
        "tblInterventies": interventies,
    }
    tables = {name: maak.table(name, list(given)) for name, given in rows.items()}
    return year.model_copy(update={"tables": {**year.tables, **tables}, "read_at": NOW})
