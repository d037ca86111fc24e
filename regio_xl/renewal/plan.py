"""What an older workbook lacks of what is declared now, and where it gets its place.

Made from the older workbook and from a new, empty one of the same year; nothing is changed yet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from packaging.version import InvalidVersion, Version

from regio_xl.builder.content import Content
from regio_xl.domain import Column, Jaar
from regio_xl.domain.table import ABOVE
from regio_xl.engine.model import Key, Model
from regio_xl.renewal import earlier
from regio_xl.renewal.areas import Area
from regio_xl.renewal.layout import Ours, Sheet, area_of, found_sheet, found_tables, key_of, row_of
from regio_xl.renewal.parts import Parts
from regio_xl.sheets import schema
from regio_xl.sheets.declare import RECEIPT_ROW, SheetSpec, TableSpec
from regio_xl.sheets.kader_waarden import parameters_by_code
from regio_xl.workbook import WorkbookError
from regio_xl.workbook.cells import normalise
from regio_xl.workbook.reader import parse_reference

VERSION = "versie_werkmap"
KEYED = {"tblKader": "code", "tblTijdlijn": "fase"}
"""Tables in which people type and a version may add rows, with what identifies a row."""


class OtherNameError(WorkbookError):
    """A sheet of ours has another name, or a sheet of people has the name of a new one."""


class NewRow(NamedTuple):
    """A row that a table of people gets: where it stands in a new workbook, and here."""

    table: str
    source: int
    row: int
    what: str


class Left(NamedTuple):
    """A cell in which people put something of their own where this version has another formula."""

    sheet: str
    place: str
    label: str


class NewFormula(NamedTuple):
    """A cell with a formula of an earlier version; rows and columns are those of the file."""

    sheet: str
    key: str  # of a labelled cell, or ``table[header]``
    row: int
    column: int


@dataclass
class Plan:
    """All that is done to one workbook."""

    version: str  # of the workbook, "" when it does not say
    sheets: dict[str, Sheet] = field(default_factory=dict)  # ours that are there, by name
    tables: dict[str, Ours] = field(default_factory=dict)
    boxes: dict[str, Area] = field(default_factory=dict)  # of each table in a new workbook
    lacking: list[str] = field(default_factory=list)  # sheets that come as a whole
    rows: list[NewRow] = field(default_factory=list)
    grown: list[NewRow] = field(default_factory=list)  # the same in tables that the builder keeps
    formulas: list[NewFormula] = field(default_factory=list)
    texts: list[tuple[str, Key, Key]] = field(default_factory=list)  # sheet, cell there and here
    left: list[Left] = field(default_factory=list)
    stale: list[tuple[str, str]] = field(default_factory=list)  # sheet and header of old columns

    @property
    def changes(self) -> bool:
        """Whether the workbook lacks anything."""
        some = any(sheet.new or sheet.wider for sheet in self.sheets.values())
        return bool(self.lacking or self.rows or self.formulas or some)


def make_plan(data: bytes, jaar: Jaar, content: Content, new: bytes) -> Plan:
    """Return what a workbook needs.

    Args:
        data: Its package.
        jaar: The workbook as read.
        content: What the new, empty workbook of the same year was made from.
        new: The package of that new workbook.

    Raises:
        OtherNameError: Names of sheets must be put right first.
        InTheWayError: Something of people stands where a column must come.
    """
    old, fresh = Model(data).book, Model(new).book
    names = {name.casefold(): str(item.attr_text) for name, item in old.defined_names.items()}
    _check_names(old, names)
    plan = Plan(version=version_of(jaar))
    drawn = _drawn(data)
    present = {normalise(str(sheet.title)): sheet for sheet in old.worksheets}
    for spec in schema.sheets(()):
        boxes = {str(t.displayName): area_of(t) for t in fresh[spec.name].tables.values()}
        plan.boxes |= boxes
        sheet = present.get(normalise(spec.name))
        if sheet is None:
            plan.lacking.append(spec.name)
            continue
        found = found_sheet(spec, sheet, names, drawn.get(str(sheet.title), 0))
        plan.sheets[spec.name] = found
        tables = list(found_tables(spec, sheet))
        plan.tables |= {table.spec.name: table for table in tables}
        _old_formulas(plan, found, tables, sheet)
        _old_texts(plan, found, sheet)
        found.make_room({name: box.bottom - box.top + 1 for name, box in boxes.items()})
        for table in tables:
            _rows(plan, found, table, jaar, content)
            found.widen(table)
            _old_columns(plan, found, table)
            if is_kept_by_us(spec, table.spec) and table.spec.name in content.tables:
                _grow(plan, found, table, len(content.tables[table.spec.name]))
    return plan


def version_of(jaar: Jaar) -> str:
    """Return the version that made a workbook, "" where it does not say one."""
    words = str(jaar.cells.get(VERSION) or "").split()
    try:
        return str(Version(words[-1])) if words else ""
    except InvalidVersion:
        return ""


def is_kept_by_us(spec: SheetSpec, table: TableSpec) -> bool:
    """Tell whether the builder alone fills a table: no step does, and nobody types in it."""
    return table.generated and not spec.receipt and not table.grows


def _check_names(old: Any, names: Mapping[str, str]) -> None:
    """Refuse a workbook in which a sheet does not have the name that it should have."""
    sheets = {normalise(str(sheet.title)): sheet for sheet in old.worksheets}
    others = {normalise(str(sheet.title)) for sheet in old.chartsheets}
    where = {
        normalise(str(table.displayName)): str(sheet.title)
        for sheet in old.worksheets
        for table in sheet.tables.values()
    }
    for spec in schema.sheets(()):
        here = sheets.get(normalise(spec.name))
        ours = set(_titles(spec, where, names))
        if here is None and ours:
            raise OtherNameError(
                f"Blad {spec.name} heet in deze werkmap ‘{min(ours)}’. Geef het zijn naam "
                f"{spec.name} terug en probeer het opnieuw; er is niets veranderd."
            )
        foreign = here is not None and not ours and not _is_ours(here, spec)
        if foreign or normalise(spec.name) in others:
            raise OtherNameError(
                f"Deze versie heeft een nieuw blad {spec.name}, en er is al een eigen blad met die "
                "naam. Geef uw blad een andere naam en probeer het opnieuw; er is niets veranderd."
            )


def _titles(spec: SheetSpec, where: Mapping[str, str], names: Mapping[str, str]) -> Iterator[str]:
    """Yield the sheets on which the tables and named cells of a sheet of ours stand."""
    for table in spec.tables:
        if (found := where.get(normalise(table.name))) is not None:
            yield found
    for block in spec.blocks:
        for item in block.fields:
            place = parse_reference(names.get(item.name.casefold()))
            if place is not None:
                yield place[0]


def _is_ours(sheet: Any, spec: SheetSpec) -> bool:
    """Tell whether a sheet without our tables and names is ours all the same."""
    code_name: str | None = sheet.sheet_properties.codeName
    return spec.code_name == code_name or spec.title == str(sheet.cell(1, 1).value)


def _drawn(data: bytes) -> dict[str, int]:
    """Return the last row that a chart or picture covers, by sheet."""
    parts, found = Parts(data), {}
    for title, part in parts.sheets.items():
        for target in parts.targets(part, "drawing").values():
            rows = re.findall(r"<xdr:to>.*?<xdr:row>(\d+)</xdr:row>", parts[target], re.DOTALL)
            found[title] = max([0, *(int(row) + 1 for row in rows)])
    return found


def _old_formulas(plan: Plan, found: Sheet, tables: list[Ours], sheet: Any) -> None:
    """Look up each cell that holds a formula of an earlier version, or something of people."""
    spec = found.spec
    for block in spec.blocks:
        for place, item in enumerate(block.fields):
            row = found.fields.get(key_of(spec, item))
            if item.formula and row is not None:
                declared = earlier.relative(item.formula, row_of(block, place))
                key = key_of(spec, item)
                _compare(plan, found, sheet, (key, declared, item.label), (row, 2))
    for table in tables:
        for place, column_key in enumerate(table.keys):
            column = next((c for c in table.spec.columns if c.key == column_key), None)
            if column is None or not column.formula:
                continue
            for row in range(table.box.top + 1, table.box.bottom + 1 - table.totals):
                key = f"{table.spec.name}[{column.header}]"
                text = formula_of(column, row, table)
                declared = earlier.relative(text, row)
                where = (row, table.box.left + place)
                _compare(plan, found, sheet, (key, declared, column.header), where)


def _old_texts(plan: Plan, found: Sheet, sheet: Any) -> None:
    """Look up the texts of an earlier version; those that people changed stay."""
    for key, source, here in our_texts(found.spec, found.fields):
        cell = sheet._cells.get(here)
        if cell is not None and cell.value in earlier.texts().get(key, ()):
            plan.texts.append((found.spec.name, source, here))


def our_texts(spec: SheetSpec, rows: Mapping[str, int]) -> Iterator[tuple[str, Key, Key]]:
    """Yield the cells with a text of ours: what they are, where in a new workbook, and where here.

    The row of a receipt is for steps.
    """
    for row in range(1, RECEIPT_ROW + (not spec.receipt)):
        yield earlier.text_key(spec.name, row), (row, 1), (row, 1)
    for block in spec.blocks:
        for place, item in enumerate(block.fields):
            key = key_of(spec, item)
            if key in rows:
                for column, what in ((1, "label"), (3, "note")):
                    yield f"{key} {what}", (row_of(block, place), column), (rows[key], column)


def formula_of(column: Column, row: int, table: Ours) -> str:
    """Return the formula of this version for a row of a table as it is in the older workbook."""
    places = {key: at for at, key in enumerate(table.keys, table.box.left)}
    known = all(name in places for name in ABOVE.findall(column.formula or ""))
    return column.formula_in(row, table.box.top, places) if known else ""


def _compare(
    plan: Plan, found: Sheet, sheet: Any, what: tuple[str, str, str], where: tuple[int, int]
) -> None:
    key, declared, label = what
    row, column = where
    cell = sheet._cells.get(where)
    value = None if cell is None else cell.value
    if value is None:
        if "[" not in key:  # in an empty row of a table a formula is not needed
            plan.formulas.append(NewFormula(found.spec.name, key, row, column))
        return
    formula = isinstance(value, str) and value.startswith("=")
    known = earlier.relative(value, row) if formula else None
    if known == declared:
        return
    if known is not None and known in earlier.formulas().get(key, ()):
        plan.formulas.append(NewFormula(found.spec.name, key, row, column))
    elif key in earlier.formulas():
        plan.left.append(Left(found.title, f"{cell.coordinate}", label))


def _rows(plan: Plan, found: Sheet, table: Ours, jaar: Jaar, content: Content) -> None:
    """Make room for rows that this version adds to a table in which people type."""
    name = table.spec.name
    key = KEYED.get(name)
    read = jaar.tables.get(name)
    if key is None or read is None or key not in read.present:
        return
    there: dict[str, int] = {}
    for row in read.rows:
        there[normalise(str(row.values.get(key) or ""))] = found.now(row.number, 1)[0]
    last = found.now(max([read.header_row, *(row.number for row in read.rows)]), 1)[0]
    at = last + 1
    for place, given in enumerate(content.tables.get(name, ())):
        word = normalise(str(given.get(key) or ""))
        known = there.get(word)
        if known is not None:
            at = known + 1
            continue
        if name == "tblKader" and not _is_new(str(given[key]), plan.version):
            continue
        if at <= last or not found.free(_line(found.tables[name], at), but=name):
            found.insert_rows(at, 1)
            plan.rows = [
                item._replace(row=item.row + (item.row >= at)) if item.table == name else item
                for item in plan.rows
            ]
            there = {code: row + (row >= at) for code, row in there.items()}
        box = found.tables[name]
        found.tables[name] = box._replace(bottom=max(box.bottom, at))
        found.taken |= {(at, column) for column in range(box.left, box.right + 1)}
        plan.rows.append(NewRow(name, plan.boxes[name].top + 1 + place, at, str(given[key])))
        last = max(last + 1, at)
        at += 1


def _grow(plan: Plan, found: Sheet, table: Ours, wanted: int) -> None:
    """Give a table that the builder keeps as many rows as it has in a new workbook."""
    name, source = table.spec.name, plan.boxes[table.spec.name].top
    box = found.tables[name]
    there = box.bottom - box.top
    found.grow(name, wanted - there)
    for place in range(there + 1, wanted + 1):
        plan.grown.append(NewRow(name, source + place, box.top + place, ""))
    found.tables[name] = box._replace(bottom=max(box.bottom, box.top + wanted))


def _line(box: Area, row: int) -> Area:
    return Area(row, box.left, row + 1, box.right)


def _is_new(code: str, version: str) -> bool:
    """Tell whether a parameter came after a version; one that people removed stays away."""
    since = parameters_by_code()[code].since
    return bool(since) and (not version or Version(since) > Version(version))


def _old_columns(plan: Plan, found: Sheet, table: Ours) -> None:
    gone = earlier.headers().get(table.spec.name, frozenset())
    plan.stale += [(found.title, header) for header in table.headers if header in gone]
