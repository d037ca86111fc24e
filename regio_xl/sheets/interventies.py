"""Sheet Interventies: the room for quick interventions, of which ODU decides itself (U3.*).

A row is granted when it is complete, matters to enough participants, and fits in what is left of
the reserve on its day; otherwise it stays, with the reason, and does not count.
"""

from collections.abc import Sequence

from regio_xl.domain import Bevinding, Column, Ernst, Jaar, Kader, Kind, Row
from regio_xl.domain.dossier import Interventie
from regio_xl.domain.tekst import count, join, meant, quote
from regio_xl.domain.woorden import Interventiesoort, words
from regio_xl.rules import INTERVENTIES as GRANTED
from regio_xl.rules import RESERVE
from regio_xl.sheets.boek import held, here, is_whole, spoken
from regio_xl.sheets.cells import NBSP
from regio_xl.sheets.declare import (
    WITHOUT_BOOK,
    Block,
    Field,
    SheetSpec,
    SheetType,
    TableSpec,
)
from regio_xl.sheets.deelnemers import DeelnemersReading
from regio_xl.sheets.register import (
    MOST_NAMED,
    begun_rows,
    complete_rows,
    datum_column,
    in_year,
    is_number_of_row,
    nr_column,
    outcome_columns,
    uren_column,
)
from regio_xl.sheets.tables import check_rows, fill

TABLE = "tblInterventies"
FILLED = f"COUNTA({TABLE}[[#This Row],[Datum]:[Deelnemers]])>0"
NAMED = here(TABLE, "Aantal deelnemers")
TOO_FEW = "te weinig deelnemers"
NO_ROOM = "meer dan er over is in de reserve"


def _names() -> str:
    """Return what column Deelnemers names, without spaces, with one sign in between."""
    names = f'SUBSTITUTE({here(TABLE, "Deelnemers")},",",";")'
    for sign in (" ", NBSP):
        names = f'SUBSTITUTE({names},"{sign}","")'
    return names


OBJECTIONS = (
    (is_number_of_row(TABLE), "Nr ontbreekt, klopt niet of staat er dubbel"),
    (in_year(TABLE), "Datum ontbreekt of ligt buiten het jaar"),
    (
        "OR("
        + ",".join(f'{spoken(here(TABLE, "Soort"))}="{word}"' for word in words(Interventiesoort))
        + ")",
        "Soort ontbreekt of is niet bekend",
    ),
    (is_whole(here(TABLE, "Uren")), "Uren ontbreken of zijn geen heel getal"),
    (f"IF(ISNUMBER(kader_interventie_deelnemers),{NAMED}>=kader_interventie_deelnemers)", TOO_FEW),
)

COLUMNS = (
    nr_column("U3.1", "interventie", 24),
    datum_column("U3.1", "Dag waarop de ODU besloot, bijvoorbeeld 12-3-2026."),
    Column(
        key="omschrijving",
        header="Omschrijving",
        clause="U3.2",
        required=Ernst.WAARSCHUWING,
        prompt="Wat er gebeurt, en waarom dit snel moet.",
        width=48,
    ),
    Column(
        key="soort",
        header="Soort",
        kind=Kind.CHOICE,
        clause="U3.2",
        required=Ernst.FOUT,
        choices=words(Interventiesoort),
        prompt="Klein, urgent of verkennend.",
        in_formulas=True,
        width=14,
    ),
    uren_column("U3.1", "Hele uren van de ODU."),
    Column(
        key="deelnemers",
        header="Deelnemers",
        kind=Kind.LIST,
        clause="U3.3",
        required=Ernst.FOUT,
        prompt="Codes van de deelnemers voor wie dit van belang is, gescheiden door een "
        "puntkomma: AMF; BAA; BUN.",
        width=40,
    ),
    Column(
        key="aantal",
        header="Aantal deelnemers",
        kind=Kind.INTEGER,
        owner="formula",
        clause="U3.3",
        width=12,
        formula=f'IF({FILLED},IFERROR(SUMPRODUCT((tblDeelnemers[Code]<>"")*ISNUMBER(SEARCH(";"'
        f'&TRIM(tblDeelnemers[Code])&";",";"&{_names()}&";"))),0),"")',
    ),
    *outcome_columns(
        TABLE,
        OBJECTIONS,
        FILLED,
        Column(key="toegekend", header="Toegekend", kind=Kind.HOURS, clause="U3.1", width=12),
        Column(key="reden", header="Reden", clause="U3.3", width=44),
        ("toegekend", NO_ROOM),
        f'COUNTIFS(tblVerschuivingen[Boekdag],"<="&{here(TABLE, "Boekdag")})',
    ),
)

