"""The rows of sheet Selectie and the same package for ``--json``."""

from collections.abc import Iterator, Mapping
from typing import Any

from regio_xl.allocation import Level, Verdict, find_breaches
from regio_xl.domain import Bevinding, CellValue, TableContent
from regio_xl.domain.tekst import count, format_uren
from regio_xl.domain.woorden import Scenario, Stand
from regio_xl.steps import bewijs
from regio_xl.steps.berekening import Berekening
from regio_xl.steps.bewijs import why_uncovered
from regio_xl.steps.controle import faulty_parameters
from regio_xl.steps.entries import Entry
from regio_xl.steps.ontbreekt import voorstellen_known
from regio_xl.steps.uitgangspunten import principles_data
from regio_xl.steps.volgorde import describe_mates, mates, ordered

GEEN_VOORSTEL = "(staat niet meer op blad Voorstellen)"
"""Title of a row that people gave hours, but that is no proposal (any more)."""


def as_cell(value: int | None) -> float | None:
    """Return a whole number as a cell holds it."""
    return None if value is None else float(value)


def selectie(berekening: Berekening) -> TableContent:
    """Return tblSelectie: every proposal, its hours and the reason (U8.1, F3.3)."""
    shared = mates(berekening.entries)
    rows = [_row(entry, shared) for entry in ordered(berekening)]
    rows += [_stranger(nr, uren) for nr, uren in berekening.vreemd.items()]
    return TableContent(name="tblSelectie", rows=tuple(rows), key_column="nr")


def new_rows(berekening: Berekening) -> Mapping[int, int]:
    """Return by number of the proposal the row in which it will stand on sheet Selectie."""
    table = berekening.jaar.tables.get("tblSelectie")
    first = table.header_row + 1 if table else 0
    numbers = [entry.nr for entry in ordered(berekening)] + list(berekening.vreemd)
    return {nr: first + at for at, nr in enumerate(numbers)}


def dekking(berekening: Berekening) -> TableContent:
    """Return tblDekking: per participant what goes in and what comes out (U4.3)."""
    namen = {item.code: item.naam for item in berekening.dossier.deelnemers}
    rows = []
    for item in berekening.dekking:
        row: Mapping[str, CellValue] = {
            "code": item.code,
            "deelnemer": namen.get(item.code, ""),
            "bijdrage": float(item.bijdrage_uren),
            "belang_uren": float(item.belang_uren),
            "verhouding": None if item.verhouding is None else float(item.verhouding),
            "gedekt": "ja" if item.gedekt else "nee",
        }
        rows.append(row)
    return TableContent(name="tblDekking", rows=tuple(rows), key_column="code")


def status(berekening: Berekening) -> str:
    """Return how the package stands; only what was proven is called the best."""
    if not voorstellen_known(berekening.dossier):
        return "geen voorstellen"
    if berekening.dossier.kader is None:
        return "geen kader"
    if berekening.problem.budget < 0:
        return "overschreden"
    if berekening.scenario is Scenario.VASTGESTELD:
        return Scenario.VASTGESTELD.value
    if berekening.plan is not None:
        return "optimaal" if berekening.plan.proven else "niet bewezen"
    broken = find_breaches(berekening.problem, berekening.pakket.uren, ranked=False)
    return "voldoet niet" if any(not breach.missed for breach in broken) else "haalbaar"


