"""Sheet Procesevaluatie: what went well in the process and what is to change (U9.1).

The questions are prepared, a step puts the facts beside them, and people answer.
"""

from regio_xl.domain import CellValue, Kind
from regio_xl.domain.model import Model
from regio_xl.domain.woorden import ONBEKEND
from regio_xl.sheets.declare import (
    WITHOUT_BOOK,
    Block,
    Field,
    SheetSpec,
    SheetType,
    TableSpec,
    out,
    own,
)

TABLE = "tblProcesevaluatie"
CODE = "U9.1"
"""Code of its row on the timeline, which says when it is due."""


class Procesvraag(Model):
    """A prepared question, known by the clause that it is about."""

    regel: str
    onderdeel: str
    vraag: str
    wie: str  # who answers


TEAM, LEADERS, AOO, AB = "accountteam", "projectleiders", "AOO", "AB"

PROCESVRAGEN = tuple(
    Procesvraag(regel=regel, onderdeel=onderdeel, vraag=vraag, wie=wie)
    for regel, onderdeel, wie, vraag in (
        ("T1", "Inventarisatie", TEAM, "Wat ging goed, en was er tijd genoeg?"),
        ("T2", "Eerste voorstel", TEAM, "Wat ging goed, en wat miste u in het eerste voorstel?"),
        ("T3", "Bespreking", AOO, "Wat ging goed, en wat kan in de bespreking anders?"),
        ("T4", "Besluit", AB, "Wat ging goed, en kwam het besluit op tijd?"),
        ("T5", "Start en terugblik", LEADERS, "Konden de projecten op tijd en goed beginnen?"),
        ("U1.1", "Bijdragen", AB, "Passen het percentage en het maximum nog?"),
        ("F2.2", "Oproep", TEAM, "Kwamen de voorstellen compleet en van genoeg indieners binnen?"),
        ("F3.1", "Selectie", AOO, "Koos de weging de goede projecten, en ziet ieder iets terug?"),
        ("U2.4", "Advies van het AOO", AOO, "Hielp het advies over het pakket als geheel?"),
        ("F3.5", "Stemming in het AB", AB, "Werkt de manier van stemmen?"),
        ("U3.1", "Flexibele ruimte", TEAM, "Is de reserve groot genoeg en goed gebruikt?"),
        ("U8.2", "Uren in het jaar", LEADERS, "Waarom bleven uren over of kwamen ze te kort?"),
        ("U6.1", "Rapportage", LEADERS, "Past de rapportage bij de gewone rapportages?"),
    )
)


def question_cells(vraag: Procesvraag) -> dict[str, CellValue]:
    """Return the cells of a prepared question, by column."""
    return {
        "regel": vraag.regel,
        "onderdeel": vraag.onderdeel,
        "vraag": vraag.vraag,
        "door": vraag.wie,
    }


CELLS = (
    Field(
        label="Klaar op",
        name="procesevaluatie_klaar",
        formula=f'IF(COUNTIFS(tblTijdlijn[Code],"{CODE}")=0,"{ONBEKEND}",'
        f'SUMIFS(tblTijdlijn[Tot en met],tblTijdlijn[Code],"{CODE}"))',
        kind=Kind.DATE,
        clause=CODE,
        note="Op de tijdlijn op blad Kader.",
    ),
    Field(
        label="Beantwoord",
        name="procesevaluatie_beantwoord",
        formula=f"COUNTA({TABLE}[Antwoord])",
        kind=Kind.INTEGER,
        clause=CODE,
        note="Vragen waarbij een antwoord staat.",
    ),
    Field(
        label="Vragen",
        name="procesevaluatie_vragen",
        formula=f"COUNTA({TABLE}[Vraag])",
        kind=Kind.INTEGER,
        clause=CODE,
    ),
)

PROCESEVALUATIE = SheetSpec(
    name="Procesevaluatie",
    type=SheetType.RESULTAAT,
    title="Procesevaluatie: wat ging goed en wat verandert",
    purpose="Vragen over het hele proces, met de feiten uit de werkmap ernaast. Vul vanaf "
    "‘Antwoord’ in; wat daar staat, blijft staan.",
    who="accountteam, AOO en AB",
    clause=CODE,
    older=WITHOUT_BOOK,
    receipt=True,
    paper="A3",
    blocks=(Block(fields=CELLS),),
    tables=(
        TableSpec(
            name=TABLE,
            title="Vragen",
            clause=CODE,
            row=10,
            numbered_by="regel",
            columns=(
                out("regel", "Regel", width=14),
                out("onderdeel", "Onderdeel", width=22),
                out("vraag", "Vraag", width=40),
                out("feiten", "Feiten", width=56),
                out("door", "Wie antwoordt", width=16),
                own("antwoord", "Antwoord", Kind.TEXT, 46, "Wat ging goed, en wat niet?"),
                own("wie", "Wie", Kind.TEXT, 20, "Wie dit antwoord gaf, en in welk overleg."),
                own("afspraak", "Afspraak", Kind.TEXT, 40, "Wat verandert, en wie dat regelt."),
            ),
        ),
    ),
)
