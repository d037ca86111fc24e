"""Step ``totalen``: the figures for finance (F1.3), and whether sheet Financien shows the same.

``compute_totals`` is what ``totalen --json`` gives; ``find_differences`` sets the named cells as
they were read against it. Both look at the workbook as it stands: what is allocated, realised
and forecast is what stands on Selectie and Voortgang, not what the running step will write.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from regio_xl.domain import Bevinding, CellValue, Deelnemer, Dossier, Jaar, Oorzaak, Row, Uitkomst
from regio_xl.domain.tekst import format_uren, join, quote
from regio_xl.domain.woorden import ONBEKEND, Soort
from regio_xl.rules import compute_totaal
from regio_xl.sheets import schema
from regio_xl.sheets.schema import FINANCE_NAMES
from regio_xl.steps.berekening import Berekening, ketentoezicht_of, plain_number
from regio_xl.steps.opgeslagen import as_number, at_cell, number_of, rows_of
from regio_xl.steps.uitvoering import Bewaking, Projectstand
from regio_xl.steps.valideren import missing_lines

NAME = "totalen"

Totals = Mapping[str, Decimal | None]
"""Hours by the name of their cell, in the order of ``FINANCE_NAMES``; None when not known."""

NOISE = Decimal("1e-9")
"""Relative difference that binary fractions leave in a cell."""

FREE = "totaal_vrij"
PARTS = ("totaal_ketentoezicht", "totaal_flexibel", "totaal_toegewezen")

HOURS = ("tblProjecten", "tblVoortgang", "tblVerschuivingen", "tblInterventies")

FROM = {
    "totaal_beschikbaar": ("tblKader", "tblDeelnemers"),
    "totaal_ketentoezicht": ("tblKader", "tblVoorstellen"),
    "totaal_flexibel": ("tblKader",),
    "totaal_toegewezen": ("tblSelectie",),
    "totaal_gerealiseerd": HOURS,
    "totaal_prognose": HOURS,
}
"""The tables that a total comes from; what is free comes from all that is fixed or given out."""

FROM |= {FREE: tuple(dict.fromkeys(t for n in ("totaal_beschikbaar", *PARTS) for t in FROM[n]))}

CAUSES = {
    "totaal_beschikbaar": "Kijk op blad Deelnemers of een formule in kolom Bijdrage is "
    "overschreven, of een code dubbel staat of ontbreekt",
    "totaal_ketentoezicht": "Kijk op blad Voorstellen of Soort precies "
    f"‘{Soort.KETENTOEZICHT}’ is, zonder spaties erbij, of de uren hele uren zijn en of Nr niet "
    "dubbel staat. Kijk ook op blad Kader of ketentoezicht_besloten een heel getal is",
    "totaal_flexibel": "Kijk op blad Kader of reserve één waarde heeft, in hele uren",
    "totaal_toegewezen": "Kijk op blad Selectie of er in kolom Toegewezen uren alleen getallen "
    "staan",
    "totaal_gerealiseerd": "Kijk op blad Voortgang of rechts een formule in kolom Gerealiseerd is "
    "overschreven",
    "totaal_prognose": "Kijk op blad Voortgang of rechts een formule in kolom Prognose is "
    "overschreven",
}
"""The likely cause of a difference."""

STAYS = (
    "Blijft het verschil, dan is de formule in deze cel overschreven. Maak de cel dan leeg en doe "
    "‘vernieuwen’: de formule komt terug."
)
UNSEEN = Oorzaak(
    melding="{aantal} totalen kloppen niet, want de formules tellen geen tekst of woord met een "
    "spatie",
    herstel="Doe ‘herstel’; dan kloppen ze weer.",
)
FOLLOWS = "Dit verschil volgt uit de andere totalen op dit blad; los dat eerst op."


def show(berekening: Berekening) -> Uitkomst:
    """Return the totals of ``berekening``; a cell that shows another number is a finding."""
    kader = berekening.dossier.kader
    totals = compute_totals(berekening.jaar, berekening.dossier, berekening.bewaking)
    data = {
        "jaar": kader.jaar if kader else None,
        "voorlopig": berekening.voorlopig,
        "deelnemers": [_deelnemer(berekening, item) for item in berekening.dossier.deelnemers],
        **{name: None if hours is None else plain_number(hours) for name, hours in totals.items()},
    }
    return Uitkomst(
        bevindingen=berekening.bevindingen,
        samenvatting=(*missing_lines(berekening.dossier), *_lines(berekening, totals)),
        data=data,
    )


def _deelnemer(berekening: Berekening, deelnemer: Deelnemer) -> dict[str, Any]:
    """Return what a participant contributes, with the calculation behind it (F1.2)."""
    bijdrage = berekening.bijdragen.get(deelnemer.code)
    return {
        "code": deelnemer.code,
        "deelnemer": deelnemer.naam,
        "dvo_uren": plain_number(deelnemer.dvo_uren),
        "bijdrage_uren": bijdrage.uren if bijdrage else None,
        "berekend_uren": plain_number(bijdrage.berekend) if bijdrage else None,
        "gebonden_door": bijdrage.gebonden_door.value if bijdrage else None,
    }


def _lines(berekening: Berekening, totals: Totals) -> tuple[str, ...]:
    if berekening.totaal is None:
        return ("De totalen zijn niet te berekenen zolang blad Kader niet klopt.",)
    shown = {
        name: ONBEKEND if hours is None else format_uren(hours) for name, hours in totals.items()
    }
    status = "voorlopig" if berekening.voorlopig else "definitief"
    return (
        f"Beschikbaar: {shown['totaal_beschikbaar']} ({status}).",
        f"Ketentoezicht {shown['totaal_ketentoezicht']}, reserve {shown['totaal_flexibel']}, "
        f"toegewezen {shown['totaal_toegewezen']}, vrij {shown[FREE]}.",
        f"Gerealiseerd {shown['totaal_gerealiseerd']}, prognose {shown['totaal_prognose']}.",
        "Zie blad Financien.",
    )


def compute_totals(jaar: Jaar, dossier: Dossier, bewaking: Bewaking) -> Totals:
    """Compute the totals in hours (F1.3, U2.1, O4, U8.1, U8.2, U9.2).

    What comes from the parameters is not known without kader, and nothing is that comes from a
    sheet that is missing.
    """
    toegewezen = _sum_of(jaar, "tblSelectie", "toegewezen")
    values = {
        "totaal_toegewezen": toegewezen,
    }
    if "tblProjecten" in jaar.tables:  # an older workbook does not follow the hours
        rows = [(_own(row, bewaking), row) for row in rows_of(jaar, "tblProjecten")]
        for key in ("gerealiseerd", "prognose"):
            hours = (getattr(item, key) if item else _number_in(row, key) for item, row in rows)
            values[f"totaal_{key}"] = sum(hours, Decimal(0))
    if kader := dossier.kader:
        beschikbaar = Decimal(compute_totaal(dossier.deelnemers, kader))
        ketentoezicht = Decimal(ketentoezicht_of(dossier).uren)
        flexibel = Decimal(kader.reserve)
        values["totaal_beschikbaar"] = beschikbaar
        values["totaal_ketentoezicht"] = ketentoezicht
        values["totaal_flexibel"] = flexibel
        values[FREE] = beschikbaar - ketentoezicht - flexibel - toegewezen
    return {name: values.get(name) if _known(dossier, name) else None for name in FINANCE_NAMES}


def _own(row: Row, bewaking: Bewaking) -> Projectstand | None:
    """Return how a project stands, where its cells are about the same package and transfers."""
    item = next((item for item in bewaking.projecten if item.nr == number_of(row)), None)
    same = item and all(
        _number_in(row, key) == getattr(item, key) for key in ("vastgesteld", "beschikbaar")
    )
    return item if same else None


def find_differences(jaar: Jaar, dossier: Dossier, bewaking: Bewaking) -> Iterator[Bevinding]:
    """Find named cells that show another number than the one computed here (F1.3).

    Silent about a total of which a table is missing, which is an error already, or has rows
    below it: those join the table in this run, and only then can the cell be right.
    """
    for name, total in differing(jaar, dossier, bewaking):
        shown = jaar.cells[name]
        blad, _, _ = jaar.cell_places.get(name, (schema.fields()[name][0].name, None, 0))
        melding = f"{blad} toont {_show(shown)}, herrekend is het {format_uren(total)}."
        remedy = _repair_first(dossier, name)
        found = at_cell(jaar, name, melding, remedy or _remedy(jaar, name, shown))
        cause = UNSEEN if remedy else None
        yield found.model_copy(update={"oorzaak": cause, "wat": found.kolom or ""})


def differing(jaar: Jaar, dossier: Dossier, bewaking: Bewaking) -> Iterator[tuple[str, Decimal]]:
    """Yield the named cells that show another number, with the hours that they should show."""
    for name, total in compute_totals(jaar, dossier, bewaking).items():
        if total is None or name not in jaar.cells or not _settled(jaar, name):
            continue
        if not _equal(jaar.cells[name], total):
            yield name, total


def _repair_first(dossier: Dossier, name: str) -> str:
    """Return what to do where a total counts cells that ``herstel`` can put right."""
    repairs = (item.repair for item in dossier.bevindingen if item.repair)
    sheets = dict.fromkeys(repair.sheet for repair in repairs if repair.table in FROM[name])
    if not sheets:
        return ""
    return (
        f"Op blad {join(sheets)} staat tekst waar een getal of een woord uit de lijst hoort; de "
        "formules tellen die niet. Doe ‘herstel’."
    )


def _known(dossier: Dossier, name: str) -> bool:
    sheets = {schema.tables()[table][0].name for table in FROM[name]}
    return sheets.isdisjoint(dossier.ontbreekt)


def _settled(jaar: Jaar, name: str) -> bool:
    tables = [jaar.tables.get(table) for table in FROM[name]]
    return all(table is not None and table.beyond == 0 for table in tables)


def _equal(shown: CellValue, total: Decimal) -> bool:
    number = as_number(shown)
    return number is not None and abs(number - total) <= NOISE * max(Decimal(1), abs(total))


def _show(value: CellValue) -> str:
    number = as_number(value)
    if number is not None:
        return format_uren(number)
    return "niets" if value is None else quote(value)


def _remedy(jaar: Jaar, name: str, shown: CellValue) -> str:
    """Return the likely cause; what is free can also just follow from the other cells."""
    if name != FREE:
        return f"{CAUSES[name]}. Is daar niets mis, laat Excel dan herrekenen (F9). {STAYS}"
    total, *parts = (as_number(jaar.cells.get(cell)) for cell in ("totaal_beschikbaar", *PARTS))
    known = [part for part in parts if part is not None]
    if total is None or len(known) < len(parts) or _equal(shown, total - sum(known)):
        return FOLLOWS
    return f"Laat Excel herrekenen (F9). {STAYS}"


def _sum_of(jaar: Jaar, table: str, key: str) -> Decimal:
    """Return what SUM makes of a column; 0 for a table that is missing."""
    return sum((_number_in(row, key) for row in rows_of(jaar, table)), Decimal(0))


def _number_in(row: Row, key: str) -> Decimal:
    return as_number(row.values.get(key)) or Decimal(0)
