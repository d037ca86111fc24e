"""Step ``voorstel``: the first proposal, an overview with a card per proposal (U2.2, U2.3)."""

from collections.abc import Iterable, Iterator, Mapping

from regio_xl.domain import CellValue, Report, TableContent, Uitkomst, Voorstel
from regio_xl.domain.tekst import ALL, count, format_euros, format_getal, format_uren, join, percent
from regio_xl.domain.woorden import ODU, Soort
from regio_xl.sheets.kader import DREMPEL_ONBEKEND
from regio_xl.sheets.scores import SCORES
from regio_xl.steps.berekening import Berekening, Entry
from regio_xl.steps.selectie import describe_mates, mates, package_summary
from regio_xl.steps.valideren import missing_lines, voorstellen_known, without_voorstellen

NAME = "voorstel"

Line = tuple[CellValue, CellValue]
NEEDS, NEEDED, APART = "vereist", "is nodig voor", "gaat niet samen met"
SCORE_NAMES = {key: name.lower() for key, name in SCORES}


def show(berekening: Berekening) -> Uitkomst:
    """Return sheet Voorstel for ``berekening``."""
    if not voorstellen_known(berekening.dossier):
        return without_voorstellen(berekening, {"voorstellen": []})
    entries = _by_number(berekening)
    some = f"{count(len(entries), 'voorstel', 'voorstellen')}, elk met een eigen kaart"
    made = some if entries else "er zijn nog geen voorstellen"
    return Uitkomst(
        tables=(TableContent(name="tblVoorstel", rows=tuple(map(_row, entries)), key_column="nr"),),
        reports=(Report(sheet="Voorstel", lines=card_lines(berekening)),),
        bevindingen=berekening.bevindingen,
        samenvatting=(
            *missing_lines(berekening.dossier),
            f"Eerste voorstel: {made}.",
            package_summary(berekening)[0],
            "Zie blad Voorstel.",
        ),
        data={"voorstellen": [_data(entry) for entry in entries]},
    )


def _by_number(berekening: Berekening) -> list[Entry]:
    return sorted(berekening.entries, key=lambda entry: (entry.nr, entry.voorstel.rij))


def _row(entry: Entry) -> Mapping[str, CellValue]:
    asked = entry.voorstel.uren or None
    return {**entry.cells, "indiener": entry.voorstel.indiener, "gevraagd": asked}


def _data(entry: Entry) -> Mapping[str, CellValue]:
    return {
        "nr": entry.nr,
        "titel": entry.voorstel.titel,
        "stand": entry.stand,
        "uren": entry.toegewezen,
        "kort": entry.kort,
        "toelichting": entry.reden,
    }


def card_lines(berekening: Berekening) -> tuple[Line, ...]:
    """Return the cards by number of the proposal, with one empty line between them."""
    shared = mates(berekening.entries)
    pairs = describe_pairs(entry.voorstel for entry in berekening.entries)
    lines: list[Line] = []
    for entry in _by_number(berekening):
        fields = _fields(berekening, entry, describe_mates(entry, shared), pairs.get(entry.nr, ""))
        lines += [(None, None)] if lines else []
        lines.append((f"Voorstel {entry.nr}", entry.voorstel.titel or "(zonder titel)"))
        lines += [(label, text) for label, text in fields if text]
    return tuple(lines)


