"""Help and wrong use: Dutch, exact, and readable in any terminal."""

import io
import re
import sys

import pytest
import typer

from regio_xl import __version__
from regio_xl.cli import show
from regio_xl.cli.commands import app, main
from regio_xl.domain.model import Bevinding, Ernst
from tests.support.made import WRITING

COMMANDS = list(vars(typer.main.get_command(app))["commands"])
ENGLISH = (
    r"(?i)\b(usage|options?|arguments?|commands?|show|exit|default|required|error|bool|path)\b|<"
)
LONG = "/" + "/".join(["een-heel-lange-map"] * 5)


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[object, str, str]:
    with pytest.raises(SystemExit) as stop:
        main(list(words))
    shown = capsys.readouterr()
    return stop.value.code, shown.out, shown.err


class Terminal(io.StringIO):
    """What a person sees in a terminal."""

    def isatty(self) -> bool:
        return True


def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Put a terminal of 40 columns without colours in the place of both streams."""
    shown = Terminal()
    for name, value in {"COLUMNS": "40", "NO_COLOR": "1", "TERM": "xterm"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "stdout", shown)
    monkeypatch.setattr(sys, "stderr", shown)
    return shown


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["bijwerkn", "x.xlsm"], "De opdracht ‘bijwerkn’ bestaat niet. Bedoelde u ‘bijwerken’?"),
        (["iets"], "Kies uit"),
        (["bijwerken"], "Bij ‘bijwerken’ ontbreekt BESTAND, bijvoorbeeld ‘regio-xl bijwerken "),
        (["nieuw"], "Bij ‘nieuw’ ontbreekt BESTAND, bijvoorbeeld ‘regio-xl nieuw jaar"),
        (["terug"], "Bij ‘terug’ ontbreekt BESTAND"),
        (["bijwerken", "a.xlsm", "b.xlsm"], "Bij ‘bijwerken’ hoort ‘b.xlsm’ niet."),
        (["bijwerken", "a.xlsm", "--overschrif"], "Bedoelde u ‘--overschrijf’?"),
        (
            ["bijwerken", "a.xlsm", "--zomaar"],
            "--zomaar bestaat niet bij ‘bijwerken’. Kies uit: --",
        ),
        (["bijwerken", "a.xlsm", "-z"], "De optie -z bestaat niet bij ‘bijwerken’."),
        (["bijwerken", "a.xlsm", "--json=ja"], "Bij de optie --json hoort geen waarde."),
        (["bijwerken", "a.xlsm", "--overschrijf"], "--overschrijf hoort bij --uit."),
        (["--json", "bijwerken", "a.xlsm"], "Vóór de opdracht kan --json niet staan"),
        (["nieuw", "a.xlsm", "--jaar", "elf"], "De waarde ‘elf’ voor --jaar is niet bruikbaar"),
        (["terug", "a.xlsm", "elf"], "De waarde ‘elf’ voor NUMMER is niet bruikbaar"),
        (["nieuw", "a.xlsm", "--jaar"], "Bij de optie --jaar hoort een waarde: --jaar JAAR."),
        (["nieuw", "a.docx"], "eindigt niet op .xlsm"),
    ],
)
def test_wrong_use_names_the_word_and_the_nearest_right_one(
    words: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, *words)
    assert (code, out) == (2, "")
    assert says in err
    assert not re.search(ENGLISH, err.replace("--", ""))
    assert err.count("\n") == 1


@pytest.mark.parametrize("words", [[], ["-h"], ["--help"]])
def test_the_help_names_every_command(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, *words)
    assert (code, err) == (0, "")
    assert out.startswith("Gebruik: regio-xl OPDRACHT [OPTIES]\n")
    assert set(WRITING) < set(COMMANDS)
    for name in COMMANDS:
        assert f"\n  {name} " in out
    assert not re.search(ENGLISH, out)


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("word", ["-h", "--help"])
def test_the_help_of_a_command_is_dutch(
    name: str, word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, name, word)
    assert (code, err) == (0, "")
    assert out.startswith(f"Gebruik: regio-xl {name} ")
    assert re.search(r"\n  -h, --help +Toon deze uitleg\.\n", out)
    assert not re.search(ENGLISH, out)


def test_selectie_does_not_say_that_it_divides(capsys: pytest.CaptureFixture[str]) -> None:
    assert "Verdeelt" not in run(capsys, "selectie", "-h")[1]


def test_the_version_can_be_asked(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "--version") == (0, f"regio-xl {__version__}\n", "")


def test_no_word_of_a_sentence_is_broken_in_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = terminal(monkeypatch)
    with pytest.raises(SystemExit):
        main(["bijwerken", f"{LONG}/jaar.docx"])
    found = Bevinding(
        ernst=Ernst.FOUT,
        regel="F2.2",
        blad="Voorstellen",
        melding=f"Het verantwoordingsdocument {LONG} is onbereikbaar.",
        herstel="Raadpleeg de samenwerkingsovereenkomst.",
    )
    show.findings((found,))
    show.lines(f"Bewaard in {LONG}.")
    text = re.sub(r"\x1b\[[0-9;]*m", "", screen.getvalue())
    words = {word for line in text.splitlines() for word in line.split()}
    assert words >= {"verantwoordingsdocument", "samenwerkingsovereenkomst.", LONG, f"{LONG}."}
    assert max(len(line.strip()) for line in text.splitlines() if LONG not in line) <= 40
    assert "\n             Raadpleeg de\n" in text


def test_help_fits_in_a_narrow_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = terminal(monkeypatch)
    with pytest.raises(SystemExit):
        main(["bijwerken", "-h"])
    text = re.sub(r"\x1b\[[0-9;]*m", "", screen.getvalue())
    assert max(map(len, text.splitlines())) <= 40
