"""The package as the AB adopts it: what keeps it from being frozen, what differs from it later.

Clauses F3.5, U8.1, U8.2. The step that freezes it is ``stemming``.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from regio_xl.allocation import Item, Problem
from regio_xl.domain import Bevinding, Dossier, Ernst, Jaar, Voorstel
from regio_xl.domain.dossier import Besluit
from regio_xl.domain.tekst import ALL, count, format_uren, join
from regio_xl.domain.woorden import Keuze
from regio_xl.rules import Uitslag, compute_uitslag
from regio_xl.sheets.besluit import compute_kenmerk_parameters
from regio_xl.sheets.cells import is_blank_text
from regio_xl.steps.berekening import Berekening, Entry
from regio_xl.steps.opgeslagen import as_number, at_cell, hours_on_selectie, rows_of
from regio_xl.steps.valideren import faulty_parameters, header
from regio_xl.steps.vastlegging import (
    ACCEPTED,
    NO_MARK,
    TOLD_ONLY,
    at_decision,
    changes,
    facts_of_decision,
    said_before,
    tell_pairs,
    undecided,
)

SHEET = "Stemming"
TABLE = "tblBesluit"
KENMERK, OF_PARAMETERS = "besluit_kenmerk", "besluit_kenmerk_parameters"
KETENTOEZICHT = "besluit_ketentoezicht"
PLACES = (TABLE, KENMERK, OF_PARAMETERS, KETENTOEZICHT)
"""Where the frozen package stands: its table and three named cells."""

BESLUIT_NUMMER = "besluit_nummer"

ROLES = {"intern_opdrachtgever": "U5.1", "projectleider": "U5.2"}
"""What a project needs before the AB decides, and the clause that asks for it."""

AGAIN = (
    "Is dit de bedoeling, hef dan het besluit op. Maak daarvoor op blad Stemming nummer en datum "
    "leeg, typ de reden van opheffen en doe ‘stemming’."
)

STRICT = {
    "Kader": Ernst.FOUT,
    "Deelnemers": Ernst.WAARSCHUWING,
    "Voorstellen": Ernst.WAARSCHUWING,
    "Beoordeling": Ernst.WAARSCHUWING,
    "Belang": Ernst.WAARSCHUWING,
}
"""How serious a change after the decision is, by sheet: of the parameters the AB decided."""


def uitslag_of(dossier: Dossier) -> Uitslag:
    """Count the votes of a year (F3.5)."""
    stemmen = (item.stem for item in dossier.besluitvorming.stemmen)
    nodig = dossier.kader.stemmen_nodig if dossier.kader else None
    return compute_uitslag(stemmen, len(dossier.deelnemers), nodig)


def find_differences(berekening: Berekening) -> Iterator[Bevinding]:
    """Find what no longer fits the frozen package, or that one is ready to be frozen."""
    jaar, dossier, problem = berekening.jaar, berekening.dossier, berekening.problem
    besluit = dossier.besluitvorming.besluit
    if berekening.opgeslagen.besluit_weg:
        yield _bevinding(
            SHEET,
            "F3.5",
            "Op blad Selectie staat een vastgesteld pakket, maar blad Stemming of de tabel daarop "
            "ontbreekt; het besluit is niet meer te lezen.",
            "Haal blad Stemming terug uit een kopie van na het besluit.",
        )
    if besluit is None:
        yield from _ready(berekening)
        return
    yield from _unsupported(jaar, dossier)
    if not besluit.gaaf:
        yield _damaged(jaar)
        return
    whole = berekening.toonbaar  # else it cannot be set against what is left of the input
    if whole:
        yield from _changed(berekening, besluit)
    yield from find_on_selectie(jaar, besluit)
    if whole:
        yield from _over_budget(problem, besluit)
        yield from _against_proposals(dossier, problem, besluit)


def find_obstacles(berekening: Berekening) -> Iterator[Bevinding]:
    """Yield what keeps a package from being frozen of which the decision is complete."""
    made = berekening.dossier.besluitvorming
    complete = made.besluit is None and made.nummer and made.datum
    if complete and uitslag_of(berekening.dossier).aangenomen:
        yield from obstacles(berekening)


def _ready(berekening: Berekening) -> Iterator[Bevinding]:
    """Say that all is there to freeze the package."""
    made = berekening.dossier.besluitvorming
    if not (made.nummer and made.datum and uitslag_of(berekening.dossier).aangenomen):
        return
    if not any(obstacles(berekening)):
        yield at_cell(
            berekening.jaar,
            BESLUIT_NUMMER,
            "Het besluit is compleet, maar het pakket is nog niet vastgelegd.",
            "Doe ‘stemming’: dan staat het pakket met zijn uren vast.",
            Ernst.MELDING,
        )


def _unsupported(jaar: Jaar, dossier: Dossier) -> Iterator[Bevinding]:
    """Find a frozen package that its own vote or number no longer carries (F3.5)."""
    uitslag = uitslag_of(dossier)
    if not uitslag.aangenomen:
        yield at_cell(
            jaar,
            BESLUIT_NUMMER,
            "Het pakket is vastgelegd, maar volgens de stemmen nu niet aangenomen: "
            f"{uitslag.telling}. Het vastgelegde pakket blijft staan.",
            "Herstel de stemmen zoals ze zijn uitgebracht. Is het besluit vervallen, maak dan "
            "nummer en datum van het besluit leeg, typ de reden van opheffen en doe ‘stemming’.",
        )
    made = dossier.besluitvorming
    if made.nummer_leeg:
        steps = "" if made.datum_leeg else "maak ook de datum leeg, "
        reason = "" if made.reden_opheffen else "typ de reden van opheffen "
        yield at_cell(
            jaar,
            BESLUIT_NUMMER,
            "Er staat een vastgelegd pakket, maar het nummer van het besluit is leeg.",
            f"Vul het nummer weer in. Wilt u het besluit opheffen, {steps}{reason}"
            f"{'en ' if steps or reason else ''}doe dan ‘stemming’.",
            Ernst.WAARSCHUWING,
        )


def _damaged(jaar: Jaar) -> Bevinding:
    table = jaar.tables.get(TABLE)
    return _bevinding(
        SHEET,
        "F3.5",
        "Het vastgelegde pakket is met de hand gewijzigd: de tabel, het ketentoezicht en de "
        "kenmerken horen niet meer bij elkaar.",
        "Haal blad Stemming terug uit een kopie van na het besluit. Lukt dat niet, maak dan "
        "nummer en datum leeg, typ de reden van opheffen en doe ‘stemming’. Vul daarna nummer en "
        "datum weer in en doe ‘stemming’ nog eens.",
        rij=table.header_row if table else None,
    )


def _changed(berekening: Berekening, besluit: Besluit) -> Iterator[Bevinding]:
    """Find what is no longer as it was when the AB decided, by name: the old and the new value."""
    dossier, record = berekening.dossier, berekening.vastlegging
    keten = berekening.ketentoezicht.uren
    if keten != besluit.ketentoezicht:
        was = "onbekend" if besluit.ketentoezicht is None else format_uren(besluit.ketentoezicht)
        yield _bevinding(
            "Kader",
            "U2.1",
            f"Ketentoezicht is nu {format_uren(keten)}; bij het besluit was dat {was}.",
            f"Zet de uren terug. {AGAIN}",
        )
    if not record.kenmerk or not record.gaaf:  # nobody knows what it was
        now = compute_kenmerk_parameters(dossier.kader) if dossier.kader else ""
        if now != besluit.kenmerk_parameters:
            yield _bevinding(
                "Kader",
                "F3.5",
                "De waarden op Kader zijn gewijzigd nadat het AB het pakket vaststelde; welke, is "
                "in deze werkmap niet vastgelegd.",
                f"Zet de waarden terug zoals ze bij het besluit waren. {AGAIN}",
            )
        return
    yield from _votes_changed(berekening)
    found = changes(at_decision(record), berekening.feiten)
    for sheet, level in STRICT.items():
        pairs = {
            place: pair
            for place, pair in found.items()
            if place[0] == sheet
            and place[2] != "Uren"
            # What a project asks is set against its hours, see ``_against_proposals``.
            and (sheet != "Voorstellen" or (place[2] == NO_MARK and _inside(besluit, place[1])))
        }
        if pairs and sheet not in dossier.ontbreekt:
            yield _since(sheet, tell_pairs(pairs), level)


def _votes_changed(berekening: Berekening) -> Iterator[Bevinding]:
    """Find votes, number or day that are not those with which the package was frozen."""
    dossier, record = berekening.dossier, berekening.vastlegging
    at_vote = {
        place: value
        for place, value in record.feiten.items()
        if place[0] == SHEET and place[2] != ACCEPTED
    }
    now = facts_of_decision(dossier, berekening.kenmerk)
    votes = changes(at_vote, now) if at_vote else {}
    lifting = dossier.besluitvorming.leeg  # then number and day are empty on purpose
    told = {
        place: pair
        for place, pair in votes.items()
        if place[2] != ACCEPTED and not (lifting and not place[1])
    }
    if told:
        yield _since(SHEET, tell_pairs(told), Ernst.FOUT)


def _inside(besluit: Besluit, number: str) -> bool:
    return number in map(str, besluit.pakket)


def _since(blad: str, told: str, ernst: Ernst) -> Bevinding:
    return _bevinding(
        blad,
        "F3.5",
        f"Gewijzigd sinds het besluit: {told}.",
        f"Zet terug wat gewijzigd is. {AGAIN}",
        ernst,
    )


def find_on_selectie(jaar: Jaar, besluit: Besluit) -> Iterator[Bevinding]:
    """Set each project on sheet Selectie against what was adopted (U8.2).

    A step that writes the adopted package to that sheet may drop these: they are gone then.
    """
    shown = hours_on_selectie(jaar)
    if shown is None:
        yield _bevinding(
            "Selectie",
            "F3.5",
            "Blad Selectie toont geen pakket, terwijl het AB er een heeft vastgesteld.",
            "Doe ‘selectie’.",
            Ernst.WAARSCHUWING,
        )
        return
    numbers = ((as_number(row.values.get("nr")), row) for row in rows_of(jaar, "tblSelectie"))
    rows = {int(nr): row.number for nr, row in numbers if nr is not None}
    for nr in sorted(besluit.pakket.keys() | shown.keys()):
        adopted = besluit.pakket.get(nr, 0)
        now = shown.get(nr, Decimal(0))
        if now == adopted:
            continue
        yield _bevinding(
            "Selectie",
            "U8.2" if adopted and now != 0 else "F3.5",
            _difference(nr, besluit.titels.get(nr, ""), adopted, now),
            f"Doe ‘selectie’ om het vastgestelde pakket terug te zetten. {AGAIN}",
            rij=rows.get(nr),
            kolom=header("tblSelectie", "toegewezen"),
            nr=nr,
        )


def after_restoring(berekening: Berekening) -> tuple[Bevinding, ...]:
    """Return the findings of a year for a step that writes the adopted package to Selectie."""
    besluit = berekening.dossier.besluitvorming.besluit
    if besluit is None or berekening.blijft is not None:
        return berekening.bevindingen
    gone = set(find_on_selectie(berekening.jaar, besluit))
    return tuple(item for item in berekening.bevindingen if item not in gone)


def _difference(nr: int, titel: str, adopted: int, now: Decimal | None) -> str:
    what, was = f"Project {nr}" + (f" ({titel})" if titel else ""), format_uren(adopted)
    if not adopted:
        hours = "uren" if now is None else format_uren(now)
        return f"{what} heeft {hours} op Selectie, maar hoort niet bij het vastgestelde pakket."
    if now is None:
        return f"{what} heeft op Selectie geen getal als uren; vastgesteld is {was}."
    if not now:
        return f"{what} is vastgesteld met {was}, maar staat op Selectie niet meer in het pakket."
    return f"{what} heeft op Selectie {format_uren(now)}; vastgesteld is {was}."


def _over_budget(problem: Problem, besluit: Besluit) -> Iterator[Bevinding]:
    total = sum(besluit.pakket.values())
    if total > problem.room:
        yield _bevinding(
            SHEET,
            "U8.2",
            f"Het vastgestelde pakket telt {format_uren(total)}; voor projecten is er nu "
            f"{format_uren(problem.room)}.",
            "Kijk wat er op Deelnemers, Kader of bij ketentoezicht is gewijzigd en zet dat terug. "
            f"{AGAIN}",
        )


def _against_proposals(dossier: Dossier, problem: Problem, besluit: Besluit) -> Iterator[Bevinding]:
    """Find projects whose proposal no longer carries the hours that were adopted (U8.1)."""
    items = {item.nr: item for item in problem.items}
    proposals = {voorstel.nr: voorstel for voorstel in dossier.voorstellen}
    for nr, uren in sorted(besluit.pakket.items()):
        why = _why_not(items.get(nr), proposals.get(nr), uren)
        if not why:
            continue
        voorstel = proposals.get(nr)
        yield _bevinding(
            "Voorstellen" if voorstel else SHEET,
            "U8.1",
            f"Project {nr} is vastgesteld met {format_uren(uren)}, maar {why}.",
            f"Zet het voorstel terug zoals het was bij het besluit. {AGAIN}",
            rij=voorstel.rij if voorstel else None,
            nr=nr,
        )


def _why_not(item: Item | None, voorstel: Voorstel | None, uren: int) -> str:
    """Return why a proposal can no longer have these hours, or ""."""
    if voorstel is None:
        return "staat niet meer op blad Voorstellen"
    if item is None:
        return "is nu ketentoezicht in plaats van een project"
    if item.fouten:
        return f"het voorstel heeft nu een fout ({join(dict.fromkeys(item.fouten))})"
    if item.keuze is Keuze.NIET_OPNEMEN:
        return f"het voorstel staat nu op ‘{Keuze.NIET_OPNEMEN}’"
    least = item.nodig_uren if item.minimum_uren is None else item.minimum_uren
    if least <= uren <= item.nodig_uren:
        return ""
    asked = format_uren(item.nodig_uren)
    if item.minimum_uren is not None and item.minimum_uren < item.nodig_uren:
        asked = f"{format_uren(item.minimum_uren)} tot {asked}"
    return f"het voorstel vraagt nu {asked}, kosten inbegrepen"


def _bevinding(
    blad: str, regel: str, melding: str, herstel: str, ernst: Ernst = Ernst.FOUT, **place: Any
) -> Bevinding:
    return Bevinding(ernst=ernst, regel=regel, blad=blad, melding=melding, herstel=herstel, **place)


def obstacles(berekening: Berekening) -> Iterator[Bevinding]:
    """Yield why the package that stands cannot be frozen (U8.1, U8.2, U4.3, U5.1, U5.2)."""
    jaar, pakket = berekening.jaar, berekening.pakket.uren
    if berekening.dossier.kader is None:
        yield _obstacle("U1.3", "er zijn geen bruikbare parameters", "Herstel eerst blad Kader.")
        return
    if TABLE not in jaar.tables or any(name not in jaar.cells for name in PLACES[1:]):
        yield _obstacle(
            "F3.5",
            "de tabel of een cel ervoor ontbreekt",
            "Haal blad Stemming terug uit een kopie, of doe ‘vernieuwen’.",
        )
        return
    if not (berekening.opgeslagen.gemaakt or berekening.nieuw or berekening.getoond):
        yield _obstacle(
            "U8.1",
            "blad Selectie toont nog geen pakket, dus niemand heeft het kunnen zien",
            "Doe eerst ‘toewijzen’, en leg dat pakket voor aan het AB.",
        )
        return
    if not pakket:
        yield _obstacle("U8.1", "er zit geen enkel project in", "Doe eerst ‘toewijzen’.")
        return
    if berekening.ketentoezicht.besloten is None:
        yield _obstacle(
            "U2.1",
            "de uren voor ketentoezicht zijn nog niet besloten",
            "Vul op blad Kader de waarde van ketentoezicht_besloten in, met het besluit als bron.",
        )
    # With wrong parameters nobody can say what was decided on.
    if faulty := faulty_parameters(berekening.dossier.bevindingen):
        yield _obstacle(
            min(faulty),
            f"er staan nog fouten op blad Kader ({join(sorted(faulty), most=ALL)})",
            "Los die eerst op.",
        )
    yield from _other_than_voted(berekening)
    yield from _broken(berekening)
    yield from _incomplete(berekening)


def _other_than_voted(berekening: Berekening) -> Iterator[Bevinding]:
    """Yield that the input is no longer what the package that was voted on rests on."""
    record = berekening.vastlegging
    if record.kenmerk and not record.gaaf:
        yield _obstacle(
            "F3.5",
            "blad Vastlegging is gewijzigd, dus niemand kan nagaan waarover is gestemd",
            "Haal dit blad terug uit een eerdere versie van de werkmap (‘terug’).",
        )
        return
    found = changes(undecided(record).feiten, berekening.feiten) if record.kenmerk else {}
    pairs = {
        place: pair
        for place, pair in found.items()
        if place[2] not in TOLD_ONLY and place[0] not in ("Vergelijking", SHEET)
    }
    if pairs:
        yield _obstacle(
            "F3.5",
            f"de invoer is gewijzigd sinds de verdeling ({tell_pairs(pairs)})",
            "Zet terug wat is gewijzigd, of verdeel opnieuw en laat over dat pakket stemmen.",
        )
    if berekening.dossier.besluitvorming.reden_opheffen:
        yield _obstacle(
            "F3.5",
            "er staat nog een reden van opheffen, van een eerder besluit",
            "Maak die cel op blad Stemming leeg.",
        )


def _broken(berekening: Berekening) -> Iterator[Bevinding]:
    """Yield that the package may not be so; what could be in as well is for the AB to weigh."""
    if broken := berekening.breuken:
        rules = join(dict.fromkeys(item.regel for item in broken))
        numbers = join(dict.fromkeys(str(item.nr) for item in broken if item.nr), most=ALL)
        where = f" bij voorstel {numbers}" if numbers else ""
        yield _obstacle(
            broken[0].regel, f"het voldoet niet aan {rules}{where}", "Zie blad Controle."
        )
    uncovered = [item.code for item in berekening.dekking if not item.gedekt]
    if uncovered and not accepted(berekening):
        who = count(len(uncovered), "deelnemer ziet", "deelnemers zien")
        yield _obstacle(
            "U4.3",
            f"{who} er niets van belang in terug ({join(uncovered)})",
            "Pas het pakket aan, of typ op blad Stemming de reden van het AB om het toch vast te "
            "stellen, en doe ‘stemming’.",
        )


def accepted(berekening: Berekening) -> bool:
    """Tell whether the AB said why this package is right for who has nothing in it (U4.3).

    A reason that was given for an earlier package does not count.
    """
    reason = berekening.dossier.besluitvorming.reden_dekking
    given = said_before(berekening.vastlegging).items()
    earlier = {text for place, text in given if place[1] != berekening.kenmerk}
    return bool(reason) and reason not in earlier


def _incomplete(berekening: Berekening) -> Iterator[Bevinding]:
    """Yield which projects in the package still lack what the AB must know of them."""
    lacking = {
        regel: [entry.nr for entry in without_role(berekening, key)] for key, regel in ROLES.items()
    }
    inside = berekening.pakket.uren
    for item in berekening.dossier.bevindingen:
        if item.ernst is Ernst.FOUT and item.nr is not None and item.nr in inside:
            lacking.setdefault(item.regel, []).append(item.nr)
    for regel, numbers in sorted(item for item in lacking.items() if item[1]):
        which = join(map(str, sorted(set(numbers))), most=ALL)
        one = len(set(numbers)) == 1
        what = f"project {which} is" if one else f"de projecten {which} zijn"
        yield _obstacle(
            regel, f"{what} nog niet compleet", "Vul aan wat hieronder bij blad Voorstellen staat."
        )


def without_role(berekening: Berekening, key: str) -> list[Entry]:
    """Return the projects in the package in which one of ``ROLES`` was not filled in."""
    inside = (entry for entry in berekening.entries if entry.opgenomen)
    lacking = (entry for entry in inside if is_blank_text(getattr(entry.voorstel, key)))
    return sorted(lacking, key=lambda entry: entry.nr)


def _obstacle(regel: str, why: str, herstel: str) -> Bevinding:
    return _bevinding(SHEET, regel, f"Het aangenomen pakket is niet vastgelegd: {why}.", herstel)
