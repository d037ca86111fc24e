"""The rows of sheet Selectie and the same package for ``--json``."""

from collections.abc import Mapping
from typing import Any

from regio_xl.allocation import Verdict
from regio_xl.domain import CellValue, TableContent
from regio_xl.domain.tekst import count, format_uren
from regio_xl.steps.berekening import Berekening
from regio_xl.steps.entries import Entry
from regio_xl.steps.ontbreekt import voorstellen_known
from regio_xl.steps.volgorde import describe_mates, mates, ordered


def as_cell(value: int | None) -> float | None:
    """Return a whole number as a cell holds it."""
    return None if value is None else float(value)


def selectie(berekening: Berekening) -> TableContent:
    """Return tblSelectie: every proposal, its hours and the reason (U8.1, F3.3)."""
    shared = mates(berekening.entries)
    rows = tuple(_row(entry, shared) for entry in ordered(berekening))
    return TableContent(name="tblSelectie", rows=rows, key_column="nr")


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
    """Return how the package stands: a ranking is feasible, never proven optimal."""
    if not voorstellen_known(berekening.dossier):
        return "geen voorstellen"
    if berekening.dossier.kader is None:
        return "geen kader"
    return "overschreden" if berekening.problem.budget < 0 else "haalbaar"


def data(berekening: Berekening) -> Mapping[str, Any]:
    """Return the package with the keys that ``ontwerp.md`` fixes for ``toewijzen``.

    Hours are whole. ``nodig_uren`` is what a proposal needs to be done in full, costs
    included. Proposals for ketentoezicht are no projects and have a key of their own (U2.1).
    """
    verdicts = berekening.pakket.verdicts
    keten = berekening.ketentoezicht
    return {
        "status": status(berekening),
        "scenario": berekening.pakket.scenario,
        "geselecteerd": [_selected(item) for item in verdicts if item.opgenomen],
        "niet_geselecteerd": [_refused(item) for item in verdicts if not item.opgenomen],
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
        "totaal_toegewezen": berekening.pakket.totaal,
        "ruimte": berekening.vrij,
    }


def summary(berekening: Berekening) -> tuple[str, ...]:
    """Return what the package comes to, in Dutch."""
    inside = len(berekening.pakket.uren)
    outside = len(berekening.pakket.verdicts) - inside
    if berekening.dossier.kader is None:
        return ("Er is niets toegewezen: jaar of parameters op blad Kader zijn niet bruikbaar.",)
    lines = [
        f"Toegewezen: {format_uren(berekening.pakket.totaal)} aan "
        f"{count(inside, 'project', 'projecten')}; "
        f"{count(outside, 'voorstel', 'voorstellen')} niet opgenomen.",
        f"Beschikbaar {format_uren(berekening.totaal or 0)}, ketentoezicht "
        f"{format_uren(berekening.ketentoezicht.uren)}, reserve "
        f"{format_uren(berekening.reserve)}, vrij {format_uren(berekening.vrij)}.",
    ]
    if berekening.problem.budget < 0:
        over = format_uren(-berekening.problem.budget)
        lines.append(f"Ketentoezicht en reserve samen gaan {over} over het totaal heen (U8.2).")
    else:
        lines.append(
            "Verdeeld op volgorde van de rangorde (doorlopend, keuze AOO, U&H, score); "
            "dat is haalbaar, maar niet bewezen de beste verdeling."
        )
    return tuple(lines)


def coverage(berekening: Berekening) -> tuple[str, ...]:
    """Return in one Dutch line for how many participants the package has value (U4.3)."""
    total = len(berekening.dekking)
    if not total:
        return ()
    covered = sum(item.gedekt for item in berekening.dekking)
    return (f"Gedekt: {covered} van de {count(total, 'deelnemer', 'deelnemers')} (U4.3).",)


def _selected(verdict: Verdict) -> dict[str, Any]:
    return {"nr": verdict.nr, "uren": verdict.uren, "reden": verdict.toelichting}


def _refused(verdict: Verdict) -> dict[str, Any]:
    return {
        "nr": verdict.nr,
        "reden": verdict.reden.value,
        "toelichting": verdict.toelichting,
        "nodig_uren": verdict.nodig_uren,
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
