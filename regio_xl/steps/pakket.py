"""From the snapshot to contributions, package and coverage: the core of every step.

The package that counts is, in this order:

1. the one that the AB adopted, frozen on sheet Stemming (F3.5);
2. one that people edited by hand on sheet Selectie, until ``toewijzen`` divides anew;
3. that of the scenario that was chosen on sheet Vergelijking, by default the best one.
"""

from collections.abc import Mapping

from regio_xl.allocation import (
    Gevolg,
    Pakket,
    Plan,
    Problem,
    Reden,
    Verdict,
    allocate,
    consequences,
    explain_plan,
    make_plan,
    verify_verdicts,
)
from regio_xl.domain import Bevinding, Dossier, Jaar
from regio_xl.domain.model import Model
from regio_xl.domain.tekst import count
from regio_xl.domain.woorden import BEREKEND, EIGEN, Relatie, Scenario, Soort
from regio_xl.rules import (
    Bijdrage,
    Dekking,
    compute_bijdragen,
    compute_dekking,
    compute_totaal,
    is_voorlopig,
)
from regio_xl.sheets.dossier import read_dossier
from regio_xl.steps import bevindingen, controle, eigenhandig, financien, vastgesteld
from regio_xl.steps.berekening import Berekening, unique_names
from regio_xl.steps.entries import Entry, Ketentoezicht, ketentoezicht_of, make_entries
from regio_xl.steps.opgeslagen import default_scenario, read_opgeslagen
from regio_xl.steps.problemen import make_problem

GEEN_KADER = "Er is niets verdeeld, want jaar of parameters op Kader zijn niet bruikbaar (U1.3)."

MOST_TOLD = 2
"""Most errors of one proposal that its reason tells; sheet Controle tells all."""

SECONDS = 60.0
"""Time limit of one question to the solver. It is far from reached by a real year; where it is,
the result says that it was not proven."""


class Uitslag(Model):
    """The package that counts, and how it came about.

    Attributes:
        pakket: One verdict per project.
        plan: The best package with its proof, where it is one.
        gevolgen: What would follow if one proposal were in or out, by number.
        bevindingen: What is wrong with a package that people put together.
        blijft: Why sheet Selectie must stay as it is; None when it may be written.
    """

    pakket: Pakket
    plan: Plan | None = None
    gevolgen: Mapping[int, Gevolg] = {}
    bevindingen: tuple[Bevinding, ...] = ()
    blijft: Bevinding | None = None


def compute(jaar: Jaar, *, opnieuw: bool = False, redenen: bool = True) -> Berekening:
    """Read the snapshot and compute everything that the steps show.

    Never raises on what people typed: that becomes findings.

    Args:
        jaar: The snapshot.
        opnieuw: Whether hours are divided anew where the package was edited by hand; what was
            there is kept as a scenario first.
        redenen: Whether the reasons are worked out by making the package again and again.

    Raises:
        PackageError: The package breaks a condition; a programming error.
    """
    return compute_from(jaar, read_dossier(jaar), opnieuw=opnieuw, redenen=redenen)


def compute_from(
    jaar: Jaar, dossier: Dossier, *, opnieuw: bool = False, redenen: bool = True
) -> Berekening:
    """Compute everything from a dossier that was read already.

    Args:
        jaar: The snapshot, for what stands in the workbook already.
        dossier: The same year, typed.
        opnieuw: See ``compute``.
        redenen: See ``compute``.

    Raises:
        PackageError: The package breaks a condition; a programming error.
    """
    start = _start(jaar, dossier)
    uitslag = _in_force(start, opnieuw=opnieuw, redenen=redenen)
    stays = eigenhandig.why_it_stays(start, opnieuw=opnieuw)
    return _finish(start, uitslag.model_copy(update={"blijft": stays}), as_it_is=False)


def inspect(jaar: Jaar) -> Berekening:
    """Read the snapshot and judge the package as it stands on sheet Selectie; divide nothing."""
    return inspect_from(jaar, read_dossier(jaar))


def inspect_from(jaar: Jaar, dossier: Dossier) -> Berekening:
    """Judge the package as it stands, from a dossier that was read already."""
    start = _start(jaar, dossier)
    pakket = eigenhandig.as_it_stands(start)
    # What differs from an adopted package is found with the decision itself.
    adopted = dossier.besluitvorming.besluit is not None
    judged = start.opgeslagen.gemaakt and not adopted
    found = eigenhandig.judge_standing(start) if judged else ()
    return _finish(start, Uitslag(pakket=pakket, bevindingen=tuple(found)), as_it_is=True)


def _start(jaar: Jaar, dossier: Dossier) -> Berekening:
    """Compute all but the package, which is still empty."""
    kader = dossier.kader
    entries = make_entries(dossier)
    keten = ketentoezicht_of(dossier)
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


def _finish(start: Berekening, uitslag: Uitslag, *, as_it_is: bool) -> Berekening:
    """Add the package, the coverage and the findings."""
    verify_verdicts(start.problem, uitslag.pakket)
    pakket = _with_findings(uitslag.pakket, start.dossier)
    verdicts, keten = pakket.by_nr, start.ketentoezicht
    berekening = start.model_copy(
        update={
            "pakket": pakket,
            "plan": uitslag.plan,
            "gevolgen": uitslag.gevolgen,
            "blijft": uitslag.blijft,
            "entries": tuple(_with_verdict(entry, verdicts, keten) for entry in start.entries),
            "dekking": _dekking(start.dossier, start.bijdragen, pakket),
        }
    )
    shown = start.opgeslagen.gemaakt or not as_it_is
    found = controle.merge(
        start.dossier.bevindingen,
        start.opgeslagen.bevindingen,
        financien.find_differences(start.jaar, start.dossier),
        uitslag.bevindingen,
        bevindingen.find(berekening, shown=shown),
        vastgesteld.find_differences(start.jaar, start.dossier, start.problem, start.ketentoezicht),
    )
    return berekening.model_copy(update={"bevindingen": found})


