"""Sheet Kader: the year, the phase and the values that are in force in that year."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from regio_xl.domain import Bevinding, Column, Ernst, Fase, Jaar, Kader, Kind
from regio_xl.domain.woorden import Doel, Telling, Voorrang
from regio_xl.rules.cells import parse_cell
from regio_xl.rules.dates import FIRST_YEAR, LAST_YEAR
from regio_xl.rules.kader_checks import (
    check_bonus,
    check_ketentoezicht,
    check_reserve,
    check_weights,
)
from regio_xl.rules.kader_force import Force
from regio_xl.rules.kader_rows import Entry, read_entries
from regio_xl.rules.numbers import serial

DREMPEL_ONBEKEND = 1
"""Counts while the required ``belang_drempel`` is missing, which is an error of its own (O10)."""

SHEET = "Kader"
FIRST_DAY = "eerste_dag"
WEIGHTS = "gewicht_"

YEAR = Column(
    key="jaar",
    header="Jaar",
    kind=Kind.INTEGER,
    clause="U1.3",
    minimum=Decimal(FIRST_YEAR),
    maximum=Decimal(LAST_YEAR),
)
PHASE = Column(
    key="fase", header="Fase", kind=Kind.CHOICE, clause="T1", choices=tuple(fase for fase in Fase)
)


@dataclass(frozen=True, slots=True)
class KaderReading:
    """What sheet Kader says.

    Attributes:
        kader: The values in force, or None when the contributions cannot be computed.
        fase: Phase of the year; the first one when none is set, because it is the mildest.
        aantal_deelnemers: Number of participants that should be listed, or None.
        stemmen_nodig: The row that says how many votes the AB needs, or None (F3.5).
        bevindingen: What was found on the sheet.
    """

    kader: Kader | None
    fase: Fase
    aantal_deelnemers: int | None = None
    stemmen_nodig: Entry | None = None
    bevindingen: list[Bevinding] = field(default_factory=list)


def read_kader(jaar: Jaar) -> KaderReading:
    """Read year, phase and parameters (U1.3 and the clause of each parameter).

    Without a usable year, percentage or maximum there is no ``Kader``; the findings say why.
    Another value that is required but missing gives an error too, and counts as 0 (the least
    belang as ``DREMPEL_ONBEKEND``, a choice in words as the first of its kind).
    """
    found: list[Bevinding] = []
    year = _read_cell(jaar, YEAR, found)
    phase = _read_cell(jaar, PHASE, found)
    fase = Fase(phase) if isinstance(phase, str) else Fase.INVENTARISATIE
    table = jaar.tables.get("tblKader")
    if table is None:
        return KaderReading(None, fase, bevindingen=found)
    entries, problems = read_entries(table)
    found += problems
    if not isinstance(year, int):
        return KaderReading(None, fase, bevindingen=found)
    found += _first_day(jaar, year)
    force = Force(table, year, entries)
    found += force.bevindingen()
    found += [
        *check_reserve(force),
        *check_weights(force),
        *check_ketentoezicht(force, fase),
        *check_bonus(force),
    ]
    return KaderReading(
        _build(force, year, fase),
        fase,
        force.whole("aantal_deelnemers"),
        force.entry("stemmen_nodig"),
        found,
    )


def _read_cell(jaar: Jaar, column: Column, found: list[Bevinding]) -> int | str | None:
    """Read named cell ``jaar`` or ``fase``; a name that is gone is reported elsewhere."""
    if column.key not in jaar.cells:
        return None
    cell = parse_cell(column, jaar.cells[column.key])
    for ernst, melding, herstel in _cell_problems(column, cell.value, cell.problem):
        found.append(
            Bevinding(
                ernst=ernst,
                regel=column.clause,
                blad=SHEET,
                rij=jaar.cell_places.get(column.key, (SHEET, None, 0))[1],
                kolom=column.header,
                melding=melding,
                herstel=herstel,
            )
        )
    return cell.value if isinstance(cell.value, (int, str)) else None


def _first_day(jaar: Jaar, year: int) -> list[Bevinding]:
    """Report a first day that is not that of the year: the sheet picks its values by it (U1.3)."""
    sheet, row, _ = jaar.cell_places.get(FIRST_DAY, (SHEET, None, 0))
    first = datetime(year, 1, 1)
    if jaar.cells.get(FIRST_DAY, first) in (first, float(serial(first))):
        return []
    return [
        Bevinding(
            ernst=Ernst.FOUT,
            regel="U1.3",
            blad=sheet,
            rij=row,
            kolom="Eerste dag van het jaar",
            melding=f"De eerste dag van het jaar is niet 1-1-{year}; daardoor kiest de werkmap "
            "verkeerde of geen waarden uit Kader.",
            herstel="Zet de formule =DATUM(jaar;1;1) terug in deze cel.",
        )
    ]


def _cell_problems(
    column: Column, value: object, problem: tuple[Ernst, str, str] | None
) -> Iterator[tuple[Ernst, str, str]]:
    if problem:
        yield problem
    elif value is None:
        example = "bijvoorbeeld 2026" if column is YEAR else f"bijvoorbeeld {Fase.VOORSTEL}"
        yield (
            Ernst.FOUT,
            f"{column.header} is niet ingevuld bovenaan blad {SHEET}.",
            f"Vul {column.header} in, {example}.",
        )


def _build(force: Force, year: int, fase: Fase) -> Kader | None:
    percentage, maximum = force.number("percentage"), force.number("maximum")
    if percentage is None or maximum is None:
        return None
    return Kader(
        jaar=year,
        fase=fase,
        percentage=percentage,
        maximum=maximum,
        referentie=force.number("referentie"),
        tolerantie=force.number("tolerantie") or Decimal(0),
        minimum_totaal=force.number("minimum_totaal"),
        ketentoezicht_besloten=force.whole("ketentoezicht_besloten"),
        reserve=force.whole("reserve") or 0,
        reserve_maximum=force.whole("reserve_maximum") or 0,
        uurtarief=force.number("uurtarief"),
        maximum_nieuw=force.whole("maximum_nieuw"),
        gewichten={
            code.removeprefix(WEIGHTS): force.number(code) or Decimal(0)
            for code in force.codes
            if code.startswith(WEIGHTS)
        },
        belang_drempel=force.whole("belang_drempel") or DREMPEL_ONBEKEND,
        doelvolgorde=parse_doelvolgorde(force.word("doelvolgorde")),
        telling=Telling(force.word("scoretelling") or Telling.PER_UUR),
        uh_voorrang=Voorrang(force.word("uh_voorrang") or Voorrang.STRIKT),
        uh_bonus_direct=force.number("uh_bonus_direct") or Decimal(0),
        uh_bonus_indirect=force.number("uh_bonus_indirect") or Decimal(0),
        stemmen_nodig=force.whole("stemmen_nodig"),
    )


def parse_doelvolgorde(text: str | None) -> tuple[Doel, ...]:
    """Return the goals in the order of a choice of ``doelvolgorde``; without one as declared.

    >>> [doel.value for doel in parse_doelvolgorde("score > dekking > U&H > verhouding")]
    ['score', 'dekking', 'U&H', 'verhouding']
    """
    if text is None:
        return tuple(Doel)
    return tuple(Doel(word.strip()) for word in text.split(">"))
