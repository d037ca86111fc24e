"""What differs between machines, in one frozen value that a test can make up."""

import locale
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import platformdirs

from regio_xl.domain.model import Model

NAME = "regio-xl"
"""Our distribution, and our folders among those of the user."""
WINDOWS, MACOS = "win32", "darwin"
PATIENCE = 180
"""Seconds that another program may take; starting Excel can be slow, a hidden dialog is forever."""
XLAM = "xlwings.xlam"
ROOTS = {"HKCU": "HKEY_CURRENT_USER", "HKLM": "HKEY_LOCAL_MACHINE"}


class InstallError(Exception):
    """Nothing was changed, or it was put back; the message says why and what to do, in Dutch."""


class Ran(Model):
    """How another program ended."""

    code: int  # negative when it did not end by itself
    output: str  # on both streams

    @property
    def last_line(self) -> str:
        """The last line that says something; "" when none does."""
        said = [line.strip() for line in self.output.splitlines() if line.strip()]
        return said[-1] if said else ""


class WindowsRegistry:
    r"""The registry, through ``winreg``; keys look like ``HKCU\Software\...``."""

    def read(self, key: str, name: str) -> str | int | None:
        """Return a value, or None when the key or the value is not there."""
        winreg, place = _at(key)
        try:
            with winreg.OpenKey(*place) as handle:
                value = winreg.QueryValueEx(handle, name)[0]
        except FileNotFoundError:
            return None
        return value if isinstance(value, int) else str(value)

    def subkeys(self, key: str) -> tuple[str, ...]:
        """Return the names of the keys below ``key``; none when it is not there."""
        winreg, place = _at(key)
        try:
            with winreg.OpenKey(*place) as handle:
                count = winreg.QueryInfoKey(handle)[0]
                return tuple(winreg.EnumKey(handle, index) for index in range(count))
        except FileNotFoundError:
            return ()

    def write(self, key: str, values: dict[str, str | int]) -> None:
        """Create ``key`` and set its values: text as REG_SZ, whole numbers as REG_DWORD."""
        winreg, place = _at(key)
        with winreg.CreateKey(*place) as handle:
            for name, value in values.items():
                kind = winreg.REG_DWORD if isinstance(value, int) else winreg.REG_SZ
                winreg.SetValueEx(handle, name, 0, kind, value)

    def delete(self, key: str) -> None:
        """Delete ``key`` with its values; it has no keys below it."""
        winreg, place = _at(key)
        winreg.DeleteKey(*place)


def _at(key: str) -> tuple[Any, tuple[Any, str]]:
    """Return Windows' own module, and the root and path of a key; elsewhere nothing pretends."""
    if sys.platform != "win32":
        raise NotImplementedError
    winreg: Any = import_module("winreg")
    root, _, path = key.partition("\\")
    return winreg, (getattr(winreg, ROOTS[root]), path)


class System(Model):
    """A machine and the person working on it."""

    platform: str  # as ``sys.platform``
    home: Path
    interpreter: Path  # the Python that Excel must call
    encoding: str  # in which Visual Basic reads text files here: the ANSI code page on Windows
    config_folder: Path  # where we remember what was changed
    log_folder: Path
    startup: Path | None  # whose add-ins Excel opens when it starts; None without Excel
    applications: Path  # where programs are installed, on macOS
    addin_source: Path | None  # as it comes with the xlwings package
    xlwings_version: str  # empty when the package is missing
    run: Callable[[Sequence[str]], Ran]  # runs another program and waits for it
    registry: WindowsRegistry | None = None  # on Windows

    @property
    def conf(self) -> Path:
        """The user's configuration of xlwings, where its Visual Basic code looks for it."""
        if self.platform == MACOS:
            return self.home / "Library/Containers/com.microsoft.Excel/Data/xlwings.conf"
        return self.home / ".xlwings" / "xlwings.conf"

    @property
    def addin(self) -> Path | None:
        """Where xlwings' own command puts the add-in for this user."""
        return self.startup / XLAM if self.startup else None

    @property
    def script(self) -> Path | None:
        """The script through which Excel on macOS may start Python; None elsewhere."""
        if self.platform != MACOS:
            return None
        folder = self.home / "Library/Application Scripts/com.microsoft.Excel"
        return folder / f"xlwings-{self.xlwings_version}.applescript"

    @property
    def newline(self) -> str:
        """Line end of a text file made here."""
        return "\r\n" if self.platform == WINDOWS else "\n"

    def excel(self) -> Path | None:
        """Return where Excel is installed, without starting it; None when it is not."""
        if self.platform == MACOS:
            app = self.applications / "Microsoft Excel.app"
            return app if app.exists() else None
        if self.registry is None:
            return None
        found = self.registry.read(
            r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe", ""
        )
        return Path(str(found)) if found else None


