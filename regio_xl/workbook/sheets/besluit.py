"""Sheets AOO and Stemming: advice on the package, the vote of the AB, and what it adopted."""

from regio_xl.domain.bevinding import Ernst
from regio_xl.domain.column import Column, Kind
from regio_xl.domain.woorden import Advies, Stem, words
from regio_xl.workbook.declare import Block, Field, SheetSpec, SheetType, TableSpec
from regio_xl.workbook.sheets.resultaat import out


def _counted(table: str, header: str, label: str) -> str:
    """Return the formula that counts a word, which stands as label in a cell, per participant.

    A row counts when its code is that of a participant and no other row of that code is
    filled in: of a participant with two votes neither counts (F3.5).
    """
    word, code = f"{table}[{header}]", f"{table}[Code]"
    return (
        f"SUMPRODUCT(({word}={label})*(COUNTIF(tblDeelnemers[Code],{code})>0)"
        f'*(COUNTIFS({code},{code},{word},"?*")=1))'
    )


def _participant(table: str, clause: str) -> tuple[Column, Column]:
    """Return the columns that say whose row it is; the name follows from the code."""
    return (
        Column(
            key="code",
            header="Code",
            kind=Kind.CODE,
            clause=clause,
            required=Ernst.FOUT,
            prompt="Code van de deelnemer, zoals op blad Deelnemers. Eén rij per deelnemer.",
            width=26,
        ),
        Column(
            key="deelnemer",
            header="Deelnemer",
            clause=clause,
            owner="formula",
            formula=f"IFERROR(INDEX(tblDeelnemers[Deelnemer],MATCH({table}[[#This Row],[Code]],"
            'tblDeelnemers[Code],0)),"")',
            prompt="Formule: laat staan. De naam hoort bij de code op blad Deelnemers.",
            width=44,
        ),
    )


AOO = SheetSpec(
    name="AOO",
    type=SheetType.INVOER,
    title="AOO: advies over het hele pakket",
    purpose="Eén advies per deelnemer over het pakket als geheel (blad Selectie), nooit per "
    "project; een kaart per voorstel staat op blad Voorstel.",
    who="accountteam",
    blocks=(
        Block(
            fields=(
                Field(
                    label="Datum van het overleg",
                    name="aoo_datum",
                    kind=Kind.DATE,
                    input=True,
                    clause="F3.4",
                    note="Dag waarop het ambtelijk opdrachtgeversoverleg het pakket besprak.",
                    prompt="Typ de datum als dag-maand-jaar, bijvoorbeeld 20-11-2025.",
                ),
                *(
                    Field(
                        label=word.value.capitalize(),
                        name=f"aoo_{word.name.lower()}",
                        formula=_counted("tblAOO", "Advies", f"A{row}"),
                        kind=Kind.INTEGER,
                        clause="U2.4",
                        note="deelnemers met dit advies",
                    )
                    for row, word in enumerate(Advies, start=6)
                ),
                Field(
                    label="Nog niets ingevuld",
                    name="aoo_open",
                    formula="aantal_deelnemers-aoo_akkoord-aoo_opmerking-aoo_bezwaar-aoo_geen",
                    kind=Kind.INTEGER,
                    clause="U2.4",
                    note="deelnemers zonder (bruikbare) regel hieronder",
                ),
                Field(
                    label="Draagvlak voor het pakket",
                    name="aoo_samenvatting",
                    clause="U2.4",
                    note="Wordt ingevuld door ‘selectie’, ‘stemming’ en ‘bijwerken’.",
                ),
            ),
        ),
    ),
    tables=(
        TableSpec(
            name="tblAOO",
            title="Advies per deelnemer",
            clause="U2.4",
            row=15,
            numbered_by="code",
            columns=(
                *_participant("tblAOO", "U2.4"),
                Column(
                    key="advies",
                    header="Advies",
                    kind=Kind.CHOICE,
                    clause="U2.4",
                    choices=words(Advies),
                    prompt="Advies over het pakket als geheel; leeg zolang het er niet is.",
                    width=26,
                ),
                Column(
                    key="reden",
                    header="Reden",
                    clause="U2.4",
                    prompt="Verplicht bij ‘bezwaar’ en ‘akkoord met opmerking’.",
                    width=70,
                ),
            ),
        ),
    ),
)

