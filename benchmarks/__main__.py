"""Run every benchmark: ``python -m benchmarks [NAME ...]``."""

import sys

from benchmarks import calls, imports, pipeline, solver

ALL = {
    "calls": calls.main,
    "imports": imports.main,
    "pipeline": pipeline.main,
    "solver": solver.main,
}

if __name__ == "__main__":
    for name in sys.argv[1:] or ALL:
        ALL[name]()
