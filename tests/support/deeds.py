"""What people do to the small year in its life, by name, for tests that draw or tell it."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from regio_xl import builder
from tests.support.life import SPOKEN, Year, opened_year, small_year
from tests.support.shared import Shared

Action = tuple[Any, ...]
"""The name of a deed and what it is done with."""

STARTS: dict[str, tuple[Action, ...]] = {"leeg": ()}
STARTS["berekend"] = (("stap", "toewijzen"),)
STARTS["ter advies"] = (*STARTS["berekend"], ("adviezen", 20), ("stap", "bijwerken"))
STARTS["ter stemming"] = (
    *STARTS["ter advies"],
    *(("fase", "besluit"), ("ketentoezicht", 900.0), ("stap", "toewijzen")),
    *(("stap", "voorleggen"), ("stemmen", 20), ("stap", "bijwerken")),
)
STARTS["vastgesteld"] = (*STARTS["ter stemming"], ("besluit",), ("stap", "stemming"))
"""How the small year got to each stage of its life."""


def _hand_back(year: Year) -> None:
    for nr in range(1, 12):
        hours = (year.made or {}).get(nr)
        year.type("tblSelectie", float(nr), "toegewezen", float(hours) if hours else None)


def _new(year: Year) -> None:
    nr = 1 + max(int(row.values["nr"] or 0) for row in year.jaar.tables["tblVoorstellen"].rows)
    first = dict(year.jaar.tables["tblVoorstellen"].rows[-1].values)
    codes = [row.values["code"] for row in year.jaar.tables["tblDeelnemers"].rows]
    year.add("tblVoorstellen", {**first, "nr": float(nr), "titel": f"Project {nr}", "uren": 300.0})
    year.add("tblBelang", {"nr": float(nr), **dict.fromkeys(codes, 1.0)})


def _own_hours(year: Year, key: str) -> None:
    for nr, hours in list(year.selectie.items())[1:]:
        year.type("tblPakketten", float(nr), key, float(hours))


def _votes(year: Year, many: int) -> None:
    for at, row in enumerate(year.jaar.tables["tblStemming"].rows):
        said = "voor" if at < many else "tegen" if many else None
        year.type("tblStemming", row.values["code"], "stem", said)


def _advice(year: Year, many: int) -> None:
    for at, row in enumerate(year.jaar.tables["tblAOO"].rows):
        said = "akkoord" if at < many else None
        year.type("tblAOO", row.values["code"], "advies", said)


def _choice(year: Year, nr: int, word: str | None) -> None:
    year.type("tblVoorstellen", float(nr), "keuze", word)
    year.type("tblVoorstellen", float(nr), "reden_keuze", "Besproken in het AOO." if word else None)


def _choose(year: Year, scenario: str | None) -> None:
    year.cell("gekozen_scenario", scenario)
    if scenario != "rangorde":  # then the reason is asked for
        year.cell("reden_scenario", "Besproken in het AOO.")


def _decide(year: Year) -> None:
    year.cell("besluit_nummer", "AB-2025-41")
    year.cell("besluit_datum", datetime(2025, 12, 11))


def _lift(year: Year, reason: str | None) -> None:
    year.cell("besluit_nummer", None)
    year.cell("besluit_datum", None)
    year.cell("besluit_reden_opheffen", reason)


RECORD = ("tblVastlegging", "tblDoelen", "tblRedenen")


def _without_record(year: Year) -> None:
    """Leave the package as a workbook of before holds it: no record, and no mark anywhere."""
    for name in ("pakket_staat", "pakket_kenmerk", "pakket_gemaakt", "pakket_inhoud"):
        year.cell(name, None)
    for name in SPOKEN:
        year.unbind(name)
    for table in RECORD:
        year.wipe(table)


def _damage(year: Year) -> None:
    if year.jaar.tables["tblVastlegging"].rows:
        found = year.jaar.tables["tblVastlegging"]
        year.put(found.sheet, found.rows[0].number, found.first_col + 3, "Iets anders")


def _proposal(key: str) -> Callable[..., Any]:
    return lambda year, nr, value: year.type("tblVoorstellen", float(nr), key, value)


def _kader(code: str) -> Callable[..., Any]:
    return lambda year, value: year.type("tblKader", code, "waarde", value)


DO: dict[str, Callable[..., Any]] = {
    "dvo": lambda year, hours: year.type("tblDeelnemers", "BAA", "dvo_uren", hours),
    "uren": _proposal("uren"),
    "titel": lambda year, nr: year.type("tblVoorstellen", float(nr), "titel", "Andere titel"),
    "leider": _proposal("projectleider"),
    "keuze": _choice,
    "belang": lambda year, nr, value: year.type("tblBelang", float(nr), "PU", value),
    "score": lambda year, nr, value: year.type("tblBeoordeling", float(nr), "relevantie", value),
    "ketentoezicht": _kader("ketentoezicht_besloten"),
    "reserve": _kader("reserve"),
    "nieuw voorstel": _new,
    "fase": lambda year, fase: year.cell("fase", fase),
    "les": lambda year, nr: year.type("tblEvaluatie", float(nr), "lessen", f"Les van {nr}."),
    "hand": lambda year, nr, hours: year.type("tblSelectie", float(nr), "toegewezen", hours),
    "hand terug": _hand_back,
    "kies": _choose,
    "bewaar": lambda year, place: year.type("tblScenarios", place, "naam", "Bewaard"),
    "eigen uren": _own_hours,
    "adviezen": _advice,
    "stemmen": _votes,
    "besluit": _decide,
    "opheffen": _lift,
    "reden dekking": lambda year: year.cell("besluit_reden_dekking", "Zo besloot het AB."),
    "over dit pakket": lambda year, name: year.unbind(name),
    "zonder vastlegging": _without_record,
    "vastlegging": _damage,
    "wis selectie": lambda year: year.wipe("tblSelectie"),
    "stap": lambda year, name: year.step(name),
    "opnieuw": lambda year: year.step("toewijzen", again=True),
    "volg": lambda year: year.follow(),
    "start": lambda year: year.follow_start(),
}


def live(year: Year, *actions: Action) -> None:
    for name, *args in actions:
        DO[name](year, *args)


def file_at(shared: Shared, start: str) -> Path:
    """Return the file of the small year at a stage of its life, not to be changed."""

    def make(path: Path) -> None:
        builder.write(path, small_year())
        with opened_year(path) as year:
            live(year, *STARTS[start])
            year.book.save()

    return shared(f"klein_{start.replace(' ', '_')}.xlsm", make)
