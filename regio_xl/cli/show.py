"""What a person reads in the terminal, all in Dutch: results, help pages, wrong use explained.

Typer parses the words; what it says about them is English and comes in frames, so none of it is
shown.
"""

import difflib
import json
import shlex
import subprocess
import sys
import textwrap
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.text import Text
from typer.core import TyperArgument, TyperCommand, TyperGroup
from typer.exceptions import TyperException

from regio_xl import __version__
from regio_xl.domain import Bevinding
from regio_xl.domain.tekst import quote

PROGRAM = "regio-xl"
ABOUT = "Regionale opdrachten: controleren, toewijzen en voorbereiden, op een gewoon Excel-bestand."
HELP = "Toon deze uitleg."
EXAMPLE = "jaar2026.xlsm"
MARGIN = "  "

DONE, WITH_ERRORS, NOT_DONE = 0, 1, 2
"""Exit codes."""

PATIENCE = 1.0
"""Seconds after which a running step shows that it is busy."""

MOST_FINDINGS = 40
STYLES = {"fout": "bold red", "waarschuwing": "yellow", "melding": "cyan"}
INDENT = 13
"""Columns before the text of a finding."""

Json = Annotated[bool, typer.Option("--json", help="Geef het resultaat als JSON op stdout.")]
"""The option that nearly every command has."""


class NotDone(Exception):
    """Nothing was done; the message is the sentence for the user (exit code 2)."""


def quoted(path: Path) -> str:
    """Return a path as one types it on the command line of this computer."""
    text = str(path)
    return subprocess.list2cmdline([text]) if sys.platform == "win32" else shlex.quote(text)


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


def lines(*texts: str, stderr: bool = False, head: Text | None = None, indent: int = 0) -> None:
    """Write plain lines; a terminal gets them wrapped between words, a file gets them whole.

    A word that is wider than the terminal, as a path may be, is left whole: it can be copied.
    ``head`` stands before the first line, in the ``indent`` columns that the others leave open.
    """
    console = Console(highlight=False, stderr=stderr)
    width = console.width - indent if console.is_terminal else sys.maxsize
    start = head or Text()
    for text in texts:
        wrapped = textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)
        for line in wrapped or [""]:
            start.pad_right(indent - start.cell_len)
            console.print(Text.assemble(start, line), soft_wrap=True)
            start = Text()


def findings(found: tuple[Bevinding, ...]) -> None:
    """Write each finding as a line that says where, and indented below it what and how."""
    for item in found[:MOST_FINDINGS]:
        head = Text.assemble(
            (f"{item.ernst.value:<{INDENT}}", STYLES[item.ernst.value]),
            (place(item), "bold"),
            f"  ({item.regel})",
        )
        Console(highlight=False).print(Text(), head, sep="\n", soft_wrap=True)
        lines(item.melding, item.herstel, indent=INDENT)
    if len(found) > MOST_FINDINGS:
        lines("", f"… en nog {len(found) - MOST_FINDINGS} bevindingen; zie blad Controle.")
    lines("")


def place(item: Bevinding) -> str:
    """Return where a finding stands, as one says it: ``Voorstellen, rij 7, Uren``."""
    row = None if item.rij is None else f"rij {item.rij}"
    return ", ".join(filter(None, (item.blad, row, item.kolom)))


