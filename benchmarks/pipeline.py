"""``bijwerken`` against a bare openpyxl load and save of the same file, in one run."""

import shutil
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import openpyxl

from benchmarks.data import with_proposals
from regio_xl import builder
from regio_xl.cli.files import run_on_file
from regio_xl.steps import STEPS, pakket

SIZES = ((36, 7), (100, 3))
"""Number of proposals, and how often to measure."""


def main() -> None:
    """Print one line per size: the ratio of the best runs, and these runs."""
    print("bijwerken / bare openpyxl load+save of the same file")
    for count, repeats in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder) / "werkmap.xlsm"
            builder.write(source, with_proposals(count))
            run_on_file("bijwerken", STEPS["bijwerken"].run, source, None)
            bare, ours = measure(source, repeats)
        print(
            f"  {count:>6} proposals: {ours / bare:.2f}x "
            f"(bijwerken {ours:.2f} s, openpyxl {bare:.2f} s, best of {repeats})"
        )


def measure(source: Path, repeats: int) -> tuple[float, float]:
    """Return the least seconds of both, measured in turns: noise only adds.

    ``bijwerken`` runs on a copy in which the hours of one participant differ, so that it has work
    to do, and it knows nothing of the run before.
    """
    bare, ours = [], []
    for number in range(repeats):
        work = source.with_name(f"kopie{number}.xlsm")
        shutil.copy(source, work)
        bare.append(seconds(lambda file=work: load_and_save(file)))
        shutil.copy(source, work)
        spoil(work)
        pakket.KNOWN.clear()
        ours.append(
            seconds(lambda file=work: run_on_file("bijwerken", STEPS["bijwerken"].run, file, None))
        )
    return min(bare), min(ours)


def load_and_save(path: Path) -> None:
    """Do the least that openpyxl can do with a file."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(path, keep_vba=True)
        book.save(path.with_name("kaal.xlsm"))


def spoil(path: Path) -> None:
    """Change one DVO figure, so that totals, findings and package are made anew."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(path, keep_vba=True)
        book["Deelnemers"]["D8"] = 4_000
        book.save(path)


def seconds(work: Callable[[], object]) -> float:
    """Return how long ``work`` takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
