"""From a click to the first line of our code: ``regio_xl.ribbon`` against xlwings alone."""

import statistics
import subprocess
import sys
import time

ROUNDS = 15
MODULES = ("xlwings", "regio_xl.ribbon", "xlwings, regio_xl.ribbon", "regio_xl.excel.click")


def main() -> None:
    """Print the time of each import as a ratio of importing xlwings, measured in turns."""
    taken: dict[str, list[float]] = {module: [] for module in MODULES}
    for _ in range(ROUNDS):
        for module in MODULES:
            taken[module].append(seconds(module))
    bare = statistics.median(taken["xlwings"])
    print(f"import, against xlwings alone ({bare:.2f} s, median of {ROUNDS})")
    for module in MODULES[1:]:
        print(f"  {module:<26} {statistics.median(taken[module]) / bare:.2f}x")


def seconds(module: str) -> float:
    """Return how long a fresh Python takes to start and import."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", f"import {module}"], check=True)
    return time.perf_counter() - start