class Command(TyperCommand):
    """A command that explains itself in Dutch."""

    def get_help_option(self, ctx: Any) -> Any:
        """Return the help option with a Dutch text."""
        return _in_dutch(super().get_help_option(ctx))

    def format_help(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002 - click's signature
        """Write the help page on stdout."""
        params = self.get_params(ctx)
        arguments = [item for item in params if isinstance(item, TyperArgument)]
        names = (_name(item) if item.required else f"[{_name(item)}]" for item in arguments)
        _page(
            " ".join([ctx.command_path, *names, "[OPTIES]"]),
            self.help or "",
            {
                "Invoer": [(_name(item), item.help or "") for item in arguments],
                "Opties": _options(params),
            },
        )

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Take the words apart; one too many is named, with what is most often the cause."""
        ctx.allow_extra_args = True
        try:
            extra = super().parse_args(ctx, args)
        except TyperException as error:
            error.ctx = ctx  # type: ignore[attr-defined]  # its parser leaves it out now and then
            raise
        if extra:
            raise NotDone(
                f"Bij ‘{ctx.info_name}’ hoort ‘{extra[0]}’ niet. Zet een naam met spaties tussen "
                f'aanhalingstekens: "jaar 2026.xlsm". {see(ctx.info_name)}'
            )
        return extra


class Group(TyperGroup):
    """The group of commands; it names the nearest command for a mistyped one."""

    def get_help_option(self, ctx: Any) -> Any:
        """Return the help option with a Dutch text."""
        return _in_dutch(super().get_help_option(ctx))

    def format_help(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002 - click's signature
        """Write the help page on stdout."""
        _page(
            f"{ctx.command_path} OPDRACHT [OPTIES]",
            ABOUT,
            {
                "Opdrachten": [(name, item.help or "") for name, item in self.commands.items()],
                "Opties": _options(self.get_params(ctx)),
            },
            f"Uitleg bij één opdracht: {PROGRAM} OPDRACHT --help",
        )

    def invoke(self, ctx: Any) -> Any:
        """Run the command; Typer would leave with a code of its own after Ctrl-C."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt as error:
            raise typer.Abort from error

    def unknown(self, args: list[str]) -> str | None:
        """Return a sentence when the first word is no command, else None."""
        words = [word for word in args if not word.startswith("-")]
        if not words or words[0] in self.commands:
            return None
        hint = _meant(words[0], self.commands) or f"Kies uit: {', '.join(self.commands)}."
        return f"De opdracht ‘{words[0]}’ bestaat niet. {hint}"


def _in_dutch(option: Any) -> Any:
    if option is not None:
        option.help = HELP
    return option


def _name(param: Any) -> str:
    return str(param.metavar or param.name.upper())


def _options(params: Iterable[Any]) -> list[tuple[str, str]]:
    """Return each option with its value and what it does; the short name first."""
    rows = []
    for item in params:
        if not isinstance(item, TyperArgument):
            names = ", ".join(sorted(item.opts, key=len))
            rows.append((names if item.is_flag else f"{names} {_name(item)}", item.help or ""))
    return rows


def _page(use: str, about: str, parts: dict[str, list[tuple[str, str]]], end: str = "") -> None:
    """Write a help page: how it is typed, what it does, and a list per part."""
    wide = max(len(name) for rows in parts.values() for name, _ in rows) + 2 * len(MARGIN)
    start = "Gebruik: "
    lines(use, head=Text(start), indent=len(start))
    lines("", about)
    for title, rows in parts.items():
        if rows:
            lines("")
            lines("", head=Text(title, "bold"))
        for name, text in rows:
            lines(text, head=Text(MARGIN + name, "cyan"), indent=wide)
    if end:
        lines("", end)


def see(command: str = "") -> str:
    """Return where more is told, of one command or of all."""
    return f"Zie ‘{' '.join(filter(None, (PROGRAM, command)))} --help’."


def missing(command: str, name: str = "BESTAND") -> str:
    """Return the sentence about a word that a command cannot do without."""
    example = f", bijvoorbeeld ‘{PROGRAM} {command} {EXAMPLE}’" if name == "BESTAND" else ""
    return f"Bij ‘{command}’ ontbreekt {name}{example}."


def explain(error: Any) -> str:
    """Return one or two Dutch sentences for wrong use that Typer found."""
    ctx = getattr(error, "ctx", None)
    if ctx is None:
        return f"Op de opdrachtregel klopt iets niet. {see()}"
    command = "" if ctx.parent is None else ctx.info_name
    return " ".join((*_explained(error, ctx, command), see(command)))


def _explained(error: Any, ctx: Any, command: str) -> Iterator[str]:
    """Yield what is wrong and what may be meant; ``command`` is "" for the program itself."""
    options = [item for item in ctx.command.get_params(ctx) if not isinstance(item, TyperArgument)]
    option = getattr(error, "option_name", "")
    match type(error).__name__:
        case "NoSuchOption" if not command:
            yield f"Vóór de opdracht kan {option} niet staan; zet opties achter de opdracht."
        case "NoSuchOption":
            known = [name for item in options for name in item.opts if name.startswith("--")]
            yield f"De optie {option} bestaat niet bij ‘{command}’."
            yield _meant(option, known) or f"Kies uit: {', '.join(known)}."
        case "BadOptionUsage":
            wanted = next(item for item in options if option in item.opts)
            needs = "geen waarde" if wanted.is_flag else f"een waarde: {option} {_name(wanted)}"
            yield f"Bij de optie {option} hoort {needs}."
        case "MissingParameter":
            yield missing(command, _name(error.param))
        case "BadParameter":
            value = quote(error.__cause__.errors()[0]["input"])  # only numbers are ever refused
            name = _name(error.param) if error.param not in options else error.param.opts[0]
            yield f"De waarde {value} voor {name} is niet bruikbaar; geef een heel getal."
        case _:
            yield f"Bij ‘{command}’ klopt de opdrachtregel niet."


def _meant(word: str, known: Iterable[str]) -> str:
    """Return the question whether the nearest known word was meant, or ""."""
    near = difflib.get_close_matches(word, list(known), n=1)
    return f"Bedoelde u ‘{near[0]}’?" if near else ""


def version(asked: bool) -> None:
    """Say which version this is, and stop."""
    if asked:
        sys.stdout.write(f"{PROGRAM} {__version__}\n")
        raise typer.Exit


def program(
    versie: Annotated[
        bool,
        typer.Option("--version", callback=version, is_eager=True, help="Toon de versie."),
    ] = False,
) -> None:
    """Take the options that go before a command."""


def make_app() -> typer.Typer:
    """Return the application without commands."""
    app = typer.Typer(
        name=PROGRAM,
        add_completion=False,
        context_settings={"help_option_names": ["-h", "--help"]},
        pretty_exceptions_enable=False,
    )
    app.callback(cls=Group)(program)
    return app
