"""Sheet Vastlegging: the record of the package on sheet Selectie.

What was divided, with which input, how sure that is and why: so that later every change can be
named, and nothing is worked out twice. Steps fill it; they read it back with ``steps/vastlegging``.
"""

from regio_xl.domain import Kind
from regio_xl.sheets.declare import (
    WITHOUT_RECORD,
    Block,
    Field,
    SheetSpec,
    SheetType,
    TableSpec,
    out,
)

STAAT, KENMERK = "pakket_staat", "pakket_kenmerk"
GEMAAKT, INHOUD = "pakket_gemaakt", "pakket_inhoud"
AFGESLOTEN = "jaar_afgesloten"

VASTLEGGING_CELLS = (
    Field(
        label="Stand van het pakket",
        name=STAAT,
        clause="F3.5",
        note="Berekend, ter advies (AOO), ter stemming (AB), vastgesteld, in uitvoering of "
        "afgesloten.",
    ),
    Field(
        label="Kenmerk van het pakket",
        name=KENMERK,
        clause="U8.1",
        note="Over uren, invoer en parameters. Adviezen en stemmen gelden voor één kenmerk.",
    ),
    Field(
        label="Verdeeld op",
        name=GEMAAKT,
        clause="U8.1",
        note="Wanneer de uren zijn verdeeld, en met welk scenario.",
    ),
    Field(
        label="Kenmerk van dit blad",
        name=INHOUD,
        clause="U8.1",
        note="Hieraan ziet een stap dat dit blad nog is zoals het werd geschreven.",
    ),
    Field(
        label="Jaar afgesloten",
        name=AFGESLOTEN,
        since="0.5.0",
        clause="U9.2",
        note="Wanneer, en in welke werkmap het verder gaat; ‘nieuw-jaar’ vult dit in.",
        prompt="Ingevuld door ‘nieuw-jaar’. Maak leeg om het jaar weer te openen.",
    ),
)

VASTLEGGING_COLUMNS = (
    out("blad", "Blad", width=14),
    out("waarvan", "Waarvan", Kind.ANY, 26, "General"),
    out("wat", "Wat", width=22),
    out("waarde", "Waarde", Kind.ANY, 60, "General"),
)

DOELEN_COLUMNS = (
    out("doel", "Doel", width=16),
    out("waarde", "Waarde", Kind.NUMBER, 14, "#,##0.00"),
    out("bewezen", "Bewezen", width=10),
    out("marge", "Marge", Kind.NUMBER, 10, "#,##0.00"),
)

REDENEN_COLUMNS = (
    out("nr", "Nr", Kind.INTEGER, 26),
    out("uren", "Verdeelde uren", Kind.HOURS, 24),
    out("woord", "Grond", width=16),
    out("kort", "Kort waarom", width=40),
    out("reden", "Berekening", width=120),
    out("mogelijk", "Kan anders", width=10),
    out("bewezen", "Bewezen", width=10),
    out("eruit", "Dan eruit", width=14),
    out("erin", "Dan erin", width=14),
    out("gedekt", "Gedekt erbij", Kind.INTEGER, 10),
    out("uh_direct", "U&H direct erbij", Kind.NUMBER, 12, "#,##0.00"),
    out("uh_indirect", "U&H indirect erbij", Kind.NUMBER, 12, "#,##0.00"),
    out("score", "Score erbij", Kind.NUMBER, 12, "#,##0.00"),
    out("uren_minder", "Past met uren minder", Kind.HOURS, 12),
    out("budget_meer", "Past met uren meer", Kind.HOURS, 12),
)

VASTLEGGING = SheetSpec(
    name="Vastlegging",
    type=SheetType.RESULTAAT,
    title="Vastlegging: waarop het pakket berust",
    purpose="De invoer, de doelen en de redenen bij het pakket op blad Selectie. Wordt een "
    "waarde later anders, dan noemt blad Controle de oude en de nieuwe.",
    who="accountteam",
    clause="U8.1",
    older=WITHOUT_RECORD,
    receipt=True,
    paper="A3",
    pages_wide=2,
    blocks=(Block(fields=VASTLEGGING_CELLS),),
    tables=(
        TableSpec(
            name="tblRedenen",
            title="Waarom elk voorstel erin zit of niet, en wat het anders zou worden",
            clause="U8.1",
            row=12,
            numbered_by="nr",
            columns=REDENEN_COLUMNS,
        ),
        TableSpec(
            name="tblDoelen",
            title="Wat het pakket op elk doel bereikt",
            clause="F3.2",
            row=12,
            col=17,
            columns=DOELEN_COLUMNS,
        ),
        TableSpec(
            name="tblVastlegging",
            title="Wat er gold toen de uren werden verdeeld",
            clause="U8.1",
            row=12,
            col=22,
            columns=VASTLEGGING_COLUMNS,
        ),
    ),
)
