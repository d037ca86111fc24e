"""A small, sound year to start from, made by hand: three participants, no spreadsheet."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from regio_xl.domain import (
    Beoordeling,
    Bevinding,
    CellValue,
    Deelnemer,
    Dossier,
    Ernst,
    Fase,
    Jaar,
    Kader,
    Row,
    Table,
    Voorstel,
)
from regio_xl.sheets import schema
from regio_xl.steps.berekening import Berekening
from regio_xl.steps.pakket import compute

MOMENT = datetime(2025, 10, 1, 9, 30, tzinfo=UTC).replace(tzinfo=None)


class Maker:
    """Short ways to make the parts of a year; every keyword overrides a sound value."""

    def voorstel(self, nr: int, **more: Any) -> Voorstel:
        values: dict[str, Any] = {
            "rij": 5 + nr,
            "nr": nr,
            "titel": f"Project {nr}",
            "omschrijving": "Wat er gebeurt.",
            "indiener": "ODU",
            "herkomst": "intern",
            "soort": "nieuw",
            "uren": 100,
            "uh_relatie": "geen",
            "meerwaarde_regio": "Voor de hele regio.",
        }
        return Voorstel(**(values | more))

    def kader(self, **more: Any) -> Kader:
        values: dict[str, Any] = {
            "jaar": 2026,
            "fase": Fase.VOORSTEL,
            "percentage": Decimal("0.04"),
            "maximum": Decimal(350),
            "reserve": 50,
            "reserve_maximum": 500,
            "uurtarief": Decimal(100),
            "gewichten": {
                "toegevoegde_waarde": Decimal("0.4"),
                "relevantie": Decimal("0.3"),
                "draagvlak": Decimal("0.3"),
            },
            "belang_drempel": 1,
        }
        return Kader(**(values | more))

    def deelnemers(self) -> tuple[Deelnemer, ...]:
        """Contribute 200, 350 (the cap) and 100 hours: 650 together."""
        people = (("PU", "Utrecht", 5000), ("UTR", "Utrecht", 20000), ("EEM", "Eemnes", "2500.5"))
        return tuple(
            Deelnemer(
                rij=row,
                code=code,
                naam=naam,
                type="gemeente",
                dvo_uren=Decimal(uren),
                vastgesteld=date(2025, 9, 1),
            )
            for row, (code, naam, uren) in enumerate(people, start=6)
        )

    def beoordeling(self, nr: int, score: int = 3) -> Beoordeling:
        keys = ("toegevoegde_waarde", "relevantie", "draagvlak")
        return Beoordeling(nr=nr, scores=dict.fromkeys(keys, score))

    def dossier(self, *voorstellen: Voorstel, **more: Any) -> Dossier:
        values: dict[str, Any] = {
            "kader": self.kader(),
            "deelnemers": self.deelnemers(),
            "voorstellen": voorstellen,
            "beoordelingen": {v.nr: self.beoordeling(v.nr) for v in voorstellen},
            "belang": {v.nr: {"PU": 1, "UTR": 2, "EEM": 3} for v in voorstellen},
        }
        return Dossier(**(values | more))

    def fout(self, nr: int | None, regel: str = "F2.2") -> Bevinding:
        return Bevinding(
            ernst=Ernst.FOUT,
            regel=regel,
            blad="Voorstellen",
            rij=7,
            kolom="Uren",
            melding="Er is iets mis.",
            herstel="Verbeter het.",
            nr=nr,
            weert=True,
        )

    def table(self, name: str, *rows: Mapping[str, CellValue], first_row: int = 0) -> Table:
        sheet, spec = schema.tables()[name]
        header_row = first_row or spec.row
        return Table(
            sheet=sheet.name,
            name=name,
            clause=spec.clause,
            header_row=header_row,
            columns=spec.columns,
            present=frozenset(column.key for column in spec.columns),
            rows=tuple(
                Row(number=number, values=row)
                for number, row in enumerate(rows, start=header_row + 1)
            ),
            headers=tuple(column.header for column in spec.columns),
            first_col=spec.col,
        )

    def invoer(self) -> Iterator[Table]:
        """Yield the tables of input, each with a row, so that none is missing as a whole."""
        for name in ("tblDeelnemers", "tblVoorstellen", "tblBelang", "tblBeoordeling"):
            first = schema.tables()[name][1].columns[0].key
            table = self.table(name, {first: "PU" if first == "code" else 1.0})
            yield table.model_copy(update={"present": table.present | {"PU"}})

    def jaar(self, *tables: Table, **more: Any) -> Jaar:
        values: dict[str, Any] = {
            "tables": {table.name: table for table in tables},
            "read_at": MOMENT,
            "user": "a.devries",
            "source_hash": "abc123",
        }
        return Jaar(**(values | more))

    def berekening(
        self, *voorstellen: Voorstel, jaar: Jaar | None = None, **more: Any
    ) -> Berekening:
        return compute(jaar or self.jaar(), self.dossier(*voorstellen, **more))


@pytest.fixture(scope="session")
def maak() -> Maker:
    return Maker()
