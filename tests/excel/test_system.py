"""What this machine is, and that what we expect of xlwings is what it is."""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from regio_xl.excel import addin
from regio_xl.excel.system import (
    MACOS,
    WINDOWS,
    WindowsRegistry,
    console_python,
    run_program,
    startup_folder,
    this_system,
)


def xlwings_folder() -> Path:
    found = find_spec("xlwings")
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent


def test_this_machine_is_described() -> None:
    system = this_system()
    assert system.platform == sys.platform
    assert system.interpreter == Path(sys.executable)
    assert system.addin_source == xlwings_folder() / "addin" / "xlwings.xlam"
    assert system.addin_source.is_file()


def test_xlwings_still_says_what_we_wait_for() -> None:
    source = (xlwings_folder() / "cli.py").read_text(encoding="utf-8")
    for sentence in (
        "Successfully installed the xlwings add-in!",
        "Successfully removed the add-in!",
        "Failed to install the add-in",
        "Failed to remove the add-in",
        'xlwings-{xw.__version__}.applescript"',
        "if not os.path.exists(xw.USER_CONFIG_FILE) or force:",
    ):
        assert sentence in source
    assert set(addin.REASONS) >= {"Failed to install the add-in", "Failed to remove the add-in"}


def test_the_command_of_xlwings_can_be_called_through_our_python() -> None:
    ran = run_program((sys.executable, "-m", "xlwings.cli", "addin", "install", "--help"))
    assert ran.code == 0
    assert "--dir" in ran.output


def test_the_configuration_is_where_xlwings_reads_it(tmp_path: Path) -> None:
    """xlwings is asked in a process that thinks it is on macOS or elsewhere."""
    code = "import sys; sys.platform = {!r}; import os; os.environ['HOME'] = {!r}; {}"
    read = (
        "source = open({!r}, encoding='utf-8').read(); "
        "part = source[source.index('# Platform specifics'):source.index('# Errors')]; "
        "exec(part); print(USER_CONFIG_FILE)"
    ).format(str(xlwings_folder() / "__init__.py"))
    for platform in (MACOS, "linux"):
        done = subprocess.run(
            [sys.executable, "-c", code.format(platform, str(tmp_path), read)],
            capture_output=True, text=True, check=True, encoding="utf-8",
        )  # fmt: skip
        system = this_system().model_copy(update={"platform": platform, "home": tmp_path})
        assert done.stdout.strip() == str(system.conf)


def test_a_program_is_run_without_what_only_this_terminal_knows(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PYTHONPATH", os.getcwd())  # noqa: PTH109
    ran = run_program((sys.executable, "-c", "import os; print(os.environ.get('PYTHONPATH'))"))
    assert (ran.code, ran.output.strip()) == (0, "None")


def test_a_program_that_does_not_exist_is_told_not_raised(tmp_path: Path) -> None:
    assert run_program((str(tmp_path / "python"), "-c", "1")).code == -1


def test_excel_gets_the_python_that_can_write_errors() -> None:
    assert console_python(Path("/x/pythonw.exe")) == Path("/x/python.exe")
    assert console_python(Path("/x/python3.12")) == Path("/x/python3.12")


def test_add_ins_start_from_the_folder_of_each_system() -> None:
    home = Path("/home")
    assert startup_folder(WINDOWS, home, "/roaming") == Path("/roaming/Microsoft/Excel/XLSTART")
    assert startup_folder(WINDOWS, home, None) == home / "AppData/Roaming/Microsoft/Excel/XLSTART"
    assert startup_folder("linux", home, None) is None
    assert str(startup_folder(MACOS, home, None)).endswith("Startup.localized/Excel")


@pytest.mark.skipif(sys.platform == "win32", reason="there it works")
def test_the_registry_refuses_elsewhere_instead_of_pretending() -> None:
    for attempt in (
        lambda: WindowsRegistry().read(r"HKCU\X", ""),
        lambda: WindowsRegistry().subkeys(r"HKCU\X"),
        lambda: WindowsRegistry().write(r"HKCU\X", {}),
        lambda: WindowsRegistry().delete(r"HKCU\X"),
    ):
        with pytest.raises(NotImplementedError):
            attempt()
