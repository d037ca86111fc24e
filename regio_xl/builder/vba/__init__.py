"""A writer of ``vbaProject.bin``: VBA sources in, the bytes of the macro project out.

Written from Microsoft's specifications MS-OVBA (the project) and MS-CFB (the container), because
no library meets all of their rules. The same project gives the same bytes, always. The project
holds sources only, no compiled code: Excel compiles it when it opens the workbook.
"""

from regio_xl.builder.vba.compile import compile_project
from regio_xl.builder.vba.model import Module, ModuleKind, Project

__all__ = ["Module", "ModuleKind", "Project", "compile_project"]
