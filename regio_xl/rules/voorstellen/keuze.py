"""The choice of the AOO for one proposal, and its reason (F3.4)."""

from collections.abc import Iterator

from regio_xl.domain import Bevinding, Ernst
from regio_xl.domain.woorden import Keuze
from regio_xl.rules.cells import is_blank_text
from regio_xl.rules.record import Record
from regio_xl.rules.voorstellen.context import Context


def check_keuze(record: Record, _: Context) -> Iterator[Bevinding]:
    """Find a choice without a reason, or a reason without a choice (F3.4)."""
    if not record.usable("keuze") or not record.usable("reden_keuze"):
        return
    keuze = record.text("keuze") or Keuze.AUTOMATISCH
    reasoned = not is_blank_text(record.text("reden_keuze"))
    if keuze != Keuze.AUTOMATISCH and not reasoned:
        yield record.bevinding(
            "reden_keuze",
            f"Keuze AOO is ‘{keuze}’, maar Reden keuze is leeg.",
            "Schrijf op waarom het overleg dit kiest, of zet de keuze op automatisch.",
        )
    elif keuze == Keuze.AUTOMATISCH and reasoned:
        yield record.bevinding(
            "reden_keuze",
            "Er staat een reden bij Reden keuze, maar Keuze AOO is automatisch.",
            "Kies opnemen of niet opnemen, of haal de reden weg.",
            ernst=Ernst.MELDING,
        )
