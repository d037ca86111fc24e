"""What the form asks (F2.2) and the fewest hours with which a project can start (O6).

That a required cell is empty is found for every table in the same way; see ``rules.tables``.
"""

from collections.abc import Iterator

from regio_xl.domain import Bevinding, Ernst
from regio_xl.domain.tekst import format_getal, format_uren, plain
from regio_xl.rules.record import Record
from regio_xl.rules.voorstellen.context import Context, is_ketentoezicht


def check_minimum(record: Record, _: Context) -> Iterator[Bevinding]:
    """Find a minimum above the hours asked (O6)."""
    hours, least = record.whole("uren"), record.whole("minimum_uren")
    if hours is None or least is None or not record.usable("minimum_uren"):
        return
    if least > hours:
        yield record.bevinding(
            "minimum_uren",
            f"Minimum uren is {format_getal(least)}, meer dan de gevraagde {format_uren(hours)}.",
            f"Vul een minimum van hooguit {plain(hours)} uur in, of laat de cel leeg.",
            regel="O6",
        )
    elif is_ketentoezicht(record):
        yield record.bevinding(
            "minimum_uren",
            "Minimum uren heeft bij ketentoezicht geen betekenis.",
            "Maak de cel leeg: de opdrachtgevers bepalen samen de uren voor ketentoezicht.",
            regel="U2.1",
            ernst=Ernst.MELDING,
        )
