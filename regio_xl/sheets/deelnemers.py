"""Sheet Deelnemers: the participants, their DVO hours and what they contribute."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from regio_xl.domain import (
    Bevinding,
    Column,
    Deelnemer,
    Ernst,
    Jaar,
    Kader,
    Kind,
    Oorzaak,
    Row,
    Table,
)
from regio_xl.domain.tekst import count, day, format_uren, join, percent, quote
from regio_xl.domain.woorden import ODU, Fase
from regio_xl.rules import compute_bijdrage, compute_totaal, open_programmas
from regio_xl.sheets.cells import normalise_code, respelled
from regio_xl.sheets.declare import SheetSpec, SheetType, TableSpec
from regio_xl.sheets.kader import KaderReading
from regio_xl.sheets.numbers import NOISE
from regio_xl.sheets.tables import Should, check_formulas, check_rows, fill, read_rows

CODE = re.compile(r"^[A-Z][A-Z0-9]{0,9}$")

RESERVED = {ODU: "van de omgevingsdienst zelf", "NR": "de kop van een andere kolom op blad Belang"}

DEELNEMERS_COLUMNS = (
    Column(
        key="code",
        header="Code",
        required=Ernst.FOUT,
        in_formulas=True,
        prompt="Korte, vaste code van de deelnemer, bijvoorbeeld AMF.",
        width=10,
    ),
    Column(key="deelnemer", header="Deelnemer", required=Ernst.FOUT, width=30),
    Column(
        key="type",
        header="Type",
        kind=Kind.CHOICE,
        required=Ernst.FOUT,
        choices=("gemeente", "provincie"),
        prompt="Kies gemeente of provincie.",
    ),
    Column(
        key="dvo_uren",
        header="DVO-uren",
        kind=Kind.NUMBER,
        clause="O8",
        required=Ernst.FOUT,
        minimum=Decimal(0),
        in_formulas=True,
        prompt="Uren uit de dienstverleningsovereenkomst (DVO), niet uit het UVP.",
    ),
    Column(
        key="vastgesteld",
        header="Programma vastgesteld op",
        kind=Kind.DATE,
        clause="F1.1",
        in_formulas=True,
        prompt="Datum waarop de deelnemer het programma vaststelde; "
        "leeg zolang dat niet is gebeurd.",
        width=20,
    ),
    Column(
        key="bijdrage",
        header="Bijdrage",
        kind=Kind.HOURS,
        clause="U1.1",
        # U1.1 with the cap, rounded as O1 says
        formula="ROUND(MIN(tblDeelnemers[[#This Row],[Berekende uren]],kader_maximum),0)",
        owner="formula",
        prompt="Formule: laat staan. De bijdrage volgt uit de DVO-uren en het Kader.",
    ),
    Column(
        key="berekend",
        header="Berekende uren",
        kind=Kind.NUMBER,
        # U1.1 before the cap; text and negative hours count as 0
        formula="IF(ISNUMBER(tblDeelnemers[[#This Row],[DVO-uren]]),"
        "MAX(0,tblDeelnemers[[#This Row],[DVO-uren]]*kader_percentage),0)",
        owner="formula",
        prompt="Formule: laat staan. Het percentage van de DVO-uren, vóór het maximum.",
    ),
    Column(
        key="bepaald_door",
        header="Bepaald door",
        formula="IF(tblDeelnemers[[#This Row],[Berekende uren]]>kader_maximum,"
        '"maximum","percentage")',
        owner="formula",
        prompt="Formule: laat staan. Wat de bijdrage bepaalt: percentage of maximum.",
        width=16,
    ),
)

DEELNEMERS = SheetSpec(
    name="Deelnemers",
    type=SheetType.INVOER,
    title="Deelnemers en hun bijdrage",
    purpose="Vul per deelnemer de DVO-uren in en de datum waarop het programma is vastgesteld; "
    "de bijdrage rekent de werkmap zelf uit.",
    who="accountteam",
    clause="F1.2",
    freeze_cols=2,
    tables=(
        TableSpec(
            name="tblDeelnemers",
            clause="F1.2",
            numbered_by="code",
            needed=True,
            columns=DEELNEMERS_COLUMNS,
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class DeelnemersReading:
    """What sheet Deelnemers says."""

    deelnemers: tuple[Deelnemer, ...] = ()  # with a code, each code once, in sheet order
    readable: bool = False  # whether the codes could be read at all; if not, no code is unknown
    bevindingen: tuple[Bevinding, ...] = ()

    @property
    def codes(self) -> tuple[str, ...]:
        """Codes in the order of the sheet."""
        return tuple(deelnemer.code for deelnemer in self.deelnemers)


def read_deelnemers(jaar: Jaar, kader: KaderReading) -> DeelnemersReading:
    """Read the participants and what they contribute (F1.1 to F1.3, U1.1 to U1.3, O8)."""
    table = jaar.tables.get("tblDeelnemers")
    if table is None:
        return DeelnemersReading()
    rows = [_with_code(row) for row in read_rows(table)]
    found = [*check_rows(table, rows, unique="code")]
    by_code: dict[str, Deelnemer] = {}
    expected: dict[tuple[int, str], Should] = {}
    for row in rows:
        uren = row.decimal("dvo_uren") or Decimal(0)
        deelnemer = fill(Deelnemer, row, naam=row.text("deelnemer"), dvo_uren=uren)
        found += _check_code(row)
        if kader.kader:
            expected |= _expected(deelnemer, kader.kader)
        if deelnemer.code:
            by_code.setdefault(deelnemer.code, deelnemer)
    found += check_formulas(table, expected)
    deelnemers, readable = tuple(by_code.values()), "code" in table.present
    # Counting and adding up mean something when every row has a code of its own, and hours
    if readable and len(deelnemers) == len(rows):
        found += _check_aantal(table, len(deelnemers), kader.aantal_deelnemers)
    found += _check_programmas(table, deelnemers, kader.fase, jaar.read_at.date())
    if kader.kader and all(row.usable("dvo_uren") and not row.empty("dvo_uren") for row in rows):
        found += _check_totaal(table, deelnemers, kader.kader)
    return DeelnemersReading(deelnemers, readable, tuple(found))


def _with_code(row: Row) -> Row:
    """Read the code as a code, although the column is plain text."""
    cell = row.cell("code")
    if not isinstance(cell.value, str):
        return row
    code = cell._replace(value=normalise_code(cell.value))
    return row.model_copy(update={"cells": {**row.cells, "code": code}})


def _expected(deelnemer: Deelnemer, kader: Kader) -> dict[tuple[int, str], Should]:
    """Return what the calculated cells of a row should show (F1.2)."""
    made = compute_bijdrage(deelnemer.dvo_uren, kader.percentage, kader.maximum)
    row = deelnemer.rij
    cells: dict[tuple[int, str], Should] = {}
    cells[row, "bijdrage"], cells[row, "berekend"] = Decimal(made.uren), made.berekend
    # On the very edge a sheet, which counts in binary, may well name the other of the two.
    if abs(made.berekend - kader.maximum) > NOISE * kader.maximum:
        cells[row, "bepaald_door"] = made.gebonden_door.value
    return cells


def _check_code(row: Row) -> Iterator[Bevinding]:
    """Find codes that cannot serve as the head of a column on sheet Belang (F1.2)."""
    code, typed = row.text("code"), row.typed("code")
    if not code:
        return
    if code in RESERVED:
        yield row.bevinding(
            "code",
            f"Code {code} kan geen deelnemer zijn: het is {RESERVED[code]}.",
            "Geef deze deelnemer een andere korte code.",
        )
    elif not CODE.match(code):
        yield row.bevinding(
            "code",
            f"Code {quote(typed)} is geen goede code.",
            "Gebruik hooguit 10 hoofdletters en cijfers, te beginnen met een letter, "
            "bijvoorbeeld AMF.",
        )
    elif typed != code:
        found = row.flaw("code", respelled(row.table.column("code"), typed, code))
        if found is not None:
            yield found


def _check_aantal(table: Table, number: int, expected: int | None) -> Iterator[Bevinding]:
    """Report a forgotten or superfluous participant (F1.3)."""
    if number == 0:
        yield table.overall(
            "Er zijn nog geen deelnemers ingevuld; er zijn dus ook geen uren.",
            "Vul per deelnemer één rij in.",
            ernst=Ernst.WAARSCHUWING,
        )
    elif expected not in (None, number):
        yield table.overall(
            f"Er {'staat' if number == 1 else 'staan'} {count(number, 'deelnemer', 'deelnemers')} "
            f"in de tabel; volgens Kader zijn het er {expected}.",
            "Vul de ontbrekende deelnemers aan, of pas aantal_deelnemers op Kader aan.",
            regel="F1.3",
            ernst=Ernst.WAARSCHUWING,
        )


def _check_programmas(
    table: Table, deelnemers: tuple[Deelnemer, ...], fase: Fase, today: date
) -> Iterator[Bevinding]:
    """Report programmes that are not adopted yet, or adopted in the future (F1.1, F1.3)."""
    if not deelnemers or "vastgesteld" not in table.present:
        return
    waiting = open_programmas(deelnemers)
    if waiting:
        deciding = fase.reached(Fase.BESLUIT)
        verb = "heeft" if len(waiting) == 1 else "hebben"
        yield table.overall(
            f"{len(waiting)} van de {len(deelnemers)} deelnemers {verb} het programma nog niet "
            f"vastgesteld ({join(waiting)}); het totaal is voorlopig.",
            "Vul de datum in zodra een programma is vastgesteld.",
            key="vastgesteld",
            ernst=Ernst.WAARSCHUWING if deciding else Ernst.MELDING,
        )
    for deelnemer in deelnemers:
        if deelnemer.vastgesteld and deelnemer.vastgesteld > today:
            yield table.bevinding(
                Row(number=deelnemer.rij, values={}),
                "vastgesteld",
                f"Het programma van {deelnemer.code} is volgens deze cel vastgesteld op "
                f"{day(deelnemer.vastgesteld)}; die dag moet nog komen.",
                "Controleer de datum, of maak de cel leeg tot het zover is.",
                ernst=Ernst.WAARSCHUWING,
                oorzaak=Oorzaak(
                    melding="Het programma van {aantal} deelnemers is volgens deze kolom "
                    "vastgesteld op een dag die nog moet komen",
                    herstel="Controleer de datums, of maak de cellen leeg tot het zover is.",
                ),
                wat=deelnemer.code,
            )


def _check_totaal(
    table: Table, deelnemers: tuple[Deelnemer, ...], kader: Kader
) -> Iterator[Bevinding]:
    """Compare the total with what is expected (U1.2) and with the minimum (U1.3)."""
    if not deelnemers:
        return
    total = compute_totaal(deelnemers, kader)
    expected, margin = kader.referentie, kader.tolerantie
    if expected is not None and abs(total - expected) > expected * margin:
        yield table.overall(
            f"De bijdragen zijn samen {format_uren(total)}; verwacht was ongeveer "
            f"{format_uren(expected)} (marge {percent(margin)}).",
            "Controleer de DVO-uren. Kloppen ze, pas dan referentie op Kader aan.",
            key="bijdrage",
            regel="U1.2",
            ernst=Ernst.WAARSCHUWING,
        )
    if kader.minimum_totaal is not None and total < kader.minimum_totaal:
        voorlopig = bool(open_programmas(deelnemers))
        yield table.overall(
            f"De bijdragen zijn samen {format_uren(total)}; het AB heeft minstens "
            f"{format_uren(kader.minimum_totaal)} bepaald.",
            "Controleer de DVO-uren en leg het tekort voor aan het AB.",
            key="bijdrage",
            regel="U1.3",
            ernst=Ernst.WAARSCHUWING if voorlopig else Ernst.FOUT,
        )
