"""One headless LibreOffice of the tests' own, and the way to let it do something."""

import json
import os
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

ROOT = Path(__file__).parents[2]
DRIVER = Path(__file__).with_name("uno_driver.py")
TIMEOUT = 60.0
"""Seconds for one list of actions; what takes longer hangs, on a dialog or in an endless loop."""

NO_UNO = (
    "no Python with LibreOffice's ‘uno’ was found: install python3-uno (Debian, Ubuntu), or a "
    "LibreOffice that brings its own Python"
)
SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop
oor:name="MacroSecurityLevel" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop
oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""
"""Macro security on its lowest: the macros of every document run. Every formula is recalculated
when a file is opened."""

FILTERS = {"xlsx": "Calc MS Excel 2007 XML", "xlsm": "Calc MS Excel 2007 VBA XML"}

Action = dict[str, Any]


class ActionFailed(AssertionError):
    """LibreOffice refused an action."""


class Hangs(AssertionError):
    """LibreOffice did not finish a list of actions in time; it was ended."""


class Office:
    """A LibreOffice that starts when it is first needed, and again after it was ended."""

    def __init__(self, program: str, python: str, folder: Path) -> None:
        """Prepare a profile.

        Args:
            program: The program ``soffice``.
            python: A Python that has ``uno``.
            folder: Empty folder for the profile and for what our own code keeps for a user.
        """
        self._program, self._python, self._folder = program, python, folder
        self._process: subprocess.Popen[bytes] | None = None
        self._pipe = ""
        settings = folder / "profile" / "user" / "registrymodifications.xcu"
        settings.parent.mkdir(parents=True)
        settings.write_text(SETTINGS, encoding="utf-8")

    def __call__(self, *actions: Action, timeout: float = TIMEOUT) -> list[Any]:
        """Let LibreOffice do a list of actions (see ``uno_driver.py``); return their results.

        Raises:
            ActionFailed: An action failed; the message says which, and why.
            Hangs: It took longer than ``timeout`` seconds.
        """
        return self._do(actions, timeout, leave=False)

    def once(self, *actions: Action, timeout: float = TIMEOUT) -> list[Any]:
        """Do the same in a LibreOffice that is ended afterwards.

        For VBA that is broken on purpose: LibreOffice then often crashes when the document closes.
        """
        try:
            return self._do(actions, timeout, leave=True)
        finally:
            self.end()

    def convert(self, files: list[Path], target: Path, kind: str = "xlsx") -> list[Path]:
        """Open files and save them as another program would, every formula recalculated.

        Args:
            files: Workbooks.
            target: Folder for the results, which keep the names.
            kind: Extension of the results.
        """
        target.mkdir(parents=True, exist_ok=True)
        made = [target / f"{file.stem}.{kind}" for file in files]
        pairs = zip(files, made, strict=True)
        convert = {"do": "convert", "name": FILTERS[kind]}
        actions = [{**convert, "file": str(old), "target": str(new)} for old, new in pairs]
        self(*actions, timeout=TIMEOUT * (1 + len(files)))
        return made

    def _do(self, actions: tuple[Action, ...], timeout: float, *, leave: bool) -> list[Any]:
        self._start()
        order = json.dumps({"pipe": self._pipe, "leave": leave, "actions": actions})
        try:
            done = subprocess.run(
                [self._python, str(DRIVER)],
                check=False,
                input=order,
                capture_output=True,
                text=True,
                encoding="utf-8",
                timeout=timeout,
                env=_plain_environment(),
            )
        except subprocess.TimeoutExpired:
            self.end()
            raise Hangs(f"LibreOffice did not finish in {timeout} seconds: {actions}") from None
        if done.returncode != 0:
            self.end()
            raise RuntimeError(f"the driver ended with {done.returncode}: {done.stderr}")
        answer = json.loads(done.stdout)
        if answer.get("closed") is False:
            self.end()  # the next list of actions gets a LibreOffice of its own
        if "failed" in answer:
            raise ActionFailed(f"{actions[answer['failed']]}: {answer['why']}")
        return list(answer["results"])

    def _start(self) -> None:
        if self._process is not None and self._process.poll() is None:
            return
        self._pipe = f"regio{uuid4().hex}"
        keep = self._folder / "user"
        places = {f"XDG_{kind}_HOME": str(keep) for kind in ("STATE", "DATA")}
        self._process = subprocess.Popen(
            [
                self._program,
                *("--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck"),
                f"-env:UserInstallation={(self._folder / 'profile').as_uri()}",
                f"--accept=pipe,name={self._pipe};urp",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            # Python that a macro starts finds the project here, and keeps the user's folders out.
            env={**os.environ, **places, "PYTHONPATH": str(ROOT)},
            start_new_session=True,
        )

    def quit(self) -> None:
        """Close LibreOffice in the ordinary way."""
        if self._process is None:
            return
        try:
            self({"do": "quit"}, timeout=20)
            self._process.wait(20)
        except (AssertionError, RuntimeError, subprocess.TimeoutExpired):
            self.end()

    def end(self) -> None:
        """End LibreOffice and what it started, whatever it is doing."""
        if self._process is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(20)
        self._process = None


def find_python(program: str) -> str | None:
    """Return a Python that can ``import uno``: LibreOffice's own, or one on the path."""
    beside = Path(program).resolve().parent
    names = ("python3", "python", "python.exe")
    places = [beside, *map(Path, os.get_exec_path())]
    for candidate in (sys.executable, *(str(place / name) for place in places for name in names)):
        if shutil.which(candidate) and _has_uno(candidate):
            return candidate
    return None


def _has_uno(python: str) -> bool:
    command = [python, "-c", "import uno"]
    try:
        subprocess.run(
            command, check=True, capture_output=True, timeout=30, env=_plain_environment()
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return True


def _plain_environment() -> dict[str, str]:
    """Return the environment without what would make another Python look in ours."""
    ours = {"PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV"}
    return {key: value for key, value in os.environ.items() if key not in ours}