def data(berekening: Berekening) -> Mapping[str, Any]:
    """Return the package with the keys that ``ontwerp.md`` fixes for ``toewijzen``.

    Hours are whole. ``nodig_uren`` is what a proposal needs to be done in full, costs
    included. Proposals for ketentoezicht are no projects and have a key of their own (U2.1).
    What would follow if a proposal were in (or out) stands under ``gevolg``, where it was
    worked out.
    """
    uncovered = why_uncovered(berekening.problem, berekening.pakket.uren, _levels(berekening))
    verdicts = berekening.pakket.verdicts
    fouten = berekening.dossier.fouten_per_voorstel()
    keten = berekening.ketentoezicht
    return {
        "status": status(berekening),
        "scenario": berekening.pakket.scenario,
        "geselecteerd": [_selected(berekening, item) for item in verdicts if item.opgenomen],
        "niet_geselecteerd": [
            _refused(berekening, item, fouten) for item in verdicts if not item.opgenomen
        ],
        "doelen": bewijs.data(_levels(berekening)),
        "uitgangspunten": principles_data(berekening.dossier.kader),
        "ketentoezicht": {
            "voorgesteld": keten.voorgesteld,
            "besloten": keten.besloten,
            "uren": keten.uren,
            "voorstellen": list(keten.voorstellen),
        },
        "dekking": [
            {
                "code": item.code,
                "bijdrage_uren": item.bijdrage_uren,
                "belang_uren": item.belang_uren,
                "gedekt": item.gedekt,
            }
            for item in berekening.dekking
        ],
        "niet_gedekt": [{"code": code, "reden": reden} for code, reden in uncovered.items()],
        "totaal_toegewezen": berekening.pakket.totaal,
        "ruimte": berekening.vrij,
    }


def summary(berekening: Berekening) -> tuple[str, ...]:
    """Return what the package comes to, in Dutch."""
    inside = len(berekening.pakket.uren)
    outside = len(berekening.pakket.verdicts) - inside
    if berekening.dossier.kader is None:
        return ("Er is niets toegewezen: jaar of parameters op blad Kader zijn niet bruikbaar.",)
    given = f"Toegewezen: {format_uren(berekening.pakket.totaal)}"
    if inside:
        given += f" aan {count(inside, 'project', 'projecten')}"
    rest = f"; {count(outside, 'voorstel', 'voorstellen')} niet opgenomen" if outside else ""
    lines = [
        f"{given}{rest}.",
        f"Beschikbaar {format_uren(berekening.totaal or 0)}, ketentoezicht "
        f"{format_uren(berekening.ketentoezicht.uren)}, reserve "
        f"{format_uren(berekening.reserve)}, vrij {format_uren(berekening.vrij)}.",
    ]
    if berekening.problem.budget < 0:
        over = format_uren(-berekening.problem.budget)
        lines.append(f"Ketentoezicht en reserve samen gaan {over} over het totaal heen (U8.2).")
    else:
        lines += _proof(berekening)
    if faulty_parameters(berekening.bevindingen):
        lines.append(
            "Let op: er staan fouten op blad Kader. Zolang dat zo is, telt een waarde die niet te "
            "lezen is als 0 of als de gewone keuze; zie blad Controle."
        )
    return tuple(lines)


def _proof(berekening: Berekening) -> Iterator[str]:
    """Say how the package came about, and how sure it is."""
    levels = _levels(berekening)
    match berekening.scenario:
        case Scenario.OPTIMAAL | Scenario.BONUS if levels:
            proven = berekening.plan is not None and berekening.plan.proven
            sure = f"{'' if proven else 'niet '}bewezen het beste pakket"
            reached = bewijs.describe_levels(levels, bonus=berekening.scenario is Scenario.BONUS)
            yield f"Scenario ‘{berekening.scenario}’, {sure}: {reached}."
            yield from bewijs.describe_gap(levels)
        case Scenario.RANGORDE | Scenario.EVENREDIG:
            yield (
                f"Scenario ‘{berekening.scenario}’: dit scenario zoekt niet het beste pakket; zie "
                "blad Vergelijking."
            )
        case Scenario.VASTGESTELD if berekening.dossier.besluitvorming.beschadigd:
            yield (
                "Dit staat als vastgesteld op blad Stemming, maar de tabel daar is gewijzigd of "
                "beschadigd; dit is dus niet zeker wat het AB vaststelde. Zie blad Controle."
            )
        case Scenario.VASTGESTELD:
            yield "Dit is het pakket dat het AB heeft vastgesteld; het ligt vast (F3.5)."
        case Scenario.MET_DE_HAND:
            yield "Dit pakket is met de hand gewijzigd op blad Selectie; het is zo beoordeeld."
        case _:
            yield f"Dit pakket komt uit ‘{berekening.scenario}’ op blad Vergelijking."
    if status(berekening) == "voldoet niet":
        yield "Het voldoet niet aan alle voorwaarden; zie blad Controle."


