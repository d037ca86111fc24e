"""Step ``stemming``: who voted what, what the AOO advises (U2.4), and the package frozen (F3.5)."""

from collections.abc import Iterator, Mapping
from typing import Any

from regio_xl.domain import CellValue, Dossier, TableContent, Uitkomst
from regio_xl.domain.dossier import Besluit, Besluitvorming, UitgebrachtAdvies
from regio_xl.domain.levensloop import OVERGANGEN, Daad, Staat, may, refusal
from regio_xl.domain.model import Model
from regio_xl.domain.tekst import ALL, count, day, format_uren, join
from regio_xl.domain.woorden import Advies, Stem
from regio_xl.rules import Uitslag
from regio_xl.sheets.besluit import compute_kenmerk, compute_kenmerk_parameters
from regio_xl.sheets.buttons import button_of
from regio_xl.sheets.stemming import STEMMING_PAKKET
from regio_xl.sheets.vastlegging import STAAT
from regio_xl.steps.berekening import Berekening, unique_names
from regio_xl.steps.valideren import missing_lines
from regio_xl.steps.vastgesteld import (
    KENMERK,
    KETENTOEZICHT,
    OF_PARAMETERS,
    TABLE,
    obstacles,
    uitslag_of,
)
from regio_xl.steps.vastlegging import contents, decided, undecided

NAME = "stemming"
FROM_FASE = button_of(NAME).from_fase
"""Phase from which there is something to vote on."""

ADVICE = "aoo_samenvatting"


class Verloop(Model):
    """What the step does with the decision."""

    regel: str  # what was done or is still lacking, in Dutch
    besluit: Besluit | None = None  # the frozen package after the step
    nieuw: bool = False  # whether table and marks must be written
    staat: Staat  # of the package after the step


def show(berekening: Berekening) -> Uitkomst:
    """Return result, advice and decision of ``berekening``; an adopted package never changes."""
    dossier, uitslag = berekening.dossier, uitslag_of(berekening.dossier)
    verloop = _decide(berekening, uitslag)
    record = berekening.vastlegging.model_copy(update={"kenmerk": berekening.kenmerk})
    new = verloop.nieuw
    after = decided(record, berekening.feiten, dossier) if verloop.besluit else undecided(record)
    recorded = contents(after) if new and record.gaaf else ()
    lines = [*missing_lines(dossier), *_summary(dossier, uitslag)]
    # What was frozen or lifted comes first: that line goes to sheet Logboek.
    lines.insert(0 if new else len(lines), verloop.regel)
    return Uitkomst(
        tables=(decided_table(verloop.besluit), *recorded) if new else (),
        cells={
            ADVICE: advice_summary(dossier),
            **(_cells(verloop) if new else {}),
        },
        bevindingen=berekening.bevindingen,
        samenvatting=(*lines, *_early(berekening)),
        data=_data(berekening, uitslag, verloop.besluit),
    )


def _decide(berekening: Berekening, uitslag: Uitslag) -> Verloop:
    """Freeze, lift or leave; what is frozen is never overwritten."""
    made = berekening.dossier.besluitvorming
    frozen = made.besluit
    staat = berekening.staat
    if frozen is not None and made.leeg and made.reden_opheffen:
        if why := refusal(staat, Daad.OPHEFFEN):
            return Verloop(regel=f"Er is niets opgeheven. {why}", besluit=frozen, staat=staat)
        return Verloop(
            regel=f"Opgeheven: de vastlegging van {_size(frozen)}. Reden: {made.reden_opheffen}. "
            "Het pakket ligt weer ter stemming.",
            staat=OVERGANGEN[staat, Daad.OPHEFFEN],
            nieuw=True,
        )
    if frozen is not None:
        regel = f"Vastgelegd en ongewijzigd gelaten: {_size(frozen)}, kenmerk {frozen.kenmerk}."
        if made.nummer_leeg:
            regel += (
                " Wilt u het besluit opheffen, maak dan op blad Stemming nummer en datum leeg en "
                "typ daar de reden."
            )
        return Verloop(regel=regel, besluit=frozen, staat=staat)
    if not uitslag.aangenomen:
        noted, mark = berekening.gebonden[STEMMING_PAKKET], berekening.kenmerk
        why = ": de stemmen op blad Stemming gaan over een eerder pakket"
        regel = f"Er is niets vastgelegd{why if mark and noted and noted != mark else ''}."
        return Verloop(regel=regel, staat=staat)
    if not made.nummer or made.datum is None:
        return Verloop(
            regel=f"Er is nog niets vastgelegd: op blad Stemming ontbreekt {_lacking(made)} van "
            "het besluit. Vul dat in en doe ‘stemming’ opnieuw.",
            staat=staat,
        )
    return _freeze(berekening)


