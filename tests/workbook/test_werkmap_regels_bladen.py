"""Rules about sheets and tables: 1, 2, 10, 11, 12, 13, 15, 17, 18."""

from itertools import pairwise

from openpyxl.worksheet.worksheet import Worksheet

from regio_xl.builder import styles
from regio_xl.sheets.declare import SheetType
from tests.support.parts import MAIN
from tests.support.view import CODES, View

MAX_NAME = 31
DC = "{http://purl.org/dc/elements/1.1/}"


def test_rule_01_sheet_over_tells_purpose_owner_version_contents_and_contact(book: View) -> None:
    told = {
        field.label: book.values["Over"].cell(row, 2).value
        for spec, field, row in book.fields()
        if spec.name == "Over"
    }
    for label in ("Doel", "Eigenaar", "Versie", "Contact", "Herkomst van de cijfers"):
        assert str(told[label] or "").strip(), f"Over says nothing about {label}"
    contents = book.records("tblBladen")
    assert [line["blad"] for line in contents] == book.formulas.sheetnames
    assert all(line["type"] and line["wie"] and line["inhoud"] for line in contents)


def test_rule_02_each_sheet_says_its_type_in_words_and_by_colour(book: View) -> None:
    colours = {}
    for spec, sheet in book.sheets():
        words = str(sheet["A2"].value)
        assert words.startswith(f"Soort blad: {spec.type.value} · voor: {spec.who}"), words
        colours.setdefault(spec.type, set()).add(sheet.sheet_properties.tabColor.rgb)
    assert all(len(found) == 1 for found in colours.values()), colours
    assert len(set.union(*colours.values())) == len(colours) == len(SheetType)


def test_rule_10_each_table_is_a_named_excel_table(book: View) -> None:
    for spec, sheet in book.sheets():
        assert set(sheet.tables) == {table.name for table in spec.tables}


def test_rule_10_what_looks_like_a_header_belongs_to_a_table(book: View) -> None:
    ground = styles.HEADER_GROUND.lstrip("#")
    headers = {(placed.sheet, placed.area.top) for placed in book.tables()}
    for sheet, cell in book.all_cells():
        if cell.fill.fgColor.rgb == f"FF{ground}":
            assert (sheet, cell.row) in headers, f"{sheet}!{cell.coordinate} is no table header"


def test_rule_11_no_cells_are_merged(book: View) -> None:
    for spec, sheet in book.sheets():
        assert not sheet.merged_cells.ranges, spec.name


def test_rule_12_no_row_or_column_inside_a_table_is_blank(book: View) -> None:
    for placed in book.tables():
        sheet = book.formulas[placed.sheet]
        inputs = [col for col, column in placed.columns() if not column.formula]
        empty = [
            row
            for row in placed.rows
            if all(sheet.cell(row, col).value in (None, "") for col in inputs)
        ]
        # Excel wants at least one row, so an empty table has one empty row.
        assert not empty or len(placed.rows) == 1, f"{placed.spec.name}: rows {empty}"
        assert placed.area.right - placed.area.left + 1 == len(placed.spec.columns)


def test_rule_13_each_table_has_one_header_row_with_unique_names(book: View) -> None:
    for placed in book.tables():
        sheet = book.formulas[placed.sheet]
        table = sheet.tables[placed.spec.name]
        headers = [sheet.cell(placed.area.top, col).value for col, _ in placed.columns()]
        assert table.headerRowCount == 1
        assert not table.totalsRowCount
        assert headers == [column.header for column in placed.spec.columns]
        assert all(isinstance(header, str) and header == header.strip() for header in headers)
        assert len({header.casefold() for header in headers}) == len(headers)


def test_rule_15_each_sheet_has_its_title_in_a1_and_a_short_unique_name(book: View) -> None:
    names = [name.casefold() for name in book.formulas.sheetnames]
    assert len(set(names)) == len(names)
    assert book.formulas.sheetnames == [spec.name for spec in book.specs]
    for spec, sheet in book.sheets():
        assert sheet["A1"].value == spec.title
        assert len(spec.name) <= MAX_NAME
        assert not spec.name.startswith(("Sheet", "Blad"))


def test_rule_17_no_row_column_or_sheet_is_hidden(book: View) -> None:
    for _, sheet in book.sheets():
        assert sheet.sheet_state == "visible"
        hidden = [key for key, row in sheet.row_dimensions.items() if row.hidden or row.ht == 0]
        hidden += [key for key, col in sheet.column_dimensions.items() if _is_hidden(col)]
        assert not hidden, f"{sheet.title}: {hidden}"
        assert all(not table.autoFilter.filterColumn for table in sheet.tables.values())
        assert not [cell for cell in _used(sheet) if cell.number_format == ";;;"]


def test_rule_18_the_workbook_opens_on_start_with_the_cursor_in_a1(book: View) -> None:
    root = book.package.xml(book.package.workbook)
    views = list(root.iter(f"{MAIN}workbookView"))
    assert book.formulas.sheetnames[0] == "Start"
    assert [view.get("activeTab", "0") for view in views] == ["0"]
    selected = [spec.name for spec, sheet in book.sheets() if sheet.sheet_view.tabSelected]
    assert selected == ["Start"]
    view = book.formulas["Start"].sheet_view
    active = view.pane.activePane if view.pane else None
    cursor = [item for item in view.selection if item.pane == active]
    assert [(item.activeCell, item.sqref) for item in cursor] in ([], [("A1", "A1")])
    assert view.topLeftCell in (None, "A1")


def test_rule_18_the_properties_hold_title_and_language(book: View) -> None:
    properties = book.package.xml("docProps/core.xml")
    assert properties.findtext(f"{DC}title") == "Regionale opdrachten"
    assert properties.findtext(f"{DC}language") == "nl-NL"
    assert book.formulas.properties.creator == "Omgevingsdienst Utrecht"


def test_rule_18_every_sheet_shows_its_top_left_corner(book: View) -> None:
    for spec, sheet in book.sheets():
        pane = sheet.sheet_view.pane
        assert sheet.sheet_view.topLeftCell in (None, "A1"), spec.name
        if pane is not None:
            row, col = int(pane.ySplit or 0) + 1, int(pane.xSplit or 0) + 1
            assert pane.topLeftCell == sheet.cell(row, col).coordinate, spec.name


def test_sheet_belang_has_one_column_per_participant_in_order(book: View) -> None:
    assert tuple(book.column("tblDeelnemers", "code")) == CODES
    placed = book.table("tblBelang")
    assert tuple(column.header for _, column in placed.columns())[1:] == CODES


def test_the_tables_of_a_sheet_leave_an_empty_column_or_row_between_them(book: View) -> None:
    for spec, _ in book.sheets():
        areas = sorted(placed.area for placed in book.tables() if placed.sheet == spec.name)
        for one, other in pairwise(areas):
            apart = other.top - one.bottom > 1 or abs(other.left - one.right) > 1
            assert apart, f"{spec.name}: {one} and {other} touch"


def _is_hidden(column: object) -> bool:
    return bool(column.hidden) or column.width == 0  # type: ignore[attr-defined]


def _used(sheet: Worksheet) -> list:  # type: ignore[type-arg]
    return [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
