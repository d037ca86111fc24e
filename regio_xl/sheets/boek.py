"""Sheet Boek: every hour after the decision as formulas, in the order of the days (U3.*, U8.2).

What people type on Interventies and Verschuivingen comes together here, so that a cell knows what
is left at a date without Python or macros. A row looks only at the rows above it: what was booked
before decides whether there is room. ``rules/boek`` does the same; a test sets the two side by
side. Here are also the pieces of formula that the sheets around the book share.
"""

from collections.abc import Mapping
from typing import Any

from regio_xl.domain import CellValue, Column, Kind
from regio_xl.domain.woorden import ONBEKEND
from regio_xl.rules import AB, INTERVENTIES, KETENTOEZICHT, RESERVE, TOTAAL, VRIJ, WOORDEN
from regio_xl.sheets.cells import NBSP
from regio_xl.sheets.declare import (
    WITHOUT_BOOK,
    Block,
    Field,
    SheetSpec,
    SheetType,
    TableSpec,
    out,
)

FEWEST_ROWS = 60  # places for postings in a new workbook: one per row that can be typed


def here(table: str, header: str) -> str:
    """Return the cell of a column in the row of the formula."""
    return f"{table}[[#This Row],[{header}]]"


def spoken(cell: str) -> str:
    """Return a text without the spaces around it, breaking or not, as ``said`` does."""
    return f'TRIM(SUBSTITUTE({cell},"{NBSP}"," "))'


def is_whole(cell: str, least: int = 1) -> str:
    """Return whether a cell holds a whole number, no date, of no more than there are hours."""
    return (
        f"AND(ISNUMBER({cell}),N({cell})>={least},ROUND(N({cell}),0)=N({cell}),"
        f"N({cell})<=N(totaal_beschikbaar))"
    )


def is_project(cell: str) -> str:
    """Return whether a cell holds the number of a project that the book knows."""
    account = "tblRekeningen[Rekening]"
    return f'AND(ISNUMBER({cell}),COUNTIFS({account},">="&{cell},{account},"<="&{cell})>0)'


def balance(account: str, column: str = "Nu") -> str:
    """Return what an account holds."""
    return f"SUMIFS(tblRekeningen[{column}],tblRekeningen[Rekening],{account})"


def held(word: str) -> str:
    """Return what an account with a name holds."""
    return balance(f'"{word}"')


def _known(formula: str) -> str:
    return f'IF(ISNUMBER(totaal_beschikbaar),{formula},"{ONBEKEND}")'


ACCOUNT = here("tblRekeningen", "Rekening")


def accounts(projects: Mapping[int, str] | None = None) -> tuple[dict[str, CellValue], ...]:
    """Return the rows of tblRekeningen: the words, then the projects with their titles."""
    every: list[tuple[CellValue, str]] = [(word, ABOUT[word]) for word in WOORDEN]
    every += [(float(nr), titel) for nr, titel in sorted((projects or {}).items())]
    return tuple({"rekening": account, "omschrijving": about} for account, about in every)


def places(count: int) -> tuple[dict[str, CellValue], ...]:
    """Return the rows of tblBoek: a numbered place for so many postings."""
    return tuple({"volgorde": float(number)} for number in range(1, count + 1))


ABOUT = {
    TOTAAL: "De bijdragen van alle deelnemers; hier komen de uren vandaan",
    AB: "Uren die het AB na het besluit toevoegde",
    KETENTOEZICHT: "Vast onderdeel",
    RESERVE: "Flexibele reserve, wat er nog over is",
    INTERVENTIES: "Toegekend uit de reserve",
    VRIJ: "Zonder bestemming",
}

