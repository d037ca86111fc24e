"""The package check must find each planted defect, and nothing in a sound workbook."""

import re
from collections.abc import Callable
from typing import NamedTuple

import pytest

from regio_xl import builder
from tests.support.package import problems
from tests.support.parts import CONTENT_TYPES, Package, packed

Parts = dict[str, bytes]
LONG = "x" * 300
TABLE = rb'name="tblDeelnemers"'
SHEET = rb"VALUE\(MAX\(0,tblDeelnemers\[\[#This Row\],\[DVO-uren\]\].*<sheetProtection"
COLOURED = rb"<cfRule "
BOOK, STYLES = "xl/workbook.xml", "xl/styles.xml"
DRAWN, DRAWN_RELS = "xl/worksheets/sheet1.xml", "xl/worksheets/_rels/sheet1.xml.rels"
TWO_TABLES = rb"(?s)<Relationships.*tables/.*tables/"
R = re.compile


class Planted(NamedTuple):
    """Replace ``old`` in ``part`` (a name, or a pattern that its contents match) by ``new``."""

    name: str
    part: str | bytes
    old: str | re.Pattern[str]
    new: str
    expected: str


DEFECTS = (
    # Tables
    Planted("header cell differs", TABLE, 'name="Type"', 'name="Soort"', "has header cell 'Type'"),
    Planted("range too wide", TABLE, 'ref="A5:I32" t', 'ref="A5:J32" t', "does not match 9 col"),
    Planted("column count", TABLE, 'count="9"', 'count="10"', "says 10 columns"),
    Planted("no data row", TABLE, 'ref="A5:I32"', 'ref="A5:I5"', "has no data row"),
    Planted("filter elsewhere", TABLE, 'Filter ref="A5', 'Filter ref="A6', "does not match A5"),
    Planted("same column twice", TABLE, 'name="Type"', 'name="Code"', "'code' is used 2 times"),
    Planted("same column id", TABLE, '<tableColumn id="2"', '<tableColumn id="1"', "column id 1"),
    Planted("table style", TABLE, R(r'dataDxfId="\d+'), 'dataDxfId="999', "dataDxfId 999 of"),
    Planted("same table id", TABLE, R(r' id="\d+" name="tblD'), ' id="1" name="tblD', "table id 1"),
    Planted("same table name", TABLE, "tblDeelnemers", "tblVoorstellen", "name tblvoorstellen"),
    Planted("name like A1", TABLE, "tblDeelnemers", "TBL1", "looks like a cell address"),
    Planted("name like R1C1", TABLE, "tblDeelnemers", "R1C1", "looks like a cell address"),
    Planted("name with space", TABLE, "tblDeelnemers", "tbl Deelnemers", "not a name that Excel"),
    Planted("tables overlap", rb'name="tblDekking"', 'ref="O5:T6"', 'ref="L5:Q6"', "overlap"),
    Planted("table like a name", TABLE, "tblDeelnemers", "jaar", "is also the name of a table"),
    # Sheets and names
    Planted("sheet name too long", BOOK, 'name="Over"', f'name="{"o" * 32}"', "32 characters"),
    Planted("sheet name illegal", BOOK, 'name="Over"', 'name="O/ver"', "Excel refuses"),
    Planted("sheet name twice", BOOK, 'name="Over"', 'name="START"', "'start' is used 2 times"),
    Planted("sheet id twice", BOOK, 'sheetId="2"', 'sheetId="1"', "sheet id 1 is used 2"),
    Planted("sheet dangles", BOOK, R(r'r:id="rId\d+'), 'r:id="rId999', "rId999, which does not"),
    Planted("name to #REF!", BOOK, "'Kader'!$B$5", "#REF!", "jaar points nowhere"),
    Planted("name to no sheet", BOOK, "'Kader'!$B$5", "'Weg'!$B$5", "'Weg', which does not exist"),
    Planted("name twice", BOOK, 'Name name="fase"', 'Name name="jaar"', "jaar stands 2 times"),
    Planted("name like a cell", BOOK, 'Name name="fase"', 'Name name="AB12"', "'AB12' is not a n"),
    Planted("name unknown", BOOK, 'Name name="jaar"', 'Name name="anders"', "jaar does not exist"),
    Planted("active tab", BOOK, "<workbookView ", '<workbookView activeTab="99" ', "active tab"),
    # Validations and formats
    Planted("long list", SHEET, '"gemeente,provincie"', f'"{LONG}"', "list of 300 characters"),
    Planted("long prompt", SHEET, ' prompt="Kies', f' prompt="{LONG}', "prompt has"),
    Planted("long title", SHEET, 'promptTitle="Type"', f'promptTitle="{LONG}"', "32 allowed"),
    Planted("long error title", SHEET, 'errorTitle="Kies', f'errorTitle="{LONG}', "errorTitle has"),
    Planted("long error", SHEET, ' error="Deze', f' error="{LONG}', "225 allowed"),
    Planted("no criterion", SHEET, "<formula1>36526</formula1>", "", "without a criterion"),
    Planted("table in validation", SHEET, ">36526<", ">tblKader[Code]<", "no table reference"),
    Planted("format style", COLOURED, R(r'dxfId="\d+"'), 'dxfId="99"', "style 99 of"),
    Planted("font missing", STYLES, 'fontId="1"', 'fontId="88"', "fontId 88 does not exist"),
    Planted("format missing", STYLES, 'mt numFmtId="164"', 'mt numFmtId="199"', "format 164"),
    Planted("style count", STYLES, '<fonts count="', '<fonts count="9', "fonts says 9"),
    Planted("long footer", SHEET, "Pagina ", LONG, "header or footer"),
    # Formulas
    Planted("semicolon", SHEET, "MAX(0,", "MAX(0;", "with a semicolon"),
    Planted("leading =", SHEET, "<f>IF(", "<f>=IF(", "starts with ="),
    Planted("new function", SHEET, "<f>IF(", "<f>IFS(", "IFS needs _xlfn."),
    Planted("volatile", SHEET, "<f>IF(", "<f>RAND()+IF(", "RAND is volatile"),
    Planted("indirect", SHEET, "<f>IF(", '<f>INDIRECT("A1")+IF(', "INDIRECT is volatile"),
    Planted("offset in a name", BOOK, "'Kader'!$B$5", "OFFSET('Kader'!$B$4,1,0)", "OFFSET is vol"),
    Planted("other file", SHEET, "<f>IF(", "<f>[1]Blad1!A1+IF(", "links to another file"),
    Planted("lost reference", SHEET, "<f>IF(", "<f>#REF!+IF(", "refers to nothing"),
    Planted("@ in a formula", SHEET, "[[#This Row],[DVO", "[@[DVO", "writes @"),
    Planted("unknown column", SHEET, ",[DVO-uren]]", ",[Uren DVO]]", "has no column Uren DVO"),
    Planted("unknown table", SHEET, "tblDeelnemers[[", "tblWeg[[", "table tblWeg does not exist"),
    # Cells
    Planted("text index", SHEET, R(r't="s"><v>\d+'), 't="s"><v>99999', "'99999' is no value"),
    Planted("style index", SHEET, R(r'r="A1" s="\d+'), 'r="A1" s="999', "style 999 of"),
    Planted("cell out of order", SHEET, 'r="B6"', 'r="E6"', "C6 is out of order"),
    Planted("cell in wrong row", SHEET, 'r="B6"', 'r="B7"', "B7 stands in row 6"),
    Planted("cell twice", SHEET, 'r="B6"', 'r="A6"', "A6 stands twice"),
    Planted("row twice", SHEET, '<row r="6"', '<row r="5"', "row 5 stands twice"),
    Planted("row order", SHEET, '<row r="6"', '<row r="60"', "row 7 follows row 60"),
    Planted("dimension", SHEET, 'dimension ref="A1:I32"', 'dimension ref="A1:E32"', "outside"),
    Planted("no number", SHEET, R("</f><v>[^<]*"), "</f><v>13,8", "'13,8' is no value"),
    Planted("error value", SHEET, 't="n"><f>', 't="e"><f>', "the value is the error"),
    Planted("shared formula text", SHEET, 't="n"><f>', 't="s"><f>', "a formula with a value of"),
    Planted("columns overlap", SHEET, '<col min="2"', '<col min="1"', "overlaps or is out of"),
    Planted("row too high", SHEET, 'ht="30"', 'ht="500"', "is too high"),
    # Parts
    Planted("drawing id", DRAWN, '<drawing r:id="rId1"', '<drawing r:id="rId9"', "drawing uses"),
    Planted("target missing", DRAWN_RELS, "drawing1.xml", "drawing9.xml", "rId1 dangles"),
    Planted("relationship id twice", TWO_TABLES, '"rId2"', '"rId1"', "id rId1 is used 2 times"),
    Planted("type of nothing", CONTENT_TYPES, "chart2.xml", "chart9.xml", "chart9.xml, which does"),
    Planted("part without own type", CONTENT_TYPES, "chart2.xml", "chart9.xml", "general content"),
    Planted("plain type in .xlsm", CONTENT_TYPES, "application/vnd.ms-excel.sheet.macroEnabled.main"
            "+xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
            "not the one of .xlsm"),
)  # fmt: skip


