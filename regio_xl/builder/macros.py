"""The macro project of the workbook: compiled from ``workbook/vba``, kept with the package.

``make workbook`` compiles; who installed the package has the compiled project and needs no sources.
"""

from importlib import resources
from pathlib import Path

from regio_xl.builder.vba import Module, ModuleKind, Project, compile_project
from regio_xl.sheets import schema

COMPILED = "vbaProject.bin"
BOOK = "ThisWorkbook"
GUID = "{6B7A3C0E-52D4-4E0B-9C55-1F2A7D9E4B61}"
"""Fixed, so that the same sources give the same bytes."""


def compiled() -> bytes:
    """Return the compiled project that belongs to this version."""
    return resources.files("regio_xl.builder").joinpath(COMPILED).read_bytes()


def project(sources: Path) -> Project:
    """Return the project: the workbook, a module per sheet in tab order, then the modules.

    Args:
        sources: Folder with ``ThisWorkbook.cls`` and a ``.bas`` file per module.
    """
    code = (sources / f"{BOOK}.cls").read_text("utf-8")
    sheets = [
        Module(name=spec.code_name, kind=ModuleKind.SHEET, source="") for spec in schema.sheets(())
    ]
    standard = [
        Module(name=path.stem, kind=ModuleKind.STANDARD, source=path.read_text("utf-8"))
        for path in sorted(sources.glob("*.bas"), key=lambda path: path.name)
    ]
    return Project(
        name="RegioXL",
        guid=GUID,
        description="Regionale opdrachten: het lint en de functies roepen alleen Python aan.",
        modules=(
            Module(name=BOOK, kind=ModuleKind.WORKBOOK, source=code),
            *sheets,
            *standard,
        ),
    )


def renew(sources: Path) -> None:
    """Compile the sources and keep the result with the package.

    Args:
        sources: Folder with the modules.
    """
    Path(__file__).with_name(COMPILED).write_bytes(compile_sources(sources))


def compile_sources(sources: Path) -> bytes:
    """Return the bytes of ``vbaProject.bin`` for the sources in a folder."""
    return compile_project(project(sources))
