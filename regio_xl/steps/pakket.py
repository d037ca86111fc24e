"""From the snapshot to contributions, package and coverage: the core of every step."""

from collections import Counter
from collections.abc import Mapping

from regio_xl import allocation
from regio_xl.allocation import UH_RANG, ZONDER_RELATIE, Item, Pakket, Problem, Reden, Verdict
from regio_xl.domain import Dossier, Jaar, Kader, Voorstel
from regio_xl.domain.woorden import Keuze, Relatie, Soort, words
from regio_xl.rules import (
    Bijdrage,
    Dekking,
    compute_bijdragen,
    compute_dekking,
    compute_kosten_uren,
    compute_score,
    compute_totaal,
    is_voorlopig,
    read_dossier,
)
from regio_xl.steps import bevindingen, controle, financien
from regio_xl.steps.berekening import Berekening
from regio_xl.steps.entries import Entry, Ketentoezicht, ketentoezicht_of

GEEN_KADER = "Er is niets verdeeld, want jaar of parameters op Kader zijn niet bruikbaar (U1.3)."


def compute(jaar: Jaar) -> Berekening:
    """Read the snapshot and compute everything that the steps show.

    Never raises on what people typed: that becomes findings.

    Raises:
        PackageError: The package breaks a condition; a programming error.
    """
    return compute_from(jaar, read_dossier(jaar))


def compute_from(jaar: Jaar, dossier: Dossier) -> Berekening:
    """Compute everything from a dossier that was read already.

    Args:
        jaar: The snapshot, for what steps wrote before.
        dossier: The same year, typed.

    Raises:
        PackageError: The package breaks a condition; a programming error.
    """
    kader = dossier.kader
    entries = _entries(dossier)
    keten = ketentoezicht_of(dossier)
    totaal = compute_totaal(dossier.deelnemers, kader) if kader else None
    problem = _problem(dossier, entries, keten, totaal)
    pakket = _allocate(problem, kader)
    bijdragen = _bijdragen(dossier)
    verdicts = pakket.by_nr
    entries = tuple(_with_verdict(entry, verdicts, keten) for entry in entries)
    berekening = Berekening(
        jaar=jaar,
        dossier=dossier,
        bijdragen=bijdragen,
        totaal=totaal,
        voorlopig=is_voorlopig(dossier.deelnemers),
        ketentoezicht=keten,
        problem=problem,
        pakket=pakket,
        entries=entries,
        dekking=_dekking(dossier, bijdragen, pakket),
    )
    found = controle.merge(
        dossier.bevindingen,
        financien.find_differences(jaar, dossier),
        bevindingen.find(berekening),
    )
    return berekening.model_copy(update={"bevindingen": found})


def _entries(dossier: Dossier) -> tuple[Entry, ...]:
    gewichten = dossier.kader.gewichten if dossier.kader else {}
    tarief = dossier.kader.uurtarief if dossier.kader else None
    entries = []
    for voorstel in dossier.voorstellen:
        beoordeling = dossier.beoordelingen.get(voorstel.nr)
        score = None
        if beoordeling and beoordeling.scores and gewichten:
            score = compute_score(beoordeling.scores, gewichten)
        entries.append(
            Entry(
                voorstel=voorstel,
                kosten_uren=compute_kosten_uren(voorstel.materiele_kosten, tarief),
                beoordeling=beoordeling,
                score=score,
            )
        )
    return tuple(entries)


def _problem(
    dossier: Dossier, entries: tuple[Entry, ...], keten: Ketentoezicht, totaal: int | None
) -> Problem:
    """Put the proposals in numbers; the order of deduction is that of O4."""
    fouten = {
        nr: tuple(found.regel for found in items)
        for nr, items in dossier.fouten_per_voorstel().items()
    }
    repeated = {nr for nr, times in Counter(entry.nr for entry in entries).items() if times > 1}
    items = {
        entry.nr: _item(entry, fouten.get(entry.nr, ()))
        for entry in entries
        if entry.voorstel.soort != Soort.KETENTOEZICHT
    }
    # Which of the rows is meant is not for us to guess, so none of them counts.
    items |= {nr: Item(nr=nr, nodig_uren=0, fouten=("F2.2",)) for nr in repeated & items.keys()}
    kader = dossier.kader
    if kader is None or totaal is None:
        return Problem(budget=0, items=tuple(items.values()))
    return Problem(
        budget=totaal - keten.uren - kader.reserve,
        items=tuple(items.values()),
        maximum_nieuw=kader.maximum_nieuw,
    )


def _item(entry: Entry, fouten: tuple[str, ...]) -> Item:
    voorstel, kosten = entry.voorstel, entry.kosten_uren or 0
    minimum = voorstel.minimum_uren
    # The allocation does not depend on the rules having found everything: no hours, or
    # costs that cannot be converted, can never be divided.
    if voorstel.uren <= 0:
        fouten = (*fouten, "U8.1")
    if entry.kosten_uren is None:
        fouten = (*fouten, "U7.3")
    return Item(
        nr=voorstel.nr,
        nodig_uren=max(0, voorstel.uren) + kosten,
        # Costs come on top: a project that starts small still pays its bills (O5, O6).
        minimum_uren=None if minimum is None else max(0, minimum) + kosten,
        doorlopend=voorstel.soort == Soort.DOORLOPEND,
        keuze=_keuze(voorstel),
        reden_keuze=voorstel.reden_keuze,
        uh_rang=_uh_rang(voorstel),
        score=None if entry.score is None else entry.score.totaal,
        fouten=fouten,
    )


def _uh_rang(voorstel: Voorstel) -> int:
    known = voorstel.uh_relatie in words(Relatie)
    return UH_RANG[Relatie(voorstel.uh_relatie)] if known else ZONDER_RELATIE


def _keuze(voorstel: Voorstel) -> Keuze:
    known = voorstel.keuze in words(Keuze)
    return Keuze(voorstel.keuze) if known else Keuze.AUTOMATISCH


def _allocate(problem: Problem, kader: Kader | None) -> Pakket:
    pakket = allocation.allocate(problem)
    if kader is None:
        verdicts = tuple(_without_kader(verdict) for verdict in pakket.verdicts)
        pakket = pakket.model_copy(update={"verdicts": verdicts})
    allocation.verify(problem, pakket)
    return pakket


def _without_kader(verdict: Verdict) -> Verdict:
    """Say that parameters are missing where it would otherwise say that hours are."""
    if verdict.reden is not Reden.GEEN_RUIMTE:
        return verdict
    return verdict.model_copy(update={"reden": Reden.GEEN_KADER, "toelichting": GEEN_KADER})


def _with_verdict(entry: Entry, verdicts: Mapping[int, Verdict], keten: Ketentoezicht) -> Entry:
    if entry.voorstel.soort == Soort.KETENTOEZICHT:
        return entry.model_copy(update={"vast": keten.reden})
    return entry.model_copy(update={"verdict": verdicts[entry.nr]})


def _bijdragen(dossier: Dossier) -> dict[str, Bijdrage]:
    return compute_bijdragen(dossier.deelnemers, dossier.kader) if dossier.kader else {}


def _dekking(
    dossier: Dossier, bijdragen: Mapping[str, Bijdrage], pakket: Pakket
) -> tuple[Dekking, ...]:
    """Return what the projects mean to each participant; ketentoezicht is there for all."""
    if dossier.kader is None:
        return ()
    return compute_dekking(
        dossier.deelnemers,
        {code: bijdrage.uren for code, bijdrage in bijdragen.items()},
        pakket.uren,
        dossier.belang,
        dossier.kader.belang_drempel,
    )
