"""The relation to the U&H strategy, and the value for the region without a direct one."""

from collections.abc import Iterator

from regio_xl.domain import Bevinding, Ernst
from regio_xl.domain.woorden import Relatie
from regio_xl.rules.cells import is_blank_text
from regio_xl.rules.record import Record
from regio_xl.rules.voorstellen.context import Context, is_ketentoezicht

RELATED = (Relatie.DIRECT, Relatie.INDIRECT)


def check_relatie(record: Record, _: Context) -> Iterator[Bevinding]:
    """Find a relation that is claimed but not explained (U4.1)."""
    relatie = record.text("uh_relatie")
    if relatie in RELATED and _silent(record, "toelichting_uh"):
        yield record.bevinding(
            "toelichting_uh",
            f"De U&H-relatie is {relatie}, maar Toelichting U&H is leeg.",
            "Leg in één of twee zinnen uit om welk deel van de strategie het gaat.",
            ernst=Ernst.WAARSCHUWING,
        )


def check_meerwaarde(record: Record, _: Context) -> Iterator[Bevinding]:
    """Find a project without direct relation that does not state its value (U4.2).

    An empty relation is not a direct one. Ketentoezicht is a fixed part, not weighed as a
    project, and is left alone.
    """
    relatie = record.text("uh_relatie")
    if relatie == Relatie.DIRECT or not record.usable("uh_relatie") or is_ketentoezicht(record):
        return
    if _silent(record, "meerwaarde_regio"):
        which = f"de U&H-relatie ‘{relatie}’ is" if relatie else "er geen U&H-relatie is ingevuld"
        yield record.bevinding(
            "meerwaarde_regio",
            f"Meerwaarde regio is niet ingevuld, terwijl {which}.",
            "Beschrijf welke waarde het project heeft voor (een deel van) de regio.",
        )


def _silent(record: Record, key: str) -> bool:
    return record.usable(key) and is_blank_text(record.text(key))
