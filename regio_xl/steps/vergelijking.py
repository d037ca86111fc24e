"""Sheet Vergelijking: the scenarios worked out and set side by side, and which is kept where."""

from collections.abc import Iterator, Mapping
from typing import Any

from regio_xl.allocation import Breach, Plan, Waarde, find_breaches, measure
from regio_xl.domain import CellValue, TableContent
from regio_xl.domain.model import Model
from regio_xl.domain.tekst import ALL, join
from regio_xl.domain.woorden import EIGEN, Scenario
from regio_xl.rules import Dekking, laagste_verhouding
from regio_xl.sheets.vergelijking import (
    APPLIED,
    DESCRIPTIONS,
    INPUT_MARK,
    MARK,
    PRINCIPLES,
    SHOWN,
    column_of,
)
from regio_xl.steps.berekening import Berekening, as_cell
from regio_xl.steps.opgeslagen import package_mark, problem_mark
from regio_xl.steps.pakket import dekking_of, make_all
from regio_xl.steps.selectie import GEEN_VOORSTEL, describe_gap, describe_principles

MEASURED = (
    *("uren", "uh_uren", "overige_uren", "vrij", "projecten", "uh_aandeel", "uh_waarde"),
    *("score", "gedekt", "verhouding", "oordeel", "toelichting"),
)
"""Columns that stay empty where nothing is kept."""


class Kolom(Model):
    """One scenario as the sheet shows it."""

    scenario: Scenario
    naam: str = ""  # that people gave it
    uren: Mapping[int, int] | None = None  # by number; None for a place where nothing is kept
    waarde: Waarde | None = None  # what the package is worth; None likewise
    dekking: tuple[Dekking, ...] = ()  # per participant
    breuken: tuple[str, ...] = ()  # conditions that it breaks, as sentences
    gemist: tuple[str, ...] = ()  # what could have been in as well, as sentences
    plan: Plan | None = None  # of a scenario that is computed


def compare(berekening: Berekening) -> tuple[Kolom, ...]:
    """Work out every scenario, in the order of the sheet; what is to be kept is in its place."""
    opgeslagen = berekening.opgeslagen
    seen = opgeslagen.selectie if opgeslagen.met_de_hand else berekening.pakket.uren
    columns = [_column(berekening, plan.scenario, plan.uren, plan) for plan in make_all(berekening)]
    for scenario in EIGEN:
        uren = seen if scenario in berekening.bewaard else opgeslagen.eigen[scenario].uren
        columns.append(_column(berekening, scenario, uren or None))
    return tuple(columns)


def _column(
    berekening: Berekening,
    scenario: Scenario,
    uren: Mapping[int, int] | None,
    plan: Plan | None = None,
) -> Kolom:
    eigen = berekening.opgeslagen.eigen.get(scenario)
    naam = berekening.bewaard.get(scenario, eigen.naam if eigen else "")
    if uren is None or berekening.dossier.kader is None:
        return Kolom(scenario=scenario, naam=naam, plan=plan)
    breaches = find_breaches(berekening.problem, uren, ranked=False) if plan is None else ()
    return Kolom(
        scenario=scenario,
        naam=naam,
        uren=uren,
        waarde=measure(berekening.problem, uren),
        dekking=dekking_of(berekening, uren),
        breuken=tuple(_told(breach) for breach in breaches if not breach.missed),
        gemist=tuple(_told(breach) for breach in breaches if breach.missed),
        plan=plan,
    )


def _told(breach: Breach) -> str:
    return f"{breach.text.rstrip('.')} ({breach.regel})."


def tables(berekening: Berekening, columns: tuple[Kolom, ...]) -> tuple[TableContent, ...]:
    """Return the three tables of the sheet."""
    return (
        TableContent(
            name="tblScenarios",
            rows=tuple(_scenario(berekening, column) for column in columns),
            key_column="scenario",
        ),
        TableContent(
            name="tblPakketten", rows=tuple(_packages(berekening, columns)), key_column="nr"
        ),
        TableContent(
            name="tblVerhoudingen", rows=tuple(_ratios(berekening, columns)), key_column="code"
        ),
    )


def cells(berekening: Berekening) -> Mapping[str, CellValue]:
    """Return which scenario is on sheet Selectie, its mark, and what it was worked out with.

    A package that was edited by hand keeps the mark of the one that a step wrote there: so it
    stays known that it was edited.
    """
    found: dict[str, CellValue] = {PRINCIPLES: describe_principles(berekening.dossier.kader)}
    if berekening.blijft is None:
        found[APPLIED] = berekening.scenario.value
        if berekening.scenario is not Scenario.MET_DE_HAND:
            found[MARK] = package_mark({**berekening.pakket.uren, **berekening.vreemd})
            found[INPUT_MARK] = problem_mark(berekening.problem)
    return found


