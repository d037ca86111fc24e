"""The ribbon tab as the custom UI markup of Office 2010 and later ([MS-CUSTOMUI2]).

Made from ``workbook/buttons.py``. Whether a button works now and what its supertip says are asked
from the workbook by the macros (``getEnabled``, ``getSupertip``), never from Python.
"""

import xml.etree.ElementTree as ET

from regio_xl.workbook.buttons import BUTTONS, Button, Group

NAMESPACE = "http://schemas.microsoft.com/office/2009/07/customui"
TAB = {"id": "tabRegio", "label": "Regionale opdrachten", "insertAfterMso": "TabHome"}


def ribbon_xml() -> bytes:
    """Return the part ``customUI14.xml``: a tab with a group per part of the year.

    A group without a button is left out.
    """
    root = ET.Element("customUI", {"xmlns": NAMESPACE, "onLoad": "RegioLintGeladen"})
    ribbon = ET.SubElement(root, "ribbon")
    tab = ET.SubElement(ET.SubElement(ribbon, "tabs"), "tab", TAB)
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
