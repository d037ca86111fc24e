"""Start, the calculation sheet and the sheets that keep house, as data."""

from regio_xl.domain.column import Column, Kind
from regio_xl.workbook.declare import Block, Field, SheetSpec, SheetType, TableSpec
from regio_xl.workbook.sheets.resultaat import out

START = SheetSpec(
    name="Start",
    type=SheetType.RESULTAAT,
    title="Regionale opdrachten",
    purpose="Waar staan we: het jaar, de uren, wat er open staat en de volgende stap.",
    who="iedereen",
    receipt=True,
    blocks=(
        Block(
            fields=(
                Field(
                    label="Jaar", formula="jaar", kind=Kind.INTEGER, note="Te wijzigen op Kader."
                ),
                Field(label="Fase", formula="fase", note="Te wijzigen op Kader."),
                Field(
                    label="Volgende stap",
                    name="start_volgende_stap",
                    value="Vul eerst Kader en Deelnemers in.",
                ),
                Field(
                    label="Totaal beschikbaar",
                    formula="totaal_beschikbaar",
                    kind=Kind.HOURS,
                    note="uren, volgens blad Financien",
                ),
                Field(
                    label="Status van het totaal",
                    formula="status_totaal",
                    note="Definitief zodra alle deelnemers hun programma hebben vastgesteld.",
                ),
                Field(
                    label="Ketentoezicht",
                    formula="totaal_ketentoezicht",
                    kind=Kind.HOURS,
                    note="uren",
                ),
                Field(
                    label="Flexibele reserve",
                    formula="totaal_flexibel",
                    kind=Kind.HOURS,
                    note="uren",
                ),
                Field(
                    label="Toegewezen aan projecten",
                    formula="totaal_toegewezen",
                    kind=Kind.HOURS,
                    note="uren",
                ),
                Field(label="Vrij", formula="totaal_vrij", kind=Kind.HOURS, note="uren"),
                Field(
                    label="Fout",
                    name="aantal_fouten",
                    formula="COUNTIF(tblControle[Ernst],A14)",
                    kind=Kind.INTEGER,
                    note="bevindingen die opgelost moeten worden; zie Controle",
                ),
                Field(
                    label="Waarschuwing",
                    name="aantal_waarschuwingen",
                    formula="COUNTIF(tblControle[Ernst],A15)",
                    kind=Kind.INTEGER,
                    note="bevindingen om naar te kijken; zie Controle",
                ),
                Field(
                    label="Aansluitingen",
                    formula="aansluiting_oordeel",
                    note="Controle op de totalen; zie Controle.",
                ),
            ),
        ),
    ),
    widths=(30, 40, 70),
)

BEREKENING = SheetSpec(
    name="Berekening",
    type=SheetType.BEREKENING,
    title="Berekening: de waarden die in dit jaar gelden",
    purpose="Kiest uit Kader de waarden voor het ingestelde jaar. Hier hoeft niets ingevuld.",
    who="iedereen",
    tables=(
        TableSpec(
            name="tblGeldend",
            grows=False,
            numbered_by="code",
            columns=(
                out("code", "Code", width=30),
                out("parameter", "Parameter", width=50),
                Column(
                    key="waarde",
                    header="Waarde",
                    kind=Kind.NUMBER,
                    owner="formula",
                    width=14,
                    number_format="General",
                    formula="IF(COUNTIFS(tblKader[Code],tblGeldend[[#This Row],[Code]],"
                    'tblKader[Geldig van],"<="&eerste_dag,'
                    'tblKader[Geldig tot en met],">="&eerste_dag,tblKader[Waarde],"<>")=0,"",'
                    "SUMIFS(tblKader[Waarde],tblKader[Code],tblGeldend[[#This Row],[Code]],"
                    'tblKader[Geldig van],"<="&eerste_dag,'
                    'tblKader[Geldig tot en met],">="&eerste_dag))',
                ),
                out("eenheid", "Eenheid", width=16),
                out("regel", "Regel", width=12),
            ),
        ),
    ),
)

REGELS = SheetSpec(
    name="Regels",
    type=SheetType.BEHEER,
    title="Regels: wat de regeling zegt en wat de werkmap doet",
    purpose="Elke regel heeft een eigen code; bevindingen en redenen verwijzen daarnaar.",
    who="iedereen",
    paper="A3",
    freeze_cols=1,
    tables=(
        TableSpec(
            name="tblRegels",
            grows=False,
            numbered_by="code",
            columns=(
                out("code", "Code", width=10),
                out("onderwerp", "Onderwerp", width=30),
                out("regel", "Wat de regeling zegt", width=70),
                out("werking", "Wat de werkmap doet", width=70),
                out("parameters", "Parameters op Kader", width=34),
                out("stand", "In deze versie", width=16),
            ),
        ),
    ),
)

LOGBOEK = SheetSpec(
    name="Logboek",
    type=SheetType.BEHEER,
    title="Logboek",
    purpose="Wie liet wanneer welke stap lopen, en op welke invoer.",
    who="accountteam",
    tables=(
        TableSpec(
            name="tblLogboek",
            columns=(
                out("wanneer", "Wanneer", Kind.DATE, 20, "dd-mm-yyyy hh:mm"),
                out("wie", "Wie", width=24),
                out("stap", "Stap", width=16),
                out("versie", "Versie", width=12),
                out("invoer", "Kenmerk invoer", width=18),
                out("uitkomst", "Uitkomst", width=70),
            ),
        ),
    ),
)

OVER = SheetSpec(
    name="Over",
    type=SheetType.BEHEER,
    title="Over deze werkmap",
    purpose="Doel, eigenaar, versie, inhoud en contact.",
    who="iedereen",
    blocks=(
        Block(
            fields=(
                Field(
                    label="Doel",
                    value="Regionale opdrachten voorbereiden, kiezen, volgen en "
                    "evalueren volgens de regeling van de Omgevingsdienst Utrecht.",
                ),
                Field(label="Eigenaar", value="Accountteam van de Omgevingsdienst Utrecht"),
                Field(label="Contact", value="Het accountteam van de Omgevingsdienst Utrecht"),
                Field(label="Versie", name="versie_werkmap"),
                Field(label="Herkomst van de cijfers", name="herkomst_cijfers"),
            ),
        ),
    ),
    tables=(
        TableSpec(
            name="tblBladen",
            title="Inhoud",
            row=13,
            grows=False,
            columns=(
                out("blad", "Blad", width=30),
                out("type", "Type", width=60),
                out("wie", "Voor wie", width=34),
                out("inhoud", "Inhoud", width=80),
            ),
        ),
    ),
)