BOEK_CELLS = (
    Field(
        label="Ketentoezicht bij het begin",
        name="boek_ketentoezicht",
        formula='IF(besluit_kenmerk="",totaal_ketentoezicht,besluit_ketentoezicht)',
        kind=Kind.HOURS,
        clause="U2.1",
        note="Zoals vastgesteld; zolang er geen besluit is, zoals op blad Financien.",
    ),
    Field(
        label="Projecten bij het begin",
        name="boek_projecten",
        formula='IF(besluit_kenmerk="",totaal_toegewezen,SUM(tblBesluit[Uren]))',
        kind=Kind.HOURS,
        clause="U8.1",
        note="Zoals vastgesteld; zolang er geen besluit is, zoals op blad Selectie.",
    ),
    Field(
        label="Vrij bij het begin",
        name="boek_vrij",
        formula=_known("totaal_beschikbaar-boek_ketentoezicht-totaal_flexibel-boek_projecten"),
        kind=Kind.HOURS,
        clause="O4",
        note="Wat na ketentoezicht, reserve en projecten overblijft.",
    ),
)

REKENINGEN_COLUMNS = (
    out("rekening", "Rekening", Kind.ANY, 30, "General"),
    out("omschrijving", "Omschrijving", width=44),
    Column(
        key="begin",
        header="Begin",
        kind=Kind.HOURS,
        owner="formula",
        width=12,
        formula=_known(
            f"IF(ISNUMBER({ACCOUNT}),"
            f'IF(besluit_kenmerk="",SUMIFS(tblSelectie[Toegewezen uren],tblSelectie[Nr],{ACCOUNT}),'
            f"SUMIFS(tblBesluit[Uren],tblBesluit[Nr],{ACCOUNT})),"
            f'IF({ACCOUNT}="{TOTAAL}",0-totaal_beschikbaar,'
            f'IF({ACCOUNT}="{KETENTOEZICHT}",N(boek_ketentoezicht),'
            f'IF({ACCOUNT}="{RESERVE}",N(totaal_flexibel),'
            f'IF({ACCOUNT}="{VRIJ}",N(boek_vrij),0)))))'
        ),
    ),
    Column(
        key="erbij",
        header="Erbij",
        kind=Kind.HOURS,
        owner="formula",
        width=12,
        formula=f"SUMIFS(tblBoek[Geboekt],tblBoek[Naar],{ACCOUNT})",
    ),
    Column(
        key="eraf",
        header="Eraf",
        kind=Kind.HOURS,
        owner="formula",
        width=12,
        formula=f"SUMIFS(tblBoek[Geboekt],tblBoek[Van],{ACCOUNT})",
    ),
    Column(
        key="nu",
        header="Nu",
        kind=Kind.HOURS,
        owner="formula",
        width=12,
        formula=_known(
            f"{here('tblRekeningen', 'Begin')}+{here('tblRekeningen', 'Erbij')}"
            f"-{here('tblRekeningen', 'Eraf')}"
        ),
    ),
)


def _of_row(header: str, interventie: str) -> str:
    """Return a formula that takes a column from the row that a posting comes from."""
    one, other = here("tblBoek", "Rij in Interventies"), here("tblBoek", "Rij in Verschuivingen")
    there = f"INDEX(tblVerschuivingen[{header}],{other})"
    there = f"IF(ISNUMBER({there}),{there},{spoken(there)})"
    return f'IF({one}>0,{interventie},IF({other}>0,{there},""))'


def _taken(header: str) -> str:
    return f"INDEX(tblInterventies[{header}],{here('tblBoek', 'Rij in Interventies')})"


def _figure(
    key: str, header: str, formula: str, kind: Kind = Kind.HOURS, width: float = 12, **more: Any
) -> Column:
    return Column(
        key=key, header=header, kind=kind, owner="formula", width=width, formula=formula, **more
    )


VAN, NAAR, UREN = (here("tblBoek", header) for header in ("Van", "Naar", "Uren"))
LAST = here("tblBoek", "Laatste stand")

