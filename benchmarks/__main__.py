"""Run every benchmark: ``python -m benchmarks [NAME ...]``."""

import sys

from benchmarks import calls, imports, pipeline

ALL = {"calls": calls.main, "imports": imports.main, "pipeline": pipeline.main}

if __name__ == "__main__":
    for name in sys.argv[1:] or ALL:
        ALL[name]()
