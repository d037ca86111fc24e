"""What the registers of interventions and transfers share: their columns, and reading their rows.

Both hold numbered rows to type in, and say beside each row what became of it in the book.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from regio_xl.domain import Bevinding, CellValue, Column, Ernst, Kader, Kind, Row, Table
from regio_xl.domain.tekst import day, join
from regio_xl.domain.woorden import ONBEKEND
from regio_xl.sheets.boek import here
from regio_xl.sheets.cells import said
from regio_xl.sheets.tables import read_rows

MOST_NAMED = 6
READY_ROWS = 30  # numbered rows to type in: a table on a protected sheet does not grow by itself
FEWEST_READY = 5  # with fewer left a step adds some

Objections = tuple[tuple[str, str], ...]
"""What must hold of a row, as formulas, each with what is said where it does not."""


def is_number_of_row(table: str) -> str:
    """Return whether column Nr holds a number that no other row has; a date is none."""
    nr, column = here(table, "Nr"), f"{table}[Nr]"
    return (
        f"AND(ISNUMBER({nr}),N({nr})>=1,N({nr})<jaar,ROUND(N({nr}),0)=N({nr}),"
        f'COUNTIFS({column},">="&{nr},{column},"<="&{nr})=1)'
    )


def in_year(table: str) -> str:
    """Return whether column Datum holds a day of the year."""
    datum = here(table, "Datum")
    return f"AND(ISNUMBER({datum}),N({datum})>=1,YEAR(N({datum}))=jaar)"


def first_objection(pairs: Objections, filled: str) -> str:
    """Return a formula with the first objection whose condition does not hold, else nothing.

    A cell that holds an error makes the row unreadable, and only that row.
    """
    chain = '""'
    for condition, text in reversed(pairs):
        chain = f'IF(NOT({condition}),"{text}",{chain})'
    return f'IFERROR(IF({filled},{chain},""),"een cel geeft een fout")'


def nr_column(clause: str, what: str, width: float) -> Column:
    """Return the column that numbers the rows of a register."""
    return Column(
        key="nr",
        header="Nr",
        kind=Kind.INTEGER,
        clause=clause,
        required=Ernst.FOUT,
        minimum=Decimal(1),
        prompt=f"Volgnummer van de {what}: 1, 2, 3 enzovoort.",
        in_formulas=True,
        width=width,
    )


def datum_column(clause: str, prompt: str) -> Column:
    """Return the column with the day of a row."""
    return Column(
        key="datum",
        header="Datum",
        kind=Kind.DATE,
        clause=clause,
        required=Ernst.FOUT,
        prompt=prompt,
        in_formulas=True,
        width=13,
    )


def uren_column(clause: str, prompt: str) -> Column:
    """Return the column with the hours that a row asks for."""
    return Column(
        key="uren",
        header="Uren",
        kind=Kind.HOURS,
        clause=clause,
        required=Ernst.FOUT,
        minimum=Decimal(1),
        prompt=prompt,
        in_formulas=True,
        width=10,
    )


def outcome_columns(
    table: str,
    objections: Objections,
    filled: str,
    hours: Column,
    told: Column,
    words: tuple[str, str],
    other_rows: str,
) -> tuple[Column, ...]:
    """Return the columns that say what became of the rows of a register.

    Args:
        table: Name of the table.
        objections: What must hold of a row by itself, and what is said where it does not.
        filled: Formula that tells whether a row holds more than its number.
        hours: Column for the hours that were booked; its formula is added here.
        told: Column for what became of a row, in words; its formula is added here.
        words: What is said of a row that was booked, and of one for which there was no room.
        other_rows: Formula that counts the rows of the other register that go before one.

    Returns:
        Those two, then what only formulas need: the objection, the day in the book and the place.
    """
    objection, day_of, place = (
        here(table, header) for header in ("Bezwaar vooraf", "Boekdag", "Volgorde")
    )
    # A row that was refused shows its 0, an empty one nothing
    booked = (
        f'IF({place}="",IF({filled},0,""),'
        f'IFERROR(INDEX(tblBoek[Geboekt],MATCH({place},tblBoek[Volgorde],0)),"{ONBEKEND}"))'
    )
    shown, (good, refused) = here(table, hours.header), words
    in_words = (
        f'IF({filled},IF({objection}<>"","niet: "&{objection},'
        f'IF({shown}="{ONBEKEND}","doe ‘bijwerken’",'
        f'IF({shown}=0,"niet: {refused}","{good}"))),"")'
    )
    # Transfers of a day go first, then by number: the order of the rows never matters
    order = (
        f'IF({day_of}="","",1+COUNTIFS({table}[Boekdag],"<"&{day_of})'
        f'+COUNTIFS({table}[Boekdag],{day_of},{table}[Nr],"<"&{here(table, "Nr")})+{other_rows})'
    )
    dated = f'IF(AND({filled},{objection}=""),INT({here(table, "Datum")}),"")'
    return (
        hours.model_copy(update={"owner": "formula", "formula": booked}),
        told.model_copy(update={"owner": "formula", "formula": in_words}),
        _quiet("bezwaar", "Bezwaar vooraf", Kind.TEXT, 24, first_objection(objections, filled)),
        _quiet("boekdag", "Boekdag", Kind.DATE, 12, dated),
        _quiet("volgorde", "Volgorde", Kind.ANY, 11, order),
    )


def _quiet(key: str, header: str, kind: Kind, width: float, formula: str) -> Column:
    return Column(
        key=key,
        header=header,
        kind=kind,
        owner="formula",
        quiet=True,
        width=width,
        formula=formula,
    )


def ready(first: int = 1) -> tuple[dict[str, CellValue], ...]:
    """Return rows with a number and nothing else, for people to type in."""
    return tuple({"nr": float(number)} for number in range(first, first + READY_ROWS))


def begun_rows(table: Table) -> list[Row]:
    """Return the rows that hold more than their number, read."""
    keys = tuple(key for key in table.input_keys if key != "nr")
    return [row for row in read_rows(table) if not row.is_empty(keys)]


def complete_rows(
    table: Table,
    rows: Sequence[Row],
    kader: Kader | None,
    found: list[Bevinding],
    needed: Sequence[str],
) -> Iterator[Row]:
    """Yield the rows whose number, day and other needed cells can be used, as the formulas do.

    Of rows that share a number none counts: which of them is meant is not ours to guess, and the
    order of the rows must not matter. Without parameters nothing can be booked.
    """
    every = read_rows(table)
    numbers = [row.whole("nr") for row in every]
    for row in rows:
        nr, datum = row.whole("nr"), row.day("datum")
        if nr is not None and numbers.count(nr) > 1:
            found.append(_twice(row, nr, every))
            continue
        if kader is None or nr is None or datum is None:
            continue
        if nr >= kader.jaar:
            found.append(_odd_number(row, kader))
        elif datum.year != kader.jaar:
            found.append(_other_year(row, kader))
        elif all(seen(row, key) for key in needed):
            yield row


def seen(row: Row, key: str) -> bool:
    """Tell whether the formulas see what was read: they know no other spelling of a word."""
    value = row.cell(key).value
    if not isinstance(value, str) or not row.table.column(key).in_formulas:
        return value is not None
    return said(row.typed(key)).casefold() == value.casefold()


def _twice(row: Row, nr: int, rows: Sequence[Row]) -> Bevinding:
    others = [item.number for item in rows if item.whole("nr") == nr]
    where = join((str(number) for number in others if number != row.number), most=MOST_NAMED)
    return row.bevinding(
        "nr",
        f"Nr {nr} staat ook in rij {where}. Zolang een nummer vaker "
        "voorkomt, telt geen van die rijen mee.",
        "Geef elke rij een eigen nummer.",
    )


def _odd_number(row: Row, kader: Kader) -> Bevinding:
    return row.bevinding(
        "nr",
        f"Nr {row.whole('nr')} is geen volgnummer; deze rij telt niet mee.",
        f"Typ een nummer onder de {kader.jaar}.",
    )


def _other_year(row: Row, kader: Kader) -> Bevinding:
    datum = row.day("datum")
    when = "na" if datum and datum.year > kader.jaar else "vóór"
    return row.bevinding(
        "datum",
        f"Datum is {day(datum) if datum else ''}, {when} het jaar {kader.jaar}; deze rij telt niet "
        "mee.",
        "Verbeter de datum. Hoort dit bij een ander jaar, zet het dan in de werkmap van dat jaar.",
    )
