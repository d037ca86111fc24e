"""From the snapshot to contributions, package and coverage: the core of every step.

The package that counts is, in this order:

1. the one that the AB adopted, frozen on sheet Stemming (F3.5);
2. one that people edited by hand on sheet Selectie, until ``toewijzen`` divides anew;
3. that of the scenario that was chosen on sheet Vergelijking, by default the best one.

A package that people made becomes a ``Pakket`` like any other, and the verifier judges it like
any other: what it breaks is a finding at its cell, never a reason to throw it away.
"""

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, TypeVar, cast

from regio_xl.allocation import (
    Breach,
    Gevolg,
    Pakket,
    Plan,
    Problem,
    Reden,
    Uitleg,
    Verdict,
    allocate,
    consequences,
    explain_barred,
    explain_plan,
    find_breaches,
    make_plan,
    rank_key,
    verdict_of,
    verify_verdicts,
)
from regio_xl.domain import Bevinding, Dossier, Ernst, Jaar
from regio_xl.domain.progress import tell_part
from regio_xl.domain.tekst import LINE, count, day, format_uren, join, quote
from regio_xl.domain.woorden import BEREKEND, EIGEN, Relatie, Scenario
from regio_xl.rules import (
    Dekking,
    compute_bijdragen,
    compute_dekking,
    compute_totaal,
    is_voorlopig,
)
from regio_xl.sheets.vergelijking import column_of
from regio_xl.steps import totalen, vastgesteld
from regio_xl.steps.berekening import (
    Berekening,
    ketentoezicht_of,
    make_entries,
    make_problem,
    unique_names,
)
from regio_xl.steps.opgeslagen import default_scenario, problem_mark, read_opgeslagen
from regio_xl.steps.valideren import find_about_package, header, merge

Answer = TypeVar("Answer")

GEEN_KADER = Uitleg(
    reden=Reden.GEEN_KADER,
    kort="Niets verdeeld: jaar of parameters ontbreken.",
    toelichting="Er is niets verdeeld: jaar of parameters op Kader zijn niet bruikbaar (U1.3).",
)

MOST_TOLD = 2
"""Most errors of one proposal that its reason tells; sheet Controle tells all."""

SECONDS = 60.0
"""Time limit of one question to the solver. It is far from reached by a real year; where it is,
the result says that it was not proven."""

KNOWN: deque[tuple[tuple[object, ...], object]] = deque(maxlen=12)
"""What was worked out last: what was asked, and the answer. In an open Excel Python may run on from
click to click; what was asked, compared whole, is then not worked out again."""

REMEDIES = {
    "U8.2": "Haal projecten uit het pakket of geef ze minder uren, tot het binnen het budget past.",
    "A26": "Geef doorlopende projecten voorrang en blijf onder het maximum voor nieuwe.",
    "U8.1": "Geef elk project in het pakket de uren die het nodig heeft, en niet meer.",
    "O6": "Geef het project alle uren, minstens zijn minimum, of geen uren.",
    "F3.4": "Volg de keuze en de samenhang op blad Voorstellen, of pas ze daar aan.",
    "U4.3": "Neem een voorstel op dat voor deze deelnemer van belang is.",
}
OTHER_REMEDY = "Los de fout op (zie blad Controle), of haal het voorstel uit het pakket."


def compute(
    jaar: Jaar, dossier: Dossier, *, opnieuw: bool = False, redenen: bool = True
) -> Berekening:
    """Compute everything that the steps show; never raises on what was typed.

    With ``opnieuw`` hours are divided anew where the package was edited by hand: that is kept as
    a scenario first. Without ``redenen`` the package is not made again and again to tell why.
    """
    start = _start(jaar, dossier)
    blijft = next(_why_it_stays(start, opnieuw=opnieuw), None)
    made = _in_force(start, opnieuw=opnieuw, redenen=redenen)
    bewaard = _to_keep(made, opnieuw=opnieuw, blijft=blijft)
    return _finish(_with(made, blijft=blijft, bewaard=bewaard), shown=True)


