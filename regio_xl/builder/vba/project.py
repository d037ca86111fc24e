"""The text streams PROJECT (MS-OVBA 2.3.1) and PROJECTwm (2.3.3)."""

from regio_xl.builder.vba.encryption import NO_PASSWORD, NOT_PROTECTED, VISIBLE, encrypt
from regio_xl.builder.vba.model import CODE_PAGE, Project

VBE = "&H00000001={3832D640-CF90-11CF-8E43-00A0C911005A};VBE;&H00000000"
CLOSED_WINDOW = "0, 0, 0, 0, C"


def project_stream(project: Project) -> bytes:
    """Return the PROJECT text."""
    identity = project.identity
    description = [f'Description="{project.description}"'] if project.description else []
    lines = [
        f'ID="{identity}"',
        *(
            f"Document={module.name}/&H00000000"
            if module.kind.document
            else f"Module={module.name}"
            for module in project.modules
        ),
        f'Name="{project.name}"',
        'HelpContextID="0"',
        *description,
        'VersionCompatible32="393222000"',
        f'CMG="{encrypt(NOT_PROTECTED, identity)}"',
        f'DPB="{encrypt(NO_PASSWORD, identity)}"',
        f'GC="{encrypt(VISIBLE, identity)}"',
        "",
        "[Host Extender Info]",
        VBE,
        "",
        "[Workspace]",
        *(f"{module.name}={CLOSED_WINDOW}" for module in project.modules),
        "",
    ]
    return "\r\n".join(lines).encode(CODE_PAGE)


def project_wm_stream(project: Project) -> bytes:
    """Return the names of the modules in the code page and in UTF-16, each ended by a zero."""
    names = (
        module.name.encode(CODE_PAGE) + b"\0" + f"{module.name}\0".encode("utf-16-le")
        for module in project.modules
    )
    return b"".join(names) + b"\0\0"
