"""An older workbook with all that this version's has: the package, edited in place.

What the older one lacks is taken over from a new, empty workbook of the same year. Rows and columns
come in as Excel inserts them, so that all that people have stays where it was, and all that refers
to it stays right (ADR 0013).
"""

from __future__ import annotations

import re
from datetime import datetime
from html import escape

from regio_xl.builder.content import Content
from regio_xl.domain.table import column_letter
from regio_xl.engine.calculation import Calculation, Change
from regio_xl.engine.model import address
from regio_xl.renewal import areas, cells, macros, sheets, tables
from regio_xl.renewal.fill import Filling, declared
from regio_xl.renewal.layout import Sheet, key_of
from regio_xl.renewal.parts import Parts, attributes
from regio_xl.renewal.plan import Plan
from regio_xl.renewal.styles import Styles
from regio_xl.sheets import schema
from regio_xl.sheets.buttons import BUTTONS
from regio_xl.sheets.kader_waarden import load_parameters

SHARED = "sharedStrings"


def renewed(
    data: bytes, new: bytes, plan: Plan, content: Content, now: datetime, *, macro_enabled: bool
) -> tuple[bytes, list[str]]:
    """Return the package with all that the plan gives it, and what is to be told about macros.

    What fills the tables that the builder keeps, such as the list of parameters, is for the step
    that follows: then all of them are there.
    """
    data = _with_room(data, plan, now)
    work = Renewing(Parts(data), Parts(new), plan, content)
    work.take_sheets()
    for sheet in plan.sheets.values():
        work.fill(sheet)
    work.name_all()
    told = work.renew_macros() if macro_enabled else []
    return _with_formulas(work.finished(), plan, now), told


def _with_room(data: bytes, plan: Plan, now: datetime) -> bytes:
    """Insert the rows and columns, as Excel does.

    The calculator loses its way in widths of columns when columns come in; they are moved here.
    """
    changes: list[Change] = [item for sheet in plan.sheets.values() for item in sheet.changes]
    if not changes:
        return data
    parts = Parts(data)
    wide = {
        sheet.title: cells.columns(parts[parts.sheets[sheet.title]])
        for sheet in plan.sheets.values()
        if any(kind == "column" for kind, *_ in sheet.inserted)
    }
    for title in wide:
        part = parts.sheets[title]
        parts[part] = cells.without_columns(parts[part])
    calculation = Calculation(parts.package(), now)
    calculation.apply(changes)
    parts = Parts(calculation.edited())
    calculation.close()
    for sheet in plan.sheets.values():
        if sheet.title in wide:
            found = wide[sheet.title]
            for kind, at, count in sheet.inserted:
                found = cells.moved_columns(found, at, count) if kind == "column" else found
            part = parts.sheets[sheet.title]
            parts[part] = cells.with_columns(parts[part], found, {})
    return parts.package()


def _with_formulas(data: bytes, plan: Plan, now: datetime) -> bytes:
    """Give cells with a formula of an earlier version the one of this version."""
    changes: list[Change] = []
    for item in plan.formulas:
        sheet = plan.sheets[item.sheet]
        row, column = sheet.now(item.row, item.column)
        change = {"kind": "set_formula", "sheet": sheet.title, "address": address(row, column)}
        changes.append({**change, "formula": f"={declared(plan, sheet, item.key, row)}"})
    if not changes:
        return data
    calculation = Calculation(data, now)
    calculation.apply(changes)
    edited = calculation.edited()
    calculation.close()
    return edited