def _lacking(made: Besluitvorming) -> str:
    """Say what of a decision is not there, or cannot be used."""
    parts = ((made.nummer, "het nummer"), (made.datum, "een bruikbare datum"))
    return join([words for there, words in parts if not there])


def _freeze(berekening: Berekening) -> Verloop:
    kader = berekening.dossier.kader
    in_the_way = [item.melding for item in obstacles(berekening)]
    if in_the_way or kader is None or not may(berekening.staat, Daad.VASTSTELLEN):
        return Verloop(
            regel=" ".join(in_the_way) or "Er is niets vastgelegd.", staat=berekening.staat
        )
    pakket, keten = berekening.pakket.uren, berekening.ketentoezicht.uren
    of_parameters = compute_kenmerk_parameters(kader)
    voorstellen = berekening.dossier.voorstellen
    besluit = Besluit(
        pakket=dict(sorted(pakket.items())),
        titels={item.nr: item.titel for item in voorstellen if item.nr in pakket},
        ketentoezicht=keten,
        kenmerk=compute_kenmerk(pakket, keten, of_parameters),
        kenmerk_parameters=of_parameters,
    )
    made = berekening.dossier.besluitvorming
    when = day(made.datum) if made.datum else ""
    of = f"besluit {made.nummer} van {when}"
    voted = f" (pakket {berekening.kenmerk})" if berekening.kenmerk else ""
    regel = f"Vastgelegd met {of}: {_size(besluit)}, kenmerk {besluit.kenmerk}{voted}."
    staat = OVERGANGEN[berekening.staat, Daad.VASTSTELLEN]
    return Verloop(regel=regel, besluit=besluit, nieuw=True, staat=staat)


def decided_table(besluit: Besluit | None) -> TableContent:
    """Return the table of the frozen package; without rows where nothing is decided."""
    pakket, titels = (besluit.pakket, besluit.titels) if besluit else ({}, {})
    rows = tuple(
        {"nr": float(nr), "titel": titels.get(nr, ""), "uren": float(uren)}
        for nr, uren in pakket.items()
    )
    return TableContent(name=TABLE, rows=rows, key_column="nr")


def _cells(verloop: Verloop) -> dict[str, CellValue]:
    besluit, staat = verloop.besluit, {STAAT: verloop.staat.value}
    if besluit is None:
        return {**dict.fromkeys((KETENTOEZICHT, KENMERK, OF_PARAMETERS)), **staat}
    return {
        KETENTOEZICHT: float(besluit.ketentoezicht or 0),
        KENMERK: besluit.kenmerk,
        OF_PARAMETERS: besluit.kenmerk_parameters,
        **staat,
    }


def _size(besluit: Besluit) -> str:
    projects = count(len(besluit.pakket), "project", "projecten")
    return f"{projects}, samen {format_uren(sum(besluit.pakket.values()))}"


def _summary(dossier: Dossier, uitslag: Uitslag) -> Iterator[str]:
    everyone = count(len(dossier.deelnemers), "deelnemer", "deelnemers")
    yield f"Uitslag van {everyone}: {uitslag.woord}; {uitslag.telling} (F3.5)."
    votes = {vote.code: vote.stem for vote in dossier.besluitvorming.stemmen}
    for stem in Stem:
        if codes := [code for code, cast in votes.items() if cast is stem]:
            yield f"{stem.value.capitalize()} ({len(codes)}): {join(codes, most=ALL)}."
    if silent := [item.code for item in dossier.deelnemers if item.code not in votes]:
        yield f"Nog geen stem ({len(silent)}): {join(silent, most=ALL)}."
    yield f"AOO: {advice_summary(dossier)}"


