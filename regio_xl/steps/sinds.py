"""Since when a sheet no longer follows: which input changed, after which step, or by whose hand.

What the record of the package knows is told by name, old value → new value. Of the rest Logboek
knows after which step it changed, by the mark of the input in each of its rows.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby

from regio_xl import __version__
from regio_xl.domain import CellValue
from regio_xl.domain.tekst import ALL, day, join
from regio_xl.sheets.receipt import Receipt
from regio_xl.steps.berekening import Berekening
from regio_xl.steps.oordeel import edited_scenario
from regio_xl.steps.opgeslagen import rows_of
from regio_xl.steps.vastlegging import (
    BESLUIT,
    Place,
    at_decision,
    changes,
    mark_then,
    tell_pairs,
    undecided,
)

CHOICE = "Vergelijking"
"""Sheet of the one fact that is no part of the mark of the input: which scenario was chosen."""

WITHOUT_RECEIPT = "De regel in A3 die zegt wanneer dit blad is gemaakt, ontbreekt of is gewijzigd."
SAME = "De invoer is dezelfde"
BY_HAND = f"{SAME}; op dit blad is met de hand gewijzigd."
OTHER_DAY = f"{SAME}; wat hier staat hangt af van de datum, en het is een andere dag."

LogRow = Mapping[str, CellValue]


def log_of(berekening: Berekening) -> list[LogRow]:
    """Return the rows of Logboek that say which step ran when, and on which input."""
    rows = (row.values for row in rows_of(berekening.jaar, "tblLogboek"))
    return [row for row in rows if isinstance(row.get("wanneer"), datetime) and row.get("invoer")]


def last_in_log(berekening: Berekening) -> Receipt | None:
    """Return the last step as if it were a receipt, for a sheet that every step may fill."""
    rows = log_of(berekening)
    return _as_receipt(rows[-1]) if rows else None


def division_in_log(berekening: Berekening) -> Receipt | None:
    """Return the step that divided the hours as if it were a receipt; None where none is known."""
    rows = (_as_receipt(row) for row in log_of(berekening))
    return next((row for row in rows if _recorded_then(berekening, row)), None)


def _as_receipt(row: LogRow) -> Receipt:
    texts = {key: str(row.get(key) or "") for key in ("stap", "versie", "invoer")}
    return Receipt.model_validate({"gemaakt": row["wanneer"], "parameters": "", **texts})


def tell_since(berekening: Berekening, bon: Receipt | None, others: Sequence[str] = ()) -> str:
    """Say why a sheet no longer follows, as far as the workbook knows.

    Args:
        berekening: The year, with the package that stands.
        bon: The receipt of the sheet.
        others: Sheets that it shows, and that do not follow either.
    """
    if bon is None:
        return WITHOUT_RECEIPT
    if bon.invoer != berekening.jaar.source_hash:
        parts = [*_older(bon), *_input_changed(berekening, bon)]
    elif kept := [*_choice(berekening), *_by_hand(berekening)]:
        parts = [*_older(bon), f"{SAME}. Gewijzigd: {'; '.join(kept)}."]
    elif older := [*_older(bon)]:
        parts = [*older, f"{SAME}."]
    elif others:
        of = f"blad {others[0]}" if len(others) == 1 else f"de bladen {join(others, most=ALL)}"
        parts = [f"{SAME}; gewijzigd is dit blad zelf, of {of}."]
    else:
        parts = [BY_HAND]
    return " ".join(parts)


def _older(bon: Receipt) -> Iterator[str]:
    if bon.versie != __version__:
        yield f"Gemaakt met versie {bon.versie}; dit is versie {__version__}."


def _input_changed(berekening: Berekening, bon: Receipt) -> Iterator[str]:
    """Yield after which step the input changed, and what changed where that was recorded."""
    told = "; ".join([*_facts(berekening), *_by_hand(berekening)])
    after = f"{_after(berekening, bon)} is de invoer gewijzigd"
    if not told:
        yield f"{after}; welke, is niet vastgelegd."
    elif _recorded_then(berekening, bon):
        yield f"{after}: {told}."
    else:
        besluit = berekening.dossier.besluitvorming.besluit
        of = "het besluit" if besluit else f"de verdeling ({berekening.vastlegging.gemaakt})"
        yield f"{after}. Anders dan bij {of}: {told}."


def _after(berekening: Berekening, bon: Receipt) -> str:
    """Say after which step the input was still the same, and before which it was not."""
    log = log_of(berekening)
    same = [at for at, row in enumerate(log) if row.get("invoer") == bon.invoer]
    if not same:
        return f"Na de stap ‘{bon.stap}’ van {moment(bon.gemaakt)}"
    last = same[-1]
    text = f"Na de stap {_step(log[last])} door {log[last].get('wie') or 'onbekend'}"
    return text + (f" en vóór {_step(log[last + 1])}" if last + 1 < len(log) else "")


def _step(row: LogRow) -> str:
    when = row["wanneer"]
    return f"‘{row.get('stap')}’ van {moment(when) if isinstance(when, datetime) else when}"


def moment(when: datetime) -> str:
    """Return a moment as one reads it in a sentence.

    >>> moment(datetime(2026, 11, 3, 14, 2))
    '3-11-2026 14:02'
    """
    return f"{day(when)} {when:%H:%M}"


def _recorded_then(berekening: Berekening, bon: Receipt) -> bool:
    """Tell whether the record holds the very input that the sheet was made from."""
    chosen = str(berekening.vastlegging.feiten.get((CHOICE, "", "Gekozen scenario")) or "")
    then = mark_then(bon.versie, bon.invoer, chosen)
    frozen = berekening.dossier.besluitvorming.besluit is not None
    return not frozen and berekening.opgeslagen.kenmerk_invoer == then


def facts_changed(berekening: Berekening) -> dict[Place, tuple[str, str]]:
    """Return what differs from the record, at the decision where there is one; by place."""
    record, dossier = berekening.vastlegging, berekening.dossier
    if not record.kenmerk or not record.gaaf:
        return {}
    before = at_decision(record) if dossier.besluitvorming.besluit else undecided(record).feiten
    hidden = {BESLUIT, *dossier.ontbreekt}
    if dossier.kader is None:
        hidden |= {"Kader", "Deelnemers"}
    found = changes(before, berekening.feiten)
    return {place: pair for place, pair in found.items() if place[0] not in hidden}


def _facts(berekening: Berekening) -> Iterator[str]:
    for _, pairs in groupby(facts_changed(berekening).items(), key=lambda item: item[0][0]):
        yield tell_pairs(dict(pairs))


def _choice(berekening: Berekening) -> Iterator[str]:
    pairs = {place: pair for place, pair in facts_changed(berekening).items() if place[0] == CHOICE}
    if pairs:
        yield tell_pairs(pairs)


def _by_hand(berekening: Berekening) -> Iterator[str]:
    """Yield what people changed in the hours themselves; a decided package is never theirs."""
    if edited := edited_hours(berekening):
        texts = [f"project {nr}: {old} → {new}" for nr, (old, new) in edited.items()]
        yield f"de uren op blad Selectie met de hand ({join(texts, most=4)})"
    if numbers := edited_scenario(berekening.opgeslagen, berekening.vastlegging):
        yield (
            f"scenario ‘{berekening.opgeslagen.gekozen}’ op blad Vergelijking bij project "
            f"{join(map(str, numbers), most=ALL)}"
        )


def edited_hours(berekening: Berekening) -> dict[int, tuple[int, int]]:
    """Return by number the hours as divided and as they stand, where people edited them."""
    opgeslagen, divided = berekening.opgeslagen, berekening.vastlegging.uren
    if berekening.dossier.besluitvorming.besluit or not (opgeslagen.met_de_hand and divided):
        return {}
    numbers = sorted(divided.keys() | opgeslagen.selectie.keys())
    pairs = {nr: (divided.get(nr, 0), opgeslagen.selectie.get(nr, 0)) for nr in numbers}
    return {nr: pair for nr, pair in pairs.items() if pair[0] != pair[1]}
