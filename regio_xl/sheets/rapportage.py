"""Sheet Rapportage: the joint report of one period, about projects and participants (U5.4, U6.1).

A report is about a moment: its figures are values with a receipt, and stay what they were.
"""

from regio_xl.domain import Kind
from regio_xl.sheets.declare import (
    WITHOUT_BOOK,
    Block,
    Field,
    SheetSpec,
    SheetType,
    TableSpec,
    out,
)

PERIODE, DOOR = "rapportage_periode", "rapportage_door"

CELLS = (
    Field(
        label="Kies een periode",
        name=PERIODE,
        clause="U6.1",
        note="Leeg: de laatste periode waarvan de peildatum voorbij is, en anders de eerste.",
        prompt="Naam van een periode op blad Kader; laat leeg voor de periode die aan de beurt is.",
    ),
    Field(
        label="Namens accountmanagement",
        name=DOOR,
        clause="U5.4",
        note="Accountmanagement draagt de gezamenlijke rapportage.",
        prompt="Wie deze rapportage namens accountmanagement verzorgt.",
    ),
    Field(label="Rapportage", name="rapportage_titel", clause="U6.1"),
    Field(label="Peildatum", name="rapportage_peildatum", kind=Kind.DATE, clause="U6.1"),
    Field(label="Klaar op", name="rapportage_klaar", kind=Kind.DATE, clause="U6.1"),
    Field(label="Wie rapporteert", name="rapportage_wie", clause="U5.4"),
    Field(label="De uren", name="rapportage_uren", clause="U8.2"),
    Field(label="De flexibele ruimte", name="rapportage_reserve", clause="U3.1"),
    Field(label="Nog niet gerapporteerd", name="rapportage_ontbreekt", clause="U5.2"),
)

PROJECT_COLUMNS = (
    out("nr", "Nr", Kind.ANY, 27, "0"),
    out("titel", "Titel", width=46),
    out("projectleider", "Projectleider", width=20),
    out("rapporteur", "Rapporteur", width=20),
    out("betrokkenen", "Rol van deelnemers", width=30),
    out("vastgesteld", "Vastgesteld", Kind.HOURS, 13),
    out("verschoven", "Verschoven", Kind.HOURS, 13),
    out("beschikbaar", "Beschikbaar", Kind.HOURS, 13),
    out("gerealiseerd", "Gerealiseerd", Kind.HOURS, 13),
    out("prognose", "Prognose", Kind.HOURS, 12),
    out("oordeel", "Oordeel", width=18),
    out("status", "Status", width=15),
    out("toelichting", "Toelichting", width=60),
)

DEELNEMER_COLUMNS = (
    out("code", "Code", width=10),
    out("deelnemer", "Deelnemer", width=24),
    out("bijdrage", "Bracht in", Kind.HOURS, 11),
    out("beschikbaar", "Uren van belang", Kind.HOURS, 12),
    out("gerealiseerd", "Waarvan gerealiseerd", Kind.HOURS, 14),
    out("projecten", "Projecten van belang", width=30),
    out("rollen", "Rollen", width=30),
    out("interventies", "Interventies", Kind.INTEGER, 13),
)

MUTATIE_COLUMNS = (
    out("datum", "Datum", Kind.DATE, 13),
    out("wat", "Wat", width=15),
    out("nr", "Nr", Kind.INTEGER, 7),
    out("van", "Van", width=16),
    out("naar", "Naar", width=16),
    out("gevraagd", "Gevraagde uren", Kind.HOURS, 12),
    out("uren", "Uren die tellen", Kind.HOURS, 12),
    out("uitkomst", "Uitkomst", width=12),
    out("omschrijving", "Waarom", width=54),
)

RAPPORTAGE = SheetSpec(
    name="Rapportage",
    type=SheetType.RESULTAAT,
    title="Rapportage: projecten, deelnemers en wat er met uren gebeurde",
    purpose="De gezamenlijke rapportage van één periode, met de cijfers op de peildatum; "
    "in januari de terugblik op het hele jaar.",
    who="projectleiders en AB",
    clause="U6.1",
    older=WITHOUT_BOOK,
    receipt=True,
    paper="A3",
    pages_wide=2,
    blocks=(Block(fields=CELLS),),
    tables=(
        TableSpec(
            name="tblRapportage",
            title="Per project",
            clause="U6.1",
            row=17,
            numbered_by="nr",
            columns=PROJECT_COLUMNS,
        ),
        TableSpec(
            name="tblPerDeelnemer",
            title="Per deelnemer: wat hij inbracht en wat hij terugzag",
            clause="T5",
            row=17,
            col=len(PROJECT_COLUMNS) + 2,
            numbered_by="code",
            columns=DEELNEMER_COLUMNS,
        ),
        TableSpec(
            name="tblMutaties",
            title="Interventies en verschuivingen in de periode",
            clause="U3.1",
            row=17,
            col=len(PROJECT_COLUMNS) + len(DEELNEMER_COLUMNS) + 3,
            columns=MUTATIE_COLUMNS,
        ),
    ),
)
