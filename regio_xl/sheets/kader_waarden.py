"""The parameters: as declared in ``parameters``, as read from tblKader, as in force in a year.

A rule never holds a number of the regulation itself: each has a dated, sourced row on sheet Kader.
"""

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

from regio_xl.domain import Bevinding, Cell, Column, Ernst, Kind, Model, Oorzaak, Row, Table
from regio_xl.domain.table import EMPTY
from regio_xl.domain.tekst import day, join, meant, percent, plain, quote
from regio_xl.sheets.cells import parse_cell, respelled
from regio_xl.sheets.numbers import BINARY, bare, cut_off, doubt
from regio_xl.sheets.tables import check_rows, read_rows

# In the order in which their parameters stand on sheet Kader
FILES = (
    "bijdrage.toml",
    "ketentoezicht.toml",
    "reserve.toml",
    "kosten.toml",
    "nieuw.toml",
    "weging.toml",
    "dekking.toml",
    "keuzes.toml",
    "optimaal.toml",
    "deelnemers.toml",
    "besluit.toml",
    "uitvoering.toml",
)

OPEN = "Nog in te vullen"  # source of a value that nobody has given yet


class Value(Model):
    """One value with the period in which it holds."""

    value: Decimal | str | None = None  # a number, a text, or None while nobody has set it
    valid_from: date  # first day on which it holds
    valid_until: date  # last day on which it holds, inclusive
    source: str  # decision or document that it comes from, in Dutch


class Parameter(Model):
    """One parameter of sheet Kader."""

    code: str  # stable key, in column Code of tblKader
    name: str  # in Dutch
    clause: str
    unit: str  # in Dutch: uren, fractie, aantal, euro per uur or keuze
    kind: Kind
    minimum: Decimal | None = None  # smallest allowed number, inclusive
    maximum: Decimal | None = None  # largest allowed number, inclusive
    decimals: int | None = None  # most that count, where scores are made with it; None for all
    required: bool = False  # whether a value must be in force in every year
    # Whether the regulation is silent about it: then the choice of the last period counts on in a
    # next one, while what the AB decides must be decided anew (U1.3)
    silent: bool = False
    choices: tuple[str, ...] = ()  # values that this version supports, for a parameter in words
    since: str = ""  # version that added it; in an older workbook the value of a new one counts
    explanation: str  # what it does or why this choice was made, in Dutch
    values: tuple[Value, ...]

    def standard(self, moment: date) -> Decimal | str | None:
        """Return the value that a new workbook has on a day, or None."""
        holding = (item for item in self.values if item.valid_from <= moment <= item.valid_until)
        return next((item.value for item in holding), None)

    def values_for(self, year: int) -> tuple[Value, ...]:
        """Return the dated values, with an empty one for a year that an optional one misses.

        A required parameter gets none: for a year outside every period the AB must decide (U1.3).
        """
        first, last = date(year, 1, 1), date(year, 12, 31)
        known = any(value.valid_from <= first <= value.valid_until for value in self.values)
        if self.required or known:
            return self.values
        open_value = Value(valid_from=first, valid_until=last, source=OPEN)
        return (*self.values, open_value)

    def row(self, value: Value) -> dict[str, Decimal | date | str | None]:
        """Return one of its values as a row of tblKader, by key of the column."""
        return {
            "code": self.code,
            "parameter": self.name,
            "waarde": value.value,
            "eenheid": self.unit,
            "van": value.valid_from,
            "tot": value.valid_until,
            "bron": value.source,
            "regel": self.clause,
            "toelichting": self.explanation,
        }

    @property
    def numeric(self) -> bool:
        """Whether the value is a number; only those get a named cell."""
        return self.kind is not Kind.CHOICE

    @property
    def cell_name(self) -> str:
        """Name of the cell with the value in force: ``kader_<code>``; empty for words."""
        return f"kader_{self.code}" if self.numeric else ""


@cache
def load_parameters() -> tuple[Parameter, ...]:
    """Return all parameters in the order of sheet Kader.

    >>> first = load_parameters()[0]
    >>> first.code, first.clause, first.values[0].value
    ('percentage', 'U1.1', Decimal('0.04'))
    """
    folder = files("regio_xl.sheets") / "parameters"
    texts = [(folder / name).read_text(encoding="utf-8") for name in FILES]
    return tuple(
        Parameter.model_validate({"code": code, **fields})
        for text in texts
        for code, fields in tomllib.loads(text, parse_float=Decimal).items()
    )


@cache
def parameters_by_code() -> dict[str, Parameter]:
    """Return the parameters by code."""
    return {parameter.code: parameter for parameter in load_parameters()}


