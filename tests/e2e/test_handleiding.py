"""What docs/handleiding.md quotes is what the steps say, in a year that is lived through here."""

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from regio_xl.cli import files
from regio_xl.domain import Uitkomst
from regio_xl.domain.levensloop import Staat
from regio_xl.steps import STEPS
from tests.support.edit import typed
from tests.support.made import Made

MOMENT = datetime(2025, 12, 18, 10, 30)  # after every day that is typed here
TEXT = (Path(__file__).parents[2] / "docs" / "handleiding.md").read_text(encoding="utf-8")
ADVICE = [("AOO", f"{column}{row}") for column in "CD" for row in range(16, 43)]
VOTES = [("Stemming", f"{column}{row}") for column in "CD" for row in range(24, 51)]
PHASE, KETEN, RESERVE = ("Kader", "B6"), ("Kader", "C26"), ("Kader", "C27")
NUMBER, DAY, WHY = ("Stemming", "B5"), ("Stemming", "B6"), ("Stemming", "B19")
NOBODY_SPOKE = dict.fromkeys([*ADVICE, *VOTES])
MENDED = {
    PHASE: "bespreking",
    KETEN: 900.0,
    ("Kader", "B8"): "Toezicht op afvalstromen, bodem en asbest",
    ("Kader", "B9"): "ODU",
    ("Voorstellen", "C17"): "Sloop",
    ("Voorstellen", "N20"): "Geldt voor de regio",
    ("Voorstellen", "G23"): 1200.0,
    ("Voorstellen", "D27"): "UTR",
    ("Voorstellen", "E31"): "extern",
    ("Voorstellen", "T35"): datetime(2025, 9, 30),
    ("Voorstellen", "S39"): "Het AOO van 9 oktober",
}
"""The errors of the example year put right."""

NOT_IN_THE_EXAMPLE = ("Vereist voorstel 7", "Dit voorstel was er nog niet")
"""Quotes of what does not occur in the example year."""


class Life:
    """A workbook, and all that its steps have said."""

    def __init__(self, path: Path) -> None:
        self.path, self.said = path, list[str]()

    def do(self, step: str, *, opnieuw: bool = False) -> Uitkomst:
        """Run a step, and remember what it says."""
        work = (STEPS[step].opnieuw if opnieuw else None) or STEPS[step].run
        uitkomst, _, _ = files.run_on_file(step, work, self.path, None)
        self.said += [" ".join(uitkomst.samenvatting)]
        self.said += [f"{item.melding} {item.herstel}" for item in uitkomst.bevindingen]
        for table in uitkomst.tables:
            if table.name == "tblSelectie":
                self.said += [str(row["reden"]) for row in table.rows]
        return uitkomst

    @property
    def staat(self) -> str:
        """Return the state of the package, as a step tells it."""
        return self.do("selectie").data["staat"]


def quotes() -> Iterator[str]:
    """Yield every block of quoted output, and every reason in the table of section 5."""
    for block in re.findall(r"(?:^ *> .*\n)+", TEXT, re.MULTILINE):
        yield " ".join(re.sub(r"^ *> ", "", block, flags=re.MULTILINE).split())
    yield from re.findall(r"^\| ‘(.*)’ \| ", TEXT, re.MULTILINE)


def missing(said: list[str], wanted: list[str]) -> list[str]:
    """Return the quotes that nothing said; dots stand for what was left out."""
    patterns = {
        quote: re.compile(".*".join(map(re.escape, re.split(r"\s*…\s*", quote))))
        for quote in wanted
    }
    return [quote for quote in wanted if not any(map(patterns[quote].search, said))]


@pytest.mark.slow
def test_every_quote_of_the_handleiding_was_said_in_the_example_year(
    made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "moment", lambda: MOMENT)
    tried = Life(made.copy("voorbeeld", tmp_path / "proef.xlsm"))
    try_out(tried)
    lived = Life(made.copy("voorbeeld", tmp_path / "jaar.xlsm"))
    live_through(lived)
    halfway = Life(made.copy("voorbeeld tot uitvoering", tmp_path / "halverwege.xlsm"))
    halfway.do("overschrijding")
    wanted = [quote for quote in quotes() if not quote.startswith(NOT_IN_THE_EXAMPLE)]
    assert len(wanted) > 20
    assert not missing(tried.said + lived.said + halfway.said, wanted)


def try_out(life: Life) -> None:
    """Divide the example year, edit it by hand, and divide it with less room."""
    typed(life.path, NOBODY_SPOKE)
    life.do("toewijzen")
    typed(life.path, {("Selectie", "J33"): 250.0})
    life.do("selectie")
    for cell, value in ((KETEN, 4000.0), (KETEN, 4240.0), (("Kader", "C30"), 2000.0)):
        typed(life.path, {KETEN: 900.0, cell: value})
        life.do("toewijzen")


def live_through(life: Life) -> None:
    """Live the life of a package, from divided to lifted, and check its state on the way."""
    typed(life.path, NOBODY_SPOKE | MENDED)
    life.do("toewijzen")
    assert life.staat == Staat.BEREKEND
    life.do("voorleggen")
    assert life.staat == Staat.TER_ADVIES
    typed(life.path, {**dict.fromkeys(ADVICE[:25], "akkoord"), RESERVE: 450.0})
    life.do("bijwerken")
    life.do("toewijzen")
    assert life.staat == Staat.TER_ADVIES
    life.do("toewijzen", opnieuw=True)
    assert life.staat == Staat.BEREKEND
    typed(life.path, {("AOO", "B12"): None, PHASE: "besluit"})
    life.do("voorleggen")
    assert life.staat == Staat.TER_STEMMING
    decision = {NUMBER: "AB-2025-41", DAY: datetime(2025, 12, 11)}
    typed(life.path, {**dict.fromkeys(VOTES[:20], "voor"), **decision})
    life.do("stemming")
    assert life.staat == Staat.VASTGESTELD
    typed(life.path, {NUMBER: "AB-2025-42", VOTES[0]: "tegen"})
    life.do("valideren")
    why = "Het AB van 18 december wil voorstel 13 er toch niet bij"
    typed(life.path, {NUMBER: None, DAY: None, VOTES[0]: "voor", WHY: why})
    life.do("stemming")
    assert life.staat == Staat.TER_STEMMING