@pytest.fixture(scope="module")
def sound() -> Parts:
    return Package(builder.build(builder.example(2026)), ".xlsm").parts


def test_a_sound_workbook_has_no_problems(sound: Parts) -> None:
    assert problems(packed(sound), ".xlsm") == []


@pytest.mark.parametrize("planted", DEFECTS, ids=lambda planted: planted.name)
def test_a_planted_defect_is_found(sound: Parts, planted: Planted) -> None:
    name = _find(sound, planted.part)
    before = sound[name].decode()
    if isinstance(planted.old, str):
        after = before.replace(planted.old, planted.new)
    else:
        after = planted.old.sub(planted.new, before, count=1)
    assert after != before, f"{planted.old!r} does not occur in {name}"
    found = problems(packed(sound | {name: after.encode()}), ".xlsm")
    assert any(planted.expected in sentence for sentence in found), found


def _without_type(parts: Parts) -> Parts:
    return parts | {"xl/media/image1.png": b""}


def _external_link(parts: Parts) -> Parts:
    link = (
        b'<Relationship Id="rId900" TargetMode="External" Target="ander.xlsx" '
        b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
        b'externalLinkPath"/></Relationships>'
    )
    name = "xl/_rels/workbook.xml.rels"
    return parts | {name: parts[name].replace(b"</Relationships>", link)}


