"""What is written once an older workbook has its sheets, tables and columns, and what is told."""

from __future__ import annotations

from collections.abc import Iterable

from packaging.version import Version

from regio_xl import __version__, builder
from regio_xl.builder.content import Content
from regio_xl.domain import CellValue, Jaar, TableContent, Uitkomst
from regio_xl.domain.tekst import count, join
from regio_xl.renewal.plan import VERSION, Plan, is_kept_by_us, version_of
from regio_xl.sheets import schema
from regio_xl.sheets.kader import KADER
from regio_xl.sheets.tables import read_input
from regio_xl.workbook import WorkbookError

NAME = "vernieuwen"
MOST_CODES = 240  # characters of all codes together that a list of choices can hold


class NewerError(WorkbookError):
    """The workbook was made by a later version than this one."""

    def __init__(self, version: str) -> None:
        super().__init__(
            f"Deze werkmap is van regio-xl {version}, en u hebt {__version__}. Neem eerst de "
            "nieuwe regio-xl; er is niets veranderd."
        )


class NoYearError(WorkbookError):
    """The workbook does not say which year it is of."""

    def __init__(self) -> None:
        super().__init__(
            "Het jaar op blad Kader is niet bruikbaar, dus is niet bekend welke waarden erbij "
            "horen. Vul het jaar in en probeer het opnieuw; er is niets veranderd."
        )


def content_of(jaar: Jaar) -> Content:
    """Return what a new, empty workbook for the year and the participants of an older one holds.

    Raises:
        NewerError: The older one is newer than this version.
        NoYearError: It does not say its year.
    """
    version = version_of(jaar)
    if version and Version(version) > Version(__version__):
        raise NewerError(version)
    year = read_input(jaar, KADER, "jaar").cell.value
    if not isinstance(year, int):
        raise NoYearError
    start = builder.template(year)
    names = _participants(jaar) or dict(start.names)
    fits = len(",".join(names)) <= MOST_CODES and not any("," in code for code in names)
    theirs = tuple({"code": code} for code in names)
    ours = tuple({"code": code} for code in start.codes)
    tables = {name: theirs if rows == ours else rows for name, rows in start.tables.items()}
    codes = tuple(names) if fits else ()
    return start.model_copy(update={"codes": codes, "names": names, "tables": tables})


def _participants(jaar: Jaar) -> dict[str, str]:
    """Return the names of the participants by code, as typed."""
    table = jaar.tables.get("tblDeelnemers")
    rows = table.rows if table else ()
    pairs = ((row.values.get("code"), row.values.get("deelnemer")) for row in rows)
    return {
        code.strip(): str(name or "")
        for code, name in pairs
        if isinstance(code, str) and code.strip()
    }


def outcome(jaar: Jaar, plan: Plan, content: Content, told: Iterable[str]) -> Uitkomst:
    """Return what to write and tell: the lists that the builder keeps, the version, a log row."""
    kept = [
        TableContent(name=name, rows=content.tables[name], key_column=table.columns[0].key)
        for name, (sheet, table) in schema.tables().items()
        if name in content.tables and is_kept_by_us(sheet, table)
    ]
    lines = [first_line(plan), *_about_cells(plan), *told]
    row: dict[str, CellValue] = {
        "wanneer": jaar.read_at,
        "wie": jaar.user,
        "stap": NAME,
        "versie": __version__,
        "invoer": jaar.source_hash,
        "uitkomst": " ".join(lines),
    }
    log = TableContent(name="tblLogboek", rows=(row,), append=True)
    return Uitkomst(
        tables=(*kept, log),
        cells={VERSION: f"regio-xl {__version__}"},
        samenvatting=(*lines, "Doe nu ‘bijwerken’: dan worden de bladen opnieuw gevuld."),
        data=data(plan, told),
    )


def first_line(plan: Plan) -> str:
    """Say from which version to which, and how much came."""
    known = schema.tables()
    tables = sum(name in known for sheet in plan.sheets.values() for name in sheet.new)
    cells = sum(len(sheet.new) for sheet in plan.sheets.values()) - tables
    came = [
        count(number, one, more)
        for number, one, more in (
            (len(plan.lacking), "blad", "bladen"),
            (tables, "tabel", "tabellen"),
            (sum(_wider(plan).values()), "kolom", "kolommen"),
            (cells, "cel", "cellen"),
            (len(plan.rows), "rij", "rijen"),
            (len({item.key for item in plan.formulas}), "formule", "formules"),
        )
        if number
    ]
    before = f"van {plan.version} " if plan.version else ""
    what = join(came) if came else "geen bladen, tabellen of kolommen"
    return f"De werkmap is {before}naar {__version__} gebracht; nieuw: {what}."


def _wider(plan: Plan) -> dict[str, int]:
    return {name: n for sheet in plan.sheets.values() for name, n in sheet.wider.items()}


def _about_cells(plan: Plan) -> Iterable[str]:
    for item in plan.left[:10]:
        yield (
            f"Blad {item.sheet}, cel {item.place} ({item.label}): u hebt er iets anders ingevuld "
            "dan onze formule; dat is zo gelaten."
        )
    if len(plan.left) > 10:
        yield f"Dat geldt voor nog {count(len(plan.left) - 10, 'cel', 'cellen')}."
    for sheet in dict.fromkeys(sheet for sheet, _ in plan.stale):
        names = [f"‘{header}’" for found, header in plan.stale if found == sheet]
        one = len(names) == 1
        yield (
            f"Op blad {sheet} {'telt kolom' if one else 'tellen de kolommen'} {join(names)} niet "
            f"meer mee; {'zij blijft' if one else 'zij blijven'} staan als "
            f"{'uw eigen kolom' if one else 'uw eigen kolommen'}."
        )


def data(plan: Plan, told: Iterable[str]) -> dict[str, object]:
    """Return the result for ``--json``."""
    new = {name: sheet.new for name, sheet in plan.sheets.items()}
    known = schema.tables()
    return {
        "van": plan.version or None,
        "naar": __version__,
        "bladen": list(plan.lacking),
        "tabellen": [name for names in new.values() for name in names if name in known],
        "kolommen": [
            {"blad": sheet.title, "tabel": name, "kolom": column.header}
            for sheet in plan.sheets.values()
            for name in sheet.wider
            for column in plan.tables[name].lacking
        ],
        "cellen": [name for names in new.values() for name in names if name not in known],
        "rijen": [{"tabel": item.table, "rij": item.row, "wat": item.what} for item in plan.rows],
        "formules": len(plan.formulas),
        "gelaten": [
            {"blad": item.sheet, "cel": item.place, "wat": item.label} for item in plan.left
        ],
        "niet_meer_gebruikt": [{"blad": sheet, "kolom": name} for sheet, name in plan.stale],
        "meldingen": list(told),
    }
