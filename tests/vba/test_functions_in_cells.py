"""The functions REGIO_... in cells: wrapper, late bound add-in, real Python, and back to the cell.

LibreOffice stands in for Excel and ``basic/NepPython.bas`` for xlwings' COM object; how xlwings
converts cells is tested in ``tests/udfs``.
"""

from pathlib import Path
from typing import Any

import pytest

from tests.vba.actions import ADDIN, PROBES, call, get, module, opened, typed
from tests.vba.office import Office
from tests.vba.sentinel import NOT_AVAILABLE
from tests.vba.stand_in import stand_in
from udfs.regio import REGIO_BIJDRAGE, REGIO_RUIMTE

pytestmark = pytest.mark.libreoffice

VALUE = "Error 2015"
"""How LibreOffice shows ``CVErr(2015)``, Excel's #VALUE!, in a cell."""

FUNCTIONS = (
    "=REGIO_BIJDRAGE(1000)",
    "=REGIO_RUIMTE(1000)",
    "=REGIO_OVERSCHRIJDING(10;20)",
    "=REGIO_SCORE(1;2;3)",
    "=REGIO_DEKKING(A1:B2;A1:A2)",
    "=REGIO_MEERDERHEID(A1:A3)",
)
HOURS = [[3137.5], [21400.0], ["veel"]]
ADDIN_MODULES = (module("NepPython", kind="class", book=ADDIN), module("XLPython", book=ADDIN))


def calculated(office: Office, example: Path, folder: Path, *actions: Any) -> Any:
    """Return the result of the last action, with a stand-in that has Python."""
    loaded = [opened(stand_in(folder), ADDIN), *ADDIN_MODULES, opened(example)]
    return office(*loaded, *actions)[-1]


@pytest.mark.parametrize("formula", FUNCTIONS)
def test_without_the_add_in_a_function_shows_not_available(
    office: Office, example: Path, formula: str
) -> None:
    result = office(opened(example), typed("Start!Z1", formula), get("Start!Z1"))
    assert result[-1] == [[NOT_AVAILABLE]]


def test_a_function_that_we_do_not_have_shows_something_else(office: Office, example: Path) -> None:
    """Or the test above could not tell our answer from LibreOffice's own."""
    result = office(opened(example), typed("Start!Z1", "=REGIO_ONZIN(1)"), get("Start!Z1"))
    assert result[-1] != [[NOT_AVAILABLE]]


def test_an_add_in_without_python_shows_not_available(
    office: Office, example: Path, tmp_path: Path
) -> None:
    addin = opened(stand_in(tmp_path), ADDIN)
    result = office(
        addin, opened(example), typed("Start!Z1", "=REGIO_BIJDRAGE(1000)"), get("Start!Z1")
    )
    assert result[-1] == [[NOT_AVAILABLE]]


@pytest.mark.parametrize(
    ("formula", "outcome"),
    [
        ("=REGIO_BIJDRAGE(3137.5)", REGIO_BIJDRAGE(3137.5)),
        ("=REGIO_BIJDRAGE(3137.5;0.02)", REGIO_BIJDRAGE(3137.5, 0.02)),
        ("=REGIO_BIJDRAGE(21400;0.04;300)", 300.0),
    ],
)
def test_a_number_comes_back_from_python(
    office: Office, example: Path, tmp_path: Path, formula: str, outcome: float
) -> None:
    actions = typed("Start!Z1", formula), get("Start!Z1")
    assert calculated(office, example, tmp_path, *actions) == [[outcome]]


def test_a_range_reaches_python_and_an_error_reaches_the_cell(
    office: Office, example: Path, tmp_path: Path
) -> None:
    cells = [typed(f"Start!Y{row}", value) for row, (value,) in enumerate(HOURS, start=1)]
    add_up = [typed(f"Start!Z{end}", f"=REGIO_RUIMTE(Y1:Y{end})") for end in (2, 3)]
    result = calculated(office, example, tmp_path, *cells, *add_up, get("Start!Z2:Z3"))
    assert result == [[REGIO_RUIMTE(HOURS[:2])], [VALUE]]


def test_a_column_comes_back_in_one_call_with_its_errors(
    office: Office, example: Path, tmp_path: Path
) -> None:
    """Asked from VBA: in an array formula LibreOffice 7.4 calls no function with a range."""
    cells = [typed(f"Start!Y{row}", value) for row, (value,) in enumerate(HOURS, start=1)]
    result = calculated(office, example, tmp_path, *cells, *PROBES, call("Proef.Kolom", "Y1:Y3"))
    assert result == "126;350;fout;"
    assert REGIO_BIJDRAGE(HOURS) == [[126.0], [350.0], ["#VALUE!"]]


def test_text_that_python_returns_as_an_error_is_an_error_in_vba(
    office: Office, example: Path, tmp_path: Path
) -> None:
    for hours, is_error in (("veel", True), (1000, False)):
        asked = *PROBES, call("Proef.IsFout", hours)
        assert calculated(office, example, tmp_path, *asked) is is_error
