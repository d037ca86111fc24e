"""Start, Berekening and the sheets that keep house: Regels, Logboek, Knoppen, xlwings.conf, Over.

Sheet Regels shows the clauses, so they are read here.
"""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal

from regio_xl.domain import Column, Kind, Model
from regio_xl.domain.woorden import ONBEKEND
from regio_xl.sheets.buttons import BUTTONS
from regio_xl.sheets.declare import (
    FIRST_ROW,
    HOUSEKEEPING,
    WITHOUT_BUTTONS,
    Block,
    Field,
    SheetSpec,
    SheetType,
    TableSpec,
    out,
)


def _shows(label: str, formula: str, kind: Kind = Kind.HOURS, note: str = "uren") -> Field:
    """Return a cell that shows a named cell of another sheet."""
    return Field(label=label, formula=formula, kind=kind, note=note)


TIJDLIJN = "start_tijdlijn"

START_CELLS = (
    _shows("Jaar", "jaar", Kind.INTEGER, "Te wijzigen op Kader."),
    _shows("Fase", "fase", Kind.TEXT, "Te wijzigen op Kader."),
    Field(
        label="Volgende stap", name="start_volgende_stap", value="Vul eerst Kader en Deelnemers in."
    ),
    Field(
        label="Tijdlijn",
        name=TIJDLIJN,
        note="Volgens de feiten in de werkmap; alle stappen staan op Kader.",
        since="0.5.0",
    ),
    _shows("Totaal beschikbaar", "totaal_beschikbaar", note="uren, volgens blad Financien"),
    _shows(
        "Status van het totaal",
        "status_totaal",
        Kind.TEXT,
        "Definitief zodra alle deelnemers hun programma hebben vastgesteld.",
    ),
    _shows("Ketentoezicht", "totaal_ketentoezicht"),
    _shows("Flexibele reserve", "totaal_flexibel"),
    _shows("Toegewezen aan projecten", "totaal_toegewezen"),
    _shows("Vrij", "totaal_vrij"),
    *(
        Field(
            label=label,
            name=f"start_dringend_{number}",
            clause="U8.2",
            note="Over de uren na het besluit; zie Overschrijding." if number == 1 else "",
            since="0.5.0",
        )
        for number, label in ((1, "Meest dringend"), (2, "Daarna"), (3, "En dan"))
    ),
    Field(
        label="Fout",
        name="aantal_fouten",
        formula="COUNTIF(tblControle[Ernst],A18)",
        kind=Kind.INTEGER,
        note="bevindingen die opgelost moeten worden; zie Controle",
    ),
    Field(
        label="Waarschuwing",
        name="aantal_waarschuwingen",
        formula="COUNTIF(tblControle[Ernst],A19)",
        kind=Kind.INTEGER,
        note="bevindingen om naar te kijken; zie Controle",
    ),
    _shows(
        "Aansluitingen", "aansluiting_oordeel", Kind.TEXT, "Controle op de totalen; zie Controle."
    ),
)

START = SheetSpec(
    name="Start",
    type=SheetType.RESULTAAT,
    title="Regionale opdrachten",
    purpose="Waar staan we: het jaar, de uren, wat er open staat en de volgende stap.",
    who="iedereen",
    clause="T1",
    receipt=True,
    blocks=(Block(fields=START_CELLS),),
    widths=(30, 40, 70),
)

# The rows of tblKader that hold a parameter on the first day of the year
IN_FORCE = (
    "tblKader[Code],tblGeldend[[#This Row],[Code]],"
    'tblKader[Geldig van],"<="&eerste_dag,tblKader[Geldig tot en met],">="&eerste_dag'
)
VALUE = f"SUMIFS(tblKader[Waarde],{IN_FORCE})"


def _rows(key: str, header: str, *criteria: str) -> Column:
    """Return a column that counts the rows in force of a parameter."""
    return Column(
        key=key,
        header=header,
        kind=Kind.INTEGER,
        owner="formula",
        width=12,
        formula=f"COUNTIFS({','.join((IN_FORCE, *criteria))})",
    )