def inspect(jaar: Jaar, dossier: Dossier) -> Berekening:
    """Judge the package as it stands on sheet Selectie; divide nothing."""
    start = _start(jaar, dossier)
    found: tuple[Bevinding, ...] = ()
    # What differs from an adopted package is found with the decision itself.
    if start.opgeslagen.gemaakt and dossier.besluitvorming.besluit is None:
        found = tuple(_judge_standing(start))
    made = _with(start, pakket=_as_it_stands(start), bevindingen=found)
    return _finish(made, shown=start.opgeslagen.gemaakt)


def _with(berekening: Berekening, **more: Any) -> Berekening:
    return berekening.model_copy(update=more)


def _start(jaar: Jaar, dossier: Dossier) -> Berekening:
    """Compute all but the package, which is still empty."""
    kader = dossier.kader
    keten = ketentoezicht_of(dossier)
    entries = make_entries(dossier, keten)
    totaal = compute_totaal(dossier.deelnemers, kader) if kader else None
    bijdragen = compute_bijdragen(dossier.deelnemers, kader) if kader else {}
    return Berekening(
        jaar=jaar,
        dossier=dossier,
        bijdragen=bijdragen,
        totaal=totaal,
        voorlopig=is_voorlopig(dossier.deelnemers),
        ketentoezicht=keten,
        problem=make_problem(dossier, entries, keten, totaal, bijdragen),
        opgeslagen=read_opgeslagen(jaar, kader),
        pakket=Pakket(scenario=Scenario.OPTIMAAL.value),
        entries=entries,
    )


def _finish(made: Berekening, *, shown: bool) -> Berekening:
    """Add coverage and all other findings to a year with those about a package of people."""
    verify_verdicts(made.problem, made.pakket)
    pakket = _with_findings(made.pakket, made.dossier)
    verdicts, dossier = pakket.by_nr, made.dossier
    done = _with(
        made,
        pakket=pakket,
        entries=tuple(
            entry if entry.vast else entry.model_copy(update={"verdict": verdicts[entry.nr]})
            for entry in made.entries
        ),
        dekking=dekking_of(made, pakket.uren),
    )
    found = merge(
        dossier.bevindingen,
        made.opgeslagen.bevindingen,
        totalen.find_differences(made.jaar, dossier),
        made.bevindingen,
        find_about_package(done, shown=shown),
        vastgesteld.find_differences(done),
    )
    return _with(done, bevindingen=found)


def dekking_of(berekening: Berekening, uren: Mapping[int, int]) -> tuple[Dekking, ...]:
    """Return what a package means to each participant; ketentoezicht is there for all (U4.3)."""
    dossier = berekening.dossier
    if dossier.kader is None:
        return ()
    return compute_dekking(
        dossier.deelnemers,
        {code: bijdrage.uren for code, bijdrage in berekening.bijdragen.items()},
        uren,
        dossier.belang,
        dossier.kader.belang_drempel,
    )


def _in_force(start: Berekening, *, opnieuw: bool, redenen: bool) -> Berekening:
    """Add the package that counts, see this module."""
    if start.dossier.kader is None:
        return _with(start, pakket=_without_kader(start.problem))
    opgeslagen, besluit = start.opgeslagen, start.dossier.besluitvorming.besluit
    scenario = opgeslagen.gekozen
    if besluit is not None:
        scenario, uren = Scenario.VASTGESTELD, besluit.pakket
        return _with(start, pakket=_adopt(start, scenario, uren, partial(_decided, start)))
    made, uren = _hours_of(start, scenario)
    if opgeslagen.met_de_hand and (opgeslagen.kan_niet_weg or not opnieuw):
        pakket = _adopt(
            start,
            Scenario.MET_DE_HAND,
            opgeslagen.selectie,
            lambda nr, hours: _edited(scenario, hours, uren.get(nr, 0)),
        )
        return _with(made, pakket=pakket, bevindingen=tuple(_judge_standing(start)))
    if scenario in EIGEN:
        breaches = find_breaches(start.problem, uren, ranked=False)
        rows, kolom = opgeslagen.eigen[scenario].rijen, header("tblPakketten", column_of(scenario))
        found = tuple(_findings(breaches, "Vergelijking", rows, kolom))
        pakket = _adopt(start, scenario, uren, lambda _, hours: _kept(start, scenario, hours))
        return _with(made, pakket=pakket, bevindingen=found)
    (plan,) = made.plannen
    if plan.pakket is not None:
        return _with(made, pakket=plan.pakket)
    gevolgen = _gevolgen(plan) if redenen else {}
    pakket = explain_plan(plan, gevolgen, unique_names(start.dossier.deelnemers))
    return _with(made, pakket=pakket, plan=plan, gevolgen=gevolgen)