def _in_force(start: Berekening, *, opnieuw: bool, redenen: bool) -> Uitslag:
    """Return the package that counts, see this module."""
    if start.dossier.kader is None:
        return Uitslag(pakket=_without_kader(start.problem))
    opgeslagen = start.opgeslagen
    besluit = start.dossier.besluitvorming.besluit
    if besluit is not None:
        return Uitslag(pakket=eigenhandig.adopt(start, Scenario.VASTGESTELD, besluit.pakket))
    if opgeslagen.met_de_hand and (opgeslagen.kan_niet_weg or not opnieuw):
        pakket = eigenhandig.adopt(start, Scenario.MET_DE_HAND, opgeslagen.selectie, _usual(start))
        return Uitslag(pakket=pakket, bevindingen=tuple(eigenhandig.judge_standing(start)))
    scenario = opgeslagen.gekozen
    if scenario in EIGEN:
        uren = _kept(start, scenario)
        found = tuple(eigenhandig.judge_kept(start, scenario, uren))
        return Uitslag(pakket=eigenhandig.adopt(start, scenario, uren), bevindingen=found)
    plan = make(start, scenario)
    if plan.pakket is not None:
        return Uitslag(pakket=plan.pakket)
    gevolgen = consequences(plan, seconds=SECONDS) if redenen else {}
    namen = unique_names(start.dossier.deelnemers)
    return Uitslag(pakket=explain_plan(plan, gevolgen, namen), plan=plan, gevolgen=gevolgen)


def _usual(start: Berekening) -> Mapping[int, int]:
    """Return the hours of the chosen scenario."""
    scenario = start.opgeslagen.gekozen
    return _kept(start, scenario) if scenario in EIGEN else make(start, scenario).uren


def _kept(start: Berekening, scenario: Scenario) -> Mapping[int, int]:
    """Return the hours of a kept scenario; one with a name alone gets what people see now."""
    opgeslagen = start.opgeslagen
    if uren := opgeslagen.eigen[scenario].uren:
        return uren
    if opgeslagen.met_de_hand:
        return opgeslagen.selectie
    return make(start, default_scenario(start.dossier.kader)).uren


def make(start: Berekening, scenario: Scenario) -> Plan:
    """Work out a scenario that is computed."""
    kader = start.dossier.kader
    bonus = {}
    if kader is not None:
        bonus = {
            Relatie.DIRECT: kader.uh_bonus_direct,
            Relatie.INDIRECT: kader.uh_bonus_indirect,
        }
    return make_plan(scenario, start.problem, bonus=bonus, seconds=SECONDS)


def make_others(berekening: Berekening) -> tuple[Plan, ...]:
    """Work out all scenarios that are computed; the one in force is not done twice."""
    done = berekening.plan
    return tuple(
        done if done is not None and done.scenario is scenario else make(berekening, scenario)
        for scenario in BEREKEND
    )


def _without_kader(problem: Problem) -> Pakket:
    """Return an empty package; say that parameters are missing where hours would be."""
    verdicts = tuple(
        verdict
        if verdict.reden in (Reden.FOUTEN, Reden.KEUZE)
        else verdict.model_copy(update={"reden": Reden.GEEN_KADER, "toelichting": GEEN_KADER})
        for verdict in allocate(problem).verdicts
    )
    return Pakket(scenario=Scenario.OPTIMAAL.value, verdicts=verdicts)


def _with_findings(pakket: Pakket, dossier: Dossier) -> Pakket:
    """Let a reason that is about errors say which errors."""
    fouten = dossier.fouten_per_voorstel()
    verdicts = tuple(
        verdict.model_copy(update={"toelichting": _told(verdict, fouten[verdict.nr])})
        if verdict.reden is Reden.FOUTEN and verdict.nr in fouten
        else verdict
        for verdict in pakket.verdicts
    )
    return pakket.model_copy(update={"verdicts": verdicts})


def _told(verdict: Verdict, fouten: tuple[Bevinding, ...]) -> str:
    rest = len(fouten) - MOST_TOLD
    more = f" En nog {count(rest, 'andere', 'andere')}." if rest > 0 else ""
    told = " ".join(item.melding for item in fouten[:MOST_TOLD])
    return f"{verdict.toelichting} {told}{more}"


def _with_verdict(entry: Entry, verdicts: Mapping[int, Verdict], keten: Ketentoezicht) -> Entry:
    if entry.voorstel.soort == Soort.KETENTOEZICHT:
        return entry.model_copy(update={"vast": keten.reden})
    return entry.model_copy(update={"verdict": verdicts[entry.nr]})


def _dekking(
    dossier: Dossier, bijdragen: Mapping[str, Bijdrage], pakket: Pakket
) -> tuple[Dekking, ...]:
    """Return what the projects mean to each participant; ketentoezicht is there for all."""
    if dossier.kader is None:
        return ()
    return compute_dekking(
        dossier.deelnemers,
        {code: bijdrage.uren for code, bijdrage in bijdragen.items()},
        pakket.uren,
        dossier.belang,
        dossier.kader.belang_drempel,
    )
