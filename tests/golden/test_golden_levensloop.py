"""What an account team reads on the screen and on sheet Controle in the life of one package.

A change here is read by a person in the diff; ``make golden`` writes the files anew.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from regio_xl.cli import files
from regio_xl.cli.commands import main
from tests.e2e.year import MOMENT, Year, mended, silent
from tests.support.made import Made

FOLDER = Path(__file__).parent
WRITE = os.environ.get("REGIO_XL_GOLDEN") == "schrijf"

Do = Callable[..., None]


def example(year: Year, do: Do) -> None:
    """The example year as it comes, checked and divided."""
    do("valideren")
    do("bijwerken")
    do("stemming")


def fasewissel(year: Year, do: Do) -> None:
    """An advised package, after which the phase becomes besluit and two leaders are missing."""
    silent(mended(year.path))
    year.put(fase="bespreking")
    do("toewijzen")
    do("voorleggen")
    year.advise()
    for nr in (13, 17):
        year.proposal(nr, projectleider=None)
    year.put(fase="besluit")
    do("bijwerken")
    do("voorleggen")
    year.vote()
    year.put(besluit_nummer="AB-2025-41", besluit_datum=MOMENT)
    do("stemming")


def opgeheven(year: Year, do: Do) -> None:
    """A decision that is lifted, after which a proposal changes and old votes do not count."""
    silent(mended(year.path))
    do("toewijzen")
    year.decide()
    year.proposal(2, titel="Een heel ander project")
    year.parameter("reserve", 450.0)
    do("valideren")
    year.put(besluit_nummer=None, besluit_datum=None)
    do("stemming")
    year.put(besluit_reden_opheffen="Verkeerde bijlage; AB van 18 december")
    do("stemming")
    year.proposal(13, uren=200.0)
    do("toewijzen")
    do("toewijzen", "--opnieuw")
    year.put(besluit_nummer="AB-2025-44", besluit_datum=MOMENT)
    do("stemming")


def nagerekend(year: Year, do: Do) -> None:
    """Sheets that no longer follow: edited by hand, other input, a decision that was damaged."""
    silent(mended(year.path))
    year.put(fase="bespreking")
    do("bijwerken")
    do("controleer")
    year.at("tblVoorstel", "score", {3: 1.25})
    year.hand(13, 40.0)
    do("controleer")
    year.hand(13, 215.0)
    year.at("tblDeelnemers", "dvo_uren", {"AMF": 6000.0})
    do("valideren")
    do("controleer")
    do("bijwerken")
    year.put(fase="besluit")
    do("voorleggen")
    year.vote()
    year.put(besluit_nummer="AB-2025-41", besluit_datum=MOMENT)
    do("stemming")
    do("controleer")
    year.at("tblBesluit", "uren", {13: 40.0})
    do("controleer")


SCENES = [example, fasewissel, opgeheven, nagerekend]


@pytest.mark.parametrize("scene", SCENES, ids=lambda it: it.__name__)
def test_golden_life_of_a_package_reads_as_it_was_approved(
    scene: Callable[[Year, Do], None],
    made: Made,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(files, "moment", lambda: MOMENT)
    monkeypatch.setattr(files, "who", lambda: "test")
    year = Year(made.copy("voorbeeld", tmp_path / "jaar.xlsm"))
    told: list[str] = []

    def do(*words: str) -> None:
        capsys.readouterr()
        with pytest.raises(SystemExit):
            main([words[0], str(year.path), *words[1:]])
        shown = capsys.readouterr()
        told.append(f"$ regio-xl {words[0]} jaar.xlsm {' '.join(words[1:])}".rstrip())
        told.append((shown.out + shown.err).replace(str(year.path), "jaar.xlsm"))

    scene(year, do)
    text = "\n".join([*told, "Blad Controle:", *controle(year), "", *start(year)]) + "\n"
    path = FOLDER / f"leven_{scene.__name__}.txt"
    if WRITE:
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


def controle(year: Year) -> Iterator[str]:
    for row in year.list_of("tblControle"):
        where = ", ".join(str(row[key]) for key in ("blad", "rij", "kolom") if row[key] is not None)
        yield f"{row['ernst']} · {row['regel']} · {where}"
        yield f"    {row['melding']}"
        yield f"    {row['herstel']}"


def start(year: Year) -> Iterator[str]:
    yield f"Blad Start: {year.cell('start_volgende_stap')}"
    yield f"Tijdlijn: {year.cell('start_tijdlijn')}"
    yield f"Stand van het pakket: {year.cell('pakket_staat')}"
    for row in year.list_of("tblTijdlijn"):
        yield f"{row['code']} · {row['stand']} · {row['feiten']}"