BOEK_COLUMNS = (
    out("volgorde", "Volgorde", Kind.INTEGER, 11),
    _figure(
        "interventie",
        "Rij in Interventies",
        f"IFERROR(MATCH({here('tblBoek', 'Volgorde')},tblInterventies[Volgorde],0),0)",
        Kind.INTEGER,
        16,
        number_format="0;;",
        quiet=True,
    ),
    _figure(
        "verschuiving",
        "Rij in Verschuivingen",
        f"IFERROR(MATCH({here('tblBoek', 'Volgorde')},tblVerschuivingen[Volgorde],0),0)",
        Kind.INTEGER,
        17,
        number_format="0;;",
        quiet=True,
    ),
    _figure("nr", "Nr", _of_row("Nr", _taken("Nr")), Kind.INTEGER, 8),
    _figure("datum", "Datum", _of_row("Boekdag", _taken("Boekdag")), Kind.DATE),
    _figure("van", "Van", _of_row("Van", f'"{RESERVE}"'), Kind.ANY, 15),
    _figure("naar", "Naar", _of_row("Naar", f'"{INTERVENTIES}"'), Kind.ANY, 15),
    _figure("uren", "Uren", _of_row("Uren", _taken("Uren"))),
    _figure(
        "stand",
        "Laatste stand",
        f"IF(ISNUMBER({VAN}),SUMPRODUCT(MAX((tblVoortgang[Telt voor]={VAN})"
        f"*(tblVoortgang[Telt op]<={here('tblBoek', 'Datum')})*tblVoortgang[Telt op])),0)",
        Kind.DATE,
        number_format="dd-mm-yyyy;;",
        quiet=True,
    ),
    _figure(
        "ruimte",
        "Over bij Van",
        f'IF({UREN}="","",IF({VAN}="{AB}",{UREN},{balance(VAN, "Begin")}'
        f"+SUMIFS(BOVEN(geboekt),BOVEN(naar),{VAN})-SUMIFS(BOVEN(geboekt),BOVEN(van),{VAN})"
        f"-IF({LAST}=0,0,SUMIFS(tblVoortgang[Gerealiseerd],tblVoortgang[Telt voor],{VAN},"
        f"tblVoortgang[Telt op],{LAST}))))",
        width=14,
    ),
    _figure(
        "past",
        "Past bij Naar",
        f'IF({NAAR}="{RESERVE}",N(kader_reserve_maximum)-({balance(NAAR, "Begin")}'
        f"+SUMIFS(BOVEN(geboekt),BOVEN(naar),{NAAR})-SUMIFS(BOVEN(geboekt),BOVEN(van),{NAAR},"
        f'BOVEN(naar),"<>{INTERVENTIES}")),IF({NAAR}="{INTERVENTIES}",N(kader_reserve_maximum)'
        f"-SUMIFS(BOVEN(geboekt),BOVEN(naar),{NAAR}),{UREN}))",
    ),
    _figure(
        "geboekt",
        "Geboekt",
        f'IF({UREN}="","",IF(AND({UREN}<={here("tblBoek", "Over bij Van")},'
        f"{UREN}<={here('tblBoek', 'Past bij Naar')}),{UREN},0))",
    ),
)

BOEK = SheetSpec(
    name="Boek",
    type=SheetType.BEREKENING,
    title="Boek: waar de uren na het besluit bleven",
    purpose="Elke interventie en verschuiving op volgorde van de dag, met wat er toen over was. "
    "Hier hoeft niets ingevuld.",
    who="financiën",
    clause="U8.2",
    older=WITHOUT_BOOK,
    paper="A3",
    blocks=(Block(fields=BOEK_CELLS),),
    tables=(
        TableSpec(
            name="tblRekeningen",
            title="Stand per rekening",
            clause="U8.2",
            row=11,
            numbered_by="rekening",
            columns=REKENINGEN_COLUMNS,
        ),
        TableSpec(
            name="tblBoek",
            title="Boekingen",
            clause="U8.2",
            row=11,
            col=8,
            numbered_by="volgorde",
            columns=BOEK_COLUMNS,
        ),
    ),
)
