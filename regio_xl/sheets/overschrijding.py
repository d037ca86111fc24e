"""Sheet Overschrijding: what goes over its hours, in one place, with what can be done (U8.2)."""

from regio_xl.domain import Kind
from regio_xl.rules import AB, INTERVENTIES, KETENTOEZICHT, TOTAAL
from regio_xl.sheets.boek import held
from regio_xl.sheets.declare import (
    WITHOUT_BOOK,
    Block,
    Field,
    SheetSpec,
    SheetType,
    TableSpec,
    out,
)

CELLS = (
    Field(
        label="Uren van het hele jaar",
        name="jaar_beschikbaar",
        formula=f"0-{held(TOTAAL)}-{held(AB)}",
        kind=Kind.HOURS,
        clause="U8.2",
        note="De bijdragen, met wat het AB er met een besluit bij deed.",
    ),
    Field(
        label="Verwacht gebruik",
        name="jaar_prognose",
        formula=f"totaal_prognose+{held(KETENTOEZICHT)}+{held(INTERVENTIES)}",
        kind=Kind.HOURS,
        clause="U8.2",
        note="Prognose van de projecten, ketentoezicht en de toegekende interventies.",
    ),
    Field(
        label="Over (+) of te veel (−)",
        name="jaar_verschil",
        formula="jaar_beschikbaar-jaar_prognose",
        kind=Kind.HOURS,
        clause="U8.2",
        note="Onder 0 kan alleen met een besluit van het AB.",
    ),
    Field(
        label="Over in de reserve",
        formula="reserve_over",
        kind=Kind.HOURS,
        clause="U3.4",
        note="Zie blad Interventies.",
    ),
    Field(
        label="Projecten die uren te kort komen",
        name="projecten_te_kort",
        formula='COUNTIFS(tblProjecten[Verschil],"<0")',
        kind=Kind.INTEGER,
        clause="U8.2",
        note="Zie blad Voortgang.",
    ),
)

OVERSCHRIJDING = SheetSpec(
    name="Overschrijding",
    type=SheetType.RESULTAAT,
    title="Overschrijding: waar uren te kort komen of over blijven",
    purpose="De cijfers zijn formules en altijd van nu; de lijst is van de laatste stap.",
    who="accountteam en financiën",
    clause="U8.2",
    older=WITHOUT_BOOK,
    receipt=True,
    blocks=(Block(fields=CELLS),),
    tables=(
        TableSpec(
            name="tblOverschrijding",
            title="Wat aandacht vraagt, het dringendste eerst",
            clause="U8.2",
            row=12,
            columns=(
                out("ernst", "Ernst", width=34),
                out("regel", "Regel", width=14),
                out("blad", "Blad", width=18),
                out("rij", "Rij", Kind.INTEGER, 8),
                out("melding", "Wat er is", width=64),
                out("herstel", "Wat u kunt doen", width=64),
            ),
        ),
    ),
)