def _early(berekening: Berekening) -> Iterator[str]:
    fase = berekening.fase
    if fase is not None and not fase.reached(FROM_FASE):
        yield f"Let op: het jaar staat nog in fase ‘{fase}’; het AB besluit in ‘{FROM_FASE}’."


def _data(berekening: Berekening, uitslag: Uitslag, besluit: Besluit | None) -> Mapping[str, Any]:
    """Return the vote for ``--json``; the package is the frozen one, else that of this moment."""
    dossier = berekening.dossier
    titels = {item.nr: item.titel for item in dossier.voorstellen}
    pakket = berekening.pakket.uren if besluit is None else besluit.pakket
    titels |= besluit.titels if besluit else {}
    return {
        **uitslag.model_dump(),
        "uitslag": uitslag.woord,
        "stemmen": list(_votes(berekening)),
        "aoo": advice_data(dossier),
        "besluit": _decision(dossier, besluit),
        "pakket": [
            {"nr": nr, "titel": titels.get(nr, ""), "uren": uren}
            for nr, uren in sorted(pakket.items())
        ],
    }


def _votes(berekening: Berekening) -> Iterator[dict[str, str | None]]:
    votes = {vote.code: vote for vote in berekening.dossier.besluitvorming.stemmen}
    for code, name in berekening.namen.items():
        vote = votes.get(code)
        yield {
            "code": code,
            "deelnemer": name,
            "stem": vote.stem.value if vote else None,
            "toelichting": vote.toelichting if vote else "",
        }


def _decision(dossier: Dossier, besluit: Besluit | None) -> dict[str, str | None] | None:
    if besluit is None:
        return None
    made = dossier.besluitvorming
    return {
        "nummer": made.nummer,
        "datum": made.datum.isoformat() if made.datum else None,
        "kenmerk": besluit.kenmerk,
    }


def advice_summary(dossier: Dossier) -> str:
    """Return how many participants agree with the package, and who objects and why (U2.4)."""
    if not dossier.besluitvorming.adviezen:
        return "Er zijn nog geen adviezen van het AOO over het pakket."
    return " ".join(_sentences(dossier))


def advice_data(dossier: Dossier) -> Mapping[str, Any]:
    """Return the advice for ``--json``; whoever objects or remarks is named with the reason."""
    return {
        "akkoord": len(_who(dossier, Advies.AKKOORD)),
        "akkoord_met_opmerking": _named(dossier, Advies.OPMERKING),
        "bezwaar": _named(dossier, Advies.BEZWAAR),
        "geen_advies": len(_who(dossier, Advies.GEEN)),
        "open": _open(dossier),
        "samenvatting": advice_summary(dossier),
    }


def _sentences(dossier: Dossier) -> Iterator[str]:
    remarks, objections = _who(dossier, Advies.OPMERKING), _who(dossier, Advies.BEZWAAR)
    agree = len(_who(dossier, Advies.AKKOORD)) + len(remarks)
    with_remark = f", van wie {len(remarks)} met een opmerking" if remarks else ""
    verb = "is" if agree == 1 else "zijn"
    yield (
        f"{agree} van de {count(len(dossier.deelnemers), 'deelnemer', 'deelnemers')} {verb} "
        f"akkoord met het pakket als geheel{with_remark}; {len(objections)} bezwaar, "
        f"{len(_who(dossier, Advies.GEEN))} geen advies, {_open(dossier)} nog niets."
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
        for item in _who(dossier, advies)
    ]


def _who(dossier: Dossier, advies: Advies) -> list[UitgebrachtAdvies]:
    return [item for item in dossier.besluitvorming.adviezen if item.advies is advies]


def _open(dossier: Dossier) -> int:
    return max(0, len(dossier.deelnemers) - len(dossier.besluitvorming.adviezen))
