"""Sheet Vragen: what is still to be answered, and where the question came from (U9.2).

People add to it; ‘nieuw-jaar’ takes what is open along to the next year, so that it is not lost.
"""

from collections.abc import Iterator

from regio_xl.domain import Bevinding, Column, Ernst, Jaar, Oorzaak, Row
from regio_xl.domain.tekst import quote
from regio_xl.sheets.cells import is_blank_text
from regio_xl.sheets.declare import SheetSpec, SheetType, TableSpec
from regio_xl.sheets.tables import check_rows, read_rows

TABLE = "tblVragen"

VRAGEN_COLUMNS = (
    Column(
        key="vraag",
        header="Vraag",
        required=Ernst.WAARSCHUWING,
        prompt="Wat nog moet worden uitgezocht of besloten.",
        width=80,
    ),
    Column(
        key="herkomst",
        header="Komt uit",
        prompt="Waar de vraag vandaan komt, bijvoorbeeld: evaluatie van 2026.",
        width=34,
    ),
    Column(
        key="antwoord",
        header="Antwoord",
        prompt="Het antwoord, en wie het gaf. Leeg zolang de vraag open is.",
        width=60,
    ),
)

VRAGEN = SheetSpec(
    name="Vragen",
    type=SheetType.INVOER,
    title="Vragen: wat nog open staat",
    purpose="Eén rij per vraag. Met een antwoord is de vraag klaar; wat open is, gaat mee naar het "
    "volgende jaar.",
    who="accountteam",
    clause="U9.2",
    older="kan zij geen open vragen bewaren; de stappen werken gewoon",
    protected=False,
    tables=(TableSpec(name=TABLE, clause="U9.2", columns=VRAGEN_COLUMNS),),
)


def open_questions(jaar: Jaar) -> tuple[Row, ...]:
    """Return the questions without an answer, as read; none where the sheet is not there."""
    table = jaar.tables.get(TABLE)
    rows = read_rows(table) if table else []
    return tuple(
        row
        for row in rows
        if not is_blank_text(row.text("vraag")) and is_blank_text(row.text("antwoord"))
    )


def check_vragen(jaar: Jaar) -> Iterator[Bevinding]:
    """Report the questions that are still open (U9.2)."""
    table = jaar.tables.get(TABLE)
    if table is None:
        return
    yield from check_rows(table, read_rows(table))
    for row in open_questions(jaar):
        yield row.bevinding(
            "antwoord",
            f"Nog open: {quote(row.text('vraag'))}.",
            "Typ het antwoord op blad Vragen.",
            ernst=Ernst.MELDING,
            oorzaak=Oorzaak(
                melding="{aantal} vragen zijn nog open",
                herstel="Typ de antwoorden op blad Vragen.",
            ),
        )
