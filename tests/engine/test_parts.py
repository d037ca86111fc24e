"""The byte-exact edits in sheets, styles and packages, on XML that other programs write."""

import re
from types import SimpleNamespace

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.styles import Font

from regio_xl.engine import ole
from regio_xl.engine.columns import patch_widths
from regio_xl.engine.model import Model
from regio_xl.engine.sheetxml import Growth, extend_areas, patch_cells
from regio_xl.engine.strings import share
from regio_xl.engine.styles import StyleBook, mend_font_order

NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def body(rows: str) -> bytes:
    return f'<worksheet {NS}><sheetData>{rows}</sheetData><tail a=">"/></worksheet>'.encode()


@pytest.mark.parametrize(
    ("before", "styles", "after"),
    [
        ('<row r="1"><c r="A1"/></row>', {(1, 1): 3}, '<row r="1"><c s="3" r="A1"/></row>'),
        (
            '<row r="1"><c r="A1" s="1" t="s"><v>0</v></c></row>',
            {(1, 1): 3},
            '<row r="1"><c s="3" r="A1" t="s"><v>0</v></c></row>',
        ),
        (
            '<row r="1"><c r="B1"/></row>',
            {(1, 1): 3, (1, 3): 4},
            '<row r="1"><c r="A1" s="3"/><c r="B1"/><c r="C1" s="4"/></row>',
        ),
        (
            '<row r="2"/><row r="9"><c r="A9"/></row>',
            {(1, 1): 1, (2, 2): 2, (5, 1): 3, (12, 1): 4},
            '<row r="1"><c r="A1" s="1"/></row><row r="2"><c r="B2" s="2"/></row>'
            '<row r="5"><c r="A5" s="3"/></row><row r="9"><c r="A9"/></row>'
            '<row r="12"><c r="A12" s="4"/></row>',
        ),
        (
            '<row r="1" spans="1:2"><c r="A1"/><c r="D1"/></row>',
            {},
            '<row r="1"><c r="A1"/><c r="D1"/></row>',
        ),
        (
            "<row><c/><c/></row><row><c/></row>",
            {(2, 1): 7},
            '<row><c/><c/></row><row><c s="7"/></row>',
        ),
    ],
)
def test_cells_get_a_style_wherever_they_are(before, styles, after):
    assert patch_cells(body(before), styles) == body(after)


def test_an_empty_sheet_gets_its_first_cell():
    xml = f"<worksheet {NS}><sheetData/></worksheet>".encode()
    expected = (
        f'<worksheet {NS}><sheetData><row r="2"><c r="B2" s="1"/></row></sheetData></worksheet>'
    )
    assert patch_cells(xml, {(2, 2): 1}) == expected.encode()


def test_a_prefix_is_kept():
    xml = b'<x:worksheet xmlns:x="n"><x:sheetData><x:row r="1"/></x:sheetData></x:worksheet>'
    assert b'<x:row r="1"><x:c r="A1" s="2"/></x:row>' in patch_cells(xml, {(1, 1): 2})


CELLS = st.dictionaries(st.tuples(st.integers(1, 9), st.integers(1, 9)), st.integers(0, 99))


@given(present=CELLS, wanted=CELLS)
def test_any_cells_end_up_in_order_with_the_right_style(present, wanted):
    rows = ""
    for row in sorted({row for row, _ in present}):
        cells = [(c, s) for (r, c), s in sorted(present.items()) if r == row]
        inner = "".join(f'<c r="{chr(64 + c)}{row}" s="{s}"/>' for c, s in cells)
        rows += f'<row r="{row}" spans="1:2">{inner}</row>'
    text = patch_cells(body(rows), wanted).decode()
    found = {}
    order = []
    for tag in re.findall(r"<c [^>]*>", text):
        column, row = re.search(r'r="([A-Z])(\d+)"', tag).groups()
        key = (int(row), ord(column) - 64)
        order.append(key)
        found[key] = int(re.search(r's="(\d+)"', tag)[1])
    assert order == sorted(order)
    assert found == present | wanted