def coverage(berekening: Berekening) -> tuple[str, ...]:
    """Return in one Dutch line for how many participants the package has value (U4.3)."""
    total = len(berekening.dekking)
    if not total or not berekening.problem.items:
        return ()
    covered = sum(item.gedekt for item in berekening.dekking)
    lines = [f"Gedekt: {covered} van de {count(total, 'deelnemer', 'deelnemers')} (U4.3)."]
    reasons = why_uncovered(berekening.problem, berekening.pakket.uren, _levels(berekening))
    namen = berekening.namen
    lines += [f"Niet gedekt: {namen.get(code, code)}; {why}." for code, why in reasons.items()]
    return tuple(lines)


def _levels(berekening: Berekening) -> tuple[Level, ...]:
    return berekening.plan.levels if berekening.plan else ()


def _selected(berekening: Berekening, verdict: Verdict) -> dict[str, Any]:
    return {
        "nr": verdict.nr,
        "uren": verdict.uren,
        "reden": verdict.toelichting,
        "gevolg": _consequence(berekening, verdict.nr),
    }


def _refused(
    berekening: Berekening, verdict: Verdict, fouten: Mapping[int, tuple[Bevinding, ...]]
) -> dict[str, Any]:
    return {
        "nr": verdict.nr,
        "reden": verdict.reden.value,
        "toelichting": verdict.toelichting,
        "nodig_uren": verdict.nodig_uren,
        "gevolg": _consequence(berekening, verdict.nr),
        "bevindingen": [
            {"regel": item.regel, "blad": item.blad, "rij": item.rij, "melding": item.melding}
            for item in fouten.get(verdict.nr, ())
        ],
    }


def _consequence(berekening: Berekening, nr: int) -> dict[str, Any] | None:
    """Return what follows when it would be in, or out: packages and values really made again."""
    gevolg = berekening.gevolgen.get(nr)
    if gevolg is None:
        return None
    now = berekening.pakket.uren
    return {
        "mogelijk": gevolg.mogelijk,
        "bewezen": gevolg.bewezen,
        "eruit": [other for other in now if other != nr and other not in gevolg.uren]
        if gevolg.mogelijk
        else [],
        "erin": [other for other in gevolg.uren if other != nr and other not in now],
        "gedekt": len(gevolg.dan.gedekt) - len(gevolg.nu.gedekt),
        "uh_direct": float(gevolg.dan.uh_direct - gevolg.nu.uh_direct),
        "uh_indirect": float(gevolg.dan.uh_indirect - gevolg.nu.uh_indirect),
        "score": float(gevolg.dan.score - gevolg.nu.score),
        "uren_minder": gevolg.uren_minder,
        "budget_meer": gevolg.budget_meer,
    }


def _row(entry: Entry, shared: Mapping[str, tuple[int, ...]]) -> Mapping[str, CellValue]:
    voorstel = entry.voorstel
    return {
        "nr": float(entry.nr),
        "titel": voorstel.titel,
        "soort": voorstel.soort,
        "uh_relatie": voorstel.uh_relatie,
        "samenwerkingsverband": voorstel.samenwerkingsverband,
        "score": entry.score_cell,
        "uren": as_cell(voorstel.uren or None),
        "kosten_uren": as_cell(entry.kosten_uren),
        "stand": entry.stand,
        "toegewezen": as_cell(entry.toegewezen),
        "reden": f"{entry.reden} {describe_mates(entry, shared)}".strip(),
    }


def _stranger(nr: int, uren: int) -> Mapping[str, CellValue]:
    """Return the row of hours that people gave to what is no project; they are not ours to drop."""
    empty: dict[str, CellValue] = dict.fromkeys(
        ("soort", "uh_relatie", "samenwerkingsverband", "score", "uren", "kosten_uren")
    )
    return empty | {
        "nr": float(nr),
        "titel": GEEN_VOORSTEL,
        "stand": Stand.OPGENOMEN.value,
        "toegewezen": float(uren),
        "reden": f"Nummer {nr} is geen project op blad Voorstellen (U8.1).",
    }
