"""Partners, groups and material costs: who takes part, and what may be paid (U7.1 to U7.3).

Partners and officials take part (U7.1, U7.2); their hours are nowhere in a proposal and never
count. Hours are those of ODU staff, costs are euros that are converted to such hours.
"""

from collections.abc import Iterator

from regio_xl.domain import Bevinding, Ernst
from regio_xl.domain.tekst import closest, format_euros, join, quote
from regio_xl.domain.woorden import GEEN
from regio_xl.rules.record import Record
from regio_xl.rules.voorstellen.context import Context, is_ketentoezicht


def check_partners(record: Record, _: Context) -> Iterator[Bevinding]:
    """Find ``geen`` next to the name of a partner (U7.1); any name is allowed."""
    names = record.names("partners")
    if len(names) > 1 and GEEN in (name.casefold() for name in names):
        yield record.bevinding(
            "partners",
            f"Partners bevat ‘{GEEN}’ naast andere namen: {join(names)}.",
            f"Haal ‘{GEEN}’ weg, of haal de namen weg.",
            regel="U7.1",
            ernst=Ernst.WAARSCHUWING,
        )


def check_groepen(record: Record, _: Context) -> Iterator[Bevinding]:
    """Find groups outside the list; allowed, but perhaps a slip (U7.1)."""
    if not record.names("groepen"):
        return
    known = record.table.column("groepen").choices
    for name in record.names("groepen"):
        if name in known:
            continue
        found = closest(name.casefold(), known)
        yield record.bevinding(
            "groepen",
            f"Groep {quote(name)} staat niet in de lijst ({join(known)}).",
            f"Bedoelde u {found}? Pas het dan aan."
            if found
            else "Bedoelt u een andere groep, dan hoeft u niets te doen.",
            regel="U7.1",
            ernst=Ernst.WAARSCHUWING if found else Ernst.MELDING,
        )


def check_kosten(record: Record, context: Context) -> Iterator[Bevinding]:
    """Find costs that cannot be converted to hours (U7.3, O5)."""
    costs = record.number("materiele_kosten")
    if not costs:
        return
    if is_ketentoezicht(record):
        yield record.bevinding(
            "materiele_kosten",
            f"Materiele kosten is {format_euros(costs)} bij ketentoezicht; die uren liggen vast.",
            "Maak de cel leeg en neem de kosten op in de uren voor ketentoezicht.",
        )
    elif context.kader is not None and context.kader.uurtarief is None:
        yield record.bevinding(
            "materiele_kosten",
            f"Materiele kosten is {format_euros(costs)}, maar er geldt geen uurtarief om dat naar "
            "uren om te rekenen.",
            "Vul het tarief in bij uurtarief op blad Kader, of haal de kosten weg.",
        )
