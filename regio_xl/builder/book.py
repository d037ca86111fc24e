"""Build the whole workbook in memory: its sheets, names, ribbon, and the values of its formulas.

The ribbon tab is custom UI markup of Office 2010 and later ([MS-CUSTOMUI2]), made from
``sheets/buttons.py``. Whether a button works now and what its supertip says are asked from the
workbook by the macros (``getEnabled``, ``getSupertip``), never from Python.
"""

import io
import re
import xml.etree.ElementTree as ET
import zipfile
from datetime import datetime
from pathlib import Path

import cellrune
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.workbook import Workbook

from regio_xl.builder import charts, macros, styles
from regio_xl.builder.content import Content
from regio_xl.builder.sheet import SheetBuilder
from regio_xl.engine.calculation import finished
from regio_xl.engine.package import RIBBON_PART, RIBBON_TYPE
from regio_xl.sheets import schema
from regio_xl.sheets.buttons import BUTTONS, Button, Group
from regio_xl.sheets.kader_waarden import load_parameters

CREATED = datetime(2026, 1, 1)
PACKED = (1980, 1, 1, 0, 0, 0)
"""Fixed moments, so that a rebuild gives the same bytes."""

LANGUAGE = "nl-NL"
OWN_HEIGHT = re.compile(rb'(<row [^>]*ht="[^"]*") customHeight="1"')
"""A height that is marked as the user's own no longer follows the text when it is edited."""

NAMESPACE = "http://schemas.microsoft.com/office/2009/07/customui"
TAB = {"id": "tabRegio", "label": "Regionale opdrachten", "insertAfterMso": "TabHome"}


def write(path: Path, content: Content) -> None:
    """Build a workbook and write it to ``path``; the extension decides the content type."""
    path.write_bytes(build(content, macro_enabled=path.suffix.lower() == ".xlsm"))


def build(content: Content, *, macro_enabled: bool = True) -> bytes:
    """Return the bytes of a new workbook, as ``.xlsm`` or as ``.xlsx`` without macros."""
    target = io.BytesIO()
    book = Workbook(target, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties(
        {
            "title": "Regionale opdrachten",
            "subject": "Regionale opdrachten van de Omgevingsdienst Utrecht",
            "author": "Omgevingsdienst Utrecht",
            "company": "Omgevingsdienst Utrecht",
            "created": CREATED,
        }
    )
    if macro_enabled:
        book.set_vba_name("ThisWorkbook")
        book.add_vba_project(io.BytesIO(macros.compiled()), is_stream=True)
    builder = SheetBuilder(book, content)
    for spec in schema.sheets(content.codes):
        sheet = builder.build(spec)
        if macro_enabled:
            sheet.set_vba_name(spec.code_name)
    charts.add_to_start(book, len(content.codes))
    charts.add_to_comparison(book, len(content.codes))
    book.get_worksheet_by_name("Start").activate()
    _links(book, builder)
    _names(book)
    book.close()
    with cellrune.Workbook.from_bytes(target.getvalue()) as workbook:
        workbook.calculate()
        return _packed(finished(workbook), macro_enabled=macro_enabled)


def _links(book: Workbook, builder: SheetBuilder) -> None:
    """Let the list of sheets on Over lead to each of them."""
    sheet, table = schema.tables()["tblBladen"]
    over = book.get_worksheet_by_name(sheet.name)
    layout = builder.format(styles.LINK)
    for offset, spec in enumerate(schema.sheets(())):
        target = f"internal:'{spec.name}'!A1"
        over.write_url(table.row + offset, table.col - 1, target, layout, spec.name)


def _names(book: Workbook) -> None:
    """Name the cells that finance and formulas rely on."""
    for name, (sheet, _, row) in schema.fields().items():
        book.define_name(name, f"='{sheet.name}'!$B${row}")
    sheet, table = schema.tables()["tblGeldend"]
    numeric = [item for item in load_parameters() if item.numeric]
    for row, parameter in enumerate(numeric, table.row + 1):
        book.define_name(parameter.cell_name, f"='{sheet.name}'!$C${row}")
    sheet, table = schema.tables()["tblKnoppen"]
    columns = [xl_col_to_name(table.position(key) - 1) for key in ("werkt", "uitleg")]
    for row, button in enumerate(BUTTONS, table.row + 1):
        for name, column in zip((button.allowed_name, button.help_name), columns, strict=True):
            book.define_name(name, f"='{sheet.name}'!${column}${row}")


def _packed(package: bytes, *, macro_enabled: bool) -> bytes:
    """Add what XlsxWriter does not write: the language, and the ribbon where macros may be.

    The parts are stored, in a fixed order and with a fixed date: what deflate makes differs
    between builds of zlib.
    """
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive,
    ):
        parts = {name: source.read(name) for name in source.namelist()}
        if macro_enabled:
            parts[RIBBON_PART] = ribbon_xml()
        for name, data in parts.items():
            info = zipfile.ZipInfo(name, PACKED)
            info.create_system = 3
            info.external_attr = 0o600 << 16
            archive.writestr(info, _part(name, data, macro_enabled=macro_enabled))
    return target.getvalue()


def _part(name: str, data: bytes, *, macro_enabled: bool) -> bytes:
    if name.startswith("xl/worksheets/sheet"):
        return OWN_HEIGHT.sub(rb"\1", data)
    if name == "docProps/core.xml":
        return _before(data, "</cp:coreProperties>", f"<dc:language>{LANGUAGE}</dc:language>")
    if name == "_rels/.rels" and macro_enabled:
        ribbon = f'<Relationship Id="rIdLint" Type="{RIBBON_TYPE}" Target="{RIBBON_PART}"/>'
        return _before(data, "</Relationships>", ribbon)
    return data


def _before(data: bytes, end: str, new: str) -> bytes:
    text = data.decode("utf-8")
    if text.count(end) != 1:
        raise ValueError(f"expected {end!r} exactly once")
    return text.replace(end, new + end).encode("utf-8")


def ribbon_xml() -> bytes:
    """Return the part ``customUI14.xml``: a tab with a group per part of the year, if not empty."""
    root = ET.Element("customUI", {"xmlns": NAMESPACE, "onLoad": "RegioLintGeladen"})
    tabs = ET.SubElement(ET.SubElement(root, "ribbon"), "tabs")
    tab = ET.SubElement(tabs, "tab", TAB)
    for group in Group:
        members = [button for button in BUTTONS if button.group is group]
        if members:
            place = ET.SubElement(tab, "group", {"id": f"grp{group.name}", "label": group.value})
            for button in members:
                ET.SubElement(place, "button", _attributes(button))
    ET.indent(root)
    text: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def _attributes(button: Button) -> dict[str, str]:
    return {
        "id": f"knop_{button.tag}",
        "tag": button.tag,
        "label": button.title,
        "screentip": f"{button.title} (regio-xl {button.step})",
        "getSupertip": "RegioUitleg",
        "imageMso": button.image,
        "size": "large",
        "onAction": "RegioKlik",
        "getEnabled": "RegioMag",
    }
