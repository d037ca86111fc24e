"""Ketentoezicht is a fixed part of the regional tasks (U2.1)."""

from collections.abc import Iterator, Sequence

from regio_xl.domain import Bevinding, Ernst, Table
from regio_xl.rules.record import Record
from regio_xl.rules.voorstellen.context import is_ketentoezicht


def check_ketentoezicht(table: Table, records: Sequence[Record]) -> Iterator[Bevinding]:
    """Report that no proposal for ketentoezicht was made (U2.1).

    Silent while a Soort cannot be read: that one may be it.
    """
    if not records or any(is_ketentoezicht(record) for record in records):
        return
    if all(record.usable("soort") and record.text("soort") for record in records):
        yield table.bevinding(
            None,
            "soort",
            "Er is geen voorstel van de soort ketentoezicht; dat is een vast onderdeel.",
            "Voeg een voorstel toe met soort ketentoezicht, met de uren die de ODU voorstelt.",
            regel="U2.1",
            ernst=Ernst.WAARSCHUWING,
        )
