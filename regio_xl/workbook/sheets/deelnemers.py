"""Sheet Deelnemers: who contributes how much."""

from decimal import Decimal

from regio_xl.domain.bevinding import Ernst
from regio_xl.domain.column import Column, Kind
from regio_xl.workbook.declare import SheetSpec, SheetType, TableSpec

BEREKEND = (
    "IF(ISNUMBER(tblDeelnemers[[#This Row],[DVO-uren]]),"
    "MAX(0,tblDeelnemers[[#This Row],[DVO-uren]]*kader_percentage),0)"
)
"""U1.1 before the cap: the share of the DVO; text and negative hours count as 0."""

BIJDRAGE = "ROUND(MIN(tblDeelnemers[[#This Row],[Berekende uren]],kader_maximum),0)"
"""U1.1 with the cap, rounded as O1 says."""

BEPAALD_DOOR = (
    'IF(tblDeelnemers[[#This Row],[Berekende uren]]>kader_maximum,"maximum","percentage")'
)
"""F1.2: which of the two decided the contribution."""

DEELNEMERS = SheetSpec(
    name="Deelnemers",
    type=SheetType.INVOER,
    title="Deelnemers en hun bijdrage",
    purpose="Vul per deelnemer de DVO-uren in en de datum waarop het programma is vastgesteld; "
    "de bijdrage rekent de werkmap zelf uit.",
    who="accountteam",
    freeze_cols=2,
    tables=(
        TableSpec(
            name="tblDeelnemers",
            clause="F1.2",
            numbered_by="code",
            columns=(
                Column(
                    key="code",
                    header="Code",
                    clause="F1.2",
                    required=Ernst.FOUT,
                    prompt="Korte, vaste code van de deelnemer, bijvoorbeeld AMF.",
                    width=10,
                ),
                Column(
                    key="deelnemer",
                    header="Deelnemer",
                    clause="F1.2",
                    required=Ernst.FOUT,
                    width=30,
                ),
                Column(
                    key="type",
                    header="Type",
                    kind=Kind.CHOICE,
                    clause="F1.2",
                    required=Ernst.FOUT,
                    choices=("gemeente", "provincie"),
                    prompt="Kies gemeente of provincie.",
                    width=14,
                ),
                Column(
                    key="dvo_uren",
                    header="DVO-uren",
                    kind=Kind.NUMBER,
                    clause="O8",
                    required=Ernst.FOUT,
                    minimum=Decimal(0),
                    prompt="Uren uit de dienstverleningsovereenkomst (DVO), niet uit het UVP.",
                    width=14,
                ),
                Column(
                    key="vastgesteld",
                    header="Programma vastgesteld op",
                    kind=Kind.DATE,
                    clause="F1.1",
                    prompt="Datum waarop de deelnemer het programma vaststelde; "
                    "leeg zolang dat niet is gebeurd.",
                    width=20,
                ),
                Column(
                    key="bijdrage",
                    header="Bijdrage",
                    kind=Kind.HOURS,
                    clause="U1.1",
                    formula=BIJDRAGE,
                    owner="formula",
                    prompt="Formule: laat staan. De bijdrage volgt uit de DVO-uren en het Kader.",
                    width=14,
                ),
                Column(
                    key="berekend",
                    header="Berekende uren",
                    kind=Kind.NUMBER,
                    clause="F1.2",
                    formula=BEREKEND,
                    owner="formula",
                    prompt="Formule: laat staan. Het percentage van de DVO-uren, vóór het maximum.",
                    width=14,
                ),
                Column(
                    key="bepaald_door",
                    header="Bepaald door",
                    clause="F1.2",
                    formula=BEPAALD_DOOR,
                    owner="formula",
                    prompt="Formule: laat staan. Wat de bijdrage bepaalt: percentage of maximum.",
                    width=16,
                ),
            ),
        ),
    ),
)
