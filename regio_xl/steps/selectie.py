"""Sheet Selectie: every proposal with its hours and the reason, and the same for ``--json``.

The order of the rows: ketentoezicht (U2.1), by number; then what is in the package and then what
is not, both in the order of ranking: running projects, then new ones (A26, O7). In all of these a
proposal moves up to stand right below the first one of its partnership (F3.3), also where one of
the two is in and the other is out; and the reason names the others.

Here is also how sure a package is: what was reached on each goal, what was proven, what remains
open, and with which parameters it was weighed. The step itself is in ``toewijzen``.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from regio_xl.allocation import Level, Problem, Verdict, find_breaches, points
from regio_xl.domain import Bevinding, CellValue, Kader, TableContent
from regio_xl.domain.levensloop import Staat
from regio_xl.domain.tekst import ALL, count, format_getal, format_uren, join, percent
from regio_xl.domain.woorden import BEREKEND, ONBEKEND, Doel, Scenario, Stand, Voorrang
from regio_xl.rules import laagste_verhouding
from regio_xl.sheets.scores import SCORES
from regio_xl.steps.berekening import Berekening, Entry, as_cell, plain_number
from regio_xl.steps.valideren import voorstellen_known

GEEN_VOORSTEL = "(staat niet meer op blad Voorstellen)"
"""Title of a row that people gave hours, but that is no proposal (any more)."""

TEXTS = {
    "doorlopend": ("uren voor doorlopende projecten", "A26"),
    "opnemen": ("keuzes ‘opnemen’ van het AOO", "F3.4"),
    "gedekt": ("gedekte deelnemers", "U4.3"),
    "U&H direct": ("U&H-waarde (direct)", "O7"),
    "U&H indirect": ("U&H-waarde (indirect)", "O7"),
    "score": ("score", "F3.1"),
    "verhouding": ("laagste verhouding", "U4.3"),
    "uren": ("minste uren", "U8.2"),
    "nummer": ("volgorde van nummer", "U8.1"),
}
"""What each level is called, and its clause."""

PROVEN = "naast wat voorgaat kunnen er bewezen niet meer deelnemers tegelijk worden gedekt"
"""Why someone is not covered when all that could be was tried."""

MOST_MATES = 5


def selectie_table(berekening: Berekening) -> TableContent:
    """Return tblSelectie: every proposal, its hours and the reason, twice (U8.1, F3.3)."""
    shared = mates(berekening.entries)
    rows = [_row(entry, shared) for entry in ordered(berekening)]
    rows += [_stranger(nr, uren) for nr, uren in berekening.vreemd.items()]
    return TableContent(name="tblSelectie", rows=tuple(rows), key_column="nr")


def numbers_of_selectie(berekening: Berekening) -> list[int]:
    """Return the numbers of the proposals in the order of tblSelectie."""
    return [entry.nr for entry in ordered(berekening)] + list(berekening.vreemd)


def dekking_table(berekening: Berekening) -> TableContent:
    """Return tblDekking: per participant what goes in and what comes out (U4.3)."""
    namen = {item.code: item.naam for item in berekening.dossier.deelnemers}
    rows = tuple(
        {
            "code": item.code,
            "deelnemer": namen.get(item.code, ""),
            "bijdrage": float(item.bijdrage_uren),
            "belang_uren": float(item.belang_uren),
            "verhouding": as_cell(item.verhouding),
            "gedekt": "ja" if item.gedekt else "nee",
        }
        for item in berekening.dekking
    )
    return TableContent(name="tblDekking", rows=rows, key_column="code")


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
    broken = find_breaches(berekening.problem, berekening.pakket.uren, ranked=False)
    if berekening.levels and not any(not breach.missed for breach in broken):
        return "optimaal" if proven(berekening.levels) else "niet bewezen"
    return "voldoet niet" if any(not breach.missed for breach in broken) else "haalbaar"


def package_data(berekening: Berekening) -> Mapping[str, Any]:
    """Return the package for ``--json`` of ``toewijzen``; others read its keys, so they stay."""
    levels, verdicts = berekening.levels, berekening.pakket.verdicts
    uncovered = why_uncovered(berekening.problem, berekening.pakket.uren, levels)
    fouten = berekening.dossier.fouten_per_voorstel()
    keten = berekening.ketentoezicht  # its proposals are no projects (U2.1)
    return {
        "status": status(berekening),
        "scenario": berekening.pakket.scenario,
        "staat": berekening.staat.value,
        "kenmerk": berekening.kenmerk,
        "geselecteerd": [_selected(berekening, item) for item in verdicts if item.opgenomen],
        "niet_geselecteerd": [
            _refused(berekening, item, fouten) for item in verdicts if not item.opgenomen
        ],
        "doelen": levels_data(levels),
        "uitgangspunten": principles_data(berekening.dossier.kader),
        "ketentoezicht": {
            "voorgesteld": keten.voorgesteld,
            "besloten": keten.besloten,
            "uren": keten.uren,
            "voorstellen": list(keten.voorstellen),
            "inhoud": keten.inhoud.tekst,
            "inhoud_door": keten.inhoud.door,
        },
        "dekking": [item.model_dump(exclude={"verhouding"}) for item in berekening.dekking],
        "niet_gedekt": [{"code": code, "reden": reden} for code, reden in uncovered.items()],
        "totaal_toegewezen": berekening.pakket.totaal,
        "ruimte": berekening.vrij,
    }


def package_summary(berekening: Berekening) -> tuple[str, ...]:
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
    if not berekening.totaal:
        lines.append("Er zijn nog geen bijdragen, dus er valt niets te verdelen (F1.3).")
    elif berekening.problem.budget < 0:
        over = format_uren(-berekening.problem.budget)
        lines.append(f"Ketentoezicht en reserve samen gaan {over} over het totaal heen (U8.2).")
    else:
        lines += _proof(berekening)
    if unreadable := berekening.dossier.onleesbaar:
        telt = "telt" if len(unreadable) == 1 else "tellen"
        lines.append(
            f"Let op: op blad Kader is geen bruikbare waarde van {join(unreadable)}; zolang {telt} "
            "0 of de gewone keuze."
        )
    return tuple(lines)


def _proof(berekening: Berekening) -> Iterator[str]:
    """Say how the package came about, and how sure it is."""
    levels = berekening.levels
    match berekening.scenario:
        case Scenario.OPTIMAAL | Scenario.BONUS if levels:
            sure = f"{'' if proven(levels) else 'niet '}bewezen het beste pakket"
            if not berekening.bij_de_tijd and berekening.staat is not Staat.BEREKEND:
                sure += " toen het werd verdeeld"
            lowest, bonus = laagste_verhouding(berekening.dekking), Scenario.BONUS
            reached = describe_levels(levels, lowest, bonus=berekening.scenario is bonus)
            yield f"Scenario ‘{berekening.scenario}’, {sure}: {reached}."
            yield from describe_gap(levels)
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


def coverage_lines(berekening: Berekening) -> Iterator[str]:
    """Say for how many participants the package has value, and why not for the others (U4.3)."""
    total = len(berekening.dekking)
    if not total or not berekening.problem.items:
        return
    covered = sum(item.gedekt for item in berekening.dekking)
    yield f"Gedekt: {covered} van de {count(total, 'deelnemer', 'deelnemers')} (U4.3)."
    if not berekening.pakket.uren:  # why there is no package at all, is said above
        return
    reasons = why_uncovered(berekening.problem, berekening.pakket.uren, berekening.levels)
    by_reason: dict[str, list[str]] = {}
    for code, why in reasons.items():
        by_reason.setdefault(why, []).append(berekening.namen.get(code, code))
    for why, names in by_reason.items():
        yield f"Niet gedekt: {join(names, most=ALL)}; {why}."


def proven(levels: tuple[Level, ...]) -> bool:
    """Tell whether no package is better: every goal was proven."""
    return all(level.proven for level in levels)


def _selected(berekening: Berekening, verdict: Verdict) -> dict[str, Any]:
    return {
        "nr": verdict.nr,
        "uren": verdict.uren,
        "reden": verdict.toelichting,  # the sentence; in the other list it is the word
        "reden_code": verdict.reden.value,
        "kort": verdict.kort,
        "toelichting": verdict.toelichting,
        "gevolg": _consequence(berekening, verdict.nr),
    }


def _refused(
    berekening: Berekening, verdict: Verdict, fouten: Mapping[int, tuple[Bevinding, ...]]
) -> dict[str, Any]:
    return {
        "nr": verdict.nr,
        "reden": verdict.reden.value,
        "reden_code": verdict.reden.value,
        "kort": verdict.kort,
        "toelichting": verdict.toelichting,
        "nodig_uren": verdict.nodig_uren,
        "gevolg": _consequence(berekening, verdict.nr),
        "bevindingen": [
            item.model_dump(include={"regel", "blad", "rij", "melding"})
            for item in fouten.get(verdict.nr, ())
        ],
    }


def _consequence(berekening: Berekening, nr: int) -> dict[str, Any] | None:
    """Return what follows when it would be in, or out, as it was worked out."""
    grond = berekening.gronden.get(nr)
    if grond is None or grond.anders is None or berekening.scenario not in BEREKEND:
        return None
    return grond.anders.model_dump(mode="json")


def _row(entry: Entry, shared: Mapping[str, tuple[int, ...]]) -> Mapping[str, CellValue]:
    return {
        **entry.cells,
        "samenwerkingsverband": entry.voorstel.samenwerkingsverband,
        "uren": entry.voorstel.uren or None,
        "reden": f"{entry.reden} {describe_mates(entry, shared)}".strip(),
    }


def _stranger(nr: int, uren: int) -> Mapping[str, CellValue]:
    """Return the row of hours that people gave to what is no project; they are not ours to drop."""
    empty = ("soort", "uh_relatie", "samenwerkingsverband", "score", "uren", "kosten_uren")
    return {
        **dict.fromkeys(empty),
        "nr": float(nr),
        "titel": GEEN_VOORSTEL,
        "stand": (Stand.OPGENOMEN if uren else Stand.NIET).value,
        "toegewezen": float(uren),
        "kort": "Geen project op blad Voorstellen.",
        "reden": f"Nummer {nr} is geen project op blad Voorstellen (U8.1).",
    }


def ordered(berekening: Berekening) -> tuple[Entry, ...]:
    """Return the entries in the order of sheet Selectie."""
    place = {verdict.nr: index for index, verdict in enumerate(berekening.pakket.verdicts)}
    entries = sorted(berekening.entries, key=lambda entry: entry.voorstel.rij)
    fixed = [entry for entry in entries if entry.verdict is None]
    projects = [entry for entry in entries if entry.verdict is not None]
    projects.sort(key=lambda entry: place[entry.nr])
    fixed.sort(key=lambda entry: entry.nr)
    # A sort keeps the order of what is equal.
    projects.sort(key=lambda entry: not entry.opgenomen)
    return tuple(keep_together([*fixed, *projects]))


def keep_together(entries: Sequence[Entry]) -> list[Entry]:
    """Move each entry up to the first one of its partnership, keeping the order otherwise."""
    groups: dict[str | int, list[Entry]] = {}
    for index, entry in enumerate(entries):
        groups.setdefault(partnership(entry) or index, []).append(entry)
    return [entry for group in groups.values() for entry in group]


def partnership(entry: Entry) -> str:
    """Return the partnership as compared: whatever its case and spaces; "" for none."""
    return " ".join(entry.voorstel.samenwerkingsverband.split()).casefold()


def mates(entries: Iterable[Entry]) -> Mapping[str, tuple[int, ...]]:
    """Return the numbers of the proposals per partnership that more than one shares."""
    found: dict[str, list[int]] = {}
    for entry in entries:
        if name := partnership(entry):
            found.setdefault(name, []).append(entry.nr)
    return {name: tuple(sorted(numbers)) for name, numbers in found.items() if len(numbers) > 1}


def describe_mates(entry: Entry, shared: Mapping[str, tuple[int, ...]]) -> str:
    """Return with which proposals this one shares a partnership, or ""."""
    numbers = shared.get(partnership(entry), ())
    # A few more than are shown are enough, also where many share a partnership.
    others = [str(nr) for nr in numbers[: MOST_MATES + 3] if nr != entry.nr]
    if not others:
        return ""
    rest = len(numbers) - 1 - MOST_MATES
    if rest > 1:
        others = [*others[:MOST_MATES], f"{rest} andere"]
    word = "voorstel" if len(others) == 1 else "de voorstellen"
    return f"Deelt een samenwerkingsverband met {word} {join(others)} (F3.3)."


def describe_gap(levels: tuple[Level, ...]) -> Iterator[str]:
    """Yield a sentence about each goal that was not proven, with what might still be won."""
    for level in levels:
        if level.proven:
            continue
        name, clause = TEXTS[level.name]
        yield (
            f"Niet bewezen binnen de rekentijd: {name} ({clause}), nu {_value(level)}; "
            f"hooguit {points(level.gap)} beter."
        )


def describe_levels(
    levels: tuple[Level, ...], laagste: Decimal | None, *, bonus: bool = False
) -> str:
    """Return in one line what the best package reaches on each goal.

    The lowest ratio is that of all participants, as on sheet Vergelijking. With ``bonus`` the score
    is one with a bonus for the U&H strategy (O7); sheets show it without.

    >>> from fractions import Fraction
    >>> describe_levels((Level(name="gedekt", value=27, proven=True),
    ...     Level(name="verhouding", value=Fraction(5, 3), proven=True)), Decimal("1.67"))
    'gedekte deelnemers: 27; laagste verhouding: 1,67'
    """
    shown = (level for level in levels if level.name not in ("nummer", "opnemen", "doorlopend"))
    names = {name: text for name, (text, _) in TEXTS.items()}
    if bonus:
        names["score"] = "score met bonus"
    lowest = ONBEKEND if laagste is None else format_getal(laagste)
    told = {level.name: lowest if level.name == "verhouding" else _value(level) for level in shown}
    return "; ".join(f"{names[name]}: {value}" for name, value in told.items())


def levels_data(levels: tuple[Level, ...]) -> list[Mapping[str, Any]]:
    """Return the levels for ``--json``."""
    return [
        {
            "doel": level.name,
            "regel": TEXTS[level.name][1],
            "waarde": plain_number(level.value),
            "bewezen": level.proven,
            "marge": plain_number(level.gap),
        }
        for level in levels
    ]


def why_uncovered(
    problem: Problem, uren: Mapping[int, int], levels: tuple[Level, ...]
) -> dict[str, str]:
    """Return per participant that is not covered why, as a Dutch sentence (U4.3, O10)."""
    items = {item.nr: item for item in problem.items}
    proven = any(level.name == "gedekt" and level.proven for level in levels)
    reasons = {}
    for aandeel in problem.aandelen:
        matters = sorted(aandeel.belang & items.keys())
        if any(nr in uren for nr in matters):
            continue
        open_numbers = [nr for nr in matters if not items[nr].barred]
        if not matters:
            reasons[aandeel.code] = "geen enkel voorstel is van genoeg belang"
        elif not open_numbers:
            verb = "dat doet" if len(matters) == 1 else "die doen"
            reasons[aandeel.code] = (
                f"{_which(matters)} van belang, en {verb} niet mee door fouten of een keuze van "
                "het AOO"
            )
        elif all(items[nr].entry_uren > problem.room for nr in open_numbers):
            least = min(items[nr].entry_uren for nr in open_numbers)
            reasons[aandeel.code] = (
                f"{_which(open_numbers)} van belang, en er is minstens {format_uren(least)} nodig "
                f"terwijl er {format_uren(problem.room)} is"
            )
        else:
            verb = "dat zit" if len(open_numbers) == 1 else "die zitten"
            beside = PROVEN if proven else f"{verb} niet in dit pakket"
            reasons[aandeel.code] = f"{_which(open_numbers)} van belang, en {beside}"
    return reasons


def _which(numbers: list[int]) -> str:
    one = len(numbers) == 1
    names = join(str(nr) for nr in numbers)
    return f"alleen {'voorstel' if one else 'de voorstellen'} {names} {'is' if one else 'zijn'}"


def _value(level: Level) -> str:
    if level.name in ("uren", "doorlopend"):
        return format_uren(int(level.value))
    if level.name == "nummer":
        return count(int(level.value), "voorstel", "voorstellen")
    if level.name in ("gedekt", "opnemen"):
        return format_getal(int(level.value))
    return points(level.value)


def describe_principles(kader: Kader | None) -> str:
    """Return with which order, weights, counting and threshold packages are weighed."""
    if kader is None:
        return "Niet bekend: blad Kader is niet bruikbaar."
    names = {key: name.lower() for key, name in SCORES}
    weights = join(
        (f"{names.get(key, key)} {percent(weight)}" for key, weight in kader.gewichten.items()),
        most=ALL,
    )
    bonus = kader.uh_voorrang is Voorrang.BONUS
    goals = (doel.value for doel in kader.doelvolgorde if not (bonus and doel is Doel.UH))
    order = " > ".join((*goals, "minste uren", "nummer"))
    direct, indirect = percent(kader.uh_bonus_direct), percent(kader.uh_bonus_indirect)
    voorrang = "als bonus" if bonus else "strikt"
    return (
        f"Volgorde: {order}. Gewichten: {weights}. Een score telt {kader.telling} (O9). Gedekt "
        f"vanaf belang {kader.belang_drempel} (O10). Voorrang U&H: {voorrang}; bonus direct "
        f"{direct}, indirect {indirect} (O7)."
    )


def principles_data(kader: Kader | None) -> Mapping[str, Any] | None:
    """Return the same for ``--json``; None without parameters."""
    if kader is None:
        return None
    return {
        "volgorde": [doel.value for doel in kader.doelvolgorde],
        "gewichten": {key: float(weight) for key, weight in kader.gewichten.items()},
        "telling": kader.telling.value,
        "belang_drempel": kader.belang_drempel,
        "uh_voorrang": kader.uh_voorrang.value,
        "uh_bonus_direct": float(kader.uh_bonus_direct),
        "uh_bonus_indirect": float(kader.uh_bonus_indirect),
        "maximum_nieuw": kader.maximum_nieuw,
    }