def _calc_chain(parts: Parts) -> Parts:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    relation = (
        b'<Relationship Id="rId900" Target="calcChain.xml" '
        b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/calcChain"/>'
        b"</Relationships>"
    )
    name = "xl/_rels/workbook.xml.rels"
    return parts | {
        name: parts[name].replace(b"</Relationships>", relation),
        "xl/calcChain.xml": f'<calcChain xmlns="{main}"><c r="A1" i="1"/></calcChain>'.encode(),
    }


def _orphan(parts: Parts) -> Parts:
    return parts | {"xl/drawings/drawing7.xml": parts["xl/drawings/drawing1.xml"]}


def _control_character(parts: Parts) -> Parts:
    name = "xl/sharedStrings.xml"
    return parts | {
        name: re.sub(rb"<t>[^<]*</t>", b"<t>" + b"x" * 40_000 + b"</t>", parts[name], count=1)
    }


def _merge_in_table(parts: Parts) -> Parts:
    name = _find(parts, SHEET)
    merge = b'<mergeCells count="1"><mergeCell ref="A6:A7"/></mergeCells><dataValidations '
    return parts | {name: parts[name].replace(b"<dataValidations ", merge)}


@pytest.mark.parametrize(
    ("plant", "expected"),
    [
        (_without_type, "image1.png has no content type"),
        (_external_link, "external link to ander.xlsx"),
        (_calc_chain, "calcChain names Start!A1, which holds no formula"),
        (_orphan, "drawing7.xml is an orphan"),
        (_control_character, "is too long"),
        (_merge_in_table, "merged cells inside the table"),
    ],
)
def test_a_planted_part_is_found(
    sound: Parts, plant: Callable[[Parts], Parts], expected: str
) -> None:
    found = problems(packed(plant(sound)), ".xlsm")
    assert any(expected in sentence for sentence in found), found


def test_a_macro_content_type_in_an_xlsx_is_found(sound: Parts) -> None:
    found = problems(packed(sound), ".xlsx")
    assert any("not the one of .xlsx" in sentence for sentence in found), found


def _find(parts: Parts, part: str | bytes) -> str:
    if isinstance(part, str):
        return part
    return next(name for name, data in parts.items() if re.search(part, data, re.DOTALL))
