"""A rebuild gives the same bytes, and Excel is expected to open what we build without repairing."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from openxml_audit import OpenXmlValidator

import regio_xl
from regio_xl import builder
from regio_xl.builder.content import Content
from tests.support.check_parts import MAIN_TYPES
from tests.support.package import problems
from tests.support.parts import CONTENT_TYPES, TYPES, Package

YEAR = 2026
ROOT = Path(regio_xl.__file__).parents[1]
COMMITTED = ROOT / "workbook" / "Regionale_Opdrachten.xlsm"
CODE_NAME = re.compile(rb' codeName="[^"]*"')
SEEDS = ("0", "1", "424242")
KINDS = {"template": builder.template, "example": builder.example}
DC = "{http://purl.org/dc/elements/1.1/}"


@pytest.fixture(params=KINDS)
def content(request: pytest.FixtureRequest) -> Content:
    return KINDS[request.param](YEAR)


@pytest.fixture(params=sorted(MAIN_TYPES))
def path(request: pytest.FixtureRequest, content: Content, tmp_path: Path) -> Path:
    target = tmp_path / f"werkmap{request.param}"
    builder.write(target, content)
    return target


def test_building_twice_gives_the_same_bytes(content: Content) -> None:
    assert builder.build(content) == builder.build(content)


@pytest.mark.parametrize("seed", SEEDS)
def test_another_process_gives_the_same_bytes(seed: str, tmp_path: Path) -> None:
    target = tmp_path / "werkmap.xlsm"
    subprocess.run(
        [sys.executable, "-m", "regio_xl.builder", str(target)],
        check=True,
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "PYTHONHASHSEED": seed, "TZ": "Asia/Tokyo", "LC_ALL": "C"},
    )
    assert target.read_bytes() == builder.build(builder.template(YEAR))


def test_the_committed_workbook_equals_a_rebuild() -> None:
    assert COMMITTED.exists(), "run `python -m regio_xl.builder workbook/Regionale_Opdrachten.xlsm`"
    assert COMMITTED.read_bytes() == builder.build(builder.template(YEAR))


def test_openxml_audit_finds_no_errors(path: Path) -> None:
    assert [str(error) for error in OpenXmlValidator().validate(path).errors] == []


def test_our_own_check_finds_no_problems(path: Path) -> None:
    assert problems(path) == []


def test_the_content_type_matches_the_extension(path: Path) -> None:
    types = Package(path).xml(CONTENT_TYPES).iter(f"{TYPES}Override")
    (main,) = (
        item.get("ContentType") for item in types if item.get("PartName") == "/xl/workbook.xml"
    )
    assert main == MAIN_TYPES[path.suffix]


def test_the_properties_hold_title_language_and_a_fixed_date(path: Path) -> None:
    properties = Package(path).xml("docProps/core.xml")
    texts = {item.tag.rpartition("}")[2]: item.text for item in properties}
    assert properties.findtext(f"{DC}title") == "Regionale opdrachten"
    assert texts["language"] == "nl-NL"
    assert texts["created"] == texts["modified"] == "2026-01-01T00:00:00Z"


def test_a_file_without_macros_differs_in_what_belongs_to_the_macros_only(
    content: Content,
) -> None:
    plain = Package(builder.build(content, macro_enabled=False)).parts
    macro = Package(builder.build(content)).parts
    assert macro.keys() - plain.keys() == {"xl/vbaProject.bin", "customUI/customUI14.xml"}
    assert not plain.keys() - macro.keys()
    nameless = {name: CODE_NAME.sub(b"", data) for name, data in macro.items()}
    assert {name for name in plain if plain[name] != nameless[name]} == {
        CONTENT_TYPES,
        "_rels/.rels",
        "xl/_rels/workbook.xml.rels",
    }


def test_no_path_or_name_of_this_machine_is_in_the_file(path: Path) -> None:
    machine = {str(ROOT), str(Path.home()), str(path.parent)} - {"/"}
    for name, data in Package(path).parts.items():
        text = data.decode("utf-8", errors="replace")
        assert not [word for word in machine if word in text], name
