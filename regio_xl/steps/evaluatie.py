"""Step ``evaluatie``: one row per project to evaluate; what people typed is never lost (U9.2).

The facts beside the questions about the process are in ``procesevaluatie``.
"""

from collections.abc import Iterable, Iterator, Mapping

from regio_xl.domain import Bevinding, CellValue, Ernst, Row, Table, TableContent, Uitkomst
from regio_xl.domain.levensloop import Staat
from regio_xl.domain.model import Model
from regio_xl.domain.table import EXTRA, SOURCE
from regio_xl.domain.tekst import ALL, count, format_uren, join
from regio_xl.sheets import schema
from regio_xl.sheets.buttons import button_of
from regio_xl.sheets.procesevaluatie import TABLE as PROCES
from regio_xl.steps import procesevaluatie
from regio_xl.steps.berekening import Berekening, Entry
from regio_xl.steps.opgeslagen import number_of, numbered
from regio_xl.steps.valideren import (
    header,
    merge,
    missing_lines,
    voorstellen_known,
    without_voorstellen,
)

NAME = "evaluatie"
SHEET, TABLE = "Evaluatie", "tblEvaluatie"
ASKED = ("resultaat", "lessen", "vervolg")
"""What every project has to say about itself."""

FROM_FASE = button_of(NAME).from_fase
"""Phase from which the package is firm enough to make rows for it."""


class Line(Model):
    """One row of tblEvaluatie to be, with the row that holds what people typed."""

    values: Mapping[str, CellValue]  # what people fill in is only there where it must move
    typed: Row | None = None  # the row as read that belongs to it
    vervallen: bool = False  # whether the project is not in the package, or stands there twice


def show(berekening: Berekening) -> Uitkomst:
    """Return sheet Evaluatie for ``berekening``, with findings about what is typed there."""
    if not voorstellen_known(berekening.dossier):
        return without_voorstellen(berekening, _data(0, 0, 0))
    table = berekening.jaar.tables.get(TABLE)
    lines = _lines(berekening, table)
    first = (table.header_row if table else schema.tables()[TABLE][1].row) + 1
    rows = tuple(line.values for line in lines)
    kept = sum(line.vervallen for line in lines)
    projects = len(lines) - kept
    found = merge(_moved(berekening.bevindingen, lines, first), _find_dropped(lines, first))
    return Uitkomst(
        tables=(
            TableContent(name=TABLE, rows=rows, key_column="nr"),
            *procesevaluatie.content(berekening),
        ),
        bevindingen=found,
        samenvatting=tuple(_summary(berekening, projects, kept)),
        data=_data(projects, kept, berekening.pakket.totaal),
    )


def _data(projecten: int, vervallen: int, gepland: int) -> Mapping[str, int]:
    return {"projecten": projecten, "vervallen": vervallen, "gepland": gepland}


def _lines(berekening: Berekening, table: Table | None) -> list[Line]:
    """Return the projects of the package by number, then what people typed for others."""
    typed_keys = _typed_keys(table)
    earlier: dict[int | None, list[Row]] = {}
    for row in table.rows if table else ():
        if not row.is_empty(typed_keys) or any(row.formulas.get(key) for key in typed_keys):
            earlier.setdefault(number_of(row), []).append(row)
    lines = []
    for entry in sorted(berekening.entries, key=lambda entry: entry.nr):
        if entry.opgenomen:
            rows = earlier.pop(entry.nr, [])
            lines.append(_project(entry, rows, typed_keys))
            # A row that was copied by hand keeps its text too, below.
            earlier.setdefault(None, []).extend(rows[1:])
    left = [row for rows in earlier.values() for row in rows]
    left.sort(key=lambda row: (number_of(row) is None, number_of(row) or 0, row.number))
    return [*lines, *(_dropped(row, typed_keys) for row in left)]


def _project(entry: Entry, rows: list[Row], typed_keys: tuple[str, ...]) -> Line:
    values: dict[str, CellValue] = {
        "nr": float(entry.nr),
        "titel": entry.voorstel.titel,
        "projectleider": entry.voorstel.projectleider,
        "gepland": float(entry.toegewezen or 0),
    }
    if rows:  # the number alone does not say which row is meant
        values[SOURCE] = float(rows[0].number)
    if len(rows) > 1:
        values |= {key: rows[0].values.get(key) for key in typed_keys}
    return Line(values=values, typed=rows[0] if rows else None)


