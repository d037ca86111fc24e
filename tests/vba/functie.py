"""Python behind a worksheet function: call it with the arguments that VBA handed over.

Started by ``basic/NepPython.bas``, which stands in for xlwings' object ``XLPy``. How xlwings
itself converts cells for Excel is tested in ``tests/udfs``; here they come as JSON.
"""

import importlib
import json
import sys
from pathlib import Path

MISSING = "weggelaten"


def run(folder: Path) -> None:
    lines = (folder / "vraag.txt").read_text("utf-8").splitlines()
    where, name = lines[:2]
    arguments = [json.loads(line) for line in lines[2:]]
    while arguments and arguments[-1] == MISSING:
        arguments.pop()
    outcome = getattr(importlib.import_module(where), name)(*arguments)
    rows = outcome if isinstance(outcome, list) else [[outcome]]
    answer = [f"{len(rows)} {len(rows[0])}", *(json.dumps(cell) for row in rows for cell in row)]
    (folder / "antwoord.txt").write_text("\n".join(answer) + "\n", "utf-8")


if __name__ == "__main__":
    run(Path(sys.argv[1]))
