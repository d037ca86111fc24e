"""Sheet Deelnemers: the participants, their DVO hours and what they contribute."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import median

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
from regio_xl.domain.tekst import count, day, format_getal, format_uren, join, percent, plain, quote
from regio_xl.domain.woorden import ODU, ONBEKEND, Fase
from regio_xl.rules import compute_bijdrage, compute_totaal, open_programmas
from regio_xl.sheets.cells import normalise_code, respelled
from regio_xl.sheets.declare import SheetSpec, SheetType, TableSpec
from regio_xl.sheets.kader import KaderReading
from regio_xl.sheets.numbers import NOISE
from regio_xl.sheets.tables import (
    MOST_ALONE,
    Should,
    check_formulas,
    check_rows,
    fill,
    read_rows,
)

# DVO hours outside these bounds are asked about (U1.2). A thousands point typed as a comma (5,4 for
# 5.400) is a factor of a thousand, a zero too many one of ten. A participant's own hours do not
# double or halve in a year. Beside the others they may: in the example year they run from a third
# of the middle to four times that, so only ten times more or less is a question.
OWN_FACTOR, FACTOR = 2, 10
FEWEST = 3  # hours of fewer participants have no middle to speak of

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
        formula="IF(AND(ISNUMBER(tblDeelnemers[[#This Row],[Berekende uren]]),"
        "ISNUMBER(kader_maximum)),"
        "ROUND(MIN(tblDeelnemers[[#This Row],[Berekende uren]],kader_maximum),0),"
        f'"{ONBEKEND}")',
        owner="formula",
        prompt="Formule: laat staan. De bijdrage volgt uit de DVO-uren en het Kader.",
    ),
    Column(
        key="berekend",
        header="Berekende uren",
        kind=Kind.NUMBER,
        # U1.1 before the cap; text and negative hours count as 0. Through text a number keeps the
        # 15 digits that people see: so every host rounds half an hour up, as Python does (O1)
        formula="IF(ISNUMBER(kader_percentage),IF(ISNUMBER(tblDeelnemers[[#This Row],[DVO-uren]]),"
        'VALUE(MAX(0,tblDeelnemers[[#This Row],[DVO-uren]]*kader_percentage)&""),0),'
        f'"{ONBEKEND}")',
        owner="formula",
        prompt="Formule: laat staan. Het percentage van de DVO-uren, vóór het maximum.",
    ),
    Column(
        key="bepaald_door",
        header="Bepaald door",
        formula="IF(ISNUMBER(tblDeelnemers[[#This Row],[Bijdrage]]),"
        "IF(tblDeelnemers[[#This Row],[Berekende uren]]>kader_maximum,"
        f'"maximum","percentage"),"{ONBEKEND}")',
        owner="formula",
        prompt="Formule: laat staan. Wat de bijdrage bepaalt: percentage of maximum.",
        width=16,
    ),
    Column(
        key="dvo_vorig",
        header="DVO-uren vorig jaar",
        kind=Kind.NUMBER,
        clause="U1.2",
        minimum=Decimal(0),
        prompt="Mag leeg blijven. Alleen om de DVO-uren mee te vergelijken; telt nergens in mee.",
        since="0.4.0",
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
    today = jaar.read_at.date()
    by_code: dict[str, Deelnemer] = {}
    expected: dict[tuple[int, str], Should] = {}
    for row in rows:
        uren = row.decimal("dvo_uren") or Decimal(0)
        adopted = row.day("vastgesteld")
        deelnemer = fill(
            Deelnemer,
            row,
            naam=row.text("deelnemer"),
            dvo_uren=uren,
            # What is still to be adopted is not adopted, whatever day was typed (F1.1)
            vastgesteld=adopted if adopted and adopted <= today else None,
        )
        found += [*_check_code(row), *_check_adopted(row, today)]
        if kader.kader:
            expected |= _expected(deelnemer, kader.kader)
        if deelnemer.code:
            by_code.setdefault(deelnemer.code, deelnemer)
    found += check_formulas(table, expected)
    deelnemers, readable = tuple(by_code.values()), "code" in table.present
    # Counting and adding up mean something when every row has a code of its own, and hours
    if readable and len(deelnemers) == len(rows):
        found += _check_aantal(table, len(deelnemers), kader.aantal_deelnemers)
    found += _check_dvo(table, rows)
    found += _check_programmas(table, deelnemers, kader.fase)
    if kader.kader and all(row.usable("dvo_uren") and not row.empty("dvo_uren") for row in rows):
        found += _check_totaal(table, deelnemers, kader.kader)
    return DeelnemersReading(deelnemers, readable, tuple(found))


def is_code(code: str) -> bool:
    """Tell whether a code can head a column of sheet Belang.

    >>> is_code("AMF"), is_code("NR"), is_code("amf-1")
    (True, False, False)
    """
    return code not in RESERVED and CODE.match(code) is not None


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
        cell = respelled(row.table.column("code"), typed, code)
        if cell.flaw is not None:
            yield row.flaw("code", cell, cell.flaw)


def _check_dvo(table: Table, rows: Sequence[Row]) -> Iterator[Bevinding]:
    """Ask about hours that are far from those of last year, else from the middle; and about 0."""
    hours = {row.number: uren for row in rows if (uren := row.decimal("dvo_uren")) is not None}
    filled = [uren for uren in hours.values() if uren > 0]
    middle = median(filled) if len(filled) >= FEWEST else None
    none = [row for row in rows if hours.get(row.number) == 0 and row.decimal("dvo_vorig") != 0]
    if len(none) > MOST_ALONE:
        yield table.overall(
            f"{len(none)} deelnemers hebben 0 DVO-uren ({join(map(_who, none))}); zij leggen niets "
            "in.",
            "Vul hun DVO-uren in. Klopt 0, dan hoeft u niets te doen.",
            key="dvo_uren",
            regel="U1.2",
            ernst=Ernst.WAARSCHUWING,
        )
        none = []
    for row in rows:
        uren, earlier = hours.get(row.number, Decimal(0)), row.decimal("dvo_vorig")
        if uren > 0 and earlier:
            yield from _far_off(row, uren, earlier, OWN_FACTOR, "vorig jaar waren het er")
        elif uren > 0 and middle:
            yield from _far_off(row, uren, middle, FACTOR, "het midden van de tabel is")
        elif row in none:
            yield _ask(row, f"{_who(row)} heeft 0 DVO-uren en legt dus niets in.", "")


def _far_off(
    row: Row, uren: Decimal, beside: Decimal, factor: int, what: str
) -> Iterator[Bevinding]:
    """Report hours that are more than ``factor`` times more or less than others."""
    if beside / factor <= uren <= beside * factor:
        return
    typed = uren * 1000  # what was meant when a thousands point became a decimal comma
    fits = uren != int(uren) and beside / factor <= typed <= beside * factor
    meant = f"Bedoelde u {plain(typed)}? " if fits else ""
    yield _ask(
        row,
        f"{_who(row)} heeft {format_getal(uren)} DVO-uren; {what} {format_getal(beside)}.",
        meant,
    )


def _ask(row: Row, melding: str, meant: str) -> Bevinding:
    return row.bevinding(
        "dvo_uren",
        melding,
        f"{meant}Controleer het getal. Klopt het, dan hoeft u niets te doen.",
        regel="U1.2",
        ernst=Ernst.WAARSCHUWING,
    )


def _who(row: Row) -> str:
    return row.text("code") or row.text("deelnemer") or f"Rij {row.number}"


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
    table: Table, deelnemers: tuple[Deelnemer, ...], fase: Fase
) -> Iterator[Bevinding]:
    """Report programmes that are not adopted yet (F1.1, F1.3)."""
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


def _check_adopted(row: Row, today: date) -> Iterator[Bevinding]:
    """Report a programme that would be adopted in the future (F1.1)."""
    adopted, code = row.day("vastgesteld"), row.text("code")
    if code and adopted and adopted > today:
        yield row.bevinding(
            "vastgesteld",
            f"Het programma van {code} is volgens deze cel vastgesteld op {day(adopted)}; die dag "
            "moet nog komen en telt nog niet mee.",
            "Controleer de datum, of maak de cel leeg tot het zover is.",
            ernst=Ernst.WAARSCHUWING,
            oorzaak=Oorzaak(
                melding="Het programma van {aantal} deelnemers is volgens deze kolom vastgesteld "
                "op een dag die nog moet komen en telt nog niet mee",
                herstel="Controleer de datums, of maak de cellen leeg tot het zover is.",
            ),
            wat=code,
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
