"""The byte-exact edits in sheets, styles and packages, on XML that other programs write."""

import re
from types import SimpleNamespace

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from olefile import MAGIC

from regio_xl.engine.file import stream_names
from regio_xl.engine.model import Model
from regio_xl.engine.package import share
from regio_xl.engine.patching import (
    Growth,
    StyleBook,
    extend_areas,
    mend_font_order,
    patch_cells,
)

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


def test_fonts_are_put_in_the_order_of_the_schema():
    xml = b'<fonts><font><name val="A"/><b val="1"/><sz val="9"/></font><font><x/></font></fonts>'
    assert mend_font_order(xml) == (
        b'<fonts><font><b val="1"/><sz val="9"/><name val="A"/></font><font><x/></font></fonts>'
    )


def test_styles_are_added_to_a_part_with_a_prefix(plain):
    model = Model(plain.read_bytes())
    book = StyleBook(model.book)
    cell = model.book["Data"]["J1"]
    cell.number_format, cell._style.quotePrefix = '0" <&>"', 1
    xml = (
        b'<x:styleSheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b'<x:numFmts count="1"><x:numFmt numFmtId="170" formatCode="0&quot; &lt;&amp;&gt;&quot;"/>'
        b'</x:numFmts><x:cellXfs count="2"><x:xf/><x:xf/></x:cellXfs><x:dxfs><x:dxf><x:numFmt '
        b'numFmtId="171" formatCode="0&quot; &lt;&amp;&gt;&quot;"/></x:dxf></x:dxfs></x:styleSheet>'
    )
    new, numbers = book.number(xml, [cell._style])
    assert numbers[tuple(cell._style)] == 2
    assert b'<x:cellXfs count="3"><x:xf/><x:xf/><x:xf numFmtId="170"' in new
    assert new.count(b'quotePrefix="1"') == 1
    openpyxl.xml.functions.fromstring(new)
    assert book.number(new, [cell._style]) == (new, numbers)


def test_a_package_with_shared_strings_is_left_alone(simple):
    assert share(simple.read_bytes()) == {}


@pytest.mark.parametrize("data", [b"", MAGIC, MAGIC + b"\xff" * 600, MAGIC + bytes(600)])
def test_a_broken_container_has_no_names(data):
    assert stream_names(data) <= {""}


@given(st.binary(max_size=2048))
def test_no_container_makes_the_reader_fail_or_hang(data):
    stream_names(MAGIC + data)


def test_the_style_of_a_row_wins_from_that_of_its_column(simple):
    model = Model(simple.read_bytes())
    sheet = model.book["Data"]
    both = SimpleNamespace(row=model.inherited(sheet, 11, 2), column=model.inherited(sheet, 12, 2))
    assert tuple(both.row) != tuple(both.column)
