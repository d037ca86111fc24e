"""Setting regio-xl up inside Excel, undoing it, and telling what works on this machine.

What differs between machines is in one frozen ``System``, so that the whole flow runs on any
machine with real files in a temporary home; only Excel, the registry and other programs are
reached through its ``run`` and ``registry``.
"""

from regio_xl.installation.errors import InstallError
from regio_xl.installation.install import install
from regio_xl.installation.report import Change, Outcome
from regio_xl.installation.system import System, this_system
from regio_xl.installation.undo import uninstall

__all__ = [
    "Change",
    "InstallError",
    "Outcome",
    "System",
    "install",
    "this_system",
    "uninstall",
]
