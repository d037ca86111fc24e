"""Step ``controleer``: per generated sheet whether it still follows, and if not since which change.

Looks and writes nothing. What is judged how is in ``volgt``, since when in ``sinds``.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby

from regio_xl.domain import Bevinding, Ernst, Uitkomst
from regio_xl.domain.tekst import ALL, count, join
from regio_xl.steps.berekening import Berekening
from regio_xl.steps.valideren import missing_lines, voorstellen_known
from regio_xl.steps.volgt import Blad, Judging, Remake, Volgt, judged_sheets

NAME = "controleer"
FEW = 3
"""Most places of one sheet that are shown; ``--json`` gives all."""


def show(berekening: Berekening, remake: Remake) -> Uitkomst:
    """Return what is said of each sheet; one that no longer follows is a finding.

    Args:
        berekening: The year, with the package that stands.
        remake: Gives what a step would write now.
    """
    missing = missing_lines(berekening.dossier)
    if why := _unknown(berekening):
        bladen = tuple(Blad(spec=spec, stand=Volgt.ONBEKEND, sinds=why) for spec in judged_sheets())
    else:
        bladen = Judging(berekening, remake).all()
    wrong = [item for item in bladen if item.stand is Volgt.NIET]
    return Uitkomst(
        bevindingen=tuple(map(_as_finding, wrong)),
        samenvatting=(*missing, *_lines(bladen, told=" ".join(missing))),
        data={"bladen": [item.data for item in bladen], "volgt_niet": len(wrong)},
    )


def _unknown(berekening: Berekening) -> str:
    """Return why nothing can be said of any sheet, or ""."""
    if berekening.toonbaar and voorstellen_known(berekening.dossier):
        return ""
    told = [*missing_lines(berekening.dossier)]
    if not told and berekening.blijft is not None:
        told = [berekening.blijft.melding, berekening.blijft.herstel]
    return " ".join(told) or "Er ontbreekt invoer."


def _as_finding(item: Blad) -> Bevinding:
    return Bevinding(
        ernst=Ernst.FOUT,
        regel=item.spec.clause,
        blad=item.spec.name,
        melding=f"Blad {item.spec.name} volgt niet meer uit de invoer. {item.sinds}",
        herstel=_remedy([item]),
    )


def _lines(bladen: Iterable[Blad], told: str) -> Iterator[str]:
    """Say what follows in one line, and of each other sheet why not, unless that was told."""
    by: dict[Volgt, list[Blad]] = {stand: [] for stand in Volgt}
    for item in bladen:
        by[item.stand].append(item)
    wrong = by[Volgt.NIET]
    if good := by[Volgt.VOLGT]:
        every = "Elk blad dat is gemaakt, volgt" if not wrong else "Volgt"
        yield f"{every} nog uit de invoer: {_names(good)}."
    for why, items in groupby(sorted(wrong, key=lambda it: it.sinds), key=lambda it: it.sinds):
        group = list(items)
        yield f"Volgt niet meer: {_names(group)}. {why}"
        yield from (f"{item.spec.name}: {_places(item)}." for item in group if item.verschillen)
    for stand, words in ((Volgt.ONGEMAAKT, "Nog niet gemaakt"), (Volgt.ONBEKEND, "Niet te zeggen")):
        alike = sorted(by[stand], key=lambda it: it.sinds)
        for why, items in groupby(alike, key=lambda it: it.sinds):
            yield f"{words}: {_names(items)}. {'' if why == told else why}".rstrip()
    for _, items in groupby(sorted(wrong, key=lambda it: it.stap), key=lambda it: it.stap):
        yield _remedy(list(items))
    if wrong:
        yield f"{count(len(wrong), 'blad volgt', 'bladen volgen')} niet meer."


def _remedy(items: list[Blad]) -> str:
    """Say what mends sheets that the same step makes, or that none may make again."""
    which, step = f"{'blad' if len(items) == 1 else 'de bladen'} {_names(items)}", items[0].stap
    if step:
        return f"Doe ‘{step}’ om {which} opnieuw te maken."
    return f"Haal {which} terug uit een vorige versie van de werkmap (‘terug’)."


def _names(items: Iterable[Blad]) -> str:
    return join((item.spec.name for item in items), most=ALL)


def _places(item: Blad) -> str:
    rest = len(item.verschillen) - FEW
    more = [f"en nog {rest}"] if rest > 1 else []
    shown = item.verschillen[: FEW if more else FEW + 1]
    return "; ".join([*(found.tekst for found in shown), *more])
