"""Machines made up in a temporary folder: real files, and only Excel and the registry played.

``played`` answers as xlwings' own command does: it copies the add-in, on macOS the script too, and
writes a configuration when there is none. ``test_install.py`` holds its sentences against xlwings.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import xlwings as xw

from regio_xl.engine import register
from regio_xl.excel.system import (
    MACOS,
    WINDOWS,
    Ran,
    System,
    WindowsRegistry,
    startup_folder,
)

EXCEL = r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"
ADDIN = b"the add-in of the package"


class FakeRegistry(WindowsRegistry):
    """A registry in memory."""

    def __init__(self, keys: dict[str, dict[str, str | int]] | None = None) -> None:
        self.keys = keys or {}

    def read(self, key: str, name: str) -> str | int | None:
        return self.keys.get(key, {}).get(name)

    def subkeys(self, key: str) -> tuple[str, ...]:
        start = key + "\\"
        return tuple(name.removeprefix(start) for name in self.keys if name.startswith(start))

    def write(self, key: str, values: dict[str, str | int]) -> None:
        self.keys[key] = dict(values)

    def delete(self, key: str) -> None:
        if key not in self.keys:
            raise FileNotFoundError(key)  # as winreg does
        del self.keys[key]


class Xlwings:
    """Plays xlwings' command; ``fails`` is what it says instead of succeeding."""

    def __init__(self) -> None:
        self.system: System | None = None
        self.calls: list[tuple[str, ...]] = []
        self.fails: str | None = None
        self.halfway = False

    def __call__(self, command: Sequence[str]) -> Ran:
        self.calls.append(tuple(command))
        if self.fails is not None:
            if self.halfway:
                self._install()
            return Ran(code=0, output=self.fails)
        if command[1] == "-c":
            return Ran(code=0, output="0.1.0\n")
        assert tuple(command[1:4]) == ("-m", "xlwings.cli", "addin")
        return self._install() if command[4] == "install" else self._remove()

    def _install(self) -> Ran:
        system = self.system
        assert system is not None
        assert system.addin is not None
        assert system.addin_source is not None
        system.addin.parent.mkdir(parents=True, exist_ok=True)
        system.addin.write_bytes(system.addin_source.read_bytes())
        if system.script is not None:
            system.script.parent.mkdir(parents=True, exist_ok=True)
            system.script.write_text("on VbaHandler")
        if not system.conf.exists():
            system.conf.parent.mkdir(parents=True, exist_ok=True)
            system.conf.write_text('"INTERPRETER","by xlwings"\n')
        return Ran(code=0, output="Successfully installed the xlwings add-in! \n")

    def _remove(self) -> Ran:
        assert self.system is not None
        assert self.system.addin is not None
        self.system.addin.unlink()
        return Ran(code=0, output="Successfully removed the add-in!\n")


def machine(platform: str, folder: Path, *, excel: bool = True) -> tuple[System, Xlwings]:
    """Return a machine with ``folder`` for everything, and the xlwings that runs on it."""
    home = folder / "home"
    home.mkdir(exist_ok=True)
    source = folder / "package" / "xlwings.xlam"
    source.parent.mkdir(exist_ok=True)
    source.write_bytes(ADDIN)
    program = "Scripts/python.exe" if platform == WINDOWS else "bin/python"
    interpreter = folder / "regio, xl" / ".venv" / program
    if platform == WINDOWS:
        interpreter.parent.mkdir(parents=True, exist_ok=True)
        (interpreter.parents[1] / "xlwings64-0.37.8.dll").write_bytes(b"")
    applications = folder / "Applications"
    registry = None
    if platform == WINDOWS:
        found = {EXCEL: {"": r"C:\Program Files\Microsoft Office\root\Office16\EXCEL.EXE"}}
        registry = FakeRegistry(found if excel else {})
    if platform == MACOS and excel:
        (applications / "Microsoft Excel.app").mkdir(parents=True, exist_ok=True)
    xlwings = Xlwings()
    system = System(
        platform=platform,
        home=home,
        interpreter=interpreter,
        encoding="cp1252" if platform == WINDOWS else "utf-8",
        config_folder=folder / "config",
        log_folder=folder / "log",
        startup=startup_folder(platform, home, None),
        applications=applications,
        addin_source=source,
        xlwings_version="0.37.8",
        run=xlwings,
        registry=registry,
    )
    xlwings.system = system
    return system, xlwings


class PlayedApp:
    """Plays ``xw.App``: opens on the file engine, and remembers whether it was quit."""

    version = "16.0"

    def __init__(self, *, fails: str = "") -> None:
        self.display_alerts = True
        self.ended: list[str] = []
        self.books = self  # its workbooks, as far as they are needed
        self._fails = fails
        self._open: list[xw.Book] = []

    def __call__(self, **_: object) -> "PlayedApp":
        return self

    def open(self, path: str) -> xw.Book:
        if self._fails == "open":
            raise OSError(f"kan {path} niet openen")
        book = register().apps.add(add_book=False).books.open(path)
        self._open.append(book)
        return book

    def __iter__(self) -> Iterator[xw.Book]:
        return iter(self._open)

    def quit(self) -> None:
        self.ended.append("quit")
        if self._fails == "quit":
            raise OSError

    def kill(self) -> None:
        self.ended.append("kill")


def everything(folder: Path) -> dict[str, bytes]:
    """Return every file below ``folder`` with its contents."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
