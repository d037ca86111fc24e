"""Which values of tblKader are in force in a year, and which are missing."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from regio_xl.domain import Bevinding, Ernst, Kind, Table
from regio_xl.domain.tekst import join, percent, plain
from regio_xl.rules.kader_rows import Entry
from regio_xl.rules.parameters import Parameter, load_parameters, parameters_by_code


class Force:
    """The values in force on the first day of a year; the sheet looks at that day too.

    A parameter with two values on that day has none: which one counts is not ours to guess,
    and the overlap is reported with the rows.
    """

    def __init__(self, table: Table, year: int, entries: Sequence[Entry]) -> None:
        self.table = table
        self.year = year
        self.entries = entries
        self.codes = tuple(parameter.code for parameter in load_parameters())
        moment = self._moment = date(year, 1, 1)
        self._holding: dict[str, list[Entry]] = {}
        for entry in entries:
            if entry.holds_on(moment):
                self._holding.setdefault(entry.parameter.code, []).append(entry)

    def entry(self, code: str) -> Entry | None:
        """Return the one entry in force, or None."""
        holding = self._holding.get(code, [])
        return holding[0] if len(holding) == 1 else None

    def number(self, code: str) -> Decimal | None:
        """Return the number in force, or None."""
        value = self._value(code)
        return Decimal(value) if isinstance(value, (int, Decimal)) else None

    def whole(self, code: str) -> int | None:
        """Return the whole number in force, or None."""
        number = self.number(code)
        return int(number) if number is not None else None

    def word(self, code: str) -> str | None:
        """Return the choice in force, or None."""
        value = self._value(code)
        return value if isinstance(value, str) else None

    def _value(self, code: str) -> object:
        entry = self.entry(code)
        return entry.cell.value if entry else self._standard(parameters_by_code()[code])

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
        return code in self._holding or not all(entry.dated for entry in self._own(code))

    def _own(self, code: str) -> list[Entry]:
        return [entry for entry in self.entries if entry.parameter.code == code]

    def bevindingen(self) -> Iterator[Bevinding]:
        """Report required values that are not in force; a year without any gives one finding."""
        if not self.entries:
            if not self.table.filled_rows():
                yield self._at_table(
                    "U1.3",
                    f"Tabel {self.table.name} is leeg; er valt niets te berekenen.",
                    "Neem de parameters over uit een nieuwe werkmap.",
                )
            return
        if not self._holding and any(entry.dated for entry in self.entries):
            yield self._at_table(
                "U1.3",
                f"Voor {self.year} geldt geen enkele waarde op Kader; "
                f"er zijn waarden voor {self._periods(self.entries)}.",
                f"Kies een jaar uit die periode, of voeg rijen toe die op 1-1-{self.year} gelden, "
                "met het AB-besluit als bron.",
            )
            return
        for parameter in load_parameters():
            if parameter.required:
                yield from self._check_required(parameter)

    def _check_required(self, parameter: Parameter) -> Iterator[Bevinding]:
        entry = self.entry(parameter.code)
        if entry is not None:
            if entry.cell.value is None and not entry.cell.faulty:
                yield entry.bevinding(
                    "waarde",
                    f"Waarde van {parameter.code} is niet ingevuld.",
                    f"Vul de waarde in bij ‘{parameter.name}’ ({parameter.unit}).",
                )
            return
        if self.reported(parameter.code):
            return
        standard = self._standard(parameter)
        if standard is not None:
            yield self._not_yet_there(parameter, standard)
            return
        own = self._own(parameter.code)
        other = f"; wel voor {self._periods(own)}" if own else ""
        yield self._at_table(
            parameter.clause,
            f"Voor {self.year} staat er geen waarde van {parameter.code} op Kader{other}.",
            f"Voeg een rij toe met code {parameter.code} die op 1-1-{self.year} geldt, met bron.",
        )

    def _not_yet_there(self, parameter: Parameter, standard: Decimal | str) -> Bevinding:
        value = f"‘{standard}’"
        if isinstance(standard, Decimal):
            value = percent(standard) if parameter.kind is Kind.PERCENT else plain(standard)
        return self.table.bevinding(
            None,
            None,
            f"Er staat geen {parameter.code} op Kader; werkmappen van vóór versie "
            f"{parameter.since} hebben die rij niet. Nu telt {value}.",
            f"Voeg een rij toe met code {parameter.code}, de waarde {value} of een andere, de "
            "periode en de bron.",
            regel=parameter.clause,
            ernst=Ernst.WAARSCHUWING,
        )

    def _periods(self, entries: Sequence[Entry]) -> str:
        spans = sorted(
            {
                (entry.van.year, entry.tot.year)
                for entry in entries
                if entry.van and entry.tot and entry.dated
            }
        )
        return join(
            str(first) if first == last else f"{first} tot en met {last}" for first, last in spans
        )

    def _at_table(self, regel: str, melding: str, herstel: str) -> Bevinding:
        return self.table.bevinding(None, None, melding, herstel, regel=regel, ernst=Ernst.FOUT)