@dataclass(frozen=True, slots=True)
class Kaderwaarde:
    """One value of one parameter with its period."""

    row: Row
    parameter: Parameter
    cell: Cell  # the value, read as the parameter asks
    van: date | None  # first day, or None when unusable
    tot: date | None  # last day, or None when unusable

    @property
    def dated(self) -> bool:
        """Whether its period is usable."""
        return self.van is not None and self.tot is not None and self.van <= self.tot

    def ended_before(self, moment: date) -> bool:
        """Whether it held once, and no longer on a day."""
        return self.dated and self.tot is not None and self.tot < moment

    def holds_on(self, moment: date) -> bool:
        """Whether the value is in force on a day."""
        return self.van is not None and self.tot is not None and self.van <= moment <= self.tot

    def bevinding(
        self,
        key: str,
        melding: str,
        herstel: str,
        *,
        regel: str = "",
        ernst: Ernst = Ernst.FOUT,
        **more: Any,
    ) -> Bevinding:
        """Make a finding about this row, citing the clause of the parameter."""
        return self.row.bevinding(
            key, melding, herstel, ernst=ernst, regel=regel or self.parameter.clause, **more
        )


def find_parameter(code: str) -> Parameter | None:
    """Return the parameter that a typed code means, or None.

    >>> find_parameter(" Uurtarief ").code, find_parameter("eigen") is None
    ('uurtarief', True)
    """
    return parameters_by_code().get(_normalise(code))


def read_waarden(table: Table) -> tuple[list[Kaderwaarde], list[Bevinding]]:
    """Read tblKader: the values of known parameters, and what is wrong with the rows."""
    rows = read_rows(table)
    found = [*check_rows(table, rows)]
    waarden: list[Kaderwaarde] = []
    for row in rows:
        parameter = find_parameter(row.text("code"))
        if parameter is None:
            found += _unknown_code(row)
            continue
        cell = _read_value(parameter, row.values.get("waarde"))
        waarde = Kaderwaarde(row, parameter, cell, row.day("van"), row.day("tot"))
        waarden.append(waarde)
        found += [*_respelled_code(waarde), *_check_value(waarde), *_check_period(waarde)]
    found += _overlaps(waarden)
    return waarden, found


def _normalise(code: str) -> str:
    return "_".join(bare(code).split()).casefold()


def _read_value(parameter: Parameter, value: object) -> Cell:
    """Return the value of a parameter; of one that scores are made with, cut off with a warning.

    More decimals than the others have would make totals of scores too long to compare exactly.
    """
    column = Column(
        key="waarde",
        header=f"Waarde van {parameter.code}",
        kind=parameter.kind,
        minimum=parameter.minimum,
        maximum=parameter.maximum,
        choices=parameter.choices,
        in_formulas=parameter.numeric,
    )
    cell = parse_cell(column, value)
    if parameter.decimals is None or not isinstance(cell.value, Decimal):
        return cell
    counted = cut_off(cell.value, parameter.decimals)
    if abs(counted - cell.value) < BINARY:
        return cell._replace(value=counted)
    typed = percent(counted)
    return doubt(
        counted,
        f"Waarde van {parameter.code} heeft meer dan {parameter.decimals} cijfers achter de komma "
        f"({plain(cell.value)}); {typed} telt.",
        f"Typ {typed}, dan staat er wat telt.",
    )


def _unknown_code(row: Row) -> Iterator[Bevinding]:
    if code := row.text("code"):
        yield row.bevinding(
            "code",
            f"Code {quote(code)} is geen bekende parameter; deze rij wordt niet gebruikt.",
            f"{meant(_normalise(code), tuple(parameters_by_code()))}"
            "Gebruik een code die op blad Regels staat, of verwijder de rij.",
            ernst=Ernst.WAARSCHUWING,
        )


def _respelled_code(waarde: Kaderwaarde) -> Iterator[Bevinding]:
    row, code = waarde.row, waarde.parameter.code
    if row.typed("code") == code:
        return
    cell = respelled(row.table.column("code"), row.typed("code"), code)
    if cell.flaw is not None:
        yield row.flaw("code", cell, cell.flaw, regel=waarde.parameter.clause)


