"""What setting up says about the user's other workbooks that use xlwings."""

from pathlib import Path

import pytest

from regio_xl.excel.install import install
from regio_xl.excel.system import MACOS, WINDOWS
from tests.excel.machine import machine


@pytest.mark.parametrize(
    ("theirs", "said"),
    [
        (b"", True),
        (b'"UDF MODULES","mijn_functies"\r\n', True),
        (b'"UDF MODULES","udfs.regio"\r\n"USE UDF SERVER","False"\r\n', True),
        (b'"UDF MODULES","udfs.regio"\r\n"USE UDF SERVER","True"\r\n', False),
    ],
)
def test_what_it_means_for_other_workbooks_is_said_when_it_changes(
    theirs: bytes, said: bool, tmp_path: Path
) -> None:
    system, _ = machine(WINDOWS, tmp_path)
    system.conf.parent.mkdir()
    system.conf.write_bytes(theirs)
    advice = " ".join(install(system).advice)
    words = ("RunPython", "Import Functions", "Restart UDF Server", "xlwings.conf", "--verwijderen")
    assert [word in advice for word in words] == [said] * len(words)


def test_on_macos_other_workbooks_notice_nothing_of_a_server(tmp_path: Path) -> None:
    system, _ = machine(MACOS, tmp_path)
    assert "UDF" not in " ".join(install(system).advice)
