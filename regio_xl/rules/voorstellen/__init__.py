"""Sheet Voorstellen: reading the proposals and checking them, one file per group of clauses."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from regio_xl.domain import Bevinding, Ernst, Table, Voorstel
from regio_xl.domain.woorden import GEEN, Keuze
from regio_xl.rules.record import Record
from regio_xl.rules.tables import (
    check_cells,
    check_required,
    check_table,
    check_unique,
    number_records,
    read_records,
)
from regio_xl.rules.voorstellen.context import Check, Context
from regio_xl.rules.voorstellen.format import check_minimum
from regio_xl.rules.voorstellen.herkomst import check_herkomst, check_indiener, check_ingediend
from regio_xl.rules.voorstellen.ketentoezicht import check_ketentoezicht
from regio_xl.rules.voorstellen.keuze import check_keuze
from regio_xl.rules.voorstellen.paren import (
    SLUIT_UIT,
    VEREIST,
    Others,
    check_paren,
    others_of,
)
from regio_xl.rules.voorstellen.partners import check_groepen, check_kosten, check_partners
from regio_xl.rules.voorstellen.rollen import check_rollen
from regio_xl.rules.voorstellen.uh_strategie import check_meerwaarde, check_relatie

CHECKS: tuple[Check, ...] = (
    check_minimum,
    check_indiener,
    check_herkomst,
    check_ingediend,
    check_relatie,
    check_meerwaarde,
    check_partners,
    check_groepen,
    check_kosten,
    check_rollen,
    check_keuze,
)
"""Every rule about a single proposal."""

__all__ = ["CHECKS", "Context", "VoorstellenReading", "read_voorstellen"]


@dataclass(frozen=True, slots=True)
class VoorstellenReading:
    """What sheet Voorstellen says.

    Attributes:
        voorstellen: Proposals with a usable number, each number once, in sheet order.
        meant: Numbers that were probably meant where the cell is not usable; so that other
            sheets are not blamed for naming them.
        bevindingen: What was found.
    """

    voorstellen: tuple[Voorstel, ...]
    meant: frozenset[int]
    bevindingen: list[Bevinding]


def read_voorstellen(table: Table, context: Context) -> VoorstellenReading:
    """Read and check the proposals (F2.1, F2.2, U4, U5, U7, F3.4, U2.1, O6)."""
    records = number_records(read_records(table), known=lambda _: True)
    meant = {int(nr) for record in records if (nr := record.cell("nr").meant) is not None}
    others = others_of(records, frozenset(meant))
    found = [
        *check_table(table),
        *check_cells(records),
        *check_required(records),
        *check_unique(records, "nr"),
        *check_ketentoezicht(table, records),
        *check_paren(records, others),
        *_check_any(table, records),
    ]
    for record in records:
        for check in CHECKS:
            found += check(record, context)
    kept = tuple(_voorstel(record, nr, others) for nr, record in others.by_nr.items())
    return VoorstellenReading(kept, others.meant, found)


def _check_any(table: Table, records: Sequence[Record]) -> list[Bevinding]:
    if records:
        return []
    return [
        table.bevinding(
            None,
            None,
            "Er zijn nog geen voorstellen.",
            "Vul per voorstel één rij in.",
            regel="F2.1",
            ernst=Ernst.MELDING,
        )
    ]


def _voorstel(record: Record, nr: int, others: Others) -> Voorstel:
    partners = record.names("partners")
    return Voorstel(
        rij=record.row.number,
        nr=nr,
        titel=record.text("titel"),
        omschrijving=record.text("omschrijving"),
        indiener=record.text("indiener"),
        herkomst=record.text("herkomst"),
        soort=record.text("soort"),
        uren=record.whole("uren") or 0,
        minimum_uren=record.whole("minimum_uren"),
        materiele_kosten=record.number("materiele_kosten") or Decimal(0),
        partners=tuple(name for name in partners if name.casefold() != GEEN),
        groepen=record.names("groepen"),
        uh_relatie=record.text("uh_relatie"),
        toelichting_uh=record.text("toelichting_uh"),
        meerwaarde_regio=record.text("meerwaarde_regio"),
        samenwerkingsverband=record.text("samenwerkingsverband"),
        intern_opdrachtgever=record.text("intern_opdrachtgever"),
        projectleider=record.text("projectleider"),
        keuze=record.text("keuze") or Keuze.AUTOMATISCH.value,
        reden_keuze=record.text("reden_keuze"),
        ingediend_op=record.day("ingediend_op"),
        vereist=others.projects(record, VEREIST),
        sluit_uit=others.projects(record, SLUIT_UIT),
    )
