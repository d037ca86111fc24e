"""A readable card per proposal, two columns wide: label and value (U2.2, U2.3)."""

from collections.abc import Iterator, Mapping

from regio_xl.domain import CellValue
from regio_xl.steps.berekening import Berekening
from regio_xl.steps.entries import KETENTOEZICHT, Entry
from regio_xl.steps.tekst import enumerate_names, format_euros, format_getal, format_uren
from regio_xl.steps.volgorde import describe_mates, mates
from regio_xl.workbook.sheets.scores import SCORES
from regio_xl.workbook.sheets.voorstellen import ODU

Line = tuple[CellValue, CellValue]
CLEAR_BELANG = 2
"""Belang from which a participant is named on the card; 1 is some, 2 is fair."""


def card_lines(berekening: Berekening) -> tuple[Line, ...]:
    """Return the cards by number of the proposal, with one empty line between them."""
    namen = berekening.namen
    shared = mates(berekening.entries)
    lines: list[Line] = []
    for entry in sorted(berekening.entries, key=lambda entry: (entry.nr, entry.voorstel.rij)):
        if lines:
            lines.append((None, None))
        lines.append((f"Voorstel {entry.nr}", entry.voorstel.titel or "(zonder titel)"))
        lines.extend(
            (label, text) for label, text in _fields(berekening, entry, namen, shared) if text
        )
    return tuple(lines)


def _fields(
    berekening: Berekening,
    entry: Entry,
    namen: Mapping[str, str],
    shared: Mapping[str, tuple[int, ...]],
) -> Iterator[tuple[str, str]]:
    voorstel = entry.voorstel
    yield "Indiener", _indiener(entry, namen)
    yield "Soort en uren", _uren(entry, berekening.ketentoezicht.besloten)
    yield "Omschrijving", voorstel.omschrijving
    yield "U&H-strategie", _joined(": ", voorstel.uh_relatie, voorstel.toelichting_uh)
    yield "Meerwaarde regio", voorstel.meerwaarde_regio
    yield "Partners", enumerate_names(voorstel.partners)
    yield "Groepen", enumerate_names(voorstel.groepen)
    yield (
        "Samenwerkingsverband",
        _joined(". ", voorstel.samenwerkingsverband, describe_mates(entry, shared)),
    )
    yield "Opdrachtgever", voorstel.intern_opdrachtgever
    yield "Projectleider", voorstel.projectleider
    yield "Score", _score(entry)
    yield "Belang", _belang(berekening.dossier.belang.get(entry.nr, {}), namen)
    yield "Stand in het voorstel", _stand(entry)


def _indiener(entry: Entry, namen: Mapping[str, str]) -> str:
    code = entry.voorstel.indiener
    if code == ODU:
        name = "Omgevingsdienst Utrecht (ODU)"
    elif code in namen:
        name = namen[code] if namen[code].endswith(f"({code})") else f"{namen[code]} ({code})"
    else:
        name = code
    return _joined(", ", name, entry.voorstel.herkomst)


def _uren(entry: Entry, besloten: int | None) -> str:
    voorstel = entry.voorstel
    parts = [format_uren(voorstel.uren) if voorstel.uren > 0 else "uren nog niet ingevuld"]
    if voorstel.soort == KETENTOEZICHT:
        decided = "nog niet besloten" if besloten is None else format_uren(besloten)
        parts = [f"{format_uren(voorstel.uren)} voorgesteld", f"besloten in totaal: {decided}"]
    elif voorstel.minimum_uren is not None:
        parts.append(f"minimaal {format_uren(voorstel.minimum_uren)}")
    if voorstel.materiele_kosten:
        euros = format_euros(voorstel.materiele_kosten)
        hours = "" if entry.kosten_uren is None else f", dat is {format_uren(entry.kosten_uren)}"
        parts.append(f"materiële kosten {euros}{hours}")
    return _joined(": ", voorstel.soort, "; ".join(parts))


def _score(entry: Entry) -> str:
    if entry.score is None or entry.beoordeling is None:
        return ""
    scores = entry.beoordeling.scores
    parts = [f"{name.lower()} {scores[key]}" for key, name in SCORES if key in scores]
    total = f"{format_getal(entry.score)} ({', '.join(parts)})"
    return _joined(". ", total, entry.beoordeling.toelichting)


def _belang(belang: Mapping[str, int], namen: Mapping[str, str]) -> str:
    return enumerate_names(
        f"{namen.get(code, code)} {value}"
        for code, value in belang.items()
        if value >= CLEAR_BELANG
    )


def _stand(entry: Entry) -> str:
    start = entry.stand.capitalize()
    if entry.opgenomen:
        start += f" met {format_uren(entry.toegewezen or 0)}"
    return f"{start}. {entry.reden}"


def _joined(separator: str, *texts: str) -> str:
    return separator.join(text for text in (text.strip() for text in texts) if text)