def run_program(command: Sequence[str]) -> Ran:
    """Run a program outside any project folder; it never raises.

    What Excel starts knows nothing of this terminal, so neither does what is run here.
    """
    environment = {name: text for name, text in os.environ.items() if name != "PYTHONPATH"}
    environment["PYTHONIOENCODING"] = "utf-8"
    try:
        done = subprocess.run(  # noqa: S603 - a fixed command, no shell
            list(command),
            capture_output=True,
            check=False,
            cwd=Path(command[0]).parent,
            encoding="utf-8",
            env=environment,
            errors="replace",
            timeout=PATIENCE,
        )
    except subprocess.TimeoutExpired:
        return Ran(code=-1, output=f"geen antwoord binnen {PATIENCE} seconden")
    except OSError as error:
        return Ran(code=-1, output=type(error).__name__)
    return Ran(code=done.returncode, output=done.stdout + done.stderr)


def this_system() -> System:
    """Return the machine this runs on."""
    package = find_spec("xlwings")
    folder = Path(package.origin).parent if package and package.origin else None
    return System(
        platform=sys.platform,
        home=Path.home(),
        interpreter=console_python(Path(sys.executable)),
        encoding=locale.getencoding(),
        config_folder=platformdirs.user_config_path(NAME, appauthor=False),
        log_folder=log_file().parent,
        startup=startup_folder(sys.platform, Path.home(), os.environ.get("APPDATA")),
        applications=Path("/Applications"),
        addin_source=folder / "addin" / XLAM if folder else None,
        xlwings_version=version_of("xlwings"),
        run=run_program,
        registry=WindowsRegistry() if sys.platform == WINDOWS else None,
    )


def log_file() -> Path:
    """Return the file for records of failures; its folder need not exist yet."""
    return platformdirs.user_log_path(NAME, appauthor=False) / f"{NAME}.log"


def copies() -> Path | None:
    """Return the folder for copies of workbooks, made if need be; None if it cannot be made."""
    folder = platformdirs.user_data_path(NAME, appauthor=False) / "reservekopieen"
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        return folder
    return None


def console_python(executable: Path) -> Path:
    """Return the Python with a console for ``pythonw.exe``; any other as it is.

    xlwings' ``ExecuteWindows`` (Main.bas) waits for the interpreter and reads its errors from
    stderr, which only ``python.exe`` guarantees; it hides the console itself, and so does its
    library for the UDF server. Both find that library beside the interpreter or one folder up.
    """
    if executable.name.lower() == "pythonw.exe":
        return executable.with_name("python.exe")
    return executable


def startup_folder(platform: str, home: Path, appdata: str | None) -> Path | None:
    """Return the folder whose workbooks Excel opens at its start; None without Excel."""
    if platform == WINDOWS:
        roaming = Path(appdata) if appdata else home / "AppData" / "Roaming"
        return roaming / "Microsoft" / "Excel" / "XLSTART"
    if platform == MACOS:
        office = home / "Library/Group Containers/UBF8T346G9.Office"
        return office / "User Content.localized/Startup.localized/Excel"
    return None


def version_of(distribution: str) -> str:
    """Return the version of an installed distribution; empty when it is not installed."""
    with suppress(PackageNotFoundError):
        return version(distribution)
    return ""