STEMMING = SheetSpec(
    name="Stemming",
    type=SheetType.INVOER,
    title="Stemming: het besluit van het AB",
    purpose="Eén stem per deelnemer over het pakket op blad Selectie; met nummer en datum van het "
    "besluit legt ‘stemming’ het pakket rechts vast.",
    who="accountteam",
    paper="A3",
    blocks=(
        Block(
            fields=(
                Field(
                    label="Nummer van het besluit",
                    name="besluit_nummer",
                    input=True,
                    clause="F3.5",
                    note="Maakt u nummer en datum leeg, dan heft ‘stemming’ de vastlegging op.",
                    prompt="Nummer van het AB-besluit, bijvoorbeeld AB-2025-41; leeg zolang er "
                    "niet is besloten.",
                ),
                Field(
                    label="Datum van het besluit",
                    name="besluit_datum",
                    kind=Kind.DATE,
                    input=True,
                    clause="F3.5",
                    note="Dag waarop het AB besloot.",
                    prompt="Typ de datum als dag-maand-jaar, bijvoorbeeld 11-12-2025.",
                ),
                *(
                    Field(
                        label=word.value.capitalize(),
                        name=f"stemming_{word.value}",
                        formula=_counted("tblStemming", "Stem", f"A{row}"),
                        kind=Kind.INTEGER,
                        clause="F3.5",
                        note="stemmen; van wie er twee heeft, telt er geen",
                    )
                    for row, word in enumerate(Stem, start=7)
                ),
                Field(
                    label="Nog geen stem",
                    name="stemming_geen_stem",
                    formula="aantal_deelnemers-stemming_voor-stemming_tegen-stemming_onthouding"
                    "-stemming_afwezig",
                    kind=Kind.INTEGER,
                    clause="F3.5",
                    note="deelnemers zonder (bruikbare) stem hieronder",
                ),
                Field(
                    label="Nodig",
                    name="stemming_nodig",
                    formula="kader_stemmen_nodig",
                    kind=Kind.INTEGER,
                    clause="U1.4",
                    note="stemmen voor, van alle deelnemers (O3); te wijzigen op Kader",
                ),
                Field(
                    label="Uitslag",
                    name="stemming_uitslag",
                    formula='IF(NOT(ISNUMBER(stemming_nodig)),"niet bekend",'
                    'IF(stemming_voor>=stemming_nodig,"aangenomen",'
                    'IF(stemming_voor+stemming_geen_stem>=stemming_nodig,"nog open",'
                    '"niet aangenomen")))',
                    clause="F3.5",
                    note="Alleen ‘voor’ helpt: onthouding en afwezig tellen niet als voor.",
                ),
                Field(
                    label="Vastgesteld ketentoezicht",
                    name="besluit_ketentoezicht",
                    kind=Kind.HOURS,
                    clause="U2.1",
                    note="uren bij het vastleggen; ingevuld door ‘stemming’",
                ),
                Field(
                    label="Kenmerk van het besluit",
                    name="besluit_kenmerk",
                    clause="F3.5",
                    note="Over pakket, ketentoezicht en parameters; ingevuld door ‘stemming’.",
                ),
                Field(
                    label="Kenmerk van de parameters",
                    name="besluit_kenmerk_parameters",
                    clause="F3.5",
                    note="Over de waarden die op Kader golden; ingevuld door ‘stemming’.",
                ),
            ),
        ),
    ),
    tables=(
        TableSpec(
            name="tblStemming",
            title="Stem per deelnemer",
            clause="F3.5",
            row=20,
            numbered_by="code",
            columns=(
                *_participant("tblStemming", "F3.5"),
                Column(
                    key="stem",
                    header="Stem",
                    kind=Kind.CHOICE,
                    clause="F3.5",
                    choices=words(Stem),
                    prompt="Voor, tegen, onthouding of afwezig; leeg zolang er niet is gestemd.",
                    width=16,
                ),
                Column(
                    key="toelichting",
                    header="Toelichting",
                    clause="F3.5",
                    prompt="Stemverklaring, als die er is.",
                    width=60,
                ),
            ),
        ),
        TableSpec(
            name="tblBesluit",
            title="Vastgesteld pakket",
            clause="U8.1",
            row=20,
            col=6,
            numbered_by="nr",
            columns=(
                out("nr", "Nr", Kind.INTEGER, 8),
                out("titel", "Titel", width=64),
                out("uren", "Uren", Kind.HOURS, 12),
            ),
        ),
    ),
)
