"""Number of engine calls of each step: the same for 60 and for 240 proposals."""

import tempfile
from datetime import datetime
from pathlib import Path

from benchmarks.counting import counted
from benchmarks.data import with_proposals
from regio_xl import builder
from regio_xl.engine import opened
from regio_xl.steps import STEPS
from regio_xl.workbook.flow import run

SIZES = (60, 240)
NOW = datetime(2026, 1, 5, 9, 0)


def main() -> None:
    """Print the calls per step and size."""
    print("engine calls per step")
    with tempfile.TemporaryDirectory() as folder:
        sources = {}
        for count in SIZES:
            sources[count] = Path(folder) / f"{count}.xlsm"
            builder.write(sources[count], with_proposals(count))
        for name in STEPS:
            found = {count: calls(name, source) for count, source in sources.items()}
            verdict = "equal" if len(set(found.values())) == 1 else "NOT EQUAL"
            counts = ", ".join(f"{size:,} proposals: {total}" for size, total in found.items())
            print(f"  {name:<11} {counts}  {verdict}")


def calls(name: str, source: Path) -> int:
    """Return the number of engine calls of one step on a freshly opened file."""
    with opened(source) as book, counted(book) as count:
        run(book, name, STEPS[name].run, now=NOW, user="meting")
        return count.total