class Renewing:
    """The package of an older workbook, and of the new one that it takes things over from."""

    def __init__(self, old: Parts, new: Parts, plan: Plan, content: Content) -> None:
        self._old = old
        self._new = new
        self._plan = plan
        self._content = content
        self._styles = Styles(old[old.styles()], new[new.styles()])
        shared = new.targets(new.main, SHARED).values()
        self._shared = [text for name in shared for text in cells.strings(new[name])]

    def finished(self) -> bytes:
        """Return the package."""
        self._old[self._old.styles()] = self._styles.finished()
        return self._old.package()

    def take_sheets(self) -> None:
        """Take over the sheets that are not there at all."""
        taker = sheets.Taker(self._old, self._new, self._styles, self._shared)
        order = [spec.name for spec in schema.sheets(())]
        for name in self._plan.lacking:
            taker.take(name, order)

    def renew_macros(self) -> list[str]:
        """Give the workbook the macros and the ribbon of this version."""
        specs = {spec.name: spec for spec in schema.sheets(())}
        titles = {sheet.title: name for name, sheet in self._plan.sheets.items()}
        ours = {
            part: specs[titles.get(title, title)].code_name
            for title, part in self._old.sheets.items()
            if titles.get(title, title) in specs
        }
        return macros.renew(self._old, ours)

    def fill(self, sheet: Sheet) -> None:
        """Put the cells, columns and tables on a sheet for which room was made."""
        part, source = self._old.sheets[sheet.title], self._new.sheets[sheet.spec.name]
        filling = Filling(self._plan, sheet, self._new[source], self._shared, self._styles)
        self._old[part] = self._with_links(sheet, filling.put_on(self._old[part]))
        for table in sheet.spec.tables:
            theirs = tables.part_of(self._new, source, table.name)
            box = sheet.tables[table.name]
            if table.name in sheet.new:
                made = tables.copied(self._old, self._new, theirs, self._styles, str(box))
                tables.add(self._old, part, made)
                continue
            mine = tables.part_of(self._old, part, table.name)
            text = tables.with_ref(self._old[mine], box)
            changed = {
                column.header
                for column in table.columns
                for item in self._plan.formulas
                if item.key == f"{table.name}[{column.header}]"
            }
            ours = self._plan.tables[table.name]
            text = tables.with_columns(text, self._new[theirs], ours, changed, self._styles)
            if text != self._old[mine]:
                self._old[mine] = text

    def _with_links(self, sheet: Sheet, xml: str) -> str:
        """Let the list of sheets lead to each of them, in its new order."""
        for table in sheet.spec.tables:
            if table.name != "tblBladen":
                continue
            here, spot = sheet.tables[table.name], self._plan.tables[table.name].keys.index("blad")
            column = here.left + spot
            kept = [
                tag
                for tag in re.findall(r"<hyperlink\b[^>]*/>", xml)
                for area in areas.areas(attributes(tag)["ref"])
                if not (area.left == column and here.top < area.top <= here.bottom)
            ]
            names = [str(row["blad"]) for row in self._content.tables[table.name]]
            titles = {name: found.title for name, found in self._plan.sheets.items()}
            for row, name in enumerate(names, here.top + 1):
                target = escape(_quoted(titles.get(name, name)) + "!A1")
                place = address(row, column)
                kept.append(f'<hyperlink ref="{place}" location="{target}" display="{name}"/>')
            links = f"<hyperlinks>{''.join(kept)}</hyperlinks>"
            xml = areas.with_element(xml, "hyperlinks", links)
        return xml

    # Names

    def name_all(self) -> None:
        """Name the cells that formulas, steps and finance rely on."""
        for name, (spec, field, row) in schema.fields().items():
            sheet = self._plan.sheets.get(spec.name)
            if sheet is None:
                self._name(name, spec.name, row, 2)
            elif name in sheet.new:
                self._name(name, sheet.title, sheet.fields[key_of(spec, field)], 2)
        numeric = [item for item in load_parameters() if item.numeric]
        for row, parameter in enumerate(numeric):
            self._name_in("tblGeldend", "waarde", parameter.cell_name, row)
        for row, button in enumerate(BUTTONS):
            self._name_in("tblKnoppen", "werkt", button.allowed_name, row)
            self._name_in("tblKnoppen", "uitleg", button.help_name, row)

    def _name_in(self, table: str, key: str, name: str, row: int) -> None:
        """Name a cell in a row of a table that the builder keeps."""
        spec, declared = schema.tables()[table]
        sheet = self._plan.sheets.get(spec.name)
        if sheet is None or table in sheet.new:
            box = self._plan.boxes[table] if sheet is None else sheet.tables[table]
            column = box.left + declared.position(key) - declared.col
        else:
            box, ours = sheet.tables[table], self._plan.tables[table]
            keys = [*ours.keys, *(column.key for column in ours.lacking)]
            column = box.left + keys.index(key)
        self._name(name, sheet.title if sheet else spec.name, box.top + 1 + row, column)

    def _name(self, name: str, title: str, row: int, column: int) -> None:
        place = f"{_quoted(title)}!${column_letter(column)}${row}"
        sheets.add_name(
            self._old, f'<definedName name="{name}">{escape(place, False)}</definedName>'
        )


def _quoted(title: str) -> str:
    return "'" + title.replace("'", "''") + "'"