# A value counts when it is the only one and fits its parameter, as ``Geldend`` has it (U1.3);
# otherwise nobody knows what is meant, and every total that needs it is unknown too
GELDEND_COLUMNS = (
    out("code", "Code", width=30),
    out("parameter", "Parameter", width=50),
    Column(
        key="waarde",
        header="Waarde",
        kind=Kind.NUMBER,
        owner="formula",
        number_format="General",
        formula='IF(tblGeldend[[#This Row],[Ingevuld]]=0,"",'
        "IF(AND(tblGeldend[[#This Row],[Rijen]]=1,tblGeldend[[#This Row],[Bruikbaar]]=1,"
        f'OR(tblGeldend[[#This Row],[Heel getal]]="nee",ROUND({VALUE},0)={VALUE})),'
        f'{VALUE},"{ONBEKEND}"))',
    ),
    out("eenheid", "Eenheid", width=16),
    out("regel", "Regel", width=12),
    out("minimum", "Minimum", Kind.NUMBER, 12, "General"),
    out("maximum", "Maximum", Kind.NUMBER, 12, "General"),
    out("heel", "Heel getal", width=12),
    _rows("rijen", "Rijen"),
    _rows("ingevuld", "Ingevuld", 'tblKader[Waarde],"<>"'),
    _rows(
        "bruikbaar",
        "Bruikbaar",
        'tblKader[Waarde],">="&tblGeldend[[#This Row],[Minimum]]',
        'tblKader[Waarde],"<="&tblGeldend[[#This Row],[Maximum]]',
    ),
)

BEREKENING = SheetSpec(
    name="Berekening",
    type=SheetType.BEREKENING,
    title="Berekening: de waarden die in dit jaar gelden",
    purpose="Kiest uit Kader de ene bruikbare waarde voor het ingestelde jaar; anders staat hier "
    f"‘{ONBEKEND}’. Hier hoeft niets ingevuld.",
    who="iedereen",
    clause="U1.3",
    tables=(
        TableSpec(
            name="tblGeldend",
            clause="U1.3",
            grows=False,
            numbered_by="code",
            columns=GELDEND_COLUMNS,
        ),
    ),
)

REGELS_COLUMNS = (
    out("code", "Code", width=10),
    out("onderwerp", "Onderwerp", width=30),
    out("regel", "Wat de regeling zegt", width=70),
    out("werking", "Wat de werkmap doet", width=70),
    out("parameters", "Parameters op Kader", width=34),
    out("weert", "Weert een voorstel bij een fout in", width=30),
    out("stand", "In deze versie", width=16),
)

REGELS = SheetSpec(
    name="Regels",
    type=SheetType.BEHEER,
    title="Regels: wat de regeling zegt en wat de werkmap doet",
    purpose="Elke regel heeft een eigen code; bevindingen en redenen verwijzen daarnaar.",
    who="iedereen",
    paper="A3",
    freeze_cols=1,
    tables=(TableSpec(name="tblRegels", grows=False, numbered_by="code", columns=REGELS_COLUMNS),),
)

LOGBOEK_COLUMNS = (
    out("wanneer", "Wanneer", Kind.DATE, 20, "dd-mm-yyyy hh:mm"),
    out("wie", "Wie", width=24),
    out("stap", "Stap", width=16),
    out("versie", "Versie", width=12),
    out("invoer", "Kenmerk invoer", width=18),
    out("uitkomst", "Uitkomst", width=70),
)

LOGBOEK = SheetSpec(
    name="Logboek",
    type=SheetType.BEHEER,
    title="Logboek",
    purpose="Wie liet wanneer welke stap lopen, en op welke invoer.",
    who="accountteam",
    tables=(TableSpec(name="tblLogboek", columns=LOGBOEK_COLUMNS),),
)

OVER_CELLS = (
    Field(
        label="Doel",
        value="Regionale opdrachten voorbereiden, kiezen, volgen en "
        "evalueren volgens de regeling van de Omgevingsdienst Utrecht.",
    ),
    Field(label="Eigenaar", value="Accountteam van de Omgevingsdienst Utrecht"),
    Field(label="Contact", value="Het accountteam van de Omgevingsdienst Utrecht"),
    Field(label="Versie", name="versie_werkmap"),
    Field(label="Herkomst van de cijfers", name="herkomst_cijfers"),
)

BLADEN_COLUMNS = (
    out("blad", "Blad", width=30),
    out("type", "Type", width=60),
    out("wie", "Voor wie", width=34),
    out("inhoud", "Inhoud", width=80),
)

