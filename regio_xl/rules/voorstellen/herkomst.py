"""Who submits a proposal: ODU (intern) or a participant (extern), and when (F2.1)."""

from collections.abc import Iterator

from regio_xl.domain import Bevinding, Ernst
from regio_xl.domain.tekst import closest, day, join, quote
from regio_xl.domain.woorden import ODU, Herkomst
from regio_xl.rules.record import Record
from regio_xl.rules.voorstellen.context import Context


def check_indiener(record: Record, context: Context) -> Iterator[Bevinding]:
    """Find a submitter that is neither ODU nor a participant (F2.1).

    Without any participant nothing can be said; that is a finding of its own.
    """
    code = record.text("indiener")
    if not code or not context.namen or code == ODU or code in context.namen:
        return
    yield record.bevinding(
        "indiener",
        f"Indiener {quote(record.typed('indiener'))} is niet ODU en geen code op blad Deelnemers.",
        f"{_meant(code, context)}Kies ODU of de code van een deelnemer.",
    )


def _meant(code: str, context: Context) -> str:
    """Guess the code from a name first: people type ‘Amersfoort’ where AMF is asked."""
    same = [key for key, naam in context.namen.items() if naam.upper() == code]
    if same:
        return f"Bedoelde u {join((f'{key} ({context.namen[key]})' for key in same), 'of')}? "
    found = closest(code, (ODU, *context.namen))
    if found is None:
        return ""
    naam = f" ({context.namen[found]})" if found in context.namen else ""
    return f"Bedoelde u {found}{naam}? "


def check_herkomst(record: Record, context: Context) -> Iterator[Bevinding]:
    """Find an origin that does not go with the submitter (F2.1)."""
    code, herkomst = record.text("indiener"), record.text("herkomst")
    if herkomst == Herkomst.EXTERN and code == ODU:
        yield record.bevinding(
            "herkomst",
            "Herkomst is extern, maar de indiener is ODU.",
            "Kies intern, of vul de deelnemer in die het voorstel indient.",
        )
    elif herkomst == Herkomst.INTERN and code in context.namen:
        yield record.bevinding(
            "herkomst",
            f"Herkomst is intern, maar de indiener is deelnemer {code}.",
            "Kies extern, of vul ODU in als indiener.",
        )


def check_ingediend(record: Record, context: Context) -> Iterator[Bevinding]:
    """Find a day of submission that is still to come (F2.1)."""
    moment = record.day("ingediend_op")
    if moment and moment > context.today:
        yield record.bevinding(
            "ingediend_op",
            f"Ingediend op is {day(moment)}; die dag moet nog komen.",
            "Controleer de datum.",
            ernst=Ernst.WAARSCHUWING,
        )
