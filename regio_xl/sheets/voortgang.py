"""Sheet Voortgang: what projects spent and expect, per period, beside the hours they have (U6.1).

An overrun shows the moment it is typed: every figure beside it is a formula (U8.2).
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from regio_xl.domain import Bevinding, Column, Ernst, Jaar, Kader, Kind, Row
from regio_xl.domain.dossier import Periode, Voortgangsregel
from regio_xl.domain.table import EMPTY
from regio_xl.domain.tekst import day, join, quote
from regio_xl.domain.woorden import Koers, Voortgang, words
from regio_xl.sheets.boek import balance, here, is_project, is_whole, spoken
from regio_xl.sheets.cells import said
from regio_xl.sheets.declare import WITHOUT_BOOK, SheetSpec, SheetType, TableSpec, out
from regio_xl.sheets.register import first_objection
from regio_xl.sheets.tables import check_rows, fill, read_rows

TABLE, PROJECTS, PERIODS = "tblVoortgang", "tblProjecten", "tblPerioden"
TYPED = ("gerealiseerd", "prognose", "status", "toelichting")
SPENT, EXPECTED = here(TABLE, "Gerealiseerd"), here(TABLE, "Prognose heel jaar")
FILLED = f"COUNTA({TABLE}[[#This Row],[Gerealiseerd]:[Prognose heel jaar]])>0"
PROJECT, DAY = here(TABLE, "Project"), here(TABLE, "Peildatum")

OBJECTIONS = (
    (is_project(PROJECT), "Project staat niet in het pakket"),
    (f"{DAY}>0", "Periode staat niet op blad Kader"),
    (
        f'COUNTIFS({TABLE}[Project],">="&{PROJECT},{TABLE}[Project],"<="&{PROJECT},'
        f"{TABLE}[Peildatum],{DAY})=1",
        "Project en periode staan er dubbel",
    ),
    (is_whole(SPENT, 0), "Gerealiseerd ontbreekt of is geen heel getal"),
    (
        f'IF({spoken(EXPECTED)}="",TRUE,{is_whole(EXPECTED, 0)})',
        "Prognose is geen heel getal",
    ),
)

COLUMNS = (
    Column(
        key="nr",
        header="Project",
        kind=Kind.INTEGER,
        clause="U6.1",
        prompt="Nummer van het project.",
        in_formulas=True,
        width=10,
    ),
    Column(
        key="titel",
        header="Titel",
        owner="formula",
        width=36,
        formula=f'IFERROR(INDEX({PROJECTS}[Titel],MATCH({PROJECT},{PROJECTS}[Nr],0)),"")',
    ),
    Column(
        key="periode",
        header="Periode",
        clause="U6.1",
        prompt="Een periode van blad Kader.",
        width=26,
    ),
    Column(
        key="gerealiseerd",
        header="Gerealiseerd",
        kind=Kind.HOURS,
        clause="U8.2",
        minimum=Decimal(0),
        prompt="Uren die het project dit jaar tot en met de periode heeft gekost.",
        in_formulas=True,
        width=13,
    ),
    Column(
        key="prognose",
        header="Prognose heel jaar",
        kind=Kind.HOURS,
        clause="U8.2",
        minimum=Decimal(0),
        prompt="Uren die het hele jaar gaat kosten; leeg als dat de beschikbare uren zijn.",
        in_formulas=True,
        width=13,
    ),
    Column(
        key="status",
        header="Status",
        kind=Kind.CHOICE,
        clause="U6.1",
        choices=words(Voortgang),
        prompt="Hoe het project ervoor staat.",
        width=14,
    ),
    Column(
        key="toelichting",
        header="Toelichting",
        clause="U6.1",
        prompt="Wat er gebeurde, en wat er nodig is.",
        width=34,
    ),
    Column(
        key="oordeel",
        header="Oordeel",
        owner="formula",
        clause="U8.2",
        width=22,
        # It is about the project as it stands, so it stands at its last report only
        formula=f'IF({here(TABLE, "Bezwaar vooraf")}<>"","telt niet: "&'
        f'{here(TABLE, "Bezwaar vooraf")},IF({here(TABLE, "Telt op")}=0,"",'
        f"IFERROR(IF({here(TABLE, 'Telt op')}<INDEX({PROJECTS}[Laatste stand],"
        f'MATCH({PROJECT},{PROJECTS}[Nr],0)),"",'
        f'INDEX({PROJECTS}[Oordeel],MATCH({PROJECT},{PROJECTS}[Nr],0))),"")))',
    ),
    Column(
        key="peildatum",
        header="Peildatum",
        kind=Kind.DATE,
        owner="formula",
        quiet=True,
        width=12,
        number_format="dd-mm-yyyy;;",
        formula=f"IFERROR(SUMPRODUCT(MAX(({spoken(f'{PERIODS}[Periode]')}="
        f"{spoken(here(TABLE, 'Periode'))})*{PERIODS}[Telt])),0)",
    ),
    Column(
        key="bezwaar",
        header="Bezwaar vooraf",
        owner="formula",
        quiet=True,
        width=16,
        formula=first_objection(OBJECTIONS, FILLED),
    ),
    Column(
        key="telt_op",
        header="Telt op",
        kind=Kind.DATE,
        owner="formula",
        quiet=True,
        width=12,
        number_format="dd-mm-yyyy;;",
        formula=f'IF(AND({FILLED},{here(TABLE, "Bezwaar vooraf")}=""),{DAY},0)',
    ),
    Column(
        key="telt_voor",
        header="Telt voor",
        kind=Kind.INTEGER,
        owner="formula",
        quiet=True,
        width=10,
        number_format="0;;",
        formula=f"IF({here(TABLE, 'Telt op')}=0,0,{PROJECT})",
    ),
)

NR, LAST = here(PROJECTS, "Nr"), here(PROJECTS, "Laatste stand")
AVAILABLE, REALISED = here(PROJECTS, "Nu beschikbaar"), here(PROJECTS, "Gerealiseerd")
FORECAST = here(PROJECTS, "Prognose")
OF_LAST = f"{TABLE}[Telt voor],{NR},{TABLE}[Telt op],{LAST}"


def _figure(key: str, header: str, formula: str, width: float = 14, **more: object) -> Column:
    return Column.model_validate(
        {"key": key, "header": header, "kind": Kind.HOURS, "owner": "formula", "width": width}
        | {"formula": formula, **more}
    )


PROJECT_COLUMNS = (
    out("nr", "Nr", Kind.INTEGER, 8),
    out("titel", "Titel", width=44),
    out("projectleider", "Projectleider", width=26),
    _figure("vastgesteld", "Vastgesteld", balance(NR, "Begin")),
    _figure("verschoven", "Verschoven", f"{balance(NR, 'Erbij')}-{balance(NR, 'Eraf')}"),
    _figure("beschikbaar", "Nu beschikbaar", balance(NR)),
    _figure(
        "stand",
        "Laatste stand",
        f"SUMPRODUCT(MAX(({TABLE}[Telt voor]={NR})*{TABLE}[Telt op]))",
        kind=Kind.DATE,
        number_format="dd-mm-yyyy;;",
    ),
    _figure(
        "gerealiseerd",
        "Gerealiseerd",
        f"IF({LAST}=0,0,SUMIFS({TABLE}[Gerealiseerd],{OF_LAST}))",
    ),
    _figure(
        "prognose",
        "Prognose",
        # Without a forecast a project is expected to use its hours; when the year is over, what
        # was spent is what it took. Hours that were spent are spent whatever the forecast says.
        f"MAX({REALISED},IF(AND({LAST}>0,{LAST}>=MAX({PERIODS}[Telt])),{REALISED},"
        f'IF(COUNTIFS({OF_LAST},{TABLE}[Prognose heel jaar],">=0")>0,'
        f"SUMIFS({TABLE}[Prognose heel jaar],{OF_LAST}),N({AVAILABLE}))))",
    ),
    _figure("verschil", "Verschil", f"{AVAILABLE}-{FORECAST}"),
    _figure(
        "oordeel",
        "Oordeel",
        f'IF({REALISED}>{AVAILABLE},"{Koers.OVERSCHREDEN}",'
        f'IF({FORECAST}>{AVAILABLE},"{Koers.DREIGT}",'
        f'IF({LAST}=0,"{Koers.ONBEKEND}",'
        f"IF({AVAILABLE}-{FORECAST}>N(kader_onderbesteding)*{AVAILABLE},"
        f'"{Koers.OVER}","{Koers.OP_KOERS}"))))',
        24,
        kind=Kind.TEXT,
    ),
)

VOORTGANG = SheetSpec(
    name="Voortgang",
    type=SheetType.INVOER,
    title="Voortgang: uren per project en per periode",
    purpose="Links vult de projectleider per periode in wat er is besteed en wat hij verwacht; "
    "rechts staat meteen wat dat voor het project betekent.",
    who="projectleiders en financiën",
    clause="U6.1",
    older=WITHOUT_BOOK,
    paper="A3",
    freeze_cols=2,
    pages_wide=2,
    tables=(
        TableSpec(
            name=TABLE,
            title="",
            clause="U6.1",
            prepared=("nr", "periode"),
            columns=COLUMNS,
        ),
        TableSpec(
            name=PROJECTS,
            clause="U8.2",
            col=len(COLUMNS) + 2,
            numbered_by="nr",
            columns=PROJECT_COLUMNS,
        ),
    ),
)


def read_perioden(jaar: Jaar, kader: Kader | None) -> tuple[tuple[Periode, ...], list[Bevinding]]:
    """Read the reporting periods of the year, by day (U6.1)."""
    table = jaar.tables.get(PERIODS)
    if table is None:
        return (), []
    rows = read_rows(table)
    found = [*check_rows(table, rows)]
    days = [row.day("peildatum") for row in rows]
    names = [said(row.text("periode")).casefold() for row in rows]
    made: list[Periode] = []
    for row in rows:
        naam, moment = row.text("periode"), row.day("peildatum")
        if not naam or moment is None or kader is None:
            continue
        key = "peildatum"
        if names.count(said(naam).casefold()) > 1:
            key, what = "periode", f"{quote(naam)} staat er meer dan eens"
        elif moment.year != kader.jaar:
            what = f"Peildatum {day(moment)} ligt niet in {kader.jaar}"
        elif days.count(moment) > 1:
            what = f"Peildatum {day(moment)} hoort bij meer dan één periode"
        else:
            made.append(fill(Periode, row, naam=naam))
            continue
        found.append(
            row.bevinding(
                key,
                f"{what}; deze periode telt niet mee.",
                "Verbeter de datum." if key == "peildatum" else "Geef elke periode een eigen naam.",
            )
        )
    return tuple(sorted(made, key=lambda item: item.peildatum)), found


def read_voortgang(
    jaar: Jaar, perioden: Sequence[Periode]
) -> tuple[tuple[Voortgangsregel, ...], list[Bevinding]]:
    """Read what was reported per project and period, as far as each row counts by itself (U6.1).

    A row with nothing but its project and period waits to be filled in. Whether a project is in
    the package is for the book to say.
    """
    table = jaar.tables.get(TABLE)
    if table is None:
        return (), []
    rows = read_rows(table)
    filled = [row for row in rows if any(row.cell(key) is not EMPTY for key in TYPED)]
    found = [*check_rows(table, filled)]
    names = {said(periode.naam).casefold(): periode for periode in perioden}
    placed = [(row, names.get(said(row.typed("periode")).casefold())) for row in rows]
    pairs = [(row.whole("nr"), periode) for row, periode in placed]
    made: list[Voortgangsregel] = []
    for row, periode in placed:
        if row.cell("gerealiseerd") is EMPTY and row.cell("prognose") is EMPTY:
            continue
        nr = row.whole("nr")
        if nr is None or periode is None:
            found += _unplaced(row, nr, periode, perioden)
        elif pairs.count((nr, periode)) > 1:
            found.append(_twice(row, nr, periode))
        elif row.whole("gerealiseerd") is None:
            found += _without_hours(row)
        elif not (row.cell("prognose") is not EMPTY and row.whole("prognose") is None):
            made.append(fill(Voortgangsregel, row, periode=periode))
    return tuple(made), found


def _unplaced(
    row: Row, nr: int | None, periode: Periode | None, perioden: Sequence[Periode]
) -> Iterator[Bevinding]:
    if nr is None and row.usable("nr"):
        yield row.bevinding(
            "nr",
            "Bij deze uren staat geen project; ze tellen niet mee.",
            "Vul het nummer van het project in.",
        )
    if periode is None and row.usable("periode"):
        typed = quote(row.text("periode")) if row.text("periode") else "leeg"
        yield row.bevinding(
            "periode",
            f"Periode is {typed}; die staat niet op blad Kader. Deze uren tellen niet mee.",
            f"Kies {join((quote(item.naam) for item in perioden), last='of')}."
            if perioden
            else "Vul eerst de perioden in op blad Kader.",
        )


def _twice(row: Row, nr: int, periode: Periode) -> Bevinding:
    return row.bevinding(
        "periode",
        f"Project {nr} staat meer dan eens bij ‘{periode.naam}’; die rijen tellen niet mee.",
        "Houd per project en periode één rij over.",
    )


def _without_hours(row: Row) -> Iterator[Bevinding]:
    if row.usable("gerealiseerd"):
        yield row.bevinding(
            "gerealiseerd",
            "Er staat een prognose, maar Gerealiseerd is leeg; deze rij telt niet mee.",
            "Vul in wat er tot en met deze periode is besteed; 0 mag ook.",
            ernst=Ernst.WAARSCHUWING,
        )
