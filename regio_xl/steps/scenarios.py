"""The scenarios of a year worked out, and which package must be kept where."""

from collections.abc import Mapping

from regio_xl.allocation import Breach, Plan, Waarde, find_breaches, measure
from regio_xl.domain.model import Model
from regio_xl.domain.woorden import EIGEN, Scenario
from regio_xl.rules import Dekking, compute_dekking
from regio_xl.steps.berekening import Berekening
from regio_xl.steps.opgeslagen import place_to_keep
from regio_xl.steps.pakket import make_others


class Kolom(Model):
    """One scenario as the sheet shows it.

    Attributes:
        scenario: Which scenario.
        naam: Name that people gave it, or "".
        uren: Hours by number of the proposal; None for a place where nothing is kept.
        waarde: What the package is worth; None likewise.
        dekking: Coverage per participant, in their order.
        breuken: Conditions that it breaks, as sentences.
        gemist: What could have been in as well, as sentences.
        plan: The plan, of a scenario that is computed.
    """

    scenario: Scenario
    naam: str = ""
    uren: Mapping[int, int] | None = None
    waarde: Waarde | None = None
    dekking: tuple[Dekking, ...] = ()
    breuken: tuple[str, ...] = ()
    gemist: tuple[str, ...] = ()
    plan: Plan | None = None


class Vergelijking(Model):
    """All scenarios, and the package that is to be kept in one of the places for it.

    Attributes:
        kolommen: One per scenario of the sheet, in order.
        bewaard: Scenarios that get a package in this run, with the name they get.
    """

    kolommen: tuple[Kolom, ...]
    bewaard: Mapping[Scenario, str] = {}


def compare(berekening: Berekening, *, opnieuw: bool) -> Vergelijking:
    """Work out every scenario.

    Args:
        berekening: The year with the package that counts.
        opnieuw: Whether hours were divided anew: a package that was edited by hand is then kept.
    """
    plans = make_others(berekening)
    kept = _to_keep(berekening, opnieuw=opnieuw)
    columns = [_column(berekening, plan.scenario, plan.uren, plan=plan) for plan in plans]
    for scenario in EIGEN:
        eigen = berekening.opgeslagen.eigen.get(scenario)
        naam, uren = (eigen.naam, eigen.uren) if eigen else ("", {})
        if scenario in kept:
            naam, uren = kept[scenario]
        columns.append(_column(berekening, scenario, uren or None, naam=naam))
    return Vergelijking(
        kolommen=tuple(columns), bewaard={scenario: naam for scenario, (naam, _) in kept.items()}
    )


def _to_keep(
    berekening: Berekening, *, opnieuw: bool
) -> dict[Scenario, tuple[str, Mapping[int, int]]]:
    """Return what must be kept where: under a typed name the package that people see.

    A package that was edited by hand and makes way for another is kept too: under a typed name,
    or else in the first place that is free.
    """
    opgeslagen = berekening.opgeslagen
    if berekening.dossier.kader is None:
        return {}
    seen = opgeslagen.selectie if opgeslagen.met_de_hand else berekening.pakket.uren
    kept: dict[Scenario, tuple[str, Mapping[int, int]]] = {
        scenario: (eigen.naam, seen)
        for scenario, eigen in opgeslagen.eigen.items()
        if eigen.naam and not eigen.uren
    }
    place, besluit = place_to_keep(opgeslagen), berekening.dossier.besluitvorming.besluit
    replaced = opnieuw if besluit is None else opgeslagen.selectie != besluit.pakket
    lost = replaced and opgeslagen.met_de_hand and not opgeslagen.al_bewaard
    if lost and berekening.blijft is None and place is not None and not kept:
        moment = berekening.jaar.read_at
        naam = f"Met de hand, tot {moment.day}-{moment.month}-{moment.year}"
        kept[place] = (naam, seen)
    return kept


def _column(
    berekening: Berekening,
    scenario: Scenario,
    uren: Mapping[int, int] | None,
    *,
    naam: str = "",
    plan: Plan | None = None,
) -> Kolom:
    kader = berekening.dossier.kader
    if uren is None or kader is None:
        return Kolom(scenario=scenario, naam=naam, plan=plan)
    own = plan is None
    breaches = find_breaches(berekening.problem, uren, ranked=False) if own else ()
    return Kolom(
        scenario=scenario,
        naam=naam,
        uren=uren,
        waarde=measure(berekening.problem, uren),
        dekking=compute_dekking(
            berekening.dossier.deelnemers,
            {code: bijdrage.uren for code, bijdrage in berekening.bijdragen.items()},
            uren,
            berekening.dossier.belang,
            kader.belang_drempel,
        ),
        breuken=tuple(_told(breach) for breach in breaches if not breach.missed),
        gemist=tuple(_told(breach) for breach in breaches if breach.missed),
        plan=plan,
    )


def _told(breach: Breach) -> str:
    return f"{breach.text.rstrip('.')} ({breach.regel})."
