"""What the AB decided, on sheet Stemming: number and date, the frozen package and its mark.

The mark says of a package and of the parameters whether they are the same: a SHA-256 over a
canonical text, of which the first sixteen hexadecimal digits stand on the sheet. Neither the order
of rows nor the spelling of a number (120 or 120.0) matters.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from enum import Enum
from typing import Any

from regio_xl.domain import Besluit, Besluitvorming, Bevinding, Column, Jaar, Kader, Kind
from regio_xl.domain.tekst import day
from regio_xl.rules import Uitslag, compute_uitslag
from regio_xl.sheets.cells import is_blank_text, parse_cell
from regio_xl.sheets.deelnemers import DeelnemersReading
from regio_xl.sheets.kader import KaderReading
from regio_xl.sheets.numbers import to_decimal
from regio_xl.sheets.stemming import (
    REDEN_DEKKING,
    REDEN_OPHEFFEN,
    STEMMING,
    check_counts,
    check_nodig,
    read_adviezen,
    read_stemmen,
)
from regio_xl.sheets.tables import Invoercel, check_year, read_input

WHOLE = Column(key="uren", header="Uren", kind=Kind.HOURS, in_formulas=True)

# What is no part of the parameters that were decided on: the phase moves on by itself, the hours
# for ketentoezicht are in the record itself, and how the year is guarded does not divide hours
NOT_DECIDED = {"fase", "ketentoezicht_besloten", "interventie_deelnemers", "onderbesteding"}


def read_besluitvorming(
    jaar: Jaar, kader: KaderReading, deelnemers: DeelnemersReading
) -> tuple[Besluitvorming, list[Bevinding]]:
    """Read advice, votes and decision, which an older workbook lacks (F3.4, F3.5, U2.4)."""
    adviezen, found = read_adviezen(jaar, kader.kader, deelnemers)
    stemmen, more = read_stemmen(jaar, deelnemers)
    nodig = kader.kader.stemmen_nodig if kader.kader else None
    uitslag = compute_uitslag((item.stem for item in stemmen), len(deelnemers.deelnemers), nodig)
    if "tblStemming" in jaar.tables and kader.kader and deelnemers.readable:
        repairs = any(item.repair for item in (*deelnemers.bevindingen, *more))
        more += check_counts(jaar, uitslag, repairs=repairs)
    more += check_nodig(kader.stemmen_nodig, deelnemers)
    number = read_input(jaar, STEMMING, "besluit_nummer")
    moment = read_input(jaar, STEMMING, "besluit_datum")
    besluit, today = _frozen(jaar), jaar.read_at.date()
    more += _check_decision(number, moment, besluit, uitslag)
    more += _check_day(moment, today, kader.kader)
    return Besluitvorming(
        adviezen=adviezen,
        stemmen=stemmen,
        nummer=_text(number),
        nummer_leeg=number.empty,
        datum_leeg=moment.empty,
        datum=moment.day if moment.day and moment.day <= today else None,
        besluit=besluit,
        reden_dekking=_text(read_input(jaar, STEMMING, REDEN_DEKKING)),
        reden_opheffen=_text(read_input(jaar, STEMMING, REDEN_OPHEFFEN)),
    ), [*found, *more]


def _check_decision(
    number: Invoercel, moment: Invoercel, besluit: Besluit | None, uitslag: Uitslag
) -> Iterator[Bevinding]:
    """Find a number that says nothing or comes too early; it goes with a date (F3.5)."""
    yield from [*number.bevindingen, *moment.bevindingen]
    nummer = _text(number)
    if not number.empty and number.present and not nummer:
        yield number.bevinding(
            "Het nummer van het besluit zegt niets; er is niets mee vast te leggen.",
            "Vul het nummer in zoals het in de besluitenlijst staat, of maak de cel leeg.",
        )
    # Of a frozen package the empty number means that it is lifted, see step ``stemming``.
    if besluit is None or not number.empty:
        yield from _check_pair(number, moment)
    # Of a frozen package that lost its majority the finding is about the package (vastgesteld).
    if nummer and besluit is None and not uitslag.aangenomen:
        yield number.bevinding(
            f"Er staat een besluitnummer, maar het pakket is niet aangenomen: {uitslag.telling}.",
            "Vul de stemmen aan, of maak nummer en datum van het besluit leeg.",
        )


def _text(cell: Invoercel) -> str:
    value = cell.cell.value
    return value if isinstance(value, str) and not is_blank_text(value) else ""


def _check_pair(number: Invoercel, moment: Invoercel) -> Iterator[Bevinding]:
    for lacking, other in ((number, moment), (moment, number)):
        if lacking.empty and other.present and not other.empty:
            yield lacking.bevinding(
                f"{lacking.column.header} is niet ingevuld, {other.column.header.lower()} wel.",
                f"Vul {lacking.column.header.lower()} in, of maak de andere cel leeg.",
            )


def _check_day(moment: Invoercel, today: date, kader: Kader | None) -> Iterator[Bevinding]:
    """Find a day that is still to come, or far from the year that is decided on."""
    if moment.day is None or moment.day <= today:
        yield from check_year(moment, kader)
        return
    yield moment.bevinding(
        f"Het AB heeft volgens deze cel besloten op {day(moment.day)}; die dag moet nog komen.",
        "Controleer de datum. Zolang zij in de toekomst ligt, wordt er niets vastgelegd.",
    )


def _frozen(jaar: Jaar) -> Besluit | None:
    """Return what is frozen on the sheet; a damaged record is still a record."""
    table = jaar.tables.get("tblBesluit")
    every = sorted(table.rows if table else (), key=lambda row: row.number)
    rows = [row for row in every if not row.is_empty(("nr", "titel", "uren"))]
    kenmerk = str(jaar.cells.get("besluit_kenmerk") or "").strip()
    of_parameters = str(jaar.cells.get("besluit_kenmerk_parameters") or "").strip()
    if not rows and not kenmerk:
        return None
    pakket: dict[int, int] = {}
    titels: dict[int, str] = {}
    for row in rows:
        nr, uren = _whole(row.values.get("nr")), _whole(row.values.get("uren"))
        if nr is not None and uren is not None:
            pakket[nr] = uren
            titels[nr] = str(row.values.get("titel") or "")
    ketentoezicht = _whole(jaar.cells.get("besluit_ketentoezicht"))
    expected = compute_kenmerk(pakket, ketentoezicht, of_parameters)
    return Besluit(
        pakket=pakket,
        titels=titels,
        ketentoezicht=ketentoezicht,
        kenmerk=kenmerk,
        kenmerk_parameters=of_parameters,
        # A row that could not be read, or stands there twice, is damage too.
        gaaf=len(pakket) == len(rows) and kenmerk == expected,
    )


def _whole(value: object) -> int | None:
    cell = parse_cell(WHOLE, value).value
    return cell if isinstance(cell, int) else None


def compute_kenmerk(
    pakket: Mapping[int, int], ketentoezicht: int | None, kenmerk_parameters: str
) -> str:
    """Return the mark over the hours per number, ketentoezicht and parameters (F3.5, U8.2).

    The parameters come in by their own mark, so that what stands on the sheet can be checked
    by itself, also after a parameter has changed.

    >>> one = compute_kenmerk({12: 120, 3: 80}, 900, "ab")
    >>> one == compute_kenmerk({3: 80, 12: 120}, 900, "ab"), len(one)
    (True, 16)
    """
    return _digest([sorted(pakket.items()), ketentoezicht, kenmerk_parameters])


def compute_kenmerk_parameters(kader: Kader) -> str:
    """Return the mark over the parameters in force, phase and hours for ketentoezicht left out.

    A value that equals the default of its field is left out too: so a parameter that a later
    version adds does not make an older decision look changed.
    """
    return _digest(kader.model_dump(exclude=NOT_DECIDED, exclude_defaults=True))


def _digest(value: Any) -> str:
    text = json.dumps(_canonical(value), ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _canonical(value: Any) -> Any:
    """Return a value as texts, lists and pairs, the same for equal values."""
    if isinstance(value, Enum):
        return _canonical(value.value)
    if isinstance(value, Mapping):
        return sorted([str(key), _canonical(item)] for key, item in value.items())
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_canonical(item) for item in value]
    number = None if isinstance(value, bool) else to_decimal(value)
    if number is not None:
        return f"{number.normalize() + 0:f}"
    return value if value is None or isinstance(value, bool) else str(value)
