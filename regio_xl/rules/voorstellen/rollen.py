"""Roles that must be named before the AB decides (U5.1, U5.2)."""

from collections.abc import Iterator

from regio_xl.domain import Bevinding, Ernst, Fase
from regio_xl.rules.cells import is_blank_text
from regio_xl.rules.record import Record
from regio_xl.rules.voorstellen.context import Context, is_ketentoezicht

ROLES = (
    ("intern_opdrachtgever", "U5.1", "Vul de strategisch manager van de ODU in."),
    ("projectleider", "U5.2", "Vul de projectleider van de ODU in."),
)


def check_rollen(record: Record, context: Context) -> Iterator[Bevinding]:
    """Find a project without intern opdrachtgever or projectleider (U5.1, U5.2).

    A warning as long as there is time, an error from the decision on.
    """
    if is_ketentoezicht(record) or not record.usable("soort"):
        return
    deciding = context.fase.reached(Fase.BESLUIT)
    for key, clause, herstel in ROLES:
        if record.usable(key) and is_blank_text(record.text(key)):
            header = record.table.column(key).header
            tail = (
                f", terwijl de fase al ‘{context.fase}’ is"
                if deciding
                else "; nodig vóór het AB-besluit"
            )
            yield record.bevinding(
                key,
                f"{header} is niet ingevuld{tail}.",
                herstel,
                regel=clause,
                ernst=Ernst.FOUT if deciding else Ernst.WAARSCHUWING,
            )
