"""Packages that people made: edited on Selectie, kept on Vergelijking, adopted by the AB.

They become a ``Pakket`` like any other, and the verifier judges them like any other: what they
break is a finding at its cell, never a reason to throw them away.
"""

from collections.abc import Iterator, Mapping

from regio_xl.allocation import (
    Breach,
    Item,
    Pakket,
    Reden,
    Verdict,
    explain_barred,
    find_breaches,
    rank_key,
    verdict_of,
)
from regio_xl.domain import Bevinding, Ernst
from regio_xl.domain.tekst import day, format_uren, quote
from regio_xl.domain.woorden import Scenario
from regio_xl.sheets.vergelijking import column_of
from regio_xl.steps.berekening import Berekening
from regio_xl.steps.controle import header
from regio_xl.steps.opgeslagen import problem_mark

REMEDIES = {
    "U8.2": "Haal projecten uit het pakket of geef ze minder uren, tot het binnen het budget past.",
    "A26": "Geef doorlopende projecten voorrang en blijf onder het maximum voor nieuwe.",
    "U8.1": "Geef elk project in het pakket de uren die het nodig heeft, en niet meer.",
    "O6": "Geef het project alle uren, minstens zijn minimum, of geen uren.",
    "F3.4": "Volg de keuze en de samenhang op blad Voorstellen, of pas ze daar aan.",
    "U4.3": "Neem een voorstel op dat voor deze deelnemer van belang is.",
}
OTHER_REMEDY = "Los de fout op (zie blad Controle), of haal het voorstel uit het pakket."


def as_it_stands(start: Berekening) -> Pakket:
    """Return the package on sheet Selectie; why each is in or out stands on that sheet."""
    opgeslagen, adopted = start.opgeslagen, start.dossier.besluitvorming.besluit is not None
    scenario = opgeslagen.gekozen
    if opgeslagen.met_de_hand or adopted:
        scenario = Scenario.VASTGESTELD if adopted else Scenario.MET_DE_HAND
    verdicts = []
    for item in sorted(start.problem.items, key=rank_key):
        uren = opgeslagen.selectie.get(item.nr, 0)
        reden, text = Reden.EIGEN_PAKKET, "Zie blad Selectie."
        if item.barred and not uren:
            reden, text = explain_barred(item)
        verdicts.append(verdict_of(item, reden, text, uren))
    return Pakket(scenario=scenario.value, verdicts=tuple(verdicts))


def adopt(
    start: Berekening,
    scenario: Scenario,
    uren: Mapping[int, int],
    usual: Mapping[int, int] | None = None,
) -> Pakket:
    """Return hours that people gave as a package.

    Args:
        start: The year without its package.
        scenario: ``met de hand``, ``vastgesteld`` or one that is kept.
        uren: Hours by number; what is no project is left out, and is a finding.
        usual: Hours by number in the chosen scenario, to say what differs from it.
    """
    verdicts = (
        _verdict(start, scenario, item, uren.get(item.nr, 0), usual or {})
        for item in sorted(start.problem.items, key=rank_key)
    )
    return Pakket(scenario=scenario.value, verdicts=tuple(verdicts))


def _verdict(
    start: Berekening, scenario: Scenario, item: Item, uren: int, usual: Mapping[int, int]
) -> Verdict:
    if scenario is Scenario.VASTGESTELD:
        return verdict_of(item, Reden.BESLUIT, _decided(start, uren), uren)
    if item.barred and not uren:
        return verdict_of(item, *explain_barred(item))
    if scenario is not Scenario.MET_DE_HAND:
        name = start.opgeslagen.eigen[scenario].naam
        which = f"scenario ‘{scenario}’" + (f" ({quote(name)})" if name else "")
        text = f"Staat {'' if uren else 'niet '}in het bewaarde pakket van {which}."
        return verdict_of(item, Reden.EIGEN_PAKKET, text, uren)
    chosen, before = start.opgeslagen.gekozen, usual.get(item.nr, 0)
    if before == uren:
        text = f"Ongewijzigd: zoals in scenario ‘{chosen}’."
    else:
        text = (
            f"Met de hand gewijzigd op blad Selectie: {format_uren(uren)} in plaats van "
            f"{format_uren(before)} in scenario ‘{chosen}’."
        )
    return verdict_of(item, Reden.EIGEN_PAKKET, text, uren)


def _decided(start: Berekening, uren: int) -> str:
    made = start.dossier.besluitvorming
    which = f" in besluit {made.nummer}" if made.nummer else ""
    when = f" van {day(made.datum)}" if made.datum else ""
    return f"Door het AB {'' if uren else 'niet '}in het pakket vastgesteld{which}{when} (F3.5)."


