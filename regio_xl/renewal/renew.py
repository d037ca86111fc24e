"""An older workbook with all that this version's has: the package, edited in place.

What the older one lacks is taken over from a new, empty workbook of the same year. Rows and columns
come in as Excel inserts them, so that all that people have stays where it was, and all that refers
to it stays right (ADR 0011).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from html import escape

from regio_xl.builder.content import Content
from regio_xl.engine.calculation import Calculation, Change
from regio_xl.engine.model import MAX_ROWS, Key, address
from regio_xl.renewal import areas, cells, macros, sheets
from regio_xl.renewal.areas import Area, Move
from regio_xl.renewal.cells import Raw
from regio_xl.renewal.layout import Ours, Sheet, key_of, row_of
from regio_xl.renewal.parts import Parts, attributes, link, with_attribute
from regio_xl.renewal.plan import Plan
from regio_xl.renewal.styles import Styles
from regio_xl.sheets import schema
from regio_xl.sheets.buttons import BUTTONS
from regio_xl.sheets.declare import TableSpec
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
        changes.append({**change, "formula": f"={_declared(sheet, item.key, row)}"})
    if not changes:
        return data
    calculation = Calculation(data, now)
    calculation.apply(changes)
    edited = calculation.edited()
    calculation.close()
    return edited


def _declared(sheet: Sheet, key: str, row: int) -> str:
    """Return the formula of this version for a cell that is in a certain row now."""
    for block in sheet.spec.blocks:
        for place, item in enumerate(block.fields):
            if key_of(sheet.spec, item) == key:
                rows = _Rows(sheet, row_of(block, place), row)
                return cells.translated(str(item.formula), rows)
    for table in sheet.spec.tables:
        for column in table.columns:
            if f"{table.name}[{column.header}]" == key:
                return str(column.formula)
    raise KeyError(key)


class _Rows:
    """Where a row of a new workbook is on this sheet, seen from a cell that is in both."""

    def __init__(self, sheet: Sheet, source: int, here: int) -> None:
        self._rows = {
            row_of(block, place): sheet.fields[key_of(sheet.spec, item)]
            for block in sheet.spec.blocks
            for place, item in enumerate(block.fields)
        }
        self._away = here - source

    def __call__(self, row: int) -> int:
        return self._rows.get(row, row + self._away)


Copy = tuple[Area, Key, _Rows | None]
"""An area of the new workbook, where it goes, and how rows in its formulas change."""


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

    # A sheet that is there

    def fill(self, sheet: Sheet) -> None:
        """Put the cells, tables and columns on a sheet for which room was made."""
        part, source = self._old.sheets[sheet.title], self._new.sheets[sheet.spec.name]
        fresh = self._new[source]
        raw, tall = cells.read(fresh, self._shared), cells.heights(fresh)
        found: dict[Key, Raw] = {}
        moves: list[Move] = []
        heights: dict[int, float] = {}
        for origin, target, rows in self._copies(sheet):
            moves.append((origin, target[0] - origin.top, target[1] - origin.left))
            for (row, column), cell in raw.items():
                if Area(row, column, row, column).within(origin):
                    here = row + target[0] - origin.top, column + target[1] - origin.left
                    found[here] = self._moved(cell, rows)
                    if row in tall and rows is not None:
                        heights[here[0]] = tall[row]
        widths: dict[int, str] = {}
        for name, count in sheet.wider.items():
            self._new_columns(sheet, name, count, (raw, fresh), (found, moves, widths))
        xml = cells.put(self._old[part], found, heights)
        xml = areas.with_rules(xml, fresh, moves, self._styles.difference)
        xml = areas.with_lists(xml, fresh, list(self._lists(sheet)))
        if widths:
            xml = cells.with_columns(xml, cells.columns(xml), widths)
        self._old[part] = self._with_links(sheet, xml)
        self._tables(sheet, part, source)

    def _moved(self, cell: Raw, rows: _Rows | None) -> Raw:
        formula = cell.formula
        if formula is not None and rows is not None:
            formula = cells.translated(formula, rows)
        return cell._replace(style=self._styles.cell(cell.style), formula=formula)

    def _copies(self, sheet: Sheet) -> Iterator[Copy]:
        """Yield the areas of the new workbook that are taken over, and where they go."""
        yield from self._new_fields(sheet)
        yield from self._new_tables(sheet)
        for item in (*self._plan.rows, *self._plan.grown):
            if item.table in sheet.tables:
                yield from self._row(sheet, item.table, item.source, item.row)

    def _new_fields(self, sheet: Sheet) -> Iterator[Copy]:
        spec = sheet.spec
        for block in spec.blocks:
            keys = [key_of(spec, item) for item in block.fields]
            for place, key in enumerate(keys):
                if key in sheet.new:
                    source, here = row_of(block, place), sheet.fields[key]
                    title = bool(block.title) and place == 0 and set(keys) <= set(sheet.new)
                    rows = _Rows(sheet, source, here)
                    yield Area(source - title, 1, source, 3), (here - title, 1), rows

    def _new_tables(self, sheet: Sheet) -> Iterator[Copy]:
        for table in sheet.spec.tables:
            if table.name in sheet.new:
                box, here = self._plan.boxes[table.name], sheet.tables[table.name]
                rows = _Rows(sheet, box.top, here.top)
                if table.title:
                    line = Area(box.top - 1, box.left, box.top - 1, box.left)
                    yield line, (here.top - 1, here.left), rows
                yield self._reach(table), (here.top, here.left), rows

    def _row(self, sheet: Sheet, name: str, source: int, row: int) -> Iterator[Copy]:
        """Yield the cells of one row, each to the column with the same key."""
        table, box, here = self._plan.tables[name], self._plan.boxes[name], sheet.tables[name]
        rows = _Rows(sheet, source, row)
        for place, column in enumerate(table.spec.columns):
            if column.key in table.keys:
                at = here.left + table.keys.index(column.key)
                cell = Area(source, box.left + place, source, box.left + place)
                yield cell, (row, at), rows

    def _reach(self, table: TableSpec) -> Area:
        """Return a table in a new workbook with all that its rules reach, down to the next one."""
        box = self._plan.boxes[table.name]
        sheet, _ = schema.tables()[table.name]
        below = [
            self._plan.boxes[other.name].top - 1 - bool(other.title)
            for other in sheet.tables
            if self._plan.boxes[other.name].top > box.top
        ]
        return box._replace(bottom=min([MAX_ROWS - 1000, *below]))

    def _new_columns(
        self,
        sheet: Sheet,
        name: str,
        count: int,
        source: tuple[dict[Key, Raw], str],
        into: tuple[dict[Key, Raw], list[Move], dict[int, str]],
    ) -> None:
        """Put new columns at the end of a table: header, a cell per row, rules and width."""
        raw, fresh = source
        found, moves, widths = into
        table, box, here = self._plan.tables[name], self._plan.boxes[name], sheet.tables[name]
        reach = self._reach(table.spec)
        wide = cells.columns(fresh)
        totals = self._totals(sheet, name)
        for offset, column in enumerate(table.lacking):
            at = box.left + table.spec.columns.index(column)
            to = here.right - count + 1 + offset
            moves.append((Area(box.top + 1, at, reach.bottom, at), here.top - box.top, to - at))
            found[here.top, to] = self._moved(raw[box.top, at], None)
            pattern = self._moved(raw[box.top + 1, at], None)
            pattern = pattern if pattern.formula is not None else Raw(pattern.style)
            for row in range(here.top + 1, here.bottom + 1 - totals):
                found[row, to] = pattern
            for first, last, rest in wide:
                if first <= at <= last:
                    widths[to] = cells.restyled(rest, self._styles.cell)

    def _totals(self, sheet: Sheet, name: str) -> int:
        _, text = self._table_part(self._old.sheets[sheet.title], name)
        return int(attributes(text[: text.index(">") + 1]).get("totalsRowCount", 0)) if text else 0

    def _lists(self, sheet: Sheet) -> Iterator[tuple[Key, Key]]:
        """Yield the cells with a list of choices in both: in the new workbook, and here."""
        for block in sheet.spec.blocks:
            for place, item in enumerate(block.fields):
                key = key_of(sheet.spec, item)
                if item.choices and key not in sheet.new:
                    yield (row_of(block, place), 2), (sheet.fields[key], 2)
        for table in sheet.spec.tables:
            if table.name in sheet.new:
                continue
            box, here, keys = (
                self._plan.boxes[table.name],
                sheet.tables[table.name],
                self._plan.tables[table.name].keys,
            )
            for place, column in enumerate(table.columns):
                if column.choices and column.key in keys:
                    at = here.left + keys.index(column.key)
                    yield (box.top + 1, box.left + place), (here.top + 1, at)

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

    # Tables

    def _table_part(self, part: str, name: str) -> tuple[str, str]:
        """Return the part of a table on a sheet, by its name in any case; "" for none."""
        for target in self._old.targets(part, "table").values():
            text = self._old[target]
            tag = re.search(r"<table\b[^>]*>", text)
            if tag and attributes(tag[0])["displayName"].casefold() == name.casefold():
                return target, text[tag.start() :]
        return "", ""

    def _tables(self, sheet: Sheet, part: str, source: str) -> None:
        for table in sheet.spec.tables:
            box = sheet.tables[table.name]
            if table.name in sheet.new:
                self._add_table(part, source, table.name, str(box))
                continue
            target, _ = self._table_part(part, table.name)
            text = self._with_ref(self._old[target], box)
            text = self._with_columns(text, self._plan.tables[table.name], source)
            if text != self._old[target]:
                self._old[target] = text

    def _add_table(self, part: str, source: str, name: str, ref: str) -> None:
        for target in self._new.targets(source, "table").values():
            if f'displayName="{name}"' in self._new[target]:
                made = sheets.add_table(self._old, self._new, target, self._styles, ref)
                xml = self._old[part]
                place = link(xml, self._old.relate(part, "table", made))
                known = re.findall(r"<tablePart\b[^>]*/>", xml)
                every = [*known, f"<tablePart {place}/>"]
                text = f'<tableParts count="{len(every)}">{"".join(every)}</tableParts>'
                self._old[part] = areas.with_element(xml, "tableParts", text)

    def _with_ref(self, text: str, box: Area) -> str:
        """Return a table with other cells; its filter keeps off a totals row."""
        head = re.search(r"<table\b[^>]*>", text)
        assert head is not None  # noqa: S101 - it was found by this very pattern
        (was,) = areas.areas(attributes(head[0])["ref"])
        if was == box:
            return text

        def filtered(match: re.Match[str]) -> str:
            (area,) = areas.areas(attributes(match[0])["ref"])
            bottom = area.bottom + box.bottom - was.bottom
            return with_attribute(match[0], "ref", box._replace(bottom=bottom))

        new = with_attribute(head[0], "ref", box)
        rest = re.sub(r"<autoFilter\b[^>]*>", filtered, text[head.end() :], count=1)
        return text[: head.start()] + new + rest

    def _with_columns(self, text: str, table: Ours, source: str) -> str:
        """Return a table with the columns that it lacks, and formulas of this version in others."""
        fresh = next(
            self._new[target]
            for target in self._new.targets(source, "table").values()
            if f'displayName="{table.spec.name}"' in self._new[target]
        )
        theirs = {attributes(tag)["name"]: tag for tag in _columns(fresh)}
        mine = _columns(text)
        last = max(int(attributes(tag)["id"]) for tag in mine)
        changed = {
            item.key for item in self._plan.formulas if item.key.startswith(f"{table.spec.name}[")
        }
        for place, tag in enumerate(mine):
            if table.keys[place] in {c.key for c in table.spec.columns if c.formula}:
                column = next(c for c in table.spec.columns if c.key == table.keys[place])
                if f"{table.spec.name}[{column.header}]" in changed:
                    mine[place] = _with_formula(tag, str(column.formula))
        for number, column in enumerate(table.lacking, last + 1):
            tag = theirs[escape(column.header)]
            mine.append(
                sheets.with_looks(
                    re.sub(r'\bid="\d+"', f'id="{number}"', tag, count=1), self._styles
                )
            )
        if mine == _columns(text):
            return text
        new = f'<tableColumns count="{len(mine)}">{"".join(mine)}</tableColumns>'
        return re.sub(r"<tableColumns\b.*?</tableColumns>", lambda _: new, text, flags=re.DOTALL)

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
        place = f"{_quoted(title)}!${cells.letters(column)}${row}"
        sheets.add_name(
            self._old, f'<definedName name="{name}">{escape(place, False)}</definedName>'
        )


def _columns(text: str) -> list[str]:
    return re.findall(r"<tableColumn\b[^>]*?/>|<tableColumn\b.*?</tableColumn>", text, re.DOTALL)


def _with_formula(tag: str, formula: str) -> str:
    new = f"<calculatedColumnFormula>{escape(formula, False)}</calculatedColumnFormula>"
    old = re.compile(r"<calculatedColumnFormula\b.*?</calculatedColumnFormula>", re.DOTALL)
    if old.search(tag):
        return old.sub(lambda _: new, tag)
    if tag.endswith("/>"):
        return f"{tag[:-2]}>{new}</tableColumn>"
    return tag.replace("</tableColumn>", f"{new}</tableColumn>")


def _quoted(title: str) -> str:
    return "'" + title.replace("'", "''") + "'"