def _dropped(row: Row, typed_keys: tuple[str, ...]) -> Line:
    kept = {key: row.values.get(key) for key in ("nr", "titel", "projectleider", *typed_keys)}
    values = {**kept, "gepland": 0.0, SOURCE: float(row.number)}
    return Line(values=values, typed=row, vervallen=True)


def _typed_keys(table: Table | None) -> tuple[str, ...]:
    """Return the columns that people fill in, those they added themselves included."""
    if table is None:
        return ()
    return (*table.input_keys, *(EXTRA + header for header in table.extra))


def _moved(found: Iterable[Bevinding], lines: list[Line], first: int) -> Iterator[Bevinding]:
    """Yield findings with the row where the cell will stand, since rows may move here."""
    places = {line.typed.number: rij for rij, line in enumerate(lines, first) if line.typed}
    for item in found:
        if item.blad == SHEET and item.rij in places:
            yield item.model_copy(update={"rij": places[item.rij]})
        else:
            yield item


def _find_dropped(lines: list[Line], first: int) -> Iterator[Bevinding]:
    for rij, line in enumerate(lines, start=first):
        if not line.vervallen or line.typed is None:
            continue
        nr = number_of(line.typed)
        which = "Deze regel" if nr is None else f"Project {nr}"
        yield Bevinding(
            ernst=Ernst.MELDING,
            regel="U9.2",
            blad=SHEET,
            rij=rij,
            melding=f"{which} hoort niet (meer) bij een project in het pakket, of staat er "
            "dubbel. Wat is ingevuld, is bewaard; gepland staat op 0 uur.",
            herstel="Maak de ingevulde cellen leeg als deze regel weg mag.",
            nr=nr,
        )


def find_unfinished(berekening: Berekening) -> Iterator[Bevinding]:
    """Find projects that are not evaluated when the last report is due (U9.2).

    Where the year is closed before that day, only whether they go on is asked already.
    """
    perioden = berekening.dossier.uitvoering.perioden
    last = max((item.klaar or item.peildatum for item in perioden), default=None)
    due = last is not None and last < berekening.jaar.read_at.date()
    decided, closed = berekening.staat.ligt_vast, berekening.staat is Staat.AFGESLOTEN
    if not decided or not (due or closed):
        return
    rows = numbered(berekening.jaar.tables.get(TABLE))
    asked = ASKED if due else ("vervolg",)
    lacking = {
        item.nr: [key for key in asked if item.nr not in rows or rows[item.nr].is_empty((key,))]
        for item in berekening.bewaking.projecten
    }
    numbers = [nr for nr, keys in lacking.items() if keys]
    if numbers:
        missing = {key for keys in lacking.values() for key in keys}
        headers = [header(TABLE, key) for key in asked if key in missing]
        only = rows.get(numbers[0]) if len(numbers) == 1 else None
        yield Bevinding(
            ernst=Ernst.WAARSCHUWING,
            regel="U9.2",
            blad=SHEET,
            rij=only.number if only else None,
            kolom=headers[0] if len(headers) == 1 else None,
            melding=f"De evaluatie van {count(len(numbers), 'project', 'projecten')} is niet af: "
            f"{join(map(str, numbers), most=ALL)}. Leeg is nog {join(headers)}.",
            herstel="Laat de projectleider dat invullen op blad Evaluatie.",
            nr=numbers[0] if len(numbers) == 1 else None,
        )


def _summary(berekening: Berekening, projects: int, kept: int) -> Iterator[str]:
    yield from missing_lines(berekening.dossier)
    planned = format_uren(berekening.pakket.totaal)
    yield f"Evaluatie: {count(projects, 'project', 'projecten')}, samen {planned} gepland."
    if kept:
        lines = count(kept, "regel", "regels")
        yield f"Bewaard: {lines} met tekst, zonder project in het pakket (onderaan)."
    fase = berekening.fase
    if fase is not None and not fase.reached(FROM_FASE):
        yield f"Let op: het jaar staat nog in fase ‘{fase}’; het pakket kan nog veranderen."
    if PROCES in berekening.jaar.tables:
        answered, asked = procesevaluatie.answered(berekening.jaar)
        yield f"Procesevaluatie: {answered} van de {count(asked, 'vraag', 'vragen')} beantwoord."
    yield "Zie de bladen Evaluatie en Procesevaluatie."
