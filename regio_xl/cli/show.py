"""What a person reads in the terminal: summary, findings, what went wrong, progress."""

import json
import shlex
import subprocess
import sys
import textwrap
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.text import Text

from regio_xl.domain import Bevinding

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
