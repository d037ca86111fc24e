"""From a project to the bytes of ``vbaProject.bin`` (MS-OVBA 2.2.1)."""

from regio_xl.builder.vba.compound import compound_file
from regio_xl.builder.vba.compression import compress
from regio_xl.builder.vba.dirstream import dir_stream
from regio_xl.builder.vba.model import Project
from regio_xl.builder.vba.project import project_stream, project_wm_stream

NO_COMPILED_CODE = bytes.fromhex("CC 61 FF FF 00 00 00")
"""The _VBA_PROJECT stream (2.3.4.1) without a cache, so that Excel compiles the sources."""


def compile_project(project: Project) -> bytes:
    """Return the bytes of ``vbaProject.bin``; the same project gives the same bytes.

    Raises:
        ValueError: A source does not compress, or there are more than some 7 MB of them.
    """
    return compound_file(project_streams(project))


def project_streams(project: Project) -> dict[str, bytes]:
    """Return the contents of the file: path of each stream, and its bytes."""
    modules = {f"VBA/{module.name}": compress(module.text()) for module in project.modules}
    return {
        **modules,
        "VBA/_VBA_PROJECT": NO_COMPILED_CODE,
        "VBA/dir": compress(dir_stream(project)),
        "PROJECT": project_stream(project),
        "PROJECTwm": project_wm_stream(project),
    }
