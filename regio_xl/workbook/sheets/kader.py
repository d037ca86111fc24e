"""Sheet Kader: year, phase, timeline and every parameter."""

from regio_xl.domain.bevinding import Ernst
from regio_xl.domain.column import Column, Kind
from regio_xl.domain.fase import Fase
from regio_xl.workbook.declare import Block, Field, SheetSpec, SheetType, TableSpec

KADER = SheetSpec(
    name="Kader",
    type=SheetType.INVOER,
    title="Kader: parameters en tijdlijn",
    purpose="Jaar, fase, tijdlijn en alle getallen waarmee wordt gerekend, met geldigheid en bron.",
    who="accountteam",
    blocks=(
        Block(
            fields=(
                Field(
                    label="Jaar",
                    name="jaar",
                    kind=Kind.INTEGER,
                    input=True,
                    clause="U1.3",
                    note="Het jaar waarvoor de regionale opdrachten gelden.",
                    prompt="Typ het jaar met vier cijfers, bijvoorbeeld 2026.",
                ),
                Field(
                    label="Fase",
                    name="fase",
                    kind=Kind.CHOICE,
                    choices=tuple(fase.value for fase in Fase),
                    input=True,
                    clause="T1",
                    note="De fase bepaalt welke controles streng zijn en wat ‘bijwerken’ doet.",
                    prompt="Kies de fase waarin het proces nu is.",
                ),
                Field(
                    label="Eerste dag van het jaar",
                    name="eerste_dag",
                    formula="DATE(jaar,1,1)",
                    kind=Kind.DATE,
                    note="Op deze dag moet een parameter geldig zijn om mee te tellen.",
                ),
            ),
        ),
    ),
    tables=(
        TableSpec(
            name="tblTijdlijn",
            title="Tijdlijn",
            clause="T1",
            row=11,
            grows=False,
            numbered_by="code",
            columns=(
                Column(key="code", header="Code", kind=Kind.TEXT, width=26),
                Column(key="activiteit", header="Activiteit", width=44),
                Column(key="periode", header="Periode", width=20),
                Column(
                    key="fase",
                    header="Fase",
                    kind=Kind.CHOICE,
                    prompt="Fase van het proces waar deze stap bij hoort.",
                    choices=tuple(fase.value for fase in Fase),
                    width=16,
                ),
                Column(
                    key="van",
                    header="Van",
                    kind=Kind.DATE,
                    prompt="Eerste dag, bijvoorbeeld 1-9-2025.",
                    width=13,
                ),
                Column(
                    key="tot",
                    header="Tot en met",
                    kind=Kind.DATE,
                    prompt="Laatste dag, bijvoorbeeld 30-9-2025.",
                    width=13,
                ),
                Column(key="verantwoordelijke", header="Verantwoordelijke", width=34),
                Column(
                    key="gereed",
                    header="Gereed op",
                    kind=Kind.DATE,
                    prompt="Datum waarop deze stap klaar was; leeg zolang hij loopt.",
                    width=13,
                ),
                Column(key="toelichting", header="Toelichting", width=50),
            ),
        ),
        TableSpec(
            name="tblKader",
            title="Parameters",
            clause="U1.3",
            row=20,
            columns=(
                Column(key="code", header="Code", required=Ernst.FOUT, width=26),
                Column(key="parameter", header="Parameter", width=44),
                Column(
                    key="waarde",
                    header="Waarde",
                    kind=Kind.ANY,
                    prompt="De waarde die in de genoemde periode geldt. Laat leeg als er geen is.",
                    width=20,
                ),
                Column(key="eenheid", header="Eenheid", width=16),
                Column(
                    key="van",
                    header="Geldig van",
                    kind=Kind.DATE,
                    required=Ernst.FOUT,
                    prompt="Eerste dag waarop de waarde geldt.",
                    width=13,
                ),
                Column(
                    key="tot",
                    header="Geldig tot en met",
                    kind=Kind.DATE,
                    required=Ernst.FOUT,
                    prompt="Laatste dag waarop de waarde geldt.",
                    width=13,
                ),
                Column(
                    key="bron",
                    header="Bron",
                    required=Ernst.FOUT,
                    prompt="Het besluit of document waarin deze waarde staat.",
                    width=34,
                ),
                Column(key="regel", header="Regel", width=13),
                Column(key="toelichting", header="Toelichting", width=50),
            ),
        ),
    ),
)
