"""The macro project and the ribbon in the workbook: what was written in, and nothing else."""

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

import regio_xl
from regio_xl import builder
from regio_xl.builder import macros
from regio_xl.builder.book import ribbon_xml
from regio_xl.sheets import schema
from regio_xl.sheets.buttons import BUTTONS, Group
from tests.support import check_vba
from tests.support.parts import Package
from tests.support.vba_readers import sources_by_olevba, sources_by_pyopenvba

ROOT = Path(regio_xl.__file__).parents[1]
WORKBOOK = ROOT / "workbook" / "Regionale_Opdrachten.xlsm"
SOURCES = ROOT / "workbook" / "vba"
PROJECT = "xl/vbaProject.bin"
RIBBON = "customUI/customUI14.xml"
UI = "{http://schemas.microsoft.com/office/2009/07/customui}"
CALLBACKS = {
    "onLoad": "(ribbon As IRibbonUI)",
    "onAction": "(control As IRibbonControl)",
    "getEnabled": "(control As IRibbonControl, ByRef returnedVal)",
    "getSupertip": "(control As IRibbonControl, ByRef returnedVal)",
}
"""Signature per attribute, as Microsoft's list of ribbon callbacks for VBA gives it."""


@pytest.fixture(scope="module")
def parts() -> dict[str, bytes]:
    return Package(WORKBOOK).parts


@pytest.fixture(scope="module")
def controls(parts: dict[str, bytes]) -> list[ET.Element]:
    return list(ET.fromstring(parts[RIBBON]).iter())


def code_of(path: Path) -> str:
    return path.read_text("utf-8").replace("\n", "\r\n")


def test_the_kept_project_is_what_the_sources_compile_to(parts: dict[str, bytes]) -> None:
    assert macros.compile_sources(SOURCES) == macros.compiled() == parts[PROJECT]


def test_the_project_meets_every_structural_rule(parts: dict[str, bytes]) -> None:
    assert check_vba.problems(parts[PROJECT]) == []


def test_every_code_name_is_a_module_and_the_ribbon_is_related() -> None:
    assert check_vba.code_name_problems(WORKBOOK.read_bytes()) == []


@pytest.mark.parametrize("read", [sources_by_olevba, sources_by_pyopenvba])
def test_every_source_comes_back_the_same(read, parts: dict[str, bytes]) -> None:
    found = {name.split(".")[0]: code for name, code in read(parts[PROJECT]).items()}
    sheets = {spec.code_name for spec in schema.sheets(())}
    modules = {path.stem: path for path in SOURCES.glob("*.bas")}
    assert found.keys() == {"ThisWorkbook", *sheets, *modules}
    for name, path in modules.items():
        assert found[name] == code_of(path), name
    assert found["ThisWorkbook"].endswith(code_of(SOURCES / "ThisWorkbook.cls"))
    for name in sheets:
        lines = found[name].split("\r\n")
        assert all(not line or line.startswith("Attribute VB_") for line in lines), name


def test_every_callback_exists_with_the_right_signature(controls: list[ET.Element]) -> None:
    code = code_of(SOURCES / "RegioLint.bas")
    asked = {
        (attribute, name)
        for control in controls
        for attribute, name in control.attrib.items()
        if attribute.startswith(("on", "get"))
    }
    assert {attribute for attribute, _ in asked} == set(CALLBACKS)
    for attribute, name in asked:
        assert f"Public Sub {name}{CALLBACKS[attribute]}\r\n" in code


def test_the_ribbon_file_to_read_is_the_one_in_the_workbook(parts: dict[str, bytes]) -> None:
    written = (ROOT / "workbook" / "ribbon" / "customUI14.xml").read_bytes()
    assert written == parts[RIBBON] == ribbon_xml()


def test_each_button_carries_its_step_and_stands_in_its_group(controls: list[ET.Element]) -> None:
    groups = [control for control in controls if control.tag == f"{UI}group"]
    shown = {group.get("label"): [item.get("tag") for item in group] for group in groups}
    assert list(shown) == [group.value for group in Group]
    for group in Group:
        assert shown[group.value] == [b.tag for b in BUTTONS if b.group is group]


def test_ids_are_unique_and_every_button_has_an_icon_and_texts(
    controls: list[ET.Element],
) -> None:
    ids = [control.get("id") for control in controls if control.get("id")]
    assert len(ids) == len(set(ids))
    for control in controls:
        if control.tag == f"{UI}button":
            assert re.fullmatch(r"[A-Z][A-Za-z]+", control.get("imageMso", ""))
            assert control.get("label")
            assert control.get("screentip")
            # A static text beside getSupertip makes Office refuse the whole ribbon.
            assert control.get("supertip") is None


def test_a_file_without_macros_holds_no_project_and_no_ribbon() -> None:
    plain = Package(builder.build(builder.template(2026), macro_enabled=False)).parts
    assert not {PROJECT, RIBBON} & plain.keys()
    assert b"codeName" not in plain["xl/workbook.xml"]
