"""Cells that name proposals by their numbers, separated by ``;``."""

import re
from datetime import date

from regio_xl.domain import Column, Ernst
from regio_xl.domain.tekst import join, quote
from regio_xl.domain.woorden import GEEN
from regio_xl.rules.cell import EMPTY, Cell, Problem
from regio_xl.rules.numbers import to_decimal, whole

SEPARATORS = re.compile(r"[;,\n\r]")
NUMMER = re.compile(r"[0-9]{1,8}")
HOW = "Typ alleen nummers van voorstellen, gescheiden door een puntkomma, bijvoorbeeld 12; 14."


def parse_nummers(column: Column, value: object) -> Cell:
    """Return the numbers in a cell, each once, in the order in which they were typed.

    One part that is no number makes the whole cell unusable: what else was meant is not ours
    to guess.

    >>> vereist = Column(key="vereist", header="Vereist")
    >>> parse_nummers(vereist, "12; 14;12").value, parse_nummers(vereist, 12.0).value
    ((12, 14), (12,))
    >>> parse_nummers(vereist, 12.14).problem.melding
    'Vereist is ‘12,14’; dat is geen nummer van een voorstel.'
    """
    if isinstance(value, str):
        return _parse_text(column, value)
    if isinstance(value, date):
        return _refuse(
            f"{column.header} bevat de datum {quote(value)} in plaats van nummers.",
            f"{HOW} Zet er een apostrof (') voor als Excel er weer een datum van maakt.",
        )
    number = None if isinstance(value, bool) else to_decimal(value)
    nr = None if number is None else whole(number)
    if nr is None:
        return _refuse(f"{column.header} is {quote(value)}; dat is geen nummer van een voorstel.")
    return Cell((nr,))


def _parse_text(column: Column, text: str) -> Cell:
    parts = [" ".join(part.split()) for part in SEPARATORS.split(text)]
    said = [part for part in parts if any(sign.isalnum() for sign in part)]
    if not said or [part.casefold() for part in said] == [GEEN]:
        return EMPTY
    wrong = [part for part in said if not NUMMER.fullmatch(part)]
    if wrong:
        which = join((quote(part) for part in dict.fromkeys(wrong)), most=3)
        verb = "dat is geen nummer" if len(wrong) == 1 else "dat zijn geen nummers"
        return _refuse(f"{column.header} bevat {which}; {verb} van een voorstel.")
    return Cell(tuple(dict.fromkeys(map(int, said))))


def _refuse(melding: str, herstel: str = HOW) -> Cell:
    return Cell(None, Problem(Ernst.FOUT, melding, herstel))
