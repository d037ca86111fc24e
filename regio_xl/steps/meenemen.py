"""What goes along to the next year: the rows that its workbook starts with (U9.2, U1.3, A26).

Pure, and nothing is guessed. A number counts as long as its own period says; hours of the old
year are the DVO hours to start from; a project goes on because people typed ‘doorgaan’.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from regio_xl.domain import CellValue, Deelnemer, Dossier, Jaar, Row, Voorstel
from regio_xl.domain.model import Model
from regio_xl.domain.tekst import format_euros, format_uren
from regio_xl.domain.woorden import Soort
from regio_xl.sheets import schema
from regio_xl.sheets.deelnemers import is_code
from regio_xl.sheets.kader import KETENTOEZICHT
from regio_xl.sheets.kader_waarden import (
    OPEN,
    Kaderwaarde,
    Parameter,
    Value,
    load_parameters,
    read_waarden,
)
from regio_xl.sheets.tables import read_rows
from regio_xl.steps.berekening import Berekening
from regio_xl.steps.opgeslagen import number_of
from regio_xl.steps.uitvoering import Projectstand

Rows = tuple[Mapping[str, Any], ...]

FROM = "Overgenomen uit "  # begins the source of a choice that counts on
MOST_TEXT = 32_000  # characters in one cell, with some to spare

TO_DECIDE = "Nog vast te stellen"  # source of a value that the AB must set for a new period
OF_THE_YEAR = (
    *("uren", "minimum_uren", "materiele_kosten", "keuze", "reden_keuze", "ingediend_op"),
    *("vereist", "sluit_uit"),
)
"""Columns of a proposal that say something about one year; the others describe the project."""


class Project(Model):
    """A project of the package that was adopted, with its hours and its evaluation."""

    nr: int
    titel: str
    vastgesteld: int  # hours that the AB adopted
    beschikbaar: int  # hours that it could use, after all transfers
    gerealiseerd: int | None = None  # hours spent, as last reported; None without any report
    besteed: int | None = None  # hours that the whole year takes; None where nobody said
    vervolg: str = ""  # ‘doorgaan’ or ‘stoppen’; "" while nobody chose, or two rows differ
    resultaat: str = ""
    waarde: str = ""
    lessen: str = ""

    @property
    def verschoven(self) -> int:
        """Hours that came to it, net; below zero what went elsewhere (U8.2)."""
        return self.beschikbaar - self.vastgesteld

    @property
    def over(self) -> int | None:
        """Hours that are left at the end of the year; None where that is not known."""
        return None if self.besteed is None else self.beschikbaar - self.besteed

    @property
    def gevraagd(self) -> int | None:
        """Hours to ask for: what was adopted and not spent; None where people must say."""
        return self.over if self.over is not None and self.over > 0 else None


def projects(berekening: Berekening) -> tuple[Project, ...]:
    """Return the adopted projects by number, with their hours in the book and their evaluation."""
    rows = rows_of_evaluatie(berekening.jaar)
    return tuple(_project(item, rows.get(item.nr, [])) for item in berekening.bewaking.projecten)


def rows_of_evaluatie(jaar: Jaar) -> dict[int | None, list[Row]]:
    """Return the filled rows of sheet Evaluatie by number of the project."""
    found: dict[int | None, list[Row]] = {}
    for row in read_rows(jaar.tables["tblEvaluatie"]):
        found.setdefault(number_of(row), []).append(row)
    return found


def _project(item: Projectstand, rows: Sequence[Row]) -> Project:
    chosen = {row.text("vervolg") for row in rows} - {""}
    told = ("resultaat", "waarde", "lessen")
    return Project(
        nr=item.nr,
        titel=item.titel,
        vastgesteld=item.vastgesteld,
        beschikbaar=item.beschikbaar,
        gerealiseerd=item.regel.gerealiseerd if item.regel else None,
        besteed=item.heel_jaar,
        vervolg=chosen.pop() if len(chosen) == 1 else "",
        **{key: rows[0].text(key) for key in told if rows},
    )


def deelnemer_rows(jaar: Jaar) -> Rows:
    """Return the participants, own ones too: DVO hours of last year, no programme adopted (F1.1).

    What cannot be read goes along as it was typed, so that it is told of there.
    """
    table = jaar.tables["tblDeelnemers"]
    kept = [key for key in _input("tblDeelnemers") if key not in ("vastgesteld", "dvo_vorig")]
    return tuple(
        {**{key: row.values.get(key) for key in kept}, "dvo_vorig": row.decimal("dvo_uren")}
        for row in read_rows(table)
    )


def codes(deelnemers: Iterable[Deelnemer]) -> tuple[str, ...]:
    """Return the codes that can head a column, in order."""
    return tuple(item.code for item in deelnemers if is_code(item.code))


def voorstel_rows(jaar: Jaar, dossier: Dossier, going_on: Sequence[Project], year: int) -> Rows:
    """Return the projects that go on as running proposals, each under its own number (U9.2)."""
    rows = {row.number: row for row in jaar.tables["tblVoorstellen"].rows}
    numbers = {project.nr for project in going_on}
    known = {item.nr: item for item in dossier.voorstellen}
    kept = [key for key in _input("tblVoorstellen") if key not in OF_THE_YEAR]
    made = []
    for project in going_on:
        voorstel = known.get(project.nr, Voorstel(rij=0, nr=project.nr))
        row = rows.get(voorstel.rij)
        made.append(
            {
                "titel": project.titel,
                **({key: row.values.get(key) for key in kept} if row else {}),
                "nr": project.nr,
                "omschrijving": _description(project, voorstel, year),
                "soort": Soort.DOORLOPEND.value,
                "uren": project.gevraagd,
                "vereist": _listed(voorstel.vereist, numbers),
                "sluit_uit": _listed(voorstel.sluit_uit, numbers),
            }
        )
    return tuple(made)


def _listed(numbers: Iterable[int], known: set[int]) -> str | None:
    return "; ".join(str(nr) for nr in numbers if nr in known) or None


def _description(project: Project, voorstel: Voorstel, year: int) -> str:
    """Say what the project is, and below it what came of it in the old year."""
    story = "\n".join(_story(project, voorstel, year))
    return f"{voorstel.omschrijving[: max(0, MOST_TEXT - len(story))]}\n{story}".strip()


def _story(project: Project, voorstel: Voorstel, year: int) -> Iterator[str]:
    yield f"Vervolg van {year}: {hours_told(project)}."
    for label, text in (
        ("Resultaat", project.resultaat),
        ("Waarde per deelnemer", project.waarde),
        ("Lessen", project.lessen),
    ):
        if text.strip():
            yield f"{label} ({year}): {text.strip()}"
    if voorstel.materiele_kosten:
        yield f"Materiële kosten ({year}): {format_euros(voorstel.materiele_kosten)}."


def hours_told(project: Project) -> str:
    """Say in Dutch what a project could use, spent and has left."""
    told, moved = f"{format_uren(project.vastgesteld)} vastgesteld", project.verschoven
    if moved:
        told += f", {format_uren(abs(moved))} {'erbij' if moved > 0 else 'eraf'}"
    if project.gerealiseerd is None:
        return f"{told}, gerealiseerde uren niet bekend"
    told += f", {format_uren(project.gerealiseerd)} gerealiseerd"
    if project.over is None:
        return f"{told}, geen prognose voor het hele jaar"
    if project.besteed != project.gerealiseerd:
        told += f", {format_uren(project.besteed or 0)} verwacht"
    return f"{told}, {format_uren(abs(project.over))} {'over' if project.over >= 0 else 'te veel'}"


def belang_rows(dossier: Dossier, numbers: Iterable[int]) -> Rows:
    """Return what the projects that go on mean to each participant, to start from (U4.3)."""
    listed = codes(dossier.deelnemers)
    return tuple(
        {"nr": nr, **{code: dossier.belang[nr].get(code) for code in listed}}
        for nr in numbers
        if nr in dossier.belang
    )


def beoordeling_rows(dossier: Dossier, numbers: Iterable[int], year: int) -> Rows:
    """Return their scores, to start from, each with where it comes from (F3.1)."""
    scored = (dossier.beoordelingen[nr] for nr in numbers if nr in dossier.beoordelingen)
    return tuple(
        {
            "nr": item.nr,
            **item.scores,
            "toelichting": f"Overgenomen uit {year}. {item.toelichting}".strip(),
        }
        for item in scored
    )


class Waarden(Model):
    """The rows of tblKader for the next year, and what must be said of them."""

    rijen: Rows
    vast_te_stellen: tuple[str, ...] = ()  # codes that the AB must set for a new period (U1.3)
    keuzes: tuple[str, ...] = ()  # codes of our own choices that count on in a new period
    ingekort: bool = False  # whether hours for ketentoezicht held longer than their own year


def kader_rows(jaar: Jaar, year: int) -> Waarden:
    """Return all parameters with period and source, and a row for what the new year misses.

    A value whose period covers the new year holds there too. Of hours for ketentoezicht that is
    never so: the clients decide them each year (U2.1).
    """
    table, first = jaar.tables["tblKader"], date(year, 1, 1)
    waarden, _ = read_waarden(table)
    by_row = {waarde.row.number: waarde for waarde in waarden}
    cut = [item for item in waarden if _of_one_year(item) and item.holds_on(first)]
    rows: dict[int, list[dict[str, Any]]] = {}
    for row in read_rows(table):
        values: dict[str, Any] = {key: row.values.get(key) for key in _input("tblKader")}
        if by_row.get(row.number) in cut:
            values["tot"] = date(year - 1, 12, 31)
        rows[row.number] = [values]
    more = {
        parameter.code: list(_of_next_year(parameter, waarden, cut, year))
        for parameter in load_parameters()
    }
    rest: list[dict[str, Any]] = []
    for code, made in more.items():
        places = [item.row.number for item in waarden if item.parameter.code == code]
        (rows[max(places)] if places else rest).extend(made)
    new = [row for made in more.values() for row in made]
    return Waarden(
        rijen=(*(row for number in sorted(rows) for row in rows[number]), *rest),
        vast_te_stellen=tuple(row["code"] for row in new if row["bron"] == TO_DECIDE),
        keuzes=tuple(row["code"] for row in new if str(row["bron"]).startswith(FROM)),
        ingekort=bool(cut),
    )


def _of_one_year(waarde: Kaderwaarde) -> bool:
    return waarde.parameter.code == KETENTOEZICHT


def _of_next_year(
    parameter: Parameter, waarden: Sequence[Kaderwaarde], cut: Sequence[Kaderwaarde], year: int
) -> Iterator[dict[str, Any]]:
    """Yield the rows that a parameter lacks for a year: none where one holds or is unclear."""
    first = date(year, 1, 1)
    own = [item for item in waarden if item.parameter.code == parameter.code]
    if not own:  # of before this parameter: as in any new workbook
        yield from map(parameter.row, parameter.values_for(year))
        return
    if not all(item.dated for item in own):  # which period was meant is asked, not guessed
        return
    if any(item.holds_on(first) and item not in cut for item in own):
        return
    last = max(own, key=lambda item: item.tot or first)
    years = last.tot.year - last.van.year if last.tot and last.van and last not in cut else 0
    value, source = None, TO_DECIDE if parameter.required else OPEN
    if parameter.silent and last.cell.value is not None:
        value, source = last.cell.value, f"{FROM}{year - 1}: {last.row.typed('bron')}"
    until = date(min(year + years, date.max.year), 12, 31)
    yield parameter.row(Value(value=value, valid_from=first, valid_until=until, source=source))


def _input(table: str) -> tuple[str, ...]:
    """Return the keys of the columns that people fill in, as this version declares them."""
    spec = schema.tables()[table][1]
    return tuple(column.key for column in spec.columns if column.owner == "input")


def calendar_rows(jaar: Jaar, name: str) -> Rows:
    """Return the timeline or the reporting periods of the year, a year on; nothing is done yet."""
    table = jaar.tables.get(name)
    kept = [key for key in _input(name) if key not in ("gereed", "toelichting")]
    return tuple(
        {key: _a_year_on(row.values.get(key)) for key in kept}
        for row in (read_rows(table) if table else ())
    )


def _a_year_on(value: CellValue) -> CellValue:
    if not isinstance(value, datetime) or value.year >= date.max.year:
        return value
    day = 28 if (value.month, value.day) == (2, 29) else value.day
    return value.replace(year=value.year + 1, day=day)


def own_columns(jaar: Jaar) -> Iterator[str]:
    """Name the columns that people added to the tables that go along; those do not."""
    for name in ("tblDeelnemers", "tblKader", "tblVoorstellen", "tblBeoordeling"):
        table = jaar.tables[name]
        yield from (f"{header} (blad {table.sheet})" for header in table.extra if header)