def data(columns: tuple[Kolom, ...]) -> list[Mapping[str, Any]]:
    """Return the scenarios for ``--json``; places where nothing is kept are left out."""
    return [_data(column, column.waarde) for column in columns if column.waarde is not None]


def _data(column: Kolom, waarde: Waarde) -> Mapping[str, Any]:
    return {
        "scenario": column.scenario.value,
        "naam": column.naam,
        "pakket": [{"nr": nr, "uren": uren} for nr, uren in sorted((column.uren or {}).items())],
        "uren": waarde.uren,
        "projecten": waarde.projecten,
        "score": float(waarde.score),
        "uh_waarde": float(waarde.uh_direct + waarde.uh_indirect),
        "uh_aandeel": float(waarde.uh_aandeel),
        "gedekt": len(waarde.gedekt),
        "laagste_verhouding": as_cell(laagste_verhouding(column.dekking)),
        "bewezen": column.plan.proven if column.plan else False,
        "breuken": list(column.breuken),
        "deelnemers": [
            item.model_dump(exclude={"gedekt"}) | {"verhouding": as_cell(item.verhouding)}
            for item in column.dekking
        ],
    }


def _scenario(berekening: Berekening, column: Kolom) -> Mapping[str, CellValue]:
    row: dict[str, CellValue] = {"scenario": column.scenario.value}
    if column.scenario in berekening.bewaard:
        row["naam"] = column.naam
    elif column.plan is not None:
        row["naam"] = DESCRIPTIONS[column.scenario]
    waarde = column.waarde
    if waarde is None:
        return row | dict.fromkeys(MEASURED)
    return row | {
        "uren": float(waarde.uren),
        "uh_uren": float(waarde.uh_uren),
        "overige_uren": float(waarde.uren - waarde.uh_uren),
        "vrij": float(berekening.problem.budget - waarde.uren),
        "projecten": float(waarde.projecten),
        "uh_aandeel": float(waarde.uh_aandeel),
        "uh_waarde": float(waarde.uh_direct + waarde.uh_indirect),
        "score": float(waarde.score),
        "gedekt": float(len(waarde.gedekt)),
        "verhouding": as_cell(laagste_verhouding(column.dekking)),
        "oordeel": _judgement(berekening, column),
        "toelichting": " ".join(_notes(berekening, column)),
    }


def _judgement(berekening: Berekening, column: Kolom) -> str:
    if berekening.problem.budget < 0:
        return "overschreden"
    if column.breuken:
        return "voldoet niet"
    if column.plan is None or column.plan.optimum is None:
        return "voldoet"
    return "bewezen best" if column.plan.proven else "niet bewezen"


def _notes(berekening: Berekening, column: Kolom) -> Iterator[str]:
    namen = berekening.namen
    open_codes = [item.code for item in column.dekking if not item.gedekt]
    if open_codes:
        yield f"Niet gedekt: {join((namen.get(c, c) for c in open_codes), most=ALL)} (U4.3)."
    yield from column.breuken
    yield from column.gemist
    if column.plan is not None:
        yield from describe_gap(column.plan.levels)
    if column.scenario is berekening.opgeslagen.gekozen:
        yield "Dit scenario is gekozen."


def numbers_of_pakketten(berekening: Berekening) -> list[int]:
    """Return the numbers of tblPakketten: every project, and what people gave hours otherwise."""
    numbers = {item.nr for item in berekening.problem.items} | berekening.opgeslagen.selectie.keys()
    for eigen in berekening.opgeslagen.eigen.values():
        numbers |= eigen.gevuld
    return sorted(numbers)


def _packages(berekening: Berekening, columns: tuple[Kolom, ...]) -> Iterator[dict[str, CellValue]]:
    """Yield a row per project; a kept one that is no project any more keeps its row."""
    titles = {entry.nr: entry.voorstel.titel for entry in berekening.entries}
    for nr in numbers_of_pakketten(berekening):
        row: dict[str, CellValue] = {"nr": float(nr), "titel": titles.get(nr, GEEN_VOORSTEL)}
        for column in columns:
            own = column.scenario in EIGEN
            if not own or column.scenario in berekening.bewaard:
                row[column_of(column.scenario)] = as_cell((column.uren or {}).get(nr))
        yield row


def _ratios(berekening: Berekening, columns: tuple[Kolom, ...]) -> Iterator[dict[str, CellValue]]:
    names = {item.code: item.naam for item in berekening.dossier.deelnemers}
    by_code = {column.scenario: {item.code: item for item in column.dekking} for column in columns}
    for item in berekening.dekking:
        row: dict[str, CellValue] = {
            "code": item.code,
            "deelnemer": names.get(item.code, ""),
            "bijdrage": float(item.bijdrage_uren),
        }
        for scenario in SHOWN:
            key, found = column_of(scenario), by_code[scenario].get(item.code)
            row[f"uren_{key}"] = as_cell(found.belang_uren) if found else None
            row[f"verhouding_{key}"] = as_cell(found.verhouding) if found else None
        yield row
