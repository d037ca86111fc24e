"""A writer of ``vbaProject.bin``: VBA sources in, the bytes of the macro project out.

Written from Microsoft's specifications MS-OVBA (``project.py``: what a project says) and MS-CFB
(``container.py``: how it is packed), because no library meets all of their rules. The same project
gives the same bytes, always. It holds sources only, no compiled code: Excel compiles it when it
opens the workbook.
"""

from regio_xl.builder.vba.project import Module, ModuleKind, Project, compile_project

__all__ = ["Module", "ModuleKind", "Project", "compile_project"]
