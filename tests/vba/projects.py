"""Workbooks with our VBA project in them, as it is or with something changed on purpose."""

import io
import shutil
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import xlsxwriter

from regio_xl.builder import macros
from regio_xl.builder.vba import Module, ModuleKind, Project, compile_project

SOURCES = Path(__file__).parents[2] / "workbook" / "vba"
MODULES = tuple(sorted(path.name for path in SOURCES.iterdir()))
"""File names of our modules."""

PART = "xl/vbaProject.bin"
BASIC = Path(__file__).with_name("basic")
VBA = "Option VBASupport 1\n"

Change = Callable[[str], str]


def basic(name: str) -> str:
    """Return the source of a module that only the tests have."""
    return (BASIC / name).read_text("utf-8")


def changed_project(folder: Path, changes: Mapping[str, Change]) -> bytes:
    """Compile our sources, with some of them changed.

    Args:
        folder: Where the changed sources are put.
        changes: Per file name what to make of its source; every one must change something.
    """
    shutil.copytree(SOURCES, folder, dirs_exist_ok=True)
    for name, change in changes.items():
        before = (SOURCES / name).read_text("utf-8")
        after = change(before)
        assert after != before, f"the change does not touch {name}"
        (folder / name).write_text(after, "utf-8")
    return macros.compile_sources(folder)


def with_project(workbook: Path, target: Path, project: bytes) -> Path:
    """Write ``workbook`` with another VBA project in it to ``target``."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(workbook) as old, zipfile.ZipFile(target, "w") as new:
        for item in old.infolist():
            new.writestr(item, project if item.filename == PART else old.read(item))
    return target


def project_of(workbook: Path) -> bytes:
    """Return the VBA project of a workbook."""
    with zipfile.ZipFile(workbook) as package:
        return package.read(PART)


def addin(target: Path, source: str, **values: str) -> Path:
    """Write a stand-in for the xlwings add-in.

    Args:
        target: The file; Excel and LibreOffice know an add-in by its file name.
        source: Source of its one module, with ``{NAME}`` where a value belongs.
        **values: The values.
    """
    for name, value in values.items():
        assert f"{{{name}}}" in source
        source = source.replace(f"{{{name}}}", value)
    project = Project(
        name="xlwings",
        guid="{0B4F1E55-7C1D-4B7E-9E0B-5A3D3B1C2F10}",
        description="",
        modules=(
            Module(name="ThisWorkbook", kind=ModuleKind.WORKBOOK, source=""),
            Module(name="Sheet1", kind=ModuleKind.SHEET, source=""),
            Module(name="Main", kind=ModuleKind.STANDARD, source=source),
        ),
    )
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data)
    book.set_vba_name("ThisWorkbook")
    book.add_vba_project(io.BytesIO(compile_project(project)), is_stream=True)
    book.add_worksheet("Sheet1").set_vba_name("Sheet1")
    book.close()
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data.getvalue())
    return target
