"""Run every benchmark: ``python -m benchmarks [NAME ...]``, or ``pabulib FILE.pb ...``."""

import sys

from benchmarks import calls, huis, imports, pipeline, published, solver

ALL = {
    "calls": calls.main,
    "huis": huis.main,
    "imports": imports.main,
    "pipeline": pipeline.main,
    "solver": solver.main,
}

if __name__ == "__main__":
    if sys.argv[1:2] == ["pabulib"]:
        published.main(sys.argv[2:])
    else:
        for name in sys.argv[1:] or ALL:
            if name not in ALL:
                sys.exit(f"there is no benchmark {name!r}; there are {', '.join(ALL)} and pabulib")
            ALL[name]()
