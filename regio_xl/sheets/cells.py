"""One cell: what was typed becomes a typed value, or a flaw in plain Dutch.

Pure and total: every content gives a ``Cell``, whatever it is. This file knows texts, names and
which kind is read how; numbers and dates are read in ``numbers``.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal

from regio_xl.domain import Cell, Column, Ernst, Flaw, Kind, Oorzaak
from regio_xl.domain.table import EMPTY
from regio_xl.domain.tekst import join, meant, quote, shown
from regio_xl.domain.woorden import GEEN
from regio_xl.sheets.numbers import (
    UNSEEN,
    bare,
    doubt,
    parse_date,
    parse_number,
    refuse,
    to_decimal,
    whole,
)

NBSP = "\u00a0"  # a space at which no line is broken, as texts from a website have
LONGEST_TEXT = 4000  # beyond this many characters a text no longer fits on a card
LONGEST_CHOICE = 2  # a choice of more words than this is a phrase

# An Excel error as text, Dutch or English: #N/B, #VERW!, #NAAM?, …
ERROR_CELL = re.compile(r"^#(?:N/[AB]|(?:DEEL|DIV)/0!|[A-Z_]{2,14}[!?])$")
SEPARATORS = re.compile(r"[;,\n\r]")
NUMMER = re.compile(r"[0-9]{1,8}")
HOW = "Typ alleen nummers van voorstellen, gescheiden door een puntkomma, bijvoorbeeld 12; 14."


def parse_cell(column: Column, value: object) -> Cell:
    """Return the typed value of a cell, with the flaw it has, if any.

    >>> parse_cell(Column(key="uren", header="Uren", kind=Kind.HOURS), 120.0).value
    120
    >>> parse_cell(Column(key="uren", header="Uren", kind=Kind.HOURS), "120").flaw.melding
    'Uren bevat de tekst ‘120’; die telt als 120.'
    """
    if value is None:
        return EMPTY
    if isinstance(value, str):
        text = value.translate(UNSEEN).strip()
        if not text:
            return EMPTY
        if ERROR_CELL.match(text):
            return refuse(
                f"{column.header} geeft de Excel-fout {text}.",
                "Herstel de formule in deze cel, of typ de waarde zelf.",
            )
    elif not isinstance(value, (bool, int, float, Decimal, date)):
        return refuse(
            f"{column.header} bevat {quote(value)}; die inhoud kan niet worden gelezen.",
            "Typ de waarde opnieuw.",
        )
    return PARSERS.get(column.kind, parse_number)(column, value)


def normalise_code(text: str) -> str:
    """Return a code as it is compared: capitals, no spaces around it.

    >>> normalise_code(" amf ")
    'AMF'
    """
    return bare(text).upper()


def is_blank_text(text: str) -> bool:
    """Tell whether a text says nothing: only dashes, dots or question marks.

    >>> is_blank_text("-"), is_blank_text("?"), is_blank_text("n.v.t.")
    (True, True, False)
    """
    return not any(character.isalnum() for character in text)


def _parse_text(column: Column, value: object) -> Cell:
    text = shown(value).strip()
    if isinstance(value, (bool, date)):
        return doubt(
            text,
            f"{column.header} hoort tekst te zijn, maar Excel heeft er {quote(value)} van gemaakt.",
            "Klopt dat niet? Typ de tekst opnieuw met een apostrof (') ervoor.",
        )
    if len(text) > LONGEST_TEXT:
        return doubt(
            text,
            f"{column.header} telt {len(text)} tekens; dat is te lang voor een leesbare kaart.",
            f"Kort de tekst in tot hooguit {LONGEST_TEXT} tekens.",
        )
    return Cell(text)


def said(text: str) -> str:
    """Return a text as the formulas see what people choose: no spaces around it, none doubled.

    >>> said(f" Tweede  rapportage{NBSP}")
    'Tweede rapportage'
    """
    return " ".join(part for part in text.replace(NBSP, " ").split(" ") if part)


def respelled(column: Column, typed: str, read: str) -> Cell:
    """Accept a value that only differs in capitals, spaces or quotes, but say so."""
    ernst, tail, together = Ernst.MELDING, "", "; ze tellen gewoon mee"
    chosen = column.kind in (Kind.CHOICE, Kind.REKENING)
    if column.in_formulas and not (chosen and said(typed).casefold() == read.casefold()):
        ernst, tail = Ernst.WAARSCHUWING, "; de formules in de werkmap zien deze rij daardoor niet"
        together = "; de formules in de werkmap zien die rijen daardoor niet"
    flaw = Flaw(
        ernst,
        f"{column.header} is gelezen als {quote(read)}; er staat ‘{typed[:40]}’{tail}.",
        f"Doe ‘herstel’, of typ precies {quote(read)}.",
        Oorzaak(
            melding="{aantal} cellen wijken af in hoofdletters, spaties of aanhalingstekens"
            + together,
            herstel="Doe ‘herstel’; dan staat er precies wat is gelezen.",
        ),
    )
    return Cell(read, flaw, mend=read)


def _parse_choice(column: Column, value: object) -> Cell:
    typed = shown(value)
    folded = bare(typed).casefold()
    for choice in column.choices:
        if choice.casefold() == folded:
            return Cell(choice) if typed == choice else respelled(column, typed, choice)
    return refuse(
        f"{column.header} is {quote(value)}; dat is geen van de mogelijkheden.",
        f"{meant(folded, column.choices)}Kies {_offered(column.choices)}.",
    )


def _offered(choices: Sequence[str]) -> str:
    """Enumerate the choices; phrases between quotes, so that one sees where each ends.

    >>> _offered(["opnemen", "niet opnemen"]), _offered(["dekking > score", "score > dekking"])
    ('opnemen of niet opnemen', '‘dekking > score’ of ‘score > dekking’')
    """
    phrases = any(len(choice.split()) > LONGEST_CHOICE for choice in choices)
    return join((quote(choice) if phrases else choice for choice in choices), last="of")


def _parse_code(column: Column, value: object) -> Cell:
    typed = shown(value)
    code = normalise_code(typed)
    return Cell(code) if typed == code else respelled(column, typed, code)


def _parse_list(column: Column, value: object) -> Cell:
    spelling = {choice.casefold(): choice for choice in column.choices}
    names: dict[str, str] = {}
    for part in SEPARATORS.split(shown(value)):
        name = " ".join(part.split())
        if name and not is_blank_text(name):
            names.setdefault(name.casefold(), spelling.get(name.casefold(), name))
    return Cell(tuple(names.values())) if names else EMPTY


def parse_nummers(column: Column, value: object) -> Cell:
    """Return the numbers of proposals in a cell, each once, in the order in which they were typed.

    One part that is no number makes the whole cell unusable: what else was meant is not ours
    to guess.

    >>> vereist = Column(key="vereist", header="Vereist")
    >>> parse_nummers(vereist, "12; 14;12").value, parse_nummers(vereist, 12.0).value
    ((12, 14), (12,))
    >>> parse_nummers(vereist, 12.14).flaw.melding
    'Vereist is ‘12,14’; dat is geen nummer van een voorstel.'
    """
    if isinstance(value, str):
        return _parse_nummers_text(column, value)
    if isinstance(value, date):
        return refuse(
            f"{column.header} bevat de datum {quote(value)} in plaats van nummers.",
            f"{HOW} Zet er een apostrof (') voor als Excel er weer een datum van maakt.",
        )
    number = None if isinstance(value, bool) else to_decimal(value)
    nr = None if number is None else whole(number)
    wrong = f"{column.header} is {quote(value)}; dat is geen nummer van een voorstel."
    return refuse(wrong, HOW) if nr is None else Cell((nr,))


def _parse_nummers_text(column: Column, text: str) -> Cell:
    parts = [" ".join(part.split()) for part in SEPARATORS.split(text)]
    said = [part for part in parts if any(sign.isalnum() for sign in part)]
    if not said or [part.casefold() for part in said] == [GEEN]:
        return EMPTY
    wrong = [part for part in said if not NUMMER.fullmatch(part)]
    if wrong:
        which = join((quote(part) for part in dict.fromkeys(wrong)), most=3)
        verb = "dat is geen nummer" if len(wrong) == 1 else "dat zijn geen nummers"
        return refuse(f"{column.header} bevat {which}; {verb} van een voorstel.", HOW)
    return Cell(tuple(dict.fromkeys(map(int, said))))


def _parse_rekening(column: Column, value: object) -> Cell:
    """Read an account: a whole number is a project, a text one of the choices."""
    if not isinstance(value, str):
        return parse_number(column, value)
    folded = bare(value).casefold()
    if any(choice.casefold() == folded for choice in column.choices):
        return _parse_choice(column, value)
    if folded.isdigit():
        return parse_number(column, value)
    words = join((quote(choice) for choice in column.choices), last="of")
    return refuse(
        f"{column.header} is {quote(value)}; zo heet geen rekening.",
        f"{meant(folded, column.choices)}Typ het nummer van een project, of {words}.",
    )


# Every other kind is a number
PARSERS: dict[Kind, Callable[[Column, object], Cell]] = {
    Kind.TEXT: _parse_text,
    Kind.CHOICE: _parse_choice,
    Kind.LIST: _parse_list,
    Kind.NUMBERS: parse_nummers,
    Kind.CODE: _parse_code,
    Kind.DATE: parse_date,
    Kind.REKENING: _parse_rekening,
    Kind.ANY: lambda _, value: Cell(value),  # another column of the row says what it should be
}
