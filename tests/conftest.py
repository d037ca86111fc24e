"""Fixtures that more than one room needs."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

REQUIRED = os.environ.get("REGIO_XL_LIBREOFFICE") == "verplicht"


@pytest.fixture(scope="session")
def libreoffice(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., list[Path]]:
    """Return a function that converts files with LibreOffice, recalculating every formula.

    Where LibreOffice is required (in CI) its absence fails the test instead of skipping it.
    """
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        message = "LibreOffice Calc is not installed"
        if REQUIRED:
            pytest.fail(message)
        pytest.skip(message)
    profile = tmp_path_factory.mktemp("lo-profile")
    settings = profile / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    item = (
        '<item oor:path="/org.openoffice.Office.Calc/Formula/Load">'
        '<prop oor:name="{}" oor:op="fuse"><value>0</value></prop></item>'
    )
    settings.write_text(
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry">'
        + item.format("OOXMLRecalcMode")
        + item.format("ODFRecalcMode")
        + "</oor:items>",
        encoding="utf-8",
    )

    def convert(files: list[Path], target: Path, to: str = "xlsx") -> list[Path]:
        target.mkdir(parents=True, exist_ok=True)
        command = [program, "--headless", f"-env:UserInstallation={profile.as_uri()}"]
        command += ["--convert-to", to, "--outdir", str(target), *map(str, files)]
        subprocess.run(command, check=True, capture_output=True, timeout=600)
        made = [target / f"{file.stem}.{to.split(':', maxsplit=1)[0]}" for file in files]
        missing = [file for file in made if not file.exists()]
        assert not missing, f"LibreOffice did not convert {missing}"
        return made

    return convert


@pytest.fixture(autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep logs, copies and the lock of a click out of the folders of whoever runs the tests.

    Each test has its own, so that tests that run side by side do not wait for each other.
    """
    home = tmp_path_factory.mktemp("thuis")
    for kind in ("STATE", "DATA", "CONFIG"):
        monkeypatch.setenv(f"XDG_{kind}_HOME", str(home / kind.lower()))
