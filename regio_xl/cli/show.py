"""What a person sees in the terminal: a short summary, findings, a sign of life when it lasts."""

import json
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from regio_xl.domain import Bevinding, Uitkomst

PATIENCE = 1.0
"""Seconds after which a running step shows that it is busy."""

MOST_FINDINGS = 40
STYLES = {"fout": "bold red", "waarschuwing": "yellow", "melding": "cyan"}


@contextmanager
def busy(text: str, *, quiet: bool) -> Iterator[None]:
    """Show ``text`` on the terminal while the block runs, but only once it lasts."""
    from rich.console import Console  # noqa: PLC0415

    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        yield
        return
    status = console.status(text)
    timer = threading.Timer(PATIENCE, status.start)
    timer.daemon = True
    timer.start()
    try:
        yield
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


def summary(uitkomst: Uitkomst, *, findings: bool) -> None:
    """Write the summary, and the findings where a step is about them."""
    lines(*uitkomst.samenvatting)
    if findings and uitkomst.bevindingen:
        _findings(uitkomst.bevindingen)


def lines(*texts: str) -> None:
    """Write plain lines on stdout; a terminal wraps them, a file keeps them whole."""
    from rich.console import Console  # noqa: PLC0415 - only when a command runs
    from rich.text import Text  # noqa: PLC0415

    console = Console(highlight=False)
    for text in texts:
        console.print(Text(text), soft_wrap=not console.is_terminal)


def _findings(found: tuple[Bevinding, ...]) -> None:
    """Write each finding as a line that says where, and indented below it what and how."""
    from rich.console import Console  # noqa: PLC0415
    from rich.padding import Padding  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

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
    """Return where a finding stands, as one says it.

    >>> from regio_xl.domain import Ernst
    >>> place(Bevinding(ernst=Ernst.FOUT, regel="F2.2", blad="Voorstellen", rij=7, kolom="Uren",
    ...                 melding="", herstel=""))
    'Voorstellen, rij 7, Uren'
    """
    parts = [item.blad]
    if item.rij is not None:
        parts.append(f"rij {item.rij}")
    if item.kolom:
        parts.append(item.kolom)
    return ", ".join(parts)
