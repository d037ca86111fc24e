"""The rows of tblKader: which parameter, which value, in which period."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from regio_xl.domain import Bevinding, Column, Ernst, Table
from regio_xl.domain.tekst import day, meant, percent, plain, quote
from regio_xl.rules.cells import Cell, Problem, parse_cell
from regio_xl.rules.numbers import BINARY, cut_off
from regio_xl.rules.parameters import Parameter, parameters_by_code
from regio_xl.rules.record import Record
from regio_xl.rules.tables import check_cells, check_required, check_table, read_records


@dataclass(frozen=True, slots=True)
class Entry:
    """One value of one parameter with its period.

    Attributes:
        record: Row that it stands in.
        parameter: Parameter that it is a value of.
        cell: The value, read as the parameter asks.
        van: First day, or None when unusable.
        tot: Last day, or None when unusable.
    """

    record: Record
    parameter: Parameter
    cell: Cell
    van: date | None
    tot: date | None

    @property
    def dated(self) -> bool:
        """Whether its period is usable."""
        return self.van is not None and self.tot is not None and self.van <= self.tot

    def holds_on(self, moment: date) -> bool:
        """Whether the value is in force on a day."""
        return self.van is not None and self.tot is not None and self.van <= moment <= self.tot

    def bevinding(
        self,
        key: str | None,
        melding: str,
        herstel: str,
        ernst: Ernst = Ernst.FOUT,
        regel: str = "",
    ) -> Bevinding:
        """Make a finding about this row, citing the clause of the parameter."""
        return self.record.bevinding(
            key, melding, herstel, ernst=ernst, regel=regel or self.parameter.clause
        )


def read_entries(table: Table) -> tuple[list[Entry], list[Bevinding]]:
    """Read tblKader: the values of known parameters, and what is wrong with the rows."""
    records = read_records(table)
    found = [*check_table(table), *check_cells(records), *check_required(records)]
    entries: list[Entry] = []
    for record in records:
        parameter = _find_parameter(record)
        if parameter is None:
            found += _unknown_code(record)
            continue
        value = _read_value(parameter, record.row.values.get("waarde"))
        entry = Entry(record, parameter, value, record.day("van"), record.day("tot"))
        entries.append(entry)
        found += [*_respelled_code(entry), *_check_value(entry), *_check_period(entry)]
    found += _overlaps(entries)
    return entries, found


def _normalise(code: str) -> str:
    return "_".join(code.split()).casefold()


def _find_parameter(record: Record) -> Parameter | None:
    return parameters_by_code().get(_normalise(record.text("code")))


def _value_column(parameter: Parameter) -> Column:
    return Column(
        key="waarde",
        header=f"Waarde van {parameter.code}",
        kind=parameter.kind,
        minimum=parameter.minimum,
        maximum=parameter.maximum,
        choices=parameter.choices,
    )


def _read_value(parameter: Parameter, value: object) -> Cell:
    """Return the value of a parameter; of one that scores are made with, cut off with a warning.

    More decimals than the others have would make totals of scores too long to compare exactly.
    """
    cell = parse_cell(_value_column(parameter), value)
    if parameter.decimals is None or not isinstance(cell.value, Decimal):
        return cell
    counted = cut_off(cell.value, parameter.decimals)
    if abs(counted - cell.value) < BINARY:
        return cell._replace(value=counted)
    typed = percent(counted)
    problem = Problem(
        Ernst.WAARSCHUWING,
        f"Waarde van {parameter.code} heeft meer dan {parameter.decimals} cijfers achter de komma "
        f"({plain(cell.value)}); {typed} telt.",
        f"Typ {typed}, dan staat er wat telt.",
    )
    return Cell(counted, problem)


def _unknown_code(record: Record) -> Iterator[Bevinding]:
    code = record.text("code")
    if not code:
        return
    yield record.bevinding(
        "code",
        f"Code {quote(code)} is geen bekende parameter; deze rij wordt niet gebruikt.",
        f"{meant(_normalise(code), tuple(parameters_by_code()))}"
        "Gebruik een code die op blad Regels staat, of verwijder de rij.",
        ernst=Ernst.WAARSCHUWING,
    )


def _respelled_code(entry: Entry) -> Iterator[Bevinding]:
    typed = entry.record.typed("code")
    if typed != entry.parameter.code:
        yield entry.bevinding(
            "code",
            f"Code is gelezen als {quote(entry.parameter.code)}; er staat ‘{typed[:40]}’.",
            f"Typ precies {quote(entry.parameter.code)}, dan zien ook de formules deze rij.",
            ernst=Ernst.WAARSCHUWING,
        )


def _check_value(entry: Entry) -> Iterator[Bevinding]:
    problem = entry.cell.problem
    if problem is None:
        return
    melding = problem.melding
    if entry.parameter.choices and entry.cell.value is None:
        melding = (
            f"Waarde van {entry.parameter.code} is {quote(entry.record.typed('waarde'))}; "
            "die keuze wordt in deze versie niet ondersteund."
        )
    yield entry.bevinding("waarde", melding, problem.herstel, ernst=problem.ernst)


def _check_period(entry: Entry) -> Iterator[Bevinding]:
    if entry.van and entry.tot and entry.van > entry.tot:
        yield entry.bevinding(
            "tot",
            f"De periode van {entry.parameter.code} begint op {day(entry.van)} en eindigt al op "
            f"{day(entry.tot)}.",
            "Wissel de twee datums om, of verbeter er één.",
            regel="U1.3",
        )


def _overlaps(entries: Iterable[Entry]) -> Iterator[Bevinding]:
    """Report values of one parameter that hold on the same day: then none of them is certain."""
    by_code: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.dated:
            by_code.setdefault(entry.parameter.code, []).append(entry)
    for code, same in by_code.items():
        same.sort(key=lambda entry: (entry.van or date.min, entry.record.row.number))
        for earlier, later in pairwise(same):
            if earlier.tot and later.van and later.van <= earlier.tot:
                yield later.bevinding(
                    "van",
                    f"{code} geldt vanaf {day(later.van)}, maar de waarde in rij "
                    f"{earlier.record.row.number} geldt nog tot en met {day(earlier.tot)}.",
                    "Laat de periodes op elkaar aansluiten, zodat op elke dag één waarde geldt.",
                    regel="U1.3",
                )