def _check_value(waarde: Kaderwaarde) -> Iterator[Bevinding]:
    row, parameter, flaw = waarde.row, waarde.parameter, waarde.cell.flaw
    if flaw is None:
        return
    found = row.flaw("waarde", waarde.cell, flaw, regel=parameter.clause, kind=parameter.kind)
    if parameter.choices and waarde.cell.value is None:
        melding = (
            f"Waarde van {parameter.code} is {quote(row.typed('waarde'))}; "
            "die keuze wordt in deze versie niet ondersteund."
        )
        found = found.model_copy(update={"melding": melding})
    if waarde.cell.faulty and not parameter.required:
        herstel = f"{found.herstel} Is er nog geen waarde, maak de cel dan leeg."
        found = found.model_copy(update={"herstel": herstel})
    yield found


def _check_period(waarde: Kaderwaarde) -> Iterator[Bevinding]:
    if waarde.van and waarde.tot and waarde.van > waarde.tot:
        yield waarde.bevinding(
            "tot",
            f"De periode van {waarde.parameter.code} begint op {day(waarde.van)} en eindigt al op "
            f"{day(waarde.tot)}.",
            "Wissel de twee datums om, of verbeter er één.",
            regel="U1.3",
        )


def _overlaps(waarden: Iterable[Kaderwaarde]) -> Iterator[Bevinding]:
    """Report values of one parameter that hold on the same day: then none of them is certain."""
    dated = [waarde for waarde in waarden if waarde.dated]
    dated.sort(key=lambda item: (item.parameter.code, item.van or date.min, item.row.number))
    for earlier, later in pairwise(dated):
        code, van, tot = later.parameter.code, later.van, earlier.tot
        if earlier.parameter.code == code and van and tot and van <= tot:
            yield later.bevinding(
                "van",
                f"{code} geldt vanaf {day(van)}, maar de waarde in rij "
                f"{earlier.row.number} geldt nog tot en met {day(tot)}.",
                "Laat de periodes op elkaar aansluiten, zodat op elke dag één waarde geldt.",
                regel="U1.3",
            )


