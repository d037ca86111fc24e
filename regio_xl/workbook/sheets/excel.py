"""The sheets that serve the ribbon and the xlwings add-in, as data."""

from regio_xl.domain.column import Column
from regio_xl.workbook.declare import Block, Field, SheetSpec, SheetType, TableSpec
from regio_xl.workbook.sheets.resultaat import out

KNOPPEN = SheetSpec(
    name="Knoppen",
    type=SheetType.BEHEER,
    title="Knoppen: wat elke knop doet en wanneer hij werkt",
    purpose="Het lint leest hier of een knop nu werkt en welke uitleg erbij hoort.",
    who="accountteam",
    paper="A3",
    tables=(
        TableSpec(
            name="tblKnoppen",
            grows=False,
            numbered_by="stap",
            columns=(
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
            ),
        ),
        TableSpec(
            name="tblFasen",
            title="De fasen in volgorde",
            clause="T1",
            row=15,
            grows=False,
            numbered_by="regel",
            columns=(
                out("regel", "Regel", width=16),
                out("fase", "Fase", width=16),
            ),
        ),
    ),
)

XLWINGS_CONF = SheetSpec(
    name="xlwings.conf",
    type=SheetType.BEHEER,
    title="Instellingen van de invoegtoepassing xlwings voor deze werkmap",
    purpose="Wat hier staat, gaat voor de instellingen van de gebruiker. "
    "U hoeft niets in te vullen.",
    who="accountteam",
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
"""Read by xlwings.xlam (``Config.bas``, ``GetConfigFromSheet``): keys in A, values in B, without
an empty row from A1 on; so the title lines are entries too, with names that nothing asks for."""
