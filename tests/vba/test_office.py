"""The harness itself: it ends what hangs, and says what LibreOffice refused."""

import time
from pathlib import Path

import pytest

from tests.vba.actions import call, get, opened, typed
from tests.vba.office import ActionFailed, Hangs, Office
from tests.vba.projects import VBA

pytestmark = pytest.mark.libreoffice

ENDLESS = f"{VBA}Public Function Draai() As Long\n    Do\n    Loop\nEnd Function\n"


def test_a_macro_that_never_ends_is_ended_and_the_next_one_runs(
    office: Office, example: Path
) -> None:
    endless = {"do": "module", "book": "book", "name": "Eindeloos", "source": ENDLESS}
    before = time.monotonic()
    with pytest.raises(Hangs):
        office(opened(example), endless, call("Eindeloos.Draai"), timeout=5)
    assert time.monotonic() - before < 30
    assert office(opened(example), get("fase"))[-1] == [["besluit"]]


def test_a_macro_that_does_not_exist_is_a_failure(office: Office, example: Path) -> None:
    with pytest.raises(ActionFailed, match="RegioPython"):
        office(opened(example), call("RegioPython.BestaatNiet"))


def test_a_list_does_not_see_what_another_typed(office: Office, example: Path) -> None:
    office(opened(example), typed("Start!Z1", "van een ander"))
    assert office(opened(example), get("Start!Z1"))[-1] == [[""]]


def test_a_saved_copy_holds_what_was_typed(office: Office, example: Path, tmp_path: Path) -> None:
    copy = tmp_path / "kopie.xlsx"
    save = {"do": "save", "book": "book", "file": str(copy)}
    office(opened(example), typed("Start!Z1", 12.5), save)
    assert office(opened(copy), get("Start!Z1"))[-1] == [[12.5]]
