"""Packages that people made: edited on Selectie, kept on Vergelijking, adopted by the AB.

They become a ``Pakket`` like any other, and the verifier judges them like any other: what they
break is a finding at its cell, never a reason to throw them away.
"""

from collections.abc import Iterator, Mapping

from regio_xl.allocation import (
    Breach,
    Item,
    Pakket,
    Plan,
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
from regio_xl.steps.berekening import Berekening
from regio_xl.steps.controle import header
from regio_xl.steps.opgeslagen import problem_mark
from regio_xl.workbook.sheets.vergelijking import column_of

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
    """Return the package on sheet Selectie with the reasons that stand there."""
    opgeslagen = start.opgeslagen
    verdicts = []
    for item in sorted(start.problem.items, key=rank_key):
        uren = opgeslagen.selectie.get(item.nr, 0)
        reden, text = Reden.EIGEN_PAKKET, opgeslagen.redenen.get(item.nr, "")
        if item.barred and not uren:
            reden, text = explain_barred(item)
        verdicts.append(verdict_of(item, reden, text, uren))
    return Pakket(scenario=Scenario.MET_DE_HAND.value, verdicts=tuple(verdicts))


def adopt(
    start: Berekening, scenario: Scenario, uren: Mapping[int, int], plan: Plan | None
) -> Pakket:
    """Return hours that people gave as a package.

    Args:
        start: The year without its package.
        scenario: ``met de hand``, ``vastgesteld`` or one that is kept.
        uren: Hours by number; what is no project is left out, and is a finding.
        plan: The chosen scenario, to say what differs from it; None for none.
    """
    verdicts = (
        _verdict(start, scenario, item, uren.get(item.nr, 0), plan)
        for item in sorted(start.problem.items, key=rank_key)
    )
    return Pakket(scenario=scenario.value, verdicts=tuple(verdicts))


def _verdict(
    start: Berekening, scenario: Scenario, item: Item, uren: int, plan: Plan | None
) -> Verdict:
    if item.barred and not uren:
        return verdict_of(item, *explain_barred(item))
    if scenario is Scenario.VASTGESTELD:
        return verdict_of(item, Reden.BESLUIT, _decided(start, uren), uren)
    if scenario is not Scenario.MET_DE_HAND:
        name = start.opgeslagen.eigen[scenario].naam
        which = f"scenario ‘{scenario}’" + (f" ({quote(name)})" if name else "")
        text = f"Staat {'' if uren else 'niet '}in het bewaarde pakket van {which}."
        return verdict_of(item, Reden.EIGEN_PAKKET, text, uren)
    usual = plan.uren.get(item.nr, 0) if plan else uren
    stands = start.opgeslagen.redenen.get(item.nr, "")
    if usual == uren and stands:
        return verdict_of(item, Reden.EIGEN_PAKKET, stands, uren)
    text = f"Met de hand gewijzigd op blad Selectie: {format_uren(uren)}"
    if plan is not None and usual != uren:
        text += f" in plaats van {format_uren(usual)} in scenario ‘{plan.scenario}’"
    return verdict_of(item, Reden.EIGEN_PAKKET, f"{text}.", uren)


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
        for breach in breaches:
            rij = opgeslagen.rijen.get(breach.nr) if breach.nr is not None else None
            yield _finding(breach, "Selectie", rij, header("tblSelectie", "toegewezen"))
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


def judge_kept(start: Berekening, scenario: Scenario) -> Iterator[Bevinding]:
    """Judge a package that is kept on sheet Vergelijking."""
    eigen = start.opgeslagen.eigen[scenario]
    for breach in find_breaches(start.problem, eigen.uren, ranked=False):
        rij = eigen.rijen.get(breach.nr) if breach.nr is not None else None
        yield _finding(breach, "Vergelijking", rij, header("tblPakketten", column_of(scenario)))


def _finding(breach: Breach, blad: str, rij: int | None, kolom: str) -> Bevinding:
    return Bevinding(
        ernst=Ernst.WAARSCHUWING if breach.missed else Ernst.FOUT,
        regel=breach.regel,
        blad=blad,
        rij=rij,
        kolom=kolom,
        melding=breach.text,
        herstel=REMEDIES.get(breach.regel, OTHER_REMEDY),
    )


def nowhere_to_keep() -> Bevinding:
    """Return that a package edited by hand stays, because there is no place to keep it."""
    return Bevinding(
        ernst=Ernst.FOUT,
        regel="F3.4",
        blad="Vergelijking",
        kolom=header("tblScenarios", "naam"),
        melding="Blad Selectie is niet vernieuwd: het pakket daar is met de hand gewijzigd en de "
        "eigen scenario's zijn alle in gebruik, dus het kon niet worden bewaard.",
        herstel="Maak op blad Vergelijking de naam en de urenkolom van een eigen scenario leeg en "
        "klik opnieuw op Toewijzen.",
    )