def _hours_of(start: Berekening, scenario: Scenario) -> tuple[Berekening, Mapping[int, int]]:
    """Return the hours of a scenario, and the year with what was worked out for them.

    One that is kept under a name alone gets what people see now.
    """
    opgeslagen = start.opgeslagen
    if scenario in EIGEN:
        if kept := opgeslagen.eigen[scenario].uren:
            return start, kept
        if opgeslagen.met_de_hand:
            return start, opgeslagen.selectie
        scenario = default_scenario(start.dossier.kader)
    plan = _make(start, scenario)
    return _with(start, plannen=(plan,)), plan.uren


def _make(start: Berekening, scenario: Scenario) -> Plan:
    """Work out a scenario that is computed."""
    bonus = {}
    if kader := start.dossier.kader:
        direct, indirect = kader.uh_bonus_direct, kader.uh_bonus_indirect
        bonus = {Relatie.DIRECT: direct, Relatie.INDIRECT: indirect}
    work = partial(make_plan, scenario, start.problem, bonus=bonus, seconds=SECONDS)
    asked = (make_plan, scenario, start.problem, bonus)
    return _once(asked, work, lambda plan: plan.pakket is not None or plan.proven)


def _gevolgen(plan: Plan) -> Mapping[int, Gevolg]:
    """Work out what would follow if one proposal were in or out, and tell how far that is."""
    most = 0

    def told(done: int, total: int) -> None:
        nonlocal most
        most = total
        tell_part("redenen uitrekenen", done, total)

    work = partial(consequences, plan, seconds=SECONDS, progress=told)
    return _once((consequences, plan), work, lambda found: len(found) == most)


def _once(
    asked: tuple[object, ...], work: Callable[[], Answer], complete: Callable[[Answer], bool]
) -> Answer:
    """Work something out, unless the very same was asked before and time did not run out on it."""
    for known, answer in KNOWN:
        if known == asked:
            return cast(Answer, answer)
    answer = work()
    if complete(answer):
        KNOWN.append((asked, answer))
    return answer


def make_all(berekening: Berekening) -> tuple[Plan, ...]:
    """Work out all scenarios that are computed; none is done twice."""
    done = {plan.scenario: plan for plan in berekening.plannen}
    return tuple(done.get(scenario) or _make(berekening, scenario) for scenario in BEREKEND)


def _without_kader(problem: Problem) -> Pakket:
    """Return an empty package; say that parameters are missing where hours would be."""
    verdicts = tuple(
        verdict
        if verdict.reden in (Reden.FOUTEN, Reden.KEUZE)
        else verdict_of(verdict.item, GEEN_KADER)
        for verdict in allocate(problem).verdicts
    )
    return Pakket(scenario=Scenario.OPTIMAAL.value, verdicts=verdicts)


