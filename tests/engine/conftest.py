"""Workbooks to try the engine on, each made by a program that is not the engine."""

from __future__ import annotations

import datetime as dt
import io
import struct
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
import xlwings as xw
from openpyxl.styles import Font
from openxml_audit import OpenXmlValidator

from regio_xl.engine import opened

Opener = Callable[[Path], xw.Book]
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154"
    "789c63f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)


def ole_file(*names: str) -> bytes:
    """A minimal OLE2 container (MS-CFB): header, one FAT sector, a directory of empty streams."""
    free = 0xFFFFFFFF
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16)
    head += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<9I", 0, 1, 1, 0, 4096, free - 1, 0, free - 1, 0)
    fat = struct.pack("<3I", free - 2, 2, free - 1) + struct.pack("<I", free) * 125
    entries = []
    for index, name in enumerate(["Root Entry", *names]):
        raw = name.encode("utf-16-le")
        right = index + 1 if 0 < index < len(names) else free
        child = 1 if index == 0 and names else free
        entry = raw.ljust(64, b"\0") + struct.pack("<H", len(raw) + 2)
        entry += struct.pack("<BBIII", 2 if index else 5, 1, free, right, child)
        entries.append(entry.ljust(128, b"\0")[:116] + struct.pack("<IQ", free - 1, 0))
    directory = b"".join(entries).ljust(1024, b"\0")[:1024]
    return head + struct.pack("<I", 0) + struct.pack("<I", free) * 108 + fat + directory


def make_simple(path: Path) -> Path:
    """A table with an input column that is unlocked, a calculated column, a total and names."""
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Data")
    unlocked = book.add_format({"locked": False, "bg_color": "#FFFFCC", "num_format": "0.00"})
    sheet.set_column("B:B", 12, unlocked)
    sheet.set_row(10, 20, book.add_format({"bold": True, "locked": False}))
    columns = [{"header": "K"}, {"header": "V"}]
    columns += [{"header": "F", "formula": "=tblX[[#This Row],[V]]*2"}]
    sheet.add_table("A1:C4", {"name": "tblX", "columns": columns})
    for row, (key, value) in enumerate([("a", 3), ("b", 4), ("c", 5)], start=1):
        sheet.write(row, 0, key)
        sheet.write(row, 1, value, unlocked)
        sheet.write_formula(row, 2, "=tblX[[#This Row],[V]]*2", None, value * 2)
    sheet.write_formula("E1", "=SUM(tblX[V])", None, 12)
    sheet.write_datetime("H1", dt.datetime(2026, 1, 2), book.add_format({"num_format": 14}))
    sheet.write("H2", "tekst", book.add_format({"num_format": "@"}))
    sheet.data_validation("B2:B4", {"validate": "integer", "criteria": ">=", "value": 0})
    red = book.add_format({"bg_color": "#FF0000"})
    rule = {"type": "cell", "criteria": ">", "value": 9, "format": red}
    sheet.conditional_format("B2:B4", rule)
    book.define_name("totaal", "=Data!$E$1")
    book.define_name("Data!lokaal", "=Data!$A$1:$B$2")
    sheet.protect()
    book.add_worksheet("Leeg")
    book.close()
    return path


