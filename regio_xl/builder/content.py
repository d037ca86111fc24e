"""What a new workbook starts with: parameters, clauses, participants, and the example year."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from importlib import resources
from typing import Any

from regio_xl import __version__
from regio_xl.domain import CellValue, Fase
from regio_xl.domain.model import Model
from regio_xl.sheets import schema
from regio_xl.sheets.beheer import load_clauses
from regio_xl.sheets.boek import FEWEST_ROWS, accounts, places
from regio_xl.sheets.buttons import BUTTONS
from regio_xl.sheets.kader_waarden import Parameter, find_parameter, load_parameters
from regio_xl.sheets.numbers import LARGEST, WHOLE_KINDS
from regio_xl.sheets.procesevaluatie import PROCESVRAGEN, question_cells
from regio_xl.sheets.register import ready
from regio_xl.sheets.rows import plain
from regio_xl.sheets.vergelijking import DESCRIPTIONS, SHOWN

Rows = tuple[Mapping[str, CellValue], ...]

STAND_WORDS = {"volledig": "ja", "deels": "deels", "later": "komt later"}


class Content(Model):
    """Initial contents."""

    codes: tuple[str, ...]  # of the participants, in order
    names: Mapping[str, str] = {}  # of the participants, by code
    tables: Mapping[str, Rows]  # by name; one that is left out starts with one empty row
    cells: Mapping[str, CellValue]  # of named cells
    # Behind each row of tblKader, for its format and validation; None for a row of people's own
    kader: tuple[Parameter | None, ...]


def as_cell(value: Any) -> CellValue:
    """Return a TOML or Decimal value as a cell holds it; lists are joined by ``; ``."""
    if isinstance(value, list | tuple):
        return "; ".join(str(item) for item in value)
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime(value.year, value.month, value.day)
    return plain(value)


def load(name: str) -> dict[str, Any]:
    """Read a TOML file that stands beside this module, such as those of the example year."""
    source = resources.files("regio_xl.builder").joinpath(name)
    return tomllib.loads(source.read_text(encoding="utf-8"), parse_float=Decimal)


def template(jaar: int) -> Content:
    """Return the contents of an empty year: the 27 participants, without hours or proposals."""
    rows, kinds = _kader_rows(jaar, {})
    participants = load("voorbeeld/deelnemers.toml")["deelnemer"]
    tables: dict[str, Rows] = {
        "tblDeelnemers": tuple(
            {"code": item["code"], "deelnemer": item["naam"], "type": item["type"]}
            for item in participants
        ),
        "tblKader": rows,
        "tblAOO": tuple({"code": item["code"]} for item in participants),
        "tblStemming": tuple({"code": item["code"]} for item in participants),
        "tblTijdlijn": _timeline(jaar),
        "tblPerioden": _periods(jaar),
        "tblProcesevaluatie": tuple(map(question_cells, PROCESVRAGEN)),
        "tblRekeningen": accounts(),
        "tblBoek": places(FEWEST_ROWS),
        "tblInterventies": ready(),
        "tblVerschuivingen": ready(),
        "tblRegels": _clauses(),
        "tblGeldend": _in_force(),
        "tblKnoppen": _buttons(),
        "tblFasen": tuple({"regel": fase.clause, "fase": fase.value} for fase in Fase),
        "tblScenarios": tuple(
            {"scenario": scenario.value, "naam": DESCRIPTIONS.get(scenario)} for scenario in SHOWN
        ),
        "tblBladen": tuple(
            {"blad": spec.name, "type": spec.type.value, "wie": spec.who, "inhoud": spec.purpose}
            for spec in schema.sheets(())
        ),
    }
    return Content(
        codes=tuple(item["code"] for item in participants),
        names={item["code"]: item["naam"] for item in participants},
        tables=tables,
        cells={
            "jaar": float(jaar),
            "fase": Fase.INVENTARISATIE.value,
            "versie_werkmap": f"regio-xl {__version__}",
            "herkomst_cijfers": "Ingevuld door het accountteam en de regievoerders.",
        },
        kader=kinds,
    )


def example(jaar: int, *, spoken: bool = True) -> Content:
    """Return the example year: the real participants, invented hours and proposals.

    Advice and votes are in it unless nobody has ``spoken`` yet.
    """
    start = template(jaar)
    rows, kinds = _kader_rows(jaar, {"uurtarief": Decimal(110)})
    given = load("voorbeeld/deelnemers.toml")["deelnemer"]
    participants = tuple(
        {**row, **{key: as_cell(item.get(key)) for key in ("dvo_uren", "vastgesteld")}}
        for row, item in zip(start.tables["tblDeelnemers"], given, strict=True)
    )
    interest = load("voorbeeld/belang.toml")["belang"]
    said = load("voorbeeld/besluitvorming.toml")
    opinions = {
        "tblAOO": _per_participant(start.codes, said["advies"]),
        "tblStemming": _per_participant(start.codes, said["stem"]),
    }
    tables = {
        **start.tables,
        **(opinions if spoken else {}),
        "tblKader": rows,
        "tblDeelnemers": participants,
        "tblVoorstellen": as_rows(load("voorbeeld/voorstellen.toml")["voorstel"]),
        "tblBeoordeling": as_rows(load("voorbeeld/beoordeling.toml")["beoordeling"]),
        "tblBelang": tuple(
            {"nr": float(nr), **dict(zip(start.codes, map(float, scores), strict=True))}
            for nr, scores in interest.items()
        ),
    }
    cells = {
        **start.cells,
        "fase": Fase.BESLUIT.value,
        **({"aoo_datum": as_cell(said["datum"])} if spoken else {}),
        "herkomst_cijfers": "VOORBEELD: DVO-uren, voorstellen, scores en namen zijn verzonnen.",
        "start_volgende_stap": "Doe ‘bijwerken’: dan worden de uren verdeeld.",
    }
    return start.model_copy(update={"tables": tables, "cells": cells, "kader": kinds})


def following(
    jaar: int,
    codes: tuple[str, ...],
    names: Mapping[str, str],
    tables: Mapping[str, Iterable[Mapping[str, Any]]],
    cells: Mapping[str, CellValue],
) -> Content:
    """Return a year that starts with what an earlier one leaves it; all else is as in a new one.

    Args:
        jaar: The year; the AB may not have set its values yet.
        codes: Of the participants, in order; they head the columns of sheet Belang.
        names: Of the participants, by code.
        tables: Rows by name of the table, by key of the column.
        cells: Named cells.
    """
    start = template(jaar)
    rows = {name: as_rows(items) for name, items in tables.items()}
    return Content(
        codes=codes,
        names=names,
        tables={**start.tables, **rows},
        cells={**start.cells, **cells},
        kader=tuple(find_parameter(str(row.get("code") or "")) for row in rows["tblKader"]),
    )


def _per_participant(codes: tuple[str, ...], given: list[dict[str, Any]]) -> Rows:
    """Return a row per participant, with what it said where it said anything."""
    said = {item["code"]: item for item in given}
    return as_rows([{"code": code, **said.get(code, {})} for code in codes])


def as_rows(items: Iterable[Mapping[str, Any]]) -> Rows:
    """Return rows of a TOML file as cells hold them."""
    return tuple({key: as_cell(value) for key, value in item.items()} for item in items)


def _kader_rows(jaar: int, extra: Mapping[str, Decimal]) -> tuple[Rows, tuple[Parameter, ...]]:
    """Return a row per dated value (``extra`` goes first), and the parameter behind each row."""
    rows: list[Mapping[str, CellValue]] = []
    behind: list[Parameter] = []
    for parameter in load_parameters():
        for value in parameter.values_for(jaar):
            row = parameter.row(value)
            if parameter.code in extra:
                row |= {"waarde": extra[parameter.code], "bron": "Verzonnen voorbeeldwaarde"}
            rows += as_rows([row])
            behind.append(parameter)
    return tuple(rows), tuple(behind)


def _timeline(jaar: int) -> Rows:
    """Return a row per phase, in the order of the phases, and what comes after them."""
    known = load("tijdlijn.toml")
    phases = zip(Fase, known["fase"], strict=True)
    items = [{**item, "code": fase.clause, "fase": fase.value} for fase, item in phases]
    last = list(Fase)[-1].value
    items += [{**item, "fase": last} for item in known["na"]]
    rows = []
    for item in items:
        year = jaar - item.pop("eerder", 1)
        days = {key: datetime.fromisoformat(f"{year}-{item[key]}") for key in ("van", "tot")}
        rows.append({**item, **days})
    return tuple(rows)


def _periods(jaar: int) -> Rows:
    """Return a row per report of the year, as the ODU has them (U6.1)."""
    rows = []
    for item in load("tijdlijn.toml")["periode"]:
        year = jaar + item.get("later", 0)
        rows.append(
            {
                "periode": item["naam"],
                "peildatum": datetime.fromisoformat(f"{jaar}-{item['peildatum']}"),
                "klaar": datetime.fromisoformat(f"{year}-{item['klaar']}"),
            }
        )
    return tuple(rows)


def _clauses() -> Rows:
    return tuple(
        {
            "code": clause.code,
            "onderwerp": clause.onderwerp,
            "regel": clause.regel,
            "werking": clause.werking,
            "parameters": ", ".join(clause.parameters),
            "weert": "; ".join(_columns_that_bar(clause.code)),
            "stand": STAND_WORDS[clause.stand],
        }
        for clause in load_clauses()
    )


def _columns_that_bar(clause: str) -> Iterator[str]:
    """Yield where an error keeps a proposal out of the division, of the columns of a clause."""
    for sheet, table in schema.tables().values():
        for column in table.columns:
            if column.weert and (column.clause or table.clause) == clause:
                yield f"{column.header} ({sheet.name})"


def _buttons() -> Rows:
    return tuple(
        {
            "stap": button.step,
            "knop": button.title,
            "groep": button.group.value,
            "doet": button.purpose,
            "blijft": button.untouched,
            "vanaf": button.from_fase.value,
            "dicht": button.closed or None,
        }
        for button in BUTTONS
    )


def _in_force() -> Rows:
    return tuple(
        {
            "code": item.code,
            "parameter": item.name,
            "eenheid": item.unit,
            "regel": item.clause,
            "minimum": as_cell(-LARGEST if item.minimum is None else item.minimum),
            "maximum": as_cell(LARGEST if item.maximum is None else item.maximum),
            "heel": "ja" if item.kind in WHOLE_KINDS else "nee",
        }
        for item in load_parameters()
        if item.numeric
    )
