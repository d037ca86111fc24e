"""Sheet Deelnemers: the participants, their DVO hours and what they contribute."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from regio_xl.domain import Bevinding, Deelnemer, Ernst, Fase, Kader, Table
from regio_xl.domain.tekst import count, day, format_uren, join, percent, quote
from regio_xl.domain.woorden import ODU
from regio_xl.rules.bijdrage import compute_bijdrage, compute_totaal, open_programmas
from regio_xl.rules.cells import normalise_code
from regio_xl.rules.formules import Should, check_formulas
from regio_xl.rules.numbers import NOISE
from regio_xl.rules.record import Record
from regio_xl.rules.tables import (
    check_cells,
    check_required,
    check_table,
    check_unique,
    read_records,
)

CODE = re.compile(r"^[A-Z][A-Z0-9]{0,9}$")
RESERVED = {
    ODU: "van de omgevingsdienst zelf",
    "NR": "de kop van een andere kolom op blad Belang",
}


@dataclass(frozen=True, slots=True)
class DeelnemersReading:
    """What sheet Deelnemers says.

    Attributes:
        deelnemers: Participants with a code, each code once, in sheet order.
        sound: Whether the DVO hours of all of them can be used.
        complete: Whether every row has a code of its own, so that counting them means something.
        bevindingen: What was found.
    """

    deelnemers: tuple[Deelnemer, ...]
    sound: bool
    complete: bool
    bevindingen: list[Bevinding]


def read_deelnemers(table: Table, kader: Kader | None) -> DeelnemersReading:
    """Read the participants (F1.1, F1.2, U1.1, O8)."""
    records = [_with_code(record) for record in read_records(table)]
    found = [
        *check_table(table),
        *check_cells(records),
        *check_required(records),
        *check_unique(records, "code"),
    ]
    deelnemers: dict[str, Deelnemer] = {}
    expected: dict[tuple[int, str], Should] = {}
    for record in records:
        deelnemer = _deelnemer(record)
        found += _check_code(record)
        if kader:
            expected |= _expected(record, deelnemer, kader)
        if deelnemer.code:
            deelnemers.setdefault(deelnemer.code, deelnemer)
    found += check_formulas(table, expected)
    sound = all(_has_dvo(record) for record in records)
    return DeelnemersReading(
        tuple(deelnemers.values()),
        sound=sound,
        complete="code" in table.present and len(deelnemers) == len(records),
        bevindingen=found,
    )


def _with_code(record: Record) -> Record:
    """Read the code as a code, although the column is plain text."""
    cell = record.cell("code")
    if not isinstance(cell.value, str):
        return record
    cells = {**record.cells, "code": cell._replace(value=normalise_code(cell.value))}
    return Record(record.table, record.row, cells)


def _has_dvo(record: Record) -> bool:
    return record.usable("dvo_uren") and not record.empty("dvo_uren")


def _deelnemer(record: Record) -> Deelnemer:
    return Deelnemer(
        rij=record.row.number,
        code=record.text("code"),
        naam=record.text("deelnemer"),
        type=record.text("type"),
        dvo_uren=record.number("dvo_uren") or Decimal(0),
        vastgesteld=record.day("vastgesteld"),
    )


def _expected(record: Record, deelnemer: Deelnemer, kader: Kader) -> dict[tuple[int, str], Should]:
    """Return what the calculated cells of a row should show (F1.2)."""
    made = compute_bijdrage(deelnemer.dvo_uren, kader.percentage, kader.maximum)
    row = record.row.number
    cells: dict[tuple[int, str], Should] = {
        (row, "bijdrage"): Decimal(made.uren),
        (row, "berekend"): made.berekend,
    }
    # On the very edge a sheet, which counts in binary, may well name the other of the two.
    if abs(made.berekend - kader.maximum) > NOISE * kader.maximum:
        cells[row, "bepaald_door"] = made.gebonden_door.value
    return cells


def _check_code(record: Record) -> Iterator[Bevinding]:
    """Find codes that cannot serve as the head of a column on sheet Belang (F1.2)."""
    code, typed = record.text("code"), record.typed("code")
    if not code:
        return
    if code in RESERVED:
        yield record.bevinding(
            "code",
            f"Code {code} kan geen deelnemer zijn: het is {RESERVED[code]}.",
            "Geef deze deelnemer een andere korte code.",
        )
    elif not CODE.match(code):
        yield record.bevinding(
            "code",
            f"Code {quote(typed)} is geen goede code.",
            "Gebruik hooguit 10 hoofdletters en cijfers, te beginnen met een letter, "
            "bijvoorbeeld AMF.",
        )
    elif typed != code:
        yield record.bevinding(
            "code",
            f"Code is gelezen als {quote(code)}; er staat ‘{typed[:40]}’.",
            f"Typ precies {quote(code)}, dan zien ook de formules in de werkmap deze code.",
            ernst=Ernst.WAARSCHUWING,
        )


def check_aantal(
    table: Table, deelnemers: Iterable[Deelnemer], expected: int | None
) -> Iterator[Bevinding]:
    """Report a forgotten or superfluous participant (F1.3)."""
    number = len(tuple(deelnemers))
    if number == 0:
        yield table.bevinding(
            None,
            None,
            "Er zijn nog geen deelnemers ingevuld; er zijn dus ook geen uren.",
            "Vul per deelnemer één rij in.",
            ernst=Ernst.WAARSCHUWING,
        )
    elif expected not in (None, number):
        yield table.bevinding(
            None,
            None,
            f"Er {'staat' if number == 1 else 'staan'} {count(number, 'deelnemer', 'deelnemers')} "
            f"in de tabel; volgens Kader zijn het er {expected}.",
            "Vul de ontbrekende deelnemers aan, of pas aantal_deelnemers op Kader aan.",
            regel="F1.3",
            ernst=Ernst.WAARSCHUWING,
        )


def check_programmas(
    table: Table, deelnemers: tuple[Deelnemer, ...], fase: Fase, today: date
) -> Iterator[Bevinding]:
    """Report programmes that are not adopted yet, or adopted in the future (F1.1, F1.3)."""
    if not deelnemers or "vastgesteld" not in table.present:
        return
    waiting = open_programmas(deelnemers)
    if waiting:
        deciding = fase.reached(Fase.BESLUIT)
        verb = "heeft" if len(waiting) == 1 else "hebben"
        yield table.bevinding(
            None,
            "vastgesteld",
            f"{len(waiting)} van de {len(deelnemers)} deelnemers {verb} het programma nog niet "
            f"vastgesteld ({join(waiting)}); het totaal is voorlopig.",
            "Vul de datum in zodra een programma is vastgesteld.",
            ernst=Ernst.WAARSCHUWING if deciding else Ernst.MELDING,
        )
    for deelnemer in deelnemers:
        if deelnemer.vastgesteld and deelnemer.vastgesteld > today:
            yield Bevinding(
                ernst=Ernst.WAARSCHUWING,
                regel="F1.1",
                blad=table.sheet,
                rij=deelnemer.rij,
                kolom=table.column("vastgesteld").header,
                melding=f"Het programma van {deelnemer.code} is volgens deze cel vastgesteld op "
                f"{day(deelnemer.vastgesteld)}; die dag moet nog komen.",
                herstel="Controleer de datum, of maak de cel leeg tot het zover is.",
            )


def check_totaal(
    table: Table, deelnemers: tuple[Deelnemer, ...], kader: Kader
) -> Iterator[Bevinding]:
    """Compare the total with what is expected (U1.2) and with the minimum (U1.3)."""
    if not deelnemers:
        return
    total = compute_totaal(deelnemers, kader)
    expected, margin = kader.referentie, kader.tolerantie
    if expected is not None and abs(total - expected) > expected * margin:
        yield table.bevinding(
            None,
            "bijdrage",
            f"De bijdragen zijn samen {format_uren(total)}; verwacht was ongeveer "
            f"{format_uren(expected)} (marge {percent(margin)}).",
            "Controleer de DVO-uren. Kloppen ze, pas dan referentie op Kader aan.",
            regel="U1.2",
            ernst=Ernst.WAARSCHUWING,
        )
    if kader.minimum_totaal is not None and total < kader.minimum_totaal:
        voorlopig = bool(open_programmas(deelnemers))
        yield table.bevinding(
            None,
            "bijdrage",
            f"De bijdragen zijn samen {format_uren(total)}; het AB heeft minstens "
            f"{format_uren(kader.minimum_totaal)} bepaald.",
            "Controleer de DVO-uren en leg het tekort voor aan het AB.",
            regel="U1.3",
            ernst=Ernst.WAARSCHUWING if voorlopig else Ernst.FOUT,
        )
