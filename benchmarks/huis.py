"""The size of the house, and three walks through it that a tracer counts.

* The files of which a function runs when ``bijwerken`` works out the example year on a file.
* The files that the hours of one proposal enter on that way, from reading to the written reason:
  a function there is given the hours, or an object, a list or a mapping that holds them directly.
  The engine is told apart, because it stands for Excel here.
* The files on the call stack when a click writes a cell, at most.
"""

import contextlib
import io
import os
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from types import FrameType

import regio_xl
from regio_xl import builder, ribbon
from regio_xl.cli import main as command
from regio_xl.engine import opened

HOUSE = Path(regio_xl.__file__).parent
HOURS = 739
"""Hours that no other number of the example year is, given to one proposal."""

PROPOSAL = 24
OPTIMISED = 0x1  # inspect.CO_OPTIMIZED: a function, not the body of a module or class

Look = Callable[[FrameType, str], None]


def main() -> None:
    """Print the size of the house and the three walks."""
    print("het huis")
    for name, (files, lines, median, largest) in sizes().items():
        print(
            f"  {name:<12} {files:>4} bestanden {lines:>6} regels  mediaan {median:>4}  {largest}"
        )
    with tempfile.TemporaryDirectory() as folder:
        ran, route = walk(Path(folder) / "jaar.xlsm")
        ours = {file for file in route if not file.startswith("engine")}
        print(f"bijwerken: {len(ran)} bestanden")
        print(
            f"de uren van een voorstel: {len(set(route))} bestanden, zonder de engine {len(ours)}; "
            f"{len(route) - 1} keer naar een ander"
        )
        deep = click(Path(folder) / "klik.xlsm")
        print(f"van een klik naar een cel: {len(deep)} bestanden ({' > '.join(deep)})")


def sizes() -> dict[str, tuple[int, int, int, str]]:
    """Return per room, and for the whole, files, lines, median and the largest file."""
    rooms: dict[str, list[Path]] = {}
    for path in sorted(HOUSE.rglob("*.py")):
        rooms.setdefault(path.relative_to(HOUSE).parts[0], []).append(path)
    rooms["samen"] = [path for paths in rooms.values() for path in paths]
    return {name: _size(paths) for name, paths in rooms.items()}


def _size(paths: list[Path]) -> tuple[int, int, int, str]:
    lines = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in paths}
    largest = max(paths, key=lines.__getitem__)
    named = f"{largest.relative_to(HOUSE)} ({lines[largest]})"
    return len(paths), sum(lines.values()), round(statistics.median(lines.values())), named


def walk(path: Path) -> tuple[set[str], list[str]]:
    """Run ``bijwerken``; return the files that ran, and those that the hours entered, in order."""
    content = builder.example(2026)
    rows = content.tables["tblVoorstellen"]
    known = tuple({**row, "uren": float(HOURS)} if row["nr"] == PROPOSAL else row for row in rows)
    tables = {**content.tables, "tblVoorstellen": known}
    builder.write(path, content.model_copy(update={"tables": tables}))
    ran: set[str] = set()
    route: list[str] = []

    def look(frame: FrameType, file: str) -> None:
        ran.add(file)
        code = frame.f_code
        names = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
        if route[-1:] != [file] and any(_holds(frame.f_locals.get(name), 1) for name in names):
            route.append(file)

    with _traced(look), contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):
        command(["bijwerken", str(path)])
    return ran, route


def click(path: Path) -> list[str]:
    """Click on ``bijwerken``; return the files on the longest way to a written cell."""
    builder.write(path, builder.example(2026))
    for name in ("XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        os.environ[name] = str(path.parent)  # copies and logs of the click stay here
    deepest: list[str] = []

    def look(frame: FrameType, _: str) -> None:
        nonlocal deepest
        between = list(_stack(frame))
        if "writing" in between:
            files = list(dict.fromkeys(name for name in reversed(between) if name != "writing"))
            deepest = max(deepest, files, key=len)

    with opened(path, unknown="#ONBEKEND!") as book, _traced(look):
        ribbon.bijwerken(book)
    return deepest


def _stack(frame: FrameType | None) -> Iterator[str]:
    """Give the files on the stack, innermost first; ``writing`` where xlwings sets values."""
    while frame is not None:
        code = frame.f_code
        if file := _inside(code.co_filename):
            yield file
        elif code.co_name == "value" and code.co_argcount == 2 and "xlwings" in code.co_filename:
            yield "writing"
        frame = frame.f_back


def _holds(value: object, depth: int) -> bool:
    """Tell whether a value is the hours, or holds them at most ``depth`` deep."""
    if isinstance(value, int | float | Decimal):
        return value == HOURS
    if not depth:
        return False
    if isinstance(value, dict):
        parts: list[object] = list(value.values())
    elif isinstance(value, list | tuple):
        parts = list(value)
    else:
        ours = type(value).__module__.startswith("regio_xl")
        parts = list(getattr(value, "__dict__", {}).values()) if ours else []
        parts += [
            getattr(value, name, None) for name in getattr(type(value), "__slots__", ()) if ours
        ]
    return any(_holds(part, depth - 1) for part in parts)


def _inside(filename: str) -> str:
    """Return the name of a file of the house from its root on; "" for any other."""
    return filename[len(str(HOUSE)) + 1 :] if filename.startswith(str(HOUSE)) else ""


@contextlib.contextmanager
def _traced(look: Look) -> Iterator[None]:
    """Show ``look`` each function of the house that is called."""

    def profile(frame: FrameType, event: str, _: object) -> None:
        if event != "call" or not frame.f_code.co_flags & OPTIMISED:
            return
        if file := _inside(frame.f_code.co_filename):
            sys.setprofile(None)
            look(frame, file)
            sys.setprofile(profile)

    sys.setprofile(profile)
    try:
        yield
    finally:
        sys.setprofile(None)