CELLS = (
    Field(
        label="Reserve van dit jaar",
        name="reserve_beschikbaar",
        formula=f"{held(RESERVE)}+{held(GRANTED)}",
        kind=Kind.HOURS,
        clause="U3.1",
        note="Op Kader, met wat er bij of af is geschoven.",
    ),
    Field(
        label="Toegekend",
        name="reserve_toegekend",
        formula=held(GRANTED),
        kind=Kind.HOURS,
        clause="U3.1",
        note="Alle interventies hieronder die tellen.",
    ),
    Field(
        label="Nog over",
        name="reserve_over",
        formula="reserve_beschikbaar-reserve_toegekend",
        kind=Kind.HOURS,
        clause="U3.4",
        note="Meer kan de ODU dit jaar niet toekennen.",
    ),
)

INTERVENTIES = SheetSpec(
    name="Interventies",
    type=SheetType.INVOER,
    title="Interventies: de flexibele ruimte",
    purpose="Kleine, urgente of verkennende opdrachten waarover de ODU zelf beslist. Wat niet kan, "
    "blijft staan met de reden en telt niet mee.",
    who="accountteam",
    clause="U3.1",
    older=WITHOUT_BOOK,
    paper="A3",
    blocks=(Block(fields=CELLS),),
    tables=(
        TableSpec(
            name=TABLE,
            title="Register van interventies",
            clause="U3.1",
            row=10,
            numbered_by="nr",
            prepared=("nr",),
            columns=COLUMNS,
        ),
    ),
)


def read_interventies(
    jaar: Jaar, kader: Kader | None, deelnemers: DeelnemersReading
) -> tuple[tuple[Interventie, ...], list[Bevinding]]:
    """Read the interventions that may be granted as far as their own row goes (U3.1 to U3.3)."""
    table = jaar.tables.get(TABLE)
    if table is None:
        return (), []
    rows = begun_rows(table)
    found = [*check_rows(table, rows)]
    made: list[Interventie] = []
    for row in complete_rows(table, rows, kader, found, ("soort", "uren")):
        known, strange = _named(row, deelnemers.codes)
        strange = strange if deelnemers.readable else []
        least = kader.interventie_deelnemers if kader else None
        if least is not None and len(known) >= least:
            made.append(fill(Interventie, row, deelnemers=known))
            found += [_strange(row, strange, deelnemers.codes)] if strange else []
        elif least is not None and row.usable("deelnemers") and not row.empty("deelnemers"):
            found.append(_too_few(row, known, least, strange))
    return tuple(made), found


def _named(row: Row, codes: Sequence[str]) -> tuple[tuple[str, ...], list[str]]:
    """Return the participants that a row names, each once, and the names that nobody has."""
    typed = row.typed("deelnemers").replace(",", ";").replace(" ", "").replace(NBSP, "").upper()
    named = dict.fromkeys(name for name in typed.split(";") if name)
    return tuple(code for code in named if code in codes), [n for n in named if n not in codes]


def _not_known(strange: Sequence[str]) -> str:
    verb, noun = ("is", "deelnemer") if len(strange) == 1 else ("zijn", "deelnemers")
    return f"{join(map(quote, strange), most=MOST_NAMED)} {verb} geen {noun} op blad Deelnemers"


def _strange(row: Row, strange: Sequence[str], codes: Sequence[str]) -> Bevinding:
    hint = meant(strange[0], tuple(codes)) if len(strange) == 1 else ""
    return row.bevinding(
        "deelnemers",
        f"{_not_known(strange)}; dat telt niet mee.",
        f"{hint}Gebruik de codes van blad Deelnemers, gescheiden door een puntkomma.",
        regel="U3.3",
        ernst=Ernst.WAARSCHUWING,
    )


def _too_few(row: Row, known: Sequence[str], least: int, strange: Sequence[str]) -> Bevinding:
    tail = f" {_not_known(strange)}." if strange else ""
    return row.bevinding(
        "deelnemers",
        f"Interventie {row.whole('nr')} noemt {count(len(known), 'deelnemer', 'deelnemers')}; er "
        f"zijn er {least} nodig. Zij is niet toegekend.{tail}",
        "Noem alle deelnemers voor wie dit van belang is, of maak de rij leeg als u ervan afziet.",
        regel="U3.3",
    )
