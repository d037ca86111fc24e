"""The sheets that the workbook and the steps fill, as data."""

from decimal import Decimal

from regio_xl.domain.column import Column, Kind
from regio_xl.workbook.declare import SheetSpec, SheetType, TableSpec


def out(
    key: str, header: str, kind: Kind = Kind.TEXT, width: float = 14, number_format: str = ""
) -> Column:
    """Return a column that a step fills."""
    return Column(
        key=key,
        header=header,
        kind=kind,
        owner="output",
        width=width,
        number_format=number_format,
    )


def own(key: str, header: str, kind: Kind, width: float, prompt: str, **more: object) -> Column:
    """Return a column that people fill in on a generated sheet; steps keep what they typed."""
    return Column.model_validate(
        {"key": key, "header": header, "kind": kind, "width": width, "prompt": prompt, **more}
    )


VOORSTEL = SheetSpec(
    name="Voorstel",
    type=SheetType.RESULTAAT,
    title="Eerste voorstel voor de regionale opdrachten",
    purpose="Overzicht van alle voorstellen, met daaronder een kaart per voorstel.",
    who="AOO",
    receipt=True,
    report_columns=2,
    freeze_cols=2,
    tables=(
        TableSpec(
            name="tblVoorstel",
            numbered_by="nr",
            columns=(
                out("nr", "Nr", Kind.ANY, 24, "0"),
                out("titel", "Titel", width=80),
                out("indiener", "Indiener", width=11),
                out("soort", "Soort", width=15),
                out("uh_relatie", "U&H-relatie", width=13),
                out("gevraagd", "Gevraagde uren", Kind.HOURS, 12),
                out("kosten_uren", "Uren voor kosten", Kind.HOURS, 11),
                out("score", "Score", Kind.NUMBER, 9, "0.00"),
                out("stand", "Stand", width=17),
                out("toegewezen", "Toegewezen uren", Kind.HOURS, 13),
            ),
        ),
    ),
)

SELECTIE = SheetSpec(
    name="Selectie",
    type=SheetType.RESULTAAT,
    title="Selectie: het pakket en de dekking",
    purpose="Per voorstel of het in het pakket zit en waarom; rechts de dekking per deelnemer.",
    who="AOO en AB",
    receipt=True,
    paper="A3",
    freeze_cols=2,
    tables=(
        TableSpec(
            name="tblSelectie",
            numbered_by="nr",
            columns=(
                out("nr", "Nr", Kind.INTEGER, 7),
                out("titel", "Titel", width=44),
                out("soort", "Soort", width=15),
                out("uh_relatie", "U&H-relatie", width=13),
                out("samenwerkingsverband", "Samenwerkingsverband", width=26),
                out("score", "Score", Kind.NUMBER, 9, "0.00"),
                out("uren", "Gevraagde uren", Kind.HOURS, 12),
                out("kosten_uren", "Uren voor kosten", Kind.HOURS, 11),
                out("stand", "Stand", width=17),
                out("toegewezen", "Toegewezen uren", Kind.HOURS, 13),
                out("reden", "Reden", width=90),
            ),
        ),
        TableSpec(
            name="tblDekking",
            col=13,
            numbered_by="code",
            columns=(
                out("code", "Code", width=10),
                out("deelnemer", "Deelnemer", width=24),
                out("bijdrage", "Bijdrage", Kind.HOURS, 11),
                out("belang_uren", "Uren van belang", Kind.HOURS, 12),
                out("verhouding", "Verhouding", Kind.NUMBER, 12, "0.00"),
                out("gedekt", "Gedekt", width=10),
            ),
        ),
    ),
)

EVALUATIE = SheetSpec(
    name="Evaluatie",
    type=SheetType.RESULTAAT,
    title="Evaluatie per project",
    purpose="Eén rij per project in het pakket. De projectleider vult vanaf ‘Verschoven uren’ in; "
    "wat daar staat, blijft staan.",
    who="projectleiders en AB",
    receipt=True,
    paper="A3",
    freeze_cols=2,
    tables=(
        TableSpec(
            name="tblEvaluatie",
            clause="U9.2",
            numbered_by="nr",
            columns=(
                out("nr", "Nr", Kind.INTEGER, 7),
                out("titel", "Titel", width=44),
                out("projectleider", "Projectleider", width=20),
                out("gepland", "Geplande uren", Kind.HOURS, 11),
                own(
                    "verschoven",
                    "Verschoven uren",
                    Kind.HOURS,
                    12,
                    "Uren erbij (+) of eraf (−) door verschuiving binnen het totaal.",
                    clause="U8.2",
                ),
                own(
                    "gerealiseerd",
                    "Gerealiseerde uren",
                    Kind.HOURS,
                    13,
                    "Uren die het project werkelijk heeft gekost.",
                    clause="U9.2",
                    minimum=Decimal(0),
                ),
                Column(
                    key="prognose",
                    header="Prognose uren",
                    kind=Kind.HOURS,
                    width=12,
                    owner="formula",
                    clause="U8.2",
                    formula="IF(ISNUMBER(tblEvaluatie[[#This Row],[Gerealiseerde uren]]),"
                    "tblEvaluatie[[#This Row],[Gerealiseerde uren]],"
                    "N(tblEvaluatie[[#This Row],[Geplande uren]])"
                    "+N(tblEvaluatie[[#This Row],[Verschoven uren]]))",
                ),
                own("resultaat", "Resultaat", Kind.TEXT, 40, "Wat heeft het project opgeleverd?"),
                own(
                    "waarde",
                    "Waarde per deelnemer",
                    Kind.TEXT,
                    40,
                    "Voor welke deelnemers was dit van waarde, en hoe?",
                ),
                own("lessen", "Lessen", Kind.TEXT, 40, "Wat nemen we mee?"),
                own(
                    "vervolg",
                    "Doorgaan of stoppen",
                    Kind.CHOICE,
                    14,
                    "Kies doorgaan of stoppen.",
                    choices=("doorgaan", "stoppen"),
                ),
            ),
        ),
    ),
)