class Geldend:
    """The values in force on the first day of a year; sheet Berekening looks at that day too.

    A parameter with two values on that day has none: which one counts is not ours to guess,
    and the overlap is reported with the rows.
    """

    def __init__(self, table: Table, year: int, waarden: Sequence[Kaderwaarde]) -> None:
        self.table = table
        self.year = year
        self._waarden = waarden
        self._moment = date(year, 1, 1)
        self._holding: dict[str, list[Kaderwaarde]] = {}
        for waarde in waarden:
            if waarde.holds_on(self._moment):
                self._holding.setdefault(waarde.parameter.code, []).append(waarde)

    def waarde(self, code: str) -> Kaderwaarde | None:
        """Return the one value in force with its row, or None."""
        holding = self._holding.get(code, [])
        return holding[0] if len(holding) == 1 else None

    def value(self, code: str) -> int | Decimal | str | None:
        """Return the number or the choice in force, or None."""
        waarde = self.waarde(code)
        value = waarde.cell.value if waarde else self._standard(parameters_by_code()[code])
        return value if isinstance(value, (int, Decimal, str)) else None

    def unclear(self, code: str) -> bool:
        """Whether something is filled in that is not exactly one usable value."""
        holding = self._holding.get(code, [])
        filled = any(waarde.cell is not EMPTY for waarde in holding)
        return filled and (len(holding) > 1 or holding[0].cell.value is None)

    def number(self, code: str) -> Decimal | None:
        """Return the number in force, or None."""
        value = self.value(code)
        return Decimal(value) if isinstance(value, (int, Decimal)) else None

    def _standard(self, parameter: Parameter) -> Decimal | str | None:
        """Return what counts for a parameter that a workbook of an older version lacks."""
        if not parameter.since or self._own(parameter.code):
            return None
        return parameter.standard(self._moment)

    @property
    def holds_anything(self) -> bool:
        """Whether any value at all is in force in this year."""
        return bool(self._holding)

    def reported(self, code: str) -> bool:
        """Whether overlapping or unusable dates of a parameter are a finding already."""
        return code in self._holding or not all(waarde.dated for waarde in self._own(code))

    def unreadable(self) -> tuple[str, ...]:
        """Return the parameters that count as 0 or as the usual choice against what was meant."""
        return tuple(
            parameter.code
            for parameter in load_parameters()
            if self.value(parameter.code) is None
            and (parameter.required or self._unclear(parameter.code))
        )

    def _unclear(self, code: str) -> bool:
        """Whether somebody gave a value, or a period, that cannot be used."""
        holding = self._holding.get(code, [])
        undated = any(not waarde.dated for waarde in self._own(code))
        return undated or len(holding) > 1 or any(waarde.cell.faulty for waarde in holding)

    def _own(self, code: str) -> list[Kaderwaarde]:
        return [waarde for waarde in self._waarden if waarde.parameter.code == code]

    def bevindingen(self) -> Iterator[Bevinding]:
        """Report required values that are not in force; a year without any gives one finding."""
        if not self._waarden:
            if not self.table.filled_rows():
                yield self.table.overall(
                    f"Tabel {self.table.name} is leeg; er valt niets te berekenen.",
                    "Haal een kopie terug waarin de parameters er nog stonden.",
                )
            return
        if not self._holding and any(waarde.dated for waarde in self._waarden):
            yield self.table.overall(
                f"Voor {self.year} geldt geen enkele waarde op Kader; "
                f"er zijn waarden voor {_periods(self._waarden)}.",
                f"Kies een jaar uit die periode, of voeg rijen toe die op 1-1-{self.year} gelden, "
                "met het AB-besluit als bron.",
            )
            return
        for parameter in load_parameters():
            if parameter.required:
                yield from self._check_required(parameter)

    def _check_required(self, parameter: Parameter) -> Iterator[Bevinding]:
        waarde = self.waarde(parameter.code)
        if waarde is not None:
            if waarde.cell.value is None and not waarde.cell.faulty:
                yield self._not_filled(waarde)
            return
        if self.reported(parameter.code):
            return
        standard = self._standard(parameter)
        if standard is not None:
            yield self._not_yet_there(parameter, standard)
            return
        own = self._own(parameter.code)
        other = f"; wel voor {_periods(own)}" if own else ""
        yield self.table.overall(
            f"Voor {self.year} staat er geen waarde van {parameter.code} op Kader{other}.",
            f"Voeg een rij toe met code {parameter.code} die op 1-1-{self.year} geldt, met bron.",
            regel=parameter.clause,
            oorzaak=Oorzaak(
                melding=f"Voor {self.year} staan er {{aantal}} waarden niet op Kader",
                herstel=f"Voeg per code een rij toe die op 1-1-{self.year} geldt, met bron.",
            ),
            wat=parameter.code,
        )

    def _not_filled(self, waarde: Kaderwaarde) -> Bevinding:
        """Report an empty value; of a new period for all that the AB must decide at once (U1.3)."""
        parameter = waarde.parameter
        ended = [item.tot for item in self._own(parameter.code) if item.ended_before(self._moment)]
        if parameter.silent or not ended:
            return waarde.bevinding(
                "waarde",
                f"Waarde van {parameter.code} is niet ingevuld.",
                f"Vul de waarde in bij ‘{parameter.name}’ ({parameter.unit}).",
            )
        until = day(max(tot for tot in ended if tot))
        return waarde.bevinding(
            "waarde",
            f"{parameter.code} is voor {self.year} nog niet vastgesteld; de vorige waarde gold tot "
            f"en met {until}.",
            "Laat het AB de waarde vaststellen en vul haar in, met het besluit als bron.",
            regel="U1.3",
            oorzaak=Oorzaak(
                melding=f"Voor {self.year} zijn {{aantal}} waarden op Kader nog niet vastgesteld; "
                f"de vorige golden tot en met {until}",
                herstel="Laat het AB ze vaststellen en vul ze in, met het besluit als bron.",
            ),
            wat=parameter.code,
        )

    def _not_yet_there(self, parameter: Parameter, standard: Decimal | str) -> Bevinding:
        value = f"‘{standard}’"
        if isinstance(standard, Decimal):
            value = percent(standard) if parameter.kind is Kind.PERCENT else plain(standard)
        return self.table.overall(
            f"Er staat geen {parameter.code} op Kader; werkmappen van vóór versie "
            f"{parameter.since} hebben die rij niet. Nu telt {value}.",
            "Doe ‘vernieuwen’, of voeg zelf een rij toe met deze code, de waarde, de periode en de "
            "bron.",
            regel=parameter.clause,
            ernst=Ernst.WAARSCHUWING,
            oorzaak=Oorzaak(
                melding="{aantal} codes staan niet op Kader, want deze werkmap is van een oudere "
                "versie; nu tellen de gewone waarden",
                herstel="Doe ‘vernieuwen’: dan komen de rijen erbij.",
            ),
            wat=parameter.code,
        )


def _periods(waarden: Iterable[Kaderwaarde]) -> str:
    spans = sorted(
        {
            (waarde.van.year, waarde.tot.year)
            for waarde in waarden
            if waarde.van and waarde.tot and waarde.dated
        }
    )
    return join(
        str(first) if first == last else f"{first} tot en met {last}" for first, last in spans
    )