def _with_findings(pakket: Pakket, dossier: Dossier) -> Pakket:
    """Let a reason that is about errors say which errors."""
    fouten = dossier.fouten_per_voorstel()

    def told(verdict: Verdict) -> Verdict:
        if verdict.reden is not Reden.FOUTEN or verdict.nr not in fouten:
            return verdict
        meldingen = [item.melding for item in fouten[verdict.nr]]
        rest = len(meldingen) - MOST_TOLD
        more = [f"En nog {count(rest, 'andere', 'andere')}."] if rest > 0 else []
        toelichting = " ".join((verdict.toelichting, *meldingen[:MOST_TOLD], *more))
        columns = dict.fromkeys(item.kolom for item in fouten[verdict.nr] if item.kolom)
        where = f"Fout bij {join(columns, most=1)}; zie blad Controle."
        short = columns and len(where.split()) <= LINE
        kort = where if short else verdict.kort
        return verdict.model_copy(update={"kort": kort, "toelichting": toelichting})

    return pakket.model_copy(update={"verdicts": tuple(map(told, pakket.verdicts))})


def _as_it_stands(start: Berekening) -> Pakket:
    """Return the package on sheet Selectie; why each is in or out stands on that sheet."""
    opgeslagen, scenario = start.opgeslagen, start.opgeslagen.gekozen
    if start.dossier.besluitvorming.besluit is not None:
        scenario = Scenario.VASTGESTELD
    elif opgeslagen.met_de_hand:
        scenario = Scenario.MET_DE_HAND
    return _adopt(start, scenario, opgeslagen.selectie, lambda *_: ("Zie blad Selectie.",) * 2)


def _adopt(
    start: Berekening,
    scenario: Scenario,
    uren: Mapping[int, int],
    tell: Callable[[int, int], tuple[str, str]],
) -> Pakket:
    """Return hours that people gave as a package; hours of what is no project are left out.

    ``tell`` gives the reason that goes with a number and its hours: in one line, and in full.
    """
    adopted, verdicts = scenario is Scenario.VASTGESTELD, []
    for item in sorted(start.problem.items, key=rank_key):
        hours = uren.get(item.nr, 0)
        if item.barred and not hours and not adopted:
            verdicts.append(verdict_of(item, explain_barred(item)))
        else:
            reden = Reden.BESLUIT if adopted else Reden.EIGEN_PAKKET
            kort, text = tell(item.nr, hours)
            uitleg = Uitleg(reden=reden, kort=kort, toelichting=text)
            verdicts.append(verdict_of(item, uitleg, hours))
    return Pakket(scenario=scenario.value, verdicts=tuple(verdicts))


def _edited(chosen: Scenario, uren: int, before: int) -> tuple[str, str]:
    if before == uren:
        text = f"Ongewijzigd: zoals in scenario ‘{chosen}’."
        return text, text
    now, was = format_uren(uren), format_uren(before)
    return (
        f"Met de hand gewijzigd: {now} in plaats van {was}.",
        f"Met de hand gewijzigd op blad Selectie: {now} in plaats van {was} in scenario "
        f"‘{chosen}’.",
    )


def _kept(start: Berekening, scenario: Scenario, uren: int) -> tuple[str, str]:
    name, stands = start.opgeslagen.eigen[scenario].naam, "Staat" if uren else "Staat niet"
    which = f"scenario ‘{scenario}’" + (f" ({quote(name)})" if name else "")
    return (
        f"{stands} in het bewaarde pakket ‘{scenario}’.",
        f"{stands} in het bewaarde pakket van {which}.",
    )


def _decided(start: Berekening, _nr: int, uren: int) -> tuple[str, str]:
    made = start.dossier.besluitvorming
    adopted = f"Door het AB {'' if uren else 'niet '}in het pakket vastgesteld"
    which = f" in besluit {made.nummer}" if made.nummer else ""
    when = f" van {day(made.datum)}" if made.datum else ""
    return f"{adopted}.", f"{adopted}{which}{when} (F3.5)."


