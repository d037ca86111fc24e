"""Published instances through every method: ``python -m benchmarks pabulib FILE.pb ...``."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks import pabulib
from regio_xl.allocation.direct import METHODS, served, utility_of


def compare(text: str) -> Iterator[str]:
    """Yield a line per method: what it buys, and for whom.

    Args:
        text: Contents of a ``.pb`` file.
    """
    read = pabulib.parse(text)
    limit = read.instance.limit
    for scenario, method in METHODS.items():
        outcome = method(read.instance)
        yield (
            f"{scenario:12} {len(outcome.purchases):4} projecten, "
            f"{float(outcome.outlay / limit) if limit else 0:5.1%} van het budget, "
            f"nut {utility_of(read.instance, outcome)}, "
            f"{float(served(read.instance, outcome)):.1%} van de stemmers krijgt iets: "
            f"{', '.join(read.names[nr] for nr in sorted(outcome.selected))}"
        )


def main(files: Sequence[str]) -> None:
    """Print the lines of each file."""
    for name in files:
        print(name)
        for line in compare(Path(name).read_text(encoding="utf-8-sig")):
            print(f"  {line}")
