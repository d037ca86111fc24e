"""Independent readers give back every source exactly, and find nothing to complain about."""

import olefile
import pytest
from pyopenvba.cfb import CFB
from pyopenvba.vba import VBAModuleKind, parse_project_stream, parse_projectwm, parse_vba_project

from regio_xl.builder.vba import Module, ModuleKind, Project, compile_project
from tests.support.check_vba import problems
from tests.support.vba_readers import sources_by_olevba, sources_by_pyopenvba

SHEET_HEADER = """Attribute VB_Name = "blStart"
Attribute VB_Base = "0{00020820-0000-0000-C000-000000000046}"
Attribute VB_GlobalNameSpace = False
Attribute VB_Creatable = False
Attribute VB_PredeclaredId = True
Attribute VB_Exposed = True
Attribute VB_TemplateDerived = False
Attribute VB_Customizable = True
"""


def expected(module: Module) -> str:
    """Return what was put in, with the header that a sheet without code shows."""
    body = module.source.replace("\n", "\r\n")
    if module.kind is ModuleKind.STANDARD:
        return body
    header = SHEET_HEADER.replace("blStart", module.name).replace("\n", "\r\n")
    if module.kind is ModuleKind.WORKBOOK:
        header = header.replace("00020820", "00020819")
    return header + body


def test_olevba_gives_back_every_source(project: Project, data: bytes) -> None:
    extension = {True: "cls", False: "bas"}
    wanted = {
        f"{module.name}.{extension[module.kind.document]}": expected(module)
        for module in project.modules
    }
    assert sources_by_olevba(data) == wanted


def test_pyopenvba_gives_back_every_source_in_order(project: Project, data: bytes) -> None:
    wanted = [(module.name, expected(module)) for module in project.modules]
    assert list(sources_by_pyopenvba(data).items()) == wanted


def test_pyopenvba_reads_the_same_project_in_every_stream(project: Project, data: bytes) -> None:
    container = CFB.from_bytes(data)
    read = parse_vba_project(container)
    names = [module.name for module in project.modules]
    assert read.validate(container) == []
    assert read.module_names() == names
    documents = [m.name for m in read.modules if m.kind is not VBAModuleKind.standard]
    assert documents == names[:-2]
    text = parse_project_stream(container.get_stream("PROJECT"))
    assert text.id == project.identity
    assert [name for name, _ in parse_projectwm(container.get_stream("PROJECTwm"))] == names


def test_long_sources_lie_in_sectors_and_short_ones_in_mini_sectors(data: bytes) -> None:
    with olefile.OleFileIO(data) as container:
        sizes = {path[-1]: container.get_size(path) for path in container.listdir()}
    assert sizes["Functies"] >= 4096 > sizes["Lint"]


def test_our_own_check_finds_no_problems(data: bytes) -> None:
    assert problems(data) == []


def test_compiling_twice_gives_the_same_bytes(project: Project, data: bytes) -> None:
    again = Project.model_validate(project.model_dump())
    assert compile_project(again) == data


@pytest.mark.parametrize("ends", ["\n", "\r", "\r\n"])
def test_line_ends_become_crlf_and_the_last_line_gets_one(project: Project, ends: str) -> None:
    source = ends.join(['Attribute VB_Name = "Lint"', "", "' einde"])
    module = Module(name="Lint", kind=ModuleKind.STANDARD, source=source)
    modules = (project.modules[0], module)
    compiled = compile_project(project.model_copy(update={"modules": modules}))
    assert (
        sources_by_pyopenvba(compiled)["Lint"] == 'Attribute VB_Name = "Lint"\r\n\r\n\' einde\r\n'
    )


def test_a_project_without_sheets_and_description_is_sound(project: Project) -> None:
    small = project.model_copy(update={"modules": project.modules[:1], "description": ""})
    compiled = compile_project(small)
    assert problems(compiled) == []
    assert list(sources_by_olevba(compiled)) == ["ThisWorkbook.cls"]
