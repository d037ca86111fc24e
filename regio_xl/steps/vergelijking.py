"""Sheet Vergelijking: the scenarios worked out and set side by side, and which is kept where."""

from collections.abc import Iterator, Mapping
from typing import Any

from regio_xl.allocation import Breach, Plan, Waarde, find_breaches, measure
from regio_xl.domain import Bevinding, CellValue, TableContent
from regio_xl.domain.levensloop import Staat
from regio_xl.domain.model import Model
from regio_xl.domain.tekst import ALL, join
from regio_xl.domain.woorden import BEREKEND, EIGEN, Scenario
from regio_xl.rules import Dekking, laagste_verhouding
from regio_xl.sheets.vergelijking import (
    APPLIED,
    DESCRIPTIONS,
    INPUT_MARK,
    MARK,
    PRINCIPLES,
    column_of,
)
from regio_xl.steps.berekening import Berekening, as_cell
from regio_xl.steps.opgeslagen import numbered, package_mark, read_hours, rows_of
from regio_xl.steps.pakket import dekking_of, make_all
from regio_xl.steps.selectie import GEEN_VOORSTEL, describe_gap, describe_principles
from regio_xl.steps.vastlegging import input_mark

PROVEN = "bewezen best"

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
    plan: Plan | None = None  # of a scenario that was computed in this run
    staat: bool = False  # whether it was computed in an earlier run, and stands as it was then
    bewezen: bool = False  # whether it was proven to be the best package


def compare(berekening: Berekening) -> tuple[Kolom, ...]:
    """Work out every scenario, in the order of the sheet; what is to be kept is in its place."""
    columns = list(_computed(berekening))
    for scenario in EIGEN:
        kept = berekening.opgeslagen.eigen[scenario]
        uren = berekening.gezien if scenario in berekening.bewaard else kept.uren
        naam = berekening.bewaard.get(scenario, kept.naam)
        columns.append(Kolom(scenario=scenario, naam=naam, uren=uren or None))
    return tuple(_weighed(berekening, column) for column in columns)


def plans(berekening: Berekening) -> tuple[Plan, ...]:
    """Return the scenarios that are worked out: all of them, or none where they stand as they were.

    That is beside a new package, and beside one that people edited and were not asked about yet
    when the input is another than it was.
    """
    open_still = berekening.staat in (Staat.GEEN, Staat.BEREKEND)
    if berekening.nieuw or (open_still and not berekening.bij_de_tijd):
        return make_all(berekening)
    return ()


def _computed(berekening: Berekening) -> Iterator[Kolom]:
    """Yield the scenarios that are computed: worked out where the hours were divided.

    Beside a package that stands, they stand as they were then.
    """
    if worked_out := plans(berekening):
        for plan in worked_out:
            yield Kolom(scenario=plan.scenario, uren=plan.uren, plan=plan, bewezen=plan.proven)
        return
    table, found = berekening.jaar.tables.get("tblPakketten"), list[Bevinding]()
    rows = rows_of(berekening.jaar, "tblScenarios")
    judged = {row.values.get("scenario"): row.values.get("oordeel") for row in rows}
    for scenario in BEREKEND:
        uren = read_hours(table, numbered(table), column_of(scenario), found)
        proven = judged.get(scenario.value) == PROVEN
        yield Kolom(scenario=scenario, uren=uren, staat=True, bewezen=proven)


def _weighed(berekening: Berekening, column: Kolom) -> Kolom:
    """Add to a column what its package is worth, and what a package of people breaks."""
    if column.uren is None or berekening.dossier.kader is None:
        return column.model_copy(update={"uren": None})
    problem, own = berekening.problem, column.scenario in EIGEN
    breaches = find_breaches(problem, column.uren, ranked=False) if own else ()
    return column.model_copy(
        update={
            "waarde": measure(problem, column.uren),
            "dekking": dekking_of(berekening, column.uren),
            "breuken": tuple(_told(breach) for breach in breaches if not breach.missed),
            "gemist": tuple(_told(breach) for breach in breaches if breach.missed),
        }
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
            divided = berekening.vastlegging.uren or berekening.pakket.uren
            found[MARK] = package_mark({**divided, **berekening.vreemd})
        if berekening.nieuw:
            found[INPUT_MARK] = input_mark(berekening.jaar, berekening.opgeslagen.gekozen.value)
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
        "bewezen": column.bewezen,
        "breuken": list(column.breuken),
        "deelnemers": [
            item.model_dump(exclude={"gedekt"}) | {"verhouding": as_cell(item.verhouding)}
            for item in column.dekking
        ],
    }


def _scenario(berekening: Berekening, column: Kolom) -> Mapping[str, CellValue]:
    row: dict[str, CellValue] = {"scenario": column.scenario.value}
    if column.staat:
        return row
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
    return PROVEN if column.plan.proven else "niet bewezen"


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
            if column.scenario in berekening.bewaard or not (own or column.staat):
                row[column_of(column.scenario)] = (column.uren or {}).get(nr)
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
        for column in columns:
            if column.staat:
                continue
            scenario = column.scenario
            key, found = column_of(scenario), by_code[scenario].get(item.code)
            row[f"uren_{key}"] = found.belang_uren if found else None
            row[f"verhouding_{key}"] = as_cell(found.verhouding) if found else None
        yield row