def _judge_standing(start: Berekening) -> Iterator[Bevinding]:
    """Judge the package on sheet Selectie.

    One that was edited by hand answers for every condition. One that a step wrote was right
    then: if it no longer is, the input changed, and that is one finding.
    """
    opgeslagen, kolom = start.opgeslagen, header("tblSelectie", "toegewezen")
    breaches = find_breaches(start.problem, opgeslagen.selectie, ranked=False)
    if opgeslagen.met_de_hand:
        yield Bevinding(
            ernst=Ernst.MELDING,
            regel="F3.4",
            blad="Selectie",
            kolom=kolom,
            melding="Het pakket op blad Selectie is met de hand gewijzigd; dat pakket telt.",
            herstel="Wilt u opnieuw laten verdelen, klik dan Toewijzen: het gewijzigde pakket "
            "wordt eerst bewaard op blad Vergelijking.",
        )
        yield from _findings(breaches, "Selectie", opgeslagen.rijen, kolom)
    elif why := _why_old(start, breaches):
        yield Bevinding(
            ernst=Ernst.WAARSCHUWING,
            regel=breaches[0].regel if breaches else "U8.1",
            blad="Selectie",
            kolom=kolom,
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


def _findings(
    breaches: tuple[Breach, ...], blad: str, rows: Mapping[int, int], kolom: str
) -> Iterator[Bevinding]:
    for breach in breaches:
        # Who is not covered is one finding about the package as a whole.
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


def _to_keep(made: Berekening, *, opnieuw: bool, blijft: Bevinding | None) -> dict[Scenario, str]:
    """Return which places on sheet Vergelijking keep the package that people see, and its name.

    Each that has a name and no hours. A package that was edited by hand and makes way for
    another is kept in any case: if need be in the first place that is free.
    """
    opgeslagen, besluit = made.opgeslagen, made.dossier.besluitvorming.besluit
    if made.dossier.kader is None:
        return {}
    places = opgeslagen.eigen.items()
    kept = {scenario: eigen.naam for scenario, eigen in places if eigen.naam and not eigen.uren}
    replaced = opnieuw if besluit is None else opgeslagen.selectie != besluit.pakket
    lost = replaced and opgeslagen.met_de_hand and not opgeslagen.al_bewaard
    if lost and blijft is None and opgeslagen.plaats is not None and not kept:
        kept[opgeslagen.plaats] = f"Met de hand, tot {day(made.jaar.read_at)}"
    return kept


def _why_it_stays(start: Berekening, *, opnieuw: bool) -> Iterator[Bevinding]:
    """Yield why no step may write sheet Selectie now; nothing when one may.

    What people typed there, or an adopted package, would be lost without being replaced by
    something better.
    """
    opgeslagen, besluit = start.opgeslagen, start.dossier.besluitvorming.besluit
    if not opgeslagen.gemaakt:
        return
    adopted = besluit is not None and opgeslagen.selectie != besluit.pakket
    replaced = adopted or (opnieuw and besluit is None)
    if start.dossier.kader is None:
        yield _stays("U1.3", "zonder blad Kader valt er niets te verdelen", "Herstel blad Kader.")
    if opgeslagen.besluit_weg:
        why = "het besluit van het AB is niet meer te lezen"
        yield _stays("F3.5", why, "Haal blad Stemming terug uit een kopie.")
    if start.dossier.besluitvorming.beschadigd:
        why = "het vastgestelde pakket op blad Stemming is beschadigd"
        yield _stays("F3.5", why, "Herstel eerst blad Stemming; zie de bevinding daar.")
    if opgeslagen.onleesbaar:
        remedy = "Verbeter eerst de uren op blad Selectie; zie de bevinding daar."
        yield _stays("U8.1", "er staan uren die niet te lezen zijn", remedy)
    if opgeslagen.kan_niet_weg and replaced:
        yield _stays(
            "F3.4",
            "het pakket daar is met de hand gewijzigd en de eigen scenario's zijn alle in gebruik, "
            "dus het kon niet worden bewaard",
            "Maak op blad Vergelijking naam en urenkolom van een eigen scenario leeg en klik "
            "opnieuw.",
            Ernst.FOUT,
        )


def _stays(regel: str, why: str, herstel: str, ernst: Ernst = Ernst.WAARSCHUWING) -> Bevinding:
    melding = f"Blad Selectie is niet vernieuwd: {why}."
    return Bevinding(ernst=ernst, regel=regel, blad="Selectie", melding=melding, herstel=herstel)