def make_with_openpyxl(path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Data"
    for row in (["naam", "uren"], ["Utrecht", 10], ["Zeist", 20]):
        sheet.append(row)
    sheet["B4"] = "=SUM(B2:B3)"
    sheet["A1"].font = Font(bold=True, color="FF0000", name="Arial", sz=12)
    book.save(path)
    return path


def make_rich(path: Path) -> Path:
    """An .xlsm with about every part that openpyxl would lose."""
    vba = path.with_name("vbaProject.bin")
    vba.write_bytes(ole_file("VBA", "PROJECT"))
    picture = path.with_name("logo.png")
    picture.write_bytes(PNG)
    book = xlsxwriter.Workbook(path)
    book.add_vba_project(str(vba))
    book.set_custom_property("Versie", "1.0")
    sheet = book.add_worksheet("Data")
    sheet.write_column("A1", ["naam", "x", "y", "z"])
    sheet.write_column("B1", ["uren", 1, 2, 3])
    sheet.write_formula("B5", "=SUM(B2:B4)", None, 6)
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=Data!$B$2:$B$4", "categories": "=Data!$A$2:$A$4"})
    sheet.insert_chart("D2", chart, {"description": "Uren per naam"})
    sheet.insert_textbox("D20", "Toelichting")
    sheet.insert_button("D30", {"macro": "Klik", "caption": "Start"})
    sheet.add_sparkline("C2", {"range": "Data!B2:B4"})
    sheet.conditional_format("B2:B4", {"type": "data_bar", "data_bar_2010": True})
    sheet.data_validation("A2:A4", {"validate": "list", "source": "=Lijst!$A$1:$A$3"})
    sheet.write_comment("A1", "Een notitie", {"author": "Jan"})
    sheet.write_rich_string("A6", "gewoon ", book.add_format({"bold": True}), "vet")
    sheet.write("A7", "007")
    sheet.ignore_errors({"number_stored_as_text": "A7"})
    sheet.set_header("&L&G", {"image_left": str(picture)})
    sheet.set_footer("&CPagina &P van &N")
    sheet.insert_image("H2", str(picture))
    sheet.protect("geheim", {"objects": True})
    other = book.add_worksheet("Lijst")
    other.write_column("A1", ["x", "y", "z"])
    other.write_dynamic_array_formula("C1:C3", "=_xlfn.UNIQUE(A1:A3)", None, "x")
    book.close()
    add_parts(path)
    return path


def add_parts(path: Path) -> None:
    """Add what XlsxWriter cannot make: ribbons, customXml, connections, threads, a calc chain."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    ribbon = '<customUI xmlns="http://schemas.microsoft.com/office/{}/customui"/>'
    parts["customUI/customUI.xml"] = ribbon.format("2006/01").encode()
    parts["customUI/customUI14.xml"] = ribbon.format("2009/07").encode()
    parts["customXml/item1.xml"] = b'<mashup xmlns="http://schemas.microsoft.com/DataMashup"/>'
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    parts["xl/connections.xml"] = (
        f'<connections xmlns="{main}"><connection id="1" name="Query - Uren" type="5" '
        'refreshedVersion="6"><dbPr connection="Provider=Microsoft.Mashup.OleDb.1"/>'
        "</connection></connections>"
    ).encode()
    parts["xl/calcChain.xml"] = f'<calcChain xmlns="{main}"><c r="B5" i="1"/></calcChain>'.encode()
    threads = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
    parts["xl/persons/person.xml"] = f'<personList xmlns="{threads}"/>'.encode()
    parts["xl/threadedComments/threadedComment1.xml"] = (
        f'<ThreadedComments xmlns="{threads}"/>'.encode()
    )
    ms = "http://schemas.microsoft.com/office"
    _relate(
        parts, "_rels/.rels", f"{ms}/2006/relationships/ui/extensibility", "customUI/customUI.xml"
    )
    _relate(
        parts, "_rels/.rels", f"{ms}/2007/relationships/ui/extensibility", "customUI/customUI14.xml"
    )
    book = "xl/_rels/workbook.xml.rels"
    _relate(parts, book, f"{REL}/customXml", "../customXml/item1.xml")
    _relate(parts, book, f"{REL}/connections", "connections.xml")
    _relate(parts, book, f"{REL}/calcChain", "calcChain.xml")
    _relate(parts, book, f"{ms}/2017/10/relationships/person", "persons/person.xml")
    sheet = "xl/worksheets/_rels/sheet1.xml.rels"
    target = "../threadedComments/threadedComment1.xml"
    _relate(parts, sheet, f"{ms}/2017/10/relationships/threadedComment", target)
    prefix = "application/vnd.openxmlformats-officedocument.spreadsheetml."
    for name, kind in (
        ("/xl/connections.xml", f"{prefix}connections+xml"),
        ("/xl/calcChain.xml", f"{prefix}calcChain+xml"),
        ("/xl/persons/person.xml", "application/vnd.ms-excel.person+xml"),
        (f"/xl/threadedComments/{target[-20:]}", "application/vnd.ms-excel.threadedcomments+xml"),
    ):
        override = f'<Override PartName="{name}" ContentType="{kind}"/></Types>'
        types = parts["[Content_Types].xml"].decode().replace("</Types>", override)
        parts["[Content_Types].xml"] = types.encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)


def _relate(parts: dict[str, bytes], name: str, kind: str, target: str) -> None:
    text = parts[name].decode()
    number = 900 + text.count("<Relationship ")
    item = f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/></Relationships>'
    parts[name] = text.replace("</Relationships>", item).encode()


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


@pytest.fixture
def parts() -> Callable[[Path], dict[str, bytes]]:
    """Return a function that reads all parts of a package."""
    return lambda path: parts_of(path.read_bytes())


@pytest.fixture
def make_ole() -> Callable[..., bytes]:
    """Return a function that makes an OLE2 container with the named streams."""
    return ole_file


@pytest.fixture
def audit() -> Callable[[Path], list[str]]:
    """Return a function that says why Excel would repair a file; nothing when it would not."""
    return lambda path: [str(error) for error in OpenXmlValidator().validate(path).errors]


@pytest.fixture
def simple(tmp_path: Path) -> Path:
    return make_simple(tmp_path / "simpel.xlsx")


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    return make_with_openpyxl(tmp_path / "kaal.xlsx")


@pytest.fixture
def rich(tmp_path: Path) -> Path:
    return make_rich(tmp_path / "rijk.xlsm")


@pytest.fixture
def open_book() -> Iterator[Opener]:
    """Open books that are closed again when the test ends."""
    with ExitStack() as stack:
        yield lambda path: stack.enter_context(opened(path))


@pytest.fixture
def book(simple: Path, open_book: Opener) -> xw.Book:
    return open_book(simple)


@pytest.fixture
def sheet(book: xw.Book) -> xw.Sheet:
    return book.sheets["Data"]