OVER = SheetSpec(
    name="Over",
    type=SheetType.BEHEER,
    title="Over deze werkmap",
    purpose="Doel, eigenaar, versie, inhoud en contact.",
    who="iedereen",
    blocks=(Block(fields=OVER_CELLS),),
    tables=(
        TableSpec(name="tblBladen", title="Inhoud", row=13, grows=False, columns=BLADEN_COLUMNS),
    ),
)

KNOPPEN_COLUMNS = (
    out("stap", "Stap", width=16),
    out("knop", "Knop", width=16),
    out("groep", "Groep op het lint", width=24),
    out("doet", "Wat een klik doet", width=52),
    out("blijft", "Wat blijft zoals het is", width=44),
    out("vanaf", "Vanaf fase", width=18),
    out("dicht", "Waarom nog niet", width=52),
    Column(
        key="werkt",
        header="Werkt nu",
        owner="formula",
        width=12,
        number_format="General",
        formula="IF(IFERROR(MATCH(fase,tblFasen[Fase],0),1)"
        ">=MATCH(tblKnoppen[[#This Row],[Vanaf fase]],tblFasen[Fase],0)"
        ',"ja","nee")',
    ),
    Column(
        key="uitleg",
        header="Uitleg op het lint",
        owner="formula",
        width=84,
        number_format="General",
        formula='IF(tblKnoppen[[#This Row],[Werkt nu]]="ja",'
        'tblKnoppen[[#This Row],[Wat een klik doet]]&" "'
        "&tblKnoppen[[#This Row],[Wat blijft zoals het is]],"
        "tblKnoppen[[#This Row],[Waarom nog niet]])",
    ),
)

KNOPPEN = SheetSpec(
    name="Knoppen",
    type=SheetType.BEHEER,
    title="Knoppen: wat elke knop doet en wanneer hij werkt",
    purpose="Het lint leest hier of een knop nu werkt en welke uitleg erbij hoort.",
    who="accountteam",
    older=WITHOUT_BUTTONS,
    paper="A3",
    tables=(
        TableSpec(
            name="tblKnoppen",
            clause=HOUSEKEEPING,
            grows=False,
            numbered_by="stap",
            columns=KNOPPEN_COLUMNS,
        ),
        TableSpec(
            name="tblFasen",
            title="De fasen in volgorde",
            clause="T1",
            row=FIRST_ROW + len(BUTTONS) + 2,  # below the buttons, with its title
            grows=False,
            numbered_by="regel",
            columns=(out("regel", "Regel", width=16), out("fase", "Fase", width=16)),
        ),
    ),
)

# Read by xlwings.xlam (``Config.bas``, ``GetConfigFromSheet``): keys in A, values in B, without an
# empty row from A1 on; so the title lines are entries too, with names that nothing asks for
XLWINGS_CONF = SheetSpec(
    name="xlwings.conf",
    type=SheetType.BEHEER,
    title="Instellingen van de invoegtoepassing xlwings voor deze werkmap",
    purpose="Wat hier staat, gaat voor de instellingen van de gebruiker. "
    "U hoeft niets in te vullen.",
    who="accountteam",
    older=WITHOUT_BUTTONS,
    note="De invoegtoepassing leest kolom A en B vanaf rij 1 tot de eerste lege rij.",
    blocks=(
        Block(
            row=4,
            fields=(
                Field(
                    label="ADD_WORKBOOK_TO_PYTHONPATH",
                    value="False",
                    note="Python zoekt niets naast de werkmap: in SharePoint, Teams of OneDrive "
                    "heeft die geen map.",
                ),
            ),
        ),
    ),
    widths=(34, 14, 80),
)


class Clause(Model):
    """One clause; together they fill sheet Regels."""

    code: str  # clause id, such as ``U1.1``; the ids are ours, not those of the source
    onderwerp: str  # what it is about, in Dutch
    regel: str  # what the regulation says, in our own words
    werking: str  # what the workbook does with it
    parameters: tuple[str, ...] = ()  # codes of the parameters on sheet Kader that it uses
    stand: Literal["volledig", "deels", "later"]  # how much of it this version does


@cache
def load_clauses() -> tuple[Clause, ...]:
    """Return all clauses in the order of the regulation.

    >>> load_clauses()[0].code, len({clause.code for clause in load_clauses()})
    ('F1.1', 53)
    """
    text = (files("regio_xl.sheets") / "clauses.toml").read_text(encoding="utf-8")
    return tuple(
        Clause.model_validate({"code": code, **fields})
        for code, fields in tomllib.loads(text).items()
    )
