"""Dutch for what the command-line library says itself: help labels and wrong use."""

import difflib
from collections.abc import Callable
from typing import Annotated, Any

import typer
from typer import rich_utils
from typer.core import TyperCommand, TyperGroup

HELP = "Toon deze uitleg."
Json = Annotated[bool, typer.Option("--json", help="Geef het resultaat als JSON op stdout.")]
"""The option that nearly every command has."""

ASK_HELP = "Zie ‘regio-xl --help’ of ‘regio-xl STAP --help’."


def speak_dutch() -> None:
    """Set the headings of the help pages."""
    rich_utils.ARGUMENTS_PANEL_TITLE = "Argumenten"
    rich_utils.OPTIONS_PANEL_TITLE = "Opties"
    rich_utils.COMMANDS_PANEL_TITLE = "Opdrachten"
    rich_utils.DEFAULT_STRING = "[standaard: {}]"
    rich_utils.REQUIRED_LONG_STRING = "[verplicht]"


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


def explain(error: Exception) -> str:
    """Return one Dutch sentence for wrong use of the command line."""
    param = getattr(error, "param", None)
    name = getattr(param, "metavar", None) or "een van de waarden"
    explanations: dict[str, Callable[[], str]] = {
        "NoSuchOption": lambda: f"De optie {getattr(error, 'option_name', '')} bestaat niet.",
        "MissingParameter": lambda: f"Op de opdrachtregel ontbreekt {name}.",
        "BadParameter": lambda: f"De waarde voor {name} is niet bruikbaar.",
        "BadOptionUsage": lambda: (
            f"Bij de optie {getattr(error, 'option_name', '')} hoort een waarde."
        ),
    }
    sentence = explanations.get(
        type(error).__name__, lambda: "Op de opdrachtregel staat te veel of te weinig."
    )()
    return f"{sentence} {ASK_HELP}"


def make_app() -> typer.Typer:
    """Return the application without commands."""
    speak_dutch()
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
