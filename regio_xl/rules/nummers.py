"""Rows elsewhere that point to a proposal by its number."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from regio_xl.domain import Bevinding, Ernst, Table, Voorstel
from regio_xl.rules.record import Record


@dataclass(frozen=True, slots=True)
class Nummers:
    """The numbers of the proposals.

    Attributes:
        voorstellen: The proposals that were read.
        numbers: Their numbers.
        meant: Numbers that were probably meant in cells that are not usable.
        complete: Whether the proposals could be read at all; if not, no number is unknown.
    """

    voorstellen: tuple[Voorstel, ...]
    numbers: frozenset[int]
    meant: frozenset[int] = frozenset()
    complete: bool = True

    def known(self, nr: int) -> bool:
        """Tell whether a proposal has this number."""
        return nr in self.numbers

    def blamed(self, nr: int) -> bool:
        """Tell whether a number is a mistake in the row that names it."""
        return self.complete and nr not in self.numbers and nr not in self.meant


def check_nummers(records: Iterable[Record], nummers: Nummers) -> Iterator[Bevinding]:
    """Report rows for a number that no proposal has; such a row is not used."""
    for record in records:
        nr = record.whole("nr")
        if nr is not None and nummers.blamed(nr):
            yield record.bevinding(
                "nr",
                f"Nr {nr} komt niet voor op blad Voorstellen; deze rij wordt niet gebruikt.",
                "Verbeter het nummer, of verwijder de rij.",
                ernst=Ernst.WAARSCHUWING,
            )


def report_missing(
    table: Table,
    missing: Sequence[Voorstel],
    every: Sequence[Voorstel],
    *,
    nothing: tuple[str, str],
    one: tuple[str, str],
) -> Iterator[Bevinding]:
    """Report proposals without a row; one finding when there is none at all.

    Args:
        table: The table in which they should stand.
        missing: Proposals without a row.
        every: All proposals that should have one.
        nothing: Finding and remedy when all are missing.
        one: Finding and remedy for one proposal, with ``{nr}`` for its number.
    """
    if missing and len(missing) == len(every):
        yield table.bevinding(None, None, *nothing, ernst=Ernst.WAARSCHUWING)
        return
    for voorstel in missing:
        melding, herstel = (text.format(nr=voorstel.nr) for text in one)
        yield table.bevinding(
            None, "nr", melding, herstel, ernst=Ernst.WAARSCHUWING, nr=voorstel.nr
        )
