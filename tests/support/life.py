"""A small year in a real workbook, held open: type into it, run steps, and check after each step.

What must hold whatever people did: all sheets show one package or a finding says which differs,
advice and votes count for their own package only, nothing that people typed changes, a second run
changes nothing. ``follow`` does what a message advises; the message must then be gone.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import xlwings as xw

from regio_xl import builder
from regio_xl.builder.content import Content
from regio_xl.cli.files import UNKNOWN
from regio_xl.domain import Bevinding, CellValue, Ernst, Jaar, Table, Uitkomst
from regio_xl.domain.woorden import EIGEN
from regio_xl.engine import opened
from regio_xl.sheets.vergelijking import column_of
from regio_xl.steps import STEPS
from regio_xl.workbook.flow import run
from regio_xl.workbook.reader import read_jaar

NOW = datetime(2025, 12, 18, 10, 0)
INPUT = ("tblDeelnemers", "tblKader", "tblVoorstellen", "tblBelang", "tblBeoordeling")
SPOKEN = {"aoo_pakket": ("tblAOO", "advies"), "stemming_pakket": ("tblStemming", "stem")}
PUT_BEFORE = {"AOO": "aoo_pakket", "AB": "stemming_pakket"}
CELLS = (
    *("jaar", "fase", "aoo_datum", "besluit_nummer", "besluit_datum", "gekozen_scenario"),
    *("besluit_reden_dekking", "besluit_reden_opheffen", "reden_scenario"),
)
"""Named cells that people fill in."""

REFUSED = (
    "Er is niets voorgelegd",
    "niet opnieuw verdeeld",
    "is niet vastgelegd",
    "niet vernieuwd",
)
Hours = dict[int, int]


def small_year() -> Content:
    """Return six proposals of which not all fit, each of value to some of the 27 participants."""
    year = builder.example(2026)
    asked = ((1, "ketentoezicht", 900), (2, "doorlopend", 1500), (3, "nieuw", 1800))
    asked += ((4, "nieuw", 1700), (5, "nieuw", 1600), (6, "nieuw", 1400))
    proposals = tuple(_proposal(nr, soort, uren) for nr, soort, uren in asked)
    scores = ("toegevoegde_waarde", "relevantie", "draagvlak")
    tables = {
        **year.tables,
        "tblDeelnemers": tuple(
            {**row, "vastgesteld": datetime(2025, 9, 1)} for row in year.tables["tblDeelnemers"]
        ),
        "tblAOO": tuple({"code": code} for code in year.codes),
        "tblStemming": tuple({"code": code} for code in year.codes),
        "tblVoorstellen": proposals,
        "tblBeoordeling": tuple(
            {"nr": float(nr), **dict.fromkeys(scores, float(1 + nr % 4))} for nr in range(2, 7)
        ),
        "tblBelang": tuple(
            {
                "nr": float(nr),
                **{code: float(nr in (1, 2 + at % 5, 2 + (at + 1) % 5)) for at, code in spots},
            }
            for nr in range(1, 7)
            for spots in [list(enumerate(year.codes))]
        ),
    }
    return year.model_copy(update={"tables": tables, "cells": {**year.cells, "fase": "bespreking"}})


def _proposal(nr: int, soort: str, uren: int) -> dict[str, CellValue]:
    return {
        "nr": float(nr),
        "titel": f"Project {nr}",
        "omschrijving": "Wat we doen, voor wie en met welk resultaat.",
        "indiener": "ODU",
        "herkomst": "intern",
        "soort": soort,
        "uren": float(uren),
        "partners": "GGD; gemeenten",
        "groepen": "werkgroep",
        "uh_relatie": "direct",
        "toelichting_uh": "Staat in de strategie.",
        "meerwaarde_regio": "Voor de hele regio.",
        "intern_opdrachtgever": "A. Manager",
        "projectleider": "B. Leider",
        "ingediend_op": datetime(2025, 9, 1),
    }


class Year:
    """The open workbook of the small year."""

    def __init__(self, book: xw.Book) -> None:
        self.book = book
        self._read: Jaar | None = None
        # The package as a step last wrote it on Selectie, and those that was spoken about: kept
        # here, so that no mark in the workbook is believed. None: the one of the next step.
        self.made = self.selectie if self.stands else None
        asked = {name: bool(self.jaar.cells.get(name)) for name in SPOKEN}
        self.about = {name: self.made if asked[name] else None for name in SPOKEN}
        self.last: Uitkomst | None = None

    @property
    def jaar(self) -> Jaar:
        """The workbook as it stands."""
        if self._read is None:
            self._read = read_jaar(self.book, now=NOW, user="tester")
        return self._read

    # What people type

    def put(self, sheet: str, row: int, col: int, value: CellValue) -> None:
        """Type into a cell."""
        self.book.sheets[sheet].range((row, col)).value = value
        self._read = None

    def cell(self, name: str, value: CellValue) -> None:
        """Type into a named cell."""
        self.put(*self.jaar.cell_places[name], value)

    def wipe(self, table: str) -> None:
        """Empty all rows of a table."""
        found = self.jaar.tables[table]
        for row in found.rows:
            for at in range(len(found.headers)):
                self.put(found.sheet, row.number, found.first_col + at, None)

    def unbind(self, name: str) -> None:
        """Say that advice or votes are about the package of now."""
        self.cell(name, None)
        self.about[name] = None

    def type(self, table: str, of: CellValue, key: str, value: CellValue) -> bool:
        """Type in the row of a number or a code; False where there is no such row."""
        found = self.jaar.tables[table]
        first = found.columns[0].key
        row = next((row for row in found.rows if row.values.get(first) == of), None)
        if row is not None:
            self.put(found.sheet, row.number, _column(found, key), value)
        return row is not None

    def add(self, table: str, values: Mapping[str, CellValue]) -> None:
        """Type a new row right below the last."""
        found = self.jaar.tables[table]
        row = found.rows[-1].number + 1
        for key, value in values.items():
            self.put(found.sheet, row, _column(found, key), value)

    # What stands there

    def hours(self, table: str, key: str) -> Hours:
        """Return hours above 0 by number of the proposal, without ketentoezicht."""
        rows = (row.values for row in self.jaar.tables[table].rows)
        return {
            int(row["nr"]): int(row[key])
            for row in rows
            if isinstance(row.get("nr"), float) and isinstance(row.get(key), float) and row[key]
        }

    @property
    def selectie(self) -> Hours:
        return self.hours("tblSelectie", "toegewezen")

    @property
    def stands(self) -> bool:
        """Whether a package stands on Selectie."""
        return any(row.values.get("stand") for row in self.jaar.tables["tblSelectie"].rows)

    @property
    def decided(self) -> Hours:
        return self.hours("tblBesluit", "uren")

    def shown(self) -> Iterator[tuple[str, Hours]]:
        """Yield what each sheet shows of the package, for those that show one."""
        yield "Selectie", self.selectie
        if any(row.values.get("stand") for row in self.jaar.tables["tblVoorstel"].rows):
            yield "Voorstel", self.hours("tblVoorstel", "toegewezen")
        if any(row.values.get("nr") for row in self.jaar.tables["tblEvaluatie"].rows):
            yield "Evaluatie", self.hours("tblEvaluatie", "gepland")

    def spoken(self, cell: str) -> bool:
        """Whether advice or votes were typed."""
        table, key = SPOKEN[cell]
        return any(row.values.get(key) for row in self.jaar.tables[table].rows)

    def kept(self) -> list[Hours]:
        """Return the packages on sheet Vergelijking that people keep."""
        return [self.hours("tblPakketten", column_of(item)) for item in EIGEN]

    def typed(self) -> dict[tuple[Any, ...], CellValue]:
        """Return all that people typed, by place; a step may move rows, and fill what is empty."""
        found: dict[tuple[Any, ...], CellValue] = {}
        for name, table in self.jaar.tables.items():
            for row in table.rows:
                of = row.number if name in INPUT else row.values.get(table.columns[0].key)
                for key in table.input_keys:
                    value = row.values.get(key)
                    if value is not None:
                        found[name, of, key] = value
        found |= {(name,): self.jaar.cells[name] for name in CELLS if self.jaar.cells.get(name)}
        for name in SPOKEN:
            if self.spoken(name) and self.jaar.cells.get(name):
                found[name,] = self.jaar.cells[name]
        return found

    # Steps, and what must hold after each

    def step(self, name: str, *, again: bool = False) -> Uitkomst:
        """Run a step and check what must hold after it."""
        before, typed = self.selectie if self.stands else None, self.typed()
        decided, rests = self.decided, self.rests()
        if before is None and not self.jaar.cells.get("pakket_kenmerk"):
            self.made = decided or None  # nothing else in the workbook says that there was one
        uitkomst, _ = self._run(name, again=again)
        now = self.typed()
        changed = {place: (old, now.get(place)) for place, old in typed.items()}
        assert {place: pair for place, pair in changed.items() if pair[0] != pair[1]} == {}
        if before is not None and before != self.selectie:
            theirs = before != self.made or self.spoken("stemming_pakket")
            assert not theirs or decided or before in self.kept(), f"{before} is lost"
        if self.stands and self.jaar.cells.get("toegepast_scenario") != "met de hand":
            self.made = self.selectie
        self._said_about(before, uitkomst, anew=rests != self.rests())
        if self.decided and not decided:
            assert self.decided == self.about["stemming_pakket"], "froze what nobody voted on"
            assert self.decided == before
        self.last = uitkomst
        self._one_package(uitkomst)
        self._counts_for_its_own(name, uitkomst)
        _, more = self._run(name, again=again)
        assert not more, f"a second run of {name} changes something"
        return uitkomst

    def _run(self, name: str, *, again: bool) -> tuple[Uitkomst, bool]:
        step = STEPS[name]
        act = step.opnieuw if again and step.opnieuw else step.run
        self._read = None
        return run(self.book, name, act, now=NOW, user="tester")

    def rests(self) -> list[Mapping[str, CellValue]]:
        """Return what the package rests on, without what a decision adds."""
        rows = [row.values for row in self.jaar.tables["tblVastlegging"].rows]
        return [
            row
            for row in rows
            if row.get("blad") != "Stemming" and not str(row.get("wat")).endswith("bij het besluit")
        ]

    def _said_about(self, before: Hours | None, uitkomst: Uitkomst, *, anew: bool) -> None:
        """Keep which package advice and votes are about, as people would."""
        for name in SPOKEN:
            if not self.spoken(name):
                if anew or self.about[name] != self.made:
                    self.about[name] = None  # nobody was asked about the package of now
            elif self.about[name] is None:
                self.about[name] = before if before is not None else self.made
        if uitkomst.data.get("voorgelegd"):
            self.about[PUT_BEFORE[uitkomst.data["aan"]]] = before

    def _one_package(self, uitkomst: Uitkomst) -> None:
        """Check that each sheet shows the package that counts, or that exactly this is told."""
        if self.decided and not self.stands:
            assert told(uitkomst, "Blad Selectie toont geen pakket")
        if not self.stands or told(uitkomst, "is niet vernieuwd"):
            return
        counts = self.decided or self.selectie
        for sheet, hours in self.shown():
            differ = {nr for nr in hours.keys() | counts if hours.get(nr) != counts.get(nr)}
            named = on_selectie(uitkomst) if sheet == "Selectie" else behind(uitkomst, sheet)
            assert differ <= named, f"{sheet} shows {hours}, and {counts} counts"
        assert self.jaar.cells["totaal_toegewezen"] == sum(self.selectie.values())

    def _counts_for_its_own(self, name: str, uitkomst: Uitkomst) -> None:
        """Check that advice and votes count for the package that they are about, and no other."""
        counts = self.decided or (self.selectie if self.stands else self.made)
        for cell, counted in self._counted(name, uitkomst).items():
            assert not counted or self.about[cell] == counts, f"{cell} counts for another package"
            if not counted and self.spoken(cell) and counts:
                assert told(uitkomst, "over een eerder pakket")

    def _counted(self, name: str, uitkomst: Uitkomst) -> dict[str, bool]:
        """Return whether advice and votes were counted, as far as this step tells."""
        advice = str(self.jaar.cells.get("aoo_samenvatting") or "")
        found = {"aoo_pakket": "akkoord met het pakket" in advice}
        votes = [row.values.get("stem") for row in self.jaar.tables["tblStemming"].rows]
        if name == "stemming":
            counted = uitkomst.data["voor"] + uitkomst.data["tegen"]
            assert counted in (0, len([vote for vote in votes if vote]))
            found["stemming_pakket"] = bool(counted)
        return found

    # What messages advise

    def follow(self) -> bool:
        """Do what the first message that can be followed advises; it must be gone then."""
        for item in self._run("valideren", again=False)[0].bevindingen:
            for words, act in ADVICE:
                if words in item.herstel:
                    uitkomst = act(self, item)
                    if uitkomst is not None:
                        self._not_refused(item.herstel, uitkomst)
                        left = self._run("valideren", again=False)[0].bevindingen
                        assert _key(item) not in map(_key, left), f"stays: {item.melding}"
                        return True
        return False

    def follow_start(self) -> None:
        """Do the one thing that Start asks for."""
        self.step("valideren")
        asked = str(self.jaar.cells["start_volgende_stap"])
        for table, key in SPOKEN.values():
            if f"kolom {key.capitalize()} leeg" in asked:
                for row in self.jaar.tables[table].rows:
                    self.type(table, row.values["code"], key, None)
        for fase in ("voorstel", "bespreking", "besluit", "uitvoering"):
            if f"op ‘{fase}’" in asked:
                self.cell("fase", fase)
        for name in ("bijwerken", "toewijzen", "voorleggen"):
            if f"oe ‘{name}’" in asked and "Los " not in asked:
                self._not_refused(asked, self.step(name))

    def _not_refused(self, advice: str, uitkomst: Uitkomst) -> None:
        told = " ".join(uitkomst.samenvatting)
        assert not any(words in told for words in REFUSED), f"{advice} -> {told}"


def told(uitkomst: Uitkomst, words: str) -> list[str]:
    """Return the remedies of all findings that say these words."""
    return [item.herstel for item in uitkomst.bevindingen if words in item.melding]


def on_selectie(uitkomst: Uitkomst) -> set[int]:
    """Return the projects of which is told that Selectie differs from what was adopted."""
    found = [item for item in uitkomst.bevindingen if item.blad == "Selectie"]
    return {item.nr for item in found if item.nr and "op Selectie" in item.melding}


def behind(uitkomst: Uitkomst, sheet: str) -> set[int]:
    """Return the projects of which is told that this sheet shows other hours."""
    for item in uitkomst.bevindingen:
        where, found, numbers = item.melding.partition("andere uren dan het pakket dat telt: ")
        if found and re.search(rf"\b{sheet}\b", where):
            return set(map(int, re.findall(r"\d+", numbers)))
    return set()


def _key(item: Bevinding) -> tuple[Any, ...]:
    return (item.ernst, item.regel, item.blad, item.kolom, item.melding)


def _column(table: Table, key: str) -> int:
    return table.first_col + table.headers.index(table.header(key))


def _divide_again(year: Year, _: Bevinding) -> Uitkomst:
    return year.step("toewijzen", again=True)


def _say_why(year: Year, item: Bevinding) -> Uitkomst:
    numbers = item.melding.rpartition(": ")[2].rstrip(".").replace(" en ", ", ").split(", ")
    for nr in numbers:
        year.type("tblSelectie", float(nr), "wijziging", "In overleg, door het AOO")
    return year.step("valideren")


def _about_this_one(year: Year, item: Bevinding) -> Uitkomst:
    year.unbind("aoo_pakket" if item.blad == "AOO" else "stemming_pakket")
    return year.step("valideren")


def _lift(year: Year, _: Bevinding) -> Uitkomst:
    was = year.jaar.cells.get("besluit_reden_opheffen")
    year.cell("besluit_nummer", None)
    year.cell("besluit_datum", None)
    year.cell("besluit_reden_opheffen", f"{was or ''} Toch anders.".strip())
    return year.step("stemming")


def _fill_roles(year: Year, item: Bevinding) -> Uitkomst:
    key = "projectleider" if "projectleider" in item.herstel else "intern_opdrachtgever"
    for nr in year.selectie:
        year.type("tblVoorstellen", float(nr), key, "C. Nieuw")
    return year.step("valideren")


def _step(name: str) -> Callable[[Year, Bevinding], Uitkomst]:
    return lambda year, _: year.step(name)


def _reason_to_choose(year: Year, _: Bevinding) -> Uitkomst:
    year.cell("reden_scenario", "Zo besproken in het AOO.")
    return year.step("valideren")


def _make_room(year: Year, _: Bevinding) -> Uitkomst:
    for row in year.jaar.tables["tblPakketten"].rows:
        year.type("tblPakketten", row.values["nr"], "eigen_1", None)
    year.type("tblScenarios", "eigen 1", "naam", None)
    return year.step("toewijzen")


def _cover(year: Year, item: Bevinding) -> Uitkomst | None:
    if item.ernst is not Ernst.FOUT:
        return None
    year.cell("besluit_reden_dekking", "Zo besloot het AB.")
    return year.step("valideren")


ADVICE: tuple[tuple[str, Callable[[Year, Bevinding], Uitkomst | None]], ...] = (
    ("Doe ‘toewijzen’ opnieuw", _step("toewijzen")),
    ("klik dan Toewijzen", _step("toewijzen")),
    ("Doe eerst ‘toewijzen’", _step("toewijzen")),
    ("doe dan ‘toewijzen’ met --opnieuw", _divide_again),
    ("Doe ‘stemming’", _step("stemming")),
    ("Doe ‘selectie’", _step("selectie")),
    ("Doe ‘bijwerken’", _step("bijwerken")),
    ("maak dan deze cel leeg", _about_this_one),
    ("Typ in deze kolom waarom", _say_why),
    ("typ de reden van opheffen en doe ‘stemming’", _lift),
    ("Vul op blad Voorstellen de", _fill_roles),
    ("Vul bij ‘Reden van de keuze’ in", _reason_to_choose),
    ("naam en urenkolom van een eigen scenario leeg", _make_room),
    ("typ dan de reden op blad Stemming", _cover),
)
"""Words of a remedy that can be followed, and how."""


@contextmanager
def opened_year(path: Path) -> Iterator[Year]:
    """Open a workbook of the small year for the length of a ``with`` block; nothing is saved."""
    with opened(path, unknown=UNKNOWN) as book:
        yield Year(book)
