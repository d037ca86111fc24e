"""The timeline on sheet Kader (T1..T5): periods that end before they begin."""

from collections.abc import Iterable, Iterator

from regio_xl.domain import Bevinding, Ernst, Fase
from regio_xl.domain.tekst import day
from regio_xl.rules.record import Record


def check_tijdlijn(records: Iterable[Record]) -> Iterator[Bevinding]:
    """Find steps of the timeline that end before they begin (T1 to T5)."""
    for record in records:
        first, last = record.day("van"), record.day("tot")
        if first and last and first > last:
            fase = record.text("fase")
            yield record.bevinding(
                "tot",
                f"Deze stap begint op {day(first)} en eindigt al op {day(last)}.",
                "Wissel de twee datums om, of verbeter er één.",
                regel=Fase(fase).clause if fase else None,
                ernst=Ernst.WAARSCHUWING,
            )
