"""The advice of the AOO on the package as a whole, in one text and for ``--json`` (U2.4)."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from regio_xl.domain import Dossier
from regio_xl.domain.dossier import UitgebrachtAdvies
from regio_xl.domain.tekst import count
from regio_xl.domain.woorden import Advies
from regio_xl.steps.berekening import unique_names

CELL = "aoo_samenvatting"


def summary(dossier: Dossier) -> str:
    """Return how many participants agree with the package, and who objects and why (U2.4)."""
    given = dossier.besluitvorming.adviezen
    if not given:
        return "Er zijn nog geen adviezen van het AOO over het pakket."
    return " ".join(_sentences(dossier, given))


def data(dossier: Dossier) -> Mapping[str, Any]:
    """Return the advice for ``--json``; whoever objects or remarks is named with the reason."""
    given = dossier.besluitvorming.adviezen
    return {
        "akkoord": len(_who(given, Advies.AKKOORD)),
        "akkoord_met_opmerking": _named(dossier, Advies.OPMERKING),
        "bezwaar": _named(dossier, Advies.BEZWAAR),
        "geen_advies": len(_who(given, Advies.GEEN)),
        "open": _open(dossier),
        "samenvatting": summary(dossier),
    }


def _sentences(dossier: Dossier, given: Sequence[UitgebrachtAdvies]) -> Iterator[str]:
    remarks, objections = _who(given, Advies.OPMERKING), _who(given, Advies.BEZWAAR)
    agree = len(_who(given, Advies.AKKOORD)) + len(remarks)
    with_remark = f", van wie {len(remarks)} met een opmerking" if remarks else ""
    verb = "is" if agree == 1 else "zijn"
    yield (
        f"{agree} van de {count(len(dossier.deelnemers), 'deelnemer', 'deelnemers')} {verb} "
        f"akkoord met het pakket als geheel{with_remark}; {len(objections)} bezwaar, "
        f"{len(_who(given, Advies.GEEN))} geen advies, {_open(dossier)} nog niets."
    )
    namen = unique_names(dossier.deelnemers)
    for word, people in (("Bezwaar", objections), ("Opmerking", remarks)):
        if people:
            yield f"{word}: {'; '.join(_with_reason(namen, item) for item in people)}."


def _with_reason(namen: Mapping[str, str], item: UitgebrachtAdvies) -> str:
    reden = item.reden.strip().rstrip(".") or "zonder reden"
    return f"{namen.get(item.code, item.code)} ({reden})"


def _named(dossier: Dossier, advies: Advies) -> list[dict[str, str]]:
    namen = unique_names(dossier.deelnemers)
    return [
        {"code": item.code, "deelnemer": namen.get(item.code, item.code), "reden": item.reden}
        for item in _who(dossier.besluitvorming.adviezen, advies)
    ]


def _who(given: Sequence[UitgebrachtAdvies], advies: Advies) -> list[UitgebrachtAdvies]:
    return [item for item in given if item.advies is advies]


def _open(dossier: Dossier) -> int:
    return max(0, len(dossier.deelnemers) - len(dossier.besluitvorming.adviezen))