def _fields(
    berekening: Berekening, entry: Entry, beside: str, pairs: str
) -> Iterator[tuple[str, str]]:
    voorstel, namen = entry.voorstel, berekening.namen
    yield "Indiener", _indiener(entry, namen)
    yield "Soort en uren", _uren(entry, berekening.ketentoezicht.besloten)
    yield "Omschrijving", voorstel.omschrijving
    yield "U&H-strategie", _joined(": ", voorstel.uh_relatie, voorstel.toelichting_uh)
    yield "Meerwaarde regio", voorstel.meerwaarde_regio
    yield "Partners", join(voorstel.partners, most=ALL)
    yield "Groepen", join(voorstel.groepen, most=ALL)
    yield "Rol van deelnemers", roles_of(voorstel, namen)
    yield "Samenwerkingsverband", _joined(". ", voorstel.samenwerkingsverband, beside)
    yield "Hangt samen met", pairs
    yield "Intern opdrachtgever", voorstel.intern_opdrachtgever
    yield "Projectleider", voorstel.projectleider
    yield "Rapporteur", voorstel.rapporteur
    yield "Score", _score(berekening, entry)
    yield "Belang", _belang(berekening, entry, namen)
    yield "Stand in het voorstel", _stand(entry)
    yield "Reden", entry.reden


def roles_of(voorstel: Voorstel, namen: Mapping[str, str]) -> str:
    """Return who is involved in a project, and as what (U5.3).

    >>> roles_of(Voorstel(rij=6, nr=1, betrokkenen=({"code": "AMF", "rol": "stuurgroep"},)),
    ...     {"AMF": "Amersfoort"})
    'Amersfoort: stuurgroep'
    """
    return "; ".join(
        _joined(": ", namen.get(item.code, item.code), item.rol) for item in voorstel.betrokkenen
    )


def _indiener(entry: Entry, namen: Mapping[str, str]) -> str:
    code = entry.voorstel.indiener
    if code == ODU:
        name = "Omgevingsdienst Utrecht (ODU)"
    elif code in namen:  # a name that two share has its code already
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


def _score(berekening: Berekening, entry: Entry) -> str:
    """Return the weighted score with the parts that add up to it (F3.1)."""
    beoordeling = berekening.dossier.beoordelingen.get(entry.nr)
    kader = berekening.dossier.kader
    if entry.score is None or beoordeling is None or kader is None:
        return ""
    parts = [
        f"{SCORE_NAMES.get(key, key)} {beoordeling.scores.get(key, 0)} × "
        f"{percent(kader.gewichten[key])} = {format_getal(part)}"
        for key, part in entry.score.delen.items()
    ]
    total = f"{format_getal(entry.score.totaal)} ({'; '.join(parts)})"
    return _joined(". ", total, beoordeling.toelichting)


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
    return f"{start}. {entry.kort}"


def _joined(separator: str, *texts: str) -> str:
    return separator.join(text for text in (text.strip() for text in texts) if text)


def describe_pairs(voorstellen: Iterable[Voorstel]) -> Mapping[int, str]:
    """Return per proposal what it hangs together with; those that stand alone have no key.

    Both sides say it, whichever of the two the pair was typed at.

    >>> pair = [Voorstel(rij=6, nr=12, vereist=(14,)), Voorstel(rij=7, nr=14, sluit_uit=(15,))]
    >>> described = describe_pairs([*pair, Voorstel(rij=8, nr=15)])
    >>> described[12], described[15]
    ('vereist voorstel 14', 'gaat niet samen met voorstel 14')
    >>> described[14]
    'is nodig voor voorstel 12; gaat niet samen met voorstel 15'
    """
    found: dict[int, dict[str, set[int]]] = {}

    def add(nr: int, verb: str, other: int) -> None:
        found.setdefault(nr, {}).setdefault(verb, set()).add(other)

    for voorstel in voorstellen:
        for other in voorstel.vereist:
            add(voorstel.nr, NEEDS, other)
            add(other, NEEDED, voorstel.nr)
        for other in voorstel.sluit_uit:
            add(voorstel.nr, APART, other)
            add(other, APART, voorstel.nr)
    return {
        nr: "; ".join(f"{verb} {_named(by[verb])}" for verb in (NEEDS, NEEDED, APART) if verb in by)
        for nr, by in found.items()
    }


def _named(numbers: set[int]) -> str:
    word = "voorstel" if len(numbers) == 1 else "de voorstellen"
    return f"{word} {join(map(str, sorted(numbers)))}"
