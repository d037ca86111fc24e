"""What a person reads in the terminal: help and wrong use in Dutch, summary, findings, progress."""

import difflib
import json
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.padding import Padding
from rich.text import Text
from typer import rich_utils
from typer.core import TyperCommand, TyperGroup

from regio_xl.domain import Bevinding

DONE, WITH_ERRORS, NOT_DONE = 0, 1, 2
"""Exit codes."""

PATIENCE = 1.0
"""Seconds after which a running step shows that it is busy."""

MOST_FINDINGS = 40
STYLES = {"fout": "bold red", "waarschuwing": "yellow", "melding": "cyan"}
HELP = "Toon deze uitleg."
ASK_HELP = "Zie ‘regio-xl --help’ of ‘regio-xl STAP --help’."
Json = Annotated[bool, typer.Option("--json", help="Geef het resultaat als JSON op stdout.")]
"""The option that nearly every command has."""


class NotDone(Exception):
    """Nothing was done; the message is the sentence for the user (exit code 2)."""


class Command(TyperCommand):
    """A command whose help option is explained in Dutch."""

    def get_help_option(self, ctx: Any) -> Any:
        """Return the help option with a Dutch text."""
        return _in_dutch(super().get_help_option(ctx))


class Group(TyperGroup):
    """The group of commands; it names the nearest command for a mistyped one."""

    def get_help_option(self, ctx: Any) -> Any:
        """Return the help option with a Dutch text."""
        return _in_dutch(super().get_help_option(ctx))

    def unknown(self, args: list[str]) -> str | None:
        """Return a sentence when the first word is no command, else None."""
        words = [word for word in args if not word.startswith("-")]
        if not words or words[0] in self.commands:
            return None
        near = difflib.get_close_matches(words[0], list(self.commands), n=1)
        hint = f" Bedoelde u ‘{near[0]}’?" if near else f" Kies uit: {', '.join(self.commands)}."
        return f"De opdracht ‘{words[0]}’ bestaat niet.{hint}"


def _in_dutch(option: Any) -> Any:
    if option is not None:
        option.help = HELP
    return option


def make_app() -> typer.Typer:
    """Return the application without commands, with the headings of its help pages in Dutch."""
    rich_utils.ARGUMENTS_PANEL_TITLE = "Argumenten"
    rich_utils.OPTIONS_PANEL_TITLE = "Opties"
    rich_utils.COMMANDS_PANEL_TITLE = "Opdrachten"
    rich_utils.DEFAULT_STRING = "[standaard: {}]"
    rich_utils.REQUIRED_LONG_STRING = "[verplicht]"
    return typer.Typer(
        name="regio-xl",
        cls=Group,
        add_completion=False,
        no_args_is_help=True,
        help="Regionale opdrachten: controleren, toewijzen en voorbereiden, op een gewoon "
        "Excel-bestand.",
        rich_markup_mode="rich",
        pretty_exceptions_enable=False,
    )


def explain(error: Exception) -> str:
    """Return one Dutch sentence for wrong use of the command line."""
    name = getattr(getattr(error, "param", None), "metavar", None) or "een van de waarden"
    option = getattr(error, "option_name", "")
    sentences = {
        "NoSuchOption": f"De optie {option} bestaat niet.",
        "MissingParameter": f"Op de opdrachtregel ontbreekt {name}.",
        "BadParameter": f"De waarde voor {name} is niet bruikbaar.",
        "BadOptionUsage": f"Bij de optie {option} hoort een waarde.",
    }
    other = "Op de opdrachtregel staat te veel of te weinig."
    return f"{sentences.get(type(error).__name__, other)} {ASK_HELP}"


@contextmanager
def busy(text: str, *, quiet: bool) -> Iterator[Callable[[str], None]]:
    """Show ``text`` on the terminal while the block runs, but only once it lasts.

    Yields a function that adds what is being done at the moment.
    """
    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        yield lambda _: None
        return
    status = console.status(f"{text} …")
    timer = threading.Timer(PATIENCE, status.start)
    timer.daemon = True
    timer.start()
    try:
        yield lambda doing: status.update(f"{text}: {doing} …")
    finally:
        timer.cancel()
        timer.join()
        status.stop()


def as_json(data: Mapping[str, Any]) -> None:
    """Write the result as JSON on stdout, and nothing else.

    Where stdout cannot hold every character, they are escaped: JSON stays JSON.
    """
    unicode = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    sys.stdout.write(json.dumps(data, ensure_ascii=not unicode, indent=2) + "\n")


def lines(*texts: str) -> None:
    """Write plain lines on stdout; a terminal wraps them, a file keeps them whole."""
    console = Console(highlight=False)
    for text in texts:
        console.print(Text(text), soft_wrap=not console.is_terminal)


def findings(found: tuple[Bevinding, ...]) -> None:
    """Write each finding as a line that says where, and indented below it what and how."""
    console = Console(highlight=False)
    for item in found[:MOST_FINDINGS]:
        head = Text.assemble(
            (f"{item.ernst.value:<13}", STYLES[item.ernst.value]),
            (place(item), "bold"),
            f"  ({item.regel})",
        )
        console.print(Text(), head, sep="\n", soft_wrap=True)
        console.print(Padding(Text(f"{item.melding}\n{item.herstel}"), (0, 0, 0, 13)))
    if len(found) > MOST_FINDINGS:
        lines("", f"… en nog {len(found) - MOST_FINDINGS} bevindingen; zie blad Controle.")
    lines("")


def place(item: Bevinding) -> str:
    """Return where a finding stands, as one says it: ``Voorstellen, rij 7, Uren``."""
    row = None if item.rij is None else f"rij {item.rij}"
    return ", ".join(filter(None, (item.blad, row, item.kolom)))
