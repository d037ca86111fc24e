"""A readable card per proposal, two columns wide: label and value (U2.2, U2.3)."""

from collections.abc import Iterator, Mapping

from regio_xl.domain import CellValue, Kader
from regio_xl.domain.tekst import ALL, format_euros, format_getal, format_uren, join, percent
from regio_xl.domain.woorden import ODU, Soort
from regio_xl.sheets.kader import DREMPEL_ONBEKEND
from regio_xl.sheets.scores import SCORES
from regio_xl.steps.berekening import Berekening
from regio_xl.steps.entries import Entry
from regio_xl.steps.samenhang import describe_pairs
from regio_xl.steps.volgorde import describe_mates, mates

Line = tuple[CellValue, CellValue]
SCORE_NAMES = {key: name.lower() for key, name in SCORES}


def card_lines(berekening: Berekening) -> tuple[Line, ...]:
    """Return the cards by number of the proposal, with one empty line between them."""
    namen = berekening.namen
    shared = mates(berekening.entries)
    pairs = describe_pairs(entry.voorstel for entry in berekening.entries)
    lines: list[Line] = []
    for entry in sorted(berekening.entries, key=lambda entry: (entry.nr, entry.voorstel.rij)):
        if lines:
            lines.append((None, None))
        lines.append((f"Voorstel {entry.nr}", entry.voorstel.titel or "(zonder titel)"))
        lines.extend(
            (label, text)
            for label, text in _fields(berekening, entry, namen, shared, pairs)
            if text
        )
    return tuple(lines)


def _fields(
    berekening: Berekening,
    entry: Entry,
    namen: Mapping[str, str],
    shared: Mapping[str, tuple[int, ...]],
    pairs: Mapping[int, str],
) -> Iterator[tuple[str, str]]:
    voorstel = entry.voorstel
    yield "Indiener", _indiener(entry, namen)
    yield "Soort en uren", _uren(entry, berekening.ketentoezicht.besloten)
    yield "Omschrijving", voorstel.omschrijving
    yield "U&H-strategie", _joined(": ", voorstel.uh_relatie, voorstel.toelichting_uh)
    yield "Meerwaarde regio", voorstel.meerwaarde_regio
    yield "Partners", join(voorstel.partners, most=ALL)
    yield "Groepen", join(voorstel.groepen, most=ALL)
    yield (
        "Samenwerkingsverband",
        _joined(". ", voorstel.samenwerkingsverband, describe_mates(entry, shared)),
    )
    yield "Hangt samen met", pairs.get(entry.nr, "")
    yield "Intern opdrachtgever", voorstel.intern_opdrachtgever
    yield "Projectleider", voorstel.projectleider
    yield "Score", _score(entry, berekening.dossier.kader)
    yield "Belang", _belang(berekening, entry, namen)
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
    if voorstel.soort == Soort.KETENTOEZICHT:
        decided = "nog niet besloten" if besloten is None else format_uren(besloten)
        parts = [f"{format_uren(voorstel.uren)} voorgesteld", f"besloten in totaal: {decided}"]
    elif voorstel.minimum_uren is not None:
        parts.append(f"minimaal {format_uren(voorstel.minimum_uren)}")
    if voorstel.materiele_kosten:
        euros = format_euros(voorstel.materiele_kosten)
        hours = "" if entry.kosten_uren is None else f", dat is {format_uren(entry.kosten_uren)}"
        parts.append(f"materiële kosten {euros}{hours}")
    return _joined(": ", voorstel.soort, "; ".join(parts))


def _score(entry: Entry, kader: Kader | None) -> str:
    """Return the weighted score with the parts that add up to it (F3.1)."""
    if entry.score is None or entry.beoordeling is None or kader is None:
        return ""
    parts = [
        f"{SCORE_NAMES.get(key, key)} {entry.beoordeling.scores.get(key, 0)} × "
        f"{percent(kader.gewichten[key])} = {format_getal(part)}"
        for key, part in entry.score.delen.items()
    ]
    total = f"{format_getal(entry.score.totaal)} ({'; '.join(parts)})"
    return _joined(". ", total, entry.beoordeling.toelichting)


def _belang(berekening: Berekening, entry: Entry, namen: Mapping[str, str]) -> str:
    """Name the participants for whom the proposal counts as covered (O10), with their belang."""
    kader = berekening.dossier.kader
    least = kader.belang_drempel if kader else DREMPEL_ONBEKEND
    belang = berekening.dossier.belang.get(entry.nr, {})
    covered = ((code, value) for code, value in belang.items() if value >= least)
    return join((f"{namen.get(code, code)} {value}" for code, value in covered), most=ALL)


def _stand(entry: Entry) -> str:
    start = entry.stand.capitalize()
    if entry.opgenomen:
        start += f" met {format_uren(entry.toegewezen or 0)}"
    return f"{start}. {entry.reden}"


def _joined(separator: str, *texts: str) -> str:
    return separator.join(text for text in (text.strip() for text in texts) if text)
