"""From a dossier to the problem of the allocation: who asks for what, in plain numbers."""

from collections import Counter
from collections.abc import Iterator, Mapping

from regio_xl.allocation import UH_RANG, ZONDER_RELATIE, Aandeel, Item, Problem
from regio_xl.domain import Dossier, Voorstel
from regio_xl.domain.woorden import Keuze, Relatie, Soort, words
from regio_xl.rules import Bijdrage
from regio_xl.steps.entries import Entry, Ketentoezicht

Pairs = tuple[tuple[int, int], ...]


def make_problem(
    dossier: Dossier,
    entries: tuple[Entry, ...],
    keten: Ketentoezicht,
    totaal: int | None,
    bijdragen: Mapping[str, Bijdrage],
) -> Problem:
    """Put the proposals in numbers; the order of deduction is that of O4.

    Args:
        dossier: The year, typed.
        entries: A line per proposal, with its score and hours for costs.
        keten: The fixed line, which comes off the top (U2.1).
        totaal: All hours, or None when they are not known: then there is nothing to divide.
        bijdragen: Contribution per participant code.
    """
    items = _items(dossier, entries)
    kader = dossier.kader
    if kader is None or totaal is None:
        return Problem(budget=0, items=tuple(items.values()))
    return Problem(
        budget=totaal - keten.uren - kader.reserve,
        items=tuple(items.values()),
        maximum_nieuw=kader.maximum_nieuw,
        aandelen=tuple(_shares(dossier, bijdragen, kader.belang_drempel)),
        vereist=_pairs(dossier, items, "vereist"),
        sluit_uit=_clashes(dossier, items),
        telling=kader.telling,
        volgorde=kader.doelvolgorde,
    )


def _items(dossier: Dossier, entries: tuple[Entry, ...]) -> dict[int, Item]:
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
    return items | {
        nr: Item(nr=nr, nodig_uren=0, fouten=("F2.2",)) for nr in repeated & items.keys()
    }


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


def _shares(dossier: Dossier, bijdragen: Mapping[str, Bijdrage], drempel: int) -> Iterator[Aandeel]:
    """Yield each participant once; a code that stands there twice is an error of its own."""
    for code, bijdrage in bijdragen.items():
        punten = {nr: row[code] for nr, row in dossier.belang.items() if row.get(code)}
        yield Aandeel(
            code=code,
            bijdrage_uren=max(0, bijdrage.uren),
            belang=frozenset(nr for nr, points in punten.items() if points >= drempel),
            punten=punten,
        )


def _pairs(dossier: Dossier, items: Mapping[int, Item], key: str) -> Pairs:
    """Return the pairs of proposals of which both can be divided; the others are findings."""
    found = {
        (voorstel.nr, other)
        for voorstel in dossier.voorstellen
        for other in getattr(voorstel, key)
        if voorstel.nr in items and other in items and voorstel.nr != other
    }
    return tuple(sorted(found))


def _clashes(dossier: Dossier, items: Mapping[int, Item]) -> Pairs:
    """Return the pairs that do not go together, whichever of the two said so, once."""
    found = {(min(pair), max(pair)) for pair in _pairs(dossier, items, "sluit_uit")}
    return tuple(sorted(found))