def judge_standing(start: Berekening) -> Iterator[Bevinding]:
    """Judge the package on sheet Selectie.

    One that was edited by hand answers for every condition. One that a step wrote was right
    then: if it no longer is, the input changed, and that is one finding.
    """
    opgeslagen = start.opgeslagen
    breaches = find_breaches(start.problem, opgeslagen.selectie, ranked=False)
    if opgeslagen.met_de_hand:
        yield Bevinding(
            ernst=Ernst.MELDING,
            regel="F3.4",
            blad="Selectie",
            kolom=header("tblSelectie", "toegewezen"),
            melding="Het pakket op blad Selectie is met de hand gewijzigd; dat pakket telt.",
            herstel="Wilt u opnieuw laten verdelen, klik dan Toewijzen: het gewijzigde pakket "
            "wordt eerst bewaard op blad Vergelijking.",
        )
        yield from _findings(
            breaches, "Selectie", opgeslagen.rijen, header("tblSelectie", "toegewezen")
        )
    elif why := _why_old(start, breaches):
        yield Bevinding(
            ernst=Ernst.WAARSCHUWING,
            regel=breaches[0].regel if breaches else "U8.1",
            blad="Selectie",
            kolom=header("tblSelectie", "toegewezen"),
            melding=f"Het pakket op blad Selectie is niet meer bij de tijd. {why}",
            herstel="Doe ‘toewijzen’ opnieuw.",
        )


def _why_old(start: Berekening, breaches: tuple[Breach, ...]) -> str:
    """Say why a package that a step wrote is no longer that of the input; "" when it still is."""
    opgeslagen = start.opgeslagen
    if breaches:
        return breaches[0].text
    # An edit by hand that was undone by hand leaves its name behind.
    if opgeslagen.toegepast not in ("", Scenario.MET_DE_HAND, opgeslagen.gekozen):
        return f"Gekozen is nu scenario ‘{opgeslagen.gekozen}’, en dit is ‘{opgeslagen.toegepast}’."
    if opgeslagen.kenmerk_invoer and opgeslagen.kenmerk_invoer != problem_mark(start.problem):
        return "Voorstellen, keuzes, scores, belang of uren zijn daarna gewijzigd."
    return ""


def judge_kept(
    start: Berekening, scenario: Scenario, uren: Mapping[int, int]
) -> Iterator[Bevinding]:
    """Judge a package that is kept on sheet Vergelijking."""
    breaches = find_breaches(start.problem, uren, ranked=False)
    rows = start.opgeslagen.eigen[scenario].rijen
    kolom = header("tblPakketten", column_of(scenario))
    yield from _findings(breaches, "Vergelijking", rows, kolom)


def _findings(
    breaches: tuple[Breach, ...], blad: str, rows: Mapping[int, int], kolom: str
) -> Iterator[Bevinding]:
    for breach in breaches:
        # Who is not covered is one finding about the package as a whole, see ``bevindingen``.
        if not (breach.missed and breach.regel == "U4.3"):
            yield Bevinding(
                ernst=Ernst.WAARSCHUWING if breach.missed else Ernst.FOUT,
                regel=breach.regel,
                blad=blad,
                rij=rows.get(breach.nr) if breach.nr is not None else None,
                kolom=kolom,
                melding=breach.text,
                herstel=REMEDIES.get(breach.regel, OTHER_REMEDY),
            )


def why_it_stays(start: Berekening, *, opnieuw: bool) -> Bevinding | None:
    """Return why no step may write sheet Selectie now; None when one may.

    What people typed there, or an adopted package, would be lost without being replaced by
    something better.

    Args:
        start: The year without its package.
        opnieuw: Whether hours are divided anew.
    """
    opgeslagen, besluit = start.opgeslagen, start.dossier.besluitvorming.besluit
    if not opgeslagen.gemaakt:
        return None
    adopted = besluit is not None and opgeslagen.selectie != besluit.pakket
    replaced = adopted or (opnieuw and besluit is None)
    reasons = (
        (start.dossier.kader is None, STAYS_KADER),
        (opgeslagen.besluit_weg, STAYS_GONE),
        (start.dossier.besluitvorming.beschadigd, STAYS_DAMAGED),
        (opgeslagen.onleesbaar, STAYS_UNREADABLE),
        (opgeslagen.kan_niet_weg and replaced, STAYS_FULL),
    )
    return next((finding for holds, finding in reasons if holds), None)


def _stays(regel: str, why: str, herstel: str, ernst: Ernst = Ernst.WAARSCHUWING) -> Bevinding:
    return Bevinding(
        ernst=ernst,
        regel=regel,
        blad="Selectie",
        melding=f"Blad Selectie is niet vernieuwd: {why}.",
        herstel=herstel,
    )


STAYS_KADER = _stays("U1.3", "zonder blad Kader valt er niets te verdelen", "Herstel blad Kader.")
STAYS_GONE = _stays(
    "F3.5",
    "het besluit van het AB is niet meer te lezen",
    "Haal blad Stemming terug uit een kopie.",
)
STAYS_DAMAGED = _stays(
    "F3.5",
    "het vastgestelde pakket op blad Stemming is beschadigd",
    "Herstel eerst blad Stemming; zie de bevinding daar.",
)
STAYS_UNREADABLE = _stays(
    "U8.1",
    "er staan uren die niet te lezen zijn",
    "Verbeter eerst de uren op blad Selectie; zie de bevinding daar.",
)
STAYS_FULL = _stays(
    "F3.4",
    "het pakket daar is met de hand gewijzigd en de eigen scenario's zijn alle in gebruik, dus het "
    "kon niet worden bewaard",
    "Maak op blad Vergelijking naam en urenkolom van een eigen scenario leeg en klik opnieuw.",
    Ernst.FOUT,
)