def test_only_areas_that_end_on_the_last_row_of_the_table_grow():
    xml = (
        b'<worksheet><sheetData/><a sqref="B2:B4 D2:D4 B2:B3"/><sqref>C4</sqref>'
        b"<xm:sqref>A2:C4</xm:sqref></worksheet>"
    )
    grown = extend_areas(xml, [Growth(1, 3, 4, 9)])
    assert b'sqref="B2:B9 D2:D4 B2:B3"' in grown
    assert b"<sqref>C4:C9</sqref>" in grown
    assert b"<xm:sqref>A2:C9</xm:sqref>" in grown


@pytest.mark.parametrize(
    ("before", "widths", "after"),
    [
        ("", {2: 5.0}, '<cols><col min="2" max="2" width="5" customWidth="1"/></cols>'),
        (
            '<cols><col min="1" max="4" width="9" style="3" bestFit="1"/></cols>',
            {2: 5.5, 7: 6.0},
            '<cols><col min="1" max="1" width="9" style="3" bestFit="1"/>'
            '<col min="2" max="2" width="5.5" style="3" customWidth="1"/>'
            '<col min="3" max="4" width="9" style="3" bestFit="1"/>'
            '<col min="7" max="7" width="6" customWidth="1"/></cols>',
        ),
    ],
)
def test_columns_get_a_width_and_keep_their_style(before, widths, after):
    xml = f"<worksheet {NS}>{{}}<sheetData/></worksheet>"
    assert patch_widths(xml.format(before).encode(), widths) == xml.format(after).encode()


def test_fonts_are_put_in_the_order_of_the_schema():
    xml = b'<fonts><font><name val="A"/><b val="1"/><sz val="9"/></font><font><x/></font></fonts>'
    assert mend_font_order(xml) == (
        b'<fonts><font><b val="1"/><sz val="9"/><name val="A"/></font><font><x/></font></fonts>'
    )


def test_styles_are_added_to_a_part_with_a_prefix_and_without_number_formats(plain):
    model = Model(plain.read_bytes())
    book = StyleBook(model.book)
    cell = model.book["Data"]["J1"]
    cell.number_format, cell.font = '0" <&>"', Font(b=True, sz=30)
    xml = (
        b'<x:styleSheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b'<x:fonts count="2"><x:font/><x:font/></x:fonts><x:fills count="2"><x:fill/><x:fill/>'
        b'</x:fills><x:borders><x:border/></x:borders><x:cellXfs count="2"><x:xf/><x:xf/>'
        b"</x:cellXfs></x:styleSheet>"
    )
    new, numbers = book.number(xml, [cell._style])
    assert numbers[tuple(cell._style)] == 2
    assert b'<x:numFmts count="1"><x:numFmt numFmtId="164"' in new
    assert new.index(b"numFmts") < new.index(b"fonts")
    assert b'<x:fonts count="3">' in new
    assert b"&lt;&amp;&gt;" in new
    openpyxl.xml.functions.fromstring(new)


def test_a_package_with_shared_strings_is_left_alone(simple):
    assert share(simple.read_bytes()) == {}


@pytest.mark.parametrize(
    "data", [b"", ole.MAGIC, ole.MAGIC + b"\xff" * 600, ole.MAGIC + bytes(600)]
)
def test_a_broken_container_has_no_names(data):
    assert ole.stream_names(data) <= {""}


@given(st.binary(max_size=2048))
def test_no_container_makes_the_reader_fail_or_hang(data):
    ole.stream_names(ole.MAGIC + data)


def test_the_style_of_a_row_wins_from_that_of_its_column(simple):
    model = Model(simple.read_bytes())
    sheet = model.book["Data"]
    both = SimpleNamespace(row=model.inherited(sheet, 11, 2), column=model.inherited(sheet, 12, 2))
    assert tuple(both.row) != tuple(both.column)
