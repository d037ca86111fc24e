"""Which folders may be trusted, and under what number."""

from datetime import datetime
from pathlib import Path

import pytest

from regio_xl.excel import trusted
from regio_xl.excel.system import MACOS, WINDOWS, InstallError
from tests.excel.machine import FakeRegistry, machine

NOW = datetime(2026, 1, 2, 3, 4)


def test_the_first_free_number_above_those_of_excel_is_taken() -> None:
    taken = ("Location0", "Location3", "Location20", "Location21", "Location23", "Iets anders")
    registry = FakeRegistry({rf"{trusted.LOCATIONS}\{name}": {} for name in taken})
    found = trusted.planned(r"C:\Werk", registry, NOW)
    assert found is not None
    assert found.key.endswith(r"\Trusted Locations\Location22")
    assert found.values == {
        "Path": "C:\\Werk\\",
        "AllowSubfolders": 0,
        "Description": "Werkmappen van regio-xl",
        "Date": "02-01-2026 03:04",
    }


@pytest.mark.parametrize(
    ("present", "below", "needed"),
    [
        ("c:\\werk\\", False, False),
        ("C:\\Werk", True, False),
        ("C:\\", True, False),
        ("C:\\", False, True),
        ("C:\\Werk\\2026", True, True),
        ("D:\\Werk", True, True),
    ],
)
def test_a_folder_that_is_trusted_already_is_left_alone(
    present: str, below: bool, needed: bool
) -> None:
    values: dict[str, str | int] = {"Path": present, "AllowSubfolders": int(below)}
    registry = FakeRegistry({rf"{trusted.LOCATIONS}\Location0": values})
    found = trusted.planned(r"C:\Werk", registry, NOW)
    assert (found is not None) is needed


@pytest.mark.parametrize(
    ("folder", "says"),
    [
        (r"\\server\map", "netwerk"),
        ("//server/map", "netwerk"),
        ("https://odu.sharepoint.com/sites/x", "netwerk"),
        (r"Z:\Regio", "netwerk"),
        ("C:\\", "te ruim"),
        ("C:", "te ruim"),
        (r"Werkmappen", "onvolledig"),
        (r"C:\Users\jan", "internet"),
        (r"C:\Users", "internet"),
        (r"C:\Users\jan\Downloads", "internet"),
        (r"C:\Bestaat niet", "bestaat niet"),
    ],
)
def test_a_folder_that_must_not_be_trusted_is_refused_with_the_reason(
    folder: str, says: str, tmp_path: Path
) -> None:
    """The registry, with a network drive Z, is played by a dictionary."""
    system, _ = machine(WINDOWS, tmp_path)
    drive = FakeRegistry({r"HKCU\Network\Z": {"RemotePath": r"\\server\regio"}})
    system = system.model_copy(update={"home": Path(r"C:\Users\jan"), "registry": drive})
    with pytest.raises(InstallError, match=says):
        trusted.checked(folder, system)


def test_macos_has_no_trusted_folders(tmp_path: Path) -> None:
    with pytest.raises(InstallError, match="alleen op Windows"):
        trusted.checked("/Users/jan/Werk", machine(MACOS, tmp_path)[0])


def test_a_policy_that_switches_them_off_is_seen() -> None:
    assert not trusted.switched_off(FakeRegistry())
    assert trusted.switched_off(FakeRegistry({trusted.POLICY: {"AllLocationsDisabled": 1}}))
